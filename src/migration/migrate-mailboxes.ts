import pLimit from 'p-limit';
import { migrateMailbox, type MailboxMove, type Moving, type Progress } from './migrate-mailbox.ts';
import type { MailboxReport } from './migration-report.ts';

/** What moving several mailboxes works with. */
export interface Migration extends Omit<Moving, 'onProgress'> {
  /** Mailboxes at a time. */
  readonly concurrency: number;
  readonly onProgress: (move: MailboxMove, progress: Progress) => void;
  /** Told of a mailbox as soon as it is over. */
  readonly onReport: (report: MailboxReport) => void;
}

/** Copies mailboxes, several at a time; what becomes of one does not touch the others. Reports in the order of the moves. */
export const migrateMailboxes = async (
  moves: readonly MailboxMove[],
  { concurrency, onProgress, onReport, ...moving }: Migration,
): Promise<readonly MailboxReport[]> => {
  const limit = pLimit(concurrency);
  return Promise.all(
    moves.map((move) =>
      limit(async () => {
        const report = await migrateMailbox(move, {
          ...moving,
          onProgress: (progress) => onProgress(move, progress),
        });
        onReport(report);
        return report;
      }),
    ),
  );
};
