import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { admissionLimits, createAdmission, type AdmissionLimits, type ShedReason } from '../../src/http/admission.ts';
import { streams } from '../../src/http/streaming-answer.ts';

/** A request as far as the door sees it, and what became of it. */
interface Visit {
  readonly answer: ServerResponse;
  readonly fate: () => 'begun' | 'waits' | ShedReason;
  /** The connection is done with it: it was answered, or its client has left. */
  readonly end: () => void;
}

/** A door whose time is moved by hand. */
const doorOfTest = (limits: Partial<AdmissionLimits> = {}) => {
  let nowMs = 0;
  let loopDelayMs = 0;
  let isBusy = false;
  let costMs = 0;
  let due: (() => void)[] = [];
  const fates = new Map<object, 'begun' | ShedReason>();
  const admission = createAdmission({
    limits: { ...admissionLimits, ...limits },
    nowMs: () => nowMs,
    later: (work) => void due.push(work),
    loop: { delayMs: () => loopDelayMs, isBusy: () => isBusy },
    isExempt: ({ url }) => url === '/health',
    isBulk: ({ headers }) => headers['priority'] === 'u=5',
    refuse: (_request, response, reason) => void fates.set(response, reason),
  });
  const listener = admission.guard((_request, response) => {
    fates.set(response, 'begun');
    nowMs += costMs;
  });
  const visit = ({ url = '/graphql', priority }: { readonly url?: string; readonly priority?: string } = {}): Visit => {
    const answer = new EventEmitter() as unknown as ServerResponse;
    listener({ url, headers: { priority } } as unknown as IncomingMessage, answer);
    return { answer, fate: () => fates.get(answer) ?? 'waits', end: () => void answer.emit('close') };
  };
  return {
    stats: admission.stats,
    visit,
    visits: (count: number, kind?: Parameters<typeof visit>[0]): readonly Visit[] =>
      Array.from({ length: count }, () => visit(kind)),
    /** What beginning one request takes from now on. */
    costs: (ms: number) => void (costMs = ms),
    holdUp: (ms: number) => void (loopDelayMs = ms),
    /** The event loop has no pause any more, or has some again. */
    isBusy: (is: boolean) => void (isBusy = is),
    pass: (ms: number) => void (nowMs += ms),
    /** The event loop comes to the end of its turn, the rest of which has taken so long. */
    turn: (restMs = 0): void => {
      nowMs += restMs;
      const works = due;
      due = [];
      for (const work of works) work();
    },
  };
};

const count = (visits: readonly Visit[], fate: ReturnType<Visit['fate']>): number =>
  visits.filter((visit) => visit.fate() === fate).length;

describe('the door', () => {
  test('lets requests in at once while there are few, and forgets those that were answered', () => {
    const door = doorOfTest();
    for (let round = 0; round < 1_000; round += 1) {
      const visit = door.visit();
      expect(visit.fate()).toBe('begun');
      visit.end();
      visit.end();
    }
    expect(door.stats()).toEqual({ inFlight: 0, waiting: 0, shed: { full: 0, late: 0, heldUp: 0 } });
  });

  test('turns away those for whom there is no place, until one is free again', () => {
    const door = doorOfTest({ maxInFlight: 256 });
    const visits = door.visits(300);
    expect(count(visits, 'begun')).toBe(256);
    expect(count(visits, 'full')).toBe(44);
    expect(door.stats()).toEqual({ inFlight: 256, waiting: 0, shed: { full: 44, late: 0, heldUp: 0 } });
    visits[0]?.end();
    expect(door.visits(2).map(({ fate }) => fate())).toEqual(['begun', 'full']);
  });

  test('does not count an answer that streams, and still forgets it once only', () => {
    const door = doorOfTest({ maxInFlight: 100 });
    const listeners = door.visits(100);
    expect(door.visit().fate()).toBe('full');
    for (const { answer } of listeners) streams(answer);
    expect(door.stats().inFlight).toBe(0);
    expect(count(door.visits(100), 'begun')).toBe(100);
    for (const listener of listeners) listener.end();
    expect(door.stats().inFlight).toBe(100);
  });

  test('always lets in who looks whether the gateway lives, and does not count that', () => {
    const door = doorOfTest({ maxInFlight: 64 });
    door.visits(64);
    expect(door.visit().fate()).toBe('full');
    expect(count(door.visits(500, { url: '/health' }), 'begun')).toBe(500);
    expect(door.stats().inFlight).toBe(64);
  });

  test('begins so much within a turn of the event loop and not more, in the order of arrival', () => {
    const door = doorOfTest({ sliceMs: 10 });
    door.costs(3);
    const visits = door.visits(12);
    expect(visits.map(({ fate }) => fate())).toEqual([...Array(4).fill('begun'), ...Array(8).fill('waits')]);
    expect(door.stats()).toMatchObject({ inFlight: 12, waiting: 8 });
    door.turn();
    expect(count(visits, 'begun')).toBe(8);
    // Nobody overtakes those who wait.
    const late = door.visit();
    expect(late.fate()).toBe('waits');
    door.turn();
    expect(visits.map(({ fate }) => fate())).toEqual(Array(12).fill('begun'));
    expect(late.fate()).toBe('waits');
    door.turn();
    expect(late.fate()).toBe('begun');
    door.turn();
    expect(door.visit().fate()).toBe('begun');
  });

  test('does not begin what a client has given up waiting for', () => {
    const door = doorOfTest({ sliceMs: 10 });
    door.costs(10);
    const [first, second, third] = door.visits(3);
    second?.end();
    expect(door.stats()).toMatchObject({ inFlight: 2, waiting: 1 });
    door.turn();
    expect([first, second, third].map((visit) => visit?.fate())).toEqual(['begun', 'waits', 'begun']);
    door.turn();
    expect(second?.fate()).toBe('waits');
    expect(door.stats()).toMatchObject({ inFlight: 2, waiting: 0 });
  });

  /** A door that has seen an answer every so many milliseconds for a while. */
  const doorAtPace = (paceMs: number, limits: Partial<AdmissionLimits>): ReturnType<typeof doorOfTest> => {
    const door = doorOfTest(limits);
    for (let round = 0; round < 500; round += 1) {
      const visit = door.visit();
      door.pass(paceMs);
      visit.end();
      door.turn();
    }
    return door;
  };

  test('turns away who would wait for too long until it is begun, by how long answers have been taking lately', () => {
    const door = doorAtPace(5, { leastInFlight: 20, maxWaitMs: 150 });
    door.costs(2);
    const visits = door.visits(60);
    expect([count(visits, 'begun'), count(visits, 'waits'), count(visits, 'late')]).toEqual([5, 31, 24]);
    expect(door.stats()).toEqual({ inFlight: 36, waiting: 31, shed: { full: 0, late: 24, heldUp: 0 } });
  });

  test('turns away who would be answered too late, when all wait for the processor and not for the mail server', () => {
    const door = doorAtPace(5, { leastInFlight: 20, maxAnswerMs: 250 });
    expect(count(door.visits(100), 'begun')).toBe(100);
    door.isBusy(true);
    expect(door.visit().fate()).toBe('late');
    door.isBusy(false);
    expect(door.visit().fate()).toBe('begun');

    const other = doorAtPace(5, { leastInFlight: 20, maxAnswerMs: 250 });
    other.isBusy(true);
    const visits = other.visits(100);
    expect([count(visits, 'begun'), count(visits, 'late')]).toEqual([51, 49]);
  });

  test('lets in more once answers come faster, and a night without any says nothing', () => {
    const door = doorAtPace(50, { leastInFlight: 1, maxAnswerMs: 250 });
    door.isBusy(true);
    expect(count(door.visits(20), 'begun')).toBe(6);
    const faster = doorAtPace(50, { leastInFlight: 1, maxAnswerMs: 250 });
    for (let round = 0; round < 500; round += 1) {
      const visit = faster.visit();
      faster.pass(2);
      visit.end();
      faster.turn();
    }
    faster.isBusy(true);
    expect(count(faster.visits(200), 'begun')).toBeGreaterThan(120);

    const next = doorAtPace(2, { leastInFlight: 1, maxAnswerMs: 250 });
    next.pass(8 * 3_600_000);
    next.visit().end();
    next.isBusy(true);
    expect(count(next.visits(200), 'begun')).toBeGreaterThan(60);
  });

  test('lets in the least number however slowly it goes', () => {
    const door = doorAtPace(100, { leastInFlight: 64, maxWaitMs: 1, maxAnswerMs: 1 });
    door.isBusy(true);
    door.holdUp(10_000);
    door.costs(5);
    const visits = door.visits(100);
    expect(count(visits, 'begun') + count(visits, 'waits')).toBe(64);
    expect(count(visits, 'late')).toBe(36);
  });

  test('turns away all beyond the least number while the event loop is held up', () => {
    const door = doorOfTest({ leastInFlight: 64, maxLoopDelayMs: 250 });
    door.visits(64);
    door.holdUp(251);
    expect(count(door.visits(10), 'heldUp')).toBe(10);
    door.holdUp(250);
    expect(count(door.visits(10), 'begun')).toBe(10);
  });

  test('has half of its room for requests that can wait, which are the first to find none', () => {
    const bulk = { priority: 'u=5' };
    const full = doorOfTest({ maxInFlight: 256 });
    full.visits(127);
    expect(full.visits(2, bulk).map(({ fate }) => fate())).toEqual(['begun', 'full']);
    expect(count(full.visits(128), 'begun')).toBe(128);
    expect(full.visit().fate()).toBe('full');

    const held = doorOfTest({ leastInFlight: 64 });
    held.holdUp(1_000);
    expect(count(held.visits(40, bulk), 'begun')).toBe(32);
    expect(count(held.visits(40), 'begun')).toBe(32);
  });
});
