import { conversationIds } from './seed/identifiers.ts';
import type { Mailbox } from './store.ts';
import { child, childText, node, type XmlNode } from './xml.ts';

/** A subject without the `RE: ` and `FW: ` before it. */
export const topicOf = (subject: string): string => subject.replace(/^(?:\s*(?:re|aw|fw|fwd|wg)\s*:\s*)+/i, '').trim();

/**
 * t:ConversationIndex, t:ConversationTopic and t:ConversationId of a message that joins the mailbox: those of the message that its
 * t:InReplyTo or t:References name, when the mailbox has it, one step further; otherwise the ones it brings along, or a conversation of its own.
 */
export const conversationProperties = (mailbox: Mailbox, message: XmlNode, startedAt: string): readonly XmlNode[] => {
  const parent = earlierMessage(mailbox, message);
  const parentIndex = childText(parent, 't:ConversationIndex');
  const parentId = child(parent, 't:ConversationId');
  if (parent !== undefined && parentIndex !== undefined && parentId !== undefined) {
    const step = Buffer.from(conversationIds(messageIdIn(message), startedAt, 1).index, 'base64').subarray(-5);
    const index = Buffer.concat([Buffer.from(parentIndex, 'base64'), step]).toString('base64');
    const topic = childText(parent, 't:ConversationTopic') ?? topicOf(childText(parent, 't:Subject') ?? '');
    return [node('t:ConversationIndex', index), node('t:ConversationTopic', topic), parentId];
  }
  const topic = node('t:ConversationTopic', topicOf(childText(message, 't:Subject') ?? ''));
  const brought = Buffer.from(childText(message, 't:ConversationIndex') ?? '', 'base64');
  if (brought.length >= shortestIndex) {
    const id = brought.subarray(6, shortestIndex).toString('base64');
    return [node('t:ConversationIndex', brought.toString('base64')), topic, node('t:ConversationId', { Id: id })];
  }
  const { id, index } = conversationIds(messageIdIn(message), startedAt, 0);
  return [node('t:ConversationIndex', index), topic, node('t:ConversationId', { Id: id })];
};

/** A header block of six bytes and a GUID of sixteen, without any reply. */
const shortestIndex = 22;

const messageIdIn = (message: XmlNode): string => childText(message, 't:InternetMessageId') ?? '';

/** The newest of the messages named that the mailbox has. */
const earlierMessage = (mailbox: Mailbox, message: XmlNode): XmlNode | undefined => {
  const text = `${childText(message, 't:References') ?? ''} ${childText(message, 't:InReplyTo') ?? ''}`;
  const named = new Set(text.match(/<[^<>\s]+>/g));
  if (named.size === 0) return undefined;
  const found = [...mailbox.items.values()].filter(({ element }) => named.has(messageIdIn(element)));
  const order = [...named];
  return found
    .toSorted((one, other) => order.indexOf(messageIdIn(one.element)) - order.indexOf(messageIdIn(other.element)))
    .at(-1)?.element;
};
