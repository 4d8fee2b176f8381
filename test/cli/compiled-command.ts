import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { boundCommand } from '../bound-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command that was started; it ends with the test. */
export interface Run {
  readonly pid: number;
  readonly output: () => string;
  readonly errors: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;
  /** Closes the pipe of its output. */
  readonly stopReading: () => void;
}

/** `workmail-graphql`, compiled. */
export interface CompiledCommand {
  /** A folder that is gone when the command is. */
  readonly folder: string;
  /** Starts the command in its folder, without a variable of the environment but those given. */
  readonly run: (parameters: readonly string[], environment?: Readonly<Record<string, string>>) => Run;
  readonly remove: () => Promise<void>;
}

/** Compiles the command into a folder of its own. */
export const compileCommand = async (): Promise<CompiledCommand> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-cli-'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = startNode(
    root,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    {},
  );
  if ((await compiler.ended) !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(compiler.output());
  }
  return {
    folder,
    run: (parameters, environment = {}) => {
      const run = startNode(folder, [join(folder, 'dist/cli/main.js'), ...parameters], environment);
      onTestFinished(async () => {
        run.kill('SIGTERM');
        await run.ended;
      });
      return run;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** What the emulator tells with --json when it listens. */
export interface Announced {
  readonly ewsUrl: string;
  readonly workmailApiEndpoint: string;
  readonly controlUrl: string;
  readonly organizationId: string;
  readonly roles: { readonly fullAccess: string; readonly readOnly: string };
  readonly mailboxes: readonly Readonly<Record<string, unknown>>[];
  readonly clock: string;
  readonly environment: {
    readonly gateway: Readonly<Record<string, string>>;
    readonly aws: Readonly<Record<string, string>>;
  };
}

/** The lines that a command has written. */
export const linesOf = (run: Run): readonly string[] => run.output().split('\n').slice(0, -1);

/** Waits for the first line of an emulator that was started with --json. Fails when it ends instead. */
export const announced = async (run: Run): Promise<Announced> => {
  let hasEnded = false;
  void run.ended.then(() => (hasEnded = true));
  await expect.poll(() => hasEnded || linesOf(run).length > 0, { timeout: 100_000 }).toBe(true);
  const [line] = linesOf(run);
  if (line === undefined) throw new Error(`the command ended: ${run.errors()}`);
  return JSON.parse(line) as Announced;
};

/** Runs Node in a folder, with no variable of the environment but these. It is not ended with the test. */
export const startNode = (
  cwd: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Run => {
  const child = spawn(...boundCommand(process.execPath, parameters), {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    errors: () => errors,
    ended,
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
  };
};
