import { expect, it, onTestFinished } from 'vitest';
import { startChaos, type ChaoticGateway } from '../../chaos/start-chaos.ts';
import { describeWithRedis, redisOfTest } from '../../redis.ts';
import { lastToken, newMail, subjectsTold, type MailListener, type NewMail } from '../new-mail.ts';
import { subscribe, type Subscribed } from '../subscriptions/subscribing.ts';

const alice = 'alice@example.test';

const listen = (gateway: ChaoticGateway, after?: string): Subscribed<NewMail> =>
  subscribe<NewMail>(gateway, newMail, { mailbox: alice, after });

const send = async ({ origin }: ChaoticGateway, subject: string): Promise<void> => {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { submission { status } } }',
      variables: { input: { mailbox: 'bob@example.test', message: { to: [{ address: alice }], subject } } },
    }),
  });
  expect(await answer.json()).toMatchObject({ data: { sendMessage: { submission: { status: 'SENT' } } } });
};

const expectTold = (listener: MailListener, subjects: readonly string[]): Promise<void> =>
  expect.poll(() => subjectsTold(listener), { timeout: 60_000 }).toEqual(subjects);

describeWithRedis('two gateway processes', () => {
  it('tell all listeners all mail when the one that watches is killed, and when it is back', async () => {
    const redis = await redisOfTest();
    const chaos = await startChaos({
      replicas: 2,
      redisUrl: redis.url.href,
      times: { deadlineMs: 20_000, settleMs: 2_000, leaseMs: 12_000 },
    });
    onTestFinished(() => chaos.close());
    const [watching, other] = chaos.gateways as readonly [ChaoticGateway, ChaoticGateway];
    const subscribers = async (): Promise<number> => (await chaos.order({ look: true })).subscribers.length;

    const here = listen(watching);
    await expect.poll(() => here.answers.length, { timeout: 60_000 }).toBe(1);
    await expect.poll(subscribers, { timeout: 60_000 }).toBe(1);
    const there = listen(other);
    await expect.poll(() => there.answers.length, { timeout: 60_000 }).toBe(1);
    await send(watching, 'Sent here');
    await send(other, 'Sent there');
    for (const listener of [here, there]) await expectTold(listener, ['Sent here', 'Sent there']);
    expect(await subscribers()).toBe(1);

    const restarted = watching.killAndRestart();
    await send(other, 'Sent while it was dead');
    expect(await here.over).toBeInstanceOf(Error);
    await restarted;
    await expectTold(there, ['Sent here', 'Sent there', 'Sent while it was dead']);
    // The other one watches now, and has not only looked by itself.
    await expect.poll(subscribers, { timeout: 60_000 }).toBe(2);

    const back = listen(watching, lastToken(here));
    await send(watching, 'Sent at last');
    await expectTold(back, ['Sent while it was dead', 'Sent at last']);
    await expectTold(there, ['Sent here', 'Sent there', 'Sent while it was dead', 'Sent at last']);
    expect(await subscribers()).toBe(2);
  }, 180_000);
});
