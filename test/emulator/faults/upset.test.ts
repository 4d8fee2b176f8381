import { describe, expect, it } from 'vitest';
import { readFaultFile } from '../../../src/emulator/faults/fault-file.ts';
import { mail } from '../small-organization.ts';
import { codesIn, envelope, impersonating, type RunningEmulator, startEmulator } from '../running-emulator.ts';
import {
  envelopesIn,
  getEvents,
  openStream,
  subscribePull,
  subscribeStreaming,
  subscriptionIn,
} from '../subscribing.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';
const sync = (state = ''): string =>
  `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>${state}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`;

const order = ({ emulator }: RunningEmulator, ...faults: readonly object[]): void => {
  for (const script of readFaultFile(JSON.stringify(faults))) emulator.faults.add(script);
};

const stateOf = async (running: RunningEmulator, mailbox: string): Promise<string> => {
  const answer = await running.call(sync(), mailbox);
  return /<m:SyncState>[^<]+<\/m:SyncState>/.exec(answer.text)?.[0] ?? '';
};

describe('a fault that happens to the server', () => {
  it('expires a token during a request, or between two', async () => {
    const running = await startEmulator();
    const statusesOf = async (kind: string): Promise<readonly number[]> => {
      const authorization = `Bearer ${await running.token()}`;
      order(running, { kind });
      const statuses: number[] = [];
      for (let sent = 0; sent < 2; sent += 1)
        statuses.push((await running.post(envelope(getInbox, impersonating(bob)), { authorization })).status);
      return statuses;
    };
    expect([await statusesOf('expireToken'), await statusesOf('expireTokenAfter')]).toEqual([
      [401, 401],
      [200, 401],
    ]);
  });

  it('makes the states of a mailbox worthless, and no others; who begins anew is served', async () => {
    const running = await startEmulator();
    const [states, others] = [await stateOf(running, alice), await stateOf(running, bob)];
    order(running, { kind: 'loseSyncStates', operation: 'GetFolder', mailbox: alice });
    expect(codesIn(await running.call(getInbox, alice))).toEqual(['NoError']);
    const codes = [
      await running.call(sync(states), alice),
      await running.call(sync(others), bob),
      await running.call(sync(), alice),
    ].map(codesIn);
    expect(codes).toEqual([['ErrorInvalidSyncStateData'], ['NoError'], ['NoError']]);
  });

  it('is felt by the request that it comes with', async () => {
    const running = await startEmulator();
    const state = await stateOf(running, alice);
    order(running, { kind: 'loseSyncStates', operation: 'SyncFolderItems' });
    expect(codesIn(await running.call(sync(state), alice))).toEqual(['ErrorInvalidSyncStateData']);
  });

  it('loses the subscriptions of a mailbox: streams break, ids are unknown', async () => {
    const running = await startEmulator();
    const pulled = subscriptionIn(await running.call(subscribePull()));
    const streamed = subscriptionIn(await running.call(subscribeStreaming()));
    const stream = await openStream(running, [streamed.id]);
    await stream.until('<m:ConnectionStatus>OK<');
    order(running, { kind: 'loseSubscriptions', operation: 'GetEvents' });
    const answer = await running.call(getEvents(pulled.id, pulled.watermark));
    expect(codesIn(answer)).toEqual(['ErrorSubscriptionNotFound']);
    expect(await stream.end()).toBe('broken');
    const again = await openStream(running, [streamed.id]);
    expect(await again.until('ErrorSubscriptionNotFound')).toContain(streamed.id);
    expect(await again.end()).toBe('whole');
  });

  it('forgets what happened in a mailbox', async () => {
    const running = await startEmulator();
    const { id, watermark } = subscriptionIn(await running.call(subscribePull()));
    running.emulator.deliver(alice, 'inbox', mail('Missed'));
    order(running, { kind: 'forgetEvents', operation: 'GetEvents' });
    expect(codesIn(await running.call(getEvents(id, watermark)))).toEqual(['ErrorEventNotFound']);
  });

  it('ends a stream after so many envelopes, and nothing tells why', async () => {
    const running = await startEmulator();
    const { id } = subscriptionIn(await running.call(subscribeStreaming()));
    order(running, { kind: 'endStream', operation: 'GetStreamingEvents', envelopes: 1 });
    const stream = await openStream(running, [id]);
    await stream.until('<m:ConnectionStatus>OK<');
    running.emulator.deliver(alice, 'inbox', mail('Untold'));
    expect(await stream.end()).toBe('whole');
    expect(envelopesIn(stream.text())).toHaveLength(1);
    expect(running.emulator.notifications.open(alice)).toHaveLength(1);
  });

  it('sets the clock forward and back, when it comes to a request', async () => {
    const running = await startEmulator({ now: () => Date.UTC(2026, 5, 1, 12) });
    const authorization = `Bearer ${await running.token()}`;
    const send = (): ReturnType<RunningEmulator['post']> =>
      running.post(envelope(getInbox, impersonating(bob)), { authorization });
    order(running, { kind: 'jumpClock', ms: 3_600_000 }, { kind: 'jumpClock', ms: -3_600_000 });
    const statuses: number[] = [];
    const hours: number[] = [];
    for (let sent = 0; sent < 3; sent += 1) {
      statuses.push((await send()).status);
      hours.push(new Date(running.emulator.clock.now()).getUTCHours());
    }
    // The token was good when the first request came, and is so again when the clock is back.
    expect([statuses, hours]).toEqual([
      [200, 401, 200],
      [13, 12, 12],
    ]);
  });

  it.each([
    [Number.MAX_SAFE_INTEGER, '9999-01-01T00:00:00.000Z'],
    [-Number.MAX_SAFE_INTEGER, '1970-01-01T00:00:00.000Z'],
  ])('sets the clock no further than dates go: %i', async (ms, shown) => {
    const running = await startEmulator({ now: () => Date.UTC(2026, 5, 1, 12) });
    order(running, { kind: 'jumpClock', ms });
    await running.call(getInbox);
    expect(new Date(running.emulator.clock.now()).toISOString()).toBe(shown);
    expect(codesIn(await running.call(getInbox))).toEqual(['NoError']);
  });

  it('comes with an action of the WorkMail API too', async () => {
    const running = await startEmulator({ now: () => Date.UTC(2026, 5, 1, 12) });
    order(running, { kind: 'jumpClock', ms: 60_000, operation: 'ListUsers' });
    expect((await running.api('ListUsers')).status).toBe(200);
    expect(new Date(running.emulator.clock.now()).toISOString()).toBe('2026-06-01T12:01:00.000Z');
  });
});
