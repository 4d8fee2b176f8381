import type { NotificationService } from '../subscriptions/notifications.ts';
import { type OperationContext, response, success } from '../operation.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/**
 * Ends a subscription, unless it is one of push, which only its receiver ends.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/unsubscribe-operation
 */
export const unsubscribe = (
  request: XmlNode,
  { mailbox }: OperationContext,
  { subscriptions }: NotificationService,
): XmlNode => {
  const id = childText(request, 'm:SubscriptionId')?.trim() ?? '';
  subscriptions.end(subscriptions.use(mailbox, id, ['pull', 'streaming']), 'ErrorSubscriptionUnsubscribed');
  return response('Unsubscribe', [success('Unsubscribe', [])]);
};
