import { EmulatorError, RequestFault } from '../emulator-error.ts';
import type { Carrier } from '../item/extended-property.ts';
import {
  isPath,
  type PropertyKey,
  type PropertyPath,
  propertyKey,
  propertyKeys,
  propertyPath,
} from '../item/property-path.ts';
import { comparableText, containsText, readContainment } from './text-comparison.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/** Whether an item or a folder is one of those looked for. */
export type Predicate = (carrier: Carrier) => boolean;

/**
 * Compiles an m:Restriction or t:Restriction. Instants are compared in full precision, although the wire shows whole seconds; those written
 * without offset are meant in `zone`, an IANA name. Throws EmulatorError: ErrorUnsupportedPathForQuery, ErrorContainsFilterWrongType,
 * ErrorInvalidExcludesRestriction, ErrorInvalidValueForProperty, ErrorRestrictionTooLong over 255 nodes, ErrorRestrictionTooComplex when
 * nested too deep; RequestFault ErrorSchemaValidation.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/restriction
 */
export const restriction = (element: XmlNode, zone: string): Predicate => {
  if (countExpressions(element) - 1 > mostExpressions) throw new EmulatorError('ErrorRestrictionTooLong');
  return compile(onlyChild(element), zone, 1);
};

const mostExpressions = 255;
const deepestNesting = 100;

const countExpressions = (element: XmlNode): number =>
  1 +
  element.children
    .filter((part) => !operandNames.has(part.name))
    .reduce((sum, part) => sum + countExpressions(part), 0);

const operandNames = new Set([
  't:FieldURI',
  't:IndexedFieldURI',
  't:ExtendedFieldURI',
  't:FieldURIOrConstant',
  't:Constant',
  't:Bitmask',
]);

const compile = (expression: XmlNode, zone: string, depth: number): Predicate => {
  if (depth > deepestNesting) throw new EmulatorError('ErrorRestrictionTooComplex');
  const inner = (): readonly Predicate[] => expression.children.map((part) => compile(part, zone, depth + 1));
  switch (expression.name) {
    case 't:And': {
      const all = inner();
      return (carrier) => all.every((matches) => matches(carrier));
    }
    case 't:Or': {
      const any = inner();
      return (carrier) => any.some((matches) => matches(carrier));
    }
    case 't:Not': {
      const negated = compile(onlyChild(expression), zone, depth + 1);
      return (carrier) => !negated(carrier);
    }
    case 't:Exists':
      return exists(expression);
    case 't:Excludes':
      return excludes(expression);
    case 't:Contains':
      return contains(expression);
    default:
      return comparison(expression, zone);
  }
};

/** Decides on the sign of a comparison: negative when the item's value is the lesser. */
const relations: Readonly<Record<string, (order: number) => boolean>> = {
  't:IsEqualTo': (order) => order === 0,
  't:IsGreaterThan': (order) => order > 0,
  't:IsGreaterThanOrEqualTo': (order) => order >= 0,
  't:IsLessThan': (order) => order < 0,
  't:IsLessThanOrEqualTo': (order) => order <= 0,
};

const comparison = (expression: XmlNode, zone: string): Predicate => {
  if (expression.name === 't:IsNotEqualTo') {
    // A value that is absent is unequal to every other.
    const equal = comparison({ ...expression, name: 't:IsEqualTo' }, zone);
    return (carrier) => !equal(carrier);
  }
  const holds = relations[expression.name];
  if (holds === undefined) throw invalidElement(expression.name);
  const path = searchablePath(expression);
  const operand = onlyChild(child(expression, 't:FieldURIOrConstant'));
  const wanted = isPath(operand)
    ? rightHand(searchable(propertyPath(operand)))
    : constant(comparableKey(path, propertyKey(path.kind, operand.attributes['Value'] ?? '', zone)));
  return (carrier) =>
    comparableKeys(path, carrier).some((left) =>
      wanted(carrier).some((right) => typeof left === typeof right && holds(order(left, right))),
    );
};

const constant = (key: PropertyKey): ((carrier: Carrier) => readonly PropertyKey[]) => {
  const keys = [key];
  return () => keys;
};

const rightHand =
  (path: PropertyPath) =>
  (carrier: Carrier): readonly PropertyKey[] =>
    comparableKeys(path, carrier);

const comparableKey = (path: PropertyPath, key: PropertyKey): PropertyKey =>
  typeof key === 'string' && path.kind !== 'binary' ? comparableText(key) : key;

const comparableKeys = (path: PropertyPath, carrier: Carrier): readonly PropertyKey[] =>
  propertyKeys(path, carrier).map((key) => comparableKey(path, key));

const order = (left: PropertyKey, right: PropertyKey): number => (left < right ? -1 : left > right ? 1 : 0);

const exists = (expression: XmlNode): Predicate => {
  const path = searchablePath(expression);
  return (carrier) => propertyKeys(path, carrier).some((key) => key !== '');
};

const excludes = (expression: XmlNode): Predicate => {
  const path = searchablePath(expression);
  const mask = Number(child(expression, 't:Bitmask')?.attributes['Value'] ?? Number.NaN);
  if (path.kind !== 'integer' || !Number.isInteger(mask)) throw new EmulatorError('ErrorInvalidExcludesRestriction');
  return (carrier) => propertyKeys(path, carrier).some((key) => typeof key === 'number' && (key & mask) === 0);
};

const textual = new Set(['string', 'strings', 'mailbox', 'mailboxes', 'attendees', 'body']);

const contains = (expression: XmlNode): Predicate => {
  const path = searchablePath(expression);
  if (!textual.has(path.kind)) throw new EmulatorError('ErrorContainsFilterWrongType');
  const sought = child(expression, 't:Constant')?.attributes['Value'];
  if (sought === undefined) throw invalidElement(expression.name);
  const matches = containsText(sought, readContainment(expression.attributes));
  return (carrier) => propertyKeys(path, carrier).some((key) => matches(String(key)));
};

const searchablePath = (expression: XmlNode): PropertyPath => {
  const element = expression.children.find(isPath);
  if (element === undefined) throw invalidElement(expression.name);
  return searchable(propertyPath(element));
};

const searchable = (path: PropertyPath): PropertyPath => {
  if (path.kind !== 'none') return path;
  throw new EmulatorError(
    'ErrorUnsupportedPathForQuery',
    `The property cannot be used with this type of restriction: ${path.identity}`,
  );
};

const onlyChild = (element: XmlNode | undefined): XmlNode => {
  const [first] = element?.children ?? [];
  if (first === undefined) throw invalidElement(element?.name ?? 't:FieldURIOrConstant');
  return first;
};

const invalidElement = (name: string): RequestFault =>
  new RequestFault(
    'ErrorSchemaValidation',
    `The request failed schema validation: The element '${name}' is not a complete search expression.`,
  );
