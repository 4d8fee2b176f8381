import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { restriction, type Restriction } from '../../../src/ews/properties/restriction.ts';
import { sortOrder } from '../../../src/ews/properties/sort-order.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact } from '../parsed.ts';

const written = (filter: Restriction): string => writeXml(restriction(filter));
const { subject, isRead, receivedAt, flagStatus, bodyText, toRecipients, conversationKey, categories } =
  messageProperties;

describe('restriction', () => {
  it('writes a comparison with a constant', () => {
    expect(written({ property: receivedAt, is: 'greaterThanOrEqualTo', value: '2026-01-01T00:00:00Z' })).toBe(
      compact(`
        <m:Restriction>
          <t:IsGreaterThanOrEqualTo>
            <t:FieldURI FieldURI="item:DateTimeReceived"/>
            <t:FieldURIOrConstant><t:Constant Value="2026-01-01T00:00:00Z"/></t:FieldURIOrConstant>
          </t:IsGreaterThanOrEqualTo>
        </m:Restriction>`),
    );
  });

  it.each([
    ['equalTo', 'IsEqualTo'],
    ['notEqualTo', 'IsNotEqualTo'],
    ['greaterThan', 'IsGreaterThan'],
    ['lessThan', 'IsLessThan'],
    ['lessThanOrEqualTo', 'IsLessThanOrEqualTo'],
  ] as const)('writes %s as %s, of extended properties too', (is, name) => {
    expect(written({ property: flagStatus, is, value: '2' })).toBe(
      `<m:Restriction><t:${name}><t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/><t:FieldURIOrConstant><t:Constant Value="2"/></t:FieldURIOrConstant></t:${name}></m:Restriction>`,
    );
  });

  it('searches text without case, also in the body that FindItem does not return', () => {
    expect(written({ property: bodyText, contains: 'a "b" <c>\n', mode: 'Prefixed' })).toBe(
      '<m:Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="item:Body"/><t:Constant Value="a &quot;b&quot; &lt;c&gt;&#xA;"/></t:Contains></m:Restriction>',
    );
  });

  it('nests and, or, not and exists as deep as they are written', () => {
    expect(
      written({
        and: [
          {
            or: [
              { property: subject, contains: 'x', mode: 'Substring' },
              { property: conversationKey, is: 'equalTo', value: 'AAEC' },
            ],
          },
          { not: { property: categories, exists: true } },
        ],
      }),
    ).toBe(
      compact(`
        <m:Restriction>
          <t:And>
            <t:Or>
              <t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase"><t:FieldURI FieldURI="item:Subject"/><t:Constant Value="x"/></t:Contains>
              <t:IsEqualTo><t:ExtendedFieldURI PropertyTag="0x3013" PropertyType="Binary"/><t:FieldURIOrConstant><t:Constant Value="AAEC"/></t:FieldURIOrConstant></t:IsEqualTo>
            </t:Or>
            <t:Not><t:Exists><t:FieldURI FieldURI="item:Categories"/></t:Exists></t:Not>
          </t:And>
        </m:Restriction>`),
    );
  });

  it('writes a lone condition without the and or or around it', () => {
    const read: Restriction = { property: isRead, is: 'equalTo', value: 'true' };
    expect(written({ and: [{ or: [read] }] })).toBe(written(read));
  });

  it('refuses to search what EWS cannot search, however deep it hides', () => {
    expect(() => written({ not: { property: toRecipients, contains: 'ann', mode: 'Substring' } })).toThrow(
      new InvalidInputError('message:ToRecipients can be neither searched nor sorted by'),
    );
    expect(() => written({ or: [] })).toThrow(InvalidInputError);
  });
});

describe('sort order', () => {
  it('writes the keys, most significant first', () => {
    const order = sortOrder([
      { property: receivedAt, direction: 'Descending' },
      { property: subject, direction: 'Ascending' },
    ]);
    expect(order === undefined ? '' : writeXml(order)).toBe(
      compact(`
        <m:SortOrder>
          <t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder>
          <t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Subject"/></t:FieldOrder>
        </m:SortOrder>`),
    );
  });

  it('is nothing without keys, and refuses what cannot be sorted by', () => {
    expect(sortOrder([])).toBeUndefined();
    expect(() => sortOrder([{ property: toRecipients, direction: 'Ascending' }])).toThrow(InvalidInputError);
  });
});
