import { describe, expect, it } from 'vitest';
import { automaticReply, keepOofSettings } from '../../../src/emulator/mail/oof-settings.ts';
import { createStore } from '../../../src/emulator/store/store.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { answered, descendants } from '../answered.ts';
import { mailOrganization } from '../mail-organization.ts';
import { envelope, impersonating, startEmulator, type RunningEmulator } from '../running-emulator.ts';

const read = (who = 'alice'): string =>
  `<m:GetUserOofSettingsRequest><t:Mailbox><t:Address>${who}@example.test</t:Address></t:Mailbox></m:GetUserOofSettingsRequest>`;
const write = (settings: string, who = 'alice'): string =>
  `<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>${who}@example.test</t:Address></t:Mailbox><t:UserOofSettings>${settings}</t:UserOofSettings></m:SetUserOofSettingsRequest>`;
const period = (start: string, end: string): string =>
  `<t:Duration><t:StartTime>${start}</t:StartTime><t:EndTime>${end}</t:EndTime></t:Duration>`;
const scheduled = (duration: string): string =>
  `<t:OofState>Scheduled</t:OofState><t:ExternalAudience>Known</t:ExternalAudience>${duration}<t:InternalReply><t:Message>Away &amp; gone</t:Message></t:InternalReply><t:ExternalReply><t:Message/></t:ExternalReply>`;

const codes = async (answer: ReturnType<RunningEmulator['call']>): Promise<readonly string[]> =>
  descendants(answered(await answer).body, 'ResponseCode').map(({ text }) => text);

const texts = async (answer: ReturnType<RunningEmulator['call']>, ...names: readonly string[]) => {
  const { body } = answered(await answer);
  return names.map((name) => descendants(body, name).map(({ text }) => text));
};

describe('automatic replies', () => {
  it('are off until somebody writes them, and are then as they were written, in UTC', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    expect(await texts(call(read()), 'OofState', 'AllowExternalOof')).toEqual([['Disabled'], ['All']]);
    const duration = period('2026-12-20T01:00:00+01:00', '2026-12-31T00:00:00');
    expect(await codes(call(write(scheduled(duration))))).toEqual(['NoError']);
    expect(await texts(call(read()), 'OofState', 'StartTime', 'EndTime', 'Message')).toEqual([
      ['Scheduled'],
      ['2026-12-20T00:00:00Z'],
      ['2026-12-31T00:00:00Z'],
      ['Away & gone', ''],
    ]);
    expect(await texts(call(read('bob'), 'bob@example.test'), 'OofState')).toEqual([['Disabled']]);
  });

  it('have a period in every state, the day from now on when nobody gave one', async () => {
    const { call } = await startEmulator({ seed: mailOrganization(), now: () => Date.parse('2026-12-20T08:30:00Z') });
    const told = ['OofState', 'StartTime', 'EndTime'] as const;
    const day = [['2026-12-20T08:30:00Z'], ['2026-12-21T08:30:00Z']];
    expect(await texts(call(read()), ...told)).toEqual([['Disabled'], ...day]);
    const enabled = scheduled('').replace('Scheduled', 'Enabled');
    expect(await codes(call(write(enabled)))).toEqual(['NoError']);
    expect(await texts(call(read()), ...told)).toEqual([['Enabled'], ...day]);
  });

  it('are one’s own, and not the read-only role’s to write', async () => {
    const running = await startEmulator({ seed: mailOrganization() });
    const { call } = running;
    expect(await codes(call(read('bob')))).toEqual(['ErrorAccessDenied']);
    expect(await codes(call(write(scheduled(''), 'bob')))).toEqual(['ErrorAccessDenied']);
    expect(await codes(call(read('alice.smith')))).toEqual(['NoError']);
    const duration = period('2026-12-20T00:00:00Z', '2026-12-21T00:00:00Z');
    const token = await running.token('readOnly');
    const refused = running.post(envelope(write(scheduled(duration)), impersonating('alice@example.test')), {
      authorization: `Bearer ${token}`,
    });
    expect(await codes(refused)).toEqual(['ErrorAccessDenied']);
    expect(await texts(call(read()), 'OofState')).toEqual([['Disabled']]);
  });

  it('need a period with an end after its start when they are scheduled', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    for (const duration of ['', period('2026-12-20T00:00:00Z', '2026-12-20T00:00:00Z')])
      expect(await codes(call(write(scheduled(duration))))).toEqual(['ErrorInvalidScheduledOofDuration']);
    expect(await codes(call(write('<t:ExternalAudience>All</t:ExternalAudience>')))).toEqual(['ErrorSchemaValidation']);
  });

  it('go to colleagues, to strangers and contacts if they may, and only while they are due', () => {
    const mailbox =
      createStore(mailOrganization(), Date.now).accounts.get('alice@example.test')?.open() ?? expect.fail();
    const reply = (name: string, text: string) => node(name, [node('t:Message', text)]);
    const keep = (state: string, audience: string): void =>
      keepOofSettings(mailbox, {
        parts: [
          node('t:OofState', state),
          node('t:ExternalAudience', audience),
          node('t:Duration', [node('t:StartTime', '2026-12-20T00:00:00Z'), node('t:EndTime', '2026-12-21T00:00:00Z')]),
          reply('t:InternalReply', 'in'),
          reply('t:ExternalReply', 'out'),
        ],
      });
    const at = (moment: string, sender: Parameters<typeof automaticReply>[2]) =>
      automaticReply(mailbox, Date.parse(moment), sender);
    expect(at('2026-12-20T12:00:00Z', 'inside')).toBeUndefined();
    keep('Scheduled', 'All');
    expect(at('2026-12-19T23:59:59Z', 'inside')).toBeUndefined();
    expect([at('2026-12-20T00:00:00Z', 'inside'), at('2026-12-20T00:00:00Z', 'stranger')]).toEqual(['in', 'out']);
    expect(at('2026-12-21T00:00:00Z', 'inside')).toBeUndefined();
    keep('Enabled', 'None');
    expect([at('2027-01-01T00:00:00Z', 'inside'), at('2027-01-01T00:00:00Z', 'stranger')]).toEqual(['in', undefined]);
    keep('Enabled', 'Known');
    const known = (['inside', 'contact', 'stranger'] as const).map((sender) => at('2027-01-01T00:00:00Z', sender));
    expect(known).toEqual(['in', 'out', undefined]);
    keep('Disabled', 'All');
    expect(at('2026-12-20T12:00:00Z', 'inside')).toBeUndefined();
  });
});

describe('ExpandDL', () => {
  const expand = (who: string): string =>
    `<m:ExpandDL><m:Mailbox><t:EmailAddress>${who}@example.test</t:EmailAddress></m:Mailbox></m:ExpandDL>`;

  it('tells the members of a group, groups and strangers among them', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    expect(await texts(call(expand('ALL')), 'Name', 'EmailAddress', 'MailboxType')).toEqual([
      ['Team', 'Alice Smith', 'Carol Núñez', 'partner@example.org'],
      ['team@example.test', 'alice@example.test', 'carol@example.test', 'partner@example.org'],
      ['PublicDL', 'Mailbox', 'Mailbox', 'Contact'],
    ]);
    expect(await codes(call(expand('alice')))).toEqual(['ErrorNameResolutionNoResults']);
  });
});

describeWithWitness('answers about automatic replies and groups, against the schema', (folder) => {
  it('are valid', async () => {
    const { call } = await startEmulator({ seed: mailOrganization() });
    const duration = period('2026-12-20T00:00:00Z', '2026-12-21T00:00:00Z');
    const group = '<m:ExpandDL><m:Mailbox><t:EmailAddress>all@example.test</t:EmailAddress></m:Mailbox></m:ExpandDL>';
    const requests = [read(), write(scheduled('')), write(scheduled(duration)), read(), read('bob'), group];
    const documents: string[] = [];
    for (const request of requests) documents.push((await call(request)).text);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
