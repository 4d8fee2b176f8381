import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError } from '../../src/config-error.ts';
import { openAuditLog } from '../../src/telemetry/audit-log.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

const line = (requestId: string) => ({ audit: 'access', requestId });

const start = async (target?: string) => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = target ?? join(folder, 'audit.jsonl');
  const problems: string[] = [];
  const stdout = { write: () => undefined };
  const open = () => openAuditLog({ file: path }, { stdout, onProblem: (problem) => void problems.push(problem) });
  const idsIn = async (file = path): Promise<readonly unknown[]> =>
    (await readFile(file, 'utf8'))
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => (JSON.parse(text) as { requestId: unknown }).requestId);
  return { folder, path, problems, open, idsIn };
};

describe('an audit log in a file', () => {
  test('is readable by its owner alone, and has a line as soon as it is written', async () => {
    const { path, open, idsIn } = await start();
    const log = open();
    log.write?.(line('1'));
    log.write?.(line('2'));
    expect(await idsIn()).toEqual(['1', '2']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await log.close();
  });

  test('goes on where it ended', async () => {
    const { path, open, idsIn } = await start();
    await writeFile(path, `${JSON.stringify(line('0'))}\n`);
    const log = open();
    log.write?.(line('1'));
    await log.close();
    expect(await idsIn()).toEqual(['0', '1']);
  });

  test('opens its name anew when it has been moved away, and loses no line', async () => {
    const { path, problems, open, idsIn } = await start();
    const log = open();
    log.write?.(line('1'));
    await rename(path, `${path}.1`);
    log.write?.(line('2'));
    log.reopen();
    log.write?.(line('3'));
    await log.close();
    expect(await idsIn(`${path}.1`)).toEqual(['1', '2']);
    expect(await idsIn()).toEqual(['3']);
    expect(problems).toEqual([]);
  });

  test('goes on with the old file when the new one cannot be opened, and says so', async () => {
    const { path, problems, open, idsIn } = await start();
    const log = open();
    await rename(path, `${path}.1`);
    // A folder stands where the file was.
    await mkdir(path);
    log.reopen();
    log.write?.(line('1'));
    await log.close();
    expect(await idsIn(`${path}.1`)).toEqual(['1']);
    expect(problems).toEqual([expect.stringMatching(/cannot be opened anew \(EISDIR\); the old file goes on/)]);
  });

  test('that cannot be opened at the start ends the start, naming the variable and no path', async () => {
    const { folder } = await start();
    const { open } = await start(join(folder, 'missing', 'audit.jsonl'));
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(/AUDIT_LOG: the file cannot be opened \(ENOENT\)$/);
  });

  test.skipIf(process.platform !== 'linux')('that is full is told of once, and stops nobody', async () => {
    const { problems, open } = await start('/dev/full');
    const log = open();
    for (const id of ['1', '2', '3']) log.write?.(line(id));
    await log.close();
    expect(problems).toEqual([expect.stringMatching(/cannot be written \(ENOSPC\)/)]);
  });
});

test('on standard output, lines of the audit and of the log stay whole beside each other, whatever the level', () => {
  let text = '';
  const stdout = { write: (chunk: string) => void (text += chunk) };
  const logger = createLogger('silent', stdout);
  const log = openAuditLog('stdout', { stdout, onProblem: () => undefined });
  logger.info('not this');
  log.write?.(line('1'));
  expect(text).toBe('{"audit":"access","requestId":"1"}\n');
});

test('none keeps nothing', () => {
  expect(
    openAuditLog('none', { stdout: { write: () => undefined }, onProblem: () => undefined }).write,
  ).toBeUndefined();
});
