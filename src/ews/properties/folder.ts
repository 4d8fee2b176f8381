import { child, element, type XmlElement } from '../xml.ts';
import { attribute, boolean, integer, optional, string, type Codec } from './codec.ts';
import { folderId, type FolderId } from './id.ts';
import {
  extendedProperty,
  property,
  type AnyProperty,
  type Decoded,
  type PropertyTable,
  type Settable,
} from './property.ts';
import { permissionSet } from './permission-set.ts';
import { additionalProperties, decodeWanted, wantedRows } from './shape.ts';
import { newElements, updates } from './written-rows.ts';

/** What the impersonated user may do with a folder. */
export interface EffectiveRights {
  readonly createContents: boolean;
  readonly createHierarchy: boolean;
  readonly delete: boolean;
  readonly modify: boolean;
  readonly read: boolean;
}

const effectiveRights: Codec<EffectiveRights> = {
  decode: (node) => ({
    createContents: optional(node, 'CreateContents', boolean) ?? false,
    createHierarchy: optional(node, 'CreateHierarchy', boolean) ?? false,
    delete: optional(node, 'Delete', boolean) ?? false,
    modify: optional(node, 'Modify', boolean) ?? false,
    read: optional(node, 'Read', boolean) ?? false,
  }),
  encode: (name, rights) =>
    element(name, [
      boolean.encode('t:CreateAssociated', false),
      boolean.encode('t:CreateContents', rights.createContents),
      boolean.encode('t:CreateHierarchy', rights.createHierarchy),
      boolean.encode('t:Delete', rights.delete),
      boolean.encode('t:Modify', rights.modify),
      boolean.encode('t:Read', rights.read),
    ]),
};

/** Rows of folders, in the order of t:FolderType. Calendar and contacts folders have no `unreadCount`. Permissions: Managed API, FolderSchema. */
export const folderProperties = {
  parentFolderId: property('folder:ParentFolderId', attribute('Id', folderId), { find: true }),
  /** IPF.Note, IPF.Appointment, IPF.Contact, IPF.Task ... */
  folderClass: property('folder:FolderClass', string, { find: true, filter: true, create: true }),
  displayName: property('folder:DisplayName', string, { find: true, filter: true, create: true, update: true }),
  totalCount: property('folder:TotalCount', integer, { find: true, filter: true }),
  childFolderCount: property('folder:ChildFolderCount', integer, { find: true, filter: true }),
  /** PidTagAttributeHidden. */
  isHidden: extendedProperty({ tag: 0x10f4 }, 'Boolean', boolean, { find: true, filter: true }),
  /** PidTagLocalCommitTimeMax: when something in the folder was last made or changed, as the server writes it. */
  lastCommit: extendedProperty({ tag: 0x670a }, 'SystemTime', string, { find: true }),
  /** PidTagDeletedCountTotal: how many things were ever deleted from it. */
  deletedCount: extendedProperty({ tag: 0x670b }, 'Integer', integer, { find: true }),
  effectiveRights: property('folder:EffectiveRights', effectiveRights, { find: true }),
  /** Only GetFolder tells it, and only to who may change it. */
  permissions: property('folder:PermissionSet', permissionSet, {}),
  unreadCount: property('folder:UnreadCount', integer, { find: true, filter: true }),
} satisfies PropertyTable;

const folderElements = ['Folder', 'CalendarFolder', 'ContactsFolder', 'TasksFolder', 'SearchFolder'] as const;

/** A folder as the server told it. */
export interface Folder {
  /** The element it came in; what we do not know counts as a plain Folder. */
  readonly element: (typeof folderElements)[number];
  readonly id: FolderId;
  /** Amazon WorkMail may leave it out. */
  readonly changeKey: string | undefined;
  readonly properties: Decoded<typeof folderProperties>;
}

/** Writes `m:FolderShape` that asks for exactly these rows (and the id, which always comes). */
export const folderShape = (wanted: readonly AnyProperty[]): XmlElement =>
  element('m:FolderShape', [element('t:BaseShape', 'IdOnly'), additionalProperties(wanted)]);

/** Reads folders by the rows that were asked for. The function answers undefined for an element that is no folder (it has no id). */
export const folderDecoder = (wanted: readonly AnyProperty[]): ((node: XmlElement) => Folder | undefined) => {
  const rows = wantedRows(folderProperties, wanted);
  return (node) => {
    const identity = child(node, 'FolderId');
    const id = identity?.attributes['Id'];
    if (id === undefined) return undefined;
    return {
      element: folderElements.find((name) => name === node.name) ?? 'Folder',
      id: folderId(id),
      changeKey: identity?.attributes['ChangeKey'],
      properties: decodeWanted(rows, node),
    };
  };
};

/** The elements in which a folder can be written; its class follows from it (Folder: IPF.Note). */
export type WrittenFolderElement = 'Folder' | 'CalendarFolder' | 'ContactsFolder' | 'TasksFolder';

/** Writes a new folder. A `folderClass` that does not fit the element is ErrorNoFolderClassOverride. Throws InvalidInputError as `newItem`. */
export const newFolder = (tag: WrittenFolderElement, values: Settable<typeof folderProperties, 'create'>): XmlElement =>
  element(`t:${tag}`, newElements({ table: folderProperties, values, named: [] }));

/** Writes `t:Updates` of a folder. Throws InvalidInputError as `itemUpdates`. */
export const folderUpdates = (
  tag: WrittenFolderElement,
  changes: Settable<typeof folderProperties, 'update'>,
): XmlElement => updates('Folder', tag, { table: folderProperties, values: changes, named: [] });
