import { cp, mkdir, mkdtemp, rm, symlink, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that a fresh clone has not. */
const left = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage']);
/** Folders that no block writes into, and that are not copied for each page. */
const shared = ['node_modules', 'test'];

/** A compiled clone that pages get copies of. */
export interface Clone {
  copyTo(folder: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the repository as it stands and compiles it. */
export const makeClone = async (): Promise<Clone> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-clone-'));
  await cp(root, folder, {
    recursive: true,
    filter: (path) => !left.has(basename(path)) && !shared.includes(relative(root, path)),
  });
  for (const name of shared) await symlink(join(root, name), join(folder, name));
  const compiled = await runProgram(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], { cwd: folder });
  // Whether it compiles is examined elsewhere; what was written is good enough to be run.
  if (compiled.code !== 0) console.warn(`the repository does not compile:\n${compiled.output}`);
  await chmod(join(folder, 'dist/cli/main.js'), 0o755);
  return {
    copyTo: async (to) => {
      const copied = await runProgram('cp', ['-a', `${folder}/.`, to], { cwd: folder });
      if (copied.code !== 0) throw new Error(copied.shown);
    },
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
