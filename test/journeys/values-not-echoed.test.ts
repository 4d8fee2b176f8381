import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { journeyOfTest } from './journey-of-test.ts';
import type { Journey } from './start.ts';

/*
 * What callers write into arguments is theirs: addresses, search words, subjects. A canary of every shape goes into every argument and every field of
 * every input, as a literal and in a variable, and must come back from nowhere.
 */

const word = 'canary5f1c';
const number = '8151623421';

const literals = [
  `"${word}"`,
  word,
  number,
  `0.${number}`,
  `["${word}"]`,
  `[[${word}]]`,
  `{ x: "${word}" }`,
  `"""${word}"""`,
];
const values: readonly unknown[] = [word, Number(number), Number(`0.${number}`), [word], [[word]], { x: word }];

/** Values of what has to be given on the way. */
const given: Readonly<Record<string, string>> = {
  EmailAddress: '"alice@example.test"',
  ID: '"x"',
  String: '"x"',
  TimeWindowInput: '{ start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" }',
  FolderRef: '{ role: INBOX }',
  AvailabilityInput:
    '{ addresses: ["bob@example.test"], asMailbox: "alice@example.test", window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" } }',
  MeetingSuggestionInput:
    '{ attendees: ["bob@example.test"], asMailbox: "alice@example.test", duration: "PT1H", window: { start: "2026-03-01T00:00:00Z", end: "2026-03-02T00:00:00Z" } }',
};

const call = ({ name, args }: GraphQLField<unknown, unknown>, own?: readonly [name: string, value: string]): string => {
  const written = args
    .filter((arg) => isRequiredArgument(arg) && arg.name !== own?.[0])
    .map((arg): readonly [string, string] => {
      const value = given[getNamedType(arg.type).name];
      if (value === undefined) throw new Error(`no value for ${String(arg.type)}`);
      return [arg.name, isListType(getNullableType(arg.type)) ? `[${value}]` : value];
    });
  const all = [...written, ...(own === undefined ? [] : [own])].map((pair) => pair.join(': '));
  return all.length === 0 ? name : `${name}(${all.join(', ')})`;
};

/** A field with arguments, and how to get there from the query, or the mutation. */
interface Place {
  readonly operation: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  readonly around: (selection: string) => string;
}

/** By the shortest way: a longer one may lead through what is rarely there, as what stands in the way of a write. */
const places = (): readonly Place[] => {
  const found: Place[] = [];
  const seen = new Set<string>();
  const ways: { readonly typeName: string; readonly around: Place['around'] }[] = [
    { typeName: 'Query', around: (inner) => inner },
  ];
  // What is found on the way is added behind, and walked in its turn.
  for (const { typeName, around } of ways) {
    const type = schema.getType(typeName);
    if (seen.has(typeName)) continue;
    seen.add(typeName);
    if (isAbstractType(type)) {
      for (const { name } of schema.getPossibleTypes(type))
        ways.push({ typeName: name, around: (inner) => around(`... on ${name} { ${inner} }`) });
    }
    if (!isObjectType(type)) continue;
    const fields = Object.values(type.getFields());
    for (const field of fields) {
      if (field.args.length > 0) found.push({ operation: 'query', field, around });
      const next = getNamedType(field.type);
      if (isCompositeType(next))
        ways.push({ typeName: next.name, around: (inner) => around(`${call(field)} { ${inner} }`) });
    }
  }
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return [...found, ...mutations.map((field): Place => ({ operation: 'mutation', field, around: (inner) => inner }))];
};

/** The places inside a value of a type, each input type once: what to put around a literal and a JSON value there. */
interface Inside {
  readonly path: string;
  readonly literal: (inner: string) => string;
  readonly value: (inner: unknown) => unknown;
}

const seenInputs = new Set<string>();
const insides = (type: GraphQLInputType, at: Inside): readonly Inside[] => {
  const nullable = getNullableType(type);
  const element: Inside = isListType(nullable)
    ? { path: at.path, literal: (inner) => at.literal(`[${inner}]`), value: (inner) => at.value([inner]) }
    : at;
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seenInputs.has(named.name)) return [at];
  seenInputs.add(named.name);
  return [
    at,
    ...Object.values(named.getFields()).flatMap((field) =>
      insides(field.type, {
        path: `${at.path}.${field.name}`,
        literal: (inner) => element.literal(`{ ${field.name}: ${inner} }`),
        value: (inner) => element.value({ [field.name]: inner }),
      }),
    ),
  ];
};

interface Probe {
  readonly where: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const probesOf = ({ operation: kind, field, around }: Place, arg: GraphQLArgument): readonly Probe[] => {
  const operation = (value: string): string => {
    const selection = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
    return around(`${call(field, [arg.name, value])}${selection}`);
  };
  const start: Inside = { path: `${field.name}(${arg.name})`, literal: (inner) => inner, value: (inner) => inner };
  return insides(arg.type, start).flatMap(({ path: where, literal, value }) => [
    ...literals.map((inner) => ({ where, document: `${kind} { ${operation(literal(inner))} }`, variables: {} })),
    ...literals.slice(0, 1).map((inner) => ({
      where,
      document: `${kind} ($v: ${String(getNullableType(arg.type))} = ${literal(inner)}) { ${operation('$v')} }`,
      variables: {},
    })),
    ...values.map((inner) => ({
      where,
      document: `${kind} ($v: ${String(arg.type)}) { ${operation('$v')} }`,
      variables: { v: value(inner) },
    })),
  ]);
};

/** The whole answer, headers too. */
const answered = async ({ origin }: Journey, body: string): Promise<string> => {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return JSON.stringify([...answer.headers]) + (await answer.text());
};

const holdsCanary = (text: string): boolean => text.includes(word) || text.includes(number);

test(
  'no answer and no log repeats what stood in an argument or a field of an input',
  { timeout: 120_000 },
  async () => {
    const journey = await journeyOfTest({ config: { costPerMinute: 1e12 } });
    const probes = places().flatMap((place) => place.field.args.flatMap((arg) => probesOf(place, arg)));
    const echoed: unknown[] = [];
    let refused = 0;
    for (const { where, document, variables } of probes) {
      const answer = await answered(journey, JSON.stringify({ query: document, variables }));
      if (answer.includes('BAD_USER_INPUT')) refused += 1;
      if (holdsCanary(answer)) echoed.push({ where, document, variables, answer });
      expect(answer, document).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(echoed).toEqual([]);
    expect(holdsCanary(journey.log())).toBe(false);
    // Every argument has been reached, and most shapes fit nowhere.
    expect(new Set(probes.map(({ where }) => where)).size).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(probes.length / 2);
  },
);

test('no answer repeats a document or a body that cannot be read', async () => {
  const journey = await journeyOfTest();
  const bodies = [
    word,
    `{"query": ${word}`,
    `"${word}"`,
    `["${word}"]`,
    `{"query":{"${word}":1}}`,
    `{"query":"{ __typename }","${word}":1}`,
    `{"query":"{ __typename }","variables":"${word}"}`,
    `{"query":"{ __typename }","extensions":["${word}"]}`,
    `{"query":"{ __typename }","operationName":"${word} x"}`,
    `{"query":"{ __typename }","operationName":{"a":"${word}"}}`,
    ...[
      `${word}`,
      `"${word}"`,
      `{ a(b: "${word}\n") }`,
      `{ a(b: "\\${word}") }`,
      `query @a(b: "${word}" { c }`,
      `{ a } }${word}`,
    ].map((query) => JSON.stringify({ query })),
  ];
  for (const body of bodies) {
    const answer = await answered(journey, body);
    expect(answer).toContain('BAD_USER_INPUT');
    expect(holdsCanary(answer), `${body}: ${answer}`).toBe(false);
  }
  expect(holdsCanary(journey.log())).toBe(false);
});
