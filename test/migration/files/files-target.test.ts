import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFilesTarget } from '../../../src/migration/files/open-files-target.ts';
import { ItemFailure } from '../../../src/migration/item-failure.ts';
import { itemHashes } from '../../../src/migration/portable/item-hashes.ts';
import { MailboxFailure } from '../../../src/migration/mailbox-failure.ts';
import type { MarkedItem } from '../../../src/migration/portable/portable-item.ts';
import type { ExpectedItem, PresentItem, TargetMailbox } from '../../../src/migration/target.ts';
import { bytesOf, contact, event, file, folder, marked, message, task } from './portable-samples.ts';

const address = 'alice@example.test';

const newRoot = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'workmail-graphql-export-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
};

const open = (root: string, isDryRun = false): Promise<TargetMailbox> =>
  openFilesTarget({ root }).open(address, { isDryRun });

const present = async (mailbox: TargetMailbox): Promise<readonly PresentItem[]> => {
  const found: PresentItem[] = [];
  for await (const page of mailbox.present()) found.push(...page);
  return found.toSorted((one, other) => (one.mark < other.mark ? -1 : 1));
};

const expected = ({ mark, item }: MarkedItem): ExpectedItem => ({ mark, kind: item.kind, ...itemHashes(item) });

const inbox = folder(['Inbox'], { role: 'INBOX' });
const deleted = folder(['Deleted Items'], { role: 'DELETED_ITEMS' });

describe('a folder of files as a target', () => {
  it('knows what is there from the names of files alone', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const place = await mailbox.make(inbox, undefined);
    const items = [marked('mail', message('Subject: x\n\n')), marked('event', event()), marked('task', task())];
    await mailbox.write(place, items);

    const found = await present(await open(root));

    const told = ({ mark, identity, item }: MarkedItem) => ({
      mark,
      identity,
      kind: item.kind,
      placeId: place.id,
      isFinished: true,
    });
    expect(found).toEqual(
      items
        .toSorted((one, other) => (one.mark < other.mark ? -1 : 1))
        .map((item) => ({ ...told(item), id: item.mark })),
    );
  });

  it('takes everything into every folder: an appointment that was deleted lies in a calendar of deleted items', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const place = await mailbox.make(deleted, undefined);
    expect(mailbox.takes('mail', 'event')).toBe(true);
    await mailbox.write(place, [marked('event', event()), marked('contact', contact({ displayName: 'Zoë' }))]);
    await mailbox.finish(new Set());

    const names = await readdir(join(root, address), { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining([join('calendar', 'Deleted Items.ics'), join('contacts', 'Deleted Items.vcf')]),
    );
  });

  it('compares what it has written with what it should be, also after somebody has changed a file', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const place = await mailbox.make(inbox, undefined);
    const mail = marked('mail', message('Subject: x\n\n', { categories: ['Blue'] }));
    const meeting = marked('event', event({ attachments: [file('a.txt', 'a')] }));
    const other = marked('other', message('Subject: y\n\n'));
    await mailbox.write(place, [mail, meeting]);
    await mailbox.finish(new Set());

    const wanted = [mail, meeting, other].map(expected);
    expect(await mailbox.compare(wanted)).toEqual(['identical', 'identical', 'missing']);
    expect(await mailbox.compare([expected({ ...mail, item: message('Subject: x\n\n', { isRead: false }) })])).toEqual([
      'different',
    ]);

    const again = await open(root);
    const current = join(root, address, 'mail', 'cur');
    const [name = ''] = await readdir(current);
    await writeFile(join(current, name), 'Subject: z\n\n');
    expect(await again.compare(wanted)).toEqual(['different', 'identical', 'missing']);
  });

  it('moves a file where its original was moved, under its new mark', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const [from, to] = [await mailbox.make(inbox, undefined), await mailbox.make(folder(['Projects']), undefined)];
    const mail = marked('before', message('Subject: x\n\n', { isRead: true, categories: ['Blue'] }));
    await mailbox.write(from, [mail, marked('event', event())]);
    await mailbox.finish(new Set());
    const after = marked('after', mail.item);
    for (const copy of await present(mailbox))
      expect(
        await mailbox.move(copy, to, copy.kind === 'message' ? after.mark : marked('moved event', event()).mark),
      ).toEqual({ losses: [] });
    await mailbox.finish(new Set());

    expect(await mailbox.compare([mail, after].map(expected))).toEqual(['missing', 'identical']);
    expect((await present(await open(root))).map(({ placeId }) => placeId)).toEqual([to.id, to.id]);
    expect(await readdir(join(root, address, 'calendar'))).toEqual(['Projects.ics']);
    expect(await readdir(join(root, address, 'mail', 'cur'))).toEqual([]);
  });

  it('reports an item whose bytes are not what they were announced to be, and leaves nothing of it', async () => {
    const root = await newRoot();
    const mailbox = await open(root);
    const place = await mailbox.make(inbox, undefined);
    const torn = { ...message('Subject: x\n\n'), mime: { ...bytesOf('Subject: x\n\n'), size: 99 } };

    const [first, second] = await mailbox.write(place, [
      marked('torn', torn),
      marked('whole', message('Subject: y\n\n')),
    ]);

    expect(first).toBeInstanceOf(ItemFailure);
    expect(second).toEqual({ losses: [] });
    const top = join(root, address, 'mail');
    expect([await readdir(join(top, 'tmp')), (await readdir(join(top, 'cur'))).length]).toEqual([[], 1]);
  });

  it('takes several batches at a time: what one is drafting no other takes away', async () => {
    const root = await newRoot();
    await (await open(root)).make(inbox, undefined);
    const mailbox = await open(root);
    const place = await mailbox.find(inbox, undefined);
    if (place === undefined) throw new Error('The folder is not there');
    const moments = new EventEmitter();
    const [begun, isQuick] = [once(moments, 'begun'), once(moments, 'quick')];
    const content = message('Subject: slow\n\n');
    const slow = {
      ...content,
      mime: {
        size: content.mime.size,
        stream: async function* () {
          moments.emit('begun');
          await isQuick;
          yield* content.mime.stream();
        },
      },
    };

    const slowly = mailbox.write(place, [marked('slow', slow)]);
    await begun;
    const quickly = await mailbox.write(place, [
      marked('quick', message('Subject: quick\n\n')),
      marked('event', event()),
    ]);
    moments.emit('quick');

    expect([...quickly, ...(await slowly)]).toEqual([{ losses: [] }, { losses: [] }, { losses: [] }]);
    expect(await present(mailbox)).toHaveLength(3);
  });

  it('makes nothing in a dry run', async () => {
    const root = await newRoot();
    const mailbox = await open(root, true);

    expect([await present(mailbox), await mailbox.find(inbox, undefined), await readdir(root)]).toEqual([
      [],
      undefined,
      [],
    ]);
  });

  it('keeps out of a folder that holds something else', async () => {
    const root = await newRoot();
    await mkdir(join(root, address));
    await writeFile(join(root, address, 'thesis.txt'), 'mine');

    await expect(open(root)).rejects.toThrow(MailboxFailure);
    expect(await readdir(join(root, address))).toEqual(['thesis.txt']);
  });

  it('says that it is incomplete while something is being written, and complete when it is', async () => {
    const root = await newRoot();
    const names = async (): Promise<readonly string[]> => readdir(join(root, address));
    const first = await open(root);
    const place = await first.make(inbox, undefined);
    await first.finish(new Set());
    expect(await names()).toContain('manifest.json');
    const second = await open(root);
    await second.write(place, [marked('mail', message('Subject: x\n\n'))]);
    expect(await names()).not.toContain('manifest.json');
    await second.finish(new Set());
    expect(JSON.parse(await readFile(join(root, address, 'manifest.json'), 'utf8'))).toMatchObject({
      counts: { messages: 1 },
    });
  });

  it('goes on after a list that was torn', async () => {
    const root = await newRoot();
    const first = await open(root);
    const place = await first.make(inbox, undefined);
    const mail = marked('one', message('Subject: x\n\n', { categories: ['Blue'] }));
    await first.write(place, [mail]);
    const list = join(root, address, 'messages.jsonl');
    await writeFile(list, '{"mark":"torn', { flag: 'a' });

    const second = await open(root);
    const next = marked('two', message('Subject: y\n\n'));
    await second.write(place, [next]);
    await second.finish(new Set());

    const lines = (await readFile(list, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly mark: string }).mark);
    expect(lines.toSorted()).toEqual([mail.mark, next.mark].toSorted());
    expect(await second.compare([mail, next].map(expected))).toEqual(['identical', 'identical']);
  });

  it('gives every address a folder of its own, whatever is in it', async () => {
    const root = await newRoot();
    for (const one of ['a/b@example.test', 'a_b@example.test', 'a%2fb@example.test', '..@example.test'])
      await (await openFilesTarget({ root }).open(one, { isDryRun: false })).make(inbox, undefined);

    expect(await readdir(root)).toHaveLength(4);
  });
});
