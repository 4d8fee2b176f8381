import { GraphQLError, Lexer, parse, Source, TokenKind, type DocumentNode, type ParseOptions } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { documentSize, type DocumentSize } from './document-size.ts';
import { clientError } from '../errors.ts';

/** The most that a document may be before anything of it is validated. */
export interface DocumentLimits extends DocumentSize {
  /** UTF-16 code units. */
  readonly characters: number;
  /** Names, values and punctuation. */
  readonly tokens: number;
  /** Brackets in one another, of all kinds: around fields, fragments, arguments, values and types. */
  readonly nesting: number;
}

/**
 * What clients write stays far below: the introspection query of GraphiQL has 15 levels and 230 fields, the largest of our own operations 8 levels,
 * 206 fields and 700 tokens. Validation compares fields with each other, so that its time grows with their square: the worst document within these
 * limits that was found costs 55 ms of CPU (Node 20.20), one of 4,000 tokens without the limit of fields seconds.
 */
export const documentLimits: DocumentLimits = {
  characters: 100_000,
  tokens: 4_000,
  nesting: 64,
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

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Whether more than `nesting` brackets stand in one another within the first `tokens` tokens. Asked before parsing, because the parser and whatever
 * reads its result call themselves for each level: 2,000 of them end the stack (Node 20.20). What is no token is the parser's business.
 */
const nestsDeeper = ({ nesting, tokens }: DocumentLimits, source: string): boolean => {
  const lexer = new Lexer(new Source(source));
  let depth = 0;
  try {
    for (let count = 0; count < tokens && depth <= nesting; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) break;
      if (opening.has(kind)) depth += 1;
      else if (closing.has(kind)) depth -= 1;
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
  return depth > nesting;
};

/** Parses a document of a bearable size. Throws GraphQLError: QUERY_TOO_EXPENSIVE, or the parser's own about the syntax. */
export const parseWithin = (limits: DocumentLimits, source: string | Source, options?: ParseOptions): DocumentNode => {
  const text = typeof source === 'string' ? source : source.body;
  if (text.length <= limits.characters && nestsDeeper(limits, text))
    throw tooLarge(limits.nesting, 'brackets in one another');
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
