import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { propertyKeys, propertyPath } from '../../../src/emulator/item/property-path.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { describeWithWitness } from '../../witness.ts';
import { element, extended, field, mailbox, message } from '../elements.ts';

const keys = (path: XmlNode, item: XmlNode, number?: number) =>
  propertyKeys(propertyPath(path), { element: item, number });
const shown = (path: XmlNode, item: XmlNode) => propertyPath(path).elements({ element: item });
const tag = (PropertyTag: string, PropertyType: string) => node('t:ExtendedFieldURI', { PropertyTag, PropertyType });

describe('FieldURI', () => {
  it('stands for the element of its last word', () => {
    const item = message({ 't:Subject': 'Plan', 't:Size': '2048' });
    expect(shown(field('item:Subject'), item)).toEqual([node('t:Subject', 'Plan')]);
    expect(keys(field('item:Size'), item)).toEqual([2048]);
  });

  it('means nothing on an item of another class, even when an element of that name is there', () => {
    const event = element('t:CalendarItem', { 't:IsRecurring': 'true' });
    expect(shown(field('task:IsRecurring'), event)).toEqual([]);
    expect(shown(field('calendar:IsRecurring'), event)).toEqual([node('t:IsRecurring', 'true')]);
  });

  it('is refused like by a schema when 2010_SP2 does not have it', () => {
    expect(() => propertyPath(field('item:Flag'))).toThrow(
      expect.objectContaining({ name: 'RequestFault', responseCode: 'ErrorSchemaValidation' }),
    );
  });

  it('gives instants in milliseconds and importance as its rank', () => {
    const item = message({ 't:DateTimeReceived': '2026-03-01T10:00:00.123Z', 't:Importance': 'High' });
    expect(keys(field('item:DateTimeReceived'), item)).toEqual([Date.UTC(2026, 2, 1, 10, 0, 0, 123)]);
    expect(keys(field('item:Importance'), item)).toEqual([2]);
  });

  it('gives a sender by name, by address, and by both', () => {
    const item = message({}, [mailbox('t:From', 'Bob Brown', 'bob@example.test')]);
    expect(keys(field('message:From'), item)).toEqual(['Bob Brown', 'bob@example.test', 'Bob Brown bob@example.test']);
    expect(keys(field('message:From'), message({}, [mailbox('t:From', 'News')]))).toEqual(['News']);
  });

  it('gives recipients as the string that is displayed', () => {
    const recipients = [...mailbox('x', 'Ann', 'ann@example.test').children, ...mailbox('x', 'Bob').children];
    expect(keys(field('message:ToRecipients'), message({}, [node('t:ToRecipients', recipients)]))).toEqual([
      'Ann; Bob',
    ]);
  });

  it('gives the text of an HTML body', () => {
    const body = node('t:Body', { BodyType: 'HTML' }, '<p>One &amp; two<script>var x</script></p><p>three</p>');
    expect(keys(field('item:Body'), message({}, [body]))).toEqual(['One & two\r\n\r\nthree']);
  });
});

describe('IndexedFieldURI', () => {
  const contact = element('t:Contact', {}, [
    node('t:EmailAddresses', [
      node('t:Entry', { Key: 'EmailAddress1' }, 'a@example.test'),
      node('t:Entry', { Key: 'EmailAddress2' }, 'b@example.test'),
    ]),
    node('t:PhysicalAddresses', [
      node('t:Entry', { Key: 'Home' }, [node('t:Street', 'Mill Lane 1'), node('t:City', 'Delft')]),
    ]),
  ]);
  const indexed = (FieldURI: string, FieldIndex: string) => node('t:IndexedFieldURI', { FieldURI, FieldIndex });

  it('picks one entry of a dictionary', () => {
    expect(shown(indexed('contacts:EmailAddress', 'EmailAddress2'), contact)).toEqual([
      node('t:EmailAddresses', [node('t:Entry', { Key: 'EmailAddress2' }, 'b@example.test')]),
    ]);
    expect(shown(indexed('contacts:EmailAddress', 'EmailAddress3'), contact)).toEqual([]);
  });

  it('picks one part of an address', () => {
    const city = indexed('contacts:PhysicalAddress:City', 'Home');
    expect(keys(city, contact)).toEqual(['Delft']);
    expect(shown(city, contact)).toEqual([
      node('t:PhysicalAddresses', [node('t:Entry', { Key: 'Home' }, [node('t:City', 'Delft')])]),
    ]);
  });

  it('finds an Internet header whatever its case', () => {
    const headers = node('t:InternetMessageHeaders', [
      node('t:InternetMessageHeader', { HeaderName: 'X-Mailer' }, 'Pigeon'),
    ]);
    expect(keys(indexed('item:InternetMessageHeader', 'x-mailer'), message({}, [headers]))).toEqual(['Pigeon']);
  });
});

describe('ExtendedFieldURI', () => {
  it.each(['0xe23', '0x0E23', '3619'])('knows the article number as %s', (spelling) => {
    expect(keys(tag(spelling, 'Integer'), message({}), 17)).toEqual([17]);
  });

  it('answers in the spelling of Exchange', () => {
    const [property] = propertyPath(tag('0x0E23', 'Integer')).elements({ element: message({}), number: 17 });
    expect(property).toEqual(extended({ PropertyTag: '0xe23', PropertyType: 'Integer' }, '17'));
  });

  it('finds a property that the item carries, by number or name of its set', () => {
    const item = message({}, [
      extended(
        { DistinguishedPropertySetId: 'Task', PropertyId: '33029', PropertyType: 'SystemTime' },
        '2026-03-01T00:00:00Z',
      ),
    ]);
    const byGuid = {
      PropertySetId: '00062003-0000-0000-C000-000000000046',
      PropertyId: '33029',
      PropertyType: 'SystemTime',
    };
    expect(keys(node('t:ExtendedFieldURI', byGuid), item)).toEqual([Date.UTC(2026, 2, 1)]);
    expect(keys(node('t:ExtendedFieldURI', { ...byGuid, PropertyId: '33028' }), item)).toEqual([]);
  });

  it('has a flag status only on items that were flagged', () => {
    expect(keys(tag('0x1090', 'Integer'), message({}))).toEqual([]);
    const flagged = message({}, [extended({ PropertyTag: '0x1090', PropertyType: 'Integer' }, '2')]);
    expect(keys(tag('0x1090', 'Integer'), flagged)).toEqual([2]);
  });

  it('derives message flags from the properties they repeat', () => {
    const item = message({
      't:IsRead': 'true',
      't:IsDraft': 'true',
      't:HasAttachments': 'true',
      't:IsFromMe': 'false',
    });
    expect(keys(tag('0x0E07', 'Integer'), item)).toEqual([0x01 + 0x08 + 0x10]);
  });

  it.each([
    ['0x0E08', 'Integer', 2048],
    ['0x0037', 'String', 'RE: Plan'],
    ['0x0E1D', 'String', 'Plan'],
    ['0x0E04', 'String', 'Ann'],
    ['0x0E06', 'SystemTime', Date.UTC(2026, 2, 1, 10)],
    ['0x001A', 'String', 'IPM.Note'],
    ['0x10F4', 'Boolean', false],
  ])('derives %s', (propertyTag, type, value) => {
    const item = message({
      't:ItemClass': 'IPM.Note',
      't:Subject': 'RE: Plan',
      't:DateTimeReceived': '2026-03-01T10:00:00Z',
      't:Size': '2048',
      't:DisplayTo': 'Ann',
    });
    expect(keys(tag(propertyTag, type), item)).toEqual([value]);
  });

  it('gives sixteen bytes for every conversation, equal for equal ones', () => {
    const of = (Id: string) => keys(tag('0x3013', 'Binary'), message({}, [node('t:ConversationId', { Id })]));
    const [first] = of('AAQkAGIxMjM0NTY3ODkwYWJjZGVm');
    expect(Buffer.from(String(first), 'base64')).toHaveLength(16);
    expect(of('AAQkAGIxMjM0NTY3ODkwYWJjZGVm')).toEqual([first]);
    expect(of('AAQkAGIxMjM0NTY3ODkwYWJjZGVn')).not.toEqual([first]);
  });

  it.each([
    { PropertyType: 'Integer' },
    { DistinguishedPropertySetId: 'constructor', PropertyId: '5', PropertyType: 'Integer' },
    { PropertyTag: '0x8001', PropertyType: 'Integer' },
    { PropertyTag: '0x1090', PropertyId: '5', PropertyType: 'Integer' },
    { DistinguishedPropertySetId: 'Task', PropertyType: 'Integer' },
    { DistinguishedPropertySetId: 'Task', PropertyId: '5', PropertyName: 'x', PropertyType: 'Integer' },
    { PropertyTag: '0x1090', PropertyType: 'Error' },
  ])('is refused when it does not identify one property: %j', (attributes) => {
    expect(() => propertyPath(node('t:ExtendedFieldURI', attributes))).toThrow(
      expect.objectContaining({ responseCode: 'ErrorInvalidExtendedProperty' }),
    );
  });
});

describeWithWitness('the list of FieldURIs in the schema', (folder) => {
  it('is known whole', () => {
    const facts = JSON.parse(readFileSync(`${folder}/ews/schema-facts-2010sp2.json`, 'utf8')) as {
      readonly enums: Readonly<Record<string, readonly string[]>>;
    };
    const uris = facts.enums['UnindexedFieldURIType'] ?? [];
    expect(uris.length).toBeGreaterThan(150);
    for (const uri of uris) expect(() => propertyPath(field(uri)), uri).not.toThrow();
    for (const uri of facts.enums['DictionaryURIType'] ?? []) {
      expect(() => propertyPath(node('t:IndexedFieldURI', { FieldURI: uri, FieldIndex: 'x' })), uri).not.toThrow();
    }
  });
});
