import type { FolderReference } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';

/** A part of what a client sent, and what is wrong with it. */
export interface FieldIssue {
  /** From the argument down, list indexes as digits: `['input', 'message', 'to', '3', 'address']`. */
  readonly path: readonly string[];
  /** A sentence without the value. */
  readonly message: string;
}

/** Why a write was not done, or cannot be said to have been. */
export type Refusal =
  /** The input cannot be written. Nothing was tried. */
  | { readonly reason: 'INVALID'; readonly fields: readonly FieldIssue[] }
  /** More than a mailbox or a message may have. `limit` and `actual` in the unit that the quota's name says. */
  | {
      readonly reason: 'QUOTA';
      readonly quota: 'contentBytes' | 'mimeBytes' | 'recipients' | 'attachments';
      readonly limit: number;
      readonly actual: number;
    }
  /** It has changed since the change key that was given; as it is now, where that could be read. */
  | { readonly reason: 'CHANGED'; readonly current: Item | undefined }
  /** The same of a folder. */
  | { readonly reason: 'FOLDER_CHANGED'; readonly current: FolderReference }
  /** Something of that name, or in that state, is there already. */
  | { readonly reason: 'CONFLICT'; readonly detail: string }
  /** There is nothing of the kind here. */
  | { readonly reason: 'NOT_FOUND' }
  /** The caller may not do that to this mailbox. */
  | { readonly reason: 'FORBIDDEN'; readonly detail: string }
  /** The mail server has no way of doing it. */
  | { readonly reason: 'UNSUPPORTED'; readonly detail: string }
  /** The idempotency key was used for something else. */
  | { readonly reason: 'MISMATCH' }
  /** The same key is being worked on by somebody else, who was not done in time. */
  | { readonly reason: 'IN_FLIGHT'; readonly retryAfterMs: number }
  /** It may have been done. `retryAfterMs`: when the mailbox will be able to tell. */
  | { readonly reason: 'OUTCOME_UNKNOWN'; readonly retryAfterMs?: number }
  /** There is no memory for the files that it would have to hold. Nothing was tried. */
  | { readonly reason: 'OVERLOADED'; readonly retryAfterMs: number }
  /** Keys cannot be looked after at the moment, so nothing was tried. */
  | { readonly reason: 'KEYS_UNAVAILABLE' };

/** A write that was not done for a reason that the caller can act on. What the server itself says stays an EwsError. */
export class WriteRefusal extends Error {
  override readonly name = 'WriteRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.reason, options);
    this.refusal = refusal;
  }
}

/** One thing is wrong with the input. */
export const invalidField = (path: readonly string[], message: string): WriteRefusal =>
  new WriteRefusal({ reason: 'INVALID', fields: [{ path, message }] });
