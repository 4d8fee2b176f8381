import type { EwsSession } from '../ews/operation.ts';
import { resolveNames, type ResolvedName } from '../ews/operations/resolve-names.ts';
import type { MailboxAddress } from '../ews/properties/id.ts';

/** Looks people up in the directory and in the contacts of one mailbox, for one request. */
export interface ResolvePeople {
  /** Who has this very address; undefined when nobody known has. One ResolveNames per address and request. Throws EwsError. */
  byAddress(address: MailboxAddress): Promise<ResolvedName | undefined>;
}

/** Makes the look-up of one mailbox and one request. */
export const createResolvePeople = (session: EwsSession): ResolvePeople => {
  const asked = new Map<MailboxAddress, Promise<ResolvedName | undefined>>();
  const ask = async (address: MailboxAddress): Promise<ResolvedName | undefined> => {
    const { entries } = await session.call(resolveNames, { query: address });
    // Names are matched by their beginnings: ann@example.test also finds ann@example.test.org.
    return entries.find((entry) => entry.address?.toLowerCase() === address);
  };
  return {
    byAddress: (address) => {
      const answer = asked.get(address) ?? ask(address);
      asked.set(address, answer);
      return answer;
    },
  };
};
