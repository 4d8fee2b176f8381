import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { file } from '../../../src/emulator/seed/attachment-content.ts';
import { receive } from '../../journeys/received-mail.ts';
import { ask } from '../ask-gateway.ts';
import { attachmentsOf, bodyOf, messageOf, messagesOf } from './graphql-mailbox.ts';
import { alice, instant, type Part, type ReadMessage } from './stage.ts';

/** Folders, pages, bodies, attachments and searches, each held against what GraphQL tells of the same mailbox. */
export const tryReading: Part = ({ works }, stage) => {
  works('list folders', async () => {
    const { journey, driver } = stage();
    expect(await driver.run('server', alice)).toEqual({ version: 'Exchange2010_SP2', build: '14.2' });
    const listed = await driver.run<readonly ListedFolder[]>('folders', alice);
    const { mailbox } = await ask<{ readonly mailbox: { readonly folders: readonly ToldFolder[] } }>(
      journey,
      `query ($address: EmailAddress!) { mailbox(address: $address) {
        folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, OTHER]) { path totalCount unreadCount } } }`,
      { address: alice },
    );
    const told = mailbox.folders.map(({ path, totalCount, unreadCount }) => [path, totalCount, unreadCount]);
    expect(listed.map(({ names, total, unread }) => [pathOf(names), total, unread ?? 0]).toSorted()).toEqual(
      told.toSorted(),
    );
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Inbox', 'SentItems', 'Calendar', 'Contacts', 'Tasks', 'Messages']),
    );
  });

  works('page through 1,200 messages', async () => {
    const { journey, driver } = stage();
    const told = await messagesOf(journey, alice, { place: 'INBOX' });
    const order = { where: 'inbox', order: '-datetime_received' };
    const paged = await driver.run<readonly PagedMessage[]>('page', alice, order);
    expect(paged.length).toBeGreaterThanOrEqual(1_200);
    expect(new Set(paged.map(({ id }) => id)).size).toBe(paged.length);
    const times = paged.map(({ receivedAt }) => instant(receivedAt));
    expect(times).toEqual(times.toSorted().toReversed());
    // FindItem cuts long subjects; the gateway reads them again.
    const begin = (subject: string | null): string => subject?.slice(0, 200) ?? '';
    expect(paged.map(({ subject, messageId }) => [begin(subject), messageId]).toSorted()).toEqual(
      told.map(({ subject, internetMessageId }) => [begin(subject), internetMessageId]).toSorted(),
    );
    const oldestFirst = await driver.run<readonly PagedMessage[]>('page', alice, {
      ...order,
      order: 'datetime_received',
    });
    expect(oldestFirst.map(({ receivedAt }) => instant(receivedAt))).toEqual(times.toReversed());
  });

  works('read bodies', async () => {
    const { journey, driver } = stage();
    const read = await driver.run<readonly ReadMessage[]>('read_newest', alice, { where: 'inbox', count: 100 });
    expect(read).toHaveLength(100);
    for (const message of [
      read.find(({ isHtml }) => isHtml)!,
      read.find(({ isHtml }) => !isHtml)!,
      await driver.run<ReadMessage>('read', alice, { where: 'inbox', subject: 'Files with difficult names' }),
      await driver.run<ReadMessage>('read', alice, {
        where: 'inbox',
        subject: 'The Weekly Sketch 41: drawing with one line ✏️',
      }),
    ]) {
      const { id } = await messageOf(journey, alice, { internetMessageId: message.messageId }, 'INBOX');
      const body = await bodyOf(journey, id);
      expect(body.format).toBe(message.isHtml ? 'HTML' : 'TEXT');
      expect(body.originalBytes).toBe(Buffer.byteLength(message.body));
      // GraphQL gives HTML without what could do harm, and text as it is.
      if (message.isHtml) expect(wordsOf(message.body)).toEqual(wordsOf(body.content));
      else expect(message.body).toBe(body.content);
      expect(Buffer.from(message.mime, 'base64').toString()).toContain(message.messageId);
    }
  });

  works('read attachments', async () => {
    const { journey, driver } = stage();
    for (const subject of [
      'Photos of the cabinet',
      'Files with difficult names',
      'Log file (empty, that is the point)',
      'Appointment and business card for Acme',
    ]) {
      const read = await driver.run<readonly ReadAttachment[]>('attachments', alice, { where: 'inbox', subject });
      const told = await attachmentsOf(journey, (await messageOf(journey, alice, { subject }, 'INBOX')).id);
      expect(read.length).toBeGreaterThan(0);
      // An empty name is none to exchangelib.
      expect(read.map(({ name, isInline, base64, item }) => [name ?? '', isInline, base64 ?? item?.subject])).toEqual(
        told.map(({ name, isInline, base64, item }) => [name, isInline, base64 ?? item?.subject]),
      );
    }
    const large = 'Four megabytes';
    receive(journey, { name: large, attachments: [file('readings.bin', 'application/octet-stream', megabytes(4))] });
    const hashed = await driver.run('hash_attachments', alice, { where: 'inbox', subject: large });
    expect(hashed).toEqual([
      await downloaded(journey, (await messageOf(journey, alice, { subject: large }, 'INBOX')).id),
    ]);
    expect(hashed).toMatchObject([{ name: 'readings.bin', size: 4_194_304 }]);
  });

  works('search', async () => {
    const { journey, driver } = stage();
    const all = await messagesOf(journey, alice, { place: 'INBOX' });
    const since = instant(all[400]?.receivedAt ?? '');
    const search = async (given: object): Promise<readonly string[]> =>
      (await driver.run<readonly string[]>('search', alice, { where: 'inbox', ...given })).toSorted();
    const among = (isWanted: (message: (typeof all)[number]) => boolean): readonly (string | null)[] =>
      all
        .filter(isWanted)
        .map(({ internetMessageId }) => internetMessageId)
        .toSorted();
    const says = (subject: string | null, words: string): boolean =>
      subject?.toLowerCase().includes(words.toLowerCase()) ?? false;
    const cases: readonly (readonly [object, readonly (string | null)[]])[] = [
      [{ conditions: { subject__contains: 'Invoice' } }, among(({ subject }) => subject?.includes('Invoice') ?? false)],
      [{ conditions: { subject__icontains: 'LANTERN' } }, among(({ subject }) => says(subject, 'lantern'))],
      [
        { conditions: { subject: 'Photos of the cabinet' } },
        among(({ subject }) => subject === 'Photos of the cabinet'),
      ],
      [{ conditions: { subject__startswith: 'Re: ' } }, among(({ subject }) => subject?.startsWith('Re: ') ?? false)],
      [{ conditions: { is_read: false } }, among(({ isRead }) => !isRead)],
      [
        { conditions: { importance: 'High', is_read: true } },
        among(({ importance, isRead }) => importance === 'HIGH' && isRead),
      ],
      [{ conditions: { datetime_received__gte: since } }, among((each) => instant(each.receivedAt ?? '') >= since)],
      [
        { conditions: { categories__contains: ['Clients'] } },
        among(({ categories }) => categories.includes('Clients')),
      ],
      [{ unlike: { subject__icontains: 'e' } }, among(({ subject }) => !says(subject, 'e'))],
      [
        { query: 'subject:lantern' },
        (await messagesOf(journey, alice, { place: 'INBOX', search: 'subject:lantern' })).map(
          ({ internetMessageId }) => internetMessageId,
        ),
      ],
    ];
    for (const [given, expected] of cases) {
      expect(expected.length, JSON.stringify(given)).toBeGreaterThan(0);
      expect(await search(given), JSON.stringify(given)).toEqual(expected.toSorted());
    }
    expect(await search({ conditions: { subject: 'No message has this subject' } })).toEqual([]);
  });
};

interface ListedFolder {
  readonly names: readonly string[];
  readonly kind: string;
  readonly total: number;
  /** Calendars, contacts and the like have none in EWS. */
  readonly unread: number | null;
}

interface ToldFolder {
  readonly path: string;
  readonly totalCount: number;
  readonly unreadCount: number;
}

interface PagedMessage {
  readonly id: string;
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly messageId: string;
}

interface ReadAttachment {
  readonly name: string | null;
  readonly isInline: boolean;
  readonly base64?: string;
  readonly item?: { readonly kind: string; readonly subject: string };
}

interface HashedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** Names of folders as the gateway puts them into a path. */
const pathOf = (names: readonly string[]): string =>
  names.map((name) => `/${name.replaceAll('%', '%25').replaceAll('/', '%2F')}`).join('');

/** So many megabytes in which no two kilobytes are alike. */
const megabytes = (count: number): Buffer => {
  const bytes = Buffer.alloc(count * 1_048_576, 'Reading of the gauge; ');
  for (let at = 0; at < bytes.length; at += 1_024) bytes.writeUInt32LE(at, at);
  return bytes;
};

/** The words that a reader sees in HTML. */
const wordsOf = (html: string): readonly string[] =>
  html
    .replaceAll(/<style[^]*?<\/style>|<head[^]*?<\/head>|<[^>]*>/gi, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** What a download of the only file of a message gives. */
const downloaded = async (journey: Parameters<typeof ask>[0], id: string): Promise<HashedFile> => {
  const { node } = await ask<{
    readonly node: { readonly attachments: readonly { readonly name: string; readonly downloadUrl: string }[] };
  }>(
    journey,
    'query ($id: ID!) { node(id: $id) { ... on Message { attachments { name ... on FileAttachment { downloadUrl } } } } }',
    { id },
  );
  const [file] = node.attachments;
  const response = await fetch(file?.downloadUrl ?? '');
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    name: file?.name ?? '',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
};
