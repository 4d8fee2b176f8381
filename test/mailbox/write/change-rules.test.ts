import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { RuleError } from '../../../src/ews/operations/update-inbox-rules.ts';
import type { InboxRule } from '../../../src/ews/properties/inbox-rule.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { changeRules } from '../../../src/mailbox/write/change-rules.ts';
import { deleteInboxRule } from '../../../src/mailbox/write/delete-inbox-rule.ts';
import { saveInboxRule } from '../../../src/mailbox/write/save-inbox-rule.ts';
import { WriteRefusal } from '../../../src/mailbox/write/write-refusal.ts';

const withoutId: InboxRule = {
  id: undefined,
  name: 'Plain',
  priority: 1,
  isEnabled: true,
  isNotSupported: false,
  isInError: false,
  conditions: {},
  exceptions: {},
  actions: { markAsRead: true },
  isWhole: true,
};

/** A mailbox with these rules, whose server has this to say against every change. */
const mailboxWith = (rules: readonly InboxRule[], errors: readonly RuleError[] = []) => {
  const asked: string[] = [];
  const call = ({ name }: { readonly name: string }): Promise<unknown> => {
    asked.push(name);
    return Promise.resolve(name === 'GetInboxRules' ? { rules, hasOutlookRules: false } : errors);
  };
  return { mailbox: { session: { call } } as unknown as OpenedMailbox, asked };
};

const refusedFor = async (...errors: readonly Omit<RuleError, 'change'>[]): Promise<unknown> => {
  const { mailbox } = mailboxWith(
    [],
    errors.map((error) => ({ ...error, change: 0 })),
  );
  const change = changeRules(mailbox, {
    change: { delete: 'AAAA' },
    before: { rules: [], hasOutlookRules: false },
    discardsOutlookRules: false,
    isDone: () => Promise.resolve(false),
    isRepeatable: true,
  });
  const failure: unknown = await change.catch((error: unknown) => error);
  return failure instanceof WriteRefusal ? failure.refusal : failure;
};

describe('what the server has against a rule', () => {
  it('is told at its place in the input, as far as that has one', async () => {
    const fields = [
      ['DisplayName', 'EmptyValueFound', 'name'],
      ['Priority', 'InvalidValue', 'sequence'],
      ['Actions', 'MissingAction', 'actions'],
      ['Condition:ContainsBodyStrings', 'StringValueTooBig', 'conditions.bodyContains'],
      ['Exception:Importance', 'InvalidValue', 'exceptions.importance'],
      ['Action:AssignCategories', 'EmptyValueFound', 'actions.categories'],
      ['Action:RedirectToRecipients', 'InvalidAddress', 'actions'],
      ['SomethingNew', 'SomethingElse', ''],
    ] as const;
    const refusal = await refusedFor(...fields.map(([field, code]) => ({ field, code })));
    expect(refusal).toEqual({
      reason: 'INVALID',
      fields: fields.map(([, , place]) => ({
        path: ['input', ...place.split('.').filter((name) => name !== '')],
        message: expect.stringMatching(/^[a-z][^:]*\.$/),
      })),
    });
  });

  it('may be that it is gone, or that the server itself has failed', async () => {
    expect(await refusedFor({ field: 'RuleId', code: 'RuleNotFound' })).toEqual({ reason: 'NOT_FOUND' });
    const failed = await refusedFor({ field: 'Action:ForwardToRecipients', code: 'ADOperationFailure' });
    expect(failed).toBeInstanceOf(EwsError);
    expect(failed).toMatchObject({ kind: 'response', mayBeDone: false });
  });
});

it('a rule without an id can neither be replaced nor deleted', async () => {
  const { mailbox, asked } = mailboxWith([withoutId]);
  const rule = {
    key: 'at 1',
    name: 'New',
    priority: undefined,
    isEnabled: undefined,
    conditions: {},
    exceptions: undefined,
    actions: { delete: true },
    discardsOutlookRules: false,
  };
  for (const write of [
    saveInboxRule(mailbox, rule),
    deleteInboxRule(mailbox, { key: 'at 1', discardsOutlookRules: false }),
  ])
    await expect(write).rejects.toMatchObject({ refusal: { reason: 'UNSUPPORTED' } });
  expect(asked).toEqual(['GetInboxRules']);
});
