import { setTimeout as sleep } from 'node:timers/promises';
import { probes } from '../attacks/probes.ts';
import type { Probe } from '../attacks/probe.ts';
import type { Target } from '../attacks/target.ts';

/*
 * An attacker in a process of its own, started by attacks.soak.ts from its compiled form: while it is told to, it sends the probes of the attack suite
 * one after the other, over several connections at a time.
 */

/** What the attacker is told: to attack that target until told to rest. */
export type Order = { readonly attack: Target; readonly manner: Manner } | 'rest';

/** How it attacks. */
export interface Manner {
  /** Attacks at the same time. */
  readonly streams: number;
  /** Milliseconds from the beginning of an attack to that of the next in its stream, unless the answer takes longer. */
  readonly everyMs: number;
}

/** Probes that take turns; as many steps as there are probes visit each once, in an order that mixes their classes. */
const turnsOf = (list: readonly Probe[]): (() => Probe) => {
  const step = [37, 41, 43].find((candidate) => list.length % candidate !== 0) ?? 1;
  let index = 0;
  return () => {
    index = (index + step) % list.length;
    return list[index]!;
  };
};

const all: readonly Probe[] = Object.values(probes).flat();
const nextFast = turnsOf(all.filter(({ isSlow }) => isSlow !== true));
/** These wait for the gateway to lose patience; they have streams of their own, so that they hold up nothing else. */
const nextSlow = turnsOf(all.filter(({ isSlow }) => isSlow === true));
const slowStreams = 2;

let isAttacking = false;
let sent = 0;
let streams: readonly Promise<void>[] = [];

const stream = async (next: () => Probe, target: Target, everyMs: number): Promise<void> => {
  while (isAttacking) {
    await Promise.all([next().send(target), sleep(everyMs)]);
    sent += 1;
  }
};

process.on('message', (order: Order) => {
  if (order === 'rest') {
    isAttacking = false;
    void Promise.all(streams).then(() => {
      process.send?.(sent);
      sent = 0;
    });
    return;
  }
  isAttacking = true;
  const { attack, manner } = order;
  streams = [
    ...Array.from({ length: manner.streams }, () => stream(nextFast, attack, manner.everyMs)),
    ...Array.from({ length: slowStreams }, () => stream(nextSlow, attack, manner.everyMs)),
  ];
});
process.send?.('ready');
