import { describe, expect, it } from 'vitest';
import type { AttachmentContent } from '../../../src/ews/operations/get-attachment.ts';
import type { FileAttachment } from '../../../src/ews/properties/attachment.ts';
import { attachmentId, mailboxAddress, type AttachmentId } from '../../../src/ews/properties/id.ts';
import { EwsError } from '../../../src/ews/errors.ts';
import type { Context } from '../../../src/graphql/context.ts';
import { inlineImages } from '../../../src/graphql/html/inline-images.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { createSealer } from '../../../src/sealer.ts';
import { callerNamed } from '../../access.ts';

const sealer = createSealer(new Uint8Array(32).fill(1));
const context = {
  sealer,
  publicUrl: 'https://gateway.example.test',
  caller: callerNamed('ann'),
  inTurn: (work: () => unknown) => Promise.resolve(work()),
  links: { url: ({ origin, route }: { origin: string; route: string }) => `${origin}/${route}/x?link=y` },
} as unknown as Context;
const link = 'https://gateway.example.test/attachments/x?link=y&inline=1';

const picture = (contentId: string, size: number, contentType = 'image/png'): FileAttachment => ({
  kind: 'file',
  id: attachmentId(contentId),
  name: contentId,
  contentType,
  contentId,
  size,
  isInline: true,
});

const mailbox = () => {
  const read: AttachmentId[] = [];
  const attachments = {
    load: (id: AttachmentId): Promise<AttachmentContent> => {
      read.push(id);
      if (id === 'broken')
        return Promise.reject(new EwsError('response', 'refused', { responseCode: 'ErrorItemNotFound' }));
      return Promise.resolve({ ...picture(id, 1), contentBase64: 'AAAA' });
    },
  };
  const opened = { address: mailboxAddress('ann@example.test'), attachments } as unknown as OpenedMailbox;
  return { read, place: { mailbox: opened, holder: 'message' } as const };
};

const html = (...ids: readonly string[]): string => ids.map((id) => `<img src="cid:${id}">`).join('');
const kilobyte = 1024;

describe('pictures of a mail', () => {
  it('are linked, without being read', async () => {
    const own = mailbox();
    const images = await inlineImages(context, own.place, html('a'), [picture('a', 10), picture('b', 10)], 'LINK');

    expect(images('a')).toBe(link);
    expect(images('unknown')).toBeUndefined();
    expect(own.read).toEqual([]);
  });

  it('become data where they are small, and of a kind that cannot hold scripts', async () => {
    const own = mailbox();
    const all = [
      picture('small', 100),
      picture('large', 257 * kilobyte),
      picture('drawing', 100, 'image/svg+xml'),
      picture('elsewhere', 100),
      picture('broken', 100),
    ];
    const images = await inlineImages(context, own.place, html('small', 'large', 'drawing', 'broken'), all, 'DATA_URI');

    expect(images('small')).toBe('data:image/png;base64,AAAA');
    expect(images('large')).toBe(link);
    expect(images('drawing')).toBe(link);
    expect(images('broken')).toBe(link);
    expect(own.read).toEqual(['small', 'broken']);
  });

  it('become data up to a megabyte together', async () => {
    const own = mailbox();
    const ids = ['1', '2', '3', '4', '5'];
    const all = ids.map((id) => picture(id, 250 * kilobyte));
    await inlineImages(context, own.place, html(...ids), all, 'DATA_URI');

    expect(own.read).toEqual(['1', '2', '3', '4']);
  });

  it('that a mail shows again and again are linked in the end, and then left out: two megabytes of addresses are enough', async () => {
    const content = 'A'.repeat(262_144);
    const own = mailbox();
    const attachments = { load: () => Promise.resolve({ ...picture('a', 1), contentBase64: content }) };
    const place = { ...own.place, mailbox: { ...own.place.mailbox, attachments } as unknown as OpenedMailbox };
    const images = await inlineImages(context, place, html('a'), [picture('a', 200 * kilobyte)], 'DATA_URI');

    const shown = Array.from({ length: 50_000 }, () => images('a'));
    expect(shown.slice(0, 7).every((url) => url?.startsWith('data:'))).toBe(true);
    expect(shown[7]).toBe(link);
    expect(shown.at(-1)).toBeUndefined();
    expect(shown.join('').length).toBeLessThanOrEqual(2 * kilobyte * kilobyte);
  });

  it('are left out on request', async () => {
    const own = mailbox();
    const images = await inlineImages(context, own.place, html('a'), [picture('a', 10)], 'STRIP');
    expect(images('a')).toBeUndefined();
  });
});
