import { GraphQLError } from 'graphql';
import { EwsError } from '../ews/errors.ts';
import { ExportsError } from '../exports/mailbox-exports.ts';
import type { OpenedMailbox } from '../mailbox/open-mailbox.ts';
import { WriteRefusal, type FieldIssue, type Refusal } from '../mailbox/write/write-refusal.ts';
import { errorMeanings, type ErrorCode } from './error-table.ts';
import { isoDuration, toClientError } from './errors.ts';
import { folderById } from './folder-source.ts';
import { itemSource, type AnyItemSource, type FolderSource } from './sources.ts';

/** What every UserError tells. */
interface Told {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly retryable: boolean;
  /** ISO 8601. */
  readonly retryAfter?: string | undefined;
  readonly upstreamCode?: string | undefined;
}

/** A failure of a mutation as its payload tells it; `typeName` is the concrete type. */
export type UserErrorSource = Told &
  (
    | { readonly typeName: 'ValidationError'; readonly fields: readonly FieldIssue[] }
    | {
        readonly typeName: 'NotFoundError';
        readonly missingId?: string | undefined;
        readonly mailbox?: OpenedMailbox | undefined;
      }
    | { readonly typeName: 'AccessDeniedError' }
    | {
        readonly typeName: 'ConflictError';
        readonly current?: AnyItemSource | FolderSource | undefined;
        readonly changeKey?: string | undefined;
      }
    | {
        readonly typeName: 'QuotaExceededError';
        readonly quota: string;
        readonly limit?: number | undefined;
        readonly actual?: number | undefined;
      }
    | { readonly typeName: 'ThrottledError' }
    | { readonly typeName: 'UpstreamError'; readonly requestId: string; readonly outcomeUnknown: boolean }
  );

/** The source of one concrete type. */
export type UserErrorOf<Name extends UserErrorSource['typeName']> = Extract<
  UserErrorSource,
  { readonly typeName: Name }
>;

/** Where a failure happened, for what is told besides. */
export interface FailurePlace {
  readonly requestId: string;
  /** Absent where none was opened. */
  readonly mailbox?: OpenedMailbox | undefined;
  /** The id, as the client sent it, of what the write was for. */
  readonly id?: string | undefined;
}

const told = (code: ErrorCode, detail?: string, retryAfterMs?: number): Told => ({
  code,
  detail: detail ?? errorMeanings[code].message,
  retryable: errorMeanings[code].retryable,
  retryAfter: retryAfterMs === undefined ? undefined : isoDuration(retryAfterMs),
});

const ofRefusal = (refusal: Refusal, { requestId, mailbox, id }: FailurePlace): UserErrorSource => {
  switch (refusal.reason) {
    case 'INVALID': {
      const [first] = refusal.fields;
      const detail = first === undefined ? undefined : `${first.path.join('.')} ${first.message}`;
      return { typeName: 'ValidationError', ...told('BAD_USER_INPUT', detail), fields: refusal.fields };
    }
    case 'QUOTA': {
      const { quota, limit, actual } = refusal;
      const detail = `${quota} may be ${limit} at most, and would be ${actual}.`;
      return { typeName: 'QuotaExceededError', ...told('QUOTA_EXCEEDED', detail), quota, limit, actual };
    }
    case 'CHANGED': {
      const { current } = refusal;
      return {
        typeName: 'ConflictError',
        ...told('CONFLICT'),
        current: mailbox === undefined || current === undefined ? undefined : itemSource(mailbox, current),
        changeKey: current?.changeKey,
      };
    }
    case 'FOLDER_CHANGED': {
      const { id: folderId, changeKey } = refusal.current;
      return {
        typeName: 'ConflictError',
        ...told('CONFLICT'),
        current: mailbox === undefined ? undefined : folderById(mailbox, folderId),
        changeKey,
      };
    }
    case 'CONFLICT':
      return { typeName: 'ConflictError', ...told('CONFLICT', refusal.detail) };
    case 'NOT_FOUND':
      return { typeName: 'NotFoundError', ...told('NOT_FOUND'), missingId: id, mailbox };
    case 'FORBIDDEN':
      return { typeName: 'AccessDeniedError', ...told('FORBIDDEN', refusal.detail) };
    case 'UNSUPPORTED':
      return { typeName: 'AccessDeniedError', ...told('UNSUPPORTED', refusal.detail) };
    case 'MISMATCH':
      return { typeName: 'ConflictError', ...told('IDEMPOTENCY_MISMATCH') };
    case 'IN_FLIGHT':
      return {
        typeName: 'ConflictError',
        ...told('CONFLICT', 'The same key is being worked on. Ask again for its outcome.', refusal.retryAfterMs),
        retryable: true,
      };
    case 'OVERLOADED':
      return { typeName: 'ThrottledError', ...told('OVERLOADED', undefined, refusal.retryAfterMs) };
    case 'OUTCOME_UNKNOWN':
      return {
        typeName: 'UpstreamError',
        ...told('OUTCOME_UNKNOWN', undefined, refusal.retryAfterMs),
        // With a time it can be asked again, under the same key, without doing it twice.
        retryable: refusal.retryAfterMs !== undefined,
        requestId,
        outcomeUnknown: true,
      };
    case 'KEYS_UNAVAILABLE':
      return {
        typeName: 'UpstreamError',
        ...told('UPSTREAM_UNAVAILABLE', 'Idempotency keys cannot be looked after at the moment, so nothing was done.'),
        requestId,
        outcomeUnknown: false,
      };
  }
};

/** Which concrete type a code comes as. */
const ofCode = (shown: Told, { requestId, mailbox, id }: FailurePlace): UserErrorSource => {
  switch (shown.code) {
    case 'BAD_USER_INPUT':
    case 'RECIPIENT_REJECTED':
      return { typeName: 'ValidationError', ...shown, fields: [] };
    case 'NOT_FOUND':
      return { typeName: 'NotFoundError', ...shown, missingId: id, mailbox };
    case 'FORBIDDEN':
    case 'UNSUPPORTED':
      return { typeName: 'AccessDeniedError', ...shown };
    case 'CONFLICT':
    case 'IDEMPOTENCY_MISMATCH':
      return { typeName: 'ConflictError', ...shown };
    case 'QUOTA_EXCEEDED':
      return { typeName: 'QuotaExceededError', ...shown, quota: 'mailbox' };
    case 'THROTTLED':
    case 'RATE_LIMITED':
    case 'OVERLOADED':
      return { typeName: 'ThrottledError', ...shown };
    default:
      return { typeName: 'UpstreamError', ...shown, requestId, outcomeUnknown: shown.code === 'OUTCOME_UNKNOWN' };
  }
};

/**
 * A failure as a payload tells it. A write of which nobody knows whether it was done is OUTCOME_UNKNOWN, whatever happened on the way. Throws what is
 * a failure of the gateway itself: its text must not leave.
 */
export const userErrorOf = (error: unknown, place: FailurePlace): UserErrorSource => {
  if (error instanceof WriteRefusal) return ofRefusal(error.refusal, place);
  if (error instanceof EwsError && error.mayBeDone) {
    const { responseCode: upstreamCode } = error;
    return { ...ofCode(told('OUTCOME_UNKNOWN'), place), upstreamCode };
  }
  const shown = toClientError(error);
  const code = shown?.extensions['code'] as ErrorCode | undefined;
  if (shown === undefined || code === undefined || code === 'INTERNAL_SERVER_ERROR' || code === 'UNAUTHENTICATED')
    throw error instanceof Error ? error : new GraphQLError('A mutation failed with something that is no error');
  const { retryable, retryAfter, upstreamCode } = shown.extensions;
  const source = ofCode(
    {
      code,
      detail: shown.message,
      retryable: retryable === true,
      retryAfter: retryAfter as string | undefined,
      upstreamCode: upstreamCode as string | undefined,
    },
    place,
  );
  return source.typeName === 'QuotaExceededError' && error instanceof ExportsError
    ? { ...source, quota: 'mailboxExports' }
    : source;
};
