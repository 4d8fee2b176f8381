import { collectIssues, type Note } from '../../../src/graphql/inputs/checked-text.ts';

/** What a reader of an input made, and its complaints as `path: problem`. */
export const noted = <Read>(
  read: (path: readonly string[], note: Note) => Read,
): { readonly read: Read; readonly problems: readonly string[] } => {
  const { issues, note } = collectIssues();
  const made = read(['at'], note);
  return { read: made, problems: issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
};
