import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import {
  addressesIn,
  createItem,
  getItem,
  type ItemKey,
  itemsIn,
  keyIn,
  people,
  sendMessage,
  startMail,
  subjects,
} from '../writing.ts';

const field = (uri: string): string => `<t:FieldURI FieldURI="${uri}"/>`;
const set = (path: string, value: string, kind = 'Message'): string =>
  `<t:SetItemField>${path}<t:${kind}>${value}</t:${kind}></t:SetItemField>`;
const setSubject = (subject: string): string => set(field('item:Subject'), `<t:Subject>${subject}</t:Subject>`);
const setRead = set(field('message:IsRead'), '<t:IsRead>false</t:IsRead>');
const remove = (path: string): string => `<t:DeleteItemField>${path}</t:DeleteItemField>`;
const append = (path: string, value: string, kind = 'Message'): string =>
  `<t:AppendToItemField>${path}<t:${kind}>${value}</t:${kind}></t:AppendToItemField>`;

const change = ({ id, changeKey }: Partial<ItemKey>, updates: string): string =>
  `<t:ItemChange><t:ItemId Id="${id}"${changeKey === undefined ? '' : ` ChangeKey="${changeKey}"`}/><t:Updates>${updates}</t:Updates></t:ItemChange>`;
const update = (changes: string, conflicts = 'AutoResolve', attributes = 'MessageDisposition="SaveOnly"'): string =>
  `<m:UpdateItem ConflictResolution="${conflicts}" ${attributes}><m:ItemChanges>${changes}</m:ItemChanges></m:UpdateItem>`;

const newDraft = async ({ call }: RunningEmulator, properties = '<t:Subject>Old</t:Subject>'): Promise<ItemKey> =>
  keyIn(await call(createItem(`<t:Message>${properties}</t:Message>`)));

const marker = (name: string): string =>
  `<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="${name}" PropertyType="String"/>`;

describe('UpdateItem', () => {
  it('sets only the properties named and answers with the same id and a new change key', async () => {
    const running = await startMail();
    const key = await newDraft(running, `<t:Subject>Old</t:Subject><t:Importance>High</t:Importance>`);
    const before = await getItem(running, key.id);
    running.emulator.clock.advance(60_000);
    const answer = await running.call(update(change(key, setSubject('New') + setRead)));
    const after = keyIn(answer);
    expect(answer.text).toContain('<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>');
    expect(after.id).toBe(key.id);
    expect(after.changeKey).not.toBe(key.changeKey);
    const item = await getItem(running, key.id);
    const differing = item.children
      .filter(({ name, text }) => childText(before, name) !== text)
      .map(({ name }) => name);
    expect(differing).toEqual(['Subject', 'LastModifiedTime', 'ConversationTopic', 'IsRead']);
  });

  it('clears, appends, and replaces lists as a whole', async () => {
    const running = await startMail();
    const key = await newDraft(
      running,
      `<t:Subject>Old</t:Subject><t:Body BodyType="Text">One</t:Body><t:Categories><t:String>A</t:String></t:Categories>${people('ToRecipients', 'bob@example.test')}${people('CcRecipients', 'carol@example.test')}`,
    );
    const updates = [
      remove(field('item:Subject')),
      remove(field('message:CcRecipients')),
      append(field('item:Body'), '<t:Body BodyType="Text"> two</t:Body>'),
      append(field('message:ToRecipients'), people('ToRecipients', 'builder@example.test', 'x@example.org')),
      set(field('item:Categories'), '<t:Categories><t:String>B</t:String><t:String>C</t:String></t:Categories>'),
    ];
    expect(codesIn(await running.call(update(change(key, updates.join('')))))).toEqual(['NoError']);
    const item = await getItem(running, key.id);
    expect([childText(item, 'Subject'), childText(item, 'Body'), childText(item, 'DisplayCc')]).toEqual([
      undefined,
      'One two',
      '',
    ]);
    expect(addressesIn(item, 'ToRecipients')).toEqual(['bob@example.test', 'bob@example.test', 'x@example.org']);
    expect(child(item, 'CcRecipients')).toBeUndefined();
    expect(child(item, 'Categories')?.children.map(({ text }) => text)).toEqual(['B', 'C']);
  });

  it('sets and deletes extended properties one by one, however they are spelled', async () => {
    const running = await startMail();
    const { id } = await newDraft(running);
    const value = (name: string, text: string): string =>
      set(marker(name), `<t:ExtendedProperty>${marker(name)}<t:Value>${text}</t:Value></t:ExtendedProperty>`);
    const seen = async (): Promise<readonly string[]> => {
      const asked = `<t:AdditionalProperties>${marker('a')}${marker('b')}</t:AdditionalProperties>`;
      const item = await getItem(running, id, 'alice', asked);
      return item.children
        .filter(({ name }) => name === 'ExtendedProperty')
        .map((one) => childText(one, 'Value') ?? '');
    };
    const write = (updates: string) => running.call(update(change({ id }, updates), 'AlwaysOverwrite'));
    await write(value('a', '1') + value('b', '2'));
    expect(await seen()).toEqual(['1', '2']);
    await write(value('a', '{"x": [1, 2]}'));
    expect(await seen()).toEqual(['{"x": [1, 2]}', '2']);
    await write(
      remove(
        '<t:ExtendedFieldURI PropertySetId="00020329-0000-0000-c000-000000000046" PropertyName="a" PropertyType="String"/>',
      ),
    );
    expect(await seen()).toEqual(['2']);
  });

  it('changes single entries and parts of addresses of a contact', async () => {
    const running = await startMail();
    const { id } = keyIn(
      await running.call(
        createItem(
          '<t:Contact><t:DisplayName>Ines</t:DisplayName><t:EmailAddresses><t:Entry Key="EmailAddress1">one@example.org</t:Entry><t:Entry Key="EmailAddress2">two@example.org</t:Entry></t:EmailAddresses></t:Contact>',
          '',
        ),
      ),
    );
    const indexed = (uri: string, index: string): string =>
      `<t:IndexedFieldURI FieldURI="${uri}" FieldIndex="${index}"/>`;
    const street =
      '<t:PhysicalAddresses><t:Entry Key="Home"><t:Street>Rua Nova</t:Street></t:Entry></t:PhysicalAddresses>';
    const city = '<t:PhysicalAddresses><t:Entry Key="Home"><t:City>Porto</t:City></t:Entry></t:PhysicalAddresses>';
    const updates = [
      remove(indexed('contacts:EmailAddress', 'EmailAddress1')),
      set(indexed('contacts:PhysicalAddress:City', 'Home'), city, 'Contact'),
      set(indexed('contacts:PhysicalAddress:Street', 'Home'), street, 'Contact'),
    ];
    expect(codesIn(await running.call(update(change({ id }, updates.join('')), 'AlwaysOverwrite', '')))).toEqual([
      'NoError',
    ]);
    const item = await getItem(running, id);
    expect(child(item, 'EmailAddresses')?.children.map(({ text }) => text)).toEqual(['two@example.org']);
    const [home] = child(item, 'PhysicalAddresses')?.children ?? [];
    expect(home?.children.map(({ name, text }) => [name, text])).toEqual([
      ['Street', 'Rua Nova'],
      ['City', 'Porto'],
    ]);
  });

  it('lets status and percentage of a task follow each other', async () => {
    const running = await startMail();
    const { id } = keyIn(await running.call(createItem('<t:Task><t:Status>Completed</t:Status></t:Task>', '')));
    const state = async (updates: string): Promise<readonly unknown[]> => {
      await running.call(update(change({ id }, updates), 'AlwaysOverwrite', ''));
      const item = await getItem(running, id);
      return ['Status', 'PercentComplete', 'IsComplete', 'CompleteDate'].map((name) => childText(item, name));
    };
    const status = (value: string): string => set(field('task:Status'), `<t:Status>${value}</t:Status>`, 'Task');
    const percent = (value: number): string =>
      set(field('task:PercentComplete'), `<t:PercentComplete>${value}</t:PercentComplete>`, 'Task');
    expect(await state(percent(50))).toEqual(['InProgress', '50', 'false', undefined]);
    expect(await state(status('Completed'))).toEqual(['Completed', '100', 'true', '2026-11-20T10:00:00Z']);
    expect(await state(status('Deferred'))).toEqual(['Deferred', '0', 'false', undefined]);
    expect(await state(percent(100))).toEqual(['Completed', '100', 'true', '2026-11-20T10:00:00Z']);
  });

  it('NeverOverwrite refuses every change made to an older state', async () => {
    const running = await startMail();
    const key = await newDraft(running);
    running.emulator.setRead('alice@example.test', key.id, false);
    const answer = await running.call(update(change(key, setSubject('New')), 'NeverOverwrite'));
    expect(codesIn(answer)).toEqual(['ErrorIrresolvableConflict']);
    expect(childText(await getItem(running, key.id), 'Subject')).toBe('Old');
  });

  it('AutoResolve lets changes of different properties stand beside each other, and refuses two of one', async () => {
    const running = await startMail();
    const key = await newDraft(running);
    await running.call(update(change(key, setSubject('Theirs'))));
    const other = await running.call(update(change(key, setRead)));
    expect(codesIn(other)).toEqual(['NoError']);
    expect(Number(/<t:Count>(\d+)</.exec(other.text)?.[1])).toBeGreaterThan(0);
    expect(codesIn(await running.call(update(change(key, setSubject('Mine')))))).toEqual(['ErrorIrresolvableConflict']);
    const item = await getItem(running, key.id);
    expect([childText(item, 'Subject'), childText(item, 'IsRead')]).toEqual(['Theirs', 'false']);
  });

  it('AutoResolve takes what was only computed again for no change', async () => {
    const running = await startMail();
    const key = keyIn(await running.call(createItem('<t:Task><t:Subject>Old</t:Subject></t:Task>', '')));
    await running.call(update(change(key, set(field('item:Subject'), '<t:Subject>New</t:Subject>', 'Task'))));
    const setStatus = set(field('task:Status'), '<t:Status>Deferred</t:Status>', 'Task');
    expect(codesIn(await running.call(update(change(key, setStatus))))).toEqual(['NoError']);
    expect(codesIn(await running.call(update(change(key, setStatus))))).toEqual(['ErrorIrresolvableConflict']);
  });

  it('AlwaysOverwrite needs no change key and takes an old one', async () => {
    const running = await startMail();
    const key = await newDraft(running);
    expect(codesIn(await running.call(update(change({ id: key.id }, setSubject('A')), 'AlwaysOverwrite')))).toEqual([
      'NoError',
    ]);
    expect(codesIn(await running.call(update(change(key, setSubject('B')), 'AlwaysOverwrite')))).toEqual(['NoError']);
  });

  it.each([
    ['no change key', { changeKey: undefined }, 'ErrorChangeKeyRequiredForWriteOperations'],
    ['a change key that is none', { changeKey: 'CQAAAA==' }, 'ErrorInvalidChangeKey'],
    ['an id that is none', { id: 'nonsense' }, 'ErrorInvalidIdMalformed'],
  ])('refuses %s', async (_, wrong, code) => {
    const running = await startMail();
    const key = await newDraft(running);
    expect(codesIn(await running.call(update(change({ ...key, ...wrong }, setSubject('New')))))).toEqual([code]);
  });

  it.each([
    [
      'two properties in one update',
      set(field('item:Subject'), '<t:Subject>a</t:Subject><t:Importance>Low</t:Importance>'),
      'ErrorIncorrectUpdatePropertyCount',
    ],
    ['no property in an update', set(field('item:Subject'), ''), 'ErrorIncorrectUpdatePropertyCount'],
    [
      'another property than the path says',
      set(field('item:Subject'), '<t:Importance>Low</t:Importance>'),
      'ErrorUpdatePropertyMismatch',
    ],
    ['a property of the server', set(field('item:Size'), '<t:Size>1</t:Size>'), 'ErrorInvalidPropertySet'],
    ['to delete what every item has', remove(field('item:Importance')), 'ErrorInvalidPropertyDelete'],
    [
      'to append to what is no list',
      append(field('item:Subject'), '<t:Subject>x</t:Subject>'),
      'ErrorInvalidPropertyAppend',
    ],
    ['a property of another kind', remove(field('calendar:Location')), 'ErrorInvalidPropertyRequest'],
    [
      'the value in an item of another kind',
      set(field('item:Subject'), '<t:Subject>a</t:Subject>', 'Task'),
      'ErrorObjectTypeChanged',
    ],
  ])('refuses %s, and then changes nothing', async (_, wrong, code) => {
    const running = await startMail();
    const key = await newDraft(running);
    expect(codesIn(await running.call(update(change(key, setRead + wrong))))).toEqual([code]);
    expect(keyIn(await running.call(update(change(key, setRead), 'NeverOverwrite'))).id).toBe(key.id);
  });

  it('goes on after an item that cannot be changed', async () => {
    const running = await startMail();
    const one = await newDraft(running);
    const two = await newDraft(running);
    const wrong = change({ ...one, id: 'nonsense' }, setSubject('New'));
    const answer = await running.call(update(change(one, setSubject('New')) + wrong + change(two, setSubject('New'))));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorInvalidIdMalformed', 'NoError']);
    expect(subjects(await itemsIn(running, 'drafts'))).toEqual(['New', 'New']);
  });

  it('wants to be told about messages and invitations', async () => {
    const running = await startMail();
    const key = await newDraft(running);
    const event = keyIn(await running.call(createItem('<t:CalendarItem/>', 'SendMeetingInvitations="SendToNone"')));
    const setPlace = set(field('calendar:Location'), '<t:Location>Hall</t:Location>', 'CalendarItem');
    const notices = 'SendMeetingInvitationsOrCancellations';
    const codes = async (request: string): Promise<readonly string[]> => codesIn(await running.call(request));
    expect(await codes(update(change(key, setRead), 'AutoResolve', ''))).toEqual(['ErrorMessageDispositionRequired']);
    expect(await codes(update(change(event, setPlace), 'AutoResolve', ''))).toEqual([
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
    ]);
    expect(await codes(update(change(event, setPlace), 'AutoResolve', `${notices}="SendToNone"`))).toEqual(['NoError']);
    expect(childText(await getItem(running, event.id), 'Location')).toBe('Hall');
  });

  it('lets the UID of an event be set again, as clients that save every property do, but not be deleted', async () => {
    const running = await startMail();
    const event = keyIn(await running.call(createItem('<t:CalendarItem/>', 'SendMeetingInvitations="SendToNone"')));
    const ask = async (updates: string): Promise<readonly string[]> =>
      codesIn(
        await running.call(
          update(change(event, updates), 'AlwaysOverwrite', 'SendMeetingInvitationsOrCancellations="SendToNone"'),
        ),
      );
    expect(await ask(set(field('calendar:UID'), '<t:UID>mine@client.test</t:UID>', 'CalendarItem'))).toEqual([
      'NoError',
    ]);
    expect(await ask(remove(field('calendar:UID')))).toEqual(['ErrorInvalidPropertyDelete']);
    expect(childText(await getItem(running, event.id), 'UID')).toBe('mine@client.test');
  });

  it('lets mail that was received be marked and filed, but not readdressed', async () => {
    const running = await startMail();
    await running.call(sendMessage(`<t:Subject>Hello</t:Subject>${people('ToRecipients', 'alice@example.test')}`));
    const [received] = await itemsIn(running, 'inbox');
    const key = { id: (received && child(received, 'ItemId')?.attributes['Id']) ?? '' };
    const write = async (updates: string) =>
      codesIn(await running.call(update(change(key, updates), 'AlwaysOverwrite')));
    expect(await write(set(field('item:Categories'), '<t:Categories><t:String>A</t:String></t:Categories>'))).toEqual([
      'NoError',
    ]);
    expect(await write(set(field('message:ToRecipients'), people('ToRecipients', 'bob@example.test')))).toEqual([
      'ErrorInvalidPropertyUpdateSentMessage',
    ]);
  });

  it('sends the draft as changed when the disposition says so', async () => {
    const running = await startMail();
    const key = await newDraft(running, `<t:Subject>Old</t:Subject>${people('ToRecipients', 'bob@example.test')}`);
    const answer = await running.call(
      update(change(key, setSubject('New')), 'AutoResolve', 'MessageDisposition="SendAndSaveCopy"'),
    );
    expect(codesIn(answer)).toEqual(['NoError']);
    expect(await itemsIn(running, 'drafts')).toEqual([]);
    expect(subjects(await itemsIn(running, 'sentitems'))).toEqual(['New']);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['New']);
  });

  it('tells SyncFolderItems a changed read flag apart from a changed subject', async () => {
    const running = await startMail();
    const key = await newDraft(running);
    const sync = (state: string): string =>
      `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="drafts"/></m:SyncFolderId>${state}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`;
    const follow = async (state: string) => {
      const { text } = await running.call(sync(state));
      const kinds = text.match(/<t:(?:Create|Update|ReadFlagChange)>/g);
      return { kinds, state: /<m:SyncState>[^<]+<\/m:SyncState>/.exec(text)?.[0] ?? '' };
    };
    const { state } = await follow('');
    await running.call(update(change(key, setRead), 'AlwaysOverwrite'));
    const read = await follow(state);
    await running.call(update(change(key, setSubject('New')), 'AlwaysOverwrite'));
    expect([read.kinds, (await follow(read.state)).kinds]).toEqual([['<t:ReadFlagChange>'], ['<t:Update>']]);
  });
});
