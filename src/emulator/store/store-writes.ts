import { changeKey, readEntryId, writeEntryId } from './entry-id.ts';
import { itemElement } from '../item/item-element.ts';
import type { SeedAttachment, SeedItem } from './model.ts';
import {
  isAboutTime,
  itemCopied,
  itemCreated,
  itemDeleted,
  itemModified,
  itemMoved,
  tell,
} from '../subscriptions/notification-event.ts';
import { changedLabels, occurrenceLabel, propertyLabel } from '../item/property-label.ts';
import type { Contents, Mailbox, StoredFolder, StoredItem } from './store.ts';
import { asWritable, nextNumber } from './writable.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** Adds an item at the end of a folder. A meeting message is tied to its calendar item, when that is there. */
export const addItem = (mailbox: Mailbox, folder: StoredFolder, source: SeedItem): StoredItem => {
  const item = insertItem(mailbox, folder, source);
  tell(mailbox, () => itemCreated(item));
  tieToEvent(mailbox, item);
  return item;
};

/** Learns of t:AssociatedCalendarItemId only now: the event may be built after the message that speaks of it. */
export const tieToEvent = (mailbox: Mailbox, item: StoredItem): void => {
  const { associatedKey, associatedMailbox } = item.source;
  if (associatedKey === undefined) return;
  const calendar = associatedMailbox === undefined ? mailbox : mailbox.openOther(associatedMailbox);
  const events = calendar?.names.named('key', associatedKey) ?? [];
  // One that was declined lies among the deleted items when the same meeting is invited to again.
  const event = events.find(({ folder }) => folder.folderClass.startsWith('IPF.Appointment')) ?? events[0];
  const id = event && child(event.element, 't:ItemId');
  if (event === undefined || id === undefined) return;
  const start = childText(item.element, 't:RecurrenceId');
  const isPart = start !== undefined && child(event.element, 't:Recurrence') !== undefined;
  const Id = isPart ? writeEntryId({ ...readEntryId(event.id), occurrence: Date.parse(start) }) : event.id;
  replaceProperties(mailbox, item, [node('t:AssociatedCalendarItemId', { ...id.attributes, Id })]);
};

/** Removes an item for good; SyncFolderItems tells it. */
export const removeItem = (mailbox: Mailbox, item: StoredItem): void => {
  takeOutItem(mailbox, item);
  tell(mailbox, () => itemDeleted(item));
};

/** Replaces properties of an item by the elements given, each in the place of the one of its name, and makes a new change key. */
export const changeItem = (mailbox: Mailbox, item: StoredItem, properties: readonly XmlNode[]): void => {
  commit(item.folder, mailbox.now());
  replaceProperties(mailbox, item, properties);
};

const replaceProperties = (mailbox: Mailbox, item: StoredItem, properties: readonly XmlNode[]): void => {
  const number = nextNumber(mailbox);
  const [itemId] = idElements(item.id, item.folder, number);
  const given = new Map([itemId, ...properties].map((property) => [property.name, property]));
  const kept = item.element.children.map((property) => {
    const replacement = given.get(property.name) ?? property;
    given.delete(property.name);
    return replacement;
  });
  const isContent = properties.some((property) => property.name !== 't:IsRead');
  const readFlag = rewrite(item, {
    element: { ...item.element, children: [...kept, ...given.values()] },
    changedAt: number,
    ...(isContent ? { contentChangedAt: number } : {}),
  });
  noteChanges(item, properties.map(propertyLabel), number);
  const time = properties.some(({ name }) => isAboutTime(name));
  tell(mailbox, () => itemModified(item, { readFlag, time }));
};

/**
 * An item as it is now, in the form in which it is put into a folder: without its ids and without what follows from its attachments and its
 * body. Attachments have their numbers, so that they keep their ids when the item is rewritten.
 */
export const sourceOf = ({ element, source }: StoredItem): SeedItem => ({
  ...source,
  element: { ...element, children: element.children.filter(({ name }) => !addedByStore.has(name)) },
  attachments: source.attachments.map((attachment, index) => ({ ...attachment, number: attachment.number ?? index })),
});

/** What a write was about: SyncFolderItems tells one that changed only the read flag apart from all others. */
export type ChangeKind = 'content' | 'readFlag';

/** Makes an item what `source` says, its size included, under the id that it has and with a new change key. */
export const rewriteItem = (item: StoredItem, source: SeedItem, kind: ChangeKind): void => {
  const { folder } = item;
  const { mailbox } = folder;
  commit(folder, mailbox.now());
  const number = nextNumber(mailbox);
  const { organizationId, directoryId } = mailbox;
  const entry = { organizationId, directoryId, folder: folder.number, item: item.number, attachments: [] };
  const whole = sized(source);
  const element = itemElement(whole, entry, idElements(item.id, folder, number));
  const event = child(item.element, 't:AssociatedCalendarItemId');
  const before = sourceOf(item);
  const labels = changedLabels(before.element, source.element);
  const readFlag = rewrite(item, {
    source: whole,
    element: event === undefined ? element : { ...element, children: [...element.children, event] },
    changedAt: number,
    ...(kind === 'content' ? { contentChangedAt: number } : {}),
  });
  noteChanges(item, labels, number);
  const time =
    labels.some(isAboutTime) ||
    before.exceptions !== source.exceptions ||
    before.deletedOccurrences !== source.deletedOccurrences;
  tell(mailbox, () => itemModified(item, { readFlag, time }));
};

/**
 * Makes a series what `source` says, in which only the occurrence of that original start (xs:dateTime) differs from what it was. `labels`: which
 * properties of the occurrence were changed.
 */
export const rewriteOccurrence = (
  series: StoredItem,
  source: SeedItem,
  originalStart: string,
  labels: Iterable<string>,
): void => {
  rewriteItem(series, source, 'content');
  noteChanges(
    series,
    Array.from(labels, (label) => occurrenceLabel(originalStart, label)),
    series.changedAt,
  );
};

/** Puts an item into another folder of its mailbox. What it was is dead; the item that stands for it now, with ids of its own, is returned. */
export const moveItem = (item: StoredItem, folder: StoredFolder): StoredItem => {
  const { mailbox } = item.folder;
  const source = sourceOf(item);
  takeOutItem(mailbox, item);
  const moved = insertItem(mailbox, folder, source);
  tell(mailbox, () => itemMoved(moved, item));
  tieToEvent(mailbox, moved);
  return moved;
};

/** Puts a copy of an item into a folder and returns it. Events are found by their first copy, so this one goes without its key. */
export const copyItem = (item: StoredItem, folder: StoredFolder): StoredItem => {
  const { key: _, ...source } = sourceOf(item);
  const copy = insertItem(folder.mailbox, folder, source);
  tell(folder.mailbox, () => itemCopied(copy, item));
  tieToEvent(folder.mailbox, copy);
  return copy;
};

/**
 * Hangs an attachment on an item and returns its number, the last part of its id: one that no attachment of this item has had before. A raw
 * message that the item had would be without it, and is given up.
 */
export const attachTo = (item: StoredItem, attachment: SeedAttachment): number => {
  const { mime: _, ...source } = sourceOf(item);
  const number = item.nextAttachment;
  asWritable(item).nextAttachment = number + 1;
  rewriteItem(item, { ...source, attachments: [...source.attachments, { ...attachment, number }] }, 'content');
  return number;
};

/**
 * Hangs an attachment on one occurrence of a series, which is the exception of this original start (xs:dateTime), beside what hangs on the series. Returns
 * its number.
 */
export const attachToOccurrence = (series: StoredItem, originalStart: string, attachment: SeedAttachment): number => {
  const source = sourceOf(series);
  const number = series.nextAttachment;
  asWritable(series).nextAttachment = number + 1;
  const exceptions = source.exceptions?.map((one) =>
    Date.parse(one.originalStart) === Date.parse(originalStart)
      ? { ...one, attachments: [...(one.attachments ?? source.attachments), { ...attachment, number }] }
      : one,
  );
  const whole = exceptions === undefined ? source : { ...source, exceptions };
  rewriteOccurrence(series, whole, originalStart, ['t:Attachments']);
  return number;
};

/** Takes the attachment of that number off an item. The others keep their ids. */
export const detachFrom = (item: StoredItem, number: number): void => {
  const { mime: _, ...source } = sourceOf(item);
  const attachments = source.attachments.filter((attachment) => attachment.number !== number);
  rewriteItem(item, { ...source, attachments }, 'content');
};

/** Takes the attachment of that number off one exception of a series, named by its original start. */
export const detachFromOccurrence = (series: StoredItem, originalStart: string, number: number): void => {
  const source = sourceOf(series);
  const exceptions = source.exceptions?.map((one) =>
    Date.parse(one.originalStart) === Date.parse(originalStart)
      ? { ...one, attachments: (one.attachments ?? []).filter((attachment) => attachment.number !== number) }
      : one,
  );
  const whole = exceptions === undefined ? source : { ...source, exceptions };
  rewriteOccurrence(series, whole, originalStart, ['t:Attachments']);
};

/** Makes every state worthless that clients were given to synchronise from. */
export const expireSyncStates = (mailbox: Mailbox): void => {
  asWritable(mailbox).syncEpoch += 1;
};

const takeOutItem = (mailbox: Mailbox, item: StoredItem): void => {
  const folder = asWritable(item.folder);
  const { items, names } = asWritable(mailbox);
  folder.items.remove(item);
  names.remove(item);
  items.delete(item.number);
  folder.unreadCount -= unreadIn(item.element);
  folder.removedItems.push({ id: item.id, createdAt: item.createdAt, removedAt: nextNumber(mailbox) });
};

/**
 * Makes an item another one where it is, in its folder's orders and under its names, and its folder the count that follows. Returns whether the
 * read flag is another.
 */
const rewrite = (
  item: StoredItem,
  changes: Partial<StoredItem> & Pick<StoredItem, 'element' | 'changedAt'>,
): boolean => {
  const folder = asWritable(item.folder);
  const { names } = asWritable(folder.mailbox);
  const difference = unreadIn(changes.element) - unreadIn(item.element);
  folder.items.remove(item);
  names.remove(item);
  Object.assign(item, changes);
  names.add(item);
  folder.items.add(item);
  folder.unreadCount += difference;
  return difference !== 0;
};

/** Notes which properties of an item a change was about. */
const noteChanges = (item: StoredItem, labels: readonly string[], number: number): void => {
  if (labels.length === 0) return;
  asWritable(item).propertyChanges = new Map([
    ...item.propertyChanges,
    ...labels.map((label) => [label, number] as const),
  ]);
};

/** Notes that something in a folder was made or changed; milliseconds since 1970. */
const commit = (folder: StoredFolder, at: number): void => {
  asWritable(folder).committedAt = Math.max(at, folder.committedAt ?? 0);
};

/** Milliseconds since 1970; undefined when the item does not tell. */
const writtenAt = ({ element }: SeedItem): number | undefined => {
  const text = childText(element, 't:LastModifiedTime') ?? childText(element, 't:DateTimeReceived');
  return text === undefined ? undefined : Date.parse(text);
};

const unreadIn = (element: XmlNode): number => (childText(element, 't:IsRead') === 'false' ? 1 : 0);

/** Children that an item gets from the store, not from its source. */
const addedByStore = new Set([
  't:ItemId',
  't:ParentFolderId',
  't:Attachments',
  't:HasAttachments',
  't:HasPicture',
  't:UniqueBody',
  't:AssociatedCalendarItemId',
]);

/** The same item with the t:Size that its subject, body and attachments make; bytes. */
export const sized = (source: SeedItem): SeedItem => {
  const { element, attachments } = source;
  const text = [childText(element, 't:Subject'), childText(element, 't:Body')].join('').length;
  const attached = attachments.reduce((sum, one) => sum + (one.kind === 'file' ? one.size : 4_096), 0);
  const size = node('t:Size', String(2_048 + 2 * text + attached));
  const children = element.children.map((property) => (property.name === 't:Size' ? size : property));
  return { ...source, element: { ...element, children } };
};

/** Puts an item at the end of a folder without a word to anybody: as part of a folder that is made, or for addItem. */
export const insertItem = (mailbox: Contents, folder: StoredFolder, source: SeedItem): StoredItem => {
  const number = nextNumber(mailbox);
  const { organizationId, directoryId } = mailbox;
  const entry = { organizationId, directoryId, folder: folder.number, item: number, attachments: [] };
  const id = writeEntryId(entry);
  const item: StoredItem = {
    id,
    number,
    folder,
    element: itemElement(source, entry, idElements(id, folder, number)),
    source,
    createdAt: number,
    changedAt: number,
    contentChangedAt: number,
    propertyChanges: nothingChanged,
    nextAttachment: source.attachments.reduce((next, { number: used }, at) => Math.max(next, (used ?? at) + 1), 0),
  };
  const holder = asWritable(folder);
  commit(folder, ('root' in mailbox ? undefined : writtenAt(source)) ?? mailbox.now());
  holder.unreadCount += unreadIn(item.element);
  const { items, names } = asWritable(mailbox);
  items.set(number, item);
  names.add(item);
  holder.items.add(item);
  return item;
};

/** t:ItemId with the change key of a change, and t:ParentFolderId, which all items of a folder share: 100,000 of them would be heavy. */
const idElements = (Id: string, folder: StoredFolder, number: number): readonly [itemId: XmlNode, parent: XmlNode] => {
  const parent = parentElements.get(folder) ?? node('t:ParentFolderId', { Id: folder.id });
  parentElements.set(folder, parent);
  return [node('t:ItemId', { Id, ChangeKey: changeKey(folder.mailbox.directoryId, number) }), parent];
};

const parentElements = new WeakMap<StoredFolder, XmlNode>();

/** Of all items that are as they were made. */
const nothingChanged: ReadonlyMap<string, number> = new Map();
