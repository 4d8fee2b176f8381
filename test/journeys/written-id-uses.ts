import {
  getNullableType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { mutationSamples, type Things, type Variables } from './mutation-samples.ts';

/** A place of a mutation that takes an id, and the sample's variables with one there. */
export interface WrittenIdUse {
  readonly mutation: string;
  /** `updateFolder(input.moveTo.id)`. */
  readonly place: string;
  /** The id there says which mailbox is meant: nothing else does. */
  readonly opensMailbox: boolean;
  readonly variables: (things: Things, id: string) => Variables;
}

interface Way {
  readonly path: string;
  /** Puts an id into what stands there in the sample, if anything does. */
  readonly put: (given: unknown, id: string) => unknown;
}

/** What an input has to have beside an id when the sample has none of it. */
const besides: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { AttachmentInput: { name: 'x' } };

const within = (type: GraphQLInputObjectType, given: unknown): Readonly<Record<string, unknown>> =>
  type.isOneOf ? {} : { ...besides[type.name], ...(given as object | undefined) };

const waysTo = (type: GraphQLInputType): readonly Way[] => {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return waysTo(nullable.ofType).map(({ path, put }) => ({
      path,
      put: (given, id) => [put(Array.isArray(given) ? given[0] : undefined, id)],
    }));
  if (!isInputObjectType(nullable)) return nullable.toString() === 'ID' ? [{ path: '', put: (_given, id) => id }] : [];
  return Object.values(nullable.getFields()).flatMap((field) =>
    waysTo(field.type).map(({ path, put }) => ({
      path: `.${field.name}${path}`,
      put: (given: unknown, id: string) => {
        const object = within(nullable, given);
        const whole = { ...object, [field.name]: put(object[field.name], id) };
        const missing = Object.values(nullable.getFields()).filter(
          (one) => isRequiredInputField(one) && !(one.name in whole),
        );
        if (missing.length > 0) throw new Error(`${nullable.name} must have ${missing.map(({ name }) => name).join()}`);
        return whole;
      },
    })),
  );
};

/** Every argument of a mutation and every field of an input in one, at any depth, that takes an id. No input of a mutation holds itself. */
export const writtenIdUses = (schema: GraphQLSchema): readonly WrittenIdUse[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const sample = mutationSamples.find((one) => one.name === name);
    if (sample === undefined) throw new Error(`there is no sample of ${name}`);
    return args.flatMap((arg) =>
      waysTo(arg.type).map(({ path, put }): WrittenIdUse => {
        const inside = getNullableType(arg.type);
        const namesMailbox =
          args.some((one) => one.name === 'mailbox') || (isInputObjectType(inside) && 'mailbox' in inside.getFields());
        return {
          mutation: name,
          place: `${name}(${arg.name}${path})`,
          opensMailbox: !namesMailbox && /^\.ids?$/.test(path),
          variables: (things, id) => {
            const variables = sample.variables(things);
            return { ...variables, [arg.name]: put(variables[arg.name], id) };
          },
        };
      }),
    );
  });
