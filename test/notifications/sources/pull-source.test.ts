import { describe, expect, it } from 'vitest';
import { EwsError } from '../../../src/ews/errors.ts';
import type { EwsSession } from '../../../src/ews/operation.ts';
import type { GetEventsInput } from '../../../src/ews/operations/get-events.ts';
import { createFolder, type CreateFolderInput } from '../../../src/ews/operations/create-folder.ts';
import { moveItem } from '../../../src/ews/operations/move-item.ts';
import type { Subscription } from '../../../src/ews/operations/subscribe.ts';
import { itemId, type FolderTarget } from '../../../src/ews/properties/id.ts';
import type { OpenedMailbox } from '../../../src/mailbox/open-mailbox.ts';
import { pullSource } from '../../../src/notifications/sources/pull-source.ts';
import { createSubscribeMailbox } from '../../../src/notifications/sources/subscribe-mailbox.ts';
import { mail } from '../../emulator/small-organization.ts';
import { startFedMailbox } from '../../mailbox/feed/fed-mailbox.ts';
import { patient, startEmulatedWatch, startWatch } from './start-watch.ts';
import { failureOf } from './failure-of.ts';

type Options = Parameters<typeof pullSource>[0];

const quick = (more: Partial<Options> = {}): ReturnType<typeof pullSource> =>
  pullSource({
    subscribeMailbox: createSubscribeMailbox(),
    random: () => 0,
    firstMs: 2,
    mostMs: 10,
    soonMs: 2,
    lateMs: 10,
    ...more,
  });

const alice = 'alice@example.test';
const deliver = ({ emulator }: Awaited<ReturnType<typeof startEmulatedWatch>>, subject = 'News'): string =>
  emulator.deliver(alice, 'inbox', mail(subject));

const newFolder = (parent: FolderTarget): CreateFolderInput => ({
  parent,
  folders: [{ element: 'Folder', properties: { displayName: 'Kept' } }],
});

const count = (operations: readonly string[], name: string): number =>
  operations.filter((operation) => operation === name).length;

describe('a pull watch', () => {
  it('has one subscription to all folders, asks again and again, and hints at what happens', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    await expect.poll(() => count(watch.operations(), 'GetEvents'), patient).toBeGreaterThan(3);
    // Nothing has happened yet, whatever a status says.
    expect(watch.hints).toHaveLength(1);
    deliver(watch);
    await watch.hintAfter(1);
    expect(watch.emulator.requests[0]?.body).toContain('SubscribeToAllFolders="true"');
    expect(count(watch.operations(), 'Subscribe')).toBe(1);
  });

  it('ends its subscription', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    expect(watch.emulator.notifications.open()).toHaveLength(1);
    await watch.end();
    expect(watch.emulator.notifications.open()).toEqual([]);
  });

  it('ends, and ends its subscription, when nobody who may listens any more', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    watch.leave();
    await watch.ended;
    expect(watch.emulator.notifications.open()).toEqual([]);
  });

  it('asks often again after events', async () => {
    const watch = await startEmulatedWatch(quick({ soonMs: 2, lateMs: 600_000 }));
    const asked = (): number => count(watch.operations(), 'GetEvents');
    for (let round = 0; round < 8; round += 1) {
      const { length } = watch.hints;
      deliver(watch);
      await watch.hintAfter(length);
      const before = asked();
      // Waits that went on growing from round to round would come to an hour.
      await expect.poll(asked, patient).toBeGreaterThan(before + 4);
    }
  });

  it('asks at once for what one answer did not hold', async () => {
    let waits = 0;
    let act = (): void => undefined;
    // Called for each wait but none before a question that follows at once.
    const random = (): number => {
      waits += 1;
      if (waits < 3) return 0;
      if (waits > 3) return 1_000_000;
      act();
      return 0;
    };
    const watch = await startEmulatedWatch(quick({ random }), ({ emulator }) => {
      act = () => {
        for (let item = 0; item < 120; item += 1) emulator.deliver(alice, 'inbox', mail(`News ${item}`));
      };
    });
    await expect.poll(() => waits, patient).toBe(4);
    const asked = count(watch.operations(), 'GetEvents');
    expect(asked).toBeGreaterThan(6);
    expect(watch.hints).toHaveLength(asked - 3 + 1);
  });

  it('names the new id of an item that was moved', async () => {
    const watch = await startEmulatedWatch(quick());
    const from = deliver(watch);
    await watch.hintAfter(0);
    const { session, folders } = await watch.open();
    const parent = folders.targetOfRole('INBOX');
    const to = await session.call(createFolder, newFolder(parent));
    const moved = await session.call(moveItem, { ids: [{ id: itemId(from) }], to });
    await expect.poll(() => watch.hints.flat(), patient).toEqual([{ from, to: moved?.id }]);
  });

  it.each([
    [
      'has forgotten the subscription',
      (watch: Awaited<ReturnType<typeof startEmulatedWatch>>) => watch.emulator.notifications.loseSubscriptions(),
    ],
    [
      'does not know the watermark any more',
      (watch: Awaited<ReturnType<typeof startEmulatedWatch>>) => {
        deliver(watch);
        watch.emulator.notifications.forgetEvents(alice);
      },
    ],
  ])('subscribes anew, and hints, when the server %s', async (_, lose) => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    lose(watch);
    await expect.poll(() => count(watch.operations(), 'Subscribe'), patient).toBe(2);
    await watch.hintAfter(1);
    expect(watch.emulator.requests.findLast(({ operation }) => operation === 'Subscribe')?.body).not.toContain(
      'Watermark',
    );
    const { length } = watch.hints;
    deliver(watch);
    await watch.hintAfter(length);
  });

  it('misses nothing while the server is busy or cannot be reached', async () => {
    const watch = await startEmulatedWatch(quick());
    await watch.hintAfter(0);
    const { length } = watch.hints;
    watch.emulator.faults.add({ kind: 'fault', responseCode: 'ErrorServerBusy', backOffMs: 1, times: 8 });
    watch.emulator.faults.add({ kind: 'reset', times: 8 });
    watch.emulator.faults.add({ kind: 'status', status: 503, times: 8 });
    deliver(watch);
    await watch.hintAfter(length);
    expect(count(watch.operations(), 'Subscribe')).toBe(1);
  });

  it('hints after a lost answer where the server keeps no watermarks', async () => {
    const fed = await startFedMailbox();
    fed.emulator.open(alice);
    const watch = startWatch(quick(), async (signal) => withoutWatermarks(await fed.open(signal)));
    await watch.hintAfter(0);
    fed.emulator.deliver(alice, 'inbox', mail('One'));
    await watch.hintAfter(1);
    const { length } = watch.hints;
    fed.emulator.faults.add({ kind: 'lose', operation: 'GetEvents' });
    await watch.hintAfter(length);
    expect(fed.emulator.requests.filter(({ operation }) => operation === 'Subscribe')).toHaveLength(1);
  });

  it('gives up when no subscription is known a moment later', async () => {
    const watch = await startEmulatedWatch(quick({ mostDoubts: 3 }), ({ emulator }) => {
      emulator.faults.add({
        kind: 'itemError',
        operation: 'GetEvents',
        index: 0,
        responseCode: 'ErrorSubscriptionNotFound',
        times: Number.POSITIVE_INFINITY,
      });
    });
    expect(await failureOf(watch.ended)).toMatchObject({ responseCode: 'ErrorSubscriptionNotFound' });
  });

  it.each(['Subscribe', 'GetEvents'])('ends when the server has no %s', async (lacking) => {
    const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
      emulator.serverOptions.withoutOperations.push(lacking);
    });
    expect(await failureOf(watch.ended)).toMatchObject({ lacking: 'operation', operation: lacking });
    expect(watch.emulator.notifications.open()).toEqual([]);
  });

  it.each(['ErrorAccessDenied', 'ErrorExceededSubscriptionCount'])(
    'ends when it is refused with %s',
    async (responseCode) => {
      const watch = await startEmulatedWatch(quick(), ({ emulator }) => {
        emulator.faults.add({ kind: 'itemError', operation: 'Subscribe', index: 0, responseCode });
      });
      const failure = await failureOf(watch.ended);
      expect(failure).toBeInstanceOf(EwsError);
      expect(failure).toMatchObject({ responseCode });
      expect(watch.operations()).toEqual(['Subscribe']);
    },
  );
});

/** As gromox is: it remembers by itself how far a subscription was read. */
const withoutWatermarks = (mailbox: OpenedMailbox): OpenedMailbox => {
  const call = async (operation: { readonly name: string }, input: unknown): Promise<unknown> => {
    const asked =
      operation.name === 'GetEvents' ? { ...(input as GetEventsInput), watermark: rememberedWatermark.last } : input;
    const answer: unknown = await mailbox.session.call(operation as never, asked);
    if (operation.name !== 'Subscribe' && operation.name !== 'GetEvents') return answer;
    rememberedWatermark.last = (answer as Subscription).watermark ?? rememberedWatermark.last;
    return { ...(answer as Subscription), watermark: undefined };
  };
  return { ...mailbox, session: { ...mailbox.session, call: call as EwsSession['call'] } };
};
const rememberedWatermark: { last: string | undefined } = { last: undefined };
