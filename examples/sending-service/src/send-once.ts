import type { RequestError, SendPayload, TrySend, UserError } from './gateway.ts';
import type { SendMessageInput } from './order.ts';

/** What became of a mail. */
export type Outcome =
  /** The mail server has it. `wasNew` false: it had been sent before, by an earlier try whose answer we never saw. */
  | { readonly kind: 'sent'; readonly wasNew: boolean }
  /** It was not sent, and will not be as it is. */
  | { readonly kind: 'refused'; readonly whose: 'customer' | 'operator' | 'developer'; readonly reason: string }
  /** Not sent so far; another run may go on with it, under the same key. */
  | { readonly kind: 'later'; readonly reason: string }
  /** Nobody knows whether it was sent, and asking again does not tell: a person has to look into Sent Items. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** How patient a run is. */
export interface Patience {
  /** Tries in all. */
  readonly tries: number;
  /** The longest wait between two of them, milliseconds; what asks for more is left to a later run. */
  readonly longestWaitMs: number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Sends a mail that has an idempotency key, and tries again where that can help. Trying again under the key never sends twice: the gateway finds the
 * mail that was sent and answers REPLAYED. That is also why nothing here ever makes up a new key.
 */
export const sendOnce = async (trySend: TrySend, input: SendMessageInput, patience: Patience): Promise<Outcome> => {
  let reason = 'it was not tried';
  for (let number = 0; number < patience.tries; number += 1) {
    const answer = await trySend(input);
    const verdict = 'payload' in answer ? verdictOnPayload(answer.payload) : verdictOnError(answer.error);
    if (verdict.kind !== 'again') return verdict;
    reason = verdict.reason;
    const waitMs = verdict.afterMs ?? Math.min(1_000 * 2 ** number, patience.longestWaitMs);
    if (waitMs > patience.longestWaitMs) break;
    if (number + 1 < patience.tries) await patience.wait(waitMs);
  }
  return { kind: 'later', reason };
};

type Verdict = Outcome | { readonly kind: 'again'; readonly afterMs: number | undefined; readonly reason: string };

const verdictOnPayload = ({ submission, userErrors: [error] }: SendPayload): Verdict => {
  if (submission !== null) return { kind: 'sent', wasNew: submission.status === 'SENT' };
  if (error === undefined) return again(null, 'the gateway answered without an outcome');
  return verdictOnUserError(error);
};

/** What each type of userError means to this service. */
const verdictOnUserError = (error: UserError): Verdict => {
  const reason = `${error.code}: ${error.detail}`;
  switch (error.__typename) {
    case 'ValidationError':
      // A recipient that the mail server does not know is the customer's typing mistake; anything else is wrong in this program.
      return error.code === 'RECIPIENT_REJECTED' || error.fields?.some(({ path }) => path.includes('to'))
        ? { kind: 'refused', whose: 'customer', reason: withFields(reason, error) }
        : { kind: 'refused', whose: 'developer', reason: withFields(reason, error) };
    case 'NotFoundError':
      // The mailbox that sends, or the folder for the copy, is not there.
      return { kind: 'refused', whose: 'operator', reason };
    case 'AccessDeniedError':
      // The policy of the gateway, or the mail server, does not let us send from there.
      return { kind: 'refused', whose: 'operator', reason };
    case 'QuotaExceededError':
      // A full mailbox is emptied by somebody; a mail with too much in it stays too large.
      return error.quota === 'mailbox' ? { kind: 'later', reason } : { kind: 'refused', whose: 'developer', reason };
    case 'ConflictError':
      // Another process is sending this very mail: ask again for its outcome. Otherwise the key was used for another content, which
      // somebody must look at; a new key would send a second mail.
      return error.retryable ? again(error.retryAfter, reason) : { kind: 'refused', whose: 'developer', reason };
    case 'ThrottledError':
      return again(error.retryAfter, reason);
    case 'UpstreamError':
      // Unknown and retryable: the gateway will find out, once the mail server cannot be working on it any more.
      if (error.retryable) return again(error.retryAfter, reason);
      return error.outcomeUnknown === true
        ? { kind: 'unclear', reason: `${reason} (request ${error.requestId ?? 'unknown'})` }
        : { kind: 'later', reason };
    default:
      // A type that a later version of the gateway has: what every type says is enough to be safe.
      return error.retryable ? again(error.retryAfter, reason) : { kind: 'unclear', reason };
  }
};

/** The request as a whole failed: by its code, not by the HTTP status. */
const verdictOnError = ({ code, retryable, retryAfter }: RequestError): Verdict => {
  // RATE_LIMITED, OVERLOADED, THROTTLED, UPSTREAM_UNAVAILABLE, DEADLINE_EXCEEDED, MAILBOX_UNAVAILABLE, and no answer at all.
  if (retryable) return again(retryAfter, code);
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return { kind: 'refused', whose: 'operator', reason: code };
  // The gateway failed, and has logged why: nothing is lost by asking later under the same key.
  if (code === 'INTERNAL_SERVER_ERROR') return { kind: 'later', reason: code };
  return { kind: 'refused', whose: 'developer', reason: code };
};

const again = (retryAfter: string | null, reason: string): Verdict => ({
  kind: 'again',
  afterMs: retryAfter === null ? undefined : milliseconds(retryAfter),
  reason,
});

/** `PT90S`, `PT1M30S`; undefined for what is no such duration. ISO 8601. */
const milliseconds = (duration: string): number | undefined => {
  const [whole, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
  return whole === undefined ? undefined : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
};

const withFields = (reason: string, { fields = [] }: UserError): string =>
  [reason, ...fields.map(({ path, message }) => `${path.join('.')} ${message}`)].join('; ');
