import { afterAll, expect, test } from 'vitest';
import { describeNeeding } from '../witness.ts';
import { describePage, nothingSeen } from './describe-page.ts';
import { allPages, isGuide } from './pages.ts';
import { makeClone, type Clone } from './sandbox.ts';

const seen = nothingSeen();
let clone: Promise<Clone> | undefined;

afterAll(async () => (await clone)?.remove());

for (const page of allPages().filter((path) => !isGuide(path)))
  describePage(page, async (folder) => await (await (clone ??= makeClone())).copyTo(folder), seen);

describeNeeding(`no ${[...seen.missing].join(', ')}`, seen.missing.size === 0, 'what is not run', () => {
  test('only so many blocks are only checked, for these reasons', () => {
    console.info(`README.md, docs, examples: ${JSON.stringify(Object.fromEntries(seen.outcomes))}`);
    const onlyChecked = [...seen.outcomes].filter(([outcome]) => outcome.startsWith('only checked'));
    expect(Object.fromEntries(onlyChecked)).toEqual({
      'only checked: YAML, parsed': 1,
      'only checked: a drawing': 3,
      'only checked: needs aws': 3,
      'only checked: needs docker': 2,
      'only checked: needs exchange': 1,
      'only checked: needs kubernetes': 1,
      'only checked: needs repository': 2,
      'only checked: needs workmail': 4,
    });
  });
});
