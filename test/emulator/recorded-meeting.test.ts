import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { childText, parseXml, type XmlElement } from '../../src/ews/xml.ts';
import { describeWithWitness } from '../witness.ts';
import { descendants } from './answered.ts';
import { calendarView, idOf } from './calendar.ts';
import { startMeetings } from './meeting-organization.ts';
import { codesIn } from './running-emulator.ts';
import { itemsIn } from './writing.ts';

describeWithWitness('a meeting recorded from grommunio', (witness) => {
  const recorded = (name: string, kind: 'request' | 'response'): string =>
    readFileSync(`${witness}/wire/${name}.${kind}.xml`, 'utf8');
  /** What stands in the envelope of a recorded request, about another item. */
  const requestOf = (name: string, id = ''): string =>
    (/<s:Body>([^]*)<\/s:Body>/.exec(recorded(name, 'request'))?.[1] ?? '').replace(
      /<t:ReferenceItemId [^>]*>/,
      `<t:ReferenceItemId Id="${id}"/>`,
    );
  const recordedItem = (name: string, element: string): XmlElement => {
    const [item] = descendants(parseXml(recorded(name, 'response')), element);
    if (item === undefined) throw new Error(`${name} holds no ${element}`);
    return item;
  };
  const agreeing = (item: XmlElement | undefined, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, item && childText(item, name)]));

  it('is invited to, lies in the inbox and is accepted as it was there', async () => {
    const running = await startMeetings();
    expect(codesIn(await running.call(requestOf('112-CreateItem-meeting-SendToAllAndSaveCopy')))).toEqual(['NoError']);
    const [request] = await itemsIn(running, 'inbox', 'bob');
    const invited = [
      'ItemClass',
      'Subject',
      'Sensitivity',
      'HasAttachments',
      'ResponseType',
      'Start',
      'End',
      'Location',
    ];
    const there = recordedItem('113-FindItem-bob-inbox-meeting', 'MeetingRequest');
    expect(agreeing(request, invited)).toEqual(agreeing(there, invited));
    const accepted = await running.call(requestOf('115-CreateItem-AcceptItem', idOf(request)), 'bob@example.test');
    expect(codesIn(accepted)).toEqual(['NoError']);
    const [event] = await calendarView(running, 'bob');
    const names =
      'ItemClass Subject Start End LegacyFreeBusyStatus Location IsMeeting IsCancelled IsRecurring CalendarItemType MyResponseType AppointmentState'.split(
        ' ',
      );
    expect(agreeing(event, names)).toEqual(agreeing(recordedItem('116-FindItem-bob-calendar', 'CalendarItem'), names));
  });

  it('with SendToNone invites nobody', async () => {
    const running = await startMeetings();
    expect(codesIn(await running.call(requestOf('017-CreateItem-calendar')))).toEqual(['NoError']);
    expect([(await calendarView(running)).length, await itemsIn(running, 'inbox', 'bob')]).toEqual([1, []]);
  });
});
