import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import type { contactProperties } from '../../../src/ews/properties/contact.ts';
import { folderProperties, folderUpdates, newFolder } from '../../../src/ews/properties/folder.ts';
import { itemDecoder, itemUpdates, looseValue, newItem } from '../../../src/ews/properties/item-element.ts';
import { itemTypes, type ItemType } from '../../../src/ews/properties/item-types.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { headerProperty, markers, metadataProperty } from '../../../src/ews/properties/named-property.ts';
import type { AnyProperty, PropertyTable, Settable } from '../../../src/ews/properties/property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import { element, writeXml, type XmlElement } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';
import { calendarItemSamples, contactSamples, messageSamples, taskSamples } from './samples.ts';

const samples: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  Message: messageSamples,
  CalendarItem: calendarItemSamples,
  Contact: contactSamples,
  Task: taskSamples,
};

/** The functions as a resolver could call them that got its values from anywhere. */
const createAny = newItem as (type: ItemType, values: Readonly<Record<string, unknown>>) => XmlElement;
const updateAny = itemUpdates as typeof createAny;

const rows = Object.entries(itemTypes).flatMap(([type, table]) =>
  Object.entries(table).map(([name, row]): readonly [ItemType, string, AnyProperty] => [type as ItemType, name, row]),
);

describe('a new item', () => {
  it('holds what was given in the schema’s order, named properties beside the extended ones', () => {
    const item = newItem(
      'Message',
      {
        isRead: true,
        toRecipients: [{ name: 'Bob', address: 'bob@example.test' }],
        flagStatus: 2,
        attachments: [{ kind: 'item', name: 'Original', item: newItem('Message', { subject: 'inner' }) }],
        bodyHtml: { type: 'HTML', content: '<p>1 < 2</p>' },
        subject: 'Offer',
        importance: 'High',
      },
      [assign(markers.key, 'k'), assign(headerProperty('X-Ticket'), '7')],
    );
    expect(writeXml(item)).toBe(
      compact(`
        <t:Message>
          <t:Subject>Offer</t:Subject>
          <t:Body BodyType="HTML">&lt;p&gt;1 &lt; 2&lt;/p&gt;</t:Body>
          <t:Attachments>
            <t:ItemAttachment>
              <t:Name>Original</t:Name>
              <t:Message><t:Subject>inner</t:Subject></t:Message>
            </t:ItemAttachment>
          </t:Attachments>
          <t:Importance>High</t:Importance>
          <t:ExtendedProperty>
            <t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql:key" PropertyType="String"/>
            <t:Value>k</t:Value>
          </t:ExtendedProperty>
          <t:ExtendedProperty>
            <t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="X-Ticket" PropertyType="String"/>
            <t:Value>7</t:Value>
          </t:ExtendedProperty>
          <t:ExtendedProperty>
            <t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/>
            <t:Value>2</t:Value>
          </t:ExtendedProperty>
          <t:ToRecipients><t:Mailbox><t:Name>Bob</t:Name><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:ToRecipients>
          <t:IsRead>true</t:IsRead>
        </t:Message>`),
    );
  });

  it('has nothing for null, an empty list and what is absent', () => {
    expect(writeXml(newItem('Message', { subject: null, categories: [], isRead: undefined }))).toBe('<t:Message/>');
  });

  it.each(rows)('of kind %s: %s goes in and comes back, or is refused', (type, name, row) => {
    const sample = samples[type][name];
    if (row.allows.create !== true) {
      expect(() => createAny(type, { [name]: sample })).toThrow(InvalidInputError);
      return;
    }
    const children = [element('t:ItemId', { Id: 'a' }), ...createAny(type, { [name]: sample }).children];
    const decoded = itemDecoder([row])(parsed(writeXml(element(`t:${type}`, children))));
    expect(decoded?.properties).toEqual({ [name]: sample });
  });

  it('has one body, refuses names that no table has, and names the property and not the value', () => {
    const content = { content: 'canary' };
    expect(() =>
      newItem('Message', { bodyHtml: { type: 'HTML', ...content }, bodyText: { type: 'Text', ...content } }),
    ).toThrow(new InvalidInputError('item:Body/Text is given twice'));
    expect(() => newItem('Message', {}, [assign(markers.key, 'a'), assign(markers.key, 'b')])).toThrow(
      InvalidInputError,
    );
    expect(() => createAny('Message', { location: 'canary' })).toThrow(
      new InvalidInputError('location is no property of this kind'),
    );
    expect(() => createAny('Message', { size: 12 })).toThrow(
      new InvalidInputError('item:Size cannot be set on something new'),
    );
    expect(() => newItem('Message', {}, [assign(messageProperties.subject, 'x')])).toThrow(TypeError);
  });
});

describe('the updates of an item', () => {
  it('set what has a value, clear what is null or an empty list, and keep the rest', () => {
    const changes = itemUpdates(
      'Message',
      { isRead: true, subject: null, categories: [], ccRecipients: undefined, references: '<1@example.test>' },
      [assign(metadataProperty('crm'), '{"deal":"42"}'), assign(metadataProperty('old'), null)],
    );
    const uri = (name: string): string =>
      `<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="workmail-graphql/${name}" PropertyType="String"/>`;
    expect(writeXml(changes)).toBe(
      compact(`
        <t:Updates>
          <t:DeleteItemField><t:FieldURI FieldURI="item:Subject"/></t:DeleteItemField>
          <t:DeleteItemField><t:FieldURI FieldURI="item:Categories"/></t:DeleteItemField>
          <t:SetItemField>
            ${uri('crm')}
            <t:Message><t:ExtendedProperty>${uri('crm')}<t:Value>{"deal":"42"}</t:Value></t:ExtendedProperty></t:Message>
          </t:SetItemField>
          <t:DeleteItemField>${uri('old')}</t:DeleteItemField>
          <t:SetItemField>
            <t:FieldURI FieldURI="message:IsRead"/>
            <t:Message><t:IsRead>true</t:IsRead></t:Message>
          </t:SetItemField>
          <t:SetItemField>
            <t:FieldURI FieldURI="message:References"/>
            <t:Message><t:References>&lt;1@example.test&gt;</t:References></t:Message>
          </t:SetItemField>
        </t:Updates>`),
    );
  });

  it.each(rows)('of kind %s: %s is set and cleared as its row allows', (type, name, row) => {
    const write = (value: unknown): string => writeXml(updateAny(type, { [name]: value }));
    const path = writeXml(row.path);
    if (row.allows.update === true) expect(write(samples[type][name])).toContain(`<t:SetItemField>${path}<t:${type}><`);
    else expect(() => write(samples[type][name])).toThrow(InvalidInputError);
    if (row.allows.clear === true)
      expect(write(null)).toBe(`<t:Updates><t:DeleteItemField>${path}</t:DeleteItemField></t:Updates>`);
    else expect(() => write(null)).toThrow(new InvalidInputError(`${row.key} cannot be cleared`));
  });

  it('are at least one', () => {
    expect(() => itemUpdates('Message', { subject: undefined })).toThrow(InvalidInputError);
  });

  it('never allow to clear what may not be changed', () => {
    for (const [, name, row] of rows)
      if (row.allows.clear === true) expect(row.allows, name).toMatchObject({ update: true });
  });
});

describe('folders', () => {
  it('are made of their name, in the element of their kind', () => {
    expect(writeXml(newFolder('CalendarFolder', { displayName: 'Team & co' }))).toBe(
      '<t:CalendarFolder><t:DisplayName>Team &amp; co</t:DisplayName></t:CalendarFolder>',
    );
    expect(writeXml(newFolder('Folder', { displayName: 'Notes', folderClass: 'IPF.StickyNote' }))).toBe(
      '<t:Folder><t:FolderClass>IPF.StickyNote</t:FolderClass><t:DisplayName>Notes</t:DisplayName></t:Folder>',
    );
  });

  it('are renamed, and keep the name they must have', () => {
    expect(writeXml(folderUpdates('TasksFolder', { displayName: 'To do' }))).toBe(
      compact(`
        <t:Updates>
          <t:SetFolderField>
            <t:FieldURI FieldURI="folder:DisplayName"/>
            <t:TasksFolder><t:DisplayName>To do</t:DisplayName></t:TasksFolder>
          </t:SetFolderField>
        </t:Updates>`),
    );
    expect(() => folderUpdates('Folder', { displayName: null })).toThrow(
      new InvalidInputError('folder:DisplayName cannot be cleared'),
    );
    const table: PropertyTable = folderProperties;
    const settable = Object.keys(table).filter((name) => table[name]?.allows.update === true);
    expect(settable).toEqual(['displayName']);
  });
});

describe('named properties', () => {
  it('come back under the row that wrote them, whatever the namespace', () => {
    const row = metadataProperty('crm');
    const written = newItem('Task', {}, [assign(row, '{}'), assign(markers.content, 'hash')]);
    const item = itemDecoder([row, markers.content, markers.key])(
      parsed(writeXml(element('t:Task', [element('t:ItemId', { Id: 'a' }), ...written.children]))),
    );
    if (item === undefined) expect.fail('no item');
    expect([row, markers.content, markers.key].map((one) => looseValue(item, one))).toEqual(['{}', 'hash', undefined]);
  });

  it('of the gateway are none that a caller can name', () => {
    const ours = Object.values(markers).map(({ path }) => path.attributes['PropertyName']);
    expect(new Set(ours).size).toBe(3);
    // Namespaces hold letters, digits, dot, underscore and hyphen.
    for (const name of ours) expect(name).toMatch(/^workmail-graphql:/);
    expect(metadataProperty('a').path.attributes['PropertyName']).toBe('workmail-graphql/a');
  });
});

describe('types', () => {
  it('know what is written where that is not what is read', () => {
    const files: Settable<typeof messageProperties, 'create'> = {
      attachments: [{ kind: 'file', name: 'a.txt', content: new Blob(['a']) }],
      mimeContent: new Blob(['Subject: a']),
      bodyText: { type: 'Text', content: 'a' },
    };
    // @ts-expect-error files are added and taken away one by one, with operations of their own
    const noUpdate: Settable<typeof messageProperties, 'update'> = { attachments: [] };
    // @ts-expect-error a marker is a text
    const noNumber = assign(markers.key, 7);
    // @ts-expect-error a contact's dictionary is written entry by entry once it exists
    const noDictionary: Settable<typeof contactProperties, 'update'> = { phoneNumbers: [] };
    expect([files, noUpdate, noNumber, noDictionary]).toHaveLength(4);
  });
});
