import {
  buildSchema,
  execute,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  printSchema,
  responsePathAsArray,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { executePlanned } from '../../../src/graphql/execution/execute-planned.ts';
import { schema as gatewaySchema } from '../../../src/graphql/schema.ts';
import { numbersFrom, operationWriter } from '../../journeys/random-operation.ts';

/** An answer as it leaves, and where its errors were met. */
const told = ({ data, errors }: ExecutionResult): unknown => ({
  text: JSON.stringify({ data, errors }),
  nodes: errors?.map(({ nodes }) => nodes),
});

/** graphql-js forgets the list items that still wait when one after them fails: their rejections, heard by nobody, would end the test as they would end a server. */
const executeForgetful = async (args: ExecutionArgs): Promise<ExecutionResult> => {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', () => undefined);
  try {
    const result = await execute(args);
    await nextTurn();
    return result;
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
};

/** Both executors, twice: what is planned the first time is used the second time. */
const expectAlike = async (args: ExecutionArgs): Promise<ExecutionResult> => {
  const expected = await executeForgetful(args);
  expect(told(await executePlanned(args))).toEqual(told(expected));
  expect(told(await executePlanned(args))).toEqual(told(expected));
  // What is rejected without a listener shows now.
  await nextTurn();
  return expected;
};

const small = buildSchema(`
  interface Animal { name: String! friend: Animal }
  type Cat implements Animal { name: String! friend: Animal lives: Int! kittens: [Cat!]! }
  type Dog implements Animal { name: String! friend: Animal tricks: [String] }
  union Thing = Cat | Dog
  enum Size { SMALL LARGE }
  input Filter { text: String size: Size = SMALL tags: [String!] }
  type Query {
    cat: Cat
    strictCat: Cat!
    animals: [Animal]
    things: [Thing!]
    echo(text: String = "none", size: Size, filter: Filter, count: Int!): String
    more: Query!
  }
  type Mutation { first: Int second: Int! third: Int }
  type Subscription { cat: Cat }
`);

const ask = (text: string, rootValue: unknown, variableValues?: Record<string, unknown>): Promise<ExecutionResult> =>
  expectAlike({ schema: small, document: parse(text), rootValue, variableValues, contextValue: {} });

const animal = (type: string, more: object = {}): object => ({ __typename: type, name: type, ...more });
const boom = (): never => {
  throw new Error('boom');
};

it('lets null rise to the next place that may be null, and tells the first error of those that rise together', async () => {
  const cat = animal('Cat', { lives: () => Promise.reject(new Error('late')), name: boom });
  expect(await ask('{ cat { name lives } more { strictCat { name } } }', { cat, more: { strictCat: cat } })).toEqual({
    data: null,
    errors: [expect.objectContaining({ message: 'boom' }), expect.objectContaining({ message: 'boom' })],
  });
  await ask('{ cat { name friend { name } } }', {
    cat: animal('Cat', { name: null, friend: () => Promise.resolve() }),
  });
});

it('tells errors of list items at their places, waiting or not', async () => {
  const late = (value: unknown): Promise<unknown> => Promise.resolve(value);
  const animals = [animal('Cat'), new Error('given'), Promise.reject(new Error('rejected')), late(animal('Dog')), null];
  const { data, errors } = await ask('{ animals { name } }', { animals });
  expect(data).toEqual({ animals: [{ name: 'Cat' }, null, null, { name: 'Dog' }, null] });
  expect(errors?.map(({ path }) => path)).toEqual([
    ['animals', 1],
    ['animals', 2],
  ]);
  await ask('{ things { __typename } }', { things: [animal('Cat'), late(null)] });
  await ask('{ things { __typename } }', { things: [late(null), null] });
  await ask('{ things { ... on Cat { kittens { name } } } }', { things: [animal('Cat', { kittens: 'none' })] });
  await ask('{ animals { name } }', { animals: new Set([animal('Cat'), animal('Dog', { name: late('Rex') })]) });
});

it('takes selections of fragments together, and what @skip and @include leave out by the values of each execution', async () => {
  const document = parse(`
    query ($a: Boolean!, $b: Boolean = true) {
      animals { ...Named @skip(if: $a) ...Named ... on Cat @include(if: $b) { lives friend { name } } friend { ...Named @include(if: $a) } }
      more @include(if: $b) { cat { ...Named ...Named } } more { cat { lives } }
    }
    fragment Named on Animal { name alias: name }`);
  const cat = animal('Cat', { lives: 9, friend: animal('Dog') });
  const rootValue = { animals: [cat, animal('Dog')], more: { cat } };
  for (const variableValues of [
    { a: true },
    { a: false },
    { a: true, b: false },
    { a: false, b: false },
    { a: true, b: null },
    { a: true },
    { a: 'yes' },
    {},
  ])
    await expectAlike({ schema: small, document, rootValue, variableValues });
});

it('reads arguments anew where they have variables', async () => {
  const echo = (args: object): string => JSON.stringify(args);
  const document = parse(`query ($text: String, $count: Int!, $size: Size, $tag: String = "x") {
    a: echo(count: 1) b: echo(count: $count, text: $text) c: echo(count: 2, size: LARGE, filter: { tags: "one" })
    d: echo(count: 3, filter: { text: $text, size: $size, tags: [$tag] }, text: null) }`);
  for (const variableValues of [
    { count: 1 },
    { count: 2, text: 'b' },
    { count: 3, text: null, size: 'SMALL', tag: 'y' },
    { count: 3, tag: null },
    { count: 4.5 },
    { count: 1, size: 'HUGE' },
    {},
  ])
    await expectAlike({ schema: small, document, rootValue: { echo }, variableValues });
});

it('gives the same arguments to all executions, and lets none of them change them', async () => {
  const document = parse('{ echo(count: 1, filter: { tags: ["a"] }) }');
  const echo = (args: { filter: { tags: string[] } }): number => args.filter.tags.push('b');
  const { errors } = await executePlanned({ schema: small, document, rootValue: { echo } });
  expect(errors?.[0]?.message).toContain('not extensible');
});

it('keeps what was planned until there is too much of it', async () => {
  const seen = new Set<unknown>();
  const cat = (args: unknown): object => {
    seen.add(args);
    return animal('Cat');
  };
  const document = parse('{ echo(count: 1) }');
  const run = async (): Promise<number> => {
    await executePlanned({ schema: small, document, rootValue: { echo: cat } });
    return seen.size;
  };
  expect([await run(), await run()]).toEqual([1, 1]);
  const much = `{ ${Array.from({ length: 400 }, (_, index) => `a${index}: cat { lives }`).join(' ')} }`;
  for (let count = 0; count < 101; count += 1)
    await executePlanned({ schema: small, document: parse(much), rootValue: { cat: null } });
  expect([await run(), await run()]).toEqual([2, 2]);
});

it('plans by the conditions of an operation, whatever else is called as those of another one', async () => {
  const document = parse(`
    query Other($a: Boolean!, $b: Boolean!, $c: Boolean!) {
      a: echo(count: 1) @skip(if: $a) b: echo(count: 1) @skip(if: $b) c: echo(count: 1) @skip(if: $c)
    }
    query One($a: String, $b: Boolean!, $c: String) {
      a: echo(count: 1, text: $a) b: echo(count: 1) @skip(if: $b) c: echo(count: 1, text: $c)
    }
  `);
  const rootValue = { echo: ({ text }: { readonly text: string }) => text };
  const askOne = async (a: string, b: boolean, c: string): Promise<unknown> => {
    const variableValues = { a, b, c };
    const args = { schema: small, document, operationName: 'One', rootValue, variableValues, contextValue: {} };
    return (await expectAlike(args)).data;
  };
  expect(await askOne('x', true, 'false,y')).toEqual({ a: 'x', c: 'false,y' });
  expect(await askOne('x,true', false, 'y')).toEqual({ a: 'x,true', b: 'none', c: 'y' });
});

it('answers alike with more conditions than plans are kept for', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `v${index}`);
  const document = parse(
    `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) { cat { ${names.map((name) => `${name}: name @skip(if: $${name})`).join(' ')} } }`,
  );
  for (const hidden of [0, 7, 29]) {
    const variableValues = Object.fromEntries(names.map((name, index) => [name, index === hidden]));
    await expectAlike({ schema: small, document, rootValue: { cat: animal('Cat') }, variableValues });
  }
});

it('executes nothing that a document says', async () => {
  const hostile = [
    '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0)&&(globalThis.owned=1',
    '`${globalThis.owned=1}`',
    '"+(globalThis.owned=1)+"',
    "');globalThis.owned=1;('",
    '\u2028globalThis.owned=1//',
  ];
  const echo = ({ text }: { text: string }): string => text;
  for (const text of hostile) {
    const { data } = await ask(`{ echo(count: 1, text: ${JSON.stringify(text)}) }`, { echo });
    expect(data).toEqual({ echo: text });
  }
  const { data } = await ask('{ __proto__: cat { constructor: name toString: lives } }', {
    cat: animal('Cat', { lives: 1 }),
  });
  expect(JSON.stringify(data)).toBe('{"__proto__":{"constructor":"Cat","toString":1}}');
  expect(globalThis).not.toHaveProperty('owned');
});

it('begins a mutation when the one before it is complete', async () => {
  const order: string[] = [];
  const step = (name: string, work: () => unknown) => async (): Promise<unknown> => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    return work();
  };
  const rootValue = { first: step('first', boom), second: step('second', () => 2), third: step('third', () => 3) };
  expect((await ask('mutation { third first second }', rootValue)).data).toEqual({ third: 3, first: null, second: 2 });
  const once = ['third begins', 'third ends', 'first begins', 'first ends', 'second begins', 'second ends'];
  expect(order).toEqual([...once, ...once, ...once]);
  await ask('mutation { first second third }', { ...rootValue, second: () => null });
});

it('answers what cannot be executed as graphql-js does', async () => {
  await ask('query A { cat { name } } query B { cat { name } }', {});
  await ask('fragment F on Cat { name }', {});
  await ask('subscription { cat { name } }', { cat: animal('Cat') });
  await ask('{ unknown cat { unknown } }', { cat: animal('Cat') });
  await ask('{ cat { lives } }', { cat: animal('Cat', { lives: 'nine' }) });
  await ask('{ cat { name } }', boom);
  await expectAlike({ schema: buildSchema('type Query { a: Int }'), document: parse('mutation { a }') });
});

it('keeps apart what two schemas make of one document', async () => {
  const document = parse('{ cat { name } }');
  const other = buildSchema('type Query { cat: Cat } type Cat { name: Int }');
  await expectAlike({ schema: small, document, rootValue: { cat: { name: 'Tom' } } });
  await expectAlike({ schema: other, document, rootValue: { cat: { name: 'Tom' } } });
});

/** 0 to 1, the same for the same place and arguments. */
const chanceAt = (info: GraphQLResolveInfo, args: object): (() => number) => {
  const text = JSON.stringify([responsePathAsArray(info.path), args]);
  let hash = 7;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return numbersFrom(hash);
};

const leaves: Readonly<Record<string, unknown>> = { Int: 3, Float: 1.5, Boolean: true };

/** A list ends before all its items are looked at when one fails. */
const heard = <Value>(promise: Promise<Value>): Promise<Value> => {
  promise.catch(() => undefined);
  return promise;
};

/** Something of the type, or what goes wrong with it. */
const anything = (type: GraphQLOutputType, chance: () => number): unknown => {
  const luck = chance();
  if (luck < 0.02) throw new Error('thrown');
  if (luck < 0.04) return new Error('given');
  if (luck < 0.06) return null;
  if (luck < 0.08) return heard(Promise.reject(new Error('rejected')));
  if (luck < 0.3) return heard(Promise.resolve().then(() => anything(type, chance)));
  if (isNonNullType(type)) return anything(type.ofType, chance);
  if (isListType(type)) return Array.from({ length: Math.floor(chance() * 4) }, () => quietly(type.ofType, chance));
  if (!isLeafType(type)) return { chosen: chance() };
  if (isEnumType(type)) return type.getValues()[Math.floor(chance() * type.getValues().length)]?.value;
  return leaves[type.name] ?? 'text';
};

/** As an item of a list: nothing is thrown while the list is made. */
const quietly = (type: GraphQLOutputType, chance: () => number): unknown => {
  try {
    return anything(type, chance);
  } catch (error) {
    return error;
  }
};

it(
  'answers random operations on the gateway’s schema alike, with values and failures of every kind',
  { timeout: 60_000 },
  async () => {
    const schema = buildSchema(printSchema(gatewaySchema));
    const texts = new Proxy<Record<string, readonly string[]>>(
      {},
      {
        get: (_target, name) => {
          const type = schema.getType(String(name));
          if (type === undefined || !isLeafType(type) || isEnumType(type)) return undefined;
          return { Int: ['1', '2'], Float: ['1.5'], Boolean: ['true', 'false'], Long: ['7'] }[type.name] ?? ['"a"'];
        },
      },
    );
    const { write, writeMutation } = operationWriter(schema, numbersFrom(20_261_122), texts);
    let failures = 0;
    let answered = 0;
    for (let count = 0; count < 300; count += 1) {
      const { data, errors = [] } = await expectAlike({
        schema,
        document: parse(count % 3 === 0 ? writeMutation() : write()),
        fieldResolver: (_source, args, _context, info) => anything(info.returnType, chanceAt(info, args as object)),
        typeResolver: (value, _context, { schema: asked, returnType }) => {
          const named = getNamedType(returnType);
          if (!isAbstractType(named)) return undefined;
          const possible = asked.getPossibleTypes(named);
          const { chosen } = value as { readonly chosen: number };
          const name = possible[Math.floor(chosen * possible.length)]?.name;
          return chosen < 0.5 ? Promise.resolve(name) : name;
        },
      });
      failures += errors.length;
      if (data !== null) answered += 1;
    }
    expect(failures).toBeGreaterThan(100);
    expect(answered).toBeGreaterThan(50);
  },
);
