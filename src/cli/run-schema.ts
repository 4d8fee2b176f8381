import { writeFile } from 'node:fs/promises';
import {
  buildClientSchema,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  GraphQLError,
  type GraphQLSchema,
  introspectionFromSchema,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { schema } from '../graphql/schema.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCannotCreate, exitUsage } from './exit-codes.ts';
import { readInputFile } from './input-file.ts';
import { printable, printableJson } from './printable.ts';
import type { SchemaCommandOptions } from './schema.ts';

/** Prints, writes or compares the schema. Rejects with CommandFailure: 1 for breaking changes, 64, 65, 66 and 73. */
export const runSchema = async ({ json = false, output, check }: SchemaCommandOptions): Promise<void> => {
  if (check !== undefined && output !== undefined)
    throw new CommandFailure(exitUsage, '--check and --output: give one of them');
  if (check !== undefined) return compare(await readInputFile(check, earlierSchema), json);
  const sorted = lexicographicSortSchema(schema);
  const text = json ? JSON.stringify({ data: introspectionFromSchema(sorted) }, undefined, 2) : printSchema(sorted);
  if (output === undefined) process.stdout.write(`${text}\n`);
  else await write(output, `${text}\n`);
};

/** One change, in the words of graphql-js. */
interface Change {
  /** `FIELD_REMOVED` and the like. */
  readonly type: string;
  readonly description: string;
}

const compare = (earlier: GraphQLSchema, isJson: boolean): void => {
  const plain = ({ type, description }: Change): Change => ({ type, description });
  const breaking = findBreakingChanges(earlier, schema).map(plain);
  const dangerous = findDangerousChanges(earlier, schema).map(plain);
  process.stdout.write(
    isJson ? `${printableJson({ breaking, dangerous }, 2)}\n` : printable(comparison(breaking, dangerous)),
  );
  if (breaking.length > 0) process.exitCode = 1;
};

const comparison = (breaking: readonly Change[], dangerous: readonly Change[]): string => {
  const paragraph = (title: string, changes: readonly Change[]): readonly string[] =>
    changes.length === 0 ? [] : [title, ...changes.map(({ description }) => `  ${description}`)];
  const lines = [
    ...paragraph('Breaking:', breaking),
    ...paragraph('Dangerous:', dangerous),
    breaking.length === 0
      ? 'A client of the earlier schema can stay as it is.'
      : `${breaking.length} breaking ${breaking.length === 1 ? 'change' : 'changes'}.`,
  ];
  return `${lines.join('\n')}\n`;
};

/** Reads definition language, or what an introspection answered, whole or its `data`. */
const earlierSchema = (text: string): GraphQLSchema => {
  try {
    if (!text.trimStart().startsWith('{')) return buildSchema(text);
    const document = JSON.parse(text) as { readonly data?: IntrospectionQuery } & IntrospectionQuery;
    return buildClientSchema(document.data ?? document);
  } catch (error) {
    const place = error instanceof GraphQLError ? error.locations?.[0] : undefined;
    throw new Error(`holds no GraphQL schema${place === undefined ? '' : ` (line ${place.line})`}`, { cause: error });
  }
};

const write = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandFailure(exitCannotCreate, `${path}: cannot be written (${code})`, { cause: error });
  }
};
