import { invalidField } from '../../mailbox/write/write-refusal.ts';
import { lineProblem } from './checked-text.ts';

/** PidTagDisplayName of a folder: Exchange refuses more. */
const longest = 255;

/**
 * The name of a folder as it will be kept: without white space around it. A slash may stand in it (`pathSegment` writes it in paths). `path`: where
 * the name stands in the input. Throws WriteRefusal INVALID. File names are cleaned by `cleanFileName` of mailbox/file-name.ts, which never refuses.
 */
export const cleanFolderName = (name: string, path: readonly string[]): string => {
  const trimmed = name.trim();
  const problem = trimmed === '' ? 'must not be empty.' : lineProblem(name, longest);
  if (problem !== undefined) throw invalidField(path, problem);
  return trimmed;
};
