import { expect, it, vi } from 'vitest';
import { mail } from '../emulator/small-organization.ts';
import { describeWithRedis } from '../redis.ts';
import { formIn, formsOf, secretCanary } from './canaries.ts';
import { lastToken, newMail, subjectsTold, type NewMail } from './new-mail.ts';
import { replicasOfTest } from './replicas/replicas-of-test.ts';
import { sendMessage } from './sending.ts';
import { journeySecret } from './start.ts';
import { subscribe } from './subscriptions/subscribing.ts';

const [alice, bob] = ['alice@example.test', 'bob@example.test'];
const sooner = { timeout: 30_000, interval: 50 };

const moveFirst = `mutation ($input: MoveMessagesInput!) { moveMessages(input: $input) { results { message { id } } } }`;

describeWithRedis('what two gateways have Redis keep and pass on', () => {
  it('names nobody, quotes nothing and opens nothing', async () => {
    const { one, other, redis, emulator } = await replicasOfTest();
    const seen: string[] = [];
    // Every command with all that it brings: what is kept, what is told, and what scripts do themselves.
    const monitor = await redis.client.monitor();
    monitor.on('monitor', (_time: string, parts: readonly string[]) => void seen.push(parts.join(' ')));

    const listeners = [one, other].map((replica) => subscribe<NewMail>(replica, newMail, { mailbox: alice }));
    await vi.waitFor(() => expect(listeners.map(({ answers }) => answers.length)).toEqual([1, 1]), sooner);
    const draft = { to: [{ address: bob }], subject: 'Canary subject', body: { text: 'Canary body' } };
    const input = { mailbox: alice, message: draft, idempotencyKey: 'canary-key' };
    const { payload } = await sendMessage(one, input, 'submission { status } message { id }');
    expect(payload.submission?.status).toBe('SENT');
    expect((await sendMessage(other, input)).payload.submission?.status).toBe('REPLAYED');
    emulator.deliver(alice, 'inbox', mail('Canary arrival'));
    for (const told of listeners)
      await vi.waitFor(() => expect(subjectsTold(told)).toEqual(['Canary arrival']), sooner);
    const arrived = listeners[0]?.answers.at(-1)?.data.newMessage.message?.id ?? '';
    const moved = await one.query<{ readonly moveMessages: object }>(moveFirst, {
      input: { mailbox: alice, ids: [arrived], to: { role: 'DELETED_ITEMS' } },
    });
    expect(moved.errors).toBeUndefined();
    await one.query('{ viewer { rateLimit { remaining } } }');
    await vi.waitFor(() => expect(seen.join('\n')).toMatch(/publish workmail-graphql:hints:.*"moves"/i), sooner);
    for (const { leave } of listeners) leave();

    const keys = await redis.client.keys('*');
    for (const key of keys) seen.push(key, (await redis.client.dump(key)) ?? '', String(await redis.client.ttl(key)));
    for (const key of keys)
      expect(key).toMatch(/^workmail-graphql:([\w-]{43}:(record|turn)|(lease|budget):[\w-]{43}|epoch|fence)$/);
    // Nothing stays but one epoch and one number.
    const lasting = await Promise.all(keys.map(async (key) => ((await redis.client.ttl(key)) === -1 ? [key] : [])));
    expect(lasting.flat().toSorted()).toEqual(['workmail-graphql:epoch', 'workmail-graphql:fence']);

    const all = seen.join('\n');
    for (const kind of ['lease', 'budget', 'hints'])
      expect(all).toMatch(new RegExp(`workmail-graphql:${kind}:[\\w-]{43}`));
    const { id } = payload.message ?? {};
    expect(id).toBeTypeOf('string');
    const token = lastToken(listeners[0] ?? { answers: [] });
    const written = ['Canary subject', 'Canary body', 'Canary arrival', 'canary-key', alice, bob, 'demo:demo'];
    const canaries = [written, [secretCanary, 'a-password-of-tests'], [arrived, String(id), String(token)]].flat();
    const forms = [...canaries, Buffer.from(journeySecret)].flatMap(formsOf);
    expect(formIn(all, forms)).toBeUndefined();
    // The scan would find it.
    expect(formIn(`${all}\n${Buffer.from('to alice@example.test').toString('base64')}`, formsOf(alice))).toBeDefined();
    monitor.disconnect();
  });
});
