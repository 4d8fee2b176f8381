/** How the values behind a path are compared and ordered. `none`: such a path can be asked for, but neither searched nor sorted by. */
export type FieldKind =
  | 'string'
  | 'strings'
  | 'binary'
  | 'integer'
  | 'boolean'
  | 'instant'
  | 'importance'
  | 'sensitivity'
  | 'mailbox'
  | 'mailboxes'
  | 'attendees'
  | 'body'
  | 'none';

/** One unindexed FieldURI of Exchange2010_SP2. */
export interface FieldUri {
  /** The element it stands for, `t:Subject`: always its own last word. */
  readonly element: string;
  readonly kind: FieldKind;
  /** Names of the item or folder elements that can have it. */
  readonly carriers: ReadonlySet<string>;
}

/** The FieldURI of that spelling (`item:Subject`); undefined for anything that the 2010_SP2 schema does not list. */
export const fieldUri = (uri: string): FieldUri | undefined => fieldUris.get(uri);

const messages = ['t:Message'];
const meetings = ['t:MeetingMessage', 't:MeetingRequest', 't:MeetingResponse', 't:MeetingCancellation'];
const folders = ['t:Folder', 't:CalendarFolder', 't:ContactsFolder', 't:SearchFolder', 't:TasksFolder'];
const items = [
  't:Item',
  ...messages,
  ...meetings,
  't:CalendarItem',
  't:Contact',
  't:DistributionList',
  't:Task',
  't:PostItem',
];

type Kinds = Partial<Record<FieldKind, string>>;

// https://learn.microsoft.com/exchange/client-developer/web-service-reference/fielduri; names and their prefixes are the enumeration
// UnindexedFieldURIType of the 2010_SP2 schema.
const groups: readonly (readonly [prefix: string, carriers: readonly string[], kinds: Kinds])[] = [
  [
    'folder',
    folders,
    {
      string: 'DisplayName FolderClass',
      integer: 'UnreadCount TotalCount ChildFolderCount',
      none: 'FolderId ParentFolderId SearchParameters ManagedFolderInformation PermissionSet EffectiveRights SharingEffectiveRights',
    },
  ],
  [
    'item',
    items,
    {
      string: 'ItemClass Subject InReplyTo DisplayTo DisplayCc Culture LastModifiedName',
      strings: 'Categories',
      body: 'Body',
      integer: 'Size ReminderMinutesBeforeStart',
      importance: 'Importance',
      sensitivity: 'Sensitivity',
      boolean: 'HasAttachments IsAssociated IsDraft IsFromMe IsResend IsSubmitted IsUnmodified ReminderIsSet',
      instant: 'DateTimeReceived DateTimeSent DateTimeCreated ReminderDueBy LastModifiedTime',
      none: 'ItemId ParentFolderId MimeContent Attachments InternetMessageHeaders ResponseObjects EffectiveRights ConversationId UniqueBody StoreEntryId WebClientReadFormQueryString WebClientEditFormQueryString',
    },
  ],
  [
    'message',
    [...messages, ...meetings, 't:PostItem'],
    {
      string: 'ConversationTopic InternetMessageId References',
      binary: 'ConversationIndex',
      boolean: 'IsRead IsResponseRequested IsReadReceiptRequested IsDeliveryReceiptRequested',
      mailbox: 'From Sender ReceivedBy ReceivedRepresenting',
      mailboxes: 'ReplyTo ToRecipients CcRecipients BccRecipients',
    },
  ],
  [
    'meeting',
    meetings,
    {
      string: 'ResponseType',
      boolean: 'IsDelegated IsOutOfDate HasBeenProcessed',
      none: 'AssociatedCalendarItemId',
    },
  ],
  ['meetingRequest', ['t:MeetingRequest'], { string: 'MeetingRequestType IntendedFreeBusyStatus' }],
  ['calendar', ['t:CalendarItem', ...meetings], { string: 'UID', instant: 'RecurrenceId DateTimeStamp' }],
  [
    'calendar',
    ['t:CalendarItem', 't:MeetingRequest'],
    {
      // When is a text like any other to Exchange: exchangelib's own tests find events by it.
      string: 'LegacyFreeBusyStatus Location When CalendarItemType MyResponseType MeetingWorkspaceUrl NetShowUrl',
      boolean:
        'IsAllDayEvent IsMeeting IsCancelled IsRecurring MeetingRequestWasSent IsResponseRequested AllowNewTimeProposal IsOnlineMeeting',
      instant: 'Start End OriginalStart AppointmentReplyTime',
      integer: 'AppointmentSequenceNumber AppointmentState ConferenceType',
      mailbox: 'Organizer',
      attendees: 'RequiredAttendees OptionalAttendees Resources',
      none: 'Duration TimeZone ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences MeetingTimeZone StartTimeZone EndTimeZone',
    },
  ],
  [
    'task',
    ['t:Task'],
    {
      string: 'BillingInformation DelegationState Delegator Mileage Owner Status StatusDescription',
      strings: 'Companies Contacts',
      integer: 'ActualWork ChangeCount PercentComplete TotalWork',
      boolean: 'IsAssignmentEditable IsComplete IsRecurring IsTeamTask',
      instant: 'AssignedTime CompleteDate DueDate StartDate',
      none: 'Recurrence',
    },
  ],
  ['contacts', ['t:Contact', 't:DistributionList'], { string: 'DisplayName FileAs ContactSource' }],
  [
    'contacts',
    ['t:Contact'],
    {
      string:
        'Alias AssistantName BusinessHomePage CompanyName Culture Department FileAsMapping Generation GivenName Initials JobTitle Manager MiddleName Mileage Nickname Notes OfficeLocation PhoneticFullName PhoneticFirstName PhoneticLastName PostalAddressIndex Profession SpouseName Surname',
      strings: 'Children Companies',
      boolean: 'HasPicture',
      instant: 'Birthday WeddingAnniversary',
      none: 'CompleteName DirectoryId DirectReports EmailAddresses ImAddresses ManagerMailbox MSExchangeCertificate PhoneNumbers Photo PhysicalAddresses UserSMIMECertificate',
    },
  ],
  ['distributionlist', ['t:DistributionList'], { none: 'Members' }],
  ['postitem', ['t:PostItem'], { instant: 'PostedTime' }],
  // Conversations are found by FindConversation; no item has these.
  [
    'conversation',
    [],
    {
      none: 'ConversationId ConversationTopic UniqueRecipients GlobalUniqueRecipients UniqueUnreadSenders GlobalUniqueUnreadSenders UniqueSenders GlobalUniqueSenders LastDeliveryTime GlobalLastDeliveryTime Categories GlobalCategories FlagStatus GlobalFlagStatus HasAttachments GlobalHasAttachments MessageCount GlobalMessageCount UnreadCount GlobalUnreadCount Size GlobalSize ItemClasses GlobalItemClasses Importance GlobalImportance ItemIds GlobalItemIds',
    },
  ],
];

const fieldUris: ReadonlyMap<string, FieldUri> = new Map(
  groups.flatMap(([prefix, carriers, kinds]) =>
    (Object.entries(kinds) as [FieldKind, string][]).flatMap(([kind, names]) =>
      names
        .split(' ')
        .map((name): [string, FieldUri] => [
          `${prefix}:${name}`,
          { element: `t:${name}`, kind, carriers: new Set(carriers) },
        ]),
    ),
  ),
);
