import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { createTraffic } from '../../../src/ews/traffic/create-traffic.ts';
import { usualTrafficLimits } from '../../../src/ews/traffic/traffic-limits.ts';
import type { ExchangeEnd, Urgency } from '../../../src/ews/traffic/traffic.ts';
import type { MailboxAddress } from '../../../src/ews/properties/id.ts';
import { VirtualTime } from './virtual-time.ts';

const mailboxes = ['ann', 'bob'] as const;

const exchange = fc.record({
  ms: fc.oneof(fc.constant(0), fc.nat(500)),
  end: fc.oneof(
    { weight: 4, arbitrary: fc.constant<ExchangeEnd>({ kind: 'answered', ms: 20 }) },
    { weight: 1, arbitrary: fc.nat(3_000).map((pauseMs): ExchangeEnd => ({ kind: 'throttled', pauseMs })) },
    { weight: 1, arbitrary: fc.constantFrom<ExchangeEnd>({ kind: 'failed' }, { kind: 'unknown' }) },
  ),
});

const arrivals = fc.array(
  fc.record({
    atMs: fc.nat(4_000),
    mailbox: fc.constantFrom(...mailboxes),
    urgency: fc.constantFrom<Urgency>('interactive', 'bulk'),
    dueInMs: fc.oneof(fc.constant(15_000), fc.integer({ min: 1, max: 5_000 })),
    leavesAfterMs: fc.option(fc.nat(1_000)),
    exchanges: fc.array(exchange, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 120, size: 'max' },
);

/** What is seen of a lane from outside. */
class Watched {
  places = 0;
  bulkPlaces = 0;
  pausedUntilMs = 0;
  /** By urgency: when each call began, and as which one it had come. */
  readonly begun: Record<Urgency, (readonly [atMs: number, arrival: number])[]> = { interactive: [], bulk: [] };
}

test('whatever comes, no lane runs over or in a pause, nobody is overtaken by an equal, and every call ends once', async () => {
  const seen = { begun: 0, refused: 0, left: 0, waited: 0 };
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 8 }), async (calls, startPlaces) => {
      const time = new VirtualTime();
      const traffic = createTraffic({
        now: time.now,
        delay: time.delay,
        limits: { ...usualTrafficLimits, startPlaces, mostPlaces: startPlaces },
      });
      const lanes = { ann: new Watched(), bob: new Watched() };
      const ends: number[] = calls.map(() => 0);
      const arrived: number[] = [];

      for (const [index, call] of calls.entries()) {
        const { mailbox, urgency } = call;
        const lane = lanes[mailbox];
        const caller = new AbortController();
        time.at(call.atMs, () => {
          arrived.push(index);
          const dueMs = time.now() + call.dueInMs;
          time.at(dueMs, () => caller.abort(new DOMException('late', 'TimeoutError')));
          if (call.leavesAfterMs !== null)
            time.at(time.now() + call.leavesAfterMs, () => caller.abort(new Error('left')));
          let exchanging = false;
          const passage = { mailbox: mailbox as string as MailboxAddress, urgency, signal: caller.signal, dueMs };
          const passed = traffic.pass(passage, async (turn) => {
            seen.begun += 1;
            if (turn.waitedMs > 0) seen.waited += 1;
            lane.begun[urgency].push([time.now(), arrived.indexOf(index)]);
            for (const { ms, end } of call.exchanges) {
              await turn.ready();
              exchanging = true;
              lane.places += 1;
              if (urgency === 'bulk') lane.bulkPlaces += 1;
              expect(time.now()).toBeGreaterThanOrEqual(lane.pausedUntilMs);
              // One person may go beside programs that have all the places.
              const people = lane.places - lane.bulkPlaces;
              expect(lane.places <= startPlaces || people === 1).toBe(true);
              expect(lane.bulkPlaces).toBeLessThanOrEqual(Math.max(1, startPlaces - 1));
              await time.delay(ms);
              turn.ended(end);
              lane.places -= 1;
              if (urgency === 'bulk') lane.bulkPlaces -= 1;
              exchanging = false;
              if (end.kind === 'throttled')
                lane.pausedUntilMs = Math.max(lane.pausedUntilMs, time.now() + (end.pauseMs ?? 1_000));
            }
          });
          void passed.then(
            () => (ends[index] = (ends[index] ?? 0) + 1),
            (error: unknown) => {
              ends[index] = (ends[index] ?? 0) + 1;
              expect(exchanging).toBe(false);
              if (error instanceof EwsError) {
                expect(['throttled', 'suspended']).toContain(error.kind);
                expect(error.retryAfterMs).toBeGreaterThan(0);
                seen.refused += 1;
              } else {
                expect(error).toBe(caller.signal.reason);
                expect(caller.signal.aborted).toBe(true);
                seen.left += 1;
              }
            },
          );
        });
      }
      await time.run();
      expect(ends).toEqual(calls.map(() => 1));
      expect(traffic.stats()).toMatchObject({ running: 0, waiting: { interactive: 0, bulk: 0 }, lanes: 0 });
      for (const { begun } of Object.values(lanes))
        for (const order of Object.values(begun)) {
          // Who is let in at the same moment may be seen in any order.
          const inTurn = order.toSorted(([oneMs, one], [otherMs, other]) => oneMs - otherMs || one - other);
          const inOrder = inTurn.map(([, arrival]) => arrival);
          expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
        }
    }),
    { numRuns: 150 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});
