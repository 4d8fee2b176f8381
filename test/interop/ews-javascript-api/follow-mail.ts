import {
  ChangeType,
  ConflictResolutionMode,
  DeleteMode,
  type EmailMessage,
  EventType,
  type ExchangeService,
  Folder,
  type FolderChange,
  FolderId,
  type GetEventsResults,
  type ItemChange,
  ItemEvent,
  type NotificationEvent,
  PropertySet,
  StreamingSubscriptionConnection,
  SyncFolderItemsScope,
  Uri,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { startReceiver } from '../../emulator/push-receiver.ts';
import { sendShort } from './change-mail.ts';
import { itemNamed } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';

const { Inbox, MsgFolderRoot } = WellKnownFolderName;
const { Create, Update, Delete, ReadFlagChange } = ChangeType;

/** A whole inbox and all folders once, then nothing but what changed since: arrived, read, changed, removed; made, renamed and removed folders. */
export const synchronise = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const first = await itemChanges(bob, fromNow);
  const { TotalCount: total } = await Folder.Bind(bob, Inbox);
  expect(first.changes).toHaveLength(total);
  expect(first.changes.every(({ ChangeType: type }) => type === Create)).toBe(true);
  expect(new Set(first.changes.map(({ ItemId: id }) => id.UniqueId)).size).toBe(total);
  expect((await itemChanges(bob, first.state)).changes).toEqual([]);

  await sendShort(world.service('alice'), 'Sync: changed');
  await sendShort(world.service('alice'), 'Sync: removed at once');
  const changed = await itemNamed<EmailMessage>(bob, Inbox, 'Sync: changed');
  await (await itemNamed(bob, Inbox, 'Sync: removed at once')).Delete(DeleteMode.HardDelete);
  const arrived = await itemChanges(bob, first.state);
  expect(told(arrived.changes)).toEqual([[Create, changed.Id.UniqueId]]);

  changed.IsRead = true;
  await changed.Update(ConflictResolutionMode.AutoResolve);
  const read = await itemChanges(bob, arrived.state);
  expect(told(read.changes)).toEqual([[ReadFlagChange, changed.Id.UniqueId]]);
  expect(read.changes[0]?.IsRead).toBe(true);

  changed.Categories.Add('Synchronised');
  await changed.Update(ConflictResolutionMode.AutoResolve);
  const updated = await itemChanges(bob, read.state);
  expect(told(updated.changes)).toEqual([[Update, changed.Id.UniqueId]]);
  await changed.Delete(DeleteMode.MoveToDeletedItems);
  expect(told((await itemChanges(bob, updated.state)).changes)).toEqual([[Delete, changed.Id.UniqueId]]);

  const folders = await folderChanges(bob, fromNow);
  const { mailbox } = await world.ask<{ readonly mailbox: { readonly folders: readonly { readonly name: string }[] } }>(
    `query ($address: EmailAddress!) { mailbox(address: $address) {
      folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, OTHER, SEARCH]) { name } } }`,
    { address: addressOf('bob') },
  );
  expect(folders.changes.map(({ Folder: folder }) => folder.DisplayName).toSorted()).toEqual(
    mailbox.folders.map(({ name }) => name).toSorted(),
  );
  const made = new Folder(bob);
  made.DisplayName = 'Synchronised';
  await made.Save(Inbox);
  const one = await folderChanges(bob, folders.state);
  expect(one.changes.map((change) => [change.ChangeType, change.Folder.DisplayName])).toEqual([
    [Create, 'Synchronised'],
  ]);
  made.DisplayName = 'Renamed';
  await made.Update();
  const two = await folderChanges(bob, one.state);
  expect(two.changes.map((change) => [change.ChangeType, change.Folder.DisplayName])).toEqual([[Update, 'Renamed']]);
  await made.Delete(DeleteMode.HardDelete);
  const three = await folderChanges(bob, two.state);
  expect(three.changes.map((change) => [change.ChangeType, change.FolderId.UniqueId])).toEqual([
    [Delete, made.Id.UniqueId],
  ]);
};

/** A connection that stays open tells of mail that arrives, and of its removal. */
export const receiveByStreaming = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const subscription = await bob.SubscribeToStreamingNotifications([new FolderId(Inbox)], ...wanted);
  const connection = new StreamingSubscriptionConnection(bob, 1);
  const happened: NotificationEvent[] = [];
  const failures: unknown[] = [];
  connection.AddSubscription(subscription);
  connection.OnNotificationEvent.push((_, { Events: events, Subscription: { Id: id } }) => {
    expect(id).toBe(subscription.Id);
    happened.push(...events);
  });
  connection.OnSubscriptionError.push((_, { Exception: exception }) => void failures.push(exception));
  // It settles only when the server ends the connection.
  connection.Open().catch((error: unknown) => void failures.push(error));
  try {
    await sendShort(world.service('alice'), 'Streamed');
    const message = await itemNamed(bob, Inbox, 'Streamed');
    // The client looks at one envelope for each piece that arrives, and there may be several in one: other messages bring other pieces.
    const told = async (): Promise<readonly EventType[]> => {
      await sendShort(world.service('alice'), 'Another piece');
      return eventsOf(happened, message.Id.UniqueId);
    };
    await expect.poll(told, patience).toContain(EventType.NewMail);
    await message.Delete(DeleteMode.HardDelete);
    await expect.poll(told, patience).toContain(EventType.Deleted);
    expect(failures).toEqual([]);
  } finally {
    connection.Close();
  }
  await subscription.Unsubscribe();
};

/** Milliseconds. */
const patience = { timeout: 30_000, interval: 250 };

/** The client subscribes a listener of the test's own, which is told of mail that arrives. */
export const receiveByPush = async (world: MailWorld): Promise<void> => {
  const receiver = await startReceiver();
  const bob = world.service('bob');
  const subscription = await bob.SubscribeToPushNotifications(
    [new FolderId(Inbox)],
    new Uri(receiver.url),
    1,
    fromNow,
    ...wanted,
  );
  expect(subscription.Id).not.toBe('');
  await sendShort(world.service('alice'), 'Pushed');
  const { Id: id } = await itemNamed(bob, Inbox, 'Pushed');
  await expect.poll(() => receiver.bodies.join('')).toContain(id.UniqueId);
  const told = receiver.bodies.find((body) => body.includes(id.UniqueId)) ?? '';
  expect(told).toContain(`<t:SubscriptionId>${subscription.Id}</t:SubscriptionId>`);
  expect(told).toMatch(/<t:NewMailEvent>/);
  receiver.verdict = 'Unsubscribe';
};

/** Asking what happened tells it once, in its order. */
export const receiveByPull = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const subscription = await bob.SubscribeToPullNotifications([new FolderId(Inbox)], 5, fromNow, ...wanted);
  const happened = async (): Promise<GetEventsResults> => await subscription.GetEvents();
  expect((await happened()).ItemEvents).toEqual([]);
  await sendShort(world.service('alice'), 'Pulled');
  const message = await itemNamed(bob, Inbox, 'Pulled');
  await message.Delete(DeleteMode.HardDelete);
  const { ItemEvents: events } = await happened();
  const types = events
    .filter((event) => event.ItemId.UniqueId === message.Id.UniqueId)
    .map(({ EventType: type }) => type);
  expect(types).toContain(EventType.NewMail);
  expect(types.at(-1)).toBe(EventType.Deleted);
  expect((await happened()).ItemEvents).toEqual([]);
  await subscription.Unsubscribe();
  await expect(happened()).rejects.toThrow();
};

/** The package's types leave no room for the null that stands for no watermark and no state. */
const fromNow = null as unknown as string;

const wanted = [EventType.NewMail, EventType.Created, EventType.Deleted];

const eventsOf = (happened: readonly NotificationEvent[], id: string): readonly EventType[] =>
  happened
    .filter((event) => event instanceof ItemEvent && event.ItemId.UniqueId === id)
    .map(({ EventType: type }) => type);

interface Changes<Kind> {
  readonly changes: readonly Kind[];
  readonly state: string;
}

const told = (changes: readonly ItemChange[]): readonly (readonly [ChangeType, string])[] =>
  changes.map(({ ChangeType: type, ItemId: id }) => [type, id.UniqueId]);

const itemChanges = async (service: ExchangeService, since: string): Promise<Changes<ItemChange>> => {
  const changes: ItemChange[] = [];
  for (let state = since; ;) {
    const page = await service.SyncFolderItems(
      new FolderId(Inbox),
      PropertySet.IdOnly,
      [],
      50,
      SyncFolderItemsScope.NormalItems,
      state,
    );
    changes.push(...page.GetEnumerator());
    state = page.SyncState;
    if (!page.MoreChangesAvailable) return { changes, state };
  }
};

const folderChanges = async (service: ExchangeService, since: string): Promise<Changes<FolderChange>> => {
  const page = await service.SyncFolderHierarchy(new FolderId(MsgFolderRoot), PropertySet.FirstClassProperties, since);
  expect(page.MoreChangesAvailable).toBe(false);
  return { changes: page.GetEnumerator(), state: page.SyncState };
};
