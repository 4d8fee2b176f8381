import { describe, expect, it } from 'vitest';
import { doneOccurrence } from '../../../src/emulator/calendar/task-recurrence.ts';
import { childText, node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import {
  daily,
  forever,
  monthlyOnDay,
  recurrence,
  times,
  until,
  weeksAfterCompletion,
} from '../../../src/emulator/seed/recurrence-element.ts';

const done = (pattern: XmlNode, range: XmlNode, dueDate: string, doneOn = dueDate): XmlNode =>
  node('t:Task', [
    node('t:Subject', 'Again'),
    node('t:CompleteDate', `${doneOn}T15:00:00Z`),
    node('t:DueDate', `${dueDate}T00:00:00Z`),
    node('t:PercentComplete', '100'),
    recurrence(pattern, range),
    node('t:StartDate', `${dueDate.slice(0, 8)}01T00:00:00Z`),
    node('t:Status', 'Completed'),
  ]);

const datesOf = (task: XmlNode | undefined): readonly (string | undefined)[] =>
  ['t:StartDate', 't:DueDate'].map((name) => childText(task, name)?.slice(0, 10));

describe('a recurring task that is done', () => {
  it('goes on to the next day of its pattern, unstarted, and leaves behind what was done', () => {
    const parted = doneOccurrence(done(monthlyOnDay(1, 31), forever('2026-01-31'), '2026-01-31'));
    expect(datesOf(parted?.next)).toEqual(['2026-01-29', '2026-02-28']);
    expect(['t:Status', 't:PercentComplete', 't:CompleteDate'].map((name) => childText(parted?.next, name))).toEqual([
      'NotStarted',
      '0',
      undefined,
    ]);
    expect(datesOf(parted?.done)).toEqual(['2026-01-01', '2026-01-31']);
    expect(childText(parted?.done, 't:Status')).toBe('Completed');
    expect(parted?.done.children.some(({ name }) => name === 't:Recurrence')).toBe(false);
  });

  it('goes on so long after it was done where its pattern counts from there', () => {
    const task = done(weeksAfterCompletion(2), forever('2026-01-05'), '2026-01-05', '2026-01-08');
    expect(datesOf(doneOccurrence(task)?.next)[1]).toBe('2026-01-22');
    const monthly = node('t:MonthlyRegeneration', [node('t:Interval', '1')]);
    const late = done(monthly, forever('2026-01-05'), '2026-01-05', '2026-01-31');
    expect(datesOf(doneOccurrence(late)?.next)[1]).toBe('2026-02-28');
  });

  it('ends with its last time, by date and by number', () => {
    expect(doneOccurrence(done(daily(1), until('2026-01-05', '2026-01-06'), '2026-01-05'))).toBeDefined();
    expect(doneOccurrence(done(daily(1), until('2026-01-05', '2026-01-06'), '2026-01-06'))).toBeUndefined();
    expect(doneOccurrence(done(daily(1), times('2026-01-05', 2), '2026-01-05'))).toBeDefined();
    expect(doneOccurrence(done(daily(1), times('2026-01-05', 2), '2026-01-06'))).toBeUndefined();
  });

  it('counts down where its pattern counts from its completion', () => {
    const first = doneOccurrence(done(weeksAfterCompletion(1), times('2026-01-05', 2), '2026-01-05'));
    const left = first?.next.children.find(({ name }) => name === 't:Recurrence');
    expect(childText(left?.children[1], 't:NumberOfOccurrences')).toBe('1');
    expect(doneOccurrence(done(weeksAfterCompletion(1), times('2026-01-05', 1), '2026-01-05'))).toBeUndefined();
  });

  it('is only itself when it does not recur', () => {
    expect(doneOccurrence(node('t:Task', [node('t:Status', 'Completed')]))).toBeUndefined();
  });
});
