import { type BenchedGateway, benchedMailbox, startGateway } from './benched-gateway.ts';
import { answering } from './answering.ts';
import type { Bench, FigureRow } from './figures.ts';
import { goalAtMost, type Goal } from './goals.ts';
import { type Contender, interleaved, type Outcome, ratio } from './interleaved.ts';
import { fullDocument, listDocument } from './list-request.ts';
import { type Peer, startPeers } from './peers/start-peers.ts';
import { startReady } from './start-process.ts';
import { startBackend } from './started-backend.ts';

const rounds = 7;

/** Goals 2 and 3: a list of 50 messages with ten fields each, from the request to the last byte of the answer, and what peers need for the same list. */
export const listBench: Bench = () =>
  withEverybody(async ({ gateway, backendUrl, peers }) => {
    const limit = await startReady({ program: './limit-server.js', given: [backendUrl] });
    const server = answering(await limit.ask({ where: true }));
    try {
      const outcomes = await interleaved(
        [
          gatewayContender(gateway, listDocument),
          {
            name: 'limit',
            timesInRound: 150,
            warmUps: 2_500,
            run: async (times) => {
              const before = await limit.measure('used');
              for (let time = 0; time < times; time += 1) await server.ask('', { address: benchedMailbox, first: 50 });
              return (await limit.measure('used')).cpuMs - before.cpuMs;
            },
          },
          ...contendersOf(peers, 'list'),
        ],
        { rounds },
      );
      const [own, least] = outcomes as [Outcome, Outcome, ...Outcome[]];
      return {
        title: `A list of 50 messages x 10 fields: milliseconds of CPU of the whole process, median of ${rounds} interleaved rounds`,
        columns: ['CPU ms', 'x the gateway', 'x the limit'],
        rows: rowsOf(outcomes, least),
        goals: [
          goalAtMost(2, 'list of 50 x 10: gateway / limit server', ratio(own, least), 3),
          ...peerGoals(3, 'list of 50 x 10', outcomes, peers, [1 / 5, 1 / 12]),
        ],
      };
    } finally {
      await server.close();
      await limit.stop();
    }
  });

/** Goal 4: 50 messages with bodies of 5 KB, and what peers need for the same messages. */
export const fullMessagesBench: Bench = () =>
  withEverybody(async ({ gateway, peers }) => {
    const outcomes = await interleaved(
      [
        gatewayContender(gateway, fullDocument),
        ...contendersOf(peers, 'full'),
        { ...gatewayContender(gateway, fullDocument.replace('TEXT', 'HTML')), name: 'the gateway, HTML made safe' },
      ],
      { rounds },
    );
    return {
      title: `50 messages with bodies of 5 KB: milliseconds of CPU of the whole process, median of ${rounds} interleaved rounds`,
      columns: ['CPU ms', 'x the gateway'],
      rows: rowsOf(outcomes),
      goals: peerGoals(4, '50 full messages', outcomes, peers, [1 / 6, 1 / 15]),
    };
  });

interface Everybody {
  readonly gateway: BenchedGateway;
  readonly backendUrl: string;
  readonly peers: readonly Peer[];
}

const withEverybody = async <Result>(work: (everybody: Everybody) => Promise<Result>): Promise<Result> => {
  const backend = await startBackend();
  const started: { stop(): Promise<void> }[] = [backend];
  try {
    const gateway = await startGateway({ ewsUrl: backend.url });
    started.push(gateway);
    const peers = await startPeers(backend.url);
    started.push(...peers);
    return await work({ gateway, backendUrl: backend.url, peers });
  } finally {
    for (const one of started.toReversed()) await one.stop();
  }
};

const gatewayContender = ({ process, ask }: BenchedGateway, document: string): Contender => ({
  name: 'the gateway',
  timesInRound: 50,
  warmUps: 2_500,
  run: async (times) => {
    const before = await process.measure('used');
    for (let time = 0; time < times; time += 1) {
      const { data } = await ask<Listed>(document, { address: benchedMailbox, first: 50 });
      const { length } = data.mailbox.inbox.messages.nodes;
      if (length !== 50) throw new Error(`the gateway has answered with ${length} messages`);
    }
    return (await process.measure('used')).cpuMs - before.cpuMs;
  },
});

interface Listed {
  readonly mailbox: { readonly inbox: { readonly messages: { readonly nodes: readonly object[] } } };
}

const contendersOf = (peers: readonly Peer[], work: 'list' | 'full'): readonly Contender[] =>
  peers.filter(({ missing }) => missing === undefined).map(({ contender }) => contender(work));

const rowsOf = (outcomes: readonly Outcome[], least?: Outcome): readonly FigureRow[] => {
  const [own] = outcomes as [Outcome, ...Outcome[]];
  return outcomes.map((one) => ({
    name: one.name,
    values: [one.cpuMs, ratio(one, own), ...(least === undefined ? [] : [ratio(one, least)])],
  }));
};

const peerGoals = (
  number: number,
  what: string,
  outcomes: readonly Outcome[],
  peers: readonly Peer[],
  bounds: readonly number[],
): readonly Goal[] =>
  peers.map(({ name, missing }, index) => {
    const [own] = outcomes as [Outcome, ...Outcome[]];
    const peer = outcomes.find((one) => one.name === name);
    const goal = goalAtMost(
      number,
      `${what}: gateway / ${name}`,
      peer === undefined ? undefined : ratio(own, peer),
      bounds[index] ?? Number.NaN,
    );
    return missing === undefined ? goal : { ...goal, missing };
  });
