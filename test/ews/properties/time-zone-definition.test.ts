import { expect, test } from 'vitest';
import { timeZoneDefinition, type TimeZoneDefinition } from '../../../src/ews/properties/time-zone-definition.ts';
import { eventTimeZone } from '../../../src/ews/properties/full-time-zone.ts';
import { parseXml, writeXml } from '../../../src/ews/xml.ts';

/** All kinds of transitions; after Microsoft's page on t:TimeZoneDefinition. */
const zone: TimeZoneDefinition = {
  id: 'Customized Time Zone',
  name: 'Our & their island',
  periods: [
    { id: 'std', name: 'Standard', bias: 'PT2H30M' },
    { id: 'dlt', name: 'Daylight', bias: '-PT1H' },
  ],
  groups: [
    {
      id: '0',
      transitions: [
        {
          type: 'weekday',
          to: { kind: 'Period', id: 'dlt' },
          timeOffset: 'PT2H',
          month: 3,
          dayOfWeek: 'Sunday',
          occurrence: -1,
        },
        { type: 'date', to: { kind: 'Period', id: 'std' }, timeOffset: 'PT3H', month: 10, day: 7 },
      ],
    },
    { id: '1', transitions: [{ type: 'once', to: { kind: 'Period', id: 'std' } }] },
  ],
  transitions: [
    { type: 'once', to: { kind: 'Group', id: '0' } },
    { type: 'absolute', to: { kind: 'Group', id: '1' }, dateTime: '2007-01-01T00:00:00' },
  ],
};

const written = `<t:StartTimeZone xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" Id="Customized Time Zone" Name="Our &amp; their island"><t:Periods><t:Period Bias="PT2H30M" Name="Standard" Id="std"/><t:Period Bias="-PT1H" Name="Daylight" Id="dlt"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0"><t:RecurringDayTransition><t:To Kind="Period">dlt</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition><t:RecurringDateTransition><t:To Kind="Period">std</t:To><t:TimeOffset>PT3H</t:TimeOffset><t:Month>10</t:Month><t:Day>7</t:Day></t:RecurringDateTransition></t:TransitionsGroup><t:TransitionsGroup Id="1"><t:Transition><t:To Kind="Period">std</t:To></t:Transition></t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition><t:AbsoluteDateTransition><t:To Kind="Group">1</t:To><t:DateTime>2007-01-01T00:00:00</t:DateTime></t:AbsoluteDateTransition></t:Transitions></t:StartTimeZone>`;

test('a zone is read with its rules', () => {
  expect(timeZoneDefinition.decode(parseXml(written))).toEqual(zone);
});

test('a zone is written with the rules that were read, also as that of an event', () => {
  const plain = written.replace(/ xmlns:t="[^"]*"/, '');
  expect(writeXml(timeZoneDefinition.encode('t:StartTimeZone', zone))).toBe(plain);
  expect(writeXml(eventTimeZone.encode('t:StartTimeZone', zone))).toBe(plain);
});

test('a zone that is only named has no rules', () => {
  const named = '<StartTimeZone Id="UTC"/>';
  const read = timeZoneDefinition.decode(parseXml(named));
  expect(read).toEqual({ id: 'UTC', name: undefined, periods: [], groups: [], transitions: [] });
  expect(writeXml(timeZoneDefinition.encode('t:StartTimeZone', read))).toBe('<t:StartTimeZone Id="UTC"/>');
});
