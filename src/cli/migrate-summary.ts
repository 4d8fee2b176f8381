import {
  sumOf,
  type FolderReport,
  type ItemReport,
  type MailboxReport,
  type MigrationReport,
} from '../migration/migration-report.ts';

/** How the summary ends. */
interface Ending {
  /** Where the whole report is; undefined: nowhere. */
  readonly path: string | undefined;
  readonly verifies: boolean;
  readonly isDryRun: boolean;
}

/** Items of a kind that are shown; the report has them all. */
const mostShown = 20;

/** A report for people: each mailbox in a few lines, then what to do. */
export const migrateSummary = (report: MigrationReport, ending: Ending): string => {
  const { mailboxes, isDryRun } = report;
  const isOver = mailboxes.every(({ outcome }) => outcome === 'complete');
  const isMissing = mailboxes.some(
    ({ outcome, failures }) => /^(failed|interrupted)$/.test(outcome) || failures.length > 0,
  );
  return [
    '',
    ...mailboxes.flatMap((mailbox) => mailboxLines(mailbox, isDryRun)),
    ...(isDryRun ? ['This was a dry run: nothing was written.'] : []),
    ...(!isMissing || isDryRun ? [] : ['Run the same command again: it goes on with what is missing.']),
    ...(isOver && !isDryRun && !ending.verifies ? ['With --verify every copy is read again and compared.'] : []),
    ...(ending.path === undefined ? [] : [`The whole report: ${ending.path}`]),
    '',
  ].join('\n');
};

const mailboxLines = (mailbox: MailboxReport, isDryRun: boolean): readonly string[] => {
  const { from, to, outcome, reason, folders, failures, differences, losses, leftOutFolders, waitedMs } = mailbox;
  const found = sumOf(folders.map((folder) => folder.found));
  const before = sumOf(folders.map((folder) => folder.copiedBefore));
  const copied = sumOf(folders.map((folder) => folder.copied));
  const moved = sum(folders, (folder) => folder.moved);
  const gone = sum(folders, (folder) => folder.gone);
  const remaining = sum(folders, (folder) => folder.remaining);
  return [
    `${from === to ? from : `${from} → ${to}`}: ${outcome}${reason === undefined ? '' : `: ${reason}`}`,
    ...(folders.length === 0
      ? []
      : [
          `  ${count(found.items, 'item')} (${megabytes(found.bytes)}) in ${count(folders.length, 'folder')}; ${before.items} copied before, ${copied.items} ${isDryRun ? 'to be copied' : 'copied now'} (${megabytes(copied.bytes)})${moved > 0 ? `, ${moved} moved` : ''}`,
        ]),
    ...skippedLines(folders),
    ...(remaining > 0 ? [`  ${count(remaining, 'item')} not come to`] : []),
    ...(gone > 0 ? [`  ${count(gone, 'copy', 'copies')} of what is no longer at the source; kept`] : []),
    ...verifiedLines(folders),
    ...leftOutFolders.map(({ path, reason: why, items }) => `  folder ${path} (${items}) left out: ${why}`),
    ...listed('failed', failures),
    ...listed('differs', differences),
    ...listed('not kept as it was', losses),
    ...(waitedMs >= 1_000 ? [`  waited ${Math.round(waitedMs / 1_000)} s for a busy server`] : []),
    '',
  ];
};

const skippedLines = (folders: readonly FolderReport[]): readonly string[] => {
  const byReason = new Map<string, number>();
  for (const { reason, items } of folders.flatMap(({ skipped }) => skipped))
    byReason.set(reason, (byReason.get(reason) ?? 0) + items);
  return [...byReason].map(([reason, items]) => `  ${count(items, 'item')} left out: ${reason}`);
};

const verifiedLines = (folders: readonly FolderReport[]): readonly string[] => {
  const all = folders.flatMap(({ verified }) => (verified === undefined ? [] : [verified]));
  if (all.length === 0) return [];
  const total = (key: keyof (typeof all)[number]): number => all.reduce((result, one) => result + one[key], 0);
  const equivalent = total('equivalent');
  return [
    `  compared: ${total('identical')} identical${equivalent > 0 ? `, ${equivalent} equivalent` : ''}, ${total('different')} different, ${total('missing')} missing, ${total('unreadable')} unreadable`,
  ];
};

const listed = (what: string, items: readonly ItemReport[]): readonly string[] => {
  const shown = items
    .slice(0, mostShown)
    .map(({ folder, kind, date, reason }) => `  ${what}: ${kind} of ${date ?? 'no date'} in ${folder}: ${reason}`);
  return items.length > mostShown ? [...shown, `  ${what}: ${items.length - mostShown} more; see the report`] : shown;
};

const sum = (folders: readonly FolderReport[], value: (folder: FolderReport) => number): number =>
  folders.reduce((total, folder) => total + value(folder), 0);

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
