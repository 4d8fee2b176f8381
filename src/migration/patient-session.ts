import { EwsError } from '../ews/errors.ts';
import type { EwsSession, Operation } from '../ews/operation.ts';
import { isPassingCode, isSurelyUndone } from '../ews/outcome.ts';
import { mayRepeat, retryClassOf } from '../ews/traffic/retry-class.ts';

/** How a migration waits for a server that asks for it, or is away. */
export interface Patience {
  /** Milliseconds that never jump. */
  readonly now: () => number;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Resolves after so many milliseconds, or rejects when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** How long one call is tried again before it has failed, milliseconds. */
  readonly patienceMs: number;
  /** Nothing is waited for after it. */
  readonly signal: AbortSignal;
  /** Told how long is waited, and for whom. */
  readonly onWait: (mailbox: string, ms: number) => void;
}

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * A session whose calls wait as long as the server asks (throttling, a maintenance, a line that is down) instead of failing. Writes of which nobody
 * knows whether they were done are not repeated: they fail as before.
 */
export const createPatientSession = (session: EwsSession, patience: Patience): EwsSession => {
  const { now, random, sleep, patienceMs, signal, onWait } = patience;

  const patiently = async <Input, Output, Result>(
    operation: Operation<Input, Output>,
    input: Input,
    call: () => Promise<Result>,
    failureIn: (result: Result) => EwsError | undefined,
  ): Promise<Result> => {
    const retryClass = retryClassOf(operation, input);
    const isWorthIt = (error: EwsError): boolean => {
      if (error.kind === 'throttled' || error.kind === 'suspended') return true;
      if (error.kind === 'credentials') return error.retryAfterMs !== undefined;
      return mayRepeat(retryClass, error) || (retryClass === 'read' && error.kind === 'timeout');
    };
    const giveUpMs = now() + patienceMs;
    for (let attempt = 0; ; attempt += 1) {
      const wait = async (error: EwsError): Promise<boolean> => {
        const ms = Math.max(error.retryAfterMs ?? 0, random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt));
        if (!isWorthIt(error) || signal.aborted || now() + ms > giveUpMs) return false;
        onWait(session.mailbox, ms);
        return sleep(ms, signal).then(
          () => true,
          () => false,
        );
      };
      try {
        const result = await call();
        const failure = failureIn(result);
        if (failure === undefined || !(await wait(failure))) return result;
      } catch (error) {
        if (!(error instanceof EwsError) || !(await wait(error))) throw error;
      }
    }
  };

  const callEach: EwsSession['callEach'] = (operation, input) =>
    patiently(operation, input, () => session.callEach(operation, input), wholeFailure);

  return {
    mailbox: session.mailbox,
    callEach,
    call: (operation, input) =>
      patiently(
        operation,
        input,
        () => session.call(operation, input),
        () => undefined,
      ),
    open: (operation, input) =>
      patiently(
        operation,
        input,
        () => session.open(operation, input),
        () => undefined,
      ),
  };
};

/** What all of an answer failed with, where it may pass and nothing of it was done. */
const wholeFailure = (outputs: readonly unknown[]): EwsError | undefined => {
  const [first] = outputs;
  const isPassing = outputs.every(
    (output) => output instanceof EwsError && isPassingCode(output.responseCode ?? '') && isSurelyUndone(output),
  );
  return isPassing && first instanceof EwsError ? first : undefined;
};
