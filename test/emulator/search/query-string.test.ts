import { describe, expect, it } from 'vitest';
import { queryString } from '../../../src/emulator/search/query-string.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { element, extended, mailboxOnly, mailbox, message } from '../elements.ts';

const now = Date.UTC(2026, 2, 10, 15);
const finds = (query: string, item: XmlNode, zone = 'UTC') => queryString(query, { now, zone })({ element: item });
const failure = (responseCode: string) => expect.objectContaining({ responseCode });

const mail = message(
  {
    't:Subject': 'Harbour lease, second draft',
    't:DateTimeReceived': '2026-03-09T23:30:00.250Z',
    't:DateTimeSent': '2026-03-09T23:29:00Z',
    't:Size': '2097152',
    't:Importance': 'High',
    't:HasAttachments': 'true',
    't:IsRead': 'false',
  },
  [
    node('t:Body', { BodyType: 'HTML' }, '<div>Please sign <i>before</i> Friday, see http://example.com/lease</div>'),
    node('t:Categories', [node('t:String', 'Red Category')]),
    node('t:Attachments', [node('t:FileAttachment', [node('t:Name', 'contract.pdf')])]),
    mailbox('t:From', 'Carol Clark', 'carol@example.test'),
    node('t:ToRecipients', [mailboxOnly('Alice Adams', 'alice@example.test')]),
    node('t:CcRecipients', [mailboxOnly('Dave', 'dave@example.test')]),
    extended({ PropertyTag: '0x1090', PropertyType: 'Integer' }, '2'),
  ],
);

describe('words', () => {
  it.each([
    ['harbour', true],
    ['harb', true],
    ['arbour', false],
    ['HARBOUR', true],
    ['sign', true],
    ['div', false],
    ['carol', true],
    ['alice@example.test', true],
    ['contract', true],
    ['zebra', false],
    ['lease*', true],
    ['http://example.com/lease', true],
  ])('%s is found from the start of a word in what can be read of a message: %s', (query, expected) => {
    expect(finds(query, mail)).toBe(expected);
  });

  it('in quotation marks are found as they stand', () => {
    expect(finds('"second draft"', mail)).toBe(true);
    expect(finds('"draft second"', mail)).toBe(false);
  });
});

describe('keywords', () => {
  it.each([
    ['subject:harbour', true],
    ['subject:sign', false],
    ['Subject:"lease, second"', true],
    ['subject:(lease OR zebra)', true],
    ['subject:(lease AND zebra)', false],
    ['subject:(lease (second OR zebra)) carol', true],
    ['subject:((zebra OR sign) OR carol)', false],
    ['body:sign', true],
    ['body:harbour', false],
    ['from:carol', true],
    ['from:"Carol Clark"', true],
    ['from:alice', false],
    ['to:alice', true],
    ['to:dave', false],
    ['cc:dave@example.test', true],
    ['bcc:dave', false],
    ['participants:dave', true],
    ['participants:carol', true],
    ['attachment:contract', true],
    ['attachment:lease', false],
    ['category:"Red Category"', true],
    ['hasattachment:true', true],
    ['hasattachments:no', false],
    ['isread:false', true],
    ['read:yes', false],
    ['isflagged:true', true],
    ['importance:high', true],
    ['importance:low', false],
    ['kind:email', true],
    ['kind:tasks', false],
    ['size:>1mb', true],
    ['size:<=2048kb', true],
    ['size:>2mb', false],
    ['size:1mb..3mb', true],
  ])('%s: %s', (query, expected) => {
    expect(finds(query, mail)).toBe(expected);
  });

  it.each([
    ['received:2026-03-09', true],
    ['received:3/9/2026', true],
    ['received:2026-03-10', false],
    ['received:>=2026-03-09', true],
    ['received:>2026-03-09', false],
    ['received:<2026-03-10', true],
    ['received:<=2026-03-08', false],
    ['received:2026-03-01..2026-03-09', true],
    ['received:2026-03-01..2026-03-08', false],
    ['received:yesterday', true],
    ['received:today', false],
    ['received:>2026-03-09T23:29:59Z', true],
    ['sent:<2026-03-09T23:30:00Z', true],
  ])('%s covers whole days: %s', (query, expected) => {
    expect(finds(query, mail)).toBe(expected);
  });

  it('mean days of the zone of the request', () => {
    expect(finds('received:today', mail, 'Europe/Berlin')).toBe(true);
    expect(finds('received:2026-03-10', mail, 'Europe/Berlin')).toBe(true);
    expect(finds('received:yesterday', mail, 'America/New_York')).toBe(true);
  });

  it('tell meetings, contacts and tasks apart', () => {
    expect(finds('kind:meetings', element('t:MeetingRequest', {}))).toBe(true);
    expect(finds('kind:contacts', element('t:Contact', {}))).toBe(true);
    expect(finds('kind:tasks', element('t:Task', {}))).toBe(true);
  });

  it('hold for no item that lacks the property', () => {
    expect(finds('sent:>2000-01-01', message({}))).toBe(false);
  });
});

describe('combinations', () => {
  it.each([
    ['harbour zebra', false],
    ['harbour lease', true],
    ['harbour OR zebra', true],
    ['zebra OR carol lease', true],
    ['(zebra OR carol) AND friday', true],
    ['NOT zebra', true],
    ['-harbour', false],
    ['harbour -zebra', true],
    ['NOT (harbour zebra)', true],
    ['from:carol -subject:lease', false],
    ['not', false],
    ['AND', undefined],
  ])('%s: %s', (query, expected) => {
    if (expected === undefined) expect(() => finds(query, mail)).toThrow(failure('ErrorInvalidArgument'));
    else expect(finds(query, mail)).toBe(expected);
  });

  it.each(['', '   ', '"open', '(harbour', 'harbour)', 'harbour OR', 'NOT', 'subject:', 'subject:(a', '()'])(
    'refuses %j, which cannot be understood',
    (query) => {
      expect(() => finds(query, mail)).toThrow(failure('ErrorInvalidArgument'));
    },
  );

  it.each([
    'received:soon',
    'received:constructor',
    'kind:constructor',
    'size:1constructor',
    'size:large',
    'importance:urgent',
    'kind:birds',
    'isread:maybe',
  ])('refuses %s, which is no value of the keyword', (query) => {
    expect(() => finds(query, mail)).toThrow(failure('ErrorInvalidArgument'));
  });

  it('refuses what is nested too deep', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}harbour${')'.repeat(depth)}`;
    expect(finds(nested(50), mail)).toBe(true);
    expect(() => finds(nested(51), mail)).toThrow(failure('ErrorRestrictionTooComplex'));
  });

  it('refuses what is too long', () => {
    expect(finds('a'.repeat(1024), mail)).toBe(false);
    expect(() => finds('a'.repeat(1025), mail)).toThrow(failure('ErrorQueryFilterTooLong'));
  });
});
