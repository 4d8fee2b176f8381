import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import { child, childText } from '../../../src/ews/xml.ts';
import { meetingOrganization } from '../../emulator/meeting-organization.ts';
import { getItem, itemsIn } from '../../emulator/writing.ts';
import { ewsIdIn, operationsAt, sealedId } from '../journey-of-test.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type Person, type Told } from './meeting-journey.ts';
import { operationsOf, type Answer } from '../start.ts';

const nine = {
  timed: { start: '2031-03-18T09:00:00+01:00', end: '2031-03-18T10:00:00+01:00', timeZone: 'Europe/Paris' },
};
const plan = { subject: 'Plan', timing: nine };
const invited = [{ address: addressOf('bob') }, { address: addressOf('carol'), role: 'OPTIONAL' }];
const alice = { mailbox: addressOf('alice') };

interface Made {
  readonly createEvent: {
    readonly event: Readonly<Record<string, unknown>> | null;
    readonly userErrors: readonly Told[];
  };
}

/** Makes an event and selects what is asked for. */
const create = (journey: MeetingJourney, input: object, selection = 'event { id }'): Promise<Answer<Made>> =>
  journey.query<Made>(
    `mutation ($input: CreateEventInput!) { createEvent(input: $input) { ${selection}
      userErrors { __typename code detail ... on ValidationError { fields { path message } } } } }`,
    { input: { ...alice, ...input } },
  );

const subjectsIn = async ({ messages }: MeetingJourney, person: Person, role = 'INBOX'): Promise<readonly string[]> =>
  (await messages(person, role)).map(({ subject }) => subject);

const problemsOf = (answer: Answer<Made>): readonly string[] =>
  answer.data.createEvent.userErrors.flatMap(({ code, fields }) =>
    fields === undefined || fields.length === 0 ? [code] : fields.map(({ path }) => path.join('.')),
  );

describe('what is made', () => {
  it('says all that was given, in the API and on the mail server', async () => {
    const journey = await startMeetingJourney();
    const answer = await create(
      journey,
      {
        notify: 'NONE',
        event: {
          ...plan,
          subject: 'Äpfel & Birnen',
          location: 'Hall <1>',
          body: { markdown: 'Bring **pears**' },
          attendees: [...invited, { address: addressOf('lighthouse'), name: 'Lighthouse', role: 'RESOURCE' }],
          showAs: 'OUT_OF_OFFICE',
          sensitivity: 'PRIVATE',
          importance: 'HIGH',
          categories: ['Fruit'],
          reminderBefore: 'PT1H',
          attachments: [{ name: 'a.txt', source: { base64: 'YWJj' } }],
        },
      },
      `event { id iCalUid type subject location start { local timeZone } end { local } isAllDay isMeeting isOrganizer showAs sensitivity importance
        categories reminder { isOn before } recurrence { rrule } attendees { role recipient { address name } response } calendar { isDefault } }`,
    );
    expect(answer.errors).toBeUndefined();
    const { event, userErrors } = answer.data.createEvent;
    expect(userErrors).toEqual([]);
    expect(event).toMatchObject({
      iCalUid: expect.stringMatching(/./),
      type: 'SINGLE',
      subject: 'Äpfel & Birnen',
      location: 'Hall <1>',
      start: { local: '2031-03-18T09:00:00', timeZone: 'Europe/Paris' },
      end: { local: '2031-03-18T10:00:00' },
      isAllDay: false,
      isMeeting: true,
      isOrganizer: true,
      showAs: 'OUT_OF_OFFICE',
      sensitivity: 'PRIVATE',
      importance: 'HIGH',
      categories: ['Fruit'],
      reminder: { isOn: true, before: 'PT60M' },
      recurrence: null,
      attendees: [
        { role: 'REQUIRED', recipient: { address: addressOf('bob') }, response: 'NONE' },
        { role: 'OPTIONAL', recipient: { address: addressOf('carol') } },
        { role: 'RESOURCE', recipient: { address: addressOf('lighthouse'), name: 'Lighthouse' } },
      ],
      calendar: { isDefault: true },
    });
    const held = await getItem(journey.ews, ewsIdIn(String(event?.['id'])));
    expect(
      ['Subject', 'Start', 'LegacyFreeBusyStatus', 'MeetingRequestWasSent'].map((name) => childText(held, name)),
    ).toEqual(['Äpfel & Birnen', '2031-03-18T08:00:00Z', 'OOF', 'false']);
    expect(childText(held, 'Body')).toContain('<strong>pears</strong>');
    const [room] = child(held, 'Resources')?.children ?? [];
    expect(room && childText(child(room, 'Mailbox') ?? room, 'EmailAddress')).toBe(addressOf('lighthouse'));
    expect(childText(held, 'HasAttachments')).toBe('true');
  });

  it('may say nothing but when it is, and be of no length', async () => {
    const journey = await startMeetingJourney();
    const timing = { timed: { ...nine.timed, end: nine.timed.start } };
    const answer = await create(
      journey,
      { notify: 'NONE', event: { timing, reminderBefore: null } },
      'event { subject duration reminder { isOn } showAs }',
    );
    expect(answer.data.createEvent).toEqual({
      event: { subject: null, duration: 'PT0S', reminder: { isOn: false }, showAs: 'BUSY' },
      userErrors: [],
    });
  });

  it('repeats on the clock of its zone, over the change of clocks', async () => {
    const journey = await startMeetingJourney();
    const event = { ...plan, recurrence: { rrule: 'FREQ=WEEKLY;COUNT=3;BYDAY=TU' } };
    const answer = await create(
      journey,
      { notify: 'NONE', event },
      'event { type recurrence { rrule summary timeZone } }',
    );
    expect(answer.data.createEvent.event).toMatchObject({
      type: 'SERIES_MASTER',
      recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3', timeZone: 'Europe/Paris' },
    });
    expect((await journey.agenda('alice')).map(({ start }) => start.dateTime)).toEqual([
      '2031-03-18T08:00:00Z',
      '2031-03-25T08:00:00Z',
      '2031-04-01T07:00:00Z',
    ]);
  });

  it('lasts whole days of the mailbox’s own zone, which is looked for once', async () => {
    const timezone = 'New Zealand Standard Time';
    const configurations = [{ name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone } }];
    const mailboxes = meetingOrganization.mailboxes.map((one) => ({ ...one, configurations }));
    const journey = await startMeetingJourney({ seed: { ...meetingOrganization, mailboxes } });
    const timing = { allDay: { start: '2031-03-18', end: '2031-03-19' } };
    const shown = 'event { id isAllDay start { date timeZone } end { date } duration }';
    const answer = await create(journey, { notify: 'NONE', event: { timing } }, shown);
    expect(answer.data.createEvent.event).toMatchObject({
      isAllDay: true,
      start: { date: '2031-03-18', timeZone: 'Pacific/Auckland' },
      end: { date: '2031-03-19' },
      duration: 'P2D',
    });
    expect(operationsOf(answer)).toEqual(['GetUserConfiguration', 'CreateItem', 'GetItem']);
    const held = await getItem(journey.ews, ewsIdIn(String(answer.data.createEvent.event?.['id'])));
    expect([childText(held, 'Start'), childText(held, 'End')]).toEqual([
      '2031-03-17T11:00:00Z',
      '2031-03-19T11:00:00Z',
    ]);
    const next = await create(journey, { notify: 'NONE', event: { timing } }, '__typename');
    expect(operationsOf(next)).toEqual(['CreateItem']);
  });

  it.each([
    [undefined, 'Lighthouse'],
    [null, null],
    ['At the back', 'At the back'],
  ])('with a room and the location %o takes place at %o', async (location, shown) => {
    const journey = await startMeetingJourney();
    const attendees = [{ address: addressOf('lighthouse'), name: 'Lighthouse', role: 'RESOURCE' }];
    const event = { ...plan, attendees, ...(location === undefined ? {} : { location }) };
    const answer = await create(journey, { notify: 'NONE', event }, 'event { location }');
    expect(answer.data.createEvent).toEqual({ event: { location: shown }, userErrors: [] });
  });

  it('with many rooms takes place at as many as a location holds, no half character', async () => {
    const journey = await startMeetingJourney();
    const name = `${'x'.repeat(251)}🏠`;
    const attendees = [
      { address: addressOf('lighthouse'), name, role: 'RESOURCE' },
      { address: 'two@example.test', name: '🏠', role: 'RESOURCE' },
    ];
    const answer = await create(journey, { notify: 'NONE', event: { ...plan, attendees } }, 'event { location }');
    expect(answer.data.createEvent).toEqual({ event: { location: `${name}; ` }, userErrors: [] });
  });

  it('stands in the calendar that is named, which has to be one of this mailbox', async () => {
    const journey = await startMeetingJourney();
    const made = await journey.query<{ done: { folder: { id: string } } }>(
      'mutation ($input: CreateFolderInput!) { done: createFolder(input: $input) { folder { id } } }',
      { input: { ...alice, parent: { role: 'ROOT' }, name: 'Trips', kind: 'CALENDAR' } },
    );
    const folder = ewsIdIn(made.data.done.folder.id);
    const calendar = sealedId('Calendar', addressOf('alice'), folder);
    const answer = await create(
      journey,
      { notify: 'NONE', calendar, event: plan },
      'event { calendar { id name isDefault } }',
    );
    expect(answer.data.createEvent.event).toEqual({ calendar: { id: calendar, name: 'Trips', isDefault: false } });

    journey.emulator.requests.length = 0;
    for (const wrong of [sealedId('Calendar', addressOf('bob'), folder), made.data.done.folder.id, 'none'])
      expect(problemsOf(await create(journey, { notify: 'NONE', calendar: wrong, event: plan }))).toEqual([
        'BAD_USER_INPUT',
      ]);
    expect(operationsAt(journey)).toEqual([]);
  });
});

describe('who is told', () => {
  it('is nobody with NONE: no mail, no event in any other calendar', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    const answer = await create(journey, { notify: 'NONE', event: { ...plan, attendees: invited } });
    expect(answer.data.createEvent.userErrors).toEqual([]);
    for (const person of ['bob', 'carol'] as const) {
      expect(await subjectsIn(journey, person)).toEqual([]);
      expect(await journey.agenda(person)).toEqual([]);
      expect(await itemsIn(journey.ews, 'calendar', person)).toEqual([]);
    }
    expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toEqual([]);
  });

  it.each(['ALL', 'CHANGED_ONLY'])('is everybody who is invited with %s, rooms too', async (notify) => {
    const journey = await startMeetingJourney();
    const attendees = [...invited, { address: addressOf('lighthouse'), role: 'RESOURCE' }];
    const answer = await create(journey, { notify, event: { ...plan, attendees } }, 'event { attendees { response } }');
    expect(answer.data.createEvent.userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual(['CreateItem', 'GetItem']);
    for (const person of ['bob', 'carol'] as const) {
      expect(await subjectsIn(journey, person)).toEqual(['Plan']);
      expect(await journey.agenda(person)).toMatchObject([
        { subject: 'Plan', myResponse: 'NOT_RESPONDED', isOrganizer: false },
      ]);
    }
    expect(await subjectsIn(journey, 'dave')).toEqual([]);
    expect(await journey.agenda('lighthouse')).toMatchObject([{ myResponse: 'ACCEPTED' }]);
    expect((await journey.agenda('alice'))[0]?.attendees.map(({ response }) => response)).toEqual([
      'NONE',
      'NONE',
      'ACCEPTED',
    ]);
    expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toEqual(['Plan']);
  });

  it('takes SEND where mail would go out, and otherwise not', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    const event = { ...plan, attendees: invited };
    expect(problemsOf(await create(journey, { notify: 'ALL', event }))).toEqual(['FORBIDDEN']);
    expect(operationsAt(journey)).toEqual([]);
    expect(problemsOf(await create(journey, { notify: 'ALL', event: plan }))).toEqual([]);
    expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toEqual([]);
  });
});

describe('what it costs', () => {
  it('is one call without key and payload, and three for Book', async () => {
    const journey = await startMeetingJourney();
    expect(operationsOf(await create(journey, { notify: 'ALL', event: plan }, '__typename'))).toEqual(['CreateItem']);
    const event = { ...plan, attendees: invited, recurrence: { rrule: 'FREQ=WEEKLY;COUNT=6;BYDAY=TU' } };
    const booked = await create(
      journey,
      { notify: 'ALL', idempotencyKey: 'bk-1', event },
      'event { id iCalUid recurrence { summary } }',
    );
    expect(booked.data.createEvent.event).toMatchObject({ recurrence: { summary: 'Every week on Tuesday, 6 times' } });
    expect(operationsOf(booked)).toEqual(['FindItem', 'CreateItem', 'GetItem']);
  });
});

describe('a key', () => {
  it('makes one event and invites once, however often it comes, also when the event has been moved since', async () => {
    const journey = await startMeetingJourney();
    const input = { notify: 'ALL', idempotencyKey: 'k', event: { ...plan, attendees: invited } };
    const first = await create(journey, input, 'event { id subject }');
    const again = await create(journey, input, 'event { id subject }');
    expect(again.data).toEqual(first.data);
    expect(operationsOf(again)).not.toContain('CreateItem');
    expect(await subjectsIn(journey, 'bob')).toEqual(['Plan']);
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(1);

    expect(problemsOf(await create(journey, { ...input, event: { ...input.event, subject: 'Other' } }))).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ]);

    await journey.done('cancelEvent', { id: first.data.createEvent.event?.['id'], notify: 'NONE' });
    const thrownAway = await create(journey, input, 'event { subject calendar { name } }');
    expect(thrownAway.errors).toBeUndefined();
    expect(thrownAway.data.createEvent).toMatchObject({ event: { subject: 'Plan' }, userErrors: [] });
    expect(await itemsIn(journey.ews, 'calendar')).toEqual([]);
  });

  it('is not needed for an event to be found whose answer was lost', async () => {
    const journey = await startMeetingJourney();
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    const answer = await create(
      journey,
      { notify: 'ALL', event: { ...plan, attendees: invited } },
      'event { subject }',
    );
    expect(answer.data.createEvent).toEqual({ event: { subject: 'Plan' }, userErrors: [] });
    expect(operationsOf(answer)).toEqual(['CreateItem', 'FindItem', 'GetItem']);
    expect(await subjectsIn(journey, 'bob')).toEqual(['Plan']);
  });

  it('or its lack: what is not there after a broken connection may yet be made, which is told', async () => {
    const journey = await startMeetingJourney();
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    expect(problemsOf(await create(journey, { notify: 'NONE', event: plan }))).toEqual(['OUTCOME_UNKNOWN']);
    expect(await itemsIn(journey.ews, 'calendar')).toEqual([]);
  });
});

describe('what cannot be', () => {
  it('is named all at once, and nothing is asked of the mail server', async () => {
    const journey = await startMeetingJourney();
    const answer = await create(journey, {
      notify: 'ALL',
      event: {
        subject: 'two\nlines',
        timing: { timed: { ...nine.timed, end: '2031-03-18T08:00:00+01:00' } },
        location: 'l'.repeat(256),
        body: { text: 'a\u0000b' },
        attendees: [...invited, { address: 'BOB@example.test', name: '\u202Etxt' }],
        showAs: 'NO_DATA',
        categories: ['a,b'],
        reminderBefore: 'PT90S',
        recurrence: { rrule: 'FREQ=HOURLY' },
      },
    });
    expect(problemsOf(answer).toSorted()).toEqual([
      'input.event.attendees.2.address',
      'input.event.attendees.2.name',
      'input.event.body.text',
      'input.event.categories.0',
      'input.event.location',
      'input.event.recurrence.rrule',
      'input.event.reminderBefore',
      'input.event.showAs',
      'input.event.subject',
      'input.event.timing.timed.end',
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it.each([
    ['no time', { subject: 'x' }, ['input.event.timing']],
    ['a reminder of six years', { ...plan, reminderBefore: 'P2190D' }, ['input.event.reminderBefore']],
    [
      'more attendees than an event may have',
      { ...plan, attendees: Array.from({ length: 501 }, (_, index) => ({ address: `p${index}@example.test` })) },
      ['QUOTA_EXCEEDED'],
    ],
    [
      'a wrong file',
      { ...plan, attachments: [{ name: 'a', contentType: 'x', source: { base64: 'YQ==' } }] },
      ['input.event.attachments.0.contentType'],
    ],
  ])('%s', async (_what, event, problems) => {
    const journey = await startMeetingJourney();
    expect(problemsOf(await create(journey, { notify: 'NONE', event }))).toEqual(problems);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('has no default for who is told', async () => {
    const journey = await startMeetingJourney();
    const answer = await create(journey, { event: plan });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
