import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';
import { integer, unreadable, type Codec } from './codec.ts';
import type { RecurrenceDay } from './recurrence.ts';
import { timeZoneRules, type TimeZoneRules } from './time-zone-rules.ts';

/** The same hours on some days of the week. */
export interface WorkingPeriod {
  readonly days: readonly RecurrenceDay[];
  /** Minutes after midnight of the zone's wall clock, 0 to 1440. */
  readonly startMinute: number;
  readonly endMinute: number;
}

/** When somebody works. */
export interface WorkingHours {
  readonly zone: TimeZoneRules;
  readonly periods: readonly WorkingPeriod[];
}

const dayWords: readonly RecurrenceDay[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Day',
  'Weekday',
  'WeekendDay',
];

/** Space-separated days, none at all included: somebody may never work. */
const days = (node: XmlElement): readonly RecurrenceDay[] =>
  node.text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const found = dayWords.find((day) => day === word);
      if (found === undefined) throw unreadable(node, 'a list of days');
      return found;
    });

/** `t:WorkingHours`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/workinghours-ex15websvcsotherref */
export const workingHours: Codec<WorkingHours> = {
  decode: (node) => ({
    zone: timeZoneRules.decode(required(node, 'TimeZone')),
    periods: childrenNamed(child(node, 'WorkingPeriodArray') ?? element('none'), 'WorkingPeriod').map((period) => ({
      days: days(required(period, 'DayOfWeek')),
      startMinute: integer.decode(required(period, 'StartTimeInMinutes')),
      endMinute: integer.decode(required(period, 'EndTimeInMinutes')),
    })),
  }),
  encode: (name, { zone, periods }) =>
    element(name, [
      timeZoneRules.encode('t:TimeZone', zone),
      element(
        't:WorkingPeriodArray',
        periods.map((period) =>
          element('t:WorkingPeriod', [
            element('t:DayOfWeek', period.days.join(' ')),
            integer.encode('t:StartTimeInMinutes', period.startMinute),
            integer.encode('t:EndTimeInMinutes', period.endMinute),
          ]),
        ),
      ),
    ]),
};
