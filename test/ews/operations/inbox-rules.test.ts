import { describe, expect, it } from 'vitest';
import { EwsError, InvalidInputError } from '../../../src/ews/errors.ts';
import { getInboxRules } from '../../../src/ews/operations/get-inbox-rules.ts';
import { updateInboxRules, type UpdateInboxRulesInput } from '../../../src/ews/operations/update-inbox-rules.ts';
import { folderId, type FolderTarget } from '../../../src/ews/properties/id.ts';
import { inboxRule, writtenRule, type WrittenRule } from '../../../src/ews/properties/inbox-rule.ts';
import { element, writeXml } from '../../../src/ews/xml.ts';
import { describeWithWitness } from '../../witness.ts';
import { answeredAs } from '../answered.ts';
import { compact, parsed } from '../parsed.ts';
import { recordedAnswer, recordedIn } from '../recorded.ts';

const clients: FolderTarget = { id: folderId('clients+/=') };
const rule: WrittenRule = {
  name: 'Clients & "friends"',
  priority: 1,
  isEnabled: true,
  conditions: {
    fromAddresses: [{ name: 'Ann', address: 'ann@example.test' }],
    containsSubjectStrings: ['Offer', '<1>'],
  },
  exceptions: {},
  actions: { stopProcessingRules: true, moveToFolder: clients },
};
const written = compact(`
  <t:DisplayName>Clients &amp; "friends"</t:DisplayName><t:Priority>1</t:Priority><t:IsEnabled>true</t:IsEnabled>
  <t:Conditions>
    <t:ContainsSubjectStrings><t:String>Offer</t:String><t:String>&lt;1&gt;</t:String></t:ContainsSubjectStrings>
    <t:FromAddresses><t:Address><t:Name>Ann</t:Name><t:EmailAddress>ann@example.test</t:EmailAddress></t:Address></t:FromAddresses>
  </t:Conditions>
  <t:Actions><t:MoveToFolder><t:FolderId Id="clients+/="/></t:MoveToFolder><t:StopProcessingRules>true</t:StopProcessingRules></t:Actions>`);

const update = (
  changes: UpdateInboxRulesInput['changes'],
  folders: readonly FolderTarget[] = [clients],
): UpdateInboxRulesInput => ({ changes, folders, removesOutlookRules: false });

describe('UpdateInboxRules', () => {
  it('writes what is made, changed and ended, in one request and in their order', () => {
    const request = update([{ create: rule }, { id: 'r=1', set: rule }, { delete: 'r=2' }]);
    expect(writeXml(updateInboxRules.encode(request))).toBe(
      compact(`
      <m:UpdateInboxRules>
        <m:RemoveOutlookRuleBlob>false</m:RemoveOutlookRuleBlob>
        <m:Operations>
          <t:CreateRuleOperation><t:Rule>${written}</t:Rule></t:CreateRuleOperation>
          <t:SetRuleOperation><t:Rule><t:RuleId>r=1</t:RuleId>${written}</t:Rule></t:SetRuleOperation>
          <t:DeleteRuleOperation><t:RuleId>r=2</t:RuleId></t:DeleteRuleOperation>
        </m:Operations>
      </m:UpdateInboxRules>`),
    );
  });

  it('puts mail only into folders that it names as such, so that they can be kept to the mailbox', () => {
    expect(updateInboxRules.names).toEqual({ field: 'folders', kind: 'folder' });
    expect(() => updateInboxRules.encode(update([{ create: rule }], []))).toThrow(InvalidInputError);
    const copying = { ...rule, actions: { copyToFolder: { id: folderId('other') } } };
    expect(() => updateInboxRules.encode(update([{ id: 'r', set: copying }]))).toThrow(InvalidInputError);
  });

  it('is not sent without a change', () => {
    expect(() => updateInboxRules.encode(update([]))).toThrow(InvalidInputError);
  });

  it('may be repeated unless it makes a rule', () => {
    const isRepeatable = updateInboxRules.idempotent as (input: UpdateInboxRulesInput) => boolean;
    expect(isRepeatable(update([{ id: 'r', set: rule }, { delete: 's' }]))).toBe(true);
    expect(isRepeatable(update([{ delete: 's' }, { create: rule }]))).toBe(false);
  });

  const answer = (attributes: string, content: string): Promise<readonly unknown[]> =>
    answeredAs(
      updateInboxRules,
      update([{ create: rule }]),
      `<m:UpdateInboxRulesResponse ${attributes}>${content}</m:UpdateInboxRulesResponse>`,
    );

  it('tells what was wrong with a rule, and never the value', async () => {
    const errors =
      '<m:RuleOperationErrors><t:RuleOperationError><t:OperationIndex>0</t:OperationIndex><t:ValidationErrors><t:Error><t:FieldURI>Action:MoveToFolder</t:FieldURI><t:ErrorCode>FolderDoesNotExist</t:ErrorCode><t:ErrorMessage>canary</t:ErrorMessage><t:FieldValue>canary</t:FieldValue></t:Error></t:ValidationErrors></t:RuleOperationError></m:RuleOperationErrors>';
    const code = '<m:ResponseCode>ErrorInboxRulesValidationError</m:ResponseCode>';
    expect(await answer('ResponseClass="Error"', `<m:MessageText>No.</m:MessageText>${code}${errors}`)).toEqual([
      [{ change: 0, field: 'Action:MoveToFolder', code: 'FolderDoesNotExist' }],
    ]);
    expect(await answer('ResponseClass="Error"', code)).toEqual(['ErrorInboxRulesValidationError']);
  });

  it('is done when nothing was wrong, and other errors stay errors', async () => {
    expect(await answer('ResponseClass="Success"', '<m:ResponseCode>NoError</m:ResponseCode>')).toEqual([[]]);
    expect(
      await answer('ResponseClass="Error"', '<m:ResponseCode>ErrorOutlookRuleBlobExists</m:ResponseCode>'),
    ).toEqual(['ErrorOutlookRuleBlobExists']);
  });
});

describe('an inbox rule', () => {
  it('is read as it is written', () => {
    const { id, isWhole, isNotSupported, isInError, ...rest } = inboxRule(parsed(writeXml(writtenRule(rule, 'r=1'))));
    expect(rest).toEqual(rule);
    expect({ id, isWhole, isNotSupported, isInError }).toEqual({
      id: 'r=1',
      isWhole: true,
      isNotSupported: false,
      isInError: false,
    });
  });

  it('is read with every part that 2010 knows', () => {
    const all: WrittenRule = {
      ...rule,
      conditions: {
        flaggedForAction: 'FollowUp',
        hasAttachments: true,
        importance: 'High',
        isNDR: false,
        sensitivity: 'Private',
        withinDateRange: { start: '2026-01-01T00:00:00Z', end: undefined },
        withinSizeRange: { smallest: undefined, largest: 1024 },
      },
      exceptions: { sentToMe: true, itemClasses: ['IPM.Note'] },
      actions: {
        assignCategories: ['Red'],
        delete: false,
        forwardToRecipients: [{ address: 'bob@example.test' }],
        markImportance: 'Low',
        markAsRead: true,
      },
    };
    expect(inboxRule(parsed(writeXml(writtenRule(all, 'r'))))).toMatchObject({ ...all, isWhole: true });
  });

  it('says when it holds something that would be lost in writing it', () => {
    const told = (parts: string): boolean =>
      inboxRule(
        parsed(
          `<t:Rule><t:DisplayName>a</t:DisplayName><t:Priority>1</t:Priority><t:IsEnabled>1</t:IsEnabled>${parts}</t:Rule>`,
        ),
      ).isWhole;
    expect(told('')).toBe(true);
    expect(told('<t:Conditions><t:HasHologram>true</t:HasHologram></t:Conditions>')).toBe(false);
    expect(told('<t:Exceptions><t:MarkAsRead>true</t:MarkAsRead></t:Exceptions>')).toBe(false);
    expect(told('<t:Actions><t:HasAttachments>true</t:HasAttachments></t:Actions>')).toBe(false);
  });
});

describe('GetInboxRules', () => {
  const read = (attributes: string, content: string): Promise<readonly unknown[]> =>
    answeredAs(getInboxRules, {}, `<m:GetInboxRulesResponse ${attributes}>${content}</m:GetInboxRulesResponse>`);

  it('asks for those of the impersonated mailbox', () => {
    expect(writeXml(getInboxRules.encode({}))).toBe('<m:GetInboxRules/>');
  });

  it('reads rules, their folders by id or by well-known name', async () => {
    const rules = writeXml(
      element('m:InboxRules', [writtenRule(rule, 'r1'), writtenRule({ ...rule, priority: 2, actions: {} })]),
    ).replace(
      '</t:Rule></m:InboxRules>',
      '<t:Actions><t:CopyToFolder><t:DistinguishedFolderId Id="junkemail"/></t:CopyToFolder></t:Actions></t:Rule></m:InboxRules>',
    );
    const [answer] = await read(
      'ResponseClass="Success"',
      `<m:ResponseCode>NoError</m:ResponseCode><m:OutlookRuleBlobExists>true</m:OutlookRuleBlobExists>${rules}`,
    );
    expect(answer).toMatchObject({
      hasOutlookRules: true,
      rules: [
        { id: 'r1', actions: { moveToFolder: { id: 'clients+/=' } } },
        { id: undefined, priority: 2, actions: { copyToFolder: { distinguished: 'junkemail' } } },
      ],
    });
  });

  it('does not take a failure, or an answer that says nothing, for no rules', async () => {
    expect(await read('ResponseClass="Error"', '<m:ResponseCode>ErrorAccessDenied</m:ResponseCode>')).toEqual([
      'ErrorAccessDenied',
    ]);
    expect(await read('', '')).toEqual([undefined]);
  });
});

describeWithWitness('a recorded answer to GetInboxRules', (folder) => {
  it('without class and code tells that there are none', async () => {
    const recorded = recordedIn(`${folder}/wire`).find(({ name }) => name.startsWith('100-')) ?? expect.fail();
    const [answer] = await recordedAnswer(recorded, getInboxRules, {});
    expect(answer).not.toBeInstanceOf(EwsError);
    expect(answer).toEqual({ rules: [], hasOutlookRules: false });
  });
});
