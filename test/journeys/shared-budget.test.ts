import { expect, it, vi } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { openRules } from '../../src/access/policy.ts';
import { callerNamed } from '../access.ts';
import { describeWithRedis } from '../redis.ts';
import { problemsOf, sealedId } from './journey-of-test.ts';
import { replicasOfTest, type Replica } from './replicas/replicas-of-test.ts';

/** Callers are told apart by what stands behind `Bearer`. */
const access: Access = {
  authenticate: (request) =>
    Promise.resolve({ caller: callerNamed(request.headers.get('authorization')?.slice('Bearer '.length) ?? 'ann') }),
  rules: openRules,
};

const inbox = '{ mailbox(address: "alice@example.test") { inbox { messages(first: 3) { nodes { subject } } } } }';
const as = (subject: string) => ({ headers: { authorization: `Bearer ${subject}` } });
const sooner = { timeout: 20_000, interval: 50 };

/** What an operation costs, and what is left after it. */
const spend = async (
  replica: Replica,
  subject: string,
): Promise<{ readonly cost: number; readonly left: number | undefined; readonly problems: readonly object[] }> => {
  const answer = await replica.query(inbox, {}, as(subject));
  const { requested = 0, remaining } = answer.extensions?.cost ?? {};
  return { cost: requested, left: remaining, problems: problemsOf(answer) };
};

const left = async (replica: Replica, subject: string): Promise<number> => {
  const answer = await replica.query<{ readonly viewer: { readonly rateLimit: { readonly remaining: number } } }>(
    '{ viewer { rateLimit { remaining } } }',
    {},
    as(subject),
  );
  return answer.data.viewer.rateLimit.remaining;
};

describeWithRedis('gateways that share a Redis', () => {
  it('share what a caller may spend, and another caller has its own', async () => {
    const { one, other } = await replicasOfTest({ access, config: { costPerMinute: 2_000 } });
    const first = await spend(one, 'ann');
    expect(first.left).toBe(2_000 - first.cost);
    const second = await spend(other, 'ann');
    expect(second.left).toBe(2_000 - 2 * first.cost);
    const mime = `/mime/${sealedId('Item', 'alice@example.test', 'AAMkNoSuchItem')}`;
    expect((await fetch(one.origin + mime, as('ann'))).status).toBe(404);
    expect((await spend(other, 'ann')).left).toBe(2_000 - 3 * first.cost - 200);

    for (let next = await spend(one, 'ann'); next.problems.length === 0; next = await spend(one, 'ann'));
    for (const replica of [one, other]) {
      expect((await spend(replica, 'ann')).problems).toMatchObject([
        { code: 'RATE_LIMITED', message: 'You have spent your 2000 for this minute.', retryAfter: expect.any(String) },
      ]);
      expect((await spend(replica, 'bob')).problems).toEqual([]);
    }
    // What was refused took nothing, at either of them.
    const before = await left(one, 'ann');
    expect(before).toBeGreaterThan(0);
    await spend(other, 'ann');
    expect(await left(one, 'ann')).toBeLessThan(before);
    expect(await left(one, 'ann')).toBeGreaterThan(before - 10);
  });

  it('are not overspent by operations that come to both at once', async () => {
    const { one, other } = await replicasOfTest({ access, config: { costPerMinute: 1_000 } });
    const { cost } = await spend(one, 'bob');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => [spend(one, 'ann'), spend(other, 'ann')]).flat(),
    );
    expect(answers.filter(({ problems }) => problems.length === 0)).toHaveLength(Math.floor(1_000 / cost));
  });

  it('have budgets of their own while Redis is gone, and share them again when it is back', async () => {
    const { one, other, redis } = await replicasOfTest({ access, config: { costPerMinute: 1_000 } });
    const { cost } = await spend(one, 'ann');
    await redis.kill();
    for (const replica of [one, other]) {
      expect((await spend(replica, 'ann')).left).toBe(1_000 - cost);
      expect((await spend(replica, 'ann')).left).toBe(1_000 - 2 * cost);
    }
    await redis.start();
    // An operation that finds one of them still alone spends there.
    for (const replica of [one, other])
      await vi.waitFor(async () => expect(await left(replica, replica === one ? 'carol' : 'dave')).toBe(996), sooner);
    await vi.waitFor(() => expect(one.log()).toContain('Redis has lost its memory'), sooner);
    expect((await spend(one, 'erin')).left).toBe(1_000 - cost);
    expect((await spend(other, 'erin')).left).toBe(1_000 - 2 * cost);
    expect(one.log()).toContain('this process looks after budgets and live events for itself');
  });

  it('answer everything while Redis accepts and does not answer', async () => {
    const { one, other, redis } = await replicasOfTest({ access });
    await spend(one, 'ann');
    redis.pause();
    // Minutes, if each of them waited for a second.
    for (let asked = 0; asked < 60; asked += 1)
      for (const replica of [one, other]) expect((await spend(replica, 'ann')).problems).toEqual([]);
    await vi.waitFor(() => expect(one.log()).toContain('Redis cannot be reached'), sooner);
    redis.resume();
    await vi.waitFor(() => expect(one.log().match(/Redis is reached/g)).toHaveLength(2), sooner);
  }, 60_000);
});
