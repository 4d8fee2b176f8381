import type { EwsSession } from '../ews/operation.ts';
import { resolveNames, type ResolvedName, type ResolveNamesInput } from '../ews/operations/resolve-names.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';

/** Where to look people up. */
export type LookUpScope = Extract<ResolveNamesInput['scope'], 'ActiveDirectory' | 'ActiveDirectoryContacts'>;

/** In the directory, and in the contacts of the mailbox that it is looked as where these may be read. */
export const lookUpScope = (readsContacts: boolean): LookUpScope =>
  readsContacts ? 'ActiveDirectoryContacts' : 'ActiveDirectory';

/** Looks people up in the directory, and in the contacts of one mailbox where its caller may read them, for one request. */
export interface ResolvePeople {
  /** All entries of this very address, the directory's first; empty when nobody knows it. One ResolveNames per address and request. Throws EwsError. */
  byAddress(address: MailboxAddress): Promise<readonly ResolvedName[]>;
}

/** Makes the look-up of one mailbox and one request. */
export const createResolvePeople = (session: EwsSession, scope: LookUpScope): ResolvePeople => {
  const asked = new Map<MailboxAddress, Promise<readonly ResolvedName[]>>();
  const ask = async (address: MailboxAddress): Promise<readonly ResolvedName[]> => {
    const { entries } = await session.call(resolveNames, { query: address, scope });
    // Names are matched by their beginnings: ann@example.test also finds ann@example.test.org.
    return entries.filter((entry) => entry.address?.toLowerCase() === address);
  };
  return {
    byAddress: (address) => {
      const answer = asked.get(address) ?? ask(address);
      asked.set(address, answer);
      return answer;
    },
  };
};
