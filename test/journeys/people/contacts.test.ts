import { describe, expect, it } from 'vitest';
import { node } from '../../../src/emulator/xml/xml.ts';
import { journeyOfTest, problemsOf, sealedId } from '../journey-of-test.ts';
import { startPermitted } from '../permission-samples.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';

const alice = 'alice@example.test';

interface Listed {
  readonly mailbox: {
    readonly contacts: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly {
        readonly id: string;
        readonly displayName: string;
        readonly emails?: readonly { readonly label: string; readonly address: string }[];
      }[];
    };
  };
}

const list = (
  journey: Pick<Journey, 'query'>,
  args: Readonly<Record<string, unknown>> = {},
  selection = 'id displayName',
): Promise<Answer<Listed>> =>
  journey.query<Listed>(
    `query ($filter: ContactFilter, $first: Int, $after: String) { mailbox(address: "${alice}") {
      contacts(filter: $filter, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { ${selection} } } } }`,
    args,
  );

const contactsIn = ({ data }: Answer<Listed>) => data.mailbox.contacts;
const namesIn = (answer: Answer<Listed>): readonly string[] => contactsIn(answer).nodes.map((one) => one.displayName);

const card = (displayName: string) => ({
  element: node('t:Contact', [node('t:ItemClass', 'IPM.Contact'), node('t:DisplayName', displayName)]),
  attachments: [],
});

describe('the contacts of a mailbox', () => {
  it('are those of every contact folder by name, without lists of people and deleted ones, in one look', async () => {
    const journey = await journeyOfTest();
    journey.emulator.deliver(alice, 'deleteditems', card('Aaron Deleted'));
    const answer = await list(journey);
    expect(answer.errors).toBeUndefined();
    const names = namesIn(answer);
    expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(names).toEqual(expect.arrayContaining(['Bob Okafor', 'Ruth Smith', 'Carol Núñez']));
    expect(names).not.toContain('Suppliers');
    expect(names).not.toContain('Aaron Deleted');
    expect(contactsIn(answer)).toMatchObject({ totalCount: names.length, pageInfo: { hasNextPage: false } });
    expect(operationsOf(answer)).toEqual(['FindFolder', 'FindItem']);
    // Which folders there are is known by now.
    expect(operationsOf(await list(journey, {}, 'displayName emails { address } notes'))).toEqual([
      'FindItem',
      'GetItem',
    ]);
    expect(operationsOf(await list(journey))).toEqual(['FindItem']);
  });

  it('go with the folder that is deleted with them', async () => {
    const journey = await journeyOfTest();
    expect(namesIn(await list(journey, { filter: { text: 'Ruth' } }))).toEqual(['Ruth Smith']);
    const deleted = await journey.query(
      `mutation { deleteFolder(input: { mailbox: "${alice}", folder: { path: "/Contacts/Family" } }) { userErrors { code } } }`,
    );
    expect(deleted.data).toEqual({ deleteFolder: { userErrors: [] } });
    expect(namesIn(await list(journey, { filter: { text: 'Ruth' } }))).toEqual([]);
  });

  it.each([1, 4])('come whole in pages of %i, in the order of the whole list', async (first) => {
    const journey = await journeyOfTest();
    const whole = contactsIn(await list(journey));
    const pages: string[] = [];
    let after: string | null = null;
    do {
      const answer: Answer<Listed> = await list(journey, { first, after });
      expect(contactsIn(answer).totalCount).toBe(whole.totalCount);
      expect(operationsOf(answer).filter((operation) => operation === 'FindItem').length).toBeLessThanOrEqual(2);
      pages.push(...contactsIn(answer).nodes.map(({ id }) => id));
      const { hasNextPage, endCursor } = contactsIn(answer).pageInfo;
      after = hasNextPage ? endCursor : null;
    } while (after !== null);
    expect(pages).toEqual(whole.nodes.map(({ id }) => id));
  });

  it('repeat and drop nothing when one is added before the place where a page ended', async () => {
    const journey = await journeyOfTest();
    const whole = namesIn(await list(journey));
    const first = await list(journey, { first: 5 });
    journey.emulator.deliver(alice, 'contacts', card('Aaron New'));
    const rest = await list(journey, { after: contactsIn(first).pageInfo.endCursor });
    expect([...namesIn(first), ...namesIn(rest)]).toEqual(whole);
  });

  it.each([
    ['a part of a name', { text: 'okaf' }, ['Bob Okafor']],
    ['words in any order', { text: 'moreau  INES' }, ['Ines Luísa Moreau']],
    ['a nickname', { text: 'mum' }, ['Ruth Smith']],
    ['the company, beside a name', { text: 'acme tomás' }, ['Tomás Ferreira']],
    ['a part of any address', { text: 'home.example.org' }, ['Ines Luísa Moreau']],
    ['an address', { email: 'Purchasing@Acme.example.com' }, ['Ines Luísa Moreau']],
    ['no part of an address', { email: 'asing@acme.example.com' }, []],
    ['both of two conditions', { text: 'acme', email: 'tomas.ferreira@acme.example.com' }, ['Tomás Ferreira']],
    ['none of them', { text: 'acme okafor' }, []],
  ])('are found by %s', async (_, filter, expected) => {
    const answer = await list(await journeyOfTest(), { filter });
    expect(answer.errors).toBeUndefined();
    expect(namesIn(answer)).toEqual(expected);
    expect(contactsIn(answer).totalCount).toBe(expected.length);
  });

  it.each([
    [{ filter: { text: '  ' } }, 'filter.text must hold a part of a name; leave it out for all contacts'],
    [{ filter: { text: 'a b c d e f g h i' } }, 'filter.text may have 8 words at most'],
    [{ filter: { text: 'x'.repeat(256) } }, 'filter.text may have 255 characters at most'],
    [{ first: 0 }, 'first must be from 1 to 1000'],
  ])('are not looked for by %j', async (args, message) => {
    const journey = await journeyOfTest();
    const answer = await list(journey, args);
    expect(problemsOf(answer)).toMatchObject([{ message, code: 'BAD_USER_INPUT' }]);
    expect(journey.emulator.requests).toEqual([]);
  });

  it('have cursors that no other list takes', async () => {
    const journey = await journeyOfTest();
    const { endCursor } = contactsIn(await list(journey, { first: 2 })).pageInfo;
    const other = await list(journey, { after: endCursor, filter: { text: 'a' } });
    expect(problemsOf(other)).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('are shown to nobody without READ_CONTACTS, and not looked for either', async () => {
    const journey = await startPermitted();
    try {
      journey.permit('READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR', 'WRITE_CONTACTS');
      const answer = await list(journey);
      expect(problemsOf(answer)).toMatchObject([{ code: 'FORBIDDEN', path: ['mailbox', 'contacts'] }]);
      expect(journey.emulator.requests).toEqual([]);
    } finally {
      await journey.close();
    }
  });

  it('keep what the list told when one of them is gone before it is read whole', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorItemNotFound',
      operation: 'GetItem',
      stopsBatch: false,
    });
    const answer = await list(journey, { first: 2 }, 'id displayName emails { address }');
    expect(contactsIn(answer).nodes).toHaveLength(2);
    expect(contactsIn(answer).nodes[0]?.emails).toEqual([]);
    expect(problemsOf(answer)).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('are nodes of their own', async () => {
    const journey = await journeyOfTest();
    const id = sealedId('Item', alice, journey.emulator.deliver(alice, 'contacts', card('Zed')));
    const found = contactsIn(await list(journey, { filter: { text: 'Zed' } }));
    expect(found.nodes).toEqual([{ id, displayName: 'Zed' }]);
  });
});
