import { EwsError } from './errors.ts';

/** What a call took, and what came of it. */
export interface CallCounts {
  /** Items, folders, attachments or names that the answer told; undefined for a stream, into which the client does not look. */
  readonly answered: number | undefined;
  /** From asking for it to the last byte of the answer, milliseconds: with waiting for its turn and with what was tried before. */
  readonly ms: number;
  /** How much of that it waited for its turn and, after a failure, until it could be tried again, milliseconds. */
  readonly waitedMs: number;
  /** How often it was sent, at least once: envelopes that the server may have got, but for those that it answered with 401. */
  readonly attempts: number;
  /** Decompressed bytes of the answers. */
  readonly bytes: number;
  /** `ok`; `partial` when some ids are errors; else the ResponseCode or, without one, the EwsErrorKind of the failure. Of the last attempt. */
  readonly outcome: string;
}

/** One call being counted. */
export interface CallCount {
  /** It was sent, once more. */
  sent(): void;
  waited(ms: number): void;
  add(bytes: number): void;
  /** Reports the call, unless it was never sent; the first end counts. `answered`: as in CallCounts. */
  end(outcome: string, answered?: number): void;
}

/** Begins to count a call; `onEnd` is told at its end. */
export const startCall = (onEnd: (counts: CallCounts) => void, now: () => number): CallCount => {
  const started = now();
  let [bytes, waitedMs, attempts] = [0, 0, 0];
  let isOver = false;
  return {
    sent: () => {
      attempts += 1;
    },
    waited: (ms) => {
      waitedMs += ms;
    },
    add: (more) => {
      bytes += more;
    },
    end: (outcome, answered) => {
      if (isOver) return;
      isOver = true;
      if (attempts > 0) onEnd({ answered, ms: now() - started, waitedMs, attempts, bytes, outcome });
    },
  };
};

/** How a call that threw this is reported. */
export const outcomeOfError = (error: unknown): string =>
  error instanceof EwsError ? (error.responseCode ?? error.kind) : 'failed';

/** How a call with these outputs is reported. */
export const outcomeOf = (outputs: readonly unknown[]): string => {
  const failures = outputs.filter((output) => output instanceof EwsError);
  if (failures.length === 0) return 'ok';
  return failures.length < outputs.length ? 'partial' : outcomeOfError(failures[0]);
};

/** How much an answer told: the rows of lists, else the outputs. */
export const answeredBy = <Output>(
  rows: ((output: Output) => number) | undefined,
  outputs: readonly (Output | EwsError)[],
): number =>
  outputs.reduce<number>((sum, output) => (output instanceof EwsError ? sum : sum + (rows?.(output) ?? 1)), 0);

/** Passes the bytes on and ends the call with them, also when the reader leaves before the first one. `named`: makes of an error what is thrown. */
export const counted = (
  body: AsyncIterable<Uint8Array>,
  call: Pick<CallCount, 'add' | 'end'>,
  named: (error: unknown) => unknown,
): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = body[Symbol.asyncIterator]();
    return {
      next: async () => {
        try {
          const step = await iterator.next();
          if (step.done === true) call.end('ok');
          else call.add(step.value.byteLength);
          return step;
        } catch (error) {
          call.end(outcomeOfError(error));
          throw named(error);
        }
      },
      return: async () => {
        await iterator.return?.();
        call.end('aborted');
        return { done: true, value: undefined };
      },
    };
  },
});
