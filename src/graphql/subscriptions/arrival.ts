import { EwsError } from '../../ews/errors.ts';
import type { FolderId, ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import type { ItemChanged, ItemMoved } from '../../mailbox/feed/mailbox-change.ts';
import { isGone } from '../../mailbox/is-gone.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { MailboxEvent } from '../../notifications/mailbox-event.ts';
import type { MessageFilterInput } from '../messages/message-filter.ts';
import type { ItemFilter } from '../messages/matches-filter.ts';

/** A message that has come into a folder that somebody listens to, or that what has come must be looked for. */
export type Arrival = { readonly id: ItemId } | 'resync';

/** Which arrivals are wanted. */
export interface WantedArrivals {
  /** Undefined: all that hold mail. */
  readonly folders: ReadonlySet<FolderId> | undefined;
  /** Undefined: all messages. */
  readonly filter: ItemFilter | undefined;
  /** Drafts are left out unless they are asked about. */
  readonly withDrafts: boolean;
}

const isArrival = (change: MailboxEvent['change']): change is ItemChanged | ItemMoved =>
  change.type === 'itemMoved' || (change.type === 'item' && change.what === 'created');

/** The item, or why it could not be read. */
const tryToRead = async (
  { items }: OpenedMailbox,
  id: ItemId,
  rows: readonly AnyProperty[],
): Promise<Item | EwsError> => {
  try {
    return await items.load(id, rows);
  } catch (error) {
    if (error instanceof EwsError) return error;
    throw error;
  }
};

/**
 * What of an event is an arrival that is wanted. Reads the message with the rows that decide and those that will be `shown`, in one GetItem. One that is
 * gone again is told where there is no filter that it would have to match; one that cannot be read is told, for it may be wanted.
 */
export const arrivalIn = async (
  { change }: MailboxEvent,
  mailbox: OpenedMailbox,
  { folders, filter, withDrafts }: WantedArrivals,
  shown: readonly AnyProperty[],
): Promise<Arrival | undefined> => {
  if (change.type === 'resync') return 'resync';
  if (!isArrival(change) || change.itemType !== 'Message') return undefined;
  const isThere = folders === undefined ? change.folderKind === 'MAIL' : folders.has(change.folderId);
  if (!isThere || (change.isPeopleList && !mailbox.may(['READ_CONTACTS']))) return undefined;
  const { id } = change;
  const item = await tryToRead(mailbox, id, [...(filter?.wanted ?? []), messageProperties.isDraft, ...shown]);
  if (item instanceof EwsError) return isGone(item) && filter !== undefined ? undefined : { id };
  if (item.type !== 'Message' || isHiddenList(item, mailbox)) return undefined;
  if (item.properties.isDraft === true && !withDrafts) return undefined;
  return filter === undefined || filter.matches(item) ? { id } : undefined;
};

/** Whether a filter says anything of this field, at any depth. */
export const asksAbout = (filter: MessageFilterInput | null | undefined, field: keyof MessageFilterInput): boolean => {
  if (filter === null || filter === undefined) return false;
  const { and, or, not } = filter;
  const own = filter[field];
  return (
    (own !== null && own !== undefined) ||
    [...(and ?? []), ...(or ?? []), ...(not === null || not === undefined ? [] : [not])].some((part) =>
      asksAbout(part, field),
    )
  );
};
