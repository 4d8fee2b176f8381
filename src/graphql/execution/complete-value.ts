import {
  GraphQLError,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import { executeFields, failAt } from './execute-fields.ts';
import type { CompleteValue, FieldsOf, Run } from './plan.ts';

/*
 * How values are completed, by the kind of their type: https://spec.graphql.org/October2021/#sec-Value-Completion. The type is looked at when the
 * field is planned and not for each value. Rules and messages are those of graphql-js 16.
 */

const coordinate = ({ parentType, fieldName }: GraphQLResolveInfo): string => `${parentType.name}.${fieldName}`;

/** A value that may not be null. */
export const completeNonNull =
  (inner: CompleteValue): CompleteValue =>
  (run, info, path, value) => {
    const completed = inner(run, info, path, value);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${coordinate(info)}.`);
    return completed;
  };

/** Null, and the errors that are given instead of being thrown, for any kind of type. */
const completeNullable =
  (inner: CompleteValue): CompleteValue =>
  (run, info, path, value) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? null : inner(run, info, path, value);
  };

/** A scalar or an enum. */
export const completeLeaf = (type: GraphQLLeafType): CompleteValue =>
  completeNullable((_run, _info, _path, value) => {
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined)
      throw new Error(`Expected \`${type.name}.serialize(${inspect(value)})\` to return non-nullable value.`);
    return serialized;
  });

/** A list; each item is a place of its own for errors. */
export const completeList = (inner: CompleteValue, itemType: GraphQLOutputType): CompleteValue => {
  const isNonNull = isNonNullType(itemType);
  return completeNullable((run, info, path, list) => {
    if (!isIterableObject(list))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${coordinate(info)}".`);
    const waiting: Promise<unknown>[] = [];
    const completed = Array.from(list, (item, key): unknown => {
      const at = { prev: path, key, typename: undefined };
      const failed = (error: unknown): null => failAt(run, { nodes: info.fieldNodes, path: at, isNonNull }, error);
      try {
        const value = isPromise(item)
          ? item.then((resolved) => inner(run, info, at, resolved))
          : inner(run, info, at, item);
        if (!isPromise(value)) return value;
        const settled = value.then(undefined, failed);
        waiting.push(settled);
        return settled;
      } catch (error) {
        // Where this ends the list, nobody asks for the items before it any more: their rejections would end the process.
        if (isNonNull) for (const other of waiting) other.catch(() => undefined);
        return failed(error);
      }
    });
    return waiting.length === 0 ? completed : Promise.all(completed);
  });
};

/** An object. `isTypeOf`, which Pothos asks of nobody, is not asked. */
export const completeObject = (type: GraphQLObjectType, fieldsOf: FieldsOf): CompleteValue =>
  completeNullable((run, _info, path, value) => executeFields(run, fieldsOf(run, type), value, path));

const runtimeType = (
  { schema }: Run,
  type: GraphQLAbstractType,
  name: unknown,
  info: GraphQLResolveInfo,
): GraphQLObjectType => {
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  throw new GraphQLError(`${inspect(name)} is not a possible type for "${type.name}" in ${coordinate(info)}.`);
};

/** An object whose type follows from the value. */
export const completeAbstract = (type: GraphQLAbstractType, fieldsOf: FieldsOf): CompleteValue =>
  completeNullable((run, info, path, value) => {
    const as = (name: unknown): unknown =>
      executeFields(run, fieldsOf(run, runtimeType(run, type, name, info)), value, path);
    const name = (type.resolveType ?? run.typeResolver)(value, run.contextValue, info, type);
    return isPromise(name) ? name.then(as) : as(name);
  });
