import { EmulatorError } from './emulator-error.ts';
import type { Mailbox, Store } from './store.ts';
import { node } from './xml.ts';

/**
 * The mailbox whose primary address this is, in any case. Throws EmulatorError: ErrorNonPrimarySmtpAddress for an alias, with the primary
 * address in MessageXml, ErrorNonExistentMailbox for everything else, groups included.
 */
export const mailboxOf = (store: Store, address: string): Mailbox => {
  const wanted = address.trim().toLowerCase();
  const mailbox = store.mailboxes.get(wanted);
  if (mailbox !== undefined) return mailbox;
  const owner = [...store.mailboxes.values()].find((candidate) => candidate.aliases.includes(wanted));
  if (owner === undefined) throw new EmulatorError('ErrorNonExistentMailbox');
  throw new EmulatorError('ErrorNonPrimarySmtpAddress', undefined, [
    node('t:Value', { Name: 'Primary' }, owner.address),
  ]);
};

/** WorkMail's id of a mailbox in the directory: a GUID for users, `r-` and 32 hex digits for rooms and equipment. */
export const entityId = (mailbox: Mailbox): string =>
  mailbox.kind === 'USER' ? mailbox.directoryId : `r-${mailbox.directoryId.replaceAll('-', '')}`;
