import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { boundCommand } from '../bound-command.ts';

/** A program in Python, in a process of its own, that answers every line of JSON with another one. */
export interface PythonProgram {
  /** What it answers to this, after all that it was asked before. Throws with its last complaints when it has ended, or ends meanwhile. */
  readonly ask: (question: object) => Promise<unknown>;
  /** Ends the process, in whatever it is. */
  readonly close: () => Promise<void>;
}

/** How a program is started. */
export interface PythonStart {
  /** Where its text lies. */
  readonly program: URL;
  readonly given?: readonly string[];
  /** Variables besides those of this process. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What Python prints after a statement like `import boto3; print(boto3.__version__)`; undefined when it fails, or there is no Python. */
export const printedByPython = (statement: string): string | undefined => {
  try {
    return execFileSync(python, ['-c', statement], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
};

/** Starts a program, whose standard input and output are for questions and answers alone. */
export const startPython = ({ program, given = [], variables = {} }: PythonStart): PythonProgram => {
  const child = spawn(...boundCommand(python, [fileURLToPath(program), ...given]), {
    env: { ...environment, ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
  let complaints = '';
  let isOver = false;
  const over = (): Error => new Error(`Python has ended: ${complaints}`);
  child.stderr
    .setEncoding('utf8')
    .on('data', (text: string) => void (complaints = `${complaints}${text}`.slice(-2_000)));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  child.on('error', ({ message }) => void (complaints += message));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOver = true;
      for (const { reject } of waiting.splice(0)) reject(over());
      resolve();
    });
  });
  // What is written after the end is refused by its answer, which does not come.
  child.stdin.on('error', () => undefined);
  return {
    ask: async (question) => {
      if (isOver) throw over();
      const answered = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }));
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await answered) as unknown;
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** Python with the clients that are tried: EWS_PYTHON, else Debian's own. */
const python = process.env['EWS_PYTHON'] ?? '/usr/bin/python3';

/**
 * Compiled files would lie beside the sources, and belong to nobody. JSON is UTF-8 whatever the machine's language. What is asked of this machine goes
 * through no proxy that it has for others.
 */
const environment = {
  ...process.env,
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUTF8: '1',
  NO_PROXY: '*',
  no_proxy: '*',
};
