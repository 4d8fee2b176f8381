import { expect, it } from 'vitest';
import { childText } from '../../src/ews/xml.ts';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import {
  attendees,
  calendarView,
  createEvent,
  deleteEvent,
  idOf,
  itemId,
  setEvent,
  setTimes,
  times,
  tuesdays,
  updateEvent,
} from './calendar.ts';
import { startMeetings } from './meeting-organization.ts';
import { codesIn, envelope, idsIn, impersonating } from './running-emulator.ts';
import { itemsIn, keyIn } from './writing.ts';

const second = (id: string): string => `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/>`;

describeWithWitness('meetings, against the Exchange2010_SP2 schema', (witness) => {
  it('are valid in every request, in every answer, and as what lies in the mailboxes', async () => {
    const running = await startMeetings();
    const documents: string[] = [];
    const send = async (request: string, person = 'alice') => {
      const answer = await running.call(request, `${person}@example.test`);
      documents.push(envelope(request, impersonating(`${person}@example.test`)), answer.text);
      expect(new Set(codesIn(answer)), request).toEqual(new Set(['NoError']));
      return answer;
    };
    const people =
      attendees('RequiredAttendees', 'bob@example.test', 'freya@partner.example') +
      attendees('OptionalAttendees', 'carol@example.test') +
      attendees('Resources', 'lighthouse@example.test');
    const zones = '<t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/>';
    const event = `<t:Subject>Plan</t:Subject><t:Body BodyType="HTML">&lt;p&gt;A&lt;/p&gt;</t:Body>${times('2026-12-01T09:00', '2026-12-01T10:00')}<t:Location>Hall</t:Location>${people}`;
    const single = keyIn(await send(createEvent(event, 'SendToAllAndSaveCopy')));
    const series = keyIn(await send(createEvent(event + tuesdays('2026-12-01', 4) + zones, 'SendToAllAndSaveCopy')));
    const move = setTimes('2026-12-09T11:00', '2026-12-09T12:00');
    await send(updateEvent(second(series.id), move, 'SendToAllAndSaveCopy'));
    await send(
      deleteEvent(`<t:OccurrenceItemId RecurringMasterId="${series.id}" InstanceIndex="3"/>`, 'SendOnlyToAll'),
    );
    const fewer = setEvent('calendar:RequiredAttendees', attendees('RequiredAttendees', 'dave@example.test'));
    await send(updateEvent(itemId(single.id), fewer + move, 'SendToChangedAndSaveCopy'));
    await send(deleteEvent(itemId(single.id), 'SendToAllAndSaveCopy'));
    const act = (element: string, id: string): string =>
      `<m:CreateItem${element === 'RemoveItem' ? '' : ' MessageDisposition="SendAndSaveCopy"'}><m:Items><t:${element}><t:ReferenceItemId Id="${id}"/></t:${element}></m:Items></m:CreateItem>`;
    const requests = (await itemsIn(running, 'inbox', 'carol')).filter(({ name }) => name === 'MeetingRequest');
    await send(
      act(
        'AcceptItem',
        idOf(
          requests.find(
            (request) =>
              childText(request, 'RecurrenceId') === undefined && childText(request, 'IsRecurring') === 'true',
          ),
        ),
      ),
      'carol',
    );
    const takingPlace = (await calendarView(running, 'bob')).filter((one) => childText(one, 'IsCancelled') === 'false');
    const [request, part] = takingPlace;
    await send(act('TentativelyAcceptItem', idOf(request)), 'bob');
    await send(act('DeclineItem', idOf(part)), 'bob');
    const removable = (await itemsIn(running, 'inbox', 'bob')).find(({ name }) => name === 'MeetingCancellation');
    await send(act('RemoveItem', idOf(removable)), 'bob');
    await send(act('CancelCalendarItem', series.id));
    const kinds = new Set<string>();
    for (const person of ['alice', 'bob', 'carol', 'dave', 'lighthouse']) {
      for (const folder of ['inbox', 'calendar', 'sentitems', 'deleteditems']) {
        const items = await itemsIn(running, folder, person);
        for (const { name } of items) kinds.add(name);
        const ids = items.map((item) => itemId(idOf(item))).join('');
        if (ids === '') continue;
        await send(
          `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`,
          person,
        );
      }
      const view = await send(
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-12-01T00:00:00Z" EndDate="2027-02-01T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
        person,
      );
      const ids = idsIn(view, 'ItemId').map((id) => itemId(id));
      if (ids.length === 0) continue;
      await send(
        `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`,
        person,
      );
    }
    expect([...kinds].toSorted()).toEqual(['CalendarItem', 'MeetingCancellation', 'MeetingRequest', 'MeetingResponse']);
    expect(await schemaErrors(witness, documents)).toEqual([]);
  });
});
