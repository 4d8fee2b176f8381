import { createHash } from 'node:crypto';
import { bodyText } from '../item/body-text.ts';
import { type CalendarMethod, icalendar } from '../calendar/icalendar.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { child, childrenNamed, childText, type XmlNode } from '../xml/xml.ts';

/** An item as RFC 5322 in base64, a calendar item as RFC 5545: the seed's own bytes when it has some, otherwise composed from the element. */
export const mimeContent = (source: SeedItem, element: XmlNode): string => {
  if (source.mime !== undefined) return Buffer.from(source.mime()).toString('base64');
  const composed =
    element.name === 't:CalendarItem' ? icalendar(element, source.exceptions) : composeMime(source, element);
  return Buffer.from(composed).toString('base64');
};

/** A meeting message as RFC 6047 wants it: beside its text, the event as RFC 5545. */
export const meetingMime = (
  { element, attachments }: SeedItem,
  method: CalendarMethod,
  calendar: string,
): Uint8Array => {
  const body = child(element, 't:Body');
  const isHtml = body?.attributes['BodyType'] === 'HTML';
  const text = body?.text ?? '';
  const shown = multipart('alternative', [
    encoded('text/plain; charset=utf-8', Buffer.from(isHtml ? bodyText(text) : text)),
    ...(isHtml ? [encoded('text/html; charset=utf-8', Buffer.from(text))] : []),
    encoded(`text/calendar; charset=utf-8; method=${method}`, Buffer.from(calendar)),
  ]);
  const { headers, content } =
    attachments.length === 0 ? shown : multipart('mixed', [shown, ...attachments.map(attachmentPart)]);
  return Buffer.from([...messageHeaders(element), 'MIME-Version: 1.0', ...headers, '', content].join(lineEnd));
};

/** Composes a message: multipart/alternative for HTML, multipart/related for inline files, multipart/mixed for the others. */
const composeMime = (source: SeedItem, element: XmlNode): string => {
  const { headers, content } = bodyPart(source, element);
  return [...messageHeaders(element), 'MIME-Version: 1.0', ...headers, '', content].join(lineEnd);
};

const lineEnd = '\r\n';

/** A MIME entity: its content headers, and its content encoded. */
interface Part {
  readonly headers: readonly string[];
  readonly content: string;
}

const messageHeaders = (element: XmlNode): readonly string[] => {
  const given = childrenNamed(child(element, 't:InternetMessageHeaders'), 't:InternetMessageHeader');
  const own = new Map<string, string | undefined>([
    ['Date', dateHeader(childText(element, 't:DateTimeSent') ?? childText(element, 't:DateTimeCreated'))],
    ['From', mailboxes(child(element, 't:From') ?? child(element, 't:Organizer'))],
    ['Sender', differentSender(element)],
    ['Reply-To', mailboxes(child(element, 't:ReplyTo'))],
    ['To', mailboxes(child(element, 't:ToRecipients'))],
    ['Cc', mailboxes(child(element, 't:CcRecipients'))],
    ['Bcc', mailboxes(child(element, 't:BccRecipients'))],
    ['Subject', encodedWords(childText(element, 't:Subject') ?? '')],
    ['Message-ID', childText(element, 't:InternetMessageId')],
    ['In-Reply-To', childText(element, 't:InReplyTo')],
    ['References', childText(element, 't:References')],
    ['Thread-Topic', optionalWords(childText(element, 't:ConversationTopic'))],
    ['Thread-Index', childText(element, 't:ConversationIndex')],
    ['Importance', childText(element, 't:Importance')?.toLowerCase()],
  ]);
  const known = new Set([...own.keys(), 'MIME-Version', 'Content-Type'].map((name) => name.toLowerCase()));
  return [
    ...given
      .filter((header) => !known.has((header.attributes['HeaderName'] ?? '').toLowerCase()))
      .map((header) => `${header.attributes['HeaderName']}: ${encodedWords(header.text)}`),
    ...[...own].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}: ${value}`])),
  ];
};

const bodyPart = (source: SeedItem, element: XmlNode): Part => {
  const body = child(element, 't:Body');
  const text = body?.text ?? '';
  const isHtml = body?.attributes['BodyType'] === 'HTML';
  const inline = source.attachments.filter((attachment) => attachment.kind === 'file' && attachment.isInline);
  const others = source.attachments.filter((attachment) => !inline.includes(attachment));
  const plain = encoded('text/plain; charset=utf-8', Buffer.from(isHtml ? bodyText(text) : text));
  const html = encoded('text/html; charset=utf-8', Buffer.from(text));
  const shown = isHtml ? multipart('alternative', [plain, html]) : plain;
  const related = inline.length === 0 ? shown : multipart('related', [shown, ...inline.map(attachmentPart)]);
  return others.length === 0 ? related : multipart('mixed', [related, ...others.map(attachmentPart)]);
};

const attachmentPart = (attachment: SeedAttachment): Part => {
  const name = parameter('filename', attachment.name);
  if (attachment.kind === 'item') {
    const disposition = `Content-Disposition: attachment; ${name}`;
    const headers = ['Content-Type: message/rfc822', disposition];
    return { headers, content: composeMime(attachment.item, attachment.item.element) };
  }
  const { contentType, contentId, isInline } = attachment;
  const { headers, content } = encoded(contentType, Buffer.from(attachment.content()));
  const disposition = `Content-Disposition: ${isInline ? 'inline' : 'attachment'}; ${name}`;
  const id = contentId === undefined ? [] : [`Content-ID: <${contentId}>`];
  return { headers: [...headers, disposition, ...id], content };
};

const encoded = (contentType: string, bytes: Buffer): Part => ({
  headers: [`Content-Type: ${contentType}`, 'Content-Transfer-Encoding: base64'],
  content: inLines(bytes.toString('base64')),
});

const inLines = (text: string): string => {
  const lines: string[] = [];
  for (let start = 0; start < text.length; start += 76) lines.push(text.slice(start, start + 76));
  return lines.join(lineEnd);
};

const multipart = (kind: string, parts: readonly Part[]): Part => {
  const written = parts.map(({ headers, content }) => [...headers, '', content].join(lineEnd));
  // Equal messages have equal boundaries. One that holds another is longer, so theirs differ; base64 begins no line with a hyphen.
  const digest = createHash('sha256').update(kind);
  for (const { headers, content } of parts) digest.update(`${headers.join()}${content.length}`);
  const boundary = `_${digest.digest('hex').slice(0, 32)}_`;
  const sections = written.map((part) => `--${boundary}${lineEnd}${part}${lineEnd}`);
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    content: `${sections.join('')}--${boundary}--${lineEnd}`,
  };
};

const differentSender = (element: XmlNode): string | undefined => {
  const sender = mailboxes(child(element, 't:Sender'));
  return sender === mailboxes(child(element, 't:From')) ? undefined : sender;
};

const mailboxes = (list: XmlNode | undefined): string | undefined => {
  const written = childrenNamed(list, 't:Mailbox').map((mailbox) => {
    const name = clean(childText(mailbox, 't:Name') ?? '');
    const address = clean(childText(mailbox, 't:EmailAddress') ?? '');
    if (address === '') return `${phrase(name)}:;`;
    return name === '' ? `<${address}>` : `${phrase(name)} <${address}>`;
  });
  return written.length === 0 ? undefined : written.join(`,${lineEnd} `);
};

const phrase = (name: string): string =>
  isPlain(name) ? `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"` : encodedWords(name);

const optionalWords = (text: string | undefined): string | undefined => text && encodedWords(text);

/** RFC 2047, in words of at most 75 characters that never part a character. */
const encodedWords = (text: string): string => {
  const line = clean(text);
  if (isPlain(line)) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join(`${lineEnd} `);
};

/** RFC 2231 where a quoted string cannot say it. */
const parameter = (name: string, value: string): string => {
  const line = clean(value);
  if (isPlain(line)) return `${name}="${line.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  const escaped = encodeURIComponent(line).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `${name}*=utf-8''${escaped}`;
};

const dateHeader = (instant: string | undefined): string | undefined =>
  instant && new Date(instant).toUTCString().replace('GMT', '+0000');

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text);

/** Without control characters, so that no value can begin a new header, and without halves of characters. */
const clean = (text: string): string =>
  Buffer.from(text)
    .toString()
    .replaceAll(/\p{Cc}+/gu, ' ');
