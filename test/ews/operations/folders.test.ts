import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { findFolder, type FindFolderInput } from '../../../src/ews/operations/find-folder.ts';
import { getFolder } from '../../../src/ews/operations/get-folder.ts';
import { folderProperties } from '../../../src/ews/properties/folder.ts';
import { folderId, mailboxAddress } from '../../../src/ews/properties/id.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const ann = mailboxAddress('ann@example.test') ?? expect.fail();
const inbox = { distinguished: 'inbox', mailbox: ann } as const;
const { displayName, totalCount, unreadCount, effectiveRights, parentFolderId, folderClass } = folderProperties;

describe('FindFolder', () => {
  const input: FindFolderInput = {
    parents: [inbox],
    wanted: [displayName],
    traversal: 'Deep',
    offset: 1000,
    limit: 500,
  };

  it('writes shape, page and parents', () => {
    expect(writeXml(findFolder.encode(input))).toBe(
      compact(`
        <m:FindFolder Traversal="Deep">
          <m:FolderShape>
            <t:BaseShape>IdOnly</t:BaseShape>
            <t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/></t:AdditionalProperties>
          </m:FolderShape>
          <m:IndexedPageFolderView MaxEntriesReturned="500" Offset="1000" BasePoint="Beginning"/>
          <m:ParentFolderIds>
            <t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>
          </m:ParentFolderIds>
        </m:FindFolder>`),
    );
  });

  it('reads folders of every kind with their place in the whole', () => {
    const answer = parsed(`
      <m:FindFolderResponseMessage ResponseClass="Success">
        <m:ResponseCode>NoError</m:ResponseCode>
        <m:RootFolder IndexedPagingOffset="3" TotalItemsInView="7" IncludesLastItemInRange="false">
          <t:Folders>
            <t:Folder>
              <t:FolderId Id="f1" ChangeKey="k1"/><t:ParentFolderId Id="root" ChangeKey="r"/><t:FolderClass>IPF.Note</t:FolderClass><t:DisplayName>Clients</t:DisplayName><t:TotalCount>3</t:TotalCount>
              <t:EffectiveRights><t:CreateAssociated>true</t:CreateAssociated><t:CreateContents>true</t:CreateContents><t:CreateHierarchy>false</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify><t:Read>true</t:Read></t:EffectiveRights>
              <t:UnreadCount>2</t:UnreadCount>
            </t:Folder>
            <t:CalendarFolder><t:FolderId Id="f2"/><t:DisplayName>Holidays</t:DisplayName></t:CalendarFolder>
            <t:SearchFolder><t:FolderId Id="f3" ChangeKey="k3"/></t:SearchFolder>
          </t:Folders>
        </m:RootFolder>
      </m:FindFolderResponseMessage>`);
    const wanted = [parentFolderId, folderClass, displayName, totalCount, effectiveRights, unreadCount];
    expect(findFolder.decode(answer, { ...input, wanted })).toEqual({
      folders: [
        {
          element: 'Folder',
          id: 'f1',
          changeKey: 'k1',
          properties: {
            parentFolderId: 'root',
            folderClass: 'IPF.Note',
            displayName: 'Clients',
            totalCount: 3,
            effectiveRights: { createContents: true, createHierarchy: false, delete: true, modify: true, read: true },
            unreadCount: 2,
          },
        },
        { element: 'CalendarFolder', id: 'f2', changeKey: undefined, properties: { displayName: 'Holidays' } },
        { element: 'SearchFolder', id: 'f3', changeKey: 'k3', properties: {} },
      ],
      total: 7,
      isLast: false,
      nextOffset: 3,
    });
  });
});

describe('GetFolder', () => {
  it('writes ids and well-known names side by side', () => {
    const input = { folders: [{ id: folderId('f+/=') }, inbox], wanted: [totalCount] };
    expect(writeXml(getFolder.encode(input))).toBe(
      compact(`
        <m:GetFolder>
          <m:FolderShape>
            <t:BaseShape>IdOnly</t:BaseShape>
            <t:AdditionalProperties><t:FieldURI FieldURI="folder:TotalCount"/></t:AdditionalProperties>
          </m:FolderShape>
          <m:FolderIds>
            <t:FolderId Id="f+/="/>
            <t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>ann@example.test</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>
          </m:FolderIds>
        </m:GetFolder>`),
    );
    expect(getFolder.keys?.(input)).toBe(2);
  });

  it('reads a folder, and refuses a success without one', () => {
    const answer = (folders: string) =>
      parsed(
        `<m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders>${folders}</m:Folders></m:GetFolderResponseMessage>`,
      );
    expect(
      getFolder.decode(
        answer('<t:TasksFolder><t:FolderId Id="t" ChangeKey="k"/><t:TotalCount>5</t:TotalCount></t:TasksFolder>'),
        {
          folders: [],
          wanted: [totalCount],
        },
      ),
    ).toEqual({ element: 'TasksFolder', id: 't', changeKey: 'k', properties: { totalCount: 5 } });
    expect(() => getFolder.decode(answer(''), { folders: [], wanted: [] })).toThrow(EwsError);
  });
});
