import { describe, expect, it } from 'vitest';
import type { SeedAttachment, SeedItem } from '../../../src/emulator/store/model.ts';
import { checkSize } from '../../../src/emulator/store/quota.ts';
import { node } from '../../../src/emulator/xml/xml.ts';

const megabyte = 1024 * 1024;

const file = (size: number): SeedAttachment => ({
  kind: 'file',
  name: 'a',
  contentType: 'text/plain',
  isInline: false,
  size,
  content: () => Buffer.alloc(0),
});

const message = (attachments: readonly SeedAttachment[]): SeedItem => ({ element: node('t:Message'), attachments });

describe('what WorkMail takes', () => {
  it('is 40 MB as it goes over the wire, which is 29 MB of files', () => {
    expect(() => checkSize(message([file(29 * megabyte)]))).not.toThrow();
    expect(() => checkSize(message([file(30 * megabyte)]))).toThrow('40 MB');
    expect(() => checkSize(message([file(15 * megabyte), file(15 * megabyte)]))).toThrow('40 MB');
  });

  it('counts what lies in attached messages, and a raw message as it is', () => {
    const inner: SeedAttachment = { kind: 'item', name: 'inner', item: message([file(30 * megabyte)]) };
    expect(() => checkSize(message([inner]))).toThrow('40 MB');
    const raw = Buffer.alloc(41 * megabyte);
    expect(() => checkSize({ ...message([]), mime: () => raw })).toThrow('40 MB');
  });
});
