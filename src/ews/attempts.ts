import { setTimeout } from 'node:timers/promises';
import { EwsError } from './errors.ts';
import { isSurelyUndone } from './outcome.ts';
import { endOfFailure } from './traffic/exchange-end.ts';
import { createRetryBudget } from './traffic/retry-budget.ts';
import { mayRepeat, mostRepeats, retryDelayMs, type RetryClass } from './traffic/retry-class.ts';
import type { ExchangeEnd, Turn } from './traffic/traffic.ts';

/** What an exchange came to that was answered. */
export interface Exchanged<Result> {
  readonly result: Result;
  readonly end: ExchangeEnd;
  /** Where nothing in the answer is but this, which may pass: worth another try, and without one the result stands. */
  readonly failure?: EwsError | undefined;
}

/** A call that has its turn. */
export interface Attempted {
  readonly turn: Turn;
  readonly retryClass: RetryClass;
  /** When it has to be over, by the clock of the attempts, milliseconds. */
  readonly dueMs: number;
  /** Ends the waiting between two attempts. */
  readonly signal: AbortSignal;
  /** Told how long was waited for the server's leave, milliseconds. */
  readonly onWaited: (ms: number) => void;
}

/**
 * Exchanges until it goes well or must not be tried again. `exchange` is given the failure after which nobody knows whether the call was done, if there was
 * one: what it then finds already done is no failure. That failure is thrown too when the repetition fails, since that changes nothing about it.
 */
export type Attempts = <Result>(
  attempted: Attempted,
  exchange: (lost: EwsError | undefined) => Promise<Exchanged<Result>>,
) => Promise<Result>;

/** What attempts are made with; one budget for an endpoint. */
export interface AttemptsOptions {
  /** Milliseconds that never jump. */
  readonly now: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Repetitions that there may be at once; `mostRetries` when undefined. */
  readonly retries: number | undefined;
  /** Resolves after so many milliseconds, or rejects when the signal fires; a timer of the machine when absent. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** See `Attempts`. Throws EwsError of the last exchange, unless an earlier one may have been enough. */
export const createAttempts = ({
  now,
  random,
  retries,
  sleep = (ms, signal) => setTimeout(ms, undefined, { signal }),
}: AttemptsOptions): Attempts => {
  const budget = createRetryBudget(retries);

  /** Waits until it may be tried again; false when it may not. */
  const waitToRepeat = async (
    { turn, retryClass, dueMs, signal, onWaited }: Attempted,
    repeat: number,
    failure: EwsError,
  ): Promise<boolean> => {
    if (repeat > mostRepeats[retryClass] || !mayRepeat(retryClass, failure)) return false;
    const delayMs = Math.max(retryDelayMs(repeat, random), failure.retryAfterMs ?? 0);
    if (now() + delayMs >= dueMs || !budget.spend()) return false;
    const started = now();
    try {
      await sleep(delayMs, signal);
      await turn.ready();
      return true;
    } catch {
      // The caller has left, or the server wants to be left alone for longer: the failure is told as it is.
      return false;
    } finally {
      onWaited(now() - started);
    }
  };

  return async (attempted, exchange) => {
    const { turn, retryClass, onWaited } = attempted;
    budget.earn();
    const asked = now();
    await turn.ready();
    onWaited(now() - asked);
    let lost: EwsError | undefined;
    for (let repeat = 1; ; repeat += 1) {
      const started = now();
      try {
        const { result, end, failure } = await exchange(lost);
        turn.ended(end);
        if (failure === undefined || !(await waitToRepeat(attempted, repeat, failure))) return result;
        if (retryClass === 'repeatable' && !isSurelyUndone(failure)) lost ??= failure;
      } catch (error) {
        turn.ended(endOfFailure(error, now() - started));
        if (!(error instanceof EwsError)) throw error;
        if (!(await waitToRepeat(attempted, repeat, error))) throw lost ?? error;
        if (retryClass === 'repeatable' && !isSurelyUndone(error)) lost ??= error;
      }
    }
  };
};
