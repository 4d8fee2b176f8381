import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneKeys } from '../../../src/ews/properties/contact-entry.ts';
import { phoneKeysFor, phoneLabel, phoneLabels } from '../../../src/mailbox/contact-labels.ts';
import { placePhones } from '../../../src/mailbox/write/phone-places.ts';

const labelled = (...entries: readonly (readonly [key: string, value: string])[]) =>
  entries.map(([key, value]) => ({ key, value }));

describe('numbers of a contact', () => {
  it('go to the likeliest places of their label, in order', () => {
    const { placed, left } = placePhones(
      [],
      [
        { label: 'work', value: '1' },
        { label: 'fax', value: '2' },
        { label: 'work', value: '3' },
        { label: 'pager', value: '4' },
      ],
    );
    expect([...placed]).toEqual([
      ['BusinessPhone', '1'],
      ['BusinessFax', '2'],
      ['BusinessPhone2', '3'],
      ['Pager', '4'],
    ]);
    expect(left).toEqual([]);
  });

  it('stay where they are when they are written back, whatever narrower meaning the place has', () => {
    const present = labelled(['AssistantPhone', '1'], ['Telex', '2'], ['HomePhone2', '3']);
    const { placed } = placePhones(present, [
      { label: 'work', value: '7' },
      { label: 'home', value: '3' },
      { label: 'other', value: '2' },
      { label: 'work', value: '1' },
    ]);
    expect(Object.fromEntries(placed)).toEqual({
      AssistantPhone: '1',
      BusinessPhone: '7',
      HomePhone2: '3',
      Telex: '2',
    });
  });

  it('move when they are given another label', () => {
    const { placed } = placePhones(labelled(['MobilePhone', '1']), [{ label: 'home', value: '1' }]);
    expect([...placed]).toEqual([['HomePhone', '1']]);
  });

  it.each(phoneLabels)('of which there are more %s than there is room for are told, each by its place', (label) => {
    const room = phoneKeysFor[label].length;
    const wanted = Array.from({ length: room + 2 }, (_, index) => ({ label, value: String(index) }));
    const { placed, left } = placePhones([], wanted);
    expect(placed.size).toBe(room);
    expect(left).toEqual([room, room + 1]);
  });

  it('that were read can always be written back as they were', () => {
    const entries = fc.uniqueArray(
      fc.record({ key: fc.constantFrom(...phoneKeys), value: fc.constantFrom('1', '2', '3') }),
      { selector: ({ key }) => key },
    );
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.double()), (present, order) => {
        const read = present
          .map(({ key, value }) => ({ label: phoneLabel(key), value, place: order.next().value ?? 0 }))
          .toSorted((a, b) => a.place - b.place);
        const { placed, left } = placePhones(present, read);
        expect(left).toEqual([]);
        expect(new Map(placed)).toEqual(new Map(present.map(({ key, value }) => [key, value])));
      }),
    );
  });
});

describe('labels', () => {
  it('are read from the places that they are written to', () => {
    for (const label of phoneLabels)
      for (const key of phoneKeysFor[label]) expect([key, phoneLabel(key)]).toEqual([key, label]);
  });
});
