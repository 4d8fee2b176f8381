import { EwsError } from '../ews/errors.ts';
import type { Item } from '../ews/properties/item-types.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { OpenedMailbox } from './open-mailbox.ts';

/** An item, and why the rows that only GetItem returns are missing, if they are. */
export interface CompletedItem<Found extends Item = Item> {
  readonly item: Found;
  readonly failure: EwsError | undefined;
}

/**
 * Reads the rows that FindItem could not return, all in one GetItem, and puts them beside what it did; an item that cannot be read keeps what it
 * has, beside the reason.
 */
export const completeItems = async <Found extends Item>(
  { items }: Pick<OpenedMailbox, 'items'>,
  found: readonly Found[],
  wanted: readonly AnyProperty[],
): Promise<readonly CompletedItem<Found>[]> => {
  const rest = wanted.filter((row) => row.allows.find !== true);
  return Promise.all(
    found.map(async (item): Promise<CompletedItem<Found>> => {
      if (rest.length === 0) return { item, failure: undefined };
      try {
        const loaded = await items.load(item.id, rest);
        const properties = { ...item.properties, ...loaded.properties };
        return { item: { ...item, changeKey: loaded.changeKey ?? item.changeKey, properties }, failure: undefined };
      } catch (error) {
        if (!(error instanceof EwsError)) throw error;
        return { item, failure: error };
      }
    }),
  );
};
