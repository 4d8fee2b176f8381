import { binary, boolean, instant, string } from './codec.ts';
import { itemProperties } from './item.ts';
import { itemPointer } from './occurrence.ts';
import { extendedProperty, property, type PropertyTable } from './property.ts';
import { recipient, recipients, responseType } from './recipient.ts';

const filterable = { find: true, filter: true } as const;
const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;
const editable = { find: true, filter: true, create: true, update: true } as const;
const people = { create: true, update: true, clear: true } as const;

/**
 * Rows of t:Message and its kin (meeting requests, responses and cancellations, posts, reports) after those of every item, in the schema's
 * order. Permissions after Microsoft's Managed API (EmailMessageSchema, MeetingMessageSchema).
 */
export const messageProperties = {
  ...itemProperties,
  /** PidLidAppointmentProposedStartWhole 0x8250: the counter-proposal in a meeting response; meeting:ProposedStart is 2013 and later. */
  proposedStart: extendedProperty({ set: 'Appointment', id: 33_360 }, 'SystemTime', instant, filterable),
  /** PidLidAppointmentProposedEndWhole 0x8251. */
  proposedEnd: extendedProperty({ set: 'Appointment', id: 33_361 }, 'SystemTime', instant, filterable),
  /** Who submitted it, when not the author. Amazon WorkMail tells it and `from` only when asked by name. */
  sender: property('message:Sender', recipient, { find: true, filter: true, create: true }),
  toRecipients: property('message:ToRecipients', recipients, people),
  ccRecipients: property('message:CcRecipients', recipients, people),
  bccRecipients: property('message:BccRecipients', recipients, people),
  /** Whether the sender wants to be told. The Managed API would clear both; false says the same, and every server takes it. */
  isReadReceiptRequested: property('message:IsReadReceiptRequested', boolean, editable),
  isDeliveryReceiptRequested: property('message:IsDeliveryReceiptRequested', boolean, editable),
  conversationIndex: property('message:ConversationIndex', binary, { find: true }),
  conversationTopic: property('message:ConversationTopic', string, filterable),
  from: property('message:From', recipient, clearable),
  /** With angle brackets, as in the header. */
  internetMessageId: property('message:InternetMessageId', string, { find: true, filter: true, create: true }),
  isRead: property('message:IsRead', boolean, { find: true, filter: true, create: true, update: true }),
  /** Message ids of the thread, oldest first, separated by white space. FindItem has it too, but cut at 255 characters: in the middle of an id. */
  references: property('message:References', string, { filter: true, create: true, update: true, clear: true }),
  replyTo: property('message:ReplyTo', recipients, people),
  /** Meeting messages: the event they are about, once it is in the calendar. */
  associatedCalendarItemId: property('meeting:AssociatedCalendarItemId', itemPointer, {}),
  isDelegated: property('meeting:IsDelegated', boolean, {}),
  isOutOfDate: property('meeting:IsOutOfDate', boolean, {}),
  responseType: property('meeting:ResponseType', responseType, {}),
  /** Meeting requests: the time they ask for, which is the server's to write; t:Message itself has no such element. */
  start: property('calendar:Start', instant, filterable),
  end: property('calendar:End', instant, filterable),
} satisfies PropertyTable;
