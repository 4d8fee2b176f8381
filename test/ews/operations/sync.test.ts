import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { syncFolderHierarchy } from '../../../src/ews/operations/sync-folder-hierarchy.ts';
import { syncFolderItems, type SyncFolderItemsInput } from '../../../src/ews/operations/sync-folder-items.ts';
import { folderProperties } from '../../../src/ews/properties/folder.ts';
import { folderId } from '../../../src/ews/properties/id.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const { subject } = messageProperties;
const { displayName } = folderProperties;

describe('SyncFolderItems', () => {
  const input: SyncFolderItemsInput = { folder: { id: folderId('in') }, wanted: [subject], limit: 512 };

  it('writes folder, state and limit, the first time without state', () => {
    const shape =
      '<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>';
    expect(writeXml(syncFolderItems.encode(input))).toBe(
      `<m:SyncFolderItems>${shape}<m:SyncFolderId><t:FolderId Id="in"/></m:SyncFolderId><m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>`,
    );
    expect(writeXml(syncFolderItems.encode({ ...input, syncState: 'H4sI+/=' }))).toContain(
      '</m:SyncFolderId><m:SyncState>H4sI+/=</m:SyncState><m:MaxChangesReturned>',
    );
  });

  it('reads the four kinds of change in order', () => {
    const answer = parsed(`
      <m:SyncFolderItemsResponseMessage ResponseClass="Success">
        <m:ResponseCode>NoError</m:ResponseCode>
        <m:SyncState>next</m:SyncState>
        <m:IncludesLastItemInRange>false</m:IncludesLastItemInRange>
        <m:Changes>
          <t:Create><t:Message><t:ItemId Id="1" ChangeKey="a"/><t:Subject>new</t:Subject></t:Message></t:Create>
          <t:ReadFlagChange><t:ItemId Id="2" ChangeKey="b"/><t:IsRead>true</t:IsRead></t:ReadFlagChange>
          <t:Delete><t:ItemId Id="3"/></t:Delete>
          <t:Update><t:CalendarItem><t:ItemId Id="4" ChangeKey="d"/></t:CalendarItem></t:Update>
        </m:Changes>
      </m:SyncFolderItemsResponseMessage>`);
    expect(syncFolderItems.decode(answer, input)).toEqual({
      syncState: 'next',
      isLast: false,
      changes: [
        {
          type: 'Create',
          item: { type: 'Message', element: 'Message', id: '1', changeKey: 'a', properties: { subject: 'new' } },
        },
        { type: 'ReadFlagChange', reference: { id: '2', changeKey: 'b' }, isRead: true },
        { type: 'Delete', reference: { id: '3', changeKey: undefined } },
        {
          type: 'Update',
          item: { type: 'CalendarItem', element: 'CalendarItem', id: '4', changeKey: 'd', properties: {} },
        },
      ],
    });
  });

  it.each([
    ['no state', '<m:IncludesLastItemInRange>true</m:IncludesLastItemInRange>'],
    ['no word on whether more follows', '<m:SyncState>s</m:SyncState>'],
    [
      'a change without its item',
      '<m:SyncState>s</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange><m:Changes><t:Create/></m:Changes>',
    ],
  ])('refuses an answer with %s: a client that believed it would miss changes', (_name, content) => {
    const answer = parsed(
      `<m:SyncFolderItemsResponseMessage ResponseClass="Success">${content}</m:SyncFolderItemsResponseMessage>`,
    );
    expect(() => syncFolderItems.decode(answer, input)).toThrow(EwsError);
  });
});

describe('SyncFolderHierarchy', () => {
  it('writes the whole mailbox or one subtree', () => {
    const shape =
      '<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/></t:AdditionalProperties></m:FolderShape>';
    expect(writeXml(syncFolderHierarchy.encode({ wanted: [displayName] }))).toBe(
      `<m:SyncFolderHierarchy>${shape}</m:SyncFolderHierarchy>`,
    );
    expect(
      writeXml(syncFolderHierarchy.encode({ root: { id: folderId('r') }, syncState: 's', wanted: [displayName] })),
    ).toBe(
      compact(
        `<m:SyncFolderHierarchy>${shape}<m:SyncFolderId><t:FolderId Id="r"/></m:SyncFolderId><m:SyncState>s</m:SyncState></m:SyncFolderHierarchy>`,
      ),
    );
  });

  it('reads changed and deleted folders', () => {
    const answer = parsed(`
      <m:SyncFolderHierarchyResponseMessage ResponseClass="Success">
        <m:ResponseCode>NoError</m:ResponseCode>
        <m:SyncState>next</m:SyncState>
        <m:IncludesLastFolderInRange>true</m:IncludesLastFolderInRange>
        <m:Changes>
          <t:Create><t:Folder><t:FolderId Id="1" ChangeKey="a"/><t:DisplayName>New</t:DisplayName></t:Folder></t:Create>
          <t:Update><t:CalendarFolder><t:FolderId Id="2" ChangeKey="b"/></t:CalendarFolder></t:Update>
          <t:Delete><t:FolderId Id="3"/></t:Delete>
        </m:Changes>
      </m:SyncFolderHierarchyResponseMessage>`);
    expect(syncFolderHierarchy.decode(answer, { wanted: [displayName] })).toEqual({
      syncState: 'next',
      isLast: true,
      changes: [
        { type: 'Create', folder: { element: 'Folder', id: '1', changeKey: 'a', properties: { displayName: 'New' } } },
        { type: 'Update', folder: { element: 'CalendarFolder', id: '2', changeKey: 'b', properties: {} } },
        { type: 'Delete', id: '3' },
      ],
    });
  });
});
