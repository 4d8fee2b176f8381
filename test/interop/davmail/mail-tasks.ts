import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { SeedAttachment } from '../../../src/emulator/store/model.ts';
import { receive } from '../../journeys/received-mail.ts';
import type { Trial } from '../describe-client.ts';
import type { MailTask } from '../tasks.ts';
import { attachmentsOf, awaitMessage, openMessage, searchIn, sendBySmtp, withImap } from './imap-mailbox.ts';
import { heading, headingsOf, mailFoldersOf, messageCount } from './seen-by-graphql.ts';
import { addressOf } from '../people.ts';
import type { SuiteWorld } from './suite-world.ts';

/** Tries what a mail program does: reading, searching, writing and tidying up, by IMAP and SMTP. */
export const tryMail = ({ works }: Trial<MailTask>, world: () => SuiteWorld): void => {
  works('list folders', async () => {
    const listed = await withImap(world(), 'alice', (client) => client.list());
    const expected = (await mailFoldersOf(world(), 'alice')).map(imapPath);
    expect(listed.map(({ path }) => path).toSorted()).toEqual(expected.toSorted());
    expect(Object.fromEntries(listed.map(({ path, specialUse }) => [path, specialUse]))).toMatchObject({
      Sent: String.raw`\Sent`,
      Drafts: String.raw`\Drafts`,
      Trash: String.raw`\Trash`,
      Junk: String.raw`\Junk`,
    });
  });

  works('page through 1,200 messages', async () => {
    const expected = await headingsOf(world(), 'alice', 'INBOX');
    expect(expected.length).toBeGreaterThanOrEqual(1_200);
    const seen = new Map<number, string>();
    await withImap(world(), 'alice', async (client) => {
      const { exists } = await client.mailboxOpen('INBOX');
      expect(exists).toBe(expected.length);
      for (let first = 1; first <= exists; first += 200) {
        const page = `${first}:${Math.min(first + 199, exists)}`;
        for await (const { uid, envelope } of client.fetch(page, { uid: true, flags: true, envelope: true })) {
          seen.set(uid, heading(envelope?.messageId, envelope?.subject));
        }
      }
    });
    expect([...seen.values()].toSorted()).toEqual(expected.toSorted());
  });

  works('read bodies', async () => {
    const text = 'Grüße aus Köln — 漢字 & <Klammern>.\r\nA second line.';
    const html = '<html><body><p>Grüße <b>漢字</b> &amp; Zeilen</p></body></html>';
    receive(world().journey, { name: 'DavMail reads text', body: { type: 'Text', content: text } });
    receive(world().journey, { name: 'DavMail reads HTML', body: { type: 'HTML', content: html } });
    await withImap(world(), 'alice', async (client) => {
      const plain = await awaitMessage(client, 'INBOX', { subject: 'DavMail reads text' });
      expect(lines(plain.mail.text)).toEqual(lines(text));
      expect(plain.mail.from?.address).toBe(addressOf('bob'));
      const rich = await awaitMessage(client, 'INBOX', { subject: 'DavMail reads HTML' });
      expect(lines(rich.mail.html)).toEqual(lines(html));
    });
  });

  works('read attachments', async () => {
    const [photo, sheet] = [randomBytes(150_000), randomBytes(2_001)];
    receive(world().journey, {
      name: 'DavMail reads attachments',
      attachments: [fileNamed('Foto ü.jpg', 'image/jpeg', photo), fileNamed('sheet.bin', 'application/x-sheet', sheet)],
    });
    await withImap(world(), 'alice', async (client) => {
      const message = await awaitMessage(client, 'INBOX', { subject: 'DavMail reads attachments' });
      expect(attachmentsOf(message)).toEqual({ 'Foto ü.jpg': photo, 'sheet.bin': sheet });
    });
  });

  works('search', async () => {
    const expected = await Promise.all([
      messageCount(world(), 'alice', 'INBOX', { isRead: false }),
      messageCount(world(), 'alice', 'INBOX', { isFlagged: true }),
      messageCount(world(), 'alice', 'INBOX', { subject: { contains: 'Invoice' } }),
      messageCount(world(), 'alice', 'INBOX', { subject: { contains: 'Invoice' }, isRead: true }),
      messageCount(world(), 'alice', 'INBOX', {
        or: [{ subject: { contains: 'Invoice' } }, { subject: { contains: 'board' } }],
      }),
    ]);
    const found = await withImap(world(), 'alice', async (client) => [
      await searchIn(client, 'INBOX', { seen: false }),
      await searchIn(client, 'INBOX', { flagged: true }),
      await searchIn(client, 'INBOX', { subject: 'Invoice' }),
      await searchIn(client, 'INBOX', { subject: 'Invoice', seen: true }),
      await searchIn(client, 'INBOX', { or: [{ subject: 'Invoice' }, { subject: 'board' }] }),
    ]);
    expect(found.map(({ length }) => length)).toEqual(expected);
    expect(Math.min(...expected)).toBeGreaterThan(0);
    await withImap(world(), 'alice', async (client) => {
      expect(await searchIn(client, 'INBOX', { subject: 'DavMail reads text', from: 'bob' })).toHaveLength(1);
      expect(await searchIn(client, 'INBOX', { subject: 'DavMail reads text', from: 'carol' })).toEqual([]);
      expect(await searchIn(client, 'INBOX', { body: 'Grüße aus Köln' })).toHaveLength(1);
    });
  });

  works('send to another mailbox', async () => {
    await sendBySmtp(world(), 'alice', {
      to: addressOf('bob'),
      cc: addressOf('carol'),
      subject: 'Sent by DavMail: Grüße',
      text: 'Plain 漢字',
      html: '<p>Rich <b>漢字</b></p>',
      messageId: '<sent-by-davmail@client.test>',
    });
    for (const person of ['bob', 'carol'] as const) {
      await withImap(world(), person, async (client) => {
        const { mail } = await awaitMessage(client, 'INBOX', { subject: 'Sent by DavMail' });
        expect(mail.subject).toBe('Sent by DavMail: Grüße');
        expect(mail.html).toContain('<b>漢字</b>');
        expect(mail.messageId).toBe('<sent-by-davmail@client.test>');
        expect([mail.from?.address, mail.to?.[0]?.address, mail.cc?.[0]?.address]).toEqual(
          (['alice', 'bob', 'carol'] as const).map(addressOf),
        );
      });
    }
    await withImap(world(), 'alice', (client) => awaitMessage(client, 'Sent', { subject: 'Sent by DavMail' }));
  });

  works('send attachments', async () => {
    const bytes = randomBytes(300_000);
    await sendBySmtp(world(), 'alice', {
      to: addressOf('bob'),
      subject: 'Files by DavMail',
      text: 'See the files.',
      attachments: [
        { filename: 'näme.bin', content: bytes },
        { filename: 'note.txt', content: 'noted\r\n', contentType: 'text/plain' },
      ],
    });
    await withImap(world(), 'bob', async (client) => {
      const message = await awaitMessage(client, 'INBOX', { subject: 'Files by DavMail' });
      expect(attachmentsOf(message)).toEqual({ 'näme.bin': bytes, 'note.txt': Buffer.from('noted\r\n') });
      expect(lines(message.mail.text)).toEqual(['See the files.']);
    });
  });

  works('reply', async () => {
    await withImap(world(), 'bob', async (client) => {
      const asked = await awaitMessage(client, 'INBOX', { subject: 'Sent by DavMail' });
      await sendBySmtp(world(), 'bob', {
        to: addressOf('alice'),
        subject: `Re: ${asked.mail.subject ?? ''}`,
        text: 'Thanks.',
        inReplyTo: asked.mail.messageId ?? '',
        references: [asked.mail.messageId ?? ''],
      });
      await client.messageFlagsAdd(String(asked.uid), [String.raw`\Answered`], { uid: true });
      expect((await openMessage(client, asked.uid)).flags).toContain(String.raw`\Answered`);
    });
    await withImap(world(), 'alice', async (client) => {
      const { mail } = await awaitMessage(client, 'INBOX', { subject: 'Re: Sent by DavMail' });
      expect([mail.subject, mail.inReplyTo, mail.references]).toEqual([
        'Re: Sent by DavMail: Grüße',
        '<sent-by-davmail@client.test>',
        '<sent-by-davmail@client.test>',
      ]);
    });
  });

  works('move', async () => {
    receive(world().journey, { name: 'DavMail moves this' });
    await withImap(world(), 'alice', async (client) => {
      const { uid } = await awaitMessage(client, 'INBOX', { subject: 'DavMail moves this' });
      await client.mailboxCreate('Moved by DavMail');
      await client.mailboxOpen('INBOX');
      await client.messageMove(String(uid), 'Moved by DavMail', { uid: true });
      expect(await searchIn(client, 'INBOX', { subject: 'DavMail moves this' })).toEqual([]);
      expect(await searchIn(client, 'Moved by DavMail', { all: true })).toHaveLength(1);
    });
    expect(await mailFoldersOf(world(), 'alice')).toContain('/Moved by DavMail');
  });

  works('delete', async () => {
    const inBin = (): Promise<number> =>
      messageCount(world(), 'alice', 'DELETED_ITEMS', { subject: { contains: 'DavMail moves' } });
    await withImap(world(), 'alice', async (client) => {
      const { exists } = await client.mailboxOpen('Moved by DavMail');
      expect(exists).toBe(1);
      await client.messageMove('1', 'Trash');
      expect(await inBin()).toBe(1);
      const [uid] = await searchIn(client, 'Trash', { subject: 'DavMail moves this' });
      await client.messageDelete(String(uid), { uid: true });
      expect(await searchIn(client, 'Trash', { subject: 'DavMail moves this' })).toEqual([]);
      await client.mailboxOpen('INBOX');
      await client.mailboxDelete('Moved by DavMail');
    });
    expect(await inBin()).toBe(0);
    expect(await mailFoldersOf(world(), 'alice')).not.toContain('/Moved by DavMail');
  });

  works('flag and mark as read', async () => {
    receive(world().journey, { name: 'DavMail flags this', isRead: false });
    const count = (filter: object): Promise<number> =>
      messageCount(world(), 'alice', 'INBOX', { subject: { contains: 'DavMail flags this' }, ...filter });
    await withImap(world(), 'alice', async (client) => {
      const { uid, flags } = await awaitMessage(client, 'INBOX', { subject: 'DavMail flags this', seen: false });
      expect(flags).not.toContain(String.raw`\Flagged`);
      const both = [String.raw`\Seen`, String.raw`\Flagged`];
      await client.messageFlagsAdd(String(uid), both, { uid: true });
      expect((await openMessage(client, uid)).flags).toEqual(new Set(both));
      expect(await count({ isRead: true, isFlagged: true })).toBe(1);
      await client.messageFlagsRemove(String(uid), both, { uid: true });
      expect(await searchIn(client, 'INBOX', { subject: 'DavMail flags this', seen: false, flagged: false })).toEqual([
        uid,
      ]);
      expect(await count({ isRead: false, isFlagged: false })).toBe(1);
    });
  });
};

/** DavMail calls the folders that every mailbox has as mail programs expect it, and writes a slash in a name as Exchange stores it. */
const imapPath = (path: string): string => {
  const [first = '', ...rest] = path.slice(1).split('/');
  return [usualNames[first] ?? first, ...rest].map((name) => name.replaceAll('%2F', '_xF8FF_')).join('/');
};

const usualNames: Readonly<Record<string, string>> = {
  Inbox: 'INBOX',
  'Sent Items': 'Sent',
  'Deleted Items': 'Trash',
  'Junk E-mail': 'Junk',
  Outbox: 'Unsent Messages',
};

const lines = (text: string | undefined): readonly string[] => (text ?? '').trim().split(/\r?\n/);

const fileNamed = (name: string, contentType: string, bytes: Buffer): SeedAttachment => ({
  kind: 'file',
  name,
  contentType,
  isInline: false,
  size: bytes.length,
  content: () => bytes,
});
