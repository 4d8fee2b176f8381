import { describe, expect, it } from 'vitest';
import { bodyOf, codesIn, envelope, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import { sharingOrganization } from '../sharing-organization.ts';
import { mail } from '../small-organization.ts';
import {
  getEvents,
  pull,
  subscribePull,
  subscribePush,
  subscriptionIn,
  unsubscribe,
  type Wanted,
} from '../subscribing.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const minute = 60_000;
const start = () => startEmulator({ now: () => Date.parse('2026-11-20T10:00:00.250Z') });

const subscribe = async (running: RunningEmulator, wanted?: Wanted, timeout?: number) =>
  subscriptionIn(await running.call(subscribePull(wanted, timeout)));

/** A watermark of alice's mailbox that far after another one. */
const watermarkAfter = (watermark: string, events: bigint): string => {
  const bytes = Buffer.from(watermark, 'base64');
  bytes.writeBigUInt64LE(bytes.readBigUInt64LE() + events);
  return bytes.toString('base64');
};

describe('GetEvents', () => {
  it('answers as in the sample of Microsoft, with ids as WorkMail writes them', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running, { folders: ['inbox'], events: ['NewMail', 'Deleted'] });
    const item = running.emulator.deliver(alice, 'inbox', mail('New'));
    const page = await pull(running, id, watermark);
    const folder = /<t:ParentFolderId Id="([^"]+)"/.exec(page.body)?.[1];
    expect(page.body).toBe(
      `<m:GetEventsResponse><m:ResponseMessages><m:GetEventsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>${id}</t:SubscriptionId><t:PreviousWatermark>${watermark}</t:PreviousWatermark><t:MoreEvents>false</t:MoreEvents><t:NewMailEvent><t:Watermark>${page.watermark}</t:Watermark><t:TimeStamp>2026-11-20T10:00:00Z</t:TimeStamp><t:ItemId Id="${item}"/><t:ParentFolderId Id="${folder}"/></t:NewMailEvent></m:Notification></m:GetEventsResponseMessage></m:ResponseMessages></m:GetEventsResponse>`,
    );
  });

  it('says with a status event that nothing happened, and how far it has looked', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running, { events: ['Deleted'] });
    running.emulator.deliver(alice, 'inbox', mail('Not asked for'));
    const nothing = await pull(running, id, watermark);
    expect(nothing.body).toContain(
      `<t:MoreEvents>false</t:MoreEvents><t:StatusEvent><t:Watermark>${nothing.watermark}</t:Watermark></t:StatusEvent>`,
    );
    expect(nothing.watermark).not.toBe(watermark);
    expect((await pull(running, id, nothing.watermark)).watermark).toBe(nothing.watermark);
  });

  it('tells many events in pages, each once and in order, and the same page again for the same watermark', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running, { events: ['NewMail'] });
    const delivered = Array.from({ length: 120 }, (_, index) =>
      running.emulator.deliver(alice, 'inbox', mail(`Mail ${index}`)),
    );
    const told: (string | undefined)[] = [];
    const pages: boolean[] = [];
    let from = watermark;
    for (let hasMore = true; hasMore;) {
      const page = await pull(running, id, from);
      expect(await pull(running, id, from)).toEqual(page);
      told.push(...[...page.body.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, item]) => item));
      pages.push(page.hasMore);
      ({ hasMore, watermark: from } = page);
    }
    expect(told).toEqual(delivered);
    expect(pages).toEqual([true, true, false]);
  });

  it('goes on in a new subscription where the watermark of another one was', async () => {
    const running = await start();
    const first = await subscribe(running, { events: ['NewMail'] });
    running.emulator.deliver(alice, 'inbox', mail('One'));
    const { watermark } = await pull(running, first.id, first.watermark);
    await running.call(unsubscribe(first.id));
    const missed = running.emulator.deliver(alice, 'inbox', mail('Two'));
    const second = await subscribe(running, { events: ['NewMail'], watermark });
    expect(second.watermark).toBe(watermark);
    const page = await pull(running, second.id, second.watermark);
    expect([...page.body.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, item]) => item)).toEqual([missed]);
  });

  it('expires when nobody asks for as long as its timeout, and not while somebody does', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running, {}, 2);
    for (let passed = 0; passed < 5; passed += 1) {
      running.emulator.clock.advance(2 * minute - 1);
      expect((await pull(running, id, watermark)).codes).toEqual(['NoError']);
    }
    running.emulator.clock.advance(2 * minute);
    expect((await pull(running, id, watermark)).codes).toEqual(['ErrorExpiredSubscription']);
    expect(running.emulator.notifications.open()).toEqual([]);
  });

  it('belongs to the mailbox that subscribed', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running);
    for (const request of [getEvents(id, watermark), unsubscribe(id)]) {
      expect(codesIn(await running.call(request, bob))).toEqual(['ErrorSubscriptionAccessDenied']);
    }
    expect((await pull(running, id, watermark)).codes).toEqual(['NoError']);
  });

  it('knows no subscription that was ended, lost or never made', async () => {
    const running = await start();
    const [ended, lost] = [await subscribe(running), await subscribe(running)];
    expect(codesIn(await running.call(unsubscribe(ended.id)))).toEqual(['NoError']);
    running.emulator.notifications.loseSubscriptions(alice);
    for (const id of [ended.id, lost.id, 'never made']) {
      expect((await pull(running, id, ended.watermark)).codes).toEqual(['ErrorSubscriptionNotFound']);
      expect(codesIn(await running.call(unsubscribe(id)))).toEqual(['ErrorSubscriptionNotFound']);
    }
  });

  it('takes no watermark of another mailbox, of the future, or made up', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running);
    const other = subscriptionIn(await running.call(subscribePull(), bob)).watermark;
    for (const wrong of [other, watermarkAfter(watermark, 1n), 'AAAAAMAGAAAAAAAAAQ==', 'nonsense']) {
      expect((await pull(running, id, wrong)).codes).toEqual(['ErrorInvalidWatermark']);
      expect(codesIn(await running.call(subscribePull({ watermark: wrong })))).toEqual(['ErrorInvalidWatermark']);
    }
    expect((await pull(running, id, watermark)).codes).toEqual(['NoError']);
  });

  it('is over when the server has forgotten what comes after the watermark', async () => {
    const running = await start();
    const { id, watermark } = await subscribe(running);
    running.emulator.deliver(alice, 'inbox', mail('Forgotten'));
    running.emulator.notifications.forgetEvents(alice);
    expect((await pull(running, id, watermark)).codes).toEqual(['ErrorEventNotFound']);
    expect((await pull(running, id, watermark)).codes).toEqual(['ErrorSubscriptionNotFound']);
    expect(codesIn(await running.call(subscribePull({ watermark })))).toEqual(['ErrorInvalidWatermark']);
  });
});

describe('Subscribe', () => {
  it('answers as in the sample of Microsoft', async () => {
    const answer = await (await start()).call(subscribePull({ folders: ['inbox'] }));
    const { id, watermark } = subscriptionIn(answer);
    expect(bodyOf(answer)).toBe(
      `<m:SubscribeResponse><m:ResponseMessages><m:SubscribeResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:SubscriptionId>${id}</m:SubscriptionId><m:Watermark>${watermark}</m:Watermark></m:SubscribeResponseMessage></m:ResponseMessages></m:SubscribeResponse>`,
    );
  });

  const both = subscribePull({ folders: ['inbox'] }).replace(
    '<m:PullSubscriptionRequest',
    '<m:PullSubscriptionRequest SubscribeToAllFolders="true"',
  );
  const neither = subscribePull().replace(' SubscribeToAllFolders="true"', '');
  const bobs = (id: string) =>
    `<t:DistinguishedFolderId Id="${id}"><t:Mailbox><t:EmailAddress>${alice}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
  it.each([
    ['folders and all folders', both, 'ErrorInvalidSubscriptionRequest'],
    ['no folders', neither, 'ErrorInvalidSubscriptionRequest'],
    ['a folder that there is not', subscribePull({ folders: ['voicemail'] }), 'ErrorFolderNotFound'],
    ['no minutes', subscribePull({}, 0), 'ErrorSchemaValidation'],
    ['more than a day', subscribePull({}, 1441), 'ErrorSchemaValidation'],
    ['no number of minutes', subscribePull({}, 'ten'), 'ErrorSchemaValidation'],
    ['an event that there is not', subscribePull({ events: ['Read'] }), 'ErrorSchemaValidation'],
    ['an empty watermark', subscribePull({ watermark: '' }), 'ErrorSchemaValidation'],
    ['a blank watermark', subscribePull({ watermark: ' ' }), 'ErrorInvalidWatermark'],
    ['no event', subscribePull({ events: [] }), 'ErrorSchemaValidation'],
    ['a receiver without an address', subscribePush('/events'), 'ErrorInvalidPushSubscriptionUrl'],
    ['a receiver of another protocol', subscribePush('ftp://127.0.0.1/events'), 'ErrorInvalidPushSubscriptionUrl'],
    ['more than a day between states', subscribePush('http://127.0.0.1/', {}, 1441), 'ErrorSchemaValidation'],
    ["another mailbox's folder", subscribePull({ folders: ['inbox'] }), 'ErrorAccessDenied'],
  ])('refuses %s', async (what, request, code) => {
    const running = await start();
    const asked = what.startsWith('another')
      ? request.replace('<t:DistinguishedFolderId Id="inbox"/>', bobs('inbox'))
      : request;
    const answer = await running.call(asked, what.startsWith('another') ? bob : alice);
    expect(codesIn(answer)).toEqual([code]);
    expect(running.emulator.notifications.open()).toEqual([]);
  });

  it('does not follow folders that another mailbox shares, nor those of two mailboxes', async () => {
    const running = await startEmulator({ seed: sharingOrganization() });
    const own = '<t:DistinguishedFolderId Id="calendar"/>';
    const shared = `<t:DistinguishedFolderId Id="calendar"><t:Mailbox><t:EmailAddress>${bob}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId>`;
    const request = subscribePull({ folders: ['calendar'] });
    expect(codesIn(await running.call(request.replace(own, shared)))).toEqual([
      'ErrorSubscriptionDelegateAccessNotSupported',
    ]);
    expect(codesIn(await running.call(request.replace(own, own + shared)))).toEqual([
      'ErrorInvalidSubscriptionRequest',
    ]);
  });

  it('makes at most 20 subscriptions of a mailbox that are no push; what is over does not count', async () => {
    const running = await start();
    const [first] = await Promise.all(Array.from({ length: 20 }, () => subscribe(running, {}, 1)));
    const refused = await running.call(subscribePull());
    expect(codesIn(refused)).toEqual(['ErrorExceededSubscriptionCount']);
    expect(codesIn(await running.call(subscribePull(), bob))).toEqual(['NoError']);
    await running.call(unsubscribe(first?.id ?? ''));
    expect(codesIn(await running.call(subscribePull({}, 1)))).toEqual(['NoError']);
    running.emulator.clock.advance(minute);
    expect(codesIn(await running.call(subscribePull()))).toEqual(['NoError']);
  });

  it('lets the read-only role listen, and refuses kinds that a server lacks and operations that it does not know', async () => {
    const running = await start();
    const token = await running.token('readOnly');
    const header = `<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>${alice}</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>`;
    const answer = await running.post(envelope(subscribePull(), header), { authorization: `Bearer ${token}` });
    expect(codesIn(answer)).toEqual(['NoError']);
    running.emulator.notifications.options.withoutKinds.push('pull');
    expect(codesIn(await running.call(subscribePull()))).toEqual(['ErrorInvalidOperation']);
    running.emulator.serverOptions.withoutOperations.push('Subscribe');
    const unknown = await running.call(subscribePull());
    expect([unknown.status, codesIn(unknown)]).toEqual([500, []]);
  });

  it('makes no subscription when a script makes it fail', async () => {
    const running = await start();
    running.emulator.faults.add({ kind: 'itemError', index: 0, responseCode: 'ErrorInternalServerTransientError' });
    expect(codesIn(await running.call(subscribePull()))).toEqual(['ErrorInternalServerTransientError']);
    expect(running.emulator.notifications.open()).toEqual([]);
  });
});
