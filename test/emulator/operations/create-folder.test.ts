import { describe, expect, it } from 'vitest';
import { byId, folderTree, named } from '../mailbox-contents.ts';
import { bodyOf, codesIn, idsIn } from '../running-emulator.ts';
import { bob, startWriting } from '../writing-organization.ts';

const createFolder = (parent: string, folders: string): string =>
  `<m:CreateFolder><m:ParentFolderId>${parent}</m:ParentFolderId><m:Folders>${folders}</m:Folders></m:CreateFolder>`;
const folder = (name: string, kind = 'Folder', folderClass = ''): string =>
  `<t:${kind}>${folderClass === '' ? '' : `<t:FolderClass>${folderClass}</t:FolderClass>`}<t:DisplayName>${name}</t:DisplayName></t:${kind}>`;

describe('CreateFolder', () => {
  it('makes a folder below another one and answers its id and change key', async () => {
    const running = await startWriting();
    const answer = await running.call(createFolder(named('inbox'), folder('Sub &amp; co')));
    const tree = await folderTree(running);
    const path = 'Inbox/Sub & co';
    expect(bodyOf(answer)).toBe(
      `<m:CreateFolderResponse><m:ResponseMessages><m:CreateFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="${tree.id(path)}" ChangeKey="${tree.changeKey(path)}"/></t:Folder></m:Folders></m:CreateFolderResponseMessage></m:ResponseMessages></m:CreateFolderResponse>`,
    );
    expect(tree.counts(path)).toBe('0/0');
  });

  it('answers each of several folders, and makes those that it can', async () => {
    const running = await startWriting();
    const answer = await running.call(
      createFolder(named('msgfolderroot'), folder('One') + folder('EMPTY') + folder('Two') + folder('one')),
    );
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorFolderExists', 'NoError', 'ErrorFolderExists']);
    const tree = await folderTree(running);
    expect([tree.id('One'), tree.id('Two')]).toEqual(idsIn(answer, 'FolderId'));
  });

  it.each([
    ['Folder', '', 'Folder', 'IPF.Note'],
    ['Folder', 'IPF.Contact.Team', 'ContactsFolder', 'IPF.Contact.Team'],
    ['CalendarFolder', '', 'CalendarFolder', 'IPF.Appointment'],
    ['ContactsFolder', '', 'ContactsFolder', 'IPF.Contact'],
    ['TasksFolder', 'IPF.Task', 'TasksFolder', 'IPF.Task'],
  ])('makes a t:%s of class "%s" a t:%s of class %s', async (kind, folderClass, expectedKind, expectedClass) => {
    const { call } = await startWriting();
    const made = await call(createFolder(named('inbox'), folder('New', kind, folderClass)));
    const [id = ''] = idsIn(made, 'FolderId');
    const seen = bodyOf(
      await call(
        `<m:GetFolder><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape><m:FolderIds>${byId(id)}</m:FolderIds></m:GetFolder>`,
      ),
    );
    expect(bodyOf(made)).toContain(`<m:Folders><t:${expectedKind}><t:FolderId`);
    expect(seen).toContain(`<m:Folders><t:${expectedKind}>`);
    expect(seen).toContain(`<t:FolderClass>${expectedClass}</t:FolderClass>`);
  });

  it('makes a saved search that finds what its criteria say', async () => {
    const running = await startWriting();
    const search = `<t:SearchFolder><t:DisplayName>Plans</t:DisplayName><t:SearchParameters Traversal="Deep"><t:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant><t:Constant Value="Plan"/></t:FieldURIOrConstant></t:IsEqualTo></t:Restriction><t:BaseFolderIds>${named('inbox')}</t:BaseFolderIds></t:SearchParameters></t:SearchFolder>`;
    expect(codesIn(await running.call(createFolder(named('searchfolders'), search)))).toEqual(['NoError']);
    expect((await folderTree(running)).counts('Finder/Plans')).toBe('1/1');
  });

  it.each([
    ['a class of another kind', 'ErrorNoFolderClassOverride', folder('New', 'CalendarFolder', 'IPF.Note')],
    ['no name', 'ErrorFolderSavePropertyError', '<t:Folder/>'],
    ['a name of spaces', 'ErrorFolderSavePropertyError', folder('  ')],
    ['a name of 256 characters', 'ErrorFolderSavePropertyError', folder('n'.repeat(256))],
    ['a saved search for nothing', 'ErrorFolderSavePropertyError', folder('New', 'SearchFolder')],
    [
      'a count',
      'ErrorInvalidPropertySet',
      '<t:Folder><t:DisplayName>New</t:DisplayName><t:TotalCount>1</t:TotalCount></t:Folder>',
    ],
  ])('refuses a folder with %s', async (_, code, element) => {
    const { call } = await startWriting();
    expect(codesIn(await call(createFolder(named('inbox'), element)))).toEqual([code]);
  });

  it('says what is wrong with the parent, once for each folder', async () => {
    const running = await startWriting();
    const search = (await folderTree(running)).id('Finder/Unread Mail');
    const ask = async (parent: string) => codesIn(await running.call(createFolder(parent, folder('A') + folder('B'))));
    expect(await ask(named('voicemail'))).toEqual(['ErrorParentFolderNotFound', 'ErrorParentFolderNotFound']);
    expect(await ask(byId(search))).toEqual(['ErrorInvalidParentFolder', 'ErrorInvalidParentFolder']);
    expect(await ask(named('inbox', bob))).toEqual(['ErrorAccessDenied', 'ErrorAccessDenied']);
    const team = (await folderTree(running, bob)).id('Team');
    expect(await ask(byId(team))).toEqual(['ErrorCreateSubfolderAccessDenied', 'ErrorCreateSubfolderAccessDenied']);
  });
});
