import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { createFolder } from '../../src/ews/operations/create-folder.ts';
import { createItem } from '../../src/ews/operations/create-item.ts';
import { deleteAttachment } from '../../src/ews/operations/delete-attachment.ts';
import { deleteFolder } from '../../src/ews/operations/delete-folder.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { emptyFolder } from '../../src/ews/operations/empty-folder.ts';
import { moveItem } from '../../src/ews/operations/move-item.ts';
import { sendItem } from '../../src/ews/operations/send-item.ts';
import { updateFolder } from '../../src/ews/operations/update-folder.ts';
import { updateItem } from '../../src/ews/operations/update-item.ts';
import { folderId, itemId } from '../../src/ews/properties/id.ts';
import { describeWithWitness } from '../witness.ts';
import { answersAsIfAsked, recordedIn, type Recorded } from './recorded.ts';

const nowhere = { id: folderId('any') };
type ReadAnswer = (answer: Recorded) => Promise<readonly unknown[]>;

/** Each reads an answer as if it had been asked for just that. */
const readers: Readonly<Record<string, ReadAnswer>> = {
  CreateAttachment: (answer) =>
    answersAsIfAsked(answer, createAttachment, { parent: { id: itemId('any') }, attachments: [] }),
  CreateFolder: (answer) => answersAsIfAsked(answer, createFolder, { parent: nowhere, folders: [] }),
  CreateItem: (answer) => answersAsIfAsked(answer, createItem, { items: [], disposition: 'SaveOnly' }),
  DeleteAttachment: (answer) => answersAsIfAsked(answer, deleteAttachment, { ids: [] }),
  DeleteFolder: (answer) => answersAsIfAsked(answer, deleteFolder, { folders: [], deleteType: 'HardDelete' }),
  DeleteItem: (answer) => answersAsIfAsked(answer, deleteItem, { ids: [], deleteType: 'HardDelete' }),
  EmptyFolder: (answer) =>
    answersAsIfAsked(answer, emptyFolder, { folders: [], deleteType: 'HardDelete', withSubfolders: false }),
  MoveItem: (answer) => answersAsIfAsked(answer, moveItem, { ids: [], to: nowhere }),
  SendItem: (answer) => answersAsIfAsked(answer, sendItem, { ids: [], saveCopyIn: null }),
  UpdateFolder: (answer) => answersAsIfAsked(answer, updateFolder, { changes: [] }),
  UpdateItem: (answer) =>
    answersAsIfAsked(answer, updateItem, {
      changes: [],
      conflictResolution: 'AlwaysOverwrite',
      disposition: 'SaveOnly',
    }),
};

/** Every id in an answer that names what was made or changed, and the change keys of the items that attachments hang on. */
const idsIn = (text: string): readonly string[] =>
  [
    ...text.matchAll(/<t:(?:ItemId|FolderId|AttachmentId) [^>]*?\bId="([^"]+)"/g),
    ...text.matchAll(/RootItem\w+="([^"]+)"/g),
  ].map(([, id = '']) => id);

/** Every text in what was decoded, at any depth. */
const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || value instanceof Error) return [];
  return Object.values(value).flatMap(texts);
};

describeWithWitness('recorded answers to writes', (folder) => {
  const all = ['wire', 'ews/samples'].flatMap((name) => recordedIn(`${folder}/${name}`));
  const ours = all.filter(({ operation }) => readers[operation ?? ''] !== undefined);

  it('are there for every write, but for two that nobody has recorded', () => {
    const recorded = new Set(ours.map(({ operation }) => operation));
    expect(Object.keys(readers).filter((name) => !recorded.has(name))).toEqual([]);
    // CopyItem shares its reader with MoveItem, MoveFolder with UpdateFolder.
    expect(ours.length).toBeGreaterThan(20);
  });

  it.each(ours.map((answer) => [answer.name, answer] as const))(
    '%s decodes, and loses no id',
    async (_name, answer) => {
      const outputs = (await readers[answer.operation ?? '']?.(answer)) ?? [];
      const failures = outputs.filter((output) => output instanceof EwsError);
      expect(outputs.length).toBeGreaterThan(0);
      expect(failures.filter(({ kind }) => kind !== 'response')).toEqual([]);
      expect(failures.length).toBe(answer.text.match(/ResponseClass="Error"/g)?.length ?? 0);
      expect(texts(outputs)).toEqual(expect.arrayContaining([...idsIn(answer.text)]));
    },
  );

  describe('that are faults', () => {
    it.each(['119-CreateItem-ReplyToItem', '130-CreateItem-two-items-one-bad'])(
      '(%s) fail the whole call, and say so',
      async (name) => {
        const answer = all.find((one) => one.name.startsWith(name)) ?? expect.fail(name);
        const failure: unknown = await readers['CreateItem']?.(answer).catch((error: unknown) => error);
        expect(failure).toMatchObject({ kind: 'fault' });
      },
    );
  });

  it('of one operation are never taken for those of another', async () => {
    for (const answer of ours)
      for (const [name, read] of Object.entries(readers))
        if (name !== answer.operation) await expect(read(answer), answer.name).rejects.toBeInstanceOf(EwsError);
  });
});
