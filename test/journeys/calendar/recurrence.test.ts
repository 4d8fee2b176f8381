import { RRule } from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { libraryCases, refusedRfcRules, rfcCases, type LibraryCase, type RfcCase } from './recurrence-cases.ts';
import { agendaOf, homesIn, makeEvents, startZonedJourney, type Home, type ShownEvent } from './zoned-journey.ts';

const home: Home = { address: 'home-0@example.test', zone: 'America/New_York' };

/** Where each subject takes place, in the order of time. */
const bySubject = (
  events: readonly ShownEvent[],
  shown: (event: ShownEvent) => string,
): Map<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const event of events) found.set(event.subject, [...(found.get(event.subject) ?? []), shown(event)].toSorted());
  return found;
};

const nineInNewYork = (day: string): string =>
  Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: 'America/New_York', plainTime: '09:00' })
    .toInstant()
    .toString();

const oneHour = (start: string, timeZone: string): object => ({
  timed: { start, end: Temporal.Instant.from(start).add({ hours: 1 }).toString(), timeZone },
});

const daysListed = ({ days }: RfcCase): readonly string[] =>
  days.flatMap((line) => {
    const [month = '', listed = ''] = line.split(': ');
    return listed.split(' ').map((day) => `${month}-${day.padStart(2, '0')}`);
  });

/** Wall clocks at which the library has a series begin, without zone, before a day. */
const beginnings = ({ rrule, start, zone }: LibraryCase, before: string): readonly Temporal.PlainDateTime[] => {
  const first = Temporal.PlainDateTime.from(start);
  // The library knows no zones: an UNTIL in UTC is told to it as the wall clock of the series.
  const rule = rrule.replace(/UNTIL=(\d{8}T\d{6}Z)/, (_, until: string) => {
    const wall = Temporal.Instant.from(until).toZonedDateTimeISO(zone).toPlainDateTime();
    return `UNTIL=${wall.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}Z`;
  });
  const begins = first.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  return RRule.fromString(`DTSTART:${begins}Z\nRRULE:${rule}`)
    .between(new Date('2020-01-01'), new Date(before), true)
    .map((date) => Temporal.PlainDateTime.from(date.toISOString().slice(0, 19)));
};

test('series of RFC 5545’s examples take place on the days that the RFC lists', async () => {
  const journey = await startZonedJourney(homesIn([['America/New_York', 'Eastern Standard Time']]));
  await makeEvents(
    journey,
    rfcCases.map(({ rrule, start }) => ({
      home,
      event: {
        subject: `${rrule} from ${start}`,
        timing: oneHour(nineInNewYork(start), 'America/New_York'),
        recurrence: { rrule },
      },
    })),
  );
  const found = bySubject(await agendaOf(journey, home, [1997, 1998]), ({ start }) => start.dateTime ?? '');

  for (const one of rfcCases) {
    const subject = `${one.rrule} from ${one.start}`;
    const expected = daysListed(one).map(nineInNewYork);
    const times = found.get(subject) ?? [];
    expect(one.goesOn ? times.slice(0, expected.length) : times, subject).toEqual(expected);
    if (one.goesOn) expect(times.length, subject).toBeGreaterThan(expected.length);
  }
});

test('rules of RFC 5545’s examples that EWS cannot keep are refused with the reason, and nothing is made', async () => {
  const journey = await startZonedJourney(homesIn([['America/New_York', 'Eastern Standard Time']]));
  for (const [rrule, start, reason] of refusedRfcRules) {
    const timing = oneHour(nineInNewYork(start), 'America/New_York');
    const event = { subject: 'Refused', timing, recurrence: { rrule } };
    const answer = await journey.query(
      `mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } userErrors {
        __typename ... on ValidationError { fields { path message } } } } }`,
      { input: { mailbox: home.address, notify: 'NONE', event } },
    );
    const path = ['input', 'event', 'recurrence', 'rrule'];
    const field = { path, message: expect.stringContaining(reason) as string };
    expect(answer.data, rrule).toEqual({
      createEvent: {
        event: null,
        userErrors: [{ __typename: 'ValidationError', fields: expect.arrayContaining([field]) as unknown }],
      },
    });
  }
  expect(journey.emulator.requests.filter(({ operation }) => operation === 'CreateItem')).toEqual([]);
});

test('series in zones of all kinds take place when another reader of their rules says so, whenever clocks change', async () => {
  const zones = [...new Set(libraryCases.map(({ zone }) => zone))];
  const homes = homesIn(zones.map((zone) => [zone, zone]));
  const homeOf = (zone: string): Home => homes[zones.indexOf(zone)] ?? home;
  const journey = await startZonedJourney(homes);
  const horizon = '2030-01-01';
  const subjectOf = ({ rrule, start, zone, pattern }: LibraryCase): string =>
    `${pattern === undefined ? rrule : JSON.stringify(pattern)} from ${start} in ${zone}`;
  const isAllDay = ({ start }: LibraryCase): boolean => !start.includes('T');

  await makeEvents(
    journey,
    libraryCases.map((one) => {
      const { rrule, start, zone, pattern } = one;
      const begins = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).toInstant().toString();
      const timing = isAllDay(one) ? { allDay: { start, end: start } } : oneHour(begins, zone);
      const recurrence = pattern === undefined ? { rrule } : { pattern };
      return { home: homeOf(zone), event: { subject: subjectOf(one), timing, recurrence } };
    }),
  );
  const found = new Map<string, readonly string[]>();
  for (const each of homes) {
    const events = await agendaOf(journey, each, [2026, 2027, 2028, 2029]);
    for (const [subject, times] of bySubject(events, ({ start }) => start.date ?? start.dateTime ?? ''))
      found.set(subject, times);
  }

  for (const one of libraryCases) {
    const expected = beginnings(one, horizon).map((wall) =>
      isAllDay(one)
        ? wall.toPlainDate().toString()
        : wall.toZonedDateTime(one.zone, { disambiguation: 'compatible' }).toInstant().toString(),
    );
    expect(expected.length, subjectOf(one)).toBeGreaterThan(1);
    expect(found.get(subjectOf(one)), subjectOf(one)).toEqual(expected);
  }
});
