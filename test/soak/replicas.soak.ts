import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startBalancer } from '../chaos/balance.ts';
import { sendErrand } from '../chaos/errands.ts';
import { heldSubjects } from '../chaos/held-subjects.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { keepAsking, type Seen } from './keep-asking.ts';
import { compileProduct, type Product, type RunningEmulator, type RunningGateway } from './product.ts';
import { report } from './report.ts';

/*
 * Three gateways with one Redis behind one address: what a caller may spend, what is done once, and what is read are the same whichever of them is asked,
 * and when one of them dies the clients go on with the others.
 */

const replicas = 3;
const clients = 30;
const keyed = 60;
const perMinute = 1_000_000;

let product: Product;
let emulator: RunningEmulator;
beforeAll(async () => {
  product = await compileProduct(2);
  emulator = await product.startEmulator();
}, 300_000);
afterAll(() => product?.close());

const startReplicas = async (): Promise<readonly RunningGateway[]> => {
  const redis = await redisOfTest();
  const shared = {
    REDIS_URL: redis.url.href,
    GATEWAY_SECRET: randomBytes(32).toString('base64'),
    COST_PER_MINUTE: String(perMinute),
  };
  return Promise.all(Array.from({ length: replicas }, () => product.startGateway(emulator, shared)));
};

const list = (name: string): string =>
  JSON.stringify({
    query: `{ mailbox(address: "${name}@example.test") { inbox { messages(first: 25) { nodes { id subject receivedAt } } } } }`,
  });

interface Answer {
  readonly data: unknown;
  readonly errors?: readonly unknown[];
  readonly extensions?: { readonly cost: { readonly requested: number; readonly remaining: number } };
}

const post = async ({ origin }: Pick<RunningGateway, 'origin'>, caller: number, body: string): Promise<Answer> => {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: product.authorizations[caller] ?? '' },
    body,
  });
  return (await answer.json()) as Answer;
};

describeWithRedis('three gateways with one Redis', () => {
  it('are as one, also when one of them dies', { timeout: 300_000 }, async () => {
    const gateways = await startReplicas();
    const balancer = await startBalancer();
    onTestFinished(() => balancer.close());
    balancer.leadTo(gateways.map(({ origin }) => Number(new URL(origin).port)));

    // The same mail, by the same ids.
    const read = await Promise.all(gateways.map((gateway) => post(gateway, 0, list('alice'))));
    for (const { data, errors } of read) expect({ data, errors }).toEqual({ data: read[0]?.data, errors: undefined });

    // One purse: each answer tells less than the one before, whoever gives it.
    const spent: number[] = [];
    for (let turn = 0; turn < 30; turn += 1) {
      const { extensions } = await post(gateways[turn % replicas]!, 1, list('carol'));
      spent.push(perMinute - (extensions?.cost.remaining ?? 0));
    }
    const [cost = 0] = spent;
    const isShared = cost > 0 && spent.every((total, turn) => total === (turn + 1) * cost);

    // The same sending, asked of all of them at the same moment.
    const sends = await Promise.all(
      Array.from({ length: keyed }, (_, index) => {
        const { document, variables } = sendErrand({
          subject: `Once ${index}`,
          idempotencyKey: `once-${index}`,
          attempts: 1,
        });
        const body = JSON.stringify({ query: document, variables });
        return Promise.all(gateways.map((gateway) => post(gateway, 0, body)));
      }),
    );
    const failed = sends.flat().filter(({ errors }) => errors !== undefined).length;
    const received = await heldSubjects(emulator.ewsUrl, 'bob', 'inbox');
    const counts = Array.from({ length: keyed }, (_, index) => received.get(`Once ${index}`) ?? 0);

    // One dies while all are asked.
    const asking = keepAsking(
      clients,
      {
        origin: balancer.origin,
        authorization: product.authorizations[0] ?? '',
        bodies: ['alice', 'bob', 'carol'].map(list),
      },
      () => false,
    );
    await sleep(3_000);
    process.kill(gateways[0]?.pid ?? 0, 'SIGKILL');
    await sleep(4_000);
    asking.stop();
    const seen = await asking.done;
    const lost = seen.filter(({ kind }) => kind !== 'answered').length;
    const isFine = (each: Seen): boolean =>
      each.kind === 'answered' && each.status === 200 && !each.body.includes('"errors":');
    const bad = seen.filter((each) => each.kind === 'answered' && !isFine(each)).length;

    const isOnce = counts.every((count) => count === 1) && failed === 0;
    report(
      18,
      `${replicas} gateways: ${keyed} keyed sends asked of all at once, ${counts.reduce((sum, count) => sum + count, 0)} sent, ${failed} errors`,
      isOnce,
    );
    report(
      18,
      `${replicas} gateways: ${isShared ? 'one budget' : 'budgets differ'}, equal reads; one killed under ${clients} clients: ${seen.length} asked, ${lost} connections lost (<= ${clients}), ${bad} errors`,
      isShared && lost <= clients && bad === 0,
    );
    expect({ isShared, counts: new Set(counts), failed, bad }).toEqual({
      isShared: true,
      counts: new Set([1]),
      failed: 0,
      bad: 0,
    });
    expect(lost).toBeLessThanOrEqual(clients);
    expect(seen.slice(-clients).every(isFine)).toBe(true);
  });
});
