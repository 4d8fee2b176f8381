import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ItemId } from '../../src/ews/properties/id.ts';
import type { MailboxEvent } from '../../src/notifications/mailbox-event.ts';
import { busy, createFakeFeed, type FakeFeed } from './fake-feed.ts';
import { hubOfTest, listening, type HubOfTest } from './hub-of-test.ts';

/** A client that has what it was told and nothing else: the ids, and when each had last changed when it looked. */
class Client {
  readonly #feed: FakeFeed;
  #items: Map<string, number | undefined>;
  #token: string;
  #events: AsyncIterableIterator<MailboxEvent> | undefined;
  #next: Promise<unknown> | undefined;
  resyncs = 0;

  /** Somebody who has read the mailbox at a token. */
  constructor(feed: FakeFeed, token: string | undefined) {
    this.#feed = feed;
    this.#token = token ?? '';
    this.#items = new Map(token === undefined ? [] : feed.contents(token));
  }

  get contents(): ReadonlyMap<string, number | undefined> {
    return this.#items;
  }

  get isListening(): boolean {
    return this.#events !== undefined;
  }

  join({ hub }: HubOfTest): void {
    this.#events ??= hub.listen(listening(this.#token === '' ? undefined : this.#token));
  }

  leave(): void {
    void this.#events?.return?.();
    this.#events = undefined;
    this.#next = undefined;
  }

  /** Takes what is there, up to so many. */
  async take(most: number): Promise<void> {
    for (let taken = 0; taken < most; taken += 1) {
      const events = this.#events;
      if (events === undefined) return;
      this.#next ??= events.next().then((step) => {
        if (events !== this.#events) return;
        this.#next = undefined;
        if (step.done !== true) this.#apply(step.value);
      });
      const before = this.#next;
      await Promise.race([before, sleep(1)]);
      if (this.#next === before) return;
    }
  }

  #apply({ change, token }: MailboxEvent): void {
    this.#token = token;
    switch (change.type) {
      case 'resync':
        this.resyncs += 1;
        this.#items = new Map(this.#feed.contents(token));
        break;
      case 'item':
        this.#items.set(change.id, this.#feed.changedAt(change.id));
        break;
      case 'itemRemoved':
        this.#items.delete(change.id);
        break;
      default:
        throw new Error(`the feed does not tell ${change.type}`);
    }
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('write' as const), which: fc.nat(), kind: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('hint' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('join' as const), who: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('leave' as const), who: fc.nat(5) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('take' as const), who: fc.nat(5), most: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('burst' as const), size: fc.integer({ min: 1, max: 400 }) }) },
  // Somebody is cut off in the middle of what came together, and it has gone when he is back.
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cut' as const), who: fc.nat(5), most: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wait' as const), turns: fc.integer({ min: 1, max: 12 }) }) },
);

const forgetting = fc.record({ type: fc.constant('forget' as const) });

type Step = typeof step | typeof forgetting extends fc.Arbitrary<infer Value> ? Value : never;

const play = async (steps: readonly Step[], latencies: readonly number[]): Promise<void> => {
  const feed = createFakeFeed({ limit: 7 });
  let readings = 0;
  feed.latency = async () => {
    for (let left = latencies[(readings += 1) % latencies.length] ?? 0; left > 0; left -= 1)
      await new Promise(setImmediate);
  };
  const hub = hubOfTest(feed);
  const items: ItemId[] = [];
  const create = (): void => void items.push(feed.create());
  create();
  const first = feed.now();
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
  };
  const clients = Array.from({ length: 6 }, (_, index) => new Client(feed, index % 2 === 0 ? first : undefined));

  const write = (kind: number, which: number): void => {
    const item = items[items.length - 1 - (which % Math.min(items.length, 8))];
    if (kind < 3 || item === undefined) return create();
    if (kind < 4) return feed.change(item);
    return feed.delete(item);
  };
  for (const one of steps) {
    switch (one.type) {
      case 'write':
        write(one.kind, one.which);
        break;
      case 'burst':
        for (let count = 0; count < one.size; count += 1) write(count % 6, count);
        break;
      case 'hint':
        hub.hint();
        break;
      case 'join':
        clients[one.who]?.join(hub);
        break;
      case 'leave':
        clients[one.who]?.leave();
        break;
      case 'take':
        await clients[one.who]?.take(one.most);
        break;
      case 'fail':
        feed.failNext(busy());
        break;
      case 'forget':
        feed.forget();
        break;
      case 'wait':
        await turns(one.turns);
        break;
      case 'cut':
        await clients[one.who]?.take(1_000);
        for (let count = 0; count < 4; count += 1) create();
        hub.hint();
        await turns(15);
        await clients[one.who]?.take(one.most);
        clients[one.who]?.leave();
        for (const item of items.slice(-4)) feed.delete(item);
        clients[one.who]?.join(hub);
        break;
    }
  }
  for (const client of clients) client.join(hub);
  const isTrue = (): boolean => {
    const truth = JSON.stringify([...feed.contents()].toSorted());
    return clients.every(({ contents }) => JSON.stringify([...contents].toSorted()) === truth);
  };
  for (let round = 0; round < 400 && !isTrue(); round += 1) {
    hub.hint();
    await Promise.all(clients.map((client) => client.take(1_000)));
  }
  const truth = new Map([...feed.contents()].toSorted());
  for (const client of clients) expect(new Map([...client.contents].toSorted())).toEqual(truth);
  await hub.hub.end();
};

// What the channel had looked at before the client did reached him after what he had looked at himself, and he was cut off in the middle of it.
const cutInTheMiddle: readonly Step[] = [
  { type: 'join', who: 3 },
  { type: 'fail' },
  { type: 'write', which: 0, kind: 0 },
  { type: 'cut', who: 2, most: 0 },
  { type: 'cut', who: 2, most: 1 },
  { type: 'cut', who: 2, most: 0 },
];

const latencies = fc.array(fc.nat(6), { minLength: 1, maxLength: 7 });

test('whoever listens has in the end what the server has, however often he left and came back and whatever failed meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array<Step>(step, { maxLength: 60, size: 'max' }), latencies, async (steps, waits) => {
      await play(steps, waits);
    }),
    { numRuns: 150, examples: [[cutInTheMiddle, [1, 2, 0]]] },
  );
}, 120_000);

test('the same when the server forgets how far its readers have come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 20, arbitrary: step }, { weight: 1, arbitrary: forgetting }), {
        maxLength: 60,
        size: 'max',
      }),
      latencies,
      async (steps, waits) => {
        await play(steps, waits);
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);
