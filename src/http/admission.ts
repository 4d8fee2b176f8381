import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { onceStreaming } from './streaming-answer.ts';

/** How much is let in. */
export interface AdmissionLimits {
  /** Requests that are being answered or wait for it; streams that have begun are none of them. */
  readonly maxInFlight: number;
  /** So many are let in however slowly it goes: a busy machine is slow, and not yet overloaded. */
  readonly leastInFlight: number;
  /** For how long new requests are begun within one turn of the event loop; then it is the turn of those that were begun before. */
  readonly sliceMs: number;
  /** The longest that a request may expect to wait until it is begun. */
  readonly maxWaitMs: number;
  /** The longest delay of the event loop, 99 of 100 within the last second. */
  readonly maxLoopDelayMs: number;
}

/**
 * A request costs one or two milliseconds of CPU, so 64 are answered within a tenth of a second. With ten times as many clients as can be served, those
 * who are let in wait for 150 ms at most and are answered within half a second; a turn takes 30 ms or so, within which the others are told.
 */
export const admissionLimits: AdmissionLimits = {
  maxInFlight: 256,
  leastInFlight: 64,
  sliceMs: 10,
  maxWaitMs: 150,
  maxLoopDelayMs: 250,
};

/** Why a request was not let in: too many are in flight, it would wait for too long, or the event loop is held up. */
export type ShedReason = 'full' | 'late' | 'heldUp';

/** How admission is, at this moment. */
export interface AdmissionStats {
  readonly inFlight: number;
  /** Those of them that have not been begun. */
  readonly waiting: number;
  /** Since the start. */
  readonly shed: Readonly<Record<ShedReason, number>>;
}

/** What decides who is let in, and what it is told from outside. */
export interface AdmissionParts {
  readonly limits: AdmissionLimits;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** Does something once this turn of the event loop has looked at everything that had come: `setImmediate`. */
  readonly later: (work: () => void) => void;
  /** The delay of the event loop, 99 of 100 within the last second, milliseconds. */
  readonly loopDelayMs: () => number;
  /** Whether a request is served however much there is to do: it is cheap, and others rely on it. */
  readonly isExempt: (request: IncomingMessage) => boolean;
  /** Whether a request's sender can wait longer than others. */
  readonly isBulk: (request: IncomingMessage) => boolean;
  /** Answers a request that is not let in. */
  readonly refuse: (request: IncomingMessage, response: ServerResponse, reason: ShedReason) => void;
}

/** The door of the gateway. */
export interface Admission {
  /** Hands on the requests that are let in, and answers the others at once, before anything of them is read. */
  guard(listener: RequestListener): RequestListener;
  stats(): AdmissionStats;
}

/** Bulk requests have half of the room, so that they are the first who find none. */
const bulkShare = 0.5;
/** How much one request says about how long the next one takes. */
const paceWeight = 1 / 32;
const firstPaceMs = 2;

/**
 * Lets in what can be answered soon, by what is known before a request is read. How long a newcomer would wait is how many wait already, times how long
 * it has been taking lately from the beginning of one to that of the next with everything else that the process does: it needs no knowledge of the
 * machine, and knows of an overload before those who were let in suffer from it (https://queue.acm.org/detail.cfm?id=2209336).
 */
export const createAdmission = ({
  limits: { maxInFlight, leastInFlight, sliceMs, maxWaitMs, maxLoopDelayMs },
  nowMs,
  later,
  loopDelayMs,
  isExempt,
  isBulk,
  refuse,
}: AdmissionParts): Admission => {
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  const shed: Record<ShedReason, number> = { full: 0, late: 0, heldUp: 0 };
  /** When the first request of this turn was begun. */
  let sliceBeganMs: number | undefined;
  let paceMs = firstPaceMs;
  /** When the last one was begun of those who waited; while somebody waits. */
  let lastBegunMs = 0;

  const reasonToShed = (request: IncomingMessage): ShedReason | undefined => {
    if (inFlight < leastInFlight * bulkShare) return undefined;
    const share = isBulk(request) ? bulkShare : 1;
    if (inFlight >= maxInFlight * share) return 'full';
    if (inFlight < leastInFlight * share) return undefined;
    if (waiting.length * paceMs > maxWaitMs * share) return 'late';
    return loopDelayMs() > maxLoopDelayMs ? 'heldUp' : undefined;
  };
  const isSliceOver = (): boolean => {
    const now = nowMs();
    if (sliceBeganMs !== undefined) return now - sliceBeganMs >= sliceMs;
    sliceBeganMs = now;
    later(() => (sliceBeganMs = undefined));
    return false;
  };
  /** Each who waits has one of these, so that what a request does at once counts before the next one is begun. */
  const beginNext = (): void => {
    if (waiting.length === 0) return;
    if (isSliceOver()) return later(beginNext);
    const now = nowMs();
    paceMs += (now - lastBegunMs - paceMs) * paceWeight;
    lastBegunMs = now;
    waiting.shift()?.();
  };
  const wait = (response: ServerResponse, begin: () => void): void => {
    if (waiting.length === 0) lastBegunMs = nowMs();
    waiting.push(begin);
    response.once('close', () => {
      const place = waiting.indexOf(begin);
      if (place >= 0) waiting.splice(place, 1);
    });
    later(beginNext);
  };

  return {
    guard: (listener) => (request, response) => {
      if (isExempt(request)) return listener(request, response);
      const reason = reasonToShed(request);
      if (reason !== undefined) {
        shed[reason] += 1;
        return refuse(request, response, reason);
      }
      inFlight += 1;
      let isInFlight = true;
      const leave = (): void => {
        if (isInFlight) inFlight -= 1;
        isInFlight = false;
      };
      response.once('close', leave);
      onceStreaming(response, leave);
      if (waiting.length === 0 && !isSliceOver()) listener(request, response);
      else wait(response, () => listener(request, response));
    },
    stats: () => ({ inFlight, waiting: waiting.length, shed: { ...shed } }),
  };
};
