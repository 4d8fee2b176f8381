import { expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
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
import { startMeetings } from '../meeting-organization.ts';
import type { RunningEmulator } from '../running-emulator.ts';
import { getItem, itemsIn, type ItemKey, keyIn } from '../writing.ts';

const nine = times('2026-12-08T09:00', '2026-12-08T10:00');
const ten = times('2026-12-08T10:00', '2026-12-08T11:00');
const book = async ({ call }: RunningEmulator, properties: string, person = 'alice'): Promise<ItemKey> =>
  keyIn(
    await call(
      createEvent(
        `<t:Subject>Plan</t:Subject>${properties.replace('</t:End>', `</t:End>${attendees('Resources', 'lighthouse@example.test')}`)}`,
        'SendToAllAndSaveCopy',
      ),
      `${person}@example.test`,
    ),
  );
const answerIn = async (running: RunningEmulator, { id }: ItemKey, person = 'alice'): Promise<string | undefined> => {
  const [room] = child(await getItem(running, id, person), 'Resources')?.children ?? [];
  return room && childText(room, 'ResponseType');
};
const bookings = async (running: RunningEmulator) =>
  shown(await calendarView(running, 'lighthouse'), 'Start', 'MyResponseType', 'LegacyFreeBusyStatus');

it('a room accepts while it is free, and declines what would run into it', async () => {
  const running = await startMeetings();
  const first = await book(running, nine);
  const next = await book(running, ten, 'bob');
  const same = await book(running, times('2026-12-08T09:30', '2026-12-08T10:30'), 'carol');
  expect([
    await answerIn(running, first),
    await answerIn(running, next, 'bob'),
    await answerIn(running, same, 'carol'),
  ]).toEqual(['Accept', 'Accept', 'Decline']);
  expect(await bookings(running)).toEqual([
    ['2026-12-08T09:00:00Z', 'Accept', 'Busy'],
    ['2026-12-08T10:00:00Z', 'Accept', 'Busy'],
  ]);
  const [response] = await itemsIn(running, 'inbox', 'carol');
  expect(response && shown([response], 'ItemClass', 'Subject')).toEqual([
    ['IPM.Schedule.Meeting.Resp.Neg', 'Declined: Plan'],
  ]);
  expect(await itemsIn(running, 'inbox', 'lighthouse')).toEqual([]);
});

it('a room looks at every occurrence of a series', async () => {
  const running = await startMeetings();
  await book(running, nine);
  const series = times('2026-12-01T09:00', '2026-12-01T10:00') + tuesdays('2026-12-01', 3);
  const clash = await book(running, series, 'bob');
  expect(await answerIn(running, clash, 'bob')).toBe('Decline');
  const later = times('2026-12-01T11:00', '2026-12-01T12:00') + tuesdays('2026-12-01', 3);
  const fitting = await book(running, later, 'bob');
  expect(await answerIn(running, fitting, 'bob')).toBe('Accept');
  expect((await bookings(running)).length).toBe(4);
});

it('a room declines one occurrence that is moved into another booking, keeps the others, and takes it again elsewhere', async () => {
  const running = await startMeetings();
  await book(running, times('2026-12-16T09:30', '2026-12-16T10:30'), 'bob');
  const series = await book(running, nine + tuesdays('2026-12-08', 3));
  const second = `<t:OccurrenceItemId RecurringMasterId="${series.id}" InstanceIndex="2"/>`;
  const answers = async (): Promise<readonly (string | undefined)[]> =>
    Promise.all(
      (await calendarView(running)).map(async (occurrence) => {
        const [room] = child(await getItem(running, idOf(occurrence)), 'Resources')?.children ?? [];
        return room && childText(room, 'ResponseType');
      }),
    );
  const others = [
    ['2026-12-08T09:00:00Z', 'Accept', 'Busy'],
    ['2026-12-16T09:30:00Z', 'Accept', 'Busy'],
    ['2026-12-22T09:00:00Z', 'Accept', 'Busy'],
  ];
  await running.call(updateEvent(second, setTimes('2026-12-16T09:00', '2026-12-16T10:00'), 'SendToAllAndSaveCopy'));
  expect([await answers(), await bookings(running)]).toEqual([['Accept', 'Decline', 'Accept'], others]);
  await running.call(updateEvent(second, setTimes('2026-12-16T10:30', '2026-12-16T11:30'), 'SendToAllAndSaveCopy'));
  expect(await answers()).toEqual(['Accept', 'Accept', 'Accept']);
  expect(await bookings(running)).toEqual([
    ...others.slice(0, 2),
    ['2026-12-16T10:30:00Z', 'Accept', 'Busy'],
    ...others.slice(2),
  ]);
});

it('a room follows when a meeting is moved, and is free again when it is cancelled', async () => {
  const running = await startMeetings();
  const key = await book(running, nine);
  const other = await book(running, ten, 'bob');
  await running.call(updateEvent(itemId(key.id), setTimes('2026-12-08T12:00', '2026-12-08T13:00'), 'SendOnlyToAll'));
  expect(await answerIn(running, key)).toBe('Accept');
  await running.call(updateEvent(itemId(key.id), setTimes('2026-12-08T10:30', '2026-12-08T11:30'), 'SendOnlyToAll'));
  expect(await answerIn(running, key)).toBe('Decline');
  expect(await bookings(running)).toEqual([['2026-12-08T10:00:00Z', 'Accept', 'Busy']]);
  await running.call(deleteEvent(itemId(other.id), 'SendOnlyToAll'), 'bob@example.test');
  expect(await bookings(running)).toEqual([]);
  await running.call(updateEvent(itemId(key.id), setTimes('2026-12-08T10:15', '2026-12-08T11:15'), 'SendOnlyToAll'));
  expect(await answerIn(running, key)).toBe('Accept');
});

it('a room answers what it is told of once, and does not mind what only stands in its calendar', async () => {
  const running = await startMeetings();
  const free = `${nine}<t:LegacyFreeBusyStatus>Free</t:LegacyFreeBusyStatus>`;
  await running.call(createEvent(free), 'lighthouse@example.test');
  const key = await book(running, nine);
  expect(await answerIn(running, key)).toBe('Accept');
  const place = setEvent('calendar:Location', '<t:Location>Lighthouse</t:Location>');
  await running.call(updateEvent(itemId(key.id), place, 'SendToAllAndSaveCopy'));
  expect((await itemsIn(running, 'inbox')).length).toBe(1);
  expect(shown(await calendarView(running, 'lighthouse'), 'Location', 'LegacyFreeBusyStatus')).toEqual([
    [undefined, 'Free'],
    ['Lighthouse', 'Busy'],
  ]);
});
