import { createFolder } from '../../ews/operations/create-folder.ts';
import { builder } from '../builder.ts';
import { FolderKind } from '../enums.ts';
import { folderById, readFolderRef } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { needs } from '../guards/permission.ts';
import { FolderPayload } from '../refs.ts';
import { FolderRef } from '../types/folder.ts';
import { mailboxAt, mutate } from './mutate.ts';

const CreateFolderInput = builder.inputType('CreateFolderInput', {
  description: 'A folder to be made.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    parent: t.field({ type: FolderRef, required: true, description: 'The folder that it will lie in.' }),
    name: t.string({ required: true, description: 'Its name.' }),
    kind: t.field({ type: FolderKind, required: true, defaultValue: 'MAIL', description: 'What it will hold.' }),
  }),
});

builder.mutationFields((t) => ({
  createFolder: t.field({
    complexity: cost('write'),
    type: FolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needs('WRITE_MESSAGES'),
    description: 'Makes a folder.',
    args: { input: t.arg({ type: CreateFolderInput, required: true, description: 'Which folder, and where.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const parent = await readFolderRef(context, mailbox, input.parent);
          const { id } = await mailbox.session.call(createFolder, {
            parent: parent.target,
            folders: [{ element: 'Folder', properties: { displayName: input.name } }],
          });
          mailbox.folders.forget();
          return folderById(mailbox, id);
        },
      }),
  }),
}));
