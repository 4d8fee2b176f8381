import { expect } from 'vitest';
import type { Trial } from '../describe-client.ts';
import type { MailTask } from '../tasks.ts';
import { openCalendar, valuesOf, type CaldavEvent } from './caldav-calendar.ts';
import { arrival, awaitMessage, searchIn, withImap } from './imap-mailbox.ts';
import {
  calendarText,
  daysAround,
  fourMondays,
  instantOf,
  wallOf,
  windowOfMondays,
  zone,
  type PlannedEvent,
} from './planned-series.ts';
import { agendaOf, mergedSlots, type SeenEvent } from './seen-by-graphql.ts';
import { addressOf, type Person } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Tries what a calendar program does by CalDAV: meetings from the invitation to the cancellation, and the calendar as a whole. */
export const tryCalendar = ({ works, cannot }: Trial<MailTask>, world: () => SuiteWorld): void => {
  works('create a recurring meeting', async () => {
    const alice = await openCalendar(world(), 'alice');
    await alice.create('davmail-series', calendarText(series()));
    const { text } = await alice.eventWith(series().uid);
    const [start, , , last] = fourMondays();
    expect(valuesOf(text, 'DTSTART')).toEqual([wallOf(start)]);
    expect(valuesOf(text, 'RRULE')).toEqual([`FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;UNTIL=${stamp(instantOf(last))}`]);
    expect(valuesOf(text, 'ATTENDEE')).toEqual([`mailto:${addressOf('bob')}`]);
    expect(valuesOf(text, 'ORGANIZER')).toEqual([`mailto:${addressOf('alice')}`]);

    expect(await startsIn(world(), 'alice')).toEqual(fourMondays().map(instantOf));
    await withImap(world(), 'bob', async (client) => {
      const { mail } = await awaitMessage(client, 'INBOX', { subject: series().summary });
      const [invitation] = mail.attachments.filter(({ mimeType }) => mimeType === 'text/calendar');
      expect(Buffer.from(invitation?.content as ArrayBuffer).toString()).toContain(`UID:${series().uid}`);
    });
    expect(await startsIn(world(), 'bob')).toEqual(fourMondays().map(instantOf));
  });

  works('answer an invitation', async () => {
    const bob = await openCalendar(world(), 'bob');
    const invited = await bob.eventWith(series().uid);
    const accepted = invited.text.replaceAll('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED');
    expect(accepted).not.toBe(invited.text);
    await bob.update(invited, accepted);
    await expect
      .poll(async () => (await occurrences(world(), 'alice')).map(({ attendees }) => attendees[0]?.response), arrival)
      .toEqual(fourMondays().map(() => 'ACCEPTED'));
    expect((await occurrences(world(), 'bob')).map(({ myResponse }) => myResponse)).toEqual(
      fourMondays().map(() => 'ACCEPTED'),
    );
    await withImap(world(), 'alice', (client) => awaitMessage(client, 'INBOX', { subject: series().summary }));
  });

  works('update a recurring meeting', async () => {
    const alice = await openCalendar(world(), 'alice');
    const [first, second, third, fourth] = fourMondays();
    const moved = second.add({ hours: 3 });
    const { lines = [], ...meeting } = series();
    await alice.update(
      await alice.eventWith(series().uid),
      calendarText(
        // DavMail reads times that are left out as UTC, whatever their zone.
        { ...meeting, lines: [...lines, `EXDATE:${stamp(instantOf(fourth))}`] },
        {
          ...meeting,
          summary: 'Series by DavMail, later',
          start: moved,
          lines: [`RECURRENCE-ID;TZID=${zone}:${wallOf(second)}`, 'LOCATION:Garden'],
        },
      ),
    );
    const left = [
      [instantOf(first), 'Series by DavMail', 'Hall'],
      [instantOf(moved), 'Series by DavMail, later', 'Garden'],
      [instantOf(third), 'Series by DavMail', 'Hall'],
    ];
    const seenBy = async (person: Person): Promise<readonly unknown[]> =>
      (await occurrences(world(), person)).map(({ start, subject, location }) => [start.dateTime, subject, location]);
    expect(await seenBy('alice')).toEqual(left);
    expect(await seenBy('bob')).toEqual([...left, [instantOf(fourth), 'Canceled: Series by DavMail', 'Hall']]);
    const { text } = await alice.eventWith(series().uid);
    expect(valuesOf(text, 'DTSTART')).toEqual([wallOf(first), wallOf(moved)]);
    expect(valuesOf(text, 'SUMMARY').map(unescaped)).toEqual(['Series by DavMail', 'Series by DavMail, later']);
  });

  works('cancel a recurring meeting', async () => {
    const alice = await openCalendar(world(), 'alice');
    await alice.remove(await alice.eventWith(series().uid));
    expect(await startsIn(world(), 'alice')).toEqual([]);
    // The first was that of the occurrence which the update left out.
    await withImap(world(), 'bob', (client) =>
      expect.poll(() => searchIn(client, 'INBOX', { subject: 'Canceled: Series by DavMail' }), arrival).toHaveLength(2),
    );
    expect((await occurrences(world(), 'bob')).map(({ status }) => status)).toEqual(
      fourMondays().map(() => 'CANCELLED'),
    );
  });

  works('read the calendar', async () => {
    const alice = await openCalendar(world(), 'alice');
    const window = daysAround(new Date(), 30, 7);
    const agenda = (await agendaOf(world(), 'alice', window)).filter(({ calendar }) => calendar?.isDefault === true);
    const found = await alice.events(window);
    const uidOf = ({ text }: CaldavEvent): string => valuesOf(text, 'UID')[0] ?? '';
    const isSeries = ({ text }: CaldavEvent): boolean => valuesOf(text, 'RRULE').length > 0;
    // DavMail gives every series, whether or not it takes place in that time, and of single events those that do.
    const singles = agenda.filter(({ type }) => type === 'SINGLE');
    const shown = singles.map(({ iCalUid, subject, isAllDay, start }) => [
      iCalUid,
      subject ?? '',
      isAllDay ? start.local.replaceAll('-', '') : start.local.replaceAll(/[-:]/g, ''),
    ]);
    expect(shown.length).toBeGreaterThan(5);
    expect(
      found
        .filter((event) => !isSeries(event))
        .map((event) => [
          uidOf(event),
          unescaped(valuesOf(event.text, 'SUMMARY')[0]),
          valuesOf(event.text, 'DTSTART')[0],
        ])
        .toSorted(),
    ).toEqual(shown.toSorted());
    const taking = new Set(agenda.filter(({ type }) => type !== 'SINGLE').map(({ iCalUid }) => iCalUid));
    expect(found.filter(isSeries).map(uidOf)).toEqual(expect.arrayContaining([...taking]));
    expect(taking.size).toBeGreaterThan(3);
    expect((await alice.events()).length).toBeGreaterThanOrEqual(found.length);
  });

  works('free/busy', async () => {
    const alice = await openCalendar(world(), 'alice');
    const { start, end } = daysAround(new Date(), 5);
    const answer = await alice.askOutbox(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'METHOD:REQUEST',
        'BEGIN:VFREEBUSY',
        'UID:free-or-busy',
        `DTSTAMP:${stamp(start)}`,
        `DTSTART:${stamp(start)}`,
        `DTEND:${stamp(end)}`,
        `ORGANIZER:mailto:${addressOf('alice')}`,
        `ATTENDEE:mailto:${addressOf('bob')}`,
        'END:VFREEBUSY',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
    const expected = await mergedSlots(world(), 'bob', { start, end });
    const slots = expected.map(() => 'FREE');
    for (const [, type = '', periods = ''] of answer.matchAll(/^FREEBUSY;FBTYPE=([A-Z-]+):(.*)$/gm)) {
      for (const period of periods.trim().split(',')) {
        const [from = 0, to = 0] = period.split('/').map((text) => (millisecondsAt(text) - Date.parse(start)) / slotMs);
        slots.fill(busyTypes[type] ?? type, from, to);
      }
    }
    expect(slots).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(1);
  });

  cannot('out-of-office', 'neither DavMail nor its protocols have automatic replies');
};

/** What iCalendar calls the kinds of time that is not free. */
const busyTypes: Readonly<Record<string, string>> = {
  BUSY: 'BUSY',
  'BUSY-TENTATIVE': 'TENTATIVE',
  'BUSY-UNAVAILABLE': 'OUT_OF_OFFICE',
};

const slotMs = 900_000;

/** `20261118T080000Z` as milliseconds since 1970. */
const millisecondsAt = (text: string): number =>
  Date.parse(text.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));

const unescaped = (text = ''): string => text.replaceAll(/\\(.)/g, '$1');

const stamp = (instant: string): string => `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const series = (): PlannedEvent => ({
  uid: 'davmail-series@client.test',
  summary: 'Series by DavMail',
  start: fourMondays()[0],
  // DavMail changes a series into one without end when its rule counts.
  lines: [`RRULE:FREQ=WEEKLY;UNTIL=${stamp(instantOf(fourMondays()[3]))};BYDAY=MO`, 'LOCATION:Hall'],
  organizer: addressOf('alice'),
  attendees: [addressOf('bob')],
});

/** The occurrences of the series in somebody's agenda. */
const occurrences = async (world: SuiteWorld, person: Person): Promise<readonly SeenEvent[]> => {
  return (await agendaOf(world, person, windowOfMondays())).filter(({ iCalUid }) => iCalUid === series().uid);
};

const startsIn = async (world: SuiteWorld, person: Person): Promise<readonly (string | null)[]> =>
  (await occurrences(world, person)).map(({ start }) => start.dateTime);
