import { changeKey } from './entry-id.ts';
import { itemsIn } from './folder-items.ts';
import type { LookupScope } from './lookup.ts';
import type { StoredFolder } from './store.ts';
import { childText, node, type XmlNode } from './xml.ts';

/** The whole element of a folder, counts taken at this moment: t:Folder, t:CalendarFolder, t:ContactsFolder, t:TasksFolder or t:SearchFolder. */
export const folderElement = (scope: LookupScope, folder: StoredFolder): XmlNode => {
  const name = folderElementName(folder);
  const isCalendar = name === 't:CalendarFolder';
  const countsUnread = !isCalendar && name !== 't:ContactsFolder';
  const items = itemsIn(scope, folder);
  const unread = items.filter((item) => childText(item.element, 't:IsRead') === 'false').length;
  return node(name, [
    node('t:FolderId', { Id: folder.id, ChangeKey: changeKey(scope.mailbox.directoryId, folder.changedAt) }),
    folder.parent === undefined ? undefined : node('t:ParentFolderId', { Id: folder.parent.id }),
    node('t:FolderClass', folder.folderClass),
    node('t:DisplayName', folder.name),
    node('t:TotalCount', String(items.length)),
    node('t:ChildFolderCount', String(folder.children.length)),
    ownerRights,
    countsUnread ? undefined : node('t:SharingEffectiveRights', 'FullDetails'),
    isCalendar ? calendarPermissions : permissions,
    countsUnread ? node('t:UnreadCount', String(unread)) : undefined,
    folder.searchParameters,
  ]);
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/folderclass */
const folderElementName = ({ folderClass, searchParameters }: StoredFolder): string => {
  if (searchParameters !== undefined) return 't:SearchFolder';
  if (folderClass.startsWith('IPF.Appointment')) return 't:CalendarFolder';
  if (folderClass.startsWith('IPF.Contact')) return 't:ContactsFolder';
  if (folderClass.startsWith('IPF.Task')) return 't:TasksFolder';
  return 't:Folder';
};

const rights = [
  'CreateAssociated',
  'CreateContents',
  'CreateHierarchy',
  'Delete',
  'Modify',
  'Read',
  'ViewPrivateItems',
];
const ownerRights = node(
  't:EffectiveRights',
  rights.map((right) => node(`t:${right}`, 'true')),
);

const permission = (name: string, user: string, level: XmlNode): XmlNode =>
  node(name, [
    node('t:UserId', [node('t:DistinguishedUser', user)]),
    node('t:CanCreateItems', 'false'),
    node('t:CanCreateSubFolders', 'false'),
    node('t:IsFolderOwner', 'false'),
    node('t:IsFolderVisible', 'false'),
    node('t:IsFolderContact', 'false'),
    node('t:EditItems', 'None'),
    node('t:DeleteItems', 'None'),
    node('t:ReadItems', level.text === 'FreeBusyTimeOnly' ? 'TimeOnly' : 'None'),
    level,
  ]);

const permissions = node('t:PermissionSet', [
  node(
    't:Permissions',
    ['Default', 'Anonymous'].map((user) => permission('t:Permission', user, node('t:PermissionLevel', 'None'))),
  ),
]);

const calendarPermissions = node('t:PermissionSet', [
  node('t:CalendarPermissions', [
    permission('t:CalendarPermission', 'Default', node('t:CalendarPermissionLevel', 'FreeBusyTimeOnly')),
    permission('t:CalendarPermission', 'Anonymous', node('t:CalendarPermissionLevel', 'None')),
  ]),
]);
