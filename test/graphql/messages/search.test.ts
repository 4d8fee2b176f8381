import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { messageProperties as p } from '../../../src/ews/properties/message.ts';
import type { AnyProperty } from '../../../src/ews/properties/property.ts';
import type { Restriction } from '../../../src/ews/properties/restriction.ts';
import { isQueryStringRefusal, searchRestriction, searchText } from '../../../src/graphql/messages/search.ts';

const holds = (property: AnyProperty, contains: string): Restriction => ({ property, contains, mode: 'Substring' });
const anywhere = (word: string): Restriction => ({
  or: [holds(p.subject, word), holds(p.from, word), holds(p.bodyText, word)],
});

describe('a search without an index', () => {
  it.each<[string, Restriction]>([
    ['invoice', anywhere('invoice')],
    ['invoice march', { and: [anywhere('invoice'), anywhere('march')] }],
    ['invoice AND march', { and: [anywhere('invoice'), anywhere('march')] }],
    ['invoice OR bill march', { and: [{ or: [anywhere('invoice'), anywhere('bill')] }, anywhere('march')] }],
    ['"October run"', anywhere('October run')],
    ['subject:"October run" from:billing', { and: [holds(p.subject, 'October run'), holds(p.from, 'billing')] }],
    ['Subject:x', holds(p.subject, 'x')],
    ['-spam', { not: anywhere('spam') }],
    ['NOT subject:spam', { not: holds(p.subject, 'spam') }],
    [
      'hasattachment:true isread:no',
      {
        and: [
          { property: p.hasAttachments, is: 'equalTo', value: 'true' },
          { property: p.isRead, is: 'equalTo', value: 'false' },
        ],
      },
    ],
    ['https://x.test', anywhere('https://x.test')],
    // What every object has by birth is no field of a message.
    ['constructor:x', anywhere('constructor:x')],
    ['__proto__:true', anywhere('__proto__:true')],
    ['to:bob cc:ann', { and: [holds(p.displayTo, 'bob'), holds(p.displayCc, 'ann')] }],
  ])('understands %j', (text, expected) => {
    expect(searchRestriction(text)).toEqual(expected);
  });

  it('that names no word is refused', () => {
    expect(() => searchRestriction('""')).toThrow('search holds no word');
  });
});

describe('a search text', () => {
  it('is trimmed, and refused when empty or endless', () => {
    expect(searchText(' hello ')).toBe('hello');
    expect(() => searchText('  ')).toThrow('search must not be empty');
    expect(() => searchText('x'.repeat(1001))).toThrow('1000 characters');
  });
});

describe('isQueryStringRefusal', () => {
  it('tells a server without QueryString from one that is busy', () => {
    expect(isQueryStringRefusal(new EwsError('fault', 'no', { responseCode: 'ErrorInvalidRequest' }))).toBe(true);
    expect(isQueryStringRefusal(new EwsError('fault', 'no', { responseCode: 'ErrorServerBusy' }))).toBe(false);
    expect(isQueryStringRefusal(new EwsError('timeout', 'no'))).toBe(false);
  });
});
