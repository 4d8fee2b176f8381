import pLimit from 'p-limit';
import { EwsError, InvalidInputError } from '../ews/errors.ts';
import { batchesOf } from './batches.ts';
import type { ByteGate } from './byte-gate.ts';
import { failureOf, ItemFailure } from './item-failure.ts';
import { itemHashes } from './portable/item-hashes.ts';
import type { Journal } from './journal.ts';
import type { Mark, MarkedItem, PortableHead } from './portable/portable-item.ts';
import type { SourceMailbox } from './source.ts';
import type { FolderPlan, MailboxPlan } from './survey-mailbox.ts';
import type { Place, TargetMailbox, Written } from './target.ts';

/** What copying works with. */
export interface Copying {
  readonly source: SourceMailbox;
  readonly target: TargetMailbox;
  readonly journal: Journal;
  /** Bounds what is in memory, of all mailboxes together. */
  readonly gate: ByteGate;
  /** Told of every item that is over, copied or not. */
  readonly onDone: (item: { readonly bytes: number; readonly isCopied: boolean }) => void;
  /** Nothing is begun after it; what is under way is finished. */
  readonly stop: AbortSignal;
}

/** What copying has come to. */
export interface Copied {
  readonly written: ReadonlySet<Mark>;
  readonly moved: ReadonlySet<Mark>;
  readonly failures: ReadonlyMap<Mark, ItemFailure>;
  readonly losses: ReadonlyMap<Mark, readonly string[]>;
}

/** Batches of one mailbox that are on their way at a time; how many of them the server works on, its lane decides. */
const batchesAtOnce = 4;

/** What is held of an item is its bytes, and for a moment their base64. */
const bytesHeldPerByte = 2;

/**
 * Does what a plan says. What fails is tried once more, alone, after everything else. Copies that are there and have lost their entry in the journal
 * stay without one.
 */
export const copyMailbox = async (plan: MailboxPlan, copying: Copying): Promise<Copied> => {
  const { target, onDone, stop } = copying;
  const written = new Set<Mark>();
  const moved = new Set<Mark>();
  const failures = new Map<Mark, ItemFailure>();
  const losses = new Map<Mark, readonly string[]>();

  const take = (head: PortableHead, outcome: Written | ItemFailure, kind: Set<Mark>): void => {
    if (outcome instanceof ItemFailure) {
      failures.set(head.mark, outcome);
      return;
    }
    failures.delete(head.mark);
    kind.add(head.mark);
    if (outcome.losses.length > 0) losses.set(head.mark, outcome.losses);
  };

  for (const { moves, place } of plan.folders) {
    for (const { head, present } of moves) {
      if (place === undefined || stop.aborted) continue;
      const outcome = await guarded([head], async () => [await target.move(present, place, head.mark)]);
      take(head, outcome[0] ?? { losses: [] }, moved);
      onDone({ bytes: head.size, isCopied: !(outcome[0] instanceof ItemFailure) });
    }
  }

  const limit = pLimit(batchesAtOnce);
  const copyAll = async ({ place, missing }: FolderPlan): Promise<void> => {
    if (place === undefined) return;
    await Promise.all(
      batchesOf(missing).map((batch) =>
        limit(async () => {
          if (stop.aborted) return;
          const outcomes = await copyBatch(place, batch, copying);
          for (const [index, head] of batch.entries()) {
            const outcome = outcomes[index];
            if (outcome === undefined) continue;
            take(head, outcome, written);
            onDone({ bytes: head.size, isCopied: !(outcome instanceof ItemFailure) });
          }
        }),
      ),
    );
  };
  await Promise.all(plan.folders.map(copyAll));

  for (const { missing, place } of plan.folders) {
    for (const head of missing) {
      if (place === undefined || stop.aborted || !failures.has(head.mark)) continue;
      const [outcome] = await copyBatch(place, [head], copying);
      if (outcome !== undefined) take(head, outcome, written);
    }
  }
  return { written, moved, failures, losses };
};

const copyBatch = (
  place: Place,
  heads: readonly PortableHead[],
  { source, target, journal, gate }: Copying,
): Promise<readonly (Written | ItemFailure)[]> => {
  const bytes = heads.reduce((sum, { size }) => sum + size, 0) * bytesHeldPerByte;
  return gate.pass(bytes, () =>
    guarded(heads, async () => {
      const loaded = await source.load(heads);
      const items: MarkedItem[] = [];
      for (const [index, { mark, identity }] of heads.entries()) {
        const item = loaded[index];
        if (item !== undefined && !(item instanceof ItemFailure)) items.push({ mark, identity, item });
      }
      const written = items.length === 0 ? [] : await target.write(place, items);
      const outcomes = new Map(items.map(({ mark }, index) => [mark, written[index]]));
      await journal.add(
        items.flatMap(({ mark, item }) => {
          const outcome = outcomes.get(mark);
          if (outcome === undefined || outcome instanceof ItemFailure) return [];
          return [{ mark, ...itemHashes(item), losses: outcome.losses }];
        }),
      );
      return heads.map(({ mark }, index) => {
        const item = loaded[index];
        if (item instanceof ItemFailure) return item;
        return outcomes.get(mark) ?? new ItemFailure('there was no answer for it');
      });
    }),
  );
};

/** What a call fails with as a whole is the failure of each of its items; others have better luck perhaps. */
const guarded = async <Outcome>(
  heads: readonly PortableHead[],
  work: () => Promise<readonly (Outcome | ItemFailure)[]>,
): Promise<readonly (Outcome | ItemFailure)[]> => {
  try {
    return await work();
  } catch (error) {
    // InvalidInputError: something in an item that no request can say.
    if (!(error instanceof EwsError || error instanceof InvalidInputError)) throw error;
    const failure = failureOf(error);
    return heads.map(() => failure);
  }
};
