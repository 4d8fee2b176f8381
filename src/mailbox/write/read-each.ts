import { EwsError, type EwsErrorKind } from '../../ews/errors.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';

/** What is wrong with one item; everything else is wrong with the call. */
const ofOneItem: ReadonlySet<EwsErrorKind> = new Set(['response', 'decode', 'tooLarge']);

/** Reads items with at least these rows in one GetItem: each, or why it could not be read. Throws EwsError when the call failed as a whole. */
export const readEach = async (
  { items }: Pick<OpenedMailbox, 'items'>,
  ids: readonly ItemId[],
  wanted: readonly AnyProperty[],
): Promise<ReadonlyMap<ItemId, Item | EwsError>> =>
  new Map(
    await Promise.all(
      ids.map(async (id): Promise<readonly [ItemId, Item | EwsError]> => {
        try {
          return [id, await items.load(id, wanted)];
        } catch (error) {
          if (error instanceof EwsError && ofOneItem.has(error.kind)) return [id, error];
          throw error;
        }
      }),
    ),
  );
