import { describe, expect, it } from 'vitest';
import { journeyOfTest } from './journey-of-test.ts';
import { archive, book, send } from './operations.ts';
import { operationsOf, type Answer } from './start.ts';

const alice = 'alice@example.test';

interface Sent {
  readonly sendMessage: {
    readonly submission: { readonly status: string; readonly internetMessageId: string };
    readonly message: { readonly id: string; readonly internetMessageId: string };
    readonly userErrors: readonly unknown[];
  };
}

interface Archived {
  readonly moveMessages: {
    readonly succeeded: number;
    readonly failed: number;
    readonly results: readonly {
      readonly id: string;
      readonly message: { readonly id: string; readonly folder: { readonly path: string } } | null;
      readonly error: unknown;
    }[];
  };
}

const input = {
  mailbox: alice,
  message: { to: [{ address: 'bob@example.test' }], subject: 'Target', body: { text: 'Round trips are counted.' } },
};

describe('a service that sends', () => {
  it('costs a look for its key, the send and a look at the copy, and only the look when it is repeated', async () => {
    const journey = await journeyOfTest();
    const first = await journey.query<Sent>(send, { input: { ...input, idempotencyKey: 'target-1' } });
    expect(first.errors).toBeUndefined();
    expect(operationsOf(first)).toEqual(['FindItem', 'CreateItem', 'FindItem']);
    const { submission, message, userErrors } = first.data.sendMessage;
    expect([submission.status, userErrors]).toEqual(['SENT', []]);
    expect(message.internetMessageId).toBe(submission.internetMessageId);

    const again = await journey.query<Sent>(send, { input: { ...input, idempotencyKey: 'target-1' } });
    expect(again.data.sendMessage.submission).toEqual({ ...submission, status: 'REPLAYED' });
    expect(operationsOf(again)).not.toContain('CreateItem');
  });

  it('costs one request without a key, when nobody asks for the copy', async () => {
    const journey = await journeyOfTest();
    const document =
      'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { submission { status } userErrors { code } } }';
    const answer = await journey.query<Sent>(document, { input });
    expect(answer.data.sendMessage).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    expect(operationsOf(answer)).toEqual(['CreateItem']);
  });
});

describe('booking a meeting', () => {
  it('costs a look for its key, the booking and a look at it, and never invites twice', async () => {
    const journey = await journeyOfTest();
    const booked = await journey.query(book, { address: alice });
    expect(booked.data).toEqual({
      createEvent: {
        event: {
          id: expect.stringMatching(/./) as string,
          iCalUid: expect.stringMatching(/./) as string,
          recurrence: { summary: 'Every week on Tuesday, 6 times' },
        },
        userErrors: [],
      },
    });
    expect(operationsOf(booked)).toEqual(['FindItem', 'CreateItem', 'GetItem']);
    const again = await journey.query(book, { address: alice });
    expect(again.data).toEqual(booked.data);
    expect(operationsOf(again)).not.toContain('CreateItem');
    expect(journey.emulator.outbox).toHaveLength(1);
  });
});

describe('putting messages away', () => {
  it('costs the folder list when that is a minute old, the move and one look at all of them, however many there are', async () => {
    const journey = await journeyOfTest();
    const folders = `mutation ($name: String!, $parent: FolderRef!) {
      createFolder(input: { mailbox: "${alice}", parent: $parent, name: $name, ifExists: RETURN_EXISTING }) { userErrors { code } }
    }`;
    await journey.query(folders, { parent: { role: 'ROOT' }, name: 'Archive' });
    await journey.query(folders, { parent: { path: '/Archive' }, name: '2026' });
    const listed = await journey.query<{
      readonly mailbox: {
        readonly inbox: { readonly messages: { readonly nodes: readonly { readonly id: string }[] } };
      };
    }>(`{ mailbox(address: "${alice}") { inbox { messages(first: 60) { nodes { id } } } } }`);
    const ids = listed.data.mailbox.inbox.messages.nodes.map(({ id }) => id);

    const put = (some: readonly string[]): Promise<Answer<Archived>> =>
      journey.query<Archived>(archive, { address: alice, ids: some });
    journey.clock.advance(61_000);
    const cold = await put(ids.slice(0, 10));
    expect(operationsOf(cold)).toEqual(['FindFolder', 'MoveItem', 'GetItem']);
    const warm = await put(ids.slice(10));
    expect(operationsOf(warm)).toEqual(['MoveItem', 'GetItem']);
    const { succeeded, failed, results } = warm.data.moveMessages;
    expect([succeeded, failed]).toEqual([50, 0]);
    expect(results.map(({ id }) => id)).toEqual(ids.slice(10));
    for (const { id, message, error } of results) {
      expect(error).toBeNull();
      expect(message?.folder.path).toBe('/Archive/2026');
      expect(message?.id).not.toBe(id);
    }
  });
});
