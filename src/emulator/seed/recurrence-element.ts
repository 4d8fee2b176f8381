import { node, type XmlNode } from '../xml/xml.ts';

type Day = 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
type DayGroup = Day | 'Day' | 'Weekday' | 'WeekendDay';
type WeekIndex = 'First' | 'Second' | 'Third' | 'Fourth' | 'Last';

/** t:Recurrence: a pattern and a range. https://learn.microsoft.com/exchange/client-developer/web-service-reference/recurrence-recurrencetype */
export const recurrence = (pattern: XmlNode, range: XmlNode): XmlNode => node('t:Recurrence', [pattern, range]);

/** Every `interval` days. */
export const daily = (interval: number): XmlNode => node('t:DailyRecurrence', [node('t:Interval', String(interval))]);

/** On `days` of every `interval`th week; weeks begin on Monday. */
export const weekly = (interval: number, days: readonly Day[]): XmlNode =>
  node('t:WeeklyRecurrence', [
    node('t:Interval', String(interval)),
    node('t:DaysOfWeek', days.join(' ')),
    node('t:FirstDayOfWeek', 'Monday'),
  ]);

/** On a day of every `interval`th month; 31 is the last day of shorter months. */
export const monthlyOnDay = (interval: number, dayOfMonth: number): XmlNode =>
  node('t:AbsoluteMonthlyRecurrence', [node('t:Interval', String(interval)), node('t:DayOfMonth', String(dayOfMonth))]);

/** E.g. on the last Friday of every `interval`th month. */
export const monthlyOnWeekday = (interval: number, index: WeekIndex, day: DayGroup): XmlNode =>
  node('t:RelativeMonthlyRecurrence', [
    node('t:Interval', String(interval)),
    node('t:DaysOfWeek', day),
    node('t:DayOfWeekIndex', index),
  ]);

/** On a day of the year; `month` is the English name. */
export const yearlyOnDay = (month: string, dayOfMonth: number): XmlNode =>
  node('t:AbsoluteYearlyRecurrence', [node('t:DayOfMonth', String(dayOfMonth)), node('t:Month', month)]);

/** E.g. on the first Monday of a month, once a year. */
export const yearlyOnWeekday = (month: string, index: WeekIndex, day: DayGroup): XmlNode =>
  node('t:RelativeYearlyRecurrence', [
    node('t:DaysOfWeek', day),
    node('t:DayOfWeekIndex', index),
    node('t:Month', month),
  ]);

/** Tasks only: again `interval` weeks after the last one was completed. */
export const weeksAfterCompletion = (interval: number): XmlNode =>
  node('t:WeeklyRegeneration', [node('t:Interval', String(interval))]);

/** Without end; dates are yyyy-mm-dd. */
export const forever = (startDate: string): XmlNode => node('t:NoEndRecurrence', [node('t:StartDate', startDate)]);

/** Until and including `endDate`. */
export const until = (startDate: string, endDate: string): XmlNode =>
  node('t:EndDateRecurrence', [node('t:StartDate', startDate), node('t:EndDate', endDate)]);

/** A number of times, deleted occurrences counted in. */
export const times = (startDate: string, count: number): XmlNode =>
  node('t:NumberedRecurrence', [node('t:StartDate', startDate), node('t:NumberOfOccurrences', String(count))]);
