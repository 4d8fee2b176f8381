import { describe, expect, it } from 'vitest';
import type { EwsCall } from '../../src/ews/client.ts';
import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import type { EventTokens } from '../../src/mailbox/feed/event-tokens.ts';
import type { ChangeBatch } from '../../src/mailbox/feed/read-changes.ts';
import { NoRoomError, type ListenOptions } from '../../src/notifications/hub.ts';
import type { MailboxEvent } from '../../src/notifications/mailbox-event.ts';
import { address } from '../access.ts';
import { busy, closed, createFakeFeed } from './fake-feed.ts';
import { alice, hubOfTest, listening, mailboxWith } from './hub-of-test.ts';

const feedOfTest = () => createFakeFeed({ limit: 200 });

/** The next so many events. */
const take = async (events: AsyncIterator<MailboxEvent>, count: number): Promise<readonly MailboxEvent[]> => {
  const taken: MailboxEvent[] = [];
  while (taken.length < count) {
    const step = await events.next();
    if (step.done === true) throw new Error(`the stream ended after ${taken.length}`);
    taken.push(step.value);
  }
  return taken;
};

const told = (events: readonly MailboxEvent[]): readonly string[] =>
  events.map(({ change }) => {
    if (change.type === 'resync') return change.reason;
    return change.type === 'item' ? `${change.what} ${change.id}` : change.type;
  });

const turns = async (count = 30): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

describe('whoever listens', () => {
  it('is first told where it begins, and then everything that happens, in order', async () => {
    const feed = feedOfTest();
    feed.create();
    const { hub, hint } = hubOfTest(feed);
    const events = hub.listen(listening());
    const [started] = await take(events, 1);
    expect(started).toMatchObject({ change: { type: 'resync', reason: 'STARTED' }, token: feed.now() });
    const [one, two] = [feed.create(), feed.create()];
    hint();
    expect(told(await take(events, 2))).toEqual([`created ${one}`, `created ${two}`]);
    feed.change(one);
    hint();
    expect(told(await take(events, 1))).toEqual([`updated ${one}`]);
  });

  it('is told what happens where somebody else has left as soon as the first reading came to its end', async () => {
    const feed = feedOfTest();
    let onRead = (): void => undefined;
    const { hub, hint } = hubOfTest(feed, {
      readChanges: async (...asked) => {
        const batch = await feed.readChanges(...asked);
        onRead();
        return batch;
      },
      times: { lingerMs: 60_000 },
    });
    const first = hub.listen(listening());
    await new Promise<void>((resolve) => {
      onRead = () => {
        onRead = () => undefined;
        void first.return?.();
        resolve();
      };
    });
    await turns();
    hint();
    await turns();
    const events = hub.listen(listening());
    expect(told(await take(events, 1))).toEqual(['STARTED']);
    const one = feed.create();
    hint();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
  });

  it('with a token goes on from there, and is not told to begin', async () => {
    const feed = feedOfTest();
    const since = feed.now();
    const one = feed.create();
    const { hub, hint } = hubOfTest(feed);
    const events = hub.listen(listening(since));
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
    const two = feed.create();
    hint();
    const [event] = await take(events, 1);
    expect(event).toMatchObject({ change: { id: two }, token: feed.now() });
  });

  it('goes on from the token of any event: the rest of what came with it is told again, under the same token', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const events = hub.listen(listening());
    await take(events, 1);
    for (let count = 0; count < 3; count += 1) feed.create();
    hint();
    const [first, second, last] = await take(events, 3);
    expect(new Set([first?.token, second?.token, last?.token]).size).toBe(3);
    const [again, next] = await take(hub.listen(listening(second?.token)), 2);
    expect([again?.change, next?.change]).toEqual([first?.change, second?.change]);
    expect([again?.token, next?.token]).toEqual([first?.token, second?.token]);
  });

  it('is told what has happened while a round lasted that a reading which failed had left open', async () => {
    const feed = feedOfTest();
    const script: (Pick<ChangeBatch, 'hasMore' | 'beginsRound'> | Error)[] = [];
    const { hub, hint } = hubOfTest({
      ...feed,
      readChanges: async (mailbox, since, options) => {
        const next = script.shift();
        if (next instanceof Error) throw next;
        if (next === undefined) return feed.readChanges(mailbox, since, options);
        return { changes: [], token: since ?? '', resyncRequired: false, ...next };
      },
    });
    const events = hub.listen(listening());
    await take(events, 1);
    const one = feed.create();
    script.push({ hasMore: true, beginsRound: true }, busy(), { hasMore: false, beginsRound: false });
    hint();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
    expect(script).toEqual([]);
  });

  it('hears of a token that is none of this mailbox, and disturbs nobody with it', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const events = hub.listen(listening());
    await take(events, 1);
    await expect(hub.listen(listening('nonsense')).next()).rejects.toThrow(InvalidInputError);
    const one = feed.create();
    hint();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
    expect(hub.stats().listeners).toBe(1);
  });

  it('is told to read afresh when the server has lost how far it had come, and then what happens', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const [early, live] = [feed.now(), hub.listen(listening())];
    await take(live, 1);
    feed.forget();
    hint();
    expect(told(await take(live, 1))).toEqual(['POSITION_LOST']);
    const late = hub.listen(listening(early));
    expect(told(await take(late, 1))).toEqual(['POSITION_LOST']);
    const one = feed.create();
    hint();
    expect(told(await take(live, 1))).toEqual([`created ${one}`]);
    expect(told(await take(late, 1))).toEqual([`created ${one}`]);
  });

  it('and takes nothing is told to read afresh instead of 256 events, from where the others are', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const [slow, quick] = [hub.listen(listening()), hub.listen(listening())];
    await Promise.all([take(slow, 1), take(quick, 1)]);
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 120; count += 1) feed.create();
      hint();
      await take(quick, 120);
    }
    const [resync] = await take(slow, 1);
    expect(resync).toMatchObject({ change: { type: 'resync', reason: 'TOO_SLOW' }, token: feed.now() });
  });

  it('with an old token is given time to take what has come meanwhile, however much', async () => {
    const feed = feedOfTest();
    const since = feed.now();
    for (let count = 0; count < 1_000; count += 1) feed.create();
    const { hub } = hubOfTest(feed, { times: { slowMs: 3_600_000 } });
    const events = hub.listen(listening(since));
    expect(told(await take(events, 1_000)).filter((text) => text === 'TOO_SLOW')).toEqual([]);
  });

  it('pays for its way to the present beyond the first reading, which is made in its own name, and waits when it cannot', async () => {
    const feed = createFakeFeed({ limit: 5 });
    const { hub } = hubOfTest(feed);
    const names: string[] = [];
    const callingAs = (name: string): Pick<ListenOptions, 'open'> => ({
      open: ({ onCall }) => {
        names.push(name);
        onCall({ operation: 'SyncFolderItems' } as EwsCall);
        return Promise.resolve(mailboxWith());
      },
    });
    await take(hub.listen(listening(undefined, callingAs('first'))), 1);
    names.length = 0;
    const since = feed.now();
    for (let count = 0; count < 20; count += 1) feed.create();
    const paid: number[] = [];
    const waits = [1, 1, 0];
    const pay = (calls: number): Promise<number> => {
      const waitMs = waits.shift() ?? 0;
      if (waitMs === 0) paid.push(calls);
      return Promise.resolve(waitMs);
    };
    const events = hub.listen(listening(since, { ...callingAs('late'), pay }));
    expect(told(await take(events, 20)).filter((text) => !text.startsWith('created'))).toEqual([]);
    expect(waits).toEqual([]);
    // Of four readings the second and the third; with the last one it is there.
    expect(paid).toEqual([1, 1]);
    expect(names.filter((name) => name === 'late').length).toBeGreaterThanOrEqual(4);
  });

  it('does not wait for another who cannot pay for the same way', async () => {
    const feed = createFakeFeed({ limit: 5 });
    const { hub } = hubOfTest(feed);
    const since = feed.now();
    for (let count = 0; count < 50; count += 1) feed.create();
    const broke = hub.listen(listening(since, { pay: () => Promise.resolve(3_600_000) }));
    const rich = hub.listen(listening(since));
    await Promise.all([take(rich, 50), take(broke, 50)]);
    expect(feed.readings.filter((from) => from === since)).toHaveLength(1);
  });

  it('has no tokens made of what it does not take: they are long', async () => {
    const feed = feedOfTest();
    let made = 0;
    const eventTokens: EventTokens = {
      within: (...between) => {
        const within = feed.eventTokens.within(...between);
        return (change) => {
          made += 1;
          return within(change);
        };
      },
    };
    const { hub, hint } = hubOfTest(feed, { eventTokens });
    const [slow, quick] = [hub.listen(listening()), hub.listen(listening())];
    await Promise.all([take(slow, 1), take(quick, 1)]);
    for (let count = 0; count < 100; count += 1) feed.create();
    hint();
    await take(quick, 50);
    expect(made).toBe(50);
    expect(told(await take(slow, 1))).toEqual([expect.stringContaining('created')]);
    expect(made).toBe(51);
  });

  it('hears of a backlog to its end after one hint', async () => {
    const feed = createFakeFeed({ limit: 3 });
    const { hub, hint } = hubOfTest(feed);
    const events = hub.listen(listening());
    await take(events, 1);
    for (let count = 0; count < 20; count += 1) feed.create();
    hint();
    expect(await take(events, 20)).toHaveLength(20);
  });

  it('hears what happened though no hint has come, at the next look without one', async () => {
    const feed = feedOfTest();
    const { hub } = hubOfTest(feed, { times: { safetyMs: 5 } });
    const events = hub.listen(listening());
    await take(events, 1);
    const one = feed.create();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
  });
});

describe('readings', () => {
  it('are as many for fifty listeners as for one', async () => {
    const readingsOf = async (count: number): Promise<number> => {
      const feed = feedOfTest();
      const { hub, hint, watches } = hubOfTest(feed);
      const all = Array.from({ length: count }, () => hub.listen(listening()));
      await Promise.all(all.map((events) => take(events, 1)));
      for (let round = 0; round < 3; round += 1) {
        feed.create();
        hint();
        await Promise.all(all.map((events) => take(events, 1)));
      }
      expect(watches.size).toBe(1);
      return feed.readings.length;
    };
    expect(await readingsOf(50)).toBe(await readingsOf(1));
  });

  it('are shared by those who come back with the same token', async () => {
    const feed = feedOfTest();
    const since = feed.now();
    feed.create();
    const { hub } = hubOfTest(feed);
    const all = Array.from({ length: 50 }, () => hub.listen(listening(since)));
    const first = await Promise.all(all.map((events) => take(events, 1)));
    expect(new Set(first.map(([event]) => event?.token)).size).toBe(1);
    expect(feed.readings.filter((token) => token === since)).toHaveLength(1);
  });

  it('are not made again for those who come back with the same token a moment later', async () => {
    const feed = feedOfTest();
    const since = feed.now();
    const { hub, hint } = hubOfTest(feed, { times: { warmMs: 3_600_000 } });
    const [one, two] = [feed.create(), feed.create()];
    const first = hub.listen(listening(since));
    const early = await take(first, 2);
    const three = feed.create();
    hint();
    const told3 = await take(first, 1);
    const count = feed.readings.length;
    const second = hub.listen(listening(since));
    const late = await take(second, 3);
    expect(told(late)).toEqual([one, two, three].map((id) => `created ${id}`));
    expect(late.map(({ token }) => token)).toEqual([...early, ...told3].map(({ token }) => token));
    expect(feed.readings).toHaveLength(count);
    const four = feed.create();
    hint();
    expect(told([...(await take(first, 1)), ...(await take(second, 1))])).toEqual(
      Array.from({ length: 2 }, () => `created ${four}`),
    );
  });

  it('that fail are made again as long as it may pass, and nothing is missed', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    feed.failNext(busy(), busy());
    const events = hub.listen(listening());
    await take(events, 1);
    feed.failNext(busy(), busy(), busy());
    const one = feed.create();
    hint();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
  });

  it('that cannot succeed end everybody with what failed, and the next who comes begins anew', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const [one, other] = [hub.listen(listening()), hub.listen(listening())];
    await Promise.all([take(one, 1), take(other, 1)]);
    feed.failNext(closed());
    hint();
    await expect(one.next()).rejects.toThrow(EwsError);
    await expect(other.next()).rejects.toThrow(EwsError);
    expect(await one.next()).toEqual({ done: true, value: undefined });
    expect(hub.stats()).toMatchObject({ channels: 0, listeners: 0 });
    expect(told(await take(hub.listen(listening()), 1))).toEqual(['STARTED']);
  });

  it('go on as another listener when the one in whose name they are made leaves', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const leaving = hub.listen(listening());
    await take(leaving, 1);
    const staying = hub.listen(listening());
    await take(staying, 1);
    const one = feed.create();
    feed.latency = async () => {
      feed.latency = () => Promise.resolve();
      await leaving.return?.();
      throw new EwsError('aborted', 'FindFolder as alice: the caller left');
    };
    hint();
    expect(told(await take(staying, 1))).toEqual([`created ${one}`]);
  });

  it('are made in the name of one who may, and who may not any more is done, cleanly', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    let isAllowed = true;
    const open = () => Promise.resolve(isAllowed ? mailboxWith() : undefined);
    const withdrawn = hub.listen(listening(undefined, { open }));
    await take(withdrawn, 1);
    const allowed = hub.listen(listening());
    await take(allowed, 1);
    isAllowed = false;
    const one = feed.create();
    hint();
    expect(await withdrawn.next()).toEqual({ done: true, value: undefined });
    expect(told(await take(allowed, 1))).toEqual([`created ${one}`]);
  });

  it('end with the last listener, and go on where they ended when somebody comes back', async () => {
    const feed = feedOfTest();
    const { hub, hint, watches } = hubOfTest(feed, { times: { lingerMs: 3_600_000 } });
    const events = hub.listen(listening());
    await take(events, 1);
    const left = feed.now();
    await events.return?.();
    const count = feed.readings.length;
    feed.create();
    hint();
    await turns();
    // Who reloads a page finds the watch that was there.
    expect(watches.size).toBe(1);
    const [started] = await take(hub.listen(listening()), 1);
    expect(started).toMatchObject({ change: { reason: 'STARTED' }, token: feed.now() });
    expect(feed.readings[count]).toBe(left);
  });
});

describe('a hub', () => {
  it('watches a mailbox as long as somebody listens', async () => {
    const { hub, watches } = hubOfTest(feedOfTest());
    const [one, other] = [hub.listen(listening()), hub.listen(listening())];
    await Promise.all([take(one, 1), take(other, 1)]);
    expect(hub.stats()).toEqual({ channels: 1, listeners: 2, watches: 1 });
    await one.return?.();
    await turns();
    expect([watches.size, hub.stats().listeners]).toEqual([1, 1]);
    await other.return?.();
    await expect.poll(() => watches.size).toBe(0);
    expect(hub.stats()).toEqual({ channels: 0, listeners: 0, watches: 0 });
  });

  it('that ends completes every stream after what it was told, ends every watch and takes nobody any more', async () => {
    const feed = feedOfTest();
    const { hub, hint, watches } = hubOfTest(feed);
    const [events, waiting] = [hub.listen(listening()), hub.listen(listening())];
    await Promise.all([take(events, 1), take(waiting, 1)]);
    const one = feed.create();
    hint();
    await take(waiting, 1);
    const over = waiting.next();
    await hub.end();
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
    expect([await events.next(), await over]).toEqual(
      Array.from({ length: 2 }, () => ({ done: true, value: undefined })),
    );
    expect(watches.size).toBe(0);
    expect(await hub.listen(listening()).next()).toEqual({ done: true, value: undefined });
  });

  it('takes a thousand listeners of a mailbox, and says so to those who come then', async () => {
    const { hub } = hubOfTest(feedOfTest());
    const all = Array.from({ length: 1_000 }, () => hub.listen(listening()));
    await expect(hub.listen(listening()).next()).rejects.toThrow(NoRoomError);
    const bob = address('bob@example.test');
    expect(told(await take(hub.listen(listening(undefined, { address: bob })), 1))).toEqual(['STARTED']);
    await all[0]?.return?.();
    expect(told(await take(hub.listen(listening()), 1))).toEqual(['STARTED']);
  });

  it('lets its own writes be told without a hint of the server', async () => {
    const feed = feedOfTest();
    const { hub } = hubOfTest(feed);
    const events = hub.listen(listening());
    await take(events, 1);
    const one = feed.create();
    hub.hint(alice);
    expect(told(await take(events, 1))).toEqual([`created ${one}`]);
  });

  it('audits each reading once, as the one in whose name it was made', async () => {
    const feed = feedOfTest();
    const { hub, hint } = hubOfTest(feed);
    const calls: string[] = [];
    const call = { operation: 'FindFolder' } as EwsCall;
    const lending = (name: string) =>
      listening(undefined, {
        open: ({ onCall }) => {
          onCall(call);
          return Promise.resolve(mailboxWith());
        },
        onCall: () => void calls.push(name),
      });
    const one = hub.listen(lending('one'));
    await take(one, 1);
    const other = hub.listen(lending('other'));
    await take(other, 1);
    calls.length = 0;
    feed.create();
    hint();
    await Promise.all([take(one, 1), take(other, 1)]);
    expect(calls).toEqual(['one']);
  });
});
