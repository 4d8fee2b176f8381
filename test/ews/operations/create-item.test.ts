import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { createItem, type CreateItemInput } from '../../../src/ews/operations/create-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { markers } from '../../../src/ews/properties/named-property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import { soapEnvelope } from '../../../src/ews/soap.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';
import { sentText } from '../sent-text.ts';

const alice = address('alice@example.test');

describe('CreateItem', () => {
  it('writes a message that is sent and kept, with its files and its marker, in one step', async () => {
    const input: CreateItemInput = {
      disposition: 'SendAndSaveCopy',
      saveIn: { distinguished: 'sentitems', mailbox: alice },
      items: [
        {
          type: 'Message',
          properties: {
            subject: 'Offer',
            bodyText: { type: 'Text', content: 'Hello' },
            toRecipients: [{ address: 'bob@example.test' }],
            attachments: [
              {
                kind: 'file',
                name: 'a & b.txt',
                contentType: 'text/plain',
                contentId: 'cid-1',
                isInline: true,
                content: new Blob(['bytes of a file']),
              },
            ],
          },
          named: [assign(markers.key, 'hash')],
        },
      ],
    };
    const text = await sentText(soapEnvelope('Exchange2010_SP2', alice, createItem.encode(input)));
    expect(/<soap:Body>(.*)<\/soap:Body>/s.exec(text)?.[1]).toBe(
      compact(`
        <m:CreateItem MessageDisposition="SendAndSaveCopy">
          <m:SavedItemFolderId>
            <t:DistinguishedFolderId Id="sentitems"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>
          </m:SavedItemFolderId>
          <m:Items>
            <t:Message>
              <t:Subject>Offer</t:Subject>
              <t:Body BodyType="Text">Hello</t:Body>
              <t:Attachments>
                <t:FileAttachment>
                  <t:Name>a &amp; b.txt</t:Name>
                  <t:ContentType>text/plain</t:ContentType>
                  <t:ContentId>cid-1</t:ContentId>
                  <t:IsInline>true</t:IsInline>
                  <t:Content>Ynl0ZXMgb2YgYSBmaWxl</t:Content>
                </t:FileAttachment>
              </t:Attachments>
              <t:ExtendedProperty>
                <t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql:key" PropertyType="String"/>
                <t:Value>hash</t:Value>
              </t:ExtendedProperty>
              <t:ToRecipients><t:Mailbox><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>
            </t:Message>
          </m:Items>
        </m:CreateItem>`),
    );
  });

  it('writes an imported message as it came, looking received', async () => {
    const request = createItem.encode({
      disposition: 'SaveOnly',
      saveIn: { distinguished: 'inbox', mailbox: alice },
      items: [
        {
          type: 'Message',
          properties: {
            isRead: true,
            deliveredAt: '2026-03-02T09:00:00Z',
            messageFlags: 1,
            mimeContent: new Blob(['Subject: a\r\n']),
          },
        },
      ],
    });
    expect(await sentText(soapEnvelope('Exchange2010_SP2', alice, request))).toContain(
      compact(`
        <t:Message>
          <t:MimeContent>U3ViamVjdDogYQ0K</t:MimeContent>
          <t:ExtendedProperty>
            <t:ExtendedFieldURI PropertyTag="0x0E06" PropertyType="SystemTime"/>
            <t:Value>2026-03-02T09:00:00Z</t:Value>
          </t:ExtendedProperty>
          <t:ExtendedProperty>
            <t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/>
            <t:Value>1</t:Value>
          </t:ExtendedProperty>
          <t:IsRead>true</t:IsRead>
        </t:Message>`),
    );
  });

  it('writes replies and forwards that the server composes, the new text behind the reference', () => {
    const request = createItem.encode({
      disposition: 'SendAndSaveCopy',
      items: [
        {
          response: 'ReplyAllToItem',
          id: itemId('a'),
          changeKey: 'k',
          properties: {},
          newBody: { type: 'HTML', content: '<p>Thanks</p>' },
        },
        {
          response: 'ForwardItem',
          id: itemId('b'),
          properties: {
            from: { address: 'team@example.test' },
            toRecipients: [{ address: 'bob@example.test' }],
            subject: 'Fwd',
          },
        },
      ],
    });
    expect(writeXml(request)).toBe(
      compact(`
        <m:CreateItem MessageDisposition="SendAndSaveCopy">
          <m:Items>
            <t:ReplyAllToItem>
              <t:ReferenceItemId Id="a" ChangeKey="k"/>
              <t:NewBodyContent BodyType="HTML">&lt;p&gt;Thanks&lt;/p&gt;</t:NewBodyContent>
            </t:ReplyAllToItem>
            <t:ForwardItem>
              <t:Subject>Fwd</t:Subject>
              <t:ToRecipients><t:Mailbox><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>
              <t:From><t:Mailbox><t:EmailAddress>team@example.test</t:EmailAddress></t:Mailbox></t:From>
              <t:ReferenceItemId Id="b"/>
            </t:ForwardItem>
          </m:Items>
        </m:CreateItem>`),
    );
  });

  it('writes answers to a meeting, their text where each of them has it', () => {
    const comment = { type: 'Text', content: 'See you & bye' } as const;
    const request = createItem.encode({
      disposition: 'SendAndSaveCopy',
      items: [
        { response: 'AcceptItem', id: itemId('a'), changeKey: 'k' },
        { response: 'TentativelyAcceptItem', id: itemId('b'), comment },
        { response: 'DeclineItem', id: itemId('c'), comment: { type: 'HTML', content: '<p/>' } },
        { response: 'CancelCalendarItem', id: itemId('d'), comment },
      ],
    });
    expect(writeXml(request)).toBe(
      compact(`
        <m:CreateItem MessageDisposition="SendAndSaveCopy">
          <m:Items>
            <t:AcceptItem><t:ReferenceItemId Id="a" ChangeKey="k"/></t:AcceptItem>
            <t:TentativelyAcceptItem><t:Body BodyType="Text">See you &amp; bye</t:Body><t:ReferenceItemId Id="b"/></t:TentativelyAcceptItem>
            <t:DeclineItem><t:Body BodyType="HTML">&lt;p/&gt;</t:Body><t:ReferenceItemId Id="c"/></t:DeclineItem>
            <t:CancelCalendarItem><t:ReferenceItemId Id="d"/><t:NewBodyContent BodyType="Text">See you &amp; bye</t:NewBodyContent></t:CancelCalendarItem>
          </m:Items>
        </m:CreateItem>`),
    );
  });

  it('writes an event and whom it invites', () => {
    const request = createItem.encode({
      disposition: 'SaveOnly',
      invitations: 'SendToNone',
      items: [
        {
          type: 'CalendarItem',
          properties: { subject: 'Lunch', start: '2026-03-09T11:00:00Z', end: '2026-03-09T12:00:00Z' },
        },
      ],
    });
    expect(writeXml(request)).toBe(
      compact(`
        <m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">
          <m:Items>
            <t:CalendarItem>
              <t:Subject>Lunch</t:Subject>
              <t:Start>2026-03-09T11:00:00Z</t:Start>
              <t:End>2026-03-09T12:00:00Z</t:End>
            </t:CalendarItem>
          </m:Items>
        </m:CreateItem>`),
    );
  });

  it('reads the ids of what was kept, one error in the middle, and nothing where the server does not tell', async () => {
    const items = Array.from({ length: 4 }, () => ({ type: 'Message', properties: {} }) as const);
    const message = '<m:Items><t:Message><t:ItemId Id="a" ChangeKey="k"/></t:Message></m:Items>';
    expect(
      await answered(
        createItem,
        { items, disposition: 'SaveOnly' },
        done('CreateItem', message) +
          refused('CreateItem', 'ErrorMissingRecipients', '<m:Items/>') +
          done('CreateItem', '<m:Items/>') +
          done('CreateItem', '<m:Items><t:Message><t:Subject>sent</t:Subject></t:Message></m:Items>'),
      ),
    ).toEqual([[{ id: 'a', changeKey: 'k', element: 'Message' }], 'ErrorMissingRecipients', [], []]);
  });

  it('refuses before anything is sent what the server lets nobody set', () => {
    const properties = { receivedAt: '2026-03-02T09:00:00Z' } as object;
    expect(() => createItem.encode({ disposition: 'SaveOnly', items: [{ type: 'Message', properties }] })).toThrow(
      InvalidInputError,
    );
  });

  it('is a write that nobody repeats', () => {
    expect(createItem).toMatchObject({ access: 'write', idempotent: false });
  });
});
