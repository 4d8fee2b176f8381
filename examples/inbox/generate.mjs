// Writes src/generated/graphql.ts: the types of every operation of src/operations/, as ../../schema.graphql has them.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, parse } from 'graphql';

const here = (path) => new URL(path, import.meta.url);

/** The generated file, as text. */
export const generate = async () => {
  const schema = parse(await readFile(here('../../schema.graphql'), 'utf8'));
  const folder = here('src/operations/');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  const documents = await Promise.all(
    names.map(async (name) => {
      const rawSDL = await readFile(new URL(name, folder), 'utf8');
      return { location: name, document: parse(rawSDL), rawSDL };
    }),
  );
  const text = { input: 'string', output: 'string' };
  const scalars = Object.fromEntries(
    [
      'ID',
      'Base64',
      'ChangeKey',
      'Date',
      'DateTime',
      'Duration',
      'EmailAddress',
      'RecurrenceRuleString',
      'SafeHTML',
      'SyncToken',
      'TimeZone',
      'URL',
    ].map((name) => [name, text]),
  );
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'src/generated/',
    presetConfig: { fragmentMasking: false },
    config: {
      scalars: { ...scalars, Long: { input: 'number', output: 'number' }, Upload: { input: 'File', output: 'never' } },
      enumsAsTypes: true,
      useTypeImports: true,
      skipTypename: true,
      avoidOptionals: { field: true },
    },
    schema,
    schemaAst: buildSchema(await readFile(here('../../schema.graphql'), 'utf8')),
    documents,
    plugins: [],
    pluginMap: {},
  });
  const output = outputs.find(({ filename }) => filename.endsWith('/graphql.ts'));
  return codegen(output);
};

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await writeFile(here('src/generated/graphql.ts'), await generate());
}
