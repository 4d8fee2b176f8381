import { discardFolder } from '../../mailbox/write/discard-folder.ts';
import { folderPermissions } from '../../mailbox/write/folder-permission.ts';
import { builder } from '../builder.ts';
import { cost } from '../guards/cost.ts';
import { needsOneOf } from '../guards/permission.ts';
import { folderIdText } from '../ids.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { DeleteFolderPayload } from '../refs.ts';
import { DeleteFolderInput, readDiscard } from './delete-folder-input.ts';
import { mutate } from './mutate.ts';

builder.mutationFields((t) => ({
  deleteFolder: t.field({
    complexity: cost('folderWrite'),
    type: DeleteFolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf(...folderPermissions),
    description:
      'Deletes a folder with all that is in it. Folders that every mailbox has cannot be deleted. Deleted Items takes no second folder of the same name: then it is a ConflictError. Needs what createFolder does for each kind of folder that goes, and DELETE_PERMANENTLY unless it goes to Deleted Items.',
    args: { input: t.arg({ type: DeleteFolderInput, required: true, description: 'Which folder, and how.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        id: input.folder.id ?? undefined,
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const discard = await readDiscard(context, info, mailbox, input, { isWhole: true });
          await discardFolder(mailbox, discard);
          return { deletedId: input.folder.id ?? folderIdText(context, mailbox, 'Folder', discard.folder.id) };
        },
      }),
  }),
}));
