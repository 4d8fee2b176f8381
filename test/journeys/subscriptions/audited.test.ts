import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/access/access.ts';
import type { Permission } from '../../../src/access/caller.ts';
import type { AuditLine } from '../../../src/telemetry/audit.ts';
import { callerNamed } from '../../access.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import { subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

/** Who may see what of every mailbox, by a header. */
const rights: Readonly<Record<string, readonly Permission[]>> = {
  planner: ['READ_CALENDAR'],
  reader: ['READ_MESSAGES'],
};

const byName: Access = {
  authenticate: (request) => Promise.resolve({ caller: callerNamed(request.headers.get('x-caller') ?? '') }),
  rules: {
    permissionsOn: ({ subject }) => new Set(rights[subject]),
    permissionsOf: ({ subject }) => new Set(rights[subject]),
  },
};

const changes = `subscription { mailboxChanged(mailbox: "${alice}") { change { __typename } } }`;
const mails = `subscription { newMessage(mailbox: "${alice}") { message { subject } } }`;

const subjectOf = ({ caller }: AuditLine): string => (caller as { readonly subject: string }).subject;

describe('the audit of subscriptions', () => {
  it('says of nobody that he read a message that he was never shown', async () => {
    const journey = await journeyOfTest({ access: byName });
    const planner = subscribe(journey, changes, {}, { 'x-caller': 'planner' });
    await planner.next();
    const reader = subscribe<{ newMessage: { message: { subject: string } } }>(
      journey,
      mails,
      {},
      { 'x-caller': 'reader' },
    );
    await reader.next();
    journey.emulator.deliver(alice, 'inbox', mail('Not for planners'));
    expect((await reader.next()).data.newMessage.message.subject).toBe('Not for planners');
    const items = journey.audit().filter(({ operation }) => operation === 'GetItem');
    expect(items.map(subjectOf)).toEqual(['reader']);
  });

  it('tells who has listened, from when to when, and how many events he was told', async () => {
    const journey = await journeyOfTest({ access: byName });
    const listened = () =>
      journey
        .audit()
        .flatMap((line) => (line['audit'] === 'listening' ? [[subjectOf(line), line['state'], line['told']]] : []));
    const first = subscribe(journey, changes, {}, { 'x-caller': 'planner' });
    await first.next();
    const second = subscribe(journey, mails, {}, { 'x-caller': 'reader' });
    await second.next();
    journey.emulator.deliver(alice, 'inbox', mail('One'));
    await second.next();
    second.leave();
    await expect.poll(listened).toEqual([
      ['planner', 'begun', 0],
      ['reader', 'begun', 0],
      ['reader', 'ended', 2],
    ]);
    expect(journey.audit().find((line) => line['audit'] === 'listening')).toMatchObject({
      mailbox: alice,
      route: 'graphql',
    });
    first.leave();
    await expect.poll(() => listened().at(-1)).toEqual(['planner', 'ended', 1]);
  });
});
