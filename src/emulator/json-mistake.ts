import type { z } from 'zod';

/** A mistake in JSON that somebody wrote, and its place: `[2].atByte`; empty for the whole. */
export interface JsonMistake {
  readonly path: string;
  readonly message: string;
}

/** What zod found, each mistake once. */
export const jsonMistakes = ({ issues }: z.core.$ZodError): readonly JsonMistake[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: placeOf([...issue.path, key]), message: 'is not known here' }))
      : [{ path: placeOf(issue.path), message: issue.message }],
  );

/** All mistakes in one line. */
export const tellMistakes = (mistakes: readonly JsonMistake[]): string =>
  mistakes.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('; ');

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
