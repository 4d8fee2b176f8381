import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { awsMistakes } from './aws-options.ts';
import { place, type Block } from './block.ts';
import type { PageRun } from './page-run.ts';
import { runProgram } from './run-program.ts';
import { shellWords } from './shell-words.ts';

/** What a block may need that no test has; there are no other reasons for not running one. */
export const needs = [
  'aws',
  'workmail',
  'docker',
  'kubernetes',
  'exchange',
  'internet',
  'redis',
  'browser',
  'repository',
] as const;

/** Why a block is only checked; undefined where it is to be run. Throws for a reason that there is not. */
export const needOf = (block: Block): (typeof needs)[number] | undefined => {
  const need = block.notes.get('needs');
  if (need === undefined) return undefined;
  const known = needs.find((name) => name === need);
  if (known === undefined) throw new Error(`${place(block)} needs ${need}: only ${needs.join(', ')} are reasons`);
  return known;
};

/** Holds a block that cannot be run against everything that can be known about it. */
export const checkOnly = async (run: PageRun, block: Block): Promise<void> => {
  if (block.language === 'sh') return await checkCommands(run, block);
  if (['ts', 'tsx', 'js'].includes(block.language)) {
    const { errors } = parseSync(`block.${block.language}`, block.code);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  }
};

const checkCommands = async (run: PageRun, block: Block): Promise<void> => {
  // In angle brackets stands what the reader fills in.
  const commands = block.code.replaceAll(/<[^<>\n]+>/g, 'PLACEHOLDER');
  const folder = await run.folder();
  const parsed = await runProgram('bash', ['-n', '-c', commands], { cwd: folder });
  if (parsed.code !== 0) throw new Error(parsed.shown);
  const mistakes = [...awsMistakes(commands)];
  for (const words of shellWords(commands)) {
    const [program, ...parameters] =
      words[0] === 'npx' ? words.slice(1) : words.filter((word) => !/^[A-Z_]+=/.test(word));
    if (program === 'workmail-graphql') mistakes.push(...(await ownMistakes(folder, parameters)));
    if (program === 'npm' && parameters[0] === 'run' && !(await hasScript(folder, parameters[1] ?? '')))
      mistakes.push(`there is no npm run ${parameters[1]}`);
    mistakes.push(
      ...words
        .map((word) => word.replace(/^file:\/\//, ''))
        .filter(
          (word) =>
            /^(?:\.\/)?(?:deploy|docs|examples|src|test)\/[\w/.-]+$/.test(word) && !existsSync(join(folder, word)),
        )
        .map((word) => `there is no ${word}`),
    );
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
};

/** Options that the command's own help does not tell. */
const ownMistakes = async (folder: string, [command = '', ...words]: readonly string[]): Promise<readonly string[]> => {
  const help = await runProgram(
    process.execPath,
    ['dist/cli/main.js', ...(command.startsWith('-') ? [] : [command]), '--help'],
    { cwd: folder },
  );
  if (help.code !== 0) return [`workmail-graphql has no ${command}`];
  const known = new Set([...help.output.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option));
  return words
    .map((word) => /^--[a-z][a-z-]*/.exec(word)?.[0])
    .filter((option) => option !== undefined && !known.has(option))
    .map((option) => `workmail-graphql ${command} has no ${option}`);
};

const hasScript = async (folder: string, script: string): Promise<boolean> => {
  const { default: manifest } = (await import(join(folder, 'package.json'), { with: { type: 'json' } })) as {
    readonly default: { readonly scripts: Readonly<Record<string, string>> };
  };
  return Object.hasOwn(manifest.scripts, script);
};
