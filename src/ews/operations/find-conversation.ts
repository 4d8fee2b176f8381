import { defineOperation } from '../operation.ts';
import { boolean, instant, integer, listOf, oneOf, optional, string } from '../properties/codec.ts';
import { folderTarget, itemReference, type FolderTarget, type ItemReference } from '../properties/id.ts';
import { child, childrenNamed, element, required, requiredAttribute, type XmlElement } from '../xml.ts';

/** Which page of which folder's conversations. */
export interface FindConversationInput {
  /** One folder, no search folder. */
  readonly folder: FolderTarget;
  /** Conversations to skip, 0 or more. */
  readonly offset: number;
  /** Conversations wanted, 1 to 1000. */
  readonly limit: number;
}

/** What a conversation is within some folders. People are told by their names alone, as they are shown. */
export interface ConversationPart {
  readonly recipients: readonly string[];
  readonly senders: readonly string[];
  readonly unreadSenders: readonly string[];
  /** When its newest message came. */
  readonly lastDeliveredAt: string | undefined;
  readonly categories: readonly string[];
  readonly flagStatus: 'NotFlagged' | 'Flagged' | 'Complete' | undefined;
  readonly hasAttachments: boolean | undefined;
  readonly messageCount: number | undefined;
  readonly unreadCount: number | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  readonly importance: 'Low' | 'Normal' | 'High' | undefined;
  /** Its messages, the newest first. */
  readonly items: readonly ItemReference[];
}

/** Messages that belong together. */
export interface FoundConversation {
  readonly id: string;
  /** The subject without `Re:` and its kin. */
  readonly topic: string | undefined;
  /** Within the folder that was asked for. */
  readonly inFolder: ConversationPart;
  /** Within the whole mailbox, sent messages included. */
  readonly everywhere: ConversationPart;
}

/** A page of them. */
export interface ConversationPage {
  /** By their newest message in the folder, newest first. */
  readonly conversations: readonly FoundConversation[];
  /** 2010 tells no total: a full page may be the last one, too. */
  readonly mayHaveMore: boolean;
}

/** The one order that Exchange has. https://learn.microsoft.com/exchange/client-developer/web-service-reference/findconversation */
const newestFirst = element('m:SortOrder', [
  element('t:FieldOrder', { Order: 'Descending' }, [
    element('t:FieldURI', { FieldURI: 'conversation:LastDeliveryTime' }),
  ]),
]);

const texts = listOf('String', string);
const flagStatus = oneOf(['NotFlagged', 'Flagged', 'Complete'], 'NotFlagged');
const importance = oneOf(['Low', 'Normal', 'High'], 'Normal');

/** Occurrences and masters are no messages of a conversation, so only t:ItemId counts. */
const items = (node: XmlElement, name: string): readonly ItemReference[] =>
  childrenNamed(child(node, name) ?? element('none'), 'ItemId').map(itemReference);

/** Each thing is told twice, once with `Global` before its name. */
const conversationPart = (node: XmlElement, prefix: '' | 'Global'): ConversationPart => ({
  recipients: optional(node, `${prefix}UniqueRecipients`, texts) ?? [],
  senders: optional(node, `${prefix}UniqueSenders`, texts) ?? [],
  unreadSenders: optional(node, `${prefix}UniqueUnreadSenders`, texts) ?? [],
  lastDeliveredAt: optional(node, `${prefix}LastDeliveryTime`, instant),
  categories: optional(node, `${prefix}Categories`, texts) ?? [],
  flagStatus: optional(node, `${prefix}FlagStatus`, flagStatus),
  hasAttachments: optional(node, `${prefix}HasAttachments`, boolean),
  messageCount: optional(node, `${prefix}MessageCount`, integer),
  unreadCount: optional(node, `${prefix}UnreadCount`, integer),
  size: optional(node, `${prefix}Size`, integer),
  importance: optional(node, `${prefix}Importance`, importance),
  items: items(node, `${prefix}ItemIds`),
});

const conversation = (node: XmlElement): FoundConversation => ({
  id: requiredAttribute(required(node, 'ConversationId'), 'Id'),
  topic: optional(node, 'ConversationTopic', string),
  inFolder: conversationPart(node, ''),
  everywhere: conversationPart(node, 'Global'),
});

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/findconversation-operation, in the shape of 2010_SP1 and 2010_SP2.
 * Not every server has it: gromox (2026) answers HTTP 500.
 */
export const findConversation = defineOperation<FindConversationInput, ConversationPage>({
  name: 'FindConversation',
  access: 'read',
  names: { field: 'folder', kind: 'folder' },
  idempotent: true,
  encode: ({ folder, offset, limit }) =>
    element('m:FindConversation', [
      element('m:IndexedPageItemView', {
        MaxEntriesReturned: String(limit),
        Offset: String(offset),
        BasePoint: 'Beginning',
      }),
      newestFirst,
      element('m:ParentFolderId', [folderTarget(folder)]),
    ]),
  decode: (message, { limit }) => {
    const conversations = childrenNamed(required(message, 'Conversations'), 'Conversation').map(conversation);
    return { conversations, mayHaveMore: conversations.length >= limit };
  },
  rows: ({ conversations }) => conversations.length,
});
