import { EmulatorError } from '../emulator-error.ts';

/** A piece of an m:QueryString. A phrase is what stood in quotation marks; a word is anything else that is not an operator. */
export type QueryToken =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'minus' }
  | { readonly kind: 'word' | 'phrase'; readonly text: string }
  /** `subject:` and the like; what it is to be compared with follows. */
  | { readonly kind: 'keyword'; readonly name: string };

/**
 * Cuts a query in the Advanced Query Syntax into tokens. AND, OR and NOT count in capitals only, as everywhere in AQS; a word before a colon
 * that `isKeyword` does not know (lower case) is text like any other, so that addresses of web pages can be sought.
 * Throws EmulatorError ErrorInvalidArgument for a quotation mark without its partner.
 */
export const queryTokens = (query: string, isKeyword: (name: string) => boolean): readonly QueryToken[] => {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    pattern.lastIndex = at;
    const [matched, phrase, parenthesis, minus, word] = pattern.exec(query) ?? [];
    if (matched === undefined) throw brokenQuery(`an unfinished phrase at character ${at + 1}`);
    const name = /^([A-Za-z]+):/.exec(word ?? '')?.[1]?.toLowerCase();
    const isName = name !== undefined && isKeyword(name);
    at += isName ? name.length + 1 : matched.length;
    if (isName) tokens.push({ kind: 'keyword', name });
    else if (phrase !== undefined) tokens.push({ kind: 'phrase', text: phrase });
    else if (parenthesis !== undefined) tokens.push({ kind: parenthesis === '(' ? 'open' : 'close' });
    else if (minus !== undefined) tokens.push({ kind: 'minus' });
    else if (word !== undefined) tokens.push(operator(word) ?? { kind: 'word', text: word });
  }
  return tokens;
};

/** The error for a query that cannot be understood. */
export const brokenQuery = (what: string): EmulatorError =>
  new EmulatorError('ErrorInvalidArgument', `The query string is not valid: ${what}.`);

// White space, "phrase", parenthesis, leading minus, word. A quotation mark or a parenthesis inside a word ends it.
const pattern = /\s+|"([^"]*)"|([()])|(-)(?=[^\s)])|([^\s()"]+)/y;

const operator = (word: string): QueryToken | undefined => {
  if (word === 'AND') return { kind: 'and' };
  if (word === 'OR') return { kind: 'or' };
  return word === 'NOT' ? { kind: 'not' } : undefined;
};
