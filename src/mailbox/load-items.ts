import DataLoader from 'dataloader';
import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { getItem } from '../ews/operations/get-item.ts';
import type { ItemId, ItemTarget } from '../ews/properties/id.ts';
import { isTableRow } from '../ews/properties/item-element.ts';
import { itemTypes, type Item } from '../ews/properties/item-types.ts';
import { itemProperties } from '../ews/properties/item.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { readInHalves } from './read-in-halves.ts';

/** Reads items of one mailbox for one request. Everything asked for in the same tick travels in one GetItem, parted only by body type. */
export interface LoadItems {
  /** The item with at least the wanted rows. Throws EwsError for this id alone. */
  load(id: ItemId, wanted: readonly AnyProperty[]): Promise<Item>;
  /** The series that an occurrence belongs to, in the same GetItem as everything else. */
  loadMaster(occurrence: ItemId, wanted: readonly AnyProperty[]): Promise<Item>;
  /** What was read of an item holds no longer: it has been written. */
  forget(id: ItemId): void;
  /** As `forget`, of everything: a write to a series changes its occurrences, and the other way round. */
  forgetAll(): void;
}

type Rows = ReadonlySet<AnyProperty>;

interface Wish {
  /** Equal for equal targets. */
  readonly key: string;
  readonly target: ItemTarget;
  readonly rows: readonly AnyProperty[];
}

interface Remembered {
  readonly item: Item;
  readonly rows: Rows;
}

/** Far above any page; GetItem has no bound in the schema, and a page's details must be one round trip. */
const maxBatchSize = 1000;

/** Wants of one item that are read by themselves when all of them together are too long. */
const mostApart = 4;

const isReadable = (item: Item, row: AnyProperty): boolean =>
  !isTableRow(row) || (Object.values(itemTypes[item.type]) as AnyProperty[]).includes(row);

const merged = (first: Item | undefined, second: Item): Item =>
  first === undefined || first.type !== second.type
    ? second
    : ({ ...second, properties: { ...first.properties, ...second.properties } } as Item);

/** Rows with a body type of their own cannot share an item shape: one part for each, the rows without travel with the first. */
export const partsByBodyType = (rows: Rows): readonly (readonly AnyProperty[])[] => {
  const parts = new Map<AnyProperty['bodyType'], AnyProperty[]>();
  for (const row of rows) parts.set(row.bodyType, [...(parts.get(row.bodyType) ?? []), row]);
  const neutral = parts.get(undefined) ?? [];
  parts.delete(undefined);
  const [first = [], ...others] = parts.values();
  return [[...neutral, ...first], ...others];
};

/** Those together who want the same of an item; who wants least comes first. */
const byRows = (wishes: readonly Wish[]): readonly (readonly Wish[])[] => {
  const numbers = new Map<AnyProperty, number>();
  const numberOf = (row: AnyProperty): number => {
    const number = numbers.get(row) ?? numbers.size;
    numbers.set(row, number);
    return number;
  };
  const groups = new Map<string, Wish[]>();
  for (const wish of wishes) {
    const key = [...new Set(wish.rows.map(numberOf))].toSorted((one, other) => one - other).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), wish]);
  }
  return [...groups.values()].toSorted(([one], [other]) => (one?.rows.length ?? 0) - (other?.rows.length ?? 0));
};

const isFailure = (result: Item | EwsError): result is EwsError => result instanceof EwsError;

/** Makes the loader of one mailbox and one request. What has been read is kept for the request and not asked for again before it is forgotten. */
export const createLoadItems = (session: EwsSession): LoadItems => {
  const remembered = new Map<string, Remembered>();

  /** Reads items; ids that the server did not get to are asked for once more. */
  const fetch = async (
    targets: readonly ItemTarget[],
    wanted: readonly AnyProperty[],
  ): Promise<readonly (Item | EwsError)[]> => {
    const results = [...(await readInHalves(targets, (ids) => session.callEach(getItem, { ids, wanted })))];
    const stopped = results.flatMap((result, index) =>
      isFailure(result) && result.responseCode === 'ErrorBatchProcessingStopped' ? [index] : [],
    );
    if (stopped.length === 0 || stopped.length === targets.length) return results;
    const again = await session.callEach(getItem, { ids: stopped.map((index) => targets[index]!), wanted });
    for (const [position, index] of stopped.entries()) results[index] = again[position] ?? results[index]!;
    return results;
  };

  const remember = (key: string, item: Item, rows: readonly AnyProperty[]): void => {
    const have = remembered.get(key);
    remembered.set(key, { item: merged(have?.item, item), rows: new Set([...(have?.rows ?? []), ...rows]) });
  };

  /** An answer that is too long for one item is the failure of that item. */
  const fetchEach = async (
    targets: readonly ItemTarget[],
    wanted: readonly AnyProperty[],
  ): Promise<readonly (Item | EwsError)[]> => {
    try {
      return await fetch(targets, wanted);
    } catch (error) {
      if (!(error instanceof EwsError) || error.kind !== 'tooLarge') throw error;
      return targets.map(() => error);
    }
  };

  /**
   * What was too long together may be short enough apart: who wants a subject gets it, whoever else wants a body of 20 MB, for items may be read for
   * several callers at once. Answers which wishes have been fulfilled.
   */
  const fetchApart = async (target: ItemTarget, wishes: readonly Wish[]): Promise<readonly Wish[]> => {
    const groups = byRows(wishes);
    if (groups.length < 2) return [];
    const fulfilled = await Promise.all(
      groups.slice(0, mostApart).map(async (group) => {
        for (const part of partsByBodyType(new Set(group[0]?.rows))) {
          const [result] = await fetchEach([target], part);
          if (result === undefined || isFailure(result)) return [];
          remember(group[0]?.key ?? '', result, part);
        }
        return group;
      }),
    );
    return fulfilled.flat();
  };

  /** Some servers refuse an item when a row belongs to another item class; then its class is asked for first. */
  const fetchByClass = async (target: ItemTarget, wanted: readonly AnyProperty[]): Promise<Item | EwsError> => {
    const [known = new EwsError('decode', 'GetItem gave no answer for an id')] = await fetch(
      [target],
      [itemProperties.itemClass],
    );
    if (isFailure(known)) return known;
    const rows = wanted.filter((row) => isReadable(known, row));
    const [result = known] = await fetch([target], rows);
    return result;
  };

  const loader = new DataLoader<Wish, Item, Wish>(
    async (wishes) => {
      const missing = new Map<string, { readonly target: ItemTarget; readonly rows: Set<AnyProperty> }>();
      for (const { key, target, rows } of wishes) {
        const have = remembered.get(key);
        const lacking =
          have === undefined ? rows : rows.filter((row) => !have.rows.has(row) && isReadable(have.item, row));
        if (have !== undefined && lacking.length === 0) continue;
        const entry = missing.get(key) ?? { target, rows: new Set<AnyProperty>() };
        for (const row of lacking) entry.rows.add(row);
        missing.set(key, entry);
      }
      const failures = new Map<string, EwsError>();
      const all = new Set([...missing.values()].flatMap(({ rows }) => [...rows]));
      await Promise.all(
        partsByBodyType(all).map(async (part, index) => {
          // The first part carries every id; a further body type only those that want it.
          const ids = [...missing].filter(([, { rows }]) => index === 0 || part.some((row) => rows.has(row)));
          if (ids.length === 0) return;
          const targets = ids.map(([, { target }]) => target);
          const results = await fetchEach(targets, part);
          await Promise.all(
            ids.map(async ([key, { target }], position) => {
              let result = results[position] ?? new EwsError('decode', 'GetItem gave no answer for an id');
              if (isFailure(result) && result.responseCode === 'ErrorInvalidPropertyRequest')
                result = await fetchByClass(target, part);
              if (isFailure(result)) {
                failures.set(key, result);
                return;
              }
              remember(key, result, part);
            }),
          );
        }),
      );
      const apart = [...failures].flatMap(([key, { kind }]) => {
        const own = wishes.filter((wish) => wish.key === key);
        return kind === 'tooLarge' && own[0] !== undefined ? [fetchApart(own[0].target, own)] : [];
      });
      const fulfilled = new Set((await Promise.all(apart)).flat());
      return wishes.map((wish) => {
        const failure = fulfilled.has(wish) ? undefined : failures.get(wish.key);
        return failure ?? remembered.get(wish.key)?.item ?? new EwsError('decode', 'GetItem gave no answer for an id');
      });
    },
    { cache: false, maxBatchSize },
  );

  return {
    load: (id, wanted) => loader.load({ key: `id:${id}`, target: { id }, rows: wanted }),
    loadMaster: (occurrence, wanted) =>
      loader.load({ key: `master:${occurrence}`, target: { masterOf: occurrence }, rows: wanted }),
    forget: (id) => void remembered.delete(`id:${id}`),
    forgetAll: () => remembered.clear(),
  };
};
