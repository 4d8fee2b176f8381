import type { GraphQLResolveInfo } from 'graphql';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { FolderDiscard } from '../../mailbox/write/discard-folder.ts';
import { permissionsOnFolders } from '../../mailbox/write/folder-permission.ts';
import { withSubfolders } from '../../mailbox/write/write-folder.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { DeleteMode } from '../enums.ts';
import { readFolderRef, type FolderRefInput } from '../folder-source.ts';
import { demandAll } from '../guards/permission.ts';
import { FolderRef } from '../types/folder.ts';

export const DeleteFolderInput = builder.inputType('DeleteFolderInput', {
  description: 'A folder to be deleted or emptied, and how.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    folder: t.field({ type: FolderRef, required: true, description: 'The folder.' }),
    mode: t.field({
      type: DeleteMode,
      required: true,
      defaultValue: 'MoveToDeletedItems',
      description: 'Where it goes, or what is in it.',
    }),
    includeSubfolders: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'The folders in it go too. Without it a folder that has some cannot be deleted, and emptying leaves them alone.',
    }),
  }),
});

/** What a client may say of it. */
interface DiscardInput extends Pick<FolderDiscard, 'mode' | 'includeSubfolders'> {
  readonly folder: FolderRefInput;
}

/**
 * Looks at the folder and the tree, both fresh, and asks for the permissions that they take: `isWhole` when the folder itself goes, and with it
 * everything below. Throws FORBIDDEN, NOT_FOUND and BAD_USER_INPUT.
 */
export const readDiscard = async (
  context: Context,
  info: GraphQLResolveInfo,
  mailbox: OpenedMailbox,
  { folder: ref, mode, includeSubfolders }: DiscardInput,
  { isWhole }: { readonly isWhole: boolean },
): Promise<FolderDiscard> => {
  if (mode !== 'MoveToDeletedItems') demandAll(context, mailbox, info, ['DELETE_PERMANENTLY']);
  // Before a path is looked for: what stood there a minute ago may be something else.
  const tree = await mailbox.folders.tree();
  const folder = await (await readFolderRef(context, mailbox, ref)).load();
  const concerned = isWhole || includeSubfolders ? withSubfolders(tree, folder) : [folder];
  demandAll(context, mailbox, info, permissionsOnFolders(concerned));
  return { folder, tree, mode, includeSubfolders };
};
