import { describe, expect, it } from 'vitest';
import { findConversation } from '../../../src/ews/operations/find-conversation.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answeredAs } from '../answered.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const input = {
  folder: { distinguished: 'inbox', mailbox: address('alice@example.test') },
  offset: 20,
  limit: 2,
} as const;
const read = (response: string): Promise<readonly unknown[]> =>
  answeredAs(findConversation, input, `<m:FindConversationResponse ${response}</m:FindConversationResponse>`);
const strings = (name: string, ...texts: readonly string[]): string =>
  `<t:${name}>${texts.map((text) => `<t:String>${text}</t:String>`).join('')}</t:${name}>`;
const small = '<t:Conversation><t:ConversationId Id="c2"/></t:Conversation>';
const nothing = {
  recipients: [],
  senders: [],
  unreadSenders: [],
  lastDeliveredAt: undefined,
  categories: [],
  flagStatus: undefined,
  hasAttachments: undefined,
  messageCount: undefined,
  unreadCount: undefined,
  size: undefined,
  importance: undefined,
  items: [],
};

describe('FindConversation', () => {
  it('asks for a page of one folder, as 2010 has it', () => {
    expect(writeXml(findConversation.encode(input))).toBe(
      '<m:FindConversation><m:IndexedPageItemView MaxEntriesReturned="2" Offset="20" BasePoint="Beginning"/><m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="conversation:LastDeliveryTime"/></t:FieldOrder></m:SortOrder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:ParentFolderId></m:FindConversation>',
    );
    expect(findConversation.names).toEqual({ field: 'folder', kind: 'folder' });
  });

  it('reads what is in the folder apart from what is everywhere', async () => {
    const conversation = `<t:Conversation>
      <t:ConversationId Id="c1" ChangeKey="k"/><t:ConversationTopic>Offer &amp; order</t:ConversationTopic>
      ${strings('UniqueRecipients', 'Alice')}${strings('GlobalUniqueRecipients', 'Alice', 'Bob')}
      ${strings('UniqueUnreadSenders', 'Bob')}${strings('UniqueSenders', 'Bob')}${strings('GlobalUniqueSenders', 'Bob', 'Alice')}
      <t:LastDeliveryTime>2026-03-02T09:00:00Z</t:LastDeliveryTime><t:GlobalLastDeliveryTime>2026-03-02T10:00:00Z</t:GlobalLastDeliveryTime>
      ${strings('Categories', 'Red')}
      <t:FlagStatus>Flagged</t:FlagStatus><t:HasAttachments>true</t:HasAttachments><t:MessageCount>1</t:MessageCount><t:GlobalMessageCount>2</t:GlobalMessageCount>
      <t:UnreadCount>1</t:UnreadCount><t:Size>1200</t:Size><t:Importance>High</t:Importance>
      <t:ItemIds><t:ItemId Id="a" ChangeKey="k1"/></t:ItemIds><t:GlobalItemIds><t:ItemId Id="b"/><t:ItemId Id="a"/></t:GlobalItemIds>
    </t:Conversation>`;
    expect(
      await read(
        `ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Conversations>${conversation}${small}</m:Conversations>`,
      ),
    ).toEqual([
      {
        mayHaveMore: true,
        conversations: [
          {
            id: 'c1',
            topic: 'Offer & order',
            inFolder: {
              recipients: ['Alice'],
              senders: ['Bob'],
              unreadSenders: ['Bob'],
              lastDeliveredAt: '2026-03-02T09:00:00Z',
              categories: ['Red'],
              flagStatus: 'Flagged',
              hasAttachments: true,
              messageCount: 1,
              unreadCount: 1,
              size: 1200,
              importance: 'High',
              items: [{ id: 'a', changeKey: 'k1' }],
            },
            everywhere: {
              ...nothing,
              recipients: ['Alice', 'Bob'],
              senders: ['Bob', 'Alice'],
              lastDeliveredAt: '2026-03-02T10:00:00Z',
              messageCount: 2,
              items: [
                { id: 'b', changeKey: undefined },
                { id: 'a', changeKey: undefined },
              ],
            },
          },
          { id: 'c2', topic: undefined, inFolder: nothing, everywhere: nothing },
        ],
      },
    ]);
  });

  it('knows the last page by its being short, and an answer without a list from an empty one', async () => {
    const page = (inside: string): string =>
      `ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${inside}`;
    expect(await read(page(`<m:Conversations>${small}</m:Conversations>`))).toMatchObject([{ mayHaveMore: false }]);
    expect(await read(page('<m:Conversations/>'))).toEqual([{ mayHaveMore: false, conversations: [] }]);
    expect(await read(page(''))).toEqual([undefined]);
  });
});

describeWithWitness('a recorded answer to FindConversation', (folder) => {
  it('of a server that does not have it is a fault, which is no empty page', async () => {
    const recorded = recordedIn(`${folder}/wire`).find(({ name }) => name.startsWith('094-')) ?? expect.fail();
    await expect(recordedAnswer(recorded, findConversation, input)).rejects.toMatchObject({
      kind: 'fault',
      status: 500,
    });
  });
});
