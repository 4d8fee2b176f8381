import { hasZone, ianaZone, instantOf, wallClock } from './time-zone.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';
import { zoneClock, type ZoneClock } from './zone-rules.ts';

/**
 * The clock on which an event repeats: that of the Windows zone of its t:StartTimeZone; of a zone that Windows does not have the one that is written out
 * there; UTC where neither tells.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/starttimezone
 */
export const eventClock = (event: XmlNode): ZoneClock => {
  const written = child(event, 't:StartTimeZone');
  const id = written?.attributes['Id'];
  if (written === undefined || hasZone(id) || child(written, 't:Periods') === undefined) {
    const zone = ianaZone(id);
    return { wallOf: (instant) => wallClock(instant, zone), instantOf: (wall) => instantOf(wall, zone) };
  }
  return zoneClock(rulesOf(written));
};

/** A t:TimeZoneDefinition with periods and recurring transitions as the SerializableTimeZone that says the same. */
const rulesOf = (definition: XmlNode): XmlNode => {
  const periods = childrenNamed(child(definition, 't:Periods'), 't:Period');
  const minutesOf = (id: string | undefined): number =>
    durationMinutes(periods.find(({ attributes }) => attributes['Id'] === id)?.attributes['Bias'] ?? 'PT0M');
  const transitions = childrenNamed(
    child(child(definition, 't:TransitionsGroups'), 't:TransitionsGroup'),
    't:RecurringDayTransition',
  ).map((transition) => ({ transition, minutes: minutesOf(childText(transition, 't:To')?.trim()) }));
  // Summer time is the one further east, whatever it is called.
  const [summer, winter] = transitions.toSorted((one, other) => one.minutes - other.minutes);
  const bias = winter?.minutes ?? minutesOf(periods[0]?.attributes['Id']);
  return node('t:TimeZone', [
    node('t:Bias', String(bias)),
    change('t:StandardTime', winter?.transition, 0),
    change('t:DaylightTime', summer?.transition, (summer?.minutes ?? bias) - bias),
  ]);
};

const change = (name: string, transition: XmlNode | undefined, bias: number): XmlNode => {
  const minutes = durationMinutes(childText(transition, 't:TimeOffset') ?? 'PT0M');
  const two = (value: number): string => String(value).padStart(2, '0');
  const order = childText(transition, 't:Occurrence')?.trim() ?? '1';
  return node(name, [
    node('t:Bias', String(bias)),
    node('t:Time', `${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}:00`),
    node('t:DayOrder', order === '-1' ? '5' : order),
    node('t:Month', childText(transition, 't:Month')?.trim() ?? '0'),
    node('t:DayOfWeek', childText(transition, 't:DayOfWeek')?.trim() ?? 'Sunday'),
  ]);
};

/** Whole minutes of an xs:duration of hours, minutes and seconds. */
const durationMinutes = (text: string): number => {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text.trim()) ?? [];
  const total = Number(hours) * 60 + Number(minutes) + Math.trunc(Number(seconds) / 60);
  return sign === '-' ? -total : total;
};
