import { describe, expect, it } from 'vitest';
import { child, childText, type XmlElement } from '../../../src/ews/xml.ts';
import {
  attendees,
  calendarView,
  createEvent,
  deleteEvent,
  idOf,
  itemId,
  setEvent,
  setTimes,
  shown,
  times,
  tuesdays,
  updateEvent,
} from '../calendar.ts';
import { calendarIn, startMeetings } from '../meeting-organization.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import { getItem, itemsIn, type ItemKey, keyIn } from '../writing.ts';

const bob = 'bob@example.test';
const carol = 'carol@example.test';
const dave = 'dave@example.test';
const nine = times('2026-12-01T09:00', '2026-12-01T10:00');

const create = async ({ call }: RunningEmulator, properties: string, word = 'SendToAllAndSaveCopy'): Promise<ItemKey> =>
  keyIn(await call(createEvent(`<t:Subject>Plan</t:Subject>${properties}`, word)));
const setPlace = setEvent('calendar:Location', '<t:Location>Yard</t:Location>');
const setPeople = (...addresses: readonly string[]): string =>
  setEvent('calendar:RequiredAttendees', attendees('RequiredAttendees', ...addresses));
const isRequest = ({ name }: XmlElement): boolean => name === 'MeetingRequest';
const second = ({ id }: ItemKey): string => `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/>`;

describe('an invitation', () => {
  it('lies in the inbox of each person as a meeting request, and in the calendar as a tentative event', async () => {
    const running = await startMeetings();
    const key = await create(
      running,
      `<t:Body BodyType="HTML">&lt;p&gt;Agenda&lt;/p&gt;</t:Body><t:Categories><t:String>Mine</t:String></t:Categories>${nine}<t:Location>Hall</t:Location>${attendees('RequiredAttendees', bob)}${attendees('OptionalAttendees', 'team@example.test')}`,
    );
    const event = await getItem(running, key.id);
    expect(shown([event], 'MeetingRequestWasSent', 'IsMeeting', 'AppointmentState', 'MyResponseType')).toEqual([
      ['true', 'true', '1', 'Organizer'],
    ]);
    for (const person of ['bob', 'carol', 'dave']) {
      const [request, ...others] = await itemsIn(running, 'inbox', person);
      expect(others).toEqual([]);
      expect(request && [request.name, child(request, 'Body')?.text]).toEqual(['MeetingRequest', '<p>Agenda</p>']);
      expect(
        shown(
          request === undefined ? [] : [request],
          'ItemClass',
          'Subject',
          'Start',
          'Location',
          'IntendedFreeBusyStatus',
          'MeetingRequestType',
          'ResponseType',
          'IsOutOfDate',
          'DisplayTo',
          'DisplayCc',
        ),
      ).toEqual([
        [
          'IPM.Schedule.Meeting.Request',
          'Plan',
          '2026-12-01T09:00:00Z',
          'Hall',
          'Busy',
          'NewMeetingRequest',
          'NoResponseReceived',
          'false',
          'Bob Okafor',
          'Team',
        ],
      ]);
      const [tentative] = await calendarView(running, person);
      expect(request && child(request, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(tentative));
      const whole = await getItem(running, idOf(tentative), person);
      expect(
        shown([whole], 'Subject', 'MyResponseType', 'LegacyFreeBusyStatus', 'AppointmentState', 'IsCancelled'),
      ).toEqual([['Plan', 'NoResponseReceived', 'Tentative', '3', 'false']]);
      expect(childText(whole, 'UID')).toBe(childText(event, 'UID'));
      expect(childText(child(child(whole, 'Organizer') ?? whole, 'Mailbox') ?? whole, 'EmailAddress')).toBe(
        'alice@example.test',
      );
      expect(child(whole, 'Categories')).toBeUndefined();
    }
  });

  it.each([
    ['SendOnlyToAll', 0, 1],
    ['SendToAllAndSaveCopy', 1, 1],
    ['SendToNone', 0, 0],
  ])('with %s leaves %d copies with the organizer and reaches %d people', async (word, copies, reached) => {
    const running = await startMeetings();
    await create(running, nine + attendees('RequiredAttendees', bob), word);
    expect((await itemsIn(running, 'sentitems')).map(({ name }) => name)).toEqual(
      Array.from({ length: copies }, () => 'MeetingRequest'),
    );
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(reached);
    expect((await calendarView(running, 'bob')).length).toBe(reached);
    expect((await calendarView(running)).length).toBe(1);
    expect(await itemsIn(running, 'inbox')).toEqual([]);
  });

  it('leaves the organisation as iCalendar', async () => {
    const running = await startMeetings();
    await create(
      running,
      `${nine}${attendees('RequiredAttendees', 'freya@partner.example', bob)}${tuesdays('2026-12-01', 3)}`,
    );
    const [mail, ...others] = running.emulator.outbox;
    expect([mail?.recipients, others]).toEqual([['freya@partner.example'], []]);
    const text = Buffer.from(mail?.mime() ?? []).toString();
    expect(text).toContain('Content-Type: text/calendar; charset=utf-8; method=REQUEST');
    const calendar = calendarIn(text);
    expect(calendar).toContain('METHOD:REQUEST');
    expect(calendar).toContain('SEQUENCE:0');
    expect(calendar).not.toContain('VTIMEZONE');
    expect(calendar).toContain('RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=3');
    expect(calendar).toMatch(/ORGANIZER;CN="Alice Smith":mailto:alice@example\.test/);
  });

  it('as iCalendar tells the zone, the exceptions and the deleted occurrences of a series', async () => {
    const running = await startMeetings();
    const zone = '<t:StartTimeZone Id="W. Europe Standard Time"/>';
    const people = attendees('RequiredAttendees', 'freya@partner.example');
    const key = await create(running, nine + people + tuesdays('2026-12-01', 4) + zone, 'SendToNone');
    await running.call(updateEvent(second(key), setTimes('2026-12-09T11:00', '2026-12-09T12:00')));
    await running.call(deleteEvent(`<t:OccurrenceItemId RecurringMasterId="${key.id}" InstanceIndex="3"/>`));
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const calendar = calendarIn(Buffer.from(running.emulator.outbox[0]?.mime() ?? []).toString());
    for (const line of [
      'BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time',
      'DTSTART;TZID=W. Europe Standard Time:20261201T100000',
      'EXDATE;TZID=W. Europe Standard Time:20261215T100000',
      'RECURRENCE-ID;TZID=W. Europe Standard Time:20261208T100000',
      'DTSTART;TZID=W. Europe Standard Time:20261209T120000',
    ]) {
      expect(calendar).toContain(line);
    }
  });

  it('goes to people who have answered nothing yet, whatever the client says', async () => {
    const running = await startMeetings();
    const accepted = attendees('RequiredAttendees', bob).replace(
      '</t:Mailbox>',
      '</t:Mailbox><t:ResponseType>Accept</t:ResponseType>',
    );
    const key = await create(running, nine + accepted);
    const [attendee] = child(await getItem(running, key.id), 'RequiredAttendees')?.children ?? [];
    expect(attendee && childText(attendee, 'ResponseType')).toBe('Unknown');
    const [event] = await calendarView(running, 'bob');
    const whole = await getItem(running, idOf(event), 'bob');
    expect(childText(child(whole, 'RequiredAttendees')?.children[0] ?? whole, 'ResponseType')).toBe('Unknown');
  });

  it('is not sent to the organizer, and its attachments go along', async () => {
    const running = await startMeetings();
    const file =
      '<t:Attachments><t:FileAttachment><t:Name>plan.txt</t:Name><t:Content>YQ==</t:Content></t:FileAttachment></t:Attachments>';
    await create(running, file + nine + attendees('RequiredAttendees', 'alice@example.test', bob));
    expect(await itemsIn(running, 'inbox')).toEqual([]);
    const [event] = await calendarView(running, 'bob');
    const [request] = await itemsIn(running, 'inbox', 'bob');
    expect(request && childText(request, 'DisplayTo')).toBe('Bob Okafor');
    for (const item of [request, await getItem(running, idOf(event), 'bob')]) {
      const [attachment] = (item && child(item, 'Attachments')?.children) ?? [];
      expect(attachment && childText(attachment, 'Name')).toBe('plan.txt');
    }
  });

  it('is not written at all when somebody on it has no address', async () => {
    const running = await startMeetings();
    const answer = await running.call(
      createEvent(nine + attendees('RequiredAttendees', bob, 'nobody at all'), 'SendToAllAndSaveCopy'),
    );
    expect(codesIn(answer)).toEqual(['ErrorInvalidRecipients']);
    expect([await calendarView(running), await itemsIn(running, 'inbox', 'bob')]).toEqual([[], []]);
  });
});

describe('a change of a meeting', () => {
  it('that leaves its time arrives as information, and only when somebody shall know', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob));
    await running.call(
      updateEvent(itemId(key.id), setEvent('item:Categories', '<t:Categories><t:String>A</t:String></t:Categories>')),
    );
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
    const [before] = await calendarView(running, 'bob');
    const answer = await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(codesIn(answer)).toEqual(['NoError']);
    const requests = await itemsIn(running, 'inbox', 'bob');
    expect(shown(requests, 'IsOutOfDate', 'MeetingRequestType', 'Location', 'AppointmentSequenceNumber')).toEqual([
      ['true', 'Outdated', undefined, '0'],
      ['false', 'InformationalUpdate', 'Yard', '0'],
    ]);
    const [after] = await calendarView(running, 'bob');
    expect(idOf(after)).toBe(idOf(before));
    expect(after && childText(after, 'Location')).toBe('Yard');
    expect((await itemsIn(running, 'sentitems')).length).toBe(2);
  });

  it('of its time counts up, and everybody has to answer anew', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob));
    await running.call(updateEvent(itemId(key.id), setTimes('2026-12-02T09:00', '2026-12-02T10:00'), 'SendOnlyToAll'));
    const requests = await itemsIn(running, 'inbox', 'bob');
    expect(shown(requests, 'MeetingRequestType', 'Start', 'AppointmentSequenceNumber')).toEqual([
      ['Outdated', '2026-12-01T09:00:00Z', '0'],
      ['FullUpdate', '2026-12-02T09:00:00Z', '1'],
    ]);
    const view = await calendarView(running, 'bob');
    expect(shown(view, 'Start', 'MyResponseType', 'LegacyFreeBusyStatus')).toEqual([
      ['2026-12-02T09:00:00Z', 'NoResponseReceived', 'Tentative'],
    ]);
    expect((await itemsIn(running, 'sentitems')).length).toBe(1);
  });

  it('of its people invites those who are new and tells those who are not invited any more', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob, carol));
    await running.call(updateEvent(itemId(key.id), setPeople(carol, dave), 'SendToChangedAndSaveCopy'));
    expect((await itemsIn(running, 'inbox', 'carol')).map(({ name }) => name)).toEqual(['MeetingRequest']);
    expect((await itemsIn(running, 'inbox', 'dave')).filter(isRequest).length).toBe(1);
    const [, cancellation] = await itemsIn(running, 'inbox', 'bob');
    expect(cancellation && [cancellation.name, childText(cancellation, 'Subject')]).toEqual([
      'MeetingCancellation',
      'Canceled: Plan',
    ]);
    expect(shown(await calendarView(running, 'bob'), 'IsCancelled', 'LegacyFreeBusyStatus')).toEqual([
      ['true', 'Free'],
    ]);
    expect((await itemsIn(running, 'sentitems')).map(({ name }) => name)).toEqual([
      'MeetingRequest',
      'MeetingRequest',
      'MeetingCancellation',
    ]);
  });

  it('with SendToNone reaches nobody, until it is told', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob), 'SendToNone');
    expect(childText(await getItem(running, key.id), 'MeetingRequestWasSent')).toBe('false');
    await running.call(updateEvent(itemId(key.id), setPlace));
    expect(await itemsIn(running, 'inbox', 'bob')).toEqual([]);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToChangedAndSaveCopy'));
    expect(shown(await itemsIn(running, 'inbox', 'bob'), 'MeetingRequestType')).toEqual([['NewMeetingRequest']]);
    expect(childText(await getItem(running, key.id), 'MeetingRequestWasSent')).toBe('true');
  });

  it('leaves what people have noted for themselves', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob));
    const [event] = await calendarView(running, 'bob');
    const noted = setEvent('item:Categories', '<t:Categories><t:String>Mine</t:String></t:Categories>');
    await running.call(updateEvent(itemId(idOf(event)), noted, 'SendToAllAndSaveCopy'), bob);
    expect(childText(await getItem(running, idOf(event), 'bob'), 'AppointmentState')).toBe('3');
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    const after = await getItem(running, idOf(event), 'bob');
    expect(shown([after], 'Location', 'AppointmentState', 'MyResponseType')).toEqual([
      ['Yard', '3', 'NoResponseReceived'],
    ]);
    expect(child(after, 'Categories')?.children.map(({ text }) => text)).toEqual(['Mine']);
    expect(await itemsIn(running, 'inbox')).toEqual([]);
  });

  it('puts the whole series in the place of the one occurrence that somebody had', async () => {
    const running = await startMeetings();
    const key = await create(running, `${nine}${attendees('RequiredAttendees', bob)}${tuesdays('2026-12-01', 3)}`);
    await running.call(updateEvent(second(key), setPeople(bob, carol), 'SendToAllAndSaveCopy'));
    expect((await calendarView(running, 'carol')).length).toBe(1);
    await running.call(updateEvent(itemId(key.id), setPeople(bob, carol), 'SendToAllAndSaveCopy'));
    expect((await calendarView(running, 'carol')).length).toBe(3);
  });

  it('of one occurrence changes that one in every calendar', async () => {
    const running = await startMeetings();
    const key = await create(running, `${nine}${attendees('RequiredAttendees', bob)}${tuesdays('2026-12-01', 3)}`);
    const move = setTimes('2026-12-09T11:00', '2026-12-09T12:00') + setPeople(bob, carol);
    await running.call(updateEvent(second(key), move, 'SendToAllAndSaveCopy'));
    const starts = [
      ['2026-12-01T09:00:00Z', 'Occurrence'],
      ['2026-12-09T11:00:00Z', 'Exception'],
      ['2026-12-15T09:00:00Z', 'Occurrence'],
    ];
    for (const person of ['alice', 'bob']) {
      expect(shown(await calendarView(running, person), 'Start', 'CalendarItemType')).toEqual(starts);
    }
    const [, request] = await itemsIn(running, 'inbox', 'bob');
    const [, moved] = await calendarView(running, 'bob');
    expect(shown(request === undefined ? [] : [request], 'RecurrenceId', 'MeetingRequestType', 'IsOutOfDate')).toEqual([
      ['2026-12-08T09:00:00Z', 'FullUpdate', 'false'],
    ]);
    expect(request && child(request, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(moved));
    expect(shown(await calendarView(running, 'carol'), 'Start', 'CalendarItemType')).toEqual([
      ['2026-12-09T11:00:00Z', 'Single'],
    ]);
  });
});

describe('a meeting that was moved without a word', () => {
  const accept = async ({ call }: RunningEmulator): Promise<void> => {
    const [event] = await itemsIn({ call }, 'calendar', 'bob');
    const answered = await call(
      `<m:CreateItem MessageDisposition="SendOnly"><m:Items><t:AcceptItem><t:ReferenceItemId Id="${idOf(event)}"/></t:AcceptItem></m:Items></m:CreateItem>`,
      bob,
    );
    expect(codesIn(answered)).toEqual(['NoError']);
  };
  const answersTo = async (running: RunningEmulator): Promise<readonly (string | undefined)[]> =>
    Promise.all(
      (await calendarView(running)).map(async (event) => {
        const whole = await getItem(running, idOf(event));
        const [attendee] = child(whole, 'RequiredAttendees')?.children ?? [];
        return attendee && childText(attendee, 'ResponseType');
      }),
    );
  const move = setTimes('2026-12-02T09:00', '2026-12-02T10:00');

  it('has to be answered anew as soon as its people hear of anything', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob));
    await accept(running);
    await running.call(updateEvent(itemId(key.id), move));
    await running.call(updateEvent(itemId(key.id), setPeople(bob, carol), 'SendToChangedAndSaveCopy'));
    // Carol alone has heard of it.
    expect(await answersTo(running)).toEqual(['Accept']);
    expect(shown(await calendarView(running, 'bob'), 'Start', 'MyResponseType')).toEqual([
      ['2026-12-01T09:00:00Z', 'Accept'],
    ]);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(await answersTo(running)).toEqual(['Unknown']);
    expect(shown(await calendarView(running, 'bob'), 'Start', 'MyResponseType')).toEqual([
      ['2026-12-02T09:00:00Z', 'NoResponseReceived'],
    ]);
    await accept(running);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(await answersTo(running)).toEqual(['Accept']);
  });

  it('is as it was for its people when it is moved back', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob));
    await accept(running);
    await running.call(updateEvent(itemId(key.id), move));
    await running.call(
      updateEvent(itemId(key.id), setTimes('2026-12-01T09:00', '2026-12-01T10:00'), 'SendToAllAndSaveCopy'),
    );
    expect(await answersTo(running)).toEqual(['Accept']);
    expect(shown(await calendarView(running, 'bob'), 'MyResponseType')).toEqual([['Accept']]);
  });

  it.each(['the occurrence', 'the series'])(
    'in one occurrence is asked about anew when %s is told of',
    async (part) => {
      const running = await startMeetings();
      const key = await create(running, `${nine}${attendees('RequiredAttendees', bob)}${tuesdays('2026-12-01', 3)}`);
      await accept(running);
      expect(await answersTo(running)).toEqual(['Accept', 'Accept', 'Accept']);
      await running.call(updateEvent(second(key), setTimes('2026-12-09T11:00', '2026-12-09T12:00')));
      await running.call(
        updateEvent(part === 'the series' ? itemId(key.id) : second(key), setPlace, 'SendToAllAndSaveCopy'),
      );
      expect(await answersTo(running)).toEqual(['Accept', 'Unknown', 'Accept']);
      expect(shown(await calendarView(running, 'bob'), 'Start', 'MyResponseType')).toEqual([
        ['2026-12-01T09:00:00Z', 'Accept'],
        ['2026-12-09T11:00:00Z', 'NoResponseReceived'],
        ['2026-12-15T09:00:00Z', 'Accept'],
      ]);
    },
  );

  it('so that it ends earlier has to be answered anew in all that is left', async () => {
    const running = await startMeetings();
    const key = await create(running, `${nine}${attendees('RequiredAttendees', bob)}${tuesdays('2026-12-01', 3)}`);
    await accept(running);
    await running.call(updateEvent(itemId(key.id), setEvent('calendar:Recurrence', tuesdays('2026-12-01', 2))));
    await running.call(updateEvent(second(key), setPlace));
    expect(await answersTo(running)).toEqual(['Accept', 'Accept']);
    await running.call(updateEvent(itemId(key.id), setPlace, 'SendToAllAndSaveCopy'));
    expect(await answersTo(running)).toEqual(['Unknown', 'Unknown']);
    expect(shown(await calendarView(running, 'bob'), 'MyResponseType')).toEqual([
      ['NoResponseReceived'],
      ['NoResponseReceived'],
    ]);
  });
});

it('a meeting among the deleted items cannot be told of', async () => {
  const running = await startMeetings();
  const key = await create(running, nine + attendees('RequiredAttendees', bob));
  await running.call(deleteEvent(itemId(key.id)));
  const [deleted] = await itemsIn(running, 'deleteditems');
  const codes = async (word: string) => codesIn(await running.call(updateEvent(itemId(idOf(deleted)), setPlace, word)));
  expect(await codes('SendToAllAndSaveCopy')).toEqual(['ErrorCalendarCannotUpdateDeletedItem']);
  expect(await codes('SendToNone')).toEqual(['NoError']);
});

describe('a cancellation', () => {
  it('arrives, and the event stays with everybody as cancelled', async () => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob, 'freya@partner.example'));
    expect(codesIn(await running.call(deleteEvent(itemId(key.id), 'SendToAllAndSaveCopy')))).toEqual(['NoError']);
    expect(await calendarView(running)).toEqual([]);
    expect((await itemsIn(running, 'deleteditems')).map(({ name }) => name)).toEqual(['CalendarItem']);
    const [, cancellation] = await itemsIn(running, 'inbox', 'bob');
    expect(cancellation?.name).toBe('MeetingCancellation');
    expect(shown(cancellation === undefined ? [] : [cancellation], 'ItemClass', 'Importance')).toEqual([
      ['IPM.Schedule.Meeting.Canceled', 'High'],
    ]);
    const [event] = await calendarView(running, 'bob');
    expect(cancellation && child(cancellation, 'AssociatedCalendarItemId')?.attributes['Id']).toBe(idOf(event));
    expect(
      shown(
        event === undefined ? [] : [event],
        'Subject',
        'IsCancelled',
        'AppointmentState',
        'AppointmentSequenceNumber',
      ),
    ).toEqual([['Canceled: Plan', 'true', '7', '1']]);
    const calendar = calendarIn(Buffer.from(running.emulator.outbox[1]?.mime() ?? []).toString());
    expect([/METHOD:CANCEL/, /STATUS:CANCELLED/, /SEQUENCE:1/].every((line) => line.test(calendar))).toBe(true);
  });

  it('of one occurrence leaves the others', async () => {
    const running = await startMeetings();
    const key = await create(running, `${nine}${attendees('RequiredAttendees', bob)}${tuesdays('2026-12-01', 3)}`);
    await running.call(deleteEvent(second(key), 'SendOnlyToAll'));
    expect((await calendarView(running)).length).toBe(2);
    expect(shown(await calendarView(running, 'bob'), 'IsCancelled').flat()).toEqual(['false', 'true', 'false']);
    await running.call(deleteEvent(itemId(key.id), 'SendOnlyToAll'));
    expect(shown(await calendarView(running, 'bob'), 'Subject').flat()).toEqual(
      Array.from({ length: 3 }, () => 'Canceled: Plan'),
    );
  });

  it.each([
    ['SendToNone', 'SendToAllAndSaveCopy'],
    ['SendToAllAndSaveCopy', 'SendToNone'],
  ])('is not sent after an invitation with %s and a deletion with %s', async (invited, deleted) => {
    const running = await startMeetings();
    const key = await create(running, nine + attendees('RequiredAttendees', bob), invited);
    const before = await itemsIn(running, 'inbox', 'bob');
    await running.call(deleteEvent(itemId(key.id), deleted));
    expect(await itemsIn(running, 'inbox', 'bob')).toEqual(before);
  });
});
