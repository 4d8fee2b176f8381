import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import {
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
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import { getItem, type ItemKey, keyIn, startMail } from '../writing.ts';

const setSubject = (subject: string): string => setEvent('item:Subject', `<t:Subject>${subject}</t:Subject>`);
const setPlace = (place: string): string => setEvent('calendar:Location', `<t:Location>${place}</t:Location>`);
const second = ({ id }: ItemKey): string => `<t:OccurrenceItemId RecurringMasterId="${id}" InstanceIndex="2"/>`;

/** Four Tuesdays from 1 December on, nine to ten o'clock. */
const createSeries = async ({ call }: RunningEmulator): Promise<ItemKey> =>
  keyIn(
    await call(
      createEvent(
        `<t:Subject>Weekly</t:Subject>${times('2026-12-01T09:00', '2026-12-01T10:00')}<t:Location>Hall</t:Location>${tuesdays('2026-12-01', 4)}`,
      ),
    ),
  );

describe('one occurrence of a series', () => {
  it('is changed alone, keeps its id, and is told by the master', async () => {
    const running = await startMail();
    const series = await createSeries(running);
    const [, before] = await calendarView(running);
    const moved = await running.call(
      updateEvent(second(series), setSubject('Moved') + setTimes('2026-12-09T11:00', '2026-12-09T12:00')),
    );
    const key = keyIn(moved);
    expect(key.id).toBe(idOf(before));
    const view = await calendarView(running);
    expect(shown(view, 'Subject', 'Start', 'CalendarItemType', 'IsRecurring')).toEqual([
      ['Weekly', '2026-12-01T09:00:00Z', 'Occurrence', 'true'],
      ['Moved', '2026-12-09T11:00:00Z', 'Exception', 'true'],
      ['Weekly', '2026-12-15T09:00:00Z', 'Occurrence', 'true'],
      ['Weekly', '2026-12-22T09:00:00Z', 'Occurrence', 'true'],
    ]);
    const one = await getItem(running, key.id);
    expect(shown([one], 'OriginalStart', 'Duration', 'Location')).toEqual([['2026-12-08T09:00:00Z', 'PT60M', 'Hall']]);
    expect(child(one, 'ItemId')?.attributes['ChangeKey']).toBe(key.changeKey);
    const modified = child(await getItem(running, series.id), 'ModifiedOccurrences')?.children ?? [];
    expect(shown(modified, 'Start', 'OriginalStart')).toEqual([['2026-12-09T11:00:00Z', '2026-12-08T09:00:00Z']]);
  });

  it('is changed again, back, and deleted', async () => {
    const running = await startMail();
    const series = await createSeries(running);
    const { id } = keyIn(await running.call(updateEvent(second(series), setSubject('Moved'))));
    await running.call(updateEvent(itemId(id), setPlace('Yard')));
    expect(shown([await getItem(running, id)], 'Subject', 'Location')).toEqual([['Moved', 'Yard']]);
    expect(codesIn(await running.call(deleteEvent(itemId(id))))).toEqual(['NoError']);
    expect((await calendarView(running)).map((event) => childText(event, 'Start')?.slice(0, 10))).toEqual([
      '2026-12-01',
      '2026-12-15',
      '2026-12-22',
    ]);
    const master = await getItem(running, series.id);
    expect(child(master, 'ModifiedOccurrences')).toBeUndefined();
    expect(shown(child(master, 'DeletedOccurrences')?.children ?? [], 'Start')).toEqual([['2026-12-08T09:00:00Z']]);
    expect(codesIn(await running.call(updateEvent(itemId(id), setPlace('Attic'))))).toEqual([
      'ErrorCalendarOccurrenceIsDeletedFromRecurrence',
    ]);
  });

  it('may not run into its neighbours, end before it begins, or have a pattern', async () => {
    const running = await startMail();
    const series = await createSeries(running);
    const codes = async (updates: string) => codesIn(await running.call(updateEvent(second(series), updates)));
    expect(await codes(setTimes('2026-12-15T08:30', '2026-12-15T09:30'))).toEqual(['ErrorOccurrenceCrossingBoundary']);
    expect(await codes(setTimes('2026-12-01T09:59', '2026-12-01T10:30'))).toEqual(['ErrorOccurrenceCrossingBoundary']);
    expect(await codes(setTimes('2026-12-08T09:00', '2026-12-08T08:00'))).toEqual([
      'ErrorCalendarEndDateIsEarlierThanStartDate',
    ]);
    expect(await codes(setEvent('calendar:Recurrence', tuesdays('2026-12-01', 2)))).toEqual([
      'ErrorInvalidPropertySet',
    ]);
    expect(await codes(setTimes('2026-12-15T08:00', '2026-12-15T09:00'))).toEqual(['NoError']);
  });

  it('is protected from writers that know an older state of it, not from those of another occurrence', async () => {
    const running = await startMail();
    const series = await createSeries(running);
    const [one, other] = (await calendarView(running)).map((event) =>
      itemId(idOf(event), child(event, 'ItemId')?.attributes['ChangeKey']),
    );
    const codes = async (id: string | undefined, place: string) =>
      codesIn(await running.call(updateEvent(id ?? '', setPlace(place), 'SendToNone', 'AutoResolve')));
    expect(await codes(one, 'Yard')).toEqual(['NoError']);
    expect(await codes(other, 'Attic')).toEqual(['NoError']);
    expect(await codes(one, 'Cellar')).toEqual(['ErrorIrresolvableConflict']);
    expect(shown(await calendarView(running), 'Location').flat()).toEqual(['Yard', 'Attic', 'Hall', 'Hall']);
    expect(await codes(itemId(series.id, series.changeKey), 'Roof')).toEqual(['NoError']);
  });
});

describe('a series with exceptions', () => {
  it('gives them what it changes, unless they have their own', async () => {
    const running = await startMail();
    const series = await createSeries(running);
    const { id } = keyIn(await running.call(updateEvent(second(series), setSubject('Special'))));
    const master = `<t:RecurringMasterItemId OccurrenceId="${id}"/>`;
    const answer = await running.call(updateEvent(master, setSubject('Every week') + setPlace('Yard')));
    expect(keyIn(answer).id).toBe(series.id);
    expect(shown((await calendarView(running)).slice(0, 2), 'Subject', 'Location')).toEqual([
      ['Every week', 'Yard'],
      ['Special', 'Yard'],
    ]);
  });

  it.each([
    ['its pattern', setEvent('calendar:Recurrence', tuesdays('2026-12-01', 3)), 3, '2026-12-08T09:00:00Z'],
    ['its time', setTimes('2026-12-01T10:00', '2026-12-01T11:00'), 4, '2026-12-08T10:00:00Z'],
  ])('loses them, deleted ones too, with %s', async (_, updates, count, start) => {
    const running = await startMail();
    const series = await createSeries(running);
    await running.call(updateEvent(second(series), setSubject('Special')));
    await running.call(deleteEvent(`<t:OccurrenceItemId RecurringMasterId="${series.id}" InstanceIndex="3"/>`));
    await running.call(updateEvent(itemId(series.id), updates));
    const view = await calendarView(running);
    expect(view.length).toBe(count);
    expect(shown(view.slice(1, 2), 'Subject', 'Start', 'CalendarItemType')).toEqual([['Weekly', start, 'Occurrence']]);
    const master = await getItem(running, series.id);
    expect([child(master, 'ModifiedOccurrences'), child(master, 'DeletedOccurrences')]).toEqual([undefined, undefined]);
  });
});
