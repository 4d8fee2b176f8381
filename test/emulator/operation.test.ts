import { expect, it } from 'vitest';
import { bodyOf, startEmulator } from './running-emulator.ts';

const shape = (kind: 'Folder' | 'Item'): string => `<m:${kind}Shape><t:BaseShape>IdOnly</t:BaseShape></m:${kind}Shape>`;
const folder = '<t:DistinguishedFolderId Id="inbox"/>';
const noFolder = '<t:FolderId Id="AAMkAGUnknown"/>';

it.each([
  ['GetFolder', `${shape('Folder')}<m:FolderIds>${noFolder}</m:FolderIds>`, '<m:Folders/>'],
  [
    'CreateFolder',
    `<m:ParentFolderId>${noFolder}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>New</t:DisplayName></t:Folder></m:Folders>`,
    '<m:Folders/>',
  ],
  ['MoveFolder', `<m:ToFolderId>${folder}</m:ToFolderId><m:FolderIds>${noFolder}</m:FolderIds>`, '<m:Folders/>'],
  [
    'SyncFolderItems',
    `${shape('Item')}<m:SyncFolderId>${folder}</m:SyncFolderId><m:SyncState>bm9uZQ==</m:SyncState><m:MaxChangesReturned>10</m:MaxChangesReturned>`,
    '<m:SyncState/><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>',
  ],
  [
    'SyncFolderHierarchy',
    `${shape('Folder')}<m:SyncState>bm9uZQ==</m:SyncState>`,
    '<m:SyncState/><m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange>',
  ],
])(
  'what %s could not do ends with what Exchange writes in place of its payload',
  async (operation, request, payload) => {
    const { call } = await startEmulator();
    const answer = bodyOf(await call(`<m:${operation}>${request}</m:${operation}>`));
    expect(answer).toContain(
      `<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>${payload}</m:${operation}ResponseMessage>`,
    );
  },
);
