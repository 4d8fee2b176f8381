import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Places } from '../../access/places.ts';
import { callerOf } from './authenticate.ts';
import { boundedStream } from './bounded-stream.ts';
import { clientError } from '../errors.ts';
import { rateLimited } from './rate-limited.ts';

type Stream = AsyncIterable<ExecutionResult>;

const isStream = (result: unknown): result is Stream =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/** How soon a place may be free; nobody can tell. */
const retryAfterMs = 10_000;

const noPlace = (perCaller: number): ReturnType<typeof rateLimited> =>
  rateLimited(`You have ${perCaller} subscriptions running, and may not have more at a time.`, retryAfterMs);

const credentialsEnded = (): ExecutionResult => ({
  errors: [clientError('UNAUTHENTICATED', 'Your credentials have ended. Subscribe again with new ones.')],
});

/** What bounds subscriptions. */
export interface SubscriptionLimitsOptions {
  readonly places: Places;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Bounds everything that answers more than once: a caller has a number of places, and a stream lives no longer than the credentials that it was
 * asked for with; then a last UNAUTHENTICATED tells why. A stream that ends, in whatever way, closes its source and gives its place back.
 */
export const useSubscriptionLimits = ({ places, now }: SubscriptionLimitsOptions): Plugin => {
  const bounded = (context: object, stream: Stream): Stream | ExecutionResult => {
    const caller = callerOf(context);
    const giveBack = places.take(caller);
    if (giveBack === undefined) {
      void stream[Symbol.asyncIterator]().return?.();
      return { errors: [noPlace(places.perCaller)] };
    }
    const { expiresAtMs } = caller;
    return boundedStream(stream, { expiresAtMs, now, lastWord: credentialsEnded, onEnd: giveBack });
  };
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isStream(result)) setResult(bounded(args.contextValue as object, result) as ExecutionResult);
      },
    }),
    onSubscribe: ({ args }) => {
      // Before anything is listened to at the mail server; whether a place is taken is only known with the stream.
      if (!places.isFree(callerOf(args.contextValue as object))) throw noPlace(places.perCaller);
      return {
        onSubscribeResult: ({ result, setResult }) => {
          if (isStream(result)) setResult(bounded(args.contextValue as object, result) as ExecutionResult);
        },
      };
    },
  };
};
