import { mailboxAddress } from '../../ews/properties/id.ts';
import { cost } from '../guards/cost.ts';
import { directoryEntries } from '../directory-entries.ts';
import { DirectoryEntry, Recipient } from '../refs.ts';

Recipient.implement({
  permission: 'withItsParent',
  description: 'Somebody as written on an item: a sender, a recipient, an organiser.',
  fields: (t) => ({
    name: t.string({ description: 'The name, as written.', resolve: ({ recipient }) => recipient.name }),
    address: t.field({
      type: 'EmailAddress',
      description: 'The address; null when the server tells only a name.',
      resolve: ({ recipient }) => recipient.address,
    }),
    entry: t.field({
      complexity: cost('directoryEntry'),
      type: DirectoryEntry,
      description:
        'What the directory, and the contacts of this mailbox where you may read them, tell of the address; null when they do not know it. Costs one look-up for each different address.',
      resolve: async ({ mailbox, recipient }, _args, context) => {
        const address = recipient.address === undefined ? undefined : mailboxAddress(recipient.address);
        if (address === undefined) return undefined;
        const [entry] = await directoryEntries(context, await mailbox.people.byAddress(address));
        return entry;
      },
    }),
  }),
});
