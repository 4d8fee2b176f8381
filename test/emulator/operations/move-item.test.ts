import { describe, expect, it } from 'vitest';
import { answered, only } from '../answered.ts';
import { byId, folderTree, idOfSubject, itemsOf, named, subjectsOf } from '../mailbox-contents.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator } from '../running-emulator.ts';
import { alice, bob, startWriting } from '../writing-organization.ts';

const transfer = (operation: string, to: string, ids: readonly string[], more = ''): string =>
  `<m:${operation}><m:ToFolderId>${to}</m:ToFolderId><m:ItemIds>${ids.map((id) => `<t:ItemId Id="${id}"/>`).join('')}</m:ItemIds>${more}</m:${operation}>`;
const inbox = named('inbox');
const drafts = named('drafts');
const get = (id: string): string =>
  `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`;
const sync = async ({ call }: RunningEmulator, folder: string, state = '') => {
  const known = state === '' ? '' : `<m:SyncState>${state}</m:SyncState>`;
  const answer = await call(
    `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>${folder}</m:SyncFolderId>${known}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`,
  );
  const { body } = answered(answer);
  const changes = only(body, 'Changes').children.map((one) => `${one.name} ${only(one, 'ItemId').attributes['Id']}`);
  return { state: only(body, 'SyncState').text, changes };
};

describe('MoveItem', () => {
  it('puts an item into another folder under a new id; the old one is dead', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'Second');
    const before = [await sync(running, inbox), await sync(running, drafts)] as const;
    const answer = await running.call(transfer('MoveItem', drafts, [id]));
    const [moved] = await itemsOf(running, drafts);
    expect(bodyOf(answer)).toBe(
      `<m:MoveItemResponse><m:ResponseMessages><m:MoveItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message><t:ItemId Id="${moved?.id}" ChangeKey="${moved?.changeKey}"/></t:Message></m:Items></m:MoveItemResponseMessage></m:ResponseMessages></m:MoveItemResponse>`,
    );
    expect(moved?.subject).toBe('Second');
    expect(moved?.id).not.toBe(id);
    expect(codesIn(await running.call(get(id)))).toEqual(['ErrorItemNotFound']);
    const tree = await folderTree(running);
    expect([tree.counts('Inbox'), tree.counts('Drafts')]).toEqual(['2/2', '1/1']);
    expect((await sync(running, inbox, before[0].state)).changes).toEqual([`Delete ${id}`]);
    expect((await sync(running, drafts, before[1].state)).changes).toEqual([`Create ${moved?.id}`]);
  });

  it('takes attachments along, under new ids of their own', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'Second');
    const old = idsIn(await running.call(get(id)), 'AttachmentId');
    const [moved = ''] = idsIn(await running.call(transfer('MoveItem', drafts, [id])), 'ItemId');
    const seen = await running.call(get(moved));
    expect(bodyOf(seen)).toContain(`<t:ParentFolderId Id="${(await folderTree(running)).id('Drafts')}"/>`);
    const attachments = idsIn(seen, 'AttachmentId');
    expect(attachments).toHaveLength(2);
    const getAttachments = (ids: readonly string[]): string =>
      `<m:GetAttachment><m:AttachmentIds>${ids.map((one) => `<t:AttachmentId Id="${one}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`;
    const contents = bodyOf(await running.call(getAttachments(attachments)));
    expect([...contents.matchAll(/<t:Content>([^<]+)</g)].map(([, content = '']) => atob(content))).toEqual([
      'one',
      'two',
    ]);
    expect(codesIn(await running.call(getAttachments(old)))).toEqual(['ErrorItemNotFound', 'ErrorItemNotFound']);
  });

  it('takes a recurring event by its master', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, named('calendar'), 'Weekly');
    const answer = await running.call(transfer('MoveItem', named('deleteditems'), [id]));
    expect(bodyOf(answer)).toContain('<m:Items><t:CalendarItem><t:ItemId');
    expect(await subjectsOf(running, named('calendar'))).toEqual(['Meeting']);
  });
});

describe('CopyItem', () => {
  it('leaves the original as it is and makes another item with an id of its own', async () => {
    const running = await startWriting();
    const before = await itemsOf(running, inbox);
    const id = before[0]?.id ?? '';
    const answer = await running.call(transfer('CopyItem', drafts, [id, id]));
    expect(codesIn(answer)).toEqual(['NoError', 'NoError']);
    expect(new Set([id, ...idsIn(answer, 'ItemId')]).size).toBe(3);
    expect(await itemsOf(running, inbox)).toEqual(before);
    expect(await subjectsOf(running, drafts)).toEqual(['First', 'First']);
  });

  it('copies into the folder in which the item lies', async () => {
    const running = await startWriting();
    await running.call(transfer('CopyItem', inbox, [await idOfSubject(running, inbox, 'First')]));
    expect(await subjectsOf(running, inbox)).toEqual(['First', 'Second', 'Third', 'First']);
  });
});

describe.each(['MoveItem', 'CopyItem'])('%s', (operation) => {
  it('answers every id of a batch, in order', async () => {
    const running = await startWriting();
    const [first, , third] = await itemsOf(running, inbox);
    const ids = [first?.id ?? '', 'nonsense', (await folderTree(running)).id('Inbox'), third?.id ?? ''];
    const answer = await running.call(transfer(operation, drafts, ids));
    expect(codesIn(answer)).toEqual([
      'NoError',
      'ErrorInvalidIdMalformed',
      'ErrorCannotUseFolderIdForItemId',
      'NoError',
    ]);
    expect(await subjectsOf(running, drafts)).toEqual(['First', 'Third']);
  });

  it('tells no new ids when nobody wants them', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'First');
    const silent = '<m:ReturnNewItemIds>false</m:ReturnNewItemIds>';
    const answer = await running.call(transfer(operation, drafts, [id], silent));
    expect(bodyOf(answer)).toContain('<m:ResponseCode>NoError</m:ResponseCode><m:Items/>');
    expect(await subjectsOf(running, drafts)).toEqual(['First']);
  });

  it('refuses an occurrence of a series', async () => {
    const running = await startWriting();
    const view = await running.call(
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-01-12T00:00:00Z" EndDate="2026-01-13T00:00:00Z"/><m:ParentFolderIds>${named('calendar')}</m:ParentFolderIds></m:FindItem>`,
    );
    const answer = await running.call(transfer(operation, drafts, idsIn(view, 'ItemId')));
    expect(codesIn(answer)).toEqual(['ErrorCalendarCannotMoveOrCopyOccurrence']);
  });

  it('says what is wrong with the target, once for each item, and touches none', async () => {
    const running = await startWriting();
    const before = await itemsOf(running, inbox);
    const ids = before.slice(0, 2).map(({ id }) => id);
    const ask = async (to: string) => codesIn(await running.call(transfer(operation, to, ids)));
    const search = byId((await folderTree(running)).id('Finder/Unread Mail'));
    const team = byId((await folderTree(running, bob)).id('Team'));
    expect(await ask(named('voicemail'))).toEqual(['ErrorToFolderNotFound', 'ErrorToFolderNotFound']);
    expect(await ask(search)).toEqual(['ErrorMoveCopyFailed', 'ErrorMoveCopyFailed']);
    expect(await ask(team)).toEqual(['ErrorCrossMailboxMoveCopy', 'ErrorCrossMailboxMoveCopy']);
    expect(await ask(named('inbox', bob))).toEqual(['ErrorAccessDenied', 'ErrorAccessDenied']);
    expect(await itemsOf(running, inbox)).toEqual(before);
  });

  it('takes nothing out of a folder that is only shared', async () => {
    const running = await startWriting();
    const team = byId((await folderTree(running, bob)).id('Team'));
    const [shared] = await itemsOf(running, team);
    const answer = await running.call(transfer(operation, inbox, [shared?.id ?? '']), alice);
    expect(codesIn(answer)).toEqual(['ErrorCrossMailboxMoveCopy']);
    expect(await subjectsOf(running, team)).toEqual(['Shared']);
  });
});
