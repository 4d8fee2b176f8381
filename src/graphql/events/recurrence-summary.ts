import type { Recurrence, RecurrencePattern } from '../../ews/properties/recurrence.ts';
import { weekdaysOf, type DayWord } from '../../ews/properties/weekday.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinal = (value: number): string => `${value}${suffixes[ordinals.select(value)] ?? 'th'}`;

const list = new Intl.ListFormat('en', { type: 'conjunction' });

const every = (unit: string, interval: number): string =>
  interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`;

/** `Monday and Tuesday`; what EWS has a word for is called by it. */
const daysInWords = (days: readonly DayWord[]): string => {
  const weekdays = weekdaysOf(days);
  if (weekdays.length === 7) return 'day';
  if (weekdays.length === 5 && !weekdays.includes('Saturday') && !weekdays.includes('Sunday')) return 'weekday';
  if (weekdays.length === 2 && weekdays.includes('Saturday') && weekdays.includes('Sunday')) return 'weekend day';
  return list.format(weekdays);
};

const dayOfMonthInWords = (day: number): string =>
  day <= 28 ? `the ${ordinal(day)}` : `the ${ordinal(day)}, or the last day of a shorter month`;

/** Formats a date of no zone in the spelling of an English-speaking country. */
const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): ((date: string) => string) => {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  return (date) => format.format(new Date(`${date}T00:00:00Z`));
};

const patternInWords = (pattern: RecurrencePattern, locale: string): string => {
  switch (pattern.type) {
    case 'Daily':
      return every('day', pattern.interval);
    case 'Weekly': {
      const days = daysInWords(pattern.daysOfWeek);
      const isNamed = days === 'day' || days === 'weekday' || days === 'weekend day';
      if (isNamed && pattern.interval === 1) return `Every ${days}`;
      return `${every('week', pattern.interval)} on ${isNamed ? `every ${days}` : days}`;
    }
    case 'AbsoluteMonthly':
      return `${every('month', pattern.interval)} on ${dayOfMonthInWords(pattern.dayOfMonth)}`;
    case 'RelativeMonthly':
      return `${every('month', pattern.interval)} on the ${pattern.weekIndex.toLowerCase()} ${daysInWords(pattern.daysOfWeek)}`;
    case 'AbsoluteYearly': {
      const { month } = pattern;
      // A leap year: 29 February is the last day of that month in the others.
      const lastDay = new Date(Date.UTC(2000, month, 0)).getUTCDate();
      const dayOfMonth = Math.min(pattern.dayOfMonth, lastDay);
      const date = `2000-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
      const inYear = dateFormat(locale, { day: 'numeric', month: 'long' })(date);
      return `Every year on ${inYear}${month === 2 && dayOfMonth > 28 ? ', or the last day of February' : ''}`;
    }
    case 'RelativeYearly': {
      const month = dateFormat(locale, { month: 'long' })(`2000-${String(pattern.month).padStart(2, '0')}-01`);
      return `Every year on the ${pattern.weekIndex.toLowerCase()} ${daysInWords(pattern.daysOfWeek)} of ${month}`;
    }
  }
};

/** An English locale of the client's choice; every other one gets plain English, because the sentence around the dates is English. */
const englishLocale = (wanted: string): string => {
  try {
    const locale = new Intl.Locale(wanted);
    return locale.language === 'en' ? locale.baseName : 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
};

/** The recurrence in a sentence: `Every 2 weeks on Tuesday and Thursday until December 31, 2026`. */
export const recurrenceSummary = ({ pattern, range }: Recurrence, wantedLocale: string): string => {
  const locale = englishLocale(wantedLocale);
  const sentence = patternInWords(pattern, locale);
  switch (range.type) {
    case 'NoEnd':
      return sentence;
    case 'EndDate':
      return `${sentence} until ${dateFormat(locale, { dateStyle: 'long' })(range.endDate)}`;
    case 'Numbered':
      return `${sentence}, ${range.count === 1 ? 'once' : `${range.count} times`}`;
  }
};
