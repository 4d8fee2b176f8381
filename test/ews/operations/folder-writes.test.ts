import { describe, expect, it } from 'vitest';
import { createFolder } from '../../../src/ews/operations/create-folder.ts';
import { deleteFolder, type DeleteFolderInput } from '../../../src/ews/operations/delete-folder.ts';
import { emptyFolder } from '../../../src/ews/operations/empty-folder.ts';
import { moveFolder } from '../../../src/ews/operations/move-folder.ts';
import { updateFolder } from '../../../src/ews/operations/update-folder.ts';
import { folderId, type FolderTarget } from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';

const inbox: FolderTarget = { distinguished: 'inbox', mailbox: address('alice@example.test') };
const folders = ['a', 'b', 'c'].map((id) => ({ id: folderId(id) }));
const inboxXml =
  '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>alice@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>';
const idsXml = '<m:FolderIds><t:FolderId Id="a"/><t:FolderId Id="b"/><t:FolderId Id="c"/></m:FolderIds>';
const kept = (id: string): string =>
  `<m:Folders><t:CalendarFolder><t:FolderId Id="${id}" ChangeKey="k"/></t:CalendarFolder></m:Folders>`;

describe('CreateFolder', () => {
  it('writes the parent and what is made in it', () => {
    const request = createFolder.encode({
      parent: inbox,
      folders: [
        { element: 'Folder', properties: { displayName: 'A & B' } },
        { element: 'ContactsFolder', properties: { displayName: 'People' } },
      ],
    });
    expect(writeXml(request)).toBe(
      compact(`
        <m:CreateFolder>
          <m:ParentFolderId>${inboxXml}</m:ParentFolderId>
          <m:Folders>
            <t:Folder><t:DisplayName>A &amp; B</t:DisplayName></t:Folder>
            <t:ContactsFolder><t:DisplayName>People</t:DisplayName></t:ContactsFolder>
          </m:Folders>
        </m:CreateFolder>`),
    );
  });

  it('reads their ids, and the name that was taken in the middle', async () => {
    const made = folders.map(() => ({ element: 'Folder', properties: { displayName: 'x' } }) as const);
    const messages =
      done('CreateFolder', kept('a')) +
      refused('CreateFolder', 'ErrorFolderExists', '<m:Folders/>') +
      done('CreateFolder', kept('c'));
    expect(await answered(createFolder, { parent: inbox, folders: made }, messages)).toEqual([
      { id: 'a', changeKey: 'k' },
      'ErrorFolderExists',
      { id: 'c', changeKey: 'k' },
    ]);
    expect(
      await answered(createFolder, { parent: inbox, folders: made.slice(0, 1) }, done('CreateFolder', '<m:Folders/>')),
    ).toEqual([undefined]);
  });
});

describe('UpdateFolder', () => {
  const changes = folders.map(
    (folder) => ({ ...folder, changeKey: 'k', element: 'Folder', changes: { displayName: 'New' } }) as const,
  );

  it('writes each folder with its own change', () => {
    expect(writeXml(updateFolder.encode({ changes: changes.slice(0, 1) }))).toBe(
      compact(`
        <m:UpdateFolder>
          <m:FolderChanges>
            <t:FolderChange>
              <t:FolderId Id="a" ChangeKey="k"/>
              <t:Updates>
                <t:SetFolderField>
                  <t:FieldURI FieldURI="folder:DisplayName"/>
                  <t:Folder><t:DisplayName>New</t:DisplayName></t:Folder>
                </t:SetFolderField>
              </t:Updates>
            </t:FolderChange>
          </m:FolderChanges>
        </m:UpdateFolder>`),
    );
  });

  it('reads the new change keys, the error in the middle too', async () => {
    const messages =
      done('UpdateFolder', kept('a')) +
      refused('UpdateFolder', 'ErrorFolderNotFound') +
      done('UpdateFolder', kept('c'));
    expect(await answered(updateFolder, { changes }, messages)).toEqual([
      { id: 'a', changeKey: 'k' },
      'ErrorFolderNotFound',
      { id: 'c', changeKey: 'k' },
    ]);
  });
});

describe('MoveFolder', () => {
  it('writes the target before the folders', () => {
    expect(writeXml(moveFolder.encode({ folders, to: inbox }))).toBe(
      `<m:MoveFolder><m:ToFolderId>${inboxXml}</m:ToFolderId>${idsXml}</m:MoveFolder>`,
    );
  });

  it('reads what has moved, the error in the middle too', async () => {
    const messages =
      done('MoveFolder', kept('a')) +
      refused('MoveFolder', 'ErrorMoveDistinguishedFolder') +
      done('MoveFolder', kept('c'));
    expect(await answered(moveFolder, { folders, to: inbox }, messages)).toEqual([
      { id: 'a', changeKey: 'k' },
      'ErrorMoveDistinguishedFolder',
      { id: 'c', changeKey: 'k' },
    ]);
  });
});

describe('DeleteFolder', () => {
  it('writes which, and how', () => {
    expect(writeXml(deleteFolder.encode({ folders, deleteType: 'HardDelete' }))).toBe(
      `<m:DeleteFolder DeleteType="HardDelete">${idsXml}</m:DeleteFolder>`,
    );
  });

  it('reads one outcome per folder, the error in the middle too', async () => {
    const messages =
      done('DeleteFolder') + refused('DeleteFolder', 'ErrorDeleteDistinguishedFolder') + done('DeleteFolder');
    expect(await answered(deleteFolder, { folders, deleteType: 'SoftDelete' }, messages)).toEqual([
      undefined,
      'ErrorDeleteDistinguishedFolder',
      undefined,
    ]);
  });
});

describe('EmptyFolder', () => {
  it('writes which, how, and how deep', () => {
    expect(writeXml(emptyFolder.encode({ folders, deleteType: 'SoftDelete', withSubfolders: true }))).toBe(
      `<m:EmptyFolder DeleteType="SoftDelete" DeleteSubFolders="true">${idsXml}</m:EmptyFolder>`,
    );
  });

  it('reads one outcome per folder, the error in the middle too', async () => {
    const messages = done('EmptyFolder') + refused('EmptyFolder', 'ErrorCannotEmptyFolder') + done('EmptyFolder');
    expect(await answered(emptyFolder, { folders, deleteType: 'HardDelete', withSubfolders: false }, messages)).toEqual(
      [undefined, 'ErrorCannotEmptyFolder', undefined],
    );
  });
});

it('only what comes to the same the second time may be repeated', () => {
  expect(
    [createFolder, moveFolder, emptyFolder, updateFolder].map(({ name, access, idempotent }) => [
      name,
      access,
      idempotent,
    ]),
  ).toEqual([
    ['CreateFolder', 'write', false],
    ['MoveFolder', 'write', false],
    ['EmptyFolder', 'write', false],
    ['UpdateFolder', 'write', true],
  ]);
  const mayRepeat = deleteFolder.idempotent as (input: DeleteFolderInput) => boolean;
  expect(mayRepeat({ folders, deleteType: 'HardDelete' })).toBe(true);
  expect(mayRepeat({ folders, deleteType: 'MoveToDeletedItems' })).toBe(false);
});
