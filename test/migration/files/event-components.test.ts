import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { convertIcsCalendar, type IcsEvent } from 'ts-ics';
import { describe, expect, it } from 'vitest';
import type { Recurrence, RecurrencePattern } from '../../../src/ews/properties/recurrence.ts';
import { weekdays } from '../../../src/ews/properties/weekday.ts';
import { seriesDays } from '../../../src/mailbox/write/events/series-days.ts';
import { attachmentWriter, inlineBytes } from '../../../src/migration/files/attachments.ts';
import { eventComponents } from '../../../src/migration/files/event-components.ts';
import { zoneText } from '../../../src/migration/files/zone-clock.ts';
import type { PortableEvent } from '../../../src/migration/portable/portable-event.ts';
import { event, exception, file, zone } from './portable-samples.ts';
import { readOccurrences, unfolded } from './read-calendar.ts';

const owner = 'alice@example.test';

/** A calendar of one event, as a file has it. */
const calendar = async (written: PortableEvent): Promise<string> => {
  const attachments = attachmentWriter('mark', (name) => Promise.resolve(`attachments/${name}`));
  const { text, zones, years } = await eventComponents(written, { owner, mark: 'mark', attachments });
  const described = zones.map((one) => zoneText(one, years)).join('');
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n${described}${text}END:VCALENDAR\r\n`;
};

const onlyEvent = (text: string): IcsEvent => {
  const [found] = convertIcsCalendar(undefined, text).events ?? [];
  if (found === undefined) throw new Error('There is no event');
  return found;
};

/** The lines of one name, whole. */
const linesOf = (text: string, name: string): readonly string[] =>
  unfolded(text).filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`));

const patterns: fc.Arbitrary<RecurrencePattern> = fc.oneof(
  fc.record({ type: fc.constant('Daily'), interval: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    type: fc.constant('Weekly'),
    interval: fc.integer({ min: 1, max: 4 }),
    daysOfWeek: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 4 }),
    firstDayOfWeek: fc.constantFrom('Sunday', 'Monday'),
  }),
  fc.record({
    type: fc.constant('AbsoluteMonthly'),
    interval: fc.integer({ min: 1, max: 3 }),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  }),
  fc.record({
    type: fc.constant('RelativeMonthly'),
    interval: fc.integer({ min: 1, max: 3 }),
    daysOfWeek: fc
      .constantFrom(...weekdays, 'Day' as const, 'Weekday' as const, 'WeekendDay' as const)
      .map((day) => [day]),
    weekIndex: fc.constantFrom('First', 'Second', 'Third', 'Fourth', 'Last'),
  }),
  fc.record({
    type: fc.constant('AbsoluteYearly'),
    dayOfMonth: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
  }),
);

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Asia/Calcutta', 'UTC'];

describe('an event for calendar programs', () => {
  it('takes place when EWS says that its series does, without what was deleted and with what was moved', async () => {
    await fc.assert(
      fc.asyncProperty(
        patterns,
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom('NoEnd', 'EndDate', 'Numbered'),
        fc.boolean(),
        async (pattern, iana, hour, rangeType, isAllDay) => {
          const found = seriesDays({ pattern, range: { type: 'NoEnd', startDate: '2026-02-03' } });
          const startDate = found.next().value ?? '';
          const range: Recurrence['range'] =
            rangeType === 'NoEnd'
              ? { type: 'NoEnd', startDate }
              : rangeType === 'EndDate'
                ? {
                    type: 'EndDate',
                    startDate,
                    endDate: Temporal.PlainDate.from(startDate).add({ days: 500 }).toString(),
                  }
                : { type: 'Numbered', startDate, count: 12 };
          const at = (day: string, hours: number): string =>
            Temporal.PlainDate.from(day)
              .toZonedDateTime({ timeZone: iana, plainTime: { hour: isAllDay ? 0 : hour } })
              .add(isAllDay ? { days: hours } : { hours })
              .toInstant()
              .toString();
          const days: string[] = [];
          for (const day of seriesDays({ pattern, range })) {
            if (day > '2027-12-31') break;
            days.push(day);
          }
          const [, deleted, moved] = days;
          const times = { startTimeZone: zone(iana), endTimeZone: zone(iana), isAllDay };
          const changed =
            moved === undefined
              ? []
              : [exception(at(moved, 0), { ...times, start: at(moved, 1), end: at(moved, 2), subject: 'Moved' })];
          const text = await calendar(
            event({
              ...times,
              start: at(startDate, 0),
              end: at(startDate, 1),
              recurrence: { pattern, range },
              deletedOccurrences: deleted === undefined ? [] : [at(deleted, 0)],
              exceptions: changed,
            }),
          );

          const shown = (instant: string): string =>
            isAllDay ? Temporal.Instant.from(instant).toZonedDateTimeISO(iana).toPlainDate().toString() : instant;
          const expected = days
            .filter((day) => day !== deleted)
            .map((day) => shown(at(day, day === moved ? 1 : 0)))
            .toSorted();
          const read = readOccurrences(text, { from: '2026-01-01T00:00:00Z', to: '2027-12-31T00:00:00Z' });
          const isWithin = (start: string): boolean => start < '2027-12-30';
          expect(read.map(({ start }) => start).filter(isWithin)).toEqual(expected.filter(isWithin));
        },
      ),
      { seed: 26, numRuns: 150 },
    );
  });

  it('has an answer for everybody who is asked to come, its owner among them', async () => {
    const text = await calendar(
      event({
        isMeeting: true,
        isOrganizer: false,
        organizer: { name: 'Bob Baker', address: 'bob@example.test' },
        myResponse: 'Tentative',
        requiredAttendees: [
          { mailbox: { name: 'Alice', address: owner }, response: 'Unknown' },
          { mailbox: { address: 'odd+mail%@example.test' }, response: 'Accept', respondedAt: '2026-03-01T08:00:00Z' },
          { mailbox: { name: 'Somebody inside' }, response: 'NoResponseReceived' },
        ],
        optionalAttendees: [{ mailbox: { address: 'carol@example.test' }, response: 'Decline' }],
        resources: [{ mailbox: { name: 'Room 2', address: 'room2@example.test' }, response: 'Accept' }],
      }),
    );

    const read = onlyEvent(text);
    expect(read.organizer).toMatchObject({ name: 'Bob Baker', email: 'bob@example.test' });
    expect(read.attendees?.map(({ email, role, partstat, cutype }) => [email, role, partstat, cutype])).toEqual([
      [owner, 'REQ-PARTICIPANT', 'TENTATIVE', 'INDIVIDUAL'],
      ['odd+mail%25@example.test', 'REQ-PARTICIPANT', 'ACCEPTED', 'INDIVIDUAL'],
      [expect.anything(), 'REQ-PARTICIPANT', 'NEEDS-ACTION', 'INDIVIDUAL'],
      ['carol@example.test', 'OPT-PARTICIPANT', 'DECLINED', 'INDIVIDUAL'],
      ['room2@example.test', 'NON-PARTICIPANT', 'ACCEPTED', 'RESOURCE'],
    ]);
    expect(linesOf(text, 'ATTENDEE')[2]).toMatch(/CN=Somebody inside;.*RSVP=TRUE:invalid:nomail$/);
    expect(linesOf(text, 'X-EWS-MY-RESPONSE')).toEqual(['X-EWS-MY-RESPONSE:Tentative']);
  });

  it("is nobody else's business when it is an appointment", async () => {
    const text = await calendar(event({ organizer: { name: 'Alice', address: owner } }));

    expect([linesOf(text, 'ORGANIZER'), linesOf(text, 'ATTENDEE')]).toEqual([[], []]);
  });

  it('keeps everything that a user would miss', async () => {
    const text = await calendar(
      event({
        subject: 'Ümlaut; comma, backslash \\ and 👩‍👩‍👧',
        body: { type: 'HTML', content: '<p>One</p><p>Two &amp; three</p>' },
        location: 'Room 1; second floor, left',
        categories: ['Blue', 'Very red'],
        sensitivity: 'Confidential',
        importance: 'High',
        showAs: 'OOF',
        reminderMinutes: 1440,
        isCancelled: true,
      }),
    );

    expect(onlyEvent(text)).toMatchObject({
      uid: 'planning@example.test',
      summary: 'Ümlaut; comma, backslash \\ and 👩‍👩‍👧',
      description: 'One\n\nTwo & three',
      location: 'Room 1; second floor, left',
      categories: ['Blue', 'Very red'],
      class: 'CONFIDENTIAL',
      status: 'CANCELLED',
      timeTransparent: 'OPAQUE',
      alarms: [{ action: 'DISPLAY', trigger: { type: 'relative', value: { before: true, minutes: 1440 } } }],
    });
    expect(linesOf(text, 'PRIORITY')).toEqual(['PRIORITY:1']);
    expect(linesOf(text, 'X-MICROSOFT-CDO-BUSYSTATUS')).toEqual(['X-MICROSOFT-CDO-BUSYSTATUS:OOF']);
    expect(linesOf(text, 'X-ALT-DESC')).toEqual(['X-ALT-DESC;FMTTYPE=text/html:<p>One</p><p>Two &amp\\; three</p>']);
  });

  it('carries small attachments and names the large ones', async () => {
    const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
    const text = await calendar(
      event({ attachments: [file('a.bin', bytes), file('Größe 1.txt', Buffer.alloc(inlineBytes + 1, 'x'))] }),
    );

    const [small = '', large = ''] = linesOf(text, 'ATTACH');
    expect(small).toMatch(/^ATTACH;FMTTYPE=text\/plain;FILENAME=a\.bin;.*ENCODING=BASE64;VALUE=BINARY:/);
    expect(Buffer.from(small.split(':').at(-1) ?? '', 'base64')).toEqual(bytes);
    expect(large).toMatch(/:attachments\/mark\/[0-9a-f]{16}%20Gr%C3%B6%C3%9Fe%201\.txt$/);
  });

  it('is told in UTC in the hour that comes twice, the second time', async () => {
    const first = await calendar(event({ start: '2026-10-25T00:30:00Z', end: '2026-10-25T00:45:00Z' }));
    const second = await calendar(event({ start: '2026-10-25T01:30:00Z', end: '2026-10-25T01:45:00Z' }));

    expect(linesOf(first, 'DTSTART').at(-1)).toBe('DTSTART;TZID=Europe/Berlin:20261025T023000');
    expect(linesOf(second, 'DTSTART').at(-1)).toBe('DTSTART:20261025T013000Z');
  });

  it('leaves out the occurrence of an hour that is skipped, as the rule counts it', async () => {
    const text = await calendar(
      event({
        start: '2026-03-27T01:30:00Z',
        end: '2026-03-27T01:45:00Z',
        recurrence: {
          pattern: { type: 'Daily', interval: 1 },
          range: { type: 'Numbered', startDate: '2026-03-27', count: 5 },
        },
        deletedOccurrences: ['2026-03-29T01:30:00Z'],
      }),
    );

    expect(linesOf(text, 'EXDATE')).toEqual(['EXDATE;TZID=Europe/Berlin:20260329T023000']);
  });

  it('lasts the days that it lasts in its own zone', async () => {
    const text = await calendar(
      event({
        isAllDay: true,
        start: '2026-05-05T07:00:00Z',
        end: '2026-05-08T07:00:00Z',
        startTimeZone: zone('America/Los_Angeles'),
        endTimeZone: zone('America/Los_Angeles'),
      }),
    );

    expect(linesOf(text, 'DTSTART')).toContain('DTSTART;VALUE=DATE:20260505');
    expect(linesOf(text, 'DTEND')).toEqual(['DTEND;VALUE=DATE:20260508']);
  });
});
