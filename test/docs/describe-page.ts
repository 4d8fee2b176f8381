import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, it } from 'vitest';
import { describeNeeding } from '../witness.ts';
import { place, readBlocks, type Block } from './block.ts';
import { needOf } from './only-checked.ts';
import { beginPage } from './page-run.ts';
import { runBlock } from './run-block.ts';

/** What became of the blocks of some pages. */
export interface Seen {
  /** Outcomes, in words, and how many blocks had them. */
  readonly outcomes: Map<string, number>;
  /** `Type.field` of everything that was asked for and answered. */
  readonly asked: Set<string>;
  /** Programs that this machine lacks; the pages that need them were skipped. */
  readonly missing: Set<string>;
}

export const nothingSeen = (): Seen => ({ outcomes: new Map(), asked: new Set(), missing: new Set() });

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A test for each block of a page, in order. What fails after another one may fail because of it, and says so. */
export const describePage = (page: string, makeFolder: (folder: string) => Promise<void>, seen: Seen): void => {
  const blocks = readBlocks(page, readFileSync(`${root}${page}`, 'utf8'));
  if (blocks.length === 0) return;
  const missing = programsOf(blocks).filter((program) => !isThere(program));
  for (const program of missing) seen.missing.add(program);
  describeNeeding(`no ${missing.join(', ')}`, missing.length === 0, page, () => {
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

/** What pages use that Node does not bring along. */
const programsOf = (blocks: readonly Block[]): readonly string[] => {
  const used = blocks.filter((block) => needOf(block) === undefined);
  const commands = used.filter(({ language }) => language === 'sh').map(({ code }) => code);
  return [
    ...(commands.length > 0 ? ['bash'] : []),
    ...(commands.some((code) => /\bcurl\b/.test(code)) ? ['curl'] : []),
    ...(used.some(({ language }) => language === 'python') ? ['/usr/bin/python3'] : []),
  ];
};

const isThere = (program: string): boolean =>
  program.startsWith('/')
    ? existsSync(program)
    : (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(`${folder}/${program}`));
