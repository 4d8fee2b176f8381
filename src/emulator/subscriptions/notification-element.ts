import type { MailboxEvent, Subject } from './notification-event.ts';
import { type LoggedEvent, type LoggedEvents, writeWatermark } from './notification-log.ts';
import type { Subscription } from './subscription.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/**
 * m:Notification of GetEvents and of push, with watermarks. Where nothing happened a t:StatusEvent says how far the client has seen.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/notification-ex15websvcsotherref
 */
export const notification = (
  { id, mailbox }: Subscription,
  previous: number,
  { events, position, hasMore }: LoggedEvents,
): XmlNode =>
  node('m:Notification', [
    node('t:SubscriptionId', id),
    node('t:PreviousWatermark', writeWatermark(mailbox, previous)),
    node('t:MoreEvents', String(hasMore)),
    ...(events.length === 0
      ? [node('t:StatusEvent', [node('t:Watermark', writeWatermark(mailbox, position))])]
      : events.map((one) => eventElement(one, node('t:Watermark', writeWatermark(mailbox, one.number))))),
  ]);

/** t:Notification of a stream, which has no watermarks; without events the one that only shows that the connection lives. */
export const streamedNotification = ({ id }: Subscription, events: readonly LoggedEvent[]): XmlNode =>
  node('t:Notification', [
    node('t:SubscriptionId', id),
    ...(events.length === 0 ? [node('t:StatusEvent')] : events.map((one) => eventElement(one, undefined))),
  ]);

const eventElement = ({ event, at }: LoggedEvent, watermark: XmlNode | undefined): XmlNode =>
  node(`t:${event.type}`, [
    watermark,
    node('t:TimeStamp', new Date(at).toISOString().replace(/\.\d+/, '')),
    ...subjectElements('', event.subject),
    ...(event.old === undefined ? [] : subjectElements('Old', event.old)),
    unreadCount(event),
  ]);

const subjectElements = (prefix: 'Old' | '', { kind, id, parentId }: Subject): readonly XmlNode[] => [
  node(`t:${prefix}${kind === 'item' ? 'ItemId' : 'FolderId'}`, { Id: id }),
  node(`t:${prefix}ParentFolderId`, { Id: parentId }),
];

const unreadCount = ({ unreadCount }: MailboxEvent): XmlNode | undefined =>
  unreadCount === undefined ? undefined : node('t:UnreadCount', String(unreadCount));
