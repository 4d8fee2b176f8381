import { RequestFault } from '../emulator-error.ts';

/** How t:Contains looks for its text. https://learn.microsoft.com/exchange/client-developer/web-service-reference/contains */
export interface Containment {
  readonly mode: (typeof modes)[number];
  readonly comparison: (typeof comparisons)[number];
}

/** Reads the attributes of t:Contains; without them the whole value must be exactly the text. Throws RequestFault ErrorSchemaValidation. */
export const readContainment = (attributes: Readonly<Record<string, string>>): Containment => ({
  mode: oneOf(modes, attributes['ContainmentMode'] ?? 'FullString'),
  comparison: oneOf(comparisons, attributes['ContainmentComparison'] ?? 'Exact'),
});

/** Text as Exchange compares it for equality: without regard to case. */
export const comparableText = (text: string): string => text.normalize('NFC').toLowerCase();

/** A test whether a value contains the text sought. The empty text is contained in everything. */
export const containsText = (sought: string, { mode, comparison }: Containment): ((value: string) => boolean) => {
  const fold = foldings[comparison];
  const text = fold(sought);
  switch (mode) {
    case 'FullString':
      return (value) => fold(value) === text;
    case 'Prefixed':
      return (value) => fold(value).startsWith(text);
    case 'Substring':
      return (value) => fold(value).includes(text);
    case 'PrefixOnWords':
      return (value) => hasPhrase(fold(value), text, 'prefix');
    case 'ExactPhrase':
      return (value) => hasPhrase(fold(value), text, 'whole');
  }
};

/** Whether the text stands in the value from the start of a word on; with `whole`, also to the end of one. */
export const hasPhrase = (value: string, text: string, end: 'prefix' | 'whole'): boolean => {
  for (let at = value.indexOf(text); at >= 0; at = value.indexOf(text, at + 1)) {
    const startsWord = !isWordCharacter(value, at - 1) || !isWordCharacter(value, at);
    const after = at + text.length;
    const endsWord = end === 'prefix' || !isWordCharacter(value, after) || !isWordCharacter(value, after - 1);
    if (startsWord && endsWord) return true;
  }
  return false;
};

const modes = ['FullString', 'Prefixed', 'Substring', 'PrefixOnWords', 'ExactPhrase'] as const;
const comparisons = [
  'Exact',
  'IgnoreCase',
  'IgnoreNonSpacingCharacters',
  'Loose',
  'IgnoreCaseAndNonSpacingCharacters',
  'LooseAndIgnoreCase',
  'LooseAndIgnoreNonSpace',
  'LooseAndIgnoreCaseAndIgnoreNonSpace',
] as const;

const ignoreCase = (text: string): string => text.normalize('NFC').toLowerCase();
const ignoreMarks = (text: string): string => text.normalize('NFD').replace(/\p{Mn}/gu, '');
/** Full and half width, ligatures, runs of white space. */
const loosely = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ');

const foldings: Readonly<Record<Containment['comparison'], (text: string) => string>> = {
  Exact: (text) => text,
  IgnoreCase: ignoreCase,
  IgnoreNonSpacingCharacters: ignoreMarks,
  Loose: loosely,
  IgnoreCaseAndNonSpacingCharacters: (text) => ignoreMarks(ignoreCase(text)),
  LooseAndIgnoreCase: (text) => ignoreCase(loosely(text)),
  LooseAndIgnoreNonSpace: (text) => ignoreMarks(loosely(text)),
  LooseAndIgnoreCaseAndIgnoreNonSpace: (text) => ignoreMarks(ignoreCase(loosely(text))),
};

const isWordCharacter = (value: string, at: number): boolean => {
  const character = value[at];
  return character !== undefined && /[\p{L}\p{N}_\ud800-\udfff]/u.test(character);
};

const oneOf = <Word extends string>(known: readonly Word[], word: string): Word => {
  const found = known.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  throw new RequestFault(
    'ErrorSchemaValidation',
    `The request failed schema validation: The value '${word}' of t:Contains is invalid according to its datatype.`,
  );
};
