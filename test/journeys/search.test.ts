import { afterAll, describe, expect, it } from 'vitest';
import { mailbox as mailboxElement, message } from '../emulator/elements.ts';
import { findMessages, searchMailbox, type FoundMessages, type InboxRow } from './operations.ts';
import { operationsOf, startJourney, type Answer, type Journey } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const address = 'alice@example.test';

interface Searched {
  readonly mailbox: {
    readonly messages: { readonly nodes: readonly (InboxRow & { readonly folder: { readonly path: string } })[] };
  };
}

const listed = `query List($address: EmailAddress!, $in: [FolderRef!], $filter: MessageFilter, $search: String, $orderBy: [MessageOrder!], $first: Int) {
  mailbox(address: $address) { messages(in: $in, filter: $filter, search: $search, orderBy: $orderBy, first: $first) {
    totalCount unreadCount
    nodes { subject isRead isDraft hasAttachments importance sizeBytes sentAt receivedAt lastModifiedAt kind categories from { name address } to { name address } flag { status } folder { path role } }
  } } }`;

interface ListedNode {
  readonly subject: string | null;
  readonly isRead: boolean;
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  readonly importance: string;
  readonly sizeBytes: number;
  readonly sentAt: string | null;
  readonly receivedAt: string | null;
  readonly lastModifiedAt: string | null;
  readonly kind: string;
  readonly categories: readonly string[];
  readonly from: { readonly name: string | null; readonly address: string | null } | null;
  readonly to: readonly { readonly name: string | null; readonly address: string | null }[];
  readonly flag: { readonly status: string };
  readonly folder: { readonly path: string; readonly role: string | null };
}
interface Listed {
  readonly mailbox: {
    readonly messages: {
      readonly totalCount: number;
      readonly unreadCount: number | null;
      readonly nodes: readonly ListedNode[];
    };
  };
}

const list = async (variables: Readonly<Record<string, unknown>>, from: Journey = journey): Promise<Answer<Listed>> => {
  const answer = await from.query<Listed>(listed, { address, ...variables });
  expect(answer.errors).toBeUndefined();
  return answer;
};
const nodes = async (
  variables: Readonly<Record<string, unknown>>,
  from: Journey = journey,
): Promise<readonly ListedNode[]> => (await list(variables, from)).data.mailbox.messages.nodes;

const inbox = [{ role: 'INBOX' }];

const ascending = (a: string | null, b: string | null): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;

describe('searching the whole mailbox', () => {
  it('is three round trips in a mailbox that was never seen, and two once its folders are known', async () => {
    const cold = await startJourney();
    try {
      const first = await cold.query<Searched>(searchMailbox, { address });
      expect(first.errors).toBeUndefined();
      expect(operationsOf(first)).toEqual(['FindFolder', 'FindItem', 'GetItem']);
      const second = await cold.query<Searched>(searchMailbox, { address });
      expect(operationsOf(second)).toEqual(['FindItem', 'GetItem']);
      expect(second.data).toEqual(first.data);
    } finally {
      await cold.close();
    }
  });

  it('finds what the conditions say, newest first, with the folder that it lies in', async () => {
    const { data } = await journey.query<Searched>(searchMailbox, { address });
    const found = data.mailbox.messages.nodes;
    expect(found.length).toBeGreaterThan(3);
    for (const node of found) {
      expect(`${node.from?.name} ${node.from?.address}`).toMatch(/billing@/);
      expect((node.receivedAt ?? '') >= '2026-01-01').toBe(true);
      expect(node.folder.path).toMatch(/^\//);
    }
    expect(found.map(({ receivedAt }) => receivedAt)).toEqual(
      found
        .map(({ receivedAt }) => receivedAt)
        .toSorted(ascending)
        .toReversed(),
    );
  });

  it('leaves out junk and deleted items, whether the mailbox is known or not', async () => {
    const other = await startJourney();
    try {
      for (const folder of ['inbox', 'junkemail', 'deleteditems', 'sentitems']) {
        other.emulator.deliver(address, folder, {
          element: message({
            't:ItemClass': 'IPM.Note',
            't:Subject': `needle in ${folder}`,
            't:Body': 'x',
            't:DateTimeReceived': '2026-03-18T09:00:00Z',
          }),
          attachments: [],
        });
      }
      const filter = { subject: { startsWith: 'needle' } };
      const find = async (): Promise<readonly unknown[]> => {
        const { data } = await other.query<FoundMessages>(findMessages, { address, filter });
        expect(data.mailbox.messages.totalCount).toBe(2);
        return data.mailbox.messages.nodes.map(({ subject }) => subject).toSorted(ascending);
      };
      expect(await find()).toEqual(['needle in inbox', 'needle in sentitems']);
      await other.query('query ($address: EmailAddress!) { mailbox(address: $address) { folders { role } } }', {
        address,
      });
      expect(await find()).toEqual(['needle in inbox', 'needle in sentitems']);
      const named = await other.query<FoundMessages>(findMessages, {
        address,
        filter,
        in: [{ role: 'JUNK_EMAIL' }, { role: 'DELETED_ITEMS' }],
      });
      expect(named.data.mailbox.messages.totalCount).toBe(2);
    } finally {
      await other.close();
    }
  });
});

/** Read once: nothing below changes what is in it. */
const newestThousand = nodes({ in: inbox, first: 1000 });

describe('a filter', () => {
  it.each<[string, Readonly<Record<string, unknown>>, (node: ListedNode) => boolean]>([
    ['unread', { isRead: false }, ({ isRead }) => !isRead],
    ['flagged', { isFlagged: true }, ({ flag }) => flag.status === 'FLAGGED'],
    ['with attachments', { hasAttachments: true }, ({ hasAttachments }) => hasAttachments],
    ['important', { importance: ['HIGH'] }, ({ importance }) => importance === 'HIGH'],
    ['invitations', { kind: ['MEETING_REQUEST'] }, ({ kind }) => kind === 'MEETING_REQUEST'],
    ['everything but mail', { not: { kind: ['MAIL'] } }, ({ kind }) => kind !== 'MAIL'],
    [
      'reports',
      { kind: ['DELIVERY_REPORT', 'READ_RECEIPT'] },
      ({ kind }) => ['DELIVERY_REPORT', 'READ_RECEIPT'].includes(kind),
    ],
    ['with a category', { categories: { isEmpty: false } }, ({ categories }) => categories.length > 0],
    [
      'by subject, upper and lower case alike',
      { subject: { contains: 'KESTREL' } },
      ({ subject }) => /kestrel/i.test(subject ?? ''),
    ],
    ['by author', { from: { equals: 'bob@example.test' } }, ({ from }) => from?.address === 'bob@example.test'],
    [
      'by one of several authors',
      { from: { in: ['Bob Okafor', 'carol@example.test'] } },
      ({ from }) => ['bob@example.test', 'carol@example.test'].includes(from?.address ?? ''),
    ],
    ['by size', { sizeBytes: { greaterThan: 100_000 } }, ({ sizeBytes }) => sizeBytes > 100_000],
    [
      'by time',
      { receivedAt: { onOrAfter: '2026-03-01T00:00:00Z', before: '2026-03-10T00:00:00Z' } },
      ({ receivedAt }) => receivedAt !== null && receivedAt >= '2026-03-01' && receivedAt < '2026-03-10',
    ],
    [
      'by time in another zone',
      { receivedAt: { after: '2026-03-10T01:00:00+01:00' } },
      ({ receivedAt }) => receivedAt !== null && receivedAt > '2026-03-10',
    ],
    [
      'either or',
      { or: [{ isRead: false }, { importance: ['HIGH'] }] },
      ({ isRead, importance }) => !isRead || importance === 'HIGH',
    ],
    [
      'neither nor',
      { not: { or: [{ isRead: true }, { hasAttachments: true }] } },
      ({ isRead, hasAttachments }) => !isRead && !hasAttachments,
    ],
    [
      'by a recipient’s address',
      { to: { equals: 'carol@example.test' } },
      ({ to }) => to.some((recipient) => recipient.address === 'carol@example.test'),
    ],
  ])('finds what is %s, all of it and nothing else', async (_, filter, matches) => {
    const everything = await newestThousand;
    const found = await list({ in: inbox, first: 1000, filter });
    expect(found.data.mailbox.messages.nodes.length).toBeGreaterThan(0);
    expect(found.data.mailbox.messages.nodes.every(matches)).toBe(true);
    const expected = everything.filter(matches);
    // The newest thousand of the inbox: older matches may follow, none of these may be missing.
    const keys = new Set(found.data.mailbox.messages.nodes.map((node) => `${node.receivedAt} ${node.subject}`));
    expect(expected.filter((node) => !keys.has(`${node.receivedAt} ${node.subject}`))).toEqual([]);
    expect(everything).toHaveLength(1000);
  });

  it('that is empty finds everything, and one that asks for one of nothing finds nothing', async () => {
    expect((await list({ in: inbox, first: 1, filter: {} })).data.mailbox.messages.totalCount).toBe(1200);
    expect((await list({ in: inbox, first: 1, filter: { or: [] } })).data.mailbox.messages.totalCount).toBe(0);
  });

  it('counts the unread of the whole list', async () => {
    const { messages } = (await list({ in: inbox, first: 1, filter: { hasAttachments: true } })).data.mailbox;
    const unread = await list({ in: inbox, first: 1, filter: { hasAttachments: true, isRead: false } });
    expect(messages.unreadCount).toBe(unread.data.mailbox.messages.totalCount);
    expect(messages.unreadCount).toBeLessThan(messages.totalCount);
    // Beside a filter a search is a restriction, which can be narrowed; what an index found cannot.
    const narrowed = await list({ in: inbox, first: 1, search: 'kestrel', filter: { isRead: false } });
    expect(narrowed.data.mailbox.messages.unreadCount).toBe(narrowed.data.mailbox.messages.totalCount);
    expect(
      (await list({ in: inbox, first: 1, search: 'category:clients' })).data.mailbox.messages.unreadCount,
    ).toBeNull();
  });

  it('by a time agrees with the whole seconds that answers tell', async () => {
    const all = (await list({ in: inbox, first: 1000 })).data.mailbox.messages.nodes.map(
      ({ receivedAt }) => receivedAt,
    );
    const at = all.find((time, index) => time === all[index + 1]);
    const sameSecond = await list({ in: inbox, first: 50, filter: { receivedAt: { onOrAfter: at, onOrBefore: at } } });
    const times = sameSecond.data.mailbox.messages.nodes.map(({ receivedAt }) => receivedAt);
    expect(at).toBeDefined();
    expect(times).toEqual(all.filter((time) => time === at));
    const later = await list({ in: inbox, first: 50, filter: { receivedAt: { after: at } } });
    expect(later.data.mailbox.messages.nodes.map(({ receivedAt }) => receivedAt)).not.toContain(at);
  });
});

describe('an order', () => {
  it.each<[string, (node: ListedNode) => string | number]>([
    ['SIZE', ({ sizeBytes }) => sizeBytes],
    ['SENT_AT', ({ sentAt }) => sentAt ?? ''],
    ['LAST_MODIFIED_AT', ({ lastModifiedAt }) => lastModifiedAt ?? ''],
    ['IMPORTANCE', ({ importance }) => ['LOW', 'NORMAL', 'HIGH'].indexOf(importance)],
  ])('by %s goes both ways', async (field, keyOf) => {
    for (const direction of ['ASC', 'DESC']) {
      const keys = (await nodes({ in: inbox, first: 100, orderBy: [{ field, direction }] })).map(keyOf);
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(keys).toEqual(direction === 'ASC' ? sorted : sorted.toReversed());
    }
  });

  it('merges several folders into one list', async () => {
    const found = await nodes({
      in: [{ role: 'INBOX' }, { role: 'SENT_ITEMS' }, { path: '/Archive/2026' }],
      first: 200,
    });
    expect(new Set(found.map(({ folder }) => folder.path)).size).toBeGreaterThan(1);
    const times = found.map(({ receivedAt }) => receivedAt ?? '');
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('lists a folder once that is named twice', async () => {
    const id = (
      await journey.query<{ readonly mailbox: { readonly inbox: { readonly id: string } } }>(
        'query ($address: EmailAddress!) { mailbox(address: $address) { inbox { id } } }',
        { address },
      )
    ).data.mailbox.inbox.id;
    expect(
      (await list({ in: [{ role: 'INBOX' }, { id }, { path: '/inbox' }], first: 1 })).data.mailbox.messages.totalCount,
    ).toBe(1200);
  });
});

describe('a search by words', () => {
  it('goes by the server’s index, alone and in one call', async () => {
    journey.emulator.requests.length = 0;
    const found = await nodes({ in: inbox, search: 'subject:Kestrel from:bob', first: 20 });
    expect(journey.emulator.requests[0]?.body).toContain('<m:QueryString>subject:Kestrel from:bob</m:QueryString>');
    expect(found.length).toBeGreaterThan(0);
    for (const { subject, from } of found) {
      expect(subject).toMatch(/kestrel/i);
      expect(from?.address).toBe('bob@example.test');
    }
  });

  it('beside a filter finds what both allow', async () => {
    const found = await nodes({ in: inbox, search: 'subject:Kestrel', filter: { isRead: true }, first: 20 });
    expect(found.length).toBeGreaterThan(0);
    for (const { subject, isRead } of found) expect([isRead, /kestrel/i.test(subject ?? '')]).toEqual([true, true]);
  });

  it('works on a server without an index, which is asked once an hour', async () => {
    const other = await startJourney();
    try {
      other.emulator.serverOptions.withoutQueryString = true;
      const withIndex = await nodes({ in: inbox, search: 'subject:Kestrel from:bob', first: 20 });
      const without = await nodes({ in: inbox, search: 'subject:Kestrel from:bob', first: 20 }, other);
      expect(without.map(({ receivedAt }) => receivedAt).toSorted(ascending)).toEqual(
        withIndex.map(({ receivedAt }) => receivedAt).toSorted(ascending),
      );
      other.emulator.requests.length = 0;
      await nodes({ in: inbox, search: 'Kestrel', first: 5 }, other);
      const asked = () => other.emulator.requests.filter(({ body }) => body.includes('QueryString'));
      expect(asked()).toEqual([]);
      // One refusal does not last for ever: the server may have learnt it, or have stumbled over one search.
      other.clock.advance(3_600_000);
      await nodes({ in: inbox, search: 'Kestrel', first: 5 }, other);
      expect(asked()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('goes on where a page ended when the server has lost, or found, its index meanwhile', async () => {
    const query = `query ($address: EmailAddress!, $after: String) { mailbox(address: $address) {
      messages(in: [{ role: INBOX }], search: "subject:Kestrel", first: 2, after: $after) { nodes { id } pageInfo { endCursor } } } }`;
    const other = await startJourney();
    const page = async (after?: string) => {
      const { data } = await other.query<{
        mailbox: { messages: { nodes: readonly { id: string }[]; pageInfo: { endCursor: string } } };
      }>(query, { address, after });
      return data.mailbox.messages;
    };
    try {
      const first = await page();
      other.emulator.serverOptions.withoutQueryString = true;
      const second = await page(first.pageInfo.endCursor);
      expect(second.nodes).toHaveLength(2);
      // Another gateway does not know yet that there is no index.
      const begun = await page();
      const restarted = await startJourney();
      try {
        const { data } = await restarted.query<{ mailbox: { messages: { nodes: readonly { id: string }[] } } }>(query, {
          address,
          after: begun.pageInfo.endCursor,
        });
        expect(data.mailbox.messages.nodes).toEqual(second.nodes);
      } finally {
        await restarted.close();
      }
      expect(new Set([...first.nodes, ...second.nodes].map(({ id }) => id)).size).toBe(4);
    } finally {
      await other.close();
    }
  });

  it('is refused when it says nothing', async () => {
    const answer = await journey.query(listed, { address, search: '  ' });
    expect(answer).toMatchObject({
      data: { mailbox: null },
      errors: [{ path: ['mailbox', 'messages'], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('a message that was just delivered', () => {
  it('is found by everything that is on it', async () => {
    journey.emulator.deliver(address, 'inbox', {
      element: message(
        {
          't:ItemClass': 'IPM.Note',
          't:Subject': 'Übergröße 😀 "quoted" & <tagged>',
          't:Body': 'x',
          't:DateTimeReceived': '2026-03-18T09:30:00Z',
        },
        [mailboxElement('t:From', 'Zoë', 'zoe@example.test')],
      ),
      attachments: [],
    });
    for (const filter of [
      { subject: { contains: 'übergröße 😀' } },
      { subject: { equals: 'Übergröße 😀 "quoted" & <tagged>' } },
      { from: { equals: 'zoë' } },
      { from: { startsWith: 'zoe@' } },
    ]) {
      expect((await nodes({ filter })).map(({ subject }) => subject)).toEqual(['Übergröße 😀 "quoted" & <tagged>']);
    }
  });
});
