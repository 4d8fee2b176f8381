import { XMLParser } from 'fast-xml-parser';
import type { PeerAnswer } from './peer-work.ts';

/*
 * How an attachment is read by a program that takes the whole answer for a document, in a process of its own. First argument: the address of the canned
 * backend.
 */

const request =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="AA=="/></m:AttachmentIds></m:GetAttachment></s:Body></s:Envelope>';
const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true });

const read = async (): Promise<number> => {
  const answer = await fetch(process.argv[2] ?? '', { method: 'POST', body: request });
  const { Envelope } = parser.parse(await answer.text()) as {
    readonly Envelope: { readonly Body: { readonly GetAttachmentResponse: { readonly ResponseMessages: Messages } } };
  };
  const { Content } =
    Envelope.Body.GetAttachmentResponse.ResponseMessages.GetAttachmentResponseMessage.Attachments.FileAttachment;
  return Buffer.from(Content, 'base64').length;
};

interface Messages {
  readonly GetAttachmentResponseMessage: {
    readonly Attachments: { readonly FileAttachment: { readonly Content: string } };
  };
}

process.on('message', ({ work }: { readonly work?: 'read' }) => {
  if (work !== undefined) void read().then((bytes) => process.send?.({ shown: `${bytes}` } satisfies PeerAnswer));
});
process.send?.('ready');
