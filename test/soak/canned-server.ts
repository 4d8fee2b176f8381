import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CannedOrders, CannedTold } from '../bench/canned/canned-backend.ts';
import { boundCommand } from '../bound-command.ts';
import type { Product, RunningEmulator } from './product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The mail server of the benchmarks, which only says what it has said before, in a process of its own. */
export interface CannedServer extends Pick<RunningEmulator, 'environment'> {
  close(): Promise<void>;
}

/** Starts it beside the product; every answer is kept back for `latencyMs`. */
export const startCanned = async ({ folder }: Product, latencyMs: number): Promise<CannedServer> => {
  const compiled = join(folder, 'canned');
  const compiler = spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'test/bench'), '--outDir', compiled],
    { cwd: root, stdio: 'inherit' },
  );
  const [code] = (await once(compiler, 'close')) as [number];
  if (code !== 0) throw new Error('the mail server does not compile');
  const [command, before] = boundCommand(process.execPath, []);
  const child = fork(join(compiled, 'test/bench/canned/canned-backend.js'), [], {
    execPath: command,
    execArgv: [...before],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  const told = once(child, 'message');
  child.send({ canned: true, latencyMs } satisfies CannedOrders & { readonly canned: true });
  const [{ url }] = (await told) as [CannedTold];
  return {
    environment: { EWS_URL: url, EWS_USERNAME: 'gateway', EWS_PASSWORD: 'a password', EWS_NOTIFICATIONS: 'polling' },
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
};
