/** Children of each item and folder element in the order that the 2010_SP2 schema demands. */
const item =
  'MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body Attachments DateTimeReceived Size Categories Importance InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders DateTimeSent DateTimeCreated ResponseObjects ReminderDueBy ReminderIsSet ReminderMinutesBeforeStart DisplayCc DisplayTo HasAttachments ExtendedProperty Culture EffectiveRights LastModifiedName LastModifiedTime IsAssociated WebClientReadFormQueryString WebClientEditFormQueryString ConversationId UniqueBody StoreEntryId';
const message = `${item} Sender ToRecipients CcRecipients BccRecipients IsReadReceiptRequested IsDeliveryReceiptRequested ConversationIndex ConversationTopic From InternetMessageId IsRead IsResponseRequested References ReplyTo ReceivedBy ReceivedRepresenting`;
const meetingMessage = `${message} AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp`;
const meetingTail =
  'CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees Resources ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences MeetingTimeZone StartTimeZone EndTimeZone ConferenceType AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl';
const meetingHead =
  'Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent';
const folder =
  'FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount ExtendedProperty ManagedFolderInformation EffectiveRights';

const orders: Readonly<Record<string, string>> = {
  't:Item': item,
  't:Message': message,
  't:MeetingMessage': meetingMessage,
  't:MeetingResponse': meetingMessage,
  't:MeetingCancellation': meetingMessage,
  't:MeetingRequest': `${meetingMessage} MeetingRequestType IntendedFreeBusyStatus ${meetingHead} ${meetingTail}`,
  't:CalendarItem': `${item} UID RecurrenceId DateTimeStamp ${meetingHead} IsResponseRequested ${meetingTail}`,
  't:Contact': `${item} FileAs FileAsMapping DisplayName GivenName Initials MiddleName Nickname CompleteName CompanyName EmailAddresses PhysicalAddresses PhoneNumbers AssistantName Birthday BusinessHomePage Children Companies ContactSource Department Generation ImAddresses JobTitle Manager Mileage OfficeLocation PostalAddressIndex Profession SpouseName Surname WeddingAnniversary HasPicture PhoneticFullName PhoneticFirstName PhoneticLastName Alias Notes Photo UserSMIMECertificate MSExchangeCertificate DirectoryId ManagerMailbox DirectReports`,
  't:DistributionList': `${item} DisplayName FileAs ContactSource Members`,
  't:Task': `${item} ActualWork AssignedTime BillingInformation ChangeCount Companies CompleteDate Contacts DelegationState Delegator DueDate IsAssignmentEditable IsComplete IsRecurring IsTeamTask Mileage Owner PercentComplete Recurrence StartDate Status StatusDescription TotalWork`,
  't:PostItem': `${item} ConversationIndex ConversationTopic From InternetMessageId IsRead PostedTime References Sender`,
  't:Folder': `${folder} PermissionSet UnreadCount`,
  't:TasksFolder': `${folder} PermissionSet UnreadCount`,
  't:SearchFolder': `${folder} PermissionSet UnreadCount SearchParameters`,
  't:CalendarFolder': `${folder} SharingEffectiveRights PermissionSet`,
  't:ContactsFolder': `${folder} SharingEffectiveRights PermissionSet`,
};

const positions: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(orders).map(([name, order]) => [
    name,
    new Map(order.split(' ').map((child, position) => [`t:${child}`, position])),
  ]),
);

/**
 * Place of a child (`t:Subject`) among the children of an item or folder element (`t:Message`); undefined when the schema does not allow it
 * there. From the complex types of types.xsd, Exchange2010_SP2.
 */
export const elementPosition = (parent: string, child: string): number | undefined => positions.get(parent)?.get(child);

/** Whether this is an item or folder element, whose children have places. */
export const hasOrder = (parent: string): boolean => positions.has(parent);
