import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { EwsCall } from '../ews/client.ts';
import type { Context } from './context.ts';

/** `extensions.upstream`: what an operation cost below the gateway. Calls to the WorkMail API are not among it; they are remembered. */
interface UpstreamTrace {
  /** Requests that were sent, repeated ones too. */
  readonly roundTrips: number;
  /** `attempts`: where it was sent more than once. */
  readonly calls: readonly (Pick<EwsCall, 'operation' | 'mailbox' | 'keys' | 'ms' | 'bytes'> & {
    readonly attempts?: number;
  })[];
}

const traceOf = (calls: readonly EwsCall[]): UpstreamTrace => ({
  roundTrips: calls.reduce((sum, { attempts }) => sum + attempts, 0),
  calls: calls.map(({ operation, mailbox, keys, ms, bytes, attempts }) => ({
    operation,
    mailbox,
    keys,
    ms: Math.round(ms * 10) / 10,
    bytes,
    ...(attempts === 1 ? {} : { attempts }),
  })),
});

const isResult = (result: object): result is ExecutionResult => !(Symbol.asyncIterator in result);

/** The answer with what belongs to it as a whole: see `useUpstreamTrace`. */
export const withUpstreamTrace = (
  result: ExecutionResult,
  { besideData, calls, isTraced }: Pick<Context, 'besideData' | 'calls' | 'isTraced'>,
): ExecutionResult => {
  const errors = [...(result.errors ?? []), ...besideData];
  return {
    ...result,
    ...(errors.length === 0 ? {} : { errors }),
    ...(isTraced ? { extensions: { ...result.extensions, upstream: traceOf(calls) } } : {}),
  };
};

/**
 * Puts into every answer what belongs to the request as a whole: the errors of lists that are empty because they could not be read, and, for
 * callers who asked and may, `extensions.upstream`.
 */
export const useUpstreamTrace = (): Plugin<Context> => ({
  onExecute: ({ args }) => ({
    onExecuteDone: ({ result, setResult }) => {
      if (isResult(result)) setResult(withUpstreamTrace(result, args.contextValue as Context));
    },
  }),
});
