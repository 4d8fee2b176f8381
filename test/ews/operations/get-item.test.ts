import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { getItem } from '../../../src/ews/operations/get-item.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const { subject, bodyHtml, toRecipients } = messageProperties;

describe('GetItem', () => {
  it('writes items, occurrences and masters side by side', () => {
    const ids = [
      { id: itemId('a+/='), changeKey: 'k' },
      { id: itemId('b') },
      { masterOf: itemId('o') },
      { occurrenceOf: itemId('m'), index: 3 },
    ];
    expect(writeXml(getItem.encode({ ids, wanted: [subject, bodyHtml] }))).toBe(
      compact(`
        <m:GetItem>
          <m:ItemShape>
            <t:BaseShape>IdOnly</t:BaseShape>
            <t:BodyType>HTML</t:BodyType>
            <t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties>
          </m:ItemShape>
          <m:ItemIds>
            <t:ItemId Id="a+/=" ChangeKey="k"/>
            <t:ItemId Id="b"/>
            <t:RecurringMasterItemId OccurrenceId="o"/>
            <t:OccurrenceItemId RecurringMasterId="m" InstanceIndex="3"/>
          </m:ItemIds>
        </m:GetItem>`),
    );
    expect(getItem.keys?.({ ids, wanted: [] })).toBe(4);
  });

  it('reads the one item of a message', () => {
    const answer = parsed(`
      <m:GetItemResponseMessage ResponseClass="Success">
        <m:ResponseCode>NoError</m:ResponseCode>
        <m:Items>
          <t:Message>
            <t:ItemId Id="a" ChangeKey="k"/>
            <t:Subject>Second &amp; &lt;angle&gt;</t:Subject>
            <t:Body BodyType="HTML">&lt;p&gt;x&lt;/p&gt;</t:Body>
            <t:ToRecipients><t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress>Bob@example.test</t:EmailAddress><t:RoutingType>smtp</t:RoutingType></t:Mailbox></t:ToRecipients>
          </t:Message>
        </m:Items>
      </m:GetItemResponseMessage>`);
    expect(getItem.decode(answer, { ids: [], wanted: [subject, bodyHtml, toRecipients] })).toEqual({
      type: 'Message',
      element: 'Message',
      id: 'a',
      changeKey: 'k',
      properties: {
        subject: 'Second & <angle>',
        bodyHtml: { type: 'HTML', content: '<p>x</p>', isTruncated: false },
        toRecipients: [{ name: 'Bob', address: 'bob@example.test' }],
      },
    });
  });

  it.each(['<m:Items/>', '<m:Items><t:Message/></m:Items>', ''])('refuses a success without an item: %j', (items) => {
    const answer = parsed(
      `<m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${items}</m:GetItemResponseMessage>`,
    );
    expect(() => getItem.decode(answer, { ids: [], wanted: [] })).toThrow(EwsError);
  });
});
