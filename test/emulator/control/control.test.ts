import { expect, describe, it } from 'vitest';
import { oneOfEachFault } from '../one-of-each-fault.ts';
import { codesIn, startEmulator } from '../running-emulator.ts';
import { mail } from '../small-organization.ts';
import { startControlled } from './asked-control.ts';

const alice = 'alice@example.test';
const findInbox =
  '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>';

describe('control', () => {
  it('is not there unless it is asked for', async () => {
    const { ewsUrl } = await startEmulator();
    expect((await fetch(`${new URL(ewsUrl).origin}/emulator`)).status).toBe(404);
  });

  it('lists what there is, and every path of the list is one', async () => {
    const { ask, emulator } = await startControlled();
    const { status, body } = await ask('GET', '');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organizationId: emulator.organizationId,
      roles: emulator.roles,
      mailboxes: [{ address: alice, name: 'Alice Smith', kind: 'USER' }, {}, {}, {}],
    });
    const { routes } = body as { routes: readonly { method: string; path: string; does: string; example?: unknown }[] };
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /emulator',
      'GET /emulator/faults',
      'POST /emulator/faults',
      'DELETE /emulator/faults',
      'GET /emulator/clock',
      'POST /emulator/clock',
      'DELETE /emulator/tokens',
      'DELETE /emulator/sync-states',
      'GET /emulator/subscriptions',
      'DELETE /emulator/subscriptions',
      'DELETE /emulator/streams',
      'DELETE /emulator/events',
      'GET /emulator/options',
      'PATCH /emulator/options',
      'POST /emulator/messages',
      'GET /emulator/arrivals',
      'POST /emulator/arrivals',
      'DELETE /emulator/arrivals/{id}',
      'GET /emulator/requests',
      'DELETE /emulator/requests',
      'GET /emulator/outbox',
      'DELETE /emulator/outbox',
      'POST /emulator/reset',
    ]);
    expect(JSON.stringify(body)).not.toContain('secret');
    // An example that is refused would be none.
    for (const { method, path, example } of routes) {
      if (example === undefined) continue;
      expect((await ask(method, path.replace('/emulator', ''), example)).status).toBeLessThan(300);
    }
  });

  it('takes every kind of fault, and lists them', async () => {
    const { ask, emulator } = await startControlled();
    const faults = Object.values(oneOfEachFault);
    expect((await ask('GET', '')).body).toMatchObject({ faultKinds: faults.map(({ kind }) => kind) });
    expect((await ask('POST', '/faults', faults)).status).toBe(201);
    expect(emulator.faults.waiting().map(({ script }) => script)).toEqual(faults);
  });

  it('tells which methods a path has', async () => {
    const { ask } = await startControlled();
    expect(await ask('PUT', '/faults')).toMatchObject({ status: 405, headers: { allow: 'GET, POST, DELETE' } });
  });

  it('makes everything as it was when the emulator began to listen', async () => {
    const { ask, emulator, call, token, post } = await startControlled({ now: () => Date.UTC(2026, 5, 1, 12) });
    const before = await call(findInbox);
    const bearer = await token();
    emulator.deliver(alice, 'inbox', mail('New'));
    await ask('POST', '/faults', [{ kind: 'hang', operation: 'GetItem' }]);
    await ask('POST', '/clock', { advanceMs: 60_000 });
    await ask('PATCH', '/options', { withoutQueryString: true, notifications: { minuteMs: 5 } });
    await ask('POST', '/arrivals', { mailbox: alice, count: 5, everyMs: 3_600_000 });
    const arrivals = emulator.startArrivals({ mailbox: alice, count: 5, everyMs: 3_600_000, seed: 2 });
    expect((await call(findInbox)).text).toContain('>New<');

    expect((await ask('POST', '/reset')).status).toBe(204);

    // Whoever waited for the last one waits no more.
    await arrivals.done;
    expect(arrivals.ids).toEqual([]);

    const said = Object.fromEntries(
      await Promise.all(
        ['faults', 'arrivals', 'requests', 'clock', 'options'].map(async (name) => [
          name,
          (await ask('GET', `/${name}`)).body,
        ]),
      ),
    );
    expect(said).toMatchObject({
      faults: { faults: [] },
      arrivals: { arrivals: [] },
      requests: { requests: [] },
      clock: { now: '2026-06-01T12:00:00.000Z' },
      options: { withoutQueryString: false, notifications: { minuteMs: 60_000 } },
    });
    expect((await post('', { authorization: `Bearer ${bearer}` })).status).toBe(401);
    expect((await call(findInbox)).text).toBe(before.text);
    emulator.clock.advance(4 * 3_600_000);
    expect((await call(findInbox)).text).toBe(before.text);
  });

  it('comes back to the faults and options that were there from the beginning', async () => {
    const { ask, emulator } = await startControlled();
    // What is ordered before it listens is its beginning; this one listens already, so that a second one is asked.
    await emulator.close();
    emulator.faults.add({ kind: 'unavailable', operation: 'FindItem', times: 2 });
    emulator.serverOptions.directoryWithoutMailbox = true;
    const { origin } = await emulator.listen();
    const json = { 'content-type': 'application/json' };
    await fetch(`${origin}/emulator/faults`, { method: 'DELETE', headers: json });
    emulator.serverOptions.directoryWithoutMailbox = false;
    await fetch(`${origin}/emulator/reset`, { method: 'POST', headers: json });
    expect(emulator.faults.waiting()).toMatchObject([{ script: { kind: 'unavailable' }, times: 2 }]);
    expect(emulator.serverOptions.directoryWithoutMailbox).toBe(true);
    await expect(ask('GET', '')).rejects.toThrow('ECONNREFUSED');
  });

  it('does not wait as the requests of clients do, and is not hit by their faults', async () => {
    const { ask, emulator, call } = await startControlled();
    emulator.faults.add({ kind: 'unavailable', times: Infinity });
    expect((await ask('GET', '/faults')).status).toBe(200);
    expect(codesIn(await call(findInbox))).toEqual([]);
  });
});
