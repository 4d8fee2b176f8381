import type { Permission } from '../access/caller.ts';
import type { Item, ItemType } from '../ews/properties/item-types.ts';
import type { GlobalIdType } from '../global-id.ts';

const byType: Readonly<Record<ItemType, Permission>> = {
  Message: 'READ_MESSAGES',
  CalendarItem: 'READ_CALENDAR',
  Contact: 'READ_CONTACTS',
  Task: 'READ_CALENDAR',
};

/** Every permission that some item's content takes. */
export const contentPermissions: readonly Permission[] = [...new Set(Object.values(byType))];

/** Whether an item is a list of people, which reads as a message in everything else. */
export const isPeopleList = ({ element }: Pick<Item, 'element'>): boolean => element === 'DistributionList';

/** What an item's content takes: its text, what hangs on it, the whole of it as a file. */
export const contentPermission = (item: Pick<Item, 'type' | 'element'>): Permission =>
  isPeopleList(item) ? 'READ_CONTACTS' : byType[item.type];

/** Whether an item that reads as a message is a list of people, and not this caller's to read. */
export const isHiddenList = (
  item: Pick<Item, 'element'>,
  { may }: { readonly may: (anyOf: readonly Permission[]) => boolean },
): boolean => isPeopleList(item) && !may(['READ_CONTACTS']);

/**
 * What an attachment hangs on, as far as permissions go: on mail, or on events and tasks. `mixed`: on an item of the one kind that is itself
 * attached to an item of the other, so that both permissions are needed.
 */
export type AttachmentHolder = 'message' | 'event' | 'mixed';

/** All of these are needed for what hangs on such a holder. */
export const holderPermissions: Readonly<Record<AttachmentHolder, readonly Permission[]>> = {
  message: ['READ_MESSAGES'],
  event: ['READ_CALENDAR'],
  mixed: ['READ_MESSAGES', 'READ_CALENDAR'],
};

/** What an item of this type is as a holder; `outer` is what the item itself is attached to, if it is. */
export const holderIn = (outer: AttachmentHolder | undefined, type: Exclude<ItemType, 'Contact'>): AttachmentHolder => {
  const own = type === 'Message' ? 'message' : 'event';
  return outer === undefined || outer === own ? own : 'mixed';
};

/** Ids tell what their attachment hangs on, so that a refusal needs no look at the mail server. */
export const attachmentIdTypes = {
  message: 'MessageAttachment',
  event: 'EventAttachment',
  mixed: 'MixedAttachment',
} as const satisfies Record<AttachmentHolder, GlobalIdType>;

/** The same for the item inside an attachment. */
export const attachedItemIdTypes = {
  message: 'MessageAttachedItem',
  event: 'EventAttachedItem',
  mixed: 'MixedAttachedItem',
} as const satisfies Record<AttachmentHolder, GlobalIdType>;

/** What an attachment hangs on, by the type of its id. */
export const attachmentHolders = {
  MessageAttachment: 'message',
  EventAttachment: 'event',
  MixedAttachment: 'mixed',
} as const satisfies Partial<Record<GlobalIdType, AttachmentHolder>>;

/** What the attachment hangs on that holds an attached item, by the type of the item's id. */
export const attachedItemHolders = {
  MessageAttachedItem: 'message',
  EventAttachedItem: 'event',
  MixedAttachedItem: 'mixed',
} as const satisfies Partial<Record<GlobalIdType, AttachmentHolder>>;

/** What hangs where, by the type of any id; undefined: the id is of nothing of this kind. */
export const holderIfAttached = (
  holders: Readonly<Partial<Record<GlobalIdType, AttachmentHolder>>>,
  type: GlobalIdType,
): AttachmentHolder | undefined => holders[type];
