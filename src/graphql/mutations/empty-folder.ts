import { clearFolder } from '../../mailbox/write/discard-folder.ts';
import { folderPermissions } from '../../mailbox/write/folder-permission.ts';
import { builder } from '../builder.ts';
import { folderById } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { needsOneOf } from '../guards/permission.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { FolderPayload } from '../refs.ts';
import { DeleteFolderInput, readDiscard } from './delete-folder-input.ts';
import { mutate } from './mutate.ts';

builder.mutationFields((t) => ({
  emptyFolder: t.field({
    complexity: cost('folderWrite'),
    type: FolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf(...folderPermissions),
    description:
      'Deletes everything in a folder, which stays; with `includeSubfolders` the folders in it too. Mail that comes in while it is being done may go as well. Calendars and stored searches cannot be emptied, and Deleted Items not into itself. Needs what createFolder does for each kind of folder that is emptied, and DELETE_PERMANENTLY unless everything goes to Deleted Items.',
    args: { input: t.arg({ type: DeleteFolderInput, required: true, description: 'Which folder, and how.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        id: input.folder.id ?? undefined,
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const discard = await readDiscard(context, info, mailbox, input, { isWhole: false });
          await clearFolder(mailbox, discard);
          return folderById(mailbox, discard.folder.id);
        },
      }),
  }),
}));
