import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { Context } from '../context.ts';

/**
 * Those of these addresses whose events the caller may read: what others share with a mailbox of hers is not hers to see in the gateway. As everywhere, both the
 * address and the mailbox's primary one must be granted, and what she may do is what she may do to the latter. Asks the directory only about addresses that the policy allows. Throws DirectoryError.
 */
export const visibleDetails = async (
  { caller, policy, directory }: Pick<Context, 'caller' | 'policy' | 'directory'>,
  addresses: readonly MailboxAddress[],
): Promise<ReadonlySet<string>> => {
  const mayRead = (address: MailboxAddress): boolean => policy.permissionsOn(caller, address).has('READ_CALENDAR');
  const allowed = [...new Set(addresses)].filter((address) => policy.mayOpen(caller, address));
  if (allowed.length === 0) return new Set();
  // The list is remembered; without it, each address would be a call to the directory.
  const primary = new Set((await directory.list()).map(({ address }) => address));
  const visible = await Promise.all(
    allowed.map(async (address) => {
      if (primary.has(address)) return mayRead(address);
      const entry = await directory.find(address);
      return entry !== undefined && mayRead(entry.address);
    }),
  );
  return new Set(allowed.filter((_, index) => visible[index]));
};
