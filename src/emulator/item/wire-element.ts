import { readInstant, writeInstant } from '../calendar/time-zone.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/**
 * A property as it goes over the wire: date-times in whole seconds, in `zone` (an IANA name); strings cut at 255 characters when `strings`
 * says so, as FindItem does. https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
 */
export const wireElement = (property: XmlNode, zone: string, strings: 'whole' | 'cut'): XmlNode => {
  if (property.name === 't:ExtendedProperty') return wireExtended(property, zone, strings);
  // Elsewhere a t:StartDate is an xs:date, that of a recurrence.
  if (instants.has(property.name) || property.name === 't:StartDate') return inZone(property, zone);
  if (opaque.has(property.name)) return property;
  return wireNested(property, zone, strings);
};

/** A property as a request gives it, in the form in which items are kept: date-times in UTC with milliseconds; `zone` is theirs without offset. */
export const storedElement = (property: XmlNode, zone: string): XmlNode => {
  const isExtendedTime =
    property.name === 't:ExtendedProperty' &&
    child(property, 't:ExtendedFieldURI')?.attributes['PropertyType']?.startsWith('SystemTime') === true;
  const stored = (element: XmlNode): XmlNode => {
    const isTime = instants.has(element.name) || (isExtendedTime && element.name === 't:Value');
    if (isTime) return { ...element, text: new Date(readInstant(element.text, zone)).toISOString() };
    if (element.children.length === 0 || opaque.has(element.name)) return element;
    return { ...element, children: element.children.map(stored), text: '' };
  };
  // Elsewhere a t:StartDate is an xs:date, that of a recurrence.
  return property.name === 't:StartDate'
    ? { ...stored({ ...property, name: 't:Start' }), name: 't:StartDate' }
    : stored(property);
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map((word) => `t:${word}`));

const longestFoundString = 255;
const opaque = words('Recurrence Body UniqueBody MimeContent ConversationIndex StartTimeZone EndTimeZone');
const instants = words(
  'DateTimeReceived DateTimeSent DateTimeCreated ReminderDueBy LastModifiedTime RecurrenceId DateTimeStamp Start End OriginalStart AppointmentReplyTime AssignedTime CompleteDate DueDate PostedTime Birthday WeddingAnniversary LastResponseTime',
);

const wireNested = (element: XmlNode, zone: string, strings: 'whole' | 'cut'): XmlNode => {
  if (instants.has(element.name)) return inZone(element, zone);
  if (element.children.length > 0) {
    return { ...element, children: element.children.map((part) => wireNested(part, zone, strings)) };
  }
  return strings === 'cut' && element.text.length > longestFoundString
    ? { ...element, text: cutText(element.text) }
    : element;
};

const wireExtended = (property: XmlNode, zone: string, strings: 'whole' | 'cut'): XmlNode => {
  const type = child(property, 't:ExtendedFieldURI')?.attributes['PropertyType'] ?? '';
  const [uri, held] = property.children;
  if (uri === undefined || held === undefined) return property;
  const wireValue = (value: XmlNode): XmlNode => {
    if (value.children.length > 0) return { ...value, children: value.children.map(wireValue) };
    if (type.startsWith('SystemTime')) return inZone(value, zone);
    return type.startsWith('String') ? wireNested(value, zone, strings) : value;
  };
  return { ...property, children: [uri, wireValue(held)] };
};

const inZone = (element: XmlNode, zone: string): XmlNode => ({
  ...element,
  text: writeInstant(readInstant(element.text, 'UTC'), zone),
});

/** Never between the two halves of a surrogate pair: half a character is not XML. */
const cutText = (text: string): string => {
  const cut = text.slice(0, longestFoundString);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
};
