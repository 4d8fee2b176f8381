import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type InputType,
  type PothosInputFieldConfig,
  type PothosInterfaceTypeConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type PothosUnionTypeConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';
import {
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLTypeResolver,
} from 'graphql';
import type { Context } from '../context.ts';
import {
  forbidden,
  lackingFor,
  ruledInputs,
  ruleExtension,
  ruleOf,
  rulesOfField,
  type AnyOf,
  type FieldRule,
  type Lacking,
  type TypeRule,
} from './permission.ts';
import { tellBeside } from '../pick.ts';

/* The names and parameters of the interfaces below are Pothos's own: declarations merge only when they are the same. */
declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      permission: PermissionPlugin<Types>;
    }
    export interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** Who may read its fields. Every object type says so, or test/graphql/permissions.test.ts fails. */
      permission?: TypeRule<Shape>;
    }
    export interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** Who may read it, where its type's rule is not enough. Fields of the root types must say so. */
      permission?: FieldRule<ParentShape>;
    }
    export interface InputFieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      Type extends InputType<Types> | [InputType<Types>] = InputType<Types> | [InputType<Types>],
    > {
      /** Who may use it, on the mailbox of the value that the field with the argument belongs to: an answer to it tells more than the field does. */
      permission?: AnyOf;
    }
  }
}

const withRule = <Config extends { extensions?: Readonly<Record<string, unknown>> | null | undefined }>(
  config: Config & { readonly pothosOptions: unknown },
): Config => {
  const { permission } = config.pothosOptions as { readonly permission?: unknown };
  return permission === undefined
    ? config
    : { ...config, extensions: { ...config.extensions, [ruleExtension]: permission } };
};

interface Checks extends ReturnType<typeof rulesOfField> {
  readonly field: string;
  readonly args: readonly GraphQLArgument[];
}

const fieldOf = ({ parentType, fieldName }: GraphQLResolveInfo): string => `${parentType.name}.${fieldName}`;

const checksByField = new WeakMap<GraphQLField<unknown, unknown>, Checks>();

const checksOf = (info: GraphQLResolveInfo): Checks => {
  const { parentType, fieldName } = info;
  const field = parentType.getFields()[fieldName] as GraphQLField<unknown, unknown>;
  const known = checksByField.get(field);
  if (known !== undefined) return known;
  const checks = { ...rulesOfField(parentType, field), field: fieldOf(info), args: field.args };
  checksByField.set(field, checks);
  return checks;
};

const lackingAt = (
  source: unknown,
  values: object,
  context: Context,
  info: GraphQLResolveInfo,
): Lacking | undefined => {
  const { own, given, field, args } = checksOf(info);
  const lacking = lackingFor(own, source, context, field) ?? lackingFor(given, source, context, field);
  if (lacking !== undefined || args.length === 0) return lacking;
  for (const input of ruledInputs(field, args, values as Readonly<Record<string, unknown>>)) {
    const found = lackingFor(input.rule, source, context, input.field);
    if (found !== undefined) return found;
  }
  return undefined;
};

const isNonNullList = ({ returnType }: GraphQLResolveInfo): boolean =>
  isNonNullType(returnType) && isListType(returnType.ofType);

/**
 * Asks for the permissions that the schema names, before the resolver of a field runs: a refused field makes no call. It is a plugin of our own
 * because the scopes of @pothos/plugin-scope-auth do not reach the look-ahead, which must not fetch what will be refused, and those of a type run
 * after the resolver that gave its value. Inherits because Pothos asks for it.
 */
class PermissionPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    return withRule(config);
  }

  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return withRule(config);
  }

  override onInputFieldConfig(config: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    return withRule(config);
  }

  /** A refused field is an error at its place; a list that may not be null is empty, with the error beside the data. */
  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    return (source, args, given, info) => {
      const context = given as Context;
      const lacking = lackingAt(source, args, context, info);
      if (lacking === undefined) return resolver(source, args, given, info);
      const error = forbidden(context, lacking);
      if (!isNonNullList(info)) throw error;
      tellBeside(error, context, info);
      return [];
    };
  }

  /** What an interface or union turned out to be must be readable too. */
  override wrapResolveType(
    resolveType: GraphQLTypeResolver<unknown, Types['Context']>,
    _config: PothosInterfaceTypeConfig | PothosUnionTypeConfig,
  ): GraphQLTypeResolver<unknown, Types['Context']> {
    return (value, given, info, abstractType) => {
      const context = given as Context;
      const checked = (name: string | undefined): string | undefined => {
        const type = name === undefined ? undefined : info.schema.getType(name);
        const lacking = type === undefined ? undefined : lackingFor(ruleOf(type), value, context, fieldOf(info));
        if (lacking !== undefined) throw forbidden(context, lacking);
        return name;
      };
      const name = resolveType(value, given, info, abstractType);
      return typeof name === 'object' && 'then' in name ? name.then(checked) : checked(name);
    };
  }
}

/** The name that builder.ts switches it on by. */
export const permissionPlugin = 'permission';

SchemaBuilder.registerPlugin(permissionPlugin, PermissionPlugin);
