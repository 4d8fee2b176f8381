import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
} from 'graphql';
import type { Permission } from '../../access/caller.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import type { Item } from '../../ews/properties/item-types.ts';
import { isHiddenList } from '../../mailbox/content-permission.ts';
import type { OpenedMailbox } from '../../mailbox/open-mailbox.ts';
import type { Context } from '../context.ts';
import { clientError } from '../errors.ts';

/** Permissions of which one is enough, on the mailbox that the value comes from. */
export type AnyOf = readonly Permission[];

/** What shows mail but not its content: who, when, about what. */
export const seesMail: AnyOf = ['READ_METADATA', 'READ_MESSAGES'];
/** The same of calendars and tasks. */
export const seesCalendar: AnyOf = ['READ_METADATA', 'READ_CALENDAR'];
/** What tells how a mailbox treats mail: its automatic replies and its rules. */
export const seesSettings: AnyOf = ['READ_MESSAGES', 'MANAGE_SETTINGS'];

/** What tells who else gets into a mailbox. */
export const seesAccess: AnyOf = ['READ_METADATA', 'MANAGE_SETTINGS'];

/** A mailbox as far as it decides what may be seen of it. */
export type MailboxRights = Pick<OpenedMailbox, 'address' | 'may'>;

/** A value that comes from a mailbox. */
export interface OfMailbox {
  readonly mailbox: MailboxRights;
}

/**
 * Rules that ask no mailbox. `anyCaller`: every caller that is known. `opensMailbox`: the resolver opens mailboxes through the policy, or the value
 * was made by one that did. `writesMailbox`: a mutation, which asks for what it `needs` before it does anything, or the payload that it gave, which
 * tells its mailbox. `ADMIN`: that permission. `withItsParent`: a value that nothing shows but fields with a rule of their own.
 */
export type RuleWord = 'anyCaller' | 'opensMailbox' | 'writesMailbox' | 'ADMIN' | 'withItsParent';

/** Who may read the fields of a type. A function when that follows from the value: every one of its lists must be met. */
export type TypeRule<Source> =
  | RuleWord
  | (Source extends OfMailbox ? AnyOf | ((source: Source) => readonly AnyOf[]) : never);

/** Who may read a field, when the rule of its type does not say it. */
export type FieldRule<Source> = Exclude<RuleWord, 'withItsParent'> | (Source extends OfMailbox ? AnyOf : never);

type Rule = RuleWord | AnyOf | ((source: unknown) => readonly AnyOf[]);

interface Element {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Where the rule of a type, field, argument or input field stands among its extensions. */
export const ruleExtension = 'permission';

/** The rule of an element of the schema; undefined when it has none. */
export const ruleOf = ({ extensions }: Element): Rule | undefined => extensions[ruleExtension] as Rule | undefined;

const needsExtension = 'needs';

/** `extensions` of a mutation: its caller needs all of these on the mailbox that it writes to. More may follow from its input. */
export const needs = (...permissions: readonly Permission[]): Readonly<Record<string, unknown>> => ({
  [needsExtension]: permissions,
});

/** What a mutation needs; undefined for one that does not say, which nobody may use unless it needs one of several. */
export const needsOf = ({ extensions }: Element): AnyOf | undefined => extensions[needsExtension] as AnyOf | undefined;

const needsOneOfExtension = 'needsOneOf';

/** As `needs`, where what is written decides which of these it takes: whoever has none is refused before anything is looked at. */
export const needsOneOf = (...permissions: readonly Permission[]): Readonly<Record<string, unknown>> => ({
  [needsOneOfExtension]: permissions,
});

/** Permissions of which a mutation needs one at least, and in the end the one that fits. */
export const needsOneOfIn = ({ extensions }: Element): AnyOf | undefined =>
  extensions[needsOneOfExtension] as AnyOf | undefined;

/** Permissions of which one would do, and where they are lacking; without a mailbox on the gateway itself. */
export interface Lacking {
  readonly anyOf: AnyOf;
  readonly mailbox: MailboxAddress | undefined;
  /** Schema coordinate. */
  readonly field: string;
}

const rightsIn = (source: unknown, field: string): MailboxRights => {
  const { mailbox } = (source ?? {}) as Partial<OfMailbox>;
  // Fails closed: a value that does not tell its mailbox is shown to nobody.
  if (typeof mailbox?.may !== 'function') throw new Error(`${field} asks for permissions on a value without mailbox`);
  return mailbox;
};

/** Rules that somebody else sees to. */
const isSeenTo = (rule: Rule): rule is Exclude<RuleWord, 'ADMIN'> =>
  rule === 'anyCaller' || rule === 'opensMailbox' || rule === 'writesMailbox' || rule === 'withItsParent';

/** What is lacking for a rule; undefined when it is met. */
export const lackingFor = (
  rule: Rule | undefined,
  source: unknown,
  { caller, policy }: Pick<Context, 'caller' | 'policy'>,
  field: string,
): Lacking | undefined => {
  if (rule === undefined || isSeenTo(rule)) return undefined;
  if (rule === 'ADMIN')
    return policy.permissionsOf(caller).has('ADMIN') ? undefined : { anyOf: ['ADMIN'], mailbox: undefined, field };
  const { address, may } = rightsIn(source, field);
  const anyOf = (typeof rule === 'function' ? rule(source) : [rule]).find((list) => !may(list));
  return anyOf === undefined ? undefined : { anyOf, mailbox: address, field };
};

/** The rules that a field's value must meet before it is looked for: its own or its type's, and that of the object type it gives. */
export const rulesOfField = (
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): { readonly own: Rule | undefined; readonly given: AnyOf | undefined } => {
  const named = getNamedType(field.type);
  const given = isObjectType(named) ? ruleOf(named) : undefined;
  return { own: ruleOf(field) ?? ruleOf(type), given: Array.isArray(given) ? (given as AnyOf) : undefined };
};

/** Whether a field on a value of this mailbox will be read at all: what is refused is not fetched either. */
export const isReadable = (
  { may }: Pick<MailboxRights, 'may'>,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): boolean => {
  const { own, given } = rulesOfField(type, field);
  return [own, given].every((rule) => !Array.isArray(rule) || may(rule as AnyOf));
};

/**
 * Throws FORBIDDEN unless the caller may see values of at least one of these types in this mailbox: before something is read that will turn out to be
 * one of them.
 */
export const demandOneOf = (
  context: Context,
  { address, may }: MailboxRights,
  { schema, parentType, fieldName }: GraphQLResolveInfo,
  typeNames: readonly string[],
): void => {
  const lists = typeNames.flatMap((name) => {
    const type = schema.getType(name);
    const rule = type === undefined ? undefined : ruleOf(type);
    return Array.isArray(rule) ? [rule as AnyOf] : [];
  });
  const anyOf = [...new Set(lists.flat())];
  if (!may(anyOf)) throw forbidden(context, { anyOf, mailbox: address, field: `${parentType.name}.${fieldName}` });
};

/** Throws FORBIDDEN unless the caller has every one of these permissions on this mailbox. */
export const demandAll = (
  context: Context,
  { address, may }: MailboxRights,
  { parentType, fieldName }: GraphQLResolveInfo,
  permissions: AnyOf,
): void => {
  const lacking = permissions.find((permission) => !may([permission]));
  if (lacking !== undefined)
    throw forbidden(context, { anyOf: [lacking], mailbox: address, field: `${parentType.name}.${fieldName}` });
};

/** Throws FORBIDDEN unless the caller has at least one of these permissions on this mailbox. */
export const demandAny = (
  context: Context,
  { address, may }: MailboxRights,
  { parentType, fieldName }: GraphQLResolveInfo,
  anyOf: AnyOf,
): void => {
  if (!may(anyOf)) throw forbidden(context, { anyOf, mailbox: address, field: `${parentType.name}.${fieldName}` });
};

/** Throws FORBIDDEN for a list of people, which reads as a message, unless the caller may read contacts in this mailbox. */
export const demandReadable = (
  context: Context,
  mailbox: MailboxRights,
  info: GraphQLResolveInfo,
  item: Pick<Item, 'element'>,
): void => {
  if (isHiddenList(item, mailbox)) demandAll(context, mailbox, info, ['READ_CONTACTS']);
};

/** An argument or a field of an input that was given a value and has a rule of its own. */
export interface RuledInput {
  readonly rule: AnyOf;
  readonly field: string;
}

const inputsIn = (type: GraphQLInputType, value: unknown): readonly RuledInput[] => {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((part) => inputsIn(named, part));
  return Object.entries(value).flatMap(([name, part]) => {
    const field = named.getFields()[name];
    if (field === undefined || part === null || part === undefined) return [];
    const rule = ruleOf(field) as AnyOf | undefined;
    const own = rule === undefined ? [] : [{ rule, field: `${named.name}.${name}` }];
    return [...own, ...inputsIn(field.type, part)];
  });
};

/** Everything with a rule of its own that these arguments use, at any depth; null counts as left out. */
export const ruledInputs = (
  coordinate: string,
  args: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): readonly RuledInput[] =>
  args.flatMap((arg) => {
    const value = values[arg.name];
    if (value === null || value === undefined) return [];
    const rule = ruleOf(arg) as AnyOf | undefined;
    const own = rule === undefined ? [] : [{ rule, field: `${coordinate}(${arg.name}:)` }];
    return [...own, ...inputsIn(arg.type, value)];
  });

/** FORBIDDEN: says which permissions would do, and nothing else. Reports the refusal. */
export const forbidden = (context: Pick<Context, 'refuse'>, { anyOf, mailbox, field }: Lacking): GraphQLError => {
  context.refuse({ reason: 'FORBIDDEN', mailbox, permissions: anyOf, field });
  return clientError(
    'FORBIDDEN',
    `This needs ${anyOf.join(' or ')}${mailbox === undefined ? '' : ' on this mailbox'}.`,
  );
};
