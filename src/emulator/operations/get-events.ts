import { EmulatorError } from '../emulator-error.ts';
import { notification } from '../subscriptions/notification-element.ts';
import { readWatermark } from '../subscriptions/notification-log.ts';
import type { NotificationService } from '../subscriptions/notifications.ts';
import { type OperationContext, response, success } from '../operation.ts';
import { childText, type XmlNode } from '../xml/xml.ts';

/**
 * The events after a watermark; the same ones again for the same watermark. Where some are not known any more the subscription is over.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getevents-operation
 */
export const getEvents = (
  request: XmlNode,
  { mailbox }: OperationContext,
  { subscriptions }: NotificationService,
): XmlNode => {
  const id = childText(request, 'm:SubscriptionId')?.trim() ?? '';
  const subscription = subscriptions.use(mailbox, id, ['pull']);
  const position = readWatermark(mailbox, childText(request, 'm:Watermark')?.trim() ?? '');
  const { log, isWanted } = subscription;
  if (position > log.end()) throw new EmulatorError('ErrorInvalidWatermark');
  const found = log.after(position, isWanted, mostEvents);
  if (found === undefined) {
    subscriptions.end(subscription, 'ErrorEventNotFound');
    throw new EmulatorError('ErrorEventNotFound');
  }
  return response('GetEvents', [success('GetEvents', [notification(subscription, position, found)])]);
};

/** Events in one answer. */
const mostEvents = 50;
