import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Budget } from '../../access/budget.ts';
import type { Sealer } from '../../sealer.ts';
import type { Context } from '../context.ts';
import { clientError } from '../errors.ts';
import { rateLimited } from './rate-limited.ts';
import { rememberedCosts } from './remembered-costs.ts';

/** `extensions.cost` of every answer that was executed. */
export interface CostReport {
  /** What this operation cost. */
  readonly requested: number;
  /** The most that one operation may cost. */
  readonly limit: number;
  /** What its caller may still spend in this minute. */
  readonly remaining: number;
  /** What its caller may spend in a minute. */
  readonly perMinute: number;
}

/** The status only for clients that speak `application/graphql-response+json`, as for every document that is refused. */
const tooExpensive = (cost: number, limit: number): Error => {
  const shown = Number.isSafeInteger(cost) ? cost.toString() : `more than ${Number.MAX_SAFE_INTEGER}`;
  return clientError(
    'QUERY_TOO_EXPENSIVE',
    `The operation would cost ${shown}; the most that one may cost is ${limit}. Ask for smaller pages, or for less inside them.`,
    {},
    { extensions: { http: { spec: true, status: 400 } } },
  );
};

const reports = new WeakMap<object, CostReport>();

/** What the operation of this GraphQL context cost; undefined before it was found to be affordable. */
export const costOf = (context: object): CostReport | undefined => reports.get(context);

const isSingle = (result: object): result is ExecutionResult => !(Symbol.asyncIterator in result);

/** What bounds operations. */
export interface QueryCostOptions {
  /** The most that one operation may cost. */
  readonly limit: number;
  readonly budget: Budget;
  readonly sealer: Sealer;
}

/**
 * Prices every operation before any of it is executed: one that costs too much is QUERY_TOO_EXPENSIVE, one that its caller's budget does not cover
 * RATE_LIMITED, and neither reaches the mail server or takes anything from the budget. Answers that were executed tell their price.
 */
export const useQueryCost = ({ limit, budget, sealer }: QueryCostOptions): Plugin<Context> => {
  const priceOf = rememberedCosts(sealer);
  const admit = async ({
    schema,
    document,
    operationName,
    variableValues,
    contextValue,
  }: ExecutionArgs): Promise<void> => {
    const context = contextValue as Context;
    const requested = priceOf({ schema, document, operationName, variables: variableValues });
    if (requested === undefined) return;
    // Not `requested > limit`: whatever is no number must not pass.
    if (!(requested <= limit)) {
      context.onRefusal({ reason: 'QUERY_TOO_EXPENSIVE' });
      throw tooExpensive(requested, limit);
    }
    const spending = await budget.spend(context.caller, requested);
    if ('retryAfterMs' in spending) {
      context.onRefusal({ reason: 'RATE_LIMITED' });
      throw rateLimited(`You have spent your ${budget.limit} for this minute.`, spending.retryAfterMs);
    }
    reports.set(context, { requested, limit, remaining: spending.remaining, perMinute: budget.limit });
  };
  return {
    onExecute: async ({ args }) => {
      await admit(args);
      return {
        onExecuteDone: ({ result, setResult }) => {
          const cost = costOf(args.contextValue as Context);
          if (cost !== undefined && isSingle(result))
            setResult({ ...result, extensions: { ...result.extensions, cost } });
        },
      };
    },
    onSubscribe: ({ args }) => admit(args),
  };
};
