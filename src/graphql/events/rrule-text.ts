import type { Weekday } from '../../ews/properties/weekday.ts';

/** A day of BYDAY: `-1FR` is the last Friday, `FR` without ordinal every one. */
export interface RuleDay {
  readonly ordinal: number | undefined;
  readonly weekday: Weekday;
}

/** An RRULE taken apart. Lists are empty where the rule does not say them. https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 */
export interface RuleParts {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | undefined;
  /** `20261231`, `20261231T090000` or `20261231T090000Z`, a real day and time. */
  readonly until: string | undefined;
  readonly days: readonly RuleDay[];
  /** 1 to 31, or -1 to -31 counted from the end. */
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly positions: readonly number[];
  readonly weekStart: Weekday;
}

/** Tells what is wrong with a rule, in a sentence without its values. */
export type Complain = (problem: string) => void;

const longestRule = 1_000;

/**
 * Takes an RRULE apart, and complains about everything that is not one by RFC 5545 and about parts that no EWS recurrence has; undefined when it did.
 */
export const parseRule = (text: string, complain: Complain): RuleParts | undefined => {
  let isSound = true;
  const refuse: Complain = (problem) => {
    isSound = false;
    complain(problem);
  };
  if (text.length > longestRule) {
    complain(`is longer than ${longestRule} characters.`);
    return undefined;
  }
  const values = split(text.toUpperCase(), refuse);
  const frequency = frequencyOf(values, refuse);
  const parts = {
    interval: values.has('INTERVAL') ? readNumber('INTERVAL', values, refuse) : 1,
    count: values.has('COUNT') ? readNumber('COUNT', values, refuse) : undefined,
    until: readUntil(values, refuse),
    days: readList('BYDAY', values, readDay, 'days such as `TU`, `1MO` or `-1FR`', refuse),
    monthDays: readList('BYMONTHDAY', values, signed(31), 'days from 1 to 31 or -31 to -1', refuse),
    months: readList('BYMONTH', values, unsigned(12), 'months from 1 to 12', refuse),
    positions: readList('BYSETPOS', values, signed(366), 'positions from 1 to 366 or -366 to -1', refuse),
    weekStart: readWeekStart(values, refuse),
  };
  if (values.has('COUNT') && values.has('UNTIL')) refuse('holds both `COUNT` and `UNTIL`; a rule ends by one of them.');
  return isSound && frequency !== undefined ? { frequency, ...parts } : undefined;
};

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const tooOften = new Set(['SECONDLY', 'MINUTELY', 'HOURLY']);

const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']);

/** Parts of RFC 5545 and RFC 7529 that EWS has nothing for, and why. */
const inexpressible: ReadonlyMap<string, string> = new Map([
  ['BYSECOND', 'every occurrence begins at the time of day at which the first one does'],
  ['BYMINUTE', 'every occurrence begins at the time of day at which the first one does'],
  ['BYHOUR', 'every occurrence begins at the time of day at which the first one does'],
  ['BYYEARDAY', 'mail servers do not count the days of a year'],
  ['BYWEEKNO', 'mail servers do not count the weeks of a year'],
  ['RSCALE', 'series go by the Gregorian calendar'],
  ['SKIP', 'mail servers take the last day of a month that is too short'],
]);

const split = (text: string, refuse: Complain): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const part of text.split(';')) {
    const [, name, value] = /^([A-Z][A-Z-]*)=(.+)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      refuse('must be parts `NAME=value` with semicolons between them, without the property name `RRULE:`.');
      return values;
    }
    const reason = inexpressible.get(name);
    if (reason !== undefined) refuse(`holds \`${name}\`, which mail servers cannot keep: ${reason}.`);
    else if (!known.has(name)) refuse('holds a part that RFC 5545 does not know.');
    else if (values.has(name)) refuse(`holds \`${name}\` twice.`);
    values.set(name, value);
  }
  return values;
};

type Values = ReadonlyMap<string, string>;

const frequencyOf = (values: Values, refuse: Complain): RuleParts['frequency'] | undefined => {
  const written = values.get('FREQ');
  const frequency = frequencies.find((one) => one === written);
  if (written !== undefined && tooOften.has(written))
    refuse('repeats more than once a day; mail servers know days, weeks, months and years.');
  else if (frequency === undefined) refuse('must hold `FREQ` as `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`.');
  return frequency;
};

const readNumber = (name: string, values: Values, refuse: Complain): number => {
  const written = values.get(name) ?? '';
  const value = /^\d{1,9}$/.test(written) ? Number(written) : 0;
  if (value < 1) refuse(`must hold \`${name}\` as a whole number from 1 on.`);
  return Math.max(1, value);
};

const readUntil = (values: Values, refuse: Complain): string | undefined => {
  const written = values.get('UNTIL');
  if (written === undefined) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(written) ?? [];
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = Date.parse(text);
  // Date.parse takes the 31st of February for the 3rd of March, and 24:00 for the next day.
  if (!Number.isNaN(time) && new Date(time).toISOString() === text) return written;
  refuse('must hold `UNTIL` as a day or an instant: `20261231`, `20261231T225959Z`.');
  return undefined;
};

const readList = <Value>(
  name: string,
  values: Values,
  read: (text: string) => Value | undefined,
  expected: string,
  refuse: Complain,
): readonly Value[] => {
  const found = (values.get(name)?.split(',') ?? []).map(read);
  const sound = found.filter((value) => value !== undefined);
  if (sound.length < found.length) refuse(`must hold \`${name}\` as ${expected}, with commas between them.`);
  return sound;
};

const weekdayCodes: ReadonlyMap<string, Weekday> = new Map([
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
]);

const signed =
  (largest: number) =>
  (text: string): number | undefined => {
    const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0;
    return value === 0 || Math.abs(value) > largest ? undefined : value;
  };

const unsigned =
  (largest: number) =>
  (text: string): number | undefined =>
    /^\d/.test(text) ? signed(largest)(text) : undefined;

const readOrdinal = signed(53);

const readDay = (text: string): RuleDay | undefined => {
  const weekday = weekdayCodes.get(text.slice(-2));
  const written = text.slice(0, -2);
  const ordinal = written === '' ? undefined : readOrdinal(written);
  return weekday === undefined || (written !== '' && ordinal === undefined) ? undefined : { ordinal, weekday };
};

const readWeekStart = (values: Values, refuse: Complain): Weekday => {
  const weekday = weekdayCodes.get(values.get('WKST') ?? 'MO');
  if (weekday === undefined) refuse('must hold `WKST` as a day such as `MO`.');
  return weekday ?? 'Monday';
};
