import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, exitConfig } from '../config-error.ts';
import { DirectoryError } from '../directory/directory.ts';
import { createByteGate } from '../migration/byte-gate.ts';
import { openEwsSource } from '../migration/mailboxes/ews-source.ts';
import { openEwsTarget } from '../migration/mailboxes/ews-target.ts';
import { openFilesTarget } from '../migration/files/open-files-target.ts';
import { JournalError, noJournal, openJournal, type Journal } from '../migration/journal.ts';
import type { MailboxMove } from '../migration/migrate-mailbox.ts';
import { migrateMailboxes } from '../migration/migrate-mailboxes.ts';
import { notCopied, type MigrationReport } from '../migration/migration-report.ts';
import type { MigrationServer } from '../migration/migration-server.ts';
import type { Source } from '../migration/source.ts';
import type { Target } from '../migration/target.ts';
import { openOperatorAccess } from '../operator-access.ts';
import { readServer, type ServerConfig } from '../server-config.ts';
import { CommandFailure } from './command-failure.ts';
import { readEnvFile } from './env-file.ts';
import { exitCannotCreate, exitInterrupted, exitNoInput, exitUsage } from './exit-codes.ts';
import { readInputFile } from './input-file.ts';
import { leaveSoon } from './leave-soon.ts';
import { distinctMoves, mailboxList, mailboxMove } from './mailbox-moves.ts';
import { migrateProgress } from './migrate-progress.ts';
import { migrateSummary } from './migrate-summary.ts';
import type { MigrateCommandOptions } from './migrate.ts';
import { printable, printableJson } from './printable.ts';
import { processEnvironment, sdkSettings } from './process-environment.ts';

/** What is in memory of mail at a time, bytes, as its servers count it and with its base64. */
const heldBytes = 192 * 1024 * 1024;

/** Copies, and tells; sets the exit code of the process. Rejects with CommandFailure when it cannot begin. */
export const runMigrate = async (options: MigrateCommandOptions): Promise<void> => {
  const environment = await processEnvironment(undefined, sdkSettings);
  const { to: where, dryRun: isDryRun = false, verify: verifies = false, json = false } = options;
  const fromServer = serverOf(
    options.from ?? 'the environment',
    options.from === undefined ? environment : await readEnvFile(options.from),
  );
  const destination = await destinationOf(where);
  if (destination.kind === 'server') mayWrite(where, destination.server);
  const named = await namedMoves(options);

  const stop = new AbortController();
  const ending = new AbortController();
  const waited = new Map<string, number>();
  const open = (server: ServerConfig, canWrite: boolean): MigrationServer =>
    openServer(server, { canWrite, patience: options.patience, stop: stop.signal, ending: ending.signal, waited });
  const source = openEwsSource(open(fromServer, false));
  const target =
    destination.kind === 'files'
      ? openFilesTarget({ root: destination.path })
      : openEwsTarget(open(destination.server, true));
  const from = nameOf(fromServer);
  const to = destination.kind === 'files' ? 'files' : nameOf(destination.server);
  let journal = noJournal;
  try {
    const moves = options.all === true ? await allMoves(source) : named;
    const isOneServer = destination.kind === 'server' && urlOf(fromServer) === urlOf(destination.server);
    if (isOneServer && moves.some((move) => move.from === move.to))
      throw new CommandFailure(exitUsage, 'A mailbox cannot be copied into itself: --from and --to name one server');
    if (!isDryRun) journal = await openState(options.state, { from, to });
    const report = await copyAll({ options, moves, source, target, journal, stop, waited, ends: { from, to } });
    const path = options.report ?? (isDryRun ? undefined : join(options.state, 'report.json'));
    if (path !== undefined) await writeReport(path, report);
    process.stdout.write(
      json ? `${printableJson(report)}\n` : printable(migrateSummary(report, { path, verifies, isDryRun })),
    );
    process.exitCode = exitCodeOf(report);
  } finally {
    await journal.close();
    await Promise.all([source.close(), target.close()]);
  }
  leaveSoon();
};

const serverOf = (where: string, variables: Readonly<Record<string, string | undefined>>): ServerConfig => {
  try {
    return readServer(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandFailure(exitConfig, `${where}: ${error.message}`, { cause: error });
  }
};

type Destination =
  | { readonly kind: 'files'; readonly path: string }
  | { readonly kind: 'server'; readonly server: ServerConfig };

const filesPrefix = 'files:';

const destinationOf = async (where: string): Promise<Destination> => {
  if (where.startsWith(filesPrefix)) return { kind: 'files', path: resolve(where.slice(filesPrefix.length)) };
  const found = await stat(where).catch(() => undefined);
  if (found?.isDirectory() ?? where.endsWith('/')) return { kind: 'files', path: resolve(where) };
  if (found === undefined)
    throw new CommandFailure(
      exitNoInput,
      `${where}: there is no such file; a folder to export to that is not there yet is written ${filesPrefix}${where}`,
    );
  return { kind: 'server', server: serverOf(where, await readEnvFile(where)) };
};

const mayWrite = (where: string, server: ServerConfig): void => {
  if (server.mode === 'workmail' && server.workmail.writeRoleId === undefined)
    throw new CommandFailure(exitConfig, `${where}: IMPERSONATION_ROLE_ID: needed to write`);
};

/** Names a server wherever it is reached. */
const nameOf = (server: ServerConfig): string =>
  server.mode === 'workmail' ? server.workmail.organizationId : server.ews.ewsUrl.host;

const urlOf = (server: ServerConfig): string =>
  `${server.mode === 'workmail' ? server.workmail.organizationId : ''} ${(server.mode === 'workmail' ? server.workmail : server.ews).ewsUrl.href}`;

const namedMoves = async ({ mailbox, mailboxes, all }: MigrateCommandOptions): Promise<readonly MailboxMove[]> => {
  const listed =
    mailboxes === undefined ? [] : await readInputFile(mailboxes, (text) => distinctMoves(mailboxList(text)));
  try {
    const moves = distinctMoves([...mailbox.map(mailboxMove), ...listed]);
    if (all === true && moves.length > 0) throw new Error('--all names every mailbox already');
    if (all !== true && moves.length === 0)
      throw new Error('no mailbox is named: --mailbox, --mailboxes or --all says which');
    return moves;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandFailure(exitUsage, error.message, { cause: error });
  }
};

const allMoves = async (source: Source): Promise<readonly MailboxMove[]> => {
  const addresses = await source.list().catch((error: unknown) => {
    if (error instanceof DirectoryError) throw new CommandFailure(1, `--all: ${error.message}`, { cause: error });
    throw error;
  });
  if (addresses.length === 0)
    throw new CommandFailure(exitUsage, '--all: the server has no list of mailboxes; name them with --mailboxes');
  return addresses.map((address) => ({ from: address, to: address }));
};

interface ServerUse {
  readonly canWrite: boolean;
  /** Minutes. */
  readonly patience: number;
  readonly stop: AbortSignal;
  readonly ending: AbortSignal;
  readonly waited: Map<string, number>;
}

const openServer = (server: ServerConfig, { canWrite, patience, stop, ending, waited }: ServerUse): MigrationServer => {
  const access = openOperatorAccess(server, {
    clock: { now: () => new Date(), monotonicMs: () => performance.now() },
    random: Math.random,
    canWrite,
    signal: ending,
  });
  return {
    name: nameOf(server),
    directory: access.directory,
    openMailbox: access.openMailbox,
    close: access.close,
    patience: {
      now: () => performance.now(),
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      patienceMs: patience * 60_000,
      signal: stop,
      onWait: (mailbox, ms) => void waited.set(mailbox, (waited.get(mailbox) ?? 0) + ms),
    },
  };
};

const openState = async (folder: string, ends: { readonly from: string; readonly to: string }): Promise<Journal> => {
  try {
    return await openJournal(folder, ends);
  } catch (error) {
    if (error instanceof JournalError) throw new CommandFailure(exitCannotCreate, error.message, { cause: error });
    throw error;
  }
};

interface Run {
  readonly options: MigrateCommandOptions;
  readonly moves: readonly MailboxMove[];
  readonly source: Source;
  readonly target: Target;
  readonly journal: Journal;
  readonly stop: AbortController;
  readonly waited: ReadonlyMap<string, number>;
  readonly ends: { readonly from: string; readonly to: string };
}

const copyAll = async ({
  options,
  moves,
  source,
  target,
  journal,
  stop,
  waited,
  ends,
}: Run): Promise<MigrationReport> => {
  const { dryRun: isDryRun = false, verify: verifies = false, json = false } = options;
  const progress = migrateProgress(moves, { isTerminal: process.stderr.isTTY && !json, isDryRun });
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(exitInterrupted);
    stop.abort();
    progress.tell('Finishing what is under way. Once more ends at once; the same command goes on later.');
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const startedAt = new Date().toISOString();
  try {
    const mailboxes = await migrateMailboxes(moves, {
      source,
      target,
      journal,
      options: {
        kinds: new Set(options.only),
        folders: options.folder,
        excludedFolders: options.excludeFolder,
        since: options.since,
        until: options.until,
        isDryRun,
        verifies,
      },
      gate: createByteGate(heldBytes),
      concurrency: options.concurrency,
      stop: stop.signal,
      waitedMs: (address) => waited.get(address) ?? 0,
      onProgress: progress.update,
      onReport: progress.over,
    });
    const endedAt = new Date().toISOString();
    return { startedAt, endedAt, isDryRun, isVerified: verifies, ...ends, mailboxes, notCopied };
  } finally {
    progress.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
};

const writeReport = async (path: string, report: MigrationReport): Promise<void> => {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandFailure(exitCannotCreate, `${path}: the report cannot be written (${code})`, { cause: error });
  }
};

const exitCodeOf = ({ mailboxes }: MigrationReport): number => {
  if (mailboxes.some(({ outcome }) => outcome === 'interrupted')) return exitInterrupted;
  return mailboxes.every(({ outcome }) => outcome === 'complete') ? 0 : 1;
};
