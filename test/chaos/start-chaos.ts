import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FaultScript } from '../../src/emulator/faults/faults.ts';
import { journeySecret } from '../journeys/start.ts';
import type { ChaoticServer, RequestCounts, ServerOrder, ServerState } from './chaotic-emulator.ts';
import type { ChaoticSetting, ChaoticTimes } from './chaotic-gateway.ts';

/** A gateway process, and what becomes of it. */
export interface ChaoticGateway {
  /** The same in all its lives. */
  readonly origin: string;
  /** Ends it as a machine that loses power, and starts the next one; that the next one serves is waited for. */
  killAndRestart(): Promise<void>;
}

/** A mail server and gateways in processes of their own. */
export interface Chaos {
  readonly server: ChaoticServer;
  readonly gateways: readonly ChaoticGateway[];
  /** Has the mail server do something. Orders are followed one after the other. */
  order(order: ServerOrder): Promise<ServerState>;
  addFaults(scripts: readonly FaultScript[]): Promise<void>;
  /** From now on nothing goes wrong. Answers how often each operation was asked for until now. */
  calm(): Promise<RequestCounts>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

const compiled = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-'));
  for (const file of ['package.json', 'schema.graphql']) await cp(join(root, file), join(folder, file));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'test/chaos'), '--outDir', folder],
    { cwd: root, stdio: 'inherit' },
  );
  const [code] = (await once(compiler, 'close')) as [number];
  if (code !== 0) {
    await rm(folder, { recursive: true, force: true });
    throw new Error('the gateway does not compile');
  }
  return folder;
};

/** The next that a process says. */
const heard = async <Word>(child: ChildProcess): Promise<Word> => {
  const settled = new AbortController();
  const ended = once(child, 'exit', { signal: settled.signal }).then(() => {
    throw new Error('a process ended that nobody had killed');
  });
  try {
    const [word] = (await Promise.race([once(child, 'message', { signal: settled.signal }), ended])) as [Word];
    return word;
  } finally {
    ended.catch(() => undefined);
    settled.abort();
  }
};

/** Starts a process of the compiled folder, and waits for the first that it says. */
const start = async <First>(
  folder: string,
  file: string,
): Promise<{ readonly child: ChildProcess; readonly first: First }> => {
  const child = fork(join(folder, 'test/chaos', file), [], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return { child, first: await heard<First>(child) };
};

const ask = <Answer>(child: ChildProcess, message: object): Promise<Answer> => {
  child.send(message);
  return heard<Answer>(child);
};

const startGateway = async (folder: string, setting: ChaoticSetting) => {
  const load = async (): Promise<ChildProcess> => (await start(folder, 'chaotic-gateway.js')).child;
  let running = await load();
  const port = await ask<number>(running, setting);
  /** The next one, which has loaded its libraries already: what follows a death is the gateway's own work. */
  let next = load();
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  const gateway: ChaoticGateway = {
    origin: `http://127.0.0.1:${port}`,
    killAndRestart: async () => {
      await kill();
      running = await next;
      await ask(running, { ...setting, port });
      next = load();
    },
  };
  const end = async (): Promise<void> => {
    await kill();
    (await next).kill('SIGKILL');
  };
  return { gateway, end };
};

/** Compiles and starts everything: `replicas` gateways with one secret, on one Redis when there is one. */
export const startChaos = async (options: {
  readonly replicas: number;
  readonly redisUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly times: ChaoticTimes;
}): Promise<Chaos> => {
  const { replicas, redisUrl, environment, times } = options;
  const folder = await compiled();
  const { child: mail, first: server } = await start<ChaoticServer>(folder, 'chaotic-emulator.js');
  const setting: ChaoticSetting = {
    server,
    secret: Buffer.from(journeySecret).toString('base64'),
    port: 0,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(environment === undefined ? {} : { environment }),
    times,
  };
  const started = await Promise.all(Array.from({ length: replicas }, () => startGateway(folder, setting)));
  let last: Promise<unknown> = Promise.resolve();
  const order: Chaos['order'] = (next) => {
    const answer = last.then(() => ask<ServerState>(mail, next));
    // Whoever gave the order learns why; the next one is another's.
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    server,
    gateways: started.map(({ gateway }) => gateway),
    order,
    addFaults: async (faults) => void (await order({ faults })),
    calm: async () => (await order({ calm: true })).requests,
    close: async () => {
      for (const { end } of started) await end();
      mail.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
