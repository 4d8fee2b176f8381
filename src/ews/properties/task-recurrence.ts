import { element, type XmlElement } from '../xml.ts';
import { integer, optional, type Codec } from './codec.ts';
import { recurrencePattern, recurrenceRange, type RecurrencePattern, type RecurrenceRange } from './recurrence.ts';

const regenerations = ['DailyRegeneration', 'WeeklyRegeneration', 'MonthlyRegeneration', 'YearlyRegeneration'] as const;

/** Comes again so many days, weeks, months or years after it was done, whenever that is. */
export interface Regeneration {
  readonly type: (typeof regenerations)[number];
  /** 1 or more. */
  readonly interval: number;
}

/** `t:Recurrence` of a task: https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-taskrecurrencetype */
export interface TaskRecurrence {
  readonly pattern: RecurrencePattern | Regeneration;
  readonly range: RecurrenceRange;
}

const regenerationOf = (node: XmlElement): Regeneration | undefined => {
  for (const type of regenerations) {
    const found = optional(node, type, {
      decode: (pattern) => optional(pattern, 'Interval', integer) ?? 1,
      encode: integer.encode,
    });
    if (found !== undefined) return { type, interval: found };
  }
  return undefined;
};

const isRegeneration = (pattern: TaskRecurrence['pattern']): pattern is Regeneration =>
  regenerations.some((type) => type === pattern.type);

/** `t:Recurrence` <-> one pattern or regeneration, and one range. */
export const taskRecurrence: Codec<TaskRecurrence> = {
  decode: (node) => ({
    pattern: regenerationOf(node) ?? recurrencePattern.decode(node),
    range: recurrenceRange.decode(node),
  }),
  encode: (name, { pattern, range }) =>
    element(name, [
      isRegeneration(pattern)
        ? element(`t:${pattern.type}`, [integer.encode('t:Interval', pattern.interval)])
        : recurrencePattern.encode(pattern),
      recurrenceRange.encode(range),
    ]),
};
