import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MigrationReport } from '../../src/migration/migration-report.ts';
import { migratingEmulator } from '../migration/migrating-emulators.ts';
import { announced, compileCommand, type CompiledCommand } from './compiled-command.ts';

// A compiler and processes that each load everything: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
});
afterAll(() => command.remove());

const owner = 'bob@example.test';

/** Runs it to its end. */
const migrate = async (...parameters: readonly string[]) => {
  const run = command.run(['migrate', ...parameters]);
  return { code: await run.ended, output: run.output(), errors: run.errors() };
};

const both = async () => ({
  source: await migratingEmulator(command.folder, 'source'),
  target: await migratingEmulator(command.folder, 'target', { seed: 'empty' }),
});

describe('workmail-graphql migrate', () => {
  it('reads WorkMail with a role and AWS credentials of an environment file, and tells in JSON and in a file what it has done', async () => {
    const told = await announced(command.run(['emulator', '--port', '0', '--json']));
    const variables = { ...told.environment.gateway, ...told.environment.aws };
    const { IMPERSONATION_ROLE_ID: _, ...readOnly } = variables;
    const lines = Object.entries(readOnly).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(command.folder, 'workmail.env'), lines.join(''));
    const { target } = await both();
    const to = ['--to', target.file, '--state', 'by-role'];
    const { code, output, errors } = await migrate('--from', 'workmail.env', ...to, '-m', owner, '--json', '--verify');
    expect(code, errors).toBe(0);
    const report = JSON.parse(output) as MigrationReport;
    expect(report.mailboxes).toMatchObject([{ from: owner, to: owner, outcome: 'complete' }]);
    expect(JSON.parse(await readFile(join(command.folder, 'by-role', 'report.json'), 'utf8'))).toEqual(report);
    expect(errors).toContain(`${owner}: complete (1 of 1 mailboxes)`);
    for (const secret of [target.file, 'a-password-of-tests', String(variables['AWS_SECRET_ACCESS_KEY'])].slice(1))
      expect(output + errors).not.toContain(secret);

    const refused = await migrate('--from', target.file, '--to', 'workmail.env', '-m', owner);
    expect(refused).toMatchObject({ code: 78 });
    expect(refused.errors).toContain('IMPERSONATION_ROLE_ID');
  });

  it('copies several mailboxes of a list, to other addresses and to files', async () => {
    const { source, target } = await both();
    await writeFile(
      join(command.folder, 'people.csv'),
      'address,target\r\nbob@example.test,dave@example.test\r\n\r\n# not now\r\ncarol@example.test\r\n',
    );
    const list = ['--from', source.file, '--mailboxes', 'people.csv'];
    const copied = await migrate(...list, '--to', target.file, '--state', 'list');
    expect(copied.code, copied.output).toBe(0);
    expect(copied.output).toContain('bob@example.test → dave@example.test: complete');
    expect(copied.output).toContain('carol@example.test: complete');
    const exported = await migrate(...list, '--to', 'files:export', '--state', 'files', '--only', 'contacts,mail');
    expect(exported.code, exported.output).toBe(0);
    expect((await readdir(join(command.folder, 'export'))).toSorted()).toEqual([
      'carol@example.test',
      'dave@example.test',
    ]);
  });

  it('looks without writing anything in a dry run', async () => {
    const { source, target } = await both();
    const before = await readdir(command.folder);
    const run = await migrate('--from', source.file, '--to', target.file, '-m', owner, '--dry-run', '--state', 'never');
    expect(run.code, run.errors).toBe(0);
    expect(run.output).toContain('to be copied');
    expect(run.output).toContain('nothing was written');
    expect(await readdir(command.folder)).toEqual(before);
    expect(target.emulator.requests.filter(({ operation }) => operation.startsWith('Create'))).toEqual([]);
  });

  it('finishes what is under way when it is interrupted, and goes on with the same command', async () => {
    const { source } = await both();
    let interrupt = (): void => undefined;
    const target = await migratingEmulator(command.folder, 'target', {
      seed: 'empty',
      onAnswered: ({ operation }) => {
        if (operation === 'CreateItem') interrupt();
      },
    });
    const parameters = ['--from', source.file, '--to', target.file, '-m', owner, '--state', 'interrupted', '--json'];
    const run = command.run(['migrate', ...parameters]);
    interrupt = () => {
      interrupt = () => undefined;
      run.kill('SIGINT');
    };
    expect(await run.ended, run.errors()).toBe(75);
    const { mailboxes } = JSON.parse(run.output()) as MigrationReport;
    expect(mailboxes).toMatchObject([{ outcome: 'interrupted', failures: [] }]);
    const again = await migrate(...parameters);
    expect(again.code, again.errors).toBe(0);
    expect((JSON.parse(again.output) as MigrationReport).mailboxes).toMatchObject([{ outcome: 'complete' }]);
  });

  it('ends with 1 when a mailbox cannot be copied', async () => {
    const { source, target } = await both();
    const to = ['--to', target.file, '--state', 'partly', '--patience', '0'];
    const run = await migrate('--from', source.file, ...to, '-m', owner, '-m', 'nobody@example.test');
    expect(run.code).toBe(1);
    expect(run.output).toContain('bob@example.test: complete');
    expect(run.output).toMatch(/nobody@example\.test: failed: it cannot be opened: .*ErrorNonExistentMailbox/);
    expect(run.output).toContain('Run the same command again');
  });

  it('says what is wrong with its options, its files and its configuration, and does nothing', async () => {
    const { source, target } = await both();
    await writeFile(join(command.folder, 'bad.csv'), 'bob@example.test\nnot an address,x@y\n');
    await writeFile(join(command.folder, 'empty.env'), '');
    await mkdir(join(command.folder, 'taken'), { recursive: true });
    await writeFile(join(command.folder, 'taken/lock'), 'of somebody');
    const ends = ['--from', source.file, '--to', target.file];
    const cases: readonly (readonly [number, RegExp, ...(readonly string[])])[] = [
      [64, /--to/, '--from', source.file],
      [64, /no mailbox is named/, ...ends],
      [64, /--all names every mailbox already/, ...ends, '--all', '-m', owner],
      [64, /has no list of mailboxes/, ...ends, '--all'],
      [64, /is no address/, ...ends, '-m', 'bob'],
      [64, /named twice/, ...ends, '-m', owner, '-m', 'BOB@example.test'],
      [64, /named twice as a target/, ...ends, '-m', `carol@example.test=${owner}`, '-m', owner],
      [64, /cannot be copied into itself/, '--from', source.file, '--to', source.file, '-m', owner],
      [64, /Say mail, calendar, contacts, tasks/, ...ends, '-m', owner, '--only', 'notes'],
      [64, /Say a date/, ...ends, '-m', owner, '--since', '2026-02-30'],
      [64, /from 1 to 32/, ...ends, '-m', owner, '--concurrency', '0'],
      [65, /line 2: .*is no address/, ...ends, '--mailboxes', 'bad.csv'],
      [66, /nowhere\.env: cannot be read/, '--from', 'nowhere.env', '--to', target.file, '-m', owner],
      [66, /nowhere: there is no such file; .*files:nowhere/, '--from', source.file, '--to', 'nowhere', '-m', owner],
      [73, /another run has this folder/, ...ends, '-m', owner, '--state', 'taken'],
      [78, /must name the mail server/, '--from', 'empty.env', '--to', target.file, '-m', owner],
    ];
    const ended = await Promise.all(
      cases.map(async ([code, message, ...parameters]) => ({ code, message, run: await migrate(...parameters) })),
    );
    for (const { code, message, run } of ended) {
      expect(run.code, run.errors).toBe(code);
      expect(run.errors).toMatch(message);
      expect(run.output).toBe('');
    }
    expect(target.emulator.requests).toEqual([]);
  });

  it('tells how it is used', async () => {
    const { code, output } = await migrate('--help');
    expect(code).toBe(0);
    for (const part of ['--dry-run', '--verify', '--state', 'Exit codes:', 'Not copied:', 'Examples:'])
      expect(output).toContain(part);
  });
});
