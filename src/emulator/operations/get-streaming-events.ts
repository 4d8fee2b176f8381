import type { EventStream } from '../subscriptions/notification-stream.ts';
import type { NotificationService } from '../subscriptions/notifications.ts';
import type { OperationContext } from '../operation.ts';
import { child, childText, type XmlNode } from '../xml/xml.ts';

/** The only operation that answers with a stream of envelopes. https://learn.microsoft.com/exchange/client-developer/web-service-reference/getstreamingevents-operation */
export const getStreamingEvents = (
  request: XmlNode,
  { mailbox }: OperationContext,
  { streams }: NotificationService,
): EventStream => {
  const ids = child(request, 'm:SubscriptionIds')?.children ?? [];
  return streams.open(
    mailbox,
    ids.map(({ text }) => text.trim()),
    Number(childText(request, 'm:ConnectionTimeout')),
  );
};
