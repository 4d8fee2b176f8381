import type { PortableHead } from './portable/portable-item.ts';

/** Items that travel together, at most. */
const itemsABatch = 20;

/** Bytes that travel together, as the source counts them; a larger item travels alone. */
const bytesABatch = 4 * 1024 * 1024;

/** Items that were read and are written together: of one kind, few and small enough for one request. In their order. */
export const batchesOf = (heads: readonly PortableHead[]): readonly (readonly PortableHead[])[] => {
  const batches: PortableHead[][] = [];
  let bytes = 0;
  for (const head of heads) {
    const batch = batches.at(-1);
    const [first] = batch ?? [];
    bytes += head.size;
    if (batch !== undefined && first?.kind === head.kind && batch.length < itemsABatch && bytes <= bytesABatch)
      batch.push(head);
    else {
      batches.push([head]);
      bytes = head.size;
    }
  }
  return batches;
};
