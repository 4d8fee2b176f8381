import { isPath, type PropertyKey, type PropertyPath, propertyKey, propertyPath } from '../item/property-path.ts';
import { restriction } from './restriction.ts';
import type { FieldOrder, SortOrder } from './sort-order.ts';
import type { KeyRange, Sought } from '../store/ordered-items.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/**
 * What an m:Restriction seeks among items that are kept in an order; without one, everything. Conditions on the instant that decides the order most
 * say from where to where it is read, so that who pages through mail by its dates costs no more for being asked about another date each time.
 * `zone`, an IANA name, is that of instants without offset. Throws as restriction does.
 */
export const soughtItems = (element: XmlNode | undefined, order: SortOrder | undefined, zone: string): Sought => {
  if (element === undefined) return everything;
  const whole = restriction(element, zone);
  const [leading] = order?.fields ?? [];
  const conditions = conjuncts(element.children[0]);
  const intervals = conditions.map((condition) => leading && intervalOf(condition, leading.path, zone));
  const others = conditions.filter((_, index) => intervals[index] === undefined);
  const known = intervals.filter((interval) => interval !== undefined);
  const identity = JSON.stringify([zone, others]);
  if (leading === undefined || known.length === 0) return { identity, matches: whole };
  return {
    identity,
    matches: others.length === 0 ? undefined : restriction(node('t:Restriction', [node('t:And', others)]), zone),
    range: rangeOf(known, leading),
  };
};

/** No condition at all. */
export const everything: Sought = { identity: '', matches: undefined };

/** Keys of one path without a gap between them, in ascending order; an item without the value comes first. */
interface Interval {
  /** Before all of them. */
  readonly isBelow: (key: Key) => boolean;
  /** Behind all of them. */
  readonly isAbove: (key: Key) => boolean;
}

type Key = PropertyKey | undefined;

/** Conditions that must all hold. */
const conjuncts = (expression: XmlNode | undefined): readonly XmlNode[] => {
  if (expression === undefined) return [];
  return expression.name === 't:And' ? expression.children.flatMap(conjuncts) : [expression];
};

const rangeOf = (intervals: readonly Interval[], { direction }: FieldOrder): KeyRange => {
  const isBelow = ([key]: readonly Key[]): boolean => intervals.some((interval) => interval.isBelow(key));
  const isAbove = ([key]: readonly Key[]): boolean => intervals.some((interval) => interval.isAbove(key));
  return direction === 1
    ? { hasBegun: (keys) => !isBelow(keys), hasEnded: isAbove }
    : { hasBegun: (keys) => !isAbove(keys), hasEnded: isBelow };
};

/** The interval that a condition is of instants on that path; undefined for every other one. */
const intervalOf = (condition: XmlNode, path: PropertyPath, zone: string): Interval | undefined => {
  // One that has several values lies at several places.
  if (path.kind !== 'instant' || path.identity.endsWith('Array')) return undefined;
  if (isAbsence(condition, path)) return { isBelow: () => false, isAbove: (key) => key !== undefined };
  if (condition.name === 't:Or' && condition.children.length === 2) {
    const earlier = condition.children.find(({ name }) => name.startsWith('t:IsLessThan'));
    const isJoined = condition.children.some((part) => isAbsence(part, path));
    const interval = earlier && isJoined ? comparison(earlier, path, zone) : undefined;
    return interval && { isBelow: () => false, isAbove: interval.isAbove };
  }
  return comparison(condition, path, zone);
};

const isAbsence = ({ name, children: [inner] }: XmlNode, path: PropertyPath): boolean =>
  name === 't:Not' && inner?.name === 't:Exists' && isAbout(inner, path);

/** Whether the first operand of a condition is this path. */
const isAbout = ({ children }: XmlNode, path: PropertyPath): boolean => {
  const operand = children.find(isPath);
  return operand !== undefined && propertyPath(operand).identity === path.identity;
};

const comparison = (condition: XmlNode, path: PropertyPath, zone: string): Interval | undefined => {
  const boundsAt = bounds[condition.name];
  if (boundsAt === undefined || !isAbout(condition, path)) return undefined;
  const constant = child(child(condition, 't:FieldURIOrConstant'), 't:Constant')?.attributes['Value'];
  const value = constant === undefined ? undefined : propertyKey(path.kind, constant, zone);
  return value === undefined ? undefined : boundsAt(value);
};

const before =
  (value: PropertyKey) =>
  (key: Key): boolean =>
    key === undefined || key < value;
const upTo =
  (value: PropertyKey) =>
  (key: Key): boolean =>
    key === undefined || key <= value;
const behind =
  (value: PropertyKey) =>
  (key: Key): boolean =>
    key !== undefined && key > value;
const from =
  (value: PropertyKey) =>
  (key: Key): boolean =>
    key !== undefined && key >= value;
const isAbsent = (key: Key): boolean => key === undefined;
const never = (): boolean => false;

/** By the name of the comparison with a value. An item without the value is neither less nor greater. */
const bounds: Readonly<Record<string, (value: PropertyKey) => Interval>> = {
  't:IsEqualTo': (value) => ({ isBelow: before(value), isAbove: behind(value) }),
  't:IsGreaterThan': (value) => ({ isBelow: upTo(value), isAbove: never }),
  't:IsGreaterThanOrEqualTo': (value) => ({ isBelow: before(value), isAbove: never }),
  't:IsLessThan': (value) => ({ isBelow: isAbsent, isAbove: from(value) }),
  't:IsLessThanOrEqualTo': (value) => ({ isBelow: isAbsent, isAbove: behind(value) }),
};
