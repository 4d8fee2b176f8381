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

/** A place of a mutation, and the sample's variables with a value there. */
export interface WrittenPlace {
  readonly mutation: string;
  /** `updateFolder(input.moveTo.id)`. */
  readonly place: string;
  /** Name of the scalar or enum that it takes. */
  readonly type: string;
  /** It is an id that says which mailbox is meant: nothing else does. */
  readonly opensMailbox: boolean;
  readonly variables: (things: Things, value: unknown) => Variables;
}

interface Way {
  readonly path: string;
  readonly type: string;
  /** Puts a value into what stands there in the sample, if anything does. */
  readonly put: (given: unknown, value: unknown) => unknown;
}

/** What an input has to have when the sample has none of it. */
const besides: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  AllDayInput: { start: '2026-12-01', end: '2026-12-02' },
  AttachmentInput: { name: 'x', source: { base64: 'YQ==' } },
  AttendeeInput: { address: 'bob@example.test' },
  FlagInput: { status: 'FLAGGED' },
  HeaderInput: { name: 'X-Sample', value: 'x' },
  LabeledEmailInput: { label: 'work', address: 'bob@example.test' },
  LabeledValueInput: { label: 'home', value: '1' },
  MetadataInput: { key: 'x' },
  RecipientInput: { address: 'bob@example.test' },
  RecurrencePatternInput: { frequency: 'DAILY' },
  TimedInput: { start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z', timeZone: 'Europe/Paris' },
};

const within = (type: GraphQLInputObjectType, given: unknown): Readonly<Record<string, unknown>> =>
  type.isOneOf ? {} : { ...besides[type.name], ...(given as object | undefined) };

const waysTo = (type: GraphQLInputType): readonly Way[] => {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return waysTo(nullable.ofType).map((way) => ({
      ...way,
      put: (given, value) => [way.put(Array.isArray(given) ? given[0] : undefined, value)],
    }));
  if (!isInputObjectType(nullable)) return [{ path: '', type: String(nullable), put: (_given, value) => value }];
  return Object.values(nullable.getFields()).flatMap((field) =>
    waysTo(field.type).map((way) => ({
      ...way,
      path: `.${field.name}${way.path}`,
      put: (given: unknown, value: unknown) => {
        const object = within(nullable, given);
        const whole = { ...object, [field.name]: way.put(object[field.name], value) };
        const missing = Object.values(nullable.getFields()).filter(
          (one) => isRequiredInputField(one) && !(one.name in whole),
        );
        if (missing.length > 0) throw new Error(`${nullable.name} must have ${missing.map(({ name }) => name).join()}`);
        return whole;
      },
    })),
  );
};

/** Every argument of a mutation and every field of an input in one, at any depth, that takes a value. No input of a mutation holds itself. */
export const writtenPlaces = (schema: GraphQLSchema): readonly WrittenPlace[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const sample = mutationSamples.find((one) => one.name === name);
    if (sample === undefined) throw new Error(`there is no sample of ${name}`);
    return args.flatMap((arg) =>
      waysTo(arg.type).map(({ path, type, put }): WrittenPlace => {
        const inside = getNullableType(arg.type);
        const namesMailbox =
          args.some((one) => one.name === 'mailbox') || (isInputObjectType(inside) && 'mailbox' in inside.getFields());
        return {
          mutation: name,
          place: `${name}(${arg.name}${path})`,
          type,
          opensMailbox: !namesMailbox && /^(?:\.ids?)?$/.test(path),
          variables: (things, value) => {
            const variables = sample.variables(things);
            return { ...variables, [arg.name]: put(variables[arg.name], value) };
          },
        };
      }),
    );
  });
