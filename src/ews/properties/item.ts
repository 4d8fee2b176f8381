import { attachments } from './attachment.ts';
import { body } from './body.ts';
import { attribute, binary, binaryContent, boolean, instant, integer, listOf, oneOf, string } from './codec.ts';
import { folderId } from './id.ts';
import { internetHeaders } from './internet-headers.ts';
import { extendedProperty, property, type PropertyTable } from './property.ts';

const found = { find: true } as const;
const filterable = { find: true, filter: true } as const;
const editable = { find: true, filter: true, create: true, update: true } as const;
const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;

/**
 * Rows that every item has, in the order of t:ItemType. Permissions after Microsoft's Managed API (ItemSchema: CanFind, CanSet, CanUpdate,
 * CanDelete); what may filter and sort after exchangelib's `is_searchable`. Extended properties stand where the schema puts t:ExtendedProperty.
 */
export const itemProperties = {
  /** The whole item as RFC 5322 (or iCalendar, vCard) bytes, base64. */
  mimeContent: property('item:MimeContent', binaryContent, { create: true }),
  parentFolderId: property('item:ParentFolderId', attribute('Id', folderId), found),
  itemClass: property('item:ItemClass', string, { find: true, filter: true, create: true }),
  subject: property('item:Subject', string, clearable),
  sensitivity: property(
    'item:Sensitivity',
    oneOf(['Normal', 'Personal', 'Private', 'Confidential'], 'Normal'),
    editable,
  ),
  bodyHtml: property('item:Body', body, { create: true, update: true, clear: true }, { bodyType: 'HTML' }),
  /** Usable in a Restriction without being returned by FindItem. */
  bodyText: property(
    'item:Body',
    body,
    { filter: true, create: true, update: true, clear: true },
    { bodyType: 'Text' },
  ),
  bodyBest: property('item:Body', body, {}, { bodyType: 'Best' }),
  /** Inline in CreateItem by the schema, as DavMail does from 2010 on; the Managed API adds them one by one with CreateAttachment. */
  attachments: property('item:Attachments', attachments, { create: true }),
  receivedAt: property('item:DateTimeReceived', instant, filterable),
  /** Bytes of the item in the store. */
  size: property('item:Size', integer, filterable),
  categories: property('item:Categories', listOf('String', string), clearable),
  importance: property('item:Importance', oneOf(['Low', 'Normal', 'High'], 'Normal'), editable),
  inReplyTo: property('item:InReplyTo', string, clearable),
  isDraft: property('item:IsDraft', boolean, filterable),
  isFromMe: property('item:IsFromMe', boolean, filterable),
  internetMessageHeaders: property('item:InternetMessageHeaders', internetHeaders, {}),
  sentAt: property('item:DateTimeSent', instant, filterable),
  createdAt: property('item:DateTimeCreated', instant, filterable),
  reminderDueBy: property('item:ReminderDueBy', instant, clearable),
  reminderIsSet: property('item:ReminderIsSet', boolean, editable),
  reminderMinutesBeforeStart: property('item:ReminderMinutesBeforeStart', integer, editable),
  /** Names or addresses of the copy recipients as EWS shows them, joined by `; `; what FindItem has instead of the list. */
  displayCc: property('item:DisplayCc', string, filterable),
  displayTo: property('item:DisplayTo', string, filterable),
  hasAttachments: property('item:HasAttachments', boolean, filterable),
  /** PidTagMessageDeliveryTime, which is item:DateTimeReceived: settable on an imported item. */
  deliveredAt: extendedProperty({ tag: 0x0e06 }, 'SystemTime', instant, { ...filterable, create: true }),
  /**
   * PidTagMessageFlags: 1 read, 8 unsent. Without 8 a new message is no draft; Thunderbird saves received mail so.
   * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmsg
   */
  messageFlags: extendedProperty({ tag: 0x0e07 }, 'Integer', integer, { ...filterable, create: true }),
  /** PidTagFlagStatus: 1 complete, 2 flagged. t:Flag is 2013 and later. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxoflag */
  flagStatus: extendedProperty({ tag: 0x1090 }, 'Integer', integer, clearable),
  /** PidTagFlagCompleteTime. */
  flagCompletedAt: extendedProperty({ tag: 0x1091 }, 'SystemTime', instant, clearable),
  /** PidLidTaskStartDate 0x8104. */
  flagStartAt: extendedProperty({ set: 'Task', id: 33_028 }, 'SystemTime', instant, clearable),
  /** PidLidTaskDueDate 0x8105. */
  flagDueAt: extendedProperty({ set: 'Task', id: 33_029 }, 'SystemTime', instant, clearable),
  /** PidTagConversationId, base64: the part of a conversation id that a Restriction understands. */
  conversationKey: extendedProperty({ tag: 0x3013 }, 'Binary', binary, filterable),
  /** PidTagNormalizedSubject: without `Re:` and its kin. */
  normalizedSubject: extendedProperty({ tag: 0x0e1d }, 'String', string, filterable),
  /** PidTagAttributeHidden. */
  isHidden: extendedProperty({ tag: 0x10f4 }, 'Boolean', boolean, filterable),
  lastModifiedAt: property('item:LastModifiedTime', instant, filterable),
  conversationId: property('item:ConversationId', attribute('Id', String), found),
  uniqueBodyHtml: property('item:UniqueBody', body, {}, { bodyType: 'HTML' }),
  uniqueBodyText: property('item:UniqueBody', body, {}, { bodyType: 'Text' }),
  uniqueBodyBest: property('item:UniqueBody', body, {}, { bodyType: 'Best' }),
} satisfies PropertyTable;
