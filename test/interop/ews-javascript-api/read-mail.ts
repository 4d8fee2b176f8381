import { createHash } from 'node:crypto';
import {
  type Attachment,
  BasePropertySet,
  BodyType,
  ComparisonMode,
  ContainmentMode,
  type EmailMessage,
  EmailMessageSchema,
  type ExchangeService,
  FileAttachment,
  type Folder,
  FolderTraversal,
  FolderView,
  type Item,
  ItemAttachment,
  ItemSchema,
  LogicalOperator,
  PropertySet,
  SearchFilter,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect } from 'vitest';
import { everyItem, isRead, plainLines } from './found-items.ts';
import { addressOf } from '../people.ts';
import type { MailWorld } from './mail-world.ts';
import { bodyFields, contentShown, listedMessages, shownMessages, type ShownMessage } from './shown-message.ts';

/** All folders of a mailbox with their places, kinds and counts, as the gateway tells them. */
export const listFolders = async (world: MailWorld): Promise<void> => {
  const view = new FolderView(1000);
  view.Traversal = FolderTraversal.Deep;
  const { Folders: folders, TotalCount: total } = await world
    .service('alice')
    .FindFolders(WellKnownFolderName.MsgFolderRoot, view);
  const byId = new Map(folders.map((folder) => [folder.Id.UniqueId, folder]));
  const pathOf = (folder: Folder): string => {
    const parent = byId.get(folder.ParentFolderId.UniqueId);
    return `${parent === undefined ? '' : pathOf(parent)}/${folder.DisplayName.replaceAll('/', '%2F')}`;
  };
  expect(folders).toHaveLength(total);
  const { mailbox } = await world.ask<{
    readonly mailbox: { readonly folders: readonly { readonly path: string; readonly totalCount: number }[] };
  }>(
    `query ($address: EmailAddress!) { mailbox(address: $address) {
      folders(kinds: [MAIL, CALENDAR, CONTACTS, TASKS, NOTES, OTHER, SEARCH]) { path totalCount } } }`,
    { address: addressOf('alice') },
  );
  expect(folders.map((folder) => `${pathOf(folder)} ${folder.TotalCount}`).toSorted()).toEqual(
    mailbox.folders.map(({ path, totalCount }) => `${path} ${totalCount}`).toSorted(),
  );
};

/** A long folder page by page, with nothing twice, nothing left out and in order. */
export const pageThrough = async (world: MailWorld): Promise<void> => {
  const { items, pages, totals } = await everyItem(world.service('alice'), WellKnownFolderName.Inbox);
  const listed = await listedMessages(world, 'alice', {});
  expect(items.length).toBeGreaterThanOrEqual(1_200);
  expect(totals.every((total) => total === listed.length)).toBe(true);
  expect(new Set(items.map(({ Id: id }) => id.UniqueId)).size).toBe(items.length);
  expect(pages.map(({ length }) => length).slice(0, -1)).toEqual(pages.slice(1).map(() => 100));
  for (const [index, page] of pages.entries()) {
    for (const kind of new Set(page.map(({ ItemClass: itemClass }) => itemClass))) {
      const times = timesOf(page.filter(({ ItemClass: itemClass }) => itemClass === kind));
      expect(times).toEqual(times.toSorted((one, other) => other - one));
    }
    const next = timesOf(pages[index + 1] ?? []);
    expect(Math.min(...timesOf(page))).toBeGreaterThanOrEqual(Math.max(...next));
  }
  expect(items.map(rowOf).toSorted()).toEqual(listed.map(shownRow).toSorted());
};

/**
 * Bodies of many messages at once, as text and as they are best, with equal words as the gateway reads. The client does not send
 * `RequestedBodyType = BodyType.HTML`, which is its 0, so that the server chooses then.
 */
export const readBodies = async (world: MailWorld): Promise<void> => {
  const service = world.service('alice');
  const { items } = await everyItem(service, WellKnownFolderName.Inbox);
  const read = items.slice(0, 80);
  const shown = new Map(
    (
      await shownMessages(world, 'alice', {}, { fields: `internetMessageId ${bodyFields}`, pageSize: 10, most: 100 })
    ).map((message) => [message.internetMessageId, message]),
  );
  for (const type of [BodyType.Text, BodyType.HTML]) {
    const wanted = new PropertySet(
      BasePropertySet.IdOnly,
      ItemSchema.Body,
      ItemSchema.Subject,
      EmailMessageSchema.InternetMessageId,
    );
    wanted.RequestedBodyType = type;
    const { OverallResult: result } = await service.LoadPropertiesForItems(read, wanted);
    expect(result).toBe(0);
    for (const message of read as EmailMessage[]) {
      const other = shown.get(message.InternetMessageId);
      expect(other, message.Subject).toBeDefined();
      if (type === BodyType.Text) expect(message.Body.BodyType, message.Subject).toBe(type);
      const text = message.Body.Text ?? '';
      if (message.Body.BodyType === BodyType.Text)
        expect(plainLines(text), message.Subject).toBe(plainLines(other?.text?.content ?? ''));
      else expect(wordsOf(text), message.Subject).toBe(wordsOf(other?.html?.content ?? ''));
    }
  }
};

/** Every attachment in the inbox: files byte for byte, messages in messages by their subject. */
export const readAttachments = async (world: MailWorld): Promise<void> => {
  const service = world.service('alice');
  const wanted = new SearchFilter.IsEqualTo(ItemSchema.HasAttachments, true);
  const { items } = await everyItem(service, WellKnownFolderName.Inbox, wanted);
  const shown = await shownMessages(world, 'alice', { filter: { hasAttachments: true } });
  expect(items).toHaveLength(shown.length);
  expect(items.length).toBeGreaterThan(10);
  await service.LoadPropertiesForItems([...items], new PropertySet(BasePropertySet.FirstClassProperties));
  const seen: string[] = [];
  for (const message of items as EmailMessage[]) {
    for (const attachment of message.Attachments.GetEnumerator())
      seen.push(`${message.InternetMessageId} ${await contentOf(service, attachment)}`);
  }
  const expected = await Promise.all(shown.map(contentsShown));
  expect(seen.toSorted()).toEqual(expected.flat().toSorted());
};

/** Filters of several kinds and a query string; each against a look at every message, or against the gateway. */
export const search = async (world: MailWorld): Promise<void> => {
  const service = world.service('alice');
  const inbox = WellKnownFolderName.Inbox;
  const { items: all } = await everyItem(service, inbox);
  const found = async (wanted: SearchFilter | string): Promise<readonly string[]> =>
    (await everyItem(service, inbox, wanted)).items.map(({ Id: id }) => id.UniqueId).toSorted();
  const scanned = (isWanted: (item: EmailMessage) => boolean): readonly string[] =>
    (all as readonly EmailMessage[])
      .filter(isWanted)
      .map(({ Id: id }) => id.UniqueId)
      .toSorted();
  const isInvoice = ({ Subject: subject }: Item): boolean => /invoice/i.test(subject ?? '');
  const invoices = new SearchFilter.ContainsSubstring(
    ItemSchema.Subject,
    'invoice',
    ContainmentMode.Substring,
    ComparisonMode.IgnoreCase,
  );
  const middle = all[Math.floor(all.length / 2)]?.DateTimeReceived;
  if (middle === undefined) throw new Error('the inbox is empty');
  const since = new SearchFilter.IsGreaterThanOrEqualTo(ItemSchema.DateTimeReceived, middle);
  const isSince = (item: Item): boolean => item.DateTimeReceived.TotalMilliSeconds >= middle.TotalMilliSeconds;
  const cases: readonly (readonly [SearchFilter, (item: EmailMessage) => boolean])[] = [
    [invoices, isInvoice],
    [isRead(false), (item) => !item.IsRead],
    [since, isSince],
    [new SearchFilter.Not(invoices), (item) => !isInvoice(item)],
    [new SearchFilter.Exists(ItemSchema.Categories), (item) => item.Categories.Count > 0],
    [
      new SearchFilter.SearchFilterCollection(LogicalOperator.And, [invoices, isRead(true), since]),
      (item) => isInvoice(item) && item.IsRead && isSince(item),
    ],
    [
      new SearchFilter.SearchFilterCollection(LogicalOperator.Or, [invoices, isRead(false)]),
      (item) => isInvoice(item) || !item.IsRead,
    ],
  ];
  for (const [filter, isWanted] of cases) {
    const expected = scanned(isWanted);
    expect(expected.length, filter.constructor.name).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
    expect(await found(filter), filter.constructor.name).toEqual(expected);
  }
  for (const query of ['invoice', 'subject:handbook', 'hasattachment:true', 'from:bob AND subject:review']) {
    const answered = await listedMessages(world, 'alice', { search: query });
    const { items } = await everyItem(service, inbox, query);
    expect(answered.length, query).toBeGreaterThan(0);
    expect(items.map(rowOf).toSorted(), query).toEqual(answered.map(shownRow).toSorted());
  }
  expect(await found('subject:invoice')).toEqual(scanned(isInvoice));
};

const timesOf = (items: readonly Item[]): readonly number[] =>
  items.map((item) => item.DateTimeReceived.TotalMilliSeconds);

/** The client takes white space off the ends of what it reads, and has null for an empty subject. */
const row = (time: number, subject: string | null): string =>
  `${new Date(time).toISOString()} ${(subject ?? '').trim()}`;

const rowOf = (item: Item): string => row(item.DateTimeReceived.TotalMilliSeconds, item.Subject);

const shownRow = ({ subject, receivedAt }: Pick<ShownMessage, 'subject' | 'receivedAt'>): string =>
  row(Date.parse(receivedAt), subject);

/** What a reader of HTML sees: the gateway's is cleaned and without what is around the body. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(head|style|title|script)\b[^]*?<\/\1>/gi, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(quot|#39|nbsp);/g, (_, name: string) => characters[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Named by the client's HTML and written as they are by the gateway, or the other way round. */
const characters: Readonly<Record<string, string>> = { quot: '"', '#39': "'", nbsp: ' ' };

const digest = (base64: string): string => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');

/** The client refuses to load an attachment without a name, and any item in an item, but reads both by their ids. */
const loaded = async (service: ExchangeService, attachment: Attachment): Promise<Attachment> => {
  if (attachment instanceof FileAttachment && (attachment.Name ?? '') !== '') {
    await attachment.Load();
    return attachment;
  }
  const { Responses: responses } = await service.GetAttachments([attachment.Id], BodyType.Text, []);
  const [response] = responses;
  if (response === undefined) throw new Error('no answer to GetAttachment');
  return response.Attachment;
};

const contentOf = async (service: ExchangeService, unloaded: Attachment): Promise<string> => {
  const attachment = await loaded(service, unloaded);
  if (attachment instanceof FileAttachment) return `${nameOf(attachment)} ${digest(attachment.Base64Content ?? '')}`;
  if (attachment instanceof ItemAttachment) return `${nameOf(attachment)} holds ${attachment.Item.Subject}`;
  throw new Error(`an attachment that is neither a file nor an item: ${attachment.Name}`);
};

const nameOf = ({ Name: name }: Attachment): string => name ?? '';

const contentsShown = async ({ internetMessageId, attachments }: ShownMessage): Promise<readonly string[]> => {
  const contents: string[] = [];
  for (const attachment of attachments) {
    const content = await contentShown(attachment);
    const told = content === undefined ? `holds ${attachment.name}` : digest(content);
    contents.push(`${internetMessageId} ${attachment.name} ${told}`);
  }
  return contents;
};
