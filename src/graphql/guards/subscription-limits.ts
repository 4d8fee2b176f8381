import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../../access/caller.ts';
import type { Places } from '../../access/places.ts';
import type { Context } from '../context.ts';
import { callerOf } from './authenticate.ts';
import { boundedStream } from './bounded-stream.ts';
import { clientError } from '../errors.ts';
import { overloaded } from '../refused-request.ts';
import { rateLimited } from './rate-limited.ts';

type Stream = AsyncIterable<ExecutionResult>;

const isStream = (result: unknown): result is Stream =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

/** How soon a place may be free; nobody can tell. */
const retryAfterMs = 10_000;

const noPlace = ({ lacking, numbers }: Places, caller: Caller): GraphQLError =>
  lacking(caller) === 'perCaller'
    ? rateLimited(`You have ${numbers.perCaller} subscriptions running, and may not have more at a time.`, retryAfterMs)
    : overloaded('The gateway has as many subscriptions as it can bear.', retryAfterMs / 1000);

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
 * Bounds everything that answers more than once: a caller and all together have a number of places, and a stream lives no longer than the credentials
 * that it was asked for with; then a last UNAUTHENTICATED tells why. A stream that ends, in whatever way, closes its source and gives its place back;
 * that of a client who has left before anybody could read from it ends too.
 */
export const useSubscriptionLimits = ({ places, now }: SubscriptionLimitsOptions): Plugin => {
  const bounded = (context: object, stream: Stream): Stream | ExecutionResult => {
    const caller = callerOf(context);
    const giveBack = places.take(caller);
    if (giveBack === undefined) {
      void stream[Symbol.asyncIterator]().return?.();
      return { errors: [noPlace(places, caller)] };
    }
    const { expiresAtMs } = caller;
    const { signal } = context as Partial<Context>;
    return boundedStream(stream, { expiresAtMs, signal, now, lastWord: credentialsEnded, onEnd: giveBack });
  };
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isStream(result)) setResult(bounded(args.contextValue as object, result) as ExecutionResult);
      },
    }),
    onSubscribe: ({ args }) => {
      // Before anything is listened to at the mail server; whether a place is taken is only known with the stream.
      const caller = callerOf(args.contextValue as object);
      if (places.lacking(caller) !== undefined) throw noPlace(places, caller);
      return {
        onSubscribeResult: ({ result, setResult }) => {
          if (isStream(result)) setResult(bounded(args.contextValue as object, result) as ExecutionResult);
        },
      };
    },
  };
};
