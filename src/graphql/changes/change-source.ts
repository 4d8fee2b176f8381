import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';
import {
  asRemoval,
  type FolderChanged,
  type ItemChanged,
  type ItemMoved,
  type ItemRemoved,
  type MailboxChange,
} from '../../mailbox/feed/mailbox-change.ts';
import type { FolderKind, KnownFolder } from '../../mailbox/folder-tree.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Resync, ResyncReason } from '../../notifications/mailbox-event.ts';
import { seesCalendar, seesMail, type AnyOf } from '../guards/permission.ts';

/** What became of something. */
export type ChangeKind = 'CREATED' | 'UPDATED' | 'MOVED';

const changedTypeNames = {
  Message: 'MessageChanged',
  CalendarItem: 'CalendarEventChanged',
  Contact: 'ContactChanged',
  Task: 'TaskChanged',
} as const satisfies Record<ItemType, string>;

/** An item that is there, or is another. */
export interface ItemChangedSource {
  readonly typeName: (typeof changedTypeNames)[ItemType];
  readonly mailbox: OpenedMailbox;
  readonly kind: ChangeKind;
  readonly id: ItemId;
  readonly folderId: FolderId;
  readonly previousId: ItemId | undefined;
  /** IANA name of the zone that the times of an event are shown in; absent: its own. */
  readonly timeZone?: string | undefined;
}

/** An item that was marked as read or unread. */
export interface ReadStateSource {
  readonly typeName: 'MessageReadStateChanged';
  readonly mailbox: OpenedMailbox;
  readonly id: ItemId;
  readonly isRead: boolean;
}

/** An item that has left a folder. */
export interface ItemRemovedSource {
  readonly typeName: 'ItemRemoved';
  readonly mailbox: OpenedMailbox;
  readonly id: ItemId;
  readonly folderId: FolderId;
  readonly folderKind: FolderKind;
}

/** A folder that is there, or is another; as it was when the change was read. */
export interface FolderChangedSource {
  readonly typeName: 'FolderChanged';
  readonly mailbox: OpenedMailbox;
  readonly kind: ChangeKind;
  readonly folder: KnownFolder;
}

/** A folder that is gone. */
export interface FolderRemovedSource {
  readonly typeName: 'FolderRemoved';
  readonly mailbox: OpenedMailbox;
  readonly id: FolderId;
}

/** What was told before is not enough to go on from. */
export interface ResyncSource {
  readonly typeName: 'ResyncRequired';
  readonly mailbox: OpenedMailbox;
  readonly reason: ResyncReason;
}

/** What resolvers of the union MailboxChange get. `mailbox` is the caller's own: its rights decide, and its `items` read what is shown. */
export type MailboxChangeSource =
  | ItemChangedSource
  | ReadStateSource
  | ItemRemovedSource
  | FolderChangedSource
  | FolderRemovedSource
  | ResyncSource;

/** Who may be told what happens in a folder, by what the folder is for. */
export const toldInFolder: Readonly<Record<FolderKind, AnyOf>> = {
  MAIL: seesMail,
  CALENDAR: seesCalendar,
  CONTACTS: ['READ_CONTACTS'],
  TASKS: seesCalendar,
  NOTES: seesMail,
  SEARCH: seesMail,
  OTHER: seesMail,
};

/** The only folders in which lists show such items; one that lies elsewhere, deleted or misfiled, is told by the counts of the folder there. */
const homes: Readonly<Partial<Record<ItemType, FolderKind>>> = {
  CalendarItem: 'CALENDAR',
  Contact: 'CONTACTS',
  Task: 'TASKS',
};

type Told = Pick<ItemChanged | ItemMoved, 'itemType' | 'isPeopleList'>;

/** Whether an item of this kind shows in a folder of that kind, to the caller of this mailbox. */
const shows = ({ may }: OpenedMailbox, { itemType, isPeopleList }: Told, folderKind: FolderKind): boolean => {
  if (!may(toldInFolder[folderKind])) return false;
  if (itemType !== 'Message') return folderKind === homes[itemType];
  return may(seesMail) && (!isPeopleList || may(['READ_CONTACTS']));
};

const itemChanged = (
  mailbox: OpenedMailbox,
  { itemType, id, folderId }: Pick<ItemChanged, 'itemType' | 'id' | 'folderId'>,
  kind: ChangeKind,
  previousId?: ItemId,
): ItemChangedSource => ({ typeName: changedTypeNames[itemType], mailbox, kind, id, folderId, previousId });

const itemRemoved = (
  mailbox: OpenedMailbox,
  { id, folderId, folderKind }: ItemRemoved,
): ItemRemovedSource | undefined =>
  mailbox.may(toldInFolder[folderKind]) ? { typeName: 'ItemRemoved', mailbox, id, folderId, folderKind } : undefined;

/** A move out of what the caller is told of ends there, one into it begins there. */
const itemMoved = (mailbox: OpenedMailbox, change: ItemMoved): MailboxChangeSource | undefined => {
  const { folderKind, previousId, previousFolder } = change;
  if (!shows(mailbox, change, folderKind)) return itemRemoved(mailbox, asRemoval(change));
  return shows(mailbox, change, previousFolder.folderKind)
    ? itemChanged(mailbox, change, 'MOVED', previousId)
    : itemChanged(mailbox, change, 'CREATED');
};

const folderKinds: Readonly<Record<FolderChanged['what'], ChangeKind>> = {
  created: 'CREATED',
  updated: 'UPDATED',
  moved: 'MOVED',
  counted: 'UPDATED',
};

/**
 * A change as clients are told it; undefined where the caller of this mailbox may not be told of it, or nothing that lists show has changed. Asks the
 * mail server nothing.
 */
export const changeSource = (
  mailbox: OpenedMailbox,
  change: MailboxChange | Resync,
): MailboxChangeSource | undefined => {
  const { may } = mailbox;
  switch (change.type) {
    case 'item':
      return shows(mailbox, change, change.folderKind)
        ? itemChanged(mailbox, change, change.what === 'created' ? 'CREATED' : 'UPDATED')
        : undefined;
    case 'itemMoved':
      return itemMoved(mailbox, change);
    case 'itemRemoved':
      return itemRemoved(mailbox, change);
    case 'readState':
      return may(seesMail) && may(toldInFolder[change.folderKind])
        ? { typeName: 'MessageReadStateChanged', mailbox, id: change.id, isRead: change.isRead }
        : undefined;
    case 'folder':
      return may(seesMail)
        ? { typeName: 'FolderChanged', mailbox, kind: folderKinds[change.what], folder: change.folder }
        : undefined;
    case 'folderRemoved':
      return may(seesMail) ? { typeName: 'FolderRemoved', mailbox, id: change.id } : undefined;
    case 'resync':
      return { typeName: 'ResyncRequired', mailbox, reason: change.reason };
  }
};
