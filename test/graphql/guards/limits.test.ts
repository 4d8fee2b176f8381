import { buildSchema, getIntrospectionQuery, GraphQLError, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentSize } from '../../../src/graphql/guards/document-size.ts';
import { documentLimits, parseWithin } from '../../../src/graphql/guards/limits.ts';

const sizeOf = (text: string) => documentSize(parse(text));
const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

/** The message of a refusal; undefined: the document is bearable. */
const refusal = (text: string): string | undefined => {
  try {
    parseWithin(documentLimits, text);
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    expect(error.extensions).toMatchObject({ code: 'QUERY_TOO_EXPENSIVE', http: { status: 400 } });
    return error.message;
  }
};

describe('the size of a document', () => {
  it('counts fields, levels, aliases and the directives at one place', () => {
    expect(sizeOf('query @a { x: a { b @a @b c: d { e } } }')).toEqual({
      depth: 3,
      fields: 4,
      aliases: 2,
      directives: 2,
    });
    expect(sizeOf('query ($v: Int @a @b @c) { a }').directives).toBe(3);
    expect(sizeOf('{ ... @a @b { a } ...F @a @b @c } fragment F on T @a @b @c @d { b }').directives).toBe(4);
  });

  it('writes fragments out where they are used, wherever they stand', () => {
    const text = 'fragment A on T { x: a { b } } { p { ...A } q { r { ...A } } ... on T { ...A } }';
    expect(sizeOf(text)).toEqual({ depth: 4, fields: 9, aliases: 3, directives: 0 });
  });

  it('sees what fragments double, without doing it', () => {
    const doubling = `{ a { ...F0 } } ${times(100, (i) => `fragment F${i} on T { x: a { ...F${i + 1} } y: a { ...F${i + 1} } }`)} fragment F100 on T { a }`;
    const { depth, fields } = sizeOf(doubling);
    expect(depth).toBe(102);
    expect(fields).toBeGreaterThanOrEqual(1e9);
  });

  it('comes to an end with fragments inside themselves and with unknown ones', () => {
    expect(sizeOf('{ ...A ...Nobody } fragment A on T { a ...B } fragment B on T { b ...A }').fields).toBe(2);
  });

  it('counts fragments that nobody uses, since validation reads them', () => {
    expect(sizeOf('{ a } fragment A on T { a { b { c } } }')).toMatchObject({ depth: 3, fields: 4 });
  });

  it('counts all operations of a document', () => {
    expect(sizeOf('query A { ...F } query B { ...F } fragment F on T { a b }').fields).toBe(4);
  });
});

describe('a document beyond a limit', () => {
  it.each<[string, string, RegExp]>([
    ['17 levels', `{ ${'a { '.repeat(16)} a ${'} '.repeat(16)} }`, /more than 16 levels of fields/],
    [
      'levels in fragments',
      `{ ...F0 } ${times(16, (i) => `fragment F${i} on T { a { ...F${i + 1} } }`)} fragment F16 on T { a }`,
      /more than 16 levels/,
    ],
    ['401 fields', `{ ${times(401, () => '__typename')} }`, /more than 400 fields/],
    ['101 aliases of __typename', `{ ${times(101, (i) => `a${i}: __typename`)} }`, /more than 100 aliases/],
    [
      'aliases in a fragment',
      `{ ${times(11, (i) => `a${i} { ...F }`)} } fragment F on T { ${times(10, (i) => `x${i}: a`)} }`,
      /more than 100 aliases/,
    ],
    [
      'doubled fragments',
      `{ ...F0 } ${times(14, (i) => `fragment F${i} on T { ${i % 7 === 0 ? `a { ...F${i + 1} } b { ...F${i + 1} }` : `...F${i + 1}`} c }`)} fragment F14 on T { ${times(150, () => 'a')} }`,
      /more than 400 fields/,
    ],
    [
      'ten directives at one place',
      '{ __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }',
      /more than 4 directives at one place/,
    ],
    ['4,001 tokens', `{ a(ids: [${times(4_000, () => '1')}]) }`, /more than 4000 tokens/],
    ['4,001 comments', `${'#\n'.repeat(4_001)} { a }`, /comments/],
    ['100,001 characters', `{ a(b: "${'x'.repeat(100_000)}") }`, /more than 100000 characters/],
    [
      'lists in lists, of values',
      `{ a(b: ${'['.repeat(65)}${']'.repeat(65)}) }`,
      /more than 64 brackets in one another/,
    ],
    ['lists in lists, of types', `query ($a: ${'['.repeat(65)}Int${']'.repeat(65)}) { a }`, /more than 64 brackets/],
    ['fragments in fragments', `{ ${'... { '.repeat(64)} a ${'} '.repeat(64)} }`, /more than 64 brackets/],
    ['brackets that never close', '{ a '.repeat(20_000), /more than 64 brackets/],
    ['braces without end', '{ a '.repeat(100_000), /characters/],
  ])('is refused: %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it.each([
    ['levels', `{ ${'a { '.repeat(15)} a ${'} '.repeat(15)} }`],
    ['fields', `{ ${times(400, () => '__typename')} }`],
    ['aliases', `{ ${times(100, (i) => `a${i}: __typename`)} }`],
    ['directives', '{ __typename @a @b @c @d }'],
    ['brackets', `{ a(b: ${'['.repeat(62)}${']'.repeat(62)}) }`],
    ['brackets in texts and comments', `{ a(b: "${'['.repeat(99)}") #${'{'.repeat(99)}\n }`],
  ])('is one more than what is taken: %s', (_, text) => {
    expect(refusal(text)).toBeUndefined();
  });
});

it('the introspection query of every tool fits, with all that it may ask for', () => {
  const everything = {
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  };
  const query = getIntrospectionQuery(everything);
  expect(refusal(query)).toBeUndefined();
  expect(validate(buildSchema('type Query { a: Int }'), parse(query))).toEqual([]);
});

it('an error in the text is told as what it is', () => {
  expect(() => parseWithin(documentLimits, '{ a(')).toThrow(/Syntax Error: Expected Name, found <EOF>/);
});
