import { afterAll, describe, expect, it } from 'vitest';
import type { Permission } from '../../src/access/caller.ts';
import { accessOf, callerNamed } from '../access.ts';
import { people } from '../emulator/writing.ts';
import { operationsAt } from './journey-of-test.ts';
import { sendDraft, sendMessage, type SendPayload } from './sending.ts';
import { heldIn, saveDraft } from './server-mailbox.ts';
import { startJourney } from './start.ts';

const alice = 'alice@example.test';
const everything: readonly Permission[] = ['READ_MESSAGES', 'WRITE_MESSAGES', 'SEND'];

/** What the caller may do, by address; nothing to all others. */
const held: Readonly<Record<string, readonly Permission[]>> = {
  [alice]: everything,
  'bob@example.test': ['SEND'],
  'carol@example.test': ['READ_MESSAGES', 'WRITE_MESSAGES'],
  'ghost@example.test': ['SEND'],
  'dave.lindqvist@example.test': ['SEND'],
};

const rules = {
  permissionsOn: (_caller: unknown, mailbox: string) => new Set(held[mailbox] ?? []),
  permissionsOf: () => new Set(everything),
};
const journey = await startJourney({ seed: 'empty', access: accessOf(callerNamed('ann'), rules) });
afterAll(() => journey.close());

/** Who a message may come from, and what the mail server says to it. */
const senders: readonly (readonly [string, string, 'sent' | 'refused by the mail server' | 'refused'])[] = [
  ['the mailbox itself', alice, 'sent'],
  ['the mailbox itself in capitals', 'ALICE@EXAMPLE.TEST', 'sent'],
  ['an alias of the mailbox', 'projects@example.test', 'sent'],
  // The demo organisation gives nobody the right to send as somebody else.
  ['a mailbox on which the caller has SEND', 'bob@example.test', 'refused by the mail server'],
  ['an alias of it, on which the caller has not', 'bob.okafor@example.test', 'refused'],
  ['a mailbox on which the caller has everything but SEND', 'carol@example.test', 'refused'],
  ['a mailbox of which the caller knows nothing', 'dave@example.test', 'refused'],
  ['an alias on which the caller has SEND, of a mailbox on which it has not', 'dave.lindqvist@example.test', 'refused'],
  ['an address of nobody', 'nobody@example.test', 'refused'],
  ['an address of nobody on which the caller has SEND', 'ghost@example.test', 'refused'],
  ['a stranger', 'ceo@customer.example', 'refused'],
];

let count = 0;
const nextSubject = (): string => `Matrix ${(count += 1)}`;
const toBob = people('ToRecipients', 'bob@example.test');
const holder = (name: 'From' | 'Sender', address: string): string =>
  `<t:${name}><t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox></t:${name}>`;

/** The ways to a sender. */
const ways: Readonly<Record<string, (sender: string, subject: string) => Promise<SendPayload>>> = {
  'sendMessage with sendAs': async (sendAs, subject) => {
    const message = { to: [{ address: 'bob@example.test' }], subject };
    journey.emulator.requests.length = 0;
    return (await sendMessage(journey, { mailbox: alice, message, options: { sendAs } })).payload;
  },
  'sendDraft with sendAs': async (sendAs, subject) => {
    const id = await saveDraft(journey, 'alice', `<t:Subject>${subject}</t:Subject>${toBob}`);
    journey.emulator.requests.length = 0;
    return (await sendDraft(journey, { id, options: { sendAs } })).payload;
  },
  'sendDraft of a draft that is from somebody': async (sender, subject) => {
    const properties = `<t:Subject>${subject}</t:Subject>${holder('Sender', alice)}${toBob}${holder('From', sender)}`;
    const id = await saveDraft(journey, 'alice', properties);
    journey.emulator.requests.length = 0;
    return (await sendDraft(journey, { id })).payload;
  },
  'sendDraft of a draft that somebody wrote': async (sender, subject) => {
    const properties = `<t:Subject>${subject}</t:Subject>${holder('Sender', sender)}${toBob}${holder('From', alice)}`;
    const id = await saveDraft(journey, 'alice', properties);
    journey.emulator.requests.length = 0;
    return (await sendDraft(journey, { id })).payload;
  },
};

const isDraftsOwn = (way: string): boolean => way.startsWith('sendDraft of a draft');

const isWriters = (way: string): boolean => way === 'sendDraft of a draft that somebody wrote';

describe.each(Object.entries(ways))('%s', (way, sendFrom) => {
  const asked = senders
    // The mail server keeps the main address of its own people, so a draft of bob's alias is one of bob's.
    .filter(([, sender]) => !(isDraftsOwn(way) && sender === 'bob.okafor@example.test'))
    // It writes the Sender itself, whoever wrote the draft.
    .map(
      ([who, sender, outcome]) => [who, sender, isWriters(way) && outcome !== 'refused' ? 'sent' : outcome] as const,
    );

  it.each(asked)('%s (%s) is %s', async (_, sender, outcome) => {
    const subject = nextSubject();
    const payload = await sendFrom(sender, subject);
    const written = operationsAt(journey).filter((operation) => !/^(Get|Find)/.test(operation));
    if (outcome === 'refused') {
      // One text for all, so that nobody learns which addresses there are.
      expect(payload.userErrors).toMatchObject([
        {
          __typename: 'AccessDeniedError',
          code: 'FORBIDDEN',
          detail: 'You may not send under this address from this mailbox.',
          upstreamCode: null,
        },
      ]);
      expect(written).toEqual([]);
    } else if (outcome === 'sent') {
      expect(payload).toEqual({ submission: { status: 'SENT' }, userErrors: [] });
    } else {
      expect(payload.userErrors).toMatchObject([
        { __typename: 'AccessDeniedError', code: 'FORBIDDEN', upstreamCode: 'ErrorSendAsDenied' },
      ]);
    }
    expect(await heldIn(journey, 'bob', 'inbox', subject)).toHaveLength(outcome === 'sent' ? 1 : 0);
    if (outcome !== 'refused' && !isDraftsOwn(way))
      expect(journey.emulator.requests.find(({ operation }) => operation === written[0])?.body).toContain(
        `<t:EmailAddress>${sender.toLowerCase()}</t:EmailAddress></t:Mailbox></t:From>`,
      );
  });
});

it('says nothing of a sender when the caller does not', async () => {
  journey.emulator.requests.length = 0;
  const message = { to: [{ address: 'bob@example.test' }], subject: nextSubject() };
  const { payload } = await sendMessage(journey, { mailbox: alice, message });
  expect(payload.userErrors).toEqual([]);
  expect(journey.emulator.requests[0]?.body).not.toContain('t:From');
});

it('is in the audit when it was refused', async () => {
  const message = { to: [{ address: 'bob@example.test' }], subject: nextSubject() };
  await sendMessage(journey, { mailbox: alice, message, options: { sendAs: 'erin@example.test' } });
  expect(journey.audit().filter(({ mailbox }) => mailbox === 'erin@example.test')).toMatchObject([
    { reason: 'FORBIDDEN', permissions: ['SEND'], field: 'SendOptionsInput.sendAs' },
  ]);
});
