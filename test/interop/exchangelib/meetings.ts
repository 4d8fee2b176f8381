import { expect } from 'vitest';
import { ask, change } from '../ask-gateway.ts';
import { messagesOf } from './graphql-mailbox.ts';
import { alice, bob, carol, instant, type Part, type Stage } from './stage.ts';

/** Five Tuesdays at ten in Berlin, whose clocks go forward after the second. */
const series = {
  subject: 'Rowing practice',
  start: '2031-03-18T09:00:00.000Z',
  end: '2031-03-18T10:00:00.000Z',
  count: 5,
  location: 'Boathouse',
  body: 'Bring <dry> clothes & tea',
  required: [bob],
  optional: [carol],
};
const starts = [
  '2031-03-18T09:00:00.000Z',
  '2031-03-25T09:00:00.000Z',
  '2031-04-01T08:00:00.000Z',
  '2031-04-08T08:00:00.000Z',
  '2031-04-15T08:00:00.000Z',
];
const spring = { start: '2031-03-01T00:00:00Z', end: '2031-05-31T00:00:00Z' };

/** A series of meetings from its invitation to its end, answers to invitations, and what a calendar shows. */
export const tryMeetings: Part = ({ works }, stage) => {
  works('create a recurring meeting', async () => {
    const { journey, driver } = stage();
    const { subject } = series;
    await driver.run('create_series', alice, series);
    expect(await driver.run('series', alice, { subject })).toMatchObject({
      location: 'Boathouse',
      zone: 'Europe/Berlin',
      pattern: 'WeeklyPattern',
      interval: 1,
      count: 5,
      first: expect.stringContaining('2031-03-18T09:00'),
      last: expect.stringContaining('2031-04-15T08:00'),
    });
    for (const person of [alice, bob, carol]) {
      const events = await eventsOf(stage(), person, subject);
      expect(events.map(({ start }) => instant(start.dateTime))).toEqual(starts);
      for (const event of events)
        expect(event).toMatchObject({
          type: 'OCCURRENCE',
          location: 'Boathouse',
          start: { local: expect.stringContaining('T10:00:00'), timeZone: 'Europe/Berlin' },
          organizer: { address: alice },
          attendees: [
            { recipient: { address: bob }, role: 'REQUIRED' },
            { recipient: { address: carol }, role: 'OPTIONAL' },
          ],
          body: { content: expect.stringContaining('Bring <dry> clothes & tea') },
        });
      expect(events[0]?.seriesMaster).toMatchObject({ recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=5' } });
    }
    for (const person of [bob, carol])
      expect(
        await messagesOf(journey, person, {
          place: 'INBOX',
          filter: { subject: { equals: subject }, kind: ['MEETING_REQUEST'] },
        }),
      ).toHaveLength(1);
    expect(await driver.run('meeting_mail', bob, { subject })).toMatchObject([
      { kind: 'MeetingRequest', subject, from: alice, location: 'Boathouse' },
    ]);
  });

  works('update a recurring meeting', async () => {
    const { driver } = stage();
    const { subject } = series;
    await driver.run('update_series', alice, { subject, location: 'Lighthouse' });
    const moved = {
      start: '2031-03-26T12:30:00.000Z',
      end: '2031-03-26T14:00:00.000Z',
      new_subject: 'Rowing practice, on Wednesday',
    };
    await driver.run('update_occurrence', alice, { subject, index: 2, ...moved });
    await driver.run('cancel_occurrence', alice, { subject, index: 4 });
    const master = await driver.run<Master>('series', alice, { subject });
    expect(master.modified.map(instant)).toEqual([moved.start]);
    expect(master.deleted.map(instant)).toEqual([starts[3]]);
    const expected = [
      [subject, starts[0], 'OCCURRENCE', 'Lighthouse', 'CONFIRMED'],
      [moved.new_subject, moved.start, 'EXCEPTION', 'Lighthouse', 'CONFIRMED'],
      [subject, starts[2], 'OCCURRENCE', 'Lighthouse', 'CONFIRMED'],
      [subject, starts[4], 'OCCURRENCE', 'Lighthouse', 'CONFIRMED'],
    ];
    expect((await eventsOf(stage(), alice, subject)).map(rowOf)).toEqual(expected);
    for (const person of [bob, carol]) {
      const events = (await eventsOf(stage(), person, subject)).map(rowOf);
      // Whoever was invited keeps what was called off until it is removed.
      expect(events.filter(([, , , , status]) => status === 'CONFIRMED')).toEqual(expected);
      expect(events.filter(([, , , , status]) => status === 'CANCELLED').map(([, start]) => start)).toEqual([
        starts[3],
      ]);
    }
    const shown = await driver.run<readonly ViewedEvent[]>('view', alice, { ...spring, subject });
    expect(shown.map(({ subject: name, start, end }) => [name, instant(start), instant(end)])).toEqual([
      [subject, starts[0], '2031-03-18T10:00:00.000Z'],
      [moved.new_subject, moved.start, moved.end],
      [subject, starts[2], '2031-04-01T09:00:00.000Z'],
      [subject, starts[4], '2031-04-15T09:00:00.000Z'],
    ]);
  });

  works('cancel a recurring meeting', async () => {
    const { driver } = stage();
    const { subject } = series;
    await driver.run('cancel', alice, { subject, body: 'The boats are sold.' });
    expect(await eventsOf(stage(), alice, subject)).toEqual([]);
    expect(await driver.run('view', alice, { ...spring, subject })).toEqual([]);
    for (const person of [bob, carol]) {
      const events = await eventsOf(stage(), person, subject);
      expect(events.length).toBeGreaterThan(0);
      expect(new Set(events.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
      const [newest] = await driver.run<readonly { readonly kind: string }[]>('meeting_mail', person, { subject });
      expect(newest).toMatchObject({ kind: 'MeetingCancellation', subject: `Canceled: ${subject}`, from: alice });
    }
  });

  works('answer an invitation', async () => {
    const { journey, driver } = stage();
    for (const [how, response] of [
      ['accept', 'ACCEPTED'],
      ['tentatively_accept', 'TENTATIVE'],
      ['decline', 'DECLINED'],
    ] as const) {
      const subject = `Regatta, to be answered by ${how}`;
      const { event } = await change<{ readonly event: { readonly id: string } }>(
        journey,
        'createEvent',
        'event { id }',
        {
          mailbox: bob,
          notify: 'ALL',
          event: {
            subject,
            timing: {
              timed: { start: '2031-05-06T10:00:00+02:00', end: '2031-05-06T11:00:00+02:00', timeZone: 'Europe/Paris' },
            },
            attendees: [{ address: alice }],
            recurrence: { rrule: 'FREQ=DAILY;COUNT=3' },
          },
        },
      );
      await driver.run('answer', alice, { subject, how, body: 'That is my answer.' });
      const { node } = await ask<{ readonly node: ToldEvent }>(
        journey,
        'query ($id: ID!) { node(id: $id) { ... on CalendarEvent { attendees { recipient { address } response } } } }',
        { id: event.id },
      );
      expect(node.attendees).toEqual([{ recipient: { address: alice }, response }]);
      const own = await eventsOf(stage(), alice, subject);
      expect(own.map(({ myResponse }) => myResponse)).toEqual(how === 'decline' ? [] : [response, response, response]);
      expect(
        await messagesOf(journey, bob, {
          place: 'INBOX',
          filter: { subject: { contains: subject }, kind: ['MEETING_RESPONSE'] },
        }),
      ).toMatchObject([{ from: { address: alice } }]);
    }
  });

  works('read the calendar', async () => {
    const { driver } = stage();
    const [day, today] = [86_400_000, Date.now()];
    const window = {
      start: new Date(today - 30 * day).toISOString(),
      end: new Date(today + 60 * day).toISOString(),
    };
    await driver.run('create_event', alice, {
      subject: 'Three days off',
      start: new Date(today + 3 * day).toISOString(),
      end: new Date(today + 5 * day).toISOString(),
      all_day: true,
    });
    const viewed = await driver.run<readonly ViewedEvent[]>('view', alice, window);
    const told = await eventsOf(stage(), alice, '', window);
    expect(viewed.length).toBeGreaterThan(40);
    const shownSo = (events: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] => events.toSorted();
    expect(
      shownSo(
        viewed.map(({ subject, type, isAllDay, start, end, location, organizer }) => [
          subject ?? '',
          type.toUpperCase(),
          isAllDay,
          isAllDay ? start : instant(start),
          isAllDay ? end : instant(end),
          location,
          organizer,
        ]),
      ),
    ).toEqual(
      shownSo(
        told.map(({ subject, type, isAllDay, start, end, location, organizer }) => [
          subject ?? '',
          type,
          isAllDay,
          isAllDay ? start.date : instant(start.dateTime),
          isAllDay ? end.date : instant(end.dateTime),
          location,
          organizer?.address ?? null,
        ]),
      ),
    );
    expect(new Set(viewed.map(({ type }) => type))).toEqual(new Set(['Single', 'Occurrence', 'Exception']));
    expect(viewed.find(({ subject }) => subject === 'Three days off')?.isAllDay).toBe(true);
    expect(await driver.run('count_view', alice, { ...window, most: 5 })).toBe(5);
  });
};

interface ToldEvent {
  readonly subject: string | null;
  readonly type: string;
  readonly status: string;
  readonly isAllDay: boolean;
  readonly start: { readonly dateTime: string; readonly date: string | null };
  readonly end: { readonly dateTime: string; readonly date: string | null };
  readonly location: string | null;
  readonly myResponse: string;
  readonly organizer: { readonly address: string } | null;
  readonly attendees: readonly object[];
  readonly seriesMaster: object | null;
}

interface ViewedEvent {
  readonly subject: string | null;
  readonly type: string;
  readonly isAllDay: boolean;
  readonly start: string;
  readonly end: string;
  readonly location: string | null;
  readonly organizer: string | null;
}

interface Master {
  readonly modified: readonly string[];
  readonly deleted: readonly string[];
}

const rowOf = ({ subject, start, type, location, status }: ToldEvent): readonly unknown[] => [
  subject?.replace(/^Canceled: /, ''),
  instant(start.dateTime),
  type,
  location,
  status,
];

/** What a person's own calendar shows in a time that has this in its subject, as the gateway tells it. */
const eventsOf = async (
  { journey }: Stage,
  address: string,
  subject: string,
  window: { readonly start: string; readonly end: string } = spring,
): Promise<readonly ToldEvent[]> => {
  const found: ToldEvent[] = [];
  let after: string | null = null;
  for (;;) {
    const data: {
      readonly mailbox: {
        readonly calendar: {
          readonly events: {
            readonly nodes: readonly ToldEvent[];
            readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
          };
        };
      };
    } = await ask(
      journey,
      `query ($address: EmailAddress!, $window: TimeWindowInput!, $after: String) { mailbox(address: $address) { calendar {
        events(window: $window, after: $after) { nodes { subject type status isAllDay start { dateTime date local timeZone } end { dateTime date }
          location myResponse organizer { address } attendees { recipient { address } role } body { content }
          seriesMaster { recurrence { rrule } } } pageInfo { hasNextPage endCursor } } } } }`,
      { address, window, after },
    );
    const { nodes, pageInfo } = data.mailbox.calendar.events;
    found.push(...nodes.filter((event) => event.subject?.includes(subject) ?? subject === ''));
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
};
