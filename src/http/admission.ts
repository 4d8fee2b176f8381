import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { LoopLoad } from './loop-load.ts';
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
  /** The longest that it may expect to take in all while the event loop has no pause. */
  readonly maxAnswerMs: number;
  /** The longest delay of the event loop, 99 of 100 within the last second. */
  readonly maxLoopDelayMs: number;
}

/**
 * A request costs a few milliseconds of CPU, so 64 are answered within a quarter of a second or less. With ten times as many clients as can be served, those
 * who are let in are answered within twice that, and as a turn of the event loop takes 30 ms or so, the others learn as soon that they are not.
 */
export const admissionLimits: AdmissionLimits = {
  maxInFlight: 256,
  leastInFlight: 64,
  sliceMs: 10,
  maxWaitMs: 150,
  maxAnswerMs: 200,
  maxLoopDelayMs: 250,
};

/** Why a request was not let in: too many are in flight, it would be answered too late, or the event loop is held up. */
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
  readonly loop: LoopLoad;
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
/** How much one answer says about how long the next one takes, and the most that it may say: between two there may be a night. */
const paceWeight = 1 / 64;
const mostPaceMs = 100;
const firstPaceMs = 2;

/**
 * Lets in what can be answered soon, by what is known before a request is read. How soon follows from how many are before it, and how long it has been taking
 * lately from one answer to the next (Little's law): that needs no knowledge of the machine or of what is asked, and tells of an overload before those who
 * were let in suffer from it. Requests that only wait for the mail server are no overload, so it counts while the event loop has no pause.
 */
export const createAdmission = ({
  limits: { maxInFlight, leastInFlight, sliceMs, maxWaitMs, maxAnswerMs, maxLoopDelayMs },
  nowMs,
  later,
  loop,
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
  let lastLeftMs = Number.NEGATIVE_INFINITY;

  const reasonToShed = (request: IncomingMessage): ShedReason | undefined => {
    if (inFlight < leastInFlight * bulkShare) return undefined;
    const share = isBulk(request) ? bulkShare : 1;
    if (inFlight >= maxInFlight * share) return 'full';
    if (inFlight < leastInFlight * share) return undefined;
    if (waiting.length * paceMs > maxWaitMs * share) return 'late';
    if (loop.isBusy() && inFlight * paceMs > maxAnswerMs * share) return 'late';
    return loop.delayMs() > maxLoopDelayMs ? 'heldUp' : undefined;
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
    waiting.shift()?.();
  };
  const wait = (response: ServerResponse, begin: () => void): void => {
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
        if (!isInFlight) return;
        isInFlight = false;
        inFlight -= 1;
        const now = nowMs();
        paceMs += (Math.min(now - lastLeftMs, mostPaceMs) - paceMs) * paceWeight;
        lastLeftMs = now;
      };
      response.once('close', leave);
      onceStreaming(response, leave);
      if (!isSliceOver()) listener(request, response);
      else wait(response, () => listener(request, response));
    },
    stats: () => ({ inFlight, waiting: waiting.length, shed: { ...shed } }),
  };
};
