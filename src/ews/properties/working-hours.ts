import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';
import { integer, unreadable, type Codec } from './codec.ts';
import { timeZoneRules, type TimeZoneRules } from './time-zone-rules.ts';
import type { WorkDay } from './work-hours.ts';

/** The same hours on some days of the week. */
export interface WorkingPeriod {
  readonly days: readonly WorkDay[];
  /** Minutes after midnight of the zone's wall clock, 0 to 1440. */
  readonly startMinute: number;
  readonly endMinute: number;
}

/** When somebody works. */
export interface WorkingHours {
  readonly zone: TimeZoneRules;
  readonly periods: readonly WorkingPeriod[];
}

const workdays: readonly WorkDay[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const weekendDays: readonly WorkDay[] = ['Saturday', 'Sunday'];

/** What the words of the schema's DayOfWeekType mean, in the order of a week. */
const daysByWord: ReadonlyMap<string, readonly WorkDay[]> = new Map([
  ...[...workdays, ...weekendDays].map((day) => [day, [day]] as const),
  ['Weekday', workdays],
  ['WeekendDay', weekendDays],
  ['Day', [...workdays, ...weekendDays]],
]);

/** Space-separated days, none at all included: somebody may never work. */
const days = (node: XmlElement): readonly WorkDay[] => {
  const words = node.text.split(/\s+/).filter((word) => word !== '');
  const told = new Set(
    words.flatMap((word) => {
      const found = daysByWord.get(word);
      if (found === undefined) throw unreadable(node, 'a list of days');
      return found;
    }),
  );
  return [...workdays, ...weekendDays].filter((day) => told.has(day));
};

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
