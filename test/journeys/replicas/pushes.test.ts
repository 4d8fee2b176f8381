import { expect, it } from 'vitest';
import { mail } from '../../emulator/small-organization.ts';
import { describeWithRedis } from '../../redis.ts';
import { doorOfTest } from '../door-of-test.ts';
import { newMail, subjectsTold, type NewMail } from '../new-mail.ts';
import { subscribe, type Subscribed } from '../subscriptions/subscribing.ts';
import { replicasOfTest } from './replicas-of-test.ts';

const alice = 'alice@example.test';
const patient = { timeout: 30_000 };

/** Two gateways behind one address, and a listener at each of them; the first one watches. */
const start = async () => {
  const door = await doorOfTest();
  const replicas = await replicasOfTest({
    config: { publicUrl: door.url, notifications: 'push' },
    liveTimes: { hub: { lingerMs: 50 } },
  });
  const { emulator, one, other } = replicas;
  // What is meant for the one that watches arrives at the other one.
  door.leadTo(other);
  const listen = async (gateway: typeof one, subscriptions: number): Promise<Subscribed<NewMail>> => {
    const listener = subscribe<NewMail>(gateway, newMail, { mailbox: alice });
    await expect.poll(() => listener.answers.length, patient).toBe(1);
    await expect.poll(() => emulator.notifications.open(alice).length, patient).toBe(subscriptions);
    return listener;
  };
  return {
    one,
    other,
    listeners: [await listen(one, 1), await listen(other, 1)] as const,
    deliver: (subject: string) => void emulator.deliver(alice, 'inbox', mail(subject)),
    subscriptions: () => emulator.notifications.open(alice).map(({ id, kind }) => `${kind} ${id}`),
    subscribed: () => emulator.requests.filter(({ operation }) => operation === 'Subscribe').length,
  };
};

describeWithRedis('two gateways behind one address that are told by push', () => {
  it('both tell what arrives at the one that does not watch', async () => {
    const { listeners, deliver, subscriptions, subscribed } = await start();
    const subjects = ['First', 'Second', 'Third'];
    for (const [index, subject] of subjects.entries()) {
      deliver(subject);
      for (const listener of listeners)
        await expect.poll(() => subjectsTold(listener), patient).toEqual(subjects.slice(0, index + 1));
    }
    expect(subscriptions()).toEqual([expect.stringMatching(/^push /)]);
    expect(subscribed()).toBe(1);
  });

  it('end at the server what nobody needs any more, whichever of them is told next', async () => {
    const { listeners, deliver, subscriptions } = await start();
    const [watching, waiting] = listeners;
    deliver('Before');
    for (const listener of listeners) await expect.poll(() => subjectsTold(listener), patient).toEqual(['Before']);
    expect(subscriptions()).toHaveLength(1);
    waiting.leave();
    watching.leave();
    const openAfterPush = (): readonly string[] => {
      deliver('After');
      return subscriptions();
    };
    await expect.poll(openAfterPush, patient).toEqual([]);
  });

  it('end at the server what a gateway has left behind, when another one watches', async () => {
    const { one, listeners, deliver, subscriptions, subscribed } = await start();
    const [, other] = listeners;
    const left = subscriptions();
    await one.stop();
    await expect.poll(subscribed, patient).toBe(2);
    deliver('After');
    await expect.poll(() => subjectsTold(other), patient).toEqual(['After']);
    await expect.poll(subscriptions, patient).toHaveLength(1);
    expect(subscriptions()).not.toEqual(left);
  });
});
