import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRandom, type Random } from '../../src/emulator/random.ts';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import {
  draftErrand,
  letterFromBob,
  letterToBob,
  pictureErrand,
  replyErrand,
  sendDraftErrand,
  sendErrand,
  type Order,
} from './errands.ts';
import { lookFaults, planFaults, promptWriteFaults, writeFaults, type FaultRates } from './fault-plan.ts';
import { heldSubjects, type Held } from './held-subjects.ts';
import type { Errand, Story } from './persistent-client.ts';
import { runErrands } from './run-errands.ts';
import { startChaos, type Chaos } from './start-chaos.ts';
import { judge, nothingWrong, tally } from './verdict.ts';

/*
 * Exactly once is a promise about everything that can go wrong at the same time, so all of it does. What is done and what is told are compared at the
 * end; how it comes about differs from run to run although what is drawn is the same for the same CHAOS_SEED.
 */
const seed = Number(process.env['CHAOS_SEED'] ?? 104);

/**
 * Milliseconds. A mail server that is late does a write after the gateway has given up and looked for it, and before the mailbox is believed; the rest of
 * that time is for a machine that has other things to do.
 */
const times = { deadlineMs: 1_500, leaseMs: 600, settleMs: 8_000 };
const late = { leastMs: 1_600, mostMs: 5_000 };

const subjectOf = (kind: string, index: number): string => `${kind} ${seed}-${index}`;

/** So many errands of a kind, each with a key of its own. One client in five gives up soon, with whatever it has been told by then. */
const many = (
  random: Random,
  kind: string,
  count: number,
  errand: (order: Order, index: number) => Errand,
): readonly Errand[] =>
  Array.from({ length: count }, (_, index) =>
    errand(
      {
        subject: subjectOf(kind, index),
        idempotencyKey: `${kind}-${seed}-${index}`,
        attempts: random.chance(20) ? random.integer(1, 2) : 100,
      },
      index,
    ),
  );

const shuffled = <Value>(random: Random, values: readonly Value[]): readonly Value[] => {
  const draw = random.deck(values);
  return values.map(draw);
};

/** Runs errands while everything goes wrong, and judges what came of them. */
const endure = async (
  chaos: Chaos,
  random: Random,
  options: {
    readonly sends: readonly Errand[];
    readonly drafts: readonly Errand[];
    /** Drafts that are there already are sent. */
    readonly letters: readonly Errand[];
    readonly rates: FaultRates;
    readonly kills: number;
  },
): Promise<{ readonly stories: readonly Story[]; readonly kills: number }> => {
  const { sends, drafts, letters, rates } = options;
  const startedMs = performance.now();
  const errands = shuffled(random, [...sends, ...drafts, ...letters]);
  const writes = planFaults(random, 'CreateItem', rates, 3 * errands.length);
  const looks = planFaults(random, 'FindItem', lookFaults, 5 * errands.length);
  const others = [
    planFaults(random, 'SendItem', rates, 3 * letters.length),
    planFaults(random, 'UpdateItem', rates, 3 * letters.length),
  ];
  await chaos.addFaults([writes, looks, ...others].flatMap(({ scripts }) => scripts));
  const { stories, kills } = await runErrands(chaos, errands, { seed, kills: options.kills });
  const asked = await chaos.calm();
  // What is late comes too.
  await sleep(late.mostMs);

  const { ewsUrl } = chaos.server.addresses;
  const held = (person: string, folder: string): Promise<Held> => heldSubjects(ewsUrl, person, folder);
  const received = await held('bob', 'inbox');
  const kept = await held('alice', 'sentitems');
  const begun = await held('alice', 'drafts');
  const figures = {
    seed,
    seconds: Math.round((performance.now() - startedMs) / 1000),
    errands: errands.length,
    kills,
    done: received.size + drafts.filter(({ subject }) => begun.has(subject)).length,
    told: tally(stories.flatMap(({ told }) => told)),
    last: tally(stories.map(({ last }) => last)),
    lettersLast: tally(stories.filter(({ errand }) => letters.includes(errand)).map(({ last }) => last)),
    requests: asked,
    writes: writes.happened(asked['CreateItem'] ?? 0),
    looks: looks.happened(asked['FindItem'] ?? 0),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  const told = (some: readonly Errand[]): readonly Story[] => stories.filter(({ errand }) => some.includes(errand));
  expect({
    seed,
    sends: judge(told([...sends, ...letters]), [received, kept]),
    drafts: judge(told(drafts), [begun]),
    // Nothing that was to be sent is left half-way.
    strays: [...begun.keys()].filter((subject) => sends.some((errand) => errand.subject === subject)),
  }).toEqual({ seed, sends: nothingWrong, drafts: nothingWrong, strays: [] });
  // Who has patience gets there, unless it is said that nobody will ever know: a draft that was handed over is not handed over again.
  const isNever = ({ errand, last }: Story): boolean =>
    letters.includes(errand) && last.kind === 'open' && last.afterMs === undefined;
  const patient = stories.filter((story) => story.errand.attempts > 2 && story.last.kind !== 'done' && !isNever(story));
  expect({ seed, patient: patient.map(({ told }) => tally(told)) }).toEqual({ seed, patient: [] });
  return { stories, kills };
};

describeWithRedis('keyed mutations through two gateways that are killed all the time', () => {
  it('are done once or say that nobody knows, whatever is lost on the way', { timeout: 600_000 }, async () => {
    const redis = await redisOfTest();
    const chaos = await startChaos({ replicas: 2, redisUrl: redis.url.href, times });
    onTestFinished(() => chaos.close());
    const random = createRandom(seed);
    const origin = chaos.gateways[0]?.origin ?? '';
    const letter = await letterFromBob(origin);
    const begun: string[] = [];
    for (let index = 0; index < 60; index += 1) begun.push(await letterToBob(origin, subjectOf('Letter', index)));
    const { stories, kills } = await endure(chaos, random, {
      sends: [
        ...many(random, 'Send', 950, sendErrand),
        ...many(random, 'Picture', 50, pictureErrand),
        ...many(random, 'Reply', 100, (order) => replyErrand(letter, order)),
      ],
      drafts: many(random, 'Draft', 100, draftErrand),
      letters: many(random, 'Letter', begun.length, (order, index) => sendDraftErrand(begun[index] ?? '', order)),
      rates: writeFaults(late),
      kills: 20,
    });
    // It would prove nothing without these.
    expect(kills).toBeGreaterThanOrEqual(15);
    expect(stories.filter(({ told }) => told.some(({ kind }) => kind === 'lost')).length).toBeGreaterThan(30);
    expect(stories.filter(({ told }) => told.some(({ kind }) => kind === 'open')).length).toBeGreaterThan(30);
    expect(tally(stories.flatMap(({ told }) => told))).toContain('REPLAYED');
  });
});

describe('keyed mutations through one gateway without Redis', () => {
  it('are found in the mailbox by the next life of a gateway that was killed', { timeout: 300_000 }, async () => {
    const chaos = await startChaos({ replicas: 1, times });
    onTestFinished(() => chaos.close());
    const random = createRandom(seed);
    // A write that is done after the death of the only gateway that knew of it, nobody can know of.
    const { stories, kills } = await endure(chaos, random, {
      sends: many(random, 'Send', 70, sendErrand),
      drafts: many(random, 'Draft', 30, draftErrand),
      letters: [],
      rates: promptWriteFaults,
      kills: 5,
    });
    expect(kills).toBeGreaterThanOrEqual(3);
    expect(stories.filter(({ told }) => told.some(({ kind }) => kind === 'lost')).length).toBeGreaterThan(5);
  });
});
