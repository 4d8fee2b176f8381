import fc from 'fast-check';
import { recurrenceDays } from '../../../src/emulator/calendar/recurrence-pattern.ts';
import type { CalendarEvent, EventTime, Invitee, Meeting } from '../../../src/emulator/seed/calendar-event.ts';
import { calendarItem } from '../../../src/emulator/seed/calendar-item.ts';
import { mailboxOf } from '../../../src/emulator/seed/mailbox.ts';
import {
  alice,
  bob,
  carol,
  members,
  organizationId,
  partners,
  room1,
  team,
} from '../../../src/emulator/seed/people.ts';
import * as patterns from '../../../src/emulator/seed/recurrence-element.ts';
import type { SeedAttachment, SeedItem, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';

/** In these zones clocks change in both directions, at several hours, by half an hour, on the other half of the world, and never. */
const zones = [
  'W. Europe Standard Time',
  'Pacific Standard Time',
  'Lord Howe Standard Time',
  'New Zealand Standard Time',
  'India Standard Time',
  'Tokyo Standard Time',
  'UTC',
];

const dayMs = 86_400_000;
const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

interface Pattern {
  readonly element: XmlNode;
  /** Days that at least lie between two occurrences. */
  readonly gap: number;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const indexes = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;

const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((interval) => ({ element: patterns.daily(interval), gap: interval })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.subarray([...weekdays], { minLength: 1, maxLength: 3 }))
    .map(([interval, days]) => ({
      element: patterns.weekly(interval, days),
      gap: days.length === 1 ? 7 * interval : 1,
    })),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 31 }))
    .map(([interval, day]) => ({ element: patterns.monthlyOnDay(interval, day), gap: 28 })),
  fc
    .tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(...indexes),
      fc.constantFrom(...weekdays, 'Weekday' as const),
    )
    .map(([interval, index, day]) => ({ element: patterns.monthlyOnWeekday(interval, index, day), gap: 21 })),
  fc
    .tuple(fc.constantFrom('March', 'October', 'February'), fc.integer({ min: 1, max: 28 }))
    .map(([month, day]) => ({ element: patterns.yearlyOnDay(month, day), gap: 300 })),
  fc
    .tuple(fc.constantFrom('March', 'November'), fc.constantFrom(...indexes), fc.constantFrom(...weekdays))
    .map(([month, index, day]) => ({ element: patterns.yearlyOnWeekday(month, index, day), gap: 300 })),
);

const words = fc.constantFrom(
  'Planning',
  'Größe & <Maß> "eng"',
  '日本語の会議',
  'مراجعة',
  'Ünï ‍🗓️ emoji',
  'a;b,c\\n:d',
  'x'.repeat(200),
);

const body = fc.option(
  fc.oneof(
    words.map((text) => ({ type: 'Text' as const, content: `${text}\nsecond line\n\nthird` })),
    words.map((text) => ({
      type: 'HTML' as const,
      content: `<html><body><p>${text.replaceAll(/[&<>]/g, '')}</p><img src="cid:a"></body></html>`,
    })),
  ),
  { nil: undefined },
);

const response = fc.constantFrom('Unknown' as const, 'Tentative' as const, 'Accept' as const, 'Decline' as const);
const invitee = (person: Invitee['person']): fc.Arbitrary<Invitee> =>
  response.map((given) => ({ person, response: given }));

const meeting: fc.Arbitrary<Meeting | undefined> = fc.option(
  fc
    .record({
      organizer: fc.constantFrom(alice, alice, bob, partners.tokyoPartner, partners.acmeBuyer),
      others: fc.tuple(invitee(carol), invitee(partners.acmeEngineer), invitee(room1)),
      own: invitee(alice),
    })
    .map(({ organizer, own, others: [first, second, room] }) => ({
      organizer,
      required: organizer === alice ? [first] : [own, first],
      optional: [second],
      resources: [room],
    })),
  { nil: undefined, freq: 2 },
);

const bytesOf = (text: string): Buffer => Buffer.from(text.repeat(7), 'utf8');
const attachment = (name: string, number: number, contentId?: string): SeedAttachment => {
  const bytes = bytesOf(name);
  return {
    kind: 'file',
    number,
    name,
    contentType: 'application/x-of-tests',
    ...(contentId === undefined ? {} : { contentId }),
    isInline: contentId !== undefined,
    size: bytes.length,
    content: () => bytes,
  };
};

const attachments = fc.constantFrom<readonly SeedAttachment[]>(
  [],
  [],
  [attachment('plan ü.pdf', 0)],
  [attachment('a.png', 0, 'a'), attachment('b.bin', 1)],
);

interface Shape {
  readonly zone: string;
  readonly isAllDay: boolean;
  readonly clock: string;
  readonly minutes: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  zone: fc.constantFrom(...zones),
  isAllDay: fc.constantFrom(true, false, false),
  clock: fc.constantFrom('00:00', '01:30', '02:15', '09:00', '23:30'),
  minutes: fc.constantFrom(0, 15, 60, 150),
});

const timeOn = ({ zone, isAllDay, clock, minutes }: Shape, day: number): EventTime =>
  isAllDay
    ? { kind: 'allDay', zone, firstDay: isoDay(day), days: 1 }
    : { kind: 'timed', zone, start: `${isoDay(day)}T${clock}` as `${string}T${string}`, minutes };

type Change = NonNullable<CalendarEvent['changes']>[number]['to'];

/** What an occurrence is changed to; it stays nearer to its place than to its neighbours'. */
const changeOn = (of: Shape, day: number, gap: number): fc.Arbitrary<Change> => {
  const days = Math.floor((gap - 1) / 2);
  return fc.record(
    {
      subject: words,
      location: words,
      body: body.filter((one) => one !== undefined),
      showAs: fc.constantFrom('Free' as const, 'Tentative' as const, 'OOF' as const),
      time: fc
        .integer({ min: -days, max: days })
        .map((shift) => timeOn({ ...of, clock: shift === 0 ? of.clock : '10:45' }, day + shift)),
    },
    { requiredKeys: [] },
  );
};

/** One occurrence that was declined: by whoever owns the calendar, or in a meeting of their own by those who were invited. */
const answeredOtherwise = (element: XmlNode): XmlNode => {
  const isOwn = element.children.some(({ name, text }) => name === 't:MyResponseType' && text === 'Organizer');
  const answer = isOwn ? 't:ResponseType' : 't:MyResponseType';
  const declined = (part: XmlNode): XmlNode =>
    part.name === answer ? node(answer, 'Decline') : { ...part, children: part.children.map(declined) };
  return declined(element);
};

const firstDays = (element: XmlNode, from: string, most: number): readonly number[] => {
  const found: number[] = [];
  for (const day of recurrenceDays(node('t:Recurrence', [element, patterns.forever(from)]))) {
    found.push(day);
    if (found.length === most) break;
  }
  return found;
};

const range = (days: readonly number[], kind: string): XmlNode => {
  const first = isoDay(days[0] ?? 0);
  if (kind === 'forever') return patterns.forever(first);
  return kind === 'until' ? patterns.until(first, isoDay(days.at(-1) ?? 0)) : patterns.times(first, days.length);
};

const series = (number: number): fc.Arbitrary<SeedItem> =>
  fc
    .tuple(pattern, shape, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 3, max: 40 }))
    .chain(([{ element, gap }, of, offset, count]) => {
      const days = firstDays(element, isoDay(Date.parse('2025-06-01T00:00:00Z') / dayMs + offset), count);
      const changed = fc.subarray([...days], { maxLength: Math.min(5, days.length) });
      return fc
        .record({
          subject: words,
          location: fc.option(words, { nil: undefined }),
          body,
          showAs: fc.constantFrom('Free' as const, 'Busy' as const, 'OOF' as const),
          sensitivity: fc.constantFrom('Normal' as const, 'Private' as const),
          categories: fc.subarray(['Red', 'Blue ü', 'x, y']),
          reminderMinutes: fc.option(fc.constantFrom(0, 15, 1440), { nil: undefined }),
          isCancelled: fc.boolean(),
          meeting,
          attachments,
          kind: fc.constantFrom('forever', 'until', 'times'),
          skips: fc.subarray([...days], { maxLength: Math.min(6, days.length - 2) }),
          changes: changed.chain((on) =>
            fc.tuple(...on.map((day) => changeOn(of, day, gap).map((to) => ({ on: isoDay(day), to })))),
          ),
          filesOnException: fc.boolean(),
        })
        .map(({ kind, skips, changes, filesOnException, location, body: text, meeting: met, ...rest }): SeedItem => {
          const gone = new Set(skips.map(isoDay));
          const { reminderMinutes, isCancelled, ...own } = rest;
          const item = calendarItem(
            {
              ...own,
              name: `series-${number}`,
              createdAt: '2025-01-01T08:00:00.000Z',
              time: timeOn(of, days[0] ?? 0),
              recurrence: patterns.recurrence(element, range(days, kind)),
              skips: [...gone],
              changes: changes.filter(({ on }) => !gone.has(on)),
              ...(reminderMinutes === undefined ? {} : { reminderMinutes }),
              ...(location === undefined ? {} : { location }),
              ...(text === undefined ? {} : { body: text }),
              ...(met === undefined ? {} : { meeting: met, isCancelled: isCancelled && met.organizer !== alice }),
            },
            alice,
          );
          const [first, second, ...others] = item.exceptions ?? [];
          if (first === undefined) return item;
          const more = attachment('only this time.txt', 77);
          const withFile = filesOnException ? { ...first, attachments: [...item.attachments, more] } : first;
          const answered = second === undefined ? [] : [{ ...second, element: answeredOtherwise(second.element) }];
          return { ...item, exceptions: [withFile, ...answered, ...others] };
        });
    });

/** So many random series of alice's, the same ones for the same seed: meetings and appointments, changed, deleted, in many zones. */
export const randomSeries = (count: number, seed: number): readonly SeedItem[] =>
  fc.sample(fc.tuple(...Array.from({ length: count }, (_, number) => series(number))), { numRuns: 1, seed }).flat();

/** The demo's people, of whom alice has these events and nothing else. */
export const organizationWith = (calendar: readonly SeedItem[]): SeedOrganization => ({
  organizationId,
  mailboxes: members.map((member) => mailboxOf(member, () => (member === alice ? { calendar } : {}))),
  groups: [team],
});
