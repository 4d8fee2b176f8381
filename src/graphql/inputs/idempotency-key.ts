import { callerKey } from '../../access/caller.ts';
import { fingerprint } from '../../mailbox/write/fingerprint.ts';
import type { Once, OnceWrite, WriteKey } from '../../mailbox/write/once.ts';
import { invalidField } from '../../mailbox/write/write-refusal.ts';
import type { Context } from '../context.ts';

/** What every idempotency key means, for the field's description. */
export const idempotencyKeyDescription =
  'Your own name for this mutation, 1 to 255 visible ASCII characters, such as a UUID. The same key with the same content does it once and answers the first outcome; with other content it is an IDEMPOTENCY_MISMATCH. Kept on the item, so it survives the gateway. Without it, a mutation whose answer was lost is never repeated.';

/** Stripe's length. https://docs.stripe.com/api/idempotent_requests */
const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** What is wrong with a key; undefined when nothing is. */
export const idempotencyKeyProblem = (text: string): string | undefined =>
  keyPattern.test(text) ? undefined : 'must be 1 to 255 visible ASCII characters without spaces.';

const readKey = (
  { caller, dueMs }: Pick<Context, 'caller' | 'dueMs'>,
  text: string | null | undefined,
): WriteKey | undefined => {
  if (text === undefined || text === null) return undefined;
  const problem = idempotencyKeyProblem(text);
  if (problem !== undefined) throw invalidField(['input', 'idempotencyKey'], problem);
  return { caller: callerKey(caller), text, dueMs };
};

/** What a verb needs to do a mutation once. */
export interface OnceInput extends Pick<OnceWrite, 'key' | 'content'> {
  readonly once: Once;
}

/**
 * Reads what a mutation needs to be done once; `input` is what counts of it, beside its key. Files in it are read only when there is a key. Throws
 * WriteRefusal INVALID.
 */
export const onceInput = (
  context: Pick<Context, 'caller' | 'once' | 'dueMs'>,
  mutation: string,
  input: Readonly<Record<string, unknown>> & { readonly idempotencyKey?: string | null | undefined },
): OnceInput => ({
  once: context.once,
  key: readKey(context, input.idempotencyKey),
  content: () => fingerprint(mutation, input),
});
