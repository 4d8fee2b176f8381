/** Order of the children of elements that only item-writing requests have; in the notation of request-check. */
export const itemOrders: Readonly<Record<string, string>> = {
  'm:CreateItem': 'm:SavedItemFolderId? m:Items',
  'm:UpdateItem': 'm:SavedItemFolderId? m:ItemChanges',
  'm:SendItem': 'm:ItemIds m:SavedItemFolderId?',
  'm:SavedItemFolderId': 't:FolderId|t:DistinguishedFolderId',
  'm:ItemChanges': 't:ItemChange+',
  't:ItemChange': 't:ItemId|t:OccurrenceItemId|t:RecurringMasterItemId t:Updates',
  't:SetItemField': valueFor('t:FieldURI|t:IndexedFieldURI|t:ExtendedFieldURI'),
  't:AppendToItemField': valueFor('t:FieldURI|t:IndexedFieldURI|t:ExtendedFieldURI'),
  't:DeleteItemField': 't:FieldURI|t:IndexedFieldURI|t:ExtendedFieldURI',
  't:ExtendedProperty': 't:ExtendedFieldURI t:Value|t:Values',
  't:Mailbox': 't:Name? t:EmailAddress? t:RoutingType? t:MailboxType? t:ItemId?',
  't:Attendee': 't:Mailbox t:ResponseType? t:LastResponseTime?',
  't:FileAttachment':
    't:AttachmentId? t:Name? t:ContentType? t:ContentId? t:ContentLocation? t:Size? t:LastModifiedTime? t:IsInline? t:IsContactPhoto? t:Content?',
  ...answerOrders('t:AcceptItem t:TentativelyAcceptItem t:DeclineItem'),
  't:RemoveItem': 't:ReferenceItemId?',
  ...responseOrders('t:ReplyToItem t:ReplyAllToItem t:ForwardItem t:CancelCalendarItem'),
};

/** Attributes that such elements must have. */
export const itemAttributes: Readonly<Record<string, readonly string[]>> = {
  'm:SendItem': ['SaveItemToFolder'],
  'm:UpdateItem': ['ConflictResolution'],
  't:Body': ['BodyType'],
  't:NewBodyContent': ['BodyType'],
  't:ReferenceItemId': ['Id'],
  't:InternetMessageHeader': ['HeaderName'],
};

const boolean = /^(?:true|false|1|0)$/;
const integer = /^[+-]?\d{1,10}$/;
const dateTime = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;
const bodyType = /^(?:HTML|Text)$/;
const disposition = /^(?:SaveOnly|SendOnly|SendAndSaveCopy)$/;

/** What values of elements and attributes look like. */
export const itemValues: Readonly<Record<string, RegExp>> = {
  'm:CreateItem@MessageDisposition': disposition,
  'm:UpdateItem@MessageDisposition': disposition,
  'm:CreateItem@SendMeetingInvitations': /^(?:SendToNone|SendOnlyToAll|SendToAllAndSaveCopy)$/,
  'm:UpdateItem@SendMeetingInvitationsOrCancellations':
    /^(?:SendToNone|SendOnlyToAll|SendOnlyToChanged|SendToAllAndSaveCopy|SendToChangedAndSaveCopy)$/,
  'm:UpdateItem@ConflictResolution': /^(?:NeverOverwrite|AutoResolve|AlwaysOverwrite)$/,
  'm:SendItem@SaveItemToFolder': boolean,
  't:Body@BodyType': bodyType,
  't:NewBodyContent@BodyType': bodyType,
  't:Importance': /^(?:Low|Normal|High)$/,
  't:Sensitivity': /^(?:Normal|Personal|Private|Confidential)$/,
  't:LegacyFreeBusyStatus': /^(?:Free|Tentative|Busy|OOF|NoData)$/,
  't:MailboxType': /^(?:Unknown|OneOff|Mailbox|PublicDL|PrivateDL|Contact|PublicFolder)$/,
  ...each('IsRead ReminderIsSet IsReadReceiptRequested IsDeliveryReceiptRequested IsResponseRequested', boolean),
  ...each('IsAllDayEvent AllowNewTimeProposal IsOnlineMeeting IsInline', boolean),
  ...each('ActualWork TotalWork', integer),
  't:PercentComplete': /^\d{1,3}(?:\.\d+)?$/,
  ...each('Start End ReminderDueBy DueDate CompleteDate Birthday WeddingAnniversary', dateTime),
};

function each(names: string, pattern: RegExp): Readonly<Record<string, RegExp>> {
  return Object.fromEntries(names.split(' ').map((name) => [`t:${name}`, pattern]));
}

/** A path and after it the item element that carries the value. */
function valueFor(path: string): string {
  const kinds =
    'Item Message CalendarItem Contact DistributionList MeetingMessage MeetingRequest MeetingResponse MeetingCancellation Task PostItem';
  return `${path} ${kinds
    .split(' ')
    .map((kind) => `t:${kind}`)
    .join('|')}`;
}

function answerOrders(names: string): Readonly<Record<string, string>> {
  const order =
    't:ItemClass? t:Sensitivity? t:Body? t:Attachments? t:InternetMessageHeaders? t:Sender? t:ToRecipients? t:CcRecipients? t:BccRecipients? t:IsReadReceiptRequested? t:IsDeliveryReceiptRequested? t:From? t:ReferenceItemId?';
  return Object.fromEntries(names.split(' ').map((name) => [name, order]));
}

function responseOrders(names: string): Readonly<Record<string, string>> {
  const order =
    't:Subject? t:Body? t:ToRecipients? t:CcRecipients? t:BccRecipients? t:IsReadReceiptRequested? t:IsDeliveryReceiptRequested? t:From? t:ReferenceItemId t:NewBodyContent?';
  return Object.fromEntries(names.split(' ').map((name) => [name, order]));
}
