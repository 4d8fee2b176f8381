import { bodyText } from './body-text.ts';
import { EmulatorError, RequestFault } from '../emulator-error.ts';
import { type Carrier, extendedElement, extendedField, extendedValues } from './extended-property.ts';
import { type FieldKind, fieldUri } from './field-uri.ts';
import { readInstant } from '../calendar/time-zone.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** One comparable value: instants are milliseconds since 1970 in full precision, importance and sensitivity their rank. */
export type PropertyKey = string | number | boolean;

/** A t:FieldURI, t:IndexedFieldURI or t:ExtendedFieldURI, ready to be used on any number of items. */
export interface PropertyPath {
  /** Equal for equal paths, however they were spelled. */
  readonly identity: string;
  readonly kind: FieldKind;
  /** What it adds to an answer; empty when the item does not have it or cannot have it. */
  readonly elements: (carrier: Carrier) => readonly XmlNode[];
  /** Its values as text, before they become keys. */
  readonly texts: (carrier: Carrier) => readonly string[];
}

/** Whether an element is one of the three kinds of path. */
export const isPath = (element: XmlNode): boolean => pathNames.has(element.name);

/**
 * Reads a path element. Throws RequestFault ErrorSchemaValidation for a FieldURI that the 2010_SP2 schema does not have, and EmulatorError
 * ErrorInvalidExtendedProperty.
 */
export const propertyPath = (element: XmlNode): PropertyPath => {
  if (element.name === 't:ExtendedFieldURI') return extendedPath(element);
  const uri = element.attributes['FieldURI'] ?? '';
  return element.name === 't:IndexedFieldURI'
    ? indexedPath(uri, element.attributes['FieldIndex'] ?? '')
    : unindexedPath(uri);
};

/**
 * The values of a path on an item or folder, to compare and to order by. A list has one key for each member; a mailbox has its name, its address,
 * and both together. The text of a body is computed once for an element and remembered as long as it lives.
 */
export const propertyKeys = (path: PropertyPath, carrier: Carrier): readonly PropertyKey[] => {
  if (path.kind !== 'body') return path.texts(carrier).map((text) => propertyKey(path.kind, text, 'UTC'));
  const known = bodies.get(carrier.element) ?? path.texts(carrier);
  bodies.set(carrier.element, known);
  return known;
};

/** A value from the wire as a key of that kind; instants without offset are meant in `zone`. Throws EmulatorError ErrorInvalidValueForProperty. */
export const propertyKey = (kind: FieldKind, text: string, zone: string): PropertyKey => {
  switch (kind) {
    case 'integer':
      return integerKey(text);
    case 'boolean':
      if (!/^(true|false|1|0)$/i.test(text)) throw wrongValue(text);
      return isTrue(text.toLowerCase());
    case 'instant':
      return readInstant(text, zone);
    case 'importance':
      return rank(importances, text);
    case 'sensitivity':
      return rank(sensitivities, text);
    default:
      return text;
  }
};

const pathNames = new Set(['t:FieldURI', 't:IndexedFieldURI', 't:ExtendedFieldURI']);
const importances: readonly string[] = ['Low', 'Normal', 'High'];
const sensitivities: readonly string[] = ['Normal', 'Personal', 'Private', 'Confidential'];
const bodies = new WeakMap<XmlNode, readonly string[]>();

const wrongValue = (text: string): EmulatorError =>
  new EmulatorError('ErrorInvalidValueForProperty', `The value is not valid for the property: ${text}`);

const integerKey = (text: string): number => {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw wrongValue(text);
  return number;
};

const rank = (order: readonly string[], text: string): number => {
  const position = order.findIndex((name) => name.toLowerCase() === text.toLowerCase());
  if (position >= 0) return position;
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number)) throw wrongValue(text);
  return number;
};

const unindexedPath = (uri: string): PropertyPath => {
  const field = fieldUri(uri);
  if (field === undefined) throw unknownPath('FieldURI', uri);
  const found = ({ element }: Carrier): XmlNode | undefined =>
    field.carriers.has(element.name) ? child(element, field.element) : undefined;
  return {
    identity: uri,
    kind: field.kind,
    elements: (carrier) => {
      const element = found(carrier);
      return element === undefined ? [] : [element];
    },
    texts: (carrier) => {
      const element = found(carrier);
      return element === undefined ? [] : textsOf(element, field.kind);
    },
  };
};

const textsOf = (element: XmlNode, kind: FieldKind): readonly string[] => {
  switch (kind) {
    case 'none':
      return [];
    case 'strings':
      return element.children.map((member) => member.text);
    case 'body':
      return [element.attributes['BodyType'] === 'HTML' ? bodyText(element.text) : element.text];
    case 'mailbox':
      return element.children.flatMap(mailboxTexts);
    case 'mailboxes':
      return [element.children.map(displayName).join('; ')];
    case 'attendees':
      return [element.children.map((attendee) => displayName(child(attendee, 't:Mailbox'))).join('; ')];
    default:
      return [element.text];
  }
};

/** Exchange matches senders by what it shows of them; name and address are found alone too. */
const mailboxTexts = (mailbox: XmlNode): readonly string[] => {
  const parts = [childText(mailbox, 't:Name'), childText(mailbox, 't:EmailAddress')].filter(
    (part) => part !== undefined,
  );
  return parts.length === 2 ? [...parts, parts.join(' ')] : parts;
};

const displayName = (mailbox: XmlNode | undefined): string =>
  childText(mailbox, 't:Name') ?? childText(mailbox, 't:EmailAddress') ?? '';

const extendedPath = (element: XmlNode): PropertyPath => {
  const field = extendedField(element);
  return {
    identity: field.identity,
    kind: field.kind,
    elements: (carrier) => {
      const property = extendedElement(field, extendedValues(field, carrier));
      return property === undefined ? [] : [property];
    },
    texts: (carrier) => extendedValues(field, carrier),
  };
};

/** Where an IndexedFieldURI looks: the dictionary's element, the attribute that names an entry, and the part of the entry that is meant. */
interface Dictionary {
  readonly element: string;
  readonly key: 'Key' | 'HeaderName';
  readonly part?: string;
}

const address = (part: string): Dictionary => ({ element: 't:PhysicalAddresses', key: 'Key', part: `t:${part}` });

// https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedfielduri
const dictionaries: ReadonlyMap<string, Dictionary> = new Map<string, Dictionary>([
  ['item:InternetMessageHeader', { element: 't:InternetMessageHeaders', key: 'HeaderName' }],
  ['contacts:ImAddress', { element: 't:ImAddresses', key: 'Key' }],
  ['contacts:PhysicalAddress:Street', address('Street')],
  ['contacts:PhysicalAddress:City', address('City')],
  ['contacts:PhysicalAddress:State', address('State')],
  ['contacts:PhysicalAddress:CountryOrRegion', address('CountryOrRegion')],
  ['contacts:PhysicalAddress:PostalCode', address('PostalCode')],
  ['contacts:PhoneNumber', { element: 't:PhoneNumbers', key: 'Key' }],
  ['contacts:EmailAddress', { element: 't:EmailAddresses', key: 'Key' }],
  ['distributionlist:Members:Member', { element: 't:Members', key: 'Key' }],
]);

const indexedPath = (uri: string, index: string): PropertyPath => {
  const dictionary = dictionaries.get(uri);
  if (dictionary === undefined) throw unknownPath('FieldURI', uri);
  const { element: name, key, part } = dictionary;
  const entries = ({ element }: Carrier): readonly XmlNode[] =>
    child(element, name)?.children.filter(
      (entry) => entry.attributes[key]?.toLowerCase() === index.toLowerCase() && (!part || child(entry, part)),
    ) ?? [];
  return {
    identity: `${uri}[${index.toLowerCase()}]`,
    kind: uri === 'distributionlist:Members:Member' ? 'none' : 'string',
    elements: (carrier) => {
      const found = entries(carrier).map((entry) =>
        part === undefined
          ? entry
          : { ...entry, children: entry.children.filter((candidate) => candidate.name === part) },
      );
      return found.length === 0 ? [] : [node(name, found)];
    },
    texts: (carrier) =>
      entries(carrier).map((entry) => (part === undefined ? entry.text : (childText(entry, part) ?? ''))),
  };
};

const unknownPath = (attribute: string, value: string): RequestFault =>
  new RequestFault(
    'ErrorSchemaValidation',
    `The request failed schema validation: The '${attribute}' attribute is invalid - The value '${value}' is invalid according to its datatype - The Enumeration constraint failed.`,
  );
