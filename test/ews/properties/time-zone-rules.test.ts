import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/ews/errors.ts';
import { rulesOfZone, timeZoneRules, utcRules, zoneByRules } from '../../../src/ews/properties/time-zone-rules.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const berlin = `
  <t:TimeZone>
    <t:Bias>-60</t:Bias>
    <t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime>
    <t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime>
  </t:TimeZone>`;

describe('the rules of a time zone', () => {
  it('count minutes west of UTC, and changes by the wall clock that they end', () => {
    expect(writeXml(timeZoneRules.encode('t:TimeZone', rulesOfZone('Europe/Berlin', 2026)))).toBe(compact(berlin));
    expect(rulesOfZone('America/Los_Angeles', 2026)).toEqual({
      bias: 480,
      standard: { bias: 0, time: '02:00:00', dayOrder: 1, month: 11, dayOfWeek: 'Sunday' },
      daylight: { bias: -60, time: '02:00:00', dayOrder: 2, month: 3, dayOfWeek: 'Sunday' },
    });
  });

  it('have their summer at the turn of the year in the south, and half an hour of it on Lord Howe Island', () => {
    expect(rulesOfZone('Australia/Lord_Howe', 2026)).toEqual({
      bias: -630,
      standard: { bias: 0, time: '02:00:00', dayOrder: 1, month: 4, dayOfWeek: 'Sunday' },
      daylight: { bias: -30, time: '02:00:00', dayOrder: 1, month: 10, dayOfWeek: 'Sunday' },
    });
  });

  it('have no changes where clocks are left alone', () => {
    expect(rulesOfZone('Asia/Kolkata', 2026)).toEqual({ ...utcRules, bias: -330 });
    expect(rulesOfZone('UTC', 2026)).toEqual(utcRules);
  });

  it('of a zone that nobody knows cannot be had', () => {
    expect(() => rulesOfZone('Mars/Olympus', 2026)).toThrow(InvalidInputError);
  });

  it('are read as they are written, a year of their own included', () => {
    const rules = rulesOfZone('Europe/Berlin', 2026);
    expect(timeZoneRules.decode(parsed(berlin))).toEqual(rules);
    const once = { ...rules, standard: { ...rules.standard, dayOrder: 25, year: '2026' } };
    expect(timeZoneRules.decode(parsed(writeXml(timeZoneRules.encode('t:TimeZone', once))))).toEqual(once);
  });

  it('tell a zone that goes by them, the preferred one if it does', () => {
    const rules = rulesOfZone('Europe/Berlin', 2026);
    expect(zoneByRules(rules, 2026)).toBe('Europe/Berlin');
    expect(zoneByRules(rules, 2026, 'Europe/Madrid')).toBe('Europe/Madrid');
    expect(zoneByRules(rules, 2026, 'America/New_York')).toBe('Europe/Berlin');
    expect(zoneByRules(utcRules, 2026)).toBe('UTC');
    expect(zoneByRules({ ...utcRules, bias: 7 }, 2026)).toBeUndefined();
  });

  it('bring back a zone of the same rules from every Windows zone that has some', () => {
    for (const zone of ['America/Los_Angeles', 'Australia/Sydney', 'Asia/Tokyo', 'Asia/Calcutta', 'Europe/Kiev']) {
      const rules = rulesOfZone(zone, 2026);
      expect(rulesOfZone(zoneByRules(rules, 2026) ?? '', 2026), zone).toEqual(rules);
    }
  });
});
