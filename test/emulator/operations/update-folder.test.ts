import { describe, expect, it } from 'vitest';
import { byId, folderTree, named } from '../mailbox-contents.ts';
import { bodyOf, codesIn } from '../running-emulator.ts';
import { bob, startWriting } from '../writing-organization.ts';

const change = (folder: string, updates: string): string =>
  `<t:FolderChange>${folder}<t:Updates>${updates}</t:Updates></t:FolderChange>`;
const updateFolder = (changes: string): string =>
  `<m:UpdateFolder><m:FolderChanges>${changes}</m:FolderChanges></m:UpdateFolder>`;
const set = (uri: string, property: string, kind = 'Folder'): string =>
  `<t:SetFolderField><t:FieldURI FieldURI="folder:${uri}"/><t:${kind}>${property}</t:${kind}></t:SetFolderField>`;
const className = (text: string): string => `<t:FolderClass>${text}</t:FolderClass>`;
const setClass = (folderClass: string, kind: string): string => set('FolderClass', className(folderClass), kind);
const rename = (name: string, kind?: string): string =>
  set('DisplayName', `<t:DisplayName>${name}</t:DisplayName>`, kind);

describe('UpdateFolder', () => {
  it('gives a folder another name and a new change key; its id stays', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const id = before.id('Inbox/Projects');
    const answer = await running.call(updateFolder(change(byId(id), rename('Plans'))));
    const after = await folderTree(running);
    expect(bodyOf(answer)).toBe(
      `<m:UpdateFolderResponse><m:ResponseMessages><m:UpdateFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="${id}" ChangeKey="${after.changeKey('Inbox/Plans')}"/></t:Folder></m:Folders></m:UpdateFolderResponseMessage></m:ResponseMessages></m:UpdateFolderResponse>`,
    );
    expect(after.changeKey('Inbox/Plans')).not.toBe(before.changeKey('Inbox/Projects'));
    expect(after.id('Inbox/Plans/Old')).toBe(before.id('Inbox/Projects/Old'));
  });

  it('lets a folder change the case of its name, and no folder take the name of another', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const ask = async (path: string, name: string) =>
      codesIn(await running.call(updateFolder(change(byId(tree.id(path)), rename(name)))));
    expect(await ask('Inbox/Projects', 'PROJECTS')).toEqual(['NoError']);
    expect(await ask('Empty', 'outbox')).toEqual(['ErrorFolderExists']);
    expect((await folderTree(running)).paths).toContain('Inbox/PROJECTS');
  });

  it('changes all that is asked of a folder or nothing', async () => {
    const running = await startWriting();
    const id = (await folderTree(running)).id('Empty');
    const answer = await running.call(updateFolder(change(byId(id), rename('Full') + rename(' '))));
    expect(codesIn(answer)).toEqual(['ErrorFolderSavePropertyError']);
    expect((await folderTree(running)).paths).toContain('Empty');
  });

  it('answers every folder of a batch', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const changes = [
      change(byId(tree.id('Empty')), rename('First')),
      change(byId('nonsense'), rename('Second')),
      change(byId(tree.id('Inbox/Projects/Old')), rename('Third')),
    ];
    const answer = await running.call(updateFolder(changes.join('')));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorInvalidIdMalformed', 'NoError']);
    const { paths } = await folderTree(running);
    expect(paths).toContain('First');
    expect(paths).toContain('Inbox/Projects/Third');
  });

  it.each([
    ['a well-known folder another name', 'inbox', rename('Post'), 'ErrorAccessDenied'],
    ['a calendar the class of mail', 'calendar', setClass('IPF.Note', 'CalendarFolder'), 'ErrorObjectTypeChanged'],
    [
      'a calendar what only tasks have',
      'calendar',
      setClass('IPF.Appointment', 'TasksFolder'),
      'ErrorObjectTypeChanged',
    ],
    ['a folder a count', 'inbox', set('TotalCount', '<t:TotalCount>9</t:TotalCount>'), 'ErrorInvalidPropertySet'],
    ['one property the value of another', 'inbox', set('DisplayName', className('x')), 'ErrorUpdatePropertyMismatch'],
    [
      'two properties at once',
      'inbox',
      set('DisplayName', className('x') + '<t:DisplayName>y</t:DisplayName>'),
      'ErrorIncorrectUpdatePropertyCount',
    ],
    [
      'no name',
      'inbox',
      '<t:DeleteFolderField><t:FieldURI FieldURI="folder:DisplayName"/></t:DeleteFolderField>',
      'ErrorInvalidPropertyDelete',
    ],
    ['more of a name', 'inbox', rename('x').replaceAll('SetF', 'AppendToF'), 'ErrorInvalidPropertyAppend'],
  ])('does not give %s', async (_, id, update, code) => {
    const { call } = await startWriting();
    expect(codesIn(await call(updateFolder(change(named(id), update))))).toEqual([code]);
  });

  const share = (level: string): string =>
    set(
      'PermissionSet',
      `<t:PermissionSet><t:Permissions><t:Permission><t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser></t:UserId><t:PermissionLevel>None</t:PermissionLevel></t:Permission><t:Permission><t:UserId><t:PrimarySmtpAddress>Bob@example.test</t:PrimarySmtpAddress></t:UserId><t:PermissionLevel>${level}</t:PermissionLevel></t:Permission></t:Permissions></t:PermissionSet>`,
    );

  it('lets others read a folder, and takes that back when its permissions are deleted', async () => {
    const running = await startWriting();
    const id = (await folderTree(running)).id('Inbox/Projects');
    const ask = async (update: string) => codesIn(await running.call(updateFolder(change(byId(id), update))));
    const read = async () =>
      codesIn(
        await running.call(
          `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${byId(id)}</m:FolderIds></m:GetFolder>`,
          bob,
        ),
      );
    expect(await read()).toEqual(['ErrorAccessDenied']);
    expect(await ask(share('Reviewer'))).toEqual(['NoError']);
    expect(await read()).toEqual(['NoError']);
    expect(
      await ask('<t:DeleteFolderField><t:FieldURI FieldURI="folder:PermissionSet"/></t:DeleteFolderField>'),
    ).toEqual(['NoError']);
    expect(await read()).toEqual(['ErrorAccessDenied']);
  });

  it('gives nobody a permission that is not kept here', async () => {
    const running = await startWriting();
    const id = (await folderTree(running)).id('Inbox/Projects');
    expect(codesIn(await running.call(updateFolder(change(byId(id), share('Editor')))))).toEqual([
      'ErrorInvalidPropertySet',
    ]);
    expect(codesIn(await running.call(updateFolder(change(byId(id), share('None')))))).toEqual(['NoError']);
    const nested = share('None').replaceAll(/(<\/?t:PermissionSet>)/g, '$1$1');
    expect(codesIn(await running.call(updateFolder(change(byId(id), nested))))).toEqual(['ErrorSchemaValidation']);
  });

  it('lets nobody change what is only shared with them', async () => {
    const running = await startWriting();
    const team = (await folderTree(running, bob)).id('Team');
    expect(codesIn(await running.call(updateFolder(change(byId(team), rename('Mine')))))).toEqual([
      'ErrorAccessDenied',
    ]);
  });
});
