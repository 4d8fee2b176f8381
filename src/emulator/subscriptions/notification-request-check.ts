/** Rows for request-check.ts: the elements of the requests about notifications. */
export const notificationOrders: Readonly<Record<string, string>> = {
  'm:Subscribe': 'm:PullSubscriptionRequest|m:PushSubscriptionRequest|m:StreamingSubscriptionRequest',
  'm:PullSubscriptionRequest': 't:FolderIds? t:EventTypes t:Watermark? t:Timeout',
  'm:PushSubscriptionRequest': 't:FolderIds? t:EventTypes t:Watermark? t:StatusFrequency t:URL',
  'm:StreamingSubscriptionRequest': 't:FolderIds? t:EventTypes',
  't:FolderIds': 't:FolderId|t:DistinguishedFolderId+',
  't:EventTypes': 't:EventType+',
  'm:Unsubscribe': 'm:SubscriptionId',
  'm:GetEvents': 'm:SubscriptionId m:Watermark',
  'm:GetStreamingEvents': 'm:SubscriptionIds m:ConnectionTimeout',
  'm:SubscriptionIds': 't:SubscriptionId+',
};

const notEmpty = /\S/;
/** Minutes of a day, from 1 to 1440. */
const minutes = /^\+?0*(?:[1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)$/;
const boolean = /^(?:true|false|1|0)$/;

/** What texts and attributes of theirs may be. */
export const notificationValues: Readonly<Record<string, RegExp>> = {
  'm:PullSubscriptionRequest@SubscribeToAllFolders': boolean,
  'm:PushSubscriptionRequest@SubscribeToAllFolders': boolean,
  'm:StreamingSubscriptionRequest@SubscribeToAllFolders': boolean,
  't:EventType': /^(?:Copied|Created|Deleted|FreeBusyChanged|Modified|Moved|NewMail)Event$/,
  't:Timeout': minutes,
  't:StatusFrequency': minutes,
  'm:ConnectionTimeout': /^\+?0*(?:[1-9]|[12]\d|30)$/,
  't:Watermark': notEmpty,
  'm:Watermark': notEmpty,
  'm:SubscriptionId': notEmpty,
  't:SubscriptionId': notEmpty,
};
