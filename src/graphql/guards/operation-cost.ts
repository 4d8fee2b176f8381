import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { decodeGlobalId, type GlobalId } from '../../global-id.ts';
import type { Sealer } from '../../sealer.ts';
import type { CostReading } from './cost.ts';

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
