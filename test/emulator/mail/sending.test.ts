import { describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import { child, childText } from '../../../src/ews/xml.ts';
import { codesIn } from '../running-emulator.ts';
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
  subjects,
} from '../writing.ts';

const body = '<t:Body BodyType="HTML">&lt;p&gt;Hi&lt;/p&gt;</t:Body>';
const marker =
  '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="marker" PropertyType="String"/><t:Value>secret</t:Value></t:ExtendedProperty>';
const askMarker =
  '<t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="marker" PropertyType="String"/></t:AdditionalProperties>';

describe('sending', () => {
  it('puts one copy into Sent Items and one, unread, into the inbox of everybody in the organisation', async () => {
    const running = await startMail();
    const answer = await running.call(
      sendMessage(
        `<t:Subject>Lunch</t:Subject>${body}${people('ToRecipients', 'builder@example.test')}${people('CcRecipients', 'carol@example.test', 'Carol@Example.test')}`,
      ),
    );
    expect(codesIn(answer)).toEqual(['NoError']);
    expect(keysIn(answer)).toEqual([]);
    const [sent, ...more] = await itemsIn(running, 'sentitems');
    const [got, ...others] = await itemsIn(running, 'inbox', 'bob');
    const [carols, ...twins] = await itemsIn(running, 'inbox', 'carol');
    expect([more, others, twins]).toEqual([[], [], []]);
    if (sent === undefined || got === undefined || carols === undefined) throw new Error('not delivered');
    const texts = (name: string): readonly unknown[] => [sent, got, carols].map((item) => childText(item, name));
    expect(texts('IsRead')).toEqual(['true', 'false', 'false']);
    expect(texts('IsDraft')).toEqual(['false', 'false', 'false']);
    expect(texts('IsFromMe')).toEqual(['true', 'false', 'false']);
    expect(texts('DateTimeReceived')).toEqual(Array.from({ length: 3 }, () => '2026-11-20T10:00:00Z'));
    expect(new Set(texts('InternetMessageId')).size).toBe(1);
    expect(new Set([sent, got, carols].map((item) => child(item, 'ConversationId')?.attributes['Id'])).size).toBe(1);
    expect(addressesIn(got, 'From')).toEqual(['alice@example.test']);
    expect(addressesIn(got, 'ReceivedBy')).toEqual(['bob@example.test']);
    expect(await itemsIn(running, 'drafts')).toEqual([]);
  });

  it('hides blind copies from everybody but the sender, and keeps the sender’s own notes with him', async () => {
    const running = await startMail();
    await running.call(
      sendMessage(
        `${body}<t:Categories><t:String>Mine</t:String></t:Categories>${marker}${people('ToRecipients', 'bob@example.test')}${people('BccRecipients', 'carol@example.test', 'out@example.org')}`,
      ),
    );
    const [sent] = await itemsIn(running, 'sentitems');
    const [bobs] = await itemsIn(running, 'inbox', 'bob');
    const [carols] = await itemsIn(running, 'inbox', 'carol');
    if (sent === undefined || bobs === undefined || carols === undefined) throw new Error('not delivered');
    expect(addressesIn(sent, 'BccRecipients')).toEqual(['carol@example.test', 'out@example.org']);
    expect([bobs, carols].map((item) => child(item, 'BccRecipients') ?? child(item, 'Categories'))).toEqual([
      undefined,
      undefined,
    ]);
    const idOf = (item: typeof sent): string => child(item, 'ItemId')?.attributes['Id'] ?? '';
    const marked = [
      await getItem(running, idOf(sent), 'alice', askMarker),
      await getItem(running, idOf(bobs), 'bob', askMarker),
    ];
    expect(marked.map((item) => child(item, 'ExtendedProperty') !== undefined)).toEqual([true, false]);
    const [out] = running.emulator.outbox;
    const mime = Buffer.from(out?.mime() ?? []).toString();
    expect(out).toMatchObject({ sender: 'alice@example.test', recipients: ['out@example.org'] });
    expect(mime).not.toMatch(/^bcc:/im);
    expect(mime).not.toContain('secret');
  });

  it('opens groups, circles among them too, and reaches everybody once', async () => {
    const running = await startMail();
    await running.call(sendMessage(people('ToRecipients', 'team@example.test', 'bob@example.test')));
    const counts = ['alice', 'bob', 'carol'].map(async (person) => (await itemsIn(running, 'inbox', person)).length);
    expect(await Promise.all(counts)).toEqual([1, 1, 1]);
    expect(running.emulator.outbox.map(({ recipients }) => recipients)).toEqual([['partner@example.org']]);
  });

  it('hands mail for others to the outbox as a message that a mail program reads', async () => {
    const running = await startMail();
    const header =
      '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="X-Ticket" PropertyType="String"/><t:Value>4711</t:Value></t:ExtendedProperty>';
    const attachment = `<t:Attachments><t:FileAttachment><t:Name>日本.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:Content>${Buffer.from('konnichiwa').toString('base64')}</t:Content></t:FileAttachment></t:Attachments>`;
    await running.call(
      sendMessage(
        `<t:Subject>Größe</t:Subject>${body}${attachment}${header}${people('ToRecipients', 'x@example.org', 'bob@example.test')}`,
      ),
    );
    const [out] = running.emulator.outbox;
    const read = await PostalMime.parse(out?.mime() ?? '');
    expect(read).toMatchObject({
      subject: 'Größe',
      messageId: out?.messageId,
      from: { address: 'alice@example.test' },
    });
    expect(read.to?.map(({ address }) => address)).toEqual(['x@example.org', 'bob@example.test']);
    expect(read.html).toContain('<p>Hi</p>');
    expect(read.headers.find(({ key }) => key === 'x-ticket')?.value).toBe('4711');
    expect(read.attachments.map(({ filename }) => filename)).toEqual(['日本.txt']);
  });

  it('tells the sender in a report whom of the organisation it could not find', async () => {
    const running = await startMail();
    const answer = await running.call(
      sendMessage(`<t:Subject>Lost</t:Subject>${people('ToRecipients', 'nobody@example.test', 'bob@example.test')}`),
    );
    expect(codesIn(answer)).toEqual(['NoError']);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Lost']);
    const [report] = await itemsIn(running, 'inbox');
    expect(report && [childText(report, 'ItemClass'), childText(report, 'Subject')]).toEqual([
      'REPORT.IPM.Note.NDR',
      'Undeliverable: Lost',
    ]);
    expect(report && childText(report, 'Body')).toContain('nobody@example.test');
    expect(running.emulator.outbox).toEqual([]);
  });

  it('puts an answer with In-Reply-To into the conversation of what it answers, in both mailboxes', async () => {
    const running = await startMail();
    await running.call(sendMessage(`<t:Subject>Plan</t:Subject>${people('ToRecipients', 'bob@example.test')}`));
    const [first] = await itemsIn(running, 'inbox', 'bob');
    if (first === undefined) throw new Error('not delivered');
    const id = (childText(first, 'InternetMessageId') ?? '').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await running.call(
      createItem(
        `<t:Message><t:Subject>Re: Plan</t:Subject><t:InReplyTo>${id}</t:InReplyTo>${people('ToRecipients', 'alice@example.test')}<t:References>${id}</t:References></t:Message>`,
        'MessageDisposition="SendAndSaveCopy"',
      ),
      'bob@example.test',
    );
    const [answer] = await itemsIn(running, 'inbox');
    const conversation = (item: typeof answer): unknown => item && child(item, 'ConversationId')?.attributes['Id'];
    expect(conversation(answer)).toBe(conversation(first));
    expect(answer && childText(answer, 'ConversationTopic')).toBe('Plan');
    const lengths = [first, answer].map(
      (item) => Buffer.from((item && childText(item, 'ConversationIndex')) ?? '', 'base64').length,
    );
    expect(lengths).toEqual([22, 27]);
    const headers = (answer && child(answer, 'InternetMessageHeaders')?.children) ?? [];
    expect(headers.map(({ attributes }) => attributes['HeaderName'])).toContain('In-Reply-To');
  });

  it.each([
    ['nobody', '', 'ErrorInvalidRecipients'],
    ['what is no address', people('ToRecipients', 'not an address'), 'ErrorInvalidRecipients'],
    [
      'as somebody else',
      `${people('ToRecipients', 'x@example.org')}<t:From><t:Mailbox><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:From>`,
      'ErrorSendAsDenied',
    ],
  ])('refuses to send to %s, and leaves nothing behind', async (_, properties, code) => {
    const running = await startMail();
    expect(codesIn(await running.call(sendMessage(properties)))).toEqual([code]);
    expect([...(await itemsIn(running, 'sentitems')), ...(await itemsIn(running, 'drafts'))]).toEqual([]);
    expect(running.emulator.outbox).toEqual([]);
  });

  it('keeps no copy with SendOnly', async () => {
    const running = await startMail();
    const message = `<t:Message>${people('ToRecipients', 'bob@example.test')}</t:Message>`;
    await running.call(createItem(message, 'MessageDisposition="SendOnly"'));
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
    expect(await itemsIn(running, 'sentitems')).toEqual([]);
  });

  it('sends MIME content to its To, Cc and Bcc, without the Bcc header', async () => {
    const running = await startMail();
    const mime = [
      'From: alice@example.test',
      'To: Bob <bob@example.test>',
      'Bcc: Carol <carol@example.test>,',
      ' x@example.org',
      'Subject: Raw',
      'Message-ID: <raw-1@example.test>',
      '',
      'As it is.',
    ].join('\r\n');
    const content = `<t:MimeContent>${Buffer.from(mime).toString('base64')}</t:MimeContent>`;
    expect(codesIn(await running.call(sendMessage(content)))).toEqual(['NoError']);
    expect(subjects(await itemsIn(running, 'inbox', 'carol'))).toEqual(['Raw']);
    expect(Buffer.from(running.emulator.outbox[0]?.mime() ?? []).toString()).toBe(
      mime.replace(/Bcc:[^]*example\.org\r\n/, ''),
    );
  });

  it('is told by SyncFolderItems to whoever follows the inbox', async () => {
    const running = await startMail();
    const sync = (state: string): string =>
      `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>${state}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`;
    const before = await running.call(sync(''), 'bob@example.test');
    const state = /<m:SyncState>[^<]+<\/m:SyncState>/.exec(before.text)?.[0] ?? '';
    await running.call(sendMessage(people('ToRecipients', 'bob@example.test')));
    const after = await running.call(sync(state), 'bob@example.test');
    expect(after.text.match(/<t:(?:Create|Update|Delete)>/g)).toEqual(['<t:Create>']);
  });
});

describe('SendItem', () => {
  const send = (
    { id, changeKey }: { id: string; changeKey?: string },
    attributes = 'SaveItemToFolder="true"',
    folder = '',
  ): string =>
    `<m:SendItem ${attributes}><m:ItemIds><t:ItemId Id="${id}"${changeKey === undefined ? '' : ` ChangeKey="${changeKey}"`}/></m:ItemIds>${folder}</m:SendItem>`;
  const draft = createItem(
    `<t:Message><t:Subject>Draft</t:Subject>${people('ToRecipients', 'bob@example.test')}</t:Message>`,
  );

  it('delivers a draft and moves it to Sent Items under another id', async () => {
    const running = await startMail();
    const key = keyIn(await running.call(draft));
    expect(codesIn(await running.call(send(key)))).toEqual(['NoError']);
    expect(await itemsIn(running, 'drafts')).toEqual([]);
    expect(subjects(await itemsIn(running, 'sentitems'))).toEqual(['Draft']);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Draft']);
    expect(codesIn(await running.call(send(key)))).toEqual(['ErrorItemNotFound']);
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
  });

  it('keeps no copy when none is wanted', async () => {
    const running = await startMail();
    const key = keyIn(await running.call(draft));
    await running.call(send(key, 'SaveItemToFolder="false"'));
    expect([...(await itemsIn(running, 'sentitems')), ...(await itemsIn(running, 'drafts'))]).toEqual([]);
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
  });

  it('refuses a draft without or with an old change key, what is no draft, and settings that contradict each other', async () => {
    const running = await startMail();
    const { call } = running;
    const key = keyIn(await call(draft));
    const folder = '<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId>';
    expect(codesIn(await call(send({ id: key.id })))).toEqual(['ErrorChangeKeyRequiredForWriteOperations']);
    expect(codesIn(await call(send(key, 'SaveItemToFolder="false"', folder)))).toEqual([
      'ErrorInvalidSendItemSaveSettings',
    ]);
    running.emulator.setRead('alice@example.test', key.id, false);
    expect(codesIn(await call(send(key)))).toEqual(['ErrorStaleObject']);
    await call(sendMessage(people('ToRecipients', 'alice@example.test')));
    const [received] = await itemsIn(running, 'inbox');
    const { Id: id = '', ChangeKey: changeKey = '' } = (received && child(received, 'ItemId')?.attributes) ?? {};
    expect(codesIn(await call(send({ id, changeKey })))).toEqual(['ErrorInvalidItemForOperationSendItem']);
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(0);
  });
});
