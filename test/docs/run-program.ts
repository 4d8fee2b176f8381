import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { boundCommand } from '../bound-command.ts';

/** A program that was started, with everything that it has started in turn. */
export interface Started {
  /** Standard output so far. */
  readonly output: () => string;
  /** Standard output and standard error so far, as a terminal shows them. */
  readonly shown: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly hasEnded: () => boolean;
  /** Asks it and its children to end, and insists when they do not. */
  readonly stop: () => Promise<void>;
}

/** Where and with what a program runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** How long a program may take to end after SIGTERM. */
const endPatienceMs = 30_000;

export const startProgram = (
  program: string,
  parameters: readonly string[],
  { cwd, environment, input }: Surroundings,
): Started => {
  const [command, all] = boundCommand(program, parameters);
  const child = spawn(command, all, {
    cwd,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that what it has started ends with it.
    detached: true,
  });
  let output = '';
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    shown += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (shown += text));
  // A program that reads nothing closes its end.
  child.stdin.on('error', () => undefined).end(input ?? '');
  let hasEnded = false;
  const ended = once(child, 'close').then(([code]) => {
    hasEnded = true;
    return code as number | null;
  });
  return {
    output: () => output,
    shown: () => shown,
    ended,
    hasEnded: () => hasEnded,
    stop: async () => {
      signal(child, 'SIGTERM');
      const insisting = setTimeout(() => signal(child, 'SIGKILL'), endPatienceMs);
      await ended;
      clearTimeout(insisting);
      signal(child, 'SIGKILL');
    },
  };
};

/** Runs a program to its end; one that does not come to an end in `patienceMs` is stopped, and that is a failure. */
export const runProgram = async (
  program: string,
  parameters: readonly string[],
  { patienceMs, ...surroundings }: Surroundings & { readonly patienceMs?: number },
): Promise<{ readonly code: number | null; readonly output: string; readonly shown: string }> => {
  const started = startProgram(program, parameters, surroundings);
  let isLate = false;
  const stopping =
    patienceMs === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true;
          void started.stop();
        }, patienceMs);
  const code = await started.ended;
  clearTimeout(stopping);
  await started.stop();
  if (isLate) throw new Error(`never ended; does it keep running?\n${started.shown()}`);
  return { code, output: started.output(), shown: started.shown() };
};

const signal = ({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
