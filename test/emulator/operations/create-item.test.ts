import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { bodyOf, codesIn, envelope, impersonating } from '../running-emulator.ts';
import {
  addressesIn,
  createItem,
  getItem,
  itemsIn,
  keyIn,
  keysIn,
  people,
  sendMessage,
  startMail,
} from '../writing.ts';

const draft = (properties: string): string => createItem(`<t:Message>${properties}</t:Message>`);

describe('CreateItem', () => {
  it('saves a draft with what was given, filled up from the directory and the clock', async () => {
    const running = await startMail();
    const answer = await running.call(
      draft(
        `<t:Subject>Offer &amp; more</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:Body BodyType="HTML">&lt;p&gt;Hi&lt;/p&gt;</t:Body><t:Importance>High</t:Importance>${people('ToRecipients', 'builder@example.test', 'x@example.org')}${people('CcRecipients', 'team@example.test')}`,
      ),
    );
    const item = await getItem(running, keyIn(answer).id);
    expect(child(item, 'Body')).toMatchObject({ text: '<p>Hi</p>', attributes: { BodyType: 'HTML' } });
    expect(Object.fromEntries(item.children.map(({ name, text }) => [name, text]))).toMatchObject({
      Subject: 'Offer & more',
      Sensitivity: 'Private',
      Importance: 'High',
      ItemClass: 'IPM.Note',
      IsDraft: 'true',
      DisplayTo: 'Bob Okafor; x@example.org',
      DisplayCc: 'Team',
      DateTimeCreated: '2026-11-20T10:00:00Z',
      ConversationTopic: 'Offer & more',
      HasAttachments: 'false',
    });
    expect(addressesIn(item, 'ToRecipients')).toEqual(['bob@example.test', 'x@example.org']);
    expect(addressesIn(item, 'From')).toEqual(['alice@example.test']);
    expect((await itemsIn(running, 'drafts')).length).toBe(1);
  });

  it('answers each item of a batch, and goes on after one that cannot be made', async () => {
    const { call } = await startMail();
    const nobody =
      '<t:Message><t:ToRecipients><t:Mailbox><t:Name>Bob</t:Name></t:Mailbox></t:ToRecipients></t:Message>';
    const answer = await call(createItem(`<t:Message/>${nobody}<t:Message/>`));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorInvalidNameForNameResolution', 'NoError']);
    expect(keysIn(answer).length).toBe(2);
  });

  it.each([
    ['a message without disposition', '<t:Message/>', '', 'ErrorMessageDispositionRequired'],
    ['an event without a word on invitations', '<t:CalendarItem/>', '', 'ErrorSendMeetingInvitationsRequired'],
    [
      'a property of the server',
      '<t:Message><t:Size>1</t:Size></t:Message>',
      'MessageDisposition="SaveOnly"',
      'ErrorInvalidPropertySet',
    ],
    ['a task of its own kind of folder', '<t:Task/>', '', 'ErrorCannotCreateTaskInNonTaskFolder'],
    [
      'base64 that is none',
      '<t:Message><t:MimeContent>###</t:MimeContent></t:Message>',
      'MessageDisposition="SaveOnly"',
      'ErrorMimeContentInvalidBase64String',
    ],
    [
      'MIME without a header',
      '<t:Message><t:MimeContent>aGk=</t:MimeContent></t:Message>',
      'MessageDisposition="SaveOnly"',
      'ErrorMimeContentInvalid',
    ],
    [
      'a half extended property',
      '<t:Message><t:ExtendedProperty><t:ExtendedFieldURI PropertyName="x" PropertyType="String"/><t:Value>1</t:Value></t:ExtendedProperty></t:Message>',
      'MessageDisposition="SaveOnly"',
      'ErrorInvalidExtendedProperty',
    ],
  ])('refuses %s', async (_, item, attributes, code) => {
    const { call } = await startMail();
    expect(codesIn(await call(createItem(item, attributes, item === '<t:Task/>' ? 'inbox' : '')))).toEqual([code]);
  });

  it.each([
    ['properties out of order', '<t:Message><t:Body BodyType="Text">x</t:Body><t:Subject>x</t:Subject></t:Message>'],
    ['a word that the schema does not know', '<t:Message><t:Importance>Gigantic</t:Importance></t:Message>'],
    ['a property of another kind', '<t:Message><t:Location>x</t:Location></t:Message>'],
    ['a property twice', '<t:Message><t:Subject>x</t:Subject><t:Subject>y</t:Subject></t:Message>'],
    ['a body without a type', '<t:Message><t:Body>x</t:Body></t:Message>'],
  ])('answers %s with a fault and saves nothing', async (_, item) => {
    const running = await startMail();
    const answer = await running.call(createItem(`<t:Message/>${item}`));
    expect([answer.status, ...codesIn(answer)]).toEqual([500, 'ErrorSchemaValidation']);
    expect(await itemsIn(running, 'drafts')).toEqual([]);
  });

  it('keeps inline attachments and hands them out again', async () => {
    const running = await startMail();
    const attachments = `<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:Content>${Buffer.from('hello').toString('base64')}</t:Content></t:FileAttachment><t:ItemAttachment><t:Name>inner</t:Name><t:Message><t:Subject>Inner</t:Subject></t:Message></t:ItemAttachment></t:Attachments>`;
    const answer = await running.call(draft(`<t:Subject>x</t:Subject>${attachments}`));
    const { id } = keyIn(answer);
    const item = await getItem(running, id);
    const listed = child(item, 'Attachments')?.children ?? [];
    expect(listed.map((one) => [one.name, childText(one, 'Name')])).toEqual([
      ['FileAttachment', 'a.txt'],
      ['ItemAttachment', 'inner'],
    ]);
    const idOf = (one: (typeof listed)[number]): string =>
      `<t:AttachmentId Id="${child(one, 'AttachmentId')?.attributes['Id']}"/>`;
    // The Managed API would attach them a second time if the answer did not name them.
    expect(bodyOf(answer)).toContain(
      `<t:Attachments>${listed.map((one) => `<t:${one.name}>${idOf(one)}</t:${one.name}>`).join('')}</t:Attachments></t:Message>`,
    );
    const ids = listed.map(idOf).join('');
    const got = await running.call(`<m:GetAttachment><m:AttachmentIds>${ids}</m:AttachmentIds></m:GetAttachment>`);
    expect(got.text).toContain(`<t:Content>${Buffer.from('hello').toString('base64')}</t:Content>`);
    expect(got.text).toContain('<t:Subject>Inner</t:Subject>');
  });

  it('keeps a named property, by which FindItem finds the item again', async () => {
    const running = await startMail();
    const uri =
      '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="marker" PropertyType="String"/>';
    const marked = keyIn(
      await running.call(draft(`<t:ExtendedProperty>${uri}<t:Value>key 1</t:Value></t:ExtendedProperty>`)),
    );
    await running.call(draft(`<t:ExtendedProperty>${uri}<t:Value>key 2</t:Value></t:ExtendedProperty>`));
    const spelledOut = uri.replace(
      'DistinguishedPropertySetId="PublicStrings"',
      'PropertySetId="00020329-0000-0000-C000-000000000046"',
    );
    const found = await running.call(
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${uri}</t:AdditionalProperties></m:ItemShape><m:Restriction><t:IsEqualTo>${spelledOut}<t:FieldURIOrConstant><t:Constant Value="key 1"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds><t:DistinguishedFolderId Id="drafts"/><t:DistinguishedFolderId Id="sentitems"/></m:ParentFolderIds></m:FindItem>`,
    );
    expect(keysIn(found)).toEqual([marked]);
    expect(found.text).toContain('<t:Value>key 1</t:Value>');
  });

  it('reads MIME content and hands the same bytes out again', async () => {
    const running = await startMail();
    const mime = [
      'From: Zoe <zoe@example.org>',
      'To: "Smith, Alice" <alice@example.test>',
      'Subject: =?utf-8?B?w5xiZXI=?=',
      'Message-ID: <zoe-1@example.org>',
      'Date: Tue, 03 Nov 2026 08:00:00 +0100',
      'X-Importer: 7',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=FC=DFe',
    ].join('\r\n');
    const flags =
      '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>1</t:Value></t:ExtendedProperty>';
    const arrival =
      '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E06" PropertyType="SystemTime"/><t:Value>2026-11-03T07:00:05Z</t:Value></t:ExtendedProperty>';
    const content = Buffer.from(mime).toString('base64');
    const answer = await running.call(
      createItem(
        `<t:Message><t:MimeContent>${content}</t:MimeContent>${flags}${arrival}</t:Message>`,
        undefined,
        'inbox',
      ),
    );
    const item = await getItem(running, keyIn(answer).id, 'alice', '<t:IncludeMimeContent>true</t:IncludeMimeContent>');
    expect(childText(item, 'MimeContent')).toBe(content);
    expect(Object.fromEntries(item.children.map(({ name, text }) => [name, text]))).toMatchObject({
      Subject: 'Über',
      Body: 'Grüße',
      IsDraft: 'false',
      IsRead: 'true',
      InternetMessageId: '<zoe-1@example.org>',
      DateTimeSent: '2026-11-03T07:00:00Z',
      DateTimeReceived: '2026-11-03T07:00:05Z',
      DisplayTo: 'Alice Smith',
    });
    expect(addressesIn(item, 'From')).toEqual(['zoe@example.org']);
  });

  it('saves events, contacts and tasks where they belong, with what follows from their properties', async () => {
    const running = await startMail();
    const event =
      '<t:CalendarItem><t:Subject>Standup</t:Subject><t:Start>2026-12-01T09:00:00+01:00</t:Start><t:End>2026-12-01T09:30:00+01:00</t:End><t:Location>Room 1</t:Location><t:Recurrence><t:DailyRecurrence><t:Interval>1</t:Interval></t:DailyRecurrence><t:NumberedRecurrence><t:StartDate>2026-12-01</t:StartDate><t:NumberOfOccurrences>3</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence></t:CalendarItem>';
    const contact = '<t:Contact><t:GivenName>Ines</t:GivenName><t:Surname>Moreau</t:Surname></t:Contact>';
    const task = '<t:Task><t:Subject>Do it</t:Subject><t:Status>Completed</t:Status></t:Task>';
    const answer = await running.call(createItem(event + contact + task, 'SendMeetingInvitations="SendToNone"'));
    expect(codesIn(answer)).toEqual(['NoError', 'NoError', 'NoError']);
    const [[meeting], [person], [job]] = [
      await itemsIn(running, 'calendar'),
      await itemsIn(running, 'contacts'),
      await itemsIn(running, 'tasks'),
    ];
    expect(meeting && [childText(meeting, 'Start'), childText(meeting, 'CalendarItemType')]).toEqual([
      '2026-12-01T08:00:00Z',
      'RecurringMaster',
    ]);
    expect(person && [childText(person, 'DisplayName'), childText(person, 'FileAs')]).toEqual([
      'Ines Moreau',
      'Moreau, Ines',
    ]);
    expect(job && [childText(job, 'IsComplete'), childText(job, 'PercentComplete')]).toEqual(['true', '100']);
    const view = await running.call(
      '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-12-01T00:00:00Z" EndDate="2026-12-10T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
    );
    expect(keysIn(view).length).toBe(3);
  });

  it('reads 0 and 1 as the words that it answers with', async () => {
    const running = await startMail();
    const message =
      '<t:Message><t:IsReadReceiptRequested>1</t:IsReadReceiptRequested><t:IsRead>0</t:IsRead></t:Message>';
    const item = await getItem(running, keyIn(await running.call(createItem(message))).id);
    expect([childText(item, 'IsReadReceiptRequested'), childText(item, 'IsRead')]).toEqual(['true', 'false']);
    const drafts = await running.call(
      '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="drafts"/></m:FolderIds></m:GetFolder>',
    );
    expect(drafts.text).toContain('<t:UnreadCount>1</t:UnreadCount>');
  });

  it('takes times without offset for those of the zone in the header', async () => {
    const running = await startMail();
    const zone = '<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>';
    const task = createItem('<t:Task><t:DueDate>2026-12-24T08:00:00</t:DueDate></t:Task>', '');
    await running.post(envelope(task, zone + impersonating('alice@example.test')), {
      authorization: `Bearer ${await running.token()}`,
    });
    const [saved] = await itemsIn(running, 'tasks');
    expect(saved && childText(saved, 'DueDate')).toBe('2026-12-24T07:00:00Z');
  });

  it.each([
    ['an event that names no zone is of the zone in the header', '', 'W. Europe Standard Time'],
    ['an event keeps the zone that it names', '<t:StartTimeZone Id="Tokyo Standard Time"/>', 'Tokyo Standard Time'],
  ])('%s', async (_, given, zone) => {
    const running = await startMail();
    const header = '<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>';
    const event = createItem(
      `<t:CalendarItem><t:Start>2031-03-18T09:00:00Z</t:Start><t:End>2031-03-18T10:00:00Z</t:End>${given}</t:CalendarItem>`,
      'SendMeetingInvitations="SendToNone"',
    );
    await running.post(envelope(event, header + impersonating('alice@example.test')), {
      authorization: `Bearer ${await running.token()}`,
    });
    const [saved] = await itemsIn(running, 'calendar');
    expect(saved && childText(saved, 'Start')).toBe('2031-03-18T09:00:00Z');
    expect(saved && ['StartTimeZone', 'EndTimeZone'].map((name) => child(saved, name)?.attributes['Id'])).toEqual([
      zone,
      zone,
    ]);
  });

  it('refuses more recipients and attachments than WorkMail takes', async () => {
    const { call, emulator } = await startMail();
    const many = Array.from({ length: 501 }, (_, number) => `p${number}@example.org`);
    const file = '<t:FileAttachment><t:Name>a</t:Name><t:Content>YQ==</t:Content></t:FileAttachment>';
    for (const properties of [
      people('BccRecipients', ...many),
      `<t:Attachments>${file.repeat(501)}</t:Attachments>${people('ToRecipients', 'x@example.org')}`,
    ]) {
      expect(codesIn(await call(sendMessage(properties)))).toEqual(['ErrorMessageSizeExceeded']);
    }
    expect(emulator.outbox).toEqual([]);
  });
});
