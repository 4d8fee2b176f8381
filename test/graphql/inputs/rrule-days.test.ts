import fc from 'fast-check';
import { RRule } from 'rrule';
import { expect, test } from 'vitest';
import { readRecurrence } from '../../../src/graphql/inputs/recurrence.ts';
import { readEventTiming } from '../../../src/graphql/inputs/event-timing.ts';
import { seriesDays } from '../../../src/mailbox/write/events/series-days.ts';
import { noted } from './noted.ts';

const seed = 5545;
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const list = (values: fc.Arbitrary<string | number>, most: number): fc.Arbitrary<string> =>
  fc.uniqueArray(values, { minLength: 1, maxLength: most }).map((chosen) => chosen.join(','));

const part = (name: string, values: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  values.map((value) => `;${name}=${value}`);

const maybe = (weight: number, some: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 10 - weight, arbitrary: fc.constant('') }, { weight, arbitrary: some });

const weekdays = fc.oneof(
  list(fc.constantFrom(...codes), 7),
  fc.constantFrom('MO,TU,WE,TH,FR', 'SA,SU', 'SU,MO,TU,WE,TH,FR,SA', ...codes),
);
const numbered = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom(...codes))
  .map(([ordinal, code]) => `${ordinal}${code}`);
const monthDays = fc.oneof(
  fc.integer({ min: 1, max: 31 }),
  fc.constantFrom('-1', '28,29,30,31', '30,31', '28,29', '1,2,3,4,5,6,7', '8,9,10,11,12,13,14', '-2', '1,15'),
);
const months = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom('1,7', '3,6,9,12', '2,8', '1,2,3,4,5,6,7,8,9,10,11,12', '1,5'),
);
const positions = fc.constantFrom('1', '2', '4', '-1', '-2', '1,-1', '3');

const monthly = fc
  .tuple(
    fc.constantFrom('MONTHLY', 'YEARLY'),
    maybe(4, part('INTERVAL', fc.constantFrom(1, 2, 3, 4, 5, 6, 12, 24))),
    maybe(4, part('BYMONTH', months)),
    fc.oneof(maybe(4, part('BYDAY', weekdays)), part('BYDAY', numbered)),
    maybe(5, part('BYMONTHDAY', monthDays)),
    maybe(4, part('BYSETPOS', positions)),
  )
  .map(([frequency, ...parts]) => `FREQ=${frequency}${parts.join('')}`);
const weekly = fc
  .tuple(
    fc.constantFrom('WEEKLY', 'DAILY'),
    maybe(6, part('INTERVAL', fc.integer({ min: 1, max: 9 }))),
    maybe(7, part('BYDAY', weekdays)),
    maybe(5, part('WKST', fc.constantFrom(...codes))),
  )
  .map(([frequency, ...parts]) => `FREQ=${frequency}${parts.join('')}`);

const day = (date: Date): string => date.toISOString().slice(0, 10);

const byLibrary = (rule: string, start: string, count: number): readonly string[] => {
  const found: string[] = [];
  RRule.fromString(`DTSTART:${start.replaceAll('-', '')}T090000Z\nRRULE:${rule};UNTIL=20600101T000000Z`).all((date) => {
    // The library tells a day twice that two positions of BYSETPOS lead to.
    if (found.at(-1) !== day(date)) found.push(day(date));
    return found.length < count;
  });
  return found;
};

const read = (rule: string, start: string) =>
  noted((path, note) => {
    const times = readEventTiming({ allDay: { start, end: start } }, path, note, 'UTC');
    return readRecurrence({ rrule: rule }, path, note, times);
  });

/** 1600-02-28 and the like would only show that everybody has the same calendar. */
const someDay = fc.integer({ min: 0, max: 365 * 8 }).map((days) => day(new Date(Date.UTC(2023, 0, 1) + days * 864e5)));

/** What the refusal of a start says that is none of the rule's days. */
const firstDay = /the first day from then on that it falls on is (\S+)\.$/;

test('whatever rule is taken falls on the days on which another reader of RFC 5545 puts it', () => {
  const taken = new Map<string, number>();
  fc.assert(
    fc.property(fc.oneof({ weight: 4, arbitrary: monthly }, weekly), someDay, (rule, anyDay) => {
      const { problems } = read(rule, anyDay);
      const start = problems.length === 0 ? anyDay : firstDay.exec(problems.join())?.[1];
      if (start === undefined) return;
      expect(byLibrary(rule, anyDay, 1)).toEqual([start]);
      const expected = byLibrary(rule, start, 15);
      const { read: recurrence } = read(rule, start);
      if (recurrence === undefined) throw new Error('refused from its own first day');
      const { type } = recurrence.pattern;
      taken.set(type, (taken.get(type) ?? 0) + 1);
      const days: string[] = [];
      for (const one of seriesDays(recurrence)) if (days.push(one) === expected.length) break;
      expect(days).toEqual(expected);
    }),
    { numRuns: 5000, seed },
  );
  for (const type of ['Daily', 'Weekly', 'AbsoluteMonthly', 'RelativeMonthly', 'AbsoluteYearly', 'RelativeYearly'])
    expect(taken.get(type), type).toBeGreaterThan(20);
});
