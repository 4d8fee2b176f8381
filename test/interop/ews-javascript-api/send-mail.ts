import { randomBytes } from 'node:crypto';
import {
  BodyType,
  EmailMessage,
  FileAttachment,
  Importance,
  MessageBody,
  WellKnownFolderName,
  type ExchangeService,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { itemNamed, plainLines } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { contentShown, shownMessage } from './shown-message.ts';
import { xmlText } from './xml-text.ts';

const { Inbox, SentItems } = WellKnownFolderName;

/** What is sent: letters of several scripts, what XML and HTML care about, and white space. */
const written = {
  subject: 'Plans for Kraków & München <2> – 星 ✨',
  html: '<p>Grüße &amp; <b>bold</b> words, 3 &lt; 4.</p><p>مرحبا</p>',
};

/** Sends to two people, one of them as a copy, and keeps what was sent. */
export const sendToAnotherMailbox = async (world: MailWorld): Promise<void> => {
  const alice = world.service('alice');
  const message = new EmailMessage(alice);
  message.Subject = xmlText(written.subject);
  message.Body = new MessageBody(BodyType.HTML, xmlText(written.html));
  message.Importance = Importance.High;
  message.ToRecipients.Add(addressOf('bob'));
  message.CcRecipients.Add('Carol', addressOf('carol'));
  await message.SendAndSaveCopy();

  for (const person of ['bob', 'carol'] as const) {
    const arrived = await itemNamed<EmailMessage>(world.service(person), Inbox, written.subject);
    expect(arrived.From.Address).toBe(addressOf('alice'));
    expect(arrived.ToRecipients.GetEnumerator().map(({ Address: address }) => address)).toEqual([addressOf('bob')]);
    expect(arrived.CcRecipients.GetEnumerator().map(({ Address: address }) => address)).toEqual([addressOf('carol')]);
    expect([arrived.Importance, arrived.IsRead, arrived.IsDraft]).toEqual([Importance.High, false, false]);
    expect(arrived.Body.Text).toContain(written.html);
  }
  const kept = await itemNamed<EmailMessage>(alice, SentItems, written.subject);
  const shown = await shownMessage(world, 'bob', written.subject);
  expect(shown.internetMessageId).toBe(kept.InternetMessageId);
  expect(shown).toMatchObject({
    from: { address: addressOf('alice') },
    to: [{ address: addressOf('bob') }],
    cc: [{ address: addressOf('carol') }],
    importance: 'HIGH',
    attachments: [],
  });
  expect(shown.html?.content).toContain(written.html);
};

/** Sends files: a name of several scripts, bytes of every value, 300 KB. */
export const sendAttachments = async (world: MailWorld): Promise<void> => {
  const files = attachedFiles();
  const subject = 'Three files from ews-javascript-api';
  await sendFiles(world.service('alice'), subject, files);

  const arrived = await itemNamed<EmailMessage>(world.service('bob'), Inbox, subject);
  expect(arrived.HasAttachments).toBe(true);
  const received: [string, string][] = [];
  for (const attachment of arrived.Attachments.GetEnumerator()) {
    await attachment.Load();
    if (attachment instanceof FileAttachment) received.push([attachment.Name, attachment.Base64Content]);
  }
  expect(received).toEqual(files);
  const { attachments } = await shownMessage(world, 'bob', subject);
  const shown = await Promise.all(attachments.map(async (file) => [file.name, await contentShown(file)]));
  expect(shown).toEqual(files);
};

/** Answers to all and to one; the answers hang on what they answer and quote it. */
export const reply = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const subject = 'A question for everybody';
  const question = new EmailMessage(world.service('alice'));
  question.Subject = subject;
  question.Body = new MessageBody(BodyType.Text, 'Who brings the cake?');
  question.ToRecipients.Add(addressOf('bob'));
  question.CcRecipients.Add(addressOf('carol'));
  await question.Send();

  const arrived = await itemNamed<EmailMessage>(bob, Inbox, subject);
  const toAll = arrived.CreateReply(true);
  toAll.BodyPrefix = new MessageBody(BodyType.Text, 'I do.');
  await toAll.SendAndSaveCopy();
  await arrived.Reply(new MessageBody('Only for you: it is a surprise.'), false);

  const answered = `RE: ${subject}`;
  const forCarol = await shownMessage(world, 'carol', answered);
  expect(forCarol).toMatchObject({
    from: { address: addressOf('bob') },
    to: [{ address: addressOf('alice') }],
    cc: [{ address: addressOf('carol') }],
    inReplyTo: arrived.InternetMessageId,
  });
  expect(plainLines(forCarol.text?.content ?? '')).toMatch(/^I do\.[^]*Who brings the cake\?/);
  const { mailbox } = await world.ask<Answers>(
    `query ($address: EmailAddress!, $subject: String!) { mailbox(address: $address) { inbox { messages(
      filter: { subject: { equals: $subject } }) { nodes { inReplyTo to { address } cc { address } conversation { messages { nodes { subject } } } } } } } }`,
    { address: addressOf('alice'), subject: answered },
  );
  const answers = mailbox.inbox.messages.nodes;
  expect(answers.map(({ inReplyTo, cc }) => [inReplyTo, cc.length]).toSorted()).toEqual([
    [arrived.InternetMessageId, 0],
    [arrived.InternetMessageId, 1],
  ]);
  // Alice sent her question without keeping a copy.
  expect(answers.map(({ conversation }) => conversation.messages.nodes.length)).toEqual([2, 2]);
};

/** Files with names and content; the client wants base64. */
export const attachedFiles = (): readonly (readonly [name: string, base64: string])[] => [
  ['Übersicht 星.bin', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64')],
  ['notes.txt', Buffer.from('line one\r\nline two\r\n').toString('base64')],
  ['random.dat', randomBytes(300_000).toString('base64')],
];

/** Sends files to bob: the client makes a draft, hangs them on it and sends that. */
const sendFiles = async (
  service: ExchangeService,
  subject: string,
  files: ReturnType<typeof attachedFiles>,
): Promise<void> => {
  const message = new EmailMessage(service);
  message.Subject = subject;
  message.Body = new MessageBody(BodyType.Text, 'See the files.');
  message.ToRecipients.Add(addressOf('bob'));
  for (const [name, content] of files) message.Attachments.AddFileAttachment(name, content);
  await message.SendAndSaveCopy();
};

interface Answers {
  readonly mailbox: {
    readonly inbox: {
      readonly messages: {
        readonly nodes: readonly {
          readonly inReplyTo: string | null;
          readonly cc: readonly unknown[];
          readonly conversation: { readonly messages: { readonly nodes: readonly unknown[] } };
        }[];
      };
    };
  };
}
