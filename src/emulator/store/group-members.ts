import type { Mailbox, Store } from './store.ts';

/** The mailboxes of everybody in a group and in the groups that lie in it, each once; undefined when there is no group of this address. */
export const memberMailboxes = (store: Store, address: string): readonly Mailbox[] | undefined => {
  const groupOf = (wanted: string) => store.groups.find((group) => group.address.toLowerCase() === wanted);
  const top = groupOf(address.trim().toLowerCase());
  if (top === undefined) return undefined;
  const seen = new Set([top]);
  const found = new Set<Mailbox>();
  for (const group of seen) {
    for (const member of group.members.map((text) => text.toLowerCase())) {
      const account = store.accounts.get(member);
      const inner = groupOf(member);
      if (account !== undefined) found.add(account.open());
      // What is added to a set while it is walked is walked as well; a group that lies in itself is there already.
      else if (inner !== undefined) seen.add(inner);
    }
  }
  return [...found];
};
