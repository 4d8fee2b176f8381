import { describe, expect, it } from 'vitest';
import { createAttachment } from '../../../src/ews/operations/create-attachment.ts';
import { deleteAttachment } from '../../../src/ews/operations/delete-attachment.ts';
import { attachmentId, itemId } from '../../../src/ews/properties/id.ts';
import { newItem } from '../../../src/ews/properties/item-element.ts';
import { soapEnvelope } from '../../../src/ews/soap.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { address } from '../../access.ts';
import { answered, done, refused } from '../answered.ts';
import { compact } from '../parsed.ts';
import { sentText } from '../sent-text.ts';

describe('CreateAttachment', () => {
  const input = {
    parent: { id: itemId('a'), changeKey: 'k' },
    attachments: [
      { kind: 'file', name: 'empty', content: new Blob([]) },
      { kind: 'item', name: 'Original', item: newItem('Message', { mimeContent: new Blob(['Subject: a']) }) },
      { kind: 'file', name: 'größe.pdf', contentType: 'application/pdf', content: new Blob(['%PDF']) },
    ],
  } as const;

  it('writes files and items with their contents', async () => {
    const text = await sentText(
      soapEnvelope('Exchange2010_SP2', address('alice@example.test'), createAttachment.encode(input)),
    );
    expect(/<soap:Body>(.*)<\/soap:Body>/s.exec(text)?.[1]).toBe(
      compact(`
        <m:CreateAttachment>
          <m:ParentItemId Id="a" ChangeKey="k"/>
          <m:Attachments>
            <t:FileAttachment><t:Name>empty</t:Name><t:Content></t:Content></t:FileAttachment>
            <t:ItemAttachment>
              <t:Name>Original</t:Name>
              <t:Message><t:MimeContent>U3ViamVjdDogYQ==</t:MimeContent></t:Message>
            </t:ItemAttachment>
            <t:FileAttachment>
              <t:Name>größe.pdf</t:Name>
              <t:ContentType>application/pdf</t:ContentType>
              <t:Content>JVBERg==</t:Content>
            </t:FileAttachment>
          </m:Attachments>
        </m:CreateAttachment>`),
    );
  });

  it('reads ids and the new version of the item, one error in the middle', async () => {
    const told =
      '<m:Attachments><t:FileAttachment><t:AttachmentId Id="x" RootItemId="a" RootItemChangeKey="k2"/></t:FileAttachment></m:Attachments>';
    const silent =
      '<m:Attachments><t:FileAttachment><t:AttachmentId Id="y"/><t:Content>AA==</t:Content></t:FileAttachment></m:Attachments>';
    expect(
      await answered(
        createAttachment,
        input,
        done('CreateAttachment', told) +
          refused('CreateAttachment', 'ErrorAttachmentSizeLimitExceeded', '<m:Attachments/>') +
          done('CreateAttachment', silent),
      ),
    ).toEqual([
      { id: 'x', parent: { id: 'a', changeKey: 'k2' } },
      'ErrorAttachmentSizeLimitExceeded',
      { id: 'y', parent: undefined },
    ]);
  });

  it('refuses a success without an attachment', async () => {
    const empty = done('CreateAttachment', '<m:Attachments/>');
    expect(
      await answered(createAttachment, { ...input, attachments: [] }, '<m:Nothing ResponseClass="Success"/>').catch(
        String,
      ),
    ).toContain('1 response messages for 0 ids');
    expect(await answered(createAttachment, { ...input, attachments: [input.attachments[0]] }, empty)).toEqual([
      undefined,
    ]);
  });

  it('is a write that nobody repeats', () => {
    expect(createAttachment).toMatchObject({ access: 'write', idempotent: false });
  });
});

describe('DeleteAttachment', () => {
  const ids = ['x', 'y', 'z'].map(attachmentId);

  it('writes which', () => {
    expect(writeXml(deleteAttachment.encode({ ids: ids.slice(0, 2) }))).toBe(
      compact(`
        <m:DeleteAttachment>
          <m:AttachmentIds><t:AttachmentId Id="x"/><t:AttachmentId Id="y"/></m:AttachmentIds>
        </m:DeleteAttachment>`),
    );
  });

  it('reads the new version of the item, the error in the middle, and nothing where the server does not tell', async () => {
    const root = '<m:RootItemId RootItemId="a" RootItemChangeKey="k3"/>';
    expect(
      await answered(
        deleteAttachment,
        { ids },
        done('DeleteAttachment', root) + refused('DeleteAttachment', 'ErrorItemNotFound') + done('DeleteAttachment'),
      ),
    ).toEqual([{ id: 'a', changeKey: 'k3' }, 'ErrorItemNotFound', undefined]);
  });

  it('is a write that nobody repeats', () => {
    expect(deleteAttachment).toMatchObject({ access: 'write', idempotent: false });
  });
});
