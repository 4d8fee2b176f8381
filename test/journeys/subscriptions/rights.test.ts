import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/access/caller.ts';
import type { AccessRules } from '../../../src/access/policy.ts';
import { accessOf, callerNamed } from '../../access.ts';
import { dated } from '../../emulator/finding-organization.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, operationsAt, problemsOf } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

/** Rules that a test changes while streams run, as a policy file that is read again does. */
const changingRules = (first: readonly Permission[]) => {
  let allowed: ReadonlySet<Permission> = new Set(first);
  const rules: AccessRules = { permissionsOn: () => allowed, permissionsOf: () => allowed };
  return { rules, allow: (...permissions: readonly Permission[]) => void (allowed = new Set(permissions)) };
};

const startPermitted = async (...first: readonly Permission[]) => {
  const { rules, allow } = changingRules(first);
  const journey = await journeyOfTest({ access: accessOf(callerNamed('ann'), rules) });
  return { journey, allow, deliver: (subject: string) => void journey.emulator.deliver(alice, 'inbox', mail(subject)) };
};

const fields = {
  mailboxChanged: 'change { __typename }',
  newMessage: 'message { subject }',
  calendarChanged: 'change { __typename }',
} as const;
type Field = keyof typeof fields;
const all = Object.keys(fields) as readonly Field[];

const operation = (field: Field, address = alice): string =>
  `subscription { ${field}(mailbox: "${address}") { token ${fields[field]} } }`;

/** What was refused, by the audit. */
const refusals = (journey: Journey): readonly unknown[] =>
  journey.audit().flatMap(({ audit, reason }) => (audit === 'refusal' ? [reason] : []));

describe('subscriptions and rights', () => {
  it.each(all)(
    '%s answers NOT_FOUND to who may not open the mailbox, as if there were none, without a call',
    async (field) => {
      const { journey } = await startPermitted();
      const problems = async (address: string): Promise<readonly object[]> => {
        const stream = subscribe(journey, operation(field, address));
        const answer = await stream.next();
        expect(await stream.over).toBeUndefined();
        expect(stream.answers).toHaveLength(1);
        return problemsOf(answer);
      };
      const refused = await problems(alice);
      expect(refused).toEqual([expect.objectContaining({ code: 'NOT_FOUND', path: [field] })]);
      expect(refused).toEqual(await problems('nobody@example.test'));
      expect(operationsAt(journey)).toEqual([]);
      expect(refusals(journey)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    },
  );

  it.each<[Field, Permission]>([
    ['mailboxChanged', 'SEND'],
    ['newMessage', 'READ_CALENDAR'],
    ['calendarChanged', 'READ_MESSAGES'],
  ])('%s is FORBIDDEN to who sees nothing of it, such as with %s alone, without a call', async (field, permission) => {
    const { journey } = await startPermitted(permission);
    const stream = subscribe(journey, operation(field));
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'FORBIDDEN', path: [field] })]);
    expect(await stream.over).toBeUndefined();
    expect(operationsAt(journey)).toEqual([]);
    expect(refusals(journey)).toEqual(['FORBIDDEN']);
  });

  it('leave out what the caller may not see, and go on', async () => {
    const { journey, deliver } = await startPermitted('READ_CALENDAR');
    const stream = await listening<{ mailboxChanged: { change: { __typename: string } } }>(
      journey,
      operation('mailboxChanged'),
    );
    deliver('Private');
    const event = dated('Meeting', '000', 'Bob');
    journey.emulator.deliver(alice, 'calendar', {
      ...event,
      element: {
        ...event.element,
        name: 't:CalendarItem',
        children: [
          { name: 't:ItemClass', attributes: {}, children: [], text: 'IPM.Appointment' },
          { name: 't:Start', attributes: {}, children: [], text: '2026-03-19T09:00:00Z' },
          { name: 't:End', attributes: {}, children: [], text: '2026-03-19T10:00:00Z' },
        ],
      },
    });
    const { data } = await stream.next();
    expect(data.mailboxChanged.change.__typename).toBe('CalendarEventChanged');
  });

  it('end with NOT_FOUND and a completion when the mailbox is closed to the caller', async () => {
    const { journey, allow, deliver } = await startPermitted('READ_MESSAGES');
    const stream = await listening(journey, operation('newMessage'));
    allow();
    deliver('Not for you');
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'NOT_FOUND' })]);
    expect(await stream.over).toBeUndefined();
    expect(JSON.stringify(stream.answers)).not.toContain('Not for you');
  });

  it('end with FORBIDDEN and a completion when nothing of it may be seen any more', async () => {
    const { journey, allow, deliver } = await startPermitted('READ_MESSAGES');
    const stream = await listening(journey, operation('newMessage'));
    allow('READ_CALENDAR');
    deliver('Not for you');
    expect(problemsOf(await stream.next())).toEqual([expect.objectContaining({ code: 'FORBIDDEN' })]);
    expect(await stream.over).toBeUndefined();
    expect(JSON.stringify(stream.answers)).not.toContain('Not for you');
  });

  it('show of each event what may be seen when it happens', async () => {
    const { journey, allow, deliver } = await startPermitted('READ_MESSAGES');
    const stream = await listening<{ newMessage: { message: { body: object | null } } }>(
      journey,
      `subscription { newMessage(mailbox: "${alice}") { message { subject body(format: TEXT) { content } } } }`,
    );
    deliver('One');
    expect((await stream.next()).data.newMessage.message.body).toEqual({ content: 'Hello' });
    allow('READ_METADATA');
    deliver('Two');
    const answer = await stream.next();
    expect(answer.data.newMessage.message).toEqual({ subject: 'Two', body: null });
    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ code: 'FORBIDDEN', path: ['newMessage', 'message', 'body'] }),
    ]);
  });
});
