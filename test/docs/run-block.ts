import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { variables } from '../../src/config-variables.ts';
import { readConfig } from '../../src/config.ts';
import type { Block } from './block.ts';
import { filledText, outputDifference } from './notation.ts';
import { checkOnly, needOf } from './only-checked.ts';
import type { PageRun } from './page-run.ts';
import { compareSchema, runGraphql } from './run-graphql.ts';
import { runHttp } from './run-http.ts';
import { jsonKinds } from './run-json.ts';
import { fileOf, runModule } from './run-module.ts';
import { localized, runFile, runShell } from './run-shell.ts';
import { startDemo } from './start-demo.ts';

/** What became of a block: it was executed, what it shows was compared or read by the code that reads such a thing, or it could only be checked. */
export type Outcome = 'executed' | 'compared' | `only checked: ${string}`;

/** Runs one block; throws when it does not do what the page says. */
export const runBlock = async (run: PageRun, block: Block, next: Block | undefined): Promise<Outcome> => {
  const need = needOf(block);
  if (need !== undefined) {
    await checkOnly(run, block);
    return `only checked: needs ${need}`;
  }
  const runLanguage = languages[block.language];
  if (runLanguage === undefined) throw new Error(`nothing is known about blocks of ${block.language || 'no language'}`);
  return await runLanguage(run, block, next);
};

type RunLanguage = (run: PageRun, block: Block, next: Block | undefined) => Promise<Outcome>;

const languages: Readonly<Record<string, RunLanguage>> = {
  graphql: async (run, block, next) => {
    if (block.words[0] === 'sdl') {
      compareSchema(block);
      return 'compared';
    }
    await runGraphql(run, block, next);
    return 'executed';
  },
  json: async (run, block) => {
    if (block.words[0] === 'variables') return 'executed';
    const read = jsonKinds[block.words[0] ?? ''];
    if (read === undefined) throw new Error(`what JSON is it? One of variables, ${Object.keys(jsonKinds).join(', ')}`);
    await read(run, block);
    return 'compared';
  },
  sh: async (run, block) => {
    await runShell(run, block);
    return 'executed';
  },
  ts: (run, block) => executeModule(run, block),
  tsx: (run, block) => executeModule(run, block),
  js: (run, block) => executeModule(run, block),
  python: async (run, block) => {
    await runFile(run, '/usr/bin/python3', `block-${block.line}.py`, block.code);
    return 'executed';
  },
  text: (run, block) => {
    if (block.words[0] === 'drawing') return Promise.resolve('only checked: a drawing');
    if (block.words[0] !== 'output') throw new Error('what text is it? output or drawing');
    if (run.brought?.kind !== 'output') throw new Error('nothing was printed before this output');
    const difference = outputDifference(block.code, run.brought.text, run.names);
    if (difference !== undefined) throw new Error(difference);
    return Promise.resolve('compared');
  },
  yaml: async (run, block) => {
    for (const { errors } of parseAllDocuments(block.code)) if (errors[0] !== undefined) throw errors[0];
    await keep(run, block);
    return 'only checked: YAML, parsed';
  },
  dockerfile: (_run, { code }) => {
    if (!/^(?:ARG|FROM|COPY|RUN|USER|ENV) /m.test(code)) throw new Error('no instruction of a Dockerfile');
    return Promise.resolve('only checked: a part of a Dockerfile');
  },
  env: async (run, block) => {
    const read = parseEnv(block.code);
    const unknown = Object.keys(read).filter(
      (name) => !Object.hasOwn(variables.shape, name) && !/^(?:AWS|NODE|OTEL)_/.test(name),
    );
    if (unknown.length > 0) throw new Error(`no variables of the configuration: ${unknown.join(', ')}`);
    if (block.words.includes('whole')) readConfig(read);
    await keep(run, block);
    return 'compared';
  },
  http: async (run, block) => {
    await runHttp(run, block);
    return block.code.startsWith('HTTP/') ? 'compared' : 'executed';
  },
  promql: async (run, { code }) => {
    const known = await knownMetrics(run);
    const unknown = [...code.matchAll(/workmail_graphql_\w+/g)]
      .map(([name]) => name)
      .filter((name) => !known.has(name.replace(/_(?:bucket|sum|count)$/, '')) && !known.has(name));
    if (unknown.length > 0) throw new Error(`no metrics of the gateway: ${unknown.join(', ')}`);
    for (const [open, close] of ['()', '{}', '[]'])
      if (code.split(open ?? '').length !== code.split(close ?? '').length) throw new Error(`${open} without ${close}`);
    return 'only checked: PromQL, by its metrics';
  },
  powershell: () => Promise.reject(new Error('powershell needs exchange')),
};

const executeModule = async (run: PageRun, block: Block): Promise<Outcome> => {
  await runModule(run, block);
  return block.language === 'tsx' ? 'only checked: a component, compiled' : 'executed';
};

/** Writes what wants to be a file. */
const keep = async (run: PageRun, block: Block): Promise<void> => {
  const name = fileOf(block);
  if (name === undefined) return;
  await writeFile(join(await run.folder(), name), await localized(run, filledText(block.code, run.names)));
};

const knownMetrics = async (run: PageRun): Promise<ReadonlySet<string>> => {
  const demo = await startDemo();
  run.later(() => demo.close());
  return new Set([...(await demo.metrics()).matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name));
};
