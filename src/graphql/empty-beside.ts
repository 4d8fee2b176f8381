import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from './context.ts';
import { tellBeside } from './pick.ts';

/**
 * What a list that may not be null comes to when it could not be read: it is empty, and the error stands beside the data, so that the other fields of
 * the operation are served. Throws what is no error.
 */
export const emptyBeside =
  (context: Context, info: GraphQLResolveInfo) =>
  (error: unknown): [] => {
    if (!(error instanceof Error)) throw error;
    tellBeside(error, context, info);
    return [];
  };
