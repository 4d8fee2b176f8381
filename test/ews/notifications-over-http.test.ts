import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EwsError } from '../../src/ews/errors.ts';
import { openEventStream, type StreamedEvents } from '../../src/ews/event-stream.ts';
import type { EwsSession } from '../../src/ews/operation.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { getEvents } from '../../src/ews/operations/get-events.ts';
import { moveItem } from '../../src/ews/operations/move-item.ts';
import { readSendNotification, sendNotificationResult } from '../../src/ews/operations/send-notification.ts';
import { subscribe, type EventDelivery } from '../../src/ews/operations/subscribe.ts';
import { unsubscribe } from '../../src/ews/operations/unsubscribe.ts';
import { folderId, itemId, type FolderTarget } from '../../src/ews/properties/id.ts';
import type { ChangeKind, EventNotification, NotificationEvent } from '../../src/ews/properties/notification-event.ts';
import { mail } from '../emulator/small-organization.ts';
import { address } from '../access.ts';
import { emulatorSessions } from './emulator-session.ts';

const alice = address('alice@example.test');
const inbox: FolderTarget = { distinguished: 'inbox', mailbox: alice };
const itemKinds: readonly ChangeKind[] = ['created', 'deleted', 'moved', 'copied', 'newMail'];

const start = async () => {
  const sessions = await emulatorSessions();
  onTestFinished(sessions.close);
  sessions.emulator.open(alice);
  return { ...sessions, session: sessions.as(alice) };
};

const refusal = async (act: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await act.catch((reason: unknown) => reason);
  return error instanceof EwsError ? error.responseCode : expect.fail('was done');
};

/** Events of items, each as one line. */
const itemEvents = (notifications: readonly EventNotification[]): readonly string[] =>
  notifications
    .flatMap(({ events }) => events)
    .filter((event): event is Exclude<NotificationEvent, { kind: 'status' }> => event.kind !== 'status')
    .filter(({ thing }) => thing?.type === 'item')
    .map((event) =>
      'from' in event
        ? `${event.kind} ${event.from?.id} to ${event.thing?.id}`
        : `${event.kind} ${event.thing?.id ?? 'nothing'}`,
    );

const pull: EventDelivery = { type: 'pull', timeoutMinutes: 10 };
const watchInbox = (session: EwsSession, delivery: EventDelivery, kinds = itemKinds) =>
  session.call(subscribe, { folders: [inbox], kinds, delivery });

describe('a pull subscription', () => {
  it('tells what has happened, in order and from any watermark on, until it is ended', async () => {
    const { emulator, session } = await start();
    const { subscriptionId, watermark } = await session.call(subscribe, { kinds: itemKinds, delivery: pull });
    const ask = (from: string | undefined) => session.call(getEvents, { subscriptionId, watermark: from });
    expect((await ask(watermark)).events).toMatchObject([{ kind: 'status' }]);

    const item = itemId(emulator.deliver(alice, 'inbox', mail('New')));
    const to: FolderTarget = { distinguished: 'drafts', mailbox: alice };
    const moved = await session.call(moveItem, { ids: [{ id: item }], to });
    const movedId = moved?.id ?? expect.fail('was not moved');
    await session.call(deleteItem, { ids: [{ id: movedId }], deleteType: 'HardDelete' });

    const first = await ask(watermark);
    const expected = [`created ${item}`, `newMail ${item}`, `moved ${item} to ${movedId}`, `deleted ${movedId}`];
    expect(itemEvents([first])).toEqual(expected);
    expect([first.previousWatermark, first.hasMore]).toEqual([watermark, false]);
    expect(itemEvents([await ask(watermark)])).toEqual(itemEvents([first]));
    expect(itemEvents([await ask(first.watermark)])).toEqual([]);
    const [created] = first.events;
    expect(itemEvents([await ask(created?.watermark)])).toEqual(itemEvents([first]).slice(1));

    await session.call(unsubscribe, { subscriptionId });
    expect(await refusal(ask(first.watermark))).toBe('ErrorSubscriptionNotFound');
  });

  it('is told from the server’s own errors when it is lost', async () => {
    const { emulator, session, as } = await start();
    const { subscriptionId, watermark } = await watchInbox(session, pull);
    const input = { subscriptionId, watermark };
    expect(await refusal(session.call(getEvents, { ...input, watermark: 'AAAA' }))).toBe('ErrorInvalidWatermark');
    expect(await refusal(as('bob@example.test').call(getEvents, input))).toBe('ErrorSubscriptionAccessDenied');
    emulator.notifications.loseSubscriptions();
    expect(await refusal(session.call(getEvents, input))).toBe('ErrorSubscriptionNotFound');
    expect(
      await refusal(session.call(subscribe, { folders: [{ id: folderId('no') }], kinds: itemKinds, delivery: pull })),
    ).toMatch(/^Error/);
  });
});

describe('a stream', () => {
  const listen = async (session: EwsSession, subscriptionIds: readonly string[]) => {
    const events = await openEventStream(session, { subscriptionIds, connectionMinutes: 1, silenceMs: 30_000 });
    const iterator = events[Symbol.asyncIterator]();
    onTestFinished(async () => void (await iterator.return?.()));
    expect((await iterator.next()).value).toEqual({ notifications: [], failures: [] });
    return iterator;
  };
  const next = async (stream: AsyncIterator<StreamedEvents>): Promise<StreamedEvents> => {
    const step = await stream.next();
    return step.done === true ? expect.fail('has ended') : step.value;
  };

  it('tells what happens, that it lives, and that it is over', async () => {
    const { emulator, session } = await start();
    const { subscriptionId } = await watchInbox(session, { type: 'streaming' }, ['newMail']);
    const stream = await listen(session, [subscriptionId]);
    for (const subject of ['One', 'Two']) {
      const id = emulator.deliver(alice, 'inbox', mail(subject));
      expect(itemEvents((await next(stream)).notifications)).toEqual([`newMail ${id}`]);
    }
    emulator.clock.advance(emulator.notifications.options.heartbeatMs);
    expect((await next(stream)).notifications).toMatchObject([{ subscriptionId, events: [{ kind: 'status' }] }]);
    emulator.clock.advance(60_000);
    const rest: StreamedEvents[] = [];
    for (let step = await stream.next(); step.done !== true; step = await stream.next()) rest.push(step.value);
    expect(itemEvents(rest.flatMap(({ notifications }) => notifications))).toEqual([]);
  });

  it('cut in the middle of an envelope is an error, and what came before it is not lost', async () => {
    const { emulator, session } = await start();
    const { subscriptionId } = await watchInbox(session, { type: 'streaming' }, ['newMail']);
    const stream = await listen(session, [subscriptionId]);
    const id = emulator.deliver(alice, 'inbox', mail('New'));
    expect(itemEvents((await next(stream)).notifications)).toEqual([`newMail ${id}`]);
    emulator.notifications.breakStreams();
    await expect(stream.next()).rejects.toMatchObject({ kind: 'unreachable', operation: 'GetStreamingEvents' });
    const again = await listen(session, [subscriptionId]);
    await again.return?.();
  });

  it('names the subscription that the server does not know', async () => {
    const { session } = await start();
    const { subscriptionId } = await watchInbox(session, { type: 'streaming' });
    await session.call(unsubscribe, { subscriptionId });
    const events = await openEventStream(session, {
      subscriptionIds: [subscriptionId],
      connectionMinutes: 1,
      silenceMs: 30_000,
    });
    const failures: unknown[] = [];
    for await (const one of events) failures.push(...one.failures);
    expect(failures).toMatchObject([
      { subscriptionIds: [subscriptionId], error: { responseCode: 'ErrorSubscriptionNotFound' } },
    ]);
  });
});

describe('a push subscription', () => {
  it('sends what happens until it is answered that nobody wants it', async () => {
    const { emulator, session } = await start();
    const received: EventNotification[] = [];
    let isWanted = true;
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        for (const one of readSendNotification(Buffer.concat(chunks)))
          received.push(one instanceof EwsError ? expect.fail(one.message) : one);
        response
          .setHeader('content-type', 'text/xml; charset=utf-8')
          .end(sendNotificationResult(isWanted ? 'OK' : 'Unsubscribe'));
      });
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const url = new URL(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/secret?a=1&b=2`);
    const { subscriptionId } = await watchInbox(session, { type: 'push', url, statusMinutes: 5 }, ['newMail']);

    const first = emulator.deliver(alice, 'inbox', mail('One'));
    await expect.poll(() => itemEvents(received)).toEqual([`newMail ${first}`]);
    expect(emulator.notifications.open(alice)).toMatchObject([{ id: subscriptionId }]);
    isWanted = false;
    const second = emulator.deliver(alice, 'inbox', mail('Two'));
    await expect.poll(() => itemEvents(received)).toEqual([`newMail ${first}`, `newMail ${second}`]);
    await expect.poll(() => emulator.notifications.open(alice)).toEqual([]);
    expect(new Set(received.map((one) => one.subscriptionId))).toEqual(new Set([subscriptionId]));
  });

  it('is one of three, and the fourth is refused', async () => {
    const { session } = await start();
    const delivery = { type: 'push', url: new URL('http://127.0.0.1:9/'), statusMinutes: 5 } as const;
    for (let count = 0; count < 3; count += 1) await watchInbox(session, delivery);
    expect(await refusal(watchInbox(session, delivery))).toBe('ErrorExceededSubscriptionCount');
  });
});
