import { afterAll, describe, expect, it } from 'vitest';
import { message } from '../emulator/elements.ts';
import { operationsOf, startJourney, type Answer, type Journey } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

const address = 'alice@example.test';

const pageOfInbox = `query Page($address: EmailAddress!, $in: [FolderRef!], $first: Int, $after: String, $last: Int, $before: String, $orderBy: [MessageOrder!], $filter: MessageFilter, $search: String) {
  mailbox(address: $address) {
    messages(in: $in, first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter, search: $search) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id subject receivedAt } }
    }
  }
}`;

interface Page {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly id: string; readonly subject: string; readonly receivedAt: string };
  }[];
}

const inbox = [{ role: 'INBOX' }];

const ask = (
  variables: Readonly<Record<string, unknown>>,
  from: Journey = journey,
): Promise<Answer<{ readonly mailbox: { readonly messages: Page } | null }>> =>
  from.query(pageOfInbox, { address, ...variables });

const page = async (variables: Readonly<Record<string, unknown>>, from: Journey = journey): Promise<Page> => {
  const answer = await ask(variables, from);
  expect(answer.errors).toBeUndefined();
  if (answer.data.mailbox === null) throw new Error('no mailbox');
  return answer.data.mailbox.messages;
};

/** Reads a list to its end; `between` happens after each page. */
const readAll = async (
  variables: Readonly<Record<string, unknown>>,
  from: Journey = journey,
  between: (pages: number) => void = () => undefined,
): Promise<readonly Page[]> => {
  const pages: Page[] = [];
  for (let after: string | null = null; ;) {
    const next: Page = await page({ ...variables, after }, from);
    pages.push(next);
    if (!next.pageInfo.hasNextPage) return pages;
    after = next.pageInfo.endCursor;
    between(pages.length);
  }
};

const idsOf = (pages: readonly Page[]): readonly string[] =>
  pages.flatMap(({ edges }) => edges.map(({ node }) => node.id));

const deliver = (to: Journey, subject: string, receivedAt: string, folder = 'inbox'): string =>
  to.emulator.deliver(address, folder, {
    element: message({
      't:ItemClass': 'IPM.Note',
      't:Subject': subject,
      't:Body': 'x',
      't:DateTimeReceived': receivedAt,
    }),
    attachments: [],
  });

describe('a list of messages', () => {
  it('is read past a thousand, each message once, newest first', async () => {
    const pages = await readAll({ in: inbox, first: 500 });
    expect(pages.map(({ edges }) => edges.length)).toEqual([500, 500, 200]);
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([1200, 1200, 1200]);
    expect(new Set(idsOf(pages)).size).toBe(1200);
    const times = pages.flatMap(({ edges }) => edges.map(({ node }) => node.receivedAt));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('is the same list from its end', async () => {
    const forward = idsOf(await readAll({ in: inbox, first: 400, filter: { hasAttachments: true } }));
    const backward: string[] = [];
    for (let before: string | null = null; ;) {
      const previous: Page = await page({ in: inbox, last: 7, before, filter: { hasAttachments: true } });
      backward.unshift(...previous.edges.map(({ node }) => node.id));
      if (!previous.pageInfo.hasPreviousPage) break;
      before = previous.pageInfo.startCursor;
    }
    expect(backward).toEqual(forward);
  });

  it('has fifty rows a page when nobody says how many, and tells where a page stands', async () => {
    const first = await page({ in: inbox });
    expect(first.edges).toHaveLength(50);
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[49]?.cursor,
    });
    const second = await page({ in: inbox, after: first.edges[9]?.cursor });
    expect(second.pageInfo.hasPreviousPage).toBe(true);
    expect(second.edges.slice(0, 40).map(({ node }) => node.id)).toEqual(
      first.edges.slice(10).map(({ node }) => node.id),
    );
  });

  it('of a whole mailbox is one call a page, and whole', async () => {
    const pages = await readAll({ first: 1000 });
    expect(idsOf(pages).length).toBe(pages[0]?.totalCount);
    expect(new Set(idsOf(pages)).size).toBe(pages[0]?.totalCount);
    const next = await ask({ first: 10, after: pages[0]?.edges[20]?.cursor });
    expect(operationsOf(next)).toEqual(['FindItem']);
  });
});

describe('mail that arrives between two pages', () => {
  it('repeats and drops nothing, and the count stays the whole count', async () => {
    const busy = await startJourney();
    try {
      const before = idsOf(await readAll({ in: inbox, first: 1000 }, busy));
      let second = 0;
      const pages = await readAll({ in: inbox, first: 250 }, busy, () => {
        for (let count = 0; count < 3; count += 1)
          deliver(busy, 'arrived', `2026-03-18T10:00:${String((second += 1)).padStart(2, '0')}Z`);
      });
      expect(idsOf(pages)).toEqual(before);
      expect(pages.map(({ totalCount }) => totalCount)).toEqual(pages.map(() => 1200));
      expect((await page({ in: inbox, first: 1 }, busy)).totalCount).toBe(1200 + second);
    } finally {
      await busy.close();
    }
  });

  it('with the time of the last row repeats and drops nothing either, to the fraction of a second that no page shows', async () => {
    const busy = await startJourney();
    try {
      const twins = ['.900', '.500', '.500', '.500', '.100', ''].map((fraction, index) =>
        deliver(busy, `twin ${index}`, `2026-03-18T11:00:00${fraction}Z`),
      );
      expect(twins).toHaveLength(6);
      const filter = { subject: { startsWith: 'twin' } };
      const all = idsOf(await readAll({ filter, first: 100 }, busy));
      expect(all).toHaveLength(6);
      for (const first of [1, 2, 4]) expect(idsOf(await readAll({ filter, first }, busy))).toEqual(all);
      const pages = await readAll(
        { filter, first: 2 },
        busy,
        (count) => void deliver(busy, `twin of page ${count}`, '2026-03-18T11:00:00.700Z'),
      );
      expect(all.filter((id) => !idsOf(pages).includes(id))).toEqual([]);
      expect(new Set(idsOf(pages)).size).toBe(idsOf(pages).length);
    } finally {
      await busy.close();
    }
  });

  it('into several folders repeats and drops nothing', async () => {
    const busy = await startJourney();
    try {
      const folders = [{ role: 'INBOX' }, { role: 'SENT_ITEMS' }, { role: 'JUNK_EMAIL' }];
      const before = idsOf(await readAll({ in: folders, first: 1000 }, busy));
      const targets = ['inbox', 'sentitems', 'junkemail'];
      const pages = await readAll(
        { in: folders, first: 300 },
        busy,
        (count) => void deliver(busy, 'arrived', '2026-03-18T12:00:00Z', targets[count % 3]),
      );
      expect(idsOf(pages)).toEqual(before);
    } finally {
      await busy.close();
    }
  });
});

describe('other orders and searches', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['by subject', { orderBy: [{ field: 'SUBJECT', direction: 'ASC' }] }],
    ['by size, largest first', { orderBy: [{ field: 'SIZE', direction: 'DESC' }] }],
    [
      'by author, then time',
      {
        orderBy: [
          { field: 'FROM', direction: 'ASC' },
          { field: 'RECEIVED_AT', direction: 'DESC' },
        ],
      },
    ],
    ['by words', { search: 'kestrel' }],
  ])('%s are paged whole while nothing changes', async (_, variables) => {
    const whole = await page({ in: inbox, first: 1000, ...variables });
    const pages = await readAll({ in: inbox, first: 170, ...variables });
    expect(idsOf(pages).slice(0, 1000)).toEqual(whole.edges.map(({ node }) => node.id));
    expect(new Set(idsOf(pages)).size).toBe(whole.totalCount);
  });

  it('find their last row again when a few messages came before it', async () => {
    const busy = await startJourney();
    try {
      const variables = { in: inbox, first: 20, orderBy: [{ field: 'SUBJECT', direction: 'ASC' }] };
      const whole = idsOf([await page({ ...variables, first: 60 }, busy)]);
      const first = await page(variables, busy);
      for (const subject of ['!!! one', '!!! two']) deliver(busy, subject, '2026-03-18T12:00:00Z');
      const second = await page({ ...variables, after: first.pageInfo.endCursor }, busy);
      expect(idsOf([first, second])).toEqual(whole.slice(0, 40));
    } finally {
      await busy.close();
    }
  });
});

describe('arguments that make no sense', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no rows', { first: 0 }],
    ['a negative number', { first: -1 }],
    ['too many rows', { first: 1001 }],
    ['too many from the end', { last: 1001 }],
    ['both ends', { first: 1, last: 1 }],
    ['a made-up cursor', { first: 1, after: 'Y3Vyc29y' }],
    ['no folder', { in: [] }],
    ['a folder by nothing', { in: [{ role: null }] }],
    [
      'a filter that is too deep',
      {
        filter: {
          not: { not: { not: { not: { not: { not: { not: { not: { not: { not: { isRead: true } } } } } } } } } },
        },
      },
    ],
  ])('are refused: %s', async (_, variables) => {
    const answer = await ask(variables);
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', retryable: false }]);
  });

  it('are refused: a cursor of another list, folder or mailbox', async () => {
    const { pageInfo } = await page({ in: inbox, first: 1 });
    const after = pageInfo.endCursor;
    for (const variables of [
      { in: [{ role: 'SENT_ITEMS' }], after },
      { in: inbox, filter: { isRead: true }, after },
      { in: inbox, orderBy: [{ field: 'SENT_AT' }], after },
      { in: inbox, address: 'bob@example.test', after },
    ]) {
      expect((await ask(variables)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('name themselves', async () => {
    expect((await ask({ first: 5000 })).errors?.[0]).toMatchObject({
      message: 'first must be from 1 to 1000',
      path: ['mailbox', 'messages'],
    });
  });
});
