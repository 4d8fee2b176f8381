import {
  metadataBytes,
  mostMetadataBytes,
  mostMetadataEntries,
  type MetadataChange,
} from '../../mailbox/write/set-metadata.ts';
import { builder } from '../builder.ts';
import { isNamespace } from '../messages/metadata.ts';
import { collectIssues, lineProblem } from './checked-text.ts';

interface MetadataShape {
  readonly key: string;
  readonly value?: string | null | undefined;
}

/** UTF-16 units of a key. */
const longestKey = 128;

export const MetadataInput = builder.inputRef<MetadataShape>('MetadataInput').implement({
  description: 'A text to be kept under a key, or a key to be removed.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Up to 128 characters in one line.' }),
    value: t.string({ description: 'Any text. Null removes the key.' }),
  }),
});

/**
 * Reads what is to be kept on messages, and checks all of it. `path`: where `namespace` and `entries` stand in the input. Throws WriteRefusal INVALID
 * naming every field that is wrong.
 */
export const readMetadataChanges = (
  namespace: string,
  entries: readonly MetadataShape[],
  path: readonly string[],
): readonly MetadataChange[] => {
  const { issues, note, refuse } = collectIssues();
  const listPath = [...path, 'entries'];
  if (!isNamespace(namespace))
    note(
      [...path, 'namespace'],
      'takes up to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit.',
    );
  if (entries.length === 0) note(listPath, 'must have one entry at least.');
  if (entries.length > mostMetadataEntries) note(listPath, `may have ${mostMetadataEntries} entries at most.`);
  const keys = new Set<string>();
  for (const [index, { key, value }] of entries.slice(0, mostMetadataEntries).entries()) {
    const at = [...listPath, String(index)];
    const problem = key.trim() === '' ? 'is blank.' : lineProblem(key, longestKey);
    note([...at, 'key'], problem ?? (keys.has(key) ? 'stands in entries twice.' : undefined));
    if (value === undefined) note([...at, 'value'], 'is missing; null removes the key.');
    keys.add(key);
  }
  const changes = entries.map(({ key, value }): MetadataChange => ({ key, value: value ?? null }));
  const kept = changes.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
  if (issues.length === 0 && metadataBytes(kept) > mostMetadataBytes)
    note(listPath, `may take ${mostMetadataBytes} bytes at most.`);
  refuse();
  return changes;
};
