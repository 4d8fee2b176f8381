import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { openRedisClient, reasonOf } from '../coordination/redis-connection.ts';
import { prefix } from '../coordination/redis-names.ts';
import { scrub } from '../telemetry/logger.ts';
import { defineCheck, type Finding } from './check.ts';

/** How long Redis may take to let us in, and to answer a PING before that is worth a word; milliseconds. */
const readyMs = 3_000;
const slowMs = 50;
const pings = 5;

/** Everything that the gateway asks of Redis, on a key of our own that is gone afterwards. */
const script = `
redis.call('SET', KEYS[1], '1', 'PX', '10000')
redis.call('INCRBY', KEYS[1], '1')
redis.call('PEXPIRE', KEYS[1], '10000')
local seen = { redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1]), redis.call('TIME') }
redis.call('DEL', KEYS[1])
return seen[1]
`;

/** Whether Redis is there, lets the gateway do all that it does, forgets nothing, and answers soon. */
export const redis = defineCheck({
  name: 'redis',
  title: 'Redis',
  needs: ['config'],
  run: async ({ config: { redisUrl: url } }, { monotonicMs }) => {
    if (url === undefined) return { status: 'skipped', found: 'REDIS_URL is not set' };
    const problems: string[] = [];
    const client = await openRedisClient(url, (error) => void problems.push(reasonOf(error)));
    try {
      await once(client, 'ready', { signal: AbortSignal.timeout(readyMs) }).catch(() => undefined);
      if (client.status !== 'ready' || problems.some((problem) => refusals.test(problem)))
        return unreached(problems.find((problem) => refusals.test(problem)) ?? problems.at(-1), url);
      return await examined(client, monotonicMs);
    } catch (error) {
      return unreached(reasonOf(error), url);
    } finally {
      client.disconnect();
    }
  },
});

const refusals = /WRONGPASS|NOAUTH|NOPERM|invalid (?:username|password)|ERR AUTH/i;

const examined = async (client: Redis, monotonicMs: () => number): Promise<Finding> => {
  const info = await client.info();
  const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? 'unknown';
  const latency = await medianMs(client, monotonicMs);
  const advice: string[] = [];
  const lacking = await lackOf(client);
  const eviction = field('maxmemory_policy');
  const [major = 0] = field('redis_version').split('.').map(Number);
  if (major > 0 && major < 6) advice.push('Redis is older than 6: the gateway is tested with later ones.');
  if (eviction !== 'noeviction')
    advice.push(`maxmemory-policy is ${eviction}: Redis may forget which mail was sent already. Set it to noeviction.`);
  if (field('role') === 'slave')
    advice.push('REDIS_URL leads to a replica, which cannot be written: name the primary.');
  if (latency > slowMs)
    advice.push(`An answer takes ${Math.round(latency)} ms, and every request waits for some: move Redis nearer.`);
  const details = [`maxmemory-policy ${eviction}`, `a PING takes ${latency.toFixed(1)} ms`];
  const found = `version ${field('redis_version')}`;
  if (lacking !== undefined)
    return {
      status: 'failed',
      found: `${found} does not let the gateway do its work (${lacking})`,
      details,
      advice: [aclAdvice, ...advice],
    };
  return {
    status: advice.length === 0 ? 'ok' : 'warning',
    found: `${found}, everything is permitted`,
    details,
    advice,
  };
};

const aclAdvice = `Give the user these rights: ~${prefix}:* &${prefix}:* -@all +info +ping +select +eval +get +set +del +incrby +pexpire +pttl +time +publish +subscribe +unsubscribe`;

const medianMs = async (client: Redis, monotonicMs: () => number): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < pings; round += 1) {
    const begun = monotonicMs();
    await client.ping();
    times.push(monotonicMs() - begun);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(pings / 2)] ?? 0;
};

/** What is not permitted, in Redis's words; undefined: nothing is missing. */
const lackOf = async (client: Redis): Promise<string | undefined> => {
  const name = `${prefix}:doctor:${randomUUID()}`;
  try {
    await client.eval(script, 1, name);
    await client.publish(name, '');
    await client.subscribe(name);
    await client.unsubscribe(name);
    return undefined;
  } catch (error) {
    return scrub(reasonOf(error).replace(/\s*script: [0-9a-f]{40}.*$/s, ''));
  }
};

const unreached = (reason: string | undefined, url: URL): Finding => {
  const found = `${url.host} cannot be used (${reason === undefined ? 'no answer' : scrub(reason)})`;
  if (reason !== undefined && refusals.test(reason))
    return { status: 'failed', found, advice: ['User or password in REDIS_URL is wrong, or one is missing.'] };
  const isTls = url.protocol === 'rediss:';
  return {
    status: 'failed',
    found,
    advice: [
      `Look at the address, the firewall, and whether Redis ${isTls ? 'speaks TLS with a certificate that is trusted here (NODE_EXTRA_CA_CERTS)' : 'wants TLS (rediss://)'}.`,
    ],
  };
};
