import { createYoga, createSchema } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { createHeldMemory } from '../../src/access/held-memory.ts';
import { createRequestMemory } from '../../src/http/request-memory.ts';
import { callerNamed } from '../access.ts';

const ann = callerNamed('ann');

it('what a request sets aside is free when it is answered, what a stream does later when its taker says so', async () => {
  const memory = createRequestMemory(createHeldMemory({ maxBytes: 10, maxBytesPerCaller: 10 }));
  let serverContext: object = {};
  const yoga = createYoga({
    logging: false,
    plugins: [memory.plugin],
    context: (given) => {
      serverContext = given;
      return {};
    },
    schema: createSchema({
      typeDefs: 'type Query { hold: Boolean }',
      resolvers: { Query: { hold: () => memory.hold(serverContext, ann, 10) !== undefined } },
    }),
  });
  const ask = async (): Promise<unknown> =>
    (await yoga.fetch('http://gateway/graphql?query={hold}')).json() as Promise<unknown>;
  expect(await ask()).toEqual({ data: { hold: true } });
  expect(await ask()).toEqual({ data: { hold: true } });

  const release = memory.hold(serverContext, ann, 10);
  expect(await ask()).toEqual({ data: { hold: false } });
  release?.();
  expect(await ask()).toEqual({ data: { hold: true } });
});
