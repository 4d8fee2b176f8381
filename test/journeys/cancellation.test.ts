import { expect, test, vi } from 'vitest';
import type { FaultEffect } from '../../src/emulator/faults/faults.ts';
import { createTraffic } from '../../src/ews/traffic/create-traffic.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import type { Journey } from './start.ts';

const bob = 'bob@example.test';
const dave = 'dave@example.test';

/** A FindItem, then a GetItem. */
const page = `{ mailbox(address: "${bob}") { inbox { messages(first: 5) { nodes { subject to { address } } } } } }`;
const another = `{ mailbox(address: "${dave}") { inbox { messages(first: 5) { nodes { subject to { address } } } } } }`;

/** Sends a query and leaves when the emulator has got so many requests. */
const leaveAfter = async (journey: Journey, document: string, requests: number): Promise<void> => {
  const leaving = new AbortController();
  const answering = journey.query(document, {}, { signal: leaving.signal });
  await vi.waitFor(() => expect(journey.emulator.requests).toHaveLength(requests), { timeout: 10_000 });
  leaving.abort();
  await expect(answering).rejects.toThrow('aborted');
};

const abortedAt = ({ emulator }: Journey): readonly string[] =>
  emulator.requests.filter(({ aborted }) => aborted).map(({ operation }) => operation);

const waits: readonly FaultEffect[] = [{ kind: 'hang' }, { kind: 'delay', ms: 1_500 }];

test.each(waits)('a client that leaves during FindItem ($kind) stops it, and no GetItem follows', async (wait) => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ ...wait, operation: 'FindItem', mailbox: bob });

  await leaveAfter(journey, page, 1);

  await vi.waitFor(() => expect(abortedAt(journey)).toEqual(['FindItem']), { timeout: 10_000 });
  // Two more round trips of somebody else: time enough for a GetItem of the one who left.
  const others = await journey.query(another);
  expect(others.errors).toBeUndefined();
  expect(journey.emulator.requests.map(({ operation, mailbox }) => [operation, mailbox])).toEqual([
    ['FindItem', bob],
    ['FindItem', dave],
    ['GetItem', dave],
  ]);
});

test('a client that leaves during GetItem stops it', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'hang', operation: 'GetItem' });

  await leaveAfter(journey, page, 2);

  await vi.waitFor(() => expect(abortedAt(journey)).toEqual(['GetItem']), { timeout: 10_000 });
  expect(operationsAt(journey)).toEqual(['FindItem', 'GetItem']);
});

test('a client that leaves stops the calls of every mailbox in its query', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem', times: 3 });

  await leaveAfter(
    journey,
    `{ a: mailbox(address: "${bob}") { inbox { messages { totalCount } } }
       b: mailbox(address: "${dave}") { inbox { messages { totalCount } } }
       c: mailbox(address: "carol@example.test") { inbox { messages { totalCount } } } }`,
    3,
  );

  await vi.waitFor(() => expect(abortedAt(journey)).toEqual(['FindItem', 'FindItem', 'FindItem']), { timeout: 10_000 });
});

test('the calls of others go on', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem', mailbox: bob });
  journey.emulator.faults.add({ kind: 'delay', operation: 'FindItem', mailbox: dave, ms: 1_500 });
  const staying = journey.query(another);
  await vi.waitFor(() => expect(operationsAt(journey)).toEqual(['FindItem']), { timeout: 10_000 });

  await leaveAfter(journey, page, 2);

  const answer = await staying;
  expect(answer.errors).toBeUndefined();
  expect(abortedAt(journey)).toEqual(['FindItem']);
  expect(journey.emulator.requests.find(({ aborted }) => aborted)?.mailbox).toBe(bob);
});

test('fifty clients that leave at once leave nothing running and nobody waiting, and the next one is served', async () => {
  const traffic = createTraffic({ now: () => performance.now() });
  const journey = await journeyOfTest({ traffic });
  const carol = 'carol@example.test';
  for (const mailbox of [bob, carol])
    journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem', mailbox, times: Infinity });
  const leaving = new AbortController();
  const ended = Promise.allSettled(
    Array.from({ length: 50 }, (_, at) =>
      journey.query(at % 2 === 0 ? page : page.replace(bob, carol), {}, { signal: leaving.signal }),
    ),
  );
  const ofThem = () => journey.emulator.requests.filter(({ mailbox }) => mailbox !== dave);
  // As many as the server is asked for a mailbox at a time; the others wait for their turn.
  await vi.waitFor(
    () => {
      expect(ofThem()).toHaveLength(8);
      expect(traffic.stats()).toMatchObject({ running: 8, waiting: { interactive: 42 } });
    },
    { timeout: 20_000 },
  );

  leaving.abort();

  expect((await ended).every(({ status }) => status === 'rejected')).toBe(true);
  await vi.waitFor(
    () => {
      expect(traffic.stats()).toMatchObject({ running: 0, waiting: { interactive: 0, bulk: 0 }, lanes: 0 });
      expect(ofThem().every(({ aborted }) => aborted)).toBe(true);
    },
    { timeout: 10_000 },
  );
  expect((await journey.query(another)).errors).toBeUndefined();
  expect(ofThem()).toHaveLength(8);
  const ofOthers = journey.emulator.requests.filter(({ mailbox }) => mailbox === dave);
  expect(ofOthers.map(({ operation }) => operation)).toEqual(['FindItem', 'GetItem']);
});

test('a client that leaves is no failure: nothing is logged as one', async () => {
  const journey = await journeyOfTest();
  journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem', mailbox: bob });

  await leaveAfter(journey, page, 1);
  await vi.waitFor(() => expect(abortedAt(journey)).toEqual(['FindItem']), { timeout: 10_000 });
  await journey.query(another);

  expect(journey.log()).not.toMatch(/"level":"(?:warn|error|fatal)"/);
});
