import {
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A place of a schema that takes an id, and an operation (variable `$id`) that puts one there. */
export interface IdUse {
  /** Schema coordinate of the field, then the way to the id: `Mailbox.messages(filter.and.conversationId)`. */
  readonly place: string;
  readonly document: string;
}

/** Texts for what must be given beside the id, by coordinate of an argument or by name of a type. */
export type Givens = Readonly<Record<string, string>>;

/** Ways to an id inside an input, as text with `$id` in it. An input that holds itself is entered once more, no deeper. */
const waysTo = (
  type: GraphQLInputType,
  above: readonly string[],
): readonly { readonly way: string; readonly text: string }[] => {
  if (isNonNullType(type)) return waysTo(type.ofType, above);
  if (isListType(type)) return waysTo(type.ofType, above).map(({ way, text }) => ({ way, text: `[${text}]` }));
  if (type.name === 'ID') return [{ way: '', text: '$id' }];
  if (!isInputObjectType(type) || above.filter((name) => name === type.name).length > 1) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    waysTo(field.type, [...above, type.name]).map(({ way, text }) => ({
      way: `.${field.name}${way}`,
      text: `{ ${field.name}: ${text} }`,
    })),
  );
};

const givenFor = (owner: string, field: string, arg: GraphQLArgument, givens: Givens): string | undefined => {
  const text = givens[`${owner}.${field}(${arg.name}:)`] ?? givens[getNamedType(arg.type).name];
  return text === undefined ? undefined : `${arg.name}: ${text}`;
};

/** `name(what must be given)`; undefined when nobody says what that is. */
const call = (
  owner: string,
  { name, args }: GraphQLField<unknown, unknown>,
  givens: Givens,
  own?: { readonly arg: string; readonly text: string },
): string | undefined => {
  const parts = args
    .filter((arg) => isRequiredArgument(arg) || arg.name === own?.arg)
    .map((arg) => (arg.name === own?.arg ? `${arg.name}: ${own.text}` : givenFor(owner, name, arg, givens)));
  if (parts.includes(undefined)) return undefined;
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`;
};

/** The shortest way from the query to each object type, as fields around `…`. */
const waysToTypes = (schema: GraphQLSchema, givens: Givens): ReadonlyMap<GraphQLObjectType, string> => {
  const root = schema.getQueryType()!;
  const found = new Map<GraphQLObjectType, string>([[root, '…']]);
  for (const [type, way] of found) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      const text = call(type.name, field, givens);
      if (isObjectType(named) && text !== undefined && !found.has(named))
        found.set(named, way.replace('…', `${text} { … }`));
    }
  }
  return found;
};

/** Every argument and every field of an input, at any depth, that takes an id, on every object type that can be reached. */
export const idUses = (schema: GraphQLSchema, givens: Givens): readonly IdUse[] =>
  [...waysToTypes(schema, givens)].flatMap(([type, way]) =>
    Object.values(type.getFields()).flatMap((field) =>
      field.args.flatMap((arg) =>
        waysTo(arg.type, []).map((inside): IdUse => {
          const text = call(type.name, field, givens, { arg: arg.name, text: inside.text });
          if (text === undefined)
            throw new Error(`${type.name}.${field.name} takes an id and what else it takes is unknown`);
          const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
          return {
            place: `${type.name}.${field.name}(${arg.name}${inside.way})`,
            document: `query ($id: ID!) { ${way.replace('…', `${text}${selection}`)} }`,
          };
        }),
      ),
    ),
  );
