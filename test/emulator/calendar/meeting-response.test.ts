import { describe, expect, it } from 'vitest';
import { node } from '../../../src/emulator/xml/xml.ts';
import { child, childText, type XmlElement } from '../../../src/ews/xml.ts';
import {
  attendees,
  calendarView,
  createEvent,
  deleteEvent,
  idOf,
  itemId,
  itemsInAnswer,
  setEvent,
  setTimes,
  shown,
  times,
  tuesdays,
  updateEvent,
} from '../calendar.ts';
import { element, mailbox } from '../elements.ts';
import { calendarIn, startMeetings } from '../meeting-organization.ts';
import { codesIn, type RunningEmulator, startEmulator, type TextAnswer } from '../running-emulator.ts';
import { createItem, getItem, itemsIn, type ItemKey, keyIn } from '../writing.ts';

const bob = 'bob@example.test';
const nine = times('2026-12-01T09:00', '2026-12-01T10:00');
const setPlace = setEvent('calendar:Location', '<t:Location>Yard</t:Location>');

const invite = async ({ call }: RunningEmulator, more = ''): Promise<ItemKey> =>
  keyIn(
    await call(
      createEvent(
        `<t:Subject>Plan</t:Subject>${nine}${attendees('RequiredAttendees', bob)}${attendees('OptionalAttendees', 'carol@example.test')}${more}`,
        'SendToAllAndSaveCopy',
      ),
    ),
  );

const act = (element: string, id: string, disposition = 'SendAndSaveCopy', body = ''): string =>
  createItem(
    `<t:${element}>${body}<t:ReferenceItemId Id="${id}"/></t:${element}>`,
    disposition === '' ? '' : `MessageDisposition="${disposition}"`,
  );
const answer = ({ call }: RunningEmulator, element: string, id: string, disposition?: string): Promise<TextAnswer> =>
  call(act(element, id, disposition), bob);

const requestOf = async (running: RunningEmulator, person = 'bob'): Promise<XmlElement> => {
  const request = (await itemsIn(running, 'inbox', person)).find(
    (item) => item.name === 'MeetingRequest' && childText(item, 'IsOutOfDate') === 'false',
  );
  if (request === undefined) throw new Error(`nobody has invited ${person}`);
  return request;
};
const answersOf = (event: XmlElement): readonly (string | undefined)[] =>
  ['RequiredAttendees', 'OptionalAttendees', 'Resources'].flatMap((list) =>
    (child(event, list)?.children ?? []).map((attendee) => childText(attendee, 'ResponseType')),
  );
const second = (id: string): string => `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/>`;
const namesIn = async (running: RunningEmulator, folder: string, person: string): Promise<readonly string[]> =>
  (await itemsIn(running, folder, person)).map(({ name }) => name);

describe('an answer to an invitation', () => {
  it.each([
    ['AcceptItem', 'Accept', 'Busy', 'IPM.Schedule.Meeting.Resp.Pos', 'Accepted: Plan'],
    ['TentativelyAcceptItem', 'Tentative', 'Tentative', 'IPM.Schedule.Meeting.Resp.Tent', 'Tentative: Plan'],
  ])('%s keeps the event under a new id and tells the organizer', async (element, word, status, itemClass, subject) => {
    const running = await startMeetings();
    const key = await invite(running);
    const [before] = await calendarView(running, 'bob');
    const request = await requestOf(running);
    const comment = '<t:Body BodyType="Text">Gladly</t:Body>';
    const told = await running.call(act(element, idOf(request), 'SendAndSaveCopy', comment), bob);
    expect(itemsInAnswer(told).map(({ name }) => name)).toEqual(['CalendarItem', 'MeetingRequest']);
    const [event, moved] = itemsInAnswer(told);
    expect(idOf(event)).not.toBe(idOf(before));
    const [after, ...others] = await calendarView(running, 'bob');
    expect([idOf(after), others]).toEqual([idOf(event), []]);
    expect(after && shown([after], 'MyResponseType', 'LegacyFreeBusyStatus', 'AppointmentReplyTime')).toEqual([
      [word, status, '2026-11-20T10:00:00Z'],
    ]);
    expect(await itemsIn(running, 'inbox', 'bob')).toEqual([]);
    const [discarded] = await itemsIn(running, 'deleteditems', 'bob');
    expect([idOf(discarded), discarded && childText(discarded, 'ResponseType')]).toEqual([idOf(moved), word]);
    expect(discarded && child(discarded, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(event));
    expect(await namesIn(running, 'sentitems', 'bob')).toEqual(['MeetingResponse']);
    const [response] = await itemsIn(running, 'inbox');
    expect(response && child(response, 'Body')?.text).toBe('Gladly');
    expect(
      response && shown([response], 'ItemClass', 'Subject', 'ResponseType', 'HasBeenProcessed', 'DisplayTo'),
    ).toEqual([[itemClass, subject, word, 'true', 'Alice Smith']]);
    expect(response && child(response, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(key.id);
    const own = await getItem(running, key.id);
    expect(answersOf(own)).toEqual([word, 'Unknown']);
    const [attendee] = child(own, 'RequiredAttendees')?.children ?? [];
    expect(attendee && childText(attendee, 'LastResponseTime')).toBe('2026-11-20T10:00:00Z');
  });

  it('that declines moves the event to the deleted items', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    await answer(running, 'DeclineItem', idOf((await calendarView(running, 'bob'))[0]));
    expect(await calendarView(running, 'bob')).toEqual([]);
    const deleted = await itemsIn(running, 'deleteditems', 'bob');
    expect(shown(deleted, 'MyResponseType')).toEqual([['Decline'], ['Decline']]);
    expect(deleted.map(({ name }) => name)).toEqual(['CalendarItem', 'MeetingRequest']);
    expect(answersOf(await getItem(running, key.id))).toEqual(['Decline', 'Unknown']);
    const again = await answer(running, 'AcceptItem', idOf(deleted[1]));
    expect(codesIn(again)).toEqual(['NoError']);
    expect(shown(await calendarView(running, 'bob'), 'Subject', 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual([
      ['Plan', 'Accept', 'Busy'],
    ]);
    expect(answersOf(await getItem(running, key.id))).toEqual(['Accept', 'Unknown']);
    const [, request] = await itemsIn(running, 'deleteditems', 'bob');
    expect(request && childText(request, 'ResponseType')).toBe('Accept');
  });

  it.each([
    ['SendOnly', [], ['MeetingResponse'], 'Accept'],
    ['SaveOnly', ['MeetingResponse'], [], 'Unknown'],
  ])(
    'with %s leaves drafts %j and reaches the inbox of the organizer as %j',
    async (disposition, drafts, inbox, told) => {
      const running = await startMeetings();
      const key = await invite(running);
      await answer(running, 'AcceptItem', idOf(await requestOf(running)), disposition);
      expect(shown(await calendarView(running, 'bob'), 'MyResponseType')).toEqual([['Accept']]);
      expect(await namesIn(running, 'drafts', 'bob')).toEqual(drafts);
      expect(await namesIn(running, 'sentitems', 'bob')).toEqual([]);
      expect(await namesIn(running, 'inbox', 'alice')).toEqual(inbox);
      expect(answersOf(await getItem(running, key.id))).toEqual([told, 'Unknown']);
    },
  );

  it('stays through a change of the place and falls with one of the time', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    await answer(running, 'AcceptItem', idOf(await requestOf(running)));
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(shown(await calendarView(running, 'bob'), 'Location', 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual([
      ['Yard', 'Accept', 'Busy'],
    ]);
    const [other] = await calendarView(running, 'carol');
    expect(answersOf(await getItem(running, idOf(other), 'carol'))).toEqual(['Unknown', 'Unknown']);
    const people = attendees('RequiredAttendees', bob, 'dave@example.test');
    await running.call(updateEvent(itemId(key.id), setEvent('calendar:RequiredAttendees', people)));
    expect(answersOf(await getItem(running, key.id))).toEqual(['Accept', 'Unknown', 'Unknown']);
    await running.call(updateEvent(itemId(key.id), setTimes('2026-12-02T09:00', '2026-12-02T10:00'), 'SendOnlyToAll'));
    expect(shown(await calendarView(running, 'bob'), 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual([
      ['NoResponseReceived', 'Tentative'],
    ]);
    expect(answersOf(await getItem(running, key.id))).toEqual(['Unknown', 'Unknown', 'Unknown']);
  });

  it('about one occurrence leaves the others open', async () => {
    const running = await startMeetings();
    await invite(running, tuesdays('2026-12-01', 3));
    const [first, middle] = await calendarView(running, 'bob');
    await answer(running, 'AcceptItem', idOf(middle));
    await answer(running, 'DeclineItem', idOf(first));
    expect(shown(await calendarView(running, 'bob'), 'Start', 'MyResponseType')).toEqual([
      ['2026-12-08T09:00:00Z', 'Accept'],
      ['2026-12-15T09:00:00Z', 'NoResponseReceived'],
    ]);
    const own = [];
    for (const event of await calendarView(running)) own.push(answersOf(await getItem(running, idOf(event)))[0]);
    expect(own).toEqual(['Decline', 'Accept', 'Unknown']);
    expect(shown(await itemsIn(running, 'inbox'), 'RecurrenceId', 'ResponseType')).toEqual([
      ['2026-12-08T09:00:00Z', 'Accept'],
      ['2026-12-01T09:00:00Z', 'Decline'],
    ]);
  });

  it('by the event leaves earlier invitations where they are, about the event as it is now', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const told = await answer(running, 'AcceptItem', idOf((await calendarView(running, 'bob'))[0]));
    const [event] = itemsInAnswer(told);
    const [earlier, ...others] = await itemsIn(running, 'inbox', 'bob');
    expect([earlier && childText(earlier, 'IsOutOfDate'), others]).toEqual(['true', []]);
    expect(earlier && child(earlier, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(event));
    const again = await answer(running, 'DeclineItem', idOf(event));
    expect(itemsInAnswer(again).map(({ name }) => name)).toEqual(['CalendarItem']);
    expect(answersOf(await getItem(running, key.id))).toEqual(['Decline', 'Unknown']);
  });

  it('that declined an occurrence holds when the series changes its place, not when it changes its time', async () => {
    const running = await startMeetings();
    const key = await invite(running, tuesdays('2026-12-01', 3));
    await answer(running, 'DeclineItem', idOf((await calendarView(running, 'bob'))[1]));
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(shown(await calendarView(running, 'bob'), 'Location').flat()).toEqual(['Yard', 'Yard']);
    await running.call(updateEvent(itemId(key.id), setTimes('2026-12-01T11:00', '2026-12-01T12:00'), 'SendOnlyToAll'));
    expect((await calendarView(running, 'bob')).length).toBe(3);
  });

  it('that declined an occurrence is open again when that occurrence is moved', async () => {
    const running = await startMeetings();
    const key = await invite(running, tuesdays('2026-12-01', 3));
    await answer(running, 'DeclineItem', idOf((await calendarView(running, 'bob'))[1]));
    const move = setTimes('2026-12-09T11:00', '2026-12-09T12:00');
    await running.call(updateEvent(second(key.id), move, 'SendToAllAndSaveCopy'));
    expect(shown((await calendarView(running, 'bob')).slice(1, 2), 'Start', 'MyResponseType')).toEqual([
      ['2026-12-09T11:00:00Z', 'NoResponseReceived'],
    ]);
  });

  it('to a series counts for its exceptions too, with the invitee and with the organizer', async () => {
    const running = await startMeetings();
    const key = await invite(running, tuesdays('2026-12-01', 3));
    await running.call(updateEvent(second(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const whole = (await itemsIn(running, 'inbox', 'bob')).find(
      (item) => childText(item, 'RecurrenceId') === undefined,
    );
    await answer(running, 'AcceptItem', idOf(whole));
    expect(shown(await calendarView(running, 'bob'), 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual(
      Array.from({ length: 3 }, () => ['Accept', 'Busy']),
    );
    const [, exception] = await calendarView(running);
    expect(answersOf(await getItem(running, idOf(exception)))[0]).toBe('Accept');
    await running.call(deleteEvent(itemId(key.id), 'SendToAllAndSaveCopy'));
    expect(shown(await calendarView(running, 'bob'), 'Subject', 'IsCancelled')).toEqual(
      Array.from({ length: 3 }, () => ['Canceled: Plan', 'true']),
    );
  });

  it('of somebody who was invited as one of a group puts him on the list', async () => {
    const running = await startMeetings();
    const series = createEvent(
      `<t:Subject>Plan</t:Subject>${nine}${attendees('RequiredAttendees', 'team@example.test')}${tuesdays('2026-12-01', 2)}`,
      'SendToAllAndSaveCopy',
    );
    const { id } = keyIn(await running.call(series));
    const event = idOf((await itemsIn(running, 'calendar', 'carol'))[0]);
    await running.call(act('AcceptItem', event), 'carol@example.test');
    const [, declined] = await calendarView(running, 'dave');
    await running.call(act('DeclineItem', idOf(declined)), 'dave@example.test');
    const listed = (item: XmlElement): readonly (readonly (string | undefined)[])[] =>
      ['RequiredAttendees', 'OptionalAttendees'].flatMap((list) =>
        (child(item, list)?.children ?? []).map((attendee) => [
          childText(child(attendee, 'Mailbox') ?? attendee, 'EmailAddress'),
          childText(attendee, 'ResponseType'),
        ]),
      );
    const team = ['team@example.test', 'Unknown'];
    const carol = ['carol@example.test', 'Accept'];
    expect(listed(await getItem(running, id))).toEqual([team, carol]);
    const [, exception] = await calendarView(running);
    expect(listed(await getItem(running, idOf(exception)))).toEqual([team, carol, ['dave@example.test', 'Decline']]);
    // Whoever is on the list twice hears of a change once.
    const before = (await itemsIn(running, 'inbox', 'carol')).length;
    await running.call(updateEvent(itemId(id), setPlace, 'SendToAllAndSaveCopy'));
    expect((await itemsIn(running, 'inbox', 'carol')).length).toBe(before + 1);
  });

  it('that declined does not stand in the way of the next invitation', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    await answer(running, 'DeclineItem', idOf(await requestOf(running)));
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const request = await requestOf(running);
    const [event] = await calendarView(running, 'bob');
    expect(childText(request, 'MeetingRequestType')).toBe('NewMeetingRequest');
    expect(child(request, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(event));
  });

  it('can be given in the demo', async () => {
    const running = await startEmulator({ seed: 'demo' });
    const find = async (folder: string, itemClass: string, person: string) =>
      itemsInAnswer(
        await running.call(
          `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:ItemClass"/><t:FieldURIOrConstant><t:Constant Value="${itemClass}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`,
          `${person}@example.test`,
        ),
      );
    const request = (await find('inbox', 'IPM.Schedule.Meeting.Request', 'alice')).find(
      (item) => childText(item, 'MyResponseType') === 'NoResponseReceived',
    );
    const told = await running.call(act('AcceptItem', idOf(request)));
    expect(codesIn(told)).toEqual(['NoError']);
    const [event] = itemsInAnswer(told);
    expect(shown([await getItem(running, idOf(event))], 'MyResponseType')).toEqual([['Accept']]);
    const uid = request && childText(request, 'UID');
    const meeting = (await find('calendar', 'IPM.Appointment', 'bob')).find((item) => childText(item, 'UID') === uid);
    expect(answersOf(await getItem(running, idOf(meeting), 'bob'))[0]).toBe('Accept');
    const responses = await find('inbox', 'IPM.Schedule.Meeting.Resp.Pos', 'bob');
    expect(responses.map((response) => childText(response, 'UID'))).toContain(uid);
  });

  it('to a stranger leaves the organisation as iCalendar, and puts an event into the calendar that had none', async () => {
    const running = await startMeetings();
    const invitation = element(
      't:MeetingRequest',
      {
        't:ItemClass': 'IPM.Schedule.Meeting.Request',
        't:Subject': 'Visit',
        't:UID': 'visit@partner.example',
        't:IntendedFreeBusyStatus': 'OOF',
        't:Start': '2026-12-03T09:00:00.000Z',
        't:End': '2026-12-03T10:00:00.000Z',
      },
      [
        mailbox('t:Organizer', 'Freya Berg', 'freya@partner.example'),
        node('t:RequiredAttendees', [mailbox('t:Attendee', 'Bob Okafor', bob)]),
      ],
    );
    const id = running.emulator.deliver(bob, 'inbox', { element: invitation, attachments: [] });
    expect(codesIn(await answer(running, 'AcceptItem', id))).toEqual(['NoError']);
    expect(shown(await calendarView(running, 'bob'), 'Subject', 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual([
      ['Visit', 'Accept', 'OOF'],
    ]);
    const [mail] = running.emulator.outbox;
    expect(mail?.recipients).toEqual(['freya@partner.example']);
    const calendar = calendarIn(Buffer.from(mail?.mime() ?? []).toString());
    for (const line of ['METHOD:REPLY', 'UID:visit@partner.example', 'PARTSTAT=ACCEPTED']) {
      expect(calendar).toContain(line);
    }
  });

  it('is refused where there is nothing to answer', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    const old = await requestOf(running);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const codes = async (element: string, id: string, person = bob, disposition?: string) =>
      codesIn(await running.call(act(element, id, disposition), person));
    const alice = 'alice@example.test';
    const [sent] = await itemsIn(running, 'sentitems');
    const plain = keyIn(await running.call(createEvent(nine)));
    expect(await codes('AcceptItem', idOf(old))).toEqual(['ErrorCalendarMeetingRequestIsOutOfDate']);
    expect(await codes('AcceptItem', key.id, alice)).toEqual(['ErrorCalendarIsOrganizerForAccept']);
    expect(await codes('DeclineItem', idOf(sent), alice)).toEqual(['ErrorCalendarIsOrganizerForDecline']);
    expect(await codes('TentativelyAcceptItem', plain.id, alice)).toEqual(['ErrorInvalidItemForOperationTentative']);
    expect(await codes('AcceptItem', idOf(await requestOf(running)), bob, '')).toEqual([
      'ErrorMessageDispositionRequired',
    ]);
    expect(await codes('CancelCalendarItem', idOf((await calendarView(running, 'bob'))[0]))).toEqual([
      'ErrorCalendarIsNotOrganizer',
    ]);
    expect(await codes('RemoveItem', idOf((await calendarView(running, 'bob'))[0]), bob, '')).toEqual([
      'ErrorInvalidItemForOperationRemoveItem',
    ]);
    await running.call(deleteEvent(itemId(key.id), 'SendToAllAndSaveCopy'));
    expect(await codes('AcceptItem', idOf((await calendarView(running, 'bob'))[0]))).toEqual([
      'ErrorCalendarIsCancelledForAccept',
    ]);
  });
});

describe('a meeting that is called off', () => {
  it('goes with a comment to everybody, who can remove it', async () => {
    const running = await startMeetings();
    const key = await invite(running);
    const request = createItem(
      `<t:CancelCalendarItem><t:ReferenceItemId Id="${key.id}"/><t:NewBodyContent BodyType="Text">Hail</t:NewBodyContent></t:CancelCalendarItem>`,
      'MessageDisposition="SendAndSaveCopy"',
    );
    const cancelled = await running.call(request);
    expect(codesIn(cancelled)).toEqual(['NoError']);
    expect(await calendarView(running)).toEqual([]);
    expect(await namesIn(running, 'sentitems', 'alice')).toEqual(['MeetingRequest', 'MeetingCancellation']);
    // The Managed API reads the organizer's copy of the answer, and takes an answer without items for no answer.
    expect(cancelled.text).toContain('<m:Items><t:MeetingCancellation><t:ItemId ');
    expect(keyIn(cancelled).id).toBe(idOf((await itemsIn(running, 'sentitems', 'alice'))[1]));
    const [, cancellation] = await itemsIn(running, 'inbox', 'bob');
    expect(cancellation && child(cancellation, 'Body')?.text).toBe('Hail');
    expect(codesIn(await answer(running, 'RemoveItem', idOf(cancellation), ''))).toEqual(['NoError']);
    expect(await calendarView(running, 'bob')).toEqual([]);
    expect(await namesIn(running, 'deleteditems', 'bob')).toEqual(['CalendarItem', 'MeetingCancellation']);
  });

  it('for one occurrence leaves the others', async () => {
    const running = await startMeetings();
    const key = await invite(running, tuesdays('2026-12-01', 3));
    const moved = await running.call(updateEvent(second(key.id), setPlace));
    expect(codesIn(await running.call(act('CancelCalendarItem', keyIn(moved).id)))).toEqual(['NoError']);
    expect((await calendarView(running)).length).toBe(2);
    const [, called] = await calendarView(running, 'bob');
    expect(called && childText(called, 'IsCancelled')).toBe('true');
    expect(codesIn(await answer(running, 'RemoveItem', idOf(called), ''))).toEqual(['NoError']);
    expect(shown(await calendarView(running, 'bob'), 'IsCancelled').flat()).toEqual(['false', 'false']);
  });
});
