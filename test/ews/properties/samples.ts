import type { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import type { contactProperties } from '../../../src/ews/properties/contact.ts';
import type { folderProperties } from '../../../src/ews/properties/folder.ts';
import { attachmentId, folderId, itemId } from '../../../src/ews/properties/id.ts';
import type { itemProperties } from '../../../src/ews/properties/item.ts';
import type { messageProperties } from '../../../src/ews/properties/message.ts';
import type { Decoded, PropertyTable } from '../../../src/ews/properties/property.ts';
import type { taskProperties } from '../../../src/ews/properties/task.ts';

/** A value for every row of a table: a row without one does not compile. */
type Samples<Table extends PropertyTable> = Required<Decoded<Table>>;

const hostile = 'a<b & "c" \']]> é 日本 😀\n two';
const occurrence = {
  id: itemId('occurrence+/='),
  changeKey: 'ck',
  start: '2026-03-09T09:00:00Z',
  end: '2026-03-09T10:00:00Z',
  originalStart: '2026-03-09T08:00:00Z',
};
const ann = { name: 'Ann "A" <Lee>', address: 'ann@example.test' };

const itemSamples: Samples<typeof itemProperties> = {
  mimeContent: 'RnJvbTogYQ==',
  parentFolderId: folderId('AAMk+/='),
  itemClass: 'IPM.Note',
  subject: hostile,
  sensitivity: 'Private',
  bodyHtml: { type: 'HTML', content: '<p>a &amp; b]]></p>\r\n', isTruncated: false },
  bodyText: { type: 'Text', content: hostile, isTruncated: false },
  bodyBest: { type: 'HTML', content: '<p/>', isTruncated: false },
  attachments: [
    {
      kind: 'file',
      id: attachmentId('f1'),
      name: 'größe.pdf',
      contentType: 'application/pdf',
      contentId: 'cid-1@example.test',
      size: 26_214_400,
      isInline: true,
      lastModifiedAt: '2026-03-02T09:00:00Z',
    },
    { kind: 'item', id: attachmentId('i1'), name: 'Fwd', isInline: false, element: 'Message' },
    { kind: 'item', id: attachmentId('i2'), name: '', isInline: false },
  ],
  receivedAt: '2026-03-02T09:00:00Z',
  size: 2_147_483_647,
  categories: ['Red', 'a, b'],
  importance: 'High',
  inReplyTo: '<1@example.test>',
  isDraft: true,
  isFromMe: false,
  internetMessageHeaders: [
    { name: 'Received', value: 'from a by b' },
    { name: 'Received', value: 'from b by c' },
  ],
  sentAt: '2026-03-02T08:59:59.250Z',
  createdAt: '2026-03-02T09:00:01Z',
  reminderDueBy: '2026-03-02T10:00:00Z',
  reminderIsSet: true,
  reminderMinutesBeforeStart: 15,
  displayCc: 'Bob; Carol',
  displayTo: 'Ann',
  hasAttachments: true,
  deliveredAt: '2026-03-02T09:00:00Z',
  messageFlags: 1,
  flagStatus: 2,
  flagCompletedAt: '2026-03-03T00:00:00Z',
  flagStartAt: '2026-03-04T00:00:00Z',
  flagDueAt: '2026-03-05T00:00:00Z',
  conversationKey: 'AAECAwQFBgcICQoLDA0ODw==',
  normalizedSubject: 'Offer',
  isHidden: false,
  lastModifiedAt: '2026-03-02T11:00:00Z',
  conversationId: 'conv+/=',
  uniqueBodyHtml: { type: 'HTML', content: '<b>new</b>', isTruncated: false },
  uniqueBodyText: { type: 'Text', content: 'new', isTruncated: false },
  uniqueBodyBest: { type: 'Text', content: 'new', isTruncated: false },
};

export const calendarItemSamples: Samples<typeof calendarItemProperties> = {
  ...itemSamples,
  uid: '040000008200E00074C5B7101A82E008',
  recurrenceId: '2026-03-09T08:00:00Z',
  start: '2026-03-09T09:00:00Z',
  end: '2026-03-09T10:00:00Z',
  originalStart: '2026-03-09T08:00:00Z',
  isAllDay: false,
  showAs: 'OOF',
  location: 'Room 1 & 2',
  isMeeting: true,
  isCancelled: false,
  isRecurring: true,
  itemType: 'RecurringMaster',
  myResponse: 'Organizer',
  organizer: ann,
  requiredAttendees: [{ mailbox: ann, response: 'Accept', respondedAt: '2026-03-01T00:00:00Z' }],
  optionalAttendees: [{ mailbox: { address: 'bob@example.test' }, response: 'Unknown' }],
  resources: [{ mailbox: { name: 'Room 1', address: 'room-1@example.test' }, response: 'Decline' }],
  conflictingMeetings: [{ id: itemId('c1'), changeKey: 'k1' }],
  duration: 'PT1H',
  appointmentState: 1,
  recurrence: {
    pattern: { type: 'Weekly', interval: 1, daysOfWeek: ['Monday'] },
    range: { type: 'Numbered', startDate: '2026-03-02', count: 6 },
  },
  firstOccurrence: occurrence,
  lastOccurrence: { ...occurrence, changeKey: undefined },
  modifiedOccurrences: [occurrence, { ...occurrence, id: itemId('second') }],
  deletedOccurrences: ['2026-03-16T08:00:00Z', '2026-03-23T08:00:00Z'],
  meetingTimeZone: 'W. Europe Standard Time',
  startTimeZone: { id: 'W. Europe Standard Time', name: '(UTC+01:00) Berlin' },
  endTimeZone: { id: 'UTC', name: undefined },
};

export const messageSamples: Samples<typeof messageProperties> = {
  ...itemSamples,
  proposedStart: '2026-03-10T09:00:00Z',
  proposedEnd: '2026-03-10T10:00:00Z',
  sender: ann,
  toRecipients: [ann, { address: 'bob@example.test' }],
  ccRecipients: [{ name: 'Only a name' }],
  bccRecipients: [ann],
  isReadReceiptRequested: true,
  isDeliveryReceiptRequested: false,
  conversationIndex: 'AQHc',
  conversationTopic: 'Offer',
  from: { name: 'Legacy' },
  internetMessageId: '<2@example.test>',
  isRead: false,
  references: '<0@example.test> <1@example.test>',
  replyTo: [ann],
  associatedCalendarItemId: { id: itemId('event'), changeKey: undefined },
  isDelegated: false,
  isOutOfDate: true,
  responseType: 'Tentative',
  start: '2026-03-09T09:00:00Z',
  end: '2026-03-09T10:00:00Z',
};

export const contactSamples: Samples<typeof contactProperties> = {
  ...itemSamples,
  fileAs: 'Lee, Ann',
  displayName: 'Ann Lee',
  givenName: 'Ann',
  initials: 'A.L.',
  middleName: 'B',
  nickname: 'Annie',
  completeName: {
    title: 'Dr',
    firstName: 'Ann',
    middleName: 'B',
    lastName: 'Lee',
    suffix: 'II',
    initials: 'AL',
    fullName: 'Dr Ann B Lee',
    nickname: 'Annie',
  },
  companyName: 'Lee & Sons',
  emailAddresses: [
    { key: 'EmailAddress1', address: 'ann@example.test', name: 'Ann Lee' },
    { key: 'EmailAddress3', address: 'a@example.test' },
  ],
  physicalAddresses: [
    {
      key: 'Business',
      street: '1 Road\n2nd floor',
      city: 'Berlin',
      state: 'BE',
      country: 'Germany',
      postalCode: '10115',
    },
    { key: 'Home', city: 'Rome' },
  ],
  phoneNumbers: [{ key: 'MobilePhone', value: '+49 30 1' }],
  birthday: '1980-02-29',
  department: 'Sales',
  imAddresses: [{ key: 'ImAddress1', value: 'sip:ann' }],
  jobTitle: 'Head',
  officeLocation: '2.17',
  surname: 'Lee',
};

export const taskSamples: Samples<typeof taskProperties> = {
  ...itemSamples,
  completedAt: '2026-03-05T12:00:00Z',
  dueDate: '2026-03-06',
  isComplete: true,
  owner: 'Ann Lee',
  percentComplete: 33.5,
  startDate: '2026-03-01',
  status: 'WaitingOnOthers',
};

export const folderSamples: Samples<typeof folderProperties> = {
  parentFolderId: folderId('root+/='),
  folderClass: 'IPF.Note',
  displayName: hostile,
  totalCount: 1200,
  childFolderCount: 4,
  isHidden: true,
  effectiveRights: { createContents: true, createHierarchy: false, delete: true, modify: false, read: true },
  permissions: [
    {
      grantee: { user: ann, everybody: undefined },
      level: 'Custom',
      readItems: 'FullDetails',
      editItems: 'Owned',
      deleteItems: 'None',
      canCreateItems: true,
      canCreateSubfolders: false,
      isOwner: false,
      isVisible: true,
    },
    {
      grantee: { user: undefined, everybody: 'Default' },
      level: 'None',
      readItems: 'None',
      editItems: 'None',
      deleteItems: 'All',
      canCreateItems: false,
      canCreateSubfolders: true,
      isOwner: true,
      isVisible: false,
    },
  ],
  unreadCount: 17,
};
