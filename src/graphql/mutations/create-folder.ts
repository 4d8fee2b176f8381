import type { FolderKind as Kind } from '../../mailbox/folder-tree.ts';
import { folderPermission, folderPermissions } from '../../mailbox/write/folder-permission.ts';
import { makeFolder, type MadeFolderKind } from '../../mailbox/write/make-folder.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { builder } from '../builder.ts';
import { FolderKind } from '../enums.ts';
import { folderById, readFolderRef, type FolderRefInput } from '../folder-source.ts';
import { cost } from '../guards/cost.ts';
import { demandAll, needsOneOf } from '../guards/permission.ts';
import { cleanFolderName } from '../inputs/clean-name.ts';
import { mailboxAt } from '../mailbox-source.ts';
import { FolderPayload } from '../refs.ts';
import type { FolderSource } from '../sources.ts';
import { FolderRef } from '../types/folder.ts';
import { mutate } from './mutate.ts';

const IfExists = builder.enumType('IfExists', {
  description: 'What it means that there is a folder of that name in that place; upper and lower case are the same.',
  values: {
    FAIL: { description: 'A ConflictError.' },
    RETURN_EXISTING: {
      description:
        'It is what was wanted, if it is of the same kind: you can ask again after an unclear outcome, and never make two.',
    },
  },
});

const CreateFolderInput = builder.inputType('CreateFolderInput', {
  description: 'A folder to be made.',
  fields: (t) => ({
    mailbox: t.field({ type: 'EmailAddress', required: true, description: 'Any address of the mailbox.' }),
    parent: t.field({
      type: FolderRef,
      required: true,
      description: 'The folder that it will lie in; `{ role: ROOT }` for the top of the tree.',
    }),
    name: t.string({
      required: true,
      description: 'Its name: one line of up to 255 characters. White space around it is dropped.',
    }),
    kind: t.field({
      type: FolderKind,
      required: true,
      defaultValue: 'MAIL',
      description: 'What it will hold: MAIL, CALENDAR, CONTACTS or TASKS.',
    }),
    ifExists: t.field({
      type: IfExists,
      required: true,
      defaultValue: 'FAIL',
      description: 'What to do when there is one of that name.',
    }),
  }),
});

const isMade = (kind: Kind): kind is MadeFolderKind => ['MAIL', 'CALENDAR', 'CONTACTS', 'TASKS'].includes(kind);

/** What can still be recovered lies outside the visible tree, where no path leads; an id of it is told by the roles, which are remembered. */
const demandHolder = async ({ id, role }: FolderRefInput, parent: FolderSource): Promise<void> => {
  const known = typeof id === 'string' ? (await parent.mailbox.folders.roles()).get(await parent.id()) : role;
  if (known === 'RECOVERABLE_ITEMS')
    throw invalidField(['input', 'parent'], 'is what can still be recovered: nothing can be put there.');
};

builder.mutationFields((t) => ({
  createFolder: t.field({
    complexity: cost('folderWrite'),
    type: FolderPayload,
    nullable: false,
    permission: 'writesMailbox',
    extensions: needsOneOf(...folderPermissions),
    description:
      'Makes a folder. Needs WRITE_MESSAGES for one of mail, WRITE_CALENDAR for a calendar or a list of tasks, WRITE_CONTACTS for an address book.',
    args: { input: t.arg({ type: CreateFolderInput, required: true, description: 'Which folder, and where.' }) },
    resolve: (_root, { input }, context, info) =>
      mutate(context, info, {
        open: () => mailboxAt(context, input.mailbox),
        work: async (mailbox) => {
          const { kind, ifExists } = input;
          demandAll(context, mailbox, info, [folderPermission(kind)]);
          const name = cleanFolderName(input.name, ['input', 'name']);
          if (!isMade(kind)) throw invalidField(['input', 'kind'], 'must be MAIL, CALENDAR, CONTACTS or TASKS.');
          const parent = await readFolderRef(context, mailbox, input.parent);
          await demandHolder(input.parent, parent);
          return folderById(mailbox, await makeFolder(mailbox, { parent, name, kind, ifExists }));
        },
      }),
  }),
}));
