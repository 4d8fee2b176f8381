import type { ItemId } from '../../ews/properties/id.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { isMessage } from '../write/own-kind.ts';
import { invalidField, WriteRefusal } from '../write/write-refusal.ts';

/**
 * Reads what is to be answered or forwarded. What is no message looks like what is not there, since its kind may be none of the caller's business.
 * `path`: where the id stands in the input. Throws WriteRefusal NOT_FOUND, INVALID for a draft, and EwsError.
 */
export const readOriginal = async (
  { items }: Pick<OpenedMailbox, 'items'>,
  { id, path }: { readonly id: ItemId; readonly path: readonly string[] },
  wanted: readonly AnyProperty[],
): Promise<ItemOf<'Message'>> => {
  const item = await items.load(id, [messageProperties.isDraft, messageProperties.isFromMe, ...wanted]);
  if (!isMessage(item)) throw new WriteRefusal({ reason: 'NOT_FOUND' });
  if (item.properties.isDraft === true)
    throw invalidField(path, 'is the id of a draft, which nobody has sent and nobody can answer.');
  return item;
};
