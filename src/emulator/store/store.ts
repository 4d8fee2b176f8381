import { derivedGuid } from './entry-id.ts';
import { addFolder } from './folder-writes.ts';
import { ItemRegister, type ItemsByName } from './item-register.ts';
import type { FolderItems } from './kept-items.ts';
import type { SeedFolder, SeedGroup, SeedItem, SeedMailbox, SeedOrganization } from './model.ts';
import type { MailboxEvent } from '../subscriptions/notification-event.ts';
import type { OutboxMessage } from '../mail/outbox.ts';
import { tieToEvent } from './store-writes.ts';
import type { XmlNode } from '../xml/xml.ts';

/** An organisation held in memory. Accounts are found by primary address, lower case. */
export interface Store {
  readonly organizationId: string;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly groups: readonly SeedGroup[];
  /** Mail that left the organisation, in its order. */
  readonly outbox: OutboxMessage[];
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
  readonly configurations?: SeedMailbox['configurations'];
  /** GUID in the directory, part of every id of this mailbox and, for users, their WorkMail user id. */
  readonly directoryId: string;
}

export interface Account extends Owner {
  /** The mailbox, always the same one. Its folders and items are made the first time: the demo's would take a third of a gateway's start. */
  open(): Mailbox;
}

export interface Mailbox extends Owner {
  readonly root: StoredFolder;
  /** All folders, live, in the order in which they were made. */
  readonly folders: ReadonlyMap<number, StoredFolder>;
  /** All items, live, in order of arrival. */
  readonly items: ReadonlyMap<number, StoredItem>;
  /** The same items, by what they are called. */
  readonly names: ItemsByName;
  /** Folders that are gone, for SyncFolderHierarchy. */
  readonly removedFolders: readonly RemovedFolder[];
  /** Number of the last change in this mailbox; every change takes the next one. */
  readonly sequence: number;
  /** How often the states of synchronisation have been made to expire. */
  readonly syncEpoch: number;
  /** Told of everything that is written, in its order, once the mailbox is whole. */
  readonly watchers: Set<(event: MailboxEvent) => void>;
  /** The emulator's clock, milliseconds since 1970. */
  readonly now: () => number;
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
  readonly items: FolderItems;
  /** How many of them are unread. */
  readonly unreadCount: number;
  readonly removedItems: readonly Tombstone[];
  /** When something in it was last made or changed, milliseconds since 1970; undefined: it has never held anything. */
  readonly committedAt: number | undefined;
  /** When the folder itself was made, renamed, moved or shared, milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Where it was before it was moved, itself or a folder that it lies in; the oldest first. */
  readonly formerPlaces: readonly FormerPlace[];
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
  /** Sequence number of the last change to each property that was changed since the item was made; by propertyLabel. */
  readonly propertyChanges: ReadonlyMap<string, number>;
  /** Number that the next attachment gets. */
  readonly nextAttachment: number;
}

/** A mailbox before it has its root. */
export type Contents = Omit<Mailbox, 'root'>;

/** What is left of a folder or an item that was removed. */
export interface Tombstone {
  readonly id: string;
  readonly createdAt: number;
  readonly removedAt: number;
}

/** A place in the hierarchy that a folder has left. */
export interface FormerPlace {
  /** Numbers of the folders that it lay in, directly or further up. */
  readonly ancestors: readonly number[];
  /** Sequence number of the change that took it away. */
  readonly leftAt: number;
}

export interface RemovedFolder extends Tombstone {
  /** The last of them is the place from which it was removed. */
  readonly formerPlaces: readonly FormerPlace[];
}

/**
 * Builds the store; no mailbox is open yet. `now`: milliseconds since 1970. Every folder, item and attachment gets its id here, and equal seeds make
 * equal ids.
 */
export const createStore = ({ organizationId, mailboxes, groups }: SeedOrganization, now: () => number): Store => {
  const accounts: ReadonlyMap<string, Account> = new Map(
    mailboxes.map((mailbox) => [
      mailbox.address,
      createAccount(organizationId, mailbox, { now, openOther: (address) => accounts.get(address)?.open() }),
    ]),
  );
  return { organizationId, accounts, groups, outbox: [] };
};

/** What stands in for the mailbox of an impersonation role, which has none: nobody's, with nothing in it but an empty folder for contacts. */
export const createRoleMailbox = ({ organizationId }: Store, now: () => number): Mailbox => {
  const contacts = folderWithout('Contacts', 'IPF.Contact', 'contacts', []);
  const role = { address: '', aliases: [], displayName: '', kind: 'USER', password: '' } as const;
  return buildMailbox(
    { ...role, organizationId, directoryId: derivedGuid(organizationId) },
    folderWithout('Root', 'IPF', 'root', [contacts]),
    {
      now,
      openOther: () => undefined,
    },
  );
};

const folderWithout = (
  name: string,
  folderClass: string,
  distinguishedId: string,
  children: readonly SeedFolder[],
): SeedFolder => ({
  name,
  folderClass,
  distinguishedId,
  children,
  items: [],
});

/** The folder that has this well-known id (`inbox`) in a mailbox. */
export const distinguishedFolder = (mailbox: Mailbox, distinguishedId: string): StoredFolder | undefined =>
  [...mailbox.folders.values()].find((folder) => folder.distinguishedId === distinguishedId);

/** Everything below a folder, parents before children, without the folder itself. */
export const descendants = (folder: StoredFolder): readonly StoredFolder[] =>
  folder.children.flatMap((below) => [below, ...descendants(below)]);

/** What a mailbox knows of the world. */
type Surroundings = Pick<Mailbox, 'now' | 'openOther'>;

const createAccount = (
  organizationId: string,
  { root, ...person }: SeedMailbox,
  surroundings: Surroundings,
): Account => {
  const owner: Owner = { ...person, organizationId, directoryId: derivedGuid(person.address) };
  let opened: Mailbox | undefined;
  return { ...owner, open: () => (opened ??= buildMailbox(owner, root(), surroundings)) };
};

const buildMailbox = (owner: Owner, root: SeedFolder, surroundings: Surroundings): Mailbox => {
  const items = new Map<number, StoredItem>();
  const contents: Contents = {
    ...owner,
    folders: new Map(),
    items,
    names: new ItemRegister(items),
    removedFolders: [],
    sequence: 0,
    syncEpoch: 0,
    watchers: new Set(),
    ...surroundings,
  };
  const mailbox = Object.assign(contents, { root: addFolder(contents, undefined, root) });
  for (const item of mailbox.items.values()) tieToEvent(mailbox, item);
  return mailbox;
};
