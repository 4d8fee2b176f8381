import { describe, expect, it } from 'vitest';
import { codesIn, envelope, impersonating } from '../running-emulator.ts';
import { getEvents, openStream, subscribePull, subscribeStreaming, subscriptionIn } from '../subscribing.ts';
import { startControlled } from './asked-control.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';
const sync = (state = ''): string =>
  `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>${state}<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>`;

describe('faults over HTTP', () => {
  it('are added one or many, told with what is left of them, and taken away', async () => {
    const { ask, call } = await startControlled();
    expect(await ask('POST', '/faults', { kind: 'serverBusy', backOffMs: 9, mailbox: bob, skip: 1, times: 2 })).toEqual(
      {
        status: 201,
        headers: expect.anything(),
        body: { faults: [{ kind: 'serverBusy', backOffMs: 9, mailbox: bob, skip: 1, times: 2 }] },
      },
    );
    await ask('POST', '/faults', [
      { kind: 'forbidden', mailbox: bob, skip: 3 },
      { kind: 'garbage', times: 'always', operation: 'GetItem' },
    ]);
    const codes = [await call(getInbox, bob), await call(getInbox, bob)].map((answer) => codesIn(answer));
    expect(codes).toEqual([['NoError'], ['ErrorServerBusy']]);
    expect((await ask('GET', '/faults')).body).toEqual({
      faults: [
        { kind: 'serverBusy', backOffMs: 9, mailbox: bob, skip: 0, times: 1 },
        { kind: 'forbidden', mailbox: bob, skip: 2, times: 1 },
        { kind: 'garbage', operation: 'GetItem', skip: 0, times: 'always' },
      ],
    });
    expect((await ask('DELETE', '/faults')).status).toBe(204);
    expect(codesIn(await call(getInbox, bob))).toEqual(['NoError']);
  });
});

describe('the server over HTTP', () => {
  it('has a clock that is moved and set', async () => {
    const { ask, emulator } = await startControlled({ now: () => Date.UTC(2026, 5, 1, 12) });
    const told = [
      await ask('GET', '/clock'),
      await ask('POST', '/clock', { advanceMs: 90_000 }),
      await ask('POST', '/clock', { advanceMs: -60_000 }),
      await ask('POST', '/clock', { setTo: '2027-01-01T00:00:00+01:00' }),
    ].map(({ status, body }) => [status, body]);
    expect(told).toEqual([
      [200, { now: '2026-06-01T12:00:00.000Z' }],
      [201, { now: '2026-06-01T12:01:30.000Z' }],
      [201, { now: '2026-06-01T12:00:30.000Z' }],
      [201, { now: '2026-12-31T23:00:00.000Z' }],
    ]);
    expect(emulator.clock.now()).toBe(Date.UTC(2026, 11, 31, 23));
  });

  it('expires all tokens', async () => {
    const { ask, token, post } = await startControlled();
    const authorization = `Bearer ${await token()}`;
    const send = async (): Promise<number> =>
      (await post(envelope(getInbox, impersonating(bob)), { authorization })).status;
    expect(await send()).toBe(200);
    expect((await ask('DELETE', '/tokens')).status).toBe(204);
    expect(await send()).toBe(401);
  });

  it('makes the states of one mailbox worthless', async () => {
    const { ask, call } = await startControlled();
    const stateOf = async (mailbox: string): Promise<string> =>
      /<m:SyncState>[^<]+<\/m:SyncState>/.exec((await call(sync(), mailbox)).text)?.[0] ?? '';
    const [states, others] = [await stateOf(alice), await stateOf(bob)];
    expect((await ask('DELETE', '/sync-states?mailbox=Alice@example.test')).status).toBe(204);
    expect([codesIn(await call(sync(states))), codesIn(await call(sync(others), bob))]).toEqual([
      ['ErrorInvalidSyncStateData'],
      ['NoError'],
    ]);
  });

  it('tells subscriptions, forgets what happened, breaks streams and loses subscriptions', async () => {
    const running = await startControlled();
    const { ask, call } = running;
    const pulled = subscriptionIn(await call(subscribePull()));
    const streamed = subscriptionIn(await call(subscribeStreaming()));
    const other = subscriptionIn(await call(subscribePull(), bob));
    expect((await ask('GET', `/subscriptions?mailbox=${alice}`)).body).toEqual({
      subscriptions: [
        { id: pulled.id, kind: 'pull', mailbox: alice },
        { id: streamed.id, kind: 'streaming', mailbox: alice },
      ],
    });
    const stream = await openStream(running, [streamed.id]);
    await stream.until('<m:ConnectionStatus>OK<');
    expect((await ask('DELETE', `/streams?mailbox=${bob}`)).body).toEqual({ broken: 0 });
    expect((await ask('DELETE', '/streams')).body).toEqual({ broken: 1 });
    expect(await stream.end()).toBe('broken');

    await call(
      '<m:CreateFolder><m:ParentFolderId><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>New</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>',
    );
    expect((await ask('DELETE', `/events?mailbox=${alice}`)).status).toBe(204);
    expect(codesIn(await call(getEvents(pulled.id, pulled.watermark)))).toEqual(['ErrorEventNotFound']);

    expect((await ask('DELETE', `/subscriptions?mailbox=${alice}`)).status).toBe(204);
    expect(codesIn(await call(getEvents(pulled.id, pulled.watermark)))).toEqual(['ErrorSubscriptionNotFound']);
    expect((await ask('GET', '/subscriptions')).body).toEqual({
      subscriptions: [{ id: other.id, kind: 'pull', mailbox: bob }],
    });
  });

  it('lacks what it is told to lack', async () => {
    const { ask, call } = await startControlled();
    const changed = await ask('PATCH', '/options', {
      withoutOperations: ['GetFolder'],
      notifications: { withoutKinds: ['pull'] },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        withoutOperations: ['GetFolder'],
        withoutQueryString: false,
        notifications: { withoutKinds: ['pull'], minuteMs: 60_000 },
      },
    });
    expect((await call(getInbox)).text).toContain('Unknown request');
    expect(codesIn(await call(subscribePull()))).toEqual(['ErrorInvalidOperation']);
    await ask('PATCH', '/options', { withoutOperations: [] });
    expect(codesIn(await call(getInbox))).toEqual(['NoError']);
  });
});
