import { createSourceEventStream, GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { executePlanned } from '../execution/execute-planned.ts';
import { withUpstreamTrace } from '../upstream-trace.ts';
import type { ShownEvent } from './listen.ts';

type Stream = AsyncIterable<unknown>;

const isStream = (result: Stream | ExecutionResult): result is Stream => Symbol.asyncIterator in result;

/** Shown as whatever it was made of: see `toClientError`. */
const lastWord = (error: unknown): ExecutionResult => ({
  errors: [
    error instanceof GraphQLError
      ? error
      : new GraphQLError('The stream has failed.', { originalError: error instanceof Error ? error : undefined }),
  ],
});

const answerTo = async (args: ExecutionArgs, event: ShownEvent<unknown>): Promise<ExecutionResult> => {
  const { context } = event;
  return withUpstreamTrace(await executePlanned({ ...args, rootValue: event, contextValue: context }), context);
};

/** One answer after the other; what the source fails with is the last of them. */
const answers = (args: ExecutionArgs, stream: Stream): AsyncIterableIterator<ExecutionResult> => {
  const events = stream[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      try {
        const { done, value } = await events.next();
        if (done === true) return { done, value: undefined };
        return { done: false, value: await answerTo(args, value as ShownEvent<unknown>) };
      } catch (error) {
        void events.return?.()?.catch(() => undefined);
        return { done: false, value: lastWord(error) };
      }
    },
    return: async () => {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
};

/**
 * Executes each event of a subscription with a context of its own (`ShownEvent`), one after the other and only when the client takes it: the context of
 * the request would remember what it has read and made for as long as the stream lives. A stream that fails says why and is done.
 */
export const useEventExecution = (): Plugin => ({
  onSubscribe: ({ setSubscribeFn }) => {
    setSubscribeFn(async (args: ExecutionArgs) => {
      const stream = await createSourceEventStream(args);
      return isStream(stream) ? answers(args, stream) : stream;
    });
  },
});
