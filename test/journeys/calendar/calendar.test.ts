import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf, startJourney, type Journey } from '../start.ts';

interface Time {
  readonly dateTime: string | null;
  readonly date: string | null;
  readonly local: string;
  readonly timeZone: string;
}

interface Event {
  readonly id: string;
  readonly type: string;
  readonly subject: string | null;
  readonly status: string;
  readonly isAllDay: boolean;
  readonly start: Time;
  readonly end: Time;
  readonly originalStart: Time | null;
  readonly seriesMaster: { readonly id: string; readonly type: string; readonly subject: string } | null;
  readonly [field: string]: unknown;
}

interface Events {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Event[];
}

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const basic =
  'type subject status isAllDay start { dateTime date local timeZone } end { dateTime date local timeZone }';

const agenda = async (start: string, end: string, selection: string, more = '') => {
  const answer = await journey.query<{ mailbox: { agenda: Events } }>(
    `query ($w: TimeWindowInput!) { mailbox(address: "alice@example.test") { agenda(window: $w ${more}) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ${selection} } } } }`,
    { w: { start, end } },
  );
  expect(answer.errors).toBeUndefined();
  return { events: answer.data.mailbox.agenda, answer };
};

const named = (events: Events, subject: string): readonly Event[] =>
  events.nodes.filter((event) => event.subject === subject);
const one = (events: Events, subject: string): Event => {
  const [event] = named(events, subject);
  if (event === undefined) throw new Error(`no event "${subject}"`);
  return event;
};

describe('a week over all calendars', () => {
  const week = `id ${basic} myResponse attendees { recipient { address } role response } recurrence { rrule summary }`;

  it('costs the list of calendars once, then one FindItem and one GetItem, whatever it holds', async () => {
    const own = await startJourney();
    try {
      const query = `{ mailbox(address: "alice@example.test") {
        agenda(window: { start: "2026-03-23T00:00:00Z", end: "2026-03-30T00:00:00Z" }) { nodes { ${week} } } } }`;
      const [first, second] = [await own.query<{ mailbox: { agenda: Events } }>(query), await own.query(query)];

      expect(operationsOf(first)).toEqual(['FindFolder', 'FindItem', 'GetItem']);
      expect(operationsOf(second)).toEqual(['FindItem', 'GetItem']);
      expect(second.data).toEqual(first.data);
      // Series travel beside their occurrences: once each, in the same call.
      const keys = first.extensions?.upstream?.calls[2]?.keys ?? 0;
      expect(keys).toBeGreaterThan(first.data.mailbox.agenda.nodes.length);
      expect(keys).toBeLessThan(first.data.mailbox.agenda.nodes.length * 2);
    } finally {
      await own.close();
    }
  });

  it('merges the calendars by start', async () => {
    const { events } = await agenda(
      '2026-03-25T00:00:00Z',
      '2026-03-26T00:00:00Z',
      `${week} calendar { name isDefault }`,
    );

    expect(events.nodes.map(({ subject, calendar }) => [subject, (calendar as { name: string }).name])).toEqual([
      ['Support rota: Alice', 'Team calendar'],
      ['Water the plants', 'Calendar'],
      ['Reminder: invoice Borealis', 'Calendar'],
      ['Kick-off: Heron at Borealis', 'Calendar'],
      ['Release of Kestrel 4.2', 'Team calendar'],
    ]);
    expect(events.totalCount).toBe(5);
  });

  it('tells who is invited, in which role, and what they answered', async () => {
    const { events } = await agenda(
      '2026-03-24T00:00:00Z',
      '2026-03-25T00:00:00Z',
      `${week} isOrganizer isMeeting organizer { name address }`,
    );

    expect(one(events, 'Architecture review: Kestrel data path')).toMatchObject({
      isMeeting: true,
      isOrganizer: false,
      myResponse: 'NOT_RESPONDED',
      organizer: { address: 'bob@example.test' },
      attendees: [
        { recipient: { address: 'alice@example.test' }, role: 'REQUIRED', response: 'NOT_RESPONDED' },
        { recipient: { address: 'dave@example.test' }, role: 'REQUIRED', response: 'DECLINED' },
        { recipient: { address: 'carol@example.test' }, role: 'OPTIONAL', response: 'NOT_RESPONDED' },
        { recipient: { address: 'room-2@example.test' }, role: 'RESOURCE', response: 'ACCEPTED' },
      ],
    });
  });

  it('pages by start without repeating or dropping', async () => {
    const window = ['2026-03-23T00:00:00Z', '2026-04-06T00:00:00Z'] as const;
    const { events: whole } = await agenda(...window, 'id');
    const paged: string[] = [];
    let after = '';
    for (let page = 0; page < 20; page += 1) {
      const { events } = await agenda(...window, 'id', `, first: 4 ${after}`);
      paged.push(...events.nodes.map(({ id }) => id));
      expect(events.totalCount).toBe(whole.totalCount);
      if (!events.pageInfo.hasNextPage) break;
      after = `, after: "${events.pageInfo.endCursor}"`;
    }
    expect(paged).toEqual(whole.nodes.map(({ id }) => id));
  });
});

describe('times', () => {
  it('keep their hour on the clock of their zone when clocks change, and move in UTC', async () => {
    const { events } = await agenda('2026-03-23T00:00:00Z', '2026-04-10T00:00:00Z', basic);

    expect(named(events, 'Monday stand-up').map(({ start }) => [start.local, start.dateTime, start.timeZone])).toEqual([
      ['2026-03-23T09:30:00', '2026-03-23T08:30:00Z', 'Europe/Berlin'],
      ['2026-04-06T09:30:00', '2026-04-06T07:30:00Z', 'Europe/Berlin'],
    ]);
    // America changed its clocks three weeks earlier: nothing changes at nine in New York.
    expect(
      named(events, 'Call with the Boston office of Acme').map(({ start }) => [start.local, start.dateTime]),
    ).toEqual([
      ['2026-03-26T09:00:00', '2026-03-26T13:00:00Z'],
      ['2026-04-02T09:00:00', '2026-04-02T13:00:00Z'],
      ['2026-04-09T09:00:00', '2026-04-09T13:00:00Z'],
    ]);
    // A series without a zone repeats in UTC.
    for (const { start } of named(events, 'Backup report (imported, without a time zone)')) {
      expect([start.timeZone, start.local.slice(11)]).toEqual(['UTC', '05:00:00']);
    }
  });

  it('are shown in the zone that the client looks from, Windows names included', async () => {
    const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };
    const zones = ['Asia/Tokyo', 'Eastern Standard Time'];
    const [tokyo, boston] = await Promise.all(
      zones.map(async (timeZone) => {
        const answer = await journey.query<{ mailbox: { agenda: Events } }>(
          `query ($w: TimeWindowInput!) { mailbox(address: "alice@example.test") { agenda(window: $w) { nodes { ${basic} } } } }`,
          { w: { ...window, timeZone } },
        );
        return one(answer.data.mailbox.agenda, 'Monday stand-up');
      }),
    );

    expect(tokyo?.start).toEqual({
      dateTime: '2026-03-23T08:30:00Z',
      date: null,
      local: '2026-03-23T17:30:00',
      timeZone: 'Asia/Tokyo',
    });
    expect(boston?.start).toMatchObject({ local: '2026-03-23T04:30:00', timeZone: 'America/New_York' });
  });

  it('of whole days are dates of their own zone, and shift for nobody', async () => {
    for (const timeZone of ['Europe/Berlin', 'Pacific/Auckland', 'Pacific/Honolulu']) {
      const answer = await journey.query<{ mailbox: { agenda: Events } }>(
        `query ($w: TimeWindowInput!) { mailbox(address: "alice@example.test") { agenda(window: $w, first: 1000) {
          nodes { ${basic} duration } } } }`,
        { w: { start: '2026-04-01T00:00:00Z', end: '2026-05-10T00:00:00Z', timeZone } },
      );
      const events = answer.data.mailbox.agenda;

      expect(one(events, 'Flow Measurement Conference, Portland')).toMatchObject({
        isAllDay: true,
        start: { dateTime: null, date: '2026-05-05', local: '2026-05-05', timeZone },
        end: { dateTime: null, date: '2026-05-07', local: '2026-05-07' },
        duration: 'P3D',
      });
      expect(one(events, 'Team away day')).toMatchObject({
        start: { date: '2026-04-02' },
        end: { date: '2026-04-02' },
        duration: 'P1D',
      });
      expect(one(events, 'Holiday 🏔️')).toMatchObject({ start: { date: '2026-04-13' }, end: { date: '2026-04-24' } });
      expect(one(events, "Mum's birthday")).toMatchObject({
        start: { date: '2026-04-05' },
        end: { date: '2026-04-05' },
      });
    }
  });

  it.each([
    ['{ start: "2026-03-23T00:00:00Z", end: "2026-03-23T00:00:00Z" }', 'window.end must be later than window.start'],
    ['{ start: "2016-03-23T00:00:00Z", end: "2036-03-23T00:00:00Z" }', 'window must not be longer than ten years'],
  ])('of a window like %s are refused', async (window, expected) => {
    const answer = await journey.query(
      `{ mailbox(address: "alice@example.test") { agenda(window: ${window}) { totalCount } } }`,
    );
    expect(answer.errors?.[0]).toMatchObject({ message: expected, extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('series', () => {
  const spring = ['2026-02-16T00:00:00Z', '2026-05-05T00:00:00Z'] as const;
  const occurrence = `id ${basic} originalStart { local } seriesMaster { id type subject } recurrence { frequency interval daysOfWeek rrule summary timeZone }`;

  it('show what was moved, what was renamed, and not what was deleted', async () => {
    const { events } = await agenda(...spring, occurrence, ', first: 1000');
    const standUps = events.nodes.filter(({ seriesMaster }) => seriesMaster?.subject === 'Monday stand-up');

    expect(
      standUps.map(({ type, subject, start, originalStart }) => [type, subject, start.local, originalStart?.local]),
    ).toEqual([
      ['OCCURRENCE', 'Monday stand-up', '2026-02-16T09:30:00', '2026-02-16T09:30:00'],
      ['EXCEPTION', 'Stand-up (moved to Tuesday, room taken)', '2026-02-24T10:00:00', '2026-02-23T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-03-02T09:30:00', '2026-03-02T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-03-09T09:30:00', '2026-03-09T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-03-16T09:30:00', '2026-03-16T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-03-23T09:30:00', '2026-03-23T09:30:00'],
      ['EXCEPTION', 'Monday stand-up, with cake', '2026-03-30T09:30:00', '2026-03-30T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-04-06T09:30:00', '2026-04-06T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-04-13T09:30:00', '2026-04-13T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-04-20T09:30:00', '2026-04-20T09:30:00'],
      ['OCCURRENCE', 'Monday stand-up', '2026-05-04T09:30:00', '2026-05-04T09:30:00'],
    ]);
    expect(new Set(standUps.map(({ seriesMaster }) => seriesMaster?.id)).size).toBe(1);
    expect(standUps[1]).toMatchObject({
      seriesMaster: { type: 'SERIES_MASTER' },
      recurrence: {
        frequency: 'WEEKLY',
        interval: 1,
        daysOfWeek: ['MONDAY'],
        rrule: 'FREQ=WEEKLY;BYDAY=MO',
        summary: 'Every week on Monday',
        timeZone: 'Europe/Berlin',
      },
    });
  });

  it('are told by themselves too, with what was deleted and their occurrences in a window', async () => {
    const answer = await journey.query<{ mailbox: { calendar: { events: Events } } }>(
      `query ($w: TimeWindowInput!, $o: TimeWindowInput!) { mailbox(address: "alice@example.test") { calendar {
        events(window: $w, expand: false, first: 25) { nodes { id ${basic} duration deletedOccurrences { local dateTime }
          occurrences(window: $o) { totalCount nodes { type subject start { local } } } seriesMaster { id } } } } } }`,
      {
        w: { start: '2026-03-18T00:00:00Z', end: '2026-03-19T00:00:00Z' },
        o: { start: '2026-02-22T23:00:00Z', end: '2026-03-09T23:00:00Z' },
      },
    );
    const events = answer.data.mailbox.calendar.events;
    expect(answer.errors).toBeUndefined();
    expect(one(events, 'Monday stand-up')).toMatchObject({
      type: 'SERIES_MASTER',
      start: { local: '2025-07-28T09:30:00' },
      duration: 'PT15M',
      seriesMaster: null,
      deletedOccurrences: [
        { local: '2026-02-02T09:30:00', dateTime: '2026-02-02T08:30:00Z' },
        { local: '2026-04-27T09:30:00', dateTime: '2026-04-27T07:30:00Z' },
      ],
      occurrences: {
        totalCount: 3,
        nodes: [
          { type: 'EXCEPTION', start: { local: '2026-02-24T10:00:00' } },
          { type: 'OCCURRENCE', start: { local: '2026-03-02T09:30:00' } },
          { type: 'OCCURRENCE', start: { local: '2026-03-09T09:30:00' } },
        ],
      },
    });
    expect(one(events, 'Coffee with Carol')).toMatchObject({
      type: 'SINGLE',
      occurrences: null,
      deletedOccurrences: [],
    });
  });

  it('repeat in every pattern, each as a rule and in words', async () => {
    const { events } = await agenda('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', occurrence, ', first: 1000');
    const rules = new Map(
      events.nodes.flatMap(({ seriesMaster, recurrence }) =>
        seriesMaster === null ? [] : [[seriesMaster.subject, recurrence]],
      ),
    );
    const ruleOf = (subject: string) => rules.get(subject) as { rrule: string; summary: string };

    expect(ruleOf('Water the plants')).toMatchObject({
      rrule: 'FREQ=DAILY;INTERVAL=3;COUNT=40',
      summary: 'Every 3 days, 40 times',
    });
    expect(ruleOf('Book club')).toMatchObject({
      rrule: 'FREQ=MONTHLY;BYDAY=2WE;COUNT=9',
      summary: 'Every month on the second Wednesday, 9 times',
    });
    expect(ruleOf('Town hall')).toMatchObject({ rrule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=12' });
    expect(ruleOf('Release the payroll').rrule).toBe('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1');
    expect(ruleOf('Open day').rrule).toBe('FREQ=YEARLY;BYMONTH=5;BYDAY=1MO');
    expect(ruleOf("Mum's birthday").rrule).toBe('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=5');
    expect(ruleOf('Call with the Boston office of Acme').summary).toBe('Every week on Thursday until July 30, 2026');
  });

  it('are found from an occurrence by its id', async () => {
    const { events } = await agenda('2026-03-16T00:00:00Z', '2026-03-17T00:00:00Z', `id ${basic}`);
    const answer = await journey.query<{ node: Event }>(
      `query ($id: ID!) { node(id: $id) { ... on CalendarEvent { id ${basic} recurrence { rrule } seriesMaster { id type subject deletedOccurrences { local } } } } }`,
      { id: one(events, 'Monday stand-up').id },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data.node).toMatchObject({
      type: 'OCCURRENCE',
      start: { local: '2026-03-16T09:30:00' },
      recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=MO' },
      seriesMaster: {
        type: 'SERIES_MASTER',
        subject: 'Monday stand-up',
        deletedOccurrences: [{ local: '2026-02-02T09:30:00' }, { local: '2026-04-27T09:30:00' }],
      },
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetItem']);
  });

  it('that cannot be read leave their occurrences', async () => {
    // The last ids of the call are the series.
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'GetItem',
      index: 1,
      responseCode: 'ErrorItemNotFound',
    });
    const answer = await journey.query<{ mailbox: { agenda: Events } }>(
      `{ mailbox(address: "alice@example.test") { agenda(window: { start: "2026-03-18T08:00:00Z", end: "2026-03-19T07:47:00Z" }) {
        nodes { subject attendees { role } } } } }`,
    );

    expect(answer.data.mailbox.agenda.nodes.map(({ subject }) => subject)).toEqual([
      'Coffee with Carol',
      'Dentist',
      'Water the plants',
    ]);
    expect(answer.errors).toMatchObject([
      { path: ['mailbox', 'agenda', 'nodes', 1, 'attendees'], extensions: { code: 'NOT_FOUND' } },
    ]);
  });
});

describe('calendars', () => {
  interface Calendars {
    readonly mailbox: {
      readonly calendars: readonly {
        readonly id: string;
        readonly name: string;
        readonly isDefault: boolean;
        readonly canEdit: boolean;
        readonly folder: { readonly id: string; readonly path: string; readonly kind: string };
      }[];
    };
  }
  const list = () =>
    journey.query<Calendars>(
      '{ mailbox(address: "alice@example.test") { calendars { id name isDefault canEdit folder { id path kind } } } }',
    );

  it('are listed with the default one marked', async () => {
    const { data } = await list();
    expect(data.mailbox.calendars).toMatchObject([
      { name: 'Calendar', isDefault: true, canEdit: true, folder: { path: '/Calendar', kind: 'CALENDAR' } },
      { name: 'Team calendar', isDefault: false, folder: { kind: 'CALENDAR' } },
    ]);
  });

  it('open by their id, by the id of their folder, and as nodes', async () => {
    const { data } = await list();
    const team = data.mailbox.calendars[1];
    for (const id of [team?.id, team?.folder.id]) {
      const answer = await journey.query<{ mailbox: { calendar: { id: string; name: string } } }>(
        'query ($id: ID!) { mailbox(address: "alice@example.test") { calendar(id: $id) { id name } } }',
        { id },
      );
      expect(answer.data.mailbox.calendar).toEqual({ id: team?.id, name: 'Team calendar' });
    }
    const node = await journey.query('query ($id: ID!) { node(id: $id) { __typename ... on Calendar { name } } }', {
      id: team?.id,
    });
    expect(node.data).toEqual({ node: { __typename: 'Calendar', name: 'Team calendar' } });
  });

  it('are refused by the id of another kind of folder', async () => {
    const inbox = await journey.query<{ mailbox: { inbox: { id: string } } }>(
      '{ mailbox(address: "alice@example.test") { inbox { id } } }',
    );
    const answer = await journey.query(
      'query ($id: ID!) { mailbox(address: "alice@example.test") { calendar(id: $id) { name } } }',
      {
        id: inbox.data.mailbox.inbox.id,
      },
    );
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['{ text: "KESTREL" }', ['Architecture review: Kestrel data path']],
    ['{ attendee: "room-1@example.test" }', ['Monday stand-up', 'Kick-off: Heron at Borealis', 'Town hall']],
    ['{ organizer: "bob@example.test", isRecurring: true }', ['Call with the Boston office of Acme']],
    ['{ isCancelled: true }', ['Trade fair: who brings what']],
    ['{ categories: { containsAny: ["travel"] } }', ['Night train to Vienna']],
    ['{ isRecurring: false, text: "call with" }', ['Call with Hoshi (Tokyo)']],
  ])('show events that match %s', async (filter, expected) => {
    const answer = await journey.query<{ mailbox: { calendar: { events: Events } } }>(
      `{ mailbox(address: "alice@example.test") { calendar { events(filter: ${filter},
        window: { start: "2026-03-23T00:00:00Z", end: "2026-03-28T23:00:00Z" }) { totalCount nodes { subject } } } } }`,
    );
    expect(answer.data.mailbox.calendar.events.nodes.map(({ subject }) => subject)).toEqual(expected);
    expect(answer.data.mailbox.calendar.events.totalCount).toBe(expected.length);
  });
});

describe('one event', () => {
  it('tells everything that is known of it', async () => {
    const { events } = await agenda('2026-03-20T00:00:00Z', '2026-03-21T00:00:00Z', 'id subject');
    const answer = await journey.query<{ node: Event }>(
      `query ($id: ID!) { node(id: $id) { ... on CalendarEvent {
        id changeKey iCalUid type status subject duration location showAs sensitivity importance categories isMeeting isOrganizer
        reminder { isOn before } body(format: TEXT) { content } attachments { name ... on FileAttachment { base64 } }
        conflicts { subject start { local } } recurrence { rrule } seriesMaster { id } originalStart { local }
        deletedOccurrences { local } occurrences(window: { start: "2026-03-01T00:00:00Z", end: "2026-04-01T00:00:00Z" }) { totalCount }
        calendar { name } mailbox { address } ics { sizeBytes }
      } } }`,
      { id: one(events, 'Interview: firmware engineer').id },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data.node).toMatchObject({
      type: 'SINGLE',
      status: 'CONFIRMED',
      duration: 'PT1H',
      location: 'Harbour',
      showAs: 'BUSY',
      sensitivity: 'NORMAL',
      isMeeting: false,
      isOrganizer: true,
      attachments: [{ name: 'curriculum-vitae.pdf' }],
      recurrence: null,
      seriesMaster: null,
      originalStart: null,
      deletedOccurrences: [],
      occurrences: null,
      calendar: { name: 'Calendar' },
      mailbox: { address: 'alice@example.test' },
    });
    expect((answer.data.node['body'] as { content: string }).content).toContain('Questions: drift compensation');
    expect(answer.data.node['iCalUid']).toMatch(/@/);
  });

  it('names the events that it conflicts with, as far as they are still there', async () => {
    const { events } = await agenda('2026-03-20T00:00:00Z', '2026-03-21T00:00:00Z', 'id subject attendees { role }');
    const ids = [...(journey.emulator.requests.at(-1)?.body.matchAll(/<t:ItemId Id="([^"]+)"/g) ?? [])].map(
      ([, id]) => id,
    );
    const offer = ids[events.nodes.findIndex(({ subject }) => subject === 'Finish the offer for Cinder Works')];
    const interview = ids[events.nodes.findIndex(({ subject }) => subject === 'Interview: firmware engineer')];
    journey.emulator.faults.add({
      kind: 'body',
      operation: 'GetItem',
      body: `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
  <m:GetItemResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
    <m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items>
      <t:CalendarItem><t:ItemId Id="${interview}" ChangeKey="DwAAAA=="/><t:ConflictingMeetings>
        <t:CalendarItem><t:ItemId Id="${offer}" ChangeKey="DwAAAA=="/><t:Subject>Finish the offer</t:Subject></t:CalendarItem>
        <t:CalendarItem><t:ItemId Id="${interview}" ChangeKey="DwAAAA=="/></t:CalendarItem>
      </t:ConflictingMeetings></t:CalendarItem>
    </m:Items></m:GetItemResponseMessage></m:ResponseMessages>
  </m:GetItemResponse></s:Body></s:Envelope>`,
    });
    // The second of them was deleted meanwhile.
    journey.emulator.faults.add({
      kind: 'itemError',
      operation: 'GetItem',
      index: 1,
      responseCode: 'ErrorItemNotFound',
    });
    const answer = await journey.query<{ node: Event }>(
      'query ($id: ID!) { node(id: $id) { ... on CalendarEvent { conflicts { subject start { local } } } } }',
      { id: one(events, 'Interview: firmware engineer').id },
    );

    expect(answer.errors).toBeUndefined();
    expect(answer.data.node['conflicts']).toEqual([
      { subject: 'Finish the offer for Cinder Works', start: { local: '2026-03-20T09:00:00' } },
    ]);
    // Both are asked for together.
    expect(answer.extensions?.upstream?.calls.map(({ keys }) => keys)).toEqual([1, 2]);
  });

  it('is reached from the mail about it', async () => {
    const answer = await journey.query<{
      mailbox: { messages: { nodes: readonly { subject: string; kind: string; meeting: unknown }[] } };
    }>(
      `{ mailbox(address: "alice@example.test") { messages(first: 20, filter: { kind: [MEETING_REQUEST, MEETING_RESPONSE, MEETING_CANCELLATION] }) {
        nodes { subject kind meeting { responseType isOutOfDate isDelegated proposedStart event { subject myResponse status start { local timeZone } } } } } } }`,
    );
    const mail = (subject: string) => answer.data.mailbox.messages.nodes.find((node) => node.subject === subject);

    expect(answer.errors).toBeUndefined();
    expect(mail('Architecture review: Kestrel data path')).toMatchObject({
      kind: 'MEETING_REQUEST',
      meeting: {
        responseType: 'NOT_RESPONDED',
        isOutOfDate: false,
        event: {
          subject: 'Architecture review: Kestrel data path',
          myResponse: 'NOT_RESPONDED',
          start: { local: '2026-03-24T14:00:00', timeZone: 'Europe/Berlin' },
        },
      },
    });
    expect(mail('Declined: Kick-off: Heron at Borealis')).toMatchObject({
      kind: 'MEETING_RESPONSE',
      meeting: { responseType: 'DECLINED', event: { subject: 'Kick-off: Heron at Borealis' } },
    });
    expect(mail('Cancelled: Trade fair: who brings what')).toMatchObject({
      kind: 'MEETING_CANCELLATION',
      meeting: { event: { status: 'CANCELLED' } },
    });
    // The page, then the rows of the mail, then all events together.
    expect(operationsOf(answer).filter((operation) => operation === 'GetItem')).toHaveLength(2);
  });
});
