import { expect, test } from 'vitest';
import { expectKeptPromises } from './kept-promises.ts';
import { morning } from './plans.ts';
import { simulateDay } from './simulate-day.ts';

test('a morning with storms and an outage loses no call, asks nobody in a pause, and spares everybody else', async () => {
  const result = await simulateDay(morning);
  expectKeptPromises(morning, result);
  expect(result.calls).toBeGreaterThan(100_000);
});

test('the same morning is the same again', async () => {
  const plan = { ...morning, mailboxes: 50, fromHour: 11, storms: 2 };
  expect(await simulateDay(plan)).toEqual(await simulateDay(plan));
});
