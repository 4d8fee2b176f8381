import { EwsError, InvalidInputError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { optionalText } from '../properties/codec.ts';
import { folderTargets, type FolderTarget } from '../properties/id.ts';
import { eventTypes, type ChangeKind } from '../properties/notification-event.ts';
import { element, type XmlElement } from '../xml.ts';

/** How events come. */
export type EventDelivery =
  | {
      /** GetEvents asks for them. */
      readonly type: 'pull';
      /** How long the server keeps the subscription without being asked, minutes, 1 to 1440. */
      readonly timeoutMinutes: number;
      /** Where an earlier subscription stopped; absent: from now on. */
      readonly watermark?: string | undefined;
    }
  | {
      /** The server sends them, SendNotification. */
      readonly type: 'push';
      /** Absolute, http or https. Whoever knows it can send events too. */
      readonly url: URL;
      /** How often the server says that it is still there, and how long it tries to be heard, minutes, 1 to 1440. */
      readonly statusMinutes: number;
      readonly watermark?: string | undefined;
    }
  /** GetStreamingEvents keeps a connection open for them. */
  | { readonly type: 'streaming' };

/** What is watched, and how its events come. */
export interface SubscribeInput {
  /** At least one, all of this mailbox; absent: all folders that it has. */
  readonly folders?: readonly FolderTarget[];
  /** At least one. */
  readonly kinds: readonly ChangeKind[];
  readonly delivery: EventDelivery;
}

/** A subscription that has begun. Only the mailbox that made it can use it. */
export interface Subscription {
  readonly subscriptionId: string;
  /** Where it begins; undefined for streaming, and where the server keeps no watermarks (gromox). */
  readonly watermark: string | undefined;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/subscribe-operation
 * Not to be repeated blindly: the first one goes on counting, and WorkMail allows three to a mailbox. Throws InvalidInputError for nothing to watch.
 */
export const subscribe = defineOperation<SubscribeInput, Subscription>({
  name: 'Subscribe',
  access: 'read',
  // One answer for all folders: one that lies elsewhere keeps the whole of it from being asked for.
  names: { field: 'folders', kind: 'folder', place: { field: 'folders', kind: 'folder' } },
  idempotent: false,
  encode: ({ folders, kinds, delivery }) => {
    if (folders?.length === 0 || kinds.length === 0)
      throw new InvalidInputError('A subscription needs a folder and a kind of event');
    return element('m:Subscribe', [
      element(requestNames[delivery.type], { SubscribeToAllFolders: folders === undefined ? 'true' : undefined }, [
        folders === undefined ? undefined : folderTargets('t:FolderIds', folders),
        eventTypes(kinds),
        ...deliveryElements(delivery),
      ]),
    ]);
  },
  decode: (message) => {
    const subscriptionId = optionalText(message, 'SubscriptionId');
    if (subscriptionId === undefined) throw new EwsError('decode', 'Subscribe succeeded without a subscription');
    return { subscriptionId, watermark: optionalText(message, 'Watermark') };
  },
});

const requestNames = {
  pull: 'm:PullSubscriptionRequest',
  push: 'm:PushSubscriptionRequest',
  streaming: 'm:StreamingSubscriptionRequest',
} as const;

const deliveryElements = (delivery: EventDelivery): readonly (XmlElement | undefined)[] => {
  if (delivery.type === 'streaming') return [];
  const { watermark } = delivery;
  const from = watermark === undefined ? undefined : element('t:Watermark', watermark);
  if (delivery.type === 'pull') return [from, element('t:Timeout', String(delivery.timeoutMinutes))];
  return [from, element('t:StatusFrequency', String(delivery.statusMinutes)), element('t:URL', delivery.url.href)];
};
