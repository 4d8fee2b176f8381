import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openFilesTarget } from '../../../src/migration/files/open-files-target.ts';
import type { PortableFolder } from '../../../src/migration/portable/portable-folder.ts';
import type { MarkedItem } from '../../../src/migration/portable/portable-item.ts';
import type { Place, TargetMailbox } from '../../../src/migration/target.ts';
import { folder, marked, message } from './portable-samples.ts';
import { describeWithPython } from './python.ts';
import { readMaildir } from './read-maildir.ts';

const address = 'alice@example.test';

const newRoot = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'workmail-graphql-export-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
};

const open = (root: string): Promise<TargetMailbox> => openFilesTarget({ root }).open(address, { isDryRun: false });

/** Makes folders, parents first, and answers their places by path. */
const makeAll = async (
  mailbox: TargetMailbox,
  folders: readonly PortableFolder[],
): Promise<ReadonlyMap<string, Place>> => {
  const places = new Map<string, Place>();
  for (const one of folders) places.set(one.id, await mailbox.make(one, places.get(one.parentId ?? '')));
  return places;
};

const write = async (mailbox: TargetMailbox, place: Place | undefined, items: readonly MarkedItem[]): Promise<void> => {
  if (place === undefined) throw new Error('There is no such folder');
  expect(await mailbox.write(place, items)).toEqual(items.map(() => ({ losses: [] })));
};

const inbox = folder(['Inbox'], { role: 'INBOX' });

describeWithPython('a Maildir, read by Python', () => {
  it('holds messages byte for byte, line ends and all, with their dates and flags', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const places = await makeAll(mailbox, [inbox]);
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    const seen = message(
      Buffer.concat([Buffer.from('Subject: One\r\n\r\nbare\nand\rcarriage\r\n\r\nFrom x\r\n'), everyByte]),
    );
    const unseen = message('Subject: =?utf-8?B?w5xiZXI=?=\r\n\r\nText', {
      isRead: false,
      receivedAt: '2009-12-31T23:59:59Z',
      flag: { status: 'flagged', startAt: undefined, dueAt: undefined, completedAt: undefined },
      answered: { how: 'repliedToAll', at: undefined },
    });
    const draft = message('Subject: Three\n\nunfinished', {
      isDraft: true,
      receivedAt: undefined,
      sentAt: '2026-02-01T00:00:00Z',
    });
    const passedOn = message('Subject: Four\r\n\r\n', { answered: { how: 'forwarded', at: undefined } });
    const items = { seen, unseen, draft, passedOn };
    await write(
      mailbox,
      places.get(inbox.id),
      Object.entries(items).map(([name, item]) => marked(name, item)),
    );

    const { '': read = [] } = await readMaildir(join(root, address, 'mail'));

    const found = new Map(read.map((one) => [one.subject, one]));
    expect(found.get('One')).toEqual({
      sha256: seen.sha256,
      size: seen.mime.size,
      flags: 'S',
      date: Date.parse('2026-03-17T09:30:15Z') / 1000,
      subdir: 'cur',
      subject: 'One',
    });
    expect(found.get('Über')).toEqual({
      sha256: unseen.sha256,
      size: unseen.mime.size,
      flags: 'FR',
      date: Date.parse('2009-12-31T23:59:59Z') / 1000,
      subdir: 'cur',
      subject: 'Über',
    });
    expect(found.get('Three')).toMatchObject({
      sha256: draft.sha256,
      size: draft.mime.size,
      flags: 'DS',
      date: Date.parse('2026-02-01T00:00:00Z') / 1000,
    });
    expect(found.get('Four')).toMatchObject({ sha256: passedOn.sha256, size: passedOn.mime.size, flags: 'PS' });
    expect(read).toHaveLength(4);
  });

  it('keeps folders apart whatever they are called, and knows their true names', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const odd = [
      ['Projects'],
      ['Projects', 'v1.2'],
      ['Projects', 'v1_2'],
      ['projects'],
      ['PROJECTS'],
      ['../..'],
      ['..'],
      ['a/b'],
      ['a\\b'],
      ['CON'],
      ['Trailing. '],
      ['Trailing'],
      ['Über & 台北'],
      ['é'.repeat(120)],
      ['x'.repeat(500)],
      ['x'.repeat(501)],
      ['INBOX'],
      ['inbox', 'below'],
      [''],
      ['\u0000\u0007'],
      ['deep', ...Array.from({ length: 30 }, (_, index) => `level ${index}`)],
    ];
    const paths = new Map(
      odd.flatMap((path) =>
        path.map((_, index) => [JSON.stringify(path.slice(0, index + 1)), path.slice(0, index + 1)]),
      ),
    );
    const folders = [inbox, ...[...paths.values()].map((path) => folder(path))];
    const places = await makeAll(mailbox, folders);
    for (const one of folders)
      await write(mailbox, places.get(one.id), [
        marked(one.id, message(`Subject: ${Buffer.from(one.id).toString('hex')}\n\n`)),
      ]);
    await mailbox.finish(new Set());

    const read = await readMaildir(join(root, address, 'mail'));

    expect(Object.values(read).map((messages) => messages.length)).toEqual(folders.map(() => 1));
    const lower = Object.keys(read).map((name) => name.toLowerCase());
    expect(new Set(lower).size).toBe(folders.length);
    const register = JSON.parse(await readFile(join(root, address, 'folders.json'), 'utf8')) as {
      readonly folders: readonly { readonly path: readonly string[]; readonly mail: string }[];
    };
    for (const { path, mail } of register.folders) {
      const name = mail.replace(/^mail(?:\/\.)?/, '');
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
      expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]|^\.|[. ]$/u);
      expect(Buffer.from(read[name]?.[0]?.subject ?? '', 'hex').toString()).toBe(JSON.stringify(path));
    }
    expect(await readdir(root)).toEqual([address]);
  });

  it('tells folders of a folder as Dovecot does, in modified UTF-7', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    await makeAll(mailbox, [
      inbox,
      folder(['Inbox', 'Clients'], { parentId: inbox.id }),
      folder(['Entwürfe & Pläne'], { role: 'DRAFTS' }),
      folder(['台北']),
      folder(['台北', 'Acme']),
    ]);
    await mailbox.finish(new Set());

    expect(Object.keys(await readMaildir(join(root, address, 'mail')))).toEqual(
      expect.arrayContaining(['INBOX.Clients', 'Entw&APw-rfe &- Pl&AOQ-ne', '&U,BTFw-', '&U,BTFw-.Acme']),
    );
  });
});

it('lets nobody but its owner read what was exported', async () => {
  const root = await newRoot();
  const mailbox = await open(root);
  const places = await makeAll(mailbox, [inbox]);
  await write(mailbox, places.get(inbox.id), [marked('one', message('Subject: One\n\n'))]);
  await mailbox.finish(new Set());

  const entries = await readdir(join(root, address), { recursive: true, withFileTypes: true });
  expect(entries.length).toBeGreaterThan(5);
  for (const entry of entries) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    expect([entry.name, (mode & 0o777).toString(8)]).toEqual([entry.name, entry.isDirectory() ? '700' : '600']);
  }
});
