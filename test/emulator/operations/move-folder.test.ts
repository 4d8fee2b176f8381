import { describe, expect, it } from 'vitest';
import { byId, folderTree, itemsOf, named, subjectsOf } from '../mailbox-contents.ts';
import { bodyOf, codesIn, idsIn } from '../running-emulator.ts';
import { bob, startWriting } from '../writing-organization.ts';

const transfer = (operation: 'MoveFolder' | 'CopyFolder', to: string, folders: string): string =>
  `<m:${operation}><m:ToFolderId>${to}</m:ToFolderId><m:FolderIds>${folders}</m:FolderIds></m:${operation}>`;
const operations = ['MoveFolder', 'CopyFolder'] as const;

describe('MoveFolder', () => {
  it('puts a folder elsewhere with all that is in it and below it, under the ids that they have', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const id = before.id('Inbox/Projects');
    const items = await itemsOf(running, byId(id));
    const answer = await running.call(transfer('MoveFolder', byId(before.id('Empty')), byId(id)));
    const after = await folderTree(running);
    expect(bodyOf(answer)).toContain(
      `<m:MoveFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="${id}" ChangeKey="${after.changeKey('Empty/Projects')}"/></t:Folder></m:Folders>`,
    );
    expect(after.paths).not.toContain('Inbox/Projects');
    expect(after.id('Empty/Projects/Old')).toBe(before.id('Inbox/Projects/Old'));
    expect(after.changeKey('Empty/Projects')).not.toBe(before.changeKey('Inbox/Projects'));
    expect(await itemsOf(running, byId(id))).toEqual(items);
  });

  it('leaves a folder as it is that lies there already', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const answer = await running.call(transfer('MoveFolder', named('inbox'), byId(before.id('Inbox/Projects'))));
    const after = await folderTree(running);
    expect(codesIn(answer)).toEqual(['NoError']);
    expect(after.changeKey('Inbox/Projects')).toBe(before.changeKey('Inbox/Projects'));
  });

  it('moves no well-known folder', async () => {
    const { call } = await startWriting();
    const answer = await call(transfer('MoveFolder', named('inbox'), named('drafts')));
    expect(codesIn(answer)).toEqual(['ErrorMoveDistinguishedFolder']);
  });
});

describe('CopyFolder', () => {
  it('copies a folder with all that is in it and below it, under new ids', async () => {
    const running = await startWriting();
    const before = await folderTree(running);
    const answer = await running.call(
      transfer('CopyFolder', named('msgfolderroot'), byId(before.id('Inbox/Projects')) + named('drafts')),
    );
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorFolderExists']);
    const after = await folderTree(running);
    expect(idsIn(answer, 'FolderId')).toEqual([after.id('Projects')]);
    for (const path of ['Projects', 'Projects/Old']) {
      const [copy, original] = [after.id(path), before.id(`Inbox/${path}`)];
      expect(copy).not.toBe(original);
      expect(await subjectsOf(running, byId(copy))).toEqual(await subjectsOf(running, byId(original)));
      const originals = new Set((await itemsOf(running, byId(original))).map(({ id }) => id));
      expect((await itemsOf(running, byId(copy))).filter(({ id }) => originals.has(id))).toEqual([]);
    }
  });
});

describe.each(operations)('%s', (operation) => {
  it('answers every folder of a batch', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const folders = byId(tree.id('Inbox/Projects/Old')) + byId('nonsense') + byId(tree.id('Inbox/Projects'));
    const answer = await running.call(transfer(operation, byId(tree.id('Empty')), folders));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorInvalidIdMalformed', 'NoError']);
    const { paths } = await folderTree(running);
    expect(paths).toContain('Empty/Old');
    expect(paths).toContain('Empty/Projects');
  });

  it('puts no folder into itself, below itself, or beside one of its name', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const projects = byId(tree.id('Inbox/Projects'));
    const ask = async (to: string) => codesIn(await running.call(transfer(operation, to, projects)));
    expect(await ask(projects)).toEqual(['ErrorMoveCopyFailed']);
    expect(await ask(byId(tree.id('Inbox/Projects/Old')))).toEqual(['ErrorMoveCopyFailed']);
    expect(await ask(byId(tree.id('Finder/Unread Mail')))).toEqual(['ErrorMoveCopyFailed']);
    const taken = `<m:CreateFolder><m:ParentFolderId>${named('drafts')}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>projects</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;
    await running.call(taken);
    expect(await ask(named('drafts'))).toEqual(['ErrorFolderExists']);
    expect(await ask(named('voicemail'))).toEqual(['ErrorToFolderNotFound']);
    const { paths } = await folderTree(running);
    expect(paths.toSorted()).toEqual([...tree.paths, 'Drafts/projects'].toSorted());
  });

  it('does not reach into another mailbox, nor take from one what it only shares', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const team = byId((await folderTree(running, bob)).id('Team'));
    const projects = byId(tree.id('Inbox/Projects'));
    const ask = async (to: string, folder: string) => codesIn(await running.call(transfer(operation, to, folder)));
    expect(await ask(team, projects)).toEqual(['ErrorCrossMailboxMoveCopy']);
    expect(await ask(named('inbox', bob), projects)).toEqual(['ErrorAccessDenied']);
    expect(await ask(named('inbox'), team)).toEqual(['ErrorAccessDenied']);
  });
});
