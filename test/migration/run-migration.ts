import { onTestFinished } from 'vitest';
import type { EwsCall } from '../../src/ews/client.ts';
import { createByteGate } from '../../src/migration/byte-gate.ts';
import { openEwsSource } from '../../src/migration/mailboxes/ews-source.ts';
import { openEwsTarget } from '../../src/migration/mailboxes/ews-target.ts';
import { noJournal, type Journal } from '../../src/migration/journal.ts';
import type { MailboxMove } from '../../src/migration/migrate-mailbox.ts';
import { migrateMailboxes } from '../../src/migration/migrate-mailboxes.ts';
import type { MigrationOptions } from '../../src/migration/migration-options.ts';
import type { MailboxReport } from '../../src/migration/migration-report.ts';
import type { MigrationServer } from '../../src/migration/migration-server.ts';
import { openOperatorAccess } from '../../src/operator-access.ts';
import type { MigratingEmulator } from './migrating-emulators.ts';

/** What a run may differ in. */
export interface RunOptions extends Partial<MigrationOptions> {
  readonly journal?: Journal;
  readonly stop?: AbortSignal;
  /** Told of every call to a server. */
  readonly onCall?: (call: EwsCall) => void;
  /** Told how long is waited for a server; nothing is, here. */
  readonly onWait?: (ms: number) => void;
}

/** Everything of a mailbox. */
export const everything: MigrationOptions = {
  kinds: new Set(['mail', 'calendar', 'contacts', 'tasks']),
  folders: [],
  excludedFolders: [],
  since: undefined,
  until: undefined,
  isDryRun: false,
  verifies: false,
};

/** A journal of this process. */
export const memoryJournal = (): Journal => {
  const entries = new Map<string, Parameters<Journal['add']>[0][number]>();
  return {
    entry: (mark) => entries.get(mark),
    add: async (added) => {
      for (const entry of added) entries.set(entry.mark, entry);
    },
    close: () => Promise.resolve(),
  };
};

/** An emulator as a migration reaches it, until the test is over. */
export const migrationServer = (
  emulator: MigratingEmulator,
  canWrite: boolean,
  { stop = new AbortController().signal, onCall, onWait }: Pick<RunOptions, 'stop' | 'onCall' | 'onWait'> = {},
): MigrationServer => {
  const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
  let waitedMs = 0;
  const access = openOperatorAccess(
    {
      mode: 'ews',
      serverVersion: 'Exchange2010_SP2',
      ews: { ewsUrl: new URL(emulator.ewsUrl), username: 'service', password: 'a-password-of-tests' },
    },
    {
      clock,
      random: () => 0.5,
      canWrite,
      signal: new AbortController().signal,
      deadlineMs: 120_000,
      ...(onCall && { onCall }),
    },
  );
  onTestFinished(access.close);
  return {
    name: emulator.file,
    directory: access.directory,
    openMailbox: access.openMailbox,
    close: access.close,
    patience: {
      // The only time that passes for it is what it has waited for.
      now: () => waitedMs,
      random: () => 0.5,
      sleep: (ms) => {
        waitedMs += ms;
        onWait?.(ms);
        return Promise.resolve();
      },
      patienceMs: 600_000,
      signal: stop,
      onWait: () => undefined,
    },
  };
};

/** Copies mailboxes from one emulator to another in this process, and tells what has become of each. */
export const runMigration = async (
  source: MigratingEmulator,
  target: MigratingEmulator,
  moves: readonly MailboxMove[],
  { journal = noJournal, stop = new AbortController().signal, onCall, onWait, ...options }: RunOptions = {},
): Promise<readonly MailboxReport[]> => {
  const told = { stop, ...(onCall && { onCall }), ...(onWait && { onWait }) };
  return migrateMailboxes(moves, {
    source: openEwsSource(migrationServer(source, false, told)),
    target: openEwsTarget(migrationServer(target, true, told)),
    options: { ...everything, ...options },
    journal,
    gate: createByteGate(64 * 1024 * 1024),
    concurrency: 4,
    stop,
    waitedMs: () => 0,
    onProgress: () => undefined,
    onReport: () => undefined,
  });
};

/** The sum of a number over the folders of a report. */
export const total = ({ folders }: MailboxReport, of: (folder: MailboxReport['folders'][number]) => number): number =>
  folders.reduce((sum, folder) => sum + of(folder), 0);
