import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { goalLines } from './goal-lines.ts';
import { goals } from './goals.ts';

const test = fileURLToPath(new URL('..', import.meta.url));
const proofs = goals.flatMap(({ provenBy }) => provenBy);

it('there are 25 goals, in order', () => {
  expect(goals.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});

it('every goal is proven by tests that exist', () => {
  expect(goals.filter(({ provenBy }) => provenBy.length === 0)).toEqual([]);
  expect(proofs.filter((file) => !existsSync(join(test, file)))).toEqual([]);
  expect(proofs.filter((file) => !/\.(?:test|soak)\.ts$/.test(file))).toEqual([]);
});

it('what is measured is measured for a goal', async () => {
  const measured = (await readdir(join(test, 'soak'))).filter((file) => file.endsWith('.soak.ts'));
  const aside = ['capacity.soak.ts', 'enumeration.soak.ts', 'uploads.soak.ts'];
  expect(measured.filter((file) => !aside.includes(file) && !proofs.includes(`soak/${file}`))).toEqual([]);
});

it('the table says of each goal whether it is met, by what figure, and nothing that was not measured', () => {
  const lines = goalLines([
    { goal: 3, figure: '0 of 60', isMet: true },
    { goal: 3, figure: 'held up 120 ms', isMet: false },
    { goal: 5, figure: '0 of 100,001', isMet: true },
  ]);
  const of = (number: number): string => lines.find((line) => line.startsWith(String(number).padStart(2))) ?? '';
  expect(lines).toHaveLength(25 + 3);
  expect(of(3)).toMatch(/^ 3 {2}attacks +NOT MET /);
  expect(lines[lines.indexOf(of(3)) + 1]).toMatch(/^ +0 of 60$/);
  expect(lines[lines.indexOf(of(3)) + 2]).toMatch(/^ +! held up 120 ms$/);
  expect(of(5)).toMatch(/ met /);
  expect(of(1)).toMatch(/ by npm test /);
});
