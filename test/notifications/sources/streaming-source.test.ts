import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import { createFolder, type CreateFolderInput } from '../../../src/ews/operations/create-folder.ts';
import { moveItem } from '../../../src/ews/operations/move-item.ts';
import { itemId, type FolderTarget } from '../../../src/ews/properties/id.ts';
import { streamingSource } from '../../../src/notifications/sources/streaming-source.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { mail } from '../../emulator/small-organization.ts';
import { startFedMailbox } from '../../mailbox/feed/fed-mailbox.ts';
import { patient, repeated, startEmulatedWatch, startWatch } from './start-watch.ts';
import { failureOf } from './failure-of.ts';

type Options = Parameters<typeof streamingSource>[0];

/** Without waits that a test would have to sit out: a word from the server is enough for a connection to have lasted. */
const quick = (more: Partial<Options> = {}): ReturnType<typeof streamingSource> =>
  streamingSource({
    subscribeMailbox: createSubscribeMailbox(),
    now: () => performance.now(),
    random: () => 0,
    firstMs: 2,
    mostMs: 10,
    silenceMs: 20_000,
    steadyMs: 0,
    ...more,
  });

const alice = 'alice@example.test';
const deliver = ({ emulator }: Awaited<ReturnType<typeof startEmulatedWatch>>): string =>
  emulator.deliver(alice, 'inbox', mail('News'));

const newFolder = (parent: FolderTarget): CreateFolderInput => ({
  parent,
  folders: [{ element: 'Folder', properties: { displayName: 'Invoices' } }],
});

describe('a streaming watch', () => {
  it('has one subscription to all folders and one connection, and hints at what happens', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    deliver(watch);
    await watch.hintAfter(1);
    expect(watch.operations()).toEqual(['Subscribe', 'GetStreamingEvents']);
    expect(watch.emulator.requests[0]?.body).toContain('SubscribeToAllFolders="true"');
    expect(watch.emulator.requests[1]?.body).toContain('<m:ConnectionTimeout>15<');
  });

  it('ends with its connection and its subscription', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    expect(watch.emulator.notifications.open()).toHaveLength(1);
    await watch.end();
    expect(watch.emulator.notifications.open()).toEqual([]);
    expect(watch.operations()).toEqual(['Subscribe', 'GetStreamingEvents', 'Unsubscribe']);
    await expect.poll(() => watch.emulator.requests[1]?.aborted, patient).toBe(true);
  });

  it('takes signs of life for nothing else', async () => {
    let words = 0;
    const now = (): number => (words += 1);
    const watch = await startEmulatedWatch(quick({ now }), ({ emulator }) => {
      emulator.notifications.options.heartbeatMs = 2;
    });
    await expect.poll(() => words, patient).toBeGreaterThan(20);
    expect(watch.hints).toHaveLength(1);
  });

  it('names the new id of an item that was moved', async () => {
    const watch = await startEmulatedWatch(quick());
    const from = deliver(watch);
    await watch.hintAfter(0);
    const { session, folders } = await watch.open();
    const to = await session.call(createFolder, newFolder(folders.targetOfRole('INBOX')));
    const moved = await session.call(moveItem, { ids: [{ id: itemId(from) }], to });
    await expect.poll(() => watch.hints.flat(), patient).toEqual([{ from, to: moved?.id }]);
  });

  it('opens a lost connection again with the same subscription, and hints, for a gap may lie behind', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    expect(watch.emulator.notifications.breakStreams()).toBe(1);
    await watch.hintAfter(1);
    deliver(watch);
    await watch.hintAfter(2);
    expect(watch.operations()).toEqual(['Subscribe', 'GetStreamingEvents', 'GetStreamingEvents']);
    expect(watch.emulator.notifications.open()).toHaveLength(1);
  });

  it('opens the next connection when the time of one is over', async () => {
    const watch = await startEmulatedWatch(quick({ connectionMinutes: 1 }), ({ emulator }) => {
      emulator.notifications.options.minuteMs = 20;
    });
    await watch.hintAfter(2);
    expect(watch.operations().slice(0, 3)).toEqual(['Subscribe', 'GetStreamingEvents', 'GetStreamingEvents']);
  });

  it('takes a connection that has gone silent for dead', async () => {
    const watch = await startEmulatedWatch(quick({ silenceMs: 250 }), ({ emulator }) => {
      emulator.notifications.options.heartbeatMs = 20;
      emulator.faults.add({ kind: 'muteStream', operation: 'GetStreamingEvents', envelopes: 1 });
    });
    await watch.hintAfter(1);
    deliver(watch);
    await watch.hintAfter(2);
    expect(watch.operations().slice(0, 3)).toEqual(['Subscribe', 'GetStreamingEvents', 'GetStreamingEvents']);
  });

  it('subscribes anew when the server has forgotten the subscription', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    watch.emulator.notifications.loseSubscriptions();
    await expect.poll(() => watch.emulator.notifications.open().length, patient).toBe(1);
    const { length } = watch.hints;
    deliver(watch);
    await watch.hintAfter(length);
    expect(watch.operations()).toEqual([
      'Subscribe',
      'GetStreamingEvents',
      'GetStreamingEvents',
      'Subscribe',
      'GetStreamingEvents',
    ]);
  });

  it('hints when the server has missed events, and goes on', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    watch.emulator.notifications.breakStreams();
    deliver(watch);
    watch.emulator.notifications.forgetEvents(alice);
    await expect
      .poll(watch.operations, patient)
      .toEqual([
        'Subscribe',
        'GetStreamingEvents',
        'GetStreamingEvents',
        'GetStreamingEvents',
        'Subscribe',
        'GetStreamingEvents',
      ]);
    // One with each connection, and one for what was missed.
    await expect.poll(() => watch.hints.length, patient).toBe(5);
  });

  it('waits for a server that is busy, at whatever call', async () => {
    const busy = { kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 1, times: 8 } as const;
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.faults.add({ ...busy, operation: 'Subscribe' });
      emulator.faults.add({ ...busy, operation: 'GetStreamingEvents' });
    });
    await watch.hintAfter(0);
    expect(watch.operations()).toEqual([...repeated(9, 'Subscribe'), ...repeated(9, 'GetStreamingEvents')]);
  });

  it('survives a server that cannot be reached for as long as that lasts', async () => {
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.faults.add({ kind: 'reset', times: 12 });
      emulator.faults.add({ kind: 'status', status: 503, times: 12 });
    });
    await watch.hintAfter(0);
    expect(watch.operations().slice(24)).toEqual(['Subscribe', 'GetStreamingEvents']);
  });

  it.each(['Subscribe', 'GetStreamingEvents'])('ends when the server has no %s', async (lacking) => {
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.serverOptions.withoutOperations.push(lacking);
    });
    expect(await failureOf(watch.ended)).toMatchObject({ lacking: 'operation', operation: lacking });
    expect(watch.emulator.notifications.open()).toEqual([]);
    expect(watch.hints).toEqual([]);
  });

  it('ends when the server has other kinds of subscriptions only', async () => {
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.notifications.options.withoutKinds.push('streaming');
    });
    expect(await failureOf(watch.ended)).toMatchObject({ responseCode: 'ErrorInvalidOperation' });
    expect(watch.operations().filter((name) => name === 'Subscribe')).toHaveLength(2);
  });

  it.each(['ErrorAccessDenied', 'ErrorExceededSubscriptionCount', 'ErrorNonExistentMailbox'])(
    'ends after one call that is refused with %s',
    async (responseCode) => {
      const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
        emulator.faults.add({ kind: 'itemError', operation: 'Subscribe', index: 0, responseCode });
      });
      expect(await failureOf(watch.ended)).toMatchObject({ responseCode });
      expect(watch.operations()).toEqual(['Subscribe']);
    },
  );

  it.each(['breakStream', 'reset'] as const)(
    'ends when only connections always fail (%s), and takes its subscription with it',
    async (kind) => {
      const watch = await startEmulatedWatch(quick({ mostDoubts: 3 }), ({ emulator }) => {
        const always = { operation: 'GetStreamingEvents', times: Number.POSITIVE_INFINITY };
        emulator.faults.add(kind === 'reset' ? { kind, ...always } : { kind, envelopes: 0, ...always });
      });
      expect(await failureOf(watch.ended)).toMatchObject({ operation: 'GetStreamingEvents' });
      expect(watch.operations()).toEqual(['Subscribe', ...repeated(3, 'GetStreamingEvents'), 'Unsubscribe']);
    },
  );

  it('ends when only connections are never answered, as by a proxy that holds back what is not whole', async () => {
    const { emulator, open } = await startFedMailbox();
    const late = new EwsError('timeout', 'GetStreamingEvents: no answer before the deadline');
    const watch = startWatch(quick({ mostDoubts: 3 }), async (signal) => {
      const mailbox = await open(signal);
      return { ...mailbox, session: { ...mailbox.session, open: () => Promise.reject(late) } };
    });
    expect(await failureOf(watch.ended)).toBe(late);
    expect(emulator.requests.map(({ operation }) => operation)).toEqual(['Subscribe', 'Unsubscribe']);
  });

  it('does not count lost connections that brought events', async () => {
    const watch = await startEmulatedWatch(quick({ mostDoubts: 2, steadyMs: 60_000 }));
    await watch.hintAfter(0);
    for (let cut = 0; cut < 5; cut += 1) {
      const { length } = watch.hints;
      deliver(watch);
      await watch.hintAfter(length);
      expect(watch.emulator.notifications.breakStreams()).toBe(1);
      await watch.hintAfter(length + 1);
    }
    await watch.end();
  });

  it('ends, and ends its subscription, when nobody who may listens any more', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    watch.leave();
    watch.emulator.notifications.breakStreams();
    await watch.ended;
    expect(watch.operations()).toEqual(['Subscribe', 'GetStreamingEvents', 'Unsubscribe']);
  });

  it.each(['Subscribe', 'GetStreamingEvents', 'Unsubscribe'])(
    'ends soon when the server does not answer %s',
    async (operation) => {
      const watch = await startEmulatedWatch(quick(), ({ emulator }) =>
        emulator.faults.add({ kind: 'hang', operation }),
      );
      await expect
        .poll(watch.operations, patient)
        .toContain(operation === 'Unsubscribe' ? 'GetStreamingEvents' : operation);
      // A subscription that may be made yet has to be waited for.
      await watch.end(operation === 'Subscribe' ? 50 : undefined);
      expect(watch.operations().at(-1)).toBe(operation === 'Subscribe' ? 'Subscribe' : 'Unsubscribe');
    },
  );

  it('names the folders one by one where all together are refused, and new ones as they come', async () => {
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.faults.add({
        kind: 'itemError',
        operation: 'Subscribe',
        index: 0,
        responseCode: 'ErrorInvalidSubscriptionRequest',
      });
    });
    await watch.hintAfter(0);
    deliver(watch);
    await watch.hintAfter(1);
    const { session, folders } = await watch.open();
    const before = watch.emulator.requests.length;
    await session.call(createFolder, newFolder(folders.targetOfRole('INBOX')));
    await expect
      .poll(() => watch.operations().slice(before), patient)
      .toEqual(['CreateFolder', 'Unsubscribe', 'FindFolder', 'Subscribe', 'GetStreamingEvents']);
    expect(watch.emulator.notifications.open()).toHaveLength(1);
  });
});
