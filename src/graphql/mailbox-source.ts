import type { DirectoryMailbox } from '../directory/directory.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import type { MailboxSource } from './sources.ts';

/** A mailbox that has been opened. */
export const openedMailbox = (mailbox: OpenedMailbox): MailboxSource => ({
  typeName: 'Mailbox',
  entry: mailbox.entry,
  mailbox,
  open: () => Promise.resolve(mailbox),
});

/** A mailbox of which the directory entry is enough until a field asks for more. */
export const listedMailbox = (context: Context, entry: DirectoryMailbox): MailboxSource => ({
  typeName: 'Mailbox',
  entry,
  mailbox: {
    address: entry.address,
    may: (anyOf) => {
      const permitted = context.policy.permissionsOn(context.caller, entry.address);
      return anyOf.some((permission) => permitted.has(permission));
    },
  },
  open: async () => {
    const opened = await context.mailbox(entry.address);
    if (opened === undefined) throw notFound();
    return opened;
  },
});
