import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { node, type XmlNode } from '../xml/xml.ts';
import { followUpProperties, type FollowUp } from './mapi-properties.ts';
import { conversationIds } from '../mail/conversation-ids.ts';
import { messageIdOf } from './identifiers.ts';
import {
  flag,
  itemElement,
  list,
  mailboxElement,
  optional,
  type Body,
  type Importance,
  type Sensitivity,
} from './item-properties.ts';
import { minutesAfter, type Instant } from './moments.ts';
import type { Member, Person } from './people.ts';

/** Where a mail stands in its conversation. */
export interface Conversation {
  /** Unique name of the conversation; its ids are made from it. */
  readonly name: string;
  readonly topic: string;
  readonly startedAt: Instant;
  /** Message-IDs of the mails before this one, oldest first. */
  readonly earlier: readonly string[];
}

/** A mail as its author would describe it; `mailItem` knows the rest. */
export interface Mail {
  /** Unique name; the Message-ID is made from it, and so is the conversation when none is given. */
  readonly name: string;
  /** Undefined: nobody is named, as in an unfinished draft. */
  readonly from: Person | undefined;
  /** Who pressed send, when that was not `from`. */
  readonly sender?: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  readonly bcc?: readonly Person[];
  readonly replyTo?: readonly Person[];
  readonly subject: string | undefined;
  readonly body: Body | undefined;
  /** `body` without the quoted history, when it quotes. */
  readonly uniqueBody?: string;
  readonly receivedAt: Instant;
  /** Undefined: the mailbox that it arrives in decides. */
  readonly isRead?: boolean;
  readonly isDraft?: boolean;
  readonly conversation?: Conversation;
  readonly importance?: Importance;
  readonly sensitivity?: Sensitivity;
  readonly categories?: readonly string[];
  readonly followUp?: FollowUp;
  readonly extended?: readonly XmlNode[];
  readonly attachments?: readonly SeedAttachment[];
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly culture?: string;
  readonly asksForReceipts?: boolean;
  readonly itemClass?: string;
  /** Set on meeting mail: its element, its own properties, and the event that it is about. */
  readonly meeting?: MeetingPart;
  readonly mime?: () => Uint8Array;
}

/** What meeting mail has beyond a message. */
export interface MeetingPart {
  readonly elementName: 't:MeetingRequest' | 't:MeetingResponse' | 't:MeetingCancellation';
  /** `key` of the calendar item in the same mailbox, if it is there. */
  readonly eventKey?: string;
  readonly properties: readonly (XmlNode | undefined)[];
  readonly responses: readonly string[];
}

/** The item that `mail` is in the mailbox of `owner`. */
export const mailItem = (mail: Mail, owner: Member): SeedItem => ({
  ...(mail.meeting?.eventKey === undefined ? {} : { associatedKey: mail.meeting.eventKey }),
  element: mailElement(mail, owner),
  attachments: mail.attachments ?? [],
  ...(mail.uniqueBody === undefined ? {} : { uniqueBody: mail.uniqueBody }),
  ...(mail.mime === undefined ? {} : { mime: mail.mime }),
});

/** Puts mails in the order in which they arrived. */
export const oldestFirst = (a: Mail, b: Mail): number => Date.parse(a.receivedAt) - Date.parse(b.receivedAt);

/** Bytes that attachments add to the size of their item. */
export const attachmentBytes = (attachments: readonly SeedAttachment[]): number =>
  attachments.reduce((sum, attachment) => sum + (attachment.kind === 'file' ? attachment.size : 4_096), 0);

const mailElement = (mail: Mail, owner: Member): XmlNode => {
  const isDraft = mail.isDraft ?? false;
  const isFromMe = mail.from?.address === owner.address;
  const conversation = mail.conversation ?? startOf(mail);
  const ids = conversationIds(conversation.name, conversation.startedAt, conversation.earlier.length);
  const messageId = isDraft ? undefined : messageIdOf(mail.name);
  const sentAt = minutesAfter(mail.receivedAt, -0.1);
  const person = mail.from === undefined ? undefined : node('t:From', [mailboxElement(mail.from)]);
  const sender = mail.sender ?? mail.from;
  return itemElement(
    mail.meeting?.elementName ?? 't:Message',
    {
      itemClass: mail.itemClass ?? 'IPM.Note',
      subject: mail.subject,
      body: mail.body,
      receivedAt: mail.receivedAt,
      sensitivity: mail.sensitivity,
      importance: mail.importance,
      categories: mail.categories,
      isDraft,
      to: mail.to,
      cc: mail.cc,
      culture: mail.culture,
      createdAt: sentAt,
      sentAt,
      modifiedAt: minutesAfter(mail.receivedAt, 0.05),
      modifiedBy: owner,
      attachmentBytes: attachmentBytes(mail.attachments ?? []),
      inReplyTo: conversation.earlier.at(-1),
      isFromMe,
      isSubmitted: isFromMe && !isDraft,
      isUnmodified: !isDraft,
      headers: messageId === undefined ? undefined : transportHeaders(mail, messageId, conversation, sentAt),
      responses: mail.meeting?.responses ?? (isDraft ? ['ForwardItem'] : replies),
      extended: [...(mail.followUp === undefined ? [] : followUpProperties(mail.followUp)), ...(mail.extended ?? [])],
      conversationId: ids.id,
    },
    [
      sender === undefined ? undefined : node('t:Sender', [mailboxElement(sender)]),
      recipients('t:ToRecipients', mail.to),
      recipients('t:CcRecipients', mail.cc),
      recipients('t:BccRecipients', mail.bcc),
      flag('t:IsReadReceiptRequested', mail.asksForReceipts ?? false),
      flag('t:IsDeliveryReceiptRequested', mail.asksForReceipts ?? false),
      node('t:ConversationIndex', ids.index),
      node('t:ConversationTopic', conversation.topic),
      person,
      optional('t:InternetMessageId', messageId),
      flag('t:IsRead', mail.isRead ?? true),
      flag('t:IsResponseRequested', mail.meeting?.elementName === 't:MeetingRequest'),
      optional('t:References', conversation.earlier.length === 0 ? undefined : conversation.earlier.join(' ')),
      recipients('t:ReplyTo', mail.replyTo),
      ...(isFromMe
        ? []
        : [node('t:ReceivedBy', [mailboxElement(owner)]), node('t:ReceivedRepresenting', [mailboxElement(owner)])]),
      ...(mail.meeting?.properties ?? []),
    ],
  );
};

const replies = ['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'];

const startOf = (mail: Mail): Conversation => ({
  name: mail.name,
  topic: mail.subject ?? '',
  startedAt: mail.receivedAt,
  earlier: [],
});

const recipients = (name: string, people: readonly Person[] | undefined): XmlNode | undefined =>
  list(name, people?.map(mailboxElement));

const transportHeaders = (
  mail: Mail,
  messageId: string,
  conversation: Conversation,
  sentAt: Instant,
): readonly (readonly [string, string])[] => {
  const date = new Date(sentAt).toUTCString().replace('GMT', '+0000');
  const inReplyTo = conversation.earlier.at(-1);
  return [
    ['Received', `from mx.example.test (198.51.100.25) by inbound.example.test with ESMTPS; ${date}`],
    ['Message-ID', messageId],
    ['Date', date],
    ['MIME-Version', '1.0'],
    ...(inReplyTo === undefined
      ? []
      : ([
          ['In-Reply-To', inReplyTo],
          ['References', conversation.earlier.join(' ')],
        ] as const)),
    ...(mail.headers ?? []),
  ];
};
