import { describe, expect, it } from 'vitest';
import { child, childText, type XmlElement } from '../../../src/ews/xml.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import { addressesIn, createItem, getItem, itemsIn, keyIn, people, sendMessage, startMail } from '../writing.ts';

const attachments = `<t:Attachments><t:FileAttachment><t:Name>plan.txt</t:Name><t:Content>cGxhbg==</t:Content></t:FileAttachment><t:FileAttachment><t:Name>logo.png</t:Name><t:ContentId>logo</t:ContentId><t:IsInline>true</t:IsInline><t:Content>bG9nbw==</t:Content></t:FileAttachment></t:Attachments>`;

/** Mail from bob to alice and another, with carol in copy, as alice received it. */
const received = async (running: RunningEmulator): Promise<XmlElement> => {
  await running.call(
    sendMessage(
      `<t:Subject>RE: Plan</t:Subject><t:Body BodyType="HTML">&lt;p&gt;Original&lt;/p&gt;</t:Body>${attachments}${people('ToRecipients', 'alice@example.test', 'x@example.org')}${people('CcRecipients', 'carol@example.test', 'alice.smith@example.test')}`,
    ),
    'bob@example.test',
  );
  const [item] = await itemsIn(running, 'inbox');
  if (item === undefined) throw new Error('not delivered');
  return item;
};

const reference = (item: XmlElement): string =>
  `<t:ReferenceItemId Id="${child(item, 'ItemId')?.attributes['Id'] ?? ''}"/>`;

const names = (item: XmlElement): readonly (string | undefined)[] =>
  (child(item, 'Attachments')?.children ?? []).map((one) => childText(one, 'Name'));

describe('an answer to mail', () => {
  it('goes to the sender, quotes what it answers, and joins the conversation', async () => {
    const running = await startMail();
    const original = await received(running);
    const reply = `<t:ReplyToItem>${reference(original)}<t:NewBodyContent BodyType="HTML">&lt;b&gt;Yes&lt;/b&gt;</t:NewBodyContent></t:ReplyToItem>`;
    const draft = await getItem(running, keyIn(await running.call(createItem(reply))).id);
    expect(addressesIn(draft, 'ToRecipients')).toEqual(['bob@example.test']);
    expect(child(draft, 'CcRecipients')).toBeUndefined();
    expect(childText(draft, 'Subject')).toBe('RE: Plan');
    expect(childText(draft, 'Body')).toMatch(/<b>Yes<\/b>[^]*From: Bob Okafor[^]*<p>Original<\/p>/);
    const messageId = childText(original, 'InternetMessageId');
    expect([childText(draft, 'InReplyTo'), childText(draft, 'References')]).toEqual([messageId, messageId]);
    expect(child(draft, 'ConversationId')).toEqual(child(original, 'ConversationId'));
    expect([childText(draft, 'IsDraft'), ...names(draft)]).toEqual(['true', 'logo.png']);
  });

  it('to all goes to everybody but oneself', async () => {
    const running = await startMail();
    const original = await received(running);
    const reply = `<t:ReplyAllToItem>${reference(original)}<t:NewBodyContent BodyType="Text">Yes</t:NewBodyContent></t:ReplyAllToItem>`;
    const draft = await getItem(running, keyIn(await running.call(createItem(reply))).id);
    expect(addressesIn(draft, 'ToRecipients')).toEqual(['bob@example.test', 'x@example.org']);
    expect(addressesIn(draft, 'CcRecipients')).toEqual(['carol@example.test']);
  });

  it('keeps the recipients and the subject that the request gives', async () => {
    const running = await startMail();
    const original = await received(running);
    const reply = `<t:ReplyToItem><t:Subject>Mine</t:Subject>${people('ToRecipients', 'carol@example.test')}${reference(original)}</t:ReplyToItem>`;
    expect(codesIn(await running.call(createItem(reply, 'MessageDisposition="SendAndSaveCopy"')))).toEqual(['NoError']);
    const [sent] = await itemsIn(running, 'sentitems');
    expect(sent && [childText(sent, 'Subject'), ...addressesIn(sent, 'ToRecipients')]).toEqual([
      'Mine',
      'carol@example.test',
    ]);
    expect((await itemsIn(running, 'inbox', 'carol')).map((item) => childText(item, 'Subject'))).toContain('Mine');
  });

  it('that forwards takes all files along and is sent only to whom it names', async () => {
    const running = await startMail();
    const original = await received(running);
    const forward = (to: string): string =>
      `<t:ForwardItem>${to}${reference(original)}<t:NewBodyContent BodyType="Text">See below</t:NewBodyContent></t:ForwardItem>`;
    const nobody = await running.call(createItem(forward(''), 'MessageDisposition="SendAndSaveCopy"'));
    expect(codesIn(nobody)).toEqual(['ErrorInvalidRecipients']);
    await running.call(
      createItem(forward(people('ToRecipients', 'carol@example.test')), 'MessageDisposition="SendAndSaveCopy"'),
    );
    const got = (await itemsIn(running, 'inbox', 'carol')).at(-1);
    expect(got && [childText(got, 'Subject'), ...names(got)]).toEqual(['FW: Plan', 'plan.txt', 'logo.png']);
  });

  it('is refused for what cannot be answered', async () => {
    const running = await startMail();
    const draft = await getItem(running, keyIn(await running.call(createItem('<t:Message/>'))).id);
    expect(codesIn(await running.call(createItem(`<t:ReplyToItem>${reference(draft)}</t:ReplyToItem>`)))).toEqual([
      'ErrorInvalidReferenceItem',
    ]);
  });
});
