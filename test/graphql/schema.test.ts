import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorMeanings } from '../../src/graphql/error-table.ts';
import { schema } from '../../src/graphql/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !['String', 'Int', 'Boolean', 'ID', 'Float'].includes(type.name),
);

/** Everything that a client developer may ask the meaning of, with what the schema says about it. */
const described = types.flatMap((type): readonly (readonly [string, string | null | undefined])[] => {
  const own = [type.name, type.description] as const;
  if (isEnumType(type))
    return [own, ...type.getValues().map((value) => [`${type.name}.${value.name}`, value.description] as const)];
  if (isInputObjectType(type))
    return [
      own,
      ...Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.description] as const),
    ];
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      [`${type.name}.${field.name}`, field.description] as const,
      ...field.args.map((arg) => [`${type.name}.${field.name}(${arg.name})`, arg.description] as const),
    ]),
  ];
});

describe('the schema', () => {
  it('is valid, and is what schema.graphql says', async () => {
    expect(validateSchema(schema)).toEqual([]);
    await expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toMatchFileSnapshot('../../schema.graphql');
  });

  it('describes every type, field, argument and value, and all but values in more than a word', () => {
    const isValue = (name: string): boolean => /\.[A-Z_]+$/.test(name);
    const words = (text: string | null | undefined): number =>
      (text ?? '').split(/\s+/).filter((word) => word !== '').length;
    const wordless = described.filter(([name, text]) => words(text) < (isValue(name) ? 1 : 2));
    expect(wordless.map(([name]) => name)).toEqual([]);
  });

  it('answers every mutation with a payload that tells what hindered it, and every event with a token to go on from', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(0);
    for (const { name, type } of mutations) expect(`${name}: ${getNamedType(type).name}`).toMatch(/^\w+: \w+Payload$/);
    const payloads = mutations.map(({ type }) => getNamedType(type)).filter(isObjectType);
    for (const payload of payloads) expect(String(payload.getFields()['userErrors']?.type)).toBe('[UserError!]!');
    const subscriptions = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
    expect(subscriptions.length).toBeGreaterThan(0);
    for (const { type, args } of subscriptions) {
      const event = getNamedType(type);
      expect(isObjectType(event) && String(event.getFields()['token']?.type)).toBe('SyncToken!');
      expect(String(args.find(({ name }) => name === 'after')?.type)).toBe('SyncToken');
    }
  });

  it('gives every node its id and every connection its page info, nodes and edges', () => {
    for (const type of types.filter(isObjectType)) {
      if (type.name.endsWith('Connection'))
        expect(Object.keys(type.getFields()), type.name).toEqual(
          expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'totalCount']),
        );
      if (type.getInterfaces().some(({ name }) => name === 'Node'))
        expect(String(type.getFields()['id']?.type), type.name).toBe('ID!');
    }
  });

  it('has lists of non-null things that are themselves not null, except where each may fail alone', () => {
    const lists = types
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, String(field.type)] as const),
      );
    expect(lists.filter(([, type]) => type.startsWith('[') && !type.endsWith('!]!'))).toEqual([
      ['Query.nodes', '[Node]!'],
    ]);
  });

  it('says where the words of its scalars are defined', () => {
    const outside = types
      .filter(isScalarType)
      .filter(({ name }) => ['DateTime', 'EmailAddress', 'RecurrenceRuleString', 'Base64'].includes(name));
    expect(outside.map(({ specifiedByURL }) => specifiedByURL)).not.toContain(undefined);
  });
});

describe('the codes of errors', () => {
  it('are one closed list, each with a sentence that ends', () => {
    expect(Object.keys(errorMeanings)).toHaveLength(19);
    for (const [code, { message }] of Object.entries(errorMeanings)) expect(message, code).toMatch(/^[A-Z].*\.$/);
  });
});
