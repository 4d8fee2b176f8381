import { describe, expect, it } from 'vitest';
import { createEmulator } from '../../../src/emulator/emulator.ts';
import { bodyOf, codesIn, idsIn, startEmulator } from '../running-emulator.ts';
import { mail, smallOrganization } from '../small-organization.ts';

const getFolder = (ids: string, base = 'Default'): string =>
  `<m:GetFolder><m:FolderShape><t:BaseShape>${base}</t:BaseShape></m:FolderShape><m:FolderIds>${ids}</m:FolderIds></m:GetFolder>`;
const named = (id: string, mailbox = ''): string =>
  `<t:DistinguishedFolderId Id="${id}">${mailbox}</t:DistinguishedFolderId>`;
const inMailbox = (address: string): string => `<t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox>`;

describe('GetFolder', () => {
  it('answers every id with a message of its own, in order', async () => {
    const { call } = await startEmulator();
    const answer = await call(getFolder([named('inbox'), named('voicemail'), named('calendar')].join('')));
    expect(answer.status).toBe(200);
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorFolderNotFound', 'NoError']);
    expect(bodyOf(answer)).toMatch(/<t:Folder>.*<t:CalendarFolder>/s);
  });

  it('counts what is there now', async () => {
    const { call, emulator } = await startEmulator();
    const counts = async (): Promise<unknown[]> =>
      [.../Count>(\d+)</g[Symbol.matchAll]((await call(getFolder(named('inbox')))).text)].map(([, count]) => count);
    expect(await counts()).toEqual(['4', '1', '3']);
    const id = emulator.deliver('alice@example.test', 'inbox', mail('New'));
    expect(await counts()).toEqual(['5', '1', '4']);
    emulator.setRead('alice@example.test', id, true);
    expect(await counts()).toEqual(['5', '1', '3']);
    emulator.remove('alice@example.test', id);
    expect(await counts()).toEqual(['4', '1', '3']);
  });

  it('tells when something in a folder was last made or changed, and how much was ever deleted from it', async () => {
    let nowMs = Date.parse('2026-03-18T09:00:00.999Z');
    const { call, emulator } = await startEmulator({ seed: smallOrganization(), now: () => nowMs });
    const asked = ['PropertyTag="0x670A" PropertyType="SystemTime"', 'PropertyTag="0x670b" PropertyType="Integer"'];
    const shape = `<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${asked.map((uri) => `<t:ExtendedFieldURI ${uri}/>`).join('')}</t:AdditionalProperties></m:FolderShape>`;
    const valuesIn = async (request: string): Promise<readonly unknown[]> =>
      [...(await call(request)).text.matchAll(/<t:Value>(.*?)<\/t:Value>/g)].map(([, value]) => value);
    const told = (folder: string): Promise<readonly unknown[]> =>
      valuesIn(`<m:GetFolder>${shape}<m:FolderIds>${named(folder)}</m:FolderIds></m:GetFolder>`);
    const below = `<m:FindFolder Traversal="Shallow">${shape}<m:ParentFolderIds>${named('inbox')}</m:ParentFolderIds></m:FindFolder>`;
    expect(await valuesIn(below)).toEqual(['2026-01-05T08:30:15Z', '0']);
    expect(await told('tasks')).toEqual(['0']);
    const id = emulator.deliver('alice@example.test', 'inbox', mail('New'));
    expect(await told('inbox')).toEqual(['2026-03-18T09:00:00Z', '0']);
    nowMs += 60_000;
    emulator.setRead('alice@example.test', id, true);
    expect(await told('inbox')).toEqual(['2026-03-18T09:01:00Z', '0']);
    nowMs += 60_000;
    emulator.remove('alice@example.test', id);
    expect(await told('inbox')).toEqual(['2026-03-18T09:01:00Z', '1']);
    emulator.serverOptions.withoutFolderCommits = true;
    expect(await told('inbox')).toEqual([]);
  });

  it('tells when the folder itself was last changed, whatever arrives in it', async () => {
    let nowMs = Date.parse('2026-03-18T09:00:00.999Z');
    const { call, emulator } = await startEmulator({ now: () => nowMs });
    const shape =
      '<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI PropertyTag="0x3008" PropertyType="SystemTime"/></t:AdditionalProperties></m:FolderShape>';
    const told = async (): Promise<string | undefined> =>
      /<t:Value>(.*?)</.exec(
        (await call(`<m:GetFolder>${shape}<m:FolderIds>${named('tasks')}</m:FolderIds></m:GetFolder>`)).text,
      )?.[1];
    expect(await told()).toBe('2026-03-18T09:00:00Z');
    nowMs += 60_000;
    emulator.deliver('alice@example.test', 'tasks', mail('New'));
    expect(await told()).toBe('2026-03-18T09:00:00Z');
    const share = '<t:DeleteFolderField><t:FieldURI FieldURI="folder:PermissionSet"/></t:DeleteFolderField>';
    const changes = `<t:FolderChange>${named('tasks')}<t:Updates>${share}</t:Updates></t:FolderChange>`;
    const changed = `<m:UpdateFolder><m:FolderChanges>${changes}</m:FolderChanges></m:UpdateFolder>`;
    expect(codesIn(await call(changed))).toEqual(['NoError']);
    expect(await told()).toBe('2026-03-18T09:01:00Z');
  });

  it('finds a folder again by its id, which has the shape of WorkMail ids', async () => {
    const { call } = await startEmulator();
    const [id = ''] = idsIn(await call(getFolder(named('inbox'), 'IdOnly')), 'FolderId');
    const bytes = Buffer.from(id, 'base64');
    expect(bytes.length).toBe(138);
    expect(bytes.toString('latin1')).toContain(
      '/O=m-00112233445566778899aabbccddeeff/OU=Amazon WorkMail/CN=Recipients/CN=',
    );
    expect(bodyOf(await call(getFolder(`<t:FolderId Id="${id}"/>`)))).toContain('<t:DisplayName>Inbox</t:DisplayName>');
  });

  it('makes equal ids for equal seeds', () => {
    const [one, other] = [smallOrganization(), smallOrganization()].map((seed) =>
      createEmulator({ seed }).deliver('bob@example.test', 'inbox', mail('x')),
    );
    expect(one).toBe(other);
  });

  it('shows what a search folder finds, and its parameters', async () => {
    const { call } = await startEmulator();
    const find = await call(
      `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds>${named('searchfolders')}</m:ParentFolderIds></m:FindFolder>`,
    );
    const [id = ''] = idsIn(find, 'FolderId');
    const body = bodyOf(await call(getFolder(`<t:FolderId Id="${id}"/>`, 'AllProperties')));
    // Three unread in the inbox, one in the folder below it.
    expect(body).toMatch(
      /<t:SearchFolder>.*<t:TotalCount>4<.*<t:UnreadCount>4<.*<t:SearchParameters Traversal="Deep">/s,
    );
  });

  it('refuses ids of other mailboxes, of items, and ids that are none', async () => {
    const { call, emulator } = await startEmulator();
    const [bobs = ''] = idsIn(await call(getFolder(named('inbox')), 'bob@example.test'), 'FolderId');
    const item = emulator.deliver('alice@example.test', 'inbox', mail('x'));
    const ids = [bobs, item, 'AAMkAGUnknown', '', bobs.slice(0, -8)].map((id) => `<t:FolderId Id="${id}"/>`);
    expect(codesIn(await call(getFolder(ids.join(''))))).toEqual([
      'ErrorAccessDenied',
      'ErrorCannotUseItemIdForFolderId',
      'ErrorInvalidIdMalformed',
      'ErrorInvalidIdEmpty',
      'ErrorInvalidIdMalformed',
    ]);
  });

  it('takes a mailbox in the distinguished id only when it is the one acted for', async () => {
    const { call } = await startEmulator();
    const addresses = ['Alice@example.test', 'bob@example.test', 'nobody@example.test', 'alice.smith@example.test'];
    const answer = await call(getFolder(addresses.map((address) => named('inbox', inMailbox(address))).join('')));
    expect(codesIn(answer)).toEqual([
      'NoError',
      'ErrorAccessDenied',
      'ErrorNonExistentMailbox',
      'ErrorNonPrimarySmtpAddress',
    ]);
  });
});
