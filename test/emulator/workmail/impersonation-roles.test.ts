import { describe, expect, it } from 'vitest';
import { codesIn, envelope, impersonating, startEmulator } from '../running-emulator.ts';

describe('impersonation roles', () => {
  it('are assumed for an opaque token of 900 seconds, another one each time', async () => {
    const { emulator, api } = await startEmulator();
    const assume = () => api('AssumeImpersonationRole', { ImpersonationRoleId: emulator.roles.readOnly });
    const [one, other] = [await assume(), await assume()];
    expect(one).toEqual({
      status: 200,
      body: { Token: expect.stringMatching(/^[\x21-\x7e]{32,256}$/), ExpiresIn: 900 },
    });
    expect(other.body['Token']).not.toBe(one.body['Token']);
    expect(emulator.apiRequests[0]).toEqual({
      action: 'AssumeImpersonationRole',
      input: { OrganizationId: emulator.organizationId, ImpersonationRoleId: emulator.roles.readOnly },
    });
  });

  it('tell their type and rules', async () => {
    const { emulator, api } = await startEmulator({ now: () => Date.UTC(2026, 0, 1) });
    const { body } = await api('GetImpersonationRole', { ImpersonationRoleId: emulator.roles.fullAccess });
    expect(body).toMatchObject({ Type: 'FULL_ACCESS', DateModified: Date.UTC(2026, 0, 1) / 1000 });
    expect(body['Rules']).toMatchObject([{ Effect: 'ALLOW' }, { Effect: 'DENY', TargetUsers: [expect.any(String)] }]);
    const list = await api('ListImpersonationRoles');
    expect(list.body['Roles']).toMatchObject([{ Type: 'READ_ONLY' }, { Type: 'FULL_ACCESS' }]);
  });

  it.each([
    ['alice@example.test', 'ALLOW', ['all users']],
    ['vault@example.test', 'DENY', ['all users', 'protected mailboxes']],
  ])('say what they mean for %s: %s', async (user, effect, rules) => {
    const { emulator, api } = await startEmulator();
    const { body } = await api('GetImpersonationRoleEffect', {
      ImpersonationRoleId: emulator.roles.readOnly,
      TargetUser: user,
    });
    expect(body).toMatchObject({ Type: 'READ_ONLY', Effect: effect, MatchedRules: rules.map((Name) => ({ Name })) });
  });
});

const allow = { ImpersonationRuleId: 'everybody', Effect: 'ALLOW' };
const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';

/** Makes a role, and says what EWS answers when a token of it asks for somebody's inbox, or for a folder to be made there. */
const startWithRole = async (role: Readonly<Record<string, unknown>>) => {
  const running = await startEmulator();
  const created = await running.api('CreateImpersonationRole', role);
  const id = String(created.body['ImpersonationRoleId']);
  const assume = async () =>
    String((await running.api('AssumeImpersonationRole', { ImpersonationRoleId: id })).body['Token']);
  const ask = async (token: string, mailbox: string, request = getInbox) => {
    const answer = await running.post(envelope(request, impersonating(mailbox)), { authorization: `Bearer ${token}` });
    return answer.status === 401 ? [401] : codesIn(answer);
  };
  return { ...running, id, assume, ask };
};

describe('an impersonation role that was made', () => {
  it('opens the mailboxes that its rules allow, by id or address, and no other', async () => {
    const { api, assume, ask, id } = await startWithRole({
      Name: 'support',
      Type: 'FULL_ACCESS',
      Description: 'What the help desk may see',
      Rules: [
        { ...allow, Name: 'two', TargetUsers: ['alice@example.test', 'bob@example.test'] },
        { ImpersonationRuleId: 'no-bob', Effect: 'DENY', TargetUsers: ['bob@example.test'] },
      ],
    });
    const token = await assume();
    expect(await ask(token, 'alice@example.test')).toEqual(['NoError']);
    expect(await ask(token, 'bob@example.test')).toEqual(['ErrorImpersonateUserDenied']);
    expect(await ask(token, 'vault@example.test')).toEqual(['ErrorImpersonateUserDenied']);
    const { body } = await api('GetImpersonationRole', { ImpersonationRoleId: id });
    const alice = (await api('DescribeUser', { UserId: 'alice@example.test' })).body['UserId'];
    const bob = (await api('DescribeUser', { UserId: 'bob@example.test' })).body['UserId'];
    expect(body).toMatchObject({
      Name: 'support',
      Description: 'What the help desk may see',
      Rules: [
        { ImpersonationRuleId: 'everybody', Name: 'two', Effect: 'ALLOW', TargetUsers: [alice, bob] },
        { ImpersonationRuleId: 'no-bob', Effect: 'DENY', TargetUsers: [bob] },
      ],
    });
    const effect = await api('GetImpersonationRoleEffect', { ImpersonationRoleId: id, TargetUser: 'bob@example.test' });
    expect(effect.body).toMatchObject({
      Effect: 'DENY',
      MatchedRules: [{ Name: 'two' }, { ImpersonationRuleId: 'no-bob' }],
    });
  });

  it('leaves out those whom a rule excepts, and without a rule opens nothing', async () => {
    const { api, assume, ask, id } = await startWithRole({
      Name: 'all but one',
      Type: 'READ_ONLY',
      Rules: [{ ...allow, NotTargetUsers: ['bob@example.test'] }],
    });
    const token = await assume();
    expect(await ask(token, 'alice@example.test')).toEqual(['NoError']);
    expect(await ask(token, 'bob@example.test')).toEqual(['ErrorImpersonateUserDenied']);
    await api('UpdateImpersonationRole', { ImpersonationRoleId: id, Name: 'nothing', Type: 'READ_ONLY', Rules: [] });
    expect(await ask(token, 'alice@example.test')).toEqual(['ErrorImpersonateUserDenied']);
  });

  it('changes at once for the tokens that are out, and ends them when it is deleted, which may be said twice', async () => {
    const { emulator, api, assume, ask, id } = await startWithRole({ Name: 'r', Type: 'READ_ONLY', Rules: [allow] });
    const token = await assume();
    const create =
      '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>New</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>';
    expect(await ask(token, 'alice@example.test', create)).toEqual(['ErrorAccessDenied']);
    emulator.clock.advance(60_000);
    await api('UpdateImpersonationRole', { ImpersonationRoleId: id, Name: 'w', Type: 'FULL_ACCESS', Rules: [allow] });
    expect(await ask(token, 'alice@example.test', create)).toEqual(['NoError']);
    const { body } = await api('GetImpersonationRole', { ImpersonationRoleId: id });
    expect(Number(body['DateModified']) - Number(body['DateCreated'])).toBe(60);
    expect((await api('DeleteImpersonationRole', { ImpersonationRoleId: id })).status).toBe(200);
    expect(await ask(token, 'alice@example.test')).toEqual([401]);
    expect((await api('DeleteImpersonationRole', { ImpersonationRoleId: id })).status).toBe(200);
    const again = await api('AssumeImpersonationRole', { ImpersonationRoleId: id });
    expect(again.body['__type']).toBe('ResourceNotFoundException');
  });

  it('is made once however often the same client token asks for it', async () => {
    const { api, id } = await startWithRole({ ClientToken: 'first', Name: 'r', Type: 'READ_ONLY', Rules: [] });
    const same = await api('CreateImpersonationRole', {
      ClientToken: 'first',
      Name: 'r',
      Type: 'READ_ONLY',
      Rules: [],
    });
    const other = await api('CreateImpersonationRole', {
      ClientToken: 'second',
      Name: 'r',
      Type: 'READ_ONLY',
      Rules: [],
    });
    expect(same.body['ImpersonationRoleId']).toBe(id);
    expect(other.body['ImpersonationRoleId']).not.toBe(id);
    expect((await api('ListImpersonationRoles')).body['Roles']).toHaveLength(4);
  });
});

describe('an impersonation role that cannot be made', () => {
  const role = { Name: 'r', Type: 'READ_ONLY', Rules: [allow] };
  it.each([
    ['has no name', { Name: undefined }, 'InvalidParameterException'],
    ['has a tag for a name', { Name: '<b>' }, 'InvalidParameterException'],
    ['is of no type', { Type: 'WRITE_ONLY' }, 'InvalidParameterException'],
    ['has no rules', { Rules: undefined }, 'InvalidParameterException'],
    ['has two rules of one id', { Rules: [allow, allow] }, 'InvalidParameterException'],
    [
      'has eleven rules',
      { Rules: Array.from({ length: 11 }, (_, index) => ({ ...allow, ImpersonationRuleId: `${index}` })) },
      'InvalidParameterException',
    ],
    ['has a rule without effect', { Rules: [{ ImpersonationRuleId: 'a' }] }, 'InvalidParameterException'],
    ['has a rule for an empty list', { Rules: [{ ...allow, TargetUsers: [] }] }, 'InvalidParameterException'],
    [
      'has a rule for nobody',
      { Rules: [{ ...allow, TargetUsers: ['nobody@example.test'] }] },
      'EntityNotFoundException',
    ],
  ])('%s', async (_, change, type) => {
    const { api } = await startEmulator();
    expect((await api('CreateImpersonationRole', { ...role, ...change })).body['__type']).toBe(type);
    expect((await api('ListImpersonationRoles')).body['Roles']).toHaveLength(2);
  });

  it('is the twenty-first', async () => {
    const { api } = await startEmulator();
    for (let made = 2; made < 20; made += 1) expect((await api('CreateImpersonationRole', role)).status).toBe(200);
    expect((await api('CreateImpersonationRole', role)).body['__type']).toBe('LimitExceededException');
  });

  it('is not there to be changed', async () => {
    const { api } = await startEmulator();
    const { body } = await api('UpdateImpersonationRole', { ...role, ImpersonationRoleId: 'nothing' });
    expect(body['__type']).toBe('ResourceNotFoundException');
  });
});
