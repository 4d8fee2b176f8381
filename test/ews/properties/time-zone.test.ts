import { describe, expect, it } from 'vitest';
import {
  ianaToWindows,
  meetingTimeZoneName,
  timeZoneReference,
  windowsToIana,
  zoneNameOf,
} from '../../../src/ews/properties/time-zone.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { parsed } from '../parsed.ts';

describe('time zones', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['w. europe standard time', 'Europe/Berlin'],
    [' Pacific Standard Time ', 'America/Los_Angeles'],
    ['UTC', 'UTC'],
    ['Europe/Paris', 'Europe/Paris'],
    ['europe/paris', 'Europe/Paris'],
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['India Standard Time', 'Asia/Calcutta'],
    ['Central Asia Standard Time', 'Asia/Bishkek'],
    ['Mountain Standard Time (Mexico)', 'America/Mazatlan'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['Customized Time Zone', undefined],
    ['+01:00', undefined],
    ['', undefined],
  ])('calls %j %s', (id, name) => {
    expect(windowsToIana(id)).toBe(name);
  });

  it.each([
    ['Europe/Berlin', 'W. Europe Standard Time'],
    ['Europe/Rome', 'W. Europe Standard Time'],
    ['europe/berlin', 'W. Europe Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['Europe/Kiev', 'FLE Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['America/Nuuk', 'Greenland Standard Time'],
    ['Asia/Almaty', 'Qyzylorda Standard Time'],
    ['America/Ciudad_Juarez', 'Mountain Standard Time'],
    ['Antarctica/Troll', undefined],
    ['Etc/UTC', 'UTC'],
    ['tokyo standard time', 'Tokyo Standard Time'],
    ['Mars/Olympus', undefined],
    ['', undefined],
  ])('tells EWS %j as %s', (name, id) => {
    expect(ianaToWindows(name)).toBe(id);
  });

  it('comes back to the same Windows id from the zone that stands for it', () => {
    for (const id of [
      'Eastern Standard Time',
      'GMT Standard Time',
      'Tokyo Standard Time',
      'AUS Eastern Standard Time',
      'FLE Standard Time',
      'UTC',
    ]) {
      expect(ianaToWindows(windowsToIana(id) ?? '')).toBe(id);
    }
  });

  it.each([
    'Asia/Almaty',
    'Asia/Qostanay',
    'Asia/Bishkek',
    'Asia/Urumqi',
    'Antarctica/Vostok',
    'Antarctica/Casey',
    'America/Chihuahua',
    'America/Mazatlan',
    'America/Ojinaga',
    'America/Ciudad_Juarez',
    'America/Scoresbysund',
    'America/Coyhaique',
    'Europe/Rome',
  ])('shows an event of %s on the clock on which it was written, winter and summer', (zone) => {
    const clock = (timeZone: string, instant: string): string =>
      new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant));
    const shown = windowsToIana(ianaToWindows(zone) ?? '') ?? '';
    for (const instant of ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'])
      expect(clock(shown, instant)).toBe(clock(zone, instant));
  });

  it('knows Windows and IANA names, and no others', () => {
    expect(zoneNameOf({ id: 'W. Europe Standard Time', name: undefined })).toBe('Europe/Berlin');
    expect(zoneNameOf({ id: 'Europe/Paris', name: undefined })).toBe('Europe/Paris');
    expect(zoneNameOf({ id: 'Customized Time Zone', name: 'Ours' })).toBeUndefined();
    expect(zoneNameOf({ id: 'tzone://Microsoft/Custom', name: 'Antarctica/Troll' })).toBe('Antarctica/Troll');
    expect(zoneNameOf({ id: undefined, name: '(UTC+01:00) Amsterdam, Berlin' })).toBeUndefined();
    expect(zoneNameOf(undefined)).toBeUndefined();
  });

  it('knows a zone from an offset and from nonsense', () => {
    expect(['+01:00', 'Europe', ''].map(windowsToIana)).toEqual([undefined, undefined, undefined]);
  });

  it('reads the zone of an event, full definition or not', () => {
    expect(
      timeZoneReference.decode(
        parsed(
          '<t:StartTimeZone Id="W. Europe Standard Time" Name="(UTC+01:00) Berlin"><t:Periods><t:Period Bias="PT1H" Name="s" Id="p"/></t:Periods></t:StartTimeZone>',
        ),
      ),
    ).toEqual({ id: 'W. Europe Standard Time', name: '(UTC+01:00) Berlin' });
    expect(timeZoneReference.decode(parsed('<t:StartTimeZone/>'))).toEqual({ id: undefined, name: undefined });
    expect(writeXml(timeZoneReference.encode('t:EndTimeZone', { id: 'UTC', name: undefined }))).toBe(
      '<t:EndTimeZone Id="UTC"/>',
    );
    expect(meetingTimeZoneName.decode(parsed('<t:MeetingTimeZone TimeZoneName="UTC"/>'))).toBe('UTC');
    expect(
      meetingTimeZoneName.decode(parsed('<t:MeetingTimeZone><t:BaseOffset>PT0M</t:BaseOffset></t:MeetingTimeZone>')),
    ).toBe('');
  });
});
