import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  visit,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getFieldDef } from 'graphql/execution/execute.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { completeAbstract, completeLeaf, completeList, completeNonNull, completeObject } from './complete-value.ts';
import type { CompleteValue, FieldsOf, PlannedField, Run } from './plan.ts';

/** Without anything that could be changed: all executions are given the same. */
const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
};

const usesVariables = ({ arguments: given = [] }: FieldNode): boolean => {
  let found = false;
  const Variable = (): void => {
    found = true;
  };
  for (const argument of given) visit(argument, { Variable });
  return found;
};

const planArguments = (field: GraphQLField<unknown, unknown>, node: FieldNode): PlannedField['argumentsIn'] => {
  const read = ({ variableValues }: Run): Record<string, unknown> => getArgumentValues(field, node, variableValues);
  if (usesVariables(node)) return read;
  let known: Record<string, unknown> | undefined;
  return (run) => (known ??= frozen(read(run)));
};

const planCompletion = (type: GraphQLOutputType, fieldsOf: FieldsOf): CompleteValue => {
  if (isNonNullType(type)) return completeNonNull(planCompletion(type.ofType, fieldsOf));
  if (isListType(type)) return completeList(planCompletion(type.ofType, fieldsOf), type.ofType);
  if (isLeafType(type)) return completeLeaf(type);
  return isAbstractType(type) ? completeAbstract(type, fieldsOf) : completeObject(type, fieldsOf);
};

const planField = (
  { schema }: Run,
  parentType: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
): readonly PlannedField[] => {
  const [node] = nodes;
  const field = node && getFieldDef(schema, parentType, node);
  if (node === undefined || field === undefined || field === null) return [];
  const { name: fieldName, type: returnType, resolve } = field;
  const fieldsOf = onceForEachType((run, type) =>
    collectSubfields(run.schema, run.fragments, run.variableValues, type, nodes),
  );
  return [
    {
      name,
      fieldName,
      parentType,
      returnType,
      isNonNull: isNonNullType(returnType),
      nodes,
      resolve,
      argumentsIn: planArguments(field, node),
      complete: planCompletion(returnType, fieldsOf),
    },
  ];
};

type Collect = (run: Run, type: GraphQLObjectType) => ReadonlyMap<string, readonly FieldNode[]>;

/** A selection is planned when the first value of a type is met: what is never met costs nothing, and the first execution no more than any other. */
const onceForEachType = (collect: Collect): FieldsOf => {
  const known = new Map<GraphQLObjectType, readonly PlannedField[]>();
  return (run, type) => {
    const fields = known.get(type);
    if (fields !== undefined) return fields;
    const planned = [...collect(run, type)].flatMap(([name, nodes]) => planField(run, type, name, nodes));
    known.set(type, planned);
    return planned;
  };
};

/** The plan of the operation that runs; good for all runs in which @skip and @include leave out the same. */
export const planFields = (): FieldsOf =>
  onceForEachType(({ schema, fragments, variableValues, operation }, type) =>
    collectFields(schema, fragments, variableValues, type, operation.selectionSet),
  );
