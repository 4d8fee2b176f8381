import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CoordinationError } from '../../src/coordination/coordination-error.ts';
import type { Ledger } from '../../src/coordination/ledger.ts';
import { connectRedis } from '../../src/coordination/redis-connection.ts';
import { createRedisLedger, type RedisLedgerOptions } from '../../src/coordination/redis-ledger.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';

const open = (url: URL, differences: Partial<RedisLedgerOptions> = {}): Ledger & { readonly events: string[] } => {
  const events: string[] = [];
  const redis = connectRedis(
    url,
    (event) => void events.push(event.kind === 'unreachable' ? `${event.kind}: ${event.reason}` : event.kind),
  );
  const ledger = createRedisLedger({
    redis,
    leaseMs: 60_000,
    settleMs: 60_000,
    now: () => performance.now(),
    random: Math.random,
    onForgot: () => void events.push('forgot'),
    ...differences,
  });
  const close = async (): Promise<void> => {
    await redis.close();
    await ledger.close();
  };
  onTestFinished(close);
  return { ...ledger, close, events };
};

const refused = async (ledger: Ledger, key = 'key'): Promise<string> => {
  const error: unknown = await ledger.take(key, 0).catch((failure: unknown) => failure);
  if (!(error instanceof CoordinationError)) throw new Error(`not refused: ${String(error)}`);
  return error.message;
};

const turnKey = 'workmail-graphql:key:turn';
const recordKey = 'workmail-graphql:key:record';

describeWithRedis('a ledger on Redis, besides', () => {
  test('the turn of a process that died is free after its lease, and its record stays', async () => {
    const { url } = await redisOfTest();
    const dying = open(url, { leaseMs: 2_000 });
    await (await dying.take('key', 0))?.note({ state: 'running', content: 'hash' });
    await dying.close();
    const other = open(url);
    expect(await other.take('key', 0)).toBeUndefined();
    const turn = await other.take('key', 10_000);
    expect(turn?.record).toMatchObject({ state: 'running', content: 'hash' });
    await turn?.end();
  });

  test('a process that lives keeps its turn beyond the lease', async () => {
    const { url } = await redisOfTest();
    const ledger = open(url, { leaseMs: 3_000 });
    const turn = await ledger.take('key', 0);
    await sleep(4_500);
    expect(await open(url).take('key', 0)).toBeUndefined();
    await turn?.note({ state: 'done', content: 'hash' });
    await turn?.end();
  });

  test('who has lost the turn can neither note nor forget nor end the turn of its successor', async () => {
    const { url, client } = await redisOfTest();
    const turn = await open(url).take('key', 0);
    // What a lease that ran out during a long pause of the process leaves behind.
    await client.del(turnKey);
    const successor = await open(url).take('key', 0);
    await successor?.note({ state: 'running', content: 'hash' });
    await expect(turn?.note({ state: 'done', content: 'hash' })).rejects.toThrow('The turn was lost');
    await expect(turn?.forget()).rejects.toThrow('The turn was lost');
    await turn?.end();
    expect(await client.exists(turnKey)).toBe(1);
    expect(await client.get(recordKey)).toContain('running');
    await successor?.end();
    expect(await client.exists(turnKey)).toBe(0);
  });

  test('a record is kept for a day, and the turn for its lease', async () => {
    const { url, client } = await redisOfTest();
    const turn = await open(url, { leaseMs: 60_000 }).take('key', 0);
    await turn?.note({ state: 'done', content: 'hash' });
    expect(await client.ttl(recordKey)).toBeGreaterThan(86_390);
    expect(await client.ttl(recordKey)).toBeLessThanOrEqual(86_400);
    expect(await client.pttl(turnKey)).toBeGreaterThan(50_000);
    expect(await client.pttl(turnKey)).toBeLessThanOrEqual(60_000);
    await turn?.end();
  });

  test('the age of a record is by the clock of Redis, whatever that of the gateway says', async () => {
    const { url } = await redisOfTest();
    const turn = await open(url, { now: () => 5_000_000 }).take('key', 0);
    await turn?.note({ state: 'running', content: 'hash' });
    await turn?.end();
    const next = await open(url, { now: () => 0 }).take('key', 0);
    expect(next?.record?.ageMs).toBeGreaterThanOrEqual(0);
    expect(next?.record?.ageMs).toBeLessThan(60_000);
    await next?.end();
  });

  test('without Redis everything is refused within two seconds, and goes on when it is back', async () => {
    const redis = await redisOfTest();
    const ledger = open(redis.url, { settleMs: 0 });
    await (await ledger.take('key', 0))?.end();
    await redis.kill();
    expect(await refused(ledger)).toMatch(/^Redis: /);
    // It is noticed at the first try to connect again, a moment after the connection is lost.
    await vi.waitFor(() => expect(ledger.events).toHaveLength(2), { timeout: 10_000, interval: 10 });
    await redis.start();
    await vi.waitFor(async () => (await ledger.take('key', 0))?.end(), { timeout: 10_000, interval: 50 });
    expect(ledger.events).toEqual([
      'reached',
      expect.stringMatching(/^unreachable: .*ECONNREFUSED/),
      'reached',
      'forgot',
    ]);
  });

  test('many who wait for it at once are refused as one is', async () => {
    const redis = await redisOfTest();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    await redis.kill();
    const ledger = open(redis.url);
    const told = await Promise.all(Array.from({ length: 50 }, (_, index) => refused(ledger, `key-${index}`)));
    expect(told.filter((text) => !text.startsWith('Redis: '))).toEqual([]);
    await sleep(50);
    expect(warnings).toEqual([]);
  });

  test('a Redis that does not answer is no better than none', async () => {
    const redis = await redisOfTest();
    const ledger = open(redis.url);
    await (await ledger.take('key', 0))?.end();
    redis.pause();
    expect(await refused(ledger)).toMatch(/^Redis: /);
    redis.resume();
    await vi.waitFor(async () => (await ledger.take('other', 0))?.end(), { timeout: 10_000, interval: 50 });
  });

  test('a turn that is lost with its Redis refuses to note', async () => {
    const redis = await redisOfTest();
    const turn = await open(redis.url).take('key', 0);
    await redis.kill();
    await expect(turn?.note({ state: 'running', content: 'hash' })).rejects.toBeInstanceOf(CoordinationError);
    await turn?.end();
  });

  test('a Redis that came back without its memory is not believed until what was under way has settled', async () => {
    const redis = await redisOfTest();
    let nowMs = 0;
    const ledger = open(redis.url, { settleMs: 120_000, now: () => nowMs });
    await (await ledger.take('key', 0))?.end();
    await redis.kill();
    await redis.start();
    await vi.waitFor(() => expect(ledger.events).toContain('forgot'), { timeout: 10_000 });
    expect(await refused(ledger)).toMatch('lost its memory');
    // The turn was not kept by the refusal.
    await vi.waitFor(async () => expect(await redis.client.exists(turnKey)).toBe(0), { timeout: 10_000 });
    nowMs = 119_999;
    expect(await refused(ledger)).toMatch('lost its memory');
    nowMs = 120_000;
    await (await ledger.take('key', 0))?.end();
  });

  test('an interruption without loss is no reason for distrust', async () => {
    const redis = await redisOfTest();
    const ledger = open(redis.url, { settleMs: 120_000 });
    await (await ledger.take('key', 0))?.end();
    await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await vi.waitFor(async () => (await ledger.take('key', 0))?.end(), { timeout: 10_000, interval: 20 });
    expect(ledger.events).not.toContain('forgot');
  });

  test.each(['12 {', 'then {"state":"running","content":"hash"}', '12 5', ''])(
    'a record that is none refuses the key: %s',
    async (text) => {
      const { url, client } = await redisOfTest();
      await client.set(recordKey, text);
      expect(await refused(open(url))).toBe('Redis holds something that is no record');
      expect(await client.exists(turnKey)).toBe(0);
    },
  );

  test('the password of the address opens it, and a wrong one shows nowhere', async () => {
    const password = 'p@ss/word of:Redis';
    const redis = await redisOfTest({ password });
    await (await open(redis.url).take('key', 0))?.end();
    const wrong = new URL(redis.url);
    wrong.password = encodeURIComponent('wrong/canary');
    const ledger = open(wrong);
    const told = await refused(ledger);
    await vi.waitFor(() => expect(ledger.events).not.toEqual([]), { timeout: 10_000 });
    expect(`${told} ${ledger.events.join(' ')}`).toMatch(/WRONGPASS|NOAUTH/);
    expect(`${told} ${ledger.events.join(' ')}`).not.toMatch(/canary/);
  });

  test('a record of a Redis whose clock was ahead is new, not older than nothing', async () => {
    const { url, client } = await redisOfTest();
    await client.set(recordKey, `${Date.now() + 3_600_000} {"state":"running","content":"hash"}`);
    const turn = await open(url).take('key', 0);
    expect(turn?.record).toEqual({ state: 'running', content: 'hash', ageMs: 0 });
    await turn?.end();
  });

  test('with TLS in the address nothing is said to a server without', async () => {
    const { url, client } = await redisOfTest();
    const ledger = open(new URL(url.href.replace('redis:', 'rediss:')));
    expect(await refused(ledger)).toMatch(/^Redis: /);
    expect(await client.keys('*')).toEqual([]);
  });

  test('the database of the address is used', async () => {
    const { url, client } = await redisOfTest();
    const turn = await open(new URL('/3', url)).take('key', 0);
    expect(await client.exists(turnKey)).toBe(0);
    await client.select(3);
    expect(await client.exists(turnKey)).toBe(1);
    await turn?.end();
  });
});
