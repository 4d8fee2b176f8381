import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import {
  attribute,
  binary,
  boolean,
  date,
  dateAtMidnight,
  duration,
  instant,
  integer,
  listOf,
  normalInstant,
  number,
  oneOf,
  optionalText,
  string,
  type Codec,
} from '../../../src/ews/properties/codec.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

const read = <Value>(codec: Codec<Value>, text: string): Value => codec.decode(parsed(`<t:Value>${text}</t:Value>`));
const written = <Value>(codec: Codec<Value>, value: Value): string => writeXml(codec.encode('t:Value', value));

describe('instant', () => {
  it.each([
    ['2026-11-20T23:43:09Z', '2026-11-20T23:43:09Z'],
    ['2026-11-20T23:43:09.000000Z', '2026-11-20T23:43:09Z'],
    ['2026-11-20T23:43:09.357944400Z', '2026-11-20T23:43:09.357Z'],
    ['2026-11-20T23:43:09.5Z', '2026-11-20T23:43:09.500Z'],
    ['2026-11-21T01:43:09+02:00', '2026-11-20T23:43:09Z'],
    ['2026-11-20T17:43:09.250-06:00', '2026-11-20T23:43:09.250Z'],
    ['2026-11-20T23:43:09', '2026-11-20T23:43:09Z'],
    ['  2026-11-20T23:43:09Z\n', '2026-11-20T23:43:09Z'],
    ['2026-11-20T24:00:00Z', '2026-11-21T00:00:00Z'],
    ['1601-01-01T00:00:00Z', '1601-01-01T00:00:00Z'],
    ['4501-01-01T00:00:00Z', '4501-01-01T00:00:00Z'],
  ])('reads %s as %s', (text, value) => {
    expect(read(instant, text)).toBe(value);
  });

  it.each([
    '',
    'yesterday',
    '2026-11-20',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20 23:43:09Z',
  ])('refuses %j without repeating it', (text) => {
    expect(() => read(instant, text)).toThrow(new EwsError('decode', 'Value is not a date and time'));
  });

  it('reads back every moment that it writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (moment) => {
          const value = normalInstant(moment.toISOString()) ?? '';
          expect(read(instant, written(instant, value).replace(/<[^>]*>/g, ''))).toBe(value);
          expect(Date.parse(value)).toBe(moment.getTime());
        },
      ),
    );
  });

  it('reads the days and times that calendar and clock have, and no others, whether spelled in our way or in another', () => {
    const two = (value: number): string => String(value).padStart(2, '0');
    const isThere = (text: string): boolean =>
      !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().replace('.000Z', 'Z') === text;
    const days = Array.from(
      { length: 14 * 33 },
      (_, index) => `${two(Math.floor(index / 33))}-${two(index % 33)}T10:20:30`,
    );
    const times = ['00:00:00', '23:59:59', '24:00:01', '09:60:00', '09:00:60', '19:59:09', '30:00:00'];
    for (const year of ['0999', '1900', '2000', '2027', '2028', '9999']) {
      for (const moment of [...days, ...times.map((time) => `03-02T${time}`)]) {
        const text = `${year}-${moment}Z`;
        for (const spelled of [text, `${year}-${moment}+00:00`, ` ${text}`])
          expect(normalInstant(spelled)).toBe(isThere(text) ? text : undefined);
      }
    }
  });

  it('writes a caller’s offset as UTC and refuses what is no moment', () => {
    expect(written(instant, '2026-11-21T01:43:09+02:00')).toBe('<t:Value>2026-11-20T23:43:09Z</t:Value>');
    expect(() => written(instant, 'soon')).toThrow(InvalidInputError);
  });
});

describe('dates', () => {
  it.each([
    '2026-03-02',
    '2026-03-02Z',
    '2026-03-02-05:00',
    '2026-03-02T00:00:00.000000Z',
    '2026-03-02T23:30:00-05:00',
  ])('reads the calendar date of %s whatever offset it carries', (text) => {
    expect(read(date, text)).toBe('2026-03-02');
    expect(read(dateAtMidnight, text)).toBe('2026-03-02');
  });

  it('refuses days that no calendar has', () => {
    expect(() => read(date, '2026-02-29')).toThrow(EwsError);
    expect(read(date, '2028-02-29')).toBe('2028-02-29');
    expect(() => written(date, '2026-02-29')).toThrow(InvalidInputError);
    expect(() => written(dateAtMidnight, '2026-03-02T10:00:00Z')).toThrow(InvalidInputError);
  });

  it('writes a date alone, or as midnight in UTC where EWS wants a dateTime', () => {
    expect(written(date, '2026-03-02')).toBe('<t:Value>2026-03-02</t:Value>');
    expect(written(dateAtMidnight, '2026-03-02')).toBe('<t:Value>2026-03-02T00:00:00Z</t:Value>');
  });
});

describe('plain values', () => {
  it('reads the four spellings of a boolean and no fifth', () => {
    expect(['true', '1', 'false', ' 0 '].map((text) => read(boolean, text))).toEqual([true, true, false, false]);
    expect(() => read(boolean, 'True')).toThrow(new EwsError('decode', 'Value is not a boolean'));
  });

  it('reads integers up to 2^53 and numbers with a fraction', () => {
    expect(read(integer, ' -12 ')).toBe(-12);
    expect(() => read(integer, '1.5')).toThrow(EwsError);
    expect(() => read(integer, '')).toThrow(EwsError);
    expect(() => read(integer, '9007199254740993')).toThrow(EwsError);
    expect(read(number, '33.5')).toBe(33.5);
    expect(() => read(number, 'NaN')).toThrow(EwsError);
    expect(() => read(number, ' ')).toThrow(EwsError);
  });

  it('keeps a string as it stands, white space and all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(string.decode(string.encode('t:Value', text))).toBe(text);
      }),
    );
    expect(read(string, '  two\n lines ')).toBe('  two\n lines ');
  });

  it('reads base64 over several lines as one', () => {
    expect(read(binary, '\n YWJj\r\n ZGVm\t==\n')).toBe('YWJjZGVm==');
  });

  it.each(['PT30M', 'P1D', 'P1DT2H3M4.5S', '-PT1H', 'P1Y2M'])('takes %s for a duration', (text) => {
    expect(read(duration, text)).toBe(text);
  });

  it.each(['', 'P', 'PT', '30M', 'P1H', 'PT5'])('does not take %j for a duration', (text) => {
    expect(() => read(duration, text)).toThrow(EwsError);
  });

  it('gives a word newer than the contract its fallback', () => {
    const importance = oneOf(['Low', 'Normal', 'High'], 'Normal');
    expect(read(importance, 'High')).toBe('High');
    expect(read(importance, 'Urgent')).toBe('Normal');
  });
});

describe('lists and attributes', () => {
  it('reads members of its own name in order, and an empty element as an empty list', () => {
    const categories = listOf('String', string);
    expect(
      categories.decode(parsed('<t:Categories><t:String>b</t:String><t:Other/><t:String>a</t:String></t:Categories>')),
    ).toEqual(['b', 'a']);
    expect(categories.decode(parsed('<t:Categories/>'))).toEqual([]);
    expect(writeXml(categories.encode('t:Categories', ['b', 'a']))).toBe(
      '<t:Categories><t:String>b</t:String><t:String>a</t:String></t:Categories>',
    );
  });

  it('reads a value that stands in an attribute, and names the attribute that is missing', () => {
    const conversationId = attribute('Id', String);
    expect(conversationId.decode(parsed('<t:ConversationId Id="c+/=" ChangeKey="x"/>'))).toBe('c+/=');
    expect(() => conversationId.decode(parsed('<t:ConversationId/>'))).toThrow('ConversationId has no attribute Id');
  });

  it('takes blank text for no text', () => {
    expect(optionalText(parsed('<t:Mailbox><t:Name> </t:Name></t:Mailbox>'), 'Name')).toBeUndefined();
    expect(optionalText(parsed('<t:Mailbox><t:Name> Ann </t:Name></t:Mailbox>'), 'Name')).toBe('Ann');
  });
});
