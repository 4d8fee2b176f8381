import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Measure, Used } from './measured-process.ts';

/** A compiled program in a process of its own, which measured-process.ts looks at. */
export interface MeasuredProcess {
  readonly child: ChildProcess;
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>;
  /** What it has used so far, or begins to look at. */
  measure(what: Measure): Promise<Used>;
  /** Sends a message and gives what comes back; one after the other. */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** How a program is started. */
export interface ProcessStart {
  /** Its compiled file, beside this one: `./limit-server.js`. */
  readonly program: string;
  readonly given?: readonly string[];
  /** Its whole environment besides PATH. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Takes what it writes to its standard output, as whoever collects logs does; absent: it goes where that of this process goes. */
  readonly onOutput?: (text: string) => void;
  /** Further options of Node. */
  readonly nodeOptions?: readonly string[];
}

/** Starts it; it ends with this process, also when that is killed. */
export const startProcess = ({
  program,
  given = [],
  variables = {},
  onOutput,
  nodeOptions = [],
}: ProcessStart): MeasuredProcess => {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), given, {
    execArgv: ['--import', new URL('./measured-process.js', import.meta.url).href, ...nodeOptions],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...variables },
    stdio: ['ignore', onOutput === undefined ? 'inherit' : 'pipe', 'inherit', 'ipc'],
  });
  if (onOutput !== undefined) child.stdout?.setEncoding('utf8').on('data', onOutput);
  const ended = once(child, 'exit').then(([code, signal]): never => {
    throw new Error(`${program} has ended by itself (${String(code ?? signal)})`);
  });
  ended.catch(() => undefined);
  const ask = async <Answer>(message: object): Promise<Answer> => {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = (await Promise.race([answered, ended])) as [Answer];
    return answer;
  };
  return {
    child,
    ended,
    ask,
    measure: (measure) => ask<Used>({ measure }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const over = once(child, 'exit');
      child.kill('SIGKILL');
      await over;
    },
  };
};

/** Waits for the first message of a process, which says that it is ready. */
export const startReady = async (start: ProcessStart): Promise<MeasuredProcess> => {
  const started = startProcess(start);
  await Promise.race([
    once(started.child, 'message'),
    once(started.child, 'exit').then(() => {
      throw new Error(`${start.program} did not start`);
    }),
  ]);
  return started;
};
