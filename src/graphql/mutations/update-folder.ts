import { folderChange } from '../../mailbox/write/change-folder.ts';
import { folderPermissions, permissionsOnFolders } from '../../mailbox/write/folder-permission.ts';
import { withSubfolders } from '../../mailbox/write/write-folder.ts';
import { invalidField, WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { folderById, readFolderRef } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needsOneOf } from '../guards/permission.ts';
import { ewsFolderId, mailboxOf, readId, readIfChangeKey } from '../ids.ts';
import { cleanFolderName } from '../inputs/clean-name.ts';
import { FolderPayload } from '../refs.ts';
import type { FolderSource } from '../sources.ts';
import { FolderRef } from '../types/folder.ts';
import { mutate } from './mutate.ts';

const UpdateFolderInput = builder.inputType('UpdateFolderInput', {
  description: 'What is to become of a folder: another name, another place, or both. What is left out, or null, stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of a Folder or Calendar.' }),
    name: t.string({ description: 'Its new name: one line of up to 255 characters.' }),
    moveTo: t.field({
      type: FolderRef,
      description: 'The folder that it will lie in, with all that is in it; `{ role: ROOT }` for the top of the tree.',
    }),
    ifChangeKey: t.field({
      type: 'ChangeKey',
      description:
        'Its `changeKey` as you know it: a ConflictError when it has another by now. The mail server does not compare versions of folders, so the gateway does, just before it writes: a change in that short while is overwritten.',
    }),
  }),
});

const fieldIn = (name: string): readonly string[] => ['input', name];

builder.mutationFields((t) => ({
  updateFolder: t.field({
    complexity: cost('folderWrite'),
    type: FolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf(...folderPermissions),
    description:
      'Renames a folder, moves it, or both. It keeps its id, and so does everything in it. Folders that every mailbox has stay as they are. When only one of the two could be done, `folder` shows it and `userErrors` says why the other was not. Needs what createFolder does for a folder of this kind; to be moved, for everything below it as well.',
    args: { input: t.arg({ type: UpdateFolderInput, required: true, description: 'Which folder, and what of it.' }) },
    resolve: (_root, { input }, context, info) => {
      let changed: FolderSource | undefined;
      return mutate(context, info, {
        id: input.id,
        open: () => mailboxOf(context, readId(context, 'id', input.id, ['Folder', 'Calendar'])),
        doneByThen: () => changed,
        work: async (mailbox) => {
          const name = typeof input.name === 'string' ? cleanFolderName(input.name, fieldIn('name')) : undefined;
          const to = input.moveTo ?? undefined;
          if (name === undefined && to === undefined)
            throw invalidField(['input'], 'must name a new name, a new place, or both.');
          const ifChangeKey = readIfChangeKey(context, input.ifChangeKey);

          const tree = await mailbox.folders.tree();
          const id = ewsFolderId(readId(context, 'id', input.id, ['Folder', 'Calendar']));
          const folder = await folderById(mailbox, id).load();
          demandAll(
            context,
            mailbox,
            info,
            permissionsOnFolders(to === undefined ? [folder] : withSubfolders(tree, folder)),
          );
          if (ifChangeKey !== undefined && ifChangeKey !== folder.changeKey)
            throw new WriteRefusal({ reason: 'FOLDER_CHANGED', current: folder });
          const destination = to === undefined ? undefined : await readFolderRef(context, mailbox, to);
          for (const write of folderChange(mailbox, { folder, tree, name, moveTo: await destination?.load() })) {
            await write();
            changed = folderById(mailbox, id);
          }
          return folderById(mailbox, id);
        },
      });
    },
  }),
}));
