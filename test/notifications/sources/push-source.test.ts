import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { subscribe } from '../../../src/ews/operations/subscribe.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { pushSource } from '../../../src/notifications/sources/push-source.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { mail } from '../../emulator/small-organization.ts';
import { patient, startEmulatedWatch } from './start-watch.ts';
import { pushDoorOfTest } from './push-door.ts';
import { failureOf } from './failure-of.ts';

const alice = 'alice@example.test';

/** Milliseconds in a minute of the source; its clock is moved by hand, so that nothing grows old by itself. */
const minuteMs = 10;

type Prepare = NonNullable<Parameters<typeof startEmulatedWatch>[1]>;

/** A watch on alice's mailbox whose pushes arrive. `lifeMs`: of paths, by the clock that is moved by hand. */
const start = async ({
  lifeMs = 1_000_000,
  sourceMinuteMs = minuteMs,
  prepare,
}: { readonly lifeMs?: number; readonly sourceMinuteMs?: number; readonly prepare?: Prepare } = {}) => {
  const door = await pushDoorOfTest({ lifeMs });
  let nowMs = 0;
  const source = pushSource({
    endpoints: door.endpoints,
    subscribeMailbox: createSubscribeMailbox(),
    now: () => nowMs,
    minuteMs: sourceMinuteMs,
    random: () => 0,
    firstMs: 2,
    mostMs: 10,
    mostDoubts: 3,
  });
  const watch = await startEmulatedWatch(source, prepare);
  return {
    ...watch,
    door,
    advance: (ms: number) => void (nowMs += ms),
    deliver: () => watch.emulator.deliver(alice, 'inbox', mail('News')),
    subscriptions: () => watch.emulator.notifications.open(alice),
    urls: () => pathsIn(watch.emulator),
  };
};

/** Where the emulator was told to send, in order. */
const pathsIn = ({ requests }: Emulator): readonly string[] =>
  requests.flatMap(({ body }) => /<t:URL>([^<]+)</.exec(body)?.[1] ?? []);

const verdictOf = async (url: string, body = 'anything'): Promise<string | undefined> => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
  return /<SubscriptionStatus>(\w+)</.exec(await answer.text())?.[1];
};

/** Subscribes for somebody else. */
const subscribeOther = async ({ session }: OpenedMailbox): Promise<void> => {
  const url = new URL('http://127.0.0.1:9/other');
  await session.call(subscribe, { kinds: ['newMail'], delivery: { type: 'push', url, statusMinutes: 1440 } });
};

describe('a push watch', () => {
  it('subscribes to all folders with an address of its own, and hints at what arrives', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    watch.deliver();
    await watch.hintAfter(1);
    expect(watch.operations()).toEqual(['Subscribe']);
    const [request] = watch.emulator.requests;
    expect(request?.body).toContain('SubscribeToAllFolders="true"');
    expect(request?.body).toContain('<t:StatusFrequency>1</t:StatusFrequency>');
    const [url = ''] = watch.urls();
    expect(url.startsWith(`${watch.door.origin}/ews/notifications/`)).toBe(true);
    expect(url).not.toContain('alice');
  });

  it('tells no moves, whatever is sent', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    expect(await verdictOf(watch.urls()[0] ?? '', moveClaim)).toBe('OK');
    expect(watch.hints.flat()).toEqual([]);
    expect(watch.hints).toHaveLength(2);
  });

  it('takes a status for a sign of life and nothing else', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    expect(await verdictOf(watch.urls()[0] ?? '', statusClaim)).toBe('OK');
    expect(watch.hints).toHaveLength(1);
  });

  it('ends its subscription with the answer to what the server sends next', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    await watch.end();
    expect(watch.subscriptions()).toHaveLength(1);
    const { length } = watch.hints;
    watch.deliver();
    await expect.poll(watch.subscriptions, patient).toEqual([]);
    expect(watch.hints).toHaveLength(length);
  });

  it('makes a new subscription before the path of one grows old, and ends the old one', async () => {
    const watch = await start({ lifeMs: 1.5 * minuteMs });
    for (let round = 1; round < 4; round += 1) {
      await watch.hintAfter(0);
      const [{ id: old } = { id: '' }] = watch.subscriptions();
      const { length } = watch.hints;
      watch.advance(0.75 * minuteMs);
      await expect.poll(() => watch.urls().length, patient).toBe(round + 1);
      await watch.hintAfter(length);
      expect(watch.subscriptions()).toHaveLength(2);
      watch.deliver();
      await expect.poll(() => watch.subscriptions().length, patient).toBe(1);
      expect(watch.subscriptions()[0]?.id).not.toBe(old);
    }
    expect(new Set(watch.urls()).size).toBe(4);
  });

  it('is alive as long as it is told so, and subscribes anew, and hints, when it is told nothing', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    for (let minute = 0; minute < 5; minute += 1) {
      watch.advance(1.5 * minuteMs);
      expect(await verdictOf(watch.urls()[0] ?? '', statusClaim)).toBe('OK');
    }
    expect(watch.operations()).toEqual(['Subscribe']);
    watch.emulator.notifications.loseSubscriptions();
    const { length } = watch.hints;
    watch.advance(2 * minuteMs);
    await watch.hintAfter(length);
    expect(watch.operations()).toEqual(['Subscribe', 'Subscribe']);
    expect(watch.subscriptions()).toHaveLength(1);
    expect(await verdictOf(watch.urls()[0] ?? '')).toBe('Unsubscribe');
  });

  it('subscribes anew when the server says that it has given the subscription up', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    expect(await verdictOf(watch.urls()[0] ?? '', lostClaim)).toBe('OK');
    await expect.poll(watch.operations, patient).toEqual(['Subscribe', 'Subscribe']);
    await watch.hintAfter(2);
  });

  it('gives up when no subscription lasts', async () => {
    const watch = await start();
    for (let round = 0; round < 3; round += 1) {
      await expect.poll(() => watch.urls().length, patient).toBe(round + 1);
      await verdictOf(watch.urls()[round] ?? '', lostClaim);
    }
    expect((await failureOf(watch.ended)).lacking).toBeUndefined();
  });

  it('ends when nothing ever arrives, and hints at nothing, as after all it does not work', async () => {
    const watch = await start({
      prepare: ({ emulator }) =>
        emulator.faults.add({ kind: 'reset', operation: 'SendNotification', times: Number.POSITIVE_INFINITY }),
    });
    await expect.poll(watch.operations, patient).toEqual(['Subscribe']);
    await expect.poll(watch.subscriptions, patient).toHaveLength(1);
    let hasEnded = false;
    watch.ended.catch(() => (hasEnded = true));
    await expect
      .poll(() => {
        // It begins to wait when it has its answer.
        watch.advance(minuteMs);
        return hasEnded;
      }, patient)
      .toBe(true);
    expect(await failureOf(watch.ended)).toMatchObject({ kind: 'timeout', lacking: 'operation' });
    expect(watch.hints).toEqual([]);
    expect(await verdictOf(watch.urls()[0] ?? '')).toBe('Unsubscribe');
  });

  it('leaves nothing behind when the answer to Subscribe is lost', async () => {
    const watch = await start({
      prepare: ({ emulator }) => emulator.faults.add({ kind: 'lose', operation: 'Subscribe' }),
    });
    await expect.poll(() => watch.urls().length, patient).toBe(2);
    await watch.hintAfter(0);
    watch.deliver();
    await expect.poll(() => watch.subscriptions().length, patient).toBe(1);
    expect(await verdictOf(watch.urls()[0] ?? '')).toBe('Unsubscribe');
    expect(await verdictOf(watch.urls()[1] ?? '')).toBe('OK');
  });

  it('waits for a server that is busy', async () => {
    const watch = await start({
      prepare: ({ emulator }) =>
        emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 1, times: 8 }),
    });
    await watch.hintAfter(0);
    expect(watch.operations()).toEqual(Array.from({ length: 9 }, () => 'Subscribe'));
  });

  it.each([
    ['has no push', ({ emulator }) => void emulator.notifications.options.withoutKinds.push('push')],
    ['has no Subscribe', ({ emulator }) => void emulator.serverOptions.withoutOperations.push('Subscribe')],
  ] satisfies readonly (readonly [string, Prepare])[])('ends when the server %s', async (_, prepare) => {
    const watch = await start({ prepare });
    expect(await failureOf(watch.ended)).toMatchObject({ operation: 'Subscribe' });
    expect(watch.subscriptions()).toEqual([]);
  });

  it('ends when a mailbox has as many subscriptions as it may', async () => {
    const watch = await start({
      prepare: ({ emulator }) =>
        emulator.faults.add({
          kind: 'itemError',
          operation: 'Subscribe',
          index: 0,
          responseCode: 'ErrorExceededSubscriptionCount',
        }),
    });
    expect(await failureOf(watch.ended)).toMatchObject({ responseCode: 'ErrorExceededSubscriptionCount' });
    expect(watch.operations()).toEqual(['Subscribe']);
  });

  it('ends the old subscription first where others leave room for one only', async () => {
    // Long enough for the server to be told before the next try.
    const longMs = 100 * minuteMs;
    const watch = await start({ lifeMs: 1.5 * longMs, sourceMinuteMs: longMs });
    await watch.hintAfter(0);
    const mailbox = await watch.open();
    await subscribeOther(mailbox);
    await subscribeOther(mailbox);
    const [first = ''] = watch.urls();
    watch.advance(0.75 * longMs);
    await expect.poll(() => verdictOf(first, statusClaim), patient).toBe('Unsubscribe');
    expect(watch.urls()).toHaveLength(4);
    watch.deliver();
    await expect.poll(() => watch.urls().length, patient).toBe(5);
    await expect.poll(() => watch.subscriptions().length, patient).toBe(3);
    expect(await verdictOf(watch.urls()[4] ?? '')).toBe('OK');
  });

  it('ends when nobody who may listens any more', async () => {
    const watch = await start();
    await watch.hintAfter(0);
    watch.leave();
    watch.advance(2 * minuteMs);
    await watch.ended;
    expect(await verdictOf(watch.urls()[0] ?? '')).toBe('Unsubscribe');
  });
});

const sent = (message: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:SendNotification><m:ResponseMessages>${message}</m:ResponseMessages></m:SendNotification></s:Body></s:Envelope>`;
const told = (events: string): string =>
  sent(
    `<m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>x</t:SubscriptionId>${events}</m:Notification></m:SendNotificationResponseMessage>`,
  );
const statusClaim = told('<t:StatusEvent><t:Watermark>w</t:Watermark></t:StatusEvent>');
const moveClaim = told(
  '<t:MovedEvent><t:ItemId Id="to"/><t:ParentFolderId Id="f"/><t:OldItemId Id="from"/><t:OldParentFolderId Id="g"/></t:MovedEvent>',
);
const lostClaim = sent(
  '<m:SendNotificationResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorReadEventsFailed</m:ResponseCode></m:SendNotificationResponseMessage>',
);
