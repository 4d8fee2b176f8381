import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Reads JSON. Throws Error, whose message tells line and column where the parser knows its place. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [, position] = /at position (\d+)/.exec(error.message) ?? [];
    throw new Error(
      `is not JSON${position === undefined ? '' : `, ${placeIn(text, Number(position))}`}: ${error.message}`,
      {
        cause: error,
      },
    );
  }
};

const placeIn = (text: string, position: number): string => {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
};

/** What is wrong and where: `mailboxes[0].calendar[2].start must be ...`. */
export const problem = (path: readonly PropertyKey[], message: string): string =>
  path.length === 0 ? message : `${placeOf(path)} ${message}`;

/** Every mistake that a schema found. */
export const problemsOf = (issues: readonly Issue[], above: readonly PropertyKey[] = []): readonly string[] =>
  issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => problem([...path, key], 'is not known here'));
      case 'invalid_key':
        return issue.issues.map(({ message }) => problem(path, message));
      case 'invalid_union': {
        // What is meant is the form that fits on the outside, and is wrong within.
        const meant = issue.errors.find(
          (branch) => !branch.some(({ path, code }) => path.length === 0 && code === 'invalid_type'),
        );
        return meant === undefined ? [problem(path, issue.message)] : problemsOf(meant, path);
      }
      default:
        return [problem(path, issue.message)];
    }
  });

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(String(part))}]`;
    })
    .join('')
    .replace(/^\./, '');
