import { describe, expect, it } from 'vitest';
import { child, childText } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { create, type RuleParts, updateRules } from '../rules.ts';
import { codesIn, type RunningEmulator } from '../running-emulator.ts';
import { addressesIn, itemsIn, keyIn, people, sendMessage, startMail, subjects } from '../writing.ts';

const toFolder = (action: string, folder: string): string =>
  `<t:${action}><t:DistinguishedFolderId Id="${folder}"/></t:${action}>`;
const strings = (name: string, ...texts: readonly string[]): string =>
  `<t:${name}>${texts.map((text) => `<t:String>${text}</t:String>`).join('')}</t:${name}>`;
const addresses = (name: string, ...wanted: readonly string[]): string =>
  `<t:${name}>${wanted.map((one) => `<t:Address><t:EmailAddress>${one}@example.test</t:EmailAddress></t:Address>`).join('')}</t:${name}>`;
const flag = (name: string): string => `<t:${name}>true</t:${name}>`;
const attachment =
  '<t:Attachments><t:FileAttachment><t:Name>a.txt</t:Name><t:Content>YQ==</t:Content></t:FileAttachment></t:Attachments>';

/** An emulator in which bob has these rules, in this order. */
const withRules = async (...rules: readonly RuleParts[]): Promise<RunningEmulator> => {
  const running = await startMail();
  const operations = rules.map((parts, index) => create({ priority: index + 1, ...parts })).join('');
  expect(codesIn(await running.call(updateRules(operations), 'bob@example.test'))).toEqual(['NoError']);
  return running;
};

const toBob = people('ToRecipients', 'bob@example.test');
const send = async ({ call }: RunningEmulator, properties: string, person = 'alice'): Promise<void> => {
  expect(codesIn(await call(sendMessage(properties), `${person}@example.test`))).toEqual(['NoError']);
};
const lunch = `<t:Subject>Lunch</t:Subject><t:Body BodyType="HTML">&lt;p&gt;At &lt;b&gt;noon&lt;/b&gt;&lt;/p&gt;</t:Body>`;

describe('rules meet', () => {
  const important = `${lunch}${attachment}<t:Importance>High</t:Importance>${toBob}`;
  it.each([
    ['everything, without conditions', '', lunch + toBob, true],
    ['a word of the subject, in any case', strings('ContainsSubjectStrings', 'x', 'lUN'), lunch + toBob, true],
    ['no other subject', strings('ContainsSubjectStrings', 'dinner'), lunch + toBob, false],
    ['a word of the text, not of its tags', strings('ContainsBodyStrings', 'at noon'), lunch + toBob, true],
    ['no tag', strings('ContainsBodyStrings', '<b>'.replaceAll('<', '&lt;')), lunch + toBob, false],
    ['subject or text', strings('ContainsSubjectOrBodyStrings', 'noon'), lunch + toBob, true],
    ['the sender', addresses('FromAddresses', 'carol', 'alice'), lunch + toBob, true],
    ['no other sender', addresses('FromAddresses', 'carol'), lunch + toBob, false],
    ['a part of the sender’s name', strings('ContainsSenderStrings', 'smith'), lunch + toBob, true],
    ['a recipient', addresses('SentToAddresses', 'bob'), lunch + toBob, true],
    ['a part of a recipient', strings('ContainsRecipientStrings', 'okafor'), lunch + toBob, true],
    ['attachments', flag('HasAttachments'), important, true],
    ['no message without attachments', flag('HasAttachments'), lunch + toBob, false],
    ['importance', '<t:Importance>High</t:Importance>', important, true],
    ['no other importance', '<t:Importance>Low</t:Importance>', important, false],
    [
      'all conditions together',
      strings('ContainsSubjectStrings', 'Lunch') + flag('HasAttachments'),
      lunch + toBob,
      false,
    ],
    ['mail to me', flag('SentToMe'), lunch + toBob, true],
    [
      'mail to me alone',
      flag('SentOnlyToMe'),
      lunch + people('ToRecipients', 'bob@example.test', 'x@example.org'),
      false,
    ],
    ['mail to a group as not to me', flag('NotSentToMe'), lunch + people('ToRecipients', 'team@example.test'), true],
    ['copies to me', flag('SentCcMe'), lunch + toBob, false],
    ['nothing by a flag that says false', '<t:SentCcMe>false</t:SentCcMe>', lunch + toBob, true],
    ['item classes', strings('ItemClasses', 'IPM.Note'), lunch + toBob, true],
    [
      'sizes in kilobytes',
      '<t:WithinSizeRange><t:MinimumSize>100</t:MinimumSize></t:WithinSizeRange>',
      important,
      false,
    ],
    [
      'the time of arrival',
      '<t:WithinDateRange><t:StartDateTime>2026-11-20T00:00:00Z</t:StartDateTime><t:EndDateTime>2026-11-21T00:00:00Z</t:EndDateTime></t:WithinDateRange>',
      lunch + toBob,
      true,
    ],
    ['headers', strings('ContainsHeaderStrings', 'mime-version: 1.0'), lunch + toBob, true],
    ['nothing by what the emulator cannot know', flag('IsVoicemail'), lunch + toBob, false],
  ])('%s', async (_, conditions, properties, isMeant) => {
    const running = await withRules({ conditions });
    await send(running, properties);
    const [item] = await itemsIn(running, 'inbox', 'bob');
    expect(item && childText(item, 'IsRead')).toBe(String(isMeant));
  });

  it('nothing that an exception speaks of, and nothing while they are off', async () => {
    const running = await withRules(
      { exceptions: strings('ContainsSubjectStrings', 'Lunch'), actions: flag('Delete') },
      { isEnabled: false, actions: flag('Delete') },
    );
    await send(running, lunch + toBob);
    await send(running, `<t:Subject>Dinner</t:Subject>${toBob}`);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Lunch']);
    expect(subjects(await itemsIn(running, 'deleteditems', 'bob'))).toEqual(['Dinner']);
  });
});

describe('rules', () => {
  it('move, copy and mark in order of priority, until one says stop', async () => {
    const running = await withRules(
      { priority: 3, actions: strings('AssignCategories', 'Green') },
      {
        priority: 2,
        actions: `${strings('AssignCategories', 'Blue', 'Red')}${toFolder('MoveToFolder', 'deleteditems')}${flag('StopProcessingRules')}`,
      },
      {
        priority: 1,
        actions: `${strings('AssignCategories', 'Red')}${toFolder('CopyToFolder', 'drafts')}<t:MarkImportance>Low</t:MarkImportance>${flag('MarkAsRead')}`,
      },
    );
    await send(running, lunch + toBob);
    expect(await itemsIn(running, 'inbox', 'bob')).toEqual([]);
    const [moved, ...more] = await itemsIn(running, 'deleteditems', 'bob');
    expect(subjects(await itemsIn(running, 'drafts', 'bob'))).toEqual(['Lunch']);
    expect(more).toEqual([]);
    expect(moved && ['Importance', 'IsRead'].map((name) => childText(moved, name))).toEqual(['Low', 'true']);
    expect(moved && child(moved, 'Categories')?.children.map(({ text }) => text)).toEqual(['Red', 'Blue']);
  });

  it('delete for good', async () => {
    const running = await withRules({ actions: flag('PermanentDelete') });
    await send(running, lunch + toBob);
    expect([...(await itemsIn(running, 'inbox', 'bob')), ...(await itemsIn(running, 'deleteditems', 'bob'))]).toEqual(
      [],
    );
  });

  it('forward, forward as an attachment, and redirect', async () => {
    const running = await withRules({
      actions: `${addresses('ForwardAsAttachmentToRecipients', 'carol')}${addresses('ForwardToRecipients', 'carol')}${addresses('RedirectToRecipients', 'carol')}`,
    });
    await send(running, lunch + toBob);
    const got = await itemsIn(running, 'inbox', 'carol');
    expect(
      got.map((item) => [childText(item, 'Subject'), addressesIn(item, 'From'), addressesIn(item, 'ToRecipients')]),
    ).toEqual([
      ['FW: Lunch', ['bob@example.test'], ['carol@example.test']],
      ['FW: Lunch', ['bob@example.test'], ['carol@example.test']],
      ['Lunch', ['alice@example.test'], ['bob@example.test']],
    ]);
    expect(got.map((item) => childText(item, 'HasAttachments'))).toEqual(['true', 'false', 'false']);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Lunch']);
    expect(await itemsIn(running, 'sentitems', 'bob')).toEqual([]);
  });

  it('do not send a message to and fro for ever', async () => {
    const running = await withRules({ actions: addresses('ForwardToRecipients', 'carol') });
    const back = create({ actions: addresses('RedirectToRecipients', 'bob') });
    await running.call(updateRules(back), 'carol@example.test');
    await send(running, lunch + toBob);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Lunch', 'FW: Lunch']);
    expect(subjects(await itemsIn(running, 'inbox', 'carol'))).toEqual(['FW: Lunch']);
  });

  it('do their work on invitations, which stay in the calendar', async () => {
    const running = await withRules({
      conditions: flag('IsMeetingRequest'),
      actions: toFolder('MoveToFolder', 'drafts'),
    });
    const event =
      '<t:CalendarItem><t:Subject>Sync</t:Subject><t:Start>2026-11-23T10:00:00Z</t:Start><t:End>2026-11-23T11:00:00Z</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>bob@example.test</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees></t:CalendarItem>';
    const made = await running.call(
      `<m:CreateItem SendMeetingInvitations="SendToAllAndSaveCopy"><m:Items>${event}</m:Items></m:CreateItem>`,
    );
    keyIn(made);
    expect(await itemsIn(running, 'inbox', 'bob')).toEqual([]);
    expect(subjects(await itemsIn(running, 'drafts', 'bob'))).toEqual(['Sync']);
    expect(subjects(await itemsIn(running, 'calendar', 'bob'))).toEqual(['Sync']);
  });

  it('leave mail where it is when that is where it shall go', async () => {
    const running = await withRules({ actions: toFolder('MoveToFolder', 'inbox') });
    await send(running, lunch + toBob);
    expect(subjects(await itemsIn(running, 'inbox', 'bob'))).toEqual(['Lunch']);
  });
});

describeWithWitness('what rules and automatic replies deliver, against the schema', (folder) => {
  it('is valid', async () => {
    const running = await withRules({
      actions: `${strings('AssignCategories', 'Red')}${addresses('ForwardAsAttachmentToRecipients', 'carol')}${addresses('RedirectToRecipients', 'carol')}`,
    });
    const settings =
      '<t:OofState>Enabled</t:OofState><t:ExternalAudience>All</t:ExternalAudience><t:InternalReply><t:Message>Away</t:Message></t:InternalReply>';
    await running.call(
      `<m:SetUserOofSettingsRequest><t:Mailbox><t:Address>bob@example.test</t:Address></t:Mailbox><t:UserOofSettings>${settings}</t:UserOofSettings></m:SetUserOofSettingsRequest>`,
      'bob@example.test',
    );
    await send(running, lunch + toBob);
    const documents: string[] = [];
    for (const person of ['alice', 'bob', 'carol']) {
      const items = await itemsIn(running, 'inbox', person);
      expect(items.length).toBeGreaterThan(0);
      const ids = items.map((item) => `<t:ItemId Id="${child(item, 'ItemId')?.attributes['Id']}"/>`).join('');
      const request = `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`;
      documents.push((await running.call(request, `${person}@example.test`)).text);
    }
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
