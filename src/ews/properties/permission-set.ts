import { child, element, required, type XmlElement } from '../xml.ts';
import { boolean, oneOf, optional, type Codec } from './codec.ts';
import { userId, type Grantee } from './user-id.ts';

const levels = [
  'None',
  'Reviewer',
  'Contributor',
  'NoneditingAuthor',
  'Author',
  'PublishingAuthor',
  'Editor',
  'PublishingEditor',
  'Owner',
  'FreeBusyTimeOnly',
  'FreeBusyTimeAndSubjectAndLocation',
  'Custom',
] as const;

/** Name of a set of rights, in EWS's words; Custom: some other set. The two of free and busy times are calendars' only. */
export type PermissionLevel = (typeof levels)[number];

/** Which items of the folder. */
export type PermissionScope = 'None' | 'Owned' | 'All';

/** What somebody may do in a folder. */
export interface FolderPermission {
  readonly grantee: Grantee;
  readonly level: PermissionLevel;
  /** The middle two are calendars' only: times alone, times with subject and place. */
  readonly readItems: 'None' | 'TimeOnly' | 'TimeAndSubjectAndLocation' | 'FullDetails';
  readonly editItems: PermissionScope;
  readonly deleteItems: PermissionScope;
  readonly canCreateItems: boolean;
  readonly canCreateSubfolders: boolean;
  readonly isOwner: boolean;
  readonly isVisible: boolean;
}

const level = oneOf(levels, 'Custom');
const scope = oneOf(['None', 'Owned', 'All'], 'None');
const readAccess = oneOf(['None', 'TimeOnly', 'TimeAndSubjectAndLocation', 'FullDetails'], 'None');

const decodePermission = (node: XmlElement): FolderPermission => ({
  grantee: userId.decode(required(node, 'UserId')),
  level: optional(node, 'PermissionLevel', level) ?? optional(node, 'CalendarPermissionLevel', level) ?? 'Custom',
  readItems: optional(node, 'ReadItems', readAccess) ?? 'None',
  editItems: optional(node, 'EditItems', scope) ?? 'None',
  deleteItems: optional(node, 'DeleteItems', scope) ?? 'None',
  canCreateItems: optional(node, 'CanCreateItems', boolean) ?? false,
  canCreateSubfolders: optional(node, 'CanCreateSubFolders', boolean) ?? false,
  isOwner: optional(node, 'IsFolderOwner', boolean) ?? false,
  isVisible: optional(node, 'IsFolderVisible', boolean) ?? false,
});

const encodePermission = (permission: FolderPermission): XmlElement =>
  element('t:Permission', [
    userId.encode('t:UserId', permission.grantee),
    boolean.encode('t:CanCreateItems', permission.canCreateItems),
    boolean.encode('t:CanCreateSubFolders', permission.canCreateSubfolders),
    boolean.encode('t:IsFolderOwner', permission.isOwner),
    boolean.encode('t:IsFolderVisible', permission.isVisible),
    scope.encode('t:EditItems', permission.editItems),
    scope.encode('t:DeleteItems', permission.deleteItems),
    readAccess.encode('t:ReadItems', permission.readItems),
    level.encode('t:PermissionLevel', permission.level),
  ]);

/**
 * `t:PermissionSet`, read in both of its forms: calendars have elements of their own. Written as other folders have it.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/permissionset-permissionsettype
 */
export const permissionSet: Codec<readonly FolderPermission[]> = {
  decode: (node) => {
    const list = child(node, 'CalendarPermissions') ?? child(node, 'Permissions');
    return (list?.children ?? []).map(decodePermission);
  },
  encode: (name, permissions) => element(name, [element('t:Permissions', permissions.map(encodePermission))]),
};
