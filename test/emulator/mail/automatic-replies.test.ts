import { describe, expect, it } from 'vitest';
import PostalMime from 'postal-mime';
import { node } from '../../../src/emulator/xml/xml.ts';
import { child, childText } from '../../../src/ews/xml.ts';
import { createItem, itemsIn, people, sendMessage, startMail, subjects } from '../writing.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';

const hour = 3_600_000;
const settings = (state = 'Enabled', inside = 'In', outside = '&lt;p&gt;Out&lt;/p&gt;', audience = 'All'): string =>
  `<t:OofState>${state}</t:OofState><t:ExternalAudience>${audience}</t:ExternalAudience><t:Duration><t:StartTime>2026-11-20T11:00:00Z</t:StartTime><t:EndTime>2026-11-20T13:00:00Z</t:EndTime></t:Duration><t:InternalReply><t:Message>${inside}</t:Message></t:InternalReply><t:ExternalReply><t:Message>${outside}</t:Message></t:ExternalReply>`;
const setReplies = async ({ call }: RunningEmulator, written: string): Promise<void> => {
  const request = `<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>bob@example.test</t:Address></t:Mailbox><t:UserOofSettings>${written}</t:UserOofSettings></m:SetUserOofSettingsRequest>`;
  expect(codesIn(await call(request, 'bob@example.test'))).toEqual(['NoError']);
};
const write = async ({ call }: RunningEmulator, properties = people('ToRecipients', 'bob@example.test')) => {
  expect(codesIn(await call(sendMessage(`<t:Subject>Lunch</t:Subject>${properties}`)))).toEqual(['NoError']);
};
const header = (name: string, value: string): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="${name}" PropertyType="String"/><t:Value>${value}</t:Value></t:ExtendedProperty>`;

describe('an automatic reply', () => {
  it('goes to a colleague once, as an answer that says what it is, and leaves no copy', async () => {
    const running = await startMail();
    await setReplies(running, settings());
    await write(running);
    await write(running);
    const [reply, ...more] = await itemsIn(running, 'inbox');
    if (reply === undefined) throw new Error('no reply');
    const [mail] = await itemsIn(running, 'inbox', 'bob');
    expect(more).toEqual([]);
    expect(['Subject', 'Body', 'ItemClass'].map((name) => childText(reply, name))).toEqual([
      'Automatic reply: Lunch',
      expect.stringContaining('In'),
      'IPM.Note.Rules.OofTemplate.Microsoft',
    ]);
    expect(childText(reply, 'InReplyTo')).toBe(mail && childText(mail, 'InternetMessageId'));
    const headers = (child(reply, 'InternetMessageHeaders')?.children ?? []).map(
      ({ attributes, text }) => `${attributes['HeaderName']}: ${text}`,
    );
    expect(headers).toEqual(expect.arrayContaining(['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All']));
    expect(await itemsIn(running, 'sentitems', 'bob')).toEqual([]);
  });

  it('goes again when the settings were written anew', async () => {
    const running = await startMail();
    await setReplies(running, settings());
    await write(running);
    await setReplies(running, settings('Enabled', 'Later'));
    await write(running);
    expect((await itemsIn(running, 'inbox')).map((reply) => childText(reply, 'Body'))).toEqual([
      expect.stringContaining('In'),
      expect.stringContaining('Later'),
    ]);
  });

  it('goes during its period alone, by the emulator’s clock', async () => {
    const running = await startMail();
    await setReplies(running, settings('Scheduled'));
    const counts: number[] = [];
    for (const person of ['alice', 'carol', 'alice']) {
      const message = `<t:Message>${people('ToRecipients', 'bob@example.test')}</t:Message>`;
      await running.call(createItem(message, 'MessageDisposition="SendOnly"'), `${person}@example.test`);
      counts.push((await itemsIn(running, 'inbox', person)).length);
      running.emulator.clock.advance(2 * hour);
    }
    expect(counts).toEqual([0, 1, 0]);
  });

  it('has a text of its own for strangers, who may be left without one', async () => {
    const running = await startMail();
    const arrive = (from: string): void => {
      const mailbox = (address: string) => node('t:Mailbox', [node('t:EmailAddress', address)]);
      running.emulator.deliver('bob@example.test', 'inbox', {
        element: node('t:Message', [
          node('t:ItemClass', 'IPM.Note'),
          node('t:Subject', 'Offer'),
          node('t:ToRecipients', [mailbox('builder@example.test')]),
          node('t:From', [mailbox(from)]),
        ]),
        attachments: [],
      });
    };
    await setReplies(running, settings());
    arrive('guest@example.org');
    arrive('Guest@example.org');
    arrive('no-reply@example.org');
    const [out, ...more] = running.emulator.outbox;
    expect(more).toEqual([]);
    expect(out).toMatchObject({ sender: 'bob@example.test', recipients: ['guest@example.org'] });
    const mime = Buffer.from(out?.mime() ?? []).toString();
    expect(mime).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect((await PostalMime.parse(mime)).html).toBe('<p>Out</p>');
    await setReplies(running, settings('Enabled', 'In', 'Out', 'None'));
    arrive('guest@example.org');
    expect(running.emulator.outbox.length).toBe(1);
  });

  it.each([
    ['what was sent to a list', people('ToRecipients', 'team@example.test')],
    ['blind copies', `${people('ToRecipients', 'x@example.org')}${people('BccRecipients', 'bob@example.test')}`],
    ['what a machine sent', header('Auto-Submitted', 'auto-generated') + people('ToRecipients', 'bob@example.test')],
    ['bulk mail', header('Precedence', 'bulk') + people('ToRecipients', 'bob@example.test')],
    ['mail of a list', header('List-Id', 'news') + people('ToRecipients', 'bob@example.test')],
    ['who wants none', header('X-Auto-Response-Suppress', 'DR, OOF') + people('ToRecipients', 'bob@example.test')],
  ])('does not go to %s', async (_, properties) => {
    const running = await startMail();
    await setReplies(running, settings());
    await write(running, properties);
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
    expect(subjects(await itemsIn(running, 'inbox')).filter((subject) => subject?.startsWith('Automatic'))).toEqual([]);
  });

  it('goes to mail that says that no machine sent it, and not to oneself', async () => {
    const running = await startMail();
    await setReplies(running, settings());
    await write(running, header('Auto-Submitted', 'no') + people('ToRecipients', 'bob@example.test'));
    expect((await itemsIn(running, 'inbox')).length).toBe(1);
    await running.call(sendMessage(people('ToRecipients', 'bob@example.test')), 'bob@example.test');
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(2);
  });

  it('ends between two people who are both away', async () => {
    const running = await startMail();
    await setReplies(running, settings());
    const alice = `<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>alice@example.test</t:Address></t:Mailbox><t:UserOofSettings>${settings()}</t:UserOofSettings></m:SetUserOofSettingsRequest>`;
    await running.call(alice);
    await write(running);
    expect((await itemsIn(running, 'inbox')).length).toBe(1);
    expect((await itemsIn(running, 'inbox', 'bob')).length).toBe(1);
  });
});
