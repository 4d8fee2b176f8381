import { GraphQLError, responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';
import type { ItemSource } from './sources.ts';

/** A row that only GetItem returns. Throws why it is missing when that is because the item could not be read. */
export const pick = <Value>({ failure }: Pick<ItemSource, 'failure'>, value: Value | undefined): Value | undefined => {
  if (value === undefined && failure !== undefined) throw failure;
  return value;
};

/** Puts a failure beside the data, with the path of a field that has a value all the same; it is masked like those that are thrown. */
export const tellBeside = (failure: Error, context: Context, info: GraphQLResolveInfo): void => {
  const path = responsePathAsArray(info.path);
  context.besideData.push(new GraphQLError(failure.message, { originalError: failure, nodes: info.fieldNodes, path }));
};

/**
 * As `pick`, for a list that may not be null: it is empty then, and the error stands beside the data with the list's path, so that one unreadable
 * item does not take the whole page with it.
 */
export const pickList = <Value>(
  { failure }: Pick<ItemSource, 'failure'>,
  values: readonly Value[] | undefined,
  context: Context,
  info: GraphQLResolveInfo,
): readonly Value[] => {
  if (values === undefined && failure !== undefined) tellBeside(failure, context, info);
  return values ?? [];
};
