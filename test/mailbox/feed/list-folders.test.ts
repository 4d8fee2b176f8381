import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import type { FindFolderInput, FindFolderPage } from '../../../src/ews/operations/find-folder.ts';
import { folderProperties, type Folder } from '../../../src/ews/properties/folder.ts';
import { folderId } from '../../../src/ews/properties/id.ts';
import { createListFolders, type ListedMailbox } from '../../../src/mailbox/feed/list-folders.ts';
import type { MailboxFolders } from '../../../src/mailbox/folders.ts';
import { address } from '../../access.ts';

const now = (): number => Date.parse('2026-03-18T09:00:00Z');
const ann = address('ann@example.test');

const folder = (id: string, parent: string, more: Folder['properties'] = {}): Folder => ({
  element: 'Folder',
  id: folderId(id),
  changeKey: undefined,
  properties: { displayName: id, parentFolderId: folderId(parent), totalCount: 1, unreadCount: 0, ...more },
});

/** A mailbox of these folders, 1,000 a page; `own` are those that turn out to be its own when that is looked into. */
const mailboxOf = (
  folders: readonly Folder[],
  { own = [], refusal }: { readonly own?: readonly string[]; readonly refusal?: EwsError } = {},
) => {
  const asked: FindFolderInput[] = [];
  const mailbox = {
    session: {
      mailbox: ann,
      call: (_: unknown, input: FindFolderInput): Promise<FindFolderPage> => {
        asked.push(input);
        if (refusal !== undefined && input.wanted.includes(folderProperties.lastCommit)) return Promise.reject(refusal);
        const next = input.offset + input.limit;
        const page = folders.slice(input.offset, next);
        return Promise.resolve({
          folders: page,
          total: folders.length,
          isLast: next >= folders.length,
          nextOffset: next,
        });
      },
    },
    folders: {
      targetOfRole: () => ({ distinguished: 'msgfolderroot', mailbox: ann }),
      ownAfresh: () => Promise.resolve({ ids: new Set(own.map(folderId)), names: new Set() }),
    } as unknown as MailboxFolders,
  } as unknown as ListedMailbox;
  return { mailbox, asked };
};

const idsOf = (listed: readonly { readonly folder: { readonly id: string } }[]): readonly string[] =>
  listed.map((one) => one.folder.id);

describe('the list of folders', () => {
  it('has parents before children and no saved searches, in one call', async () => {
    const search: Folder = { ...folder('search', 'root'), element: 'SearchFolder' };
    const { mailbox, asked } = mailboxOf([folder('child', 'parent'), search, folder('parent', 'root')]);
    expect(idsOf(await createListFolders(now)(mailbox))).toEqual(['parent', 'child']);
    expect(asked).toHaveLength(1);
  });

  it('leaves out what others share with the mailbox', async () => {
    const { mailbox } = mailboxOf([folder('mine', 'root'), folder('theirs', 'elsewhere')], { own: ['mine'] });
    expect(idsOf(await createListFolders(now)(mailbox))).toEqual(['mine']);
  });

  it('is read page by page, and refused when it is too long', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => folder(`folder ${index}`, 'root'));
    const { mailbox, asked } = mailboxOf(many(1_500));
    expect(await createListFolders(now)(mailbox)).toHaveLength(1_500);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 1_000]);
    await expect(createListFolders(now)(mailboxOf(many(2_001)).mailbox)).rejects.toThrow(InvalidInputError);
  });

  it('tells another stamp after a commit, a deletion and another count; and none for a minute after a commit', async () => {
    const stampOf = async (more: Folder['properties']): Promise<string | undefined> => {
      const told = folder('other', 'root', { lastCommit: '2026-01-01T00:00:00Z', deletedCount: 0 });
      const { mailbox } = mailboxOf([folder('folder', 'root', more), told]);
      return (await createListFolders(now)(mailbox))[0]?.contents;
    };
    const old = { lastCommit: '2026-03-18T08:58:59Z', deletedCount: 3 };
    const stamps = [
      await stampOf(old),
      await stampOf({ ...old, lastCommit: '2026-03-18T08:58:58Z' }),
      await stampOf({ ...old, deletedCount: 4 }),
      await stampOf({ ...old, totalCount: 2 }),
      await stampOf({ ...old, unreadCount: 1 }),
      // Nothing was ever in it, as the server tells it of others.
      await stampOf({}),
    ];
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(stamps).not.toContain(undefined);
    expect(await stampOf(old)).toBe(stamps[0]);
    expect(await stampOf({ ...old, lastCommit: '2026-03-18T08:59:00Z' })).toBeUndefined();
    expect(await stampOf({ ...old, lastCommit: 'never' })).toBeUndefined();
  });

  it('tells no stamps where the server tells nothing of commits', async () => {
    const { mailbox } = mailboxOf([folder('folder', 'root')]);
    expect((await createListFolders(now)(mailbox)).map(({ contents }) => contents)).toEqual([undefined]);
  });

  it('does without stamps where the server refuses to tell them, and does not ask again', async () => {
    const refusal = new EwsError('response', 'no', { responseCode: 'ErrorInvalidPropertyRequest' });
    const { mailbox, asked } = mailboxOf([folder('folder', 'root')], { refusal });
    const listFolders = createListFolders(now);
    expect(await listFolders(mailbox)).toMatchObject([{ contents: undefined }]);
    expect(idsOf(await listFolders(mailbox))).toEqual(['folder']);
    expect(asked).toHaveLength(3);
  });

  it('hands on every other refusal', async () => {
    const refusal = new EwsError('response', 'denied', { responseCode: 'ErrorAccessDenied' });
    await expect(createListFolders(now)(mailboxOf([], { refusal }).mailbox)).rejects.toThrow('denied');
  });
});
