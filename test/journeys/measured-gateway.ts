import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { embeddedBackend } from '../../src/embedded.ts';
import { createEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { journeyConfig, journeyDay } from './start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a stretch of work took of a process; memory in bytes, at most, above what it had at rest. */
export interface Taken {
  /** What the system gave to the process. */
  readonly resident: number;
  /** JavaScript's heap and the buffers beside it, garbage included. */
  readonly used: number;
  /** How long its event loop was held up, milliseconds: 99 of 100 times less, and at most. */
  readonly heldUpMs: readonly [number, number];
}

/** The gateway, compiled, in a process of its own, and an emulator in this one. */
export interface MeasuredGateway {
  readonly emulator: Emulator;
  readonly origin: string;
  /** What the process holds at the moment, garbage collected; bytes. */
  atRest(): Promise<Pick<Taken, 'resident' | 'used'>>;
  /** Does something and tells what it took; with `collects` without garbage, of which engines leave more or less until they collect it. */
  measure<Result>(
    work: () => Promise<Result>,
    options?: { readonly collects: boolean },
  ): Promise<{ readonly result: Result; readonly extra: Taken }>;
  close(): Promise<void>;
}

const compileTo = async (folder: string): Promise<void> => {
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    { cwd: root, stdio: 'ignore' },
  );
  const [code] = await once(compiler, 'close');
  if (code !== 0) throw new Error('the gateway does not compile');
};

/** Compiles and starts both. */
export const startMeasured = async (): Promise<MeasuredGateway> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-'));
  await compileTo(folder);
  const emulator = createEmulator({ today: journeyDay });
  const addresses = await emulator.listen();
  // The young generation that the image runs with: what streams leave behind is collected before it adds up.
  const gateway = fork(fileURLToPath(new URL('measured-gateway.mjs', import.meta.url)), [join(folder, 'dist')], {
    execArgv: ['--expose-gc', '--max-semi-space-size=4'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(gateway, 'message');
  const ask = async <Answer>(command: string, more: object = {}): Promise<Answer> => {
    const answered = once(gateway, 'message');
    gateway.send({ command, ...more });
    const [answer] = (await answered) as [Answer];
    return answer;
  };
  const config = embeddedBackend({ ...journeyConfig, logLevel: 'silent' }, emulator, addresses);
  const { origin } = await ask<{ readonly origin: string }>('start', { config });
  return {
    emulator,
    origin,
    atRest: () => ask('rest'),
    measure: async (work, options = { collects: false }) => {
      await ask('watch', options);
      const result = await work();
      return { result, extra: await ask<Taken>('report') };
    },
    close: async () => {
      gateway.kill();
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
