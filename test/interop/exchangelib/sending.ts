import { expect } from 'vitest';
import { bodyOf, messageOf, messagesOf } from './graphql-mailbox.ts';
import { alice, bob, carol, type DrivenFile, type Part, type ReadMessage } from './stage.ts';

const picture: DrivenFile = {
  name: 'Größe 漢字.png',
  contentType: 'image/png',
  base64: Buffer.from([137, 80, 78, 71, 0, 255, 13, 10]).toString('base64'),
  contentId: 'picture-1',
};
const notes: DrivenFile = {
  name: 'notes.bin',
  contentType: 'application/octet-stream',
  base64: Buffer.alloc(300_000, 'All bytes, \0 and \u00FF too.', 'latin1').toString('base64'),
};

/** Mail from one mailbox to another, with files, and answers to it. */
export const trySending: Part = ({ works }, stage) => {
  works('send to another mailbox', async () => {
    const { journey, driver } = stage();
    const subject = 'Tea at four – für alle, 漢字';
    const html = '<html><body><p>Dear Bob, <b>grüße</b> &amp; 漢字</p></body></html>';
    await driver.run('send', alice, { subject, html, to: [bob], cc: [carol], importance: 'High' });
    for (const reader of [bob, carol]) {
      const read = await driver.run<ReadMessage>('read', reader, { where: 'inbox', subject });
      expect(read).toMatchObject({ subject, isHtml: true, from: alice, sender: alice, to: [bob], cc: [carol] });
      expect(read).toMatchObject({ importance: 'High', isRead: false });
      expect(read.body).toContain('<b>grüße</b> &amp; 漢字');
    }
    const copy = await driver.run<ReadMessage>('read', alice, { where: 'sent', subject });
    const arrived = await messageOf(journey, bob, { subject }, 'INBOX');
    expect(copy).toMatchObject({ messageId: arrived.internetMessageId, isRead: true, to: [bob], cc: [carol] });

    const plain = { subject: 'Tea without a copy', text: 'Two lines,\nthis being the second.', to: [bob] };
    await driver.run('send_without_copy', alice, plain);
    const read = await driver.run<ReadMessage>('read', bob, { where: 'inbox', subject: plain.subject });
    expect([read.isHtml, read.body.trimEnd()]).toEqual([false, plain.text]);
    expect(await messagesOf(journey, alice, { filter: { subject: { equals: plain.subject } } })).toEqual([]);
  });

  works('send attachments', async () => {
    const { journey, driver } = stage();
    const files = [notes, picture];
    const subject = 'Files from a draft';
    await driver.run('send_draft', alice, { subject, html: '<p>First</p>', change: 'Second', to: [bob], files });
    const given = files.map(({ name, base64, contentId = null }) => [name, base64, contentId !== null, contentId]);
    const attached = async (address: string, where: string, of: string): Promise<readonly unknown[]> =>
      (
        await driver.run<readonly (DrivenFile & { readonly isInline: boolean })[]>('attachments', address, {
          where,
          subject: of,
        })
      ).map(({ name, base64, isInline, contentId }) => [name, base64, isInline, contentId]);
    expect(await attached(bob, 'inbox', subject)).toEqual(given);
    expect(await attached(alice, 'sent', subject)).toEqual(given);
    expect((await driver.run<ReadMessage>('read', bob, { where: 'inbox', subject })).body).toContain('Second');
    expect(await messagesOf(journey, alice, { place: 'DRAFTS', filter: { subject: { equals: subject } } })).toEqual([]);

    const atOnce = 'Files at once';
    await driver.run('send_with_files', alice, { subject: atOnce, text: 'See below', to: [bob], files });
    expect(await attached(bob, 'inbox', atOnce)).toEqual(given);
    expect(await messagesOf(journey, alice, { filter: { subject: { equals: atOnce } } })).toEqual([]);
  });

  works('reply', async () => {
    const { journey, driver } = stage();
    const subject = 'Which of the two boats?';
    await driver.run('send_draft', alice, {
      subject,
      html: '<p>The blue one or the <i>green</i> one?</p>',
      to: [bob],
      cc: [carol],
      files: [notes],
    });
    const question = { where: 'inbox', subject };
    const original = await messageOf(journey, bob, { subject }, 'INBOX');

    const answer = `Re: ${subject}`;
    await driver.run('reply', bob, { ...question, reply_subject: answer, text: 'The green one.' });
    const reply = await driver.run<ReadMessage>('read', alice, { where: 'inbox', subject: answer });
    expect(reply).toMatchObject({ from: bob, to: [alice], cc: [], inReplyTo: original.internetMessageId });
    expect(reply.references ?? '').toContain(original.internetMessageId);
    expect(reply.body).toContain('The green one.');
    expect(reply.body).toContain('The blue one or the');
    expect(reply.body.indexOf('The green one.')).toBeLessThan(reply.body.indexOf('The blue one'));
    expect(await messageOf(journey, alice, { subject: answer }, 'INBOX')).toMatchObject({
      inReplyTo: original.internetMessageId,
      references: [original.internetMessageId],
    });
    expect(
      (await bodyOf(journey, (await messageOf(journey, bob, { subject: answer }, 'SENT_ITEMS')).id)).content,
    ).toContain('The green one.');

    const toAll = 'Re: boats, to all';
    await driver.run('reply', bob, { ...question, reply_subject: toAll, text: 'Both!', to_all: true });
    for (const reader of [alice, carol]) {
      const read = await driver.run<ReadMessage>('read', reader, { where: 'inbox', subject: toAll });
      expect([read.from, read.to.toSorted(), read.cc]).toEqual([bob, [alice, bob], [carol]]);
    }

    const drafted = 'Re: boats, slept over';
    await driver.run('reply_by_draft', bob, { ...question, reply_subject: drafted, text: 'Neither.' });
    const second = await driver.run<ReadMessage>('read', alice, { where: 'inbox', subject: drafted });
    expect([second.inReplyTo, second.to]).toEqual([original.internetMessageId, [alice]]);

    const passed = 'Fwd: boats';
    await driver.run('forward', bob, { ...question, forward_subject: passed, text: 'Look.', to: [carol] });
    const read = await driver.run<ReadMessage>('read', carol, { where: 'inbox', subject: passed });
    expect(read.body).toContain('The blue one or the');
    const files = await driver.run<readonly DrivenFile[]>('attachments', carol, { where: 'inbox', subject: passed });
    expect(files.map(({ name, base64 }) => [name, base64])).toEqual([[notes.name, notes.base64]]);
  });
};
