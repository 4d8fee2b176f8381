import { createRandom, type Random } from '../../src/emulator/random.ts';
import { createSlots } from '../../src/notifications/slots.ts';
import { runErrand, type Errand, type Story } from './persistent-client.ts';
import type { Chaos, ChaoticGateway } from './start-chaos.ts';

/** Kills gateways at random, those only that are there; `ended` waits for those that are being started again, and answers how many there were. */
const createKiller = (gateways: readonly ChaoticGateway[], random: Random) => {
  const restarts = new Map<ChaoticGateway, Promise<void>>();
  let kills = 0;
  return {
    kill: (): boolean => {
      const alive = gateways.filter((gateway) => !restarts.has(gateway));
      if (alive.length === 0) return false;
      const victim = random.pick(alive);
      kills += 1;
      const restart = victim.killAndRestart().then(() => void restarts.delete(victim));
      // Whoever waits for the end learns why.
      restart.catch(() => undefined);
      restarts.set(victim, restart);
      return true;
    },
    ended: async (): Promise<number> => {
      await Promise.all(restarts.values());
      return kills;
    },
  };
};

/** Requests under way at a time, a twin with its original counting as one, and errands that have begun and wait for their next attempt or for room. */
const mostInFlight = 16;
const mostBegun = 96;

/** Runs all errands through all gateways and kills one of them every now and then, `kills` times about. */
export const runErrands = async (
  { gateways }: Chaos,
  errands: readonly Errand[],
  { seed, kills }: { readonly seed: number; readonly kills: number },
): Promise<{ readonly stories: readonly Story[]; readonly kills: number }> => {
  const random = createRandom(seed);
  const killer = createKiller(gateways, random);
  const origins = gateways.map(({ origin }) => origin);
  const inFlight = createSlots(mostInFlight);
  const stories: Story[] = [];
  const perKill = errands.length / kills;
  let nextKill = perKill / 2;
  const left = errands.map((errand, index) => ({ errand, random: createRandom(seed + 1 + index) }));
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      stories.push(await runErrand(next.errand, origins, next.random, inFlight.use));
      if (stories.length < nextKill) continue;
      if (killer.kill()) nextKill += perKill;
    }
  };
  await Promise.all(Array.from({ length: mostBegun }, work));
  return { stories, kills: await killer.ended() };
};
