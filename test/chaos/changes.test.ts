import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createRandom, type Random } from '../../src/emulator/random.ts';
import type { SourceKind } from '../../src/notifications/event-source.ts';
import { describeWithRedis, redisOfTest, type RedisServer } from '../redis.ts';
import { startBalancer } from './balance.ts';
import type { ServerState } from './chaotic-emulator.ts';
import type { ChaoticTimes } from './chaotic-gateway.ts';
import { followMailbox, type Follower } from './follow-mailbox.ts';
import { heldMailbox } from './held-mailbox.ts';
import { pollMailbox } from './poll-mailbox.ts';
import { startChaos, type Chaos } from './start-chaos.ts';
import { drawTroubles, type Trouble } from './troubles.ts';

/*
 * Nothing that happens in a mailbox is lost on the way to those who follow it, whatever is: connections, subscriptions, a gateway, Redis. Clients that
 * believe only what they are told must in the end show what the mail server says. What is drawn is the same for the same CHAOS_SEED.
 */
const seed = Number(process.env['CHAOS_SEED'] ?? 106);
const count = Number(process.env['CHAOS_CHANGES'] ?? 10_000);

/** What the mail server calls a minute, and how soon it shows that a stream lives, milliseconds. */
const serverTimes = { minuteMs: 1_500, heartbeatMs: 500 };

/** Shorter than in production, so that an hour's troubles happen within a minute. */
const again = { firstMs: 100, mostMs: 1_000 };
const times: ChaoticTimes = {
  deadlineMs: 4_000,
  leaseMs: 2_000,
  settleMs: 8_000,
  liveTimes: {
    hub: { gapMs: 100, safetyMs: 5_000, slowMs: 2_000, lingerMs: 1_000, retry: again },
    streaming: { connectionMinutes: 20, silenceMs: 3_000, steadyMs: 500, ...again },
    push: { minuteMs: serverTimes.minuteMs, ...again },
    pull: { soonMs: 100, lateMs: 500, ...again },
    polling: { firstMs: 200, mostMs: 1_000 },
    choice: { serverMs: 3_000, mailboxMs: 1_000 },
  },
};

const address = { alice: 'alice@example.test', bob: 'bob@example.test' };

/** How long the end may be in coming, milliseconds: much longer than it takes on a busy machine. */
const patience = { timeout: 120_000, interval: 250 };

/** Has everything go wrong, one after the other, while changes are being made. */
const endure = async (
  chaos: Chaos,
  redis: RedisServer,
  troubles: readonly Trouble[],
  follow: (state: ServerState) => void,
): Promise<ServerState> => {
  const restarts: Promise<void>[] = [];
  let turn = 0;
  const cause = async (trouble: Trouble): Promise<void> => {
    switch (trouble.kind) {
      case 'cut':
        await chaos.addFaults(trouble.faults);
        for (const lose of trouble.losses) await chaos.order({ lose, of: 'alice' });
        return;
      case 'restartRedis':
        await redis.kill();
        await sleep(400);
        return redis.start();
      case 'killGateway': {
        await Promise.all(restarts);
        const victim = chaos.gateways[turn++ % chaos.gateways.length];
        if (victim !== undefined) restarts.push(victim.killAndRestart());
        return;
      }
      case 'loseSyncStates':
        return void (await chaos.order({ lose: 'syncStates', of: 'alice' }));
    }
  };
  const left = [...troubles];
  const step = count / (troubles.length + 1);
  for (let next = step; ;) {
    const state = await chaos.order({ look: true });
    if (state.failure !== undefined) throw new Error(state.failure);
    follow(state);
    if (state.made.alice >= next && left.length > 0) {
      const trouble = left.shift();
      next += step;
      if (trouble !== undefined) await cause(trouble);
    } else if (state.made.alice >= count && left.length === 0) break;
    else await sleep(50);
  }
  await Promise.all(restarts);
  await chaos.calm();
  return chaos.order({ look: true });
};

/** Waits in the place of a client that takes nothing, until `open` is called. */
const createGate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
};

/** What one shows and the other does not. */
const difference = (truth: readonly string[], shown: readonly string[]) => {
  const inTruth = new Set(truth);
  const inShown = new Set(shown);
  const missing = truth.filter((line) => !inShown.has(line));
  const wrong = shown.filter((line) => !inTruth.has(line));
  // A few tell more than hundreds.
  return {
    missing: missing.slice(0, 5),
    wrong: wrong.slice(0, 5),
    off: missing.length + wrong.length + shown.length - inShown.size,
  };
};

const nothing = { missing: [], wrong: [], off: 0 };

/** Who leaves now and then, in how many of a thousand events, as long as it is not calm. */
const leavesPerMille: Readonly<Record<string, number>> = { 'alice, restless': 12, bob: 2 };

const followersOf = (chaos: Chaos, random: Random, gate: Promise<void>, isCalm: () => boolean): readonly Follower[] => {
  const origins = chaos.gateways.map(({ origin }) => origin);
  const follower = (name: string): Follower =>
    followMailbox(
      {
        name,
        origins,
        address: name === 'bob' ? address.bob : address.alice,
        random: createRandom(random.integer(0, 1_000_000)),
        leavesPerMille: () => (isCalm() ? 0 : (leavesPerMille[name] ?? 0)),
        ...(name === 'alice, slow' ? { gate } : {}),
      },
      name === 'bob' ? 'Bob' : 'Alice',
    );
  return [
    ...['alice, patient', 'alice, at the other one', 'alice, restless', 'alice, slow', 'bob'].map(follower),
    pollMailbox({ name: 'alice, by asking', origins, address: address.alice, random }),
  ];
};

const expectedSubscribers: Readonly<Record<SourceKind, number>> = { streaming: 2, push: 2, pull: 2, polling: 0 };

describeWithRedis('a mailbox that is followed through two gateways while everything breaks', () => {
  it.for<SourceKind>(['streaming', 'push', 'pull', 'polling'])(
    'is shown as it is in the end: %s',
    { timeout: 600_000 },
    async (kind) => {
      const startedMs = performance.now();
      const random = createRandom(seed);
      const redis = await redisOfTest();
      const balancer = await startBalancer();
      onTestFinished(() => balancer.close());
      const chaos = await startChaos({
        replicas: 2,
        redisUrl: redis.url.href,
        environment: { EWS_NOTIFICATIONS: kind, PUBLIC_URL: balancer.origin, COST_LIMIT: '1000000' },
        times,
      });
      onTestFinished(() => chaos.close());
      balancer.leadTo(chaos.gateways.map(({ origin }) => Number(new URL(origin).port)));
      await chaos.order({ options: serverTimes });

      const gate = createGate();
      let isCalm = false;
      const followers = followersOf(chaos, random, gate.opened, () => isCalm);
      onTestFinished(async () => {
        gate.open();
        await Promise.all(followers.map((follower) => follower.stop()));
      });
      const failures = (): readonly string[] =>
        followers.flatMap((one) => (one.failure() === undefined ? [] : [`${one.name}: ${one.failure()}`]));
      // Whoever has read the mailbox follows it from its beginning.
      await expect.poll(() => failures().length > 0 || followers.every((one) => one.isSettled()), patience).toBe(true);
      expect(failures()).toEqual([]);

      const counts = { cuts: 20, redisRestarts: 5, kills: 3 };
      const troubles = drawTroubles(random, kind, counts);
      const pace = { burst: 25, pauseMs: 60 };
      await chaos.order({ change: 'bob', plan: { count: Math.ceil(count / 20), seed, burst: 2, pauseMs: 80 } });
      await chaos.order({ change: 'alice', plan: { count, seed, ...pace } });
      await endure(chaos, redis, troubles, ({ made }) => {
        if (made.alice >= count * 0.6) gate.open();
      });
      isCalm = true;
      const changedSeconds = Math.round((performance.now() - startedMs) / 1000);
      gate.open();
      await expect.poll(async () => (await chaos.order({ look: true })).made.bob, patience).toBe(Math.ceil(count / 20));

      const truth = {
        alice: await heldMailbox(chaos.server.addresses.ewsUrl, 'alice'),
        bob: await heldMailbox(chaos.server.addresses.ewsUrl, 'bob'),
      };
      const differences = () =>
        followers.map((one) => ({
          name: one.name,
          ...difference(one.name.startsWith('bob') ? truth.bob : truth.alice, one.lines()),
        }));
      const isShown = (): boolean => failures().length > 0 || differences().every(({ off }) => off === 0);
      await expect
        .poll(isShown, patience)
        .toBe(true)
        .catch(() => undefined);
      const state = await chaos.order({ look: true });
      const figures = {
        kind,
        seed,
        seconds: Math.round((performance.now() - startedMs) / 1000),
        changedSeconds,
        ...counts,
        made: state.made,
        lines: truth.alice.length,
        followers: followers.map(({ name, figures: met }) => ({ name, ...met })),
        requests: state.requests,
        subscribers: state.subscribers.length,
        open: state.subscriptions.length,
      };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      expect({ seed, failures: failures() }).toEqual({ seed, failures: [] });
      expect({ seed, differences: differences() }).toEqual({
        seed,
        differences: followers.map(({ name }) => ({ name, ...nothing })),
      });
      // Nobody was told anything of another mailbox.
      expect(followers.map(({ figures: met }) => met.foreign)).toEqual(followers.map(() => 0));
      // It would prove nothing without these.
      const met = (name: string): number => followers.reduce((sum, one) => sum + (one.figures.resyncs[name] ?? 0), 0);
      expect(met('POSITION_LOST')).toBeGreaterThan(0);
      expect(met('TOO_SLOW')).toBeGreaterThan(0);
      expect(followers.reduce((sum, one) => sum + one.figures.broken, 0)).toBeGreaterThan(0);
      expect(followers.reduce((sum, one) => sum + one.figures.repetitions, 0)).toBeGreaterThan(0);
      expect(state.subscribers.length).toBeGreaterThanOrEqual(expectedSubscribers[kind]);

      // In calm times one watches for all, and none when nobody listens any more.
      const open = async (): Promise<readonly string[]> =>
        (await chaos.order({ look: true })).subscriptions.map(({ mailbox }) => mailbox).toSorted();
      const calm = kind === 'polling' ? [] : [address.alice, address.bob];
      await expect.poll(open, patience).toEqual(calm);
      await Promise.all(followers.map((follower) => follower.stop()));
      // A push subscription ends with the next push to whoever knows that nobody listens any more.
      let pushes = 0;
      const openAfterChange = async (): Promise<readonly string[]> => {
        pushes += 1;
        for (const change of ['alice', 'bob'] as const)
          await chaos.order({ change, plan: { count: 1, seed: seed + pushes, burst: 1, pauseMs: 0 } });
        return open();
      };
      await expect.poll(openAfterChange, patience).toEqual([]);
    },
  );
});
