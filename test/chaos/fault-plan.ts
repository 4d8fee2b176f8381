import type { FaultEffect, FaultScript } from '../../src/emulator/faults/faults.ts';
import type { Random } from '../../src/emulator/random.ts';

/** What may go wrong with a request, and how many of a thousand it happens to. */
export type FaultRates = readonly (readonly [perMille: number, effect: (random: Random) => FaultEffect])[];

const backOff: FaultEffect = { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 200 };
const cut = (random: Random): FaultEffect => ({ kind: 'cut', atByte: random.integer(0, 900) });

/** Of writes that are done at once or not at all. */
export const promptWriteFaults: FaultRates = [
  [40, () => ({ kind: 'reset' })],
  [40, () => ({ kind: 'breakOff' })],
  [80, () => ({ kind: 'lose' })],
  [40, cut],
  [20, () => ({ kind: 'withhold' })],
  [10, () => ({ kind: 'hang' })],
  [20, () => ({ kind: 'status', status: 500 })],
  [20, () => ({ kind: 'status', status: 503 })],
  [10, () => ({ kind: 'status', status: 503, headers: { 'retry-after': '1' } })],
  [30, () => backOff],
  [10, () => ({ kind: 'itemError', index: 0, responseCode: 'ErrorInternalServerTransientError' })],
  [10, () => ({ kind: 'expireToken' })],
];

/** The same, and some that are done late: later than the deadline of a call, so that the gateway looks before they are. */
export const writeFaults = (late: { readonly leastMs: number; readonly mostMs: number }): FaultRates => [
  [60, (random) => ({ kind: 'late', ms: random.integer(late.leastMs, late.mostMs) })],
  ...promptWriteFaults,
];

/** Of the look whether it has been done. */
export const lookFaults: FaultRates = [
  [20, () => ({ kind: 'reset' })],
  [10, () => ({ kind: 'breakOff' })],
  [20, () => ({ kind: 'lose' })],
  [20, cut],
  [5, () => ({ kind: 'hang' })],
  [10, () => ({ kind: 'status', status: 500 })],
  [10, () => ({ kind: 'status', status: 503 })],
  [20, () => backOff],
  [10, () => ({ kind: 'itemError', index: 0, responseCode: 'ErrorMailboxStoreUnavailable' })],
];

/** What will happen to the requests of one operation, by their order. */
export interface FaultPlan {
  readonly scripts: readonly FaultScript[];
  /** How often each kind came up within so many requests. */
  happened(requests: number): Readonly<Record<string, number>>;
}

const drawn = (random: Random, rates: FaultRates): FaultEffect | undefined => {
  let number = random.integer(0, 999);
  for (const [perMille, effect] of rates) {
    if (number < perMille) return effect(random);
    number -= perMille;
  }
  return undefined;
};

const nameOf = (effect: FaultEffect): string => (effect.kind === 'status' ? `status ${effect.status}` : effect.kind);

/** Draws what happens to the first `requests` of an operation; those after them go well. */
export const planFaults = (random: Random, operation: string, rates: FaultRates, requests: number): FaultPlan => {
  const planned: { readonly at: number; readonly effect: FaultEffect }[] = [];
  for (let at = 0; at < requests; at += 1) {
    const effect = drawn(random, rates);
    if (effect !== undefined) planned.push({ at, effect });
  }
  return {
    // A request that an earlier fault hits is not counted by those behind it.
    scripts: planned.map(({ at, effect }, index) => ({ ...effect, operation, skip: at - index })),
    happened: (seen) => {
      const counts: Record<string, number> = {};
      for (const { at, effect } of planned) {
        if (at < seen) counts[nameOf(effect)] = (counts[nameOf(effect)] ?? 0) + 1;
      }
      return counts;
    },
  };
};
