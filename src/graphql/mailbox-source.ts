import type { DirectoryMailbox } from '../directory/directory.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';
import type { MailboxSource } from './sources.ts';

/** Opens a mailbox by its address. Throws NOT_FOUND, the same when there is none and when it is not this caller's to open. */
export const mailboxAt = async (context: Pick<Context, 'mailbox'>, address: string): Promise<OpenedMailbox> => {
  const mailbox = await context.mailbox(address);
  if (mailbox === undefined) throw notFound('There is no mailbox with this address that you may open.');
  return mailbox;
};

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
