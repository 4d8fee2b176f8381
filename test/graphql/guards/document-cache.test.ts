import { buildSchema, type DocumentNode } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { documentCaches } from '../../../src/graphql/guards/document-cache.ts';
import { useLimits } from '../../../src/graphql/guards/limits.ts';

/** Counts what is done for documents, and remembers what is executed. */
const server = (maxCharacters: number) => {
  const done = { parsed: 0, validated: 0 };
  const executed: DocumentNode[] = [];
  const counting: Plugin = {
    onParse: ({ parseFn, setParseFn }) =>
      setParseFn((...given: Parameters<typeof parseFn>) => {
        done.parsed += 1;
        return parseFn(...given) as DocumentNode;
      }),
    onValidate: ({ validateFn, setValidationFn }) =>
      setValidationFn((...given: Parameters<typeof validateFn>) => {
        done.validated += 1;
        return validateFn(...given);
      }),
    onExecute: ({ args }) => void executed.push(args.document),
  };
  const yoga = createYoga({
    schema: buildSchema('type Query { a: Int b: Int }'),
    logging: false,
    parserAndValidationCache: documentCaches(maxCharacters),
    plugins: [useLimits(), counting],
  });
  const ask = async (query: string): Promise<void> => {
    const body = JSON.stringify({ query });
    await (
      await yoga.fetch('http://x.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
    ).text();
  };
  return { done, executed, ask };
};

it('a document is parsed, measured and validated once, and is the same object in each execution', async () => {
  const { done, executed, ask } = server(1_000);
  for (const query of ['{ a }', '{ b }', '{ a }', '{ a }']) await ask(query);
  expect(done).toEqual({ parsed: 2, validated: 2 });
  expect(executed).toHaveLength(4);
  expect(executed[2]).toBe(executed[0]);
  expect(executed[3]).toBe(executed[0]);
});

it('what would take too much room is not kept', async () => {
  const { done, ask } = server(6);
  for (const query of ['{ a }', '{ b }', '{ a }']) await ask(query);
  expect(done.parsed).toBe(3);
});

it('what cannot be parsed is not kept', async () => {
  const { done, executed, ask } = server(1_000);
  for (const query of ['{ a', '{ a', '{ a }']) await ask(query);
  expect(done.parsed).toBe(3);
  expect(executed).toHaveLength(1);
});
