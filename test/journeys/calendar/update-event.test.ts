import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import { childText } from '../../../src/ews/xml.ts';
import { getItem, itemsIn } from '../../emulator/writing.ts';
import { ewsIdIn, operationsAt, sealedId } from '../journey-of-test.ts';
import { paris, problemsOf, subjectsIn, updateEvent } from './event-updates.ts';
import { addressOf, startMeetingJourney, type MeetingJourney } from './meeting-journey.ts';
import { operationsOf } from '../start.ts';

const nine = paris('03-18', '09:00', '10:00');
const plan = { subject: 'Plan', timing: nine };
const invited = [{ address: addressOf('bob') }, { address: addressOf('carol'), role: 'OPTIONAL' }];

/** Makes an event of Alice's; answers its id. */
const make = async (journey: MeetingJourney, event: object, notify = 'NONE'): Promise<string> => {
  const { event: made } = await journey.done('createEvent', {
    mailbox: addressOf('alice'),
    notify,
    event: { ...plan, ...event },
  });
  return made?.id ?? '';
};

/** The event as the mail server holds it. */
const heldBy = ({ ews }: MeetingJourney, id: string) => getItem(ews, ewsIdIn(id));

describe('a patch', () => {
  const everything = {
    location: 'Hall',
    body: { text: 'Bring pears' },
    categories: ['Fruit'],
    reminderBefore: 'PT30M',
    showAs: 'TENTATIVE',
    sensitivity: 'PRIVATE',
    importance: 'HIGH',
    attendees: invited,
  };
  const shown =
    'event { subject location body(format: TEXT) { content } categories reminder { isOn before } showAs sensitivity importance start { local } attendees { recipient { address } } }';

  it('changes what it gives and keeps the rest, in one look, one write and one reading', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, everything);
    const answer = await updateEvent(journey, { id, patch: { subject: 'New', importance: 'LOW' } }, shown);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.updateEvent).toMatchObject({
      event: {
        subject: 'New',
        importance: 'LOW',
        location: 'Hall',
        body: { content: 'Bring pears' },
        categories: ['Fruit'],
        reminder: { isOn: true, before: 'PT30M' },
        showAs: 'TENTATIVE',
        sensitivity: 'PRIVATE',
        start: { local: '2031-03-18T09:00:00' },
        attendees: [{}, {}],
      },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(childText(await heldBy(journey, id), 'Subject')).toBe('New');
  });

  it.each([
    [
      'null',
      {
        patch: {
          subject: null,
          location: null,
          body: null,
          categories: null,
          reminderBefore: null,
          showAs: null,
          sensitivity: null,
          importance: null,
          attendees: null,
        },
      },
    ],
    [
      'clear',
      {
        patch: { subject: null, showAs: 'BUSY', sensitivity: 'NORMAL', importance: 'NORMAL' },
        clear: ['LOCATION', 'BODY', 'REMINDER', 'CATEGORIES', 'ATTENDEES'],
      },
    ],
  ])('clears with %s', async (_how, input) => {
    const journey = await startMeetingJourney();
    const id = await make(journey, everything);
    const answer = await updateEvent(journey, { id, ...input }, shown);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.updateEvent.userErrors).toEqual([]);
    expect(answer.data.updateEvent.event).toMatchObject({
      subject: null,
      location: null,
      categories: [],
      reminder: { isOn: false },
      showAs: 'BUSY',
      sensitivity: 'NORMAL',
      importance: 'NORMAL',
      attendees: [],
    });
    const held = await heldBy(journey, id);
    expect([childText(held, 'Location'), childText(held, 'RequiredAttendees')]).toEqual([undefined, undefined]);
    expect(childText(held, 'Body') ?? '').not.toContain('pears');
  });

  it('moves an event to another time and zone, and makes it last whole days', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    const timing = {
      timed: {
        start: '2031-04-01T14:00:00-04:00',
        end: '2031-04-01T15:30:00-04:00',
        timeZone: 'Eastern Standard Time',
      },
    };
    const moved = await updateEvent(
      journey,
      { id, patch: { timing } },
      'event { start { local timeZone } end { local } }',
    );
    expect(moved.data.updateEvent.event).toEqual({
      start: { local: '2031-04-01T14:00:00', timeZone: 'America/New_York' },
      end: { local: '2031-04-01T15:30:00' },
    });
    const days = { allDay: { start: '2031-04-02', end: '2031-04-03' } };
    const whole = await updateEvent(
      journey,
      { id, patch: { timing: days } },
      'event { isAllDay start { date } end { date } }',
    );
    expect(whole.data.updateEvent.event).toEqual({
      isAllDay: true,
      start: { date: '2031-04-02' },
      end: { date: '2031-04-03' },
    });
  });

  it('writes nothing where all is so already', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, { attendees: invited });
    const answer = await updateEvent(
      journey,
      {
        id,
        patch: { timing: nine },
        addAttendees: [invited[0]],
        removeAttendees: ['nobody@example.test'],
        notify: 'ALL',
      },
      '__typename',
    );
    expect(problemsOf(answer)).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem']);
    expect(await subjectsIn(journey, 'bob')).toEqual([]);
  });

  it('makes a series of a single event, and a single event of a series', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    const rrule = 'FREQ=WEEKLY;COUNT=2;BYDAY=TU';
    const series = await updateEvent(
      journey,
      { id, patch: { recurrence: { rrule } } },
      'event { type recurrence { rrule } }',
    );
    expect(series.data.updateEvent).toMatchObject({
      event: { type: 'SERIES_MASTER', recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=2' } },
      userErrors: [],
    });
    expect(await journey.agenda('alice')).toHaveLength(2);
    const single = await updateEvent(journey, { id, scope: 'ENTIRE_SERIES', clear: ['RECURRENCE'] }, 'event { type }');
    expect(single.data.updateEvent).toMatchObject({ event: { type: 'SINGLE' }, userErrors: [] });
    expect((await journey.agenda('alice')).map(({ start }) => start.local)).toEqual(['2031-03-18T09:00:00']);
  });
});

describe('people', () => {
  const listed = async (journey: MeetingJourney) =>
    (await journey.agenda('alice'))[0]?.attendees.map(
      ({ recipient, role, response }) => `${recipient.address.split('@')[0]} ${role} ${response}`,
    );

  /** Bob has accepted. */
  const meeting = async (journey: MeetingJourney): Promise<string> => {
    const id = await make(journey, { attendees: invited }, 'ALL');
    const [event] = await journey.agenda('bob');
    await journey.done('respondToEvent', { id: event?.id, response: 'ACCEPT', sendResponse: true });
    return id;
  };

  it('come and go one by one, and those who stay keep what they answered', async () => {
    const journey = await startMeetingJourney();
    const id = await meeting(journey);
    const change = { id, addAttendees: [{ address: addressOf('dave') }], removeAttendees: ['CAROL@example.test'] };
    expect(problemsOf(await updateEvent(journey, change))).toEqual([]);
    expect(await listed(journey)).toEqual(['bob REQUIRED ACCEPTED', 'dave REQUIRED NONE']);
    expect(problemsOf(await updateEvent(journey, change))).toEqual([]);
    expect(await listed(journey)).toEqual(['bob REQUIRED ACCEPTED', 'dave REQUIRED NONE']);
  });

  it('take another role when they are added again', async () => {
    const journey = await startMeetingJourney();
    const id = await meeting(journey);
    await updateEvent(journey, { id, addAttendees: [{ address: addressOf('bob'), role: 'OPTIONAL' }] });
    expect((await listed(journey))?.toSorted()).toEqual(['bob OPTIONAL ACCEPTED', 'carol OPTIONAL NONE']);
  });

  it('are replaced as a whole, and those who stay keep what they answered', async () => {
    const journey = await startMeetingJourney();
    const id = await meeting(journey);
    const attendees = [{ address: addressOf('dave'), role: 'OPTIONAL' }, { address: addressOf('bob') }];
    await updateEvent(journey, { id, patch: { attendees } });
    expect(await listed(journey)).toEqual(['bob REQUIRED ACCEPTED', 'dave OPTIONAL NONE']);
  });

  it('are told nothing with NONE, whoever comes and goes', async () => {
    const journey = await startMeetingJourney({ held: permissions });
    const id = await meeting(journey);
    const before = await Promise.all((['bob', 'carol', 'dave'] as const).map((person) => journey.agenda(person)));
    const timing = paris('03-19', '11:00', '12:00');
    await updateEvent(journey, {
      id,
      patch: { timing },
      addAttendees: [{ address: addressOf('dave') }],
      removeAttendees: [addressOf('carol')],
    });
    expect(await Promise.all((['bob', 'carol', 'dave'] as const).map((person) => journey.agenda(person)))).toEqual(
      before,
    );
    expect(await subjectsIn(journey, 'dave')).toEqual([]);
    expect(await subjectsIn(journey, 'carol')).toEqual(['Plan']);
    expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toEqual(['Plan']);
  });

  it('are told with CHANGED_ONLY who comes or goes, and nobody else', async () => {
    const journey = await startMeetingJourney();
    const id = await meeting(journey);
    const mail = await subjectsIn(journey, 'bob');
    await updateEvent(journey, {
      id,
      notify: 'CHANGED_ONLY',
      addAttendees: [{ address: addressOf('dave') }],
      removeAttendees: [addressOf('carol')],
    });
    expect(await subjectsIn(journey, 'dave')).toEqual(['Plan']);
    expect((await subjectsIn(journey, 'carol')).at(-1)).toBe('Canceled: Plan');
    expect(await journey.agenda('carol')).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await subjectsIn(journey, 'bob')).toEqual(mail);
  });

  it.each(['ALL', 'CHANGED_ONLY'])('are all told with %s of another time, and asked again', async (notify) => {
    const journey = await startMeetingJourney();
    const id = await meeting(journey);
    const timing = paris('03-19', '11:00', '12:00');
    const answer = await updateEvent(journey, { id, notify, patch: { timing } }, 'event { start { local } }');
    expect(problemsOf(answer)).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    for (const person of ['bob', 'carol'] as const) {
      expect(await journey.agenda(person)).toMatchObject([
        { start: { local: '2031-03-19T11:00:00' }, myResponse: 'NOT_RESPONDED' },
      ]);
      expect((await subjectsIn(journey, person)).at(-1)).toBe('Plan');
    }
  });

  it('that are added with NONE can be told later', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, { attendees: invited });
    await updateEvent(journey, { id, patch: { subject: 'Now' }, notify: 'ALL' });
    expect(await subjectsIn(journey, 'bob')).toEqual(['Now']);
    expect(await journey.agenda('carol')).toMatchObject([{ subject: 'Now' }]);
  });

  it('are invited to an event that is there by those only who may read it, told or not', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'READ_CALENDAR') });
    const made = await journey.query<{ createEvent: { event: { id: string } } }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }',
      { input: { mailbox: addressOf('alice'), notify: 'NONE', event: { ...plan, body: { text: 'Bring pears' } } } },
    );
    const { id } = made.data.createEvent.event;
    for (const people of [{ addAttendees: invited }, { patch: { attendees: invited } }])
      for (const notify of ['NONE', 'ALL']) {
        const answer = await updateEvent(journey, { id, notify, ...people });
        expect(answer.data.updateEvent).toMatchObject({
          event: null,
          userErrors: [{ code: 'FORBIDDEN', detail: 'This needs READ_CALENDAR on this mailbox.' }],
        });
      }
    expect(childText(await heldBy(journey, id), 'RequiredAttendees')).toBeUndefined();
    expect(await subjectsIn(journey, 'bob')).toEqual([]);
    expect(problemsOf(await updateEvent(journey, { id, removeAttendees: [addressOf('bob')] }))).toEqual([]);
  });

  it('take SEND to be told, and the event stays as it was without', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    const id = await make(journey, { attendees: invited });
    expect(problemsOf(await updateEvent(journey, { id, patch: { subject: 'x' }, notify: 'ALL' }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(childText(await heldBy(journey, id), 'Subject')).toBe('Plan');
    expect(problemsOf(await updateEvent(journey, { id, patch: { subject: 'x' }, notify: 'NONE' }))).toEqual([]);
    const alone = await make(journey, {});
    expect(problemsOf(await updateEvent(journey, { id: alone, patch: { subject: 'x' }, notify: 'ALL' }))).toEqual([]);
  });
});

describe('a meeting that somebody else has called', () => {
  it('keeps what its organiser says, and each wrong field is named', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    const [event] = await journey.agenda('bob');
    const answer = await updateEvent(journey, {
      id: event?.id,
      patch: { subject: 'Mine', timing: nine, showAs: 'FREE' },
      clear: ['BODY', 'REMINDER'],
      addAttendees: [{ address: addressOf('dave') }],
    });
    expect(problemsOf(answer)).toEqual([
      'input.patch.subject',
      'input.patch.timing',
      'input.clear.0',
      'input.addAttendees',
    ]);
    expect(await journey.agenda('bob')).toEqual([event]);
  });

  it('lets its guest change what is their own, and tells nobody', async () => {
    const journey = await startMeetingJourney({ held: permissions });
    await make(journey, { attendees: invited }, 'ALL');
    const [event] = await journey.agenda('bob');
    const mail = await subjectsIn(journey, 'alice');
    const patch = { showAs: 'FREE', categories: ['Mine'], reminderBefore: 'PT5M' };
    const answer = await updateEvent(
      journey,
      { id: event?.id, patch, notify: 'ALL' },
      'event { subject showAs categories reminder { before } }',
    );
    expect(answer.data.updateEvent).toMatchObject({
      event: { subject: 'Plan', showAs: 'FREE', categories: ['Mine'], reminder: { before: 'PT5M' } },
      userErrors: [],
    });
    expect(await subjectsIn(journey, 'alice')).toEqual(mail);
  });
});

describe('somebody else who changes it too', () => {
  const changeSubject = async (journey: MeetingJourney, id: string, subject: string): Promise<void> => {
    await journey.ews.call(
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange><t:ItemId Id="${ewsIdIn(id)}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:CalendarItem><t:Subject>${subject}</t:Subject></t:CalendarItem></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    );
  };

  it('is a conflict where a version is meant, which shows the event as it is', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    const read = await journey.query<{ node: { changeKey: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on CalendarEvent { changeKey } } }',
      { id },
    );
    const ifChangeKey = read.data.node.changeKey;
    await changeSubject(journey, id, 'Theirs');
    const answer = await updateEvent(journey, { id, ifChangeKey, patch: { subject: 'Mine' } });
    expect(answer.data.updateEvent).toMatchObject({
      event: null,
      userErrors: [{ __typename: 'ConflictError', code: 'CONFLICT', current: { subject: 'Theirs' } }],
    });
    const { currentChangeKey } = answer.data.updateEvent.userErrors[0] ?? {};
    expect(
      problemsOf(await updateEvent(journey, { id, ifChangeKey: currentChangeKey, patch: { subject: 'Mine' } })),
    ).toEqual([]);
    expect(childText(await heldBy(journey, id), 'Subject')).toBe('Mine');
  });

  it.each([1, 2])('between look and write is overtaken once, not %i times more', async (times) => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    const conflict = {
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorIrresolvableConflict',
      operation: 'UpdateItem',
    } as const;
    journey.emulator.faults.add({ ...conflict, times });
    const answer = await updateEvent(journey, { id, patch: { subject: 'Mine' } }, '__typename');
    expect(problemsOf(answer)).toEqual(times === 1 ? [] : ['CONFLICT']);
    const twice = ['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem'];
    expect(operationsOf(answer)).toEqual(times === 1 ? twice : [...twice, 'GetItem']);
  });
});

describe('what cannot be', () => {
  it('is named all at once, and nothing is asked of the mail server', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    journey.emulator.requests.length = 0;
    const answer = await updateEvent(journey, {
      id,
      patch: {
        subject: 'two\nlines',
        timing: null,
        location: 'Hall',
        attendees: [],
        attachments: [{ name: 'a', source: { base64: 'YQ==' } }],
      },
      clear: ['LOCATION'],
      addAttendees: [invited[0], invited[0]],
      removeAttendees: [addressOf('bob')],
    });
    expect(problemsOf(answer).toSorted()).toEqual([
      'input.addAttendees',
      'input.addAttendees.1.address',
      'input.clear.0',
      'input.patch.attachments',
      'input.patch.subject',
      'input.patch.timing',
      'input.removeAttendees',
      'input.removeAttendees.0',
    ]);
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is a meeting of more than 500, be it that some come to those who are there', async () => {
    const journey = await startMeetingJourney();
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ address: `p${from + index}@example.test` }));
    const id = await make(journey, { attendees: some(0, 300) });
    journey.emulator.requests.length = 0;
    expect(problemsOf(await updateEvent(journey, { id, addAttendees: some(0, 501) }))).toEqual(['QUOTA_EXCEEDED']);
    expect(operationsAt(journey)).toEqual([]);
    expect(problemsOf(await updateEvent(journey, { id, addAttendees: some(300, 201) }))).toEqual(['QUOTA_EXCEEDED']);
    expect(operationsAt(journey)).toEqual(['GetItem']);
    expect(problemsOf(await updateEvent(journey, { id, addAttendees: some(200, 300) }))).toEqual([]);
  });

  it('is a patch that says nothing', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {});
    expect(problemsOf(await updateEvent(journey, { id }))).toEqual(['input.patch']);
  });

  it('is something that is no event, or not there', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    const [request] = await journey.messages('bob', 'INBOX');
    expect(problemsOf(await updateEvent(journey, { id: request?.id, patch: { subject: 'x' } }))).toEqual(['NOT_FOUND']);
    const gone = await make(journey, {});
    await journey.ews.call(
      `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds><t:ItemId Id="${ewsIdIn(gone)}"/></m:ItemIds></m:DeleteItem>`,
    );
    expect(problemsOf(await updateEvent(journey, { id: gone, patch: { subject: 'x' } }))).toEqual(['NOT_FOUND']);
    const folder = sealedId('Folder', addressOf('alice'), 'AAAA');
    expect(problemsOf(await updateEvent(journey, { id: folder, patch: { subject: 'x' } }))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('an answer that is lost', () => {
  it.each(['NONE', 'ALL'])('is told with %s, and nobody is told of the event twice', async (notify) => {
    const journey = await startMeetingJourney();
    const id = await make(journey, { attendees: invited });
    journey.emulator.faults.add({ kind: 'lose', operation: 'UpdateItem' });
    const answer = await updateEvent(journey, { id, patch: { subject: 'New' }, notify });
    expect(problemsOf(answer)).toEqual(['OUTCOME_UNKNOWN']);
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem']);
    expect(await subjectsIn(journey, 'bob')).toEqual(notify === 'ALL' ? ['New'] : []);
    expect((await itemsIn(journey.ews, 'calendar')).map((item) => childText(item, 'Subject'))).toEqual(['New']);
  });
});
