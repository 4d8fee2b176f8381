import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Budget } from '../../access/budget.ts';
import { decodeGlobalId, type GlobalId } from '../../global-id.ts';
import type { Sealer } from '../../sealer.ts';
import type { Context } from '../context.ts';
import type { CostReading } from './cost.ts';
import { clientError } from '../errors.ts';
import { rateLimited } from './rate-limited.ts';

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

/** An operation as a client sends it. */
export interface PricedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As the client sent them. */
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

type Values = Readonly<Record<string, unknown>>;

const isLeftOut = (node: FieldNode | FragmentSpreadNode | InlineFragmentNode, values: Values): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, values)?.['if'] === true ||
  getDirectiveValues(GraphQLIncludeDirective, node, values)?.['if'] === false;

/** What of the document is executed: one operation, without what @skip and @include leave out. `__typename`, which clients put everywhere, is free. */
const executedPart = (document: DocumentNode, operation: OperationDefinitionNode, values: Values): DocumentNode =>
  visit(document, {
    OperationDefinition: (node) => (node === operation ? undefined : null),
    Field: (node) => (node.name.value === '__typename' || isLeftOut(node, values) ? null : undefined),
    FragmentSpread: (node) => (isLeftOut(node, values) ? null : undefined),
    InlineFragment: (node) => (isLeftOut(node, values) ? null : undefined),
  });

/** Opens each id once, although both readings ask for it. */
const openingOnce = (sealer: Sealer): CostReading['open'] => {
  const opened = new Map<string, GlobalId | undefined>();
  return (text) => {
    if (!opened.has(text)) opened.set(text, decodeGlobalId(sealer, text));
    return opened.get(text);
  };
};

/**
 * What an operation costs, by what it says and its variables, before anything of it is executed; at least 1. Never less than it can cause: what two
 * fragments ask for twice counts twice, and so does what only one of several types has. Undefined when its variables do not fit, so that nothing of it
 * will be executed. Throws GraphQLError when an argument cannot be read. The document must be valid.
 */
export const operationCost = (
  { schema, document, operationName, variables }: PricedOperation,
  sealer: Sealer,
): number | undefined => {
  const operation = getOperationAST(document, operationName);
  if (operation === null || operation === undefined) return undefined;
  const raw = { ...variables };
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], raw);
  if (coerced === undefined) return undefined;
  const executed = executedPart(document, operation, coerced);
  const open = openingOnce(sealer);
  const read = (sum: CostReading['sum']): number =>
    complexityFromQuery(executed, { schema, variables: raw, ctx: { sum, open } satisfies CostReading }).complexity;
  return Math.max(Math.ceil(read('rows') + read('sharedCalls')), 1);
};

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
  const admit = async ({
    schema,
    document,
    operationName,
    variableValues,
    contextValue,
  }: ExecutionArgs): Promise<void> => {
    const context = contextValue as Context;
    const requested = operationCost({ schema, document, operationName, variables: variableValues }, sealer);
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
