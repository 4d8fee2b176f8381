import { randomBytes } from 'node:crypto';
import type { FolderTarget, ItemReference } from '../ews/properties/id.ts';
import { markers } from '../ews/properties/named-property.ts';
import { assign, type Assignment } from '../ews/properties/written-rows.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import { WriteRefusal } from './write-refusal.ts';

/** A write that must not be done twice. */
export interface OnceWrite {
  readonly mailbox: OpenedMailbox;
  /** What the caller calls it, and who that is; absent: it has no name, and is never repeated. */
  readonly key: { readonly caller: string; readonly text: string } | undefined;
  /** Hash of everything that is asked for; the same for the same, and computed only when there is a key. */
  readonly content: () => Promise<string>;
  /** Where the marked item lies afterwards. */
  readonly lookIn: readonly FolderTarget[];
  /** Does it, and puts these marks on what it makes. Answers what it made, where the server tells. */
  readonly write: (marks: readonly Assignment[]) => Promise<ItemReference | undefined>;
}

/** How it came out. */
export interface OnceOutcome {
  /** It had been done before, under the same key with the same content; nothing was done now. */
  readonly isReplayed: boolean;
  /** Value of `markers.key` on the item, by which it is found. */
  readonly mark: string;
  /** The item; undefined where the server did not tell and nobody has looked yet. */
  readonly item: ItemReference | undefined;
}

/**
 * Does a write once. Throws WriteRefusal (MISMATCH, IN_FLIGHT, OUTCOME_UNKNOWN, KEYS_UNAVAILABLE), and what `write` throws when it certainly did
 * nothing.
 */
export type Once = (write: OnceWrite) => Promise<OnceOutcome>;

/** Makes it. */
export const createOnce =
  (): Once =>
  async ({ key, write }) => {
    if (key !== undefined) throw new WriteRefusal({ reason: 'KEYS_UNAVAILABLE' });
    const mark = randomBytes(16).toString('base64url');
    return { isReplayed: false, mark, item: await write([assign(markers.key, mark)]) };
  };
