import { type ItemOrder, OrderedItems, type SortKeys, type Sought } from './ordered-items.ts';
import { type Rows, SortedList } from './sorted-list.ts';
import type { StoredItem } from './store.ts';

/** The items of a folder, in order of arrival. */
export interface FolderItems extends Rows<StoredItem> {
  /** Those that arrived after the change of that sequence number. */
  after(sequence: number): readonly StoredItem[];
  /** Those that were made or changed after the change of that sequence number, in the order of their last changes. */
  changedAfter(sequence: number): Iterable<StoredItem>;
  /** Those that are sought, in an order; without one in order of arrival. What was asked once is found at once from then on. */
  findAll(order: ItemOrder | undefined, sought: Sought): Rows<StoredItem>;
  /** The keys of all of them in an order, which are at hand where the elements are not. */
  keysIn(order: ItemOrder): Iterable<SortKeys>;
}

/** The items of a folder, for the one who writes. An item that changes is removed before and added after. */
export class KeptItems implements FolderItems {
  readonly #arrivals = new SortedList<StoredItem>((one, other) => one.number - other.number);
  readonly #changes = new SortedList<StoredItem>((one, other) => one.changedAt - other.changedAt);
  /** By the identity of the order; what was not asked for the longest comes first. */
  readonly #orders = new Map<string, OrderedItems>();

  get length(): number {
    return this.#arrivals.length;
  }

  add(item: StoredItem): void {
    this.#arrivals.add(item);
    this.#changes.add(item);
    try {
      for (const ordered of this.#orders.values()) ordered.add(item);
    } catch {
      // A value that cannot be compared: who asks for that order hears of it, not who writes.
      this.#orders.clear();
    }
  }

  remove(item: StoredItem): void {
    this.#arrivals.remove(item);
    this.#changes.remove(item);
    for (const ordered of this.#orders.values()) ordered.remove(item);
  }

  slice(start: number, end: number): readonly StoredItem[] {
    return this.#arrivals.slice(start, end);
  }

  after(sequence: number): readonly StoredItem[] {
    return [...this.#arrivals.from(({ createdAt }) => createdAt > sequence)];
  }

  changedAfter(sequence: number): Iterable<StoredItem> {
    return this.#changes.from(({ changedAt }) => changedAt > sequence);
  }

  findAll(order: ItemOrder | undefined, sought: Sought): Rows<StoredItem> {
    if (order === undefined && sought.matches === undefined) return this.#arrivals;
    return this.#inOrder(order ?? arrival).findAll(sought);
  }

  keysIn(order: ItemOrder): Iterable<SortKeys> {
    return this.#inOrder(order).keys();
  }

  [Symbol.iterator](): Iterator<StoredItem> {
    return this.#arrivals[Symbol.iterator]();
  }

  #inOrder(order: ItemOrder): OrderedItems {
    const ordered = this.#orders.get(order.identity) ?? new OrderedItems(order, this.#arrivals);
    this.#orders.delete(order.identity);
    this.#orders.set(order.identity, ordered);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > mostOrders && oldest !== undefined) this.#orders.delete(oldest);
    return ordered;
  }
}

/** Orders of a folder that are kept: some 20 MB each for 100,000 items, which take 600 MB themselves. */
const mostOrders = 8;

const arrival: ItemOrder = { identity: '', keysOf: () => [], compare: () => 0 };
