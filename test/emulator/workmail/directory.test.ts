import { describe, expect, it } from 'vitest';
import type { SeedOrganization } from '../../../src/emulator/store/model.ts';
import { type ApiBody, startEmulator } from '../running-emulator.ts';
import { smallOrganization } from '../small-organization.ts';

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

  it('describes system users too, which have no mailbox', async () => {
    const { api } = await startEmulator();
    const [first] = (await api('ListUsers')).body['Users'] as { Id: string }[];
    const { body } = await api('DescribeUser', { UserId: first?.Id });
    expect(body).toMatchObject({ UserId: first?.Id, State: 'DISABLED', UserRole: 'SYSTEM_USER' });
    expect(body).not.toHaveProperty('Email');
    const { body: refused } = await api('GetMailboxDetails', { UserId: first?.Id });
    expect(refused['__type']).toBe('EntityNotFoundException');
  });

  it('tells the aliases of a user, and finds the user by each', async () => {
    const { api } = await startEmulator();
    const { body } = await api('ListAliases', { EntityId: 'alice@example.test' });
    expect(body['Aliases']).toEqual(['alice.smith@example.test']);
    const { body: entity } = await api('DescribeEntity', { Email: 'Alice.Smith@example.test' });
    expect(entity).toMatchObject({ Name: 'alice', Type: 'USER' });
  });

  it('describes a room, which answers invitations by itself and has no delegates', async () => {
    const { api } = await startEmulator();
    const { body } = await api('DescribeResource', { ResourceId: 'room-1@example.test' });
    expect(body).toMatchObject({
      ResourceId: expect.stringMatching(/^r-[0-9a-f]{32}$/),
      Type: 'ROOM',
      Description: 'Room One',
      BookingOptions: { AutoAcceptRequests: true, AutoDeclineConflictingRequests: true },
    });
    const delegates = await api('ListResourceDelegates', { ResourceId: body['ResourceId'] });
    expect(delegates.body['Delegates']).toEqual([]);
    const { body: refused } = await api('ListResourceDelegates', { ResourceId: 'alice@example.test' });
    expect(refused['__type']).toBe('EntityNotFoundException');
  });

  it('has no permissions for whole mailboxes', async () => {
    const { api } = await startEmulator();
    expect((await api('ListMailboxPermissions', { EntityId: 'alice@example.test' })).body['Permissions']).toEqual([]);
    const { body: refused } = await api('ListMailboxPermissions', { EntityId: 'nobody@example.test' });
    expect(refused['__type']).toBe('EntityNotFoundException');
  });
});

describe('groups', () => {
  const nested = (): SeedOrganization => ({
    ...smallOrganization(),
    groups: [
      { address: 'team@example.test', displayName: 'Team', members: ['alice@example.test', 'partner@example.com'] },
      {
        address: 'everybody@example.test',
        displayName: 'Everybody',
        members: ['Team@example.test', 'bob@example.test', 'alice@example.test'],
      },
    ],
  });
  const named = ({ body }: { readonly body: ApiBody }, list: string, name: string): readonly unknown[] =>
    (body[list] as ApiBody[]).map((entry) => entry[name]);

  it('tell their members page by page, groups among them, and nobody from outside', async () => {
    const { api } = await startEmulator({ seed: nested() });
    const first = await api('ListGroupMembers', { GroupId: 'everybody@example.test', MaxResults: 2 });
    const second = await api('ListGroupMembers', {
      GroupId: 'everybody@example.test',
      MaxResults: 2,
      NextToken: first.body['NextToken'],
    });
    expect([...named(first, 'Members', 'Name'), ...named(second, 'Members', 'Name')]).toEqual(['Team', 'bob', 'alice']);
    expect(named(first, 'Members', 'Type')).toEqual(['GROUP', 'USER']);
    expect(named(await api('ListGroupMembers', { GroupId: 'team@example.test' }), 'Members', 'Name')).toEqual([
      'alice',
    ]);
  });

  it('are told by the user or group that lies in them, without those that lie further up', async () => {
    const { api } = await startEmulator({ seed: nested() });
    const groupsOf = async (EntityId: string, Filters = {}) =>
      named(await api('ListGroupsForEntity', { EntityId, Filters }), 'Groups', 'GroupName');
    expect(await groupsOf('alice@example.test')).toEqual(['Team', 'Everybody']);
    expect(await groupsOf('alice@example.test', { GroupNamePrefix: 'every' })).toEqual(['Everybody']);
    expect(await groupsOf('team@example.test')).toEqual(['Everybody']);
    expect(await groupsOf('vault@example.test')).toEqual([]);
  });

  it('are described by id and by address', async () => {
    const { api } = await startEmulator();
    const byAddress = await api('DescribeGroup', { GroupId: 'team@example.test' });
    expect(byAddress.body).toMatchObject({ Name: 'Team', Email: 'team@example.test', State: 'ENABLED' });
    expect((await api('DescribeGroup', { GroupId: byAddress.body['GroupId'] })).body).toEqual(byAddress.body);
    expect((await api('DescribeGroup', { GroupId: 'alice@example.test' })).body['__type']).toBe(
      'EntityNotFoundException',
    );
  });

  it('refuse a page token of another list', async () => {
    const { api } = await startEmulator({ seed: nested() });
    const { body } = await api('ListGroups', { MaxResults: 1 });
    expect((await api('ListUsers', { NextToken: body['NextToken'] })).body['__type']).toBe('InvalidParameterException');
  });
});
