import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator, startEmulator } from './running-emulator.ts';
import { alice, bob, sharingOrganization } from './sharing-organization.ts';

const start = (): Promise<RunningEmulator> => startEmulator({ seed: sharingOrganization() });

const of = (address: string, id: string): string =>
  `<t:DistinguishedFolderId Id="${id}"><t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
const byId = (id: string): string => `<t:FolderId Id="${id}"/>`;
const folderShape = (base = 'Default'): string => `<m:FolderShape><t:BaseShape>${base}</t:BaseShape></m:FolderShape>`;
const itemShape = '<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>';
const getFolder = (folders: string, base?: string): string =>
  `<m:GetFolder>${folderShape(base)}<m:FolderIds>${folders}</m:FolderIds></m:GetFolder>`;
const findFolder = (parent: string, traversal = 'Deep'): string =>
  `<m:FindFolder Traversal="${traversal}">${folderShape()}<m:ParentFolderIds>${parent}</m:ParentFolderIds></m:FindFolder>`;
const findItem = (parents: string): string =>
  `<m:FindItem Traversal="Shallow">${itemShape}<m:ParentFolderIds>${parents}</m:ParentFolderIds></m:FindItem>`;
const getItem = (ids: readonly string[]): string =>
  `<m:GetItem>${itemShape}<m:ItemIds>${ids.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds></m:GetItem>`;
const getAttachment = (ids: readonly string[]): string =>
  `<m:GetAttachment><m:AttachmentIds>${ids.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`;
const syncItems = (folder: string, state = ''): string =>
  `<m:SyncFolderItems>${itemShape}<m:SyncFolderId>${folder}</m:SyncFolderId>${state}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`;
const subjects = (text: string): readonly string[] =>
  [...text.matchAll(/<t:Subject>([^<]*)</g)].map(([, subject = '']) => subject);

/** The id of bob's folder of this name, as he sees it. */
const bobsFolder = async ({ call }: RunningEmulator, name: string): Promise<string> => {
  const { text } = await call(findFolder(of(bob, 'msgfolderroot')), bob);
  return new RegExp(`FolderId Id="([^"]+)"[^>]*/>(?:(?!FolderId).)*<t:DisplayName>${name}<`).exec(text)?.[1] ?? '';
};

describe('a folder that bob shares with alice', () => {
  it('is reached by who acts for alice, by its well-known name and by its id, and so are its items and attachments', async () => {
    const running = await start();
    const projects = byId(await bobsFolder(running, 'Projects'));
    const { call } = running;
    const calendar = of(bob, 'calendar');
    expect(codesIn(await call(getFolder(calendar + projects)))).toEqual(['NoError', 'NoError']);
    const found = await call(findItem(calendar + projects));
    expect(subjects(found.text)).toEqual(['Board meeting', 'Bob’s week', 'Shared by Bob']);
    const items = await call(getItem(idsIn(found, 'ItemId')));
    expect(codesIn(items)).toEqual(['NoError', 'NoError', 'NoError']);
    const attachments = idsIn(items, 'AttachmentId');
    expect(codesIn(await call(getAttachment(attachments)))).toEqual(['NoError', 'NoError']);
    expect(codesIn(await call(findFolder(calendar)))).toEqual(['NoError']);
  });

  it('is followed by SyncFolderItems, with bob’s changes', async () => {
    const running = await start();
    const { call, emulator } = running;
    const first = await call(syncItems(of(bob, 'calendar')));
    expect(subjects(first.text)).toEqual(['Board meeting', 'Bob’s week']);
    const [, state = ''] = /<m:SyncState>([^<]+)</.exec(first.text) ?? [];
    emulator.remove(bob, idsIn(first, 'ItemId')[0] ?? '');
    const second = bodyOf(await call(syncItems(of(bob, 'calendar'), `<m:SyncState>${state}</m:SyncState>`)));
    expect([...second.matchAll(/<t:(Create|Update|Delete)>/g)].map(([, kind]) => kind)).toEqual(['Delete']);
    expect(codesIn(await call(syncItems(of(bob, 'inbox'))))).toEqual(['ErrorAccessDenied']);
  });

  it('says that alice may only read it, and tells only bob with whom he shares it', async () => {
    const { call } = await start();
    const seen = bodyOf(await call(getFolder(of(bob, 'calendar'), 'AllProperties')));
    expect(seen).toContain('<t:Read>true<');
    expect(seen).toContain('<t:Modify>false<');
    expect(seen).not.toContain('PermissionSet');
    const own = bodyOf(await call(getFolder(of(bob, 'calendar'), 'AllProperties'), bob));
    expect(own).toContain('<t:Modify>true<');
    expect(own).toContain(`<t:PrimarySmtpAddress>${alice}</t:PrimarySmtpAddress></t:UserId><t:CanCreateItems>false<`);
  });

  it('opens none of bob’s other folders, below it neither, and nothing of alice’s to bob', async () => {
    const running = await start();
    const { call } = running;
    const [projects, below, inbox] = await Promise.all(
      ['Projects', 'Below', 'Inbox'].map((name) => bobsFolder(running, name)),
    );
    const bobsMail = await call(findItem(byId(inbox ?? '') + byId(below ?? '')), bob);
    expect(subjects(bobsMail.text)).toEqual(['Only for Bob', 'Not shared']);
    const folders = [
      byId(inbox ?? ''),
      byId(below ?? ''),
      of(bob, 'inbox'),
      of(bob, 'msgfolderroot'),
      of(bob, 'voicemail'),
    ];
    for (const folder of folders) {
      expect(codesIn(await call(getFolder(folder)))).toEqual(['ErrorAccessDenied']);
      expect(codesIn(await call(findItem(folder)))).toEqual(['ErrorAccessDenied']);
      expect(codesIn(await call(findFolder(folder)))).toEqual(['ErrorAccessDenied']);
    }
    expect(bodyOf(await call(findFolder(byId(projects ?? ''))))).toContain('TotalItemsInView="0"');
    const [item = ''] = idsIn(bobsMail, 'ItemId');
    expect(codesIn(await call(getItem([item])))).toEqual(['ErrorAccessDenied']);
    const [attachment = ''] = idsIn(await call(getItem([item]), bob), 'AttachmentId');
    expect(codesIn(await call(getAttachment([attachment])))).toEqual(['ErrorAccessDenied']);
    expect(codesIn(await call(getFolder(of(alice, 'calendar')), bob))).toEqual(['ErrorAccessDenied']);
  });
});

describe('the request that alice gets as bob’s delegate', () => {
  it('points at the event in bob’s calendar, which whoever acts for alice can read', async () => {
    const { call } = await start();
    const inbox = await call(findItem(of(alice, 'inbox')));
    const requests = await call(getItem(idsIn(inbox, 'ItemId').slice(0, 2)));
    expect([...requests.text.matchAll(/<t:IsDelegated>(\w+)</g)].map(([, value]) => value)).toEqual(['true', 'false']);
    const pointers = idsIn(requests, 'AssociatedCalendarItemId');
    const events = await call(getItem(pointers));
    expect(subjects(events.text)).toEqual(['Board meeting', 'Lunch']);
    const calendars = [bob, alice].map(
      async (owner) => idsIn(await call(getFolder(of(owner, 'calendar'))), 'FolderId')[0],
    );
    expect(idsIn(events, 'ParentFolderId')).toEqual(await Promise.all(calendars));
  });
});

describeWithWitness('answers about shared folders, against the Exchange2010_SP2 schema', (folder) => {
  it('are valid for the owner and for the other', async () => {
    const { call } = await start();
    const folders = of(bob, 'calendar') + of(bob, 'inbox');
    const requests = [getFolder(folders, 'AllProperties'), findFolder(folders), findItem(folders), syncItems(folders)];
    const answers = await Promise.all(
      [alice, bob].flatMap((reader) => requests.map((request) => call(request, reader))),
    );
    expect(
      await schemaErrors(
        folder,
        answers.map(({ text }) => text),
      ),
    ).toEqual([]);
  });
});
