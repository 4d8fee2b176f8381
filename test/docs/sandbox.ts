import { cp, mkdir, mkdtemp, rm, symlink, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that a fresh clone has not, or that no page reads. */
const left = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);

/** A compiled clone that pages get copies of. */
export interface Clone {
  copyTo(folder: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the repository as it stands and compiles it. */
export const makeClone = async (): Promise<Clone> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-clone-'));
  await cp(root, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiled = await runProgram(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: folder });
  // Whether it compiles is examined elsewhere; what was written is good enough to be run.
  if (compiled.code !== 0) console.warn(`the repository does not compile:\n${compiled.output}`);
  await chmod(join(folder, 'dist/cli/main.js'), 0o755);
  return {
    copyTo: (to) => cp(folder, to, { recursive: true, verbatimSymlinks: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Programs that a page's shell finds before the machine's own: `npm ci` examines the lockfile and installs nothing. */
export const writeStandIns = async (folder: string): Promise<string> => {
  const programs = join(folder, '.stand-ins');
  await mkdir(programs, { recursive: true });
  const npm = [
    '#!/bin/sh',
    `if [ "$1" = ci ]; then exec '${process.execPath}' '${fileURLToPath(new URL('lockfile-fits.mjs', import.meta.url))}'; fi`,
    `PATH="\${PATH#*:}" exec npm "$@"`,
  ];
  await writeFile(join(programs, 'npm'), `${npm.join('\n')}\n`, { mode: 0o755 });
  return programs;
};
