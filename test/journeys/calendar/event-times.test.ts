import { expect, test } from 'vitest';
import { randomEvents } from './random-events.ts';
import { agendaOf, homesIn, makeEvents, startZonedJourney, type ShownEvent } from './zoned-journey.ts';

const homes = homesIn([
  ['Europe/Berlin', 'W. Europe Standard Time'],
  ['America/New_York', 'Eastern Standard Time'],
  ['America/St_Johns', 'Newfoundland Standard Time'],
  ['Asia/Kolkata', 'India Standard Time'],
  ['Australia/Lord_Howe', 'Lord Howe Standard Time'],
  ['Pacific/Kiritimati', 'Line Islands Standard Time'],
  ['Pacific/Chatham', 'Chatham Islands Standard Time'],
  ['Pacific/Pago_Pago', 'UTC-11'],
  ['Africa/Casablanca', 'Morocco Standard Time'],
  // Midnights that clocks skip.
  ['Africa/Cairo', 'Egypt Standard Time'],
  ['Asia/Beirut', 'Middle East Standard Time'],
  ['America/Santiago', 'Pacific SA Standard Time'],
  ['America/Havana', 'Cuba Standard Time'],
  // A zone that Windows has not.
  ['Antarctica/Troll', 'Antarctica/Troll'],
]);

const seed = 20_261_121;
const years = [2025, 2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033];

const shown = ({ start, end }: ShownEvent): string =>
  start.date === null ? `${start.dateTime} to ${end.dateTime}, ${start.local}` : `${start.date} to ${end.date}`;

test(
  `10,000 random events, single ones and series in all zones, are read as they were written (seed ${seed})`,
  { timeout: 600_000 },
  async () => {
    const events = randomEvents(homes, 10_000, seed);
    const journey = await startZonedJourney(homes);

    await makeEvents(journey, events);
    const read = new Map<string, string[]>();
    for (const home of homes) {
      for (const event of await agendaOf(journey, home, years))
        read.set(event.subject, [...(read.get(event.subject) ?? []), shown(event)]);
    }

    const wrong = events
      .map(({ event, home, shown: expected }) => ({
        event,
        home,
        expected: expected.toSorted(),
        found: read.get(event.subject)?.toSorted(),
      }))
      .filter(({ expected, found }) => JSON.stringify(found) !== JSON.stringify(expected));
    expect({ wrong: wrong.length, some: wrong.slice(0, 3) }, `seed ${seed}`).toEqual({ wrong: 0, some: [] });
    // All kinds were there, and most of them near a change of clocks.
    const count = (isOne: (event: (typeof events)[number]) => boolean): number => events.filter(isOne).length;
    expect(count(({ event }) => event.recurrence !== undefined)).toBeGreaterThan(3000);
    expect(count(({ event }) => 'allDay' in event.timing)).toBeGreaterThan(3000);
  },
);
