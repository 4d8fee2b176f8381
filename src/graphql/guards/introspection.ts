import { GraphQLError, NoSchemaIntrospectionCustomRule, type ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { withoutSuggestion } from '../wording.ts';

const quiet = (error: GraphQLError): GraphQLError => {
  const message = withoutSuggestion(error.message);
  if (message === error.message) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
};

/**
 * Keeps the schema to those who have it: `__schema` and `__type` are refused, `__typename` is not, and no error guesses at the name that was meant,
 * since guesses give the schema away letter by letter.
 */
export const useNoIntrospection = (): Plugin => ({
  onValidate: ({ addValidationRule }) => {
    addValidationRule(NoSchemaIntrospectionCustomRule);
  },
  onResultProcess: ({ result, setResult }) => {
    const { errors, ...others } = result as ExecutionResult;
    if (errors !== undefined) setResult({ ...others, errors: errors.map(quiet) });
  },
});
