import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { permissions } from '../../src/access/caller.ts';
import { boundCommand } from '../bound-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a process holds: bytes, garbage collected, and milliseconds of CPU since it began. */
export interface Held {
  readonly resident: number;
  readonly heap: number;
  /** Buffers beside the heap. */
  readonly external: number;
  readonly cpuMs: number;
  /** For which it was ready to run while the machine ran others, milliseconds since it began. */
  readonly queueMs: number;
  /** How long it held up its event loop since the last look, milliseconds: 99 of 100 times less, and at most. Not what the machine did to it. */
  readonly heldUpMs: readonly [number, number];
}

/** What a process held at most during a stretch of work; bytes. */
export interface Peak {
  readonly resident: number;
  readonly heap: number;
  readonly heldUpMs: readonly [number, number];
}

/** A process of the product. */
export interface RunningProcess {
  readonly pid: number;
  /** What it holds, garbage collected. */
  look(): Promise<Held>;
  /** CPU so far, milliseconds. */
  cpuMs(): Promise<number>;
  /** Does something and tells what that took. */
  measure<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly peak: Peak }>;
  /** Writes what is on its heap into a file that Chromium's developer tools open. */
  snapshot(file: string): Promise<void>;
  /** Lines that it wrote at level error or fatal. */
  readonly failures: readonly string[];
}

/** A gateway with its callers. */
export interface RunningGateway extends RunningProcess {
  readonly origin: string;
}

/** An emulator of WorkMail, and the environment of a gateway on it. */
export interface RunningEmulator extends RunningProcess {
  readonly ewsUrl: string;
  /** Where it is moved from outside. */
  readonly controlUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The compiled product; everything that it started ends with `close`. */
export interface Product {
  /** `parameters`: of the command `emulator`, such as `--seed` and a file. */
  startEmulator(parameters?: readonly string[]): Promise<RunningEmulator>;
  /** `variables` stand instead of those that the emulator tells. */
  startGateway(
    emulator: Pick<RunningEmulator, 'environment'>,
    variables?: Readonly<Record<string, string>>,
  ): Promise<RunningGateway>;
  /** Authorization of the callers, who may do everything in all mailboxes of example.test. */
  readonly authorizations: readonly string[];
  /** Where files may be put that are gone afterwards. */
  readonly folder: string;
  close(): Promise<void>;
}

/** The young generation that the image runs with, and what tells about the process. */
const watchedFlags = [
  '--expose-gc',
  '--max-semi-space-size=4',
  '--import',
  new URL('watched-process.mjs', import.meta.url).href,
];

/** Compiles the product as it is installed, for as many callers with API keys. */
export const compileProduct = async (callers: number): Promise<Product> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-soak-'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    { cwd: root, stdio: 'inherit' },
  );
  const [code] = (await once(compiler, 'close')) as [number];
  if (code !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new Error('the gateway does not compile');
  }
  const keys = Array.from({ length: callers }, () => `wmk_${randomBytes(24).toString('hex')}`);
  const policyFile = join(folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify(policyFor(keys)));
  const running: ChildProcess[] = [];

  const start = async (
    parameters: readonly string[],
    environment: Readonly<Record<string, string>>,
    isStarted: (line: string) => boolean,
  ): Promise<{ readonly process: RunningProcess; readonly line: string }> => {
    const [command, [...before]] = boundCommand(process.execPath, [...watchedFlags]);
    const child = fork(join(folder, 'dist/cli/main.js'), [...parameters], {
      execPath: command,
      execArgv: before,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    running.push(child);
    const failures: string[] = [];
    const line = await new Promise<string>((resolve, reject) => {
      child.once('exit', (status) => reject(new Error(`${parameters[0]} ended with ${String(status)}`)));
      createInterface({ input: child.stdout! }).on('line', (text) => {
        if (isStarted(text)) resolve(text);
        if (/^\{"level":"(?:error|fatal)"/.test(text)) failures.push(text);
      });
    });
    return { process: watchedProcess(child, failures), line };
  };

  return {
    folder,
    authorizations: keys.map((key) => `Bearer ${key}`),
    startEmulator: async (parameters = []) => {
      const { process: child, line } = await start(['emulator', '--port', '0', '--json', ...parameters], {}, (text) =>
        text.startsWith('{'),
      );
      const { ewsUrl, controlUrl, environment } = JSON.parse(line) as {
        ewsUrl: string;
        controlUrl: string;
        environment: { gateway: Record<string, string> };
      };
      return { ...child, ewsUrl, controlUrl, environment: environment.gateway };
    },
    startGateway: async ({ environment }, variables = {}) => {
      const { process: child, line } = await start(
        ['start'],
        {
          ...environment,
          PORT: '0',
          HOST: '127.0.0.1',
          PUBLIC_URL: 'http://gateway.test',
          GATEWAY_SECRET: randomBytes(32).toString('base64'),
          POLICY_FILE: policyFile,
          DIRECTORY_MAILBOX: 'alice@example.test',
          COST_PER_MINUTE: '100000000',
          LOG_LEVEL: 'info',
          AUDIT_LOG: join(folder, 'audit.jsonl'),
          ...variables,
        },
        (text) => text.includes('"msg":"listening"'),
      );
      return { ...child, origin: (JSON.parse(line) as { origin: string }).origin };
    },
    close: async () => {
      for (const child of running) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const policyFor = (keys: readonly string[]): object => ({
  apiKeys: Object.fromEntries(
    keys.map((key, index) => [`caller-${index}`, { sha256: createHash('sha256').update(key).digest('hex') }]),
  ),
  grants: keys.map((_, index) => ({
    to: { apiKey: `caller-${index}` },
    mailboxes: ['*@example.test'],
    permissions,
  })),
});

const watchedProcess = (child: ChildProcess, failures: readonly string[]): RunningProcess => {
  // One question at a time: answers carry no name.
  let last: Promise<unknown> = Promise.resolve();
  const ask = <Answer>(command: string, more: object = {}): Promise<Answer> => {
    const asked = last.then(async () => {
      const answered = once(child, 'message');
      child.send({ command, ...more });
      const [answer] = (await answered) as [Answer];
      return answer;
    });
    last = asked;
    return asked;
  };
  return {
    pid: child.pid ?? 0,
    failures,
    look: () => ask<Held>('look'),
    cpuMs: async () => (await ask<Held>('cpu')).cpuMs,
    measure: async (work) => {
      await ask('watch');
      const result = await work();
      return { result, peak: await ask<Peak>('watched') };
    },
    snapshot: async (file) => {
      await ask('snapshot', { file });
    },
  };
};
