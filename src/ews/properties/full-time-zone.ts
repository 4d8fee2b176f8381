import { element, type XmlElement } from '../xml.ts';
import { duration, type Codec } from './codec.ts';
import { timeZoneDefinition, type TimeZoneDefinition } from './time-zone-definition.ts';
import { rulesOfZone, type ClockChange, type TimeZoneRules } from './time-zone-rules.ts';
import { ianaToWindows, timeZoneReference, type TimeZoneReference } from './time-zone.ts';

/** xs:duration of whole minutes: `-PT60M`. */
const minutes = (name: string, value: number): XmlElement =>
  duration.encode(name, `${value < 0 ? '-' : ''}PT${Math.abs(value)}M`);

const text = (value: number): string => minutes('t:Bias', value).text;

/** Minutes after midnight of `hh:mm:ss`. */
const minuteOf = (time: string): number => {
  const [hours = '0', rest = '0'] = time.split(':');
  return Number(hours) * 60 + Number(rest);
};

const target = (kind: 'Period' | 'Group', id: string): XmlElement => element('t:To', { Kind: kind }, id);

/** The fifth of a weekday in the rules is the last one, which is -1 here. */
const transition = (change: ClockChange, period: string): XmlElement =>
  element('t:RecurringDayTransition', [
    target('Period', period),
    minutes('t:TimeOffset', minuteOf(change.time)),
    element('t:Month', String(change.month)),
    element('t:DayOfWeek', change.dayOfWeek),
    element('t:Occurrence', String(change.dayOrder === 5 ? -1 : change.dayOrder)),
  ]);

const definition = ({ bias, standard, daylight }: TimeZoneRules): readonly XmlElement[] => {
  const period = (name: string, value: number): XmlElement =>
    element('t:Period', { Bias: text(value), Name: name, Id: name });
  const changes = standard.month !== 0;
  return [
    element('t:Periods', [
      period('Standard', bias + standard.bias),
      changes ? period('Daylight', bias + daylight.bias) : undefined,
    ]),
    element('t:TransitionsGroups', [
      element(
        't:TransitionsGroup',
        { Id: '0' },
        changes
          ? [transition(daylight, 'Daylight'), transition(standard, 'Standard')]
          : [element('t:Transition', [target('Period', 'Standard')])],
      ),
    ]),
    element('t:Transitions', [element('t:Transition', [target('Group', '0')])]),
  ];
};

/**
 * A zone written out with the rules of one year, for servers that know no Windows ids and for zones that have none; where a server knows the id, the
 * id alone is better, because it holds for every year. Throws InvalidInputError for a name that nobody knows.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition
 */
export const fullTimeZone = (tag: string, zone: string, year: number): XmlElement =>
  element(tag, { Id: ianaToWindows(zone) ?? zone, Name: zone }, definition(rulesOfZone(zone, year)));

/** A zone to be written out. */
export interface WrittenOutZone {
  /** IANA name. */
  readonly zone: string;
  /** Whose rules are written, that of the event's start. */
  readonly year: number;
}

/** `t:StartTimeZone` and `t:EndTimeZone`: read by their id, written by it, written out, or with the rules that another server told. */
export const eventTimeZone: Codec<TimeZoneReference, TimeZoneReference | WrittenOutZone | TimeZoneDefinition> = {
  decode: timeZoneReference.decode,
  encode: (tag, value) => {
    if ('zone' in value) return fullTimeZone(tag, value.zone, value.year);
    return 'periods' in value ? timeZoneDefinition.encode(tag, value) : timeZoneReference.encode(tag, value);
  },
};
