import { describe, expect, it } from 'vitest';
import type { ConversationPlace } from '../../../src/mailbox/conversations/conversation-page.ts';
import {
  anyMessage,
  conversationsByGrouping,
  type MessageCondition,
} from '../../../src/mailbox/conversations/conversations-by-grouping.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { listServer, type StoredMail } from '../list-server.ts';

/** Messages of these conversations, the first the newest, a minute apart. */
const mails = (conversations: readonly string[]): StoredMail[] =>
  conversations.map((conversationId, index) => ({
    id: `mail ${index}`,
    subject: conversationId,
    receivedMs: Date.UTC(2026, 2, 1) - index * 60_000,
    conversationId,
  }));

/** What each page showed, and how often the server was asked for it. */
const walk = async (
  stored: StoredMail[],
  limit: number,
  condition: MessageCondition = anyMessage,
): Promise<
  readonly { readonly shown: readonly string[]; readonly calls: number; readonly total: number | undefined }[]
> => {
  const { find, calls, targets } = listServer({ inbox: stored });
  const mailbox = { find, may: () => true } as unknown as OpenedMailbox;
  const [folder] = targets;
  if (folder === undefined) throw new Error('the server has no folder');
  const pages = [];
  let after: ConversationPlace | undefined;
  do {
    const before = calls.length;
    const page = await conversationsByGrouping(mailbox, folder, { limit, after }, condition);
    const shown = page.rows.map(({ reference }) => reference.id);
    pages.push({ shown, calls: calls.length - before, total: page.total });
    after = page.next;
  } while (after !== undefined && pages.length < 50);
  return pages;
};

describe('conversations made of messages', () => {
  it('are told in one call, each once, in the order of their newest message', async () => {
    const stored = mails(['a', 'b', 'a', 'c', 'b', 'd']);
    expect(await walk(stored, 10)).toEqual([{ shown: ['a', 'b', 'c', 'd'], calls: 1, total: 4 }]);
    expect(await walk(stored, 3)).toEqual([
      { shown: ['a', 'b', 'c'], calls: 1, total: undefined },
      { shown: ['d'], calls: 1, total: 4 },
    ]);
  });

  it('are counted, and end, where a page is just full', async () => {
    expect(await walk(mails(['a', 'b', 'a']), 2)).toEqual([{ shown: ['a', 'b'], calls: 1, total: 2 }]);
  });

  it('are found behind thousands of messages of one of them, in pages that look only so far', async () => {
    const pages = await walk(mails([...Array.from({ length: 9_000 }, () => 'a'), 'b']), 5);
    expect(pages.flatMap(({ shown }) => shown)).toEqual(['a', 'b']);
    expect(pages.length).toBeLessThan(5);
    expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(6);
    expect(pages.map(({ total }) => total)).toEqual([...pages.slice(1).map(() => undefined), 2]);
  });

  it('are found behind thousands of one second', async () => {
    const second = Array.from({ length: 6_000 }, (_, index) => ({
      id: `mail ${index}`,
      subject: '',
      receivedMs: Date.UTC(2026, 2, 1),
      conversationId: 'a',
    }));
    const older = { id: 'older', subject: '', receivedMs: Date.UTC(2026, 1, 1), conversationId: 'b' };
    expect((await walk([...second, older], 5)).flatMap(({ shown }) => shown)).toEqual(['a', 'b']);
  });

  it('are given up page by page where hardly a message meets the condition', async () => {
    const stored = mails(Array.from({ length: 9_000 }, (_, index) => `c${index}`));
    const matches: MessageCondition['matches'] = ({ item }) => item.properties.subject === 'c8999';
    const pages = await walk(stored, 5, { restriction: undefined, matches, wanted: [] });
    expect(pages.flatMap(({ shown }) => shown)).toEqual(['c8999']);
    expect(Math.max(...pages.map(({ calls }) => calls))).toBeLessThanOrEqual(6);
  });

  it('leave out messages of which the server tells no conversation', async () => {
    const stored = mails(['a', 'b']).map(({ conversationId, ...mail }, index) =>
      index === 0 ? mail : { ...mail, conversationId: conversationId ?? '' },
    );
    expect((await walk(stored, 5)).flatMap(({ shown }) => shown)).toEqual(['b']);
  });

  it('come once however long the walk, as far as it remembers, with cursors that stop growing', async () => {
    const stored = mails(Array.from({ length: 2_500 }, (_, index) => `c${index % 1_250}`));
    const { find, targets } = listServer({ inbox: stored });
    const mailbox = { find, may: () => true } as unknown as OpenedMailbox;
    const [folder] = targets;
    if (folder === undefined) throw new Error('the server has no folder');
    const lengths: number[] = [];
    let after: ConversationPlace | undefined;
    for (let page = 0; page < 12; page += 1) {
      const found = await conversationsByGrouping(mailbox, folder, { limit: 100, after }, anyMessage);
      after = found.next;
      lengths.push(after?.shown.length ?? 0);
    }
    expect(Math.max(...lengths)).toBe(8_000);
  });
});
