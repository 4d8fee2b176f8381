import { expect, it } from 'vitest';
import { schemaErrors } from '../schema-errors.ts';
import { describeWithWitness } from '../witness.ts';
import { idsIn, startEmulator } from './running-emulator.ts';

const named = (id: string): string => `<t:DistinguishedFolderId Id="${id}"/>`;
const itemShape = (base: string, more = ''): string =>
  `<m:ItemShape><t:BaseShape>${base}</t:BaseShape>${more}</m:ItemShape>`;
const folderShape = (base: string): string => `<m:FolderShape><t:BaseShape>${base}</t:BaseShape></m:FolderShape>`;
const bases = ['IdOnly', 'Default', 'AllProperties'];
const everyFolder =
  'calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot root junkemail searchfolders voicemail archiveroot';

describeWithWitness('answers of the emulator, against the Exchange2010_SP2 schema', (folder) => {
  it('are valid for every operation, shape and kind of item of the demo', async () => {
    const { call, emulator } = await startEmulator({ seed: 'demo', today: new Date('2026-11-20T10:00:00Z') });
    const documents: string[] = [];
    const send = async (request: string) => {
      const answer = await call(request);
      documents.push(answer.text);
      return answer;
    };
    for (const base of bases) {
      const ids = everyFolder.split(' ').map(named).join('');
      await send(`<m:GetFolder>${folderShape(base)}<m:FolderIds>${ids}</m:FolderIds></m:GetFolder>`);
      await send(`<m:SyncFolderHierarchy>${folderShape(base)}</m:SyncFolderHierarchy>`);
    }
    for (const id of ['inbox', 'calendar', 'contacts', 'tasks', 'notes', 'journal', 'drafts', 'sentitems']) {
      const found = await send(
        `<m:SyncFolderItems>${itemShape('AllProperties')}<m:SyncFolderId>${named(id)}</m:SyncFolderId><m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>`,
      );
      const itemIds = [...new Set(idsIn(found, 'ItemId'))].map((itemId) => `<t:ItemId Id="${itemId}"/>`).join('');
      for (const base of bases) {
        const shape = itemShape(base, '<t:IncludeMimeContent>true</t:IncludeMimeContent>');
        await send(`<m:GetItem>${shape}<m:ItemIds>${itemIds}</m:ItemIds></m:GetItem>`);
      }
    }
    const rooms = ['alice', 'room', 'zzz', 'a', 'team', 'smtp:bob'];
    for (const entry of rooms) {
      for (const shape of bases) {
        await send(
          `<m:ResolveNames ReturnFullContactData="true" SearchScope="ContactsActiveDirectory" ContactDataShape="${shape}"><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`,
        );
      }
    }
    await send('<m:GetServerTimeZones ReturnFullTimeZoneData="true"/>');
    await send('<m:GetServerTimeZones ReturnFullTimeZoneData="false"/>');
    emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 300 });
    await send('<m:GetServerTimeZones/>');
    for (const operation of ['GetItem', 'GetServerTimeZones', 'CreateItem', 'MarkAllItemsAsRead', 'GetRoomLists']) {
      await send(`<m:${operation}/>`);
    }
    expect(documents.every((text) => text.includes('soap:Envelope'))).toBe(true);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 60_000);

  it('are valid for every attachment of the demo, and for every message that fails', async () => {
    const { call, emulator } = await startEmulator({ seed: 'demo', today: new Date('2026-11-20T10:00:00Z') });
    const documents: string[] = [];
    const found = await call(
      `<m:FindItem Traversal="Shallow">${itemShape('IdOnly')}<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="item:HasAttachments"/><t:FieldURIOrConstant><t:Constant Value="true"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction><m:ParentFolderIds>${named('inbox')}</m:ParentFolderIds></m:FindItem>`,
    );
    const itemIds = idsIn(found, 'ItemId').map((id) => `<t:ItemId Id="${id}"/>`);
    const items = await call(
      `<m:GetItem>${itemShape('AllProperties')}<m:ItemIds>${itemIds.join('')}</m:ItemIds></m:GetItem>`,
    );
    const small = items.text
      .split(/<t:(?:File|Item)Attachment>/)
      .slice(1)
      .filter((part) => Number(/<t:Size>(\d+)</.exec(part)?.[1] ?? 0) < 100_000)
      .map((part) => /<t:AttachmentId Id="([^"]+)"/.exec(part)?.[1] ?? '');
    const get = (ids: readonly string[]): string =>
      `<m:GetAttachment><m:AttachmentIds>${ids.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`;
    documents.push((await call(get(small))).text);
    for (const request of [
      get([small[0] ?? '', 'nonsense']),
      `<m:GetItem>${itemShape('IdOnly')}<m:ItemIds>${itemIds[0]}<t:ItemId Id="nonsense"/></m:ItemIds></m:GetItem>`,
      `<m:GetFolder>${folderShape('IdOnly')}<m:FolderIds>${named('inbox')}<t:FolderId Id="nonsense"/></m:FolderIds></m:GetFolder>`,
      `<m:SyncFolderItems>${itemShape('IdOnly')}<m:SyncFolderId>${named('inbox')}</m:SyncFolderId><m:SyncState>no</m:SyncState><m:MaxChangesReturned>1</m:MaxChangesReturned></m:SyncFolderItems>`,
      `<m:SyncFolderHierarchy>${folderShape('IdOnly')}<m:SyncState>no</m:SyncState></m:SyncFolderHierarchy>`,
    ]) {
      documents.push((await call(request)).text);
      emulator.faults.add({ kind: 'itemError', index: 0, responseCode: 'ErrorItemCorrupt' });
      documents.push((await call(request)).text);
    }
    expect(small.length).toBeGreaterThan(5);
    expect(await schemaErrors(folder, documents)).toEqual([]);
  }, 60_000);
});
