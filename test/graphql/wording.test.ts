import fc from 'fast-check';
import { buildSchema, getVariableValues, GraphQLError, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { withoutSuggestion, withoutValues } from '../../src/graphql/wording.ts';

const schema = buildSchema(`
  type Query { list(first: Int, ratio: Float, name: String, isRead: Boolean, id: ID, order: Order, filter: Filter): Item }
  type Item { name: String child: Item }
  input Filter { not: Filter words: [String!] order: Order size: Int needed: Boolean! = true }
  enum Order { SUBJECT RECEIVED }
`);

const canary = 'canary5f1c';

const wordsOf = (document: string): readonly string[] => {
  try {
    return validate(schema, parse(document)).map(withoutValues);
  } catch (error) {
    return [withoutValues(error as GraphQLError)];
  }
};

const wordsOfVariable = (type: string, value: unknown): readonly string[] => {
  const [definition] = parse(`query ($value: ${type}) { list }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return (getVariableValues(schema, definition.variableDefinitions ?? [], { value }).errors ?? []).map(withoutValues);
};

describe('a mistake in a document', () => {
  it.each<[string, readonly string[]]>([
    [`{ list(first: "${canary}") { name } }`, ['Int cannot represent non-integer value.']],
    [`{ list(ratio: "${canary}") { name } }`, ['Float cannot represent non numeric value.']],
    ['{ list(name: 4711) { name } }', ['String cannot represent a non string value.']],
    [`{ list(isRead: "${canary}") { name } }`, ['Boolean cannot represent a non boolean value.']],
    ['{ list(first: 99999999999) { name } }', ['Int cannot represent non 32-bit signed integer value.']],
    [`{ list(order: "${canary}") { name } }`, ['Enum "Order" cannot represent this value.']],
    [`{ list(order: ${canary}) { name } }`, ['The value does not exist in "Order" enum.']],
    [
      '{ list(order: SUBJEKT) { name } }',
      ['The value does not exist in "Order" enum. Did you mean the enum value "SUBJECT"?'],
    ],
    [`{ list(filter: "${canary}") { name } }`, ['Expected value of type "Filter".']],
    ['{ list(filter: { needed: null }) { name } }', ['Expected value of type "Boolean!".']],
    [
      '{ list(filter: { wordz: "x" }) { name } }',
      ['Field "wordz" is not defined by type "Filter". Did you mean "words" or "order"?'],
    ],
    ['{ list { naem } }', ['Cannot query field "naem" on type "Item". Did you mean "name"?']],
    ['{ list }', ['Field "list" of type "Item" must have a selection of subfields. Did you mean "list { ... }"?']],
    [
      'query ($a: Int) { list(name: $a) { name } }',
      ['Variable "$a" of type "Int" used in position expecting type "String".'],
    ],
    ['{ list { ...A } } fragment A on Item { child { ...A } }', ['Cannot spread fragment "A" within itself.']],
    [
      '{ list(first: 1) { a: name a: child { name } } }',
      [
        'Fields "a" conflict because "name" and "child" are different fields. Use different aliases on the fields to fetch both if this was intentional.',
      ],
    ],
    ['type A { b: Int }', ['The "A" definition is not executable.']],
    [`{ list(name: "${canary}" "x") }`, ['Syntax Error: Expected Name, found String.']],
    [`{ list(name: ${canary} ${canary}) }`, ['Syntax Error: Expected ":", found ")".']],
    [`{ list(name: """${canary}""" 5) }`, ['Syntax Error: Expected Name, found Int.']],
    [`"${canary}`, ['Syntax Error: Unterminated string.']],
    [`{ list(name: "\\${canary}") }`, ['Syntax Error: Invalid character escape sequence.']],
    [`{ list(name: "\\u${canary}") }`, ['Syntax Error: Invalid Unicode escape sequence.']],
    [`{ list(name: 5${canary}) }`, ['Syntax Error: Invalid number.']],
    [`query ($a: Int = $${canary}) { list }`, ['Syntax Error: Unexpected variable in constant value.']],
    [`{ list(name: '${canary}') }`, ['Syntax Error: Unexpected single quote character.']],
    [canary, ['Syntax Error: Unexpected Name.']],
  ])('is told without what stood there: %s', (document, words) => {
    expect(wordsOf(document)).toEqual(words);
  });
});

describe('a mistake in a variable', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['Int', canary, ['Variable "$value" got an invalid value; Int cannot represent non-integer value.']],
    ['Filter', canary, ['Variable "$value" got an invalid value; Expected type "Filter" to be an object.']],
    [
      'Filter',
      { not: { words: ['a', { b: canary }] } },
      ['Variable "$value" got an invalid value at "value.not.words[1]"; String cannot represent a non string value.'],
    ],
    [
      'Filter',
      { not: { order: canary } },
      ['Variable "$value" got an invalid value at "value.not.order"; The value does not exist in "Order" enum.'],
    ],
    [
      'Filter',
      { [`${canary} and more`]: 1 },
      ['Variable "$value" got an invalid value; Field is not defined by type "Filter".'],
    ],
    ['Filter!', null, ['Variable "$value" of non-null type "Filter!" must not be null.']],
  ])('is told with its place and without it: %s', (type, value, words) => {
    expect(wordsOfVariable(type, value)).toEqual(words);
  });

  it('is told without any piece of it, whatever it looks like', () => {
    const shapes = [
      (text: string): unknown => text,
      (text: string): unknown => [text],
      (text: string): unknown => ({ not: text }),
      (text: string): unknown => ({ order: text, size: text, words: [{ a: text }] }),
      (text: string): unknown => ({ [`${text}`]: text }),
    ];
    const breakers = [
      '"; ',
      '" at "value.x"; ',
      ' does not exist in "Order" enum.',
      ' Did you mean "',
      '\n',
      '; Expected type "',
    ];
    const hostile = fc
      .array(fc.oneof(fc.constantFrom(...breakers), fc.string()), { maxLength: 4 })
      .map((parts) => `${parts.join('')} ${canary} ${parts.toReversed().join('')}`);
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(...shapes),
        fc.constantFrom('Filter', 'Int', 'Order', '[Order]'),
        (text, shape, type) => {
          expect(wordsOfVariable(type, shape(text)).join('\n')).not.toContain(canary);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

it('a text that nobody has looked at does not leave', () => {
  expect(withoutValues(new GraphQLError(`Something new about ${canary}`))).toBe(
    'The document or its variables are not valid.',
  );
});

it('a suggestion can be left out, whatever it suggests', () => {
  expect(withoutSuggestion('Unknown type "Mesage". Did you mean "Message", "Mailbox", or "Mime"?')).toBe(
    'Unknown type "Mesage".',
  );
  expect(withoutSuggestion('Field "a" of type "B" must have a selection of subfields. Did you mean "a { ... }"?')).toBe(
    'Field "a" of type "B" must have a selection of subfields.',
  );
});
