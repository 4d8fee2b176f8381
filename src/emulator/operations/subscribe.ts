import { EmulatorError } from '../emulator-error.ts';
import { lookUpFolder } from '../store/lookup.ts';
import type { EventType } from '../subscriptions/notification-event.ts';
import { writeWatermark } from '../subscriptions/notification-log.ts';
import type { NotificationService } from '../subscriptions/notifications.ts';
import { type OperationContext, response, success } from '../operation.ts';
import { startPush } from '../subscriptions/push-delivery.ts';
import type { Interest } from '../subscriptions/subscription.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/subscribe-operation */
export const subscribe = (request: XmlNode, context: OperationContext, service: NotificationService): XmlNode => {
  const { subscriptions } = service;
  const [asked] = request.children;
  const { minuteMs } = subscriptions.options;
  const interest = interestOf(context, asked);
  if (asked?.name === 'm:StreamingSubscriptionRequest') {
    const { id } = subscriptions.add('streaming', interest, unconnectedMinutes * minuteMs);
    return answer([node('m:SubscriptionId', id)]);
  }
  const isPush = asked?.name === 'm:PushSubscriptionRequest';
  const url = isPush ? receiverUrl(childText(asked, 't:URL') ?? '') : '';
  const subscription = isPush
    ? subscriptions.add('push', interest, Infinity)
    : subscriptions.add('pull', interest, Number(childText(asked, 't:Timeout')) * minuteMs);
  const { id, mailbox, position } = subscription;
  if (isPush) {
    startPush(service, subscription, { url, statusFrequency: Number(childText(asked, 't:StatusFrequency')) });
  }
  return answer([node('m:SubscriptionId', id), node('m:Watermark', writeWatermark(mailbox, position))]);
};

const answer = (payload: readonly XmlNode[]): XmlNode => response('Subscribe', [success('Subscribe', payload)]);

const interestOf = (context: OperationContext, asked: XmlNode | undefined): Interest => {
  const { mailbox } = context;
  const ids = child(asked, 't:FolderIds')?.children ?? [];
  const isForAll = isTrue(asked?.attributes['SubscribeToAllFolders']);
  if (isForAll === ids.length > 0) {
    const reason = 'Either folders are named, or all are subscribed to.';
    throw new EmulatorError('ErrorInvalidSubscriptionRequest', reason);
  }
  const folders = ids.map((id) => lookUpFolder(context, id));
  const mailboxes = new Set(folders.map((folder) => folder.mailbox));
  if (mailboxes.size > 1) {
    throw new EmulatorError('ErrorInvalidSubscriptionRequest', 'All folders must lie in one mailbox.');
  }
  if (folders.some((folder) => folder.mailbox !== mailbox)) {
    throw new EmulatorError('ErrorSubscriptionDelegateAccessNotSupported');
  }
  return {
    mailbox,
    folderIds: isForAll ? undefined : new Set(folders.map(({ id }) => id)),
    // request-check.ts has refused all other words.
    eventTypes: new Set((child(asked, 't:EventTypes')?.children ?? []).map(({ text }) => text.trim() as EventType)),
    watermark: childText(asked, 't:Watermark')?.trim(),
  };
};

const receiverUrl = (text: string): string => {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) throw new EmulatorError('ErrorInvalidPushSubscriptionUrl');
  return url.href;
};

/** Minutes that a streaming subscription lives without a connection. */
const unconnectedMinutes = 30;
