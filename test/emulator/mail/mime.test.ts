import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { mimeContent } from '../../../src/emulator/mail/mime.ts';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { node } from '../../../src/emulator/xml/xml.ts';
import { mailbox, message } from '../elements.ts';
import { inlinePicture, mail, textFile } from '../small-organization.ts';

const composed = (item: SeedItem): string => Buffer.from(mimeContent(item, item.element), 'base64').toString();

describe('a message as MIME', () => {
  const rich: SeedItem = {
    element: message({ 't:Subject': '日本語の件名 with a tail that makes it longer than one encoded word can be 😀' }, [
      node('t:Body', { BodyType: 'HTML' }, '<p>Hello <b>Zoë</b></p>'),
      node('t:DateTimeSent', '2026-01-06T08:59:58.500Z'),
      mailbox('t:From', 'Bob "the builder"', 'bob@example.test'),
      mailbox('t:ToRecipients', 'Zoë', 'zoe@example.com'),
      node('t:InternetMessageId', '<rich@example.test>'),
      node('t:References', '<a@example.test> <b@example.test>'),
      node('t:InternetMessageHeaders', [
        node('t:InternetMessageHeader', { HeaderName: 'X-Mailer' }, 'Pigeon'),
        node('t:InternetMessageHeader', { HeaderName: 'Subject' }, 'not this one'),
      ]),
    ]),
    attachments: [
      inlinePicture('logo.png', 'logo@example.test'),
      textFile('naïve "file".txt', 'x'.repeat(200)),
      { kind: 'item', name: 'letter', item: mail('Attached letter') },
    ],
  };

  it('is read back by another parser with everything in it', async () => {
    const read = await PostalMime.parse(composed(rich));
    expect(read.subject).toBe('日本語の件名 with a tail that makes it longer than one encoded word can be 😀');
    expect(read.from).toMatchObject({ name: 'Bob "the builder"', address: 'bob@example.test' });
    expect(read.to).toMatchObject([{ name: 'Zoë', address: 'zoe@example.com' }]);
    expect(read.messageId).toBe('<rich@example.test>');
    expect(read.references).toBe('<a@example.test> <b@example.test>');
    expect(read.date).toBe('2026-01-06T08:59:58.000Z');
    expect(read.html?.trim()).toBe('<p>Hello <b>Zoë</b></p>');
    expect(read.text?.trim()).toContain('Hello Zoë');
    expect(read.headers.filter(({ key }) => key === 'x-mailer' || key === 'subject')).toHaveLength(2);
    expect(read.attachments.map(({ filename, mimeType, contentId }) => [filename, mimeType, contentId])).toMatchObject([
      ['logo.png', 'image/png', '<logo@example.test>'],
      ['naïve "file".txt', 'text/plain', undefined],
      ['letter', 'message/rfc822', undefined],
    ]);
  });

  it('has no line that mail may not have, and is the same each time', () => {
    const text = composed(rich);
    expect(text).toBe(composed(rich));
    expect(text.split('\r\n').every((line) => line.length <= 998 && !/[\r\n]/.test(line))).toBe(true);
  });

  it('cannot be given another header by a subject', () => {
    const text = composed({ element: message({ 't:Subject': 'Hi\r\nBcc: eve@example.com' }), attachments: [] });
    expect(text).not.toMatch(/^Bcc/m);
  });

  it('is the raw one where the seed has it', () => {
    const raw = { ...mail('composed'), mime: () => Buffer.from('Subject: raw\r\n\r\n') };
    expect(composed(raw)).toBe('Subject: raw\r\n\r\n');
  });
});
