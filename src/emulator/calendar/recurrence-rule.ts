import { EmulatorError } from '../emulator-error.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/**
 * The t:Recurrence of an RRULE, RFC 5545 section 3.3.10. `start` is the first day on the clock of the event's zone, as are the days of the answer;
 * `dayOf` tells the day of an UNTIL. Throws EmulatorError ErrorUnsupportedRecurrence for rules that Exchange cannot keep.
 */
export const recurrenceOfRule = (rule: string, start: Date, dayOf: (until: string) => string): XmlNode => {
  const parts = new Map(
    rule.split(';').map((part) => part.toUpperCase().split('=', 2) as [string, string | undefined]),
  );
  for (const name of parts.keys()) if (!known.has(name)) throw unsupported();
  const StartDate = node('t:StartDate', start.toISOString().slice(0, 10));
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  const pattern = patternOf(parts, start);
  if (count !== undefined) {
    const range = node('t:NumberedRecurrence', [StartDate, node('t:NumberOfOccurrences', String(positive(count)))]);
    return node('t:Recurrence', [pattern, range]);
  }
  const range =
    until === undefined
      ? node('t:NoEndRecurrence', [StartDate])
      : node('t:EndDateRecurrence', [StartDate, node('t:EndDate', dayOf(until))]);
  return node('t:Recurrence', [pattern, range]);
};

type Parts = ReadonlyMap<string, string | undefined>;

const known = new Set('FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST'.split(' '));

const unsupported = (): EmulatorError => new EmulatorError('ErrorUnsupportedRecurrence');

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw unsupported();
  return Number(text);
};

const patternOf = (parts: Parts, start: Date): XmlNode => {
  const interval = node('t:Interval', String(positive(parts.get('INTERVAL') ?? '1')));
  const days = parts.get('BYDAY');
  switch (parts.get('FREQ')) {
    case 'DAILY':
      if (days === undefined) return node('t:DailyRecurrence', [interval]);
      if (interval.text !== '1') throw unsupported();
      return weekly(interval, days, parts, start);
    case 'WEEKLY':
      return weekly(interval, days, parts, start);
    case 'MONTHLY':
      return days === undefined
        ? node('t:AbsoluteMonthlyRecurrence', [interval, dayOfMonth(parts, start)])
        : node('t:RelativeMonthlyRecurrence', [interval, ...relativeDay(days, parts)]);
    case 'YEARLY': {
      if (interval.text !== '1') throw unsupported();
      const month = node('t:Month', months[positive(parts.get('BYMONTH') ?? String(start.getUTCMonth() + 1)) - 1]);
      if (month.text === '') throw unsupported();
      return days === undefined
        ? node('t:AbsoluteYearlyRecurrence', [dayOfMonth(parts, start), month])
        : node('t:RelativeYearlyRecurrence', [...relativeDay(days, parts), month]);
    }
    default:
      throw unsupported();
  }
};

const weekly = (interval: XmlNode, days: string | undefined, parts: Parts, start: Date): XmlNode => {
  const codes = days?.split(',') ?? [dayCodes[start.getUTCDay()] ?? ''];
  const first = dayName(parts.get('WKST') ?? 'MO');
  return node('t:WeeklyRecurrence', [
    interval,
    node('t:DaysOfWeek', codes.map(dayName).join(' ')),
    node('t:FirstDayOfWeek', first),
  ]);
};

const dayOfMonth = (parts: Parts, start: Date): XmlNode => {
  const day = parts.get('BYMONTHDAY');
  // The last day of every month: Exchange's 31 is that.
  if (day === '-1') return node('t:DayOfMonth', '31');
  return node('t:DayOfMonth', String(day === undefined ? start.getUTCDate() : positive(day)));
};

/** `2TU`, or `TU` with its place in BYSETPOS; several days only where together they have a name of their own. */
const relativeDay = (days: string, parts: Parts): readonly [XmlNode, XmlNode] => {
  const [, ordinal, code] = /^([+-]?\d)?([A-Z]{2})$/.exec(days) ?? [];
  const index = indexes[ordinal ?? parts.get('BYSETPOS') ?? ''];
  const name = code === undefined ? groups[days.split(',').toSorted().join(',')] : dayName(code);
  if (index === undefined || name === undefined) throw unsupported();
  return [node('t:DaysOfWeek', name), node('t:DayOfWeekIndex', index)];
};

const dayName = (code: string): string => {
  const name = dayNames[dayCodes.indexOf(code)];
  if (name === undefined) throw unsupported();
  return name;
};

const dayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const months = 'January February March April May June July August September October November December'.split(' ');
const groups: Readonly<Record<string, string>> = {
  'FR,MO,TH,TU,WE': 'Weekday',
  'SA,SU': 'WeekendDay',
  'FR,MO,SA,SU,TH,TU,WE': 'Day',
};
const indexes: Readonly<Record<string, string>> = {
  '1': 'First',
  '+1': 'First',
  '2': 'Second',
  '+2': 'Second',
  '3': 'Third',
  '+3': 'Third',
  '4': 'Fourth',
  '+4': 'Fourth',
  '-1': 'Last',
};
