import { withoutProperties, withProperties } from '../item/item-properties.ts';
import { recurrenceDays } from './recurrence-pattern.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** A recurring task that has been done, taken apart. */
export interface DoneOccurrence {
  /** What was done: a task of its own that does not recur. */
  readonly done: XmlNode;
  /** The task itself, which goes on to its next time. */
  readonly next: XmlNode;
}

/**
 * Parts what was done of a recurring task from the task, which keeps its id and goes on: by its pattern, or for regenerating tasks so many days, weeks,
 * months or years after it was done. Undefined for the last time: then the task itself is done.
 * https://learn.microsoft.com/dotnet/api/microsoft.exchange.webservices.data.task.update
 */
export const doneOccurrence = (task: XmlNode): DoneOccurrence | undefined => {
  const recurrence = child(task, 't:Recurrence');
  const [pattern, range] = recurrence?.children ?? [];
  if (recurrence === undefined || pattern === undefined || range === undefined) return undefined;
  const interval = regenerations[pattern.name];
  const due = dayIn(task, 't:DueDate') ?? dayIn(task, 't:StartDate') ?? dayIn(range, 't:StartDate') ?? 0;
  const moved =
    interval === undefined ? byPattern(recurrence, due) : byCompletion(task, recurrence, interval(intervalOf(pattern)));
  if (moved === undefined) return undefined;
  const { day, left } = moved;
  const shifted = ['t:StartDate', 't:DueDate', 't:ReminderDueBy'].map((name) => {
    const text = childText(task, name);
    return text === undefined
      ? undefined
      : node(name, new Date(Date.parse(text) + (day - due) * msPerDay).toISOString());
  });
  return {
    done: withoutProperties(task, new Set(['t:Recurrence'])),
    next: withProperties(withoutProperties(task, new Set(['t:CompleteDate'])), [
      ...shifted,
      left,
      node('t:Status', 'NotStarted'),
      node('t:PercentComplete', '0'),
    ]),
  };
};

interface Moved {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** What is left of the recurrence. */
  readonly left: XmlNode;
}

const byPattern = (recurrence: XmlNode, due: number): Moved | undefined => {
  for (const day of recurrenceDays(recurrence)) if (day > due) return { day, left: recurrence };
  return undefined;
};

const byCompletion = (task: XmlNode, recurrence: XmlNode, after: (day: number) => number): Moved | undefined => {
  const [pattern, range] = recurrence.children;
  const done = dayIn(task, 't:CompleteDate');
  if (pattern === undefined || range === undefined || done === undefined) return undefined;
  const day = after(done);
  const end = dayIn(range, 't:EndDate');
  const times = childText(range, 't:NumberOfOccurrences');
  if ((end !== undefined && day > end) || times === '1') return undefined;
  const rest =
    times === undefined ? range : withProperties(range, [node('t:NumberOfOccurrences', String(Number(times) - 1))]);
  return { day, left: node('t:Recurrence', [pattern, rest]) };
};

const msPerDay = 86_400_000;

const dayIn = (holder: XmlNode, name: string): number | undefined => {
  const [date] = /^\d{4}-\d\d-\d\d/.exec(childText(holder, name)?.trim() ?? '') ?? [];
  return date === undefined ? undefined : Date.parse(`${date}T00:00:00Z`) / msPerDay;
};

const intervalOf = (pattern: XmlNode): number => Number(childText(pattern, 't:Interval') ?? '1');

const days =
  (length: number) =>
  (interval: number) =>
  (day: number): number =>
    day + length * interval;

/** The same day of a later month, or its last one. */
const months =
  (length: number) =>
  (interval: number) =>
  (day: number): number => {
    const date = new Date(day * msPerDay);
    const month = date.getUTCMonth() + length * interval;
    const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
    return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), last)) / msPerDay;
  };

const regenerations: Readonly<Record<string, (interval: number) => (day: number) => number>> = {
  't:DailyRegeneration': days(1),
  't:WeeklyRegeneration': days(7),
  't:MonthlyRegeneration': months(1),
  't:YearlyRegeneration': months(12),
};
