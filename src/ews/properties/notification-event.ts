import { child, element, required, type XmlElement } from '../xml.ts';
import { boolean, instant, integer, optional, optionalText } from './codec.ts';
import { folderReference, itemReference, type FolderId, type FolderReference, type ItemReference } from './id.ts';

/** What a subscription can ask for, and what EWS calls it. */
const eventElements = {
  created: 'CreatedEvent',
  deleted: 'DeletedEvent',
  modified: 'ModifiedEvent',
  moved: 'MovedEvent',
  copied: 'CopiedEvent',
  newMail: 'NewMailEvent',
  freeBusyChanged: 'FreeBusyChangedEvent',
} as const;

/** A kind of event that can be subscribed to. A delivery is `created` and `newMail`, and `modified` of its folder. */
export type ChangeKind = keyof typeof eventElements;

const kindOf: ReadonlyMap<string, ChangeKind> = new Map(
  (Object.keys(eventElements) as readonly ChangeKind[]).map((kind) => [eventElements[kind], kind]),
);

/** What something happened to. */
export type ChangedThing =
  | (ItemReference & { readonly type: 'item' })
  | (FolderReference & { readonly type: 'folder' });

interface Told {
  /** Opaque place in the server's record of events; undefined on streaming subscriptions, and with gromox always. */
  readonly watermark: string | undefined;
}

interface ChangeTold extends Told {
  /** Under the id that it has now. Undefined where the server does not say: something has changed. */
  readonly thing: ChangedThing | undefined;
  /** The folder that it lies in, or lay in. */
  readonly parent: FolderId | undefined;
  /** When, RFC 3339 in UTC. */
  readonly at: string | undefined;
}

/**
 * Something that a server says has happened; a hint, since notifications repeat, overtake each other and get lost. `status`: nothing has, the
 * subscription lives. `other`: of a kind that is newer than this contract.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/notification-subscriptions-mailbox-events-and-ews-in-exchange
 */
export type NotificationEvent =
  | (Told & { readonly kind: 'status' })
  | (ChangeTold & { readonly kind: 'created' | 'deleted' | 'newMail' | 'freeBusyChanged' | 'other' })
  | (ChangeTold & {
      readonly kind: 'modified';
      /** Of a folder: unread items in it now, where the server tells. */
      readonly unread: number | undefined;
    })
  | (ChangeTold & {
      readonly kind: 'moved' | 'copied';
      /** Under the id that it had before, or that the original has. */
      readonly from: ChangedThing | undefined;
      readonly fromParent: FolderId | undefined;
    });

/** What one subscription tells at once. */
export interface EventNotification {
  readonly subscriptionId: string;
  /** The watermark that this goes on from; undefined where the server keeps none. */
  readonly previousWatermark: string | undefined;
  /** Where to go on from; undefined where the events tell none: from where one was. */
  readonly watermark: string | undefined;
  /** More has happened already: ask again at once. */
  readonly hasMore: boolean;
  /** In the server's order. */
  readonly events: readonly NotificationEvent[];
}

/** Writes `t:EventTypes`. */
export const eventTypes = (kinds: readonly ChangeKind[]): XmlElement =>
  element(
    't:EventTypes',
    kinds.map((kind) => element('t:EventType', eventElements[kind])),
  );

/** Reads `Notification` of GetEvents, GetStreamingEvents and SendNotification alike. Throws EwsError `decode`. */
export const eventNotification = (node: XmlElement): EventNotification => {
  const events = node.children.filter(({ name }) => name.endsWith('Event')).map(notificationEvent);
  return {
    subscriptionId: required(node, 'SubscriptionId').text.trim(),
    previousWatermark: optionalText(node, 'PreviousWatermark'),
    watermark: events.findLast(({ watermark }) => watermark !== undefined)?.watermark,
    hasMore: optional(node, 'MoreEvents', boolean) ?? false,
    events,
  };
};

const notificationEvent = (node: XmlElement): NotificationEvent => {
  const watermark = optionalText(node, 'Watermark');
  if (node.name === 'StatusEvent') return { kind: 'status', watermark };
  const kind = kindOf.get(node.name) ?? 'other';
  const told: ChangeTold = {
    watermark,
    thing: changedThing(node, 'ItemId', 'FolderId'),
    parent: folderIn(node, 'ParentFolderId'),
    at: optional(node, 'TimeStamp', instant),
  };
  if (kind === 'modified') return { kind, ...told, unread: optional(node, 'UnreadCount', integer) };
  if (kind !== 'moved' && kind !== 'copied') return { kind, ...told };
  const from = changedThing(node, 'OldItemId', 'OldFolderId');
  return { kind, ...told, from, fromParent: folderIn(node, 'OldParentFolderId') };
};

const changedThing = (node: XmlElement, itemName: string, folderName: string): ChangedThing | undefined => {
  const item = child(node, itemName);
  if (item !== undefined) return { type: 'item', ...itemReference(item) };
  const folder = child(node, folderName);
  return folder === undefined ? undefined : { type: 'folder', ...folderReference(folder) };
};

const folderIn = (node: XmlElement, name: string): FolderId | undefined => {
  const folder = child(node, name);
  return folder === undefined ? undefined : folderReference(folder).id;
};
