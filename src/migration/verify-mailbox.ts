import type { ByteGate } from './byte-gate.ts';
import { batchesOf } from './batches.ts';
import { ItemFailure } from './item-failure.ts';
import { itemHashes, type ItemHashes } from './portable/item-hashes.ts';
import type { Journal } from './journal.ts';
import type { Mark, PortableHead } from './portable/portable-item.ts';
import type { SourceMailbox } from './source.ts';
import type { Comparison, ExpectedItem, TargetMailbox } from './target.ts';

/** What verifying works with. */
export interface Verifying {
  readonly source: SourceMailbox;
  readonly target: TargetMailbox;
  readonly journal: Journal;
  readonly gate: ByteGate;
  readonly onVerified: (items: number) => void;
  /** Nothing is begun after it. */
  readonly stop: AbortSignal;
}

/**
 * Reads copies again and compares them with their originals: with what the journal says of these, or, where it says nothing, with what they are now. One
 * verdict for each; none for what an interrupted run has not come to.
 */
export const verifyItems = async (
  heads: readonly PortableHead[],
  { source, target, journal, gate, onVerified, stop }: Verifying,
): Promise<ReadonlyMap<Mark, Comparison | ItemFailure>> => {
  const verdicts = new Map<Mark, Comparison | ItemFailure>();
  for (const batch of batchesOf(heads)) {
    if (stop.aborted) return verdicts;
    const bytes = batch.reduce((sum, { size }) => sum + size, 0) * 2;
    await gate.pass(bytes, async () => {
      const hashes = await hashesOf(batch, source, journal);
      const expected: ExpectedItem[] = [];
      for (const [index, head] of batch.entries()) {
        const known = hashes[index];
        const { mark, kind } = head;
        if (known instanceof ItemFailure) verdicts.set(mark, known);
        else if (known !== undefined)
          expected.push({
            mark,
            kind,
            ...known,
            ...(kind === 'message' && { essence: () => source.essence(head) }),
          });
      }
      const compared = expected.length === 0 ? [] : await target.compare(expected);
      for (const [index, { mark }] of expected.entries()) {
        const verdict = compared[index];
        if (verdict !== undefined) verdicts.set(mark, verdict);
      }
    });
    onVerified(batch.length);
  }
  return verdicts;
};

const hashesOf = async (
  heads: readonly PortableHead[],
  source: SourceMailbox,
  journal: Journal,
): Promise<readonly (ItemHashes | ItemFailure | undefined)[]> => {
  const unknown = heads.filter(({ mark }) => journal.entry(mark) === undefined);
  const loaded = unknown.length === 0 ? [] : await source.load(unknown);
  const read = new Map<Mark, ItemHashes | ItemFailure>();
  for (const [index, { mark }] of unknown.entries()) {
    const item = loaded[index];
    if (item !== undefined) read.set(mark, item instanceof ItemFailure ? item : itemHashes(item));
  }
  await journal.add(
    [...read].flatMap(([mark, hashes]) => (hashes instanceof ItemFailure ? [] : [{ mark, ...hashes, losses: [] }])),
  );
  return heads.map(({ mark }) => {
    const entry = journal.entry(mark);
    return entry === undefined ? read.get(mark) : { content: entry.content, state: entry.state };
  });
};
