import { EwsError } from '../../ews/errors.ts';
import type { MailboxTimes } from '../../mailbox/availability/read-availability.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import type { FreeBusySource } from '../refs.ts';
import { userErrorOf, type UserErrorSource } from '../user-errors.ts';

/** Codes with which servers say that there is nobody of this address, or nobody whose time may be seen: clients are not to tell which. */
const withheld: ReadonlySet<string | undefined> = new Set([
  'ErrorMailRecipientNotFound',
  'ErrorNoFreeBusyAccess',
  'ErrorCannotFindUser',
  'ErrorNonExistentMailbox',
  'ErrorAccessDenied',
  'ErrorImpersonateUserDenied',
  'ErrorAvailabilityConfigNotFound',
]);

/** Why somebody's time is not told. Throws what is a failure of the gateway itself. */
export const timesError = (error: unknown, { requestId }: Pick<Context, 'requestId'>): UserErrorSource => {
  const isWithheld = error instanceof EwsError && withheld.has(error.responseCode);
  return userErrorOf(isWithheld ? notFound('There is nobody of this address whose time you may see.') : error, {
    requestId,
  });
};

/** Somebody's time as the API tells it, or why it does not. Throws what is a failure of the gateway itself. */
export const timesAnswer = (
  times: MailboxTimes | EwsError,
  showsDetails: boolean,
  context: Pick<Context, 'requestId'>,
): FreeBusySource | UserErrorSource =>
  times instanceof EwsError ? timesError(times, context) : { times, showsDetails };
