import { describe, expect, it } from 'vitest';
import { callCost } from '../../../src/graphql/guards/cost.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import { operationsOf, type Journey } from '../start.ts';
import { listening, subscribe } from './subscribing.ts';

const alice = 'alice@example.test';

interface Told {
  readonly newMessage: { readonly message: { readonly subject: string } };
}

const arrivals = (selection: string): string =>
  `subscription { newMessage(mailbox: "${alice}") { message { subject ${selection} } } }`;
/** Counts of folders are read afresh, by every listener for itself. */
const withCalls = arrivals('folder { unreadCount }');

const spent = async (journey: Journey): Promise<number> => {
  const { data } = await journey.query<{ viewer: { rateLimit: { limit: number; remaining: number } } }>(
    '{ viewer { rateLimit { limit remaining } } }',
  );
  const { limit, remaining } = data.viewer.rateLimit;
  return limit - remaining;
};

describe('events', () => {
  it('spend what their payload takes of calls beside the reading that all listeners share', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, withCalls);
    const before = await spent(journey);
    let calls = 0;
    for (let index = 0; index < 3; index += 1) {
      journey.emulator.deliver(alice, 'inbox', mail(`Mail ${index}`));
      calls += operationsOf(await stream.next()).filter((operation) => operation !== 'GetItem').length;
    }
    expect(calls).toBeGreaterThanOrEqual(3);
    await expect.poll(() => spent(journey), { timeout: 20_000 }).toBeGreaterThanOrEqual(before + calls * callCost);
  });

  it('spend nothing where the shared reading is enough', async () => {
    const journey = await journeyOfTest();
    const stream = await listening<Told>(journey, arrivals('from { name }'));
    const before = await spent(journey);
    for (let index = 0; index < 3; index += 1) {
      journey.emulator.deliver(alice, 'inbox', mail(`Mail ${index}`));
      await stream.next();
    }
    expect((await spent(journey)) - before).toBeLessThan(callCost);
  });

  it('spend more before they come, the longer the way to the present is', { timeout: 60_000 }, async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<{ mailbox: { changes: { token: string } } }>(
      `{ mailbox(address: "${alice}") { changes { token } } }`,
    );
    const since = data.mailbox.changes.token;
    const changes = `subscription ($after: SyncToken) { mailboxChanged(mailbox: "${alice}", after: $after) { change { __typename } } }`;
    const before = await spent(journey);
    const stream = await listening(journey, changes);
    const begun = await spent(journey);
    stream.leave();
    for (let index = 0; index < 900; index += 1) journey.emulator.deliver(alice, 'inbox', mail(`Mail ${index}`));
    const behind = subscribe(journey, changes, { after: since });
    for (let index = 0; index < 900; index += 1) expect((await behind.next()).errors).toBeUndefined();
    expect(await spent(journey)).toBeGreaterThanOrEqual(begun + (begun - before) + 4 * callCost);
  });

  it('wait for the next minute where the budget is spent, and come then', { timeout: 60_000 }, async () => {
    const config = { costLimit: 8_000, costPerMinute: 8_000 };
    const journey = await journeyOfTest({ config, budgetWindowSeconds: 2 });
    const stream = await listening<Told>(journey, withCalls);
    const subjects = Array.from({ length: 100 }, (_, index) => `Mail ${index}`);
    for (const subject of subjects) journey.emulator.deliver(alice, 'inbox', mail(subject));
    const told: string[] = [];
    while (told.length < subjects.length) told.push((await stream.next()).data.newMessage.message.subject);
    expect(told).toEqual(subjects);
  });
});
