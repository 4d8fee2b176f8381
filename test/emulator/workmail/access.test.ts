import { describe, expect, it } from 'vitest';
import { codesIn, envelope, impersonating, startEmulator } from '../running-emulator.ts';
import { smallOrganization } from '../small-organization.ts';

const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

describe('credentials', () => {
  it('refuses a request without, with unknown and with expired ones: 401 with a challenge', async () => {
    const { emulator, post, token } = await startEmulator({ now: () => 1_000_000 });
    const body = envelope(getInbox, impersonating('alice@example.test'));
    const issued = await token();
    emulator.clock.advance(899_999);
    expect((await post(body, bearer(issued))).status).toBe(200);
    emulator.clock.advance(1);
    for (const headers of [{}, bearer('invented'), bearer(issued), basic('alice@example.test', 'wrong')]) {
      const answer = await post(body, headers);
      expect([answer.status, answer.headers.get('www-authenticate'), answer.text]).toEqual([
        401,
        'Basic realm="EWS"',
        '',
      ]);
    }
  });

  it('takes no name for a password: Basic credentials without a colon are none', async () => {
    const small = smallOrganization();
    const mailboxes = small.mailboxes.map((mailbox) => ({ ...mailbox, password: `${mailbox.address}!` }));
    const { post } = await startEmulator({ seed: { ...small, mailboxes } });
    const body = envelope(getInbox);
    const told = async (credentials: string): Promise<number> =>
      (await post(body, { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` })).status;
    expect(await told('alice@example.test!')).toBe(401);
    expect(await told('alice@example.test:alice@example.test!')).toBe(200);
  });

  it('forgets all tokens on request', async () => {
    const { emulator, post, token } = await startEmulator();
    const issued = await token();
    emulator.tokens.expireAll();
    expect((await post(envelope(getInbox, impersonating('alice@example.test')), bearer(issued))).status).toBe(401);
  });

  it('lets a mail user act as itself and as nobody else', async () => {
    const { emulator, post } = await startEmulator();
    const alice = basic('Alice@example.test', 'alice-secret');
    expect((await post(envelope(getInbox), alice)).status).toBe(200);
    expect((await post(envelope(getInbox, impersonating('alice@example.test')), alice)).status).toBe(200);
    const refused = await post(envelope(getInbox, impersonating('bob@example.test')), alice);
    expect([refused.status, ...codesIn(refused)]).toEqual([500, 'ErrorImpersonateUserDenied']);
    expect(emulator.requests.map(({ access, mailbox }) => [access, mailbox])).toEqual([
      ['USER', 'alice@example.test'],
      ['USER', 'alice@example.test'],
      ['USER', 'bob@example.test'],
    ]);
  });

  it('lets a service account impersonate by basic credentials, where there is one', async () => {
    const serviceAccount = { username: 'svc@example.test', password: 'service-secret' };
    const { post } = await startEmulator({ serviceAccount });
    const service = basic('svc@example.test', 'service-secret');
    expect((await post(envelope(getInbox, impersonating('bob@example.test')), service)).status).toBe(200);
    const denied = await post(envelope(getInbox, impersonating('vault@example.test')), service);
    expect(codesIn(denied)).toEqual(['ErrorImpersonateUserDenied']);
  });
});

describe('impersonation', () => {
  it.each(['SmtpAddress', 'PrimarySmtpAddress', 'PrincipalName'])('takes the address as %s', async (form) => {
    const { emulator, post, token } = await startEmulator();
    const answer = await post(envelope(getInbox, impersonating('BOB@example.test', form)), bearer(await token()));
    expect(answer.text).toContain('<t:TotalCount>1</t:TotalCount>');
    expect(emulator.requests[0]).toMatchObject({
      operation: 'GetFolder',
      mailbox: 'bob@example.test',
      access: 'FULL_ACCESS',
    });
  });

  it.each([
    ['no header', '', 'ErrorImpersonationFailed'],
    ['an unknown address', impersonating('nobody@example.test'), 'ErrorNonExistentMailbox'],
    ['a group', impersonating('team@example.test'), 'ErrorNonExistentMailbox'],
    ['a mailbox behind a DENY rule', impersonating('vault@example.test'), 'ErrorImpersonateUserDenied'],
    ['a SID', impersonating('S-1-5-21', 'SID'), 'ErrorInvalidUserSid'],
    ['an empty name', impersonating(''), 'ErrorInvalidExchangeImpersonationHeaderData'],
    [
      'a header that names nobody',
      '<t:ExchangeImpersonation><t:ConnectingSID/></t:ExchangeImpersonation>',
      'ErrorInvalidExchangeImpersonationHeaderData',
    ],
    [
      'two names',
      impersonating('bob@example.test').replace('</t:ConnectingSID>', '<t:SID>S-1</t:SID></t:ConnectingSID>'),
      'ErrorSchemaValidation',
    ],
  ])('with a role token and %s is a fault', async (_, header, code) => {
    const { post, token } = await startEmulator();
    const answer = await post(envelope(getInbox, header), bearer(await token()));
    expect([answer.status, ...codesIn(answer)]).toEqual([500, code]);
    expect(answer.text).not.toContain('soap:Header');
  });

  it('is needed even to ask about the directory, unless the server is told to be lenient', async () => {
    const { emulator, post, token } = await startEmulator();
    const authorization = bearer(await token());
    const ask = async (request: string) => codesIn(await post(envelope(request), authorization));
    const resolve =
      '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>bob</m:UnresolvedEntry></m:ResolveNames>';
    expect(await ask(resolve)).toEqual(['ErrorImpersonationFailed']);
    emulator.serverOptions.directoryWithoutMailbox = true;
    expect(await ask(resolve)).toEqual(['NoError']);
    expect(await ask('<m:GetServerTimeZones/>')).toEqual(['NoError']);
    expect(await ask('<m:GetRoomLists/>')).toEqual(['NoError']);
    expect(await ask('<m:GetMailTips/>')).toEqual(['ErrorInvalidOperation']);
    expect(await ask(getInbox)).toEqual(['ErrorImpersonationFailed']);
  });

  it('of an alias is refused with the primary address named', async () => {
    const { call } = await startEmulator();
    const answer = await call(getInbox, 'alice.smith@example.test');
    expect(codesIn(answer)).toEqual(['ErrorNonPrimarySmtpAddress']);
    expect(answer.text).toContain(
      '<t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><t:Value Name="Primary">alice@example.test</t:Value></t:MessageXml>',
    );
  });
});

describe('a read-only role', () => {
  it('reads', async () => {
    const { emulator, post, token } = await startEmulator();
    const body = envelope(getInbox, impersonating('alice@example.test'));
    expect((await post(body, bearer(await token('readOnly')))).status).toBe(200);
    expect(emulator.requests[0]?.access).toBe('READ_ONLY');
  });

  it.each(['CreateItem', 'UpdateItem', 'SendItem', 'DeleteFolder', 'UpdateInboxRules', 'SetUserOofSettingsRequest'])(
    'may not call %s',
    async (operation) => {
      const { post, token } = await startEmulator();
      const body = envelope(`<m:${operation}/>`, impersonating('alice@example.test'));
      expect(codesIn(await post(body, bearer(await token('readOnly'))))).toEqual(['ErrorAccessDenied']);
      expect(codesIn(await post(body, bearer(await token('fullAccess'))))).not.toContain('ErrorAccessDenied');
    },
  );
});
