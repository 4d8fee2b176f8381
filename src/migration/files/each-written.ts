import pLimit from 'p-limit';
import { ItemFailure } from '../item-failure.ts';
import type { Written } from '../target.ts';

/** What came of writing an item. */
export type Answer = Written | ItemFailure;

/** Files that are written at a time: a disk is quicker when it may choose. */
const writtenAtOnce = 8;

/** An answer for each, in their order, several at a time. What a full or broken disk says is thrown, once all have come to their end. */
export const eachWritten = async <Item>(
  items: readonly Item[],
  write: (item: Item) => Promise<Written>,
): Promise<readonly Answer[]> => {
  const atOnce = pLimit(writtenAtOnce);
  const settled = await Promise.allSettled(items.map((item) => atOnce(() => write(item))));
  return settled.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    const reason: unknown = result.reason;
    if (!(reason instanceof Error) || 'syscall' in reason) throw reason;
    return new ItemFailure(`its file could not be written (${reason.name})`);
  });
};
