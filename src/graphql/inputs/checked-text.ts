import { WriteRefusal, type FieldIssue } from '../../mailbox/write/write-refusal.ts';

/** What XML 1.0 cannot hold: most control characters, U+FFFE and U+FFFF, halves of a surrogate pair. https://www.w3.org/TR/xml/#charsets */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Everything that some reader takes for the end of a line, and every other control character. */
const breaksLine = /[\p{Cc}\u2028\u2029]/u;

const unwritableProblem =
  'holds a character that mail cannot carry: a control character, U+FFFE, U+FFFF or half a surrogate pair.';

/** What is wrong with a text of one line, of at most `longest` UTF-16 units, which is what Exchange counts; undefined when nothing is. */
export const lineProblem = (text: string, longest: number): string | undefined => {
  if (breaksLine.test(text)) return 'holds a line break or another control character.';
  if (unwritable.test(text)) return unwritableProblem;
  return text.length > longest ? `is longer than ${longest} characters.` : undefined;
};

/**
 * What is wrong with a header's text that holds a whole encoded word (RFC 2047): servers that take plain ASCII for written already would let it pass,
 * and it would be read as something else than was written.
 */
export const encodedWordProblem = (text: string): string | undefined =>
  /=\?[^\s?]+\?[BQ]\?[^\s?]*\?=/i.test(text)
    ? 'holds an encoded word (`=?…?=`); write the characters themselves.'
    : undefined;

/** What is wrong with a text of several lines; undefined when nothing is. Line breaks of any kind and tabs may stand in it. */
export const textProblem = (text: string): string | undefined =>
  unwritable.test(text) ? unwritableProblem : undefined;

/** Notes what is wrong with a part of an input, so that all of it can be told at once; undefined: nothing is. */
export type Note = (path: readonly string[], problem: string | undefined) => void;

/** More would help nobody, and an answer should not be many times its request. */
const mostIssues = 100;

/** What has been noted of an input. */
interface Issues {
  readonly issues: readonly FieldIssue[];
  readonly note: Note;
  /** Throws WriteRefusal INVALID when anything has been noted: with all of it, up to a hundred. */
  readonly refuse: () => void;
}

/** Makes a `Note` and the list that it writes to. */
export const collectIssues = (): Issues => {
  const issues: FieldIssue[] = [];
  return {
    issues,
    note: (path, problem) => {
      if (problem !== undefined) issues.push({ path, message: problem });
    },
    refuse: () => {
      if (issues.length > 0) throw new WriteRefusal({ reason: 'INVALID', fields: issues.slice(0, mostIssues) });
    },
  };
};
