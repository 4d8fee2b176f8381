import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { fullTimeZone } from '../../../src/ews/properties/full-time-zone.ts';
import { newItem } from '../../../src/ews/properties/item-element.ts';
import { timeZoneReference } from '../../../src/ews/properties/time-zone.ts';
import { element, writeXml } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { compact, parsed } from '../parsed.ts';

describe('a time zone written out', () => {
  it('tells its periods and when they begin', () => {
    expect(writeXml(fullTimeZone('t:StartTimeZone', 'Europe/Berlin', 2026))).toBe(
      compact(`
      <t:StartTimeZone Id="W. Europe Standard Time" Name="Europe/Berlin">
        <t:Periods><t:Period Bias="-PT60M" Name="Standard" Id="Standard"/><t:Period Bias="-PT120M" Name="Daylight" Id="Daylight"/></t:Periods>
        <t:TransitionsGroups><t:TransitionsGroup Id="0">
          <t:RecurringDayTransition><t:To Kind="Period">Daylight</t:To><t:TimeOffset>PT120M</t:TimeOffset><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition>
          <t:RecurringDayTransition><t:To Kind="Period">Standard</t:To><t:TimeOffset>PT180M</t:TimeOffset><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition>
        </t:TransitionsGroup></t:TransitionsGroups>
        <t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>
      </t:StartTimeZone>`),
    );
  });

  it('has one period where clocks are left alone, and the IANA name where Windows has none', () => {
    const written = writeXml(fullTimeZone('t:EndTimeZone', 'Etc/GMT-14', 2026));
    expect(written).toContain('<t:Period Bias="-PT840M" Name="Standard" Id="Standard"/></t:Periods>');
    expect(written).not.toContain('RecurringDayTransition');
    expect(writeXml(fullTimeZone('t:EndTimeZone', 'Antarctica/Troll', 2026))).toContain('Name="Antarctica/Troll"');
    expect(() => fullTimeZone('t:EndTimeZone', 'Mars/Olympus', 2026)).toThrow(InvalidInputError);
  });

  it('is read by its id, like the short form', () => {
    const written = parsed(writeXml(fullTimeZone('t:StartTimeZone', 'America/New_York', 2026)));
    expect(timeZoneReference.decode(written)).toEqual({ id: 'Eastern Standard Time', name: 'America/New_York' });
  });
});

describeWithWitness('a time zone written out, against the schema', (folder) => {
  it('is valid for zones of every kind', async () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Africa/Casablanca',
    ];
    const documents = zones.map((zone) =>
      writeXml(
        element(
          'soap:Envelope',
          {
            'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/',
            'xmlns:m': 'http://schemas.microsoft.com/exchange/services/2006/messages',
            'xmlns:t': 'http://schemas.microsoft.com/exchange/services/2006/types',
          },
          [
            element('soap:Body', [
              element('m:CreateItem', { SendMeetingInvitations: 'SendToNone' }, [
                element('m:Items', [
                  newItem('CalendarItem', { startTimeZone: { zone, year: 2026 }, endTimeZone: { zone, year: 2026 } }),
                ]),
              ]),
            ]),
          ],
        ),
      ),
    );
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
