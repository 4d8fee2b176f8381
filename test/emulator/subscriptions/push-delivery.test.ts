import { describe, expect, it } from 'vitest';
import { accountOf } from '../../../src/emulator/store/directory.ts';
import { createFaults } from '../../../src/emulator/faults/faults.ts';
import { startPush } from '../../../src/emulator/subscriptions/push-delivery.ts';
import { createStore } from '../../../src/emulator/store/store.ts';
import { createSubscriptions } from '../../../src/emulator/subscriptions/subscription.ts';
import { type PushReceiver, startReceiver } from '../push-receiver.ts';
import { codesIn, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { mail, smallOrganization } from '../small-organization.ts';
import { getEvents, subscribePull, subscribePush, subscriptionIn, unsubscribe, type Wanted } from '../subscribing.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const second = 1_000;
const minute = 60 * second;
const start = () => startEmulator({ now: () => Date.parse('2026-11-20T10:00:00.250Z') });

/** Subscribes alice, and waits for the status that comes at once. */
const subscribe = async (running: RunningEmulator, receiver: PushReceiver, wanted: Wanted = {}, frequency = 1) => {
  const before = receiver.bodies.length;
  const made = subscriptionIn(await running.call(subscribePush(receiver.url, wanted, frequency)));
  await receiver.request(before + 1);
  return made;
};

/** Waits until what is under way on loopback has come to something. Nothing is expected by then that did not happen. */
const settled = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

const openIds = ({ emulator }: RunningEmulator): readonly string[] =>
  emulator.notifications.open(alice).map(({ id }) => id);

const watermarkIn = (body: string): string =>
  [...body.matchAll(/<t:Watermark>([^<]+)</g)].map(([, mark = '']) => mark).at(-1) ?? '';
const itemsIn = (body: string): readonly (string | undefined)[] =>
  [...body.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, id]) => id);

const notification = (id: string, previous: string, content: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><soap:Header><t:RequestServerVersion Version="Exchange2010_SP2"/></soap:Header><soap:Body><m:SendNotification><m:ResponseMessages><m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>${id}</t:SubscriptionId><t:PreviousWatermark>${previous}</t:PreviousWatermark><t:MoreEvents>false</t:MoreEvents>${content}</m:Notification></m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification></soap:Body></soap:Envelope>`;

describe('push', () => {
  it("sends what WorkMail's samples show: a status at once, then each event as it happens", async () => {
    const running = await start();
    const receiver = await startReceiver();
    const { id, watermark } = await subscribe(running, receiver, { folders: ['inbox'], events: ['NewMail'] });
    expect(receiver.bodies).toEqual([
      notification(id, watermark, `<t:StatusEvent><t:Watermark>${watermark}</t:Watermark></t:StatusEvent>`),
    ]);
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    const told = await receiver.request(2);
    const folder = /<t:ParentFolderId Id="([^"]+)"/.exec(told)?.[1];
    expect(told).toBe(
      notification(
        id,
        watermark,
        `<t:NewMailEvent><t:Watermark>${watermarkIn(told)}</t:Watermark><t:TimeStamp>2026-11-20T10:00:00Z</t:TimeStamp><t:ItemId Id="${item}"/><t:ParentFolderId Id="${folder}"/></t:NewMailEvent>`,
      ),
    );
    expect(new Set(receiver.contentTypes)).toEqual(new Set(['text/xml; charset=utf-8']));
  });

  it('sends many events in order, each once, in requests that say when there are more', async () => {
    const running = await start();
    const receiver = await startReceiver();
    await subscribe(running, receiver, { events: ['NewMail'] });
    const items = Array.from({ length: 120 }, (_, at) => running.emulator.deliver(alice, 'inbox', mail(`${at}`)));
    await receiver.request(4);
    const [, ...bodies] = receiver.bodies;
    expect(bodies.flatMap(itemsIn)).toEqual(items);
    expect(bodies.map((body) => body.includes('<t:MoreEvents>true<'))).toEqual([true, true, false]);
  });

  it('sends a status as often as it was told to when nothing happens', async () => {
    const running = await start();
    const receiver = await startReceiver();
    const { id } = await subscribe(running, receiver, {}, 2);
    for (const count of [2, 3]) {
      // Whether its last answer has been read the emulator does not tell: a status follows as soon as it has.
      await settled(() => {
        running.emulator.clock.advance(2 * minute);
        return receiver.bodies.length >= count;
      });
    }
    expect(receiver.bodies.every((body) => body.includes('<t:StatusEvent>'))).toBe(true);
    expect(openIds(running)).toEqual([id]);
  });

  it.each<[string, PushReceiver['verdict']]>([
    ['answers with an error', 500],
    ['answers something else', { body: '<html/>' }],
    ['answers no XML', { body: 'OK' }],
  ])('tries again when the receiver %s, and loses nothing', async (_, verdict) => {
    const running = await start();
    const receiver = await startReceiver();
    const { id, watermark } = await subscribe(running, receiver, { events: ['NewMail'] }, 4);
    receiver.verdict = verdict;
    const first = running.emulator.deliver(alice, 'inbox', mail('One'));
    const failed = await receiver.request(2);
    expect(itemsIn(failed)).toEqual([first]);
    const next = running.emulator.deliver(alice, 'inbox', mail('Two'));
    for (const [attempt, waitMs] of [30, 30, 60].entries()) {
      await settled(() => {
        if (receiver.bodies.length < attempt + 3) running.emulator.clock.advance(waitMs * second);
        return receiver.bodies.length >= attempt + 3;
      });
    }
    receiver.verdict = 'OK';
    await settled(() => {
      if (receiver.bodies.length < 6) running.emulator.clock.advance(120 * second);
      return receiver.bodies.length >= 6;
    });
    const last = receiver.bodies[5] ?? '';
    expect(last).toContain(`<t:PreviousWatermark>${watermark}<`);
    expect(itemsIn(last)).toEqual([first, next]);
    expect(openIds(running)).toEqual([id]);
  });

  it('comes twice when the answer of the receiver was lost', async () => {
    const running = await start();
    const receiver = await startReceiver();
    const { id } = await subscribe(running, receiver, { events: ['NewMail'] });
    // For requests to the emulator, not for its own.
    running.emulator.faults.add({ kind: 'status', status: 503, mailbox: alice });
    running.emulator.faults.add({ kind: 'lose', operation: 'SendNotification', mailbox: alice });
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    await settled(() => {
      if (receiver.bodies.length < 3) running.emulator.clock.advance(30 * second);
      return receiver.bodies.length >= 3;
    });
    expect(receiver.bodies.slice(1).map(itemsIn)).toEqual([[item], [item]]);
    expect(openIds(running)).toEqual([id]);
    expect((await running.call(subscribePull())).status).toBe(503);
  });

  it('ends when the receiver says Unsubscribe', async () => {
    const running = await start();
    const receiver = await startReceiver();
    await subscribe(running, receiver, { events: ['NewMail'] });
    receiver.verdict = 'Unsubscribe';
    running.emulator.deliver(alice, 'inbox', mail('Last'));
    await receiver.request(2);
    await settled(() => openIds(running).length === 0);
    running.emulator.deliver(alice, 'inbox', mail('Not told'));
    const other = await startReceiver();
    await subscribe(running, other);
    expect(receiver.bodies).toHaveLength(2);
  });

  it('has at most three subscriptions of a mailbox, beside those of other kinds', async () => {
    const running = await start();
    const receiver = await startReceiver();
    for (let count = 0; count < 3; count += 1) await subscribe(running, receiver);
    expect(codesIn(await running.call(subscribePush(receiver.url)))).toEqual(['ErrorExceededSubscriptionCount']);
    expect(codesIn(await running.call(subscribePush(receiver.url), bob))).toEqual(['NoError']);
    expect(codesIn(await running.call(subscribePull()))).toEqual(['NoError']);
    running.emulator.notifications.loseSubscriptions(alice);
    expect(codesIn(await running.call(subscribePush(receiver.url)))).toEqual(['NoError']);
  });

  it('is not ended or asked by requests', async () => {
    const running = await start();
    const receiver = await startReceiver();
    const { id, watermark } = await subscribe(running, receiver);
    for (const request of [unsubscribe(id), getEvents(id, watermark)]) {
      expect(codesIn(await running.call(request))).toEqual(['ErrorInvalidSubscription']);
    }
    expect(openIds(running)).toEqual([id]);
  });

  it('begins where a watermark says', async () => {
    const running = await start();
    const receiver = await startReceiver();
    const { watermark } = await subscribe(running, receiver, { events: ['NewMail'] });
    running.emulator.notifications.loseSubscriptions();
    const missed = running.emulator.deliver(alice, 'inbox', mail('Missed'));
    await subscribe(running, receiver, { events: ['NewMail'], watermark });
    expect(itemsIn(receiver.bodies[1] ?? '')).toEqual([missed]);
  });
});

describe('push to a receiver that is not there', () => {
  it('tries again half a minute after the first failure, then after twice the time, up to StatusFrequency', async () => {
    const beginning = 1_000_000;
    const clock = { now: beginning };
    const set: { readonly afterMs: number; readonly act: () => void }[] = [];
    const subscriptions = createSubscriptions(() => clock.now, {
      at: (at, act) => {
        set.push({ afterMs: at - beginning, act });
        return () => undefined;
      },
      run: () => undefined,
      close: () => undefined,
    });
    const mailbox = accountOf(createStore(smallOrganization(), Date.now), alice).open();
    const interest = { mailbox, folderIds: undefined, eventTypes: new Set<never>(), watermark: undefined };
    const subscription = subscriptions.add('push', interest, Infinity);
    const receiver = await startReceiver();
    receiver.verdict = 500;
    startPush({ subscriptions, faults: createFaults() }, subscription, { url: receiver.url, statusFrequency: 4 });
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await settled(() => set.length === attempt);
      const retry = set.at(-1);
      clock.now = beginning + (retry?.afterMs ?? 0);
      retry?.act();
    }
    await settled(() => subscriptions.open().length === 0);
    expect(set.map(({ afterMs }) => afterMs / second)).toEqual([30, 60, 120, 240]);
    expect(receiver.bodies).toHaveLength(5);
  });

  it('tries as long as StatusFrequency says, and then ends', async () => {
    const running = await start();
    const receiver = await startReceiver();
    receiver.verdict = 500;
    await subscribe(running, receiver, {}, 1);
    const [id] = openIds(running);
    await settled(() => {
      if (openIds(running).length > 0) running.emulator.clock.advance(30 * second);
      return openIds(running).length === 0;
    });
    // At once, after 30 seconds and after 60.
    expect(receiver.bodies).toHaveLength(3);
    expect(codesIn(await running.call(getEvents(id ?? '', 'AAAA')))).toEqual(['ErrorSubscriptionNotFound']);
  });

  it('ends without a word when no request reaches the receiver', async () => {
    const running = await start();
    const receiver = await startReceiver();
    await subscribe(running, receiver, { events: ['NewMail'] });
    running.emulator.faults.add({ kind: 'reset', operation: 'SendNotification', times: Infinity });
    running.emulator.deliver(alice, 'inbox', mail('Never told'));
    await settled(() => {
      if (openIds(running).length > 0) running.emulator.clock.advance(30 * second);
      return openIds(running).length === 0;
    });
    expect(receiver.bodies).toHaveLength(1);
  });

  it('ends with the emulator, also while an answer is waited for', async () => {
    const running = await start();
    const receiver = await startReceiver();
    receiver.verdict = 'silence';
    await subscribe(running, receiver);
    await running.emulator.close();
    expect(openIds(running)).toEqual([]);
  });
});
