import { afterAll, describe, expect, it } from 'vitest';

import { startJourney } from './start.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';

const journey = await startJourney();
afterAll(() => journey.close());

describe('the list of mailboxes', () => {
  it('holds what may be opened, by address, page by page', async () => {
    interface Listed {
      readonly mailboxes: {
        readonly totalCount: number;
        readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
        readonly nodes: readonly { readonly address: string; readonly displayName: string; readonly kind: string }[];
      };
    }
    const document =
      'query ($first: Int, $after: String, $filter: MailboxFilter) { mailboxes(first: $first, after: $after, filter: $filter) { totalCount pageInfo { endCursor hasNextPage } nodes { address displayName kind } } }';
    const { mailboxes } = (await journey.query<Listed>(document)).data;
    const addresses = mailboxes.nodes.map((node) => node.address);
    expect(addresses).toEqual(
      expect.arrayContaining(['alice@example.test', 'bob@example.test', 'room-1@example.test', 'team@example.test']),
    );
    expect(addresses).not.toContain('vault@example.test');
    expect(addresses).toEqual(addresses.toSorted());
    expect(mailboxes.totalCount).toBe(addresses.length);
    const first = (await journey.query<Listed>(document, { first: 3 })).data.mailboxes;
    const second = (await journey.query<Listed>(document, { first: 100, after: first.pageInfo.endCursor })).data
      .mailboxes;
    expect([...first.nodes, ...second.nodes]).toEqual(mailboxes.nodes);
    const rooms = (await journey.query<Listed>(document, { filter: { kind: 'ROOM', addressContains: 'ROOM-' } })).data
      .mailboxes;
    expect(rooms.nodes.map(({ address: room }) => room)).toEqual(['room-1@example.test', 'room-2@example.test']);
  });

  it('tells the other addresses of users, rooms and groups', async () => {
    const { data, errors } = await journey.query<{
      readonly mailboxes: {
        readonly nodes: readonly { readonly address: string; readonly aliases: readonly string[] }[];
      };
    }>('{ mailboxes { nodes { address aliases } } }');
    expect(errors).toBeUndefined();
    const aliases = new Map(data.mailboxes.nodes.map((node) => [node.address, node.aliases]));
    expect(aliases.get('alice@example.test')).toContain('alice.smith@example.test');
    expect(aliases.get('room-1@example.test')).toEqual(['lighthouse@example.test']);
    expect(aliases.get('team@example.test')).toEqual([]);
  });

  it('stays closed to a caller whose policy says no, whatever the role may do', async () => {
    const strict = await startJourney({
      access: accessOf(
        callerNamed('ann'),
        rulesOf(['READ_MESSAGES'], (mailbox) => mailbox !== 'bob@example.test'),
      ),
    });
    try {
      const answer = await strict.query(
        'query { bob: mailbox(address: "bob@example.test") { id } alias: mailbox(address: "bob.okafor@example.test") { id } mailboxes { nodes { address } } }',
      );
      expect(answer.data).toMatchObject({ bob: null, alias: null });
      expect(JSON.stringify((answer.data as { readonly mailboxes: unknown }).mailboxes)).not.toContain('bob@');
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    } finally {
      await strict.close();
    }
  });
});
