import type { ByteSource } from '../../ews/byte-source.ts';
import { EwsError } from '../../ews/errors.ts';
import { holdAnswer, type HeldAnswer } from '../../ews/held-answer.ts';
import { getAttachment } from '../../ews/operations/get-attachment.ts';
import { getItem } from '../../ews/operations/get-item.ts';
import { attachedElement, decodeAttachment } from '../../ews/properties/attachment.ts';
import { itemId, type AttachmentId, type ItemId } from '../../ews/properties/id.ts';
import { itemDecoder } from '../../ews/properties/item-element.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import { responseError, responseMessages, soapBody } from '../../ews/soap.ts';
import { child, required, type XmlElement } from '../../ews/xml.ts';
import type { OpenedMailbox } from '../open-mailbox.ts';
import { WriteRefusal } from './write-refusal.ts';

/** What is to be copied: what hangs on an item, or an item as a whole. */
export type CopyTarget = { readonly attachment: AttachmentId } | { readonly item: ItemId };

/** A file with its bytes, or an item with its MIME. */
export type CopiedContent =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly contentType: string | undefined;
      readonly contentId: string | undefined;
      readonly isInline: boolean;
      readonly content: ByteSource;
    }
  | {
      readonly kind: 'item';
      /** What it is called where it hangs, or else its subject; perhaps empty. */
      readonly name: string;
      readonly item: Item;
      /** RFC 5322, iCalendar or vCard, by the kind of the item. */
      readonly content: ByteSource;
    };

const wanted = [itemProperties.mimeContent, itemProperties.subject];
const heldElements = new Set(['Content', 'MimeContent']);
const decode = itemDecoder([itemProperties.subject]);

/** Told of the bytes that are held. */
type OnBytes = (bytes: number) => void;

const messagesOf = ({ root }: HeldAnswer, expected: number): readonly XmlElement[] => {
  const messages = responseMessages(soapBody(root));
  for (const message of messages) {
    const failure = responseError(message);
    if (failure !== undefined) throw failure;
  }
  if (messages.length !== expected)
    throw new EwsError('decode', `the answer holds ${messages.length} response messages for ${expected} ids`);
  return messages;
};

const onlyIn = (message: XmlElement, list: string): XmlElement => {
  const [node] = required(message, list).children;
  if (node === undefined) throw new EwsError('decode', `the answer has an empty ${list}`);
  return node;
};

const copiedItem = ({ content }: HeldAnswer, node: XmlElement | undefined, ownId?: ItemId): CopiedContent => {
  const item = node === undefined ? undefined : decode(node, ownId);
  if (node === undefined || item === undefined) throw new EwsError('decode', 'the answer holds no item');
  return { kind: 'item', name: item.properties.subject ?? '', item, content: content(child(node, 'MimeContent')) };
};

/** What whoever made the file wrote into a header of its part, where that was one line; anything else could become a header of its own. */
const asHeader = (text: string | undefined): string | undefined =>
  text === undefined || text.length > longestHeader || /[\p{Cc}\u2028\u2029]/u.test(text) ? undefined : text;
const longestHeader = 255;

const copiedAttachment = (answer: HeldAnswer, node: XmlElement): CopiedContent => {
  const attachment = decodeAttachment(node);
  const { name } = attachment;
  if (attachment.kind === 'item') {
    const copied = copiedItem(answer, attachedElement(node), itemId(attachment.id));
    return name === '' ? copied : { ...copied, name };
  }
  const { isInline } = attachment;
  const contentType = asHeader(attachment.contentType);
  const contentId = asHeader(attachment.contentId);
  return { kind: 'file', name, contentType, contentId, isInline, content: answer.content(child(node, 'Content')) };
};

const copyAttachments = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  ids: readonly AttachmentId[],
  onBytes: OnBytes,
): Promise<readonly CopiedContent[]> => {
  if (ids.length === 0) return [];
  const answer = await holdAnswer(await session.open(getAttachment, { ids, wanted }), heldElements, onBytes);
  return messagesOf(answer, ids.length).map((message) => copiedAttachment(answer, onlyIn(message, 'Attachments')));
};

const copyItems = async (
  { session }: Pick<OpenedMailbox, 'session'>,
  ids: readonly ItemId[],
  onBytes: OnBytes,
): Promise<readonly CopiedContent[]> => {
  if (ids.length === 0) return [];
  const targets = ids.map((id) => ({ id }));
  const answer = await holdAnswer(await session.open(getItem, { ids: targets, wanted }), heldElements, onBytes);
  return messagesOf(answer, ids.length).map((message) => copiedItem(answer, onlyIn(message, 'Items')));
};

/** Memory is set aside by as much. */
const heldAtOnce = 256 * 1024;
const retryAfterMs = 10_000;

/** Sets memory aside as bytes come. It stays so until the request is answered, unless it is freed. */
const memoryFor = ({ holdMemory }: Pick<OpenedMailbox, 'holdMemory'>) => {
  const releases: (() => void)[] = [];
  return {
    /** Throws WriteRefusal OVERLOADED when there is no room for so many. */
    provide: (bytes: number): void => {
      while (releases.length * heldAtOnce < bytes) {
        const release = holdMemory(heldAtOnce);
        if (release === undefined) throw new WriteRefusal({ reason: 'OVERLOADED', retryAfterMs });
        releases.push(release);
      }
    },
    free: (): void => {
      for (const release of releases) release();
    },
  };
};

/**
 * Reads what is to be copied, in this order: all attachments by one GetAttachment, all items by one GetItem. The bytes are held in memory, decoded while
 * they arrive; `onBytes` is told how many there are, and what it throws ends the reading. Throws WriteRefusal OVERLOADED while the gateway holds too
 * many files already, and EwsError when one of them cannot be had.
 */
export const copyContent = async (
  mailbox: Pick<OpenedMailbox, 'session' | 'holdMemory'>,
  targets: readonly CopyTarget[],
  onBytes: OnBytes,
): Promise<readonly CopiedContent[]> => {
  if (targets.length === 0) return [];
  const attachments = [...new Set(targets.flatMap((target) => ('attachment' in target ? [target.attachment] : [])))];
  const items = [...new Set(targets.flatMap((target) => ('item' in target ? [target.item] : [])))];
  const memory = memoryFor(mailbox);
  const take = (bytes: number): void => {
    onBytes(bytes);
    memory.provide(bytes);
  };
  let ofAttachments = 0;
  try {
    memory.provide(1);
    const files = await copyAttachments(mailbox, attachments, (bytes) => take((ofAttachments = bytes)));
    const messages = await copyItems(mailbox, items, (bytes) => take(ofAttachments + bytes));
    return targets.map((target) =>
      // Each was asked for, and there is one answer for each.
      'attachment' in target ? files[attachments.indexOf(target.attachment)]! : messages[items.indexOf(target.item)]!,
    );
  } catch (error) {
    memory.free();
    throw error;
  }
};
