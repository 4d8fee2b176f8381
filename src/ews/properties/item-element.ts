import { InvalidInputError } from '../errors.ts';
import { child, element, type XmlElement } from '../xml.ts';
import { itemId, type ItemId } from './id.ts';
import { itemTypes, type Item, type ItemType } from './item-types.ts';
import type { AnyProperty, BodyType, Property, Settable } from './property.ts';
import { additionalProperties, decodeWanted, wantedRows, type WantedRows } from './shape.ts';
import { newElements, updates, type Assignment } from './written-rows.ts';

/** The one body form these rows need. Rows that need different ones cannot share a shape: InvalidInputError. */
const bodyTypeOf = (wanted: readonly AnyProperty[]): BodyType | undefined => {
  const bodyTypes = new Set(wanted.flatMap(({ bodyType }) => bodyType ?? []));
  if (bodyTypes.size > 1) throw new InvalidInputError('One request cannot read a body in two forms');
  return [...bodyTypes][0];
};

/** Writes `m:AttachmentShape`, which says how an attached item shall come; undefined when no rows are wanted, files need none. */
export const attachmentShape = (wanted: readonly AnyProperty[]): XmlElement | undefined => {
  if (wanted.length === 0) return undefined;
  const bodyType = bodyTypeOf(wanted);
  return element('m:AttachmentShape', [
    bodyType === undefined ? undefined : element('t:BodyType', bodyType),
    additionalProperties(wanted),
  ]);
};

/**
 * Writes `m:ItemShape` that asks for exactly these rows (and the id, which always comes). Throws InvalidInputError when they need different
 * body forms.
 */
export const itemShape = (wanted: readonly AnyProperty[]): XmlElement => {
  const bodyType = bodyTypeOf(wanted);
  return element('m:ItemShape', [
    element('t:BaseShape', 'IdOnly'),
    bodyType === undefined ? undefined : element('t:BodyType', bodyType),
    additionalProperties(wanted),
  ]);
};

const tableRows: ReadonlySet<AnyProperty> = new Set(
  Object.values(itemTypes).flatMap((table): AnyProperty[] => Object.values(table)),
);

/** False for a row that stands in no table: a named property that a caller made up. */
export const isTableRow = (row: AnyProperty): boolean => tableRows.has(row);

/** The value of a row that stands in no table; undefined when it was not asked for or the item does not carry it. */
export const looseValue = <Value>(item: Item, row: Property<Value>): Value | undefined =>
  (item.properties as Readonly<Record<string, unknown>>)[row.key] as Value | undefined;

const isItemType = (name: string): name is ItemType => Object.hasOwn(itemTypes, name);

/** Reads an item; undefined for an element without id. An attached item may have none on some servers, there the caller's `ownId` stands for it. */
export type DecodeItem = (node: XmlElement, ownId?: ItemId) => Item | undefined;

const decoders = new WeakMap<readonly AnyProperty[], DecodeItem>();

/** Reads items of any kind by the rows that were asked for; everything else in the element is left alone. Made once for each list of rows. */
export const itemDecoder = (wanted: readonly AnyProperty[]): DecodeItem => {
  const known = decoders.get(wanted);
  if (known !== undefined) return known;
  const decoder = newItemDecoder(wanted);
  decoders.set(wanted, decoder);
  return decoder;
};

const newItemDecoder = (wanted: readonly AnyProperty[]): DecodeItem => {
  // Rows of no table are kept under their key, which no table uses for a name.
  const loose = wanted.filter((row) => !isTableRow(row)).map((row) => [row.key, row] as const);
  const rows: Partial<Record<ItemType, WantedRows>> = {};
  return (node, ownId) => {
    const identity = child(node, 'ItemId');
    const given = identity?.attributes['Id'];
    const id = given === undefined ? ownId : itemId(given);
    if (id === undefined) return undefined;
    const type = isItemType(node.name) ? node.name : 'Message';
    const item = {
      type,
      element: node.name,
      id,
      changeKey: identity?.attributes['ChangeKey'],
      properties: decodeWanted((rows[type] ??= wantedRows(itemTypes[type], wanted, loose)), node),
    };
    // Type and properties come from one table entry; the compiler does not follow the link.
    return item as Item;
  };
};

/**
 * Writes a new item, its rows in the schema's order. `named`: values of extended properties that stand in no table. Throws InvalidInputError for
 * what the server does not let anybody set.
 */
export const newItem = <Type extends ItemType>(
  type: Type,
  values: Settable<(typeof itemTypes)[Type], 'create'>,
  named: readonly Assignment[] = [],
): XmlElement => element(`t:${type}`, newElements({ table: itemTypes[type], values, named }));

/**
 * Writes `t:Updates` of an item: a value sets, null clears, absence keeps. Throws InvalidInputError for what cannot be changed or cleared, and when
 * nothing changes.
 */
export const itemUpdates = <Type extends ItemType>(
  type: Type,
  changes: Settable<(typeof itemTypes)[Type], 'update'>,
  named: readonly Assignment[] = [],
): XmlElement => updates('Item', type, { table: itemTypes[type], values: changes, named });
