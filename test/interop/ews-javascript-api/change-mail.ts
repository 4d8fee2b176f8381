import {
  ConflictResolutionMode,
  DeleteMode,
  EmailMessage,
  EmailMessageSchema,
  ExtendedPropertyDefinition,
  Folder,
  type ExchangeService,
  FolderId,
  Importance,
  ItemSchema,
  MapiPropertyType,
  MessageBody,
  MessageDisposition,
  PropertySet,
  BasePropertySet,
  SendInvitationsOrCancellationsMode,
  ServiceError,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { itemNamed, itemsNamed } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { shownMessage, shownMessages } from './shown-message.ts';

const { Inbox, DeletedItems, RecoverableItemsDeletions } = WellKnownFolderName;

/** Into a folder of its own, one and several at once; a copy stays where it was. */
export const move = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const subjects = ['Move 1', 'Move 2', 'Move 3', 'Copy 1'];
  const [first, second, third, copied] = (await arrivals(world, subjects)) as Four;
  const folder = new Folder(bob);
  folder.DisplayName = 'Moved by a stranger';
  await folder.Save(Inbox);

  const moved = await first.Move(folder.Id);
  const { OverallResult: result } = await bob.MoveItems([second.Id, third.Id], folder.Id);
  expect(result).toBe(0);
  await copied.Copy(folder.Id);

  expect(moved.Id.UniqueId).not.toBe(first.Id.UniqueId);
  const bound = await EmailMessage.Bind(bob, moved.Id);
  expect([bound.Subject, bound.ParentFolderId.UniqueId]).toEqual(['Move 1', folder.Id.UniqueId]);
  const place = [{ path: '/Inbox/Moved by a stranger' }];
  const there = await shownMessages(world, 'bob', { in: place });
  expect(there.map(({ subject }) => subject).toSorted()).toEqual([...subjects].toSorted());
  for (const subject of ['Move 1', 'Move 2', 'Move 3']) expect(await itemsNamed(bob, Inbox, subject)).toEqual([]);
  expect((await shownMessage(world, 'bob', 'Copy 1')).folder.path).toBe('/Inbox');
  const reloaded = await Folder.Bind(bob, folder.Id);
  expect([reloaded.TotalCount, reloaded.UnreadCount]).toEqual([4, 4]);
};

/** In each of the three ways: to the bin, to what can be recovered, and for good. */
export const remove = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const subjects = ['Delete to the bin', 'Delete softly', 'Delete for good'];
  const [binned, soft, hard] = (await arrivals(world, subjects)) as Three;
  await binned.Delete(DeleteMode.MoveToDeletedItems);
  await soft.Delete(DeleteMode.SoftDelete);
  await hard.Delete(DeleteMode.HardDelete);

  for (const subject of subjects) expect(await itemsNamed(bob, Inbox, subject)).toEqual([]);
  const placesOf = async (subject: string): Promise<readonly number[]> => [
    (await itemsNamed(bob, DeletedItems, subject)).length,
    (await itemsNamed(bob, RecoverableItemsDeletions, subject)).length,
  ];
  expect(await placesOf('Delete to the bin')).toEqual([1, 0]);
  expect(await placesOf('Delete softly')).toEqual([0, 1]);
  expect(await placesOf('Delete for good')).toEqual([0, 0]);
  await expect(EmailMessage.Bind(bob, hard.Id)).rejects.toMatchObject({ ErrorCode: ServiceError.ErrorItemNotFound });
  expect(await shownMessages(world, 'bob', { filter: { subject: { startsWith: 'Delete ' } } })).toEqual([]);
  const bin = await shownMessage(world, 'bob', 'Delete to the bin', [{ role: 'DELETED_ITEMS' }]);
  expect(bin.from).toEqual({ address: addressOf('alice') });
};

/** Read, flagged, sorted into categories and made important, one and several at once; what others did meanwhile stays. */
export const flagAndMarkRead = async (world: MailWorld): Promise<void> => {
  const bob = world.service('bob');
  const [one, two, three] = (await arrivals(world, ['Flag 1', 'Flag 2', 'Flag 3'])) as Three;
  one.IsRead = true;
  one.Importance = Importance.High;
  one.Categories.AddRange(['Red', 'To do']);
  // Exchange2010_SP2 has no t:Flag; Outlook's property is what there is: PidTagFlagStatus, [MS-OXOFLAG] 2.2.1.1.
  one.SetExtendedProperty(flagStatus, 2);
  await one.Update(ConflictResolutionMode.AutoResolve);
  for (const message of [two, three]) message.IsRead = true;
  const { OverallResult: result } = await bob.UpdateItems(
    [two, three],
    new FolderId(Inbox),
    ConflictResolutionMode.AutoResolve,
    MessageDisposition.SaveOnly,
    SendInvitationsOrCancellationsMode.SendToNone,
  );
  expect(result).toBe(0);

  const shown = await shownMessage(world, 'bob', 'Flag 1');
  expect(shown).toMatchObject({
    isRead: true,
    importance: 'HIGH',
    flag: { status: 'FLAGGED' },
    categories: ['Red', 'To do'],
  });
  for (const subject of ['Flag 2', 'Flag 3']) {
    expect(await shownMessage(world, 'bob', subject)).toMatchObject({ isRead: true, flag: { status: 'NOT_FLAGGED' } });
  }

  // The gateway changes the message; the client's own copy is older, and its change goes through beside it.
  await world.ask(
    `mutation ($mailbox: EmailAddress!, $id: ID!) {
      updateMessages(input: { mailbox: $mailbox, ids: [$id], patch: { setCategories: ["Blue"] } }) { succeeded } }`,
    { mailbox: addressOf('bob'), id: shown.id },
  );
  one.IsRead = false;
  one.SetExtendedProperty(flagStatus, 1);
  await one.Update(ConflictResolutionMode.AutoResolve);
  const wanted = new PropertySet(BasePropertySet.IdOnly, ItemSchema.Categories, EmailMessageSchema.IsRead, flagStatus);
  const again = await EmailMessage.Bind(bob, one.Id, wanted);
  expect(again.Categories.GetEnumerator()).toEqual(['Blue']);
  expect(again.IsRead).toBe(false);
  expect(again.ExtendedProperties.GetEnumerator().map(({ Value: value }) => value as number)).toEqual([1]);
  expect((await shownMessage(world, 'bob', 'Flag 1')).flag.status).toBe('COMPLETE');
};

type Three = readonly [EmailMessage, EmailMessage, EmailMessage];
type Four = readonly [...Three, EmailMessage];

const flagStatus = new ExtendedPropertyDefinition(0x10_90, MapiPropertyType.Integer);

/** Messages that alice sends to bob now, as bob's client reads them; there is one for each subject. */
const arrivals = async (world: MailWorld, subjects: readonly string[]): Promise<readonly EmailMessage[]> => {
  const found: EmailMessage[] = [];
  for (const subject of subjects) {
    await sendShort(world.service('alice'), subject);
    found.push(await itemNamed<EmailMessage>(world.service('bob'), Inbox, subject));
  }
  return found;
};

/** Sends bob a line. */
export const sendShort = async (service: ExchangeService, subject: string): Promise<void> => {
  const message = new EmailMessage(service);
  message.Subject = subject;
  message.Body = new MessageBody(`About ${subject}.`);
  message.ToRecipients.Add(addressOf('bob'));
  await message.Send();
};
