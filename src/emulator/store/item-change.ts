import { resolvedUri, storedProperty } from './stored-property.ts';
import { aliasedElement, aliasedProperty } from '../item/aliased-property.ts';
import { changeDictionary, dictionaryOf } from '../item/dictionary-change.ts';
import { EmulatorError } from '../emulator-error.ts';
import { fieldUri } from '../item/field-uri.ts';
import { withoutProperties, withProperties } from '../item/item-properties.ts';
import { isPath } from '../item/property-path.ts';
import type { Store } from './store.ts';
import { propertyLabel } from '../item/property-label.ts';
import { checkWritable, type WriteKind } from '../mail/write-rules.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** One t:SetItemField, t:AppendToItemField or t:DeleteItemField, ready to be done. */
export interface ItemChange {
  /** Which property it is about, by propertyLabel. */
  readonly label: string;
  readonly apply: (item: XmlNode) => XmlNode;
}

/** Where values come from and how times without offset are meant. */
export interface ChangeScope {
  readonly store: Store;
  /** IANA name. */
  readonly zone: string;
}

/**
 * Reads one update of an item. Throws EmulatorError: ErrorInvalidPropertyRequest for a property that such an item does not have,
 * ErrorIncorrectUpdatePropertyCount, ErrorUpdatePropertyMismatch, ErrorObjectTypeChanged when the value comes in an element of another kind, and
 * what checkWritable and storedProperty throw; RequestFault ErrorSchemaValidation for an unknown path.
 */
export const itemChange = (scope: ChangeScope, item: XmlNode, update: XmlNode): ItemChange => {
  const kind = writeKinds[update.name];
  const path = update.children.find(isPath);
  if (kind === undefined || path === undefined) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  const value = kind === 'delete' ? undefined : givenValue(scope, item, update);
  const aliased = path.name === 't:ExtendedFieldURI' ? aliasedElement(path) : undefined;
  if (path.name === 't:ExtendedFieldURI' && (aliased === undefined || kind === 'append')) {
    return extendedChange(path, kind, value);
  }
  const uri = path.attributes['FieldURI'] ?? '';
  const dictionary = path.name === 't:IndexedFieldURI' ? dictionaryOf(uri) : undefined;
  const field = fieldUri(uri);
  const name = aliased ?? dictionary?.element ?? field?.element;
  const carries = dictionary === undefined ? field?.carriers.has(item.name) : dictionary.carrier === item.name;
  const isKnown = aliased !== undefined || carries === true;
  if (name === undefined || !isKnown) throw new EmulatorError('ErrorInvalidPropertyRequest');
  const isDraft = item.name !== 't:Message' || isTrue(childText(item, 't:IsDraft'));
  // What EWS keeps to itself under its own name, MAPI's name changes all the same.
  if (aliased === undefined || kind !== 'set') checkWritable(name, kind, isDraft);
  if (value !== undefined && value.name !== name) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  if (dictionary !== undefined) {
    const index = path.attributes['FieldIndex'] ?? '';
    if (kind === 'append') throw new EmulatorError('ErrorInvalidPropertyAppend');
    return {
      label: `${name} ${index} ${dictionary.part ?? ''}`,
      apply: (whole) => changeDictionary(whole, dictionary, index, value),
    };
  }
  return { label: name, apply: (whole) => changed(whole, name, kind, value) };
};

const writeKinds: Readonly<Record<string, Exclude<WriteKind, 'create'>>> = {
  't:SetItemField': 'set',
  't:AppendToItemField': 'append',
  't:DeleteItemField': 'delete',
};

/** The one property in the item element of an update. */
const givenValue = ({ store, zone }: ChangeScope, item: XmlNode, update: XmlNode): XmlNode => {
  const given = update.children.find((part) => !isPath(part));
  if (given === undefined) throw new EmulatorError('ErrorIncorrectUpdatePropertyCount');
  const isFitting =
    given.name === item.name ||
    given.name === 't:Item' ||
    (given.name === 't:Message' && item.name.startsWith('t:Meeting'));
  if (!isFitting) throw new EmulatorError('ErrorObjectTypeChanged');
  const [property, ...others] = given.children;
  if (property === undefined || others.length > 0) throw new EmulatorError('ErrorIncorrectUpdatePropertyCount');
  return storedProperty(store, aliasedProperty(property) ?? property, zone);
};

const extendedChange = (path: XmlNode, kind: WriteKind, value: XmlNode | undefined): ItemChange => {
  if (kind === 'append') throw new EmulatorError('ErrorInvalidPropertyAppend');
  const label = propertyLabel(node('t:ExtendedProperty', [resolvedUri(path)]));
  if (value !== undefined && propertyLabel(value) !== label) throw new EmulatorError('ErrorUpdatePropertyMismatch');
  return {
    label,
    apply: (item) => {
      const others = item.children.filter((property) => labelOf(property) !== label);
      return { ...item, children: value === undefined ? others : [...others, value] };
    },
  };
};

/** The label under the spelling that Exchange answers with: seeds have their own. */
const labelOf = (property: XmlNode): string => {
  const uri = child(property, 't:ExtendedFieldURI');
  return uri === undefined ? property.name : propertyLabel(node(property.name, [resolvedUri(uri)]));
};

const changed = (item: XmlNode, name: string, kind: WriteKind, value: XmlNode | undefined): XmlNode => {
  const isEmptyList = value !== undefined && listNames.has(name) && value.children.length === 0;
  if (value === undefined || (isEmptyList && kind === 'set')) return withoutProperties(item, new Set([name]));
  const known = child(item, name);
  if (kind !== 'append' || known === undefined) return withProperties(item, [value]);
  const text = known.text + value.text;
  return withProperties(item, [{ ...known, text, children: [...known.children, ...value.children] }]);
};

/** Lists that may not stand empty in an answer. */
const listNames = new Set(
  'Categories ToRecipients CcRecipients BccRecipients ReplyTo RequiredAttendees OptionalAttendees Resources Companies Contacts'
    .split(' ')
    .map((name) => `t:${name}`),
);
