import { DirectoryError } from '../directory/directory.ts';
import { EwsError } from '../ews/errors.ts';
import type { ByteGate } from './byte-gate.ts';
import { copyMailbox, type Copied } from './copy-mailbox.ts';
import { pathText } from './folder-path.ts';
import { failureOf, ItemFailure } from './item-failure.ts';
import { sha256 } from './portable/item-hashes.ts';
import type { Journal } from './journal.ts';
import { MailboxFailure } from './mailbox-failure.ts';
import type { MigrationOptions } from './migration-options.ts';
import type { Amount, FolderReport, ItemReport, MailboxReport, Verification } from './migration-report.ts';
import type { Mark, PortableHead } from './portable/portable-item.ts';
import type { Source } from './source.ts';
import { surveyMailbox, type FolderPlan, type MailboxPlan } from './survey-mailbox.ts';
import type { Comparison, Target } from './target.ts';
import { verifyItems } from './verify-mailbox.ts';

/** Which mailbox goes where, by addresses as the operator wrote them. */
export interface MailboxMove {
  readonly from: string;
  readonly to: string;
}

/** How it goes with a mailbox. `items` is what has been found so far, or has been done of `total`. */
export interface Progress {
  readonly phase: 'opening' | 'looking' | 'copying' | 'verifying' | 'over';
  readonly items: number;
  readonly total: number;
  readonly bytes: number;
}

/** What moving one mailbox works with. */
export interface Moving {
  readonly source: Source;
  readonly target: Target;
  readonly options: MigrationOptions;
  readonly journal: Journal;
  readonly gate: ByteGate;
  readonly onProgress: (progress: Progress) => void;
  /** Nothing is begun after it; what is under way is finished, and reported. */
  readonly stop: AbortSignal;
  /** How long servers have let this mailbox wait so far, milliseconds. */
  readonly waitedMs: (address: string) => number;
}

/** Copies one mailbox, and tells what has become of it; never throws. */
export const migrateMailbox = async (move: MailboxMove, moving: Moving): Promise<MailboxReport> => {
  const { stop, onProgress, waitedMs } = moving;
  const empty = { ...move, folders: [], leftOutFolders: [], failures: [], losses: [], differences: [] };
  try {
    return { ...(await moved(move, moving)), waitedMs: waitedMs(move.from) };
  } catch (error) {
    const outcome = stop.aborted ? 'interrupted' : 'failed';
    return { ...empty, outcome, reason: stop.aborted ? undefined : reasonOf(error), waitedMs: waitedMs(move.from) };
  } finally {
    onProgress({ phase: 'over', items: 0, total: 0, bytes: 0 });
  }
};

const reasonOf = (error: unknown): string => {
  if (error instanceof EwsError || error instanceof DirectoryError) return failureOf(error).reason;
  if (error instanceof MailboxFailure) return error.message;
  if (error instanceof Error && 'syscall' in error && 'code' in error)
    return `a file cannot be read or written (${String(error.code)})`;
  // Nobody but us is to blame; other mailboxes have no part in it. What an unknown error says may be somebody's mail.
  return `an error of this program (${error instanceof Error ? error.name : typeof error}); please report it`;
};

const moved = async (move: MailboxMove, moving: Moving): Promise<Omit<MailboxReport, 'waitedMs'>> => {
  const { options, onProgress, stop, journal, gate } = moving;
  onProgress({ phase: 'opening', items: 0, total: 0, bytes: 0 });
  const source = await moving.source.open(move.from);
  const target = await moving.target.open(move.to, { isDryRun: options.isDryRun });
  const plan = await surveyMailbox({
    source,
    target,
    options,
    stop,
    onFound: (items) => onProgress({ phase: 'looking', items, total: items, bytes: 0 }),
  });
  if (options.isDryRun) return report(move, plan, { options, journal, copied: planned(plan) });

  const total = plan.folders.reduce((sum, { missing, moves }) => sum + missing.length + moves.length, 0);
  let items = 0;
  let bytes = 0;
  const tell = (phase: Progress['phase'], of: number): void => onProgress({ phase, items, total: of, bytes });
  tell('copying', total);
  const copied = await copyMailbox(plan, {
    source,
    target,
    journal,
    gate,
    stop,
    onDone: (done) => {
      items += 1;
      bytes += done.bytes;
      tell('copying', total);
    },
  });
  await target.finish(copied.written);
  if (!options.verifies || stop.aborted) return report(move, plan, { options, journal, copied });

  const copies = plan.folders.map(({ there, missing, moves }) => [
    ...there,
    ...[...missing, ...moves.map(({ head }) => head)].filter(
      ({ mark }) => copied.written.has(mark) || copied.moved.has(mark),
    ),
  ]);
  const count = copies.flat().length;
  items = 0;
  bytes = 0;
  tell('verifying', count);
  const verdicts = new Map<Mark, Comparison | ItemFailure>();
  for (const heads of copies) {
    const verified = await verifyItems(heads, {
      source,
      target,
      journal,
      gate,
      stop,
      onVerified: (some) => {
        items += some;
        tell('verifying', count);
      },
    });
    for (const [mark, verdict] of verified) verdicts.set(mark, verdict);
  }
  return report(move, plan, { options, journal, copied, verdicts });
};

/** A dry run counts as copied what it would copy. */
const planned = ({ folders }: MailboxPlan): Copied => ({
  written: new Set(folders.flatMap(({ missing }) => missing.map(({ mark }) => mark))),
  moved: new Set(folders.flatMap(({ moves }) => moves.map(({ head }) => head.mark))),
  failures: new Map(),
  losses: new Map(),
});

interface Results {
  readonly options: MigrationOptions;
  readonly journal: Journal;
  readonly copied: Copied;
  readonly verdicts?: ReadonlyMap<Mark, Comparison | ItemFailure>;
}

const report = (
  move: MailboxMove,
  plan: MailboxPlan,
  { options, journal, copied, verdicts }: Results,
): Omit<MailboxReport, 'waitedMs'> => {
  const folders = plan.folders.map((folder) =>
    folderReport(folder, { options, journal, copied, ...(verdicts && { verdicts }) }),
  );
  const items = (reasonFor: (head: PortableHead) => string | undefined): readonly ItemReport[] =>
    plan.folders.flatMap(({ folder, there, missing, moves }) =>
      [...there, ...missing, ...moves.map(({ head }) => head)].flatMap((head) => {
        const reason = reasonFor(head);
        if (reason === undefined) return [];
        return [{ folder: pathText(folder.path), kind: head.kind, date: head.date, id: head.id, reason }];
      }),
    );
  const failures = items(({ mark }) => copied.failures.get(mark)?.reason);
  const differences = items(({ mark }) => {
    const verdict = verdicts?.get(mark);
    if (verdict instanceof ItemFailure) return verdict.reason;
    return verdict === 'different' || verdict === 'missing' ? verdict : undefined;
  });
  // What was lost once is lost for good: also in copies of earlier runs.
  const losses = items(({ mark }) => {
    const lost = copied.losses.get(mark) ?? journal.entry(mark)?.losses ?? [];
    return lost.length === 0 ? undefined : lost.join('; ');
  });
  const isInterrupted = folders.some(({ remaining }) => remaining > 0) || isCutShort(plan, copied, verdicts);
  const isWhole = failures.length + differences.length === 0;
  return {
    ...move,
    outcome: isInterrupted ? 'interrupted' : isWhole ? 'complete' : 'incomplete',
    reason: undefined,
    folders,
    leftOutFolders: plan.leftOut.map(({ path, reason, count }) => ({ path: pathText(path), reason, items: count })),
    failures,
    losses,
    differences,
  };
};

/** Whether verifying was begun and not brought to an end. */
const isCutShort = (
  { folders }: MailboxPlan,
  { written, moved: put }: Copied,
  verdicts: Results['verdicts'],
): boolean => {
  if (verdicts === undefined) return false;
  return verdicts.size < written.size + put.size + folders.reduce((sum, { there }) => sum + there.length, 0);
};

const folderReport = (
  { folder, there, missing, moves, skipped, gone }: FolderPlan,
  { options, journal, copied, verdicts }: Results,
): FolderReport => {
  const left = [...skipped.values()].flat();
  const copies = missing.filter(({ mark }) => copied.written.has(mark));
  const put = moves.flatMap(({ head }) => (copied.moved.has(head.mark) ? [head] : []));
  const all = [...there, ...missing, ...moves.map(({ head }) => head)];
  const failed = all.filter(({ mark }) => copied.failures.has(mark)).length;
  const done = [...there, ...copies, ...put];
  return {
    path: pathText(folder.path),
    kind: folder.kind,
    found: amountOf([...all, ...left]),
    copiedBefore: amountOf(there),
    copied: amountOf(copies),
    moved: put.length,
    skipped: [...skipped].map(([reason, heads]) => ({ reason, items: heads.length })),
    failed,
    remaining: all.length - done.length - failed,
    gone,
    hash: options.isDryRun ? undefined : hashOf(done, journal),
    verified: verdicts && verificationOf(done, verdicts),
  };
};

const amountOf = (heads: readonly PortableHead[]): Amount => ({
  items: heads.length,
  bytes: heads.reduce((sum, { size }) => sum + size, 0),
});

const hashOf = (heads: readonly PortableHead[], journal: Journal): string | undefined => {
  const hashes: string[] = [];
  for (const { mark } of heads) {
    const entry = journal.entry(mark);
    if (entry === undefined) return undefined;
    hashes.push(`${entry.content} ${entry.state}`);
  }
  return sha256(hashes.toSorted().join('\n'));
};

const verificationOf = (
  heads: readonly PortableHead[],
  verdicts: ReadonlyMap<Mark, Comparison | ItemFailure>,
): Verification => {
  const counts = { identical: 0, equivalent: 0, different: 0, missing: 0, unreadable: 0 };
  for (const { mark } of heads) {
    const verdict = verdicts.get(mark);
    if (verdict !== undefined) counts[verdict instanceof ItemFailure ? 'unreadable' : verdict] += 1;
  }
  return counts;
};
