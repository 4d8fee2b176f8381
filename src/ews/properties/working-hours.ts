import { child, childrenNamed, element, required } from '../xml.ts';
import { integer, type Codec } from './codec.ts';
import { timeZoneRules, type TimeZoneRules } from './time-zone-rules.ts';
import { dayList, weekdaysOf, type Weekday } from './weekday.ts';

/** The same hours on some days of the week. */
export interface WorkingPeriod {
  /** None for somebody who never works. */
  readonly days: readonly Weekday[];
  /** Minutes after midnight of the zone's wall clock, 0 to 1440. */
  readonly startMinute: number;
  readonly endMinute: number;
}

/** When somebody works. */
export interface WorkingHours {
  readonly zone: TimeZoneRules;
  readonly periods: readonly WorkingPeriod[];
}

/** `t:WorkingHours`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/workinghours-ex15websvcsotherref */
export const workingHours: Codec<WorkingHours> = {
  decode: (node) => ({
    zone: timeZoneRules.decode(required(node, 'TimeZone')),
    periods: childrenNamed(child(node, 'WorkingPeriodArray') ?? element('none'), 'WorkingPeriod').map((period) => ({
      days: weekdaysOf(dayList.decode(required(period, 'DayOfWeek'))),
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
            dayList.encode('t:DayOfWeek', period.days),
            integer.encode('t:StartTimeInMinutes', period.startMinute),
            integer.encode('t:EndTimeInMinutes', period.endMinute),
          ]),
        ),
      ),
    ]),
};
