import { describe, expect, it } from 'vitest';
import { restriction } from '../../../src/emulator/search/restriction.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { element, extended, field, mailbox, message } from '../elements.ts';

const constant = (Value: string) => node('t:FieldURIOrConstant', [node('t:Constant', { Value })]);
const compare = (relation: string, uri: string, value: string) => node(`t:${relation}`, [field(uri), constant(value)]);
const holds = (expression: XmlNode, item: XmlNode, zone = 'UTC') =>
  restriction(node('m:Restriction', [expression]), zone)({ element: item });
const contains = (uri: string, value: string, mode: string, comparison = 'IgnoreCase') =>
  node('t:Contains', { ContainmentMode: mode, ContainmentComparison: comparison }, [
    field(uri),
    node('t:Constant', { Value: value }),
  ]);
const failure = (responseCode: string) => expect.objectContaining({ responseCode });

const mail = message(
  {
    't:Subject': 'Quarterly figures',
    't:DateTimeReceived': '2026-03-01T10:00:00.500Z',
    't:DateTimeSent': '2026-03-01T09:59:00Z',
    't:Size': '2048',
    't:Importance': 'High',
    't:IsRead': 'false',
    't:DisplayTo': 'Ann; Bob',
  },
  [
    node('t:Categories', [node('t:String', 'Red'), node('t:String', 'Blue')]),
    node('t:Body', { BodyType: 'HTML' }, '<p>The <b>net</b> result</p>'),
    mailbox('t:From', 'Bob Brown', 'bob@example.test'),
    extended({ PropertyTag: '0x1090', PropertyType: 'Integer' }, '2'),
  ],
);

describe('comparisons', () => {
  it.each([
    ['IsEqualTo', false, true, false],
    ['IsNotEqualTo', true, false, true],
    ['IsGreaterThan', true, false, false],
    ['IsGreaterThanOrEqualTo', true, true, false],
    ['IsLessThan', false, false, true],
    ['IsLessThanOrEqualTo', false, true, true],
  ])('%s orders numbers as numbers', (relation, against900, against2048, against10000) => {
    const results = ['900', '2048', '10000'].map((value) => holds(compare(relation, 'item:Size', value), mail));
    expect(results).toEqual([against900, against2048, against10000]);
  });

  it('compares instants in full precision, although clients see whole seconds', () => {
    const against = (relation: string, value: string) => holds(compare(relation, 'item:DateTimeReceived', value), mail);
    expect(against('IsEqualTo', '2026-03-01T10:00:00Z')).toBe(false);
    expect(against('IsGreaterThan', '2026-03-01T10:00:00Z')).toBe(true);
    expect(against('IsEqualTo', '2026-03-01T12:00:00.5+02:00')).toBe(true);
    expect(against('IsLessThan', '2026-03-01T10:00:00.501Z')).toBe(true);
  });

  it('reads instants without offset in the zone of the request', () => {
    const sent = compare('IsEqualTo', 'item:DateTimeSent', '2026-03-01T10:59:00');
    expect(holds(sent, mail, 'Europe/Berlin')).toBe(true);
    expect(holds(sent, mail)).toBe(false);
  });

  it('compares strings without regard to case', () => {
    expect(holds(compare('IsEqualTo', 'item:Subject', 'QUARTERLY FIGURES'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'item:Subject', 'Quarterly'), mail)).toBe(false);
  });

  it('knows both spellings of a boolean', () => {
    expect(holds(compare('IsEqualTo', 'message:IsRead', 'false'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'message:IsRead', '1'), mail)).toBe(false);
  });

  it('ranks importance', () => {
    expect(holds(compare('IsGreaterThan', 'item:Importance', 'Normal'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'item:Importance', 'High'), mail)).toBe(true);
  });

  it('holds for a list when it holds for one of its members', () => {
    expect(holds(compare('IsEqualTo', 'item:Categories', 'blue'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'item:Categories', 'green'), mail)).toBe(false);
  });

  it('finds a sender by name or by address', () => {
    expect(holds(compare('IsEqualTo', 'message:From', 'bob@example.test'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'message:From', 'Bob Brown'), mail)).toBe(true);
    expect(holds(compare('IsEqualTo', 'message:From', 'Brown'), mail)).toBe(false);
  });

  it('compares one property with another', () => {
    const expression = (relation: string) =>
      node(`t:${relation}`, [
        field('item:DateTimeReceived'),
        node('t:FieldURIOrConstant', [field('item:DateTimeSent')]),
      ]);
    expect(holds(expression('IsGreaterThan'), mail)).toBe(true);
    expect(holds(expression('IsLessThan'), mail)).toBe(false);
  });

  it('never holds between properties of different types', () => {
    const sizeAndSubject = (relation: string) =>
      node(`t:${relation}`, [field('item:Size'), node('t:FieldURIOrConstant', [field('item:Subject')])]);
    expect(['IsEqualTo', 'IsGreaterThanOrEqualTo'].map((relation) => holds(sizeAndSubject(relation), mail))).toEqual([
      false,
      false,
    ]);
  });

  it('never holds for a value that is absent, which only is unequal', () => {
    expect(holds(compare('IsEqualTo', 'item:InReplyTo', ''), mail)).toBe(false);
    expect(holds(compare('IsLessThan', 'item:ReminderDueBy', '2030-01-01T00:00:00Z'), mail)).toBe(false);
    expect(holds(compare('IsNotEqualTo', 'item:InReplyTo', 'x'), mail)).toBe(true);
  });

  it('compares extended properties, bytes by case', () => {
    const flag = (value: string) =>
      node('t:IsEqualTo', [
        node('t:ExtendedFieldURI', { PropertyTag: '0x1090', PropertyType: 'Integer' }),
        constant(value),
      ]);
    expect(holds(flag('2'), mail)).toBe(true);
    expect(holds(flag('1'), mail)).toBe(false);
    const uri = { PropertyTag: '0x3013', PropertyType: 'Binary' };
    const item = message({}, [extended(uri, 'AbCd')]);
    const id = (value: string) => node('t:IsEqualTo', [node('t:ExtendedFieldURI', uri), constant(value)]);
    expect([holds(id('AbCd'), item), holds(id('abcd'), item)]).toEqual([true, false]);
  });

  it('refuses a constant that is not of the type', () => {
    expect(() => holds(compare('IsEqualTo', 'item:Size', 'big'), mail)).toThrow(
      failure('ErrorInvalidValueForProperty'),
    );
    expect(() => holds(compare('IsEqualTo', 'item:DateTimeSent', 'today'), mail)).toThrow(
      failure('ErrorInvalidValueForProperty'),
    );
  });
});

describe('Contains', () => {
  it.each([
    ['FullString', 'quarterly figures', true],
    ['FullString', 'quarterly', false],
    ['Prefixed', 'quart', true],
    ['Prefixed', 'fig', false],
    ['Substring', 'gur', true],
    ['Substring', 'gurr', false],
    ['PrefixOnWords', 'fig', true],
    ['PrefixOnWords', 'gures', false],
    ['ExactPhrase', 'figures', true],
    ['ExactPhrase', 'fig', false],
  ])('with %s finds %s: %s', (mode, value, expected) => {
    expect(holds(contains('item:Subject', value, mode), mail)).toBe(expected);
  });

  it.each([
    ['Exact', 'quarterly', false],
    ['IgnoreCase', 'QUARTERLY', true],
    ['IgnoreNonSpacingCharacters', 'Quärterly', true],
    ['IgnoreNonSpacingCharacters', 'quärterly', false],
    ['IgnoreCaseAndNonSpacingCharacters', 'quärterly', true],
    ['Loose', 'Ｑuarterly', true],
    ['LooseAndIgnoreCase', 'ｑuarterly', true],
    ['LooseAndIgnoreNonSpace', 'Quärterly  figures', true],
    ['LooseAndIgnoreCaseAndIgnoreNonSpace', 'QUÄRTERLY', true],
  ])('with %s finds %s: %s', (comparison, value, expected) => {
    expect(holds(contains('item:Subject', value, 'Substring', comparison), mail)).toBe(expected);
  });

  it('searches the text of the body and not its markup', () => {
    expect(holds(contains('item:Body', 'net result', 'Substring'), mail)).toBe(true);
    expect(holds(contains('item:Body', '<b>', 'Substring'), mail)).toBe(false);
  });

  it('searches senders, displayed recipients and categories', () => {
    expect(holds(contains('message:From', '@example.test', 'Substring'), mail)).toBe(true);
    expect(holds(contains('item:DisplayTo', 'ann', 'Substring'), mail)).toBe(true);
    expect(holds(contains('item:Categories', 'lu', 'Substring'), mail)).toBe(true);
  });

  it('is refused on anything but strings', () => {
    expect(() => holds(contains('item:Size', '2', 'Substring'), mail)).toThrow(failure('ErrorContainsFilterWrongType'));
  });
});

describe('the other expressions', () => {
  it('And, Or and Not combine', () => {
    const yes = compare('IsEqualTo', 'message:IsRead', 'false');
    const no = compare('IsEqualTo', 'message:IsRead', 'true');
    expect(holds(node('t:And', [yes, no]), mail)).toBe(false);
    expect(holds(node('t:Or', [no, yes]), mail)).toBe(true);
    expect(holds(node('t:Not', [node('t:And', [yes, no])]), mail)).toBe(true);
  });

  it('Exists tells whether there is a value', () => {
    expect(holds(node('t:Exists', [field('item:Categories')]), mail)).toBe(true);
    expect(holds(node('t:Exists', [field('item:InReplyTo')]), mail)).toBe(false);
  });

  it('Excludes holds when no bit of the mask is set', () => {
    const excludes = (Value: string) =>
      node('t:Excludes', [
        node('t:ExtendedFieldURI', { PropertyTag: '0x1090', PropertyType: 'Integer' }),
        node('t:Bitmask', { Value }),
      ]);
    expect([holds(excludes('0x4'), mail), holds(excludes('6'), mail)]).toEqual([true, false]);
    const onText = node('t:Excludes', [field('item:Subject'), node('t:Bitmask', { Value: '1' })]);
    expect(() => holds(onText, mail)).toThrow(failure('ErrorInvalidExcludesRestriction'));
  });

  it('finds events by the words that say when they take place', () => {
    const event = element('t:CalendarItem', { 't:When': 'Every second Tuesday, by the river' });
    expect(holds(compare('IsEqualTo', 'calendar:When', 'every second tuesday, by the river'), event)).toBe(true);
    expect(holds(contains('calendar:When', 'tuesday', 'Substring'), event)).toBe(true);
    expect(holds(contains('calendar:When', 'wednesday', 'Substring'), event)).toBe(false);
  });

  it.each(['item:ConversationId', 'item:MimeContent', 'item:Attachments', 'item:UniqueBody', 'calendar:Recurrence'])(
    'refuses to search by %s',
    (uri) => {
      expect(() => holds(node('t:Exists', [field(uri)]), mail)).toThrow(failure('ErrorUnsupportedPathForQuery'));
    },
  );

  it('refuses what is too long or nested too deep', () => {
    const one = compare('IsEqualTo', 'message:IsRead', 'true');
    const or = (count: number) => node('t:Or', Array<XmlNode>(count).fill(one));
    expect(holds(or(254), mail)).toBe(false);
    expect(() => holds(or(255), mail)).toThrow(failure('ErrorRestrictionTooLong'));
    const deep = Array.from({ length: 120 }).reduce<XmlNode>((inner) => node('t:Not', [inner]), one);
    expect(() => holds(deep, mail)).toThrow(failure('ErrorRestrictionTooComplex'));
  });

  it('refuses what is no expression', () => {
    expect(() => holds(node('t:Near', [field('item:Subject')]), mail)).toThrow(failure('ErrorSchemaValidation'));
  });
});
