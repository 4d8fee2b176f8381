import { getOperationAST, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Sealer } from '../../sealer.ts';
import { operationCost, type PricedOperation } from './operation-cost.ts';

/** Tells what an operation costs, as `operationCost` does. */
export type PriceOperation = (operation: PricedOperation) => number | undefined;

/** Characters of variables that are remembered, of all operations together. */
const mostRemembered = 1_000_000;
/** A page of ids; more are seldom asked for twice. */
const longestRemembered = 2_000;

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Variables as text; undefined for those with objects among them: a file that was uploaded looks like any other. */
const textOf = (variables: PricedOperation['variables']): string | undefined => {
  const values = Object.values(variables ?? {});
  if (!values.every((value) => isPlain(value) || (Array.isArray(value) && value.every(isPlain)))) return undefined;
  const text = JSON.stringify(variables ?? {});
  return text.length > longestRemembered ? undefined : text;
};

/**
 * Remembers the cost of an operation with these variables: clients ask for the same screens again and again, and to price one walks through all of its
 * document three times. To look up that of a mail list takes 0.5 µs, to price it 31 (Node 20.20). The documents must be those that documentCaches keeps.
 */
export const rememberedCosts = (sealer: Sealer): PriceOperation => {
  const costs = new LRUCache<string, number>({ maxSize: mostRemembered, sizeCalculation: (_cost, key) => key.length });
  const numbers = new WeakMap<OperationDefinitionNode, number>();
  let documents = 0;

  const keyOf = ({ document, operationName, variables }: PricedOperation): string | undefined => {
    const operation = getOperationAST(document, operationName);
    const text = textOf(variables);
    if (operation === null || operation === undefined || text === undefined) return undefined;
    const number = numbers.get(operation) ?? (documents += 1);
    numbers.set(operation, number);
    return `${number} ${text}`;
  };

  return (operation) => {
    const key = keyOf(operation);
    const known = key === undefined ? undefined : costs.get(key);
    if (known !== undefined) return known;
    const cost = operationCost(operation, sealer);
    if (key !== undefined && cost !== undefined) costs.set(key, cost);
    return cost;
  };
};
