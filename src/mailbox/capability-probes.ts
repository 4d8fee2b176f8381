import { openEventStream } from '../ews/event-stream.ts';
import type { EwsSession } from '../ews/operation.ts';
import { expandDl } from '../ews/operations/expand-dl.ts';
import { findConversation } from '../ews/operations/find-conversation.ts';
import { findFolder } from '../ews/operations/find-folder.ts';
import { findItem } from '../ews/operations/find-item.ts';
import { getAttachment } from '../ews/operations/get-attachment.ts';
import { getDelegate } from '../ews/operations/get-delegate.ts';
import { getEvents } from '../ews/operations/get-events.ts';
import { getFolder } from '../ews/operations/get-folder.ts';
import { getInboxRules } from '../ews/operations/get-inbox-rules.ts';
import { getItem } from '../ews/operations/get-item.ts';
import { getRoomLists } from '../ews/operations/get-room-lists.ts';
import { getRooms } from '../ews/operations/get-rooms.ts';
import { getServerTimeZones } from '../ews/operations/get-server-time-zones.ts';
import { getUserAvailability } from '../ews/operations/get-user-availability.ts';
import { getUserConfiguration } from '../ews/operations/get-user-configuration.ts';
import { getUserOofSettings } from '../ews/operations/get-user-oof-settings.ts';
import { resolveNames } from '../ews/operations/resolve-names.ts';
import { subscribe } from '../ews/operations/subscribe.ts';
import { syncFolderHierarchy } from '../ews/operations/sync-folder-hierarchy.ts';
import { syncFolderItems } from '../ews/operations/sync-folder-items.ts';
import { unsubscribe } from '../ews/operations/unsubscribe.ts';
import { attachmentId, folderId, itemId, type FolderTarget } from '../ews/properties/id.ts';
import type { UpstreamOperation } from './upstream-operations.ts';

/** Asks a server for as little as an operation can be asked for. */
export type CapabilityProbe = (session: EwsSession) => Promise<unknown>;

const topOf = ({ mailbox }: EwsSession): FolderTarget => ({ distinguished: 'msgfolderroot', mailbox });
const inboxOf = ({ mailbox }: EwsSession): FolderTarget => ({ distinguished: 'inbox', mailbox });
const calendarOf = ({ mailbox }: EwsSession): FolderTarget => ({ distinguished: 'calendar', mailbox });

/**
 * Harmless calls: reads of one row, or of an id or an address that is not what it should be. A server that knows the operation answers, if only that
 * the id is wrong. Nothing is written to find out whether it could be.
 */
export const capabilityProbes: Readonly<Partial<Record<UpstreamOperation, CapabilityProbe>>> = {
  FIND_FOLDER: (session) =>
    session.call(findFolder, { parents: [topOf(session)], wanted: [], traversal: 'Shallow', offset: 0, limit: 1 }),
  GET_FOLDER: (session) => session.call(getFolder, { folders: [topOf(session)], wanted: [] }),
  FIND_ITEM: (session) =>
    session.call(findItem, { parents: [inboxOf(session)], wanted: [], view: { type: 'indexed', offset: 0, limit: 1 } }),
  GET_ITEM: (session) => session.call(getItem, { ids: [{ id: itemId('AAAA') }], wanted: [] }),
  GET_ATTACHMENT: (session) => session.call(getAttachment, { ids: [attachmentId('AAAA')] }),
  FIND_CONVERSATION: (session) => session.call(findConversation, { folder: inboxOf(session), offset: 0, limit: 1 }),
  SYNC_FOLDER_HIERARCHY: (session) => session.call(syncFolderHierarchy, { wanted: [] }),
  SYNC_FOLDER_ITEMS: (session) => session.call(syncFolderItems, { folder: inboxOf(session), wanted: [], limit: 1 }),
  GET_USER_AVAILABILITY: (session) =>
    session.call(getUserAvailability, {
      mailboxes: [session.mailbox],
      start: '2026-01-01T00:00:00Z',
      end: '2026-01-02T00:00:00Z',
      slotMinutes: 1440,
      isDetailed: false,
    }),
  GET_USER_OOF_SETTINGS: (session) => session.call(getUserOofSettings, { mailbox: session.mailbox }),
  GET_INBOX_RULES: (session) => session.call(getInboxRules, {}),
  GET_DELEGATE: (session) => session.call(getDelegate, { mailbox: session.mailbox }),
  GET_USER_CONFIGURATION: (session) =>
    session.call(getUserConfiguration, { name: 'CategoryList', folder: calendarOf(session), part: 'XmlData' }),
  RESOLVE_NAMES: (session) => session.call(resolveNames, { query: session.mailbox, scope: 'ActiveDirectory' }),
  EXPAND_DL: (session) => session.call(expandDl, { group: session.mailbox }),
  GET_ROOM_LISTS: (session) => session.call(getRoomLists, {}),
  GET_ROOMS: (session) => session.call(getRooms, { list: session.mailbox }),
  GET_SERVER_TIME_ZONES: (session) => session.call(getServerTimeZones, { ids: ['UTC'] }),
  // Should a server take the folder all the same, nothing is left of it after a minute.
  SUBSCRIBE: (session) =>
    session.call(subscribe, {
      folders: [{ id: folderId('AAAA') }],
      kinds: ['newMail'],
      delivery: { type: 'pull', timeoutMinutes: 1 },
    }),
  UNSUBSCRIBE: (session) => session.call(unsubscribe, { subscriptionId: noSubscription }),
  GET_EVENTS: (session) => session.call(getEvents, { subscriptionId: noSubscription, watermark: noSubscription }),
  GET_STREAMING_EVENTS: async (session) => {
    const streamed = await openEventStream(session, {
      subscriptionIds: [noSubscription],
      connectionMinutes: 1,
      silenceMs: 5_000,
    });
    // The first word is the answer; what it says of the subscription does not matter.
    for await (const _word of streamed) return;
  },
};

const noSubscription = 'AAAA';
