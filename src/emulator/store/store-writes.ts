import { changeKey, readEntryId, writeEntryId } from './entry-id.ts';
import { itemElement } from '../item/item-element.ts';
import type { SeedAttachment, SeedFolder, SeedItem } from './model.ts';
import {
  folderCreated,
  folderDeleted,
  folderModified,
  folderMoved,
  isAboutTime,
  itemCopied,
  itemCreated,
  itemDeleted,
  itemModified,
  itemMoved,
  tell,
} from '../subscriptions/notification-event.ts';
import { changedLabels, occurrenceLabel, propertyLabel } from '../item/property-label.ts';
import type { Contents, FormerPlace, Mailbox, StoredFolder, StoredItem } from './store.ts';
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
  const events = [...(calendar?.items.values() ?? [])].filter(({ source }) => source.key === associatedKey);
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
  const itemId = node('t:ItemId', { Id: item.id, ChangeKey: changeKey(mailbox.directoryId, number) });
  const given = new Map([itemId, ...properties].map((property) => [property.name, property]));
  const kept = item.element.children.map((property) => {
    const replacement = given.get(property.name) ?? property;
    given.delete(property.name);
    return replacement;
  });
  const changed = asWritable(item);
  const readFlag = replaceElement(item, { ...item.element, children: [...kept, ...given.values()] });
  changed.changedAt = number;
  for (const property of properties) changed.propertyChanges.set(propertyLabel(property), number);
  if (properties.some((property) => property.name !== 't:IsRead')) changed.contentChangedAt = number;
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
  const element = itemElement(whole, entry, folder.id, changeKey(directoryId, number));
  const event = child(item.element, 't:AssociatedCalendarItemId');
  const changed = asWritable(item);
  const before = sourceOf(item);
  const labels = changedLabels(before.element, source.element);
  for (const label of labels) changed.propertyChanges.set(label, number);
  changed.source = whole;
  const readFlag = replaceElement(
    item,
    event === undefined ? element : { ...element, children: [...element.children, event] },
  );
  changed.changedAt = number;
  if (kind === 'content') changed.contentChangedAt = number;
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
  const { propertyChanges } = asWritable(series);
  for (const label of labels) propertyChanges.set(occurrenceLabel(originalStart, label), series.changedAt);
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

/** Takes the attachment of that number off an item. The others keep their ids. */
export const detachFrom = (item: StoredItem, number: number): void => {
  const { mime: _, ...source } = sourceOf(item);
  const attachments = source.attachments.filter((attachment) => attachment.number !== number);
  rewriteItem(item, { ...source, attachments }, 'content');
};

/** Adds a folder with all that it holds below another one; without a parent it becomes the root. */
export const addFolder = (mailbox: Contents, parent: StoredFolder | undefined, source: SeedFolder): StoredFolder => {
  const number = nextNumber(mailbox);
  const { organizationId, directoryId } = mailbox;
  const folder: StoredFolder = {
    id: writeEntryId({ organizationId, directoryId, folder: number, attachments: [] }),
    number,
    // The root is part of the mailbox as soon as it is made.
    mailbox: mailbox as Mailbox,
    parent,
    distinguishedId: source.distinguishedId,
    folderClass: source.folderClass,
    name: source.name,
    sharedWith: source.sharedWith ?? [],
    searchParameters: source.searchParameters,
    children: [],
    items: [],
    unreadCount: 0,
    removedItems: [],
    committedAt: undefined,
    modifiedAt: mailbox.now(),
    formerPlaces: [],
    createdAt: number,
    changedAt: number,
  };
  asWritable(mailbox).folders.set(number, folder);
  if (parent !== undefined) asWritable(parent).children.push(folder);
  tell(mailbox, () => folderCreated(folder));
  for (const item of source.items) insertItem(mailbox, folder, item);
  for (const below of source.children) addFolder(mailbox, folder, below);
  return folder;
};

/** Gives a folder another name or class, or other readers; SyncFolderHierarchy tells it. */
export const changeFolder = (
  folder: StoredFolder,
  changes: Partial<Pick<StoredFolder, 'name' | 'folderClass' | 'sharedWith'>>,
): void => {
  const modifiedAt = folder.mailbox.now();
  Object.assign(asWritable(folder), changes, { modifiedAt, changedAt: nextNumber(folder.mailbox) });
  tell(folder.mailbox, () => [folderModified(folder)]);
};

/** Puts a folder with all that it holds below another one of its mailbox. Its id and the ids in it stay; SyncFolderHierarchy tells it. */
export const moveFolder = (folder: StoredFolder, parent: StoredFolder): void => {
  const number = nextNumber(folder.mailbox);
  const { parent: formerParent } = folder;
  leavePlace(folder, number);
  const siblings = formerParent === undefined ? [] : asWritable(formerParent).children;
  siblings.splice(siblings.indexOf(folder), 1);
  asWritable(parent).children.push(folder);
  Object.assign(asWritable(folder), { parent, modifiedAt: folder.mailbox.now(), changedAt: number });
  tell(folder.mailbox, () => folderMoved(folder, formerParent));
};

/** Removes a folder with all that is in it and below it. */
export const removeFolder = (mailbox: Mailbox, folder: StoredFolder): void => {
  for (const below of folder.children.toReversed()) removeFolder(mailbox, below);
  for (const item of folder.items.toReversed()) removeItem(mailbox, item);
  const removedAt = nextNumber(mailbox);
  const { id, createdAt } = folder;
  const formerPlaces = [...folder.formerPlaces, placeLeft(folder, removedAt)];
  const siblings = folder.parent === undefined ? [] : asWritable(folder.parent).children;
  siblings.splice(siblings.indexOf(folder), 1);
  const changed = asWritable(mailbox);
  changed.folders.delete(folder.number);
  changed.removedFolders.push({ id, createdAt, removedAt, formerPlaces });
  tell(mailbox, () => folderDeleted(folder));
};

/** Makes every state worthless that clients were given to synchronise from. */
export const expireSyncStates = (mailbox: Mailbox): void => {
  asWritable(mailbox).syncEpoch += 1;
};

const takeOutItem = (mailbox: Mailbox, item: StoredItem): void => {
  const folder = asWritable(item.folder);
  folder.items.splice(folder.items.indexOf(item), 1);
  folder.unreadCount -= unreadIn(item.element);
  folder.removedItems.push({ id: item.id, createdAt: item.createdAt, removedAt: nextNumber(mailbox) });
  asWritable(mailbox).items.delete(item.number);
};

/** Gives an item another element and its folder the count that follows, and returns whether the read flag is another. */
const replaceElement = (item: StoredItem, element: XmlNode): boolean => {
  const difference = unreadIn(element) - unreadIn(item.element);
  asWritable(item.folder).unreadCount += difference;
  asWritable(item).element = element;
  return difference !== 0;
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

const leavePlace = (folder: StoredFolder, leftAt: number): void => {
  asWritable(folder).formerPlaces.push(placeLeft(folder, leftAt));
  for (const below of folder.children) leavePlace(below, leftAt);
};

const placeLeft = (folder: StoredFolder, leftAt: number): FormerPlace => ({ ancestors: numbersAbove(folder), leftAt });

const numbersAbove = ({ parent }: StoredFolder): readonly number[] =>
  parent === undefined ? [] : [parent.number, ...numbersAbove(parent)];

/** Children that an item gets from the store, not from its source. */
const addedByStore = new Set([
  't:ItemId',
  't:ParentFolderId',
  't:Attachments',
  't:HasAttachments',
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

/** Only this file writes to what everyone else reads. */
type Writable<Held> = {
  -readonly [Key in keyof Held]: Held[Key] extends readonly (infer Element)[]
    ? Element[]
    : Held[Key] extends ReadonlyMap<infer Name, infer Value>
      ? Map<Name, Value>
      : Held[Key];
};

const asWritable = <Held extends Contents | StoredFolder | StoredItem>(held: Held): Writable<Held> =>
  held as Writable<Held>;

const nextNumber = (mailbox: Contents): number => {
  const counted = asWritable(mailbox);
  counted.sequence += 1;
  return counted.sequence;
};

const insertItem = (mailbox: Contents, folder: StoredFolder, source: SeedItem): StoredItem => {
  const number = nextNumber(mailbox);
  const { organizationId, directoryId } = mailbox;
  const entry = { organizationId, directoryId, folder: folder.number, item: number, attachments: [] };
  const item: StoredItem = {
    id: writeEntryId(entry),
    number,
    folder,
    element: itemElement(source, entry, folder.id, changeKey(directoryId, number)),
    source,
    createdAt: number,
    changedAt: number,
    contentChangedAt: number,
    propertyChanges: new Map(),
    nextAttachment: source.attachments.reduce((next, { number: used }, at) => Math.max(next, (used ?? at) + 1), 0),
  };
  const holder = asWritable(folder);
  commit(folder, ('root' in mailbox ? undefined : writtenAt(source)) ?? mailbox.now());
  holder.items.push(item);
  holder.unreadCount += unreadIn(item.element);
  asWritable(mailbox).items.set(number, item);
  return item;
};
