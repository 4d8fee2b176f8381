import { isTimeout } from './deadline.ts';
import { EwsError } from './errors.ts';
import type { Operation } from './operation.ts';
import { isSurelyUndone } from './outcome.ts';
import type { MailboxAddress } from './properties/id.ts';

/** An operation as far as its failures tell of it. */
export type NamedOperation = Pick<Operation<never, never>, 'name' | 'access'>;

/** The same error, saying what was attempted and as whom, and of a write whether it may have been done. */
export const told = ({ name, access }: NamedOperation, mailbox: MailboxAddress, error: EwsError): EwsError => {
  const attempt = `${name} as ${mailbox}: `;
  return error.with({
    message: error.message.startsWith(attempt) ? error.message : attempt + error.message,
    operation: name,
    mayBeDone: access === 'write' && !isSurelyUndone(error),
  });
};

/** Why a call did not come to its turn, when that is what its traffic rejects with: the reason of this signal. Anything else is itself. */
export const unbegun = (error: unknown, signal: AbortSignal): unknown => {
  if (!signal.aborted || error !== signal.reason) return error;
  return isTimeout(signal)
    ? new EwsError('timeout', 'it could not be sent before the deadline', { isRefusal: true })
    : new EwsError('aborted', 'the caller left', { isRefusal: true });
};
