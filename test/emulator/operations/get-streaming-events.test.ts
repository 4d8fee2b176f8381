import { describe, expect, it } from 'vitest';
import { codesIn, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { mail } from '../small-organization.ts';
import {
  envelopesIn,
  getStreamingEvents,
  type OpenStream,
  openStream,
  subscribePull,
  subscribeStreaming,
  subscriptionIn,
  unsubscribe,
  type Wanted,
} from '../subscribing.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const minute = 60_000;
const start = () => startEmulator({ now: () => Date.parse('2026-11-20T10:00:00.250Z') });

const subscribe = async (running: RunningEmulator, wanted: Wanted = { events: ['NewMail'] }): Promise<string> =>
  subscriptionIn(await running.call(subscribeStreaming(wanted))).id;

/** The stream of new subscriptions, once it has said that it is there. */
const listen = async (running: RunningEmulator, ids: readonly string[], minutes = 30): Promise<OpenStream> => {
  const stream = await openStream(running, ids, minutes);
  await stream.until('<m:ConnectionStatus>OK<');
  return stream;
};

const header =
  '<soap11:Header xmlns:soap11="http://schemas.xmlsoap.org/soap/envelope/"><t:ServerVersionInfo MajorVersion="14" MinorVersion="2" MajorBuildNumber="390" MinorBuildNumber="3" Version="Exchange2010_SP2"/></soap11:Header>';
const wrapped = (message: string): string =>
  `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">${header}<soap11:Body xmlns:soap11="http://schemas.xmlsoap.org/soap/envelope/"><m:GetStreamingEventsResponse><m:ResponseMessages>${message}</m:ResponseMessages></m:GetStreamingEventsResponse></soap11:Body></Envelope>`;
const successful = (content: string): string =>
  wrapped(
    `<m:GetStreamingEventsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:GetStreamingEventsResponseMessage>`,
  );

const itemsIn = (text: string): readonly (string | undefined)[] =>
  [...text.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, id]) => id);

const refusedIn = (text: string): readonly string[] =>
  [...text.matchAll(/ResponseCode>(Error\w+)<[^]*?<m:ErrorSubscriptionIds>([^]*?)<\/m:ErrorSubscriptionIds>/g)].map(
    ([, code, ids = '']) => `${code} ${[...ids.matchAll(/>([^<]+)</g)].map(([, id]) => id).join()}`,
  );

describe('GetStreamingEvents', () => {
  it('writes whole envelopes one after the other, of which only the first has a declaration', async () => {
    const running = await start();
    const id = await subscribe(running);
    const stream = await listen(running, [id], 1);
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    await stream.until('</t:NewMailEvent>');
    running.emulator.clock.advance(45_000);
    await stream.until('<t:StatusEvent/>');
    running.emulator.clock.advance(15_000);
    expect(await stream.end()).toBe('whole');
    expect(stream.answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(stream.answer.headers.get('transfer-encoding')).toBe('chunked');
    const folder = /<t:ParentFolderId Id="([^"]+)"/.exec(stream.text())?.[1];
    const notification = (event: string): string =>
      `<m:Notifications><t:Notification><t:SubscriptionId>${id}</t:SubscriptionId>${event}</t:Notification></m:Notifications>`;
    const newMail = `<t:NewMailEvent><t:TimeStamp>2026-11-20T10:00:00Z</t:TimeStamp><t:ItemId Id="${item}"/><t:ParentFolderId Id="${folder}"/></t:NewMailEvent>`;
    expect(envelopesIn(stream.text())).toEqual([
      `<?xml version="1.0" encoding="utf-8"?>\n${successful('<m:ConnectionStatus>OK</m:ConnectionStatus>')}`,
      successful(notification(newMail)),
      successful(notification('<t:StatusEvent/>')),
      successful('<m:ConnectionStatus>Closed</m:ConnectionStatus>'),
    ]);
  });

  it('tells what happened while nobody was connected, then goes on, in order and each once', async () => {
    const running = await start();
    const id = await subscribe(running);
    const before = Array.from({ length: 130 }, (_, at) => running.emulator.deliver(alice, 'inbox', mail(`${at}`)));
    const first = await listen(running, [id], 1);
    await first.until(before.at(-1) ?? '');
    running.emulator.clock.advance(minute);
    await first.end();
    const between = running.emulator.deliver(alice, 'inbox', mail('Between'));
    const second = await listen(running, [id]);
    await second.until(between);
    const after = running.emulator.deliver(alice, 'inbox', mail('After'));
    await second.until(after);
    expect(itemsIn(first.text())).toEqual(before);
    expect(itemsIn(second.text())).toEqual([between, after]);
  });

  it('serves several subscriptions in one stream, each with what it asked for', async () => {
    const running = await start();
    const news = await subscribe(running);
    const removals = await subscribe(running, { folders: ['inbox'], events: ['Deleted'] });
    const stream = await listen(running, [news, removals]);
    const item = running.emulator.deliver(alice, 'inbox', mail('Came'));
    await stream.until('</t:NewMailEvent>');
    running.emulator.remove(alice, item);
    const text = await stream.until('</t:DeletedEvent>');
    const told = [...text.matchAll(/<t:SubscriptionId>([^<]+)<\/t:SubscriptionId><t:(\w+)>/g)];
    expect(told.map(([, id, event]) => [id, event])).toEqual([
      [news, 'NewMailEvent'],
      [removals, 'DeletedEvent'],
    ]);
  });

  it('shows that it lives after each interval without anything to tell', async () => {
    const running = await start();
    const stream = await listen(running, [await subscribe(running)]);
    running.emulator.notifications.options.heartbeatMs = 10_000;
    // The heartbeat that was under way before has the old interval.
    running.emulator.clock.advance(45_000);
    await stream.until('<t:StatusEvent/>');
    running.emulator.clock.advance(10_000);
    while (envelopesIn(stream.text()).length < 3) await stream.until(`${stream.text()}<`);
    expect(stream.text().match(/<t:StatusEvent\/>/g)).toHaveLength(2);
  });

  it('gives a subscription to the newest connection, and goes on with the others', async () => {
    const running = await start();
    const [taken, kept] = [await subscribe(running), await subscribe(running)];
    const older = await listen(running, [taken, kept]);
    const newer = await listen(running, [taken]);
    await older.until('ErrorNewEventStreamConnectionOpened');
    expect(refusedIn(await older.until('</m:ErrorSubscriptionIds>'))).toEqual([
      `ErrorNewEventStreamConnectionOpened ${taken}`,
    ]);
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    await Promise.all([older.until(item), newer.until(item)]);
    await listen(running, [kept]);
    expect(await older.end()).toBe('whole');
    expect(refusedIn(older.text())).toHaveLength(2);
  });

  it('names the subscriptions that it cannot serve, and ends when none is left', async () => {
    const running = await start();
    const good = await subscribe(running);
    const pulled = subscriptionIn(await running.call(subscribePull())).id;
    const bobs = subscriptionIn(await running.call(subscribeStreaming(), bob)).id;
    const mixed = await listen(running, ['gone', good, pulled, bobs, 'lost']);
    expect(refusedIn(await mixed.until('ErrorSubscriptionAccessDenied</m:ResponseCode>'))).toEqual([
      'ErrorSubscriptionNotFound gone,lost',
      `ErrorInvalidSubscription ${pulled}`,
      `ErrorSubscriptionAccessDenied ${bobs}`,
    ]);
    const none = await openStream(running, ['SUB9']);
    expect(await none.end()).toBe('whole');
    expect(none.text()).toBe(
      `<?xml version="1.0" encoding="utf-8"?>\n${wrapped('<m:GetStreamingEventsResponseMessage ResponseClass="Error"><m:MessageText>The request could not be completed: ErrorSubscriptionNotFound.</m:MessageText><m:ResponseCode>ErrorSubscriptionNotFound</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:ErrorSubscriptionIds><t:SubscriptionId>SUB9</t:SubscriptionId></m:ErrorSubscriptionIds></m:GetStreamingEventsResponseMessage>')}`,
    );
  });

  it('ends with a reason when its subscription is ended, or has missed events', async () => {
    const running = await start();
    const ended = await subscribe(running);
    const stream = await listen(running, [ended]);
    expect(codesIn(await running.call(unsubscribe(ended)))).toEqual(['NoError']);
    expect(await stream.end()).toBe('whole');
    expect(refusedIn(stream.text())).toEqual([`ErrorSubscriptionUnsubscribed ${ended}`]);
    const late = await subscribe(running);
    running.emulator.deliver(alice, 'inbox', mail('Forgotten'));
    running.emulator.notifications.forgetEvents(alice);
    const missing = await openStream(running, [late]);
    expect(await missing.end()).toBe('whole');
    expect(refusedIn(missing.text())).toEqual([`ErrorMissedNotificationEvents ${late}`]);
    expect(running.emulator.notifications.open()).toEqual([]);
  });

  it('keeps a subscription alive while it is connected, and for half an hour afterwards', async () => {
    const running = await start();
    const id = await subscribe(running);
    running.emulator.notifications.options.heartbeatMs = 60 * minute;
    running.emulator.clock.advance(29 * minute);
    const stream = await listen(running, [id], 30);
    running.emulator.clock.advance(30 * minute);
    await stream.end();
    running.emulator.clock.advance(30 * minute - 1);
    const again = await listen(running, [id], 1);
    running.emulator.clock.advance(minute);
    await again.end();
    running.emulator.clock.advance(30 * minute);
    const late = await openStream(running, [id]);
    await late.end();
    expect(refusedIn(late.text())).toEqual([`ErrorExpiredSubscription ${id}`]);
  });

  it('leaves a subscription to the next connection when the client goes', async () => {
    const running = await start();
    const id = await subscribe(running);
    const stream = await listen(running, [id]);
    const left = new Promise((resolve) => {
      const look = (): void => {
        if (running.emulator.requests.at(-1)?.aborted === true) resolve(undefined);
        else setImmediate(look);
      };
      look();
    });
    stream.leave();
    await left;
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    expect(itemsIn(await (await listen(running, [id])).until(item))).toEqual([item]);
  });

  it('has at most ten connections of a mailbox', async () => {
    const running = await start();
    const ids = await Promise.all(Array.from({ length: 11 }, () => subscribe(running)));
    const streams = await Promise.all(ids.slice(1).map((id) => listen(running, [id])));
    const refused = await running.call(getStreamingEvents(ids));
    expect(codesIn(refused)).toEqual(['ErrorExceededConnectionCount']);
    expect(streams).toHaveLength(10);
  });

  it.each(['0', '31', 'half'])('takes no timeout of %s minutes', async (minutes) => {
    const running = await start();
    const answer = await running.call(getStreamingEvents([await subscribe(running)], minutes));
    expect([answer.status, codesIn(answer)]).toEqual([500, ['ErrorSchemaValidation']]);
  });
});

describe('a stream that goes wrong', () => {
  it('breaks in the middle of an envelope by a script, and its events are lost', async () => {
    const running = await start();
    const id = await subscribe(running);
    running.emulator.faults.add({ kind: 'breakStream', operation: 'GetStreamingEvents', envelopes: 1 });
    const stream = await listen(running, [id]);
    running.emulator.deliver(alice, 'inbox', mail('Lost'));
    expect(await stream.end()).toBe('broken');
    const [first, torn, ...others] = envelopesIn(stream.text());
    expect(first).toContain('<m:ConnectionStatus>OK<');
    expect(torn).toMatch(/^<Envelope [^]*<t:SubscriptionId>/);
    expect(torn).not.toContain('</Envelope>');
    expect(others).toEqual([]);
    expect(running.emulator.requests.at(-1)?.aborted).toBe(false);
    const item = running.emulator.deliver(alice, 'inbox', mail('Next'));
    expect(itemsIn(await (await listen(running, [id])).until(item))).toEqual([item]);
  });

  it('breaks at any time by hand, of one mailbox or of all', async () => {
    const running = await start();
    const { notifications } = running.emulator;
    const id = await subscribe(running);
    const stream = await listen(running, [id]);
    expect(notifications.breakStreams(bob)).toBe(0);
    expect(notifications.breakStreams(alice)).toBe(1);
    expect(await stream.end()).toBe('broken');
    expect(envelopesIn(stream.text()).at(-1)).not.toContain('</Envelope>');
    expect(running.emulator.requests.at(-1)?.aborted).toBe(false);
    const item = running.emulator.deliver(alice, 'inbox', mail('Next'));
    expect(itemsIn(await (await listen(running, [id])).until(item))).toEqual([item]);
    expect(notifications.breakStreams()).toBe(1);
    expect(notifications.breakStreams()).toBe(0);
  });

  it('falls silent with its connection open', async () => {
    const running = await start();
    const id = await subscribe(running);
    running.emulator.faults.add({ kind: 'muteStream', envelopes: 1, operation: 'GetStreamingEvents' });
    const mute = await listen(running, [id], 1);
    running.emulator.deliver(alice, 'inbox', mail('Never told'));
    running.emulator.clock.advance(2 * minute);
    const next = await listen(running, [id]);
    running.emulator.clock.advance(minute);
    await next.until('<t:StatusEvent/>');
    expect(envelopesIn(mute.text())).toHaveLength(1);
    expect(itemsIn(next.text())).toEqual([]);
    mute.leave();
    expect(await mute.end()).toBe('broken');
  });

  it('ends after so many bytes as if it were whole', async () => {
    const running = await start();
    const id = await subscribe(running);
    running.emulator.faults.add({ kind: 'cut', atByte: 400, operation: 'GetStreamingEvents' });
    const stream = await openStream(running, [id]);
    expect(await stream.end()).toBe('whole');
    expect(stream.text()).toHaveLength(400);
  });

  it('breaks when the server loses its subscriptions, and these are unknown afterwards', async () => {
    const running = await start();
    const id = await subscribe(running);
    const stream = await listen(running, [id]);
    running.emulator.notifications.loseSubscriptions();
    expect(await stream.end()).toBe('broken');
    const again = await openStream(running, [id]);
    await again.end();
    expect(refusedIn(again.text())).toEqual([`ErrorSubscriptionNotFound ${id}`]);
  });

  it('is refused as a whole by the other scripts', async () => {
    const running = await start();
    const request = getStreamingEvents([await subscribe(running)]);
    running.emulator.faults.add({ kind: 'itemError', index: 0, responseCode: 'ErrorProxiedSubscriptionCallFailure' });
    expect(codesIn(await running.call(request))).toEqual(['ErrorProxiedSubscriptionCallFailure']);
    running.emulator.serverOptions.withoutOperations.push('GetStreamingEvents');
    expect((await running.call(request)).status).toBe(500);
  });
});
