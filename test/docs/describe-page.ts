import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, it } from 'vitest';
import { place, readBlocks } from './block.ts';
import { beginPage } from './page-run.ts';
import { runBlock } from './run-block.ts';

/** What became of the blocks of some pages. */
export interface Seen {
  /** Outcomes, in words, and how many blocks had them. */
  readonly outcomes: Map<string, number>;
  /** `Type.field` of everything that was asked for and answered. */
  readonly asked: Set<string>;
}

export const nothingSeen = (): Seen => ({ outcomes: new Map(), asked: new Set() });

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A test for each block of a page, in order. What fails after another one may fail because of it, and says so. */
export const describePage = (page: string, makeFolder: (folder: string) => Promise<void>, seen: Seen): void => {
  const blocks = readBlocks(page, readFileSync(`${root}${page}`, 'utf8'));
  if (blocks.length === 0) return;
  describe(page, () => {
    const run = beginPage(page, makeFolder);
    let failed: string | undefined;
    afterAll(() => run.close());
    for (const [index, block] of blocks.entries()) {
      const name = [place(block), block.language, ...block.words].join(' ');
      it(name, { timeout: 300_000 }, async () => {
        const outcome = await runBlock(run, block, blocks[index + 1]).catch((error: unknown) => {
          const before = failed;
          failed ??= place(block);
          if (before === undefined) throw error;
          throw new Error(`after ${before} has failed`, { cause: error });
        });
        seen.outcomes.set(outcome, (seen.outcomes.get(outcome) ?? 0) + 1);
        for (const field of run.asked) seen.asked.add(field);
      });
    }
  });
};
