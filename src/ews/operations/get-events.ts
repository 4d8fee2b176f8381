import { defineOperation } from '../operation.ts';
import { eventNotification, type EventNotification } from '../properties/notification-event.ts';
import { child, element } from '../xml.ts';

/** Events of which subscription, since when. */
export interface GetEventsInput {
  /** A pull subscription of this mailbox. */
  readonly subscriptionId: string;
  /** From the last answer that told one, else from Subscribe; undefined only where the server keeps none. */
  readonly watermark: string | undefined;
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getevents-operation
 * Does not wait: a `status` event, or none, says that nothing has happened. A server without watermarks (gromox 3.10) tells each event once.
 */
export const getEvents = defineOperation<GetEventsInput, EventNotification>({
  name: 'GetEvents',
  access: 'read',
  names: undefined,
  idempotent: ({ watermark }) => watermark !== undefined,
  encode: ({ subscriptionId, watermark }) =>
    element('m:GetEvents', [
      element('m:SubscriptionId', subscriptionId),
      // Required, and gromox takes it empty.
      element('m:Watermark', watermark ?? ''),
    ]),
  decode: (message, { subscriptionId, watermark }) => {
    const notification = child(message, 'Notification');
    if (notification !== undefined) return eventNotification(notification);
    return { subscriptionId, previousWatermark: watermark, watermark: undefined, hasMore: false, events: [] };
  },
  rows: ({ events }) => events.length,
});
