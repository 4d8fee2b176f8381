import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeedFolder, SeedItem, SeedOrganization } from '../../src/emulator/store/model.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { callCost } from '../../src/graphql/guards/cost.ts';
import { message, mailboxOnly } from '../emulator/elements.ts';
import { findingOrganization } from '../emulator/finding-organization.ts';
import { journeyOfTest, problemsOf } from './journey-of-test.ts';
import { operationsOf, startJourney, type Answer, type Journey } from './start.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

interface Found {
  readonly mailbox: {
    readonly messages: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly { readonly id: string; readonly from: { readonly address: string } }[];
    };
  };
}

/** The organisation to find things in, with an inbox of this many messages to alice, a minute apart. */
const crowdedOrganization = (count: number): SeedOrganization => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const items = Array.from({ length: count }, (_, index): SeedItem => {
    const receivedAt = new Date(start + index * 60_000).toISOString();
    const own = {
      't:ItemClass': 'IPM.Note',
      't:Subject': `Mail ${index}`,
      't:DateTimeReceived': receivedAt,
      't:DisplayTo': 'Alice Smith',
    };
    const recipients = node('t:ToRecipients', [mailboxOnly('Alice Smith', 'alice@example.test')]);
    return { element: message(own, [recipients]), attachments: [] };
  });
  const filled = (folder: SeedFolder): SeedFolder => ({
    ...folder,
    items: folder.distinguishedId === 'inbox' ? items : folder.items,
    children: folder.children.map(filled),
  });
  const organization = findingOrganization();
  return {
    ...organization,
    mailboxes: organization.mailboxes.map((mailbox) => ({ ...mailbox, root: () => filled(mailbox.root()) })),
  };
};

/** Everything that alice has from or to somebody whose name or address begins so; the mail server can only search inside their names. */
const find = (startsWith: string, first: number, after?: string): Promise<Answer<Found>> =>
  journey.query<Found>(
    `query ($startsWith: String!, $first: Int!, $after: String) { mailbox(address: "alice@example.test") {
      messages(filter: { participants: { startsWith: $startsWith } }, first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { id from { address } } } } }`,
    { startsWith, first, after },
  );

describe('a filter on recipients, which the gateway has to check itself', () => {
  it('finds what is rare in few calls, page by page as in one', async () => {
    const all = await find('tom', 1000);
    const expected = all.data.mailbox.messages.nodes.map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(3);

    const ids: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await find('tom', 2, after);
      expect(page.errors).toBeUndefined();
      expect(operationsOf(page).length).toBeLessThanOrEqual((page.extensions?.cost?.requested ?? 0) / callCost);
      const { nodes, pageInfo } = page.data.mailbox.messages;
      ids.push(...nodes.map(({ id }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor ?? undefined;
    }
    expect(ids).toEqual(expected);
  });

  it('that refuses everything says so after a bounded number of calls, which its cost has counted', async () => {
    const crowded = await journeyOfTest({ seed: crowdedOrganization(5_000) });
    // Stands inside alice's own name, which every message shows.
    const answer = await crowded.query(
      '{ mailbox(address: "alice@example.test") { inbox { messages(filter: { to: { startsWith: "lice" } }, first: 1) { totalCount } } } }',
    );
    expect(problemsOf(answer)).toEqual([
      {
        code: 'QUERY_TOO_EXPENSIVE',
        retryable: false,
        message: expect.stringMatching(/^The filter on recipients found nothing among \d{4} messages/) as string,
        path: ['mailbox', 'inbox', 'messages'],
      },
    ]);
    const calls = operationsOf(answer).length;
    expect(calls).toBeGreaterThan(5);
    expect(calls).toBeLessThanOrEqual((answer.extensions?.cost?.requested ?? 0) / callCost);
  });

  it('costs more than one that the mail server answers alone', async () => {
    const costOf = async (condition: string): Promise<number> => {
      const { extensions } = await journey.query(
        `{ mailbox(address: "alice@example.test") { inbox { messages(first: 1, filter: { and: [{ to: { ${condition} } }] }) { totalCount } } } }`,
      );
      return extensions?.cost?.requested ?? 0;
    };
    expect(await costOf('equals: "alice@example.test"')).toBeGreaterThan(await costOf('contains: "alice"'));
  });
});
