import { describe, expect, it } from 'vitest';
import { deleteEvent, itemId } from '../../emulator/calendar.ts';
import { ewsIdIn, operationsAt } from '../journey-of-test.ts';
import { days, paris, problemsOf, subjectsIn, updateEvent } from './event-updates.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type Person } from './meeting-journey.ts';
import { operationsOf } from '../start.ts';

const nine = paris('03-18', '09:00', '10:00');
const invited = [{ address: addressOf('bob') }, { address: addressOf('carol') }];
const fourTuesdays = { rrule: 'FREQ=WEEKLY;COUNT=4;BYDAY=TU' };

/** Makes Alice's series of four Tuesdays in March and April, over the change of clocks; answers its id. */
const make = async (journey: MeetingJourney, event: object = {}, notify = 'NONE'): Promise<string> => {
  const { event: made } = await journey.done('createEvent', {
    mailbox: addressOf('alice'),
    notify,
    event: { subject: 'Plan', timing: nine, recurrence: fourTuesdays, ...event },
  });
  return made?.id ?? '';
};

const idAt = async ({ agenda }: MeetingJourney, index: number, person: Person = 'alice'): Promise<string> =>
  (await agenda(person))[index]?.id ?? '';

/** Deletes an occurrence at the mail server, without a word. */
const drop = async (journey: MeetingJourney, index: number): Promise<void> => {
  await journey.ews.call(deleteEvent(itemId(ewsIdIn(await idAt(journey, index)))));
};

const asMade = ['03-18T09:00 Plan', '03-25T09:00 Plan', '04-01T09:00 Plan', '04-08T09:00 Plan'];

describe('THIS_OCCURRENCE', () => {
  it('changes one occurrence and no other, which is an exception from then on', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const id = await idAt(journey, 1);
    const timing = paris('03-26', '14:00', '15:30');
    const answer = await updateEvent(
      journey,
      { id, patch: { subject: 'Moved', timing } },
      'event { id type subject start { local timeZone } end { local } originalStart { local } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.updateEvent).toEqual({
      event: {
        id,
        type: 'EXCEPTION',
        subject: 'Moved',
        start: { local: '2031-03-26T14:00:00', timeZone: 'Europe/Paris' },
        end: { local: '2031-03-26T15:30:00' },
        originalStart: { local: '2031-03-25T09:00:00' },
      },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(await days(journey)).toEqual([asMade[0], '03-26T14:00 Moved', asMade[2], asMade[3]]);
  });

  it('of a meeting tells its people of that occurrence alone', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    const timing = paris('03-25', '11:00', '12:00');
    expect(
      problemsOf(await updateEvent(journey, { id: await idAt(journey, 1), notify: 'ALL', patch: { timing } })),
    ).toEqual([]);
    const moved = [asMade[0], '03-25T11:00 Plan', asMade[2], asMade[3]];
    expect([await days(journey), await days(journey, 'bob'), await days(journey, 'carol')]).toEqual([
      moved,
      moved,
      moved,
    ]);
    expect(await subjectsIn(journey, 'bob')).toEqual(['Plan', 'Plan']);
  });

  it('invites somebody to one occurrence only', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    const addAttendees = [{ address: addressOf('dave') }];
    await updateEvent(journey, { id: await idAt(journey, 2), notify: 'CHANGED_ONLY', addAttendees });
    expect(await days(journey, 'dave')).toEqual([asMade[2]]);
    expect(await subjectsIn(journey, 'bob')).toEqual(['Plan']);
  });

  it('keeps whole days whole in the zone of the series', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const timing = { allDay: { start: '2031-03-26', end: '2031-03-27' } };
    const answer = await updateEvent(
      journey,
      { id: await idAt(journey, 1), patch: { timing } },
      'event { isAllDay start { date } end { date } }',
    );
    expect(answer.data.updateEvent).toEqual({
      event: { isAllDay: true, start: { date: '2031-03-26' }, end: { date: '2031-03-27' } },
      userErrors: [],
    });
  });

  it('keeps the zone of the series, in whatever zone its time is given', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const id = await idAt(journey, 1);
    const start = '2031-03-25T04:00:00-04:00';
    const same = { timed: { start, end: '2031-03-25T05:00:00-04:00', timeZone: 'America/New_York' } };
    expect(operationsOf(await updateEvent(journey, { id, patch: { timing: same } }, '__typename'))).toEqual([
      'GetItem',
    ]);
    const longer = { timed: { ...same.timed, end: '2031-03-25T05:30:00-04:00' } };
    const answer = await updateEvent(
      journey,
      { id, patch: { timing: longer } },
      'event { start { local timeZone } duration }',
    );
    expect(answer.data.updateEvent.event).toEqual({
      start: { local: '2031-03-25T09:00:00', timeZone: 'Europe/Paris' },
      duration: 'PT1H30M',
    });
  });

  it('cannot mean a series, nor let one occurrence repeat, nor put it past its neighbour', async () => {
    const journey = await startMeetingJourney();
    const series = await make(journey);
    const id = await idAt(journey, 1);
    expect(problemsOf(await updateEvent(journey, { id: series, patch: { subject: 'x' } }))).toEqual(['input.id']);
    expect(problemsOf(await updateEvent(journey, { id, patch: { recurrence: fourTuesdays } }))).toEqual([
      'input.scope',
    ]);
    expect(problemsOf(await updateEvent(journey, { id, clear: ['RECURRENCE'] }))).toEqual(['input.scope']);
    const timing = paris('04-02', '09:00', '10:00', '+02:00');
    expect(problemsOf(await updateEvent(journey, { id, patch: { timing } }))).toEqual(['input.patch.timing']);
    expect(await days(journey)).toEqual(asMade);
  });
});

describe('ENTIRE_SERIES', () => {
  const scope = 'ENTIRE_SERIES';

  it.each(['the series', 'an occurrence'])('changes all by the id of %s, in one look and one write', async (what) => {
    const journey = await startMeetingJourney();
    const series = await make(journey);
    const id = what === 'the series' ? series : await idAt(journey, 2);
    const answer = await updateEvent(
      journey,
      { id, scope, patch: { subject: 'New', location: 'Hall' } },
      'event { id type subject }',
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.updateEvent).toEqual({
      event: { id: series, type: 'SERIES_MASTER', subject: 'New' },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(await days(journey)).toEqual(asMade.map((day) => day.replace('Plan', 'New')));
  });

  it.each([
    ['the first day', undefined, paris('03-18', '14:00', '15:30')],
    ['the day of an occurrence in summer', 2, paris('04-01', '14:00', '15:30', '+02:00')],
  ])('puts all at another hour by a time on %s', async (_what, index, timing) => {
    const journey = await startMeetingJourney();
    const series = await make(journey);
    const id = index === undefined ? series : await idAt(journey, index);
    const answer = await updateEvent(
      journey,
      { id, scope, patch: { timing } },
      'event { start { local } end { local } duration }',
    );
    expect(answer.data.updateEvent).toEqual({
      event: { start: { local: '2031-03-18T14:00:00' }, end: { local: '2031-03-18T15:30:00' }, duration: 'PT1H30M' },
      userErrors: [],
    });
    expect(await days(journey)).toEqual(asMade.map((day) => day.replace('09:00', '14:00')));
  });

  it('makes whole days of a series, and hours again', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const allDay = { start: '2031-03-25', end: '2031-03-26' };
    const whole = await updateEvent(
      journey,
      { id: await idAt(journey, 1), scope, patch: { timing: { allDay } } },
      'event { start { date } end { date } }',
    );
    expect(whole.data.updateEvent).toEqual({
      event: { start: { date: '2031-03-18' }, end: { date: '2031-03-19' } },
      userErrors: [],
    });
    const agenda = await journey.agenda('alice');
    expect(agenda.map(({ start }) => start.local)).toEqual(['2031-03-18', '2031-03-25', '2031-04-01', '2031-04-08']);
    await updateEvent(journey, {
      id: await idAt(journey, 1),
      scope,
      patch: { timing: paris('03-25', '09:00', '10:00') },
    });
    expect(await days(journey)).toEqual(asMade);
  });

  it('does not put a series on other days without a pattern for them', async () => {
    const journey = await startMeetingJourney();
    const series = await make(journey);
    const timing = paris('03-26', '09:00', '10:00');
    for (const id of [series, await idAt(journey, 1)])
      expect(problemsOf(await updateEvent(journey, { id, scope, patch: { timing } }))).toEqual(['input.patch.timing']);
    expect(await days(journey)).toEqual(asMade);
  });

  it('puts a series on other days with a pattern for them, counted from the occurrence that is named', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    const patch = { timing: paris('03-26', '09:00', '10:00'), recurrence: { rrule: 'FREQ=WEEKLY;COUNT=3;BYDAY=WE' } };
    expect(problemsOf(await updateEvent(journey, { id: await idAt(journey, 1), scope, patch }))).toEqual([]);
    expect(await days(journey)).toEqual(['03-19T09:00 Plan', '03-26T09:00 Plan', '04-02T09:00 Plan']);
  });

  it('lets a series end elsewhere by its pattern alone, and tells what is wrong with a pattern beside all else', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey);
    expect(
      problemsOf(
        await updateEvent(journey, { id, scope, patch: { recurrence: { rrule: 'FREQ=WEEKLY;COUNT=2;BYDAY=TU' } } }),
      ),
    ).toEqual([]);
    expect(await days(journey)).toEqual(asMade.slice(0, 2));
    const wrong = await updateEvent(journey, {
      id,
      scope,
      patch: { subject: 'a\nb', recurrence: { rrule: 'FREQ=HOURLY' } },
    });
    expect(problemsOf(wrong).toSorted()).toEqual(['input.patch.recurrence.rrule', 'input.patch.subject']);
  });

  it('accepts a time on the day that an exception was moved to', async () => {
    const journey = await startMeetingJourney();
    await make(journey);
    await updateEvent(journey, { id: await idAt(journey, 1), patch: { timing: paris('03-26', '09:00', '10:00') } });
    const patch = { timing: paris('03-26', '14:00', '15:00') };
    expect(problemsOf(await updateEvent(journey, { id: await idAt(journey, 1), scope, patch }))).toEqual([]);
    expect(await days(journey)).toEqual(asMade.map((day) => day.replace('09:00', '14:00')));
  });

  it('keeps exceptions and deletions where the times stay', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey);
    await updateEvent(journey, { id: await idAt(journey, 1), patch: { timing: paris('03-26', '09:00', '10:00') } });
    await drop(journey, 2);
    const same = { subject: 'New', timing: nine, recurrence: fourTuesdays };
    const answer = await updateEvent(journey, { id, scope, patch: same });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
    expect(await days(journey)).toEqual(['03-18T09:00 New', '03-26T09:00 New', '04-08T09:00 New']);
  });

  it('at another hour lets exceptions follow the pattern, and what was deleted stays deleted', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey);
    await updateEvent(journey, { id: await idAt(journey, 1), patch: { timing: paris('03-26', '09:00', '10:00') } });
    await drop(journey, 2);
    const answer = await updateEvent(
      journey,
      { id, scope, patch: { timing: paris('03-18', '14:00', '15:00') } },
      'event { deletedOccurrences { local } }',
    );
    expect(answer.data.updateEvent).toEqual({
      event: { deletedOccurrences: [{ local: '2031-04-01T14:00:00' }] },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'DeleteItem', 'GetItem']);
    expect(await days(journey)).toEqual(['03-18T14:00 Plan', '03-25T14:00 Plan', '04-08T14:00 Plan']);
  });

  it('at another hour tells attendees once, of the series without what was deleted', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    await journey.done('cancelEvent', { id: await idAt(journey, 2), notify: 'ALL' });
    const mail = await subjectsIn(journey, 'bob');
    const id = await idAt(journey, 0);
    const answer = await updateEvent(journey, {
      id,
      scope,
      notify: 'CHANGED_ONLY',
      patch: { timing: paris('03-18', '14:00', '15:00') },
    });
    expect(problemsOf(answer)).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'UpdateItem', 'DeleteItem', 'UpdateItem', 'GetItem']);
    const moved = ['03-18T14:00 Plan', '03-25T14:00 Plan', '04-08T14:00 Plan'];
    expect([await days(journey), await days(journey, 'bob')]).toEqual([moved, moved]);
    expect(await subjectsIn(journey, 'bob')).toEqual([...mail, 'Plan']);
  });

  it('sees the series through when the answer to its change is lost', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey);
    await drop(journey, 2);
    journey.emulator.faults.add({ kind: 'lose', operation: 'UpdateItem' });
    const answer = await updateEvent(journey, { id, scope, patch: { timing: paris('03-18', '14:00', '15:00') } });
    expect(problemsOf(answer)).toEqual([]);
    expect(await days(journey)).toEqual(['03-18T14:00 Plan', '03-25T14:00 Plan', '04-08T14:00 Plan']);
  });

  it('shows the series beside the failure when attendees could not be told in the end', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, { attendees: invited }, 'ALL');
    await drop(journey, 2);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorSendAsDenied',
      operation: 'UpdateItem',
      skip: 1,
    });
    const answer = await updateEvent(
      journey,
      { id, scope, notify: 'ALL', patch: { timing: paris('03-18', '14:00', '15:00') } },
      'event { start { local } }',
    );
    expect(answer.data.updateEvent.event).toEqual({ start: { local: '2031-03-18T14:00:00' } });
    expect(answer.data.updateEvent.userErrors).toMatchObject([{ __typename: 'ConflictError', code: 'CONFLICT' }]);
    expect(await days(journey, 'bob')).toEqual(asMade);
  });

  it('lets a guest change what is their own of the whole series, and nothing else', async () => {
    const journey = await startMeetingJourney();
    await make(journey, { attendees: invited }, 'ALL');
    const id = await idAt(journey, 1, 'bob');
    expect(problemsOf(await updateEvent(journey, { id, scope, patch: { categories: ['Mine'] } }))).toEqual([]);
    expect(problemsOf(await updateEvent(journey, { id, scope, patch: { subject: 'Mine' } }))).toEqual([
      'input.patch.subject',
    ]);
    journey.emulator.requests.length = 0;
    const split = await updateEvent(journey, { id, scope: 'THIS_AND_FOLLOWING', patch: { categories: ['Mine'] } });
    expect(problemsOf(split)).toEqual(['input.scope']);
    expect(operationsAt(journey)).toEqual(['GetItem']);
  });
});
