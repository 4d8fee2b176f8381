import type { Item } from '../../ews/properties/item-types.ts';
import { messageProperties } from '../../ews/properties/message.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Comparison, Restriction } from '../../ews/properties/restriction.ts';
import type { CompiledFilter } from './filter.ts';

/** A filter that the gateway answers itself, on items that it has read. */
export interface ItemFilter {
  /** What it looks at; an item must have been read with all of it. */
  readonly wanted: readonly AnyProperty[];
  readonly matches: (item: Item) => boolean;
}

/**
 * A filter on messages as the mail server would answer it: text compares without case, a list matches when one of its texts does, an author by name and
 * by address, and what an item does not have is unlike everything.
 */
export const itemFilter = ({ restriction, checks }: CompiledFilter): ItemFilter => ({
  wanted: [
    ...new Set([...(restriction === undefined ? [] : rowsIn(restriction)), ...checks.flatMap((check) => check.wanted)]),
  ],
  matches: (item) =>
    (restriction === undefined || holds(restriction, item)) && checks.every(({ matches }) => matches(item)),
});

const rowsIn = (restriction: Restriction): readonly AnyProperty[] => {
  if ('and' in restriction) return restriction.and.flatMap(rowsIn);
  if ('or' in restriction) return restriction.or.flatMap(rowsIn);
  if ('not' in restriction) return rowsIn(restriction.not);
  return [restriction.property];
};

const holds = (restriction: Restriction, item: Item): boolean => {
  if ('and' in restriction) return restriction.and.every((part) => holds(part, item));
  if ('or' in restriction) return restriction.or.some((part) => holds(part, item));
  if ('not' in restriction) return !holds(restriction.not, item);
  const values = valuesOf(restriction.property, item);
  if ('exists' in restriction) return values.some((value) => value !== '');
  if ('contains' in restriction) {
    const { mode } = restriction;
    const sought = folded(restriction.contains);
    return values.some((value) => contains[mode](folded(String(value)), sought));
  }
  const { property, is, value: text } = restriction;
  if (is === 'notEqualTo') return !holds({ property, is: 'equalTo', value: text }, item);
  return values.some((value) => {
    const order = orderOf(property, value, text);
    return order !== undefined && relations[is](order);
  });
};

/** As Exchange compares text: without case, however accents are written. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

const contains: Readonly<Record<'Substring' | 'Prefixed' | 'FullString', (text: string, sought: string) => boolean>> = {
  Substring: (text, sought) => text.includes(sought),
  Prefixed: (text, sought) => text.startsWith(sought),
  FullString: (text, sought) => text === sought,
};

/** Decides on the sign: negative when the item's value is the lesser. */
const relations: Readonly<Record<Exclude<Comparison, 'notEqualTo'>, (order: number) => boolean>> = {
  equalTo: (order) => order === 0,
  greaterThan: (order) => order > 0,
  greaterThanOrEqualTo: (order) => order >= 0,
  lessThan: (order) => order < 0,
  lessThanOrEqualTo: (order) => order <= 0,
};

type Comparable = string | number | boolean;

const instants: ReadonlySet<AnyProperty> = new Set([messageProperties.receivedAt, messageProperties.sentAt]);
/** Bytes, of which upper and lower case mean something. */
const exact: ReadonlySet<AnyProperty> = new Set([messageProperties.conversationKey]);

const sign = <Value extends string | number>(left: Value, right: Value): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** Undefined: the two cannot be compared. */
const orderOf = (property: AnyProperty, value: Comparable, text: string): number | undefined => {
  if (typeof value === 'number') return sign(value, Number(text));
  if (typeof value === 'boolean') return sign(String(value), text);
  if (instants.has(property)) return sign(Date.parse(value), Date.parse(text));
  return exact.has(property) ? sign(value, text) : sign(folded(value), folded(text));
};

const names: ReadonlyMap<AnyProperty, string> = new Map(
  Object.entries(messageProperties).map(([name, property]) => [property, name]),
);

/** What of an item a condition is held against: several values for a list, and for a person the name, the address and both. */
const valuesOf = (property: AnyProperty, item: Item): readonly Comparable[] => {
  const value = (item.properties as Readonly<Record<string, unknown>>)[names.get(property) ?? ''];
  if (Array.isArray(value)) return value as readonly string[];
  if (typeof value === 'object' && value !== null) {
    const { name, address } = value as { readonly name?: string; readonly address?: string };
    const parts = [name, address].filter((part) => part !== undefined);
    return parts.length === 2 ? [...parts, parts.join(' ')] : parts;
  }
  return value === undefined ? [] : [value as Comparable];
};
