import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import { canonicalText } from './canonical-content.ts';
import { sha256 } from './item-hashes.ts';

const wanted = [
  messageProperties.internetMessageId,
  messageProperties.subject,
  messageProperties.from,
  messageProperties.toRecipients,
  messageProperties.ccRecipients,
  messageProperties.importance,
  messageProperties.sensitivity,
  messageProperties.bodyText,
  messageProperties.attachments,
];

/**
 * What a reader sees of a message, as a hash (SHA-256, hex): who wrote it to whom, its subject, its text and the names of its files. Servers that take messages
 * apart write other bytes than they were given (Exchange does), and this stays the same. Throws EwsError.
 */
export const readEssence = async (session: EwsSession, id: ItemId): Promise<string> => {
  const item = await session.call(getItem, { ids: [{ id }], wanted });
  if (item.type !== 'Message') throw new EwsError('decode', 'the item is no message');
  const {
    internetMessageId,
    subject,
    from,
    toRecipients,
    ccRecipients,
    importance,
    sensitivity,
    bodyText,
    attachments,
  } = item.properties;
  return sha256(
    canonicalText({
      messageId: internetMessageId ?? null,
      subject: plain(subject),
      from: addressOf(from),
      to: addressesOf(toRecipients),
      cc: addressesOf(ccRecipients),
      importance: importance ?? null,
      sensitivity: sensitivity ?? null,
      text: plain(bodyText?.content),
      files: (attachments ?? []).map(({ name }) => plain(name)).toSorted(),
    }),
  );
};

/** White space is where servers differ first. */
const plain = (text: string | undefined): string => (text ?? '').replace(/[\s\u200B\uFEFF]+/gu, ' ').trim();

const addressOf = (person: Recipient | undefined): string | null =>
  person?.address?.toLowerCase() ?? person?.name ?? null;

const addressesOf = (people: readonly Recipient[] = []): readonly string[] =>
  people.map((person) => addressOf(person) ?? '').toSorted();
