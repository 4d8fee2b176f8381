import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const folder = new URL('../../../examples/inbox/', import.meta.url);

it('the types of the inbox are those of schema.graphql', async () => {
  const { generate } = (await import(new URL('generate.mjs', folder).href)) as { generate: () => Promise<string> };
  const committed = await readFile(new URL('src/generated/graphql.ts', folder), 'utf8');
  expect(committed === (await generate()), 'run npm run generate -w examples/inbox').toBe(true);
});
