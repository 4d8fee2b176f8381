import { child, element, type XmlElement } from '../xml.ts';
import type { Codec } from './codec.ts';

/** What the server lets us do with a property. Source: Microsoft's Managed API schemas (CanFind, CanSet, CanUpdate, CanDelete). */
export interface Permissions {
  /** FindItem and SyncFolderItems return it; without it only GetItem does. */
  readonly find?: true;
  /** Usable in a Restriction and a SortOrder. */
  readonly filter?: true;
  readonly create?: true;
  readonly update?: true;
  /** DeleteItemField is allowed. */
  readonly clear?: true;
}

/** The body form that an item shape can ask for; Best is the stored one, HTML when there is any. */
export type BodyType = 'HTML' | 'Text' | 'Best';

/** One row: all that the wire knows about one property of an item or folder. Rows have no hooks; what does not fit is a codec or a resolver. */
export interface Property<Value, Allows extends Permissions = Permissions, Input = Value> {
  /** Unique in its table: `item:Subject`, `item:Body/Text`, `0x1090`. */
  readonly key: string;
  readonly allows: Allows;
  /** t:FieldURI, t:IndexedFieldURI or t:ExtendedFieldURI. */
  readonly path: XmlElement;
  /** The item shape's BodyType that this row needs; rows that need different ones cannot share a GetItem. */
  readonly bodyType: BodyType | undefined;
  /** The place of its value among the children of an item, see `placeOf`. Rows may share one. */
  readonly place: string;
  /** Reads the value out of the child in that place; undefined: it holds none. */
  readonly decode: (found: XmlElement) => Value | undefined;
  /** The element that holds the value in CreateItem and SetItemField. */
  readonly encode: (value: Input) => XmlElement;
}

/** A row of unknown value: what look-ahead and shapes pass around. The only `any` of the house: Value stands on both sides of an arrow. */
// oxlint-disable-next-line no-explicit-any
export type AnyProperty = Property<any>;

/** Rows by the gateway's own names, in the schema's xs:sequence order (CreateItem demands it). */
export type PropertyTable = Readonly<Record<string, AnyProperty>>;

/** What resolvers see: every row of a table, each undefined until it was asked for and the server had it. */
export type Decoded<Table extends PropertyTable> = {
  readonly [Name in keyof Table]?: Exclude<ReturnType<Table[Name]['decode']>, undefined>;
};

/** The rows that allow something, with their values; null clears. */
export type Settable<Table extends PropertyTable, Permission extends keyof Permissions> = {
  readonly [Name in keyof Table as Table[Name]['allows'] extends { readonly [P in Permission]: true } ? Name : never]?:
    | Parameters<Table[Name]['encode']>[0]
    | null;
};

/** Local element name of a FieldURI: `calendar:CalendarItemType` -> `CalendarItemType`. */
const localName = (fieldUri: string): string => fieldUri.slice(fieldUri.indexOf(':') + 1);

/**
 * A plain property: `property('item:Subject', string, { find: true, filter: true })`. The element is named as the FieldURI's last part unless
 * `elementName` says otherwise.
 */
export const property = <Value, const Allows extends Permissions, Input = Value>(
  fieldUri: string,
  codec: Codec<Value, Input>,
  allows: Allows,
  options: { readonly elementName?: string; readonly bodyType?: BodyType } = {},
): Property<Value, Allows, Input> => {
  const name = options.elementName ?? localName(fieldUri);
  return {
    key: options.bodyType === undefined ? fieldUri : `${fieldUri}/${options.bodyType}`,
    allows,
    path: element('t:FieldURI', { FieldURI: fieldUri }),
    bodyType: options.bodyType,
    place: name,
    decode: codec.decode,
    encode: (value) => codec.encode(`t:${name}`, value),
  };
};

/** How an extended (MAPI) property is named: by tag, or by property set and id or name. Ids are decimal on the wire. */
export type ExtendedFieldUri =
  | { readonly tag: number }
  | {
      readonly set: 'PublicStrings' | 'Task' | 'Common' | 'Appointment' | 'Meeting' | 'InternetHeaders';
      readonly name: string;
    }
  | { readonly set: 'Task' | 'Common' | 'Appointment' | 'Meeting'; readonly id: number };

/** MAPI types the gateway uses. */
export type ExtendedType = 'String' | 'Integer' | 'Boolean' | 'SystemTime' | 'Binary';

const hexTag = (tag: number): string => `0x${tag.toString(16).toUpperCase().padStart(4, '0')}`;

const extendedPath = (uri: ExtendedFieldUri, type: ExtendedType): XmlElement => {
  if ('tag' in uri) return element('t:ExtendedFieldURI', { PropertyTag: hexTag(uri.tag), PropertyType: type });
  return element('t:ExtendedFieldURI', {
    DistinguishedPropertySetId: uri.set,
    PropertyName: 'name' in uri ? uri.name : undefined,
    PropertyId: 'id' in uri ? String(uri.id) : undefined,
    PropertyType: type,
  });
};

/** Servers echo the path in their own spelling: `0xe23`, `0x0E23` and `3619` are one tag. */
const extendedPlace = (path: XmlElement | undefined): string => {
  const { PropertyTag, DistinguishedPropertySetId, PropertyName, PropertyId } = path?.attributes ?? {};
  if (PropertyTag !== undefined) return `tag ${Number(PropertyTag)}`;
  return PropertyName === undefined
    ? `${DistinguishedPropertySetId} id ${Number(PropertyId)}`
    : `${DistinguishedPropertySetId} name ${PropertyName}`;
};

/** What a child of an item is there for: its local name, or, of the extended properties, which all have one name, what its path says. */
export const placeOf = (found: XmlElement): string =>
  found.name === 'ExtendedProperty' ? extendedPlace(child(found, 'ExtendedFieldURI')) : found.name;

/** An extended (MAPI) property: `extendedProperty({ tag: 0x1090 }, 'Integer', integer, { find: true, filter: true })`. */
export const extendedProperty = <Value, const Allows extends Permissions>(
  uri: ExtendedFieldUri,
  type: ExtendedType,
  codec: Codec<Value>,
  allows: Allows,
): Property<Value, Allows> => {
  const path = extendedPath(uri, type);
  return {
    key: 'tag' in uri ? hexTag(uri.tag) : `${uri.set}/${'name' in uri ? uri.name : uri.id}`,
    allows,
    path,
    bodyType: undefined,
    place: extendedPlace(path),
    decode: (found) => {
      const value = child(found, 'Value');
      return value === undefined ? undefined : codec.decode(value);
    },
    encode: (value) => element('t:ExtendedProperty', [path, codec.encode('t:Value', value)]),
  };
};
