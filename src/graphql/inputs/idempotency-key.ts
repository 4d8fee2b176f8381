import { callerKey } from '../../access/caller.ts';
import { fingerprint } from '../../mailbox/fingerprint.ts';
import type { OnceWrite } from '../../mailbox/once.ts';
import { invalidField } from '../../mailbox/write-refusal.ts';
import type { Context } from '../context.ts';

/** What every idempotency key means, for the field's description. */
export const idempotencyKeyDescription =
  'Your own name for this mutation, 1 to 255 visible ASCII characters, such as a UUID. The same key with the same content does it once and answers the first outcome; with other content it is an IDEMPOTENCY_MISMATCH. Kept on the item, so it survives the gateway. Without it, a mutation whose answer was lost is never repeated.';

/** Stripe's length. https://docs.stripe.com/api/idempotent_requests */
const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Reads a key; undefined when none was given. `path`: where it stands, `['input', 'idempotencyKey']`. Throws WriteRefusal INVALID. */
export const readIdempotencyKey = (
  context: Pick<Context, 'caller'>,
  text: string | null | undefined,
  path: readonly string[],
): OnceWrite['key'] => {
  if (text === undefined || text === null) return undefined;
  if (!keyPattern.test(text)) throw invalidField(path, 'must be 1 to 255 visible ASCII characters without spaces.');
  return { caller: callerKey(context.caller), text };
};

/**
 * What a mutation named `mutation` hands to `once` of its input, besides what it does: `context.once({ mailbox, lookIn, write, ...onceInput(…) })`.
 * Files in the input are read for it only when there is a key. Throws WriteRefusal INVALID.
 */
export const onceInput = (
  context: Pick<Context, 'caller'>,
  mutation: string,
  input: { readonly idempotencyKey?: string | null | undefined },
): Pick<OnceWrite, 'key' | 'content'> => ({
  key: readIdempotencyKey(context, input.idempotencyKey, ['input', 'idempotencyKey']),
  content: () => fingerprint(mutation, input),
});
