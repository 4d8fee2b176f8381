import { GraphQLError, parse, type DocumentNode, type ParseOptions, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { documentSize, type DocumentSize } from './document-size.ts';
import { clientError } from './errors.ts';

/** The most that a document may be before anything of it is validated. */
export interface DocumentLimits extends DocumentSize {
  /** UTF-16 code units. */
  readonly characters: number;
  /** Names, values and punctuation. */
  readonly tokens: number;
}

/**
 * What clients write stays far below: the introspection query of GraphiQL has 15 levels and 230 fields, the largest of our own operations 8 levels,
 * 206 fields and 700 tokens. Validation compares fields with each other, so that its time grows with their square: the worst document within these
 * limits that was found costs 55 ms of CPU (Node 20.20), one of 4,000 tokens without the limit of fields seconds.
 */
export const documentLimits: DocumentLimits = {
  characters: 100_000,
  tokens: 4_000,
  depth: 16,
  fields: 400,
  aliases: 100,
  directives: 4,
};

const nouns: Readonly<Record<keyof DocumentSize, string>> = {
  depth: 'levels of fields',
  fields: 'fields, with fragments written out',
  aliases: 'aliases, with fragments written out',
  directives: 'directives at one place',
};

/** The status only for clients that speak `application/graphql-response+json`, as for every document that is refused. */
const tooLarge = (limit: number, noun: string): GraphQLError =>
  clientError(
    'QUERY_TOO_EXPENSIVE',
    `The document has more than ${limit} ${noun}.`,
    {},
    { extensions: { http: { spec: true, status: 400 } } },
  );

const countOf = ({ characters, tokens }: DocumentLimits): ParseOptions => ({
  maxSourceLength: characters,
  maxLexicalTokens: tokens,
  maxComments: tokens,
});

/** graphql-js tells by its message alone that a limit was passed. */
const isParsingAborted = (error: unknown): boolean =>
  error instanceof GraphQLError && error.message.endsWith('Parsing aborted.');

/** Parses a document of a bearable size. Throws GraphQLError: QUERY_TOO_EXPENSIVE, or the parser's own about the syntax. */
export const parseWithin = (limits: DocumentLimits, source: string | Source, options?: ParseOptions): DocumentNode => {
  let document: DocumentNode;
  try {
    document = parse(source, { ...options, ...countOf(limits) });
  } catch (error) {
    if (!isParsingAborted(error)) throw error;
    throw tooLarge(limits.tokens, `tokens or comments, or more than ${limits.characters} characters`);
  }
  const size = documentSize(document);
  for (const key of ['depth', 'directives', 'aliases', 'fields'] as const)
    if (size[key] > limits[key]) throw tooLarge(limits[key], nouns[key]);
  return document;
};

/** Refuses documents that are too large while they are parsed, before validation, which is what large ones make expensive. */
export const useLimits = (limits: DocumentLimits = documentLimits): Plugin => ({
  onParse: ({ setParseFn }) => {
    setParseFn((source: string | Source, options?: ParseOptions) => parseWithin(limits, source, options));
  },
});
