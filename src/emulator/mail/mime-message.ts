import { EmulatorError } from '../emulator-error.ts';
import { decodedWords, header, type MimePart, partText, readMimePart } from './mime-part.ts';
import type { SeedAttachment } from '../store/model.ts';
import { flag, optional } from '../item/item-properties.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/** What an RFC 5322 message says, in EWS's words. */
export interface MimeMessage {
  /** Properties of a t:Message; mailboxes are not looked up yet. */
  readonly properties: readonly XmlNode[];
  readonly attachments: readonly SeedAttachment[];
}

/** Reads t:MimeContent. Throws EmulatorError: ErrorMimeContentInvalidBase64String, ErrorMimeContentInvalid when it begins with no header. */
export const mimeBytes = (base64: string): Buffer => {
  const compact = base64.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    throw new EmulatorError('ErrorMimeContentInvalidBase64String');
  }
  return Buffer.from(compact, 'base64');
};

/** Takes a message apart into properties and attachments. Throws EmulatorError ErrorMimeContentInvalid. */
export const readMimeMessage = (bytes: Buffer): MimeMessage => {
  const root = readMimePart(bytes);
  if (root.headers.length === 0) throw new EmulatorError('ErrorMimeContentInvalid');
  return messageOf(root);
};

/** The bytes of a message without its Bcc header, as it leaves. */
export const withoutBcc = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).replaceAll(/^bcc:.*(?:\r?\n[ \t].*)*(?:\r?\n|$)/gim, '');
  return Buffer.from(head + text.slice(end), 'latin1');
};

const messageOf = (root: MimePart): MimeMessage => {
  const leaves = leavesOf(root);
  const shown = leaves.filter(isShown);
  const body = shown.find(({ contentType }) => contentType.value === 'text/html') ?? shown[0];
  const text = (name: string): string | undefined => header(root, name);
  const words = (name: string): string | undefined => optionalWords(text(name));
  const date = Date.parse(text('date') ?? '');
  const properties = [
    optional('t:Subject', words('subject')?.slice(0, longestSubject)),
    body && node('t:Body', { BodyType: body.contentType.value === 'text/html' ? 'HTML' : 'Text' }, partText(body)),
    mailboxList('t:From', text('from'), 1),
    mailboxList('t:Sender', text('sender') ?? text('from'), 1),
    mailboxList('t:ToRecipients', text('to')),
    mailboxList('t:CcRecipients', text('cc')),
    mailboxList('t:BccRecipients', text('bcc')),
    mailboxList('t:ReplyTo', text('reply-to')),
    Number.isNaN(date) ? undefined : node('t:DateTimeSent', new Date(date).toISOString()),
    optional('t:InternetMessageId', text('message-id')),
    optional('t:InReplyTo', text('in-reply-to')),
    optional('t:References', text('references')),
    optional('t:ConversationIndex', text('thread-index')),
    importanceOf(text('importance') ?? text('x-priority')),
    text('disposition-notification-to') === undefined ? undefined : flag('t:IsReadReceiptRequested', true),
    node(
      't:InternetMessageHeaders',
      root.headers.map(([HeaderName, value]) => node('t:InternetMessageHeader', { HeaderName }, decodedWords(value))),
    ),
  ].filter((property) => property !== undefined);
  return { properties, attachments: leaves.filter((leaf) => !isShown(leaf)).map(attachmentOf) };
};

/** Exchange keeps no more characters of a subject (ews-reference section 5). */
const longestSubject = 255;

const optionalWords = (text: string | undefined): string | undefined => text && decodedWords(text);

const leavesOf = (part: MimePart): readonly MimePart[] =>
  part.contentType.value.startsWith('multipart/') ? part.parts.flatMap(leavesOf) : [part];

/** Text without a name that is not set aside as an attachment. */
const isShown = ({ contentType, disposition }: MimePart): boolean =>
  /^text\/(?:plain|html)$/.test(contentType.value) &&
  disposition.value !== 'attachment' &&
  !contentType.parameters.has('name') &&
  !disposition.parameters.has('filename');

const attachmentOf = (part: MimePart): SeedAttachment => {
  const { contentType, disposition, content } = part;
  const contentId = header(part, 'content-id')?.replaceAll(/^<|>$/g, '');
  const name = disposition.parameters.get('filename') ?? contentType.parameters.get('name');
  if (contentType.value === 'message/rfc822') {
    const inner = messageOf(readMimePart(content));
    const subject = inner.properties.find((property) => property.name === 't:Subject')?.text;
    const element = node('t:Message', [node('t:ItemClass', 'IPM.Note'), ...inner.properties]);
    return { kind: 'item', name: name ?? subject ?? 'message', item: { element, attachments: inner.attachments } };
  }
  return {
    kind: 'file',
    name: name ?? 'attachment',
    contentType: contentType.value,
    ...(contentId === undefined ? {} : { contentId }),
    isInline: disposition.value === 'inline' || (disposition.value === '' && contentId !== undefined),
    size: content.length,
    content: () => content,
  };
};

const importanceOf = (value: string | undefined): XmlNode | undefined => {
  const level = value?.trim().toLowerCase() ?? '';
  if (level === 'high' || /^[12]\b/.test(level)) return node('t:Importance', 'High');
  return level === 'low' || /^[45]\b/.test(level) ? node('t:Importance', 'Low') : undefined;
};

/** The mailboxes of an address header, groups opened, comments left out. RFC 5322 section 3.4. */
const mailboxList = (name: string, field: string | undefined, most = Infinity): XmlNode | undefined => {
  const mailboxes = addressesIn(field ?? '').slice(0, most);
  return mailboxes.length === 0 ? undefined : node(name, mailboxes);
};

const addressesIn = (field: string): readonly XmlNode[] => {
  const bare = field.replaceAll(/"(?:[^"\\]|\\.)*"|\([^()]*\)/g, (part) => (part.startsWith('(') ? '' : part));
  const entries =
    bare.replaceAll(/(?:^|(?<=[,;]))\s*[^",:<>@]*:/g, '').match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^",;<>])+/g) ?? [];
  return entries.flatMap((entry) => {
    const [, phrase = '', angled] = /^([^<]*)(?:<([^>]*)>)?/.exec(entry.trim()) ?? [];
    const address = (angled ?? phrase).trim();
    if (!address.includes('@')) return [];
    const display =
      angled === undefined ? '' : decodedWords(phrase.trim().replaceAll(/^"|"$/g, '').replaceAll(/\\(.)/g, '$1'));
    return [node('t:Mailbox', [optional('t:Name', display), node('t:EmailAddress', address)])];
  });
};
