import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { byId, folderTree, itemsOf, named } from './mailbox-contents.ts';
import { codesIn, envelope, idsIn, impersonating } from './running-emulator.ts';
import { alice, startWriting } from './writing-organization.ts';

const folder = (name: string): string => `<t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder>`;
const item = (id: string): string => `<t:ItemId Id="${id}"/>`;
const file = '<t:FileAttachment><t:Name>a.txt</t:Name><t:Content>YQ==</t:Content></t:FileAttachment>';
const letter = '<t:ItemAttachment><t:Name>L</t:Name><t:Message><t:Subject>L</t:Subject></t:Message></t:ItemAttachment>';
const rename = (id: string): string =>
  `<t:FolderChange>${byId(id)}<t:Updates><t:SetFolderField><t:FieldURI FieldURI="folder:DisplayName"/>${folder('Renamed')}</t:SetFolderField></t:Updates></t:FolderChange>`;

describeWithWitness(
  'writes of folders, attachments and places of items, against the Exchange2010_SP2 schema',
  (witness) => {
    it('are valid in request and answer, with an error in the middle of each batch', async () => {
      const running = await startWriting();
      const [first, second, third] = (await itemsOf(running, named('inbox'))).map(({ id }) => id);
      const tree = await folderTree(running);
      const inbox = named('inbox');
      const bad = byId('nonsense');
      const documents: string[] = [];
      const send = async (request: string) => {
        const answer = await running.call(request);
        documents.push(envelope(request, impersonating(alice)), answer.text);
        return answer;
      };
      const codes = [
        await send(
          `<m:CreateFolder><m:ParentFolderId>${inbox}</m:ParentFolderId><m:Folders>${folder('A')}${folder('A')}<t:TasksFolder><t:DisplayName>B</t:DisplayName></t:TasksFolder></m:Folders></m:CreateFolder>`,
        ),
        await send(
          `<m:UpdateFolder><m:FolderChanges>${rename(tree.id('Empty'))}${rename('nonsense')}${rename(tree.id('Inbox/Projects'))}</m:FolderChanges></m:UpdateFolder>`,
        ),
        await send(
          `<m:CopyFolder><m:ToFolderId>${named('drafts')}</m:ToFolderId><m:FolderIds>${byId(tree.id('Inbox/Projects'))}${bad}${named('junkemail')}</m:FolderIds></m:CopyFolder>`,
        ),
        await send(
          `<m:MoveFolder><m:ToFolderId>${named('junkemail')}</m:ToFolderId><m:FolderIds>${byId(tree.id('Inbox/Projects'))}${bad}${byId(tree.id('Inbox/Projects/Old'))}</m:FolderIds></m:MoveFolder>`,
        ),
        await send(
          `<m:EmptyFolder DeleteType="SoftDelete" DeleteSubFolders="true"><m:FolderIds>${named('junkemail')}${named('calendar')}${named('deleteditems')}</m:FolderIds></m:EmptyFolder>`,
        ),
        await send(
          `<m:DeleteFolder DeleteType="MoveToDeletedItems"><m:FolderIds>${byId(tree.id('Empty'))}${named('drafts')}${byId(tree.id('Empty'))}</m:FolderIds></m:DeleteFolder>`,
        ),
        await send(
          `<m:CopyItem><m:ToFolderId>${named('drafts')}</m:ToFolderId><m:ItemIds>${item(first ?? '')}${item('nonsense')}${item(second ?? '')}</m:ItemIds><m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:CopyItem>`,
        ),
        await send(
          `<m:MoveItem><m:ToFolderId>${named('drafts')}</m:ToFolderId><m:ItemIds>${item(first ?? '')}${item('nonsense')}${item(second ?? '')}</m:ItemIds><m:ReturnNewItemIds>false</m:ReturnNewItemIds></m:MoveItem>`,
        ),
      ];
      const made = await send(
        `<m:CreateAttachment><m:ParentItemId Id="${third}"/><m:Attachments>${file}<t:ItemAttachment/>${letter}</m:Attachments></m:CreateAttachment>`,
      );
      const [one = '', other = ''] = idsIn(made, 'AttachmentId').map((id) => `<t:AttachmentId Id="${id}"/>`);
      codes.push(
        made,
        await send(`<m:DeleteAttachment><m:AttachmentIds>${one}${one}${other}</m:AttachmentIds></m:DeleteAttachment>`),
        await send(
          `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone" AffectedTaskOccurrences="AllOccurrences"><m:ItemIds>${item(third ?? '')}${item(third ?? '')}</m:ItemIds></m:DeleteItem>`,
        ),
      );
      for (const answer of codes.slice(0, -1)) {
        expect(
          codesIn(answer).map((code) => code === 'NoError'),
          answer.text,
        ).toEqual([true, false, true]);
      }
      expect(await schemaErrors(witness, documents)).toEqual([]);
    });
  },
);
