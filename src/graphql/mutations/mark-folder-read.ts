import { markFolderRead } from '../../mailbox/write/mark-folder-read.ts';
import { builder } from '../builder.ts';
import { readFolderRef } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { FolderPayload } from '../refs.ts';
import type { FolderSource } from '../sources.ts';
import { FolderRef } from '../types/folder.ts';
import { mutate } from './mutate.ts';

builder.mutationFields((t) => ({
  markFolderRead: t.field({
    complexity: cost('folderMarks'),
    type: FolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description:
      'Marks the messages in a folder as read, the oldest 5,000 of those that are unread, not those in folders below it. What comes in meanwhile may stay unread; posts and other items that are not written as messages do. When only some could be marked, `folder` shows how many are left and `userErrors` says why; it can be asked for again. Read receipts that senders asked for may be sent: the mail server has no way of keeping them back here.',
    args: {
      mailbox: t.arg({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
      folder: t.arg({ type: FolderRef, required: true, description: 'The folder.' }),
    },
    resolve: (_root, { mailbox: address, folder: ref }, context, info) => {
      let marked: FolderSource | undefined;
      return mutate(context, info, {
        id: ref.id ?? undefined,
        open: () => mailboxAt(context, address),
        doneByThen: () => marked,
        work: async (mailbox) => {
          const folder = await readFolderRef(context, mailbox, ref);
          await markFolderRead(mailbox, folder.target, () => (marked = folder));
          return folder;
        },
      });
    },
  }),
}));
