import { elementPosition, hasOrder } from '../xml/element-order.ts';
import { fieldUri } from '../item/field-uri.ts';
import { itemAttributes, itemOrders, itemValues } from '../item/item-request-check.ts';
import { notificationOrders, notificationValues } from '../subscriptions/notification-request-check.ts';
import { ruleOrders, ruleValues } from '../mail/rule-request-check.ts';
import { schemaFault } from './soap.ts';
import type { XmlNode } from '../xml/xml.ts';

/**
 * Checks what a schema would: order and presence of the children of requests and shapes, required attributes, enumerations, known FieldURIs.
 * Throws RequestFault ErrorSchemaValidation. Elements without a row in the tables below are taken as they are.
 */
export const checkRequest = (element: XmlNode): void => {
  const order = orders[element.name];
  if (order !== undefined) checkOrder(element, order);
  if (hasOrder(element.name)) checkProperties(element);
  for (const attribute of requiredAttributes[element.name] ?? []) {
    if (element.attributes[attribute] === undefined)
      throw schemaFault(`'${element.name}' lacks the attribute '${attribute}'.`);
  }
  for (const [name, value] of Object.entries(element.attributes)) checkValue(`${element.name}@${name}`, value);
  checkValue(element.name, element.text);
  if (element.name === 't:FieldURI') checkFieldUri(element);
  for (const inner of element.children) if (!isOofMailbox(element, inner)) checkRequest(inner);
};

/** The mailbox of automatic replies is of another type than all others: it has a t:Address. */
const isOofMailbox = (request: XmlNode, { name }: XmlNode): boolean =>
  name === 't:Mailbox' && request.name.endsWith('OofSettingsRequest');

const path = 't:FieldURI|t:IndexedFieldURI|t:ExtendedFieldURI';
const basePermission =
  't:UserId t:CanCreateItems? t:CanCreateSubFolders? t:IsFolderOwner? t:IsFolderVisible? t:IsFolderContact? t:EditItems? t:DeleteItems? t:ReadItems?';

/** `|` between alternatives, `?` after what may be missing, `+` after what must be there and may repeat. */
const orders: Readonly<Record<string, string>> = {
  'm:GetFolder': 'm:FolderShape m:FolderIds',
  'm:FindFolder': 'm:FolderShape m:IndexedPageFolderView|m:FractionalPageFolderView? m:Restriction? m:ParentFolderIds',
  'm:GetItem': 'm:ItemShape m:ItemIds',
  'm:FindItem':
    'm:ItemShape m:IndexedPageItemView|m:FractionalPageItemView|m:CalendarView|m:ContactsView? m:GroupBy|m:DistinguishedGroupBy? m:Restriction? m:SortOrder? m:ParentFolderIds m:QueryString?',
  'm:FindConversation': 'm:IndexedPageItemView m:SortOrder? m:ParentFolderId',
  'm:GetAttachment': 'm:AttachmentShape? m:AttachmentIds',
  'm:SyncFolderItems': 'm:ItemShape m:SyncFolderId m:SyncState? m:Ignore? m:MaxChangesReturned m:SyncScope?',
  'm:SyncFolderHierarchy': 'm:FolderShape m:SyncFolderId? m:SyncState?',
  'm:ResolveNames': 'm:ParentFolderIds? m:UnresolvedEntry',
  'm:GetServerTimeZones': 'm:Ids?',
  'm:GetUserAvailabilityRequest': 't:TimeZone? m:MailboxDataArray t:FreeBusyViewOptions? t:SuggestionsViewOptions?',
  't:TimeWindow': 't:StartTime t:EndTime',
  'm:GetUserOofSettingsRequest': 't:Mailbox',
  'm:SetUserOofSettingsRequest': 't:Mailbox t:UserOofSettings',
  't:UserOofSettings': 't:OofState t:ExternalAudience t:Duration? t:InternalReply? t:ExternalReply?',
  'm:ExpandDL': 'm:Mailbox',
  'm:GetRooms': 'm:RoomList',
  'm:GetDelegate': 'm:Mailbox m:UserIds?',
  'm:ConvertId': 'm:SourceIds',
  'm:SourceIds': 't:AlternateId|t:AlternatePublicFolderId|t:AlternatePublicFolderItemId+',
  'm:GetUserConfiguration': 'm:UserConfigurationName m:UserConfigurationProperties',
  'm:UserConfigurationName': 't:FolderId|t:DistinguishedFolderId',
  'm:CreateFolder': 'm:ParentFolderId m:Folders',
  'm:UpdateFolder': 'm:FolderChanges',
  'm:MoveFolder': 'm:ToFolderId m:FolderIds',
  'm:CopyFolder': 'm:ToFolderId m:FolderIds',
  'm:DeleteFolder': 'm:FolderIds',
  'm:EmptyFolder': 'm:FolderIds',
  'm:DeleteItem': 'm:ItemIds',
  'm:MoveItem': 'm:ToFolderId m:ItemIds m:ReturnNewItemIds?',
  'm:CopyItem': 'm:ToFolderId m:ItemIds m:ReturnNewItemIds?',
  'm:CreateAttachment': 'm:ParentItemId m:Attachments',
  'm:DeleteAttachment': 'm:AttachmentIds',
  'm:Attachments': 't:ItemAttachment|t:FileAttachment+',
  't:PermissionSet': 't:Permissions|t:CalendarPermissions t:UnknownEntries?',
  't:Permission': `${basePermission} t:PermissionLevel`,
  't:CalendarPermission': `${basePermission} t:CalendarPermissionLevel`,
  'm:ItemShape':
    't:BaseShape t:IncludeMimeContent? t:BodyType? t:FilterHtmlContent? t:ConvertHtmlCodePageToUTF8? t:AdditionalProperties?',
  'm:FolderShape': 't:BaseShape t:AdditionalProperties?',
  'm:AttachmentShape': 't:IncludeMimeContent? t:BodyType? t:FilterHtmlContent? t:AdditionalProperties?',
  'm:FolderIds': 't:FolderId|t:DistinguishedFolderId+',
  'm:ParentFolderId': 't:FolderId|t:DistinguishedFolderId',
  'm:ToFolderId': 't:FolderId|t:DistinguishedFolderId',
  'm:Folders': 't:Folder|t:CalendarFolder|t:ContactsFolder|t:SearchFolder|t:TasksFolder+',
  'm:FolderChanges': 't:FolderChange+',
  't:FolderChange': 't:FolderId|t:DistinguishedFolderId t:Updates',
  't:SetFolderField': `${path} t:Folder|t:CalendarFolder|t:ContactsFolder|t:SearchFolder|t:TasksFolder`,
  't:AppendToFolderField': `${path} t:Folder|t:CalendarFolder|t:ContactsFolder|t:SearchFolder|t:TasksFolder`,
  't:DeleteFolderField': path,
  'm:ParentFolderIds': 't:FolderId|t:DistinguishedFolderId+',
  'm:SyncFolderId': 't:FolderId|t:DistinguishedFolderId',
  'm:ItemIds': 't:ItemId|t:OccurrenceItemId|t:RecurringMasterItemId+',
  'm:AttachmentIds': 't:AttachmentId+',
  'm:Restriction':
    't:And|t:Or|t:Not|t:IsEqualTo|t:IsNotEqualTo|t:IsGreaterThan|t:IsGreaterThanOrEqualTo|t:IsLessThan|t:IsLessThanOrEqualTo|t:Contains|t:Exists|t:Excludes',
  'm:SortOrder': 't:FieldOrder+',
  ...itemOrders,
  ...ruleOrders,
  ...notificationOrders,
};

const requiredAttributes: Readonly<Record<string, readonly string[]>> = {
  'm:FindItem': ['Traversal'],
  'm:FindFolder': ['Traversal'],
  'm:ResolveNames': ['ReturnFullContactData'],
  'm:GetDelegate': ['IncludePermissions'],
  'm:ConvertId': ['DestinationFormat'],
  't:AlternateId': ['Format', 'Id', 'Mailbox'],
  't:AlternatePublicFolderId': ['Format', 'FolderId'],
  't:AlternatePublicFolderItemId': ['Format', 'FolderId', 'ItemId'],
  'm:UserConfigurationName': ['Name'],
  'm:DeleteFolder': ['DeleteType'],
  'm:EmptyFolder': ['DeleteType', 'DeleteSubFolders'],
  'm:DeleteItem': ['DeleteType'],
  'm:ParentItemId': ['Id'],
  't:FolderId': ['Id'],
  't:DistinguishedFolderId': ['Id'],
  't:ItemId': ['Id'],
  't:AttachmentId': ['Id'],
  't:OccurrenceItemId': ['RecurringMasterId', 'InstanceIndex'],
  't:RecurringMasterItemId': ['OccurrenceId'],
  't:FieldURI': ['FieldURI'],
  't:IndexedFieldURI': ['FieldURI', 'FieldIndex'],
  't:ExtendedFieldURI': ['PropertyType'],
  't:FieldOrder': ['Order'],
  'm:IndexedPageItemView': ['Offset', 'BasePoint'],
  'm:IndexedPageFolderView': ['Offset', 'BasePoint'],
  'm:FractionalPageItemView': ['Numerator', 'Denominator'],
  'm:FractionalPageFolderView': ['Numerator', 'Denominator'],
  'm:CalendarView': ['StartDate', 'EndDate'],
  ...itemAttributes,
};

const boolean = /^(?:true|false|1|0)$/;
const disposal = /^(?:HardDelete|SoftDelete|MoveToDeletedItems)$/;
const idFormat = /^(?:EwsLegacyId|EwsId|EntryId|HexEntryId|StoreId|OwaId)$/;
const integer = /^[+-]?\d{1,10}$/;
const dateTime = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

const values: Readonly<Record<string, RegExp>> = {
  't:IncludeMimeContent': boolean,
  't:FilterHtmlContent': boolean,
  't:ConvertHtmlCodePageToUTF8': boolean,
  'm:FindItem@Traversal': /^(?:Shallow|SoftDeleted|Associated)$/,
  'm:FindFolder@Traversal': /^(?:Shallow|Deep|SoftDeleted)$/,
  't:FieldOrder@Order': /^(?:Ascending|Descending)$/,
  'm:GroupBy@Order': /^(?:Ascending|Descending)$/,
  'm:IndexedPageItemView@BasePoint': /^(?:Beginning|End)$/,
  'm:IndexedPageItemView@Offset': integer,
  'm:IndexedPageItemView@MaxEntriesReturned': integer,
  'm:IndexedPageFolderView@BasePoint': /^(?:Beginning|End)$/,
  'm:IndexedPageFolderView@Offset': integer,
  'm:IndexedPageFolderView@MaxEntriesReturned': integer,
  'm:FractionalPageItemView@Numerator': integer,
  'm:FractionalPageItemView@Denominator': integer,
  'm:CalendarView@MaxEntriesReturned': integer,
  'm:CalendarView@StartDate': dateTime,
  'm:CalendarView@EndDate': dateTime,
  'm:MaxChangesReturned': /^(?:[1-9]\d?|[1-4]\d\d|50\d|51[0-2])$/,
  'm:SyncScope': /^(?:NormalItems|NormalAndAssociatedItems)$/,
  'm:DeleteFolder@DeleteType': disposal,
  'm:EmptyFolder@DeleteType': disposal,
  'm:EmptyFolder@DeleteSubFolders': boolean,
  'm:DeleteItem@DeleteType': disposal,
  'm:DeleteItem@SendMeetingCancellations': /^(?:SendToNone|SendOnlyToAll|SendToAllAndSaveCopy)$/,
  'm:DeleteItem@AffectedTaskOccurrences': /^(?:AllOccurrences|SpecifiedOccurrenceOnly)$/,
  'm:ReturnNewItemIds': boolean,
  'm:ResolveNames@ReturnFullContactData': boolean,
  'm:ResolveNames@SearchScope': /^(?:ActiveDirectory|ActiveDirectoryContacts|Contacts|ContactsActiveDirectory)$/,
  'm:ResolveNames@ContactDataShape': /^(?:IdOnly|Default|AllProperties)$/,
  'm:GetServerTimeZones@ReturnFullTimeZoneData': boolean,
  'm:GetDelegate@IncludePermissions': boolean,
  'm:ConvertId@DestinationFormat': idFormat,
  't:AlternateId@Format': idFormat,
  't:AlternateId@Mailbox': /./,
  'm:UserConfigurationProperties': /^(?:(?:Id|Dictionary|XmlData|BinaryData|All)\s*)+$/,
  't:OofState': /^(?:Disabled|Enabled|Scheduled)$/,
  't:ExternalAudience': /^(?:None|Known|All)$/,
  't:OccurrenceItemId@InstanceIndex': integer,
  ...itemValues,
  ...ruleValues,
  ...notificationValues,
};

const checkOrder = (element: XmlNode, order: string): void => {
  let position = 0;
  for (const row of order.split(' ')) {
    const names = row.replace(/[?+]$/, '').split('|');
    const first = position;
    const most = row.endsWith('+') ? Infinity : 1;
    while (position - first < most && names.includes(element.children[position]?.name ?? '')) position += 1;
    if (position === first && !row.endsWith('?')) {
      throw schemaFault(`'${element.name}' has no '${names.join("' or '")}' where it must stand.`);
    }
  }
  const unexpected = element.children[position];
  if (unexpected !== undefined) {
    throw schemaFault(`The element '${element.name}' has invalid child element '${unexpected.name}'.`);
  }
};

/** Properties of an item or a folder stand in the schema's order, each once; there may be many extended ones. */
const checkProperties = (element: XmlNode): void => {
  let last = -1;
  for (const { name } of element.children) {
    const position = elementPosition(element.name, name);
    const isRepeated = position === last && name === 't:ExtendedProperty';
    if (position === undefined || (position <= last && !isRepeated)) {
      throw schemaFault(`The element '${element.name}' has invalid child element '${name}'.`);
    }
    last = position;
  }
};

const checkValue = (place: string, value: string): void => {
  const pattern = values[place];
  if (pattern !== undefined && !pattern.test(value.trim())) throw schemaFault(`The value of '${place}' is not valid.`);
};

const checkFieldUri = (element: XmlNode): void => {
  if (fieldUri(element.attributes['FieldURI'] ?? '') === undefined) {
    throw schemaFault("The 'FieldURI' attribute is invalid: the Enumeration constraint failed.");
  }
};
