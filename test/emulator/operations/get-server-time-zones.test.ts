import { describe, expect, it } from 'vitest';
import { bodyOf, startEmulator } from '../running-emulator.ts';

const zones = (ids: readonly string[], full: boolean): string =>
  `<m:GetServerTimeZones ReturnFullTimeZoneData="${full}"><m:Ids>${ids.map((id) => `<t:Id>${id}</t:Id>`).join('')}</m:Ids></m:GetServerTimeZones>`;

const now = () => Date.UTC(2026, 5, 1);

describe('GetServerTimeZones', () => {
  it('gives the rule by which clocks change', async () => {
    const { call } = await startEmulator({ now });
    expect(bodyOf(await call(zones(['Eastern Standard Time'], true)))).toContain(
      '<t:Periods><t:Period Bias="PT5H" Name="Standard" Id="trule:Microsoft/Registry/Eastern Standard Time/2026-Standard"/><t:Period Bias="PT4H" Name="Daylight" Id="trule:Microsoft/Registry/Eastern Standard Time/2026-Daylight"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0"><t:RecurringDayTransition><t:To Kind="Period">trule:Microsoft/Registry/Eastern Standard Time/2026-Daylight</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>2</t:Occurrence></t:RecurringDayTransition><t:RecurringDayTransition><t:To Kind="Period">trule:Microsoft/Registry/Eastern Standard Time/2026-Standard</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>11</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>1</t:Occurrence></t:RecurringDayTransition></t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>',
    );
  });

  it.each([
    ['W. Europe Standard Time', ['Bias="-PT1H"', 'Bias="-PT2H"', '>-1<']],
    ['India Standard Time', ['Bias="-PT5H30M"']],
    ['UTC', ['Bias="PT0S"']],
  ])('knows %s', async (id, parts) => {
    const { call } = await startEmulator({ now });
    const body = bodyOf(await call(zones([id], true)));
    for (const part of parts) expect(body).toContain(part);
    expect(body.includes('RecurringDayTransition')).toBe(id.startsWith('W.'));
  });

  it('gives names alone when no more is asked for, and leaves out what is no zone', async () => {
    const { call } = await startEmulator({ now });
    expect(bodyOf(await call(zones(['Tokyo Standard Time', 'Europe/Berlin'], false)))).toContain(
      '<m:TimeZoneDefinitions><t:TimeZoneDefinition Id="Tokyo Standard Time" Name="(UTC+09:00) Tokyo, Jayapura, Palau"/></m:TimeZoneDefinitions>',
    );
  });

  it('gives all without ids', async () => {
    const { call } = await startEmulator({ now });
    const body = bodyOf(await call('<m:GetServerTimeZones/>'));
    expect(body.match(/<t:TimeZoneDefinition /g)?.length).toBeGreaterThan(130);
  });
});
