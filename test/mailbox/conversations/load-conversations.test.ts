import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type { FindItemInput, FindItemPage } from '../../../src/ews/operations/find-item.ts';
import { folderId, itemId } from '../../../src/ews/properties/id.ts';
import type { Item } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { createFindInFolders } from '../../../src/mailbox/find-in-folders.ts';
import {
  loadConversationOf,
  type ConversationReference,
} from '../../../src/mailbox/conversations/load-conversations.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';

const { conversationKey, conversationTopic, isRead, toRecipients } = messageProperties;

const message = (id: string, conversationId: string, receivedAt: string): Item => ({
  type: 'Message',
  element: 'Message',
  id: itemId(id),
  changeKey: undefined,
  properties: { conversationId, receivedAt },
});

/** A mailbox with two mail folders and a calendar whose server answers every FindItem so, once for each folder. */
const mailboxWith = (
  answer: (input: FindItemInput) => readonly (readonly Item[])[],
): { readonly mailbox: OpenedMailbox; readonly finds: readonly FindItemInput[] } => {
  const finds: FindItemInput[] = [];
  const folders = [
    ['inbox', 'MAIL'],
    ['sent', 'MAIL'],
    ['calendar', 'CALENDAR'],
  ].map(([id = '', kind]) => ({ id: folderId(id), kind }));
  const session = {
    callEach: (_: unknown, input: FindItemInput) => {
      finds.push(input);
      try {
        return Promise.resolve(
          answer(input).map((items): FindItemPage => ({
            items,
            total: items.length,
            isLast: true,
            nextOffset: undefined,
          })),
        );
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error('no answer'));
      }
    },
  } as unknown as EwsSession;
  const mailbox = {
    folders: { known: () => Promise.resolve(folders) },
    find: createFindInFolders(session),
  } as unknown as OpenedMailbox;
  return { mailbox, finds };
};

const plans: ConversationReference = { id: 'c1', key: 'a2V5MQ==', topic: 'Plans' };
const other: ConversationReference = { id: 'c2', key: 'a2V5Mg==', topic: 'Plans' };
const refusal = new EwsError('response', 'FindItem: no', { responseCode: 'ErrorUnsupportedPathForQuery' });

describe('conversations', () => {
  it('asked for in one tick are one FindItem over the mail folders, for rows that FindItem returns', async () => {
    const { mailbox, finds } = mailboxWith(() => [
      [message('a', 'c1', '2026-01-02T00:00:00Z'), message('b', 'c2', '2026-01-03T00:00:00Z')],
      [message('c', 'c1', '2026-01-01T00:00:00Z')],
    ]);
    const load = loadConversationOf(mailbox);
    const [first, second, again] = await Promise.all([
      load(plans, [isRead]),
      load(other, [toRecipients]),
      loadConversationOf(mailbox)(plans, []),
    ]);
    expect(first?.map(({ id }) => id)).toEqual(['c', 'a']);
    expect(second?.map(({ id }) => id)).toEqual(['b']);
    expect(again).toEqual(first);
    expect(finds).toHaveLength(1);
    expect(finds[0]?.parents).toEqual([{ id: 'inbox' }, { id: 'sent' }]);
    expect(finds[0]?.restriction).toEqual({
      or: [
        { property: conversationKey, is: 'equalTo', value: plans.key },
        { property: conversationKey, is: 'equalTo', value: other.key },
      ],
    });
    expect(finds[0]?.wanted).toContain(isRead);
    expect(finds[0]?.wanted).not.toContain(toRecipients);
  });

  it('are found by topic where the server cannot search by key, and told apart by their ids', async () => {
    const { mailbox, finds } = mailboxWith(({ restriction }) => {
      if (JSON.stringify(restriction).includes('0x3013')) throw refusal;
      return [[message('a', 'c1', '2026-01-02T00:00:00Z'), message('stranger', 'c9', '2026-01-02T00:00:00Z')], []];
    });
    expect((await loadConversationOf(mailbox)(plans, [])).map(({ id }) => id)).toEqual(['a']);
    expect(finds.map(({ restriction }) => restriction)).toEqual([
      { property: conversationKey, is: 'equalTo', value: plans.key },
      { property: conversationTopic, is: 'equalTo', value: 'Plans' },
    ]);
  });

  it('without a topic to fall back on say why they cannot be read', async () => {
    const { mailbox } = mailboxWith(() => {
      throw refusal;
    });
    await expect(loadConversationOf(mailbox)({ ...plans, topic: undefined }, [])).rejects.toBe(refusal);
  });

  it('do not hide that the server is busy behind a search by topic', async () => {
    const busy = new EwsError('fault', 'FindItem: busy', { responseCode: 'ErrorServerBusy' });
    const { mailbox, finds } = mailboxWith(() => {
      throw busy;
    });
    await expect(loadConversationOf(mailbox)(plans, [])).rejects.toBe(busy);
    expect(finds).toHaveLength(1);
  });

  it('are parted when there are more than one search can name', async () => {
    const { mailbox, finds } = mailboxWith(() => [[], []]);
    const load = loadConversationOf(mailbox);
    await Promise.all(
      Array.from({ length: 210 }, (_, index) => load({ ...plans, id: `c${index}`, key: `key${index}` }, [])),
    );
    expect(finds).toHaveLength(3);
  });
});
