import { EwsError } from '../ews/errors.ts';
import type { ItemId } from '../ews/properties/id.ts';
import type { Item } from '../ews/properties/item-types.ts';
import { itemProperties } from '../ews/properties/item.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/**
 * An item that another one points at, which need not be in this mailbox: a delegate's request points into the calendar of somebody else. One that
 * is elsewhere, or does not tell where it is, is ErrorItemNotFound, whatever may be read of it: it is shown in the mailbox that it lies in. Costs
 * one GetItem, and in a mailbox that was never seen a look at its folders. Throws EwsError.
 */
export const loadReferenced = async (
  { items, folders, address }: Pick<OpenedMailbox, 'items' | 'folders' | 'address'>,
  id: ItemId,
  wanted: readonly AnyProperty[],
): Promise<Item> => {
  // The session finds out what is foreign, as soon as it knows the folders.
  if (folders.ownIfKnown()?.ids === undefined) await folders.known();
  const item = await items.load(id, [...wanted, itemProperties.parentFolderId]);
  if (item.properties.parentFolderId !== undefined) return item;
  throw new EwsError('response', `GetItem as ${address}: it does not tell its folder`, {
    responseCode: 'ErrorItemNotFound',
  });
};
