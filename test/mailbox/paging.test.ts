import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemProperties } from '../../src/ews/properties/item.ts';
import { pageByInstant } from '../../src/mailbox/page-by-instant.ts';
import { pageByOffset } from '../../src/mailbox/page-by-offset.ts';
import type { Cursor, FoundPage, ListQuery, PageRequest } from '../../src/mailbox/page.ts';
import { listServer, type StoredMail } from './list-server.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const mail = (id: string, receivedMs: number | undefined): StoredMail => ({ id, subject: `s${id}`, receivedMs });

/** Few distinct seconds and milliseconds, so that equal times and equal seconds are the rule. */
const someMails = fc.array(fc.option(fc.integer({ min: 0, max: 6_000 }), { nil: undefined, freq: 8 }), {
  maxLength: 40,
});
const stored = (prefix: string, times: readonly (number | undefined)[]): StoredMail[] =>
  times.map((at, index) => mail(`${prefix}${index}`, at === undefined ? undefined : noon + Math.floor(at / 250) * 250));

type Reader = (query: ListQuery) => Promise<FoundPage>;

/** Reads a list page by page to its end; `between` may change the mailbox after each page. */
const readAll = async (
  read: Reader,
  query: Omit<ListQuery, 'page'>,
  limit: number,
  direction: PageRequest['direction'],
  between: (page: number) => void = () => undefined,
): Promise<{ ids: string[]; pages: FoundPage[] }> => {
  const pages: FoundPage[] = [];
  let cursor: Cursor | undefined;
  for (;;) {
    const page = await read({ ...query, page: { limit, direction, cursor } });
    pages.push(page);
    const edge = direction === 'forward' ? page.rows.at(-1) : page.rows[0];
    const more = direction === 'forward' ? page.hasNext : page.hasPrevious;
    if (!more || edge === undefined || pages.length > 200) break;
    cursor = edge.cursor;
    between(pages.length);
  }
  const rows =
    direction === 'forward' ? pages.flatMap((page) => page.rows) : pages.toReversed().flatMap((page) => page.rows);
  return { ids: rows.map(({ item }) => item.id), pages };
};

const byReceived = (direction: 'ASC' | 'DESC') => [{ property: itemProperties.receivedAt, direction }];

describe('a list ordered by an instant', () => {
  it('is read whole, each row once and in order, forward and backward, whatever the page size and however many mails share a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        someMails,
        someMails,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('ASC' as const, 'DESC' as const),
        fc.constantFrom('forward' as const, 'backward' as const),
        async (a, b, limit, order, direction) => {
          const folders = { a: stored('a', a), b: stored('b', b) };
          const all = [...folders.a, ...folders.b];
          const { find, targets } = listServer(folders);
          const { ids, pages } = await readAll(
            (query) => pageByInstant(find, query),
            { folders: targets, wanted: [], order: byReceived(order) },
            limit,
            direction,
          );
          expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
          const seconds = ids.map((id) => Math.floor((all.find((one) => one.id === id)?.receivedMs ?? -1) / 1000));
          expect(seconds).toEqual(seconds.toSorted((x, y) => (order === 'ASC' ? x - y : y - x)));
          expect(pages.map(({ total }) => total)).toEqual(pages.map(() => all.length));
          expect(pages.slice(0, -1).every(({ rows }) => rows.length === limit)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('repeats and drops nothing of what was there when mail arrives between any two pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        someMails,
        fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 15 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('ASC' as const, 'DESC' as const),
        async (times, arrivals, limit, order) => {
          const folder = stored('m', times);
          const before = folder.map(({ id }) => id);
          const { find, targets } = listServer({ inbox: folder });
          const { ids } = await readAll(
            (query) => pageByInstant(find, query),
            { folders: targets, wanted: [], order: byReceived(order) },
            limit,
            'forward',
            (page) => {
              const at = arrivals[page - 1];
              if (at !== undefined) folder.push(mail(`new${page}`, noon + at));
            },
          );
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.filter((id) => !id.startsWith('new')).toSorted()).toEqual(before.toSorted());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps the whole count on every page', async () => {
    const folder = stored(
      'm',
      Array.from({ length: 120 }, (_, index) => index * 40),
    );
    const { find, targets } = listServer({ inbox: folder });
    const { pages } = await readAll(
      (query) => pageByInstant(find, query),
      { folders: targets, wanted: [], order: byReceived('DESC') },
      50,
      'forward',
    );
    expect(pages.map(({ total, rows }) => [total, rows.length])).toEqual([
      [120, 50],
      [120, 50],
      [120, 20],
    ]);
  });

  it('goes back from a page exactly to the page before it', async () => {
    const folder = Array.from({ length: 60 }, (_, index) => mail(`m${index}`, noon + index * 90));
    const { find, targets } = listServer({ inbox: folder });
    const query = { folders: targets, wanted: [], order: byReceived('DESC') };
    const first = await pageByInstant(find, { ...query, page: { limit: 10, direction: 'forward' } });
    const second = await pageByInstant(find, {
      ...query,
      page: { limit: 10, direction: 'forward', cursor: first.rows.at(-1)?.cursor },
    });
    const back = await pageByInstant(find, {
      ...query,
      page: { limit: 10, direction: 'backward', cursor: second.rows[0]?.cursor },
    });
    expect(back.rows.map(({ item }) => item.id)).toEqual(first.rows.map(({ item }) => item.id));
    expect(back.rows.map(({ cursor }) => cursor)).toEqual(first.rows.map(({ cursor }) => cursor));
    expect([back.hasPrevious, back.hasNext, back.total]).toEqual([false, true, 60]);
  });

  it('costs one FindItem for a page over many folders, and reads on where a server gives less than it was asked for', async () => {
    const folders = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`f${index}`, stored(`f${index}-`, [1, 500, 1_000, 3_000])]),
    );
    const many = listServer(folders);
    await pageByInstant(many.find, {
      folders: many.targets,
      wanted: [],
      order: byReceived('DESC'),
      page: { limit: 20, direction: 'forward' },
    });
    expect(many.calls).toHaveLength(1);
    const capped = listServer(
      {
        inbox: stored(
          'm',
          Array.from({ length: 25 }, (_, index) => index * 1_000),
        ),
      },
      10,
    );
    const page = await pageByInstant(capped.find, {
      folders: capped.targets,
      wanted: [],
      order: byReceived('DESC'),
      page: { limit: 25, direction: 'forward' },
    });
    expect(page.rows).toHaveLength(25);
    expect(capped.calls.map(({ view }) => (view.type === 'indexed' ? view.offset : -1))).toEqual([0, 10, 20]);
  });
});

describe('a list without an instant to go by', () => {
  const bySubject = [{ property: itemProperties.subject, direction: 'ASC' as const }];
  const named = (prefix: string, letters: string): StoredMail[] =>
    letters.split('').map((letter, index) => ({ id: `${prefix}${index}`, subject: letter, receivedMs: noon }));

  it('is read whole over several folders, each row once and in order, forward and backward', async () => {
    for (const direction of ['forward', 'backward'] as const) {
      const folders = { a: named('a', 'acegik'), b: named('b', 'bdfhjlmn'), c: named('c', '') };
      const { find, targets } = listServer(folders);
      const { ids, pages } = await readAll(
        (query) => pageByOffset(find, query),
        { folders: targets, wanted: [], order: bySubject },
        3,
        direction,
      );
      expect(ids).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'a4', 'b4', 'a5', 'b5', 'b6', 'b7']);
      expect(pages.every(({ total }) => total === 14)).toBe(true);
    }
  });

  it('is the same list from its end when many rows are equal, though the server does not turn them round', async () => {
    const { find, targets } = listServer({ inbox: named('m', 'aabbbbbbbbbbbbbbbcccccc') });
    const query = { folders: targets, wanted: [], order: bySubject };
    const read: Reader = (asked) => pageByOffset(find, asked);
    const forward = await readAll(read, query, 4, 'forward');
    expect((await readAll(read, query, 4, 'backward')).ids).toEqual(forward.ids);
  });

  it('finds its place again when a few rows arrive or go before it', async () => {
    const folder = named('m', 'bdfhjlnprt');
    const { find, targets } = listServer({ inbox: folder });
    const { ids } = await readAll(
      (query) => pageByOffset(find, query),
      { folders: targets, wanted: [], order: bySubject },
      4,
      'forward',
      (page) => {
        if (page === 1) folder.push({ id: 'early', subject: 'a', receivedMs: noon });
        if (page === 2) folder.splice(0, 2);
      },
    );
    expect(ids).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
  });
});
