import { describe, expect, it } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import { childText } from '../../../src/ews/xml.ts';
import { deleteEvent, itemId } from '../../emulator/calendar.ts';
import { getItem, itemsIn } from '../../emulator/writing.ts';
import { ewsIdIn } from '../journey-of-test.ts';
import { days, paris, problemsOf, subjectsIn, updateEvent, type Updated } from './event-updates.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type Person } from './meeting-journey.ts';
import { operationsOf, type Answer } from '../start.ts';

const scope = 'THIS_AND_FOLLOWING';
const invited = [{ address: addressOf('bob') }, { address: addressOf('carol'), role: 'OPTIONAL' }];

/** Makes Alice's series on Tuesdays from 18 March 2031 at nine; answers its id. */
const make = async (
  journey: MeetingJourney,
  event: object = {},
  { rrule = 'FREQ=WEEKLY;COUNT=6;BYDAY=TU', notify = 'NONE' } = {},
): Promise<string> => {
  const { event: made } = await journey.done('createEvent', {
    mailbox: addressOf('alice'),
    notify,
    event: { subject: 'Plan', timing: paris('03-18', '09:00', '10:00'), recurrence: { rrule }, ...event },
  });
  return made?.id ?? '';
};

const rules = 'event { id recurrence { rrule } } newSeries { id recurrence { rrule } }';

const split = (journey: MeetingJourney, input: object, selection = rules): Promise<Answer<Updated>> =>
  updateEvent(journey, { scope, ...input }, selection);

/** The id of the occurrence that begins then, `03-25T09:00`. */
const idAt = async ({ agenda }: MeetingJourney, local: string, person: Person = 'alice'): Promise<string> =>
  (await agenda(person)).find(({ start }) => start.local.includes(local))?.id ?? '';

const drop = async (journey: MeetingJourney, local: string): Promise<void> => {
  await journey.ews.call(deleteEvent(itemId(ewsIdIn(await idAt(journey, local)))));
};

const tuesdays = ['03-18', '03-25', '04-01', '04-08', '04-15', '04-22'];
const at = (some: readonly string[], hour: string, subject: string) => some.map((day) => `${day}T${hour} ${subject}`);

describe('a series that is split', () => {
  it.each([
    ['by number', 'FREQ=WEEKLY;COUNT=6;BYDAY=TU', 'FREQ=WEEKLY;BYDAY=TU;COUNT=2', 'FREQ=WEEKLY;BYDAY=TU;COUNT=4'],
    [
      'by date',
      'FREQ=WEEKLY;UNTIL=20310422T215959Z;BYDAY=TU',
      'FREQ=WEEKLY;BYDAY=TU;UNTIL=20310325T225959Z',
      'FREQ=WEEKLY;BYDAY=TU;UNTIL=20310422T215959Z',
    ],
    ['never', 'FREQ=WEEKLY;BYDAY=TU', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20310325T225959Z', 'FREQ=WEEKLY;BYDAY=TU'],
  ])('and ends %s goes on as another one from the occurrence on', async (_how, rrule, old, rest) => {
    const journey = await startMeetingJourney();
    const id = await make(journey, {}, { rrule });
    const answer = await split(journey, { id: await idAt(journey, '04-01'), patch: { subject: 'New' } });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.updateEvent).toEqual({
      event: { id, recurrence: { rrule: old } },
      newSeries: { id: expect.any(String), recurrence: { rrule: rest } },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'UpdateItem', 'GetItem']);
    const all = await days(journey);
    expect(all.slice(0, 6)).toEqual([
      ...at(tuesdays.slice(0, 2), '09:00', 'Plan'),
      ...at(tuesdays.slice(2), '09:00', 'New'),
    ]);
    expect(all.length > 6).toBe(rrule === 'FREQ=WEEKLY;BYDAY=TU');
  });

  it('takes over everything that the old one says, files too', async () => {
    const journey = await startMeetingJourney();
    await make(journey, {
      location: 'Hall',
      body: { html: '<p>Bring <b>pears</b></p>' },
      attendees: [...invited, { address: addressOf('lighthouse'), role: 'RESOURCE' }],
      showAs: 'OUT_OF_OFFICE',
      sensitivity: 'PRIVATE',
      importance: 'HIGH',
      categories: ['Fruit'],
      reminderBefore: 'PT30M',
      attachments: [{ name: 'a.txt', source: { base64: 'YWJj' } }],
    });
    const fields =
      'subject location showAs sensitivity importance categories reminder { isOn before } attendees { role recipient { address } } attachments { name sizeBytes }';
    const answer = await split(
      journey,
      { id: await idAt(journey, '04-01'), patch: { importance: 'LOW' } },
      `event { ${fields} } newSeries { id ${fields} }`,
    );
    expect(answer.errors).toBeUndefined();
    const { event, newSeries } = answer.data.updateEvent;
    expect(newSeries).toEqual({ ...event, importance: 'LOW', id: expect.any(String) });
    expect(newSeries).toMatchObject({ location: 'Hall', attachments: [{ name: 'a.txt' }], attendees: [{}, {}, {}] });
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetAttachment', 'CreateItem', 'UpdateItem', 'GetItem']);
    const held = await getItem(journey.ews, ewsIdIn(String(newSeries?.['id'])));
    expect(childText(held, 'Body')).toContain('<b>pears</b>');
  });

  it('begins at another hour, where the patch says so, and over the change of clocks', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const timing = paris('03-25', '14:00', '15:30');
    expect(problemsOf(await split(journey, { id: await idAt(journey, '03-25'), patch: { timing } }))).toEqual([]);
    expect(await days(journey)).toEqual([...at(['03-18'], '09:00', 'Plan'), ...at(tuesdays.slice(1), '14:00', 'Plan')]);
  });

  it('goes on on other days with a pattern for them, and not without', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const id = await idAt(journey, '04-01');
    const timing = paris('04-02', '09:00', '10:00', '+02:00');
    expect(problemsOf(await split(journey, { id, patch: { timing } }))).toEqual(['input.patch.timing']);
    const recurrence = { rrule: 'FREQ=WEEKLY;COUNT=2;BYDAY=WE' };
    expect(problemsOf(await split(journey, { id, patch: { timing, recurrence } }))).toEqual([]);
    expect(await days(journey)).toEqual([...at(['03-18', '03-25', '04-02', '04-09'], '09:00', 'Plan')]);
  });

  it('at its first occurrence is changed as a whole, also when those before it were deleted', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey);
    await drop(journey, '03-18');
    const answer = await split(journey, { id: await idAt(journey, '03-25'), patch: { subject: 'New' } });
    expect(answer.data.updateEvent).toMatchObject({ event: { id }, newSeries: null, userErrors: [] });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(await days(journey)).toEqual(at(tuesdays.slice(1), '09:00', 'New'));
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(1);
  });

  it('keeps what was changed and deleted before, and what was deleted after; what was changed after follows', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { location: 'Hall' });
    const moved = { subject: 'Moved', location: null, timing: paris('03-26', '14:00', '15:00') };
    await split(journey, { id: await idAt(journey, '03-25'), scope: 'THIS_OCCURRENCE', patch: moved });
    await drop(journey, '03-18');
    await drop(journey, '04-15');
    const later = { subject: 'Later' };
    await split(journey, { id: await idAt(journey, '04-22'), scope: 'THIS_OCCURRENCE', patch: later });
    const before = await days(journey);
    expect(before).toEqual(['03-26T14:00 Moved', '04-01T09:00 Plan', '04-08T09:00 Plan', '04-22T09:00 Later']);

    const answer = await split(journey, { id: await idAt(journey, '04-08'), patch: { subject: 'New' } });
    expect(answer.data.updateEvent.userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual([
      'GetItem',
      'CreateItem',
      'DeleteItem',
      'GetItem',
      'UpdateItem',
      'DeleteItem',
      'UpdateItem',
      'GetItem',
    ]);
    expect(await days(journey)).toEqual([
      '03-26T14:00 Moved',
      '04-01T09:00 Plan',
      '04-08T09:00 New',
      '04-22T09:00 New',
    ]);
    const agenda = await journey.agenda('alice');
    expect(agenda.map(({ type, location }) => [type, location])).toEqual([
      ['EXCEPTION', null],
      ['OCCURRENCE', 'Hall'],
      ['OCCURRENCE', 'Hall'],
      ['OCCURRENCE', 'Hall'],
    ]);
  });

  it('can be split again and again', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    for (const [day, subject] of [
      ['04-15', 'C'],
      ['03-25', 'B'],
      ['04-22', 'D'],
    ] as const)
      expect(problemsOf(await split(journey, { id: await idAt(journey, day), patch: { subject } }))).toEqual([]);
    expect(await days(journey)).toEqual([
      ...at(['03-18'], '09:00', 'Plan'),
      ...at(['03-25', '04-01', '04-08'], '09:00', 'B'),
      ...at(['04-15'], '09:00', 'C'),
      ...at(['04-22'], '09:00', 'D'),
    ]);
  });

  it('stays one where the tail shall not repeat, or where a series is named', async () => {
    const journey = await startMeetingJourney();
    const series = await make(journey);
    expect(problemsOf(await split(journey, { id: await idAt(journey, '04-01'), clear: ['RECURRENCE'] }))).toEqual([
      'input.scope',
    ]);
    expect(problemsOf(await split(journey, { id: series, patch: { subject: 'x' } }))).toEqual(['input.id']);
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(1);
    expect(await days(journey)).toEqual(at(tuesdays, '09:00', 'Plan'));
  });
});

describe('the attendees of a series that is split', () => {
  it.each(['ALL', 'CHANGED_ONLY'])('have both halves with %s, and are asked about the new one', async (notify) => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, { notify: 'ALL' });
    await journey.done('respondToEvent', {
      id: await idAt(journey, '03-18', 'bob'),
      response: 'ACCEPT',
      sendResponse: true,
    });
    const addAttendees = [{ address: addressOf('dave') }];
    const removeAttendees = [addressOf('carol')];
    const answer = await split(journey, {
      id: await idAt(journey, '04-01'),
      notify,
      patch: { subject: 'New' },
      addAttendees,
      removeAttendees,
    });
    expect(problemsOf(answer)).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
    const [old, rest] = [at(tuesdays.slice(0, 2), '09:00', 'Plan'), at(tuesdays.slice(2), '09:00', 'New')];
    expect(await days(journey, 'bob')).toEqual([...old, ...rest]);
    expect(await days(journey, 'carol')).toEqual(old);
    expect(await days(journey, 'dave')).toEqual(rest);
    expect((await journey.agenda('bob')).at(-1)).toMatchObject({ myResponse: 'NOT_RESPONDED' });
    expect((await subjectsIn(journey, 'bob')).slice(-2)).toEqual(['Plan', 'New']);
    expect(await subjectsIn(journey, 'dave')).toEqual(['New']);
  });

  it('have what was changed and deleted before too', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, { notify: 'ALL' });
    const timing = paris('03-26', '14:00', '15:00');
    await split(journey, {
      id: await idAt(journey, '03-25'),
      scope: 'THIS_OCCURRENCE',
      notify: 'ALL',
      patch: { timing },
    });
    await journey.done('cancelEvent', { id: await idAt(journey, '04-01'), notify: 'ALL' });
    await journey.done('cancelEvent', { id: await idAt(journey, '04-15'), notify: 'ALL' });
    const answer = await split(journey, { id: await idAt(journey, '04-08'), notify: 'ALL', patch: { subject: 'New' } });
    expect(problemsOf(answer)).toEqual([]);
    const expected = ['03-18T09:00 Plan', '03-26T14:00 Plan', '04-08T09:00 New', '04-22T09:00 New'];
    expect(await days(journey)).toEqual(expected);
    expect(await days(journey, 'bob')).toEqual(expected);
  });

  it('hear nothing with NONE, keep what they had, and have answered the old half alone', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, { notify: 'ALL' });
    await journey.done('respondToEvent', {
      id: await idAt(journey, '03-18', 'bob'),
      response: 'ACCEPT',
      sendResponse: true,
    });
    const mail = await subjectsIn(journey, 'bob');
    const answers = 'event { attendees { response } } newSeries { attendees { response } }';
    const answer = await split(journey, { id: await idAt(journey, '04-01'), patch: { subject: 'New' } }, answers);
    expect(answer.data.updateEvent).toMatchObject({
      event: { attendees: [{ response: 'ACCEPTED' }, { response: 'NONE' }] },
      newSeries: { attendees: [{ response: 'NONE' }, { response: 'NONE' }] },
      userErrors: [],
    });
    expect(await days(journey, 'bob')).toEqual(at(tuesdays, '09:00', 'Plan'));
    expect(await subjectsIn(journey, 'bob')).toEqual(mail);
  });

  it('are told only by whoever may send, and otherwise nothing is split', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    await make(journey, { attendees: invited });
    const answer = await split(journey, { id: await idAt(journey, '04-01'), notify: 'ALL', patch: { subject: 'New' } });
    expect(problemsOf(answer)).toEqual(['FORBIDDEN']);
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(1);
  });
});

describe('a split that fails', () => {
  const refused = { kind: 'itemError', index: 0, responseCode: 'ErrorAccessDenied' } as const;

  it('when the old series cannot be ended takes the new one away again, and nobody hears of it', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, { notify: 'ALL' });
    const mail = await subjectsIn(journey, 'bob');
    journey.emulator.faults.add({ ...refused, operation: 'UpdateItem' });
    const answer = await split(journey, { id: await idAt(journey, '04-01'), notify: 'ALL', patch: { subject: 'New' } });
    expect(answer.data.updateEvent).toMatchObject({ event: null, newSeries: null, userErrors: [{}] });
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'UpdateItem', 'DeleteItem']);
    expect(await days(journey)).toEqual(at(tuesdays, '09:00', 'Plan'));
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(1);
    expect(await subjectsIn(journey, 'bob')).toEqual(mail);
  });

  it('and cannot be taken back says that both series are there, and shows the new one', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    journey.emulator.faults.add({ ...refused, operation: 'UpdateItem' });
    journey.emulator.faults.add({ ...refused, operation: 'DeleteItem' });
    const answer = await split(
      journey,
      { id: await idAt(journey, '04-01'), patch: { subject: 'New' } },
      'newSeries { subject }',
    );
    expect(answer.data.updateEvent).toMatchObject({
      newSeries: { subject: 'New' },
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(2);
  });

  it('when the series was changed in between is tried once more from what it is now', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorIrresolvableConflict',
      operation: 'UpdateItem',
    });
    const answer = await split(journey, { id: await idAt(journey, '04-01'), patch: { subject: 'New' } }, '__typename');
    expect(problemsOf(answer)).toEqual([]);
    const tried = ['GetItem', 'CreateItem', 'UpdateItem'];
    expect(operationsOf(answer)).toEqual([...tried, 'DeleteItem', ...tried]);
    expect(await itemsIn(journey.ews, 'calendar')).toHaveLength(2);
  });

  it.each(['CreateItem', 'UpdateItem'])('not at all when the answer to its %s is lost', async (operation) => {
    const journey = await startMeetingJourney();
    await make(journey);
    const id = await idAt(journey, '04-01');
    journey.emulator.faults.add({ kind: 'lose', operation });
    expect(problemsOf(await split(journey, { id, patch: { subject: 'New' } }))).toEqual([]);
    expect(await days(journey)).toEqual([
      ...at(tuesdays.slice(0, 2), '09:00', 'Plan'),
      ...at(tuesdays.slice(2), '09:00', 'New'),
    ]);
  });

  it('so that nobody knows whether the old series ends leaves the new one there, and says so', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const id = await idAt(journey, '04-01');
    journey.emulator.faults.add({ kind: 'reset', operation: 'UpdateItem' });
    const answer = await split(journey, { id, patch: { subject: 'New' } }, 'newSeries { subject }');
    expect(answer.data.updateEvent).toMatchObject({
      newSeries: { subject: 'New' },
      userErrors: [{ code: 'OUTCOME_UNKNOWN' }],
    });
  });

  it('when the invitations cannot go out shows both series beside the failure', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, { notify: 'ALL' });
    journey.emulator.faults.add({ ...refused, operation: 'UpdateItem', skip: 1 });
    const answer = await split(
      journey,
      { id: await idAt(journey, '04-01'), notify: 'ALL', patch: { subject: 'New' } },
      'event { subject } newSeries { subject }',
    );
    expect(answer.data.updateEvent).toMatchObject({
      event: { subject: 'Plan' },
      newSeries: { subject: 'New' },
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect(await days(journey, 'bob')).toEqual(at(tuesdays.slice(0, 2), '09:00', 'Plan'));
  });
});
