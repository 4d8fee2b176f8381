import { describe, expect, it } from 'vitest';
import { bodyOf, codesIn, idsIn, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { mail } from '../small-organization.ts';

const getAttachment = (ids: readonly string[], shape = '<m:AttachmentShape/>'): string =>
  `<m:GetAttachment>${shape}<m:AttachmentIds>${ids.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`;

const attachmentIds = async ({ call }: RunningEmulator, itemId: string): Promise<readonly string[]> =>
  idsIn(
    await call(
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Attachments"/></t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="${itemId}"/></m:ItemIds></m:GetItem>`,
    ),
    'AttachmentId',
  );

const richMailAttachments = async (running: RunningEmulator): Promise<readonly string[]> => {
  const found = await running.call(
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>',
  );
  return attachmentIds(running, idsIn(found, 'ItemId')[2] ?? '');
};

describe('GetAttachment', () => {
  it('gives a file with its content', async () => {
    const running = await startEmulator();
    const [, file = ''] = await richMailAttachments(running);
    expect(bodyOf(await running.call(getAttachment([file])))).toBe(
      `<m:GetAttachmentResponse><m:ResponseMessages><m:GetAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Attachments><t:FileAttachment><t:AttachmentId Id="${file}"/><t:Name>日本.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:Size>5</t:Size><t:LastModifiedTime>2026-01-06T09:00:00Z</t:LastModifiedTime><t:IsInline>false</t:IsInline><t:Content>bmlob24=</t:Content></t:FileAttachment></m:Attachments></m:GetAttachmentResponseMessage></m:ResponseMessages></m:GetAttachmentResponse>`,
    );
  });

  it('gives an attached item, and the file attached to that', async () => {
    const running = await startEmulator();
    const [, , item = ''] = await richMailAttachments(running);
    const answer = await running.call(getAttachment([item]));
    expect(bodyOf(answer)).toMatch(/<t:ItemAttachment>.*<t:Message>.*<t:Subject>Attached letter<.*<t:Name>inner.txt</s);
    const inner = idsIn(answer, 'AttachmentId').find((id) => id !== item) ?? '';
    expect(bodyOf(await running.call(getAttachment([inner])))).toContain(
      `<t:Content>${Buffer.from('inner text').toString('base64')}</t:Content>`,
    );
  });

  it('gives an attached item as MIME when asked', async () => {
    const running = await startEmulator();
    const [, , item = ''] = await richMailAttachments(running);
    const shape = '<m:AttachmentShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:AttachmentShape>';
    const [, mime = ''] =
      /<t:MimeContent[^>]*>([^<]+)</.exec((await running.call(getAttachment([item], shape))).text) ?? [];
    expect(Buffer.from(mime, 'base64').toString()).toContain('Subject: Attached letter\r\n');
  });

  it('answers every id with a message of its own', async () => {
    const running = await startEmulator();
    const [, file = ''] = await richMailAttachments(running);
    const item = running.emulator.deliver('alice@example.test', 'inbox', mail('no attachment'));
    const answer = await running.call(getAttachment(['nonsense', item, file]));
    expect(codesIn(answer)).toEqual(['ErrorInvalidAttachmentId', 'ErrorInvalidAttachmentId', 'NoError']);
    expect(codesIn(await running.call(getAttachment([file]), 'bob@example.test'))).toEqual(['ErrorAccessDenied']);
  });

  it('gives 25 MB', async () => {
    const content = Buffer.alloc(26_214_400, 'spam and eggs ');
    const running = await startEmulator();
    const item = running.emulator.deliver(
      'alice@example.test',
      'inbox',
      mail('Big', [
        {
          kind: 'file',
          name: 'big.bin',
          contentType: 'application/octet-stream',
          isInline: false,
          size: content.length,
          content: () => content,
        },
      ]),
    );
    const { text } = await running.call(getAttachment(await attachmentIds(running, item)));
    const [, encoded = ''] = /<t:Content>([^<]+)</.exec(text) ?? [];
    expect(Buffer.from(encoded, 'base64').equals(content)).toBe(true);
  });
});
