import { describe, expect, it } from 'vitest';
import type { EventTimes } from '../../../../src/mailbox/write/events/event-times.ts';
import { overlapProblem } from '../../../../src/mailbox/write/events/series-fit.ts';

const timed = (end: string): EventTimes => ({
  isAllDay: false,
  start: '2031-03-18T08:00:00Z',
  end,
  zone: 'UTC',
  firstDay: '2031-03-18',
  lastDay: end.slice(0, 10),
});
const wholeDays = (lastDay: string, end: string): EventTimes => ({ ...timed(end), isAllDay: true, lastDay });

describe('occurrences', () => {
  it.each([
    ['a day, every day', 1, timed('2031-03-19T08:00:00Z')],
    ['two days, every other day', 2, timed('2031-03-20T08:00:00Z')],
    ['two whole days, every other day', 2, wholeDays('2031-03-19', '2031-03-20T00:00:00Z')],
  ])('may touch: %s', (_what, interval, times) => {
    expect(overlapProblem({ type: 'Daily', interval }, times)).toBeUndefined();
  });

  it.each([
    ['a day and a minute, every day', 1, timed('2031-03-19T08:01:00Z')],
    ['three whole days, every other day', 2, wholeDays('2031-03-20', '2031-03-21T00:00:00Z')],
  ])('may not overlap: %s', (_what, interval, times) => {
    expect(overlapProblem({ type: 'Daily', interval }, times)).toContain('overlap');
  });
});
