import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { startNode, type Run } from '../cli/compiled-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** An example that runs; it ends with the test. */
export type ExampleRun = Pick<Run, 'output' | 'errors' | 'ended' | 'kill'>;

/** Compiles an example with its own tsconfig into a folder that is gone with the test, and tells the folder. */
export const compileExample = async (name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), `example-${name}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const parameters = [compiler, '-p', join(root, 'examples', name), '--outDir', join(folder, 'dist')];
  await promisify(execFile)(process.execPath, parameters);
  return folder;
};

/** Starts a compiled example, without a variable of the environment but those given. */
export const runExample = (
  folder: string,
  environment: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
): ExampleRun => {
  const run = startNode(folder, [join(folder, 'dist/main.js'), ...parameters], environment);
  onTestFinished(async () => {
    run.kill('SIGKILL');
    await run.ended;
  });
  return run;
};

/** Compiles an example and starts it. */
export const startExample = async (
  name: string,
  environment: Readonly<Record<string, string>>,
  parameters: readonly string[] = [],
): Promise<ExampleRun> => runExample(await compileExample(name), environment, parameters);
