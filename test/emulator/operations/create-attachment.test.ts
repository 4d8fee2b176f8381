import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { answered, descendants, rows } from '../answered.ts';
import { byId, folderTree, idOfSubject, itemsOf, named } from '../mailbox-contents.ts';
import { bodyOf, codesIn, idsIn, type RunningEmulator } from '../running-emulator.ts';
import { mail, textFile } from '../small-organization.ts';
import { alice, bob, startWriting } from '../writing-organization.ts';

const inbox = named('inbox');
const createAttachment = (parentId: string, attachments: string): string =>
  `<m:CreateAttachment><m:ParentItemId Id="${parentId}"/><m:Attachments>${attachments}</m:Attachments></m:CreateAttachment>`;
const deleteAttachment = (ids: readonly string[]): string =>
  `<m:DeleteAttachment><m:AttachmentIds>${ids.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:DeleteAttachment>`;
const getAttachment = (ids: readonly string[]): string =>
  deleteAttachment(ids).replaceAll('DeleteAttachment', 'GetAttachment');
const file = (name: string, content: string, more = ''): string =>
  `<t:FileAttachment><t:Name>${name}</t:Name>${more}<t:Content>${btoa(content)}</t:Content></t:FileAttachment>`;
const seen = async ({ call }: RunningEmulator, id: string) => {
  const answer = await call(
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape><m:ItemIds><t:ItemId Id="${id}"/></m:ItemIds></m:GetItem>`,
  );
  const [item] = rows(answered(answer).body);
  if (item === undefined) throw new Error('the item is gone');
  return {
    changeKey: child(item, 'ItemId')?.attributes['ChangeKey'],
    size: Number(childText(item, 'Size')),
    hasAttachments: childText(item, 'HasAttachments'),
    names: descendants(item, 'Name').map(({ text }) => text),
    attachmentIds: descendants(item, 'AttachmentId').map(({ attributes }) => attributes['Id'] ?? ''),
    modified: descendants(item, 'LastModifiedTime').map(({ text }) => text),
    mime: atob(childText(item, 'MimeContent') ?? ''),
  };
};

describe('CreateAttachment', () => {
  it('hangs a file on an item and tells the change key that the item has from now on', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'First');
    const before = await seen(running, id);
    const answer = await running.call(createAttachment(id, file('note.txt', 'attachment body')));
    const after = await seen(running, id);
    expect(bodyOf(answer)).toBe(
      `<m:CreateAttachmentResponse><m:ResponseMessages><m:CreateAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Attachments><t:FileAttachment><t:AttachmentId Id="${after.attachmentIds[0]}" RootItemId="${id}" RootItemChangeKey="${after.changeKey}"/></t:FileAttachment></m:Attachments></m:CreateAttachmentResponseMessage></m:ResponseMessages></m:CreateAttachmentResponse>`,
    );
    expect(after.changeKey).not.toBe(before.changeKey);
    expect([before.hasAttachments, after.hasAttachments]).toEqual(['false', 'true']);
    expect(after.size).toBeGreaterThan(before.size);
  });

  it('keeps the properties and the content of a file', async () => {
    const running = await startWriting();
    running.emulator.clock.advance(60_000);
    const id = await idOfSubject(running, inbox, 'First');
    const parts =
      '<t:ContentType>image/png</t:ContentType><t:ContentId>logo@example.test</t:ContentId><t:IsInline>true</t:IsInline>';
    const made = await running.call(createAttachment(id, file('bü.png', 'picture', parts)));
    const [attachment = ''] = idsIn(made, 'AttachmentId');
    const { modified } = await seen(running, id);
    expect(Math.abs(Date.parse(modified[0] ?? '') - running.emulator.clock.now())).toBeLessThan(60_000);
    expect(bodyOf(await running.call(getAttachment([attachment])))).toContain(
      `<t:FileAttachment><t:AttachmentId Id="${attachment}"/><t:Name>bü.png</t:Name><t:ContentType>image/png</t:ContentType><t:ContentId>logo@example.test</t:ContentId><t:Size>7</t:Size><t:LastModifiedTime>${modified[0]}</t:LastModifiedTime><t:IsInline>true</t:IsInline><t:Content>${btoa('picture')}</t:Content></t:FileAttachment>`,
    );
  });

  it('hangs an item on an item', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'First');
    const letter =
      '<t:ItemAttachment><t:Name>Letter</t:Name><t:Message><t:Subject>A letter</t:Subject><t:Body BodyType="Text">Dear Bob</t:Body></t:Message></t:ItemAttachment>';
    const made = await running.call(createAttachment(id, letter));
    expect(bodyOf(made)).toContain('<m:Attachments><t:ItemAttachment><t:AttachmentId');
    const answer = bodyOf(await running.call(getAttachment(idsIn(made, 'AttachmentId'))));
    expect(answer).toMatch(/<t:Name>Letter<.*<t:Message>.*<t:Subject>A letter<.*<t:Body BodyType="Text">Dear Bob</s);
  });

  it('answers every attachment of a batch with a change key of its own; one that fails stops none', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'Second');
    const broken = '<t:ItemAttachment><t:Name>nothing</t:Name></t:ItemAttachment>';
    const answer = await running.call(createAttachment(id, file('three.txt', '3') + broken + file('four.txt', '4')));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorMissingItemForCreateItemAttachment', 'NoError']);
    const keys = [...answer.text.matchAll(/RootItemChangeKey="([^"]+)"/g)].map(([, key]) => key);
    const after = await seen(running, id);
    expect(after.names).toEqual(['one.txt', 'two.txt', 'three.txt', 'four.txt']);
    expect(new Set(keys).size).toBe(2);
    expect(keys.at(-1)).toBe(after.changeKey);
  });

  it('is part of the message that others read as MIME', async () => {
    const running = await startWriting();
    const raw = Buffer.from('Subject: Raw\r\n\r\nAs it came');
    const id = running.emulator.deliver(alice, 'inbox', { ...mail('Raw'), mime: () => raw });
    await running.call(createAttachment(id, file('note.txt', 'attachment body')));
    const { mime } = await seen(running, id);
    expect(mime).toContain('filename="note.txt"');
    expect(mime).toContain(btoa('attachment body'));
  });

  it('says what is wrong with the parent, once for each attachment', async () => {
    const running = await startWriting();
    const tree = await folderTree(running);
    const [shared] = await itemsOf(running, byId((await folderTree(running, bob)).id('Team')));
    const ask = async (parentId: string) =>
      codesIn(await running.call(createAttachment(parentId, file('a', 'a') + file('b', 'b'))));
    expect(await ask('nonsense')).toEqual(['ErrorInvalidIdMalformed', 'ErrorInvalidIdMalformed']);
    expect(await ask(tree.id('Inbox'))).toEqual(['ErrorCannotUseFolderIdForItemId', 'ErrorCannotUseFolderIdForItemId']);
    expect(await ask(shared?.id ?? '')).toEqual(['ErrorAccessDenied', 'ErrorAccessDenied']);
  });

  it('takes 500 attachments and no more', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'First');
    const many = Array.from({ length: 501 }, (_, index) => file(`${index}.txt`, 'x')).join('');
    const codes = codesIn(await running.call(createAttachment(id, many)));
    expect([codes.filter((code) => code === 'NoError').length, codes.at(-1)]).toEqual([
      500,
      'ErrorMessageSizeExceeded',
    ]);
  });
});

describe('DeleteAttachment', () => {
  it('takes an attachment off its item and tells the change key that the item has from now on', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'Second');
    const before = await seen(running, id);
    const [first = '', second = ''] = before.attachmentIds;
    const answer = await running.call(deleteAttachment([first]));
    const after = await seen(running, id);
    expect(bodyOf(answer)).toBe(
      `<m:DeleteAttachmentResponse><m:ResponseMessages><m:DeleteAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootItemId RootItemId="${id}" RootItemChangeKey="${after.changeKey}"/></m:DeleteAttachmentResponseMessage></m:ResponseMessages></m:DeleteAttachmentResponse>`,
    );
    expect(after.changeKey).not.toBe(before.changeKey);
    expect(after.attachmentIds).toEqual([second]);
    expect(bodyOf(await running.call(getAttachment([second])))).toContain(`<t:Content>${btoa('two')}</t:Content>`);
    await running.call(deleteAttachment([second]));
    expect((await seen(running, id)).hasAttachments).toBe('false');
  });

  it('answers every id of a batch; an id that is gone never means another attachment', async () => {
    const running = await startWriting();
    const id = await idOfSubject(running, inbox, 'Second');
    const [first = '', second = ''] = (await seen(running, id)).attachmentIds;
    const answer = await running.call(deleteAttachment([second, second, 'nonsense', first]));
    expect(codesIn(answer)).toEqual(['NoError', 'ErrorItemNotFound', 'ErrorInvalidAttachmentId', 'NoError']);
    const made = idsIn(await running.call(createAttachment(id, file('new.txt', 'new'))), 'AttachmentId');
    await running.call(deleteAttachment(made));
    const again = idsIn(await running.call(createAttachment(id, file('new.txt', 'new'))), 'AttachmentId');
    expect(new Set([first, second, ...made, ...again]).size).toBe(4);
    expect(new Set(codesIn(await running.call(getAttachment([first, second, ...made]))))).toEqual(
      new Set(['ErrorItemNotFound']),
    );
  });

  it('leaves what hangs on an attached item, and what is only shared', async () => {
    const running = await startWriting();
    const inner = { kind: 'item' as const, name: 'Letter', item: mail('Letter', [textFile('inner.txt', 'x')]) };
    const id = running.emulator.deliver(alice, 'inbox', mail('Outer', [inner]));
    const { attachmentIds } = await seen(running, id);
    const attached = await running.call(getAttachment(attachmentIds));
    const nested = idsIn(attached, 'AttachmentId').find((one) => !attachmentIds.includes(one)) ?? '';
    expect(codesIn(await running.call(deleteAttachment([nested])))).toEqual(['ErrorCannotDeleteObject']);
    const [shared] = await itemsOf(running, byId((await folderTree(running, bob)).id('Team')));
    const theirs = (await seen(running, shared?.id ?? '')).attachmentIds;
    expect(codesIn(await running.call(deleteAttachment(theirs)))).toEqual(['ErrorAccessDenied']);
  });
});
