import { createHash } from 'node:crypto';
import { canonicalContact, canonicalContactGroup } from './canonical-contact.ts';
import { canonicalText } from './canonical-content.ts';
import { canonicalEvent } from './canonical-event.ts';
import { canonicalTask } from './canonical-task.ts';
import type { PortableItem } from './portable-item.ts';
import type { MessageState } from './portable-message.ts';

/** What an item says, as two hashes (SHA-256, hex) that are the same for a copy in which nothing is missing, on whatever server. */
export interface ItemHashes {
  /** Of a message: its bytes. Of everything else: its canonical form. */
  readonly content: string;
  /** Of a message: what its mailbox knows of it beside the bytes. Of everything else: empty, as the content says it all. */
  readonly state: string;
}

/** See `ItemHashes`. */
export const itemHashes = (item: PortableItem): ItemHashes =>
  item.kind === 'message'
    ? { content: item.sha256, state: sha256(canonicalState(item)) }
    : { content: sha256(canonicalForm(item)), state: '' };

/** SHA-256 of a text or of bytes, hex. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The state of a message as a text: whole seconds, as some servers keep no more; categories in one order. */
export const canonicalState = (state: MessageState): string => {
  const { isRead, isDraft, receivedAt, sentAt, flag, categories, answered } = state;
  return canonicalText({
    isRead,
    isDraft,
    receivedAt: second(receivedAt),
    // A draft has been sent at no time; servers write one all the same.
    sentAt: isDraft ? null : second(sentAt),
    flag:
      flag === undefined
        ? null
        : {
            status: flag.status,
            startAt: second(flag.startAt),
            dueAt: second(flag.dueAt),
            completedAt: second(flag.completedAt),
          },
    categories: categories.toSorted(),
    answered: answered?.how ?? null,
  });
};

const second = (instant: string | undefined): string | null => (instant === undefined ? null : instant.slice(0, 19));

const canonicalForm = (item: Exclude<PortableItem, { readonly kind: 'message' }>): string => {
  switch (item.kind) {
    case 'event':
      return canonicalEvent(item);
    case 'contact':
      return canonicalContact(item);
    case 'contactGroup':
      return canonicalContactGroup(item);
    case 'task':
      return canonicalTask(item);
  }
};
