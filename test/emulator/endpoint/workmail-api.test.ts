import { describe, expect, it } from 'vitest';
import { startEmulator } from '../running-emulator.ts';

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

describe('the directory', () => {
  it('lists users page by page, system users among them', async () => {
    const { api } = await startEmulator();
    const first = await api('ListUsers', { MaxResults: 3 });
    const second = await api('ListUsers', { MaxResults: 3, NextToken: first.body['NextToken'] });
    const names = [first, second].flatMap(({ body }) => (body['Users'] as { Name: string }[]).map(({ Name }) => Name));
    expect(names).toEqual(['Administrator', 'alice', 'bob', 'vault']);
    expect(second.body['NextToken']).toBeUndefined();
  });

  it.each([
    [{ State: 'ENABLED' }, ['alice', 'bob', 'vault']],
    [{ UsernamePrefix: 'AL' }, ['alice']],
    [{ DisplayNamePrefix: 'Bob J' }, ['bob']],
    [{ PrimaryEmailPrefix: 'vault@' }, ['vault']],
  ])('filters users by %j', async (Filters, expected) => {
    const { api } = await startEmulator();
    const { body } = await api('ListUsers', { Filters });
    expect((body['Users'] as { Name: string }[]).map(({ Name }) => Name)).toEqual(expected);
  });

  it('describes a user by id and by address, and its mailbox', async () => {
    const { api } = await startEmulator();
    const byAddress = await api('DescribeUser', { UserId: 'alice@example.test' });
    expect(byAddress.body).toMatchObject({ Email: 'alice@example.test', DisplayName: 'Alice Smith', State: 'ENABLED' });
    expect((await api('DescribeUser', { UserId: byAddress.body['UserId'] })).body).toEqual(byAddress.body);
    const mailbox = await api('GetMailboxDetails', { UserId: 'alice@example.test' });
    expect(mailbox.body['MailboxQuota']).toBe(51_200);
    expect(mailbox.body['MailboxSize']).toBeGreaterThan(0);
  });

  it('lists rooms as resources and the groups', async () => {
    const { api } = await startEmulator();
    expect((await api('ListResources')).body['Resources']).toMatchObject([
      { Id: expect.stringMatching(/^r-[0-9a-f]{32}$/), Email: 'room-1@example.test', Type: 'ROOM' },
    ]);
    expect((await api('ListGroups')).body['Groups']).toMatchObject([{ Email: 'team@example.test', Name: 'Team' }]);
  });
});

describe('an API request that cannot be answered', () => {
  it.each([
    ['ListUsers', { OrganizationId: 'm-other' }, 'OrganizationNotFoundException'],
    ['AssumeImpersonationRole', { ImpersonationRoleId: 'unknown' }, 'ResourceNotFoundException'],
    ['AssumeImpersonationRole', {}, 'InvalidParameterException'],
    ['DescribeUser', { UserId: 'nobody@example.test' }, 'EntityNotFoundException'],
    ['ListUsers', { MaxResults: 101 }, 'InvalidParameterException'],
    ['ListUsers', { NextToken: 'invented' }, 'InvalidParameterException'],
    ['ListUsers', { Filters: { Nickname: 'a' } }, 'InvalidParameterException'],
    ['DeleteOrganization', {}, 'UnknownOperationException'],
  ])('%s with %j is %s', async (action, input, type) => {
    const { api } = await startEmulator();
    expect(await api(action, input)).toMatchObject({ status: 400, body: { __type: type } });
  });

  it('is refused without a signature', async () => {
    const { emulator, ewsUrl } = await startEmulator();
    const answer = await fetch(new URL('/', ewsUrl), {
      method: 'POST',
      headers: { 'x-amz-target': 'WorkMailService.ListUsers' },
      body: JSON.stringify({ OrganizationId: emulator.organizationId }),
    });
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});
