import { EwsError } from '../errors.ts';
import { child, parseXml, required, type XmlElement } from '../xml.ts';
import { optionalText, unreadable } from './codec.ts';
import { weekdays, type Weekday } from './weekday.ts';

/** Working hours as clients keep them for themselves, with the name of the zone that availability leaves out. */
export interface WorkHours {
  /** Windows id; undefined where the client wrote none. */
  readonly timeZoneId: string | undefined;
  /** Minutes that are added to the wall clock to have UTC in standard time, as in TimeZoneRules. */
  readonly bias: number;
  /** Minutes after midnight. */
  readonly startMinute: number;
  readonly endMinute: number;
  readonly days: readonly Weekday[];
}

const minutes = (node: XmlElement): number => {
  const [, hours, rest] = /^(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(node.text.trim()) ?? [];
  if (hours === undefined || rest === undefined) throw unreadable(node, 'a time of day');
  return Number(hours) * 60 + Number(rest);
};

/**
 * Reads the document of `WorkHours` in the calendar folder. Throws EwsError `decode` for any other document.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocfg/b4aa6771-145d-4492-8b87-ac2003d9a64c
 */
export const workHours = (document: string): WorkHours => {
  const root = parseXml(document);
  if (root.name !== 'Root') throw new EwsError('decode', 'the working hours are another document');
  const hours = required(root, 'WorkHoursVersion1');
  const zone = required(hours, 'TimeZone');
  const slot = required(hours, 'TimeSlot');
  const bias = Number(required(zone, 'Bias').text);
  if (!Number.isInteger(bias)) throw unreadable(required(zone, 'Bias'), 'an integer');
  const words = (child(hours, 'WorkDays')?.text ?? '').split(/\s+/);
  return {
    timeZoneId: optionalText(zone, 'Name'),
    bias,
    startMinute: minutes(required(slot, 'Start')),
    endMinute: minutes(required(slot, 'End')),
    days: weekdays.filter((day) => words.includes(day)),
  };
};
