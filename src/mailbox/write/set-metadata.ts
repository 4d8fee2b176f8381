import type { ItemId } from '../../ews/properties/id.ts';
import { looseValue } from '../../ews/properties/item-element.ts';
import { metadataProperty } from '../../ews/properties/named-property.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { assign } from '../../ews/properties/written-rows.ts';
import { changeItems, type ChangeSource } from './change-items.ts';
import type { WriteOutcome } from './write-each.ts';
import { invalidField } from './write-refusal.ts';

/** A key and its value; null takes the key away. */
export interface MetadataChange {
  readonly key: string;
  readonly value: string | null;
}

/** What is set and removed. */
export interface MetadataChanges {
  readonly entries: readonly MetadataChange[];
  /** Where they stand in the input. */
  readonly path: readonly string[];
  /** What a conflict tells of the message as it is now. */
  readonly shown: readonly AnyProperty[];
}

/** Keys that one message may have under one namespace. */
export const mostMetadataEntries = 100;

/** Bytes of the JSON that one message may have under one namespace: a server may cut or refuse a longer text property. */
export const mostMetadataBytes = 32 * 1024;

/** What somebody else wrote and is no object counts as nothing, as for those who read it. */
const objectIn = (json: string | undefined): readonly (readonly [string, unknown])[] => {
  if (json === undefined) return [];
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  } catch {
    return [];
  }
};

/** XML can hold all that JSON writes but these two. */
const escaped = (json: string): string =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** Bytes of entries as they are kept. */
export const metadataBytes = (entries: Iterable<readonly [string, unknown]>): number =>
  Buffer.byteLength(escaped(JSON.stringify(Object.fromEntries(entries))));

/**
 * Sets and removes keys of what callers keep on messages under a namespace: one named property with a JSON object, read, changed and written over
 * nothing else, as `changeItems` does it. The last key takes the property with it. Refuses a message that would have too much.
 */
export const setMetadata = (
  mailbox: ChangeSource,
  ids: readonly ItemId[],
  namespace: string,
  { entries, path, shown }: MetadataChanges,
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const row = metadataProperty(namespace);
  return changeItems(
    mailbox,
    ids.map((id) => ({ id })),
    {
      follows: [row],
      shown,
      change: (item) => {
        const before = item === undefined ? undefined : looseValue(item, row);
        const values = new Map(objectIn(before));
        for (const { key, value } of entries) {
          if (value === null) values.delete(key);
          else values.set(key, value);
        }
        if (values.size > mostMetadataEntries)
          throw invalidField(path, `would leave more than ${mostMetadataEntries} keys on the message.`);
        if (metadataBytes(values) > mostMetadataBytes)
          throw invalidField(path, `would leave more than ${mostMetadataBytes} bytes on the message.`);
        const after = values.size === 0 ? undefined : escaped(JSON.stringify(Object.fromEntries(values)));
        return after === before ? undefined : { changes: {}, named: [assign(row, after ?? null)] };
      },
    },
  );
};
