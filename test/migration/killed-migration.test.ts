import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MigrationReport } from '../../src/migration/migration-report.ts';
import { createRandom } from '../../src/emulator/random.ts';
import { compileCommand, type CompiledCommand } from '../cli/compiled-command.ts';
import { fullOrganization } from './full-mailbox.ts';
import { witnessMailbox } from './mailbox-witness.ts';
import { migratingEmulator, today } from './migrating-emulators.ts';

// A compiler, a mailbox of 5,000 items at both ends, and four processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

const owner = 'alice@example.test';
const items = 5_000;
const agendaFrom = '2025-06-01T00:00:00Z';

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
});
afterAll(() => command.remove());

test('a mailbox of 5,000 items is whole after three kills, equal to its original, and nothing is there twice', async () => {
  const random = createRandom(2027);
  let onAnswer = (): void => undefined;
  const source = await migratingEmulator(command.folder, 'source', { seed: fullOrganization(items, today) });
  const target = await migratingEmulator(command.folder, 'target', {
    seed: 'empty',
    onAnswered: ({ operation }) => {
      if (operation === 'CreateItem') onAnswer();
    },
  });
  const parameters = ['migrate', '--from', source.file, '--to', target.file, '--mailbox', owner, '--json'];

  for (const kill of [1, 2, 3]) {
    const run = command.run(parameters);
    // Between the first writes and about a quarter of all: 5,000 items take some 300 requests.
    let left = random.integer(1, 75);
    onAnswer = () => {
      left -= 1;
      if (left === 0) process.kill(run.pid, 'SIGKILL');
    };
    expect(await run.ended, `kill ${kill}: ${run.errors()}`).toBeNull();
    onAnswer = () => undefined;
    // A journal may be lost; the copies themselves tell that they are there.
    if (kill === 2) await rm(join(command.folder, 'migration-state'), { recursive: true });
  }
  const last = command.run([...parameters, '--verify']);
  expect(await last.ended, `${last.errors()}${last.output()}`).toBe(0);
  const report = JSON.parse(last.output()) as MigrationReport;
  const [mailbox] = report.mailboxes;
  const sums = (key: 'found' | 'copied' | 'copiedBefore') =>
    mailbox?.folders.reduce((sum, folder) => sum + folder[key].items, 0) ?? 0;
  expect(mailbox?.outcome).toBe('complete');
  expect(sums('found')).toBe(items);
  expect(sums('copied')).toBeGreaterThan(0);
  expect(sums('copiedBefore')).toBeGreaterThan(60);
  expect(mailbox?.folders.reduce((sum, { verified }) => sum + (verified?.identical ?? 0), 0)).toBe(items);

  const original = witnessMailbox(source.ewsUrl, owner);
  const copy = witnessMailbox(target.ewsUrl, owner);
  const [wanted, found] = [await original.items(), await copy.items()];
  // Journal entries are neither mail nor anything else that is copied.
  const isCopied = ([path]: readonly [string, unknown]): boolean => path !== '/Journal';
  expect(new Map([...found].filter(isCopied))).toEqual(new Map([...wanted].filter(isCopied)));
  expect([...found].filter(isCopied).reduce((sum, [, all]) => sum + all.length, 0)).toBe(items);
  const agenda = await copy.agenda(agendaFrom);
  expect(agenda.length).toBeGreaterThan(100);
  expect(agenda).toEqual(await original.agenda(agendaFrom));
  expect(target.emulator.outbox).toEqual([]);
  expect(
    source.emulator.requests.filter(({ operation }) => /^(Create|Update|Delete|Move|Send)/.test(operation)),
  ).toEqual([]);
});
