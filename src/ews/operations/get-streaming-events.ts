import { defineOperation } from '../operation.ts';
import { eventNotification, type EventNotification } from '../properties/notification-event.ts';
import { child, childrenNamed, childText, element } from '../xml.ts';

/** Events of which subscriptions, and for how long. */
export interface GetStreamingEventsInput {
  /** Streaming subscriptions of this mailbox, at least one. */
  readonly subscriptionIds: readonly string[];
  /** How long the server keeps the connection, minutes, 1 to 30. */
  readonly connectionMinutes: number;
}

/** One response message of the many that come. */
export interface StreamedMessage {
  /** None in a message that only says that the connection lives. */
  readonly notifications: readonly EventNotification[];
  /** Nothing more comes on this connection. */
  readonly isLast: boolean;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation
 * The answer goes on for as long as the connection does: it is opened and read with `openEventStream`, never called.
 */
export const getStreamingEvents = defineOperation<GetStreamingEventsInput, StreamedMessage>({
  name: 'GetStreamingEvents',
  access: 'read',
  names: undefined,
  idempotent: true,
  isLasting: true,
  encode: ({ subscriptionIds, connectionMinutes }) =>
    element('m:GetStreamingEvents', [
      element(
        'm:SubscriptionIds',
        subscriptionIds.map((id) => element('t:SubscriptionId', id)),
      ),
      element('m:ConnectionTimeout', String(connectionMinutes)),
    ]),
  decode: (message) => {
    const notifications = child(message, 'Notifications');
    return {
      notifications:
        notifications === undefined ? [] : childrenNamed(notifications, 'Notification').map(eventNotification),
      isLast: childText(message, 'ConnectionStatus')?.trim() === 'Closed',
    };
  },
});
