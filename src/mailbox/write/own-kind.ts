import type { Permission } from '../../access/caller.ts';
import { EwsError } from '../../ews/errors.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf, ItemType } from '../../ews/properties/item-types.ts';
import { isPeopleList } from '../content-permission.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { readEach } from './read-each.ts';
import type { WriteFailure } from './write-each.ts';
import { WriteRefusal } from './write-refusal.ts';

const byType: Readonly<Record<ItemType, Permission>> = {
  Message: 'WRITE_MESSAGES',
  CalendarItem: 'WRITE_CALENDAR',
  Contact: 'WRITE_CONTACTS',
  Task: 'WRITE_CALENDAR',
};

/** What a caller of the mutations for messages lacks when it is kept to messages. */
const otherKinds: readonly Permission[] = ['WRITE_CALENDAR', 'WRITE_CONTACTS'];

type Rights = Pick<OpenedMailbox, 'may'>;

/** Whether an item is what a mail user calls a message. */
export const isMessage = (item: Pick<Item, 'type' | 'element'>): item is ItemOf<'Message'> =>
  item.type === 'Message' && !isPeopleList(item);

/** Whether every item of a mailbox is this caller's to write, so that nobody need look what kind an id is of. */
export const mayWriteEveryKind = ({ may }: Rights): boolean => otherKinds.every((permission) => may([permission]));

/** Why an item is not this caller's to write as it writes messages; undefined when it is. What the server says of an item that does not exist. */
export const refusalOfKind = (rights: Rights, item: Pick<Item, 'type' | 'element'>): EwsError | undefined => {
  const permission = isPeopleList(item) ? 'WRITE_CONTACTS' : byType[item.type];
  return rights.may([permission])
    ? undefined
    : new EwsError('response', `writing to it takes ${permission}`, { responseCode: 'ErrorItemNotFound' });
};

/** With these a server says that what it was asked to write to is no message, or none of the usual kind. */
const saysOtherKind: ReadonlySet<string | undefined> = new Set([
  'ErrorObjectTypeChanged',
  'ErrorSendMeetingInvitationsOrCancellationsRequired',
  'ErrorSendMeetingCancellationsRequired',
  'ErrorAffectedTaskOccurrencesRequired',
]);

/** The failure of a write to one item, in a mail user's words where the item is of another kind. */
export const asFailureOfKind = (error: EwsError): WriteFailure =>
  saysOtherKind.has(error.responseCode)
    ? new WriteRefusal({ reason: 'UNSUPPORTED', detail: 'This is not a message, or not one that can be written so.' })
    : error;

/**
 * The ids that are not this caller's to write as messages, and why: those of events, tasks and contacts, unless it may write these too, and those
 * that lead nowhere. An id does not tell its kind, so one GetItem does, for such callers alone. Throws EwsError when that call fails.
 */
export const refuseOtherKinds = async (
  mailbox: Rights & Pick<OpenedMailbox, 'items'>,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, EwsError>> => {
  if (mayWriteEveryKind(mailbox)) return new Map();
  const found = await readEach(mailbox, ids, []);
  return new Map(
    [...found].flatMap(([id, item]) => {
      const refusal = item instanceof EwsError ? item : refusalOfKind(mailbox, item);
      return refusal === undefined ? [] : [[id, refusal] as const];
    }),
  );
};
