import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { getItem } from '../../emulator/writing.ts';
import { ewsIdIn } from '../journey-of-test.ts';
import { operationsOf, type Answer, type Journey } from '../start.ts';
import { ewsOf, homesIn, startZonedJourney } from './zoned-journey.ts';

const journeyIn = (zone: string, windowsId: string): Promise<Journey> =>
  startZonedJourney(homesIn([[zone, windowsId]]));

interface Made {
  readonly createEvent: {
    readonly event: { readonly id: string } | null;
    readonly userErrors: readonly {
      readonly fields?: readonly { readonly path: readonly string[]; readonly message: string }[];
    }[];
  };
}

const create = ({ query }: Journey, event: object): Promise<Answer<Made>> =>
  query<Made>(
    `mutation ($input: CreateEventInput!) { createEvent(input: $input) {
      event { id isAllDay duration start { dateTime date timeZone local } end { dateTime date timeZone local } recurrence { startDate timeZone rrule } }
      userErrors { ... on ValidationError { fields { path message } } } } }`,
    { input: { mailbox: 'home-0@example.test', notify: 'NONE', event } },
  );

/** What the mail server itself holds of an event that was made. */
const heldOf = async (journey: Journey, answer: Answer<Made>) => {
  const item = await getItem(ewsOf(journey), ewsIdIn(String(answer.data.createEvent.event?.id)), 'home-0');
  return {
    start: childText(item, 'Start'),
    end: childText(item, 'End'),
    isAllDay: childText(item, 'IsAllDayEvent'),
    zones: ['StartTimeZone', 'EndTimeZone'].map((name) => child(item, name)?.attributes['Id']),
  };
};

const localStarts = async ({ query }: Journey, from: string, to: string): Promise<readonly string[]> => {
  const { data } = await query<{
    readonly mailbox: {
      readonly agenda: { readonly nodes: readonly { readonly start: { readonly local: string } }[] };
    };
  }>(
    `query ($window: TimeWindowInput!) { mailbox(address: "home-0@example.test") { agenda(window: $window) { nodes { start { local } } } } }`,
    { window: { start: from, end: to } },
  );
  return data.mailbox.agenda.nodes.map(({ start }) => start.local);
};

describe('a timed event', () => {
  it('takes place at the instants that were written, whatever offset they carry, on the clock of its zone', async () => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const timed = { start: '2031-03-18T00:00:00-08:00', end: '2031-03-18T18:30:00.25+09:30', timeZone: 'Europe/Rome' };
    const answer = await create(journey, { timing: { timed } });

    const zone = 'W. Europe Standard Time';
    expect(await heldOf(journey, answer)).toEqual({
      start: '2031-03-18T08:00:00Z',
      end: '2031-03-18T09:00:00Z',
      isAllDay: 'false',
      zones: [zone, zone],
    });
    expect(answer.data.createEvent.event).toMatchObject({
      duration: 'PT1H',
      start: { dateTime: '2031-03-18T08:00:00Z', date: null, timeZone: 'Europe/Berlin', local: '2031-03-18T09:00:00' },
      end: { local: '2031-03-18T10:00:00' },
    });
    expect(operationsOf(answer)).toEqual(['CreateItem', 'GetItem']);
  });

  it('may be told its zone by its Windows name', async () => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const timed = { start: '2031-03-18T00:00:00Z', end: '2031-03-18T00:00:00Z', timeZone: 'tokyo standard time' };
    const answer = await create(journey, { timing: { timed } });

    expect((await heldOf(journey, answer)).zones[0]).toBe('Tokyo Standard Time');
    expect(answer.data.createEvent.event).toMatchObject({
      duration: 'PT0S',
      start: { timeZone: 'Asia/Tokyo', local: '2031-03-18T09:00:00' },
    });
  });

  it('repeats in a zone that Windows has not by the rules that were written out, summer and winter', async () => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const timed = { start: '2031-03-27T12:00:00Z', end: '2031-03-27T13:00:00Z', timeZone: 'Antarctica/Troll' };
    const answer = await create(journey, { timing: { timed }, recurrence: { rrule: 'FREQ=DAILY;COUNT=5' } });

    expect(answer.data.createEvent.event).toMatchObject({
      recurrence: { timeZone: 'Antarctica/Troll', rrule: 'FREQ=DAILY;COUNT=5' },
    });
    expect(await localStarts(journey, '2031-03-27T00:00:00Z', '2031-04-02T00:00:00Z')).toEqual(
      ['27', '28', '29', '30', '31'].map((day) => `2031-03-${day}T12:00:00`),
    );
  });
});

describe('an occurrence', () => {
  it('takes place an hour later in an hour that its clock skips, and the first time in one that is shown twice', async () => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const spring = { start: '2031-03-29T01:30:00Z', end: '2031-03-29T01:45:00Z', timeZone: 'Europe/London' };
    const autumn = { start: '2031-10-25T00:30:00Z', end: '2031-10-25T00:45:00Z', timeZone: 'Europe/London' };
    for (const timed of [spring, autumn])
      await create(journey, { timing: { timed }, recurrence: { rrule: 'FREQ=DAILY;COUNT=3' } });

    expect(await localStarts(journey, '2031-03-29T00:00:00Z', '2031-04-01T00:00:00Z')).toEqual([
      '2031-03-29T01:30:00',
      '2031-03-30T02:30:00',
      '2031-03-31T01:30:00',
    ]);
    const { data } = await journey.query<{ mailbox: { agenda: { nodes: readonly unknown[] } } }>(
      `{ mailbox(address: "home-0@example.test") { agenda(window: { start: "2031-10-25T00:00:00Z", end: "2031-10-28T00:00:00Z" }) {
        nodes { start { dateTime local } } } } }`,
    );
    expect(data.mailbox.agenda.nodes).toEqual([
      { start: { dateTime: '2031-10-25T00:30:00Z', local: '2031-10-25T01:30:00' } },
      { start: { dateTime: '2031-10-26T00:30:00Z', local: '2031-10-26T01:30:00' } },
      { start: { dateTime: '2031-10-27T01:30:00Z', local: '2031-10-27T01:30:00' } },
    ]);
  });
});

describe('an all-day event', () => {
  it('stands on the mail server as midnights of the mailbox’s zone, and is the same days everywhere', async () => {
    const journey = await journeyIn('Pacific/Auckland', 'New Zealand Standard Time');
    const answer = await create(journey, { timing: { allDay: { start: '2031-09-27', end: '2031-09-28' } } });

    // New Zealand goes forward on the 28th.
    const zone = 'New Zealand Standard Time';
    expect(await heldOf(journey, answer)).toEqual({
      start: '2031-09-26T12:00:00Z',
      end: '2031-09-28T11:00:00Z',
      isAllDay: 'true',
      zones: [zone, zone],
    });
    expect(answer.data.createEvent.event).toMatchObject({
      isAllDay: true,
      duration: 'P2D',
      start: { dateTime: null, date: '2031-09-27', local: '2031-09-27' },
      end: { date: '2031-09-28' },
    });
    // The zone of the mailbox is looked up once, and remembered.
    expect(operationsOf(answer).toSorted()).toEqual(['CreateItem', 'GetItem', 'GetUserConfiguration']);
    const again = await create(journey, { timing: { allDay: { start: '2031-09-27', end: '2031-09-27' } } });
    expect(operationsOf(again)).toEqual(['CreateItem', 'GetItem']);
    for (const timeZone of ['America/Los_Angeles', 'Pacific/Kiritimati']) {
      const { data } = await journey.query<{ mailbox: { agenda: { nodes: readonly unknown[] } } }>(
        `query ($window: TimeWindowInput!) { mailbox(address: "home-0@example.test") { agenda(window: $window) {
          nodes { start { date } end { date } } } } }`,
        { window: { start: '2031-09-01T00:00:00Z', end: '2031-10-30T00:00:00Z', timeZone } },
      );
      expect(data.mailbox.agenda.nodes).toContainEqual({ start: { date: '2031-09-27' }, end: { date: '2031-09-28' } });
    }
  });
});

describe('a series whose time is changed', () => {
  it.each([
    [
      { start: '2031-03-18T09:00:00Z', end: '2031-03-19T09:01:00Z' },
      'would let occurrences overlap: the event lasts longer than what lies between two of them.',
    ],
    [
      { start: '2031-03-18T09:00:30Z', end: '2031-03-18T10:00:00Z' },
      'would have a series begin or end within a minute; it does so on whole minutes.',
    ],
  ])('cannot take place from %j', async (times, message) => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const timed = { start: '2031-03-18T09:00:00Z', end: '2031-03-18T10:00:00Z', timeZone: 'UTC' };
    const made = await create(journey, { timing: { timed }, recurrence: { rrule: 'FREQ=DAILY' } });
    const id = made.data.createEvent.event?.id;
    const answer = await journey.query<{ readonly updateEvent: Made['createEvent'] }>(
      `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) {
        event { id } userErrors { ... on ValidationError { fields { path message } } } } }`,
      {
        input: {
          id,
          scope: 'ENTIRE_SERIES',
          notify: 'NONE',
          patch: { timing: { timed: { ...times, timeZone: 'UTC' } } },
        },
      },
    );

    expect(answer.data.updateEvent.userErrors).toEqual([{ fields: [{ path: ['input', 'patch', 'timing'], message }] }]);
    expect(operationsOf(answer)).not.toContain('UpdateItem');
  });
});

describe('what cannot be', () => {
  const timed = { start: '2031-03-18T10:00:00Z', end: '2031-03-18T09:00:00Z', timeZone: 'UTC' };

  it.each([
    [{ timing: { timed } }, ['timing.timed.end']],
    [{ timing: { allDay: { start: '2031-03-18', end: '2031-03-17' } } }, ['timing.allDay.end']],
    [
      { timing: { allDay: { start: '1500-01-01', end: '9000-01-01' } } },
      ['timing.allDay.start', 'timing.allDay.end', 'timing.allDay.end'],
    ],
    [
      { timing: { timed }, recurrence: { pattern: { frequency: 'WEEKLY', month: 13, count: 0 } } },
      ['timing.timed.end', 'recurrence.pattern.daysOfWeek', 'recurrence.pattern.month', 'recurrence.pattern.count'],
    ],
  ])('%j is refused with every field named, and nothing is written', async (event, fields) => {
    const journey = await journeyIn('Europe/Berlin', 'W. Europe Standard Time');
    const answer = await create(journey, event);

    const [refusal] = answer.data.createEvent.userErrors;
    expect(refusal?.fields?.map(({ path }) => path.slice(2).join('.'))).toEqual(fields);
    expect(operationsOf(answer)).not.toContain('CreateItem');
  });
});
