import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { boundCommand } from '../bound-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-stdout-'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    { cwd: root },
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Running {
  /** What was logged, as far as it has come out. */
  readonly lines: () => readonly string[];
  /** Ends its input. */
  readonly end: () => void;
  readonly ended: Promise<unknown>;
}

/** Runs a program that has `logger`, and collects what it writes. */
const running = async (program: string): Promise<Running> => {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
  await writeFile(
    file,
    `import { createLogger, standardOutput } from './dist/telemetry/logger.js';
const logger = createLogger('info', standardOutput());
${program}`,
  );
  const [command, parameters] = boundCommand(process.execPath, [file]);
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  return {
    lines: () => [...output.matchAll(/"msg":"([^"]*)"\}\n/g)].map(([, message = '']) => message),
    end: () => void child.stdin.end(),
    ended: once(child, 'close'),
  };
};

test('a line comes out although no other follows it and the process goes on', async () => {
  const { lines, end, ended } = await running(`process.stdin.resume(); logger.info('alone');`);
  await expect.poll(lines, { timeout: 30_000 }).toEqual(['alone']);
  end();
  await ended;
});

test.each([
  ['nothing is left to do', ''],
  ['it is told to exit', 'process.exit(1);'],
  ['a failure is not caught', `throw new Error('of a test');`],
  ['a rejection is not caught', `void Promise.reject(new Error('of a test'));`],
])('what was logged comes out when a process ends because %s', async (_reason, ending) => {
  const { lines, ended } = await running(`for (let line = 0; line < 500; line += 1) logger.info('line ' + line);
${ending}`);
  await ended;
  expect(lines()).toEqual(Array.from({ length: 500 }, (_, line) => `line ${line}`));
});
