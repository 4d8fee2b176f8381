import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { AttachmentContent, GetAttachmentInput } from '../../src/ews/operations/get-attachment.ts';
import { attachmentId, itemId, mailboxAddress } from '../../src/ews/properties/id.ts';
import { messageProperties } from '../../src/ews/properties/message.ts';
import { createLoadAttachments } from '../../src/mailbox/load-attachments.ts';

const { subject, bodyHtml, bodyText } = messageProperties;

/** A server that answers every id with a message of the wanted rows; `gone` has been deleted. */
const server = (answerBytes = '') => {
  const calls: GetAttachmentInput[] = [];
  let isClosed = false;
  const content = (id: string, { wanted = [] }: GetAttachmentInput): AttachmentContent | EwsError =>
    id === 'gone'
      ? new EwsError('response', 'refused', { responseCode: 'ErrorItemNotFound' })
      : {
          kind: 'item',
          id: attachmentId(id),
          name: id,
          isInline: false,
          item: {
            type: 'Message',
            element: 'Message',
            id: itemId(id),
            changeKey: undefined,
            properties: {
              ...(wanted.includes(subject) ? { subject: `subject of ${id}` } : {}),
              ...(wanted.includes(bodyHtml) ? { bodyHtml: { type: 'HTML', content: 'html', isTruncated: false } } : {}),
              ...(wanted.includes(bodyText) ? { bodyText: { type: 'Text', content: 'text', isTruncated: false } } : {}),
            },
          },
        };
  const session: EwsSession = {
    mailbox: mailboxAddress('ann@example.test')!,
    call: (_operation, input) => {
      const asked = input as unknown as GetAttachmentInput;
      calls.push(asked);
      const answer = content(asked.ids[0] ?? '', asked);
      return answer instanceof EwsError ? Promise.reject(answer) : Promise.resolve(answer as never);
    },
    callEach: (_operation, input) => {
      const asked = input as unknown as GetAttachmentInput;
      calls.push(asked);
      return Promise.resolve(asked.ids.map((id) => content(id, asked) as never));
    },
    open: async function open() {
      return (async function* () {
        try {
          for (let start = 0; start < answerBytes.length; start += 1000)
            yield Buffer.from(answerBytes.slice(start, start + 1000));
        } finally {
          isClosed = true;
        }
      })();
    },
  };
  return { calls, attachments: createLoadAttachments(session), isClosed: () => isClosed };
};

const answer = (attachment: string): string => `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<m:GetAttachmentResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
<m:ResponseMessages><m:GetAttachmentResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>
<m:Attachments>${attachment}</m:Attachments></m:GetAttachmentResponseMessage></m:ResponseMessages></m:GetAttachmentResponse></s:Body></s:Envelope>`;

describe('loading attachments', () => {
  it('reads in halves what is too long for one answer, and fails only what is too long alone', async () => {
    const session = {
      callEach: (_operation: unknown, { ids }: GetAttachmentInput) => {
        if (ids.length > 1 || ids[0] === 'huge') return Promise.reject(new EwsError('tooLarge', 'too long'));
        return Promise.resolve(ids.map((id) => ({ kind: 'file', id, name: id, isInline: false, contentBase64: '' })));
      },
    } as unknown as EwsSession;
    const attachments = createLoadAttachments(session);

    const results = await Promise.allSettled(['a', 'huge', 'c'].map((id) => attachments.load(attachmentId(id), [])));

    expect(results.map((result) => (result.status === 'fulfilled' ? result.value.name : result.reason.kind))).toEqual([
      'a',
      'tooLarge',
      'c',
    ]);
  });

  it('asks for everything of one tick in one call, and for an id once', async () => {
    const { calls, attachments } = server();
    const [first, again] = await Promise.all([
      attachments.load(attachmentId('a'), [subject]),
      attachments.load(attachmentId('a'), [subject, bodyText]),
      attachments.load(attachmentId('b'), []),
    ]);

    expect(calls).toHaveLength(1);
    expect(calls[0]?.ids).toEqual(['a', 'b']);
    expect(first.kind === 'item' && first.item?.properties.subject).toBe('subject of a');
    expect(again.kind === 'item' && again.item?.properties.bodyText?.content).toBe('text');
  });

  it('reads two forms of a body in two calls and puts them together', async () => {
    const { calls, attachments } = server();
    const read = await attachments.load(attachmentId('a'), [subject, bodyHtml, bodyText]);

    expect(calls).toHaveLength(2);
    expect(read.kind === 'item' && read.item?.properties).toMatchObject({
      subject: 'subject of a',
      bodyHtml: { content: 'html' },
      bodyText: { content: 'text' },
    });
  });

  it('lets one that is gone fail alone', async () => {
    const { attachments } = server();
    const [good, gone] = await Promise.allSettled([
      attachments.load(attachmentId('a'), [subject]),
      attachments.load(attachmentId('gone'), [subject]),
    ]);

    expect(good.status).toBe('fulfilled');
    expect(gone).toMatchObject({ status: 'rejected', reason: { responseCode: 'ErrorItemNotFound' } });
  });

  it('describes a file from the beginning of its answer and ends the call there', async () => {
    const { attachments, isClosed, calls } = server(
      answer(
        `<t:FileAttachment><t:AttachmentId Id="f"/><t:Name>big.bin</t:Name><t:ContentType>application/x</t:ContentType><t:Size>30000000</t:Size><t:IsInline>false</t:IsInline><t:Content>${'AAAA'.repeat(1_000_000)}</t:Content></t:FileAttachment>`,
      ),
    );

    expect(await attachments.describe(attachmentId('f'))).toMatchObject({
      kind: 'file',
      id: 'f',
      name: 'big.bin',
      contentType: 'application/x',
      size: 30_000_000,
    });
    expect(isClosed()).toBe(true);
    expect(calls).toHaveLength(0);
  });

  it('describes an attached item, which has no bytes of its own, by one call', async () => {
    const { attachments, calls } = server(
      answer(
        '<t:ItemAttachment><t:AttachmentId Id="i"/><t:Name>mail</t:Name><t:Message><t:Subject>x</t:Subject></t:Message></t:ItemAttachment>',
      ),
    );
    expect(await attachments.describe(attachmentId('i'))).toMatchObject({ kind: 'item', id: 'i', element: 'Message' });
    expect(calls).toHaveLength(0);
  });

  it('describes a long attached item by another call', async () => {
    const { attachments, calls } = server(
      answer(
        `<t:ItemAttachment><t:AttachmentId Id="i"/><t:Name>mail</t:Name><t:Message><t:Body BodyType="Text">${'x'.repeat(2_000_000)}</t:Body></t:Message></t:ItemAttachment>`,
      ),
    );
    expect(await attachments.describe(attachmentId('i'))).toMatchObject({ kind: 'item', id: 'i' });
    expect(calls).toHaveLength(1);
  });

  it('passes on why an attachment cannot be described', async () => {
    const { attachments } = server(
      answer('').replace(
        /<m:GetAttachmentResponseMessage.*NoError<\/m:ResponseCode>\n/,
        '<m:GetAttachmentResponseMessage ResponseClass="Error"><m:MessageText>x</m:MessageText><m:ResponseCode>ErrorItemNotFound</m:ResponseCode>',
      ),
    );
    await expect(attachments.describe(attachmentId('x'))).rejects.toMatchObject({ responseCode: 'ErrorItemNotFound' });
  });
});
