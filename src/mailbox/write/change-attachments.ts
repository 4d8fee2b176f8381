import { EwsError } from '../../ews/errors.ts';
import { createAttachment } from '../../ews/operations/create-attachment.ts';
import { deleteAttachment } from '../../ews/operations/delete-attachment.ts';
import type { NewAttachment } from '../../ews/properties/attachment.ts';
import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { AttachmentId, ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isOccurrence } from './events/event-standing.ts';
import { isMessage, refusalOfKind } from './own-kind.ts';
import { bytesOfAttachment, checkQuotas } from './quotas.ts';
import { invalidField, WriteRefusal } from './write-refusal.ts';

/** A message or an event that files are to be hung on. */
export interface AttachmentParent {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  /** What a conflict tells of it as it is now. */
  readonly shown: readonly AnyProperty[];
  /** Told what it is when only some could be hung, before that is thrown. */
  readonly onSome: (type: HolderType) => void;
}

/** What files are hung on. */
export type HolderType = 'Message' | 'CalendarItem';

type Source = Pick<OpenedMailbox, 'session' | 'items' | 'may'>;

const readAfresh = ({ items }: Source, id: ItemId, rows: readonly AnyProperty[]): Promise<Item> => {
  items.forget(id);
  return items.load(id, rows);
};

const demandHolder = (mailbox: Source, item: Item): ItemOf<'Message'> | ItemOf<'CalendarItem'> => {
  const refusal = refusalOfKind(mailbox, item);
  if (refusal !== undefined) throw refusal;
  if (item.type === 'CalendarItem' || isMessage(item)) return item;
  throw new WriteRefusal({ reason: 'UNSUPPORTED', detail: 'This is neither a message nor an event.' });
};

/** Where a server lets a file hang on one occurrence, and where on the whole series by the occurrence's id, nobody can know. */
const refuseOccurrence = async ({ items }: Source, item: Item): Promise<void> => {
  if (item.type !== 'CalendarItem') return;
  const event = await items.load(item.id, [calendarItemProperties.itemType]);
  if (event.type === 'CalendarItem' && isOccurrence(event))
    throw invalidField(
      ['input', 'id'],
      'is the id of one occurrence; files hang on the whole series, by the id of its `seriesMaster`.',
    );
};

/** How many of these failed, in words. */
const partialFailure = (failed: number, of: number, what: string): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail: `${failed} of ${of} files could not be ${what}; the others were. Look at what hangs there before you try again.`,
  });

const isError = (result: unknown): result is EwsError => result instanceof EwsError;

const refuseFailures = (results: readonly unknown[], what: string): void => {
  const failures = results.filter(isError);
  const [first] = failures;
  if (first === undefined) return;
  if (failures.length === results.length || failures.some(({ mayBeDone }) => mayBeDone)) throw first;
  throw partialFailure(failures.length, results.length, what);
};

/** Whether these, and nothing else, hang there beside what did before: then a write whose answer was lost was done. */
const areThere = async (mailbox: Source, before: Item, added: readonly NewAttachment[]): Promise<boolean> => {
  const known = new Set(before.properties.attachments?.map(({ id }) => id));
  const now = await readAfresh(mailbox, before.id, [itemProperties.attachments]);
  const fresh = (now.properties.attachments ?? []).filter(({ id }) => !known.has(id));
  const names = (list: readonly { readonly name: string }[]): string => JSON.stringify(list.map(({ name }) => name));
  return fresh.length === added.length && names(fresh) === names(added);
};

/**
 * Hangs files and items on a message or an event, all in one CreateAttachment, after one GetItem: that operation takes any change key, so the version is
 * compared here; of an event another GetItem. When its answer is lost the item is looked at. Throws WriteRefusal: CHANGED, QUOTA, NOT_FOUND and UNSUPPORTED for anything else; CONFLICT
 * when only some of them could be hung; EwsError.
 */
export const addAttachments = async (
  mailbox: Source,
  { id, ifChangeKey, shown, onSome }: AttachmentParent,
  added: readonly NewAttachment[],
): Promise<HolderType> => {
  const item = demandHolder(mailbox, await readAfresh(mailbox, id, [itemProperties.attachments, ...shown]));
  if (ifChangeKey !== undefined && ifChangeKey !== item.changeKey)
    throw new WriteRefusal({ reason: 'CHANGED', current: item });
  await refuseOccurrence(mailbox, item);
  const there = item.properties.attachments ?? [];
  checkQuotas({
    attachments: there.length + added.length,
    contentBytes: [...there.map(({ size = 0 }) => size), ...added.map(bytesOfAttachment)].reduce((a, b) => a + b, 0),
  });
  const parent = { id, changeKey: item.changeKey };
  try {
    refuseFailures(await mailbox.session.callEach(createAttachment, { parent, attachments: added }), 'added');
  } catch (error) {
    if (error instanceof WriteRefusal) onSome(item.type);
    if (!(error instanceof EwsError) || !error.mayBeDone) throw error;
    const isDone = await areThere(mailbox, item, added).catch(() => false);
    if (!isDone) throw error;
  } finally {
    mailbox.items.forget(id);
  }
  return item.type;
};

/**
 * Takes attachments off their message or event, all in one DeleteAttachment. `onHolder` is told each item that lost some, before failures are thrown; some
 * servers do not tell it. Throws WriteRefusal CONFLICT when only some could be removed, and EwsError.
 */
export const removeAttachments = async (
  mailbox: Source,
  ids: readonly AttachmentId[],
  onHolder: (id: ItemId) => void,
): Promise<void> => {
  const results = await mailbox.session.callEach(deleteAttachment, { ids });
  const parents = new Set(results.flatMap((result) => (isError(result) ? [] : (result?.id ?? []))));
  for (const parent of parents) {
    mailbox.items.forget(parent);
    onHolder(parent);
  }
  refuseFailures(results, 'removed');
};
