import type { EwsError } from '../ews/errors.ts';
import type { AttachmentId, FolderId, FolderTarget } from '../ews/properties/id.ts';
import type { Item, ItemOf, ItemType } from '../ews/properties/item-types.ts';
import type { ItemRow } from '../mailbox/find-items.ts';
import type { KnownFolder, MailboxFolder } from '../mailbox/folder-tree.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { Cursor } from '../mailbox/page.ts';
import type { AttachmentHolder } from '../mailbox/content-permission.ts';
import type { DirectoryMailbox } from '../directory/directory.ts';
import type { Edge } from './connection.ts';
import type { MailboxRights } from './guards/permission.ts';

/** What resolvers of Mailbox get. Known by its directory entry; opened when a field needs what is inside. */
export interface MailboxSource {
  readonly typeName: 'Mailbox';
  readonly entry: DirectoryMailbox;
  /** What its caller may do to it, known without opening it. */
  readonly mailbox: MailboxRights;
  /** Throws NOT_FOUND when the caller may not open it after all. */
  readonly open: () => Promise<OpenedMailbox>;
}

/** What resolvers of Folder and Calendar get: where it is, and what is known of it when a field asks for that. */
export interface FolderSource {
  readonly typeName: 'Folder' | 'Calendar';
  readonly mailbox: OpenedMailbox;
  /** Enough to read what is in the folder. */
  readonly target: FolderTarget;
  /** All three throw NOT_FOUND when it is gone. */
  readonly id: () => Promise<FolderId>;
  /** Its name, kind and place in the tree, perhaps a minute old. */
  readonly place: () => Promise<KnownFolder>;
  /** The same with its role and counts, fresh. */
  readonly load: () => Promise<MailboxFolder>;
}

const itemTypeNames = {
  Message: 'Message',
  CalendarItem: 'CalendarEvent',
  Contact: 'Contact',
  Task: 'TaskItem',
} as const satisfies Record<ItemType, string>;

/** Where an attached item is: its attachment, and what that hangs on. */
export interface InAttachment {
  readonly id: AttachmentId;
  readonly holder: AttachmentHolder;
}

/** What resolvers of an item's type get: the item with the rows that the selection reads. */
export interface ItemSource<Type extends ItemType = ItemType> {
  readonly typeName: (typeof itemTypeNames)[Type];
  readonly mailbox: OpenedMailbox;
  readonly item: ItemOf<Type>;
  /** Why the rows that only GetItem returns are missing; what FindItem told stands. */
  readonly failure: EwsError | undefined;
  /** The attachment that holds this item: such an item has no life of its own in the mailbox. */
  readonly attachment: InAttachment | undefined;
}

/** Any item as a resolver's parent. */
export type AnyItemSource =
  | ItemSource<'Message'>
  | ItemSource<'CalendarItem'>
  | ItemSource<'Contact'>
  | ItemSource<'Task'>;

/** An event, with what the place that it was found in knows besides. */
export interface EventSource extends ItemSource<'CalendarItem'> {
  /** IANA name of the zone that its times are shown in; absent: the event's own. */
  readonly timeZone?: string | undefined;
  /** The series that an occurrence belongs to, where it was read in the same call. */
  readonly master?: ItemOf<'CalendarItem'> | undefined;
}

/** Pairs an item with the mailbox it lives in. */
export const itemSource = (
  mailbox: OpenedMailbox,
  item: Item,
  {
    failure,
    attachment,
  }: { readonly failure?: EwsError | undefined; readonly attachment?: InAttachment | undefined } = {},
): AnyItemSource => ({ typeName: itemTypeNames[item.type], mailbox, item, failure, attachment }) as AnyItemSource;

/** The source as one item type's; undefined when it is another's. */
export const sourceOf = <Type extends ItemType>(source: AnyItemSource, type: Type): ItemSource<Type> | undefined =>
  source.item.type === type ? (source as unknown as ItemSource<Type>) : undefined;

/** Rows of a list as edges of one item type; rows of another type have no place in it. `cursorText` seals a row's cursor. */
export const edgesOf = <Type extends ItemType>(
  mailbox: OpenedMailbox,
  type: Type,
  rows: readonly ItemRow[],
  cursorText: (cursor: Cursor) => string,
): readonly Edge<ItemSource<Type>>[] =>
  rows.flatMap((row) => {
    const node = sourceOf(itemSource(mailbox, row.item, { failure: row.failure }), type);
    return node === undefined ? [] : [{ node, cursor: () => cursorText(row.cursor) }];
  });
