import { createHash } from 'node:crypto';
import type { InstantCursor } from '../page.ts';
import type { ConversationFacts, ConversationReference } from './load-conversations.ts';

/**
 * Right behind one conversation of a list: plain data, sealed before it leaves the gateway. It means the same whichever way the conversations are found,
 * so a walk that began one way goes on the other.
 */
export interface ConversationPlace {
  /** Where the message stands in the folder that the conversation was found by. */
  readonly row: InstantCursor;
  /** Conversations before and including this one. */
  readonly passed: number;
  /** Marks of the conversations that the walk has shown, the latest last, without anything between them. */
  readonly shown: string;
}

/** One conversation of a list. */
export interface ConversationRow {
  readonly reference: ConversationReference;
  /** Where the server counts for itself; absent: to be counted from its messages. */
  readonly facts: ConversationFacts | undefined;
  readonly place: ConversationPlace;
}

/** Which part of a list. */
export interface ConversationPageRequest {
  /** 1 to 100. */
  readonly limit: number;
  /** The conversations behind it; absent: the first. */
  readonly after: ConversationPlace | undefined;
}

/** One page of a list. */
export interface ConversationPage {
  /** Fewer than asked for, even none, at the end of the list and where too much would have to be looked at for more. */
  readonly rows: readonly ConversationRow[];
  /** Where what follows begins; undefined when nothing does. */
  readonly next: ConversationPlace | undefined;
  /** Of the whole list; undefined as long as something follows, for nobody counts it. */
  readonly total: number | undefined;
}

const markLength = 8;
/** What a walk remembers: a conversation from further back may come again. Cursors stay below eleven kilobytes. */
const mostShown = 1000;

const markOf = (conversation: string): string =>
  createHash('sha256').update(conversation).digest('base64url').slice(0, markLength);

/** What a walk has shown so far, by the ids of conversations. */
export interface ShownConversations {
  has(conversation: string): boolean;
  add(conversation: string): void;
  /** As `ConversationPlace.shown`. */
  marks(): string;
}

/** What was shown up to this place; nothing at the beginning of a walk. */
export const shownUpTo = (place: ConversationPlace | undefined): ShownConversations => {
  const marks = new Set(place?.shown.match(new RegExp(`.{${markLength}}`, 'g')));
  return {
    has: (conversation) => marks.has(markOf(conversation)),
    add: (conversation) => void marks.add(markOf(conversation)),
    marks: () => [...marks].slice(-mostShown).join(''),
  };
};
