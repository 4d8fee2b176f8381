import { type Rows, SortedList } from './sorted-list.ts';
import type { StoredItem } from './store.ts';

/** What decides the place of an item, the most important first; undefined when it has no such value. */
export type SortKeys = readonly (string | number | boolean | undefined)[];

/** An order of items. Those that it does not tell apart stand as they arrived. */
export interface ItemOrder {
  /** Equal for equal orders. */
  readonly identity: string;
  /** Depends on the element and the number of the item only. */
  readonly keysOf: (item: StoredItem) => SortKeys;
  readonly compare: (one: SortKeys, other: SortKeys) => number;
}

/** Which items are sought. */
export interface Sought {
  /** Of `matches`; equal for equal conditions. */
  readonly identity: string;
  /** Depends on the element and the number of the item only. Undefined: all match. */
  readonly matches: ((item: StoredItem) => boolean) | undefined;
  /** Of those that match the ones between two places of the order: each function holds for all keys behind a place. */
  readonly range?: KeyRange | undefined;
}

/** A part of an order, by the keys in it. */
export interface KeyRange {
  /** From the first in the range on. */
  readonly hasBegun: (keys: SortKeys) => boolean;
  /** From the first behind the range on. */
  readonly hasEnded: (keys: SortKeys) => boolean;
}

/**
 * Items in one order, with the keys that they are ordered by beside them: each is read out of its element once. What was sought among them is kept
 * as well, as Exchange keeps the restrictions of a folder, so that the next page of it is only cut off.
 */
export class OrderedItems {
  readonly #order: ItemOrder;
  readonly #entries: Map<StoredItem, Entry>;
  readonly #all: SortedList<Entry>;
  /** By the identity of the condition; what was not asked for the longest comes first. */
  readonly #found = new Map<string, Found>();

  constructor(order: ItemOrder, items: Iterable<StoredItem>) {
    this.#order = order;
    this.#entries = new Map(Array.from(items, (item) => [item, { item, keys: order.keysOf(item) }]));
    this.#all = new SortedList(this.#compare, [...this.#entries.values()].toSorted(this.#compare));
  }

  add(item: StoredItem): void {
    const entry = { item, keys: this.#order.keysOf(item) };
    this.#entries.set(item, entry);
    this.#all.add(entry);
    for (const { matches, entries } of this.#found.values()) if (matches(item)) entries.add(entry);
  }

  /** Takes an item out. What it is by now does not matter. */
  remove(item: StoredItem): void {
    const entry = this.#entries.get(item);
    if (entry === undefined) return;
    this.#entries.delete(item);
    this.#all.remove(entry);
    for (const { entries } of this.#found.values()) entries.remove(entry);
  }

  findAll({ identity, matches, range }: Sought): Rows<StoredItem> {
    const entries = matches === undefined ? this.#all : this.#matching(identity, matches);
    if (range === undefined) return partOf(entries, 0, entries.length);
    const start = entries.countBefore(({ keys }) => range.hasBegun(keys));
    const end = entries.countBefore(({ keys }) => range.hasEnded(keys));
    return partOf(entries, start, Math.max(start, end));
  }

  /** Those of all items, in their order. */
  *keys(): Iterable<SortKeys> {
    for (const { keys } of this.#all) yield keys;
  }

  readonly #compare = (one: Entry, other: Entry): number =>
    this.#order.compare(one.keys, other.keys) || one.item.number - other.item.number;

  #matching(identity: string, matches: (item: StoredItem) => boolean): SortedList<Entry> {
    const found = this.#found.get(identity) ?? {
      matches,
      entries: new SortedList(
        this.#compare,
        Array.from(this.#all).filter(({ item }) => matches(item)),
      ),
    };
    this.#found.delete(identity);
    this.#found.set(identity, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > mostConditions && oldest !== undefined) this.#found.delete(oldest);
    return found.entries;
  }
}

interface Entry {
  readonly item: StoredItem;
  readonly keys: SortKeys;
}

interface Found {
  readonly matches: (item: StoredItem) => boolean;
  readonly entries: SortedList<Entry>;
}

/** Conditions that are kept for one order. Exchange keeps eleven restrictions of a folder. */
const mostConditions = 11;

const partOf = (entries: SortedList<Entry>, first: number, end: number): Rows<StoredItem> => {
  const slice = (from: number, to: number): readonly StoredItem[] =>
    entries.slice(first + from, Math.min(first + to, end)).map(({ item }) => item);
  return { length: end - first, slice, [Symbol.iterator]: () => slice(0, end - first)[Symbol.iterator]() };
};
