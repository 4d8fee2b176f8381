import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { demoAccess } from '../../src/embedded.ts';
import { readSeedFile } from '../../src/emulator/seed/seed-file.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import { newMail } from '../journeys/new-mail.ts';
import { journeyDay, type Journey } from '../journeys/start.ts';
import { report } from './report.ts';
import { runQueueMs } from './run-queue.mjs';
import { fileSubject, soakedMailboxes, soakedOrganization } from './soaked-organization.ts';

/*
 * Clients that leave leave nothing behind: neither work nor connections to the mail server. Some leave while they wait for a list, some in the middle of a
 * download, some while they listen; as often as there are rounds.
 */

/** Calls that run at the same time: as many connections as the gateway opens are 32. */
const queries = 16;
const downloads = 14;
const streams = 20;
const rounds = 5;
/** Nothing was asked for so long: what streams begin with is over. */
const quietMs = 1_000;
const mostMs = 200;
/** What a subscription is kept for after its last listener, for one that comes back; the usual 5 seconds would only be waited for here. */
const lingerMs = 50;

/** The demo's caller, or as many others like him as say who they are: each may listen to ten things. */
const manyCallers: Access = {
  ...demoAccess,
  authenticate: async (asked) => {
    const subject = asked.headers.get('x-caller');
    const answer = await demoAccess.authenticate(asked);
    return subject === null || !('caller' in answer) ? answer : { caller: { ...answer.caller, subject } };
  },
};

const list = `query ($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 5) { nodes { subject to { address } } } } } }`;

interface Files {
  readonly mailbox: {
    readonly messages: {
      readonly nodes: readonly { readonly attachments: readonly { readonly downloadUrl: string }[] }[];
    };
  };
}

const fileOf = async (journey: Journey, address: string): Promise<string> => {
  const { data } = await journey.query<Files>(
    `query ($address: EmailAddress!, $subject: String!) { mailbox(address: $address) { messages(first: 1, in: [{ path: "/Done" }], filter: { subject: { equals: $subject } }) { nodes { attachments { ... on FileAttachment { downloadUrl } } } } } }`,
    { address, subject: fileSubject },
  );
  return data.mailbox.messages.nodes[0]?.attachments[0]?.downloadUrl ?? '';
};

const addressOf = (index: number): string => soakedMailboxes[index % soakedMailboxes.length]!;

/** Clients that ask until they are told to leave. */
interface Clients {
  /** How many have the beginning of an answer. */
  readonly begun: () => number;
  /** Tells all to leave. */
  readonly leave: () => void;
  /** How many had their answer before they left, once all have gone. */
  readonly answered: Promise<number>;
}

const startClients = (origin: string, links: readonly string[], dispatcher: Agent): Clients => {
  const leaving = new AbortController();
  setMaxListeners(0, leaving.signal);
  let begun = 0;
  const read = async (url: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
    const answer = await request(url, {
      dispatcher,
      signal: leaving.signal,
      ...(body === undefined
        ? {}
        : {
            method: 'POST' as const,
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          }),
    });
    begun += 1;
    for await (const _ of answer.body);
  };
  const ask = (index: number): Promise<void> =>
    read(`${origin}/graphql`, { query: list, variables: { address: addressOf(streams + index) } });
  const listen = (index: number): Promise<void> =>
    read(
      `${origin}/graphql`,
      { query: newMail, variables: { mailbox: addressOf(index) } },
      { accept: 'text/event-stream', 'x-caller': `caller-${index}` },
    );
  const all = Promise.allSettled([
    ...Array.from({ length: queries }, (_, index) => ask(index)),
    ...links.map((link) => read(link)),
    ...Array.from({ length: streams }, (_, index) => listen(index)),
  ]);
  return {
    begun: () => begun,
    leave: () => leaving.abort(),
    answered: all.then((outcomes) => outcomes.filter(({ status }) => status === 'fulfilled').length),
  };
};

interface Round {
  /** Requests at the mail server, new ones too, that were not over half a second later. */
  readonly runOn: number;
  /**
   * Until the last connection of a call was closed at the mail server, and of a stream after it was let go; milliseconds. Clients, gateway and mail server are
   * in this process; the time in which the machine ran others does not count.
   */
  readonly callsMs: number;
  readonly streamsMs: number;
}

const waiting = { timeout: 60_000, interval: 20 };

const leaveOnce = async ({ emulator, origin }: Journey, links: readonly string[], agent: Agent): Promise<Round> => {
  emulator.requests.length = 0;
  emulator.faults.add({ kind: 'hang', operation: 'FindItem', times: Number.POSITIVE_INFINITY });
  emulator.faults.add({ kind: 'stall', operation: 'GetAttachment', atByte: 20_000, times: Number.POSITIVE_INFINITY });
  const running = (...operations: readonly string[]): number =>
    emulator.requests.filter(({ operation, aborted }) => operations.includes(operation) && !aborted).length;

  const clients = startClients(origin, links, agent);
  await expect.poll(() => running('FindItem'), waiting).toBe(queries);
  await expect.poll(() => running('GetStreamingEvents'), waiting).toBe(streams);
  await expect.poll(clients.begun, waiting).toBe(downloads + streams);
  // Readings that every stream begins with.
  for (let asked = -1; asked < emulator.requests.length; await sleep(quietMs)) asked = emulator.requests.length;
  const before = emulator.requests.length;
  const [begin, queueMs] = [performance.now(), runQueueMs()];
  clients.leave();
  const endedMs = async (...operations: readonly string[]): Promise<number> => {
    while (running(...operations) > 0 && performance.now() - begin < 10_000) await sleep(1);
    return performance.now() - begin - (runQueueMs() - queueMs);
  };
  const callsMs = await endedMs('FindItem', 'GetAttachment');
  const streamsMs = (await endedMs('GetStreamingEvents')) - lingerMs;
  expect(await clients.answered).toBe(0);
  emulator.faults.clear();
  // Time enough for what would go on.
  await sleep(500);
  const later = emulator.requests.slice(before).filter(({ operation }) => operation !== 'Unsubscribe');
  const runOn = running('FindItem', 'GetAttachment', 'GetStreamingEvents') + later.length;
  return { runOn, callsMs, streamsMs };
};

it('fifty requests that are given up end at the mail server at once', { timeout: 300_000 }, async () => {
  const journey = await journeyOfTest({
    access: manyCallers,
    seed: readSeedFile(soakedOrganization(), journeyDay),
    deadlineMs: 60_000,
    liveTimes: { hub: { lingerMs } },
  });
  const agent = new Agent({ connections: 64, bodyTimeout: 0 });
  onTestFinished(() => agent.destroy());
  const links = await Promise.all(Array.from({ length: downloads }, (_, index) => fileOf(journey, addressOf(index))));

  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await leaveOnce(journey, links, agent));

  const runOn = measured.reduce((sum, round) => sum + round.runOn, 0);
  const of = (pick: (round: Round) => number): readonly number[] => measured.map(pick).toSorted((a, b) => a - b);
  const calls = of(({ callsMs }) => callsMs);
  const ends = of(({ streamsMs }) => streamsMs);
  const middle = Math.floor(rounds / 2);
  const show = (values: readonly number[]): string =>
    `${values[middle]?.toFixed(0)} ms (median of ${rounds}; ${values.at(-1)?.toFixed(0)} at most)`;
  const isMet = runOn === 0 && calls[middle]! <= mostMs && ends[middle]! <= mostMs;
  report(
    14,
    `${queries} queries, ${downloads} downloads and ${streams} streams: ${runOn} run on; the last call is closed at the mail server after ${show(calls)}, the last stream ${show(ends)} after it is let go`,
    isMet,
  );
  expect(runOn).toBe(0);
  expect(calls[middle]).toBeLessThanOrEqual(mostMs);
  expect(ends[middle]).toBeLessThanOrEqual(mostMs);
  expect(journey.log()).not.toMatch(/"level":"(?:warn|error|fatal)"/);
});
