import { EmulatorError } from '../emulator-error.ts';

/** What a request may do to a property. */
export type WriteKind = 'create' | 'set' | 'append' | 'delete';

/**
 * Refuses what Exchange does not let a client write. `property` is an element name, `t:Subject`. Throws EmulatorError: ErrorInvalidPropertySet,
 * ErrorInvalidPropertyAppend, ErrorInvalidPropertyDelete; ErrorInvalidPropertyUpdateSentMessage for people and receipts of a message that is no
 * draft. https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation
 */
export const checkWritable = (property: string, kind: WriteKind, isDraft: boolean): void => {
  const isReadOnly = readOnly.has(property) || (kind !== 'create' && onlyAtCreation.has(property));
  if (isReadOnly) throw refusal('ErrorInvalidPropertySet', 'Set action is invalid for property', property);
  if (kind === 'append' && !appendable.has(property)) {
    throw refusal('ErrorInvalidPropertyAppend', 'Append action is invalid for property', property);
  }
  if (kind === 'delete' && neverDeleted.has(property)) {
    throw refusal('ErrorInvalidPropertyDelete', 'Delete action is invalid for property', property);
  }
  if (kind !== 'create' && !isDraft && fixedBySending.has(property)) {
    throw refusal('ErrorInvalidPropertyUpdateSentMessage', 'The message has been sent; it keeps', property);
  }
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).map((word) => `t:${word}`));

const refusal = (responseCode: string, reason: string, property: string): EmulatorError =>
  new EmulatorError(responseCode, `${reason}: ${property.slice(2)}.`);

const readOnly = words(
  `ItemId ParentFolderId DateTimeReceived Size IsSubmitted IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders DateTimeSent
  DateTimeCreated ResponseObjects DisplayCc DisplayTo HasAttachments EffectiveRights LastModifiedName LastModifiedTime IsAssociated
  WebClientReadFormQueryString WebClientEditFormQueryString ConversationId UniqueBody StoreEntryId ConversationIndex ConversationTopic
  ReceivedBy ReceivedRepresenting RecurrenceId DateTimeStamp OriginalStart IsMeeting IsCancelled IsRecurring MeetingRequestWasSent
  CalendarItemType MyResponseType Organizer ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration
  TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState FirstOccurrence LastOccurrence ModifiedOccurrences
  DeletedOccurrences CompleteName HasPicture ContactSource AssignedTime ChangeCount DelegationState Delegator IsAssignmentEditable
  IsComplete IsTeamTask Owner StatusDescription AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType PostedTime`,
);
const onlyAtCreation = words('MimeContent Attachments InternetMessageId');
const appendable = words(
  'Body ToRecipients CcRecipients BccRecipients ReplyTo RequiredAttendees OptionalAttendees Resources Categories',
);
const neverDeleted = words(
  `ItemClass Sensitivity Importance IsRead ReminderIsSet ReminderMinutesBeforeStart IsReadReceiptRequested IsDeliveryReceiptRequested
  IsResponseRequested UID Start End IsAllDayEvent LegacyFreeBusyStatus Status PercentComplete`,
);
const fixedBySending = words(
  'Sender From ToRecipients CcRecipients BccRecipients ReplyTo IsReadReceiptRequested IsDeliveryReceiptRequested',
);
