import type { ItemId } from '../../ews/properties/id.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { changeItems, type ChangeSource, type ChangeTarget, type MessageChange } from './change-items.ts';
import type { WriteOutcome } from './write-each.ts';

/** What changes of a message. Absence keeps. */
export interface MessagePatch {
  /** The same for every message. Null clears. */
  readonly changes: MessageChange['changes'];
  /** Beside those that a message has. */
  readonly addCategories: readonly string[];
  /** Of those that a message has. */
  readonly removeCategories: readonly string[];
}

/** Outlook takes `clients` and `Clients` for one category. */
const sameCategory = (category: string): string => category.toLowerCase();

const categoriesAfter = (
  present: readonly string[],
  { addCategories, removeCategories }: MessagePatch,
): readonly string[] => {
  const removed = new Set(removeCategories.map(sameCategory));
  const kept = present.filter((category) => !removed.has(sameCategory(category)));
  const known = new Set(kept.map(sameCategory));
  return [...kept, ...addCategories.filter((category) => !known.has(sameCategory(category)))];
};

/**
 * Changes messages as `changeItems` does, which see. Categories that are added or removed follow from those that a message has; one that would have
 * the same as before is not written.
 */
export const updateMessages = (
  mailbox: ChangeSource,
  targets: readonly ChangeTarget[],
  patch: MessagePatch,
  shown: readonly AnyProperty[],
): Promise<ReadonlyMap<ItemId, WriteOutcome>> => {
  const { changes, addCategories, removeCategories } = patch;
  if (addCategories.length === 0 && removeCategories.length === 0)
    return changeItems(mailbox, targets, { follows: undefined, shown, change: () => ({ changes }) });
  return changeItems(mailbox, targets, {
    follows: [messageProperties.categories],
    shown,
    change: (item) => {
      const present = item?.properties.categories ?? [];
      const categories = categoriesAfter(present, patch);
      const isSame = categories.length === present.length && categories.every((one, at) => one === present[at]);
      if (!isSame) return { changes: { ...changes, categories } };
      return Object.keys(changes).length === 0 ? undefined : { changes };
    },
  });
};
