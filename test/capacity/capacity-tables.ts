import { usualTrafficLimits } from '../../src/ews/traffic/traffic-limits.ts';
import { habits, meanMs, operationTimes, peakHour, type OperationName } from './habits.ts';
import { modelOf } from './model.ts';
import { replica, replicasFor } from './replica.ts';
import type { DayPlan, DayResult } from './simulate-day.ts';
import type { Tallied } from './tally.ts';

type Cell = string | number;

const written = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  if (!Number.isInteger(cell)) return cell.toFixed(1);
  return String(cell).replace(/\B(?=(?:\d{3})+$)/g, ',');
};

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(written).join(' | ')} |`).join('\n');

const time = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`);

const habitsTable = (): string =>
  table(
    ['what is asked for', 'a day', 'when', 'who waits', 'calls to the mail server'],
    habits.map(({ name, perDay, hours, urgency, steps }) => [
      name,
      perDay,
      hours === 'office' ? 'office hours' : hours === 'night' ? '0 to 6 at night' : 'always',
      urgency === 'interactive' ? 'a person' : 'a program',
      steps.map((step) => [...new Set(step)].map((name) => timesOf(step, name)).join(' + ')).join(', then '),
    ]),
  );

const timesOf = (step: readonly OperationName[], name: OperationName): string => {
  const times = step.filter((each) => each === name).length;
  return times === 1 ? name : `${times} ${name}`;
};

const timesTable = (): string =>
  table(
    ['operation', 'half of them, ms', '99 of 100, ms', 'at most, ms', 'mean, ms'],
    (Object.keys(operationTimes) as readonly OperationName[]).map((name) => {
      const [, half, , p99, most] = operationTimes[name].quantilesMs;
      return [name, half, p99, most, Math.round(meanMs(name))];
    }),
  );

const modelTable = ({ mailboxes }: DayPlan, { requests, calls, peakHour: peak }: DayResult): string => {
  const model = modelOf(mailboxes);
  const busiest = `from ${peakHour} to ${peakHour + 1} o'clock`;
  return table(
    [`${written(mailboxes)} mailboxes`, 'reckoned', 'simulated'],
    [
      ['requests a day', Math.round(model.requestsPerDay), requests],
      ['calls to the mail server a day', Math.round(model.callsPerDay), calls],
      [`requests a second, ${busiest}`, model.requestsPerSecond, peak.requests / 3_600],
      [`calls a second, ${busiest}`, model.callsPerSecond, peak.calls / 3_600],
      ['calls for a request', model.callsPerSecond / model.requestsPerSecond, peak.calls / peak.requests],
      [`calls at a time, ${busiest}`, model.meanRunning, peak.meanRunning],
    ],
  );
};

const failures = ({ failed }: Tallied): string =>
  Object.entries(failed)
    .map(([why, count]) => `${written(count)} ${why}`)
    .join(', ') || 'none';

const dayTable = ({ storms, outage }: DayPlan, result: DayResult): string =>
  table(
    ['on that day', ''],
    [
      ['calls lost; calls that ended after they were due', `${result.lost}; ${result.late}`],
      ['most calls at a time, at the server and for one mailbox', `${result.mostRunning}; ${result.mostOfOneMailbox}`],
      [
        'most calls that waited, mailboxes in use, mailboxes under a pause (looked at every minute)',
        `${result.mostWaiting}; ${result.mostLanes}; ${result.mostPausedLanes}`,
      ],
      ['**ordinary mailboxes at ordinary times**: calls that were not answered', failures(result.calm)],
      ["a person's call waits, 99 of 100; 999 of 1000; at most", waits(result.calm, 'interactive')],
      ["a program's call waits, 99 of 100; 999 of 1000; at most", waits(result.calm, 'bulk')],
      [`**${storms} mailboxes in a storm**: pauses that the server asked for`, result.storms.pauses],
      ['calls sent in a pause', result.storms.sentInPause],
      ['calls answered', result.storms.answered],
      ['calls that were not', failures(result.storms)],
      [
        `**the outage** of ${time(outage.toMs - outage.fromMs)}: the breaker opened after`,
        time(result.outage.openedAfterMs),
      ],
      ['it closed, after the server was back', time(result.outage.closedAfterMs)],
      ['exchanges tried meanwhile', result.outage.sent],
      ['calls that were not answered, from a minute before to a minute after', failures(result.outage)],
      ['times that the breaker opened; at other times', `${result.outage.opened}; ${result.outage.opensElsewhere}`],
    ],
  );

const waits = ({ waits: of }: Tallied, urgency: 'interactive' | 'bulk'): string => {
  const { p99Ms, p999Ms, mostMs } = of[urgency];
  return [p99Ms, p999Ms, mostMs].map((ms) => `${written(ms)} ms`).join('; ');
};

const replicasTable = ({ mailboxes }: DayPlan, { mostLanes }: DayResult): string => {
  const model = modelOf(mailboxes);
  const { cpu, listeners, connections, all } = replicasFor(mailboxes, model);
  const { requestCpuMs, usedCore, burst, listened, mostListeners, listenerKb, waitingCallKb, restingLaneKb } = replica;
  const listenersEach = Math.ceil((mailboxes * listened) / (all - 1));
  const mostWaitingKb = usualTrafficLimits.mostWaiting * waitingCallKb;
  return table(
    ['replicas', '', 'because'],
    [
      [
        'for CPU',
        cpu,
        `${written(model.requestsPerSecond)} requests a second x ${burst} in bursts x ${requestCpuMs} ms, at ${usedCore * 100} % of a core`,
      ],
      ['for listeners', listeners, `${written(mailboxes * listened)} listeners, ${written(mostListeners)} a replica`],
      [
        'for calls at a time',
        connections,
        `${written(model.meanRunning)} calls x ${burst} in bursts, ${replica.connections} connections a replica`,
      ],
      ['**together**', all, 'the most of them, and one that may fail'],
      [
        'memory for listeners',
        `${Math.round((listenersEach * listenerKb) / 1_024)} MB`,
        `${written(listenersEach)} on each while one has failed, ${listenerKb} KB each`,
      ],
      [
        'memory for a mailbox in which most wait',
        `${mostWaitingKb} KB`,
        `${usualTrafficLimits.mostWaiting} calls, ${waitingCallKb} KB each at most`,
      ],
      [
        'memory for mailboxes under a pause',
        `${restingLaneKb} KB each`,
        `at most; forgotten after ${usualTrafficLimits.mostPauseMs / 1_000} s`,
      ],
      ['mailboxes in use at a time', mostLanes, 'of all; the others take no memory'],
    ],
  );
};

/** The tables of docs/capacity.md by name. */
export const capacityTables = (plan: DayPlan, result: DayResult): Readonly<Record<string, string>> => ({
  habits: habitsTable(),
  times: timesTable(),
  model: modelTable(plan, result),
  day: dayTable(plan, result),
  replicas: replicasTable(plan, result),
});
