import type { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';

/** Items that one GetItem asks for: it tells their bodies. */
const itemsAtOnce = 20;

/** Reads rows of any number of items, one answer for each, in their order. Throws EwsError for what fails as a whole. */
export const getItems = async (
  session: EwsSession,
  ids: readonly ItemId[],
  wanted: readonly AnyProperty[],
): Promise<readonly (Item | EwsError)[]> => {
  const found: (Item | EwsError)[] = [];
  for (let from = 0; from < ids.length; from += itemsAtOnce) {
    const targets = ids.slice(from, from + itemsAtOnce).map((id) => ({ id }));
    found.push(...(await session.callEach(getItem, { ids: targets, wanted })));
  }
  return found;
};
