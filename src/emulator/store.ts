import { changeKey, derivedGuid, writeEntryId } from './entry-id.ts';
import { itemElement } from './item-element.ts';
import type { SeedFolder, SeedGroup, SeedItem, SeedMailbox, SeedOrganization } from './model.ts';
import { child, node, type XmlNode } from './xml.ts';

/** An organisation held in memory. Accounts are found by primary address, lower case. */
export interface Store {
  readonly organizationId: string;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly groups: readonly SeedGroup[];
}

/** Whose mailbox it is: what the directory knows without opening it. */
export interface Owner {
  readonly organizationId: string;
  /** Primary SMTP address, lower case. */
  readonly address: string;
  readonly aliases: readonly string[];
  readonly displayName: string;
  readonly kind: SeedMailbox['kind'];
  readonly password: string;
  /** GUID in the directory, part of every id of this mailbox and, for users, their WorkMail user id. */
  readonly directoryId: string;
}

export interface Account extends Owner {
  /** The mailbox, always the same one. Its folders and items are made the first time: the demo's would take a third of a gateway's start. */
  open(): Mailbox;
}

export interface Mailbox extends Owner {
  readonly root: StoredFolder;
  /** All folders, live, parents before children. */
  readonly folders: ReadonlyMap<number, StoredFolder>;
  readonly items: ReadonlyMap<number, StoredItem>;
  /** Folders that are gone, for SyncFolderHierarchy. */
  readonly removedFolders: readonly Tombstone[];
  /** Number of the last change in this mailbox; every change takes the next one. */
  readonly sequence: number;
  /** Another mailbox of the organisation, opened; undefined when there is none of this address. */
  readonly openOther: (address: string) => Mailbox | undefined;
}

export interface StoredFolder {
  readonly id: string;
  readonly number: number;
  /** The mailbox that the folder lies in. */
  readonly mailbox: Mailbox;
  readonly parent: StoredFolder | undefined;
  readonly distinguishedId: string | undefined;
  readonly folderClass: string;
  readonly name: string;
  /** Addresses of other mailboxes that may read it. */
  readonly sharedWith: readonly string[];
  /** t:SearchParameters; present when the folder is a saved search. What it finds is not in `items`: see itemsIn. */
  readonly searchParameters: XmlNode | undefined;
  readonly children: readonly StoredFolder[];
  /** In order of arrival. */
  readonly items: readonly StoredItem[];
  readonly removedItems: readonly Tombstone[];
  /** Sequence numbers of the change that made the folder and of the last one to its own properties. */
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface StoredItem {
  readonly id: string;
  readonly number: number;
  readonly folder: StoredFolder;
  /**
   * The whole item: what the seed gave, and t:ItemId, t:ParentFolderId, t:HasAttachments, t:Attachments (without content) and t:UniqueBody.
   * Times have milliseconds. Replaced, never changed, so that it can be the key of a cache.
   */
  readonly element: XmlNode;
  readonly source: SeedItem;
  /** Sequence numbers of the change that made the item, of the last one, and of the last one to more than the read flag. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly contentChangedAt: number;
}

/** What is left of a folder or an item that was removed. */
export interface Tombstone {
  readonly id: string;
  readonly createdAt: number;
  readonly removedAt: number;
}

/** Builds the store; no mailbox is open yet. Every folder, item and attachment gets its id here, and equal seeds make equal ids. */
export const createStore = ({ organizationId, mailboxes, groups }: SeedOrganization): Store => {
  const accounts: ReadonlyMap<string, Account> = new Map(
    mailboxes.map((mailbox) => [
      mailbox.address,
      createAccount(organizationId, mailbox, (address) => accounts.get(address)?.open()),
    ]),
  );
  return { organizationId, accounts, groups };
};

/** Adds an item at the end of a folder. A meeting message is tied to its calendar item, when that is there. */
export const addItem = (mailbox: Mailbox, folder: StoredFolder, source: SeedItem): StoredItem => {
  const item = insertItem(mailbox, folder, source);
  tieToEvent(mailbox, item);
  return item;
};

/** Removes an item for good; SyncFolderItems tells it. */
export const removeItem = (mailbox: Mailbox, item: StoredItem): void => {
  const folder = asWritable(item.folder);
  folder.items.splice(folder.items.indexOf(item), 1);
  folder.removedItems.push({ id: item.id, createdAt: item.createdAt, removedAt: nextNumber(mailbox) });
  asWritable(mailbox).items.delete(item.number);
};

/** Replaces properties of an item by the elements given, each in the place of the one of its name, and makes a new change key. */
export const changeItem = (mailbox: Mailbox, item: StoredItem, properties: readonly XmlNode[]): void => {
  const number = nextNumber(mailbox);
  const itemId = node('t:ItemId', { Id: item.id, ChangeKey: changeKey(mailbox.directoryId, number) });
  const given = new Map([itemId, ...properties].map((property) => [property.name, property]));
  const kept = item.element.children.map((property) => {
    const replacement = given.get(property.name) ?? property;
    given.delete(property.name);
    return replacement;
  });
  const changed = asWritable(item);
  changed.element = { ...item.element, children: [...kept, ...given.values()] };
  changed.changedAt = number;
  if (properties.some((property) => property.name !== 't:IsRead')) changed.contentChangedAt = number;
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
    removedItems: [],
    createdAt: number,
    changedAt: number,
  };
  asWritable(mailbox).folders.set(number, folder);
  if (parent !== undefined) asWritable(parent).children.push(folder);
  for (const item of source.items) insertItem(mailbox, folder, item);
  for (const below of source.children) addFolder(mailbox, folder, below);
  return folder;
};

/** Gives a folder another name; SyncFolderHierarchy tells it. */
export const renameFolder = (mailbox: Mailbox, folder: StoredFolder, name: string): void => {
  const renamed = asWritable(folder);
  renamed.name = name;
  renamed.changedAt = nextNumber(mailbox);
};

/** Removes a folder with all that is in it and below it. */
export const removeFolder = (mailbox: Mailbox, folder: StoredFolder): void => {
  for (const below of folder.children.toReversed()) removeFolder(mailbox, below);
  for (const item of folder.items.toReversed()) removeItem(mailbox, item);
  const siblings = folder.parent === undefined ? [] : asWritable(folder.parent).children;
  siblings.splice(siblings.indexOf(folder), 1);
  const changed = asWritable(mailbox);
  changed.folders.delete(folder.number);
  changed.removedFolders.push({ id: folder.id, createdAt: folder.createdAt, removedAt: nextNumber(mailbox) });
};

/** The folder that has this well-known id (`inbox`) in a mailbox. */
export const distinguishedFolder = (mailbox: Mailbox, distinguishedId: string): StoredFolder | undefined =>
  [...mailbox.folders.values()].find((folder) => folder.distinguishedId === distinguishedId);

/** Everything below a folder, parents before children, without the folder itself. */
export const descendants = (folder: StoredFolder): readonly StoredFolder[] =>
  folder.children.flatMap((below) => [below, ...descendants(below)]);

/** Only this file writes to what everyone else reads. */
type Writable<Held> = {
  -readonly [Key in keyof Held]: Held[Key] extends readonly (infer Element)[]
    ? Element[]
    : Held[Key] extends ReadonlyMap<infer Name, infer Value>
      ? Map<Name, Value>
      : Held[Key];
};

/** A mailbox before it has its root. */
type Contents = Omit<Mailbox, 'root'>;

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
  };
  asWritable(folder).items.push(item);
  asWritable(mailbox).items.set(number, item);
  return item;
};

/** Learns of t:AssociatedCalendarItemId only now: the event may be built after the message that speaks of it. */
const tieToEvent = (mailbox: Mailbox, item: StoredItem): void => {
  const { associatedKey, associatedMailbox } = item.source;
  if (associatedKey === undefined) return;
  const calendar = associatedMailbox === undefined ? mailbox : mailbox.openOther(associatedMailbox);
  const event = [...(calendar?.items.values() ?? [])].find((candidate) => candidate.source.key === associatedKey);
  const id = event && child(event.element, 't:ItemId');
  if (id !== undefined) changeItem(mailbox, item, [{ ...id, name: 't:AssociatedCalendarItemId' }]);
};

const createAccount = (
  organizationId: string,
  { root, ...person }: SeedMailbox,
  openOther: Mailbox['openOther'],
): Account => {
  const owner: Owner = { ...person, organizationId, directoryId: derivedGuid(person.address) };
  let opened: Mailbox | undefined;
  return { ...owner, open: () => (opened ??= buildMailbox(owner, root(), openOther)) };
};

const buildMailbox = (owner: Owner, root: SeedFolder, openOther: Mailbox['openOther']): Mailbox => {
  const contents: Contents = {
    ...owner,
    folders: new Map(),
    items: new Map(),
    removedFolders: [],
    sequence: 0,
    openOther,
  };
  const mailbox = Object.assign(contents, { root: addFolder(contents, undefined, root) });
  for (const item of mailbox.items.values()) tieToEvent(mailbox, item);
  return mailbox;
};
