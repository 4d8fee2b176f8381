import { setMaxListeners } from 'node:events';
import { createAttempts } from '../../src/ews/attempts.ts';
import { EwsError } from '../../src/ews/errors.ts';
import type { MailboxAddress } from '../../src/ews/properties/id.ts';
import { createTraffic } from '../../src/ews/traffic/create-traffic.ts';
import type { Urgency } from '../../src/ews/traffic/traffic.ts';
import { VirtualTime } from '../ews/traffic/virtual-time.ts';
import { habits, operationTimes, peakHour, shareOfHour, type Habit, type OperationName } from './habits.ts';
import { seededRandom } from './seeded-random.ts';
import { SimulatedServer, type Outage, type Storm } from './simulated-server.ts';
import { Tally, type Tallied } from './tally.ts';

/** A day, or some hours of it. */
export interface DayPlan {
  readonly mailboxes: number;
  /** Hours of the day, from the beginning of the first to the beginning of the last: 0 and 24 for the whole. */
  readonly fromHour: number;
  readonly toHour: number;
  /** Mailboxes that a program empties for some minutes without regard, and for which the server is busy meanwhile. */
  readonly storms: number;
  readonly outage: Outage;
  readonly seed: number;
}

/** What the traffic and the server saw on the day. */
export interface DayResult {
  readonly requests: number;
  readonly calls: number;
  /** Calls with their repetitions. */
  readonly exchanges: number;
  /** Of the hour in which people do most; zeros when it is not part of the plan. */
  readonly peakHour: { readonly requests: number; readonly calls: number; readonly meanRunning: number };
  readonly mostRunning: number;
  readonly mostOfOneMailbox: number;
  /** Looked at every minute: calls that wait, mailboxes in use, and those under a pause. */
  readonly mostWaiting: number;
  readonly mostLanes: number;
  readonly mostPausedLanes: number;
  /** Calls that have not ended when everything is over. */
  readonly lost: number;
  /** Calls that ended after they were due. */
  readonly late: number;
  /** Calls by where they fell: an ordinary mailbox at an ordinary time, a mailbox in a storm, the outage. */
  readonly calm: Tallied;
  readonly storms: Tallied & { readonly pauses: number; readonly sentInPause: number };
  readonly outage: Tallied & {
    readonly sent: number;
    readonly opened: number;
    /** From the beginning of the outage until the breaker opened, and from its end until it closed for good, milliseconds. */
    readonly openedAfterMs: number;
    readonly closedAfterMs: number;
    readonly opensElsewhere: number;
  };
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const leastStormMs = minuteMs;
const mostStormMs = 10 * minuteMs;
/** Requests of a program in a storm: so many at once, so often. */
const copiedTogether = 6;
const copyingEveryMs = 5_000;
/** What began so long before something happened may feel it. */
const feltMs = minuteMs;

const addressOf = (index: number): MailboxAddress => `m${index}@example.test` as MailboxAddress;

/**
 * Lives through the hours by virtual time: what people and programs ask for goes through the gateway's own traffic and attempts to a simulated mail server.
 * The same plan has the same result on every machine.
 */
export const simulateDay = async (plan: DayPlan): Promise<DayResult> => {
  const { mailboxes, fromHour, toHour, outage } = plan;
  const time = new VirtualTime();
  const random = seededRandom(plan.seed);
  const storms = planStorms(plan, random);
  const stormOf = new Map(storms.map((storm) => [storm.mailbox, storm]));
  const server = new SimulatedServer(time, seededRandom(plan.seed + 1), storms, outage);
  const events: { readonly kind: 'opened' | 'closed'; readonly atMs: number }[] = [];
  const traffic = createTraffic({
    now: time.now,
    delay: time.delay,
    onEvent: ({ kind }) => events.push({ kind, atMs: time.now() }),
  });
  const attempts = createAttempts({
    now: time.now,
    random: seededRandom(plan.seed + 2),
    retries: undefined,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', leave, { once: true });
        time.at(time.now() + ms, () => {
          signal.removeEventListener('abort', leave);
          resolve(undefined);
        });
      }),
  });
  const tallies = { calm: new Tally(), storms: new Tally(), outage: new Tally() };
  const counts = { requests: 0, calls: 0, ended: 0, late: 0, mostWaiting: 0, mostLanes: 0, mostPausedLanes: 0 };

  const tallyAt = (mailbox: MailboxAddress): Tally => {
    const isFelt = ({ fromMs, toMs }: Outage): boolean => time.now() >= fromMs - feltMs && time.now() < toMs + feltMs;
    if (isFelt(outage)) return tallies.outage;
    const storm = stormOf.get(mailbox);
    return storm !== undefined && isFelt(storm) ? tallies.storms : tallies.calm;
  };

  const call = async (
    mailbox: MailboxAddress,
    urgency: Urgency,
    operation: OperationName,
    dueMs: number,
    signal: AbortSignal,
  ): Promise<void> => {
    counts.calls += 1;
    const tally = tallyAt(mailbox);
    let waitedMs = 0;
    try {
      await traffic.pass({ mailbox, urgency, signal, dueMs }, (turn) => {
        ({ waitedMs } = turn);
        const { retryClass } = operationTimes[operation];
        return attempts({ turn, retryClass, dueMs, signal, onWaited: () => {} }, async () => {
          const startedMs = time.now();
          await server.answer(mailbox, operation, signal);
          return { result: undefined, end: { kind: 'answered', ms: time.now() - startedMs } };
        });
      });
      tally.answered(urgency, waitedMs);
    } catch (error) {
      tally.failed(outcomeOf(error, signal));
      throw error;
    } finally {
      counts.ended += 1;
      if (time.now() > dueMs) counts.late += 1;
    }
  };

  const request = async ({ urgency, dueInMs, steps }: Habit, mailbox: MailboxAddress): Promise<void> => {
    counts.requests += 1;
    const caller = new AbortController();
    setMaxListeners(0, caller.signal);
    const dueMs = time.now() + dueInMs;
    let isOver = false;
    time.at(dueMs, () => {
      if (!isOver) caller.abort(new DOMException('No answer in time', 'TimeoutError'));
    });
    for (const step of steps) {
      const ends = await Promise.allSettled(
        step.map((operation) => call(mailbox, urgency, operation, dueMs, caller.signal)),
      );
      if (ends.some(({ status }) => status === 'rejected')) break;
    }
    isOver = true;
  };

  // Somewhere in each minute; what is left of a request goes over into the next one.
  const owed = habits.map(() => 0);
  for (let startMs = fromHour * hourMs; startMs < toHour * hourMs; startMs += minuteMs) {
    time.at(startMs, () => {
      const { waiting, lanes, pausedLanes } = traffic.stats();
      counts.mostWaiting = Math.max(counts.mostWaiting, waiting.interactive + waiting.bulk);
      counts.mostLanes = Math.max(counts.mostLanes, lanes);
      counts.mostPausedLanes = Math.max(counts.mostPausedLanes, pausedLanes);
      for (const [index, habit] of habits.entries()) {
        const { perDay, hours, together = 1 } = habit;
        const times = (mailboxes * perDay * shareOfHour(hours, Math.floor(startMs / hourMs))) / (60 * together);
        owed[index] = (owed[index] ?? 0) + times;
        for (; (owed[index] ?? 0) >= 1; owed[index] = (owed[index] ?? 0) - 1) {
          // Some mailboxes are asked for more than others: the first of them for ten times as much as all of them on average.
          const mailbox = addressOf(Math.floor(mailboxes * random() * random()));
          time.at(startMs + random() * minuteMs, () => {
            for (let each = 0; each < together; each += 1) void request(habit, mailbox);
          });
        }
      }
    });
  }

  // A server is busy with a mailbox that a program empties without regard.
  const copying = habits.find(({ hours }) => hours === 'night');
  if (copying === undefined) throw new Error('there is no nightly copy');
  for (const { mailbox, fromMs, toMs } of storms)
    for (let atMs = fromMs; atMs < toMs; atMs += copyingEveryMs)
      time.at(atMs, () => {
        for (let each = 0; each < copiedTogether; each += 1) void request(copying, mailbox);
      });

  const peak = { requests: 0, calls: 0, runningMs: 0 };
  const look = (sign: 1 | -1) => (): void => {
    peak.requests += sign * counts.requests;
    peak.calls += sign * counts.calls;
    peak.runningMs += sign * server.runningMs;
  };
  if (fromHour <= peakHour && toHour > peakHour) {
    time.at(peakHour * hourMs, look(-1));
    time.at((peakHour + 1) * hourMs, look(1));
  }
  await time.run();

  const during = events.filter(({ atMs }) => atMs >= outage.fromMs && atMs < outage.toMs + feltMs);
  const opens = during.filter(({ kind }) => kind === 'opened');
  const closes = during.filter(({ kind }) => kind === 'closed');
  return {
    requests: counts.requests,
    calls: counts.calls,
    exchanges: server.exchanges,
    peakHour: { requests: peak.requests, calls: peak.calls, meanRunning: peak.runningMs / hourMs },
    mostRunning: server.mostRunning,
    mostOfOneMailbox: server.mostOfOneMailbox,
    mostWaiting: counts.mostWaiting,
    mostLanes: counts.mostLanes,
    mostPausedLanes: counts.mostPausedLanes,
    lost: counts.calls - counts.ended,
    late: counts.late,
    calm: tallies.calm.result(),
    storms: { ...tallies.storms.result(), pauses: server.pauses, sentInPause: server.sentInPause },
    outage: {
      ...tallies.outage.result(),
      sent: server.sentInOutage,
      opened: opens.length,
      openedAfterMs: (opens[0]?.atMs ?? Number.NaN) - outage.fromMs,
      closedAfterMs: (closes.at(-1)?.atMs ?? Number.NaN) - outage.toMs,
      opensElsewhere: events.filter(({ kind }) => kind === 'opened').length - opens.length,
    },
  };
};

const planStorms = ({ mailboxes, fromHour, toHour, storms }: DayPlan, random: () => number): readonly Storm[] =>
  Array.from({ length: storms }, (_, index) => {
    // Among those that are asked for most, each another one.
    const mailbox = addressOf(Math.floor((mailboxes * index) / (4 * storms)));
    const fromMs = (fromHour + random() * (toHour - fromHour)) * hourMs;
    return { mailbox, fromMs, toMs: fromMs + leastStormMs + random() * (mostStormMs - leastStormMs) };
  });

const outcomeOf = (error: unknown, signal: AbortSignal): string => {
  if (error instanceof EwsError) return error.kind === 'response' ? 'busy' : error.kind;
  if (signal.aborted && error === signal.reason) return 'timeout';
  throw error;
};
