import { createHash } from 'node:crypto';
import type { ByteSource } from '../../ews/byte-source.ts';
import { EwsError } from '../../ews/errors.ts';
import { createHeldBytes } from '../../ews/held-bytes.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import type { ItemId } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import { base64Element } from '../../ews/stream.ts';
import { readInHalves } from '../../mailbox/read-in-halves.ts';
import { sha256 } from '../portable/item-hashes.ts';
import type { MessageState, PortableMessage } from '../portable/portable-message.ts';

/** A message as a list of its folder tells it. */
export interface ListedMessage {
  readonly id: ItemId;
  readonly itemClass: string;
  /** Bytes, as its server counts them. */
  readonly size: number;
  readonly state: MessageState;
}

/** A message of more bytes than this is read alone, as a stream. Many small ones travel in one answer, which may have 16 MB of base64 and XML. */
export const largeMessageBytes = 1024 * 1024;

/**
 * Reads messages whole, one answer for each, in their order. The smaller ones should have no more than a few megabytes together. Throws EwsError when the
 * call for the small ones fails as a whole.
 */
export const readMessages = async (
  session: EwsSession,
  messages: readonly ListedMessage[],
): Promise<readonly (PortableMessage | EwsError)[]> => {
  const small = messages.filter(({ size }) => size <= largeMessageBytes);
  const read = small.length === 0 ? [] : await readInHalves(small, (some) => readSmall(session, some));
  const answers = new Map(small.map((message, index) => [message, read[index]]));
  const whole: (PortableMessage | EwsError)[] = [];
  // One after the other, so that one large message at a time is on its way.
  for (const message of messages) {
    const answer = answers.get(message);
    // What a server counts as the size of a message may have little to do with its bytes.
    const isLarge = answer === undefined || (answer instanceof EwsError && answer.kind === 'tooLarge');
    whole.push(isLarge ? await orFailure(() => readLarge(session, message)) : answer);
  }
  return whole;
};

const wanted = [messageProperties.mimeContent, messageProperties.bccRecipients];

const readSmall = async (
  session: EwsSession,
  messages: readonly ListedMessage[],
): Promise<readonly (PortableMessage | EwsError)[]> => {
  const [alone] = messages.length === 1 ? messages : [];
  const answers = await session
    .callEach(getItem, { ids: messages.map(({ id }) => ({ id })), wanted })
    .catch((error: unknown) => {
      if (alone !== undefined && error instanceof EwsError && error.kind === 'tooLarge') return [error];
      throw error;
    });
  return messages.map((message, index) => {
    const answer = answers[index];
    if (answer === undefined) return withoutContent();
    if (answer instanceof EwsError) return answer;
    const { mimeContent } = answer.properties;
    if (mimeContent === undefined) return withoutContent();
    const bytes = Buffer.from(mimeContent, 'base64');
    return portable(message, { mime: inMemory(bytes), head: bytes, sha256: sha256(bytes), bcc: bccOf(answer) });
  });
};

const readLarge = async (session: EwsSession, message: ListedMessage): Promise<PortableMessage> => {
  const { content } = await base64Element(
    await session.open(getItem, { ids: [{ id: message.id }], wanted: [messageProperties.mimeContent] }),
    'MimeContent',
  );
  const hash = createHash('sha256');
  const held = createHeldBytes();
  let head = Buffer.alloc(0);
  for await (const piece of content) {
    hash.update(piece);
    held.add(piece);
    if (head.byteLength < longestHead) head = Buffer.concat([head, piece]);
  }
  const told = await session.call(getItem, { ids: [{ id: message.id }], wanted: [messageProperties.bccRecipients] });
  return portable(message, { mime: held.source(), head, sha256: hash.digest('hex'), bcc: bccOf(told) });
};

/** Header lines behind this are not looked at. */
const longestHead = 64 * 1024;

const portable = (
  { itemClass, state }: ListedMessage,
  {
    mime,
    head,
    sha256: hash,
    bcc,
  }: {
    readonly mime: ByteSource;
    readonly head: Buffer;
    readonly sha256: string;
    readonly bcc: readonly Recipient[];
  },
): PortableMessage => ({
  kind: 'message',
  itemClass,
  ...state,
  mime,
  sha256: hash,
  hiddenRecipients: bcc.length > 0 && !namesBlindCopies(head) ? bcc : [],
});

const bccOf = ({ properties }: Item): readonly Recipient[] =>
  ('bccRecipients' in properties ? properties.bccRecipients : undefined) ?? [];

const namesBlindCopies = (bytes: Buffer): boolean => {
  const text = bytes.toString('latin1', 0, longestHead);
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return /^bcc[ \t]*:/im.test(text.slice(0, end));
};

const inMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.byteLength,
  stream: async function* () {
    yield bytes;
  },
});

const withoutContent = (): EwsError => new EwsError('decode', 'GetItem gave no MIME content');

const orFailure = async <Value>(read: () => Promise<Value>): Promise<Value | EwsError> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EwsError) return error;
    throw error;
  }
};
