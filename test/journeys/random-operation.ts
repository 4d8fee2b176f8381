import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** Makes random operations that a schema allows, from numbers between 0 and 1. */
export interface OperationWriter {
  /** A query. */
  write(): string;
  /** One mutation, with a random selection of its payload. */
  writeMutation(): string;
}

/** Texts of values to choose from, by the name of a scalar or an input type. */
export type Values = Readonly<Record<string, readonly string[]>>;

const deepest = 4;

/** A linear congruential generator: enough to make operations, and the same ones every time. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
};

/** Every field is under an alias of its own, so that no two selections have to merge. */
export const operationWriter = (schema: GraphQLSchema, random: () => number, values: Values): OperationWriter => {
  let aliases = 0;
  const oneOf = <Choice>(choices: readonly Choice[]): Choice => {
    const choice = choices[Math.floor(random() * choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  };
  const isGiven = ({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>): boolean =>
    (isNonNullType(type) && defaultValue === undefined) || random() < 0.25;

  const value = (type: GraphQLInputType, depth: number): string => {
    if (isNonNullType(type)) return value(type.ofType, depth);
    if (isListType(type)) return random() < 0.8 ? `[${value(type.ofType, depth)}]` : '[]';
    const known = values[type.name];
    if (known !== undefined) return oneOf(known);
    if (isEnumType(type)) return oneOf(type.getValues()).name;
    if (!isInputObjectType(type)) throw new Error(`no values for ${type.name}`);
    const fields = Object.values(type.getFields());
    const given = type.isOneOf ? [oneOf(fields)] : fields.filter((field) => depth > 0 && isGiven(field));
    return `{ ${given.map((field) => `${field.name}: ${value(field.type, depth - 1)}`).join(', ')} }`;
  };

  const selection = (output: GraphQLOutputType, depth: number): string => {
    const type = getNamedType(output);
    if (isLeafType(type)) return '';
    if (isAbstractType(type)) {
      const parts = schema.getPossibleTypes(type).filter(() => random() < 0.6);
      return `{ __typename ${parts.map((part) => `... on ${part.name} ${selection(part, depth)}`).join(' ')} }`;
    }
    const parts = Object.values(type.getFields()).flatMap(({ name, type: inner, args }) => {
      const isLeaf = isLeafType(getNamedType(inner));
      if ((!isLeaf && depth === 0) || random() > (isLeaf ? 0.5 : 0.35)) return [];
      const given = args.filter(isGiven).map((arg) => `${arg.name}: ${value(arg.type, 2)}`);
      aliases += 1;
      return [
        `f${aliases}: ${name}${given.length === 0 ? '' : `(${given.join(', ')})`} ${selection(inner, depth - 1)}`,
      ];
    });
    return `{ __typename ${parts.join(' ')} }`;
  };

  return {
    write: () => `query ${selection(schema.getQueryType()!, deepest)}`,
    writeMutation: () => {
      const { name, args, type } = oneOf(Object.values(schema.getMutationType()?.getFields() ?? {}));
      const given = args.map((arg) => `${arg.name}: ${value(arg.type, 4)}`).join(', ');
      return `mutation { ${name}(${given}) ${selection(type, deepest)} }`;
    },
  };
};
