import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Block } from './block.ts';
import { filledText } from './notation.ts';
import type { PageRun } from './page-run.ts';
import { runProgram } from './run-program.ts';
import { localized, runFile } from './run-shell.ts';

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** Compiles a block of TypeScript in the page's folder and runs it there; components are only compiled, and what has a name is kept for others. */
export const runModule = async (run: PageRun, block: Block): Promise<void> => {
  const folder = await run.folder();
  const named = fileOf(block);
  const name = named ?? `block-${block.line}.${block.language}`;
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), await localized(run, filledText(block.code, run.names)));
  if (block.language === 'js') {
    if (named === undefined) await runFile(run, process.execPath, `block-${block.line}.mjs`, block.code);
    return;
  }
  const compiled = await runProgram(process.execPath, [compiler, '-p', await writeProject(folder, name)], {
    cwd: folder,
  });
  if (compiled.code !== 0) throw new Error(compiled.output);
  if (block.language === 'tsx' || named !== undefined) return;
  const output = basename(name).replace(/\.ts$/, '.js');
  await runFile(
    run,
    process.execPath,
    `.compiled/${output}`,
    await readFile(join(folder, '.compiled', output), 'utf8'),
  );
};

/** The name that a block wants to have as a file. */
export const fileOf = ({ words }: Block): string | undefined =>
  words.find((word) => word.startsWith('file:'))?.slice('file:'.length);

const writeProject = async (folder: string, name: string): Promise<string> => {
  const project = {
    compilerOptions: {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: ['node'],
      jsx: 'react-jsx',
      strict: true,
      skipLibCheck: true,
      rewriteRelativeImportExtensions: true,
      rootDir: '.',
      outDir: '.compiled',
    },
    files: [name],
  };
  const path = join(folder, 'tsconfig.block.json');
  await writeFile(path, JSON.stringify(project));
  return path;
};
