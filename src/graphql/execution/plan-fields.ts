import {
  getNamedType,
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
import type { CompleteValue, FieldsOf, PlannedField, PlanTally, Run } from './plan.ts';

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

const nothing = Object.freeze({});
const noArguments = (): Record<string, unknown> => nothing;

const planArguments = (field: GraphQLField<unknown, unknown>, node: FieldNode): PlannedField['argumentsIn'] => {
  if (field.args.length === 0) return noArguments;
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

const ofLeaves = new WeakMap<GraphQLOutputType, CompleteValue>();

/** Of values without fields, most of what there is to plan: once for each type. */
const leafCompletion = (type: GraphQLOutputType): CompleteValue => {
  const known = ofLeaves.get(type) ?? planCompletion(type, () => []);
  ofLeaves.set(type, known);
  return known;
};

const planField = (
  tally: PlanTally,
  { schema }: Run,
  parentType: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
): readonly PlannedField[] => {
  const [node] = nodes;
  const field = node && getFieldDef(schema, parentType, node);
  if (node === undefined || field === undefined || field === null) return [];
  const { name: fieldName, type: returnType, resolve } = field;
  const complete = isLeafType(getNamedType(returnType))
    ? leafCompletion(returnType)
    : planCompletion(returnType, fieldsInside(tally, nodes));
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
      complete,
    },
  ];
};

type Collect = (run: Run, type: GraphQLObjectType) => ReadonlyMap<string, readonly FieldNode[]>;

/** A selection is planned when the first value of a type is met: what is never met costs nothing, and the first execution no more than any other. */
const onceForEachType = (tally: PlanTally, collect: Collect): FieldsOf => {
  const known = new Map<GraphQLObjectType, readonly PlannedField[]>();
  return (run, type) => {
    const fields = known.get(type);
    if (fields !== undefined) return fields;
    const planned = [...collect(run, type)].flatMap(([name, nodes]) => planField(tally, run, type, name, nodes));
    known.set(type, planned);
    // A plan takes room even where nothing is selected.
    tally.fields += planned.length + 1;
    return planned;
  };
};

const fieldsInside = (tally: PlanTally, nodes: readonly FieldNode[]): FieldsOf =>
  onceForEachType(tally, ({ schema, fragments, variableValues }, type) =>
    collectSubfields(schema, fragments, variableValues, type, nodes),
  );

/** The plan of the operation that runs; good for all runs in which @skip and @include leave out the same. */
export const planFields = (tally: PlanTally): FieldsOf =>
  onceForEachType(tally, ({ schema, fragments, variableValues, operation }, type) =>
    collectFields(schema, fragments, variableValues, type, operation.selectionSet),
  );
