import { conversationIds } from './conversation-ids.ts';
import type { Mailbox } from '../store/store.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** A subject without the `RE: ` and `FW: ` before it. */
export const topicOf = (subject: string): string => subject.replace(/^(?:\s*(?:re|aw|fw|fwd|wg)\s*:\s*)+/i, '').trim();

/**
 * t:ConversationIndex, t:ConversationTopic and t:ConversationId of a message that joins the mailbox: those of the message that its
 * t:InReplyTo or t:References name, when the mailbox has it, one step further; otherwise the ones it brings along, or a conversation of its own.
 * Who writes another subject begins another conversation.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-work-with-conversations-by-using-ews-in-exchange
 */
export const conversationProperties = (mailbox: Mailbox, message: XmlNode, startedAt: string): readonly XmlNode[] => {
  const topic = topicOf(childText(message, 't:Subject') ?? '');
  const parent = earlierMessage(mailbox, message);
  const parentIndex = childText(parent, 't:ConversationIndex');
  const parentId = child(parent, 't:ConversationId');
  if (parent !== undefined && parentIndex !== undefined && parentId !== undefined && isSame(topicIn(parent), topic)) {
    const step = Buffer.from(conversationIds(messageIdIn(message), startedAt, 1).index, 'base64').subarray(-5);
    const index = Buffer.concat([Buffer.from(parentIndex, 'base64'), step]).toString('base64');
    return [node('t:ConversationIndex', index), node('t:ConversationTopic', topicIn(parent)), parentId];
  }
  const brought = Buffer.from(childText(message, 't:ConversationIndex') ?? '', 'base64');
  const broughtId = brought.length < shortestIndex ? undefined : brought.subarray(6, shortestIndex).toString('base64');
  if (broughtId !== undefined && isAbout(mailbox, broughtId, topic)) {
    const index = node('t:ConversationIndex', brought.toString('base64'));
    return [index, node('t:ConversationTopic', topic), node('t:ConversationId', { Id: broughtId })];
  }
  const { id, index } = conversationIds(messageIdIn(message), startedAt, 0);
  return [node('t:ConversationIndex', index), node('t:ConversationTopic', topic), node('t:ConversationId', { Id: id })];
};

const topicIn = (message: XmlNode): string =>
  childText(message, 't:ConversationTopic') ?? topicOf(childText(message, 't:Subject') ?? '');

/** What servers put before the subject of what they write themselves; the topic stays. */
const serverPrefix = /^(?:automatic reply|undeliverable|accepted|tentative|declined|canceled)\s*:\s*/i;

const isSame = (topic: string, other: string): boolean =>
  [other, other.replace(serverPrefix, '')].some((text) => text.toLowerCase() === topic.toLowerCase());

/** Whether a conversation of this id would be about that here; one that the mailbox has nothing of may be about anything. */
const isAbout = (mailbox: Mailbox, id: string, topic: string): boolean => {
  const [known] = mailbox.names.named('conversation', id);
  return known === undefined || isSame(topicIn(known.element), topic);
};

/** A header block of six bytes and a GUID of sixteen, without any reply. */
const shortestIndex = 22;

const messageIdIn = (message: XmlNode): string => childText(message, 't:InternetMessageId') ?? '';

/** The newest of the messages named that the mailbox has. */
const earlierMessage = (mailbox: Mailbox, message: XmlNode): XmlNode | undefined => {
  const text = `${childText(message, 't:References') ?? ''} ${childText(message, 't:InReplyTo') ?? ''}`;
  const named = new Set(text.match(/<[^<>\s]+>/g));
  return [...named].flatMap((messageId) => mailbox.names.named('messageId', messageId)).at(-1)?.element;
};
