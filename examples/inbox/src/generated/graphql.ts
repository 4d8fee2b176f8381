/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A file to hang on a message. */
export type AttachmentInput = {
  /** What `cid:` links of an HTML body name it by, without angle brackets; makes it an inline picture. Visible ASCII, up to 255 characters. */
  contentId?: string | null | undefined;
  /** MIME type, such as `application/pdf`; that of the upload or of the copied file when left out. */
  contentType?: string | null | undefined;
  /** Name of the file. What could mislead whoever saves it is replaced: path separators, control characters, marks that turn the direction of text. Empty: the name that the upload or the copied file has. */
  name: string;
  /** The bytes. */
  source: AttachmentSource;
};

/** Where the bytes come from: exactly one of these. */
export type AttachmentSource =
  {   /** The bytes themselves; for small files, since an operation may have a megabyte. */
  base64: string; copyOf?: never; upload?: never; }
  |  { base64?: never;   /** The id of an attachment, of an attached message or of a message of the same mailbox, to copy without downloading it. A message becomes an attached message. Takes the permission to read it. */
  copyOf: string; upload?: never; }
  |  { base64?: never; copyOf?: never;   /** A file sent along with the operation; for files of any size. */
  upload: File; };

/** How much an attendee is needed. */
export type AttendeeRole =
  /** May come. */
  | 'OPTIONAL'
  /** Must come. */
  | 'REQUIRED'
  /** A room or a thing that is booked. */
  | 'RESOURCE';

/** The form of a body. */
export type BodyFormat =
  /** As the author wrote it: HTML where there is HTML, else text. */
  | 'BEST'
  /** Sanitised HTML; text is wrapped where the author wrote no HTML. */
  | 'HTML'
  /** Plain text; derived from the HTML where the author wrote no text. */
  | 'TEXT';

/** The text of a message in exactly one form. Tabs and line breaks may stand in it, other control characters may not. A whole operation may have a megabyte. */
export type BodyInput =
  {   /** HTML, sent as it is. */
  html: string; markdown?: never; text?: never; }
  |  { html?: never;   /** Markdown (CommonMark, GitHub’s tables and lists), at most 100,000 characters, sent as HTML. HTML in it is passed on as it is. */
  markdown: string; text?: never; }
  |  { html?: never; markdown?: never;   /** Plain text. */
  text: string; };

/** What became of something. */
export type ChangeKind =
  /** It is there now: new, put back, or moved here from a place that is not known. You may know it already. */
  | 'CREATED'
  /** It lies elsewhere now. An item mostly has another id then: `previousId` is the one that you know. */
  | 'MOVED'
  /** Something about it has changed, or was written again. */
  | 'UPDATED';

/** Conditions on an instant; all given ones must hold. */
export type DateTimeFilter = {
  /** Later than this. */
  after?: string | null | undefined;
  /** Earlier than this. */
  before?: string | null | undefined;
  /** This or later. */
  onOrAfter?: string | null | undefined;
  /** This or earlier. */
  onOrBefore?: string | null | undefined;
};

/** Messages that are to be deleted. */
export type DeleteMessagesInput = {
  /** Ids of messages of this mailbox, up to 1000. One that is given twice is written once. */
  ids: Array<string>;
  /** Any address of the mailbox. */
  mailbox: string;
  /** Where they go. */
  mode?: DeleteMode;
};

/** Where deleted things go. */
export type DeleteMode =
  /** Gone for good. Needs DELETE_PERMANENTLY. */
  | 'HARD_DELETE'
  /** To Deleted Items, from where they can be taken back. */
  | 'MOVE_TO_DELETED_ITEMS'
  /** Out of sight, to what can still be recovered for as long as the mail server keeps it. Needs DELETE_PERMANENTLY. */
  | 'SOFT_DELETE';

/** Every kind of failure, the same in `UserError.code` and in `extensions.code` of an error. */
export type ErrorCode =
  /** The request cannot be: a value is missing, malformed or out of range. */
  | 'BAD_USER_INPUT'
  /** It has changed meanwhile, its name is taken, or it is being worked on. */
  | 'CONFLICT'
  /** The mail server did not answer in time. */
  | 'DEADLINE_EXCEEDED'
  /** You may not do this to a mailbox that you may see. */
  | 'FORBIDDEN'
  /** The idempotency key was used for something else. */
  | 'IDEMPOTENCY_MISMATCH'
  /** The gateway failed. The failure has been logged. */
  | 'INTERNAL_SERVER_ERROR'
  /** The mailbox cannot be reached at the moment. */
  | 'MAILBOX_UNAVAILABLE'
  /** It does not exist, or is not yours. */
  | 'NOT_FOUND'
  /** A write may have happened: the mail server did not say. */
  | 'OUTCOME_UNKNOWN'
  /** The gateway has too much to do. */
  | 'OVERLOADED'
  /** The operation asks for too much at once. */
  | 'QUERY_TOO_EXPENSIVE'
  /** A quota of the mailbox or a size limit is exceeded. */
  | 'QUOTA_EXCEEDED'
  /** You have spent your budget; see `retryAfter`. */
  | 'RATE_LIMITED'
  /** The mail server does not accept a recipient. */
  | 'RECIPIENT_REJECTED'
  /** The mail server asks for a pause, or too many calls of the mailbox wait already; see `retryAfter`. */
  | 'THROTTLED'
  /** The gateway does not know who you are. */
  | 'UNAUTHENTICATED'
  /** The mail server cannot do this. In `errors`, `extensions.operation` names what it lacks, as `gateway.capabilities` does. */
  | 'UNSUPPORTED'
  /** The mail server failed. */
  | 'UPSTREAM_ERROR'
  /** The mail server, or something else that is needed, cannot be reached. */
  | 'UPSTREAM_UNAVAILABLE';

/** An answer to an invitation. */
export type EventResponse =
  /** Yes. The event shows its time as the organiser means it. */
  | 'ACCEPT'
  /** No. The event goes to Deleted Items. */
  | 'DECLINE'
  /** Perhaps. The event stays, as tentative. */
  | 'TENTATIVE';

/** Whether an event takes place. */
export type EventStatus =
  /** The organiser called it off. */
  | 'CANCELLED'
  /** It does. */
  | 'CONFIRMED';

/** What an event is to a series. */
export type EventType =
  /** One of a series that was moved or changed. */
  | 'EXCEPTION'
  /** One of a series, as its pattern has it. */
  | 'OCCURRENCE'
  /** The series itself. */
  | 'SERIES_MASTER'
  /** It happens once. */
  | 'SINGLE';

/** A follow-up flag. */
export type FlagInput = {
  /** When it must be done. Null clears, absence keeps. */
  dueAt?: string | null | undefined;
  /** When to begin. Null clears, absence keeps. */
  startAt?: string | null | undefined;
  /** NOT_FLAGGED takes everything of the flag away; COMPLETE notes the time of now. */
  status: FlagStatus;
};

/** Whether something is to be done about a message. */
export type FlagStatus =
  /** It has been done. */
  | 'COMPLETE'
  /** Something. */
  | 'FLAGGED'
  /** Nothing. */
  | 'NOT_FLAGGED';

/** Exactly one of: a folder id, a well-known role, or a path such as /Inbox/Clients. */
export type FolderRef =
  {   /** The id of a Folder or Calendar. */
  id: string; path?: never; role?: never; }
  |  { id?: never;   /** Names from the top, `/Inbox/Clients`, upper and lower case alike; a slash inside a name is written `%2F`. */
  path: string; role?: never; }
  |  { id?: never; path?: never;   /** A folder that every mailbox has. Costs no look-up. */
  role: FolderRole; };

/** A folder that every mailbox has, by what it is for, whatever it is called in the language of its owner. */
export type FolderRole =
  /** The default calendar. */
  | 'CALENDAR'
  /** The default address book. */
  | 'CONTACTS'
  /** What was deleted and is still kept. */
  | 'DELETED_ITEMS'
  /** Messages that are being written. */
  | 'DRAFTS'
  /** Where new mail arrives. */
  | 'INBOX'
  /** What the server took for junk. */
  | 'JUNK_EMAIL'
  /** Sticky notes. */
  | 'NOTES'
  /** What is on its way out. */
  | 'OUTBOX'
  /** What was deleted from the deleted items and can still be recovered. */
  | 'RECOVERABLE_ITEMS'
  /** The top of the visible folder tree. */
  | 'ROOT'
  /** Copies of what was sent. */
  | 'SENT_ITEMS'
  /** The default task list. */
  | 'TASKS';

/** A message to be passed on. */
export type ForwardInput = {
  /** Whether the original goes along whole, as an attached message, instead of being quoted with its files. */
  asAttachment?: boolean;
  /** The message that is passed on. */
  id: string;
  /** Your own name for this mutation, 1 to 255 visible ASCII characters, such as a UUID. The same key with the same content does it once and answers the first outcome; with other content it is an IDEMPOTENCY_MISMATCH. Kept on the item, so it survives the gateway. Without it, a mutation whose answer was lost is never repeated. */
  idempotencyKey?: string | null | undefined;
  /** What you add. Recipients, subject and text are filled in where nothing is given here; what is given, null included, stands instead. At least one recipient. */
  message: MessageContentInput;
  /** How it is sent. */
  options?: SendOptionsInput | null | undefined;
};

/** How the time of an event is shown to others. */
export type FreeBusyStatus =
  /** Taken. */
  | 'BUSY'
  /** Still free. */
  | 'FREE'
  /** Nothing is known. */
  | 'NO_DATA'
  /** Away. */
  | 'OUT_OF_OFFICE'
  /** Perhaps taken. */
  | 'TENTATIVE';

/** A header line of a new message, such as `X-Ticket: 4711`. */
export type HeaderInput = {
  /** Begins with `X-`; letters, digits, `-`, `_` and `.` after it; each name once. Names that mail servers give a meaning of their own (`X-MS-…`, `X-Microsoft-…`, `X-Originating-…`, `X-SES-…`, `X-Sender`, `X-Priority` and their kin) are refused. */
  name: string;
  /** One line, without white space around it; with the name at most 998 bytes. */
  value: string;
};

/** How important the sender or organiser says it is. */
export type Importance =
  /** Marked with the exclamation mark. */
  | 'HIGH'
  /** Can wait. */
  | 'LOW'
  /** Nothing said. */
  | 'NORMAL';

/** Conditions on a number; all given ones must hold. */
export type IntFilter = {
  /** Exactly this. */
  equals?: number | null | undefined;
  /** More than this. */
  greaterThan?: number | null | undefined;
  /** Less than this. */
  lessThan?: number | null | undefined;
};

/** What a message says and whom it goes to. When something is changed: null clears, absence keeps. At most 500 recipients and 500 files, and 29 MB of both text and files. */
export type MessageContentInput = {
  /** Files to hang on it. */
  attachments?: Array<AttachmentInput> | null | undefined;
  /** Recipients of a hidden copy. */
  bcc?: Array<RecipientInput> | null | undefined;
  /** The text. */
  body?: BodyInput | null | undefined;
  /** Categories of the sender’s own copy: one line of at most 255 characters each, no comma or semicolon. */
  categories?: Array<string> | null | undefined;
  /** Recipients of a copy. */
  cc?: Array<RecipientInput> | null | undefined;
  /** Header lines of a new message, 50 at most. */
  headers?: Array<HeaderInput> | null | undefined;
  /** How important it is; a new message is NORMAL. */
  importance?: Importance | null | undefined;
  /** Who gets the answers, when not the sender. */
  replyTo?: Array<RecipientInput> | null | undefined;
  /** Asks the mail servers to tell when it is delivered. */
  requestDeliveryReceipt?: boolean | null | undefined;
  /** Asks the recipients’ programs to tell when it is read. */
  requestReadReceipt?: boolean | null | undefined;
  /** How to treat it; a new message is NORMAL. */
  sensitivity?: Sensitivity | null | undefined;
  /** The subject: one line of at most 255 characters. */
  subject?: string | null | undefined;
  /** The main recipients. */
  to?: Array<RecipientInput> | null | undefined;
};

/** Which messages. All given fields must match; compose with and, or and not. `to`, `cc` and `participants` search the display text that the mail server keeps of its recipients (names, or addresses where there is no name); their `equals`, `startsWith` and `in` are then checked against each recipient's name and address, which is why they cannot stand inside `or` or `not`, and why totalCount may then count a few too many. */
export type MessageFilter = {
  /** All of these. */
  and?: Array<MessageFilter> | null | undefined;
  /** The text of the body. `contains` and `exists` only; slow in large folders. */
  body?: StringFilter | null | undefined;
  /** The categories it was put in. */
  categories?: StringListFilter | null | undefined;
  /** Name or address of a copy recipient. */
  cc?: StringFilter | null | undefined;
  /** Part of this conversation, by the id of Conversation. */
  conversationId?: string | null | undefined;
  /** Name or address of the author. */
  from?: StringFilter | null | undefined;
  /** Whether something hangs on it; images inside the text do not count. */
  hasAttachments?: boolean | null | undefined;
  /** Any of these. */
  importance?: Array<Importance> | null | undefined;
  /** This Message-ID, with its angle brackets. */
  internetMessageId?: string | null | undefined;
  /** Whether it has not been sent yet. */
  isDraft?: boolean | null | undefined;
  /** Whether it is flagged for follow-up and not yet done. */
  isFlagged?: boolean | null | undefined;
  /** Whether it has been read. */
  isRead?: boolean | null | undefined;
  /** Any of these. */
  kind?: Array<MessageKind> | null | undefined;
  /** Not this. */
  not?: MessageFilter | null | undefined;
  /** At least one of these. */
  or?: Array<MessageFilter> | null | undefined;
  /** Name or address of the author or of any main or copy recipient. */
  participants?: StringFilter | null | undefined;
  /** When it arrived. */
  receivedAt?: DateTimeFilter | null | undefined;
  /** When it was sent. */
  sentAt?: DateTimeFilter | null | undefined;
  /** Size in the mailbox. */
  sizeBytes?: IntFilter | null | undefined;
  /** The subject, with its `Re:` and `Fwd:`. */
  subject?: StringFilter | null | undefined;
  /** Name or address of a main recipient. */
  to?: StringFilter | null | undefined;
};

/** What a message is. */
export type MessageKind =
  /** A server tells that mail was or was not delivered. */
  | 'DELIVERY_REPORT'
  /** Ordinary mail. */
  | 'MAIL'
  /** A meeting was called off. */
  | 'MEETING_CANCELLATION'
  /** An invitation or its update. */
  | 'MEETING_REQUEST'
  /** Somebody accepted, declined or is not sure. */
  | 'MEETING_RESPONSE'
  /** Something else, such as a voice message or a signed wrapper of a kind of its own. */
  | 'OTHER'
  /** A note left in a folder. */
  | 'POST'
  /** Somebody has, or has not, read a message. */
  | 'READ_RECEIPT';

/** What changes of a message. What is left out stays as it is. */
export type MessagePatch = {
  /** Categories beside those that it has; upper and lower case are the same. Costs a look at each. */
  addCategories?: Array<string> | null | undefined;
  /** Its follow-up flag; null takes it away. */
  flag?: FlagInput | null | undefined;
  /** How important it says it is. */
  importance?: Importance | null | undefined;
  /** Whether it counts as read. The mail server may then send the receipt that its sender asked for. */
  isRead?: boolean | null | undefined;
  /** Categories that it shall not have. Costs a look at each. */
  removeCategories?: Array<string> | null | undefined;
  /** Its categories, instead of those that it has; null or an empty list takes all away. */
  setCategories?: Array<string> | null | undefined;
};

/** Messages, and the folder that they go to. */
export type MoveMessagesInput = {
  /** Ids of messages of this mailbox, up to 1000. One that is given twice is written once. */
  ids: Array<string>;
  /** Any address of the mailbox. */
  mailbox: string;
  /** A folder for messages, of the same mailbox. */
  to: FolderRef;
};

/** Which part of a series a write is about. For a single event all three mean that event. */
export type OccurrenceScope =
  /** The whole series; the id may name the series or any occurrence of it. */
  | 'ENTIRE_SERIES'
  /** The occurrence that the id names, and all after it. */
  | 'THIS_AND_FOLLOWING'
  /** The one occurrence that the id names. */
  | 'THIS_OCCURRENCE';

/** Somebody to write to. */
export type RecipientInput = {
  /** One address; international ones too, where the mail server takes them. */
  address: string;
  /** The name shown for it: one line of at most 255 characters, without white space around it. Marks that override the direction of text and `=?`, which begins an encoded word, are refused; joiners and direction marks, which names in Persian or Hebrew need, are kept. */
  name?: string | null | undefined;
};

/** A reply to be sent. */
export type ReplyInput = {
  /** The message that is answered. */
  id: string;
  /** Your own name for this mutation, 1 to 255 visible ASCII characters, such as a UUID. The same key with the same content does it once and answers the first outcome; with other content it is an IDEMPOTENCY_MISMATCH. Kept on the item, so it survives the gateway. Without it, a mutation whose answer was lost is never repeated. */
  idempotencyKey?: string | null | undefined;
  /** What you add. Recipients, subject and text are filled in where nothing is given here; what is given, null included, stands instead. */
  message: MessageContentInput;
  /** How it is sent. */
  options?: SendOptionsInput | null | undefined;
  /** Whether the original stands below your text, with the pictures in it. */
  quoteOriginal?: boolean;
  /** Whether it goes to the other recipients too, without any address of this mailbox. */
  replyAll?: boolean;
};

/** An answer to an invitation, and what it answers. */
export type RespondToEventInput = {
  /** Plain text that the organiser reads in the answer; only with `sendResponse: true`. */
  comment?: string | null | undefined;
  /** The CalendarEvent, or the meeting request Message. A message is answered for what it invites to: a series, a single event or one occurrence. */
  id: string;
  /** The answer. */
  response: EventResponse;
  /** Which part of a series is answered: ENTIRE_SERIES, by the id of the series or of any occurrence, or THIS_OCCURRENCE by the id of one. A mail server cannot take an answer for THIS_AND_FOLLOWING. */
  scope?: OccurrenceScope;
  /** True: the organiser gets the answer by mail, and it is counted in the attendee list. False: only your own calendar knows it. */
  sendResponse: boolean;
};

/** What somebody answered to an invitation. */
export type ResponseStatus =
  /** Yes. */
  | 'ACCEPTED'
  /** No. */
  | 'DECLINED'
  /** Nothing is known: no invitation, or somebody else’s answer. */
  | 'NONE'
  /** Invited, without an answer yet. */
  | 'NOT_RESPONDED'
  /** The one who invites. */
  | 'ORGANIZER'
  /** Perhaps. */
  | 'TENTATIVE';

/** Why the mailbox must be read afresh. */
export type ResyncReason =
  /** How far you had come is lost, with the mail server or by an upgrade of the gateway. */
  | 'POSITION_LOST'
  /** You gave no token to go on from: events begin with the token beside this. */
  | 'STARTED'
  /** More has happened than you took from the stream; what was waiting for you was dropped. */
  | 'TOO_SLOW';

/** A message to be sent. */
export type SendMessageInput = {
  /** Your own name for this mutation, 1 to 255 visible ASCII characters, such as a UUID. The same key with the same content does it once and answers the first outcome; with other content it is an IDEMPOTENCY_MISMATCH. Kept on the item, so it survives the gateway. Without it, a mutation whose answer was lost is never repeated. */
  idempotencyKey?: string | null | undefined;
  /** Any address of the mailbox that sends. */
  mailbox: string;
  /** What it says, and whom it goes to: at least one recipient in `to`, `cc` or `bcc`. */
  message: MessageContentInput;
  /** How it is sent. */
  options?: SendOptionsInput | null | undefined;
};

/** How a message is sent. The same for everything that is sent. */
export type SendOptionsInput = {
  /** The folder for your copy, one that holds mail; Sent Items when left out. */
  saveTo?: FolderRef | null | undefined;
  /** The address that it comes from: one of this mailbox, or of a mailbox on which you have SEND and that this one may send as. Its main one when left out. */
  sendAs?: string | null | undefined;
  /** Keep no copy. Then `message` of the payload is null, and no `idempotencyKey` is taken: the copy is what proves that something was sent. */
  skipSaveCopy?: boolean;
};

/** How the sender or organiser wants it to be treated. A request to people; it protects nothing. */
export type Sensitivity =
  /** Not to be passed on. */
  | 'CONFIDENTIAL'
  /** Nothing said. */
  | 'NORMAL'
  /** Not about work. */
  | 'PERSONAL'
  /** Not to be shown to delegates. */
  | 'PRIVATE';

/** Conditions on a text; all given ones must hold. Upper and lower case are the same. */
export type StringFilter = {
  /** A part of it. */
  contains?: string | null | undefined;
  /** The whole text. */
  equals?: string | null | undefined;
  /** Whether there is any text at all. */
  exists?: boolean | null | undefined;
  /** The whole text is one of these. */
  in?: Array<string> | null | undefined;
  /** Its beginning. */
  startsWith?: string | null | undefined;
};

/** Conditions on a list of texts; all given ones must hold. */
export type StringListFilter = {
  /** All of these are in it. */
  containsAll?: Array<string> | null | undefined;
  /** At least one of these is in it. */
  containsAny?: Array<string> | null | undefined;
  /** Whether nothing is in it. */
  isEmpty?: boolean | null | undefined;
};

/** What became of a send. */
export type SubmissionStatus =
  /** It had been sent before, under the same idempotency key with the same content. Nothing was sent now. */
  | 'REPLAYED'
  /** The mail server has it and delivers it. */
  | 'SENT';

/** From an instant to a later one, at most ten years; what overlaps it is inside. */
export type TimeWindowInput = {
  /** Where it ends, exclusive. */
  end: string;
  /** Where it begins. */
  start: string;
  /** The zone that times of events are shown in. Absent: each event in its own. */
  timeZone?: string | null | undefined;
};

/** Messages, and what changes of all of them. */
export type UpdateMessagesInput = {
  /** Ids of messages of this mailbox, up to 1000. One that is given twice is written once. */
  ids: Array<string>;
  /** Aligned with `ids`: a ConflictError where the message has changed since. Absent: the last writer wins, property by property. */
  ifChangeKeys?: Array<string> | null | undefined;
  /** Any address of the mailbox. */
  mailbox: string;
  /** What changes. */
  patch: MessagePatch;
};

export type WeekQueryVariables = Exact<{
  mailbox: string;
  window: TimeWindowInput;
}>;


export type WeekQuery = { mailbox: { id: string, agenda: { nodes: Array<{ id: string, type: EventType, subject: string | null, location: string | null, isAllDay: boolean, isMeeting: boolean, isOrganizer: boolean, myResponse: ResponseStatus, showAs: FreeBusyStatus, status: EventStatus, start: { dateTime: string | null, date: string | null }, end: { dateTime: string | null, date: string | null } }> } } | null };

export type EventDetailsQueryVariables = Exact<{
  id: string;
}>;


export type EventDetailsQuery = { node:
    | { id: string }
    | { id: string, type: EventType, subject: string | null, location: string | null, isAllDay: boolean, isMeeting: boolean, isOrganizer: boolean, myResponse: ResponseStatus, showAs: FreeBusyStatus, status: EventStatus, organizer: { name: string | null, address: string | null } | null, recurrence: { summary: string } | null, attendees: Array<{ role: AttendeeRole, response: ResponseStatus, recipient: { name: string | null, address: string | null } }>, body: { content: string, truncated: boolean } | null, attachments: Array<
        | { __typename: 'FileAttachment', downloadUrl: string, id: string, name: string, sizeBytes: number }
        | { __typename: 'ItemAttachment', id: string, name: string, sizeBytes: number }
      >, start: { dateTime: string | null, date: string | null }, end: { dateTime: string | null, date: string | null } }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type RespondToEventMutationVariables = Exact<{
  input: RespondToEventInput;
}>;


export type RespondToEventMutation = { respondToEvent: { event: { id: string, type: EventType, subject: string | null, location: string | null, isAllDay: boolean, isMeeting: boolean, isOrganizer: boolean, myResponse: ResponseStatus, showAs: FreeBusyStatus, status: EventStatus, start: { dateTime: string | null, date: string | null }, end: { dateTime: string | null, date: string | null } } | null, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type UpdateMessagesMutationVariables = Exact<{
  input: UpdateMessagesInput;
}>;


export type UpdateMessagesMutation = { updateMessages: { results: Array<{ id: string, message: { id: string, isRead: boolean, flag: { status: FlagStatus }, folder: { id: string, unreadCount: number } | null } | null, error:
        | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
       | null }>, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type MoveMessagesMutationVariables = Exact<{
  input: MoveMessagesInput;
}>;


export type MoveMessagesMutation = { moveMessages: { results: Array<{ id: string, message: { id: string } | null, error:
        | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
       | null }>, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type DeleteMessagesMutationVariables = Exact<{
  input: DeleteMessagesInput;
}>;


export type DeleteMessagesMutation = { deleteMessages: { results: Array<{ id: string, error:
        | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
        | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
       | null }>, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type PersonFragment = { name: string | null, address: string | null };

export type MessageHeadFragment = { id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null };

export type MessageRowFragment = { preview: string | null, id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null };

export type FolderRowFragment = { id: string, name: string, path: string, role: FolderRole | null, unreadCount: number, totalCount: number };

export type EventBlockFragment = { id: string, type: EventType, subject: string | null, location: string | null, isAllDay: boolean, isMeeting: boolean, isOrganizer: boolean, myResponse: ResponseStatus, showAs: FreeBusyStatus, status: EventStatus, start: { dateTime: string | null, date: string | null }, end: { dateTime: string | null, date: string | null } };

type Problem_AccessDeniedError_Fragment = { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_ConflictError_Fragment = { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_NotFoundError_Fragment = { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_QuotaExceededError_Fragment = { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_ThrottledError_Fragment = { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_UpstreamError_Fragment = { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null };

type Problem_ValidationError_Fragment = { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> };

export type ProblemFragment =
  | Problem_AccessDeniedError_Fragment
  | Problem_ConflictError_Fragment
  | Problem_NotFoundError_Fragment
  | Problem_QuotaExceededError_Fragment
  | Problem_ThrottledError_Fragment
  | Problem_UpstreamError_Fragment
  | Problem_ValidationError_Fragment
;

export type MailScreenQueryVariables = Exact<{
  mailbox: string;
  in?: Array<FolderRef> | FolderRef | null | undefined;
  search?: string | null | undefined;
  filter?: MessageFilter | null | undefined;
}>;


export type MailScreenQuery = { mailbox: { id: string, address: string, displayName: string | null, folders: Array<{ id: string, name: string, path: string, role: FolderRole | null, unreadCount: number, totalCount: number }>, messages: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ preview: string | null, id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null }> } } | null };

export type MailboxChangedSubscriptionVariables = Exact<{
  mailbox: string;
  after?: string | null | undefined;
}>;


export type MailboxChangedSubscription = { mailboxChanged: { token: string, change:
      | { __typename: 'CalendarEventChanged', kind: ChangeKind }
      | { __typename: 'ContactChanged' }
      | { __typename: 'FolderChanged', kind: ChangeKind, folder: { id: string, name: string, path: string, role: FolderRole | null, unreadCount: number, totalCount: number } | null }
      | { __typename: 'FolderRemoved', id: string }
      | { __typename: 'ItemRemoved', id: string, folder: { id: string } | null }
      | { __typename: 'MessageChanged', kind: ChangeKind, previousId: string | null, folder: { id: string, role: FolderRole | null } | null, message: { preview: string | null, id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null } | null }
      | { __typename: 'MessageReadStateChanged', id: string, isRead: boolean }
      | { __typename: 'ResyncRequired', reason: ResyncReason }
      | { __typename: 'TaskChanged' }
     } };

export type MailboxesQueryVariables = Exact<{ [key: string]: never; }>;


export type MailboxesQuery = { viewer: { subject: string, mailbox: { id: string, address: string } | null }, mailboxes: { nodes: Array<{ id: string, address: string, displayName: string | null }> } };

export type MoreMessagesQueryVariables = Exact<{
  mailbox: string;
  in?: Array<FolderRef> | FolderRef | null | undefined;
  search?: string | null | undefined;
  filter?: MessageFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type MoreMessagesQuery = { mailbox: { id: string, messages: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ preview: string | null, id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null }> } } | null };

export type OpenMessageQueryVariables = Exact<{
  mailbox: string;
  id: string;
}>;


export type OpenMessageQuery = { mailbox: { id: string, message: { sentAt: string | null, id: string, subject: string | null, kind: MessageKind, receivedAt: string | null, isRead: boolean, isDraft: boolean, hasAttachments: boolean, importance: Importance, cc: Array<{ name: string | null, address: string | null }>, body: { format: BodyFormat, content: string, truncated: boolean, remoteImagesBlocked: number } | null, attachments: Array<
        | { __typename: 'FileAttachment', downloadUrl: string, id: string, name: string, contentType: string | null, sizeBytes: number }
        | { __typename: 'ItemAttachment', id: string, name: string, contentType: string | null, sizeBytes: number }
      >, meeting: { isOutOfDate: boolean, responseType: ResponseStatus | null, event: { id: string, type: EventType, subject: string | null, location: string | null, isAllDay: boolean, isMeeting: boolean, isOrganizer: boolean, myResponse: ResponseStatus, showAs: FreeBusyStatus, status: EventStatus, start: { dateTime: string | null, date: string | null }, end: { dateTime: string | null, date: string | null } } | null } | null, from: { name: string | null, address: string | null } | null, to: Array<{ name: string | null, address: string | null }>, flag: { status: FlagStatus }, folder: { id: string, role: FolderRole | null } | null } | null } | null };

export type SentFragment = { submission: { status: SubmissionStatus } | null, userErrors: Array<
    | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
    | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
  > };

export type SendMessageMutationVariables = Exact<{
  input: SendMessageInput;
}>;


export type SendMessageMutation = { sendMessage: { submission: { status: SubmissionStatus } | null, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type ReplyToMessageMutationVariables = Exact<{
  input: ReplyInput;
}>;


export type ReplyToMessageMutation = { replyToMessage: { submission: { status: SubmissionStatus } | null, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export type ForwardMessageMutationVariables = Exact<{
  input: ForwardInput;
}>;


export type ForwardMessageMutation = { forwardMessage: { submission: { status: SubmissionStatus } | null, userErrors: Array<
      | { __typename: 'AccessDeniedError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ConflictError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'NotFoundError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'QuotaExceededError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ThrottledError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'UpstreamError', outcomeUnknown: boolean, code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null }
      | { __typename: 'ValidationError', code: ErrorCode, detail: string, retryable: boolean, retryAfter: string | null, fields: Array<{ path: Array<string>, message: string }> }
    > } };

export const PersonFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]} as unknown as DocumentNode<PersonFragment, unknown>;
export const MessageHeadFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]} as unknown as DocumentNode<MessageHeadFragment, unknown>;
export const MessageRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHead"}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"length"},"value":{"kind":"IntValue","value":"120"}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}}]} as unknown as DocumentNode<MessageRowFragment, unknown>;
export const FolderRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FolderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Folder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"unreadCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]} as unknown as DocumentNode<FolderRowFragment, unknown>;
export const EventBlockFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventBlock"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"isAllDay"}},{"kind":"Field","name":{"kind":"Name","value":"isMeeting"}},{"kind":"Field","name":{"kind":"Name","value":"isOrganizer"}},{"kind":"Field","name":{"kind":"Name","value":"myResponse"}},{"kind":"Field","name":{"kind":"Name","value":"showAs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"start"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"end"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}}]}}]} as unknown as DocumentNode<EventBlockFragment, unknown>;
export const ProblemFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<ProblemFragment, unknown>;
export const SentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Sent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<SentFragment, unknown>;
export const WeekDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Week"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"window"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeWindowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mailbox"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"address"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"agenda"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"window"},"value":{"kind":"Variable","name":{"kind":"Name","value":"window"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"500"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventBlock"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventBlock"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"isAllDay"}},{"kind":"Field","name":{"kind":"Name","value":"isMeeting"}},{"kind":"Field","name":{"kind":"Name","value":"isOrganizer"}},{"kind":"Field","name":{"kind":"Name","value":"myResponse"}},{"kind":"Field","name":{"kind":"Name","value":"showAs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"start"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"end"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}}]}}]} as unknown as DocumentNode<WeekQuery, WeekQueryVariables>;
export const EventDetailsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EventDetails"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventBlock"}},{"kind":"Field","name":{"kind":"Name","value":"organizer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"recurrence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attendees"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"response"}},{"kind":"Field","name":{"kind":"Name","value":"recipient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"TEXT"}},{"kind":"Argument","name":{"kind":"Name","value":"maxBytes"},"value":{"kind":"IntValue","value":"20000"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"truncated"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attachments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FileAttachment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"expiresIn"},"value":{"kind":"StringValue","value":"PT1H","block":false}}]}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventBlock"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"isAllDay"}},{"kind":"Field","name":{"kind":"Name","value":"isMeeting"}},{"kind":"Field","name":{"kind":"Name","value":"isOrganizer"}},{"kind":"Field","name":{"kind":"Name","value":"myResponse"}},{"kind":"Field","name":{"kind":"Name","value":"showAs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"start"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"end"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]} as unknown as DocumentNode<EventDetailsQuery, EventDetailsQueryVariables>;
export const RespondToEventDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RespondToEvent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RespondToEventInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"respondToEvent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventBlock"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventBlock"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"isAllDay"}},{"kind":"Field","name":{"kind":"Name","value":"isMeeting"}},{"kind":"Field","name":{"kind":"Name","value":"isOrganizer"}},{"kind":"Field","name":{"kind":"Name","value":"myResponse"}},{"kind":"Field","name":{"kind":"Name","value":"showAs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"start"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"end"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<RespondToEventMutation, RespondToEventMutationVariables>;
export const UpdateMessagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateMessages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateMessagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateMessages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"unreadCount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<UpdateMessagesMutation, UpdateMessagesMutationVariables>;
export const MoveMessagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MoveMessages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MoveMessagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"moveMessages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<MoveMessagesMutation, MoveMessagesMutationVariables>;
export const DeleteMessagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteMessages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteMessagesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteMessages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}}]} as unknown as DocumentNode<DeleteMessagesMutation, DeleteMessagesMutationVariables>;
export const MailScreenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MailScreen"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"in"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FolderRef"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MessageFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mailbox"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"address"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"folders"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FolderRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"in"},"value":{"kind":"Variable","name":{"kind":"Name","value":"in"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"40"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FolderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Folder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"unreadCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHead"}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"length"},"value":{"kind":"IntValue","value":"120"}}]}]}}]} as unknown as DocumentNode<MailScreenQuery, MailScreenQueryVariables>;
export const MailboxChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"MailboxChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SyncToken"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mailboxChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"mailbox"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"change"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"previousId"}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageRow"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MessageReadStateChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ItemRemoved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FolderChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FolderRow"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FolderRemoved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEventChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResyncRequired"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHead"}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"length"},"value":{"kind":"IntValue","value":"120"}}]}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FolderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Folder"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"unreadCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]} as unknown as DocumentNode<MailboxChangedSubscription, MailboxChangedSubscriptionVariables>;
export const MailboxesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Mailboxes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"mailbox"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"mailboxes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"kind"},"value":{"kind":"EnumValue","value":"USER"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]} as unknown as DocumentNode<MailboxesQuery, MailboxesQueryVariables>;
export const MoreMessagesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MoreMessages"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"in"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FolderRef"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MessageFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mailbox"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"address"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"in"},"value":{"kind":"Variable","name":{"kind":"Name","value":"in"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"40"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHead"}},{"kind":"Field","name":{"kind":"Name","value":"preview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"length"},"value":{"kind":"IntValue","value":"120"}}]}]}}]} as unknown as DocumentNode<MoreMessagesQuery, MoreMessagesQueryVariables>;
export const OpenMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OpenMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EmailAddress"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mailbox"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"address"},"value":{"kind":"Variable","name":{"kind":"Name","value":"mailbox"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"message"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MessageHead"}},{"kind":"Field","name":{"kind":"Name","value":"sentAt"}},{"kind":"Field","name":{"kind":"Name","value":"cc"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"format"},"value":{"kind":"EnumValue","value":"BEST"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"truncated"}},{"kind":"Field","name":{"kind":"Name","value":"remoteImagesBlocked"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attachments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"contentType"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FileAttachment"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"expiresIn"},"value":{"kind":"StringValue","value":"PT1H","block":false}}]}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"meeting"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isOutOfDate"}},{"kind":"Field","name":{"kind":"Name","value":"responseType"}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"EventBlock"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Person"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Recipient"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MessageHead"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"isRead"}},{"kind":"Field","name":{"kind":"Name","value":"isDraft"}},{"kind":"Field","name":{"kind":"Name","value":"hasAttachments"}},{"kind":"Field","name":{"kind":"Name","value":"importance"}},{"kind":"Field","name":{"kind":"Name","value":"from"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"to"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Person"}}]}},{"kind":"Field","name":{"kind":"Name","value":"flag"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"folder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"EventBlock"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CalendarEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"location"}},{"kind":"Field","name":{"kind":"Name","value":"isAllDay"}},{"kind":"Field","name":{"kind":"Name","value":"isMeeting"}},{"kind":"Field","name":{"kind":"Name","value":"isOrganizer"}},{"kind":"Field","name":{"kind":"Name","value":"myResponse"}},{"kind":"Field","name":{"kind":"Name","value":"showAs"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"start"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}},{"kind":"Field","name":{"kind":"Name","value":"end"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dateTime"}},{"kind":"Field","name":{"kind":"Name","value":"date"}}]}}]}}]} as unknown as DocumentNode<OpenMessageQuery, OpenMessageQueryVariables>;
export const SendMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SendMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sendMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Sent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Sent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]} as unknown as DocumentNode<SendMessageMutation, SendMessageMutationVariables>;
export const ReplyToMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ReplyToMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReplyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replyToMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Sent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Sent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]} as unknown as DocumentNode<ReplyToMessageMutation, ReplyToMessageMutationVariables>;
export const ForwardMessageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ForwardMessage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ForwardInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"forwardMessage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Sent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpstreamError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomeUnknown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Sent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SendMessagePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submission"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}}]} as unknown as DocumentNode<ForwardMessageMutation, ForwardMessageMutationVariables>;