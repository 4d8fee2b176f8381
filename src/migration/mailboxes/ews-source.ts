import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import { folderId, itemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import { readFolders } from './ews-folders.ts';
import { failureOf, type ItemFailure } from '../item-failure.ts';
import { kindOf } from '../portable/item-kind.ts';
import { listItems } from './list-items.ts';
import { identityOf, markOf, markPrefix } from './mark-of.ts';
import { readEssence } from '../portable/message-essence.ts';
import { openToMigrate, type MigratedMailbox, type MigrationServer } from '../migration-server.ts';
import { messageState, stateRows } from './message-rows.ts';
import type { PortableFolderKind } from '../portable/portable-folder.ts';
import type { PortableHead, PortableItem } from '../portable/portable-item.ts';
import { readItems, type ListedItem } from './read-items.ts';
import type { Source, SourceMailbox } from '../source.ts';

/** Mailboxes of an EWS server, to be read. */
export const openEwsSource = (server: MigrationServer): Source => ({
  open: async (address) => sourceMailbox(server.name, await openToMigrate(server, address)),
  list: async () =>
    (await server.directory.list()).filter(({ kind }) => kind !== 'GROUP').map(({ address }) => address),
  close: server.close,
});

const sourceMailbox = (server: string, mailbox: MigratedMailbox): SourceMailbox => {
  const { session, address } = mailbox;
  const prefix = markPrefix(server, address);
  const listed = new WeakMap<PortableHead, ListedItem>();
  return {
    address,
    markPrefix: prefix,
    folders: () => readFolders(mailbox),
    heads: async function* (folder) {
      const wanted = wantedOf[folder.kind];
      for await (const items of listItems(session, { folder: { id: folderId(folder.id) }, wanted })) {
        yield items.map((item) => {
          const found = listedItem(item);
          const head = headOf(prefix, item, found);
          listed.set(head, found);
          return head;
        });
      }
    },
    essence: async ({ id }) => {
      try {
        return await readEssence(session, itemId(id));
      } catch (error) {
        if (error instanceof EwsError) return failureOf(error);
        throw error;
      }
    },
    load: (heads) =>
      loadItems(
        session,
        heads.map((head) => {
          const found = listed.get(head);
          if (found === undefined) throw new TypeError('A head of another mailbox, or of another run');
          return found;
        }),
      ),
  };
};

/** What was listed, whole; failures as they stand in a report. */
export const loadItems = async (
  session: EwsSession,
  items: readonly ListedItem[],
): Promise<readonly (PortableItem | ItemFailure)[]> => {
  const read = await readItems(session, items);
  return read.map((answer) => (answer instanceof EwsError ? failureOf(answer) : answer));
};

/** What is known of every item. */
const everyItem = [
  messageProperties.itemClass,
  messageProperties.subject,
  messageProperties.size,
  messageProperties.createdAt,
  messageProperties.lastModifiedAt,
];

/** Rows by which items of a folder are listed. */
export const wantedOf: Readonly<Record<PortableFolderKind, readonly AnyProperty[]>> = {
  mail: [...everyItem, messageProperties.internetMessageId, ...stateRows],
  calendar: [...everyItem, calendarItemProperties.uid, calendarItemProperties.start],
  contacts: everyItem,
  tasks: everyItem,
};

/** What an item is, and how to read it whole. */
export const listedItem = (item: Item): ListedItem => {
  const { itemClass = 'IPM.Note', size = 0 } = item.properties;
  return { id: itemId(item.id), kind: kindOf(item.element), itemClass, size, state: messageState(item) };
};

const headOf = (prefix: string, item: Item, { kind, itemClass, size, state }: ListedItem): PortableHead => {
  const { subject, createdAt, lastModifiedAt } = item.properties;
  const messageId = 'internetMessageId' in item.properties ? item.properties.internetMessageId : undefined;
  const uid = item.type === 'CalendarItem' ? item.properties.uid : undefined;
  const start = item.type === 'CalendarItem' ? item.properties.start : undefined;
  // A draft may have no Message-ID yet, and changes all the time.
  const isNamed = messageId !== undefined || uid !== undefined;
  return {
    id: item.id,
    mark: markOf(prefix, item.id),
    identity: identityOf([kind, messageId, uid, start, subject, state.sentAt, isNamed ? undefined : createdAt]),
    kind,
    itemClass,
    size,
    date: kind === 'message' ? (state.receivedAt ?? state.sentAt) : (start ?? lastModifiedAt),
  };
};
