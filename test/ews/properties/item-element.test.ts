import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { calendarItemProperties } from '../../../src/ews/properties/calendar-item.ts';
import { contactProperties } from '../../../src/ews/properties/contact.ts';
import { folderDecoder, folderProperties, folderShape } from '../../../src/ews/properties/folder.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import { attachmentShape, itemDecoder, itemShape, looseValue } from '../../../src/ews/properties/item-element.ts';
import { extendedProperty } from '../../../src/ews/properties/property.ts';
import { string } from '../../../src/ews/properties/codec.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const { subject, from, isRead, bodyHtml, bodyText, bodyBest, uniqueBodyHtml, flagStatus, start } = messageProperties;

describe('item shape', () => {
  it('asks for exactly the rows, each path once', () => {
    expect(writeXml(itemShape([subject, flagStatus, start, subject, calendarItemProperties.start]))).toBe(
      compact(`
        <m:ItemShape>
          <t:BaseShape>IdOnly</t:BaseShape>
          <t:AdditionalProperties>
            <t:FieldURI FieldURI="item:Subject"/>
            <t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/>
            <t:FieldURI FieldURI="calendar:Start"/>
          </t:AdditionalProperties>
        </m:ItemShape>`),
    );
  });

  it('asks for the id alone when nothing is wanted', () => {
    expect(writeXml(itemShape([]))).toBe('<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>');
    expect(attachmentShape([])).toBeUndefined();
  });

  it.each([
    ['HTML', [bodyHtml, uniqueBodyHtml]],
    ['Text', [bodyText]],
    ['Best', [bodyBest]],
  ] as const)('names the body form %s once for all rows that need it', (form, rows) => {
    expect(writeXml(itemShape([isRead, ...rows]))).toContain(
      `<t:BaseShape>IdOnly</t:BaseShape><t:BodyType>${form}</t:BodyType><t:AdditionalProperties>`,
    );
  });

  it('refuses rows that need the body in two forms', () => {
    expect(() => itemShape([bodyHtml, bodyText])).toThrow(InvalidInputError);
  });

  it('of an attachment has no base shape', () => {
    const shape = attachmentShape([bodyText]);
    expect(shape === undefined ? '' : writeXml(shape)).toBe(
      '<m:AttachmentShape><t:BodyType>Text</t:BodyType><t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties></m:AttachmentShape>',
    );
  });
});

describe('item decoder', () => {
  const message = parsed(`
    <t:Message>
      <t:ItemId Id="AAMk+/=" ChangeKey="CQAA"/>
      <t:Subject>Offer</t:Subject>
      <t:Body BodyType="HTML">&lt;p&gt;a&lt;/p&gt;</t:Body>
      <t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="4240" PropertyType="Integer"/><t:Value>2</t:Value></t:ExtendedProperty>
      <t:From><t:Mailbox><t:Name>Bob</t:Name></t:Mailbox></t:From>
      <t:IsRead>true</t:IsRead>
    </t:Message>`);

  it('reads what was asked for, and nothing else that the server sent', () => {
    expect(itemDecoder([subject, from, flagStatus, bodyHtml])(message)).toEqual({
      type: 'Message',
      element: 'Message',
      id: 'AAMk+/=',
      changeKey: 'CQAA',
      properties: {
        subject: 'Offer',
        from: { name: 'Bob' },
        flagStatus: 2,
        bodyHtml: { type: 'HTML', content: '<p>a</p>', isTruncated: false },
      },
    });
    expect(itemDecoder([])(message)?.properties).toEqual({});
  });

  it('says what a body is when the server sent another form than was asked for', () => {
    expect(itemDecoder([bodyText])(message)?.properties).toEqual({
      bodyText: { type: 'HTML', content: '<p>a</p>', isTruncated: false },
    });
    const odd = parsed('<t:Message><t:ItemId Id="a"/><t:Body>1 &lt; 2</t:Body></t:Message>');
    expect(itemDecoder([bodyHtml])(odd)?.properties).toEqual({
      bodyHtml: { type: 'Text', content: '1 < 2', isTruncated: false },
    });
  });

  it.each([
    ['Message', 'Message'],
    ['MeetingRequest', 'Message'],
    ['MeetingCancellation', 'Message'],
    ['PostItem', 'Message'],
    ['Item', 'Message'],
    ['DistributionList', 'Message'],
    ['RoleMember', 'Message'],
    ['CalendarItem', 'CalendarItem'],
    ['Contact', 'Contact'],
    ['Task', 'Task'],
  ])('reads t:%s by the rows of %s', (name, type) => {
    const item = itemDecoder([subject])(parsed(`<t:${name}><t:ItemId Id="a"/><t:Subject>s</t:Subject></t:${name}>`));
    expect(item).toEqual({ type, element: name, id: 'a', changeKey: undefined, properties: { subject: 's' } });
  });

  it('reads each kind by the rows of its own table when rows of several are wanted', () => {
    const decode = itemDecoder([calendarItemProperties.location, contactProperties.jobTitle, subject]);
    expect(
      decode(parsed('<t:CalendarItem><t:ItemId Id="a"/><t:Location>Room</t:Location></t:CalendarItem>'))?.properties,
    ).toEqual({ location: 'Room' });
    expect(
      decode(parsed('<t:Contact><t:ItemId Id="a"/><t:Location>Room</t:Location></t:Contact>'))?.properties,
    ).toEqual({});
  });

  it('reads a named property that stands in no table, whatever the kind of item', () => {
    const stamp = extendedProperty({ set: 'PublicStrings', name: 'crm/deal' }, 'String', string, { find: true });
    const other = extendedProperty({ set: 'PublicStrings', name: 'crm/owner' }, 'String', string, { find: true });
    const path =
      '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="crm/deal" PropertyType="String"/>';
    const task = itemDecoder([stamp])(
      parsed(
        `<t:Task><t:ItemId Id="a"/><t:ExtendedProperty>${path}<t:Value>42</t:Value></t:ExtendedProperty></t:Task>`,
      ),
    );
    expect(task === undefined ? undefined : [looseValue(task, stamp), looseValue(task, other)]).toEqual([
      '42',
      undefined,
    ]);
  });

  it('gives an item without id the one it is handed, else reads none', () => {
    const bare = parsed('<t:Message><t:Subject>s</t:Subject></t:Message>');
    expect(itemDecoder([subject])(bare)).toBeUndefined();
    expect(itemDecoder([subject])(bare, itemId('attachment'))).toMatchObject({
      id: 'attachment',
      properties: { subject: 's' },
    });
    expect(itemDecoder([subject])(message, itemId('attachment'))?.id).toBe('AAMk+/=');
  });

  it('refuses nonsense in a wanted row, and ignores it elsewhere', () => {
    const odd = parsed('<t:Message><t:ItemId Id="a"/><t:Subject>s</t:Subject><t:IsRead>maybe</t:IsRead></t:Message>');
    expect(itemDecoder([subject])(odd)?.properties).toEqual({ subject: 's' });
    expect(() => itemDecoder([isRead])(odd)).toThrow(new EwsError('decode', 'IsRead is not a boolean'));
  });
});

describe('folders', () => {
  it('are asked for by exactly the rows', () => {
    expect(writeXml(folderShape([folderProperties.displayName, folderProperties.isHidden]))).toBe(
      compact(`
        <m:FolderShape>
          <t:BaseShape>IdOnly</t:BaseShape>
          <t:AdditionalProperties>
            <t:FieldURI FieldURI="folder:DisplayName"/>
            <t:ExtendedFieldURI PropertyTag="0x10F4" PropertyType="Boolean"/>
          </t:AdditionalProperties>
        </m:FolderShape>`),
    );
  });

  it('are read with the element they came in; one that we do not know is a plain folder', () => {
    const decode = folderDecoder([folderProperties.displayName]);
    expect(
      decode(
        parsed(
          '<t:CalendarFolder><t:FolderId Id="c" ChangeKey="k"/><t:DisplayName>Calendar</t:DisplayName></t:CalendarFolder>',
        ),
      ),
    ).toEqual({
      element: 'CalendarFolder',
      id: 'c',
      changeKey: 'k',
      properties: { displayName: 'Calendar' },
    });
    expect(decode(parsed('<t:SharedFolder><t:FolderId Id="s"/></t:SharedFolder>'))).toEqual({
      element: 'Folder',
      id: 's',
      changeKey: undefined,
      properties: {},
    });
    expect(decode(parsed('<t:Folder><t:DisplayName>x</t:DisplayName></t:Folder>'))).toBeUndefined();
  });
});
