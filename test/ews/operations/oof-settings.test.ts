import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { getUserOofSettings } from '../../../src/ews/operations/get-user-oof-settings.ts';
import { setUserOofSettings } from '../../../src/ews/operations/set-user-oof-settings.ts';
import { oofSettings, type OofSettings } from '../../../src/ews/properties/oof-settings.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { describeWithWitness } from '../../witness.ts';
import { answeredAs } from '../answered.ts';
import { compact, parsed } from '../parsed.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const mailbox = address('alice@example.test');
const scheduled: OofSettings = {
  state: 'Scheduled',
  externalAudience: 'Known',
  period: { start: '2026-12-20T00:00:00Z', end: '2027-01-02T08:00:00+01:00' },
  internalReply: '<p>Back in "January" & well</p>',
  externalReply: '',
};

describe('SetUserOofSettings', () => {
  it('writes all settings, times in UTC', () => {
    expect(writeXml(setUserOofSettings.encode({ mailbox, settings: scheduled }))).toBe(
      compact(`
      <m:SetUserOofSettingsRequest>
        <t:Mailbox><t:Address>alice@example.test</t:Address></t:Mailbox>
        <t:UserOofSettings>
          <t:OofState>Scheduled</t:OofState>
          <t:ExternalAudience>Known</t:ExternalAudience>
          <t:Duration><t:StartTime>2026-12-20T00:00:00Z</t:StartTime><t:EndTime>2027-01-02T07:00:00Z</t:EndTime></t:Duration>
          <t:InternalReply><t:Message>&lt;p&gt;Back in "January" &amp; well&lt;/p&gt;</t:Message></t:InternalReply>
          <t:ExternalReply><t:Message/></t:ExternalReply>
        </t:UserOofSettings>
      </m:SetUserOofSettingsRequest>`),
    );
  });

  it('writes no period where there is none, and reads back what it writes', () => {
    const settings: OofSettings = { ...scheduled, state: 'Enabled', period: undefined };
    const written = writeXml(oofSettings.encode('t:OofSettings', settings));
    expect(written).not.toContain('Duration');
    expect(oofSettings.decode(parsed(written))).toEqual(settings);
  });

  it('does not write a schedule without a period, or one that does not end after its start', () => {
    const start = '2026-12-20T00:00:00Z';
    const periods = [undefined, { start, end: start }, { start, end: '2026-12-19T00:00:00Z' }, { start, end: 'later' }];
    for (const period of periods)
      expect(() => setUserOofSettings.encode({ mailbox, settings: { ...scheduled, period } })).toThrow(
        InvalidInputError,
      );
  });

  it('is a write, which may be repeated', () => {
    expect(setUserOofSettings).toMatchObject({ access: 'write', idempotent: true });
    expect(getUserOofSettings).toMatchObject({ access: 'read', idempotent: true });
  });

  it('is done, or told why not, in an answer that has no Request in its name', async () => {
    const answer = (content: string): Promise<readonly unknown[]> =>
      answeredAs(
        setUserOofSettings,
        { mailbox, settings: scheduled },
        `<m:SetUserOofSettingsResponse><m:ResponseMessage ResponseClass=${content}</m:ResponseMessage></m:SetUserOofSettingsResponse>`,
      );
    expect(await answer('"Success"><m:ResponseCode>NoError</m:ResponseCode>')).toEqual([undefined]);
    expect(await answer('"Error"><m:ResponseCode>ErrorInvalidUserOofSettings</m:ResponseCode>')).toEqual([
      'ErrorInvalidUserOofSettings',
    ]);
  });
});

describe('GetUserOofSettings', () => {
  const answer = (settings: string): Promise<readonly unknown[]> =>
    answeredAs(
      getUserOofSettings,
      { mailbox },
      `<m:GetUserOofSettingsResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage>${settings}</m:GetUserOofSettingsResponse>`,
    );

  it('asks for one mailbox by its address', () => {
    expect(writeXml(getUserOofSettings.encode({ mailbox }))).toBe(
      '<m:GetUserOofSettingsRequest><t:Mailbox><t:Address>alice@example.test</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>',
    );
  });

  it('reads settings that tell next to nothing', async () => {
    expect(await answer('<t:OofSettings><t:OofState>Enabled</t:OofState></t:OofSettings>')).toEqual([
      {
        state: 'Enabled',
        externalAudience: 'None',
        period: undefined,
        internalReply: '',
        externalReply: '',
        allowedAudience: undefined,
      },
    ]);
  });

  it('does not take a state that it does not know, or none, for switched off', async () => {
    await expect(answer('<t:OofSettings><t:OofState>Sometimes</t:OofState></t:OofSettings>')).resolves.toEqual([
      undefined,
    ]);
    expect(() => oofSettings.decode(parsed('<t:OofSettings/>'))).toThrow(EwsError);
  });
});

describeWithWitness('recorded answers to GetUserOofSettings', (folder) => {
  it.each([
    ['wire', '041-', { state: 'Disabled', externalAudience: 'None', internalReply: '', allowedAudience: 'All' }],
    [
      'wire',
      '043-',
      {
        state: 'Scheduled',
        period: { start: '2026-12-20T00:00:00Z', end: '2026-12-31T00:00:00Z' },
        internalReply: 'away',
        externalReply: 'away ext',
      },
    ],
    [
      'ews/samples',
      'GetUserOofSettings-01',
      { state: 'Disabled', externalAudience: 'All', period: { start: '2006-11-03T23:00:00Z' } },
    ],
  ])('are read: %s %s', async (place, start, expected) => {
    const recorded =
      recordedIn(`${folder}/${place}`).find(({ name }) => name.startsWith(start)) ?? expect.fail('not recorded');
    expect(await recordedAnswer(recorded, getUserOofSettings, { mailbox })).toMatchObject([expected]);
  });
});
