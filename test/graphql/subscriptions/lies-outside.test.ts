import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { itemId } from '../../../src/ews/properties/id.ts';
import type { ItemOf } from '../../../src/ews/properties/item-types.ts';
import type { LoadItems } from '../../../src/mailbox/load-items.ts';
import { isOutside, liesOutside } from '../../../src/graphql/subscriptions/lies-outside.ts';

const june = { start: '2026-06-01T00:00:00Z', end: '2026-07-01T00:00:00Z' };
const day = (date: string, hours = 1) => ({
  start: `${date}T09:00:00Z`,
  end: `${date}T${String(9 + hours).padStart(2, '0')}:00:00Z`,
});
type Properties = ItemOf<'CalendarItem'>['properties'];

const single = (date: string): Properties => ({ itemType: 'Single', ...day(date) });
const occurrence = (date: string) => ({ id: itemId(date), changeKey: undefined, ...day(date) });
const series = (first: string, last: string | undefined, more: Properties = {}): Properties => ({
  itemType: 'RecurringMaster',
  ...day(first),
  firstOccurrence: occurrence(first),
  recurrence: {
    pattern: { type: 'Daily', interval: 1 },
    range:
      last === undefined ? { type: 'NoEnd', startDate: first } : { type: 'EndDate', startDate: first, endDate: last },
  },
  ...(last === undefined ? {} : { lastOccurrence: occurrence(last) }),
  ...more,
});
const { lastOccurrence: _last, ...endUntold } = series('2026-05-01', '2026-05-20');

describe('an event lies outside a window', () => {
  it.each<[string, Properties]>([
    ['ends before it begins', single('2026-05-31')],
    ['begins when it ends', { itemType: 'Single', start: june.end, end: '2026-07-01T01:00:00Z' }],
    ['is a series that has ended before', series('2026-05-01', '2026-05-20')],
    ['is a series that begins after', series('2026-07-01', undefined)],
    [
      'is a series whose moved occurrences lie outside too',
      series('2026-05-01', '2026-05-20', { modifiedOccurrences: [occurrence('2026-05-25')] }),
    ],
  ])('that %s', (_what, properties) => {
    expect(isOutside({ properties }, june)).toBe(true);
  });
});

describe('an event is told', () => {
  it.each<[string, Properties]>([
    ['lies inside', single('2026-06-15')],
    ['overlaps the beginning', { itemType: 'Single', start: '2026-05-31T23:00:00Z', end: '2026-06-01T01:00:00Z' }],
    ['ends where the window begins', { itemType: 'Single', start: '2026-05-31T23:00:00Z', end: june.start }],
    ['lasts all the time', { itemType: 'Single', start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' }],
    ['is a series over all of it', series('2026-05-01', '2026-08-01')],
    ['is a series without end', series('2020-01-01', undefined)],
    [
      'is a series before it with an occurrence that was moved into it',
      series('2026-05-01', '2026-05-20', { modifiedOccurrences: [occurrence('2026-06-02')] }),
    ],
    [
      'is a series after it with an occurrence that was moved into it',
      series('2026-07-10', undefined, { modifiedOccurrences: [occurrence('2026-06-30')] }),
    ],
    ['is a series whose end the server does not tell', endUntold],
    ['tells no time', { itemType: 'Single' }],
    ['does not tell what it is', day('2026-05-01')],
  ])('that %s', (_what, properties) => {
    expect(isOutside({ properties }, june)).toBe(false);
  });

  it('that cannot be read', async () => {
    const items = {
      load: () => Promise.reject(new EwsError('response', 'GetItem: gone', { responseCode: 'ErrorItemNotFound' })),
    } as unknown as LoadItems;
    expect(await liesOutside({ items }, itemId('id'), june, [])).toBe(false);
  });
});
