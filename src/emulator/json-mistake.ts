import type { z } from 'zod';

/** A mistake in JSON that somebody wrote, and its place: `[2].atByte`; empty for the whole. */
export interface JsonMistake {
  readonly path: string;
  readonly message: string;
}

/** Reads JSON. Throws Error, whose message tells line and column where the parser knows its place. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, position] = /at position (\d+)/.exec(error.message) ?? [];
    const place = position === undefined ? '' : `, ${placeIn(text, Number(position))}`;
    throw new Error(`is not JSON${place}: ${error.message}`, { cause: error });
  }
};

/** A mistake at a place. */
export const jsonMistake = (path: readonly PropertyKey[], message: string): JsonMistake => ({
  path: placeOf(path),
  message,
});

/** Every mistake that a schema found. */
export const jsonMistakes = (
  { issues }: Pick<z.core.$ZodError, 'issues'>,
  above: readonly PropertyKey[] = [],
): readonly JsonMistake[] =>
  issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => jsonMistake([...path, key], 'is not known here'));
      case 'invalid_key':
        return issue.issues.map(({ message }) => jsonMistake(path, message));
      case 'invalid_union': {
        // What is meant is the form that fits on the outside, and is wrong within.
        const meant = issue.errors.find(
          (branch) => !branch.some(({ path, code }) => path.length === 0 && code === 'invalid_type'),
        );
        return meant === undefined ? [jsonMistake(path, issue.message)] : jsonMistakes({ issues: meant }, path);
      }
      default:
        return [jsonMistake(path, issue.message)];
    }
  });

/** What is wrong and where: `mailboxes[0].calendar[2].start must be ...`. */
export const tellMistake = ({ path, message }: JsonMistake): string => (path === '' ? message : `${path} ${message}`);

const placeIn = (text: string, position: number): string => {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
};

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(String(part))}]`;
    })
    .join('')
    .replace(/^\./, '');
