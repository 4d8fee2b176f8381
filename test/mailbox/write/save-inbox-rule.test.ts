import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { folderId, mailboxAddress } from '../../../src/ews/properties/id.ts';
import type { InboxRule } from '../../../src/ews/properties/inbox-rule.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { saveInboxRule, type RuleToSave } from '../../../src/mailbox/write/save-inbox-rule.ts';

const address = mailboxAddress('ann@example.test')!;
const junk = { distinguished: 'junkemail', mailbox: address } as const;

const wanted: RuleToSave = {
  key: undefined,
  name: 'Shop',
  priority: undefined,
  isEnabled: undefined,
  conditions: { fromAddresses: [{ address: 'shop@example.org' }], containsSubjectStrings: ['a', 'b'] },
  exceptions: undefined,
  actions: { moveToFolder: junk, markAsRead: true },
  discardsOutlookRules: false,
};

/** The rule as a server may tell it: with an id, with names, in another order, with the id of the folder. */
const made: InboxRule = {
  id: 'NEW=',
  name: 'Shop',
  priority: 7,
  isEnabled: true,
  isNotSupported: false,
  isInError: false,
  conditions: {
    fromAddresses: [{ name: 'The shop', address: 'Shop@example.org' }],
    containsSubjectStrings: ['b', 'a'],
    sentToMe: false,
  },
  exceptions: {},
  actions: { moveToFolder: { id: folderId('junk'), changeKey: undefined }, markAsRead: true },
  isWhole: true,
};

/** A mailbox without rules, in which there are these when the answer to the write has been lost. */
const mailboxLosing = (after: readonly InboxRule[]): OpenedMailbox => {
  let isWritten = false;
  const call = ({ name }: { readonly name: string }): Promise<unknown> => {
    if (name === 'GetInboxRules') return Promise.resolve({ rules: isWritten ? after : [], hasOutlookRules: false });
    isWritten = true;
    return Promise.reject(new EwsError('unreachable', 'lost', { mayBeDone: true }));
  };
  return {
    session: { call },
    folders: {
      place: (id: string) => Promise.resolve({ id }),
      roles: () => Promise.resolve(new Map([['junk', 'JUNK_EMAIL']])),
      targetOfRole: () => junk,
    },
  } as unknown as OpenedMailbox;
};

describe('a new rule whose answer was lost', () => {
  it('is made when there is one that says the same, in whatever words', async () => {
    const read = await saveInboxRule(mailboxLosing([{ ...made, id: 'OTHER=', name: 'Other' }, made]), wanted);
    expect(await read()).toBe(made);
  });

  it.each<[string, Partial<InboxRule>]>([
    ['has another name', { name: 'shop' }],
    ['is switched off', { isEnabled: false }],
    ['asks for somebody else', { conditions: { ...made.conditions, fromAddresses: [{ address: 'b@example.org' }] } }],
    ['asks for less', { conditions: { fromAddresses: made.conditions.fromAddresses } }],
    ['asks for more than is shown', { conditions: { ...made.conditions, sentToMe: true } }],
    ['has exceptions', { exceptions: { importance: 'High' } }],
    ['does something else', { actions: { ...made.actions, delete: true } }],
    ['files elsewhere', { actions: { ...made.actions, moveToFolder: { id: folderId('box'), changeKey: undefined } } }],
    ['copies as well', { actions: { ...made.actions, copyToFolder: { id: folderId('box'), changeKey: undefined } } }],
  ])('is not taken to be one that %s, which somebody else may have made', async (_, differences) => {
    const save = saveInboxRule(mailboxLosing([{ ...made, ...differences }]), wanted);
    await expect(save).rejects.toMatchObject({ refusal: { reason: 'OUTCOME_UNKNOWN' } });
  });
});
