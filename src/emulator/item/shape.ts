import { bodyText, htmlOfText } from './body-text.ts';
import { elementPosition } from '../xml/element-order.ts';
import { RequestFault } from '../emulator-error.ts';
import { filteredHtml } from './filtered-html.ts';
import type { Carrier } from './extended-property.ts';
import { type PropertyPath, isPath, propertyPath } from './property-path.ts';
import { ianaZone } from '../calendar/time-zone.ts';
import { wireElement } from './wire-element.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** What a request wants to see of an item, a folder or an attached item. */
export interface Shape {
  readonly base: 'IdOnly' | 'Default' | 'AllProperties';
  readonly bodyType: 'Best' | 'HTML' | 'Text';
  readonly includesMime: boolean;
  /** HTML bodies are shown without what could do harm. */
  readonly filtersHtml: boolean;
  readonly paths: readonly PropertyPath[];
}

/** An item to be shown. */
export interface ShownItem extends Carrier {
  /** The raw message in base64, made only when the shape asks for it; absent where an answer never carries it. */
  readonly mimeContent?: (() => string) | undefined;
}

/** Windows id of the zone that date-times are written in, from the TimeZoneContext header; undefined: UTC. */
export type TimeZoneId = string | undefined;

/**
 * Reads m:ItemShape, m:FolderShape, or an m:AttachmentShape, which has no BaseShape and means all properties, as its absence does. Throws
 * RequestFault ErrorSchemaValidation for words that the schema does not know.
 */
export const readShape = (shape: XmlNode | undefined): Shape => ({
  base: oneOf(['IdOnly', 'Default', 'AllProperties'], childText(shape, 't:BaseShape') ?? 'AllProperties', 'BaseShape'),
  bodyType: oneOf(['Best', 'HTML', 'Text'], childText(shape, 't:BodyType') ?? 'Best', 'BodyType'),
  includesMime: isTrue(childText(shape, 't:IncludeMimeContent')),
  filtersHtml: isTrue(childText(shape, 't:FilterHtmlContent')),
  paths: (child(shape, 't:AdditionalProperties')?.children ?? []).filter(isPath).map(propertyPath),
});

/** What GetItem and GetAttachment show of an item: all that was asked for and that it has. Properties of other classes are left out. */
export const shapeItem = (shape: Shape, item: ShownItem, timeZoneId: TimeZoneId): XmlNode => {
  const shown = selectProperties(shape, item, (name) => baseHas(shape, item.element.name, name));
  const asksMime = shape.includesMime || shape.paths.some((path) => path.identity === 'item:MimeContent');
  const mime =
    asksMime && item.mimeContent !== undefined
      ? [node('t:MimeContent', { CharacterSet: 'UTF-8' }, item.mimeContent())]
      : [];
  const children = [...mime, ...shown.map((property) => bodyAs(property, shape))];
  return write(item.element.name, children, timeZoneId, 'whole');
};

/**
 * What FindItem and SyncFolderItems show of an item: nothing that only GetItem gives, no string over 255 characters, and t:From and t:Sender
 * only when they are named, as WorkMail does. https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
 */
export const shapeFoundItem = (shape: Shape, item: Carrier, timeZoneId: TimeZoneId): XmlNode => {
  const inBase = (name: string): boolean => !namedOnly.has(name) && baseHas(shape, item.element.name, name);
  const shown = selectProperties(shape, item, inBase).filter((property) => !neverFound.has(property.name));
  return write(item.element.name, shown, timeZoneId, 'cut');
};

/** What GetFolder, FindFolder and SyncFolderHierarchy show of a folder. */
export const shapeFolder = (shape: Shape, folder: Carrier, timeZoneId: TimeZoneId): XmlNode => {
  const shown = selectProperties(shape, folder, (name) => baseHas(shape, folder.element.name, name));
  return write(folder.element.name, shown, timeZoneId, 'whole');
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map((word) => `t:${word}`));

const messageDefaults = words(
  'ItemId Subject Sensitivity Body Size DateTimeSent DateTimeCreated ResponseObjects HasAttachments ToRecipients CcRecipients BccRecipients IsReadReceiptRequested IsDeliveryReceiptRequested From IsRead IsAssociated',
);
const folderDefaults = words('FolderId DisplayName TotalCount ChildFolderCount UnreadCount');

// https://learn.microsoft.com/exchange/client-developer/exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange
const defaults: Readonly<Record<string, ReadonlySet<string>>> = {
  't:CalendarItem': words(
    'ItemId Subject HasAttachments ResponseObjects IsAssociated Start End LegacyFreeBusyStatus Location CalendarItemType Organizer',
  ),
  // Shown in https://learn.microsoft.com/exchange/client-developer/web-service-reference/syncfolderitems-operation, which has neither of the two that only GetItem tells.
  't:MeetingRequest': words(
    'ItemId Subject Sensitivity Body ResponseObjects IsOutOfDate HasBeenProcessed ResponseType IntendedFreeBusyStatus Start End Location Organizer',
  ),
  't:Contact': words(
    'ItemId HasAttachments FileAs CompanyName CompleteName EmailAddresses PhysicalAddresses PhoneNumbers ImAddresses JobTitle',
  ),
  't:DistributionList': words('ItemId Subject DisplayName FileAs'),
  't:Task': words('ItemId Subject HasAttachments DueDate StartDate PercentComplete Status'),
  't:Item': words('ItemId Subject Sensitivity Body Size DateTimeSent DateTimeCreated ResponseObjects HasAttachments'),
  't:Folder': folderDefaults,
  't:CalendarFolder': folderDefaults,
  't:ContactsFolder': folderDefaults,
  't:SearchFolder': folderDefaults,
  't:TasksFolder': folderDefaults,
};

const ids = words('ItemId FolderId');
const notInAllProperties = words('MimeContent ExtendedProperty UniqueBody');
const namedOnly = words('From Sender');
const neverFound = words(
  'Body UniqueBody MimeContent Attachments InternetMessageHeaders ResponseObjects ToRecipients CcRecipients BccRecipients ReplyTo RequiredAttendees OptionalAttendees Resources Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences ConflictingMeetings AdjacentMeetings MeetingTimeZone AllowNewTimeProposal Notes Photo UserSMIMECertificate MSExchangeCertificate Members',
);

const baseHas = (shape: Shape, parent: string, name: string): boolean => {
  if (shape.base === 'IdOnly') return ids.has(name);
  return shape.base === 'Default' ? (defaults[parent] ?? messageDefaults).has(name) : !notInAllProperties.has(name);
};

const selectProperties = (shape: Shape, carrier: Carrier, inBase: (name: string) => boolean): readonly XmlNode[] => {
  const { element } = carrier;
  const selected = new Map<string, XmlNode>();
  for (const property of element.children) if (inBase(property.name)) selected.set(property.name, property);
  for (const path of shape.paths) {
    for (const property of path.elements(carrier)) {
      const isExtended = property.name === 't:ExtendedProperty';
      const known = selected.get(property.name);
      if (isExtended) selected.set(path.identity, property);
      else if (known === undefined) selected.set(property.name, property);
      else if (known !== property) selected.set(property.name, joinEntries(known, property));
    }
  }
  return [...selected.values()].filter((property) => elementPosition(element.name, property.name) !== undefined);
};

/** Two selections from one dictionary, as by two IndexedFieldURIs, stand in one element, and parts of one address in one entry. */
const joinEntries = (known: XmlNode, added: XmlNode): XmlNode => {
  const children = [...known.children];
  for (const entry of added.children) {
    const key = entry.attributes['Key'];
    const at = children.findIndex((other) => other === entry || (key !== undefined && other.attributes['Key'] === key));
    const other = children[at];
    if (other === undefined) children.push(entry);
    else children[at] = { ...other, children: joinParts(other.children, entry.children) };
  }
  return { ...known, children };
};

const addressParts = ['t:Street', 't:City', 't:State', 't:CountryOrRegion', 't:PostalCode'];

const joinParts = (known: readonly XmlNode[], added: readonly XmlNode[]): readonly XmlNode[] =>
  [...known, ...added.filter((part) => known.every((other) => other.name !== part.name))].toSorted(
    (one, other) => addressParts.indexOf(one.name) - addressParts.indexOf(other.name),
  );

const bodyAs = (property: XmlNode, { bodyType, filtersHtml }: Shape): XmlNode => {
  const isBody = property.name === 't:Body' || property.name === 't:UniqueBody';
  const stored = property.attributes['BodyType'];
  if (isBody && filtersHtml && stored === 'HTML' && bodyType !== 'Text') {
    return node(property.name, property.attributes, filteredHtml(property.text));
  }
  if (!isBody || bodyType === 'Best' || bodyType === stored) return property;
  const text = bodyType === 'Text' ? bodyText(property.text) : htmlOfText(property.text);
  return node(property.name, { BodyType: bodyType }, text);
};

const write = (
  name: string,
  children: readonly XmlNode[],
  timeZoneId: TimeZoneId,
  strings: 'whole' | 'cut',
): XmlNode => {
  const zone = ianaZone(timeZoneId);
  const placeOf = (property: XmlNode): number => elementPosition(name, property.name) ?? 0;
  const ordered = children.toSorted((one, other) => placeOf(one) - placeOf(other));
  return node(
    name,
    ordered.map((property) => wireElement(property, zone, strings)),
  );
};

const oneOf = <Word extends string>(known: readonly Word[], word: string, element: string): Word => {
  const found = known.find((candidate) => candidate === word.trim());
  if (found !== undefined) return found;
  throw new RequestFault(
    'ErrorSchemaValidation',
    `The request failed schema validation: The '${element}' element is invalid - The value '${word}' is invalid according to its datatype - The Enumeration constraint failed.`,
  );
};
