import type {
  FieldNode,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
} from 'graphql';
import type { ExecutionContext } from 'graphql/execution/execute.js';
import type { Path } from 'graphql/jsutils/Path.js';

/** One execution of an operation, made by graphql-js itself: its variables are read, and its errors gather there. */
export type Run = ExecutionContext;

/** Brings what a resolver gave into the shape of its field's type. What it throws or rejects with belongs to this place of the answer. */
export type CompleteValue = (run: Run, info: GraphQLResolveInfo, path: Path, value: unknown) => unknown;

/** A selected field with everything about it that is the same in each row of a list and in each execution. */
export interface PlannedField {
  /** Its name in the answer. */
  readonly name: string;
  readonly fieldName: string;
  readonly parentType: GraphQLObjectType;
  readonly returnType: GraphQLOutputType;
  readonly isNonNull: boolean;
  readonly nodes: readonly FieldNode[];
  /** Undefined: the executor's own, which takes the property of the field's name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** Throws GraphQLError when the variables do not give what an argument demands. */
  readonly argumentsIn: (run: Run) => Record<string, unknown>;
  readonly complete: CompleteValue;
}

/** The fields that are selected on a value of an object type, in the order of the answer. Throws GraphQLError for @skip and @include without a value. */
export type FieldsOf = (run: Run, type: GraphQLObjectType) => readonly PlannedField[];

/** How much has been planned so far. */
export interface PlanTally {
  fields: number;
}
