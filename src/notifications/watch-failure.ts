import { DirectoryError } from '../directory/directory.ts';
import { EwsError } from '../ews/errors.ts';

/**
 * What a failed call means for a watch. `ended`: the subscription is gone or has missed something, a new one goes on. `passing`: it may last, and no
 * other way of watching would fare better. `doubtful`: it may pass, and may as well be the server's way of saying that it never works. `final`: it does
 * not pass.
 */
export type WatchFailure = 'ended' | 'passing' | 'doubtful' | 'final';

/** Of subscriptions, connections and watermarks that are worth nothing any more. */
const endedCodes: ReadonlySet<string> = new Set([
  'ErrorSubscriptionNotFound',
  'ErrorExpiredSubscription',
  'ErrorInvalidSubscription',
  'ErrorSubscriptionUnsubscribed',
  'ErrorMissedNotificationEvents',
  'ErrorNewEventStreamConnectionOpened',
  'ErrorInvalidWatermark',
  'ErrorEventNotFound',
  'ErrorReadEventsFailed',
]);

/**
 * Of servers that do not offer it, mailboxes that may not be watched, and quotas: those of subscriptions and connections count what earlier ones have
 * left behind, which the server gives up after half an hour.
 */
const finalCodes =
  /^ErrorInvalid(?:Request|Operation|ServerVersion|SubscriptionRequest|PushSubscriptionUrl)$|SchemaVersion$|^ErrorSchemaValidation$|^ErrorNotSupported|AccessDenied|AccessNotSupported|Impersonat|NonExistentMailbox|^ErrorExceeded(?:Subscription|Connection)Count$/;

/** Of load, and of what lies behind the server. */
const passingCodes =
  /Busy|Timeout|Transient|Unavailable|Throttl|ConnectionFailed|Failover|MoveInProgress|InsufficientResources|NotEnoughMemory|ProxyCall|ProxyRequest/;

/** Judges what a call or the opening of the mailbox threw. Throws it again when it is neither EwsError nor DirectoryError. */
export const watchFailure = (error: unknown): WatchFailure => {
  if (error instanceof DirectoryError) return 'passing';
  if (!(error instanceof EwsError)) throw error;
  if (error.lacking !== undefined) return 'final';
  switch (error.kind) {
    case 'timeout':
    case 'aborted':
    case 'unreachable':
    case 'credentials':
    case 'throttled':
    case 'suspended':
      return 'passing';
    case 'http':
      return ofStatus(error);
    case 'fault':
    case 'response':
      return ofCode(error);
    case 'decode':
    case 'tooLarge':
      return 'doubtful';
  }
};

/** A second 401 says as much of the token service as of the server. */
const ofStatus = ({ status = 500 }: EwsError): WatchFailure =>
  status >= 500 || [401, 408, 429].includes(status) ? 'passing' : 'final';

const ofCode = ({ responseCode = '', retryAfterMs }: EwsError): WatchFailure => {
  if (endedCodes.has(responseCode)) return 'ended';
  if (finalCodes.test(responseCode)) return 'final';
  return retryAfterMs !== undefined || passingCodes.test(responseCode) ? 'passing' : 'doubtful';
};
