import { EwsError } from '../../ews/errors.ts';
import { createAttachment } from '../../ews/operations/create-attachment.ts';
import { deleteAttachment } from '../../ews/operations/delete-attachment.ts';
import type { NewAttachment } from '../../ews/properties/attachment.ts';
import type { AttachmentId, ItemId } from '../../ews/properties/id.ts';
import type { Item, ItemOf } from '../../ews/properties/item-types.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isMessage, refusalOfKind } from './own-kind.ts';
import { bytesOfAttachment, checkQuotas } from './quotas.ts';
import { WriteRefusal } from './write-refusal.ts';

/** A message that files are to be hung on. */
export interface AttachmentParent {
  readonly id: ItemId;
  /** The version that is meant; undefined: whichever it is. */
  readonly ifChangeKey: string | undefined;
  /** What a conflict tells of the message as it is now. */
  readonly shown: readonly AnyProperty[];
  /** Told when only some could be hung, before that is thrown. */
  readonly onSome: () => void;
}

type Source = Pick<OpenedMailbox, 'session' | 'items' | 'may'>;

const readAfresh = ({ items }: Source, id: ItemId, rows: readonly AnyProperty[]): Promise<Item> => {
  items.forget(id);
  return items.load(id, rows);
};

const demandMessage = (mailbox: Source, item: Item): ItemOf<'Message'> => {
  const refusal = refusalOfKind(mailbox, item);
  if (refusal !== undefined) throw refusal;
  if (!isMessage(item)) throw new WriteRefusal({ reason: 'UNSUPPORTED', detail: 'This is no message.' });
  return item;
};

/** How many of these failed, in words. */
const partialFailure = (failed: number, of: number, what: string): WriteRefusal =>
  new WriteRefusal({
    reason: 'CONFLICT',
    detail: `${failed} of ${of} files could not be ${what}; the others were. Look at the message before you try again.`,
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
 * Hangs files and items on a message, all in one CreateAttachment, after one GetItem: that operation takes any change key, so the version is compared here.
 * When its answer is lost the message is looked at. Throws WriteRefusal: CHANGED, QUOTA, NOT_FOUND and UNSUPPORTED for what is no message; CONFLICT
 * when only some of them could be hung; EwsError.
 */
export const addAttachments = async (
  mailbox: Source,
  { id, ifChangeKey, shown, onSome }: AttachmentParent,
  added: readonly NewAttachment[],
): Promise<void> => {
  const item = demandMessage(mailbox, await readAfresh(mailbox, id, [itemProperties.attachments, ...shown]));
  if (ifChangeKey !== undefined && ifChangeKey !== item.changeKey)
    throw new WriteRefusal({ reason: 'CHANGED', current: item });
  const there = item.properties.attachments ?? [];
  checkQuotas({
    attachments: there.length + added.length,
    contentBytes: [...there.map(({ size = 0 }) => size), ...added.map(bytesOfAttachment)].reduce((a, b) => a + b, 0),
  });
  const parent = { id, changeKey: item.changeKey };
  try {
    refuseFailures(await mailbox.session.callEach(createAttachment, { parent, attachments: added }), 'added');
  } catch (error) {
    if (error instanceof WriteRefusal) onSome();
    if (!(error instanceof EwsError) || !error.mayBeDone) throw error;
    const isDone = await areThere(mailbox, item, added).catch(() => false);
    if (!isDone) throw error;
  } finally {
    mailbox.items.forget(id);
  }
};

/**
 * Takes attachments off their message, all in one DeleteAttachment. `onMessage` is told each message that lost some, before failures are thrown; some
 * servers do not tell it. Throws WriteRefusal CONFLICT when only some could be removed, and EwsError.
 */
export const removeAttachments = async (
  mailbox: Source,
  ids: readonly AttachmentId[],
  onMessage: (id: ItemId) => void,
): Promise<void> => {
  const results = await mailbox.session.callEach(deleteAttachment, { ids });
  const parents = new Set(results.flatMap((result) => (isError(result) ? [] : (result?.id ?? []))));
  for (const parent of parents) {
    mailbox.items.forget(parent);
    onMessage(parent);
  }
  refuseFailures(results, 'removed');
};
