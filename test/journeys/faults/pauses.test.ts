import { expect, test } from 'vitest';
import { mostRetries } from '../../../src/ews/traffic/retry-budget.ts';
import { journeyOfTest } from '../journey-of-test.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const backOffMs = 3_000;

const subjects = (address: string): string =>
  `{ mailbox(address: "${address}") { inbox { messages(first: 3) { nodes { subject } } } } }`;

test.each([
  ['BackOffMilliseconds', { kind: 'serverBusy', backOffMs }],
  ['Retry-After', { kind: 'tooManyRequests', retryAfterSeconds: backOffMs / 1_000 }],
] as const)('%s of three seconds is honoured for this mailbox, and others do not notice', async (_name, busy) => {
  const came: {
    readonly mailbox: string | undefined;
    readonly receivedAt: number;
    readonly status: number | undefined;
  }[] = [];
  const journey = await journeyOfTest({
    retries: mostRetries,
    onAnswered: ({ service, mailbox, receivedAt, status }) => {
      if (service === 'EWS') came.push({ mailbox, receivedAt, status });
    },
  });
  const of = (mailbox: string) => came.filter((request) => request.mailbox === mailbox);
  journey.emulator.faults.add({ ...busy, operation: 'FindItem', mailbox: alice });
  let answered = 0;
  const ask = async (): Promise<void> => {
    expect((await journey.query(subjects(alice))).errors).toBeUndefined();
    answered += 1;
  };

  const first = ask();
  await expect.poll(() => of(alice).length, { timeout: 10_000 }).toBe(1);
  const others = [ask(), ask(), ask()];
  while (of(bob).length < 10 && answered === 0) expect((await journey.query(subjects(bob))).errors).toBeUndefined();
  await Promise.all([first, ...others]);

  const [refused, ...later] = of(alice);
  const refusedAt = refused?.receivedAt ?? Infinity;
  expect(later.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(Math.min(...later.map(({ receivedAt }) => receivedAt)) - refusedAt).toBeGreaterThanOrEqual(backOffMs);
  // However slow the machine is: none of them waited for alice.
  const bobs = of(bob).filter(({ receivedAt }) => receivedAt < refusedAt + backOffMs);
  expect(bobs.length).toBeGreaterThan(0);
});
