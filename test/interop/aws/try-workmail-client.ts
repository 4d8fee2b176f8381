import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createEmulator, type Emulator } from '../../../src/emulator/emulator.ts';
import { codesIn, envelope, impersonating } from '../../emulator/running-emulator.ts';
import { describeApiClient, type Client } from '../describe-client.ts';

/** A JSON object of the API, as a client of AWS's gives it to its user; times are ISO texts. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** A client of the WorkMail API. Every refusal is thrown as a WorkmailRefusal. */
export interface WorkmailClient {
  /** Calls an action: `call('ListUsers', { OrganizationId, MaxResults: 1 })`. */
  readonly call: (action: string, input: ApiObject) => Promise<ApiObject>;
  /** The pages of a list, as the client's own paginator turns them. */
  readonly pages: (action: string, input: ApiObject, pageSize: number) => Promise<readonly ApiObject[]>;
  readonly close: () => Promise<void>;
}

/** What a client throws, told in the same way for all. */
export class WorkmailRefusal extends Error {
  /** The client's own class for the error; its general one when it knows none of this type. */
  readonly errorClass: string;
  /** The type on the wire, `EntityNotFoundException`. */
  readonly code: string;

  constructor(errorClass: string, code: string, message: string) {
    super(message);
    this.name = 'WorkmailRefusal';
    this.errorClass = errorClass;
    this.code = code;
  }
}

/** What a client may not know, being older than the API. */
export interface Knowledge {
  /** The client's class for errors that the API's model does not have. */
  readonly generalError: string;
  /** It knows the filters of lists, and the actions that came with them in 2023: DescribeEntity, ListGroupsForEntity. */
  readonly sinceFilters: boolean;
}

const [alice, bob, vault] = ['alice@example.test', 'bob@example.test', 'vault@example.test'] as const;
const inbox = '<t:DistinguishedFolderId Id="inbox"/>';
const getInbox = `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>${inbox}</m:FolderIds></m:GetFolder>`;
const createFolder = `<m:CreateFolder><m:ParentFolderId>${inbox}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>By token</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;

/** Tries a client of the WorkMail API with everything, against an emulator of its own. `start`: opens the client on an endpoint. */
export const tryWorkmailClient = (
  client: Client,
  { generalError, sinceFilters }: Knowledge,
  start: (apiEndpoint: string) => Promise<WorkmailClient>,
): void =>
  describeApiClient(client, ({ works }) => {
    let emulator: Emulator;
    let ewsUrl: string;
    let workmail: WorkmailClient;

    beforeAll(async () => {
      emulator = createEmulator();
      const addresses = await emulator.listen();
      ewsUrl = addresses.ewsUrl;
      workmail = await start(addresses.apiEndpoint);
    });
    afterAll(async () => {
      await workmail.close();
      await emulator.close();
    });
    beforeEach(() => void (emulator.apiRequests.length = 0));

    const call = (action: string, input: ApiObject = {}): Promise<ApiObject> =>
      workmail.call(action, { OrganizationId: emulator.organizationId, ...input });
    const list = async (action: string, member: string, input: ApiObject = {}): Promise<readonly ApiObject[]> =>
      (await call(action, input))[member] as readonly ApiObject[];
    const refused = (action: string, input: ApiObject = {}): Promise<WorkmailRefusal> =>
      call(action, input).then(
        (answer) => {
          throw new Error(`${action} was answered: ${JSON.stringify(answer)}`);
        },
        (error: unknown) => {
          if (error instanceof WorkmailRefusal) return error;
          throw error;
        },
      );
    const assume = async (roleId: string): Promise<string> =>
      String((await call('AssumeImpersonationRole', { ImpersonationRoleId: roleId }))['Token']);
    /** The response codes of EWS to a request with a token, or the HTTP status without them. */
    const askEws = async (
      token: string,
      mailbox: string,
      request = getInbox,
    ): Promise<readonly (string | number)[]> => {
      const answer = await fetch(ewsUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/xml; charset=utf-8' },
        body: envelope(request, impersonating(mailbox)),
      });
      const text = await answer.text();
      return text === '' ? [answer.status] : codesIn({ status: answer.status, headers: answer.headers, text });
    };

    works('assume an impersonation role', async () => {
      const answer = await call('AssumeImpersonationRole', { ImpersonationRoleId: emulator.roles.fullAccess });
      expect(answer).toMatchObject({ Token: expect.stringMatching(/^[\x21-\x7e]{1,256}$/), ExpiresIn: 900 });
      expect(await assume(emulator.roles.fullAccess)).not.toBe(answer['Token']);
    });

    works('use the token with EWS', async () => {
      const [reading, writing] = [await assume(emulator.roles.readOnly), await assume(emulator.roles.fullAccess)];
      expect(await askEws(reading, alice)).toEqual(['NoError']);
      expect(await askEws(reading, alice, createFolder)).toEqual(['ErrorAccessDenied']);
      expect(await askEws(writing, alice, createFolder)).toEqual(['NoError']);
      expect(await askEws(writing, vault)).toEqual(['ErrorImpersonateUserDenied']);
      emulator.clock.advance(899_000);
      expect(await askEws(await assume(emulator.roles.readOnly), bob)).toEqual(['NoError']);
      emulator.clock.advance(1_000);
      expect(await askEws(reading, alice)).toEqual([401]);
    });

    works('roles and their effect on a user', async () => {
      const roles = await list('ListImpersonationRoles', 'Roles');
      expect(roles.map(({ ImpersonationRoleId: id, Type }) => [id, Type])).toEqual([
        [emulator.roles.readOnly, 'READ_ONLY'],
        [emulator.roles.fullAccess, 'FULL_ACCESS'],
      ]);
      const effectOn = async (roleId: unknown, user: string) =>
        (await call('GetImpersonationRoleEffect', { ImpersonationRoleId: roleId, TargetUser: user }))['Effect'];
      expect(await effectOn(emulator.roles.readOnly, alice)).toBe('ALLOW');
      expect(await effectOn(emulator.roles.readOnly, vault)).toBe('DENY');

      const { UserId: aliceId } = await call('DescribeUser', { UserId: alice });
      const allow = { ImpersonationRuleId: 'only-alice', Name: 'only Alice', Effect: 'ALLOW', TargetUsers: [aliceId] };
      const written = { Name: 'support', Type: 'READ_ONLY', Rules: [allow] };
      const earliest = Math.floor(emulator.clock.now() / 1_000);
      const { ImpersonationRoleId: id } = await call('CreateImpersonationRole', written);
      const role = await call('GetImpersonationRole', { ImpersonationRoleId: id });
      expect(role).toMatchObject({ ...written, ImpersonationRoleId: id });
      expect(Date.parse(String(role['DateCreated'])) / 1_000).toBeGreaterThanOrEqual(earliest);
      expect(Date.parse(String(role['DateCreated']))).toBeLessThanOrEqual(emulator.clock.now());
      const token = await assume(String(id));
      expect([await effectOn(id, alice), await askEws(token, alice)]).toEqual(['ALLOW', ['NoError']]);
      expect([await effectOn(id, bob), await askEws(token, bob)]).toEqual(['DENY', ['ErrorImpersonateUserDenied']]);
      const others = { ...allow, TargetUsers: undefined, NotTargetUsers: [aliceId] };
      await call('UpdateImpersonationRole', { ...written, ImpersonationRoleId: id, Rules: [others] });
      expect([await askEws(token, alice), await askEws(token, bob)]).toEqual([
        ['ErrorImpersonateUserDenied'],
        ['NoError'],
      ]);
      await call('DeleteImpersonationRole', { ImpersonationRoleId: id });
      expect(await askEws(token, bob)).toEqual([401]);
      expect(await list('ListImpersonationRoles', 'Roles')).toHaveLength(2);
    });

    works('list and page users', async () => {
      const OrganizationId = emulator.organizationId;
      const pages = await workmail.pages('ListUsers', { OrganizationId }, 4);
      const users = pages.map(({ Users }) => (Users as readonly ApiObject[]).map(({ Name }) => Name));
      expect(users).toEqual([
        ['Administrator', 'alice', 'bob', 'carol'],
        ['dave', 'vault'],
      ]);
      expect(emulator.apiRequests.map(({ input }) => input['NextToken'] === undefined)).toEqual([true, false]);
      if (!sinceFilters) return;
      const enabled = await list('ListUsers', 'Users', { Filters: { State: 'ENABLED' } });
      expect(enabled.map(({ Name }) => Name)).toEqual(['alice', 'bob', 'carol', 'dave', 'vault']);
      const found = await list('ListUsers', 'Users', { Filters: { DisplayNamePrefix: 'carol' } });
      expect(found.map(({ Email }) => Email)).toEqual(['carol@example.test']);
    });

    works('describe a user', async () => {
      const user = await call('DescribeUser', { UserId: 'carol@example.test' });
      expect(user).toMatchObject({
        Name: 'carol',
        Email: 'carol@example.test',
        DisplayName: 'Carol Núñez',
        State: 'ENABLED',
        UserRole: 'USER',
        EnabledDate: expect.stringMatching(/^2024-01-08T/),
      });
      expect((await call('DescribeUser', { UserId: user['UserId'] }))['Email']).toBe('carol@example.test');
      if (!sinceFilters) return;
      expect(await call('DescribeEntity', { Email: 'accounts@example.test' })).toMatchObject({
        EntityId: user['UserId'],
        Type: 'USER',
      });
    });

    works('groups, resources and aliases', async () => {
      const groups = await list('ListGroups', 'Groups');
      expect(groups.map(({ Email, Name }) => [Email, Name])).toEqual([
        ['team@example.test', 'Team'],
        ['rooms@example.test', 'Meeting rooms'],
      ]);
      const members = await list('ListGroupMembers', 'Members', { GroupId: groups[0]?.['Id'] });
      expect(members.map(({ Name, Type }) => [Name, Type])).toEqual(
        ['alice', 'bob', 'carol', 'dave'].map((name) => [name, 'USER']),
      );
      if (sinceFilters) {
        const ofBob = await list('ListGroupsForEntity', 'Groups', { EntityId: bob });
        expect(ofBob).toEqual([{ GroupId: groups[0]?.['Id'], GroupName: 'Team' }]);
      }
      const resources = await list('ListResources', 'Resources');
      expect(resources.map(({ Email, Type }) => [Email, Type])).toEqual([
        ['room-1@example.test', 'ROOM'],
        ['room-2@example.test', 'ROOM'],
      ]);
      const room = { ResourceId: resources[0]?.['Id'] };
      expect(await call('DescribeResource', room)).toMatchObject({
        Name: 'room-1',
        BookingOptions: { AutoAcceptRequests: true, AutoDeclineConflictingRequests: true },
      });
      expect(await list('ListResourceDelegates', 'Delegates', room)).toEqual([]);
      const pages = await workmail.pages(
        'ListAliases',
        { OrganizationId: emulator.organizationId, EntityId: alice },
        1,
      );
      expect(pages.map(({ Aliases }) => Aliases)).toEqual([['alice.smith@example.test'], ['projects@example.test']]);
      expect(await list('ListMailboxPermissions', 'Permissions', { EntityId: alice })).toEqual([]);
    });

    works('mailbox size and quota', async () => {
      const before = await call('GetMailboxDetails', { UserId: bob });
      expect(before).toMatchObject({ MailboxQuota: 51_200 });
      const text = 'x'.repeat(3_000_000);
      const create = `<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Subject>Large</t:Subject><t:Body BodyType="Text">${text}</t:Body></t:Message></m:Items></m:CreateItem>`;
      expect(await askEws(await assume(emulator.roles.fullAccess), bob, create)).toEqual(['NoError']);
      const after = await call('GetMailboxDetails', { UserId: bob });
      // Megabytes.
      const grown = Number(after['MailboxSize']) - Number(before['MailboxSize']);
      expect(grown).toBeGreaterThan(2.8);
      expect(grown).toBeLessThan(7);
    });

    works('export a mailbox', async () => {
      const order = {
        EntityId: bob,
        RoleArn: 'arn:aws:iam::111122223333:role/WorkmailMailboxExportRole',
        KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
        S3BucketName: 'amzn-s3-demo-bucket',
        S3Prefix: 'leavers/bob',
      };
      // Both clients make a token of their own when they are given none.
      const { JobId } = await call('StartMailboxExportJob', order);
      expect(await call('DescribeMailboxExportJob', { JobId })).toMatchObject({
        RoleArn: order.RoleArn,
        S3Path: `amzn-s3-demo-bucket/leavers/bob/${String(JobId)}.zip`,
        State: 'RUNNING',
        StartTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
      const second = { ...order, EntityId: alice, ClientToken: 'second' };
      const { JobId: other } = await call('StartMailboxExportJob', second);
      expect(await call('StartMailboxExportJob', second)).toEqual({ JobId: other });
      expect((await refused('StartMailboxExportJob', { ...order, ClientToken: 'second' })).errorClass).toBe(
        'InvalidParameterException',
      );
      expect((await refused('StartMailboxExportJob', order)).errorClass).toBe('LimitExceededException');
      await call('CancelMailboxExportJob', { JobId: other });
      emulator.clock.advance(300_000);
      // boto3 has no paginator for these.
      const first = await call('ListMailboxExportJobs', { MaxResults: 1 });
      const rest = await call('ListMailboxExportJobs', { MaxResults: 1, NextToken: first['NextToken'] });
      expect(rest['NextToken']).toBeUndefined();
      const jobs = [first, rest].flatMap(({ Jobs }) => Jobs as readonly ApiObject[]);
      expect(jobs.map((job) => [job['JobId'], job['State']])).toEqual([
        [JobId, 'COMPLETED'],
        [other, 'CANCELLED'],
      ]);
      expect((await refused('DescribeMailboxExportJob', { JobId: 'none' })).errorClass).toBe('EntityNotFoundException');
    });

    works('errors have the types that the SDK knows', async () => {
      const unknown = { OrganizationId: `m-${'0'.repeat(32)}` };
      for (const [action, input, type] of [
        ['ListUsers', unknown, 'OrganizationNotFoundException'],
        ['DescribeUser', { UserId: 'nobody@example.test' }, 'EntityNotFoundException'],
        ['AssumeImpersonationRole', { ImpersonationRoleId: 'nothing' }, 'ResourceNotFoundException'],
        ['GetMailDomain', { DomainName: 'example.com' }, 'MailDomainNotFoundException'],
        ['ListUsers', { NextToken: 'invented' }, 'InvalidParameterException'],
      ] as const) {
        const { errorClass, code, message } = await refused(action, input);
        expect([errorClass, code], action).toEqual([type, type]);
        expect(message, action).toMatch(/\w/);
      }
      const { errorClass, code } = await refused('ListMobileDeviceAccessRules');
      expect([errorClass, code]).toEqual([generalError, 'UnknownOperationException']);

      // AWS's clients wait, and ask again, when they are told to slow down or that the service is out.
      for (const responseCode of ['ThrottlingException', 'TooManyRequestsException', 'ServiceUnavailableException']) {
        emulator.apiRequests.length = 0;
        emulator.faults.add({ kind: 'fault', operation: 'ListGroups', responseCode, times: 2 });
        expect(await list('ListGroups', 'Groups'), responseCode).toHaveLength(2);
        expect(emulator.apiRequests, responseCode).toHaveLength(3);
      }
      // They do not when it is their own fault.
      emulator.apiRequests.length = 0;
      emulator.faults.add({ kind: 'fault', operation: 'ListGroups', responseCode: 'OrganizationStateException' });
      expect((await refused('ListGroups')).errorClass).toBe('OrganizationStateException');
      expect(emulator.apiRequests).toHaveLength(1);
    });
  });
