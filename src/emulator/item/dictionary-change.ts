import { EmulatorError } from '../emulator-error.ts';
import { withoutProperties, withProperties } from './item-properties.ts';
import { child, node, type XmlNode } from '../xml/xml.ts';

/** A property of several entries with keys, one of which an IndexedFieldURI names; or one part of the entry. */
export interface DictionaryField {
  /** `t:PhoneNumbers`. */
  readonly element: string;
  /** Kind of item that has it. */
  readonly carrier: string;
  /** `t:City`; undefined: the whole entry. */
  readonly part?: string;
}

/** The dictionary that an IndexedFieldURI's FieldURI means, for writing; undefined for those that only the server writes. */
export const dictionaryOf = (uri: string): DictionaryField | undefined => {
  const [, part] = /^contacts:PhysicalAddress:(\w+)$/.exec(uri) ?? [];
  if (part !== undefined) return { element: 't:PhysicalAddresses', carrier: 't:Contact', part: `t:${part}` };
  const element = dictionaries[uri];
  return element === undefined ? undefined : { element, carrier: 't:Contact' };
};

/**
 * The item with one entry, or one part of it, set to what the given dictionary says, or taken away when nothing is given. Throws EmulatorError
 * ErrorUpdatePropertyMismatch when the given dictionary is about another entry.
 */
export const changeDictionary = (
  item: XmlNode,
  { element, part }: DictionaryField,
  index: string,
  given: XmlNode | undefined,
): XmlNode => {
  const entries = child(item, element)?.children ?? [];
  const before = entries.find((entry) => entry.attributes['Key'] === index);
  const after = given === undefined ? remainder(before, part) : merged(before, theEntry(given, index), part);
  const others = entries.filter((entry) => entry !== before);
  const kept = after === undefined ? others : [...others, after];
  return kept.length === 0 ? withoutProperties(item, new Set([element])) : withProperties(item, [node(element, kept)]);
};

const dictionaries: Readonly<Record<string, string>> = {
  'contacts:EmailAddress': 't:EmailAddresses',
  'contacts:PhoneNumber': 't:PhoneNumbers',
  'contacts:ImAddress': 't:ImAddresses',
};

const theEntry = (given: XmlNode, index: string): XmlNode => {
  const [entry, ...others] = given.children;
  if (entry === undefined || others.length > 0) throw new EmulatorError('ErrorIncorrectUpdatePropertyCount');
  if (entry.attributes['Key'] !== index) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  return entry;
};

const addressParts = ['t:Street', 't:City', 't:State', 't:CountryOrRegion', 't:PostalCode'];

const merged = (before: XmlNode | undefined, entry: XmlNode, part: string | undefined): XmlNode => {
  if (part === undefined) return entry;
  const value = child(entry, part);
  if (value === undefined || entry.children.length !== 1) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  const parts = [...(before?.children ?? []).filter(({ name }) => name !== part), value];
  return node('t:Entry', entry.attributes, inOrder(parts));
};

const remainder = (before: XmlNode | undefined, part: string | undefined): XmlNode | undefined => {
  const left = before?.children.filter(({ name }) => name !== part) ?? [];
  return before === undefined || part === undefined || left.length === 0 ? undefined : { ...before, children: left };
};

const inOrder = (parts: readonly XmlNode[]): readonly XmlNode[] =>
  parts.toSorted((one, other) => addressParts.indexOf(one.name) - addressParts.indexOf(other.name));
