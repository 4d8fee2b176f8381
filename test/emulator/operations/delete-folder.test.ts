import { describe, expect, it } from 'vitest';
import { byId, folderTree, itemsOf, named, subjectsOf } from '../mailbox-contents.ts';
import { bodyOf, codesIn } from '../running-emulator.ts';
import { bob, startWriting } from '../writing-organization.ts';

const deleteFolder = (type: string, folders: string): string =>
  `<m:DeleteFolder DeleteType="${type}"><m:FolderIds>${folders}</m:FolderIds></m:DeleteFolder>`;
const emptyFolder = (type: string, deletesSubfolders: boolean, folders: string): string =>
  `<m:EmptyFolder DeleteType="${type}" DeleteSubFolders="${deletesSubfolders}"><m:FolderIds>${folders}</m:FolderIds></m:EmptyFolder>`;
const recoverable = named('recoverableitemsdeletions');
const types = ['HardDelete', 'SoftDelete', 'MoveToDeletedItems'];

describe('DeleteFolder', () => {
  it('removes a folder for good with all that is in it and below it', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const answer = await running.call(deleteFolder('HardDelete', byId(before.id('Inbox/Projects'))));
    expect(bodyOf(answer)).toBe(
      '<m:DeleteFolderResponse><m:ResponseMessages><m:DeleteFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:DeleteFolderResponseMessage></m:ResponseMessages></m:DeleteFolderResponse>',
    );
    const gone = ['Inbox/Projects', 'Inbox/Projects/Old'];
    expect((await folderTree(running)).paths).toEqual(before.paths.filter((path) => !gone.includes(path)));
    expect(await itemsOf(running, recoverable)).toEqual([]);
  });

  it('with SoftDelete keeps its items among the recoverable ones', async () => {
    const running = await startWriting();
    const id = (await folderTree(running)).id('Inbox/Projects');
    await running.call(deleteFolder('SoftDelete', byId(id)));
    expect((await folderTree(running)).paths).not.toContain('Inbox/Projects');
    expect(await subjectsOf(running, recoverable)).toEqual(['Plan', 'Archive', 'Draft']);
  });

  it('with MoveToDeletedItems puts it there as it is, under its id', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const id = before.id('Inbox/Projects');
    await running.call(deleteFolder('MoveToDeletedItems', byId(id)));
    const after = await folderTree(running);
    expect(after.id('Deleted Items/Projects')).toBe(id);
    expect(after.counts('Deleted Items/Projects/Old')).toBe('2/2');
    const again = await running.call(deleteFolder('MoveToDeletedItems', byId(id)));
    expect(codesIn(again)).toEqual(['NoError']);
    expect((await folderTree(running)).paths).toEqual(after.paths);
  });

  it('leaves a folder where it is when Deleted Items has one of its name', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    await running.call(deleteFolder('MoveToDeletedItems', byId(before.id('Empty'))));
    await running.call(
      `<m:CreateFolder><m:ParentFolderId>${named('msgfolderroot')}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>empty</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`,
    );
    const second = (await folderTree(running)).id('empty');
    expect(codesIn(await running.call(deleteFolder('MoveToDeletedItems', byId(second))))).toEqual([
      'ErrorFolderExists',
    ]);
    expect((await folderTree(running)).id('empty')).toBe(second);
  });

  it('answers every folder of a batch; what is gone already is not found', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const folders = [tree.id('Inbox/Projects'), tree.id('Inbox/Projects/Old'), tree.id('Empty')].map(byId);
    const answer = await running.call(deleteFolder('HardDelete', folders.join('')));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorFolderNotFound', 'NoError']);
  });

  it.each(types)('with %s refuses well-known folders and what others share', async (type) => {
    const running = await startWriting();
    const before = await folderTree(running);
    const team = (await folderTree(running, bob)).id('Team');
    const answer = await running.call(deleteFolder(type, named('drafts') + named('root') + byId(team)));
    expect(codesIn(answer)).toEqual([
      'ErrorDeleteDistinguishedFolder',
      'ErrorDeleteDistinguishedFolder',
      'ErrorAccessDenied',
    ]);
    expect((await folderTree(running)).paths).toEqual(before.paths);
  });
});

describe('EmptyFolder', () => {
  it('deletes the items of a folder and leaves the folders in it', async () => {
    const running = await startWriting();
    const answer = await running.call(emptyFolder('HardDelete', false, named('inbox')));
    expect(bodyOf(answer)).toBe(
      '<m:EmptyFolderResponse><m:ResponseMessages><m:EmptyFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:EmptyFolderResponseMessage></m:ResponseMessages></m:EmptyFolderResponse>',
    );
    const tree = await folderTree(running);
    expect([tree.counts('Inbox'), tree.counts('Inbox/Projects')]).toEqual(['0/0', '1/1']);
  });

  it('deletes the folders in it when asked', async () => {
    const running = await startWriting();
    await running.call(emptyFolder('SoftDelete', true, named('inbox')));
    const tree = await folderTree(running);
    expect(tree.counts('Inbox')).toBe('0/0');
    expect(tree.paths).not.toContain('Inbox/Projects');
    expect(await subjectsOf(running, recoverable)).toEqual(['First', 'Second', 'Third', 'Plan', 'Archive', 'Draft']);
  });

  it('with MoveToDeletedItems gives items new ids there and folders none', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const items = await itemsOf(running, named('inbox'));
    await running.call(emptyFolder('MoveToDeletedItems', true, named('inbox')));
    const after = await folderTree(running);
    expect(after.id('Deleted Items/Projects/Old')).toBe(before.id('Inbox/Projects/Old'));
    const moved = await itemsOf(running, named('deleteditems'));
    expect(moved.map(({ subject }) => subject)).toEqual(['Deleted before', 'First', 'Second', 'Third']);
    expect(moved.filter(({ id }) => items.some((item) => item.id === id))).toEqual([]);
    await running.call(emptyFolder('MoveToDeletedItems', true, named('deleteditems')));
    expect(await itemsOf(running, named('deleteditems'))).toEqual(moved);
    expect((await folderTree(running)).paths).toEqual(after.paths);
  });

  it('refuses calendars, saved searches, and folders in which a well-known one lies, and touches nothing', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const search = byId(before.id('Finder/Unread Mail'));
    const folders = named('calendar') + search + named('msgfolderroot') + named('voicemail');
    const answer = await running.call(emptyFolder('HardDelete', true, folders));
    expect(codesIn(answer)).toEqual([
      'ErrorCannotEmptyFolder',
      'ErrorCannotEmptyFolder',
      'ErrorCannotEmptyFolder',
      'ErrorFolderNotFound',
    ]);
    const after = await folderTree(running);
    expect(after.paths.map((path) => `${path} ${after.counts(path)}`)).toEqual(
      before.paths.map((path) => `${path} ${before.counts(path)}`),
    );
  });

  it('moves nothing when Deleted Items has a folder of a name that lies in it', async () => {
    const running = await startWriting();
    const taken = `<m:CreateFolder><m:ParentFolderId>${named('deleteditems')}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>PROJECTS</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;
    await running.call(taken);
    const answer = await running.call(emptyFolder('MoveToDeletedItems', true, named('inbox')));
    expect(codesIn(answer)).toEqual(['ErrorCannotEmptyFolder']);
    expect((await folderTree(running)).counts('Inbox')).toBe('3/3');
  });
});
