import { childText, isTrue } from '../xml/xml.ts';
import type { Contents, StoredFolder, StoredItem } from '../store/store.ts';

/** The kinds of events that a client can subscribe to. */
export type EventType =
  | 'CopiedEvent'
  | 'CreatedEvent'
  | 'DeletedEvent'
  | 'FreeBusyChangedEvent'
  | 'ModifiedEvent'
  | 'MovedEvent'
  | 'NewMailEvent';

/** Something that was done to an item or a folder. It has ids only, and these without change keys, as WorkMail's notifications do. */
export interface MailboxEvent {
  readonly type: EventType;
  readonly subject: Subject;
  /** Of a moved or copied one: the id and the place of what it was made from. */
  readonly old?: Subject;
  /** Of a modified folder: how many of its items are unread afterwards. */
  readonly unreadCount?: number;
}

/** What an event is about, and the folder that it lies in. The root lies in itself, as in MAPI. */
export interface Subject {
  readonly kind: 'item' | 'folder';
  readonly id: string;
  readonly parentId: string;
}

/** Tells whoever watches the mailbox what was done; nothing is made up for nobody. */
export const tell = ({ watchers }: Pick<Contents, 'watchers'>, events: () => readonly MailboxEvent[]): void => {
  if (watchers.size === 0) return;
  for (const event of events()) for (const watch of watchers) watch(event);
};

/** An item came into being. As mail it is new only in the inbox, and no draft. */
export const itemCreated = (item: StoredItem): readonly MailboxEvent[] => {
  const subject = itemSubject(item);
  const isMail = mailElements.has(item.element.name) && !isTrue(childText(item.element, 't:IsDraft'));
  const isNewMail = isMail && item.folder.distinguishedId === 'inbox';
  return [
    { type: 'CreatedEvent', subject },
    ...(isNewMail ? [{ type: 'NewMailEvent', subject } as const] : []),
    ...freeBusyChanged(item),
    folderModified(item.folder),
  ];
};

/** An item is not there any more. */
export const itemDeleted = (item: StoredItem): readonly MailboxEvent[] => [
  { type: 'DeletedEvent', subject: itemSubject(item) },
  ...freeBusyChanged(item),
  folderModified(item.folder),
];

/** What changed of an item besides anything else. */
export interface ItemModification {
  readonly readFlag: boolean;
  /** Whether it may take other time than before. */
  readonly time: boolean;
}

/** An item is another than it was. */
export const itemModified = (item: StoredItem, changed: ItemModification): readonly MailboxEvent[] => [
  { type: 'ModifiedEvent', subject: itemSubject(item) },
  ...(changed.time ? freeBusyChanged(item) : []),
  ...(changed.readFlag ? [folderModified(item.folder)] : []),
];

/** An item went from one folder to another, where it has another id. */
export const itemMoved = (item: StoredItem, former: StoredItem): readonly MailboxEvent[] => [
  { type: 'MovedEvent', subject: itemSubject(item), old: itemSubject(former) },
  ...(isInCalendar(item) ? freeBusyChanged(item) : freeBusyChanged(former)),
  folderModified(former.folder),
  ...(former.folder === item.folder ? [] : [folderModified(item.folder)]),
];

/** A copy of an item came into being. */
export const itemCopied = (item: StoredItem, original: StoredItem): readonly MailboxEvent[] => [
  { type: 'CopiedEvent', subject: itemSubject(item), old: itemSubject(original) },
  ...freeBusyChanged(item),
  folderModified(item.folder),
];

/** A folder came into being. */
export const folderCreated = (folder: StoredFolder): readonly MailboxEvent[] => [
  { type: 'CreatedEvent', subject: folderSubject(folder) },
  ...parentModified(folder),
];

/** A folder is not there any more. */
export const folderDeleted = (folder: StoredFolder): readonly MailboxEvent[] => [
  { type: 'DeletedEvent', subject: folderSubject(folder) },
  ...parentModified(folder),
];

/** A folder has another name or class, or other things in it. */
export const folderModified = (folder: StoredFolder): MailboxEvent => ({
  type: 'ModifiedEvent',
  subject: folderSubject(folder),
  unreadCount: folder.unreadCount,
});

/** A folder went from one parent to another, and kept its id. */
export const folderMoved = (folder: StoredFolder, formerParent: StoredFolder | undefined): readonly MailboxEvent[] => [
  {
    type: 'MovedEvent',
    subject: folderSubject(folder),
    old: { ...folderSubject(folder), parentId: formerParent?.id ?? folder.id },
  },
  ...(formerParent === undefined || formerParent === folder.parent ? [] : [folderModified(formerParent)]),
  ...parentModified(folder),
];

/** Whether a property, by its label, is one of those that decide what time an event takes. */
export const isAboutTime = (label: string): boolean => timeProperties.has(label);

const timeProperties: ReadonlySet<string> = new Set([
  't:Start',
  't:End',
  't:IsAllDayEvent',
  't:LegacyFreeBusyStatus',
  't:Recurrence',
]);

const mailElements: ReadonlySet<string> = new Set([
  't:Message',
  't:MeetingMessage',
  't:MeetingRequest',
  't:MeetingResponse',
  't:MeetingCancellation',
]);

const itemSubject = ({ id, folder }: StoredItem): Subject => ({ kind: 'item', id, parentId: folder.id });

const folderSubject = ({ id, parent }: StoredFolder): Subject => ({ kind: 'folder', id, parentId: parent?.id ?? id });

const parentModified = ({ parent }: StoredFolder): readonly MailboxEvent[] =>
  parent === undefined ? [] : [folderModified(parent)];

const isInCalendar = ({ element, folder }: StoredItem): boolean =>
  element.name === 't:CalendarItem' && folder.folderClass.startsWith('IPF.Appointment');

const freeBusyChanged = (item: StoredItem): readonly MailboxEvent[] =>
  isInCalendar(item) ? [{ type: 'FreeBusyChangedEvent', subject: itemSubject(item) }] : [];
