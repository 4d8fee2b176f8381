import type { FolderPermission as EwsPermission, PermissionLevel } from '../../ews/properties/permission-set.ts';
import { builder } from '../builder.ts';
import { emptyBeside } from '../empty-beside.ts';
import { clientError } from '../errors.ts';
import { cost } from '../guards/cost.ts';
import { seesAccess } from '../guards/permission.ts';
import { Folder, FolderPermission, Recipient, type FolderPermissionSource } from '../refs.ts';

/** What somebody may do in a folder, as far as a client cares: own items count. */
interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly delete: boolean;
  readonly subfolders: boolean;
}

interface Level {
  readonly value: PermissionLevel;
  readonly description: string;
  /** What the level means, whatever else the server tells; undefined: that is what it tells. */
  readonly rights: Rights | undefined;
}

const rights = (letters: string): Rights => ({
  read: letters.includes('r'),
  write: letters.includes('w'),
  delete: letters.includes('d'),
  subfolders: letters.includes('s'),
});

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/permissionlevel */
const levels = {
  NONE: { value: 'None', description: 'Nothing.', rights: rights('') },
  FREE_BUSY_TIME: {
    value: 'FreeBusyTimeOnly',
    description: 'Of a calendar: see when its owner is busy.',
    rights: rights(''),
  },
  FREE_BUSY_DETAILS: {
    value: 'FreeBusyTimeAndSubjectAndLocation',
    description: 'Of a calendar: see when its owner is busy, with what and where.',
    rights: rights(''),
  },
  REVIEWER: { value: 'Reviewer', description: 'Read.', rights: rights('r') },
  CONTRIBUTOR: { value: 'Contributor', description: 'Put items in, without seeing any.', rights: rights('w') },
  NONEDITING_AUTHOR: {
    value: 'NoneditingAuthor',
    description: 'Read; put items in and delete their own.',
    rights: rights('rwd'),
  },
  AUTHOR: { value: 'Author', description: 'Read; put items in, change and delete their own.', rights: rights('rwd') },
  PUBLISHING_AUTHOR: {
    value: 'PublishingAuthor',
    description: 'As AUTHOR, and make subfolders.',
    rights: rights('rwds'),
  },
  EDITOR: { value: 'Editor', description: 'Read, put in, change and delete all items.', rights: rights('rwd') },
  PUBLISHING_EDITOR: {
    value: 'PublishingEditor',
    description: 'As EDITOR, and make subfolders.',
    rights: rights('rwds'),
  },
  OWNER: { value: 'Owner', description: 'Everything, permissions included.', rights: rights('rwds') },
  CUSTOM: { value: 'Custom', description: 'Something else: see what the single rights say.', rights: undefined },
} as const satisfies Readonly<Record<string, Level>>;

export const FolderPermissionLevel = builder.enumType('FolderPermissionLevel', {
  description: 'What somebody may do in a folder, by the names that mail clients show.',
  values: levels,
});

const PermissionAudience = builder.enumType('PermissionAudience', {
  description: 'Everybody to whom no permission of their own is given.',
  values: {
    ORGANIZATION: { value: 'Default', description: 'Inside the organisation.' },
    ANONYMOUS: { value: 'Anonymous', description: 'Outside of the organisation.' },
  } as const,
});

const rightsOf = (permission: EwsPermission): Rights =>
  Object.values(levels).find(({ value }) => value === permission.level)?.rights ?? {
    read: permission.readItems === 'FullDetails',
    write: permission.canCreateItems || permission.editItems !== 'None',
    delete: permission.deleteItems !== 'None',
    subfolders: permission.canCreateSubfolders,
  };

FolderPermission.implement({
  permission: seesAccess,
  description: 'What somebody besides its owner may do in a folder.',
  fields: (t) => ({
    grantee: t.field({
      type: Recipient,
      description: 'Who; null for everybody, see `audience`, and for an account that is gone.',
      resolve: ({ mailbox, granted: { grantee } }) =>
        grantee.user === undefined ? undefined : { mailbox, recipient: grantee.user },
    }),
    audience: t.field({
      type: PermissionAudience,
      description: 'Set where it is for everybody.',
      resolve: ({ granted: { grantee } }) => grantee.everybody,
    }),
    level: t.field({
      type: FolderPermissionLevel,
      nullable: false,
      description: 'How much, in one word.',
      resolve: ({ granted }) => granted.level,
    }),
    canRead: t.boolean({
      nullable: false,
      description: 'May read the items. Times of a calendar alone do not count.',
      resolve: ({ granted }) => rightsOf(granted).read,
    }),
    canWrite: t.boolean({
      nullable: false,
      description: 'May put items in or change some, at least their own.',
      resolve: ({ granted }) => rightsOf(granted).write,
    }),
    canDelete: t.boolean({
      nullable: false,
      description: 'May delete items, at least their own.',
      resolve: ({ granted }) => rightsOf(granted).delete,
    }),
    canCreateSubfolders: t.boolean({
      nullable: false,
      description: 'May make folders inside.',
      resolve: ({ granted }) => rightsOf(granted).subfolders,
    }),
  }),
});

builder.objectField(Folder, 'permissions', (t) =>
  t.field({
    complexity: cost('folderPermissions'),
    type: [FolderPermission],
    nullable: false,
    description:
      'Who besides its owner may do what in it, in the mail server’s order. One call for all folders of a mailbox that are asked for at a time.',
    resolve: async ({ mailbox, target }, _args, context, info) => {
      const read = async (): Promise<FolderPermissionSource[]> => {
        const permissions = await mailbox.folderPermissions(target);
        if (permissions === undefined)
          throw clientError('UNSUPPORTED', 'The mail server does not tell the permissions of this folder.');
        return permissions.map((granted) => ({ mailbox, granted }));
      };
      return read().catch(emptyBeside(context, info));
    },
  }),
);
