import type { StoredItem } from './store.ts';
import { child, childText } from '../xml/xml.ts';

/** What items of a mailbox are found by besides their ids. */
export type ItemName = 'conversation' | 'messageId' | 'uid' | 'key';

/** Finds the items of a mailbox, in order of arrival, that are called by some name. */
export interface ItemsByName {
  /** `conversation`: the Id of t:ConversationId; `messageId`: t:InternetMessageId; `uid`: t:UID; `key`: that of the seed. */
  named(kind: ItemName, name: string): readonly StoredItem[];
}

/** The names of the items of a mailbox, read when somebody first asks for one of their kind and kept from then on. */
export class ItemRegister implements ItemsByName {
  readonly #items: ReadonlyMap<number, StoredItem>;
  readonly #kinds = new Map<ItemName, Map<string, StoredItem[]>>();

  /** `items`: those of the mailbox, live. */
  constructor(items: ReadonlyMap<number, StoredItem>) {
    this.#items = items;
  }

  named(kind: ItemName, name: string): readonly StoredItem[] {
    return this.#kindOf(kind).get(name) ?? [];
  }

  /** Learns the names of an item that is in the mailbox now. */
  add(item: StoredItem): void {
    for (const [kind, names] of this.#kinds) enter(names, namers[kind](item), item);
  }

  /** Forgets the names of an item, as long as it still has them. */
  remove(item: StoredItem): void {
    for (const [kind, names] of this.#kinds) {
      const name = namers[kind](item);
      const others = name === undefined ? [] : (names.get(name) ?? []).filter((other) => other !== item);
      if (name === undefined) continue;
      if (others.length === 0) names.delete(name);
      else names.set(name, others);
    }
  }

  #kindOf(kind: ItemName): ReadonlyMap<string, readonly StoredItem[]> {
    const known = this.#kinds.get(kind);
    if (known !== undefined) return known;
    const names = new Map<string, StoredItem[]>();
    for (const item of this.#items.values()) enter(names, namers[kind](item), item);
    this.#kinds.set(kind, names);
    return names;
  }
}

const namers: Readonly<Record<ItemName, (item: StoredItem) => string | undefined>> = {
  conversation: ({ element }) => child(element, 't:ConversationId')?.attributes['Id'],
  messageId: ({ element }) => childText(element, 't:InternetMessageId'),
  uid: ({ element }) => childText(element, 't:UID'),
  key: ({ source }) => source.key,
};

const enter = (names: Map<string, StoredItem[]>, name: string | undefined, item: StoredItem): void => {
  if (name === undefined) return;
  const others = names.get(name);
  if (others === undefined) {
    names.set(name, [item]);
    return;
  }
  const isLast = (others.at(-1)?.number ?? 0) < item.number;
  others.push(item);
  if (!isLast) others.sort((one, other) => one.number - other.number);
};
