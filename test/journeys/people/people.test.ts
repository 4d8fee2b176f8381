import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, startJourney, type Journey } from '../start.ts';
import { accessOf, address, callerNamed } from '../../access.ts';

interface Entry {
  readonly __typename: string;
  readonly name: string;
  readonly address: string;
  readonly [field: string]: unknown;
}

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const everything = `__typename name address
  ... on Person { givenName surname jobTitle department mailbox { address kind } }
  ... on Group { isPrivate } ... on Room { capacity }`;

const resolve = (query: string, more = '') =>
  journey.query<{ resolveNames: readonly Entry[] }>(
    `query ($q: String!) { resolveNames(query: $q ${more}) { ${everything} } }`,
    { q: query },
  );

describe('looking people up', () => {
  it('tells persons, groups and rooms apart', async () => {
    const [carol, team, room] = await Promise.all([resolve('Núñez'), resolve('team'), resolve('room-1')]);

    expect(carol?.data.resolveNames).toEqual([
      {
        __typename: 'Person',
        name: 'Carol Núñez',
        address: 'carol@example.test',
        givenName: 'Carol',
        surname: 'Núñez',
        // The directory does not tell what she does; the contact that alice keeps of her does.
        jobTitle: 'Finance and people',
        department: null,
        mailbox: { address: 'carol@example.test', kind: 'USER' },
      },
    ]);
    expect(team?.data.resolveNames).toMatchObject([
      { __typename: 'Group', address: 'team@example.test', isPrivate: false },
    ]);
    expect(room?.data.resolveNames).toMatchObject([
      { __typename: 'Room', address: 'room-1@example.test', capacity: null },
    ]);
  });

  it('finds nobody without an error', async () => {
    const answer = await resolve('nobody of this name');
    expect(answer.errors).toBeUndefined();
    expect(answer.data.resolveNames).toEqual([]);
  });

  it('finds contacts of the mailbox that it looks as, whose mailbox is nowhere to be opened', async () => {
    const { data, errors } = await resolve('Tomás', ', in: "alice@example.test"');
    expect(errors).toBeUndefined();
    expect(data.resolveNames).toMatchObject([
      {
        __typename: 'Person',
        address: 'tomas.ferreira@acme.example.com',
        givenName: 'Tomás',
        surname: 'Ferreira',
        mailbox: null,
      },
    ]);
  });

  it('keeps to the number asked for', async () => {
    const all = await resolve('example.test');
    const everybody = await resolve('a');
    expect(everybody.data.resolveNames.length).toBeGreaterThan(1);
    expect((await resolve('a', ', limit: 1')).data.resolveNames).toEqual(everybody.data.resolveNames.slice(0, 1));
    expect(all.errors).toBeUndefined();
  });

  it.each([
    ['a', ', limit: 0', 'limit must be from 1 to 100'],
    ['a', ', limit: 101', 'limit must be from 1 to 100'],
    ['  ', '', 'query must hold a part of a name'],
  ])('refuses query "%s"%s', async (query, more, expected) => {
    const answer = await resolve(query, more);
    expect(answer.errors?.[0]).toMatchObject({ message: expected, extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('looks as no mailbox that may not be opened', async () => {
    const answer = await resolve('a', ', in: "vault@example.test"');
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });
});

describe('whom look-ups run as', () => {
  const stranger = (mailbox: string | undefined) =>
    accessOf(callerNamed('service', { mailbox: mailbox === undefined ? undefined : address(mailbox) }));

  it('is DIRECTORY_MAILBOX, whose contacts are not told', async () => {
    const own = await startJourney({
      access: stranger(undefined),
      config: { directoryMailbox: address('alice@example.test') },
    });
    try {
      const answer = await own.query<{ a: readonly Entry[]; b: readonly Entry[] }>(
        '{ a: resolveNames(query: "Carol") { address } b: resolveNames(query: "Tomás") { address } }',
      );
      expect(answer.data).toEqual({ a: [{ address: 'carol@example.test' }], b: [] });
      expect(own.emulator.requests.map(({ mailbox }) => mailbox)).toEqual(['alice@example.test', 'alice@example.test']);
    } finally {
      await own.close();
    }
  });

  it('is the caller’s own mailbox, with its contacts, where there is no DIRECTORY_MAILBOX', async () => {
    const own = await startJourney({ access: stranger('alice@example.test') });
    try {
      const answer = await own.query('{ resolveNames(query: "Tomás") { address } }');
      expect(answer.data).toEqual({ resolveNames: [{ address: 'tomas.ferreira@acme.example.com' }] });
    } finally {
      await own.close();
    }
  });

  it('must be said by callers who have neither', async () => {
    const own = await startJourney({ access: stranger(undefined) });
    try {
      const answer = await own.query('{ resolveNames(query: "Carol") { address } }');
      expect(answer.errors?.[0]?.message).toContain('`in`');
      expect(own.emulator.requests).toHaveLength(0);
    } finally {
      await own.close();
    }
  });
});

describe('people on mail', () => {
  it('are looked up once each, however often they wrote', async () => {
    const answer = await journey.query<{
      mailbox: { messages: { nodes: readonly { from: { address: string; entry: Entry | null } }[] } };
    }>(
      `{ mailbox(address: "alice@example.test") { messages(in: [{ role: INBOX }], first: 10, filter: { from: { contains: "@example.test" } }) {
        nodes { from { address entry { ${everything} } } } } } }`,
    );
    const senders = answer.data.mailbox.messages.nodes.map(({ from }) => from);

    expect(answer.errors).toBeUndefined();
    expect(senders.length).toBe(10);
    for (const { address, entry } of senders) expect(entry).toMatchObject({ __typename: 'Person', address });
    expect(operationsOf(answer).filter((operation) => operation === 'ResolveNames')).toHaveLength(
      new Set(senders.map(({ address }) => address)).size,
    );
  });

  it('whom nobody knows have no entry', async () => {
    const answer = await journey.query<{
      mailbox: { messages: { nodes: readonly { from: { entry: Entry | null } }[] } };
    }>(
      `{ mailbox(address: "alice@example.test") { messages(first: 1, filter: { subject: { startsWith: "The Weekly Sketch" } }) {
        nodes { from { address entry { name } } } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.mailbox.messages.nodes[0]?.from.entry).toBeNull();
  });
});
