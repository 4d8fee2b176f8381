import { describe, expect, it } from 'vitest';
import { childText } from '../../../src/ews/xml.ts';
import { schemaErrors } from '../../schema-errors.ts';
import { describeWithWitness } from '../../witness.ts';
import { descendants } from '../answered.ts';
import { create, flawsIn, remove, rulesOf, set, updateRules } from '../rules.ts';
import { codesIn, envelope, idsIn, impersonating } from '../running-emulator.ts';
import { startMail } from '../writing.ts';

const move = (folder: string): string => `<t:MoveToFolder><t:DistinguishedFolderId Id="${folder}"/></t:MoveToFolder>`;
const subject = (...strings: readonly string[]): string =>
  `<t:ContainsSubjectStrings>${strings.map((text) => `<t:String>${text}</t:String>`).join('')}</t:ContainsSubjectStrings>`;
const people = (list: string, address: string): string =>
  `<t:${list}><t:Address><t:EmailAddress>${address}</t:EmailAddress></t:Address></t:${list}>`;

describe('rules of the inbox', () => {
  it('are none, then those that were made, with ids of their own and the ids of their folders', async () => {
    const running = await startMail();
    expect(await rulesOf(running)).toEqual([]);
    const operations = [
      create({ name: 'Second', priority: 2 }),
      create({ name: 'First', priority: 1, conditions: subject('a', 'b'), actions: move('deleteditems') }),
    ];
    expect(codesIn(await running.call(updateRules(operations.join(''))))).toEqual(['NoError']);
    const rules = await rulesOf(running);
    expect(rules.map((rule) => childText(rule, 'DisplayName'))).toEqual(['First', 'Second']);
    expect(new Set(rules.map((rule) => childText(rule, 'RuleId'))).size).toBe(2);
    const folder = await running.call(
      '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="deleteditems"/></m:FolderIds></m:GetFolder>',
    );
    const target = rules.flatMap((rule) => descendants(rule, 'FolderId')).map(({ attributes }) => attributes['Id']);
    expect(target).toEqual(idsIn(folder, 'FolderId'));
    expect(await rulesOf(running, 'bob')).toEqual([]);
  });

  it('are replaced and deleted by their ids, and keep their ids', async () => {
    const running = await startMail();
    await running.call(updateRules(create({ name: 'One', priority: 1 }) + create({ name: 'Two', priority: 2 })));
    const [one = '', two = ''] = (await rulesOf(running)).map((rule) => childText(rule, 'RuleId'));
    const answer = await running.call(updateRules(set({ id: two, name: 'New', isEnabled: false }) + remove(one)));
    expect(codesIn(answer)).toEqual(['NoError']);
    const [rule, ...more] = await rulesOf(running);
    expect(more).toEqual([]);
    expect(rule && ['RuleId', 'DisplayName', 'IsEnabled'].map((name) => childText(rule, name))).toEqual([
      two,
      'New',
      'false',
    ]);
  });

  it('make room for a new rule of the same priority', async () => {
    const running = await startMail();
    for (const name of ['Old', 'New']) await running.call(updateRules(create({ name, priority: 3 })));
    const rules = await rulesOf(running);
    expect(rules.map((rule) => [childText(rule, 'DisplayName'), childText(rule, 'Priority')])).toEqual([
      ['New', '3'],
      ['Old', '4'],
    ]);
  });

  it('are in error when their folder is gone', async () => {
    const running = await startMail();
    const made = await running.call(
      '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>Box</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>',
    );
    const [id = ''] = idsIn(made, 'FolderId');
    await running.call(updateRules(create({ actions: `<t:MoveToFolder><t:FolderId Id="${id}"/></t:MoveToFolder>` })));
    const isInError = async () => (await rulesOf(running)).map((rule) => childText(rule, 'IsInError'));
    expect(await isInError()).toEqual([undefined]);
    await running.call(
      `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds><t:FolderId Id="${id}"/></m:FolderIds></m:DeleteFolder>`,
    );
    expect(await isInError()).toEqual(['true']);
  });

  it.each([
    ['an id for a new rule', create({ id: 'x' }), 'RuleId CreateWithRuleId'],
    ['a rule that is not there', set({ id: 'x' }), 'RuleId RuleNotFound'],
    ['deleting what is not there', remove('x'), 'RuleId RuleNotFound'],
    ['replacing without an id', set({}), 'RuleId MissingParameter'],
    ['no name', create({ name: '' }), 'DisplayName EmptyValueFound'],
    ['too long a name', create({ name: 'x'.repeat(257) }), 'DisplayName StringValueTooBig'],
    ['a priority below one', create({ priority: 0 }), 'Priority InvalidValue'],
    ['nothing to do', create({ actions: '' }), 'Actions MissingAction'],
    ['a folder that is not there', create({ actions: move('journal') }), 'Action:MoveToFolder FolderDoesNotExist'],
    [
      'what is no folder id',
      create({ actions: '<t:CopyToFolder><t:FolderId Id="x"/></t:CopyToFolder>' }),
      'Action:CopyToFolder InvalidFolderId',
    ],
    ['an empty string', create({ conditions: subject('a', '') }), 'Condition:ContainsSubjectStrings EmptyValueFound'],
    [
      'too long a string',
      create({ exceptions: subject('x'.repeat(257)) }),
      'Exception:ContainsSubjectStrings StringValueTooBig',
    ],
    [
      'what is no address',
      create({ conditions: people('FromAddresses', 'x') }),
      'Condition:FromAddresses InvalidAddress',
    ],
    [
      'nobody of the organisation',
      create({ actions: people('ForwardToRecipients', 'nobody@example.test') }),
      'Action:ForwardToRecipients RecipientDoesNotExist',
    ],
    [
      'text messages',
      create({ actions: people('SendSMSAlertToRecipients', 'a@b.c') }),
      'Action:SendSMSAlertToRecipients UnsupportedRule',
    ],
    ['an empty range', create({ conditions: '<t:WithinSizeRange/>' }), 'Condition:WithinSizeRange MissingRangeValue'],
    [
      'a negative size',
      create({ conditions: '<t:WithinSizeRange><t:MinimumSize>-1</t:MinimumSize></t:WithinSizeRange>' }),
      'Condition:WithinSizeRange SizeLessThanZero',
    ],
    [
      'sizes upside down',
      create({
        conditions:
          '<t:WithinSizeRange><t:MinimumSize>2</t:MinimumSize><t:MaximumSize>1</t:MaximumSize></t:WithinSizeRange>',
      }),
      'Condition:WithinSizeRange InvalidSizeRange',
    ],
    [
      'dates upside down',
      create({
        conditions:
          '<t:WithinDateRange><t:StartDateTime>2026-11-21T00:00:00Z</t:StartDateTime><t:EndDateTime>2026-11-20T00:00:00Z</t:EndDateTime></t:WithinDateRange>',
      }),
      'Condition:WithinDateRange InvalidDateRange',
    ],
  ])('do not take %s, and then nothing of the request', async (_, operation, flaw) => {
    const running = await startMail();
    const answer = await running.call(updateRules(create({ name: 'Good', priority: 7 }) + operation));
    expect(codesIn(answer)).toEqual(['ErrorInboxRulesValidationError']);
    expect(flawsIn(answer)).toEqual([`1 ${flaw}`]);
    expect(await rulesOf(running)).toEqual([]);
  });

  it('do not take two operations on one rule, nor two priorities that are the same', async () => {
    const running = await startMail();
    await running.call(updateRules(create({})));
    const [id = ''] = (await rulesOf(running)).map((rule) => childText(rule, 'RuleId'));
    expect(flawsIn(await running.call(updateRules(remove(id) + remove(id))))).toEqual([
      '1 RuleId DuplicatedOperationOnTheSameRule',
    ]);
    expect(flawsIn(await running.call(updateRules(create({}) + create({}))))).toEqual([
      '1 Priority DuplicatedPriority',
    ]);
  });

  it('are one’s own, not the read-only role’s to write, and have an order that the schema gives', async () => {
    const running = await startMail();
    const mailbox = '<m:MailboxSmtpAddress>bob@example.test</m:MailboxSmtpAddress>';
    expect(codesIn(await running.call(`<m:GetInboxRules>${mailbox}</m:GetInboxRules>`))).toEqual(['ErrorAccessDenied']);
    expect(codesIn(await running.call(updateRules(create({}), mailbox)))).toEqual(['ErrorAccessDenied']);
    const token = await running.token('readOnly');
    const refused = await running.post(envelope(updateRules(create({})), impersonating('alice@example.test')), {
      authorization: `Bearer ${token}`,
    });
    expect(codesIn(refused)).toEqual(['ErrorAccessDenied']);
    const disordered = create({
      actions: '<t:StopProcessingRules>true</t:StopProcessingRules><t:Delete>true</t:Delete>',
    });
    expect(codesIn(await running.call(updateRules(disordered)))).toEqual(['ErrorSchemaValidation']);
    expect(await rulesOf(running)).toEqual([]);
  });
});

describeWithWitness('answers about rules, against the schema', (folder) => {
  it('are valid', async () => {
    const { call } = await startMail();
    const every = create({
      conditions: `${subject('a')}${people('FromAddresses', 'bob@example.test')}<t:HasAttachments>true</t:HasAttachments><t:Importance>High</t:Importance>`,
      exceptions: '<t:SentToMe>true</t:SentToMe>',
      actions: `<t:AssignCategories><t:String>Red</t:String></t:AssignCategories>${move('deleteditems')}<t:StopProcessingRules>true</t:StopProcessingRules>`,
    });
    const requests = ['<m:GetInboxRules/>', updateRules(every), '<m:GetInboxRules/>', updateRules(remove('x'))];
    const documents: string[] = [];
    for (const request of requests) documents.push((await call(request)).text);
    expect(documents[2]).toContain('Red');
    expect(await schemaErrors(folder, documents)).toEqual([]);
  });
});
