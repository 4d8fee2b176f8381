import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deleteEvent, itemId } from '../../emulator/calendar.ts';
import { ewsIdIn } from '../journey-of-test.ts';
import { addressOf, startMeetingJourney, type MeetingJourney } from './meeting-journey.ts';

const window = { start: '2031-01-01T00:00:00Z', end: '2034-12-31T00:00:00Z' };

interface Shown {
  readonly id: string;
  readonly start: { readonly dateTime: string | null; readonly date: string | null };
  readonly end: { readonly dateTime: string | null; readonly date: string | null };
}

/** What takes place, by start. */
const agenda = async ({ query }: MeetingJourney): Promise<readonly Shown[]> => {
  const { data } = await query<{ mailbox: { agenda: { nodes: readonly Shown[] } } }>(
    `query ($address: EmailAddress!, $window: TimeWindowInput!) { mailbox(address: $address) {
      agenda(window: $window, first: 500) { nodes { id start { dateTime date } end { dateTime date } } } } }`,
    { address: addressOf('alice'), window },
  );
  return data.mailbox.agenda.nodes;
};

const timesIn = (events: readonly Shown[]): readonly unknown[] => events.map(({ start, end }) => ({ start, end }));

// The first day of each is a Thursday, the 30th of January.
const rules = [
  'FREQ=DAILY;INTERVAL=3;COUNT=40',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH,SU;WKST=TH;COUNT=30',
  'FREQ=WEEKLY;BYDAY=TH;UNTIL=20310901',
  'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH;WKST=SU',
  'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;COUNT=14',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH;COUNT=10',
  'FREQ=MONTHLY;BYDAY=-1TH;COUNT=14',
  'FREQ=YEARLY',
];

const timings = [
  { timed: { start: '2031-01-30T09:00:00+01:00', end: '2031-01-30T10:00:00+01:00', timeZone: 'Europe/Paris' } },
  { timed: { start: '2031-01-30T23:30:00-05:00', end: '2031-01-31T01:30:00-05:00', timeZone: 'America/New_York' } },
  { timed: { start: '2031-01-30T02:30:00+13:00', end: '2031-01-30T03:00:00+13:00', timeZone: 'Pacific/Auckland' } },
  { allDay: { start: '2031-01-30', end: '2031-01-31' } },
];

const seed = 5545;
const cases = fc.sample(
  fc.record({
    rrule: fc.constantFrom(...rules),
    timing: fc.constantFrom(...timings),
    at: fc.nat({ max: 7 }),
    dropped: fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 3 }),
    moved: fc.option(fc.nat({ max: 7 })),
  }),
  { numRuns: 40, seed },
);

it(
  `a series can be split anywhere, and nothing takes place at another time than before (seed ${seed})`,
  { timeout: 120_000 },
  async () => {
    const journey = await startMeetingJourney();
    let splits = 0;
    for (const one of cases) {
      const { rrule, timing, at, dropped, moved } = one;
      const input = {
        mailbox: addressOf('alice'),
        notify: 'NONE',
        event: { subject: 'Old', timing, recurrence: { rrule } },
      };
      await journey.done('createEvent', input);
      const whole = await agenda(journey);
      for (const index of dropped) {
        const id = whole[index]?.id;
        if (id !== undefined && index !== at) await journey.ews.call(deleteEvent(itemId(ewsIdIn(id))));
      }
      const early = whole[moved ?? at];
      // Five minutes earlier, on the same day: an exception that a split after it has to keep.
      const isMoved =
        moved !== null && moved < at && !dropped.includes(moved) && typeof early?.start.dateTime === 'string';
      if (isMoved && early?.start.dateTime && early.end.dateTime) {
        const earlier = (instant: string): string => new Date(Date.parse(instant) - 300_000).toISOString();
        const timed = { start: earlier(early.start.dateTime), end: early.end.dateTime, timeZone: 'UTC' };
        await journey.done('updateEvent', { id: early.id, notify: 'NONE', patch: { timing: { timed } } });
      }
      const before = await agenda(journey);
      const id = whole[at]?.id;
      if (id === undefined) throw new Error(`there are only ${whole.length} of ${rrule}`);
      const { event, newSeries } = await journey.done('updateEvent', {
        id,
        notify: 'NONE',
        scope: 'THIS_AND_FOLLOWING',
        patch: { subject: 'New' },
      });
      if (newSeries !== null) splits += 1;
      expect({ one, times: timesIn(await agenda(journey)) }).toEqual({ one, times: timesIn(before) });
      for (const series of [event, newSeries])
        if (series !== null)
          await journey.done('cancelEvent', { id: series.id, scope: 'ENTIRE_SERIES', notify: 'NONE' });
      expect(await agenda(journey)).toEqual([]);
    }
    expect(splits).toBeGreaterThan(20);
  },
);
