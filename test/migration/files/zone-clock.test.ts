import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { TimeZoneDefinition } from '../../../src/ews/properties/time-zone-definition.ts';
import { zoneClock, zoneText } from '../../../src/migration/files/zone-clock.ts';

/** What ical.js makes of a description: seconds east of Greenwich at a time of the wall clock. */
const readZone = (text: string): ((wall: Temporal.PlainDateTime) => number) => {
  const zone = new ICAL.Timezone({ component: text });
  return (wall) => zone.utcOffset(ICAL.Time.fromString(wall.toString({ smallestUnit: 'second' }), undefined));
};

/** Noons, and what is near them, of every fifth day: no clock changes then. */
const noons = (from: number, to: number): readonly Temporal.PlainDateTime[] =>
  Array.from({ length: Math.floor(((to - from) * 365) / 5) }, (_, index) =>
    Temporal.PlainDateTime.from({ year: from, month: 1, day: 1, hour: 12, minute: index % 60 }).add({
      days: index * 5,
    }),
  );

/** Rules of a program's own: an hour and a half from Greenwich, two and a half in summer, other days of change until 2020. */
const definition: TimeZoneDefinition = {
  id: 'Custom',
  name: 'Custom',
  periods: [
    { id: 'std', name: 'Standard', bias: '-PT1H30M' },
    { id: 'dlt', name: 'Daylight', bias: '-PT2H30M' },
  ],
  groups: [
    {
      id: '0',
      transitions: [
        {
          type: 'weekday',
          to: { kind: 'Period', id: 'dlt' },
          timeOffset: 'PT2H',
          month: 4,
          dayOfWeek: 'Sunday',
          occurrence: 1,
        },
        {
          type: 'weekday',
          to: { kind: 'Period', id: 'std' },
          timeOffset: 'PT3H',
          month: 10,
          dayOfWeek: 'Sunday',
          occurrence: -1,
        },
      ],
    },
    {
      id: '1',
      transitions: [
        { type: 'date', to: { kind: 'Period', id: 'dlt' }, timeOffset: 'PT0S', month: 5, day: 1 },
        { type: 'date', to: { kind: 'Period', id: 'std' }, timeOffset: 'PT0S', month: 9, day: 15 },
      ],
    },
  ],
  transitions: [
    { type: 'once', to: { kind: 'Group', id: '0' } },
    { type: 'absolute', to: { kind: 'Group', id: '1' }, dateTime: '2020-01-01T00:00:00' },
  ],
};

describe('a zone, described for calendar programs', () => {
  it.each([
    'Europe/Berlin',
    'America/New_York',
    'America/Sao_Paulo',
    'Australia/Lord_Howe',
    'Asia/Calcutta',
    'Asia/Jerusalem',
    'Africa/Casablanca',
    'Asia/Almaty',
    'Pacific/Apia',
    'Etc/GMT+5',
  ])('goes as %s does, in years gone by and in years to come', (iana) => {
    const offsetAt = readZone(zoneText({ tzid: iana }, { first: 2004, last: 2034 }));
    for (const wall of noons(2004, 2034)) {
      const expected = Math.round(wall.toZonedDateTime(iana).offsetNanoseconds / 1e9);
      expect([wall.toString(), offsetAt(wall)]).toEqual([wall.toString(), expected]);
    }
  });

  it('goes by the rules that a program made up, from when they hold', () => {
    const clock = zoneClock({ id: 'Custom', name: undefined, iana: undefined, definition });
    const seen = (instant: string): string => clock.wall(instant).toString();

    expect(seen('2019-04-06T12:00:00Z')).toBe('2019-04-06T13:30:00');
    expect(seen('2019-04-07T12:00:00Z')).toBe('2019-04-07T14:30:00');
    expect(seen('2019-10-27T12:00:00Z')).toBe('2019-10-27T13:30:00');
    expect(seen('2026-04-30T12:00:00Z')).toBe('2026-04-30T13:30:00');
    expect(seen('2026-05-01T12:00:00Z')).toBe('2026-05-01T14:30:00');
    expect(seen('2026-09-14T12:00:00Z')).toBe('2026-09-14T14:30:00');
    expect(seen('2026-09-15T12:00:00Z')).toBe('2026-09-15T13:30:00');
    expect(clock.instant(Temporal.PlainDateTime.from('2026-07-01T10:00')).toString()).toBe('2026-07-01T07:30:00Z');
    expect(clock.zone?.tzid).toMatch(/^Custom \([0-9a-f]{8}\)$/);
  });
});
