import type { BudgetStatus } from '../access/budget.ts';
import type { Caller } from '../access/caller.ts';
import type { BusyEvent } from '../ews/operations/get-user-availability.ts';
import type {
  FileAttachment as EwsFileAttachment,
  ItemAttachment as EwsItemAttachment,
} from '../ews/properties/attachment.ts';
import type { InboxRule as EwsInboxRule } from '../ews/properties/inbox-rule.ts';
import type { Delegate as EwsDelegate } from '../ews/operations/get-delegate.ts';
import type { ItemType } from '../ews/properties/item-types.ts';
import type { OofSettings } from '../ews/properties/oof-settings.ts';
import type { FolderPermission as EwsFolderPermission } from '../ews/properties/permission-set.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import type { Attendee as EwsAttendee, Recipient as EwsRecipient } from '../ews/properties/recipient.ts';
import type { Recurrence as EwsRecurrence } from '../ews/properties/recurrence.ts';
import type { MailboxUsage } from '../directory/directory.ts';
import type { ExportJob } from '../exports/mailbox-exports.ts';
import type { ConversationFacts, ConversationReference } from '../mailbox/conversations/load-conversations.ts';
import type { AttachmentHolder } from '../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import type { MailboxTimes } from '../mailbox/availability/read-availability.ts';
import type { NamedAddress } from '../mailbox/rooms.ts';
import type { Suggestion } from '../mailbox/availability/suggest-meetings.ts';
import type { ToldHours } from '../mailbox/availability/told-hours.ts';
import { builder } from './builder.ts';
import type {
  FolderChangedSource,
  FolderRemovedSource,
  ItemChangedSource,
  ItemRemovedSource,
  MailboxChangeSource,
  ReadStateSource,
  ResyncSource,
} from './changes/change-source.ts';
import type { Connection, Edge, PageInfoSource } from './connection.ts';
import type { OfMailbox } from './guards/permission.ts';
import type { Arrival } from './subscriptions/arrival.ts';
import type { ShownEvent } from './subscriptions/listen.ts';
import type { UserErrorSource } from './user-errors.ts';
import type { AnyItemSource, EventSource, FolderSource, ItemSource, MailboxSource } from './sources.ts';

/*
 * Every object and interface of the schema, with what its resolvers get. Types mention each other through this file and never import each other.
 */

/** What `node` can give. */
export type NodeSource =
  | MailboxSource
  | FolderSource
  | AnyItemSource
  | AttachmentSource
  | ConversationSource
  | InboxRuleSource
  | ExportJobSource;

export const Node = builder.interfaceRef<NodeSource>('Node');
export const PageInfo = builder.objectRef<PageInfoSource>('PageInfo');
export const Viewer = builder.objectRef<Caller>('Viewer');

export const Mailbox = builder.objectRef<MailboxSource>('Mailbox');
export const MailboxConnection = builder.objectRef<Connection<MailboxSource>>('MailboxConnection');
export const MailboxEdge = builder.objectRef<Edge<MailboxSource>>('MailboxEdge');
export const Folder = builder.objectRef<FolderSource>('Folder');

/** Somebody on an item. `mailbox` is the mailbox that the item lives in: look-ups run as it. */
export interface RecipientSource {
  readonly mailbox: OpenedMailbox;
  readonly recipient: EwsRecipient;
}
export const Recipient = builder.objectRef<RecipientSource>('Recipient');

/** What the directory tells of somebody. */
export interface DirectoryEntrySource {
  readonly typeName: 'Person' | 'Group' | 'Room';
  readonly name: string;
  readonly address: string;
  readonly givenName?: string | undefined;
  readonly surname?: string | undefined;
  readonly jobTitle?: string | undefined;
  readonly department?: string | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly capacity?: number | undefined;
}
export const DirectoryEntry = builder.interfaceRef<DirectoryEntrySource>('DirectoryEntry');
export const Person = builder.objectRef<DirectoryEntrySource>('Person');
export const Group = builder.objectRef<DirectoryEntrySource>('Group');
export const Room = builder.objectRef<DirectoryEntrySource>('Room');

export const Message = builder.objectRef<ItemSource<'Message'>>('Message');
/** `countUnread` makes a call of its own, so it runs only when the field is selected; null: the server cannot tell. */
export interface MessageConnectionSource extends Connection<ItemSource<'Message'>>, OfMailbox {
  readonly totalCount: number;
  readonly countUnread: () => Promise<number | null>;
}
export const MessageConnection = builder.objectRef<MessageConnectionSource>('MessageConnection');
export const MessageEdge = builder.objectRef<Edge<ItemSource<'Message'>> & OfMailbox>('MessageEdge');
export const MessageFlag = builder.objectRef<ItemSource<'Message'>>('MessageFlag');
export const MeetingMessage = builder.objectRef<ItemSource<'Message'>>('MeetingMessage');
export const MimeContent = builder.objectRef<ItemSource>('MimeContent');

/** A body made ready to show. */
export interface MessageBodySource {
  readonly format: 'HTML' | 'TEXT';
  readonly content: string;
  readonly truncated: boolean;
  readonly originalBytes: number | undefined;
  readonly remoteImagesBlocked: number;
}
export const MessageBody = builder.objectRef<MessageBodySource>('MessageBody');
export const InternetHeader = builder.objectRef<{ readonly name: string; readonly value: string }>('InternetHeader');
export const MetadataEntry = builder.objectRef<{ readonly key: string; readonly value: string }>('MetadataEntry');

/** A conversation, known by what every message of it carries. */
export interface ConversationSource {
  readonly typeName: 'Conversation';
  readonly mailbox: OpenedMailbox;
  readonly reference: ConversationReference;
  /** Where the mail server counted for itself; absent: counted from the messages. */
  readonly facts?: ConversationFacts | undefined;
}
export const Conversation = builder.objectRef<ConversationSource>('Conversation');

/** An attachment and the mailbox that it lives in. */
export interface AttachmentSource<
  Kind extends EwsFileAttachment | EwsItemAttachment = EwsFileAttachment | EwsItemAttachment,
> {
  readonly typeName: 'FileAttachment' | 'ItemAttachment';
  readonly mailbox: OpenedMailbox;
  readonly attachment: Kind;
  /** What it hangs on: decides who may see it. */
  readonly holder: AttachmentHolder;
}
export const Attachment = builder.interfaceRef<AttachmentSource>('Attachment');
export const FileAttachment = builder.objectRef<AttachmentSource<EwsFileAttachment>>('FileAttachment');
export const ItemAttachment = builder.objectRef<AttachmentSource<EwsItemAttachment>>('ItemAttachment');

export const Calendar = builder.objectRef<FolderSource>('Calendar');
export const CalendarEvent = builder.objectRef<EventSource>('CalendarEvent');
export const CalendarEventConnection = builder.objectRef<Connection<EventSource> & OfMailbox>(
  'CalendarEventConnection',
);
export const CalendarEventEdge = builder.objectRef<Edge<EventSource> & OfMailbox>('CalendarEventEdge');

/** A moment on a calendar: an instant shown in a zone, or a date without one. */
export interface EventTimeSource {
  readonly dateTime: string | undefined;
  readonly date: string | undefined;
  readonly timeZone: string;
  readonly local: string;
}
export const EventTime = builder.objectRef<EventTimeSource>('EventTime');
export const Attendee = builder.objectRef<{
  readonly mailbox: OpenedMailbox;
  readonly attendee: EwsAttendee;
  readonly role: 'REQUIRED' | 'OPTIONAL' | 'RESOURCE';
}>('Attendee');
export const Reminder = builder.objectRef<{ readonly isOn: boolean; readonly minutesBefore: number }>('Reminder');
export const Recurrence = builder.objectRef<{
  readonly recurrence: EwsRecurrence;
  readonly timeZone: string;
  readonly isAllDay: boolean;
}>('Recurrence');

export const Contact = builder.objectRef<ItemSource<'Contact'>>('Contact');
export const ContactConnection = builder.objectRef<Connection<ItemSource<'Contact'>> & OfMailbox>('ContactConnection');
export const ContactEdge = builder.objectRef<Edge<ItemSource<'Contact'>> & OfMailbox>('ContactEdge');
export const LabeledEmail = builder.objectRef<{
  readonly label: string;
  readonly address: string;
  readonly name: string | undefined;
}>('LabeledEmail');
export const LabeledValue = builder.objectRef<{ readonly label: string; readonly value: string }>('LabeledValue');
export const TaskItem = builder.objectRef<ItemSource<'Task'>>('TaskItem');
export const TaskConnection = builder.objectRef<Connection<ItemSource<'Task'>> & OfMailbox>('TaskConnection');
export const TaskEdge = builder.objectRef<Edge<ItemSource<'Task'>> & OfMailbox>('TaskEdge');

/** A failure of a mutation. */
export const UserError = builder.interfaceRef<UserErrorSource>('UserError');

/** What every payload comes from. `done` is undefined when nothing was done, or nobody knows; then `userErrors` says why. */
export interface Written<Done> extends OfMailbox {
  readonly done: Done | undefined;
  readonly userErrors: readonly UserErrorSource[];
}

/** Reads a message with at least these rows, when a payload shows it. */
export type ReadMessage = (wanted: readonly AnyProperty[]) => Promise<ItemSource<'Message'> | undefined>;

/** What became of a send. `copy` finds the saved copy, undefined when there is none. */
export interface SentMessage {
  readonly status: 'SENT' | 'REPLAYED';
  readonly copy: ReadMessage;
}
export const SendMessagePayload = builder.objectRef<Written<SentMessage>>('SendMessagePayload');
export const Submission = builder.objectRef<SentMessage>('Submission');

/** What became of a message, or of the event on which files were hung in its stead. */
export interface WrittenDraft {
  readonly read?: ReadMessage | undefined;
  readonly event?: ReadEvent | undefined;
}
export const DraftPayload = builder.objectRef<Written<WrittenDraft>>('DraftPayload');

/** What became of one message of several. `read` is absent where it is gone, or was not written. */
export interface MessageResult extends OfMailbox {
  /** As the client sent it. */
  readonly id: string;
  readonly read?: ReadMessage | undefined;
  readonly error?: UserErrorSource | undefined;
}
export const BulkMessagePayload = builder.objectRef<Written<readonly MessageResult[]>>('BulkMessagePayload');
export const MessageWriteResult = builder.objectRef<MessageResult>('MessageWriteResult');

export const FolderPayload = builder.objectRef<Written<FolderSource>>('FolderPayload');
export const DeleteFolderPayload = builder.objectRef<Written<{ readonly deletedId: string }>>('DeleteFolderPayload');

export const WorkingHours = builder.objectRef<ToldHours>('WorkingHours');
export const WorkingPeriod = builder.objectRef<ToldHours['periods'][number]>('WorkingPeriod');

/** Reads an event with at least these rows, when a payload shows it; undefined when it is gone. */
export type ReadEvent = (wanted: readonly AnyProperty[]) => Promise<EventSource | undefined>;

/** What became of an event. */
export interface WrittenEvent {
  /** Absent when there is none any more. */
  readonly event?: ReadEvent | undefined;
  /** The series that was split off, if one was. */
  readonly newSeries?: ReadEvent | undefined;
}
export const EventPayload = builder.objectRef<Written<WrittenEvent>>('EventPayload');

/** Reads an item that has been written with at least these rows, when a payload shows it; undefined when it is gone. */
export type ReadItem<Type extends ItemType> = (wanted: readonly AnyProperty[]) => Promise<ItemSource<Type> | undefined>;
export const ContactPayload = builder.objectRef<Written<{ readonly read: ReadItem<'Contact'> }>>('ContactPayload');
export const TaskPayload = builder.objectRef<Written<{ readonly read: ReadItem<'Task'> }>>('TaskPayload');

export const DeleteResult = builder.objectRef<MessageResult>('DeleteResult');
export const BulkDeletePayload = builder.objectRef<Written<readonly MessageResult[]>>('BulkDeletePayload');

export const ConversationConnection = builder.objectRef<Connection<ConversationSource> & OfMailbox>(
  'ConversationConnection',
);
export const ConversationEdge = builder.objectRef<Edge<ConversationSource> & OfMailbox>('ConversationEdge');

/** Automatic replies, and the mailbox that gives them. */
export interface AutomaticRepliesSource {
  readonly mailbox: OpenedMailbox;
  readonly settings: OofSettings;
}
export const AutomaticReplies = builder.objectRef<AutomaticRepliesSource>('AutomaticReplies');
export const AutomaticRepliesPayload =
  builder.objectRef<Written<{ readonly read: () => Promise<AutomaticRepliesSource> }>>('AutomaticRepliesPayload');

/** A rule, and the mailbox whose inbox it is for. */
export interface InboxRuleSource {
  readonly typeName: 'InboxRule';
  readonly mailbox: OpenedMailbox;
  readonly rule: EwsInboxRule;
}
export const InboxRule = builder.objectRef<InboxRuleSource>('InboxRule');
export const InboxRulePredicate = builder.objectRef<EwsInboxRule['conditions']>('InboxRulePredicate');
export const InboxRuleActions = builder.objectRef<Pick<InboxRuleSource, 'mailbox' | 'rule'>>('InboxRuleActions');
export const InboxRulePayload =
  builder.objectRef<Written<{ readonly read: () => Promise<InboxRuleSource | undefined> }>>('InboxRulePayload');

/** A job that exports a mailbox. */
export interface ExportJobSource extends OfMailbox {
  readonly typeName: 'MailboxExportJob';
  readonly job: ExportJob;
}
export const MailboxExportJob = builder.objectRef<ExportJobSource>('MailboxExportJob');
export const MailboxExportPayload =
  builder.objectRef<Written<{ readonly read: () => Promise<ExportJobSource> }>>('MailboxExportPayload');

/** Somebody's time, or why it is not told. `showsDetails`: the caller may know what takes it. */
export interface FreeBusySource {
  readonly times: MailboxTimes;
  readonly showsDetails: boolean;
}
export const FreeBusy = builder.objectRef<FreeBusySource>('FreeBusy');
export const BusyBlock = builder.objectRef<{ readonly event: BusyEvent; readonly showsDetails: boolean }>('BusyBlock');
export const MailboxAvailability = builder.objectRef<{
  readonly address: string;
  readonly answer: FreeBusySource | UserErrorSource;
}>('MailboxAvailability');
export const MeetingSuggestion = builder.objectRef<{
  readonly suggestion: Suggestion;
  readonly freeRooms: readonly DirectoryEntrySource[];
}>('MeetingSuggestion');
export const RoomList = builder.objectRef<NamedAddress>('RoomList');

/** Somebody who acts for the owner of a mailbox. */
export interface DelegateSource {
  readonly mailbox: OpenedMailbox;
  readonly delegate: EwsDelegate;
}
export const Delegate = builder.objectRef<DelegateSource>('Delegate');

/** What somebody may do in a folder of a mailbox. */
export interface FolderPermissionSource {
  readonly mailbox: OpenedMailbox;
  readonly granted: EwsFolderPermission;
}
export const FolderPermission = builder.objectRef<FolderPermissionSource>('FolderPermission');
export const MailboxQuota = builder.objectRef<MailboxUsage>('MailboxQuota');

/** Changes of a mailbox, and where to go on from. */
export interface ChangeBatchSource {
  readonly changes: readonly MailboxChangeSource[];
  readonly token: string;
  readonly hasMore: boolean;
  readonly resyncRequired: boolean;
}
export const ChangeBatch = builder.objectRef<ChangeBatchSource>('ChangeBatch');
export const MessageChanged = builder.objectRef<ItemChangedSource>('MessageChanged');
export const CalendarEventChanged = builder.objectRef<ItemChangedSource>('CalendarEventChanged');
export const ContactChanged = builder.objectRef<ItemChangedSource>('ContactChanged');
export const TaskChanged = builder.objectRef<ItemChangedSource>('TaskChanged');
export const MessageReadStateChanged = builder.objectRef<ReadStateSource>('MessageReadStateChanged');
export const ItemRemoved = builder.objectRef<ItemRemovedSource>('ItemRemoved');
export const FolderChanged = builder.objectRef<FolderChangedSource>('FolderChanged');
export const FolderRemoved = builder.objectRef<FolderRemovedSource>('FolderRemoved');
export const ResyncRequired = builder.objectRef<ResyncSource>('ResyncRequired');

export const MailboxChangeEvent = builder.objectRef<ShownEvent<MailboxChangeSource>>('MailboxChangeEvent');
export const NewMessageEvent = builder.objectRef<ShownEvent<Arrival>>('NewMessageEvent');

/** What is left of a caller's budget. */
export interface RateLimitSource extends BudgetStatus {
  readonly limit: number;
}
export const RateLimitStatus = builder.objectRef<RateLimitSource>('RateLimitStatus');
