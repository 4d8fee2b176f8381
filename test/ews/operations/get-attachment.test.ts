import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { getAttachment } from '../../../src/ews/operations/get-attachment.ts';
import { attachmentId } from '../../../src/ews/properties/id.ts';
import { messageProperties } from '../../../src/ews/properties/message.ts';
import { writeXml } from '../../../src/ews/xml.ts';
import { compact, parsed } from '../parsed.ts';

const { subject, bodyText, attachments } = messageProperties;
const answer = (content: string) =>
  parsed(
    `<m:GetAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Attachments>${content}</m:Attachments></m:GetAttachmentResponseMessage>`,
  );

describe('GetAttachment', () => {
  it('writes the ids, and a shape only when rows of an attached item are wanted', () => {
    const ids = [attachmentId('a+/='), attachmentId('b')];
    expect(writeXml(getAttachment.encode({ ids }))).toBe(
      '<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="a+/="/><t:AttachmentId Id="b"/></m:AttachmentIds></m:GetAttachment>',
    );
    expect(writeXml(getAttachment.encode({ ids: [attachmentId('a')], wanted: [subject, bodyText] }))).toBe(
      compact(`
        <m:GetAttachment>
          <m:AttachmentShape>
            <t:BodyType>Text</t:BodyType>
            <t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties>
          </m:AttachmentShape>
          <m:AttachmentIds><t:AttachmentId Id="a"/></m:AttachmentIds>
        </m:GetAttachment>`),
    );
    expect(getAttachment.keys?.({ ids })).toBe(2);
  });

  it('reads a file, its base64 in one piece however it was wrapped', () => {
    const file = answer(`
      <t:FileAttachment>
        <t:AttachmentId Id="f" RootItemId="m"/><t:Name>note.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:ContentId>&lt;cid-1&gt;</t:ContentId><t:Size>15</t:Size><t:IsInline>true</t:IsInline>
        <t:Content>YXR0YWNo\n  bWVudA==\n</t:Content>
      </t:FileAttachment>`);
    expect(getAttachment.decode(file, { ids: [] })).toEqual({
      kind: 'file',
      id: 'f',
      name: 'note.txt',
      contentType: 'text/plain',
      contentId: 'cid-1',
      size: 15,
      isInline: true,
      contentBase64: 'YXR0YWNobWVudA==',
    });
  });

  it('reads an empty file that a server sends without Content', () => {
    const file = answer('<t:FileAttachment><t:AttachmentId Id="f"/><t:Name>empty</t:Name></t:FileAttachment>');
    expect(getAttachment.decode(file, { ids: [] })).toEqual({
      kind: 'file',
      id: 'f',
      name: 'empty',
      isInline: false,
      contentBase64: '',
    });
  });

  it('reads an attached item with its own attachments; without an id it goes by the attachment’s', () => {
    const item = answer(`
      <t:ItemAttachment>
        <t:AttachmentId Id="i"/><t:Name>Fwd: offer</t:Name>
        <t:Message>
          <t:Subject>offer</t:Subject>
          <t:Attachments><t:FileAttachment><t:AttachmentId Id="inner"/><t:Name>a.pdf</t:Name></t:FileAttachment></t:Attachments>
        </t:Message>
      </t:ItemAttachment>`);
    expect(getAttachment.decode(item, { ids: [], wanted: [subject, attachments] })).toEqual({
      kind: 'item',
      id: 'i',
      name: 'Fwd: offer',
      isInline: false,
      element: 'Message',
      item: {
        type: 'Message',
        element: 'Message',
        id: 'i',
        changeKey: undefined,
        properties: { subject: 'offer', attachments: [{ kind: 'file', id: 'inner', name: 'a.pdf', isInline: false }] },
      },
    });
  });

  it('reads an item attachment whose item no element can show', () => {
    const item = answer(
      '<t:ItemAttachment><t:AttachmentId Id="i"/><t:Name>note</t:Name><t:IsInline>false</t:IsInline></t:ItemAttachment>',
    );
    expect(getAttachment.decode(item, { ids: [] })).toMatchObject({ kind: 'item', item: undefined });
  });

  it('refuses a success without an attachment', () => {
    expect(() => getAttachment.decode(answer(''), { ids: [] })).toThrow(EwsError);
    expect(() =>
      getAttachment.decode(answer('<t:FileAttachment><t:Name>a</t:Name></t:FileAttachment>'), { ids: [] }),
    ).toThrow('FileAttachment has no AttachmentId');
  });
});
