import { describe, expect, it } from 'vitest';
import { createSealer, type Sealer } from '../../src/sealer.ts';
import { mail } from '../emulator/small-organization.ts';
import { doorOfTest } from '../journeys/door-of-test.ts';
import { journeyOfTest, sealedId } from '../journeys/journey-of-test.ts';
import { journeySecret, type Journey, type JourneyOptions } from '../journeys/start.ts';
import { subscribe, type Subscribed } from '../journeys/subscriptions/subscribing.ts';
import { send, write } from './attacker.ts';
import { impatience } from './impatience.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const pushes = '/ews/notifications/';

interface Told {
  readonly mailboxChanged: {
    readonly change: { readonly __typename: string; readonly message?: { readonly subject: string } };
  };
}

const changes = (mailbox: string): string =>
  `subscription { mailboxChanged(mailbox: "${mailbox}") { change { __typename ... on MessageChanged { message { subject } } } } }`;

/** A gateway that is told by push, and a listener to alice's mailbox whose subscription works. */
const start = async (options: JourneyOptions = {}) => {
  const door = await doorOfTest();
  const journey = await journeyOfTest({ ...options, config: { publicUrl: door.url, notifications: 'push' } });
  door.leadTo(journey);
  const stream = subscribe<Told>(journey, changes(alice));
  await stream.next();
  const path = await pathOf(journey, alice);
  await expectTold(journey, stream, 'Before');
  return { journey, stream, path };
};

const subscribed = ({ emulator }: Journey, mailbox: string): readonly string[] =>
  emulator.requests.flatMap(({ mailbox: of, body }) =>
    of === mailbox ? (/<t:URL>([^<]+)</.exec(body)?.[1] ?? []) : [],
  );

/** What follows the beginning of the path that the mail server was told. */
const pathOf = async (journey: Journey, mailbox: string): Promise<string> => {
  await expect.poll(() => subscribed(journey, mailbox), { timeout: 30_000 }).toHaveLength(1);
  return new URL(subscribed(journey, mailbox)[0] ?? '').pathname.slice(pushes.length);
};

/** The next thing that a listener is told of messages is a mail that was truly delivered. */
const expectTold = async ({ emulator }: Journey, stream: Subscribed<Told>, subject: string): Promise<string> => {
  const id = emulator.deliver(alice, 'inbox', mail(subject));
  for (;;) {
    const { data } = await stream.next();
    const { __typename, message } = data.mailboxChanged.change;
    // Counts of the folder that it came into.
    if (__typename === 'FolderChanged') continue;
    expect({ __typename, message }).toEqual({ __typename: 'MessageChanged', message: { subject } });
    return id;
  }
};

const claim = (events: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body><m:SendNotification><m:ResponseMessages><m:SendNotificationResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Notification><t:SubscriptionId>forged</t:SubscriptionId><t:PreviousWatermark>x</t:PreviousWatermark><t:MoreEvents>false</t:MoreEvents>${events}</m:Notification></m:SendNotificationResponseMessage></m:ResponseMessages></m:SendNotification></s:Body></s:Envelope>`;

/** What somebody might claim who knows an item of the mailbox. */
const claimsAbout = (item: string, other: string): readonly string[] => {
  const parent = '<t:ParentFolderId Id="inbox"/>';
  return [
    claim(`<t:NewMailEvent><t:ItemId Id="${item}"/>${parent}</t:NewMailEvent>`),
    claim(`<t:DeletedEvent><t:ItemId Id="${item}"/>${parent}</t:DeletedEvent>`),
    claim(
      `<t:MovedEvent><t:ItemId Id="${other}"/>${parent}<t:OldItemId Id="${item}"/><t:OldParentFolderId Id="drafts"/></t:MovedEvent>`,
    ),
    claim(`<t:ModifiedEvent><t:FolderId Id="inbox"/>${parent}<t:UnreadCount>999</t:UnreadCount></t:ModifiedEvent>`),
    claim('<t:StatusEvent><t:Watermark>x</t:Watermark></t:StatusEvent>'),
    `<!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${claim('&b;')}`,
    `<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">${claim('')}`,
    '<'.repeat(50_000),
    '',
  ];
};

/** Paths that no gateway with the secret has made, in every way that comes to mind. */
const forgedPaths = (path: string, otherPath: string, itemId: string): readonly string[] => {
  const own = createSealer(journeySecret);
  const foreign = createSealer(new Uint8Array(32).fill(8));
  const content = JSON.stringify([4_000_000_000, 1, 'nonce', alice]);
  const sealedBy = (sealer: Sealer, purposes: readonly string[]): readonly string[] =>
    purposes.map((purpose) => sealer.seal(purpose, content));
  const flipped = Array.from(
    path,
    (letter, at) => path.slice(0, at) + (letter === 'A' ? 'B' : 'A') + path.slice(at + 1),
  );
  return [
    ...sealedBy(foreign, ['push', 'id', '']),
    // Of the same secret, for something else.
    ...sealedBy(own, ['', 'id', 'link', 'cursor', 'sync', 'Push', 'push/', 'link/attachments/x']),
    itemId,
    content,
    Buffer.from(content).toString('base64url'),
    ...Array.from({ length: path.length }, (_, length) => path.slice(0, length)),
    ...flipped.filter((other) => other !== path),
    ...['A', '=', '/', '/..', '%00', '%2e', '.', '%20', ';x', path].map((more) => path + more),
    ...['A', '/', '%20', '../notifications/x'].map((more) => more + path),
    path.toLowerCase(),
    path.toUpperCase(),
    path.slice(0, path.length / 2) + otherPath.slice(otherPath.length / 2),
    otherPath.slice(0, 22) + path.slice(22),
    [...path].toReversed().join(''),
    'A'.repeat(8_000),
    '__proto__',
    'null',
  ];
};

/** Sends all, a few at a time; statuses, sorted. */
const statusesOf = async (
  origin: string,
  attacks: readonly { readonly path: string; readonly body: string | Uint8Array }[],
): Promise<readonly number[]> => {
  const waiting = attacks.values();
  const statuses: number[] = [];
  const attack = async (): Promise<void> => {
    for (const { path, body } of waiting) {
      const { status } = await send(origin, {
        path: pushes + path,
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body,
      });
      statuses.push(status);
    }
  };
  await Promise.all(Array.from({ length: 16 }, attack));
  return statuses.toSorted((a, b) => a - b);
};

/** How often a mailbox was looked at: each reading of it asks for its folders once. */
const readings = ({ emulator }: Journey): number =>
  emulator.requests.filter(({ operation }) => operation === 'FindFolder').length;

/** Readings that nobody asked for: there is one a minute, or somewhat less. */
const byThemselves = (sinceMs: number): number => Math.ceil((performance.now() - sinceMs) / 40_000) - 1;

/** What the first push to bob's path, and the last true one to alice's, may have left to be done. A thousand that were heard would come to dozens. */
const pending = 2;

describe('a thousand forged pushes', () => {
  it('read nothing and tell nobody anything where no gateway has made the path', async () => {
    const { journey, stream, path } = await start();
    const item = await expectTold(journey, stream, 'True');
    const other = subscribe<Told>(journey, changes(bob));
    await other.next();
    const otherPath = await pathOf(journey, bob);
    const paths = forgedPaths(path, otherPath, sealedId('Item', alice, item));
    const bodies = [...claimsAbout(item, item), new Uint8Array(2 * 1024 * 1024)];
    const attacks = Array.from({ length: 1_000 }, (_, at) => ({
      path: paths[at % paths.length] ?? '',
      body: bodies[at % bodies.length] ?? '',
    }));
    expect(new Set(paths).has(path)).toBe(false);
    const before = { readings: readings(journey), told: stream.answers.length, startedMs: performance.now() };

    const statuses = await statusesOf(journey.origin, attacks);
    expect(statuses).toHaveLength(1_000);
    // 0: whoever goes on sending after the answer may not see it.
    expect([...new Set(statuses)].filter((status) => status !== 0 && status !== 404)).toEqual([]);
    expect(readings(journey) - before.readings).toBeLessThanOrEqual(pending + 2 * byThemselves(before.startedMs));
    expect(stream.answers.length).toBe(before.told);
    await expectTold(journey, stream, 'After');

    const refusals = journey.audit().filter(({ reason }) => reason === 'BAD_PUSH');
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThanOrEqual(1 + (performance.now() - before.startedMs) / 60_000);
    const records = journey.log() + JSON.stringify(journey.audit());
    for (const secret of [path, otherPath]) expect(records).not.toContain(secret.slice(0, 40));
    expect(journey.log()).toContain(`"path":"${pushes}"`);
  });

  it('cause no more readings than fit, and no event, where the path is known', async () => {
    const { journey, stream, path } = await start();
    const item = await expectTold(journey, stream, 'True');
    const decoy = await expectTold(journey, stream, 'Decoy');
    const bodies = claimsAbout(item, decoy);
    const attacks = Array.from({ length: 1_000 }, (_, at) => ({ path, body: bodies[at % bodies.length] ?? '' }));
    const before = { readings: readings(journey), told: stream.answers.length, startedMs: performance.now() };

    expect(new Set(await statusesOf(journey.origin, attacks))).toEqual(new Set([200]));
    // At least 200 ms from one to the next.
    const most = (performance.now() - before.startedMs) / 199 + 2;
    expect(readings(journey) - before.readings).toBeGreaterThan(0);
    expect(readings(journey) - before.readings).toBeLessThanOrEqual(most);
    expect(stream.answers.length).toBe(before.told);
    await expectTold(journey, stream, 'After');

    // Nobody believes that it has been moved.
    const id = sealedId('Item', alice, item);
    const { data } = await journey.query(
      `query ($id: ID!) { mailbox(address: "${alice}") { message(id: $id) { id subject } } }`,
      { id },
    );
    expect(data).toEqual({ mailbox: { message: { id, subject: 'True' } } });
    expect(journey.log()).not.toContain(path.slice(0, 40));
  });

  it('do nothing where the path is over', async () => {
    const { journey, stream } = await start();
    const other = subscribe<Told>(journey, changes(bob));
    await other.next();
    const path = await pathOf(journey, bob);
    other.leave();
    const verdict = async (): Promise<string | undefined> => {
      const { body } = await send(journey.origin, { path: pushes + path, body: claimsAbout('i', 'j')[0] ?? '' });
      return /<SubscriptionStatus>(\w+)</.exec(body)?.[1];
    };
    await expect.poll(verdict, { timeout: 30_000, interval: 200 }).toBe('Unsubscribe');
    const neverOpened = createSealer(journeySecret).seal('push', JSON.stringify([4_000_000_000, 1, 'nonce', alice]));
    const before = { readings: readings(journey), told: stream.answers.length, startedMs: performance.now() };
    const attacks = Array.from({ length: 200 }, (_, at) => ({
      path: at % 2 === 0 ? path : neverOpened,
      body: claimsAbout('i', 'j')[at % 5] ?? '',
    }));
    expect(new Set(await statusesOf(journey.origin, attacks))).toEqual(new Set([200]));
    expect(readings(journey) - before.readings).toBeLessThanOrEqual(pending + byThemselves(before.startedMs));
    expect(stream.answers.length).toBe(before.told);
    await expectTold(journey, stream, 'After');
  });

  it('lose their connection when they do not come to their end', async () => {
    const { journey, stream, path } = await start({ connectionTimes: impatience });
    const told = stream.answers.length;
    const pieces = [
      `POST ${pushes}${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n`,
      ...Array.from({ length: 600 }, () => '<'),
    ];
    const { status } = await write(journey.origin, { pieces, pauseMs: 100 });
    expect([0, 408]).toContain(status);
    expect(stream.answers.length).toBe(told);
    await expectTold(journey, stream, 'After');
  });
});
