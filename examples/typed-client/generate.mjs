// Writes src/generated/graphql.ts: the operations of src/operations/ with the types of what goes in and what comes out, by ../../schema.graphql.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, isScalarType, isSpecifiedScalarType, parse } from 'graphql';

const here = (path) => new URL(path, import.meta.url);

/** The generated file, as text. Throws for an operation that the schema does not have. */
export const generate = async () => {
  const definition = await readFile(here('../../schema.graphql'), 'utf8');
  const schema = buildSchema(definition);
  const names = (await readdir(here('src/operations/'))).filter((name) => name.endsWith('.graphql')).sort();
  const documents = await Promise.all(
    names.map(async (name) => {
      const rawSDL = await readFile(here(`src/operations/${name}`), 'utf8');
      return { location: name, document: parse(rawSDL), rawSDL };
    }),
  );
  // Ids, dates and HTML are texts in JSON; Long is a number.
  const custom = Object.values(schema.getTypeMap()).filter(
    (type) => isScalarType(type) && !isSpecifiedScalarType(type),
  );
  const scalars = Object.fromEntries(custom.map(({ name }) => [name, name === 'Long' ? 'number' : 'string']));
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'src/generated/',
    presetConfig: { fragmentMasking: false },
    config: {
      // Operations stay texts: nothing of graphql-js is needed where the client runs.
      documentMode: 'string',
      scalars: { ...scalars, ID: 'string' },
      enumsAsTypes: true,
      useTypeImports: true,
      avoidOptionals: { field: true },
    },
    schema: parse(definition),
    schemaAst: schema,
    documents,
    plugins: [],
    pluginMap: {},
  });
  return codegen(outputs.find(({ filename }) => filename.endsWith('/graphql.ts')));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(here('src/generated/graphql.ts'), await generate());
}
