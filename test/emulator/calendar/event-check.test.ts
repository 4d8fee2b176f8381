import { describe, expect, it } from 'vitest';
import { codesIn } from '../running-emulator.ts';
import { createEvent, itemId, setEvent, setTimes, times, tuesdays, updateEvent } from '../calendar.ts';
import { keyIn, startMail } from '../writing.ts';

const daily = (start: string, end: string): string =>
  `<t:Recurrence><t:DailyRecurrence><t:Interval>2</t:Interval></t:DailyRecurrence><t:EndDateRecurrence><t:StartDate>${start}</t:StartDate><t:EndDate>${end}</t:EndDate></t:EndDateRecurrence></t:Recurrence>`;

describe('an event', () => {
  it('is not made to end before it begins, or to last more than five years', async () => {
    const { call } = await startMail();
    const codes = async (start: string, end: string) => codesIn(await call(createEvent(times(start, end))));
    expect(await codes('2026-12-01T09:00', '2026-12-01T08:59')).toEqual(['ErrorCalendarEndDateIsEarlierThanStartDate']);
    expect(await codes('2026-12-01T09:00', '2031-12-01T09:01')).toEqual(['ErrorCalendarDurationIsTooLong']);
    expect(await codes('2026-12-01T09:00', '2031-12-01T09:00')).toEqual(['NoError']);
    expect(await codes('2026-12-01T09:00', '2026-12-01T09:00')).toEqual(['NoError']);
  });

  it('is not changed so either', async () => {
    const { call } = await startMail();
    const { id } = keyIn(await call(createEvent(times('2026-12-01T09:00', '2026-12-01T10:00'))));
    const codes = async (start: string, end: string) =>
      codesIn(await call(updateEvent(itemId(id), setTimes(start, end))));
    expect(await codes('2026-12-01T09:00', '2026-12-01T08:59')).toEqual(['ErrorCalendarEndDateIsEarlierThanStartDate']);
    expect(await codes('2026-12-01T09:00', '2031-12-01T09:01')).toEqual(['ErrorCalendarDurationIsTooLong']);
    expect(await codes('2027-12-01T09:00', '2027-12-01T10:00')).toEqual(['NoError']);
  });
});

describe('a series', () => {
  it('is over before it takes place again', async () => {
    const { call } = await startMail();
    const codes = async (end: string) =>
      codesIn(await call(createEvent(times('2026-12-01T09:00', end) + daily('2026-12-01', '2026-12-09'))));
    expect(await codes('2026-12-03T09:01')).toEqual(['ErrorOccurrenceTimeSpanTooBig']);
    expect(await codes('2026-12-03T09:00')).toEqual(['NoError']);

    const { id } = keyIn(
      await call(createEvent(times('2026-12-01T09:00', '2026-12-01T10:00') + tuesdays('2026-12-01', 3))),
    );
    const changed = async (updates: string) => codesIn(await call(updateEvent(itemId(id), updates)));
    expect(await changed(setTimes('2026-12-01T09:00', '2026-12-08T09:01'))).toEqual(['ErrorOccurrenceTimeSpanTooBig']);
    expect(await changed(setTimes('2026-12-01T09:00', '2026-12-08T09:00'))).toEqual(['NoError']);
  });

  it('takes place at all', async () => {
    const { call } = await startMail();
    const never = times('2026-12-01T09:00', '2026-12-01T10:00') + daily('2026-12-01', '2026-11-30');
    expect(codesIn(await call(createEvent(never)))).toEqual(['ErrorRecurrenceHasNoOccurrence']);
    const { id } = keyIn(
      await call(createEvent(times('2026-12-01T09:00', '2026-12-01T10:00') + daily('2026-12-01', '2026-12-09'))),
    );
    const updates = setEvent('calendar:Recurrence', daily('2026-12-01', '2026-11-30'));
    expect(codesIn(await call(updateEvent(itemId(id), updates)))).toEqual(['ErrorRecurrenceHasNoOccurrence']);
  });
});
