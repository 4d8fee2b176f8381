import { expect, test } from 'vitest';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type { CreateItemInput } from '../../../src/ews/operations/create-item.ts';
import type { ByteSource } from '../../../src/ews/byte-source.ts';
import { createItem } from '../../../src/ews/operations/create-item.ts';
import { createEventWriter } from '../../../src/migration/mailboxes/calendar/write-events.ts';
import type { PortableEvent } from '../../../src/migration/portable/portable-event.ts';
import type { PortableTimeZone } from '../../../src/migration/portable/portable-time-zone.ts';
import { startServer } from '../two-servers.ts';
import { agenda, canonicalForms, copyEvents, eventsIn } from './copied-calendar.ts';
import { attendee, portableEvent, portableException, portableSeries } from './portable-events.ts';

const owner = 'alice@example.test';

const startsIn = async (session: EwsSession): Promise<readonly unknown[]> =>
  (await agenda(session, '2026-01-01T00:00:00Z'))
    .map((shown) => (shown as { readonly start: string }).start)
    .toSorted();

const written = async (events: readonly PortableEvent[]) => {
  const server = await startServer({ seed: 'empty' });
  const losses = await copyEvents(server.as(owner), events);
  return { server, losses, copies: await eventsIn(server.as(owner)) };
};

const received = portableSeries({
  organizer: { name: 'Bob & "Co"', address: 'bob@elsewhere.test' },
  isOrganizer: false,
  isMeeting: true,
  myResponse: 'Tentative',
  body: { type: 'HTML', content: '<html><body><p>Agenda</p></body></html>' },
  requiredAttendees: [attendee(owner, 'Tentative'), attendee('carol@example.test', 'Accept')],
  optionalAttendees: [attendee('dave@elsewhere.test')],
});

test('a meeting of somebody else’s keeps its organiser, its people and one’s own answer', async () => {
  const cancelled = portableException(received, 4, { isCancelled: true, myResponse: 'Decline' });
  const event = { ...received, exceptions: [cancelled], deletedOccurrences: ['2026-03-05T09:00:00Z'] };
  const { losses, copies } = await written([event]);
  expect(losses).toEqual([[]]);
  expect(canonicalForms(copies)).toEqual(canonicalForms([event]));
  expect(copies[0]).toMatchObject({
    organizer: { name: "Bob & 'Co'", address: 'bob@elsewhere.test' },
    isOrganizer: false,
    myResponse: 'Tentative',
  });
});

/** As a server is that makes whoever writes an event its organiser. */
const forgetful = (session: EwsSession, tried: ByteSource[]): EwsSession => {
  const without = <Input>(operation: string, input: Input): Input => {
    if (operation !== createItem.name) return input;
    const asked = input as CreateItemInput;
    const items = asked.items.map((item) => {
      if (!('type' in item) || item.type !== 'CalendarItem') return item;
      const { mimeContent, ...properties } = item.properties;
      if (mimeContent !== undefined && mimeContent !== null && typeof mimeContent !== 'string') tried.push(mimeContent);
      const named = item.named?.filter(({ row }) => !row.key.startsWith('Appointment/'));
      return { ...item, properties, ...(named === undefined ? {} : { named }) };
    });
    return { ...asked, items } as Input;
  };
  return {
    mailbox: session.mailbox,
    open: (operation, input) => session.open(operation, input),
    call: (operation, input) => session.call(operation, without(operation.name, input)),
    callEach: (operation, input) => session.callEach(operation, without(operation.name, input)),
  };
};

test('where the server keeps no organiser the copy is an appointment whose notes name the people', async () => {
  const server = await startServer({ seed: 'empty' });
  const tried: ByteSource[] = [];
  const session = forgetful(server.as(owner), tried);
  const writer = createEventWriter(session);
  const plain = { ...received, uid: 'second@example.test', body: { type: 'Text' as const, content: 'Agenda' } };
  const losses = await copyEvents(session, [received, plain], writer);
  const told = ['the organizer and the attendees stand at the end of the notes'];
  expect(losses).toEqual([told, told]);
  const copies = await eventsIn(session);
  expect(copies).toHaveLength(2);
  for (const copy of copies) {
    expect(copy).toMatchObject({ isMeeting: false, isOrganizer: true, requiredAttendees: [], optionalAttendees: [] });
    expect(copy.body?.content).toContain('bob@elsewhere.test');
    expect(copy.body?.content).toMatch(/Required attendees: .*carol@example\.test/);
    expect(copy.body?.content).toContain('My response: tentative');
  }
  expect(copies.find(({ uid }) => uid === received.uid)?.body?.content).toContain('Bob &amp; &quot;Co&quot;');
  // What the first one has shown is not tried again.
  expect(tried).toHaveLength(1);
  expect(server.emulator.outbox).toEqual([]);
});

test('a meeting of which only the name of the organiser is known is copied as such an appointment too', async () => {
  const { losses, copies } = await written([{ ...received, organizer: { name: 'Bob of old' } }]);
  expect(losses).toEqual([['the organizer and the attendees stand at the end of the notes']]);
  expect(copies[0]).toMatchObject({ isMeeting: false, requiredAttendees: [] });
  expect(copies[0]?.body?.content).toContain('Organizer: Bob of old');
});

/** Two hours and a half behind UTC, and three from the second Sunday of April to the first of October: nobody's zone. */
const customZone: PortableTimeZone = {
  id: 'Customized Time Zone',
  name: 'Our island',
  iana: undefined,
  definition: {
    id: 'Customized Time Zone',
    name: 'Our island',
    periods: [
      { id: 'std', name: 'Standard', bias: 'PT2H30M' },
      { id: 'dlt', name: 'Daylight', bias: 'PT2H' },
    ],
    groups: [
      {
        id: '0',
        transitions: [
          {
            type: 'weekday',
            to: { kind: 'Period', id: 'dlt' },
            timeOffset: 'PT1H',
            month: 4,
            dayOfWeek: 'Sunday',
            occurrence: 2,
          },
          {
            type: 'weekday',
            to: { kind: 'Period', id: 'std' },
            timeOffset: 'PT1H',
            month: 10,
            dayOfWeek: 'Sunday',
            occurrence: 1,
          },
        ],
      },
    ],
    transitions: [{ type: 'once', to: { kind: 'Group', id: '0' } }],
  },
};

test('a series in a zone that no table knows repeats by the rules that its server told', async () => {
  const event = portableEvent({
    startTimeZone: customZone,
    endTimeZone: customZone,
    start: '2026-04-03T12:30:00Z',
    end: '2026-04-03T13:30:00Z',
    recurrence: {
      pattern: { type: 'Weekly', interval: 1, daysOfWeek: ['Friday'] },
      range: { type: 'Numbered', startDate: '2026-04-03', count: 3 },
    },
  });
  const { server, copies } = await written([event]);
  expect(canonicalForms(copies)).toEqual(canonicalForms([event]));
  expect(await startsIn(server.as(owner))).toEqual([
    '2026-04-03T12:30:00Z',
    '2026-04-10T12:30:00Z',
    '2026-04-17T12:00:00Z',
  ]);
  // And so does a copy of the copy.
  const again = await written(copies);
  expect(await startsIn(again.server.as(owner))).toEqual(await startsIn(server.as(owner)));
});

test('occurrences that stand where others were are put there once those have gone', async () => {
  const series = portableSeries();
  const moved = (day: number, to: number) =>
    portableException(series, day, {
      start: `2026-03-${String(to).padStart(2, '0')}T08:30:00Z`,
      end: `2026-03-${String(to).padStart(2, '0')}T09:30:00Z`,
    });
  const event = {
    ...series,
    // Each to the place of the next one, and one over the gap that a deleted one has left.
    exceptions: [moved(2, 3), moved(3, 4), moved(4, 5), moved(5, 7)],
    deletedOccurrences: ['2026-03-06T09:00:00Z', '2026-03-07T09:00:00Z', '2026-03-08T09:00:00Z'],
  };
  const { losses, copies } = await written([event]);
  expect(losses).toEqual([[]]);
  expect(canonicalForms(copies)).toEqual(canonicalForms([event]));
});

test('an occurrence that may not stand where it was keeps everything but its time, and that is said', async () => {
  const series = portableSeries();
  const impossible = portableException(series, 3, {
    subject: 'Far away',
    start: '2026-03-10T12:00:00Z',
    end: '2026-03-10T13:00:00Z',
  });
  const event = { ...series, exceptions: [impossible] };
  const { losses, copies } = await written([event]);
  expect(losses).toEqual([['1 deleted or changed occurrence was left at the time that its series has']]);
  expect(copies[0]?.exceptions).toMatchObject([{ subject: 'Far away', start: '2026-03-03T09:00:00Z' }]);
});

test('an occurrence that its pattern does not have is left out, and that is said', async () => {
  const event = portableSeries({ deletedOccurrences: ['2026-03-03T09:00:00Z', '2026-03-03T11:00:00Z'] });
  const { losses } = await written([event]);
  expect(losses).toEqual([['1 deleted or changed occurrence was not to be found in the copied series']]);
});

test('an attendee of whom no address is known is left out, and that is said', async () => {
  const nameless = { mailbox: { name: 'Somebody' }, response: 'Unknown' as const };
  const people = { isMeeting: true, requiredAttendees: [nameless, attendee('carol@example.test')] };
  const { losses, copies } = await written([portableEvent(people)]);
  expect(losses).toEqual([['an attendee without an address was left out']]);
  expect(copies[0]?.requiredAttendees.map(({ mailbox }) => mailbox.address)).toEqual(['carol@example.test']);
});

test('whole days of another zone are the same days in the copy', async () => {
  const tokyo = { id: 'Tokyo Standard Time', name: undefined, iana: 'Asia/Tokyo', definition: undefined };
  const event = portableSeries({
    isAllDay: true,
    startTimeZone: tokyo,
    endTimeZone: tokyo,
    start: '2026-03-01T15:00:00Z',
    end: '2026-03-02T15:00:00Z',
  });
  const moved = portableException(event, 5, {
    originalStart: '2026-03-05T15:00:00Z',
    start: '2026-03-05T20:00:00Z',
    end: '2026-03-05T21:00:00Z',
    isAllDay: false,
  });
  const whole = { ...event, exceptions: [moved], deletedOccurrences: ['2026-03-03T15:00:00Z'] };
  const { losses, copies } = await written([whole]);
  expect(losses).toEqual([[]]);
  expect(canonicalForms(copies)).toEqual(canonicalForms([whole]));
});

test('items that hang on an event hang on its copy, as files where the server takes only those', async () => {
  const bytesOf = (lines: readonly string[]) => {
    const bytes = Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8');
    return {
      size: bytes.length,
      stream: async function* () {
        yield bytes;
      },
    };
  };
  const message = bytesOf(['From: bob@elsewhere.test', 'Subject: Minutes', 'Content-Type: text/plain', '', 'Hello']);
  const card = bytesOf(['BEGIN:VCARD', 'VERSION:3.0', 'FN:Ann', 'N:;Ann;;;', 'END:VCARD']);
  const event = portableEvent({
    attachments: [
      { kind: 'item', name: 'Minutes', itemType: 'Message', content: message, sha256: '' },
      { kind: 'item', name: 'Ann', itemType: 'Contact', content: card, sha256: '' },
    ],
  });
  const { losses, copies } = await written([event]);
  expect(losses).toEqual([['an attached item hangs on the copy as a file']]);
  expect(copies[0]?.attachments).toMatchObject([
    { kind: 'item', name: 'Minutes', itemType: 'Message' },
    { kind: 'file', name: 'Ann.vcf', contentType: 'text/vcard' },
  ]);
});
