import { describe, expect, it } from 'vitest';
import type { SeedConfiguration, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { demoOrganization } from '../../../src/emulator/seed/demo-organization.ts';
import { accessOf, callerNamed, rulesOf } from '../../access.ts';
import { journeyOfTest, problemsOf } from '../journey-of-test.ts';
import { journeyDay, operationsOf } from '../start.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';

/** The demo, with these settings of mail clients in alice's mailbox instead of her own. */
const withSettings = (...configurations: readonly SeedConfiguration[]): SeedOrganization => {
  const demo = demoOrganization(journeyDay);
  return {
    ...demo,
    mailboxes: demo.mailboxes.map((mailbox) => (mailbox.address === alice ? { ...mailbox, configurations } : mailbox)),
  };
};

const outlookHours: SeedConfiguration = {
  name: 'WorkHours',
  folder: 'calendar',
  xml: `<?xml version="1.0"?><Root xmlns="WorkingHours.xsd"><WorkHoursVersion1><TimeZone><Bias>-540</Bias><Name>Tokyo Standard Time</Name></TimeZone><TimeSlot><Start>09:30:00</Start><End>18:00:00</End></TimeSlot><WorkDays>Monday Tuesday Wednesday Thursday</WorkDays></WorkHoursVersion1></Root>`,
};

/** An answer with this in its body, as Exchange frames one. */
const answering = (operation: string, body: string) =>
  ({
    kind: 'body',
    operation,
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>${body}</s:Body></s:Envelope>`,
    contentType: 'text/xml; charset=utf-8',
  }) as const;

interface Settings {
  readonly mailbox: {
    readonly timeZone: string;
    readonly workingHours: { readonly timeZone: string; readonly periods: readonly object[] } | null;
    readonly categories: readonly string[];
    readonly quota: Readonly<Record<string, number>> | null;
    readonly delegates: readonly object[];
    readonly inbox: { readonly permissions: readonly object[] };
    readonly folders: readonly { readonly name: string; readonly permissions: readonly object[] }[];
  };
}

const of = (selection: string, address = alice): string => `{ mailbox(address: "${address}") { ${selection} } }`;
const permissions =
  'permissions { grantee { name address } audience level canRead canWrite canDelete canCreateSubfolders }';

describe('the zone of a mailbox', () => {
  it('is the one that its owner chose, and costs one call in an hour', async () => {
    const journey = await journeyOfTest();
    const first = await journey.query<Settings>(of('timeZone again: timeZone'));
    expect(first.data.mailbox).toEqual({ timeZone: 'Europe/Berlin', again: 'Europe/Berlin' });
    expect(operationsOf(first)).toEqual(['GetUserConfiguration']);
    expect(operationsOf(await journey.query(of('timeZone')))).toEqual([]);
    journey.clock.advance(3_600_001);
    expect(operationsOf(await journey.query(of('timeZone')))).toEqual(['GetUserConfiguration']);
  });

  it('is that of the working hours where nothing was chosen', async () => {
    const journey = await journeyOfTest({ seed: withSettings() });
    journey.emulator.faults.add(
      answering(
        'GetUserAvailability',
        `<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray><m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage><m:FreeBusyView><t:FreeBusyViewType>FreeBusyMerged</t:FreeBusyViewType><t:MergedFreeBusy>0</t:MergedFreeBusy><t:WorkingHours><t:TimeZone><t:Bias>300</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>1</t:DayOrder><t:Month>11</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>2</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone><t:WorkingPeriodArray><t:WorkingPeriod><t:DayOfWeek>Monday Friday</t:DayOfWeek><t:StartTimeInMinutes>600</t:StartTimeInMinutes><t:EndTimeInMinutes>960</t:EndTimeInMinutes></t:WorkingPeriod></t:WorkingPeriodArray></t:WorkingHours></m:FreeBusyView></m:FreeBusyResponse></m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>`,
      ),
    );
    const { data, errors, ...answer } = await journey.query<Settings>(
      of('timeZone workingHours { timeZone periods { days startMinute endMinute } }'),
    );
    expect(errors).toBeUndefined();
    expect(data.mailbox).toEqual({
      timeZone: 'America/New_York',
      workingHours: {
        timeZone: 'America/New_York',
        periods: [{ days: ['MONDAY', 'FRIDAY'], startMinute: 600, endMinute: 960 }],
      },
    });
    expect(operationsOf({ data, ...answer }).toSorted()).toEqual(['GetUserAvailability', 'GetUserConfiguration']);
  });

  it('is UTC where the mail server tells nothing at all, without an error', async () => {
    const journey = await journeyOfTest();
    journey.emulator.serverOptions.withoutOperations.push('GetUserConfiguration', 'GetUserAvailability');
    const answer = await journey.query<Settings>(of('timeZone'));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.mailbox.timeZone).toBe('UTC');
    // A server that cannot is not asked again.
    expect(operationsOf(await journey.query(of('timeZone')))).toEqual([]);
  });
});

describe('working hours', () => {
  it('are those that Outlook keeps where free and busy times tell none', async () => {
    const journey = await journeyOfTest({ seed: withSettings(outlookHours) });
    journey.emulator.serverOptions.withoutOperations.push('GetUserAvailability');
    const { data, errors } = await journey.query<Settings>(
      of('timeZone workingHours { timeZone periods { days startMinute endMinute } }'),
    );
    expect(errors).toBeUndefined();
    expect(data.mailbox).toEqual({
      timeZone: 'Asia/Tokyo',
      workingHours: {
        timeZone: 'Asia/Tokyo',
        periods: [{ days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY'], startMinute: 570, endMinute: 1080 }],
      },
    });
  });
});

describe('categories', () => {
  it('are the master list in its order, in one call', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query<Settings>(of('categories'));
    expect(answer.data.mailbox.categories).toEqual(['Clients', 'Finance', 'Legal', 'Projects', 'Travel', 'Someday']);
    expect(operationsOf(answer)).toEqual(['GetUserConfiguration']);
  });

  it('are none where no client has made a list', async () => {
    const journey = await journeyOfTest({ seed: withSettings() });
    expect(await journey.query<Settings>(of('categories'))).toMatchObject({ data: { mailbox: { categories: [] } } });
  });

  it('that cannot be read are an error beside the rest', async () => {
    const journey = await journeyOfTest({
      seed: withSettings({ name: 'CategoryList', folder: 'calendar', xml: '<other/>' }),
    });
    const answer = await journey.query<Settings>(of('address categories'));
    expect(answer.data.mailbox).toEqual({ address: alice, categories: [] });
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailbox', 'categories'], code: 'UPSTREAM_ERROR' }]);
  });
});

describe('the quota', () => {
  const quota =
    'quota { usedBytes limitBytes maxMessageBytes maxRecipientsPerMessage maxAttachmentsPerMessage } aliases';

  it('is what the WorkMail API tells, and costs no call to the mail server', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query<Settings>(of(quota));
    expect(answer.data.mailbox.quota).toEqual({
      usedBytes: expect.any(Number),
      limitBytes: 53_687_091_200,
      maxMessageBytes: 30_408_704,
      maxRecipientsPerMessage: 500,
      maxAttachmentsPerMessage: 500,
    });
    expect(answer.data.mailbox.quota?.['usedBytes']).toBeGreaterThan(0);
    expect(operationsOf(answer)).toEqual([]);
    await journey.query(of(quota));
    const asked = journey.emulator.apiRequests.filter(({ action }) => action === 'GetMailboxDetails');
    expect(asked).toHaveLength(1);
  });

  it('is null where the gateway may not ask for it, and on another mail server than WorkMail', async () => {
    const refused = await journeyOfTest();
    refused.emulator.faults.add({
      kind: 'fault',
      operation: 'GetMailboxDetails',
      responseCode: 'AccessDeniedException',
    });
    const answer = await refused.query<Settings>(of(quota));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.mailbox.quota).toBeNull();

    const elsewhere = await journeyOfTest({
      serviceAccount: { username: 'service', password: 'a-password-of-tests' },
      access: accessOf(callerNamed('ann'), rulesOf(['READ_MESSAGES'])),
    });
    expect(await elsewhere.query<Settings>(of('address quota { limitBytes }'))).toMatchObject({
      data: { mailbox: { address: alice, quota: null } },
    });
  });

  it('is an error when the directory cannot be asked', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({
      kind: 'fault',
      operation: 'GetMailboxDetails',
      responseCode: 'TooManyRequestsException',
      times: Infinity,
    });
    const answer = await journey.query<Settings>(of('address quota { limitBytes }'));
    expect(answer.data.mailbox).toEqual({ address: alice, quota: null });
    expect(problemsOf(answer)).toMatchObject([{ path: ['mailbox', 'quota'], code: 'UPSTREAM_UNAVAILABLE' }]);
  });
});

describe('delegates', () => {
  const delegates = 'delegates { user { name address } calendar inbox receivesMeetingMessages canSeePrivate }';

  it('are told with what they may do, in one call', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query<Settings>(of(delegates, bob));
    expect(answer.errors).toBeUndefined();
    expect(answer.data.mailbox.delegates).toEqual([
      {
        user: { name: 'Alice Smith', address: alice },
        calendar: 'REVIEWER',
        inbox: 'NONE',
        receivesMeetingMessages: true,
        canSeePrivate: false,
      },
    ]);
    expect(operationsOf(answer)).toEqual(['GetDelegate']);
    expect((await journey.query<Settings>(of(delegates))).data.mailbox.delegates).toEqual([]);
  });

  it('of whom the server cannot tell are an error beside those of whom it can', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add(
      answering(
        'GetDelegate',
        `<m:GetDelegateResponse ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:ResponseMessages><m:DelegateUserResponseMessageType ResponseClass="Error"><m:MessageText>gone</m:MessageText><m:ResponseCode>ErrorDelegateNoUser</m:ResponseCode></m:DelegateUserResponseMessageType><m:DelegateUserResponseMessageType ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:DelegateUser><t:UserId><t:PrimarySmtpAddress>carol@example.test</t:PrimarySmtpAddress></t:UserId><t:DelegatePermissions><t:CalendarFolderPermissionLevel>Editor</t:CalendarFolderPermissionLevel><t:InboxFolderPermissionLevel>Custom</t:InboxFolderPermissionLevel></t:DelegatePermissions><t:ReceiveCopiesOfMeetingMessages>false</t:ReceiveCopiesOfMeetingMessages><t:ViewPrivateItems>true</t:ViewPrivateItems></m:DelegateUser></m:DelegateUserResponseMessageType></m:ResponseMessages><m:DeliverMeetingRequests>DelegatesAndMe</m:DeliverMeetingRequests></m:GetDelegateResponse>`,
      ),
    );
    const answer = await journey.query<Settings>(of(delegates, bob));
    expect(answer.data.mailbox.delegates).toEqual([
      {
        user: { name: null, address: 'carol@example.test' },
        calendar: 'EDITOR',
        inbox: 'CUSTOM',
        receivesMeetingMessages: false,
        canSeePrivate: true,
      },
    ]);
    expect(problemsOf(answer)).toEqual([
      {
        message: 'There are more delegates, of whom the mail server cannot tell.',
        path: ['mailbox', 'delegates'],
        code: 'UPSTREAM_ERROR',
        retryable: false,
      },
    ]);
  });
});

/** One permission as the wire has it. */
const wirePermission = (user: string, level: string, more = ''): string =>
  `<t:Permission><t:UserId>${user}</t:UserId>${more}<t:PermissionLevel>${level}</t:PermissionLevel></t:Permission>`;
const user = (name: string): string => `<t:PrimarySmtpAddress>${name}@example.test</t:PrimarySmtpAddress>`;
const folderAnswer = (content: string): string =>
  `<m:GetFolderResponse><m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="AAAA" ChangeKey="BBBB"/>${content}</t:Folder></m:Folders></m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse>`;

describe('permissions of folders', () => {
  const nothing = { canRead: false, canWrite: false, canDelete: false, canCreateSubfolders: false };
  const everybody = (level: string) => [
    { grantee: null, audience: 'ORGANIZATION', level, ...nothing },
    { grantee: null, audience: 'ANONYMOUS', level: 'NONE', ...nothing },
  ];

  it('of a whole mailbox take one call, calendars among them', async () => {
    const journey = await journeyOfTest();
    const answer = await journey.query<Settings>(of(`folders(kinds: null) { name ${permissions} }`, bob));
    const { folders } = answer.data.mailbox;
    expect(answer.errors).toBeUndefined();
    expect(folders.length).toBeGreaterThan(8);
    expect(folders.find(({ name }) => name === 'Inbox')?.permissions).toEqual(everybody('NONE'));
    expect(folders.find(({ name }) => name === 'Calendar')?.permissions).toEqual([
      ...everybody('FREE_BUSY_TIME'),
      { grantee: { name: null, address: alice }, audience: null, level: 'REVIEWER', ...nothing, canRead: true },
    ]);
    expect(operationsOf(answer).filter((operation) => operation === 'GetFolder')).toHaveLength(2);
    expect(operationsOf(answer)).toHaveLength(3);
  });

  it('of the inbox need no look at the folder list', async () => {
    const journey = await journeyOfTest();
    expect(operationsOf(await journey.query(of(`inbox { ${permissions} }`)))).toEqual(['GetFolder']);
  });

  it('are named as mail clients name them, and otherwise by their single rights', async () => {
    const journey = await journeyOfTest();
    const custom = (more: string): string => wirePermission(user('carol'), 'Custom', more);
    journey.emulator.faults.add(
      answering(
        'GetFolder',
        folderAnswer(
          `<t:PermissionSet><t:Permissions>${[
            'Contributor',
            'Reviewer',
            'NoneditingAuthor',
            'Author',
            'PublishingAuthor',
            'Editor',
            'PublishingEditor',
            'Owner',
          ]
            .map((level) => wirePermission(user('carol'), level))
            .join('')}${custom(
            '<t:CanCreateItems>false</t:CanCreateItems><t:CanCreateSubFolders>true</t:CanCreateSubFolders><t:EditItems>None</t:EditItems><t:DeleteItems>None</t:DeleteItems><t:ReadItems>FullDetails</t:ReadItems>',
          )}${custom('<t:EditItems>Owned</t:EditItems><t:DeleteItems>All</t:DeleteItems><t:ReadItems>None</t:ReadItems>')}${wirePermission(
            '<t:SID>S-1-5-21-1</t:SID>',
            'None',
          )}</t:Permissions></t:PermissionSet>`,
        ),
      ),
    );
    const { data } = await journey.query<Settings>(of(`inbox { ${permissions} }`));
    const row = (level: string, letters: string) => ({
      grantee: { name: null, address: 'carol@example.test' },
      audience: null,
      level,
      canRead: letters.includes('r'),
      canWrite: letters.includes('w'),
      canDelete: letters.includes('d'),
      canCreateSubfolders: letters.includes('s'),
    });
    expect(data.mailbox.inbox.permissions).toEqual([
      row('CONTRIBUTOR', 'w'),
      row('REVIEWER', 'r'),
      row('NONEDITING_AUTHOR', 'rwd'),
      row('AUTHOR', 'rwd'),
      row('PUBLISHING_AUTHOR', 'rwds'),
      row('EDITOR', 'rwd'),
      row('PUBLISHING_EDITOR', 'rwds'),
      row('OWNER', 'rwds'),
      row('CUSTOM', 'rs'),
      row('CUSTOM', 'wd'),
      { ...row('NONE', ''), grantee: null },
    ]);
  });

  it('that the server does not tell are an error beside the folder', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add(answering('GetFolder', folderAnswer('')));
    const answer = await journey.query<Settings>(of(`inbox { ${permissions} }`));
    expect(answer.data.mailbox.inbox.permissions).toEqual([]);
    expect(problemsOf(answer)).toEqual([
      {
        message: 'The mail server does not tell the permissions of this folder.',
        path: ['mailbox', 'inbox', 'permissions'],
        code: 'UNSUPPORTED',
        retryable: false,
      },
    ]);
  });
});

it('groups have no settings, and nobody is asked for them', async () => {
  const journey = await journeyOfTest();
  const answer = await journey.query<Settings>(
    of(
      'kind timeZone workingHours { timeZone } categories delegates { canSeePrivate } quota { limitBytes }',
      'team@example.test',
    ),
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data.mailbox).toEqual({
    kind: 'GROUP',
    timeZone: 'UTC',
    workingHours: null,
    categories: [],
    delegates: [],
    quota: null,
  });
  expect(operationsOf(answer)).toEqual([]);
});

it('settings of several mailboxes are each their own', async () => {
  const journey = await journeyOfTest({
    seed: withSettings({ name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone: 'Tokyo Standard Time' } }),
  });
  const { data, errors } = await journey.query<{
    readonly mailboxes: { readonly nodes: readonly { readonly address: string; readonly timeZone: string }[] };
  }>('{ mailboxes(first: 3) { nodes { address timeZone } } }');
  expect(errors).toBeUndefined();
  expect(data.mailboxes.nodes).toEqual([
    { address: alice, timeZone: 'Asia/Tokyo' },
    { address: bob, timeZone: 'Europe/Berlin' },
    { address: 'carol@example.test', timeZone: 'Europe/Berlin' },
  ]);
});
