import { InvalidInputError } from '../errors.ts';
import { element, type XmlElement } from '../xml.ts';
import type { AnyProperty } from './property.ts';

/** How a property may compare with a value. gromox 3.10 refuses the two `OrEqualTo` that EWS defines besides greater and less. */
export type Comparison =
  | 'equalTo'
  | 'notEqualTo'
  | 'greaterThan'
  | 'greaterThanOrEqualTo'
  | 'lessThan'
  | 'lessThanOrEqualTo';

/**
 * What an item must be like to be found. Values are texts as EWS writes them (`true`, `2026-01-01T00:00:00Z`, base64 for binary). Text compares
 * without case.
 */
export type Restriction =
  | { readonly and: readonly Restriction[] }
  | { readonly or: readonly Restriction[] }
  | { readonly not: Restriction }
  | { readonly property: AnyProperty; readonly is: Comparison; readonly value: string }
  | {
      readonly property: AnyProperty;
      readonly contains: string;
      readonly mode: 'Substring' | 'Prefixed' | 'FullString';
    }
  | { readonly property: AnyProperty; readonly exists: true };

/** All of the conditions that are given; undefined when none is: everything matches. */
export const allOf = (parts: readonly (Restriction | undefined)[]): Restriction | undefined => {
  const given = parts.filter((part) => part !== undefined);
  return given.length > 1 ? { and: given } : given[0];
};

/** At least one of the conditions; undefined when there is none to choose from. */
export const anyOf = (parts: readonly Restriction[]): Restriction | undefined =>
  parts.length > 1 ? { or: parts } : parts[0];

const comparisonElement: Readonly<Record<Comparison, string>> = {
  equalTo: 't:IsEqualTo',
  notEqualTo: 't:IsNotEqualTo',
  greaterThan: 't:IsGreaterThan',
  greaterThanOrEqualTo: 't:IsGreaterThanOrEqualTo',
  lessThan: 't:IsLessThan',
  lessThanOrEqualTo: 't:IsLessThanOrEqualTo',
};

/** The path of a row that may stand in a Restriction or SortOrder. Throws InvalidInputError for any other. */
export const filterPath = ({ key, path, allows }: AnyProperty): XmlElement => {
  if (allows.filter !== true) throw new InvalidInputError(`${key} can be neither searched nor sorted by`);
  return path;
};

/** t:And and t:Or take one part too, but a lone part needs no wrapper; none at all is no condition. */
const joined = (name: 't:And' | 't:Or', parts: readonly Restriction[]): XmlElement => {
  const [first, ...others] = parts.map(searchExpression);
  if (first === undefined) throw new InvalidInputError('A condition joins nothing');
  return others.length === 0 ? first : element(name, [first, ...others]);
};

function searchExpression(filter: Restriction): XmlElement {
  if ('and' in filter) return joined('t:And', filter.and);
  if ('or' in filter) return joined('t:Or', filter.or);
  if ('not' in filter) return element('t:Not', [searchExpression(filter.not)]);
  const path = filterPath(filter.property);
  if ('exists' in filter) return element('t:Exists', [path]);
  if ('contains' in filter) {
    return element('t:Contains', { ContainmentMode: filter.mode, ContainmentComparison: 'IgnoreCase' }, [
      path,
      element('t:Constant', { Value: filter.contains }),
    ]);
  }
  return element(comparisonElement[filter.is], [
    path,
    element('t:FieldURIOrConstant', [element('t:Constant', { Value: filter.value })]),
  ]);
}

/**
 * Writes `m:Restriction`. Throws InvalidInputError when a property cannot be searched, or when `and` or `or` join nothing.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/restriction
 */
export const restriction = (filter: Restriction): XmlElement => element('m:Restriction', [searchExpression(filter)]);
