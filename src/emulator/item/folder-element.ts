import { changeKey } from '../store/entry-id.ts';
import type { Carrier } from './extended-property.ts';
import { itemsIn } from '../store/folder-items.ts';
import type { LookupScope } from '../store/lookup.ts';
import type { OperationContext } from '../operation.ts';
import type { StoredFolder } from '../store/store.ts';
import { childText, node, type XmlNode } from '../xml/xml.ts';

/** The whole element of a folder, counts taken at this moment: t:Folder, t:CalendarFolder, t:ContactsFolder, t:TasksFolder or t:SearchFolder. */
export const folderElement = (scope: LookupScope, folder: StoredFolder): XmlNode => {
  const name = folderElementName(folder);
  const isCalendar = name === 't:CalendarFolder';
  const countsUnread = !isCalendar && name !== 't:ContactsFolder';
  const { total, unread } = counts(scope, folder);
  const isOwner = folder.mailbox === scope.mailbox;
  return node(name, [
    folderId(folder),
    folder.parent === undefined ? undefined : node('t:ParentFolderId', { Id: folder.parent.id }),
    node('t:FolderClass', folder.folderClass),
    node('t:DisplayName', folder.name),
    node('t:TotalCount', String(total)),
    node('t:ChildFolderCount', String(folder.children.length)),
    isOwner ? ownerRights : readerRights,
    countsUnread ? undefined : node('t:SharingEffectiveRights', 'FullDetails'),
    isOwner ? permissionSet(isCalendar ? 'Calendar' : '', folder.sharedWith) : undefined,
    countsUnread ? node('t:UnreadCount', String(unread)) : undefined,
    folder.searchParameters,
  ]);
};

/** How many items are in a folder, and how many of them are unread. */
const counts = (scope: LookupScope, folder: StoredFolder): { readonly total: number; readonly unread: number } => {
  if (folder.searchParameters === undefined) return { total: folder.items.length, unread: folder.unreadCount };
  const items = itemsIn(scope, folder);
  return {
    total: items.length,
    unread: items.filter(({ element }) => childText(element, 't:IsRead') === 'false').length,
  };
};

/** A folder as reading operations show it: its element, and what has become of its contents, unless the server is one that keeps that to itself. */
export const folderCarrier = (context: OperationContext, folder: StoredFolder): Carrier => {
  const { committedAt, modifiedAt, removedItems, searchParameters } = folder;
  const isTold = !context.options.withoutFolderCommits && searchParameters === undefined;
  return {
    element: folderElement(context, folder),
    modifiedAt,
    contents: isTold ? { committedAt, deletedCount: removedItems.length } : undefined,
  };
};

/** What a write answers of a folder: its element with nothing but the id and the change key that it has now. */
export const folderIdElement = (folder: StoredFolder): XmlNode => node(folderElementName(folder), [folderId(folder)]);

/** The element that a folder is written as, which follows from its class. https://learn.microsoft.com/exchange/client-developer/web-service-reference/folderclass */
export const folderElementName = ({
  folderClass,
  searchParameters,
}: Pick<StoredFolder, 'folderClass' | 'searchParameters'>): string => {
  if (searchParameters !== undefined) return 't:SearchFolder';
  if (folderClass.startsWith('IPF.Appointment')) return 't:CalendarFolder';
  if (folderClass.startsWith('IPF.Contact')) return 't:ContactsFolder';
  if (folderClass.startsWith('IPF.Task')) return 't:TasksFolder';
  return 't:Folder';
};

const folderId = (folder: StoredFolder): XmlNode =>
  node('t:FolderId', { Id: folder.id, ChangeKey: changeKey(folder.mailbox.directoryId, folder.changedAt) });

const rights = [
  'CreateAssociated',
  'CreateContents',
  'CreateHierarchy',
  'Delete',
  'Modify',
  'Read',
  'ViewPrivateItems',
];
const effectiveRights = (granted: (right: string) => boolean): XmlNode =>
  node(
    't:EffectiveRights',
    rights.map((right) => node(`t:${right}`, String(granted(right)))),
  );
const ownerRights = effectiveRights(() => true);
const readerRights = effectiveRights((right) => right === 'Read');

/** What everybody, strangers and those with a share of their own may do to a folder. `kind` is how the schema begins the names for calendars. */
const permissionSet = (kind: 'Calendar' | '', sharedWith: readonly string[]): XmlNode =>
  node('t:PermissionSet', [
    node(`t:${kind}Permissions`, [
      permission(kind, node('t:DistinguishedUser', 'Default'), kind === 'Calendar' ? 'FreeBusyTimeOnly' : 'None'),
      permission(kind, node('t:DistinguishedUser', 'Anonymous'), 'None'),
      ...sharedWith.map((address) => permission(kind, node('t:PrimarySmtpAddress', address), 'Reviewer')),
    ]),
  ]);

const readItems = { None: 'None', FreeBusyTimeOnly: 'TimeOnly', Reviewer: 'FullDetails' } as const;

const permission = (kind: 'Calendar' | '', user: XmlNode, level: keyof typeof readItems): XmlNode =>
  node(`t:${kind}Permission`, [
    node('t:UserId', [user]),
    node('t:CanCreateItems', 'false'),
    node('t:CanCreateSubFolders', 'false'),
    node('t:IsFolderOwner', 'false'),
    node('t:IsFolderVisible', String(level === 'Reviewer')),
    node('t:IsFolderContact', 'false'),
    node('t:EditItems', 'None'),
    node('t:DeleteItems', 'None'),
    node('t:ReadItems', readItems[level]),
    node(`t:${kind}PermissionLevel`, level),
  ]);
