import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../src/emulator/random.ts';
import { newMail } from '../journeys/new-mail.ts';
import { endErrands, errands, shed, type Client, type Errand } from './errands.ts';
import { compileProduct, type Held, type Product, type RunningEmulator, type RunningGateway } from './product.ts';
import { report } from './report.ts';
import { slopeOf } from './slope.ts';
import { soakedMailboxes, soakedOrganization } from './soaked-organization.ts';
import { startListeners } from './sse-listeners.ts';

/*
 * Does the gateway keep something of what it did? Everything that clients do, for SOAK_MINUTES (10), SOAK_RATE times a second (200) or as often as the
 * machine bears, while five hundred listen and mail arrives. With SOAK_SNAPSHOTS, a folder, what is on the heap is written there twice.
 */

const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const rate = Number(process.env['SOAK_RATE'] ?? 200);
const snapshots = process.env['SOAK_SNAPSHOTS'];

const listeners = 500;
const perCaller = 10;
const callers = listeners / perCaller;
/** Mailboxes that somebody listens to, each as many as callers. */
const listenedTo = 10;
const arrivalsEveryMs = 5_000;
/** Errands at the same time: beyond that the machine does not bear the rate. */
const mostAtOnce = 60;
const sampleMs = Math.min(10_000, (minutes * 60_000) / 12);
/** What code, connections and bounded memories take before it can be told what is kept: of ten minutes of this traffic four, and then it stays level. */
const warmMinutes = minutes >= 5 ? minutes * 0.4 : minutes / 4;
/** Megabytes a minute over the rest; of a short run, megabytes in all. */
const mostSlope = 1;
const mostGrowth = 10;

/** More documents than are kept, so that what keeps them is full from the beginning. */
const documents = 4_000;

const megabyte = 1024 * 1024;

let product: Product;
let emulator: RunningEmulator;
let gateway: RunningGateway;

beforeAll(async () => {
  product = await compileProduct(callers);
  const seed = join(product.folder, 'organization.json');
  await writeFile(seed, soakedOrganization());
  emulator = await product.startEmulator(['--seed', seed]);
  gateway = await product.startGateway(emulator);
}, 300_000);
afterAll(async () => {
  await endErrands();
  await product?.close();
});

/** Each errand as often as its share says, well mixed, and every time the same. */
const turns: readonly Errand[] = errands
  .flatMap((errand) =>
    Array.from({ length: errand.share }, (_, index) => ({ errand, at: (index + 0.5) / errand.share })),
  )
  .toSorted((a, b) => a.at - b.at)
  .map(({ errand }) => errand);

const random = createRandom(13);

const clientOf = (turn: number): Client => ({
  origin: gateway.origin,
  authorization: random.pick(product.authorizations),
  address: random.pick(soakedMailboxes),
  other: random.pick(soakedMailboxes),
  turn,
});

/** How often what went well or wrong. */
interface Tally {
  done: number;
  shed: number;
  readonly wrong: Map<string, number>;
}

/** Sends errands at the rate until then, and waits for the last. */
const runErrands = async (endMs: number, tally: Tally): Promise<void> => {
  const running = new Set<Promise<void>>();
  const begin = performance.now();
  const runOne = async (turn: number): Promise<void> => {
    const errand = turns[turn % turns.length]!;
    const outcome = await errand.run(clientOf(turn)).catch((error: unknown) => String(error));
    if (outcome === undefined) tally.done += 1;
    else if (outcome === shed) tally.shed += 1;
    else tally.wrong.set(`${errand.name}: ${outcome}`, (tally.wrong.get(`${errand.name}: ${outcome}`) ?? 0) + 1);
  };
  let lostMs = 0;
  for (let turn = 0; performance.now() < endMs; turn += 1) {
    const due = begin + lostMs + (turn * 1_000) / rate;
    const aheadMs = due - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    const before = performance.now();
    while (running.size >= mostAtOnce) await Promise.race(running);
    // What the machine could not do in time is not made up for.
    lostMs += performance.now() - before;
    const one = runOne(turn).finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
};

/** Sends documents that nobody has sent, each about as long as those that clients write, and nothing of which is asked at the mail server. */
const fillCaches = async (): Promise<void> => {
  let next = 0;
  const sendSome = async (): Promise<void> => {
    for (let index = next++; index < documents; index = next++) {
      const query = `query ($address: EmailAddress!) { viewer { subject } mailbox(address: $address) @include(if: false) { messages(first: 10, filter: { subject: { contains: "warm ${index}" } }) { nodes { id subject } } } }`;
      const response = await fetch(`${gateway.origin}/graphql`, {
        method: 'POST',
        headers: { authorization: product.authorizations[index % callers]!, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { address: soakedMailboxes[0] } }),
      });
      if (!response.ok) throw new Error(`a document was answered ${response.status}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 8 }, sendSome));
};

const startArrivals = async (mailbox: string, seed: number): Promise<void> => {
  const response = await fetch(`${emulator.controlUrl}/arrivals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mailbox, count: 100_000, everyMs: arrivalsEveryMs, seed }),
  });
  if (!response.ok) throw new Error(`arrivals: ${response.status} ${await response.text()}`);
};

interface HeldAt extends Held {
  readonly minute: number;
}

const growthOf = (samples: readonly HeldAt[], pick: (held: Held) => number): number =>
  slopeOf(samples.map((sample) => ({ minute: sample.minute, value: pick(sample) / megabyte })));

it(`${minutes} minutes of everything leave nothing behind`, { timeout: minutes * 60_000 + 300_000 }, async () => {
  await fillCaches();
  const listening = startListeners(
    gateway.origin,
    Array.from({ length: listeners }, (_, index) => ({
      authorization: product.authorizations[Math.floor(index / perCaller)]!,
      query: newMail,
      variables: { mailbox: soakedMailboxes[index % listenedTo]! },
    })),
  );
  await expect.poll(() => listening.begun() + listening.problems.length, { timeout: 120_000 }).toBe(listeners);
  await Promise.all(soakedMailboxes.slice(0, listenedTo).map(startArrivals));

  const tally: Tally = { done: 0, shed: 0, wrong: new Map() };
  const begin = performance.now();
  const endMs = begin + minutes * 60_000;
  const errandsDone = runErrands(endMs, tally);
  const samples: HeldAt[] = [];
  const first = await gateway.cpuMs();
  for (let due = begin + sampleMs; due <= endMs; due += sampleMs) {
    await sleep(Math.max(0, due - performance.now()));
    const minute = (performance.now() - begin) / 60_000;
    const isFirstWarm = minute >= warmMinutes && samples.every((sample) => sample.minute < warmMinutes);
    if (snapshots !== undefined && isFirstWarm) await gateway.snapshot(join(snapshots, 'warm.heapsnapshot'));
    const held = await gateway.look();
    samples.push({ minute, ...held });
    process.stdout.write(
      `${minute.toFixed(1).padStart(5)} min: heap ${(held.heap / megabyte).toFixed(1)} MB, buffers ${(held.external / megabyte).toFixed(1)}, resident ${(held.resident / megabyte).toFixed(0)}; ` +
        `${tally.done} done, ${tally.shed} shed, ${[...tally.wrong.values()].reduce((sum, count) => sum + count, 0)} wrong, ${listening.told()} events\n`,
    );
  }
  if (snapshots !== undefined) await gateway.snapshot(join(snapshots, 'end.heapsnapshot'));
  await errandsDone;
  const wrong = [...tally.wrong].map(([problem, count]) => `${count} × ${problem}`);
  const perSecond = tally.done / (minutes * 60);
  const cpuMs = ((await gateway.cpuMs()) - first) / tally.done;
  const told = listening.told();
  await listening.close();

  const warm = samples.filter(({ minute }) => minute >= warmMinutes);
  const heap = growthOf(warm, (held) => held.heap + held.external);
  const [begun, ended] = [samples[0]!, samples.at(-1)!];
  const kept = (ended.queueMs - begun.queueMs) / (60_000 * (ended.minute - begun.minute));
  const resident = growthOf(warm, (held) => held.resident);
  const measuredMinutes = (warm.at(-1)?.minute ?? 0) - (warm[0]?.minute ?? 0);
  const isLong = minutes >= 5;
  const grown = heap * (isLong ? 1 : measuredMinutes);
  const isFlat = grown <= (isLong ? mostSlope : mostGrowth);
  const problems = [...wrong, ...listening.problems, ...gateway.failures];
  report(
    13,
    `${minutes} min, ${perSecond.toFixed(0)} errands/s (${cpuMs.toFixed(1)} ms of CPU each), ${listeners} listeners told ${told} events: heap and buffers ${heap.toFixed(2)} MB/min, resident ${resident.toFixed(2)} MB/min over the last ${measuredMinutes.toFixed(1)} min; ${problems.length} unexpected errors, ${tally.shed} shed; the machine kept the gateway waiting for ${(kept * 100).toFixed(0)} % of the time`,
    isFlat && problems.length === 0,
  );
  expect(problems).toEqual([]);
  expect(tally.done).toBeGreaterThan(minutes * 60);
  expect(told).toBeGreaterThan(0);
  expect(grown).toBeLessThanOrEqual(isLong ? mostSlope : mostGrowth);
});
