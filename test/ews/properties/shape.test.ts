import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { itemDecoder } from '../../../src/ews/properties/item-element.ts';
import { itemTypes, type ItemType } from '../../../src/ews/properties/item-types.ts';
import { markers, metadataProperty } from '../../../src/ews/properties/named-property.ts';
import type { AnyProperty } from '../../../src/ews/properties/property.ts';
import { element, parseXml, writeXml, type XmlElement } from '../../../src/ews/xml.ts';
import { readRow } from './read-row.ts';
import { calendarItemSamples, contactSamples, messageSamples, taskSamples } from './samples.ts';

const samples: Readonly<Record<ItemType, Readonly<Record<string, unknown>>>> = {
  Message: messageSamples,
  CalendarItem: calendarItemSamples,
  Contact: contactSamples,
  Task: taskSamples,
};
const named: readonly AnyProperty[] = [markers.key, markers.content, metadataProperty('crm')];

/** Rows of one type with their names, those of no table under their keys. */
const rowsOf = (type: ItemType): readonly (readonly [string, AnyProperty])[] => [
  ...Object.entries(itemTypes[type]),
  ...named.map((row) => [row.key, row] as const),
];

/** The children that a server may send of an item: what was written for some rows, in any order, twice even, some without anything in them. */
const children = (type: ItemType): fc.Arbitrary<readonly XmlElement[]> => {
  const written = rowsOf(type).map(([name, row]): XmlElement => row.encode(samples[type][name] ?? 'note'));
  const odd = [
    element('t:ExtendedProperty'),
    element('t:ExtendedProperty', [element('t:ExtendedFieldURI', { PropertyTag: '0xe07', PropertyType: 'Integer' })]),
    element('t:ExtendedProperty', [
      element('t:ExtendedFieldURI', { PropertyTag: '3591', PropertyType: 'Integer' }),
      element('t:Value', '9'),
    ]),
    element('t:ExtendedProperty', [
      element('t:ExtendedFieldURI', {
        DistinguishedPropertySetId: 'Task',
        PropertyName: '33028',
        PropertyType: 'String',
      }),
      element('t:Value', 'not a date'),
    ]),
    element('t:NewerThanWe', [element('t:Subject', 'inner')]),
    element('t:Size', 'unknown'),
  ];
  return fc.array(fc.constantFrom(...written, ...odd), { maxLength: 30 });
};

/** An item and the rows that are asked for, of its own type and of others. */
const cases = fc
  .constantFrom(...(Object.keys(itemTypes) as ItemType[]))
  .chain((type) =>
    fc.tuple(
      fc.constant(type),
      children(type),
      fc.subarray([...new Set([...rowsOf(type), ...rowsOf('Message')].map(([, row]) => row))]),
    ),
  );

const nonsense = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    if (error instanceof EwsError && error.kind === 'decode') return 'nonsense';
    throw error;
  }
};

it('an item is read in one walk as it would be row by row', () => {
  fc.assert(
    fc.property(cases, ([type, content, wanted]) => {
      const item = parseXml(
        writeXml(element(`t:${type}`, { 'xmlns:t': 'urn:types' }, [element('t:ItemId', { Id: 'a' }), ...content])),
      );
      const expected = nonsense(() => {
        const rows = rowsOf(type).filter(([, row]) => wanted.includes(row));
        return Object.fromEntries(
          rows.map(([name, row]) => [name, readRow(row, item)] as const).filter(([, value]) => value !== undefined),
        );
      });
      expect(nonsense(() => itemDecoder(wanted)(item)?.properties)).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

it('the rows of one list are looked up once, and a list of its own is read on its own', () => {
  const { subject, isRead } = itemTypes.Message;
  const wanted = [subject];
  expect(itemDecoder(wanted)).toBe(itemDecoder(wanted));
  const item = parseXml('<Message><ItemId Id="a"/><Subject>s</Subject><IsRead>true</IsRead></Message>');
  expect(itemDecoder(wanted)(item)?.properties).toEqual({ subject: 's' });
  expect(itemDecoder([isRead])(item)?.properties).toEqual({ isRead: true });
});
