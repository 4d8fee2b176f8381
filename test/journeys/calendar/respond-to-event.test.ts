import { describe, expect, it, test } from 'vitest';
import { permissions } from '../../../src/access/caller.ts';
import { childText } from '../../../src/ews/xml.ts';
import { attendees, createEvent, setEvent, setTimes, times, tuesdays, updateEvent } from '../../emulator/calendar.ts';
import { getItem, itemsIn, keyIn } from '../../emulator/writing.ts';
import { ewsIdIn, sealedId } from '../journey-of-test.ts';
import { addressOf, startMeetingJourney, type MeetingJourney, type ShownEvent } from './meeting-journey.ts';
import { operationsOf } from '../start.ts';

const nine = times('2031-03-18T09:00', '2031-03-18T10:00');
const series = tuesdays('2031-03-18', 4);

/** Alice invites Bob and Carol; answers the id of her event at the mail server. */
const invite = async ({ ews }: MeetingJourney, more = ''): Promise<string> => {
  const people = attendees('RequiredAttendees', addressOf('bob')) + attendees('OptionalAttendees', addressOf('carol'));
  const made = await ews.call(
    createEvent(`<t:Subject>Plan</t:Subject>${nine}${people}${more}`, 'SendToAllAndSaveCopy'),
  );
  return keyIn(made).id;
};

const firstOf = async ({ agenda }: MeetingJourney, person: 'alice' | 'bob' = 'bob'): Promise<ShownEvent> => {
  const [event] = await agenda(person);
  if (event === undefined) throw new Error(`${person} has no event`);
  return event;
};

/** What Alice knows of Bob's answer to each of her occurrences. */
const bobsAnswers = async ({ agenda }: MeetingJourney): Promise<readonly (string | undefined)[]> =>
  (await agenda('alice')).map(
    (event) => event.attendees.find(({ recipient }) => recipient.address === addressOf('bob'))?.response,
  );

const requestOf = async ({ messages }: MeetingJourney, role = 'INBOX'): Promise<string> => {
  const [request] = await messages('bob', role);
  if (request === undefined) throw new Error('nobody has invited bob');
  return request.id;
};

describe.each([
  ['ACCEPT', 'ACCEPTED', 'BUSY', 'Accepted: Plan'],
  ['TENTATIVE', 'TENTATIVE', 'TENTATIVE', 'Tentative: Plan'],
])('%s', (response, answered, showAs, subject) => {
  it.each(['the event', 'the request'])(
    'by %s changes the event, tells the organiser and puts the request aside',
    async (by) => {
      const journey = await startMeetingJourney();
      await invite(journey);
      const before = await firstOf(journey);
      expect([before.myResponse, before.showAs, before.isOrganizer]).toEqual(['NOT_RESPONDED', 'TENTATIVE', false]);
      const id = by === 'the event' ? before.id : await requestOf(journey);

      const { data, errors, ...rest } = await journey.run('respondToEvent', {
        id,
        response,
        sendResponse: true,
        comment: 'See <you> there',
      });
      expect([errors, data.done.userErrors]).toEqual([undefined, []]);
      expect(operationsOf({ data, ...rest })).toEqual(['GetItem', 'CreateItem', 'GetItem']);
      expect(data.done.event).toMatchObject({ subject: 'Plan', myResponse: answered, showAs, isOrganizer: false });

      const after = await journey.agenda('bob');
      expect(after).toEqual([data.done.event]);
      expect(await journey.messages('bob', 'INBOX')).toEqual([]);
      expect(await journey.messages('bob', 'DRAFTS')).toEqual([]);
      const [put] = await journey.messages('bob', 'DELETED_ITEMS');
      expect(put?.meeting).toMatchObject({ responseType: answered, event: { id: after[0]?.id } });
      expect(await journey.messages('bob', 'SENT_ITEMS')).toMatchObject([{ subject }]);

      const own = await firstOf(journey, 'alice');
      expect(own.attendees.map(({ response: told }) => told)).toEqual([answered, 'NONE']);
      expect(await journey.messages('alice', 'INBOX')).toMatchObject([
        {
          subject,
          from: { address: addressOf('bob') },
          body: { content: 'See <you> there' },
          meeting: { responseType: answered, event: { id: own.id } },
        },
      ]);
      // The same, as the mail server holds it.
      const [held] = await itemsIn(journey.ews, 'calendar', 'bob');
      expect([held && childText(held, 'MyResponseType'), held && childText(held, 'LegacyFreeBusyStatus')]).toEqual([
        response === 'ACCEPT' ? 'Accept' : 'Tentative',
        response === 'ACCEPT' ? 'Busy' : 'Tentative',
      ]);
    },
  );
});

describe('DECLINE', () => {
  it('takes the event out of the calendar, and the organiser reads why', async () => {
    const journey = await startMeetingJourney();
    await invite(journey);
    const { id } = await firstOf(journey);
    const done = await journey.done('respondToEvent', { id, response: 'DECLINE', sendResponse: true, comment: 'Away' });
    expect(done.event).toBeNull();
    expect(await journey.agenda('bob')).toEqual([]);
    expect(await bobsAnswers(journey)).toEqual(['DECLINED']);
    expect(await journey.messages('alice', 'INBOX')).toMatchObject([
      { subject: 'Declined: Plan', body: { content: 'Away' }, meeting: { responseType: 'DECLINED' } },
    ]);
    const again = await journey.run('respondToEvent', { id, response: 'ACCEPT', sendResponse: true });
    expect(again.data.done.userErrors).toMatchObject([{ __typename: 'NotFoundError', code: 'NOT_FOUND' }]);
  });

  it('can be taken back by the request among the deleted items', async () => {
    const journey = await startMeetingJourney();
    await invite(journey);
    const declined = await firstOf(journey);
    await journey.done('respondToEvent', { id: declined.id, response: 'DECLINE', sendResponse: true });
    const deleted = await journey.messages('bob', 'DELETED_ITEMS');
    const request = deleted.find(({ meeting }) => meeting !== null);
    const done = await journey.done('respondToEvent', { id: request?.id, response: 'ACCEPT', sendResponse: true });
    expect(done.event).toMatchObject({ subject: 'Plan', myResponse: 'ACCEPTED' });
    expect(await journey.agenda('bob')).toEqual([done.event]);
    expect(await bobsAnswers(journey)).toEqual(['ACCEPTED']);
  });
});

describe('without mail', () => {
  it.each([
    ['ACCEPT', 1],
    ['TENTATIVE', 1],
    ['DECLINE', 0],
  ])('%s is known to the own calendar alone, and leaves no draft anywhere', async (response, left) => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    await invite(journey);
    const { id } = await firstOf(journey);
    const answer = await journey.run('respondToEvent', { id, response, sendResponse: false });
    expect(answer.data.done.userErrors).toEqual([]);
    expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'DeleteItem', 'GetItem']);
    expect(await journey.agenda('bob')).toHaveLength(left);
    expect(await bobsAnswers(journey)).toEqual(['NONE']);
    expect(await journey.messages('alice', 'INBOX')).toEqual([]);
    for (const folder of ['drafts', 'sentitems', 'inbox', 'deleteditems', 'outbox'])
      expect((await itemsIn(journey.ews, folder, 'bob')).map(({ name }) => name)).not.toContain('MeetingResponse');
  });

  it('an answer stands where the mail that was not to be sent cannot be removed, which then lies among the deleted items', async () => {
    const journey = await startMeetingJourney();
    await invite(journey);
    const { id } = await firstOf(journey);
    journey.emulator.faults.add({
      kind: 'itemError',
      index: 0,
      responseCode: 'ErrorAccessDenied',
      operation: 'DeleteItem',
    });
    const done = await journey.done('respondToEvent', { id, response: 'ACCEPT', sendResponse: false });
    expect(done.event).toMatchObject({ myResponse: 'ACCEPTED' });
    expect(await itemsIn(journey.ews, 'drafts', 'bob')).toEqual([]);
  });
});

describe('a series', () => {
  it('is answered as a whole by the id of any occurrence', async () => {
    const journey = await startMeetingJourney();
    await invite(journey, series);
    const [, second] = await journey.agenda('bob');
    const answer = await journey.run('respondToEvent', { id: second?.id, response: 'ACCEPT', sendResponse: true });
    expect(answer.data.done).toMatchObject({
      event: { type: 'SERIES_MASTER', myResponse: 'ACCEPTED' },
      userErrors: [],
    });
    expect(operationsOf(answer)).toEqual(['GetItem', 'GetItem', 'CreateItem', 'GetItem']);
    const after = await journey.agenda('bob');
    expect(after.map(({ myResponse }) => myResponse)).toEqual(Array(4).fill('ACCEPTED'));
    expect(new Set(after.map(({ seriesMaster }) => seriesMaster?.id))).toEqual(new Set([answer.data.done.event?.id]));
    expect(await bobsAnswers(journey)).toEqual(Array(4).fill('ACCEPTED'));
  });

  it('may be answered for one occurrence alone', async () => {
    const journey = await startMeetingJourney();
    await invite(journey, series);
    const [, second, third] = await journey.agenda('bob');
    const one = { scope: 'THIS_OCCURRENCE', sendResponse: true };
    const accepted = await journey.done('respondToEvent', { id: second?.id, response: 'ACCEPT', ...one });
    expect(accepted.event).toMatchObject({ type: 'EXCEPTION', myResponse: 'ACCEPTED', start: second?.start });
    const declined = await journey.done('respondToEvent', { id: third?.id, response: 'DECLINE', ...one });
    expect(declined.event).toBeNull();
    expect(
      (await journey.agenda('bob')).map(({ start, myResponse }) => [start.local.slice(0, 10), myResponse]),
    ).toEqual([
      ['2031-03-18', 'NOT_RESPONDED'],
      ['2031-03-25', 'ACCEPTED'],
      ['2031-04-08', 'NOT_RESPONDED'],
    ]);
    expect(await bobsAnswers(journey)).toEqual(['NONE', 'ACCEPTED', 'DECLINED', 'NONE']);
    // What told the organiser points at the occurrence, and where the attendee has none any more, at nothing.
    const told = await journey.messages('alice', 'INBOX');
    const own = await journey.agenda('alice');
    expect(told.map(({ meeting }) => meeting?.event?.id)).toEqual([own[1]?.id, own[2]?.id]);
    const [sent] = (await journey.messages('bob', 'SENT_ITEMS')).filter(({ subject }) =>
      subject.startsWith('Declined'),
    );
    expect(sent?.meeting?.event ?? null).toBeNull();
  });
});

describe('is refused', () => {
  const refused = async (
    journey: MeetingJourney,
    input: Readonly<Record<string, unknown>>,
  ): Promise<readonly [string, string]> => {
    const before = journey.emulator.requests.length;
    const { data } = await journey.run('respondToEvent', { response: 'ACCEPT', sendResponse: true, ...input });
    const writes = journey.emulator.requests.slice(before).filter(({ operation }) => operation !== 'GetItem');
    expect([data.done.event, writes]).toEqual([null, []]);
    const [error] = data.done.userErrors;
    return [error?.__typename ?? '', error?.detail ?? ''];
  };

  test('for what this mailbox was not invited to', async () => {
    const journey = await startMeetingJourney();
    const own = sealedId('Item', addressOf('alice'), await invite(journey));
    const notInvited = ['ValidationError', 'input.id names an event that this mailbox is not invited to.'];
    expect(await refused(journey, { id: own })).toEqual(notInvited);
    const alone = keyIn(await journey.ews.call(createEvent(`<t:Subject>Alone</t:Subject>${nine}`)));
    expect(await refused(journey, { id: sealedId('Item', addressOf('alice'), alone.id) })).toEqual(notInvited);
  });

  test('for messages that invite to nothing', async () => {
    const journey = await startMeetingJourney();
    await invite(journey);
    const { id } = await firstOf(journey);
    await journey.done('respondToEvent', { id, response: 'ACCEPT', sendResponse: true });
    const [response] = await journey.messages('alice', 'INBOX');
    expect(await refused(journey, { id: response?.id })).toEqual([
      'ValidationError',
      'input.id names a message that is no meeting request.',
    ]);
  });

  test('for a request that a later one has overtaken', async () => {
    const journey = await startMeetingJourney();
    const event = await invite(journey);
    const request = await requestOf(journey);
    const moved = setEvent('calendar:Location', '<t:Location>Yard</t:Location>');
    await journey.ews.call(updateEvent(`<t:ItemId Id="${event}"/>`, moved, 'SendToAllAndSaveCopy'));
    expect(await refused(journey, { id: request })).toEqual([
      'ConflictError',
      'A later message about the same meeting has overtaken this request. Answer that one, or the event itself.',
    ]);
  });

  test('for what the organiser has cancelled', async () => {
    const journey = await startMeetingJourney();
    const event = sealedId('Item', addressOf('alice'), await invite(journey));
    const request = await requestOf(journey);
    await journey.done('cancelEvent', { id: event, notify: 'ALL' });
    const cancelled = [
      'ConflictError',
      'The organiser has cancelled this meeting, so there is nothing to answer. deleteItems takes it out of the calendar.',
    ];
    expect(await refused(journey, { id: (await firstOf(journey)).id })).toEqual(cancelled);
    const before = journey.emulator.requests.length;
    const { data } = await journey.run('respondToEvent', { id: request, response: 'ACCEPT', sendResponse: true });
    expect(data.done.userErrors).toMatchObject([{ __typename: cancelled[0], detail: cancelled[1] }]);
    // Only the mail server knows that, and says so.
    expect(journey.emulator.requests.slice(before).map(({ operation }) => operation)).toEqual([
      'GetItem',
      'CreateItem',
    ]);
  });

  test('in parts that no mail server knows, and one by one of a whole', async () => {
    const journey = await startMeetingJourney();
    await invite(journey, series);
    const [occurrence] = await journey.agenda('bob');
    expect(await refused(journey, { id: occurrence?.id, scope: 'THIS_AND_FOLLOWING' })).toEqual([
      'ValidationError',
      'input.scope cannot be THIS_AND_FOLLOWING: mail servers take an answer for one occurrence or for all of them.',
    ]);
    expect(await refused(journey, { id: occurrence?.seriesMaster?.id, scope: 'THIS_OCCURRENCE' })).toEqual([
      'ValidationError',
      'input.id names a whole series; THIS_OCCURRENCE takes the id of one of its occurrences.',
    ]);
  });

  test('with a comment that nobody would read, telling everything that is wrong at once', async () => {
    const journey = await startMeetingJourney();
    await invite(journey);
    const { id } = await firstOf(journey);
    const { data } = await journey.run('respondToEvent', {
      id,
      response: 'ACCEPT',
      sendResponse: false,
      comment: 'bell \u0007',
      scope: 'THIS_AND_FOLLOWING',
    });
    expect(data.done.userErrors[0]?.fields?.map(({ path }) => path.join('.'))).toEqual([
      'input.scope',
      'input.comment',
      'input.comment',
    ]);
    expect(JSON.stringify(data)).not.toContain('bell');
  });

  test('to whoever may not send, when the organiser is to be told', async () => {
    const journey = await startMeetingJourney({ held: permissions.filter((one) => one !== 'SEND') });
    await invite(journey);
    const { id } = await firstOf(journey);
    expect(await refused(journey, { id })).toEqual(['AccessDeniedError', 'This needs SEND on this mailbox.']);
    expect((await firstOf(journey)).myResponse).toBe('NOT_RESPONDED');
  });
});

it('answers again from the present version when the event has changed since it was looked at', async () => {
  const journey = await startMeetingJourney();
  await invite(journey);
  const { id } = await firstOf(journey);
  journey.emulator.faults.add({
    kind: 'itemError',
    index: 0,
    responseCode: 'ErrorIrresolvableConflict',
    operation: 'CreateItem',
  });
  const answer = await journey.run('respondToEvent', { id, response: 'ACCEPT', sendResponse: true });
  expect(answer.data.done.event).toMatchObject({ myResponse: 'ACCEPTED' });
  expect(operationsOf(answer)).toEqual(['GetItem', 'CreateItem', 'GetItem', 'CreateItem', 'GetItem']);
  const held = await getItem(journey.ews, ewsIdIn(answer.data.done.event?.id ?? ''), 'bob');
  expect(childText(held, 'MyResponseType')).toBe('Accept');
});

it('says when nobody knows whether the answer was given, and does not give it twice', async () => {
  const journey = await startMeetingJourney();
  await invite(journey);
  const { id } = await firstOf(journey);
  journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
  const { data } = await journey.run('respondToEvent', { id, response: 'ACCEPT', sendResponse: true });
  expect([data.done.event, data.done.userErrors]).toMatchObject([
    null,
    [{ __typename: 'UpstreamError', code: 'OUTCOME_UNKNOWN' }],
  ]);
  expect(await journey.messages('alice', 'INBOX')).toHaveLength(1);
  expect((await firstOf(journey)).myResponse).toBe('ACCEPTED');
});

it('a request to an occurrence that was declined points at no event any more', async () => {
  const journey = await startMeetingJourney();
  const master = await invite(journey, series);
  const second = `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="2"/>`;
  const moved = setTimes('2031-03-25T14:00', '2031-03-25T15:00');
  await journey.ews.call(updateEvent(second, moved, 'SendToAllAndSaveCopy'));
  const [, request] = await journey.messages('bob', 'INBOX');
  const [, event] = await journey.agenda('bob');
  expect([request?.meeting?.event?.id, event?.start.dateTime]).toEqual([event?.id, '2031-03-25T14:00:00Z']);
  const done = await journey.done('respondToEvent', { id: request?.id, response: 'DECLINE', sendResponse: true });
  expect(done.event).toBeNull();
  expect(await journey.agenda('bob')).toHaveLength(3);
  const [put] = await journey.messages('bob', 'DELETED_ITEMS');
  expect([put?.meeting?.responseType, put?.meeting?.event]).toEqual(['DECLINED', null]);
  expect(await bobsAnswers(journey)).toEqual(['NONE', 'DECLINED', 'NONE', 'NONE']);
});
