import {
  getNamedType,
  isAbstractType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { AnyProperty, PropertyTable } from '../ews/properties/property.ts';
import { isReadable, type MailboxRights } from './guards/permission.ts';

/** Rows of which one is enough, the cheapest first: a preview comes from the text, or from the HTML when the HTML is read anyway. */
export interface EitherRow {
  readonly either: readonly AnyProperty[];
}

/** A row that a field needs, or several of which one will do. */
export type WantedRow = AnyProperty | EitherRow;

interface FieldReads {
  readonly rows: (args: Readonly<Record<string, unknown>>) => readonly WantedRow[];
  /** The field's value is another view of the same item: what is selected inside it is read from the item too. */
  readonly inside: boolean;
}

const extensionName = 'reads';
const tableName = 'readsFrom';

/** Extension of an object type: a field without `reads` reads the row of its own name in this table, when there is one. */
export const readsFrom = (table: PropertyTable): Readonly<Record<string, unknown>> => ({ [tableName]: table });

/** Extension of a field: the rows that its resolver picks from; none at all when it needs nothing of the item. */
export const reads = (...rows: readonly WantedRow[]): Readonly<Record<string, unknown>> => ({
  [extensionName]: { rows: () => rows, inside: false } satisfies FieldReads,
});

/** Extension of a field whose rows follow from its arguments (a body by format, metadata by namespace). Defaults are filled in already. */
export const readsByArgs = <Args>(rows: (args: Args) => readonly WantedRow[]): Readonly<Record<string, unknown>> => ({
  [extensionName]: { rows: rows as FieldReads['rows'], inside: false } satisfies FieldReads,
});

/** Extension of a field that shows the same item through another type (`flag`, `meeting`): its rows, and those of what is selected inside it. */
export const readsInside = (...rows: readonly WantedRow[]): Readonly<Record<string, unknown>> => ({
  [extensionName]: { rows: () => rows, inside: true } satisfies FieldReads,
});

/** One of these rows is enough; name the cheapest first. */
export const either = (...rows: readonly AnyProperty[]): EitherRow => ({ either: rows });

interface Selected {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** The fields selected on a value of this type, for every object type that it can turn out to be: fragments, aliases, @skip and @include understood. */
const selectedFields = (
  info: GraphQLResolveInfo,
  output: GraphQLOutputType,
  nodes: readonly FieldNode[],
): readonly Selected[] => {
  const named = getNamedType(output);
  const types = isAbstractType(named) ? info.schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  return types.flatMap((type) =>
    [...collectSubfields(info.schema, info.fragments, info.variableValues, type, nodes).values()].flatMap(
      (found): readonly Selected[] => {
        const field = type.getFields()[found[0]?.name.value ?? ''];
        return field === undefined ? [] : [{ type, field, nodes: found }];
      },
    ),
  );
};

/** The fields at the end of a path of field names, wherever it is selected. */
const selectedAt = (
  info: GraphQLResolveInfo,
  path: readonly string[],
): readonly { readonly output: GraphQLOutputType; readonly nodes: readonly FieldNode[] }[] =>
  path.reduce<readonly { output: GraphQLOutputType; nodes: readonly FieldNode[] }[]>(
    (at, name) =>
      at.flatMap(({ output, nodes }) =>
        selectedFields(info, output, nodes)
          .filter(({ field }) => field.name === name)
          .map(({ field, nodes: inner }) => ({ output: field.type, nodes: inner })),
      ),
    [{ output: info.returnType, nodes: info.fieldNodes }],
  );

const readsOf = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): FieldReads => {
  const declared = field.extensions[extensionName] as FieldReads | undefined;
  if (declared !== undefined) return declared;
  const row = (type.extensions[tableName] as PropertyTable | undefined)?.[field.name];
  return { rows: () => (row === undefined ? [] : [row]), inside: false };
};

const rowsOf = (
  info: GraphQLResolveInfo,
  rights: Pick<MailboxRights, 'may'>,
  output: GraphQLOutputType,
  nodes: readonly FieldNode[],
): readonly WantedRow[] =>
  selectedFields(info, output, nodes).flatMap(({ type, field, nodes: found }) => {
    if (!isReadable(rights, type, field)) return [];
    const { rows, inside } = readsOf(type, field);
    const [node] = found;
    const own = node === undefined ? [] : rows(getArgumentValues(field, node, info.variableValues));
    return inside ? [...own, ...rowsOf(info, rights, field.type, found)] : own;
  });

/** Chooses for every `either`: a row that is read anyway, else one that can share its GetItem, else the first. */
export const settleRows = (wanted: readonly WantedRow[]): readonly AnyProperty[] => {
  const rows = new Set(wanted.filter((row): row is AnyProperty => !('either' in row)));
  const bodyTypes = new Set([...rows].map(({ bodyType }) => bodyType).filter((bodyType) => bodyType !== undefined));
  for (const row of wanted) {
    if (!('either' in row)) continue;
    const chosen =
      row.either.find((candidate) => rows.has(candidate)) ??
      row.either.find(({ bodyType }) => bodyType !== undefined && bodyTypes.has(bodyType)) ??
      row.either[0];
    if (chosen !== undefined) rows.add(chosen);
  }
  return [...rows];
};

/**
 * The look-ahead: the rows that the selection under this field reads, as far as the mailbox's caller may. Paths lead from the field to the items
 * (`wantedProperties(info, mailbox, ['nodes'], ['edges', 'node'])`); without any, the field itself gives the item. Interfaces and unions count for every
 * type that they can turn out to be; rows that those share are one object and count once.
 */
export const wantedProperties = (
  info: GraphQLResolveInfo,
  rights: Pick<MailboxRights, 'may'>,
  ...paths: readonly (readonly string[])[]
): readonly AnyProperty[] =>
  settleRows(
    (paths.length === 0 ? [[]] : paths).flatMap((path) =>
      selectedAt(info, path).flatMap(({ output, nodes }) => rowsOf(info, rights, output, nodes)),
    ),
  );

interface Remembered {
  readonly rights: Pick<MailboxRights, 'may'>;
  readonly variables: unknown;
  readonly rows: readonly AnyProperty[];
}

const ofSelection = new WeakMap<readonly FieldNode[], Remembered>();

/**
 * `wantedProperties` of a field that gives an item in each row of a list: the selection is the same for all rows of a mailbox, and is looked at once
 * (a tenth of a second for a thousand rows). The executor makes one array of nodes for all of them.
 */
export const wantedInEach = (info: GraphQLResolveInfo, rights: Pick<MailboxRights, 'may'>): readonly AnyProperty[] => {
  const known = ofSelection.get(info.fieldNodes);
  if (known !== undefined && known.rights === rights && known.variables === info.variableValues) return known.rows;
  const rows = wantedProperties(info, rights);
  ofSelection.set(info.fieldNodes, { rights, variables: info.variableValues, rows });
  return rows;
};

/** Whether something is selected at the end of this path: `isSelected(info, ['unreadCount'])`. */
export const isSelected = (info: GraphQLResolveInfo, path: readonly string[]): boolean =>
  selectedAt(info, path).length > 0;
