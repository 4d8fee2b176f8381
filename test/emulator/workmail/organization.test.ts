import { WorkMail } from '@aws-sdk/client-workmail';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../running-emulator.ts';

describe('the organisation', () => {
  it('is the only one, and is described as it is listed', async () => {
    const { emulator, api } = await startEmulator();
    const { body } = await api('ListOrganizations', { OrganizationId: undefined });
    const expected = {
      OrganizationId: emulator.organizationId,
      Alias: 'example-test',
      DefaultMailDomain: 'example.test',
      State: 'Active',
    };
    expect(body['OrganizationSummaries']).toEqual([expected]);
    expect((await api('DescribeOrganization')).body).toMatchObject(expected);
  });

  it('has the domains of its addresses', async () => {
    const { api } = await startEmulator();
    expect((await api('ListMailDomains')).body['MailDomains']).toEqual([
      { DomainName: 'example.test', DefaultDomain: true },
    ]);
    expect((await api('GetMailDomain', { DomainName: 'Example.test' })).body).toMatchObject({ IsDefault: true });
    const { body } = await api('GetMailDomain', { DomainName: 'example.com' });
    expect(body['__type']).toBe('MailDomainNotFoundException');
  });

  it('lets everybody in from everywhere, and tells so of users and roles that it has', async () => {
    const { emulator, api } = await startEmulator();
    const ask = (who: object) => api('GetAccessControlEffect', { IpAddress: '192.0.2.1', Action: 'EWS', ...who });
    const allowed = { Effect: 'ALLOW', MatchedRules: ['Default'] };
    expect((await ask({ UserId: 'alice@example.test' })).body).toEqual(allowed);
    expect((await ask({ ImpersonationRoleId: emulator.roles.readOnly })).body).toEqual(allowed);
    expect((await api('ListAccessControlRules')).body['Rules']).toMatchObject([{ Name: 'Default', Effect: 'ALLOW' }]);
    for (const [who, type] of [
      [{}, 'InvalidParameterException'],
      [{ UserId: 'nobody@example.test' }, 'EntityNotFoundException'],
      [{ ImpersonationRoleId: 'nothing' }, 'ResourceNotFoundException'],
      [{ UserId: 'alice@example.test', Action: 'Telnet' }, 'InvalidParameterException'],
      [{ UserId: 'alice@example.test', IpAddress: 'here' }, 'InvalidParameterException'],
    ] as const) {
      expect((await ask(who)).body['__type']).toBe(type);
    }
  });
});

describe('every answer of the WorkMail API', () => {
  it('is understood by AWS’s client to the last member', async () => {
    const { emulator, api, ewsUrl } = await startEmulator();
    const sdk = new WorkMail({
      endpoint: new URL(ewsUrl).origin,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    onTestFinished(() => sdk.destroy());
    const [alice, room, team] = ['alice@example.test', 'room-1@example.test', 'team@example.test'];
    const role = { OrganizationId: emulator.organizationId, ImpersonationRoleId: emulator.roles.fullAccess };
    const { OrganizationId } = role;
    const page = { OrganizationId, MaxResults: 1 };
    const started = await sdk.startMailboxExportJob({
      OrganizationId,
      EntityId: alice,
      RoleArn: 'arn:aws:iam::111122223333:role/export',
      KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
      S3BucketName: 'missing-bucket',
      S3Prefix: 'all',
    });
    emulator.clock.advance(300_000);
    const job = { OrganizationId, JobId: started.JobId };
    const place = { OrganizationId, IpAddress: '192.0.2.1', Action: 'EWS', UserId: alice };
    const asked: readonly (readonly [action: string, input: object, answer: Promise<object>])[] = [
      ['GetImpersonationRole', role, sdk.getImpersonationRole(role)],
      ['ListImpersonationRoles', page, sdk.listImpersonationRoles(page)],
      [
        'GetImpersonationRoleEffect',
        { ...role, TargetUser: alice },
        sdk.getImpersonationRoleEffect({ ...role, TargetUser: alice }),
      ],
      ['ListUsers', page, sdk.listUsers(page)],
      ['DescribeUser', { UserId: alice }, sdk.describeUser({ OrganizationId, UserId: alice })],
      ['DescribeEntity', { Email: alice }, sdk.describeEntity({ OrganizationId, Email: alice })],
      ['ListAliases', { EntityId: alice }, sdk.listAliases({ OrganizationId, EntityId: alice })],
      ['GetMailboxDetails', { UserId: alice }, sdk.getMailboxDetails({ OrganizationId, UserId: alice })],
      ['ListGroups', {}, sdk.listGroups({ OrganizationId })],
      ['DescribeGroup', { GroupId: team }, sdk.describeGroup({ OrganizationId, GroupId: team })],
      ['ListGroupMembers', { ...page, GroupId: team }, sdk.listGroupMembers({ ...page, GroupId: team })],
      ['ListGroupsForEntity', { EntityId: alice }, sdk.listGroupsForEntity({ OrganizationId, EntityId: alice })],
      ['ListResources', {}, sdk.listResources({ OrganizationId })],
      ['DescribeResource', { ResourceId: room }, sdk.describeResource({ OrganizationId, ResourceId: room })],
      ['ListOrganizations', {}, sdk.listOrganizations()],
      ['DescribeOrganization', {}, sdk.describeOrganization({ OrganizationId })],
      ['ListMailDomains', {}, sdk.listMailDomains({ OrganizationId })],
      [
        'GetMailDomain',
        { DomainName: 'example.test' },
        sdk.getMailDomain({ OrganizationId, DomainName: 'example.test' }),
      ],
      ['ListAccessControlRules', {}, sdk.listAccessControlRules({ OrganizationId })],
      ['DescribeMailboxExportJob', job, sdk.describeMailboxExportJob(job)],
      ['ListMailboxExportJobs', page, sdk.listMailboxExportJobs(page)],
      ['GetAccessControlEffect', place, sdk.getAccessControlEffect(place)],
    ];
    for (const [action, input, answer] of asked) {
      const { body } = await api(action, input as Readonly<Record<string, unknown>>);
      expect(Object.keys(body), action).not.toEqual([]);
      expect(onTheWire({ ...(await answer), $metadata: undefined }), action).toEqual(body);
    }
  });
});

/** An answer of the SDK as it came: what it does not know is not in it, and what it takes for a time is a Date. */
const onTheWire = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, onTheWire(member)]])),
  );
};
