import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { capacityTables } from './capacity-tables.ts';
import { expectKeptPromises } from './kept-promises.ts';
import { wholeDay } from './plans.ts';
import type { DayPlan, DayResult } from './simulate-day.ts';

const pagePath = new URL('../../docs/capacity.md', import.meta.url);
const { plan, result } = JSON.parse(await readFile(new URL('results/day.json', import.meta.url), 'utf8')) as {
  readonly plan: DayPlan;
  readonly result: DayResult;
};

test('the tables of the page on capacity are what the simulated day came to', async () => {
  const page = await readFile(pagePath, 'utf8');
  let filled = page;
  for (const [name, lines] of Object.entries(capacityTables(plan, result))) {
    const block = new RegExp(`(<!-- ${name}, written by npm run soak -->\\n)[^]*?(<!-- end of ${name} -->)`);
    expect(page).toMatch(block);
    filled = filled.replace(block, (_, begin: string, end: string) => `${begin}\n${lines}\n\n${end}`);
  }
  await expect(filled).toMatchFileSnapshot(fileURLToPath(pagePath));
});

test('the day of the page is the one that is simulated, and kept all promises', () => {
  expect(plan).toEqual(wholeDay);
  expectKeptPromises(plan, result);
});
