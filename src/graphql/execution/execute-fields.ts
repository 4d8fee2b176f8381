import { locatedError, type FieldNode } from 'graphql';
import { isPromise } from 'graphql/jsutils/isPromise.js';
import { pathToArray, type Path } from 'graphql/jsutils/Path.js';
import type { PlannedField, Run } from './plan.ts';

/** An object of the answer. */
export type Fields = Record<string, unknown>;

/** Null with an error at this place; where it may not be null the error is thrown on, to the place around it. */
export const failAt = (
  run: Run,
  place: { readonly nodes: readonly FieldNode[]; readonly path: Path; readonly isNonNull: boolean },
  raw: unknown,
): null => {
  const error = locatedError(raw, place.nodes, pathToArray(place.path));
  if (place.isNonNull) throw error;
  run.collectedErrors.add(error, place.path);
  return null;
};

const executeField = (run: Run, field: PlannedField, source: unknown, path: Path): unknown => {
  const { nodes, isNonNull, complete } = field;
  const { schema, fragments, rootValue, operation, variableValues } = run;
  const info = {
    fieldName: field.fieldName,
    fieldNodes: nodes,
    returnType: field.returnType,
    parentType: field.parentType,
    path,
    schema,
    fragments,
    rootValue,
    operation,
    variableValues,
  };
  const failed = (error: unknown): null => failAt(run, { nodes, path, isNonNull }, error);
  try {
    const resolve = field.resolve ?? run.fieldResolver;
    const resolved: unknown = resolve(source, field.argumentsIn(run), run.contextValue, info);
    const completed = isPromise(resolved)
      ? resolved.then((value) => complete(run, info, path, value))
      : complete(run, info, path, resolved);
    return isPromise(completed) ? completed.then(undefined, failed) : completed;
  } catch (error) {
    return failed(error);
  }
};

const put = (fields: Fields, name: string, value: unknown): void => {
  // A client's alias for a field; assigned, it would be the object's prototype and no field.
  if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true, writable: true });
  else fields[name] = value;
};

const whenComplete = async (fields: Fields): Promise<Fields> => {
  const values = await Promise.all(Object.values(fields));
  Object.keys(fields).forEach((name, index) => put(fields, name, values[index]));
  return fields;
};

/** All fields of an object at once; a promise only when one of them waits. Throws, or rejects, when one that may not be null has failed. */
export const executeFields = (
  run: Run,
  planned: readonly PlannedField[],
  source: unknown,
  path: Path | undefined,
): Fields | Promise<Fields> => {
  const fields: Fields = {};
  let isWaiting = false;
  try {
    for (const field of planned) {
      const at = { prev: path, key: field.name, typename: field.parentType.name };
      const value = executeField(run, field, source, at);
      put(fields, field.name, value);
      isWaiting ||= isPromise(value);
    }
  } catch (error) {
    if (!isWaiting) throw error;
    // What other fields have begun comes to its end first.
    return whenComplete(fields).finally(() => {
      throw error;
    });
  }
  return isWaiting ? whenComplete(fields) : fields;
};

/** The fields of a mutation: each begins when the one before it is complete. */
export const executeInOrder = async (run: Run, planned: readonly PlannedField[], source: unknown): Promise<Fields> => {
  const fields: Fields = {};
  for (const field of planned) {
    const at = { prev: undefined, key: field.name, typename: field.parentType.name };
    put(fields, field.name, await executeField(run, field, source, at));
  }
  return fields;
};
