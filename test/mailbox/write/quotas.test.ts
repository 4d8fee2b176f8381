import { expect, test } from 'vitest';
import type { ByteSource } from '../../../src/ews/byte-source.ts';
import type { NewAttachment } from '../../../src/ews/properties/attachment.ts';
import { newItem } from '../../../src/ews/properties/item-element.ts';
import { headerProperty } from '../../../src/ews/properties/named-property.ts';
import { assign } from '../../../src/ews/properties/written-rows.ts';
import type { MessageContent } from '../../../src/mailbox/write/message-content.ts';
import { checkQuotas, quotas, sizesOf } from '../../../src/mailbox/write/quotas.ts';
import { refusalOf } from '../../graphql/inputs/refusal.ts';

const megabyte = 1024 * 1024;
const empty: MessageContent = { properties: {}, named: [], attachments: [] };

/** Bytes that nobody reads: only their number counts. */
const bytes = (size: number): ByteSource => ({
  size,
  stream: () => {
    throw new Error('nobody needs to read them');
  },
});
const file = (size: number): NewAttachment => ({ kind: 'file', name: 'a', content: bytes(size) });

test.each([
  ['contentBytes', 29 * megabyte],
  ['mimeBytes', 40 * megabyte],
  ['recipients', 500],
  ['attachments', 500],
] as const)('%s may be %i, and not one more', async (quota, limit) => {
  expect(() => checkQuotas({ [quota]: limit })).not.toThrow();
  expect(await refusalOf(() => checkQuotas({ [quota]: limit + 1 }))).toEqual({
    reason: 'QUOTA',
    quota,
    limit,
    actual: limit + 1,
  });
});

test('29 MB of files travel in less than 40 MB, in one file or in 500', () => {
  expect(() => checkQuotas(sizesOf({ ...empty, attachments: [file(29 * megabyte)] }))).not.toThrow();
  const many = Array.from({ length: 500 }, () => file(Math.floor((29 * megabyte) / 500)));
  const { contentBytes, mimeBytes } = sizesOf({ ...empty, attachments: many });
  expect(contentBytes).toBeGreaterThan(28.9 * megabyte);
  expect(mimeBytes).toBeGreaterThan((contentBytes * 4) / 3);
  expect(() => checkQuotas({ mimeBytes })).not.toThrow();
});

test('a body counts as content in UTF-8, once; and twice as what travels', () => {
  const body = 'é'.repeat(megabyte);
  const html = sizesOf({ ...empty, properties: { bodyHtml: { type: 'HTML', content: body } } });
  expect(html.contentBytes).toBe(2 * megabyte);
  expect(html.mimeBytes).toBeGreaterThan((2 * 2 * megabyte * 4) / 3);
  expect(sizesOf({ ...empty, properties: { bodyText: { type: 'Text', content: body } } })).toEqual(html);
});

test('what lies in an attached message counts too', () => {
  const item = newItem('Message', { subject: 'abc', mimeContent: bytes(1000) });
  const { contentBytes } = sizesOf({ ...empty, attachments: [{ kind: 'item', name: 'm', item }] });
  expect(contentBytes).toBe(1003);
});

test('recipients are to, cc and bcc; those of replies are none; nothing and null count nothing', () => {
  const people = [{ address: 'a@example.test' }, { address: 'b@example.test' }];
  const properties = { toRecipients: people, ccRecipients: people, bccRecipients: people, replyTo: people };
  expect(sizesOf({ ...empty, properties }).recipients).toBe(6);
  expect(sizesOf({ ...empty, properties: { toRecipients: null, bodyHtml: null } })).toMatchObject({
    recipients: 0,
    attachments: 0,
    contentBytes: 0,
  });
});

test('names, subject and header lines count as what travels', () => {
  const { mimeBytes } = sizesOf(empty);
  const toRecipients = [{ name: 'n'.repeat(3000), address: 'a@example.test' }];
  expect(sizesOf({ ...empty, properties: { toRecipients } }).mimeBytes).toBeGreaterThan(mimeBytes + 4000);
  const named = [assign(headerProperty('X-A'), 'v'.repeat(3000))];
  expect(sizesOf({ ...empty, named }).mimeBytes).toBeGreaterThan(mimeBytes + 4000);
  expect(quotas.mimeBytes).toBeGreaterThan(mimeBytes);
});
