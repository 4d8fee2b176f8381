import { describe, expect, it } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import type { InboxRule } from '../../src/ews/properties/inbox-rule.ts';
import { forgetInboxRules, isFullyShown, loadInboxRules, ruleByKey, ruleKey } from '../../src/mailbox/inbox-rules.ts';

const plain: InboxRule = {
  id: 'AAAA',
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
const nameless = [{ name: 'Ann' }];

describe('a rule is fully shown', () => {
  it.each<[string, Partial<InboxRule>, boolean]>([
    ['with nothing but what there are fields for', {}, true],
    [
      'whatever it is called and wherever it stands',
      { name: '', priority: 9, isEnabled: false, isInError: true },
      true,
    ],
    ['unless Outlook made it with something that EWS cannot tell', { isNotSupported: true }, false],
    ['unless the server told what the gateway does not know', { isWhole: false }, false],
    ['unless it asks for something else', { conditions: { isMeetingRequest: true } }, false],
    ['also when a flag says that it does not', { conditions: { isMeetingRequest: false } }, true],
    ['unless it excepts something else', { exceptions: { sentToMe: true } }, false],
    ['unless it does something else', { actions: { permanentDelete: true } }, false],
    ['unless somebody in it has no address', { conditions: { fromAddresses: nameless } }, false],
    ['unless somebody whom it excepts has none', { exceptions: { sentToAddresses: nameless } }, false],
    ['unless somebody whom it forwards to has none', { actions: { forwardToRecipients: nameless } }, false],
  ])('%s', (_, differences, isShown) => {
    expect(isFullyShown({ ...plain, ...differences })).toBe(isShown);
  });
});

describe('the rules of a mailbox', () => {
  const sessionOf = (...answers: readonly (readonly InboxRule[] | EwsError)[]) => {
    let calls = 0;
    const call = (): Promise<unknown> => {
      const answer = answers[calls] ?? [];
      calls += 1;
      return answer instanceof EwsError
        ? Promise.reject(answer)
        : Promise.resolve({ rules: answer, hasOutlookRules: false });
    };
    return { mailbox: { session: { call } as unknown as EwsSession }, calls: () => calls };
  };

  it('are read once, until they are forgotten', async () => {
    const { mailbox, calls } = sessionOf([plain], [plain, plain]);
    const [first, second] = await Promise.all([loadInboxRules(mailbox), loadInboxRules(mailbox)]);
    expect([first?.rules.length, second?.rules.length, calls()]).toEqual([1, 1, 1]);
    forgetInboxRules(mailbox);
    expect((await loadInboxRules(mailbox)).rules.length).toBe(2);
  });

  it('are asked for again when they could not be read', async () => {
    const { mailbox } = sessionOf(new EwsError('timeout', 'no answer'), [plain]);
    await expect(loadInboxRules(mailbox)).rejects.toThrow('no answer');
    expect((await loadInboxRules(mailbox)).rules).toEqual([plain]);
  });

  it('are known by their ids, or by their places where the server tells none', () => {
    const rules = [plain, { ...plain, id: undefined, priority: 2 }];
    expect(rules.map(ruleKey)).toEqual(['AAAA', 'at 2']);
    expect(ruleByKey({ rules, hasOutlookRules: false }, 'at 2')).toBe(rules[1]);
    expect(() => ruleByKey({ rules, hasOutlookRules: false }, 'BBBB')).toThrow('the rule is gone');
  });
});
