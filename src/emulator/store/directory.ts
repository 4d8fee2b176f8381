import { EmulatorError } from '../emulator-error.ts';
import type { Account, Owner, Store } from './store.ts';
import { node } from '../xml/xml.ts';

/**
 * The account whose primary address this is, in any case. Throws EmulatorError: ErrorNonPrimarySmtpAddress for an alias, with the primary
 * address in MessageXml, ErrorNonExistentMailbox for everything else, groups included.
 */
export const accountOf = (store: Store, address: string): Account => {
  const wanted = address.trim().toLowerCase();
  const account = store.accounts.get(wanted);
  if (account !== undefined) return account;
  const owner = [...store.accounts.values()].find((candidate) => candidate.aliases.includes(wanted));
  if (owner === undefined) throw new EmulatorError('ErrorNonExistentMailbox');
  throw new EmulatorError('ErrorNonPrimarySmtpAddress', undefined, [
    node('t:Value', { Name: 'Primary' }, owner.address),
  ]);
};

/** WorkMail's id of a mailbox in the directory: a GUID for users, `r-` and 32 hex digits for rooms and equipment. */
export const entityId = ({ kind, directoryId }: Owner): string =>
  kind === 'USER' ? directoryId : `r-${directoryId.replaceAll('-', '')}`;
