import { describe, expect, it } from 'vitest';
import { mailboxAddress } from '../../src/ews/properties/id.ts';
import {
  connectionOf,
  cursorCodec,
  pageOf,
  sliceConnection,
  type ListIdentity,
  type PageArguments,
} from '../../src/graphql/connection.ts';
import { createSealer } from '../../src/sealer.ts';

const sealer = createSealer(new Uint8Array(32).fill(1));
const inbox: ListIdentity = {
  mailbox: mailboxAddress('ann@x.test'),
  list: { in: 'inbox', filter: { isRead: false, subject: undefined } },
};
const cursors = cursorCodec<number>(sealer, inbox);

const refused = { extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) as unknown };
const page = (args: PageArguments) => pageOf(args, cursors);

describe('cursors', () => {
  it('lead back to their place', () => {
    expect(cursors.read('after', cursors.write(7))).toBe(7);
  });

  it('are the same list however its description was written', () => {
    const same = cursorCodec<number>(sealer, {
      mailbox: inbox.mailbox,
      list: { filter: { subject: null, isRead: false }, in: 'inbox' },
    });
    expect(same.read('after', cursors.write(7))).toBe(7);
  });

  it.each<[string, ListIdentity]>([
    ['another mailbox', { ...inbox, mailbox: mailboxAddress('bob@x.test') }],
    ['another filter', { ...inbox, list: { in: 'inbox', filter: { isRead: true } } }],
    ['another folder', { ...inbox, list: { in: 'drafts', filter: { isRead: false } } }],
  ])('of %s are refused', (_, other) => {
    expect(() => cursors.read('after', cursorCodec<number>(sealer, other).write(7))).toThrow(
      expect.objectContaining(refused),
    );
  });

  it.each(['', 'nonsense', 'MTIzNA'])('that nobody made are refused: %j', (text) => {
    expect(() => cursors.read('before', text)).toThrow(expect.objectContaining(refused));
  });

  it('are not made before somebody wants them', () => {
    let seals = 0;
    const seal = (purpose: string, value: string): string => {
      seals += 1;
      return sealer.seal(purpose, value);
    };
    const counted = cursorCodec<number>({ ...sealer, seal }, inbox);
    const { edges, pageInfo } = sliceConnection(['a', 'b', 'c'], pageOf({ first: 2 }, counted), counted);
    expect(seals).toBe(0);
    expect(edges.map(({ cursor }) => cursor())).toEqual([cursors.write(1), pageInfo.endCursor?.()]);
    expect(seals).toBe(3);
  });

  it('tell nothing', () => {
    expect(Buffer.from(cursors.write(7), 'base64url').toString('latin1')).not.toContain('7]');
  });
});

describe('paging arguments', () => {
  it('mean the first 50 when nothing is said', () => {
    expect(page({})).toEqual({ limit: 50, direction: 'forward', cursor: undefined });
    expect(page({ first: null, after: null, last: null, before: null })).toEqual({
      limit: 50,
      direction: 'forward',
      cursor: undefined,
    });
  });

  it('go forward with first and after, backward with last and before', () => {
    expect(page({ first: 1000, after: cursors.write(3) })).toEqual({ limit: 1000, direction: 'forward', cursor: 3 });
    expect(page({ last: 1, before: cursors.write(3) })).toEqual({ limit: 1, direction: 'backward', cursor: 3 });
    expect(page({ before: cursors.write(3) })).toEqual({ limit: 50, direction: 'backward', cursor: 3 });
  });

  it.each<PageArguments>([
    { first: 0 },
    { first: -1 },
    { first: 1001 },
    { last: 0 },
    { last: 1001 },
    { first: 1, last: 1 },
    { after: cursors.write(1), before: cursors.write(1) },
    { first: 1, before: cursors.write(1) },
    { last: 1, after: cursors.write(1) },
    { first: 1, after: 'nonsense' },
    { last: 1, before: '' },
  ])('are refused when they make no sense: %j', (args) => {
    expect(() => page(args)).toThrow(expect.objectContaining(refused));
  });
});

describe('a list that is held whole', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'];
  const slice = (args: PageArguments) => sliceConnection(nodes, page(args), cursors);
  const shown = (args: PageArguments): readonly string[] => slice(args).edges.map(({ node }) => node);

  it('is paged forward without gap or repetition', () => {
    const first = slice({ first: 2 });
    expect(first.edges.map(({ node }) => node)).toEqual(['a', 'b']);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = slice({ first: 3, after: first.pageInfo.endCursor?.() });
    expect(second.edges.map(({ node }) => node)).toEqual(['c', 'd', 'e']);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(second.totalCount).toBe(5);
  });

  it('is paged backward from its end', () => {
    const last = slice({ last: 2 });
    expect(last.edges.map(({ node }) => node)).toEqual(['d', 'e']);
    expect(shown({ last: 9, before: last.pageInfo.startCursor?.() })).toEqual(['a', 'b', 'c']);
  });

  it('may have become shorter than a cursor', () => {
    expect(shown({ first: 2, after: cursors.write(99) })).toEqual([]);
    expect(shown({ last: 2, before: cursors.write(99) })).toEqual(['d', 'e']);
  });
});

describe('connectionOf', () => {
  it('has no cursors on an empty page', () => {
    expect(connectionOf([], { hasNext: false, hasPrevious: true, total: 3 }).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: undefined,
      endCursor: undefined,
    });
  });
});
