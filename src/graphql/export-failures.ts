import type { ExportsFailure } from '../exports/mailbox-exports.ts';
import type { ErrorCode } from './error-table.ts';

/** How a failure about export jobs is told. Nothing of AWS's own text is: that holds ARNs. */
export interface ToldExportFailure {
  readonly code: ErrorCode;
  /** Undefined: what the code always says. */
  readonly message?: string;
  /** Milliseconds. */
  readonly retryAfterMs?: number;
}

/** https://docs.aws.amazon.com/workmail/latest/adminguide/mail-export.html has the limits, and what must be in one region. */
export const exportFailures: Readonly<Record<ExportsFailure, ToldExportFailure>> = {
  notFound: { code: 'NOT_FOUND' },
  invalid: {
    code: 'BAD_USER_INPUT',
    message:
      'WorkMail does not accept this export. The role, the key and the bucket must exist, and key and bucket lie in the region of the organisation.',
  },
  mismatch: { code: 'IDEMPOTENCY_MISMATCH' },
  limit: {
    code: 'QUOTA_EXCEEDED',
    message:
      'WorkMail exports as much as it may already: ten mailboxes of an organisation at a time, and each once in 24 hours.',
  },
  throttled: { code: 'THROTTLED', message: 'WorkMail asks for a pause. Try again later.', retryAfterMs: 1_000 },
  denied: {
    code: 'UPSTREAM_ERROR',
    message: 'The gateway’s own AWS identity may not do this. Whoever runs the gateway can grant it.',
  },
  lacking: { code: 'UNSUPPORTED', message: 'The mail server has no export jobs: only Amazon WorkMail does.' },
  refused: { code: 'UPSTREAM_ERROR', message: 'WorkMail refused this.' },
  unanswered: { code: 'UPSTREAM_UNAVAILABLE', message: 'WorkMail cannot be reached at the moment.' },
};
