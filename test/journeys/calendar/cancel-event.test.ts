import { describe, expect, it, test } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import { childText } from '../../../src/ews/xml.ts';
import { attendees, createEvent, setTimes, times, tuesdays, updateEvent } from '../../emulator/calendar.ts';
import { itemsIn, keyIn } from '../../emulator/writing.ts';
import { ewsIdIn, sealedId } from '../journey-of-test.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type Person } from './meeting-journey.ts';
import { operationsOf } from '../start.ts';

const nine = times('2031-03-18T09:00', '2031-03-18T10:00');
const series = tuesdays('2031-03-18', 4);
const people = attendees('RequiredAttendees', addressOf('bob'), addressOf('carol'));

/** Alice makes an event; answers its id. */
const make = async ({ ews }: MeetingJourney, properties: string, invitations = 'SendToAllAndSaveCopy') => {
  const made = await ews.call(createEvent(`<t:Subject>Plan</t:Subject>${nine}${properties}`, invitations));
  return sealedId('Item', addressOf('alice'), keyIn(made).id);
};

const subjectsIn = async ({ messages }: MeetingJourney, person: Person, role: string): Promise<readonly string[]> =>
  (await messages(person, role)).map(({ subject }) => subject);

const days = async ({ agenda }: MeetingJourney, person: Person) =>
  (await agenda(person)).map(({ start, status }) => `${start.local.slice(5, 10)} ${status}`);

const deletedAt = async ({ ews }: MeetingJourney): Promise<readonly (string | undefined)[]> =>
  (await itemsIn(ews, 'deleteditems')).map((item) => childText(item, 'Subject'));

describe('a meeting', () => {
  it.each([
    ['ALL', 'DeleteItem', undefined],
    ['CHANGED_ONLY', 'DeleteItem', undefined],
    ['ALL', 'CreateItem', 'The <hall> is closed'],
  ])('that is cancelled with %s by %s is off in every calendar', async (notify, write, comment) => {
    const journey = await startMeetingJourney();
    const id = await make(journey, people);
    const answer = await journey.run('cancelEvent', { id, notify, ...(comment === undefined ? {} : { comment }) });
    expect(answer).toMatchObject({ data: { done: { event: null, newSeries: null, userErrors: [] } } });
    expect(answer.errors).toBeUndefined();
    expect(operationsOf(answer)).toEqual(['GetItem', write]);

    expect(await journey.agenda('alice')).toEqual([]);
    expect(await deletedAt(journey)).toContain('Plan');
    expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toContain('Canceled: Plan');
    for (const person of ['bob', 'carol'] as const) {
      expect(await days(journey, person)).toEqual(['03-18 CANCELLED']);
      const [event] = await journey.agenda(person);
      expect(event?.showAs).toBe('FREE');
      const told = (await journey.messages(person, 'INBOX')).at(-1);
      expect(told).toMatchObject({
        subject: 'Canceled: Plan',
        from: { address: addressOf('alice') },
        meeting: { event: { id: event?.id } },
      });
      if (comment !== undefined) expect(told?.body?.content).toContain(comment);
    }

    const again = await journey.run('cancelEvent', { id, notify });
    expect(again.data.done.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }]);
  });

  it('that is cancelled with NONE stays with everybody else, who hears nothing', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    const id = await make(journey, people);
    const before = await journey.agenda('bob');
    const answer = await journey.run('cancelEvent', { id, notify: 'NONE' });
    expect(answer.data.done.userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'DeleteItem']);
    expect([await journey.agenda('alice'), await deletedAt(journey)]).toEqual([[], ['Plan']]);
    expect(await journey.agenda('bob')).toEqual(before);
    expect(await subjectsIn(journey, 'bob', 'INBOX')).toEqual(['Plan']);
  });
});

it('an appointment goes to the deleted items, and needs nobody who may send', async () => {
  const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
  const id = await make(journey, '', 'SendToNone');
  const answer = await journey.run('cancelEvent', { id, notify: 'ALL', comment: 'To myself' });
  expect(answer.data.done.userErrors).toEqual([]);
  expect(operationsOf(answer)).toEqual(['GetItem', 'DeleteItem']);
  expect([await journey.agenda('alice'), await deletedAt(journey)]).toEqual([[], ['Plan']]);
  expect(await subjectsIn(journey, 'alice', 'SENT_ITEMS')).toEqual([]);
});

describe('a series', () => {
  it.each([undefined, 'Holiday'])('loses one occurrence in every calendar (comment: %s)', async (comment) => {
    const journey = await startMeetingJourney();
    await make(journey, people + series);
    const [, second] = await journey.agenda('alice');
    const input = { id: second?.id, scope: 'THIS_OCCURRENCE', notify: 'ALL', comment };
    const answer = await journey.run('cancelEvent', input);
    expect(answer.data.done).toEqual({ event: null, newSeries: null, userErrors: [] });
    expect(operationsOf(answer)).toEqual(['GetItem', comment === undefined ? 'DeleteItem' : 'CreateItem']);
    expect(await days(journey, 'alice')).toEqual(['03-18 CONFIRMED', '04-01 CONFIRMED', '04-08 CONFIRMED']);
    expect(await days(journey, 'bob')).toEqual([
      '03-18 CONFIRMED',
      '03-25 CANCELLED',
      '04-01 CONFIRMED',
      '04-08 CONFIRMED',
    ]);
    expect(await subjectsIn(journey, 'carol', 'INBOX')).toEqual(['Plan', 'Canceled: Plan']);
    const again = await journey.run('cancelEvent', input);
    expect(again.data.done.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('is cancelled as a whole by the id of any occurrence, and by its own', async () => {
    for (const by of ['occurrence', 'series']) {
      const journey = await startMeetingJourney();
      const own = await make(journey, people + series);
      const [, , third] = await journey.agenda('alice');
      const id = by === 'series' ? own : third?.id;
      const answer = await journey.run('cancelEvent', { id, scope: 'ENTIRE_SERIES', notify: 'ALL' });
      expect(answer.data.done.userErrors).toEqual([]);
      expect(operationsOf(answer)).toEqual(
        by === 'series' ? ['GetItem', 'DeleteItem'] : ['GetItem', 'GetItem', 'DeleteItem'],
      );
      expect(await days(journey, 'alice')).toEqual([]);
      expect(new Set((await journey.agenda('bob')).map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
      expect(await subjectsIn(journey, 'bob', 'INBOX')).toEqual(['Plan', 'Canceled: Plan']);
    }
  });
});

describe('THIS_AND_FOLLOWING', () => {
  const rest = { scope: 'THIS_AND_FOLLOWING', notify: 'ALL' };

  it('ends the series before that occurrence, and shows what is left', async () => {
    const journey = await startMeetingJourney();
    const own = await make(journey, people + series);
    const [, , third] = await journey.agenda('alice');
    const answer = await journey.run('cancelEvent', { ...rest, id: third?.id });
    expect(answer.data.done).toMatchObject({
      event: { id: own, type: 'SERIES_MASTER' },
      newSeries: null,
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetItem', 'UpdateItem', 'GetItem']);
    for (const person of ['alice', 'bob', 'carol'] as const)
      expect(await days(journey, person)).toEqual(['03-18 CONFIRMED', '03-25 CONFIRMED']);
    expect(await subjectsIn(journey, 'bob', 'INBOX')).toEqual(['Plan', 'Plan']);
    expect((await journey.run('cancelEvent', { ...rest, id: third?.id })).data.done.userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('lets what was deleted and moved before stay so, in every calendar', async () => {
    const journey = await startMeetingJourney();
    await make(journey, people + series);
    const [first, second, , fourth] = await journey.agenda('alice');
    const updates = setTimes('2031-03-18T14:00', '2031-03-18T15:00');
    await journey.ews.call(
      updateEvent(`<t:ItemId Id="${ewsIdIn(first?.id ?? '')}"/>`, updates, 'SendToAllAndSaveCopy'),
    );
    await journey.done('cancelEvent', { id: second?.id, notify: 'ALL' });
    await journey.done('cancelEvent', { ...rest, id: fourth?.id });
    const left = [
      ['EXCEPTION', '2031-03-18T14:00:00Z'],
      ['OCCURRENCE', '2031-04-01T09:00:00Z'],
    ];
    for (const person of ['alice', 'bob'] as const)
      expect((await journey.agenda(person)).map(({ type, start }) => [type, start.dateTime])).toEqual(left);
  });

  it('from the first occurrence on is the entire series, and of a single event that event', async () => {
    for (const more of [series, '']) {
      const journey = await startMeetingJourney();
      await make(journey, people + more);
      const [first] = await journey.agenda('alice');
      const done = await journey.done('cancelEvent', { ...rest, id: first?.id });
      expect(done.event).toBeNull();
      expect(await journey.agenda('alice')).toEqual([]);
      expect(new Set((await journey.agenda('bob')).map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
    }
  });

  it('shows what is left also where the mail server did not let an earlier occurrence be as it was', async () => {
    const journey = await startMeetingJourney();
    await make(journey, people + series);
    const [first, , third] = await journey.agenda('alice');
    const updates = setTimes('2031-03-18T14:00', '2031-03-18T15:00');
    await journey.ews.call(updateEvent(`<t:ItemId Id="${ewsIdIn(first?.id ?? '')}"/>`, updates));
    // The first UpdateItem ends the series, the second one gives it back what it has forgotten, and is tried twice.
    const refusal = {
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorAccessDenied',
      operation: 'UpdateItem',
    } as const;
    journey.emulator.faults.add({ ...refusal, skip: 1, times: 2 });
    const { data } = await journey.run('cancelEvent', { ...rest, id: third?.id });
    expect(data.done.event).toMatchObject({ type: 'SERIES_MASTER' });
    expect(data.done.userErrors).toMatchObject([
      { __typename: 'ConflictError', detail: expect.stringContaining('1 of its earlier occurrences') },
    ]);
    expect(await days(journey, 'alice')).toEqual(['03-18 CONFIRMED', '03-25 CONFIRMED']);
  });

  it('with NONE tells nobody', async () => {
    const journey = await startMeetingJourney();
    await make(journey, people + series);
    const [, second] = await journey.agenda('alice');
    await journey.done('cancelEvent', { ...rest, id: second?.id, notify: 'NONE' });
    expect(await days(journey, 'alice')).toEqual(['03-18 CONFIRMED']);
    expect(await days(journey, 'bob')).toHaveLength(4);
    expect(await subjectsIn(journey, 'bob', 'INBOX')).toEqual(['Plan']);
  });
});

describe('is refused', () => {
  const refused = async (journey: MeetingJourney, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const before = journey.emulator.requests.length;
    const { data } = await journey.run('cancelEvent', { notify: 'ALL', ...input });
    const writes = journey.emulator.requests.slice(before).filter(({ operation }) => operation !== 'GetItem');
    expect([data.done.event, writes]).toEqual([null, []]);
    return data.done.userErrors.map(({ __typename, detail }) => [__typename, detail]);
  };

  test('for what somebody else has called', async () => {
    const journey = await startMeetingJourney();
    await make(journey, people + series);
    const [event] = await journey.agenda('bob');
    for (const scope of ['THIS_OCCURRENCE', 'ENTIRE_SERIES', 'THIS_AND_FOLLOWING'])
      expect(await refused(journey, { id: event?.id, scope })).toEqual([
        [
          'ValidationError',
          'input.id names a meeting that somebody else has called. Decline it with respondToEvent, or take it out of this calendar with deleteItems.',
        ],
      ]);
  });

  test('for one occurrence of a series that does not say which', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, people + series);
    for (const scope of ['THIS_OCCURRENCE', 'THIS_AND_FOLLOWING'])
      expect(await refused(journey, { id, scope })).toEqual([
        ['ValidationError', `input.id names a whole series; ${scope} takes the id of one of its occurrences.`],
      ]);
  });

  test('with a comment that nobody would read', async () => {
    const journey = await startMeetingJourney();
    const id = await make(journey, people);
    expect(await refused(journey, { id, notify: 'NONE', comment: 'Why' })).toEqual([
      ['ValidationError', 'input.comment would be read by nobody: notify is NONE.'],
    ]);
    expect(await refused(journey, { id, scope: 'THIS_AND_FOLLOWING', comment: 'Why' })).toEqual([
      [
        'ValidationError',
        'input.comment cannot go with THIS_AND_FOLLOWING: the attendees get what is left of the series, which carries no comment.',
      ],
    ]);
  });

  test('for what is no event', async () => {
    const journey = await startMeetingJourney();
    await make(journey, people);
    const [request] = await journey.messages('bob', 'INBOX');
    expect(await refused(journey, { id: request?.id })).toMatchObject([['NotFoundError', expect.any(String)]]);
  });

  test('to whoever may not send, when there is somebody to tell', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    const id = await make(journey, people);
    expect(await refused(journey, { id })).toEqual([['AccessDeniedError', 'This needs SEND on this mailbox.']]);
    expect(await days(journey, 'alice')).toEqual(['03-18 CONFIRMED']);
  });
});

it('says when nobody knows whether it was done', async () => {
  const journey = await startMeetingJourney();
  const id = await make(journey, people);
  journey.emulator.faults.add({ kind: 'lose', operation: 'DeleteItem' });
  const { data } = await journey.run('cancelEvent', { id, notify: 'ALL' });
  expect(data.done.userErrors).toMatchObject([{ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' }]);
  expect(await subjectsIn(journey, 'bob', 'INBOX')).toEqual(['Plan', 'Canceled: Plan']);
});

it('cancels the present version when the event has changed since it was looked at', async () => {
  const journey = await startMeetingJourney();
  const id = await make(journey, people);
  const stale = { kind: 'itemError', index: 0, responseCode: 'ErrorStaleObject', operation: 'DeleteItem' } as const;
  journey.emulator.faults.add(stale);
  const answer = await journey.run('cancelEvent', { id, notify: 'ALL' });
  expect(answer.data.done.userErrors).toEqual([]);
  expect(operationsOf(answer)).toEqual(['GetItem', 'DeleteItem', 'GetItem', 'DeleteItem']);
  const other = await make(journey, people);
  journey.emulator.faults.add({ ...stale, times: 2 });
  const { data } = await journey.run('cancelEvent', { id: other, notify: 'ALL' });
  expect(data.done.userErrors).toMatchObject([{ __typename: 'ConflictError', code: 'CONFLICT' }]);
});

it('tells in a mail user’s words that the mail server knows another organiser', async () => {
  const journey = await startMeetingJourney();
  const id = await make(journey, people);
  journey.emulator.faults.add({
    kind: 'itemError',
    index: 0,
    responseCode: 'ErrorCalendarIsNotOrganizer',
    operation: 'CreateItem',
  });
  const { data } = await journey.run('cancelEvent', { id, notify: 'ALL', comment: 'Off' });
  expect(data.done.userErrors).toMatchObject([
    { __typename: 'ValidationError', detail: expect.stringContaining('somebody else has called') },
  ]);
});
