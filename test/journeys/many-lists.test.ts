import { afterAll, describe, expect, it } from 'vitest';
import { operationsOf, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly subject: string | null; readonly preview: string | null }[];
}

const list = 'messages(first: 3) { totalCount nodes { subject preview(length: 40) } }';

describe('many lists of one query', () => {
  it('share one FindItem with several parents and one GetItem, and show what each shows alone', async () => {
    const { data, errors, extensions } = await journey.query<{
      readonly mailbox: { readonly folders: readonly { readonly path: string; readonly messages: List }[] };
    }>(`{ mailbox(address: "alice@example.test") { folders { path ${list} } } }`);

    expect(errors).toBeUndefined();
    expect(extensions?.upstream?.calls.map(({ operation }) => operation).toSorted()).toEqual([
      'FindFolder',
      'FindItem',
      // The roles of the folders, in a mailbox that was never seen.
      'GetFolder',
      'GetItem',
    ]);
    const { folders } = data.mailbox;
    expect(folders.length).toBeGreaterThan(15);
    for (const { path, messages } of folders.filter(({ messages: { totalCount } }) => totalCount > 0).slice(0, 6)) {
      const alone = await journey.query<{ readonly mailbox: { readonly folder: { readonly messages: List } } }>(
        `query ($path: String!) { mailbox(address: "alice@example.test") { folder(where: { path: $path }) { ${list} } } }`,
        { path },
      );
      expect(messages, path).toEqual(alone.data.mailbox.folder.messages);
    }
  });

  it('of one folder under two names are asked for once, with what both select', async () => {
    const answer = await journey.query<{
      readonly mailbox: {
        readonly inbox: { readonly x: List; readonly y: { readonly nodes: readonly { readonly isRead: boolean }[] } };
      };
    }>(
      '{ mailbox(address: "alice@example.test") { inbox { x: messages(first: 3) { totalCount nodes { subject preview(length: 40) } } y: messages(first: 3) { nodes { isRead preview(length: 9) } } } } }',
    );
    expect(operationsOf(answer)).toEqual(['FindItem', 'GetItem']);
    expect(answer.data.mailbox.inbox.x.nodes).toHaveLength(3);
    expect(answer.data.mailbox.inbox.y.nodes).toHaveLength(3);
  });

  it('that differ in more than the folder are asked for apart', async () => {
    const answer = await journey.query<{
      readonly mailbox: { readonly inbox: { readonly all: List; readonly unread: List } };
    }>(
      '{ mailbox(address: "alice@example.test") { inbox { all: messages(first: 3) { totalCount } unread: messages(first: 3, filter: { isRead: false }) { totalCount } } } }',
    );
    expect(operationsOf(answer)).toEqual(['FindItem', 'FindItem']);
    expect(answer.data.mailbox.inbox.all.totalCount).toBe(1200);
    expect(answer.data.mailbox.inbox.unread.totalCount).toBeLessThan(200);
  });
});
