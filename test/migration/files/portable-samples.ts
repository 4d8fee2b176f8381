import { createHash } from 'node:crypto';
import type { ByteSource } from '../../../src/ews/byte-source.ts';
import type { PortableContact, PortableContactGroup } from '../../../src/migration/portable/portable-contact.ts';
import type { PortableContent, PortableFile } from '../../../src/migration/portable/portable-content.ts';
import type { EventContent, PortableEvent, PortableException } from '../../../src/migration/portable/portable-event.ts';
import type { PortableFolder } from '../../../src/migration/portable/portable-folder.ts';
import type { MarkedItem, PortableItem } from '../../../src/migration/portable/portable-item.ts';
import type { PortableMessage } from '../../../src/migration/portable/portable-message.ts';
import type { PortableTask } from '../../../src/migration/portable/portable-task.ts';
import type { PortableTimeZone } from '../../../src/migration/portable/portable-time-zone.ts';

const hash = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that can be read as often as one likes. */
export const bytesOf = (content: string | Uint8Array): ByteSource & { readonly sha256: string } => {
  const bytes = Buffer.from(content);
  return {
    size: bytes.length,
    sha256: hash(bytes),
    stream: async function* () {
      yield await Promise.resolve(bytes);
    },
  };
};

/** An item with a mark that follows from its name. */
export const marked = (name: string, item: PortableItem): MarkedItem => ({
  mark: `${hash('mailbox').slice(0, 16)}-${hash(name).slice(0, 32)}`,
  identity: hash(`identity of ${name}`).slice(0, 32),
  item,
});

/** A folder of mail at the top, unless it says otherwise. */
export const folder = (path: readonly string[], more: Partial<PortableFolder> = {}): PortableFolder => ({
  id: JSON.stringify(path),
  parentId: path.length > 1 ? JSON.stringify(path.slice(0, -1)) : undefined,
  name: path.at(-1) ?? '',
  path,
  kind: 'mail',
  role: undefined,
  folderClass: 'IPF.Note',
  count: 0,
  ...more,
});

/** A message that was read. */
export const message = (mime: string | Uint8Array, more: Partial<PortableMessage> = {}): PortableMessage => {
  const { sha256, ...source } = bytesOf(mime);
  return {
    kind: 'message',
    itemClass: 'IPM.Note',
    mime: source,
    sha256,
    isRead: true,
    isDraft: false,
    receivedAt: '2026-03-17T09:30:15Z',
    sentAt: '2026-03-17T09:30:10Z',
    flag: undefined,
    categories: [],
    answered: undefined,
    hiddenRecipients: [],
    ...more,
  };
};

const content: PortableContent = {
  itemClass: '',
  subject: undefined,
  body: undefined,
  sensitivity: 'Normal',
  importance: 'Normal',
  categories: [],
  attachments: [],
  createdAt: '2026-01-05T08:00:00Z',
  lastModifiedAt: '2026-01-06T08:00:00Z',
};

/** A zone that everybody knows. */
export const zone = (iana: string): PortableTimeZone => ({ id: iana, name: iana, iana, definition: undefined });

const eventContent: EventContent = {
  ...content,
  itemClass: 'IPM.Appointment',
  subject: 'Planning',
  start: '2026-03-18T09:00:00Z',
  end: '2026-03-18T10:00:00Z',
  isAllDay: false,
  startTimeZone: zone('Europe/Berlin'),
  endTimeZone: zone('Europe/Berlin'),
  location: undefined,
  showAs: 'Busy',
  reminderMinutes: undefined,
  requiredAttendees: [],
  optionalAttendees: [],
  resources: [],
  myResponse: 'Organizer',
  isMeeting: false,
  isCancelled: false,
};

/** An appointment. */
export const event = (more: Partial<PortableEvent> = {}): PortableEvent => ({
  ...eventContent,
  kind: 'event',
  uid: 'planning@example.test',
  recurrenceId: undefined,
  organizer: undefined,
  isOrganizer: true,
  invitationsSent: true,
  recurrence: undefined,
  exceptions: [],
  deletedOccurrences: [],
  ...more,
});

/** An occurrence that was changed. */
export const exception = (originalStart: string, more: Partial<EventContent> = {}): PortableException => ({
  ...eventContent,
  originalStart,
  ...more,
});

/** Something to do. */
export const task = (more: Partial<PortableTask> = {}): PortableTask => ({
  ...content,
  kind: 'task',
  itemClass: 'IPM.Task',
  subject: 'Call the printer',
  startDate: undefined,
  dueDate: undefined,
  status: 'NotStarted',
  percentComplete: 0,
  completedAt: undefined,
  reminderAt: undefined,
  recurrence: undefined,
  owner: undefined,
  actualWork: undefined,
  totalWork: undefined,
  billingInformation: undefined,
  mileage: undefined,
  companies: [],
  contacts: [],
  ...more,
});

/** Somebody of whom nothing is known but what is given. */
export const contact = (more: Partial<PortableContact> = {}): PortableContact => ({
  ...content,
  kind: 'contact',
  itemClass: 'IPM.Contact',
  fileAs: undefined,
  fileAsMapping: undefined,
  displayName: undefined,
  title: undefined,
  givenName: undefined,
  middleName: undefined,
  surname: undefined,
  suffix: undefined,
  initials: undefined,
  nickname: undefined,
  companyName: undefined,
  department: undefined,
  jobTitle: undefined,
  officeLocation: undefined,
  manager: undefined,
  assistantName: undefined,
  profession: undefined,
  spouseName: undefined,
  children: [],
  companies: [],
  mileage: undefined,
  businessHomePage: undefined,
  birthday: undefined,
  weddingAnniversary: undefined,
  emailAddresses: [],
  phoneNumbers: [],
  imAddresses: [],
  physicalAddresses: [],
  mailingAddress: undefined,
  photo: undefined,
  ...more,
});

/** A group of people. */
export const group = (more: Partial<PortableContactGroup> = {}): PortableContactGroup => ({
  ...content,
  kind: 'contactGroup',
  itemClass: 'IPM.DistList',
  displayName: 'Team',
  fileAs: undefined,
  members: [],
  ...more,
});

/** A file that hangs on an item. */
export const file = (name: string, bytes: string | Uint8Array, more: Partial<PortableFile> = {}): PortableFile => {
  const { sha256, ...source } = bytesOf(bytes);
  return {
    kind: 'file',
    name,
    contentType: 'text/plain',
    contentId: undefined,
    isInline: false,
    content: source,
    sha256,
    ...more,
  };
};
