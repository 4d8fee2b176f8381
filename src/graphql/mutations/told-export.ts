import { ExportsError } from '../../exports/mailbox-exports.ts';
import { WriteRefusal } from '../../mailbox/write/write-refusal.ts';
import type { MailboxExporting } from '../../telemetry/audit.ts';
import type { Context } from '../context.ts';

/** When to ask again whether a job was started or cancelled, under the same key, milliseconds. */
const askAgainMs = 2_000;

/**
 * Does what changes export jobs, and tells the audit how it ended. `call` answers the job's id. Throws ExportsError, and WriteRefusal
 * OUTCOME_UNKNOWN when nobody knows whether it was done.
 */
export const toldExport = async (
  { onExport }: Pick<Context, 'onExport'>,
  exporting: Omit<MailboxExporting, 'outcome'>,
  call: () => Promise<string>,
): Promise<string> => {
  try {
    const jobId = await call();
    onExport({ ...exporting, jobId, outcome: 'ok' });
    return jobId;
  } catch (error) {
    onExport({ ...exporting, outcome: error instanceof ExportsError ? error.failure : 'failed' });
    if (!(error instanceof ExportsError) || error.failure !== 'unanswered') throw error;
    throw new WriteRefusal({ reason: 'OUTCOME_UNKNOWN', retryAfterMs: askAgainMs }, { cause: error });
  }
};
