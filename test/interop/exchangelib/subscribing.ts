import { expect } from 'vitest';
import { change } from '../ask-gateway.ts';
import { messageOf, messagesOf } from './graphql-mailbox.ts';
import { alice, bob, type Part, type ReadMessage, type Stage } from './stage.ts';

/** What happens in bob's inbox while GraphQL is what changes it, told to exchangelib in the four ways there are. */
export const trySubscribing: Part = ({ works }, stage) => {
  works('synchronise', async () => {
    const { journey, driver } = stage();
    const sync = (): Promise<readonly SyncedChange[]> => driver.run('sync_items', bob, { where: 'inbox' });
    const first = await sync();
    expect(first.map(({ kind }) => kind)).toEqual(first.map(() => 'create'));
    const held = await messagesOf(journey, bob, { place: 'INBOX' });
    expect(first.map(({ subject }) => (subject ?? '').slice(0, 200)).toSorted()).toEqual(
      held.map(({ subject }) => (subject ?? '').slice(0, 200)).toSorted(),
    );
    expect(await sync()).toEqual([]);

    const subject = 'Synchronised';
    await sendTo(stage(), bob, subject);
    const [created] = await sync();
    expect(created).toMatchObject({ kind: 'create', subject });
    const { id } = await messageOf(journey, bob, { subject }, 'INBOX');
    const set = (patch: object): Promise<unknown> =>
      change(journey, 'updateMessages', 'succeeded', { mailbox: bob, ids: [id], patch });
    await set({ isRead: true });
    expect(await sync()).toEqual([{ kind: 'read_flag_change', id: created?.id, isRead: true }]);
    await set({ setCategories: ['Boats'] });
    expect(await sync()).toEqual([{ kind: 'update', id: created?.id, subject }]);
    await change(journey, 'deleteMessages', 'succeeded', { mailbox: bob, ids: [id], mode: 'MOVE_TO_DELETED_ITEMS' });
    expect(await sync()).toEqual([{ kind: 'delete', id: created?.id }]);
    expect(await sync()).toEqual([]);

    const hierarchy = (): Promise<readonly object[]> => driver.run('sync_hierarchy', bob);
    expect((await hierarchy()).length).toBeGreaterThan(10);
    expect(await hierarchy()).toEqual([]);
    const { folder } = await change<{ readonly folder: { readonly id: string } }>(
      journey,
      'createFolder',
      'folder { id }',
      { mailbox: bob, name: 'Hulls', parent: { role: 'INBOX' } },
    );
    expect(await hierarchy()).toContainEqual({ kind: 'create', name: 'Hulls' });
    await change(journey, 'updateFolder', 'folder { id }', { id: folder.id, name: 'Hulls and oars' });
    expect(await hierarchy()).toContainEqual({ kind: 'update', name: 'Hulls and oars' });
  });

  works('subscribe and receive: streaming', async () => {
    const { journey, driver } = stage();
    const place = { where: 'inbox' };
    const subscription = await driver.run<string>('subscribe_to_streaming', bob, place);
    const told = driver.run<readonly ToldEvent[]>('stream', bob, { ...place, subscription, until: 'NewMailEvent' });
    const isOpen = (): boolean => journey.emulator.requests.some(({ operation }) => operation === 'GetStreamingEvents');
    await expect.poll(isOpen, { timeout: 30_000 }).toBe(true);
    await sendTo(stage(), bob, 'Streamed');
    const events = await told;
    const itemId = await idOf(stage(), 'Streamed');
    expect(of(events, 'NewMailEvent')).toEqual([itemId]);
    expect(of(events, 'CreatedEvent')).toEqual([itemId]);
    await driver.run('unsubscribe', bob, { ...place, subscription });
    await expect(driver.run('stream', bob, { ...place, subscription, until: 'NewMailEvent' })).rejects.toThrow(
      'ErrorSubscriptionNotFound',
    );
  });

  works('subscribe and receive: push', async () => {
    const { driver } = stage();
    await driver.run('subscribe_to_push', bob, { where: 'inbox' });
    await sendTo(stage(), bob, 'Pushed');
    const itemId = await idOf(stage(), 'Pushed');
    const pushed = async (): Promise<readonly unknown[]> =>
      of(await driver.run<readonly ToldEvent[]>('pushed_events', bob), 'NewMailEvent');
    await expect.poll(pushed, { timeout: 30_000 }).toEqual([itemId]);
    // The second comes only because the first was answered.
    await sendTo(stage(), bob, 'Pushed again');
    await expect.poll(pushed, { timeout: 30_000 }).toEqual([itemId, await idOf(stage(), 'Pushed again')]);
  });

  works('subscribe and receive: pull', async () => {
    const { journey, driver } = stage();
    const place = { where: 'inbox' };
    const [subscription, begin] = await driver.run<readonly [string, string]>('subscribe_to_pull', bob, place);
    const pull = (watermark: string): Promise<readonly ToldEvent[]> =>
      driver.run('get_events', bob, { ...place, subscription, watermark });
    expect(await pull(begin)).toEqual([]);
    await sendTo(stage(), bob, 'Pulled');
    const itemId = await idOf(stage(), 'Pulled');
    const arrived = await pull(begin);
    expect(of(arrived, 'NewMailEvent')).toEqual([itemId]);
    const { id } = await messageOf(journey, bob, { subject: 'Pulled' }, 'INBOX');
    await change(journey, 'updateMessages', 'succeeded', { mailbox: bob, ids: [id], patch: { isRead: true } });
    await change(journey, 'deleteMessages', 'succeeded', { mailbox: bob, ids: [id], mode: 'MOVE_TO_DELETED_ITEMS' });
    const later = await pull(arrived.at(-1)?.watermark ?? '');
    expect(of(later, 'ModifiedEvent')).toContain(itemId);
    expect(of(later, 'MovedEvent')).toHaveLength(1);
    expect(of(later, 'NewMailEvent')).toEqual([]);
    await driver.run('unsubscribe', bob, { ...place, subscription });
    await expect(pull(begin)).rejects.toThrow('ErrorSubscriptionNotFound');
  });
};

interface SyncedChange {
  readonly kind: string;
  readonly id: string;
  readonly subject?: string | null;
  readonly isRead?: boolean;
}

interface ToldEvent {
  readonly kind: string;
  readonly watermark: string | null;
  readonly itemId: string | null;
}

/** What events of a kind happened to; without those of folders. */
const of = (events: readonly ToldEvent[], wanted: string): readonly string[] =>
  events.flatMap(({ kind, itemId }) => (kind === wanted && itemId !== null ? [itemId] : []));

/** The id that exchangelib has for bob's only message with that subject. */
const idOf = async ({ driver }: Stage, subject: string): Promise<string> =>
  (await driver.run<ReadMessage>('read', bob, { where: 'inbox', subject })).id;

/** Lets alice send something by GraphQL. */
const sendTo = ({ journey }: Stage, to: string, subject: string): Promise<unknown> =>
  change(journey, 'sendMessage', 'submission { status }', {
    mailbox: alice,
    message: { subject, to: [{ address: to }], body: { text: 'News from the boathouse.' } },
  });
