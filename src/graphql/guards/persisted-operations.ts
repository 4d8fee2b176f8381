import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { validate, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { ConfigError } from '../../config-error.ts';
import { callerOf } from './authenticate.ts';
import { clientError } from '../errors.ts';
import { documentLimits, parseWithin } from './limits.ts';

/** Documents by the SHA-256 of their text, lower-case hexadecimal. */
export type PersistedOperations = ReadonlyMap<string, string>;

const unusable = (problems: readonly string[]): ConfigError =>
  new ConfigError(problems.map((problem) => `PERSISTED_OPERATIONS_FILE: ${problem}`));

/** Apollo's manifest, or a plain object of hash and document. https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});
const plainManifest = z.record(z.string(), z.string());

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const entriesOf = (manifest: unknown): readonly (readonly [id: string, body: string])[] => {
  const apollo = apolloManifest.safeParse(manifest);
  if (apollo.success) return apollo.data.operations.map(({ id, body }) => [id, body]);
  const plain = plainManifest.safeParse(manifest);
  if (plain.success) return Object.entries(plain.data);
  throw unusable(['it is neither a manifest of Apollo, version 1, nor an object of SHA-256 and document']);
};

const mistakesIn = (schema: GraphQLSchema, id: string, body: string): readonly string[] => {
  if (sha256(body) !== id) return ['its id is not the SHA-256 of its document'];
  try {
    return validate(schema, parseWithin(documentLimits, body)).map(({ message }) => message);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};

/** Reads a manifest's text. Throws ConfigError with all that is wrong: wrong hashes, documents that the schema or a limit refuses. */
export const parsePersistedOperations = (schema: GraphQLSchema, text: string): PersistedOperations => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw unusable(['it is not JSON']);
  }
  const entries = entriesOf(manifest);
  const problems = entries.flatMap(([id, body]) => mistakesIn(schema, id, body).map((mistake) => `${id}: ${mistake}`));
  if (problems.length > 0) throw unusable(problems);
  return new Map(entries);
};

/** Reads the manifest once, at start. Throws ConfigError. */
export const readPersistedOperations = (schema: GraphQLSchema, file: string): PersistedOperations => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw unusable([`it cannot be read (${code})`]);
  }
  return parsePersistedOperations(schema, text);
};

interface PersistedOperationsOptions {
  readonly operations: PersistedOperations;
  /** Whose operations must be known beforehand: nobody's, those of people with tokens, everybody's. */
  readonly only: 'nobody' | 'tokens' | 'everybody';
  /** Told of every operation that its caller is not free to send. */
  readonly onRefusal: (serverContext: object, caller: Caller) => void;
}

const refused = (message: string): Error =>
  clientError('BAD_USER_INPUT', message, {}, { extensions: { http: { status: 400 } } });

const persistedQuery = z.object({ version: z.literal(1), sha256Hash: z.string() });

const hashOf = (extensions: unknown): string | undefined => {
  const asked: unknown =
    typeof extensions === 'object' && extensions !== null ? Reflect.get(extensions, 'persistedQuery') : undefined;
  return persistedQuery.safeParse(asked).data?.sha256Hash;
};

/**
 * Lets clients send the hash of an operation in place of its text (`extensions.persistedQuery`), and holds callers to known operations, whether
 * they send hash or text. Nobody can add one while the gateway runs. Known operations pass the same limits and cost as any other.
 */
export const usePersistedOperations = ({ operations, only, onRefusal }: PersistedOperationsOptions): Plugin => {
  const isHeld = ({ kind }: Caller): boolean => only === 'everybody' || (only === 'tokens' && kind === 'token');
  return {
    onParams: ({ params, setParams, context }) => {
      const { query } = params;
      // What is no text is refused later, with a reason of its own.
      if (typeof query === 'string' && query !== '') {
        const caller = callerOf(context);
        if (!isHeld(caller) || operations.has(sha256(query))) return;
        onRefusal(context, caller);
        throw refused('Only persisted operations are answered here.');
      }
      const hash = hashOf(params.extensions);
      if (hash === undefined) return;
      const known = operations.get(hash);
      if (known === undefined) throw refused('There is no persisted operation of this hash.');
      setParams({ ...params, query: known });
    },
  };
};
