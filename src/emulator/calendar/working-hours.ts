import { readXml } from '../xml/read-xml.ts';
import type { Mailbox } from '../store/store.ts';
import { serializableTimeZone, timeZoneChange } from './time-zone-definition.ts';
import { ianaZone } from './time-zone.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * The t:WorkingHours of somebody: what Outlook has kept in the calendar folder, else from eight to five on Monday to Friday, in the zone that was
 * chosen in the web client or else in UTC. `instant`: the year whose clock changes are told, milliseconds since 1970.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocfg/b4aa6771-145d-4492-8b87-ac2003d9a64c
 */
export const workingHours = (mailbox: Mailbox, instant: number): XmlNode => {
  const kept = mailbox.configurations?.find(({ name, folder }) => name === 'WorkHours' && folder === 'calendar');
  if (kept?.xml !== undefined) return keptHours(kept.xml);
  const options = mailbox.configurations?.find(({ name, folder }) => name === 'OWA.UserOptions' && folder === 'root');
  const chosen = options?.dictionary?.['timezone'];
  const zone = ianaZone(typeof chosen === 'string' ? chosen : undefined);
  return hoursElement(serializableTimeZone(zone, instant), 'Monday Tuesday Wednesday Thursday Friday', 480, 1020);
};

const hoursElement = (zone: XmlNode, days: string, start: number, end: number): XmlNode =>
  node('t:WorkingHours', [
    zone,
    node('t:WorkingPeriodArray', [
      node('t:WorkingPeriod', [
        node('t:DayOfWeek', days),
        node('t:StartTimeInMinutes', String(start)),
        node('t:EndTimeInMinutes', String(end)),
      ]),
    ]),
  ]);

const inDocument = (name: string): string => `{WorkingHours.xsd}${name}`;
const part = (of: XmlNode | undefined, name: string): XmlNode | undefined => child(of, inDocument(name));
const textOf = (of: XmlNode | undefined, name: string): string => (childText(of, inDocument(name)) ?? '').trim();

const keptHours = (document: string): XmlNode => {
  const hours = part(readXml(document), 'WorkHoursVersion1');
  const zone = part(hours, 'TimeZone');
  const slot = part(hours, 'TimeSlot');
  return hoursElement(
    node('t:TimeZone', [
      node('t:Bias', textOf(zone, 'Bias')),
      change('t:StandardTime', part(zone, 'Standard')),
      change('t:DaylightTime', part(zone, 'DaylightSavings')),
    ]),
    textOf(hours, 'WorkDays'),
    minutes(textOf(slot, 'Start')),
    minutes(textOf(slot, 'End')),
  );
};

/** A ChangeDate holds its month and order as a date: 0000/10/05 is the last such day of October. */
const change = (name: string, kept: XmlNode | undefined): XmlNode => {
  const date = part(kept, 'ChangeDate');
  const [, month = 0, order = 0] = textOf(date, 'Date').split('/').map(Number);
  return timeZoneChange(name, {
    bias: Number(textOf(kept, 'Bias')),
    time: textOf(date, 'Time'),
    order,
    month,
    weekday: Number(textOf(date, 'DayOfWeek')),
  });
};

const minutes = (time: string): number => {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
};
