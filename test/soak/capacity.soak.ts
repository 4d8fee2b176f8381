import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { MailboxAddress } from '../../src/ews/properties/id.ts';
import { createTraffic } from '../../src/ews/traffic/create-traffic.ts';
import { capacityTables } from '../capacity/capacity-tables.ts';
import { expectKeptPromises } from '../capacity/kept-promises.ts';
import { wholeDay } from '../capacity/plans.ts';
import { replica } from '../capacity/replica.ts';
import { simulateDay } from '../capacity/simulate-day.ts';

/*
 * A day of 10,000 mailboxes through the real traffic. It comes to the same on every machine, so its result is a file, and docs/capacity.md tells what is
 * in it. With other habits or another traffic: `npm run soak -- capacity -u`, then
 * `npx vitest run --config test/vitest.config.ts --project all test/capacity -u`.
 */

const day = fileURLToPath(new URL('../capacity/results/day.json', import.meta.url));

it('a day of 10,000 mailboxes keeps every promise', { timeout: 1_800_000 }, async () => {
  const started = process.cpuUsage();
  const result = await simulateDay(wholeDay);
  const { user, system } = process.cpuUsage(started);
  console.log(`\n${Object.values(capacityTables(wholeDay, result)).join('\n\n')}\n`);
  console.log(
    `${((user + system) / result.calls).toFixed(1)} microseconds of CPU a call, the simulated server included`,
  );
  expectKeptPromises(wholeDay, result);
  await expect(`${JSON.stringify({ plan: wholeDay, result }, undefined, 2)}\n`).toMatchFileSnapshot(day);
});

const kilobyte = 1_024;

/** Bytes of heap, without garbage. */
const heap = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

it('calls that wait and mailboxes under a pause take little memory', async () => {
  const traffic = createTraffic({ now: () => performance.now() });
  const count = 10_000;
  const passage = (index: number) => ({
    mailbox: `m${index}@example.test` as MailboxAddress,
    urgency: 'interactive' as const,
    dueMs: Infinity,
    signal: new AbortController().signal,
  });
  const empty = heap();
  for (let index = 0; index < count; index += 1)
    await traffic.pass(passage(index), async (turn) => {
      await turn.ready();
      turn.ended({ kind: 'throttled', pauseMs: 60_000 });
    });
  expect(traffic.stats().pausedLanes).toBe(count);
  const resting = heap();
  const restingKb = (resting - empty) / count / kilobyte;

  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const others = Array.from({ length: count / 20 }, (_, index) => `other-${index}`);
  const all = others.flatMap((other) =>
    Array.from({ length: 24 }, () =>
      traffic.pass({ ...passage(0), mailbox: `${other}@example.test` as MailboxAddress }, () => ended),
    ),
  );
  const { interactive } = traffic.stats().waiting;
  const waitingKb = (heap() - resting) / interactive / kilobyte;
  end();
  await Promise.all(all);

  console.log(`a mailbox under a pause takes ${restingKb.toFixed(2)} KB, a call that waits ${waitingKb.toFixed(2)} KB`);
  expect(interactive).toBe(count);
  expect(restingKb).toBeLessThan(replica.restingLaneKb);
  expect(waitingKb).toBeLessThan(replica.waitingCallKb);
});
