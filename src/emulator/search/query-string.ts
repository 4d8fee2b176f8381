import { EmulatorError } from '../emulator-error.ts';
import { isKeyword, keywordTerm, type QueryClock, textTerm } from './query-terms.ts';
import { brokenQuery, type QueryToken, queryTokens } from './query-tokens.ts';
import type { Predicate } from './restriction.ts';

/**
 * Compiles an m:QueryString in the Advanced Query Syntax: words and "phrases" found from the start of words, keywords (`subject:`, `from:`,
 * `received:>=2026-01-01` ...), AND, OR, NOT, `-word` and parentheses; what stands side by side must all hold. Throws EmulatorError
 * ErrorQueryFilterTooLong over 1,024 characters and ErrorInvalidArgument for what cannot be understood.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/querystring-querystringtype
 */
export const queryString = (query: string, clock: QueryClock): Predicate => {
  if (query.length > longestQuery) throw new EmulatorError('ErrorQueryFilterTooLong');
  const tokens = queryTokens(query, isKeyword);
  if (tokens.length === 0) throw brokenQuery('it is empty');
  const [predicate, next] = parseOr(tokens, 0, clock, 0);
  if (next < tokens.length) throw brokenQuery('a closing parenthesis without its partner');
  return predicate;
};

const longestQuery = 1024;
const deepestNesting = 50;

type Parsed = readonly [predicate: Predicate, next: number];

const parseOr = (tokens: readonly QueryToken[], start: number, clock: QueryClock, depth: number): Parsed => {
  if (depth > deepestNesting) throw new EmulatorError('ErrorRestrictionTooComplex');
  const any: Predicate[] = [];
  let at = start;
  for (;;) {
    const [predicate, next] = parseAnd(tokens, at, clock, depth);
    any.push(predicate);
    if (tokens[next]?.kind !== 'or') return [(carrier) => any.some((matches) => matches(carrier)), next];
    at = next + 1;
  }
};

const parseAnd = (tokens: readonly QueryToken[], start: number, clock: QueryClock, depth: number): Parsed => {
  const all: Predicate[] = [];
  let at = start;
  for (;;) {
    const [predicate, next] = parseTerm(tokens, at, clock, depth);
    all.push(predicate);
    const kind = tokens[next]?.kind;
    if (kind === undefined || kind === 'or' || kind === 'close') {
      return [(carrier) => all.every((matches) => matches(carrier)), next];
    }
    at = kind === 'and' ? next + 1 : next;
  }
};

const parseTerm = (tokens: readonly QueryToken[], at: number, clock: QueryClock, depth: number): Parsed => {
  const token = tokens[at];
  switch (token?.kind) {
    case 'not':
    case 'minus': {
      const [negated, next] = parseTerm(tokens, at + 1, clock, depth + 1);
      return [(carrier) => !negated(carrier), next];
    }
    case 'open': {
      const [inner, next] = parseOr(tokens, at + 1, clock, depth + 1);
      if (tokens[next]?.kind !== 'close') throw brokenQuery('an opening parenthesis without its partner');
      return [inner, next + 1];
    }
    case 'word':
    case 'phrase':
      return [textTerm(token.text), at + 1];
    case 'keyword':
      return parseKeyword(tokens, at, token.name, clock, depth);
    default:
      throw brokenQuery('an operator that nothing follows');
  }
};

/** `subject:word`, `subject:"some words"`, `subject:(one OR other)` and `subject:one` are what may follow a keyword. */
const parseKeyword = (
  tokens: readonly QueryToken[],
  at: number,
  name: string,
  clock: QueryClock,
  depth: number,
): Parsed => {
  const value = tokens[at + 1];
  if (value?.kind === 'word' || value?.kind === 'phrase') return [keywordTerm(name, value.text, clock), at + 2];
  if (value?.kind !== 'open') throw brokenQuery(`nothing follows ${name}:`);
  const close = closingPartner(tokens, at + 1);
  if (close === undefined) throw brokenQuery('an opening parenthesis without its partner');
  // Each word in the parentheses is meant under the keyword.
  const spread = tokens
    .slice(at + 1, close + 1)
    .flatMap((token): readonly QueryToken[] =>
      token.kind === 'word' || token.kind === 'phrase' ? [{ kind: 'keyword', name }, token] : [token],
    );
  const [inner] = parseTerm(spread, 0, clock, depth + 1);
  return [inner, close + 1];
};

/** Where the parenthesis that opens at `open` is closed. */
const closingPartner = (tokens: readonly QueryToken[], open: number): number | undefined => {
  let unclosed = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.kind === 'open') unclosed += 1;
    if (tokens[at]?.kind === 'close') unclosed -= 1;
    if (unclosed === 0) return at;
  }
  return undefined;
};
