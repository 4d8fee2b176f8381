import { EwsError } from '../ews/errors.ts';
import { DirectoryError } from '../directory/directory.ts';
import { watchFailure } from './watch-failure.ts';

/** How long a watch, or whoever reads what it hints at, waits after failures, and after how many it gives up. */
export interface PatienceOptions {
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** The longest wait after a first failure, milliseconds; default 1,000. The shortest is half of it, and each further failure in a row doubles it. */
  readonly firstMs?: number;
  /** The longest wait that is our own choice, milliseconds; default 60,000. */
  readonly mostMs?: number;
  /** Failures in a row, without success between them, that are believed to pass though nothing says so; default 5. */
  readonly mostDoubts?: number;
}

/** Decides what becomes of one watch after a failure. */
export interface Patience {
  /**
   * Milliseconds to wait before the next try: longer after each failure in a row, and never shorter than the server asked for; none after the first
   * subscription that has ended. Throws the error itself when it does not pass, or has been doubtful too often.
   */
  afterFailure(error: unknown): number;
  /** The same for something that failed without an error, such as a connection that ends as soon as it has begun. Throws `error` when it is too often. */
  afterDoubt(error: EwsError): number;
  /** It works: the next failure is a first one. */
  succeed(): void;
}

/** What a server may ask for, milliseconds: nobody should be able to stop a watch for good. */
const mostAskedMs = 900_000;

/** Makes the patience of one watch. */
export const createPatience = ({
  random,
  firstMs = 1_000,
  mostMs = 60_000,
  mostDoubts = 5,
}: PatienceOptions): Patience => {
  let failures = 0;
  let doubts = 0;
  let hasEnded = false;

  const wait = (askedMs: number): number => {
    const growing = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
    failures += 1;
    return Math.min(askedMs, mostAskedMs) + growing * (0.5 + random() / 2);
  };
  const afterDoubt = (error: EwsError): number => {
    doubts += 1;
    if (doubts >= mostDoubts) throw error;
    return wait(error.retryAfterMs ?? 0);
  };
  return {
    afterFailure: (error) => {
      const failure = watchFailure(error);
      if (failure === 'final') throw error;
      if (failure === 'ended' && !hasEnded) {
        hasEnded = true;
        return 0;
      }
      // A server that forgets subscriptions as soon as it has made them may be several, that do not know each other's.
      if (failure !== 'passing' && error instanceof EwsError) return afterDoubt(error);
      return wait(error instanceof EwsError || error instanceof DirectoryError ? (error.retryAfterMs ?? 0) : 0);
    },
    afterDoubt,
    succeed: () => {
      failures = 0;
      doubts = 0;
      hasEnded = false;
    },
  };
};
