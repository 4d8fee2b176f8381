import type { ItemRegister, ItemsByName } from './item-register.ts';
import type { FolderItems, KeptItems } from './kept-items.ts';
import type { Contents, StoredFolder, StoredItem } from './store.ts';

/** What everyone else reads, for the files that write it. */
export type Writable<Held> = {
  -readonly [Key in keyof Held]: Held[Key] extends FolderItems
    ? KeptItems
    : Held[Key] extends ItemsByName
      ? ItemRegister
      : Held[Key] extends readonly (infer Element)[]
        ? Element[]
        : Held[Key] extends ReadonlyMap<infer Name, infer Value>
          ? Map<Name, Value>
          : Held[Key];
};

/** The same object with a type that may be written to. Only store-writes.ts and folder-writes.ts do. */
export const asWritable = <Held extends Contents | StoredFolder | StoredItem>(held: Held): Writable<Held> =>
  held as Writable<Held>;

/** The sequence number of the next change in a mailbox, which it is from now on. */
export const nextNumber = (mailbox: Contents): number => {
  const counted = asWritable(mailbox);
  counted.sequence += 1;
  return counted.sequence;
};
