import {
  metadataBytes,
  mostMetadataBytes,
  mostMetadataEntries,
  type MetadataChange,
} from '../../mailbox/set-metadata.ts';
import { WriteRefusal, type FieldIssue } from '../../mailbox/write-refusal.ts';
import { builder } from '../builder.ts';
import { isNamespace } from '../messages/metadata.ts';
import { lineProblem } from './checked-text.ts';

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
  const fields: FieldIssue[] = [];
  const refuse = (message: string, ...names: readonly string[]): void =>
    void fields.push({ path: [...path, ...names], message });

  if (!isNamespace(namespace))
    refuse(
      'takes up to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit.',
      'namespace',
    );
  if (entries.length === 0) refuse('must have one entry at least.', 'entries');
  if (entries.length > mostMetadataEntries) refuse(`may have ${mostMetadataEntries} entries at most.`, 'entries');
  const keys = new Set<string>();
  for (const [index, { key, value }] of entries.slice(0, mostMetadataEntries).entries()) {
    const problem = key.trim() === '' ? 'is blank.' : lineProblem(key, longestKey);
    if (problem !== undefined) refuse(problem, 'entries', String(index), 'key');
    else if (keys.has(key)) refuse('stands in entries twice.', 'entries', String(index), 'key');
    if (value === undefined) refuse('is missing; null removes the key.', 'entries', String(index), 'value');
    keys.add(key);
  }
  const changes = entries.map(({ key, value }): MetadataChange => ({ key, value: value ?? null }));
  const kept = changes.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
  if (fields.length === 0 && metadataBytes(kept) > mostMetadataBytes)
    refuse(`may take ${mostMetadataBytes} bytes at most.`, 'entries');
  if (fields.length > 0) throw new WriteRefusal({ reason: 'INVALID', fields });
  return changes;
};
