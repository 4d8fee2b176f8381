import { createHash } from 'node:crypto';
import { writeAlternateId } from '../store/alternate-id.ts';
import { EmulatorError } from '../emulator-error.ts';
import { readEntryId } from '../store/entry-id.ts';
import type { FieldKind } from './field-uri.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** A t:ExtendedFieldURI taken apart, equal however it was spelled: `0xe23`, `0x0E23` and `3619` are one property. */
export interface ExtendedField {
  /** `tag:0xe23:Integer`, `{00062003-...}:id:33029:SystemTime`, `{00020329-...}:name:Keywords:StringArray`. */
  readonly identity: string;
  /** t:ExtendedFieldURI in the spelling that Exchange answers with. */
  readonly uri: XmlNode;
  readonly kind: FieldKind;
}

/** What an extended property is read from: the whole element, and what the store knows besides. */
export interface Carrier {
  readonly element: XmlNode;
  /** PR_INTERNET_ARTICLE_NUMBER (0x0E23): grows with every item that arrives. Folders have none. */
  readonly number?: number | undefined;
  /** When a folder itself was last changed, milliseconds since 1970. Items tell theirs in the element. */
  readonly modifiedAt?: number;
  /** What has become of a folder's contents; absent where the server does not tell it. */
  readonly contents?: FolderContents | undefined;
}

/** By what clients find out that something in a folder is another than they know. */
export interface FolderContents {
  /** When something was last made or changed in it, milliseconds since 1970; undefined: never. */
  readonly committedAt: number | undefined;
  /** How many things were ever taken out of it. */
  readonly deletedCount: number;
}

/**
 * Takes a t:ExtendedFieldURI apart. Throws EmulatorError ErrorInvalidExtendedProperty when it does not identify exactly one property.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri
 */
export const extendedField = (uri: XmlNode): ExtendedField => {
  const { PropertyTag: tag, PropertyType: type = '', PropertyName: name, PropertyId: id } = uri.attributes;
  const { DistinguishedPropertySetId: wellKnown, PropertySetId: guid } = uri.attributes;
  const sets = [wellKnown, guid].filter((value) => value !== undefined).length;
  const ways = [name, id].filter((value) => value !== undefined).length;
  const isTagged = tag !== undefined && sets === 0 && ways === 0;
  if ((!isTagged && (tag !== undefined || sets !== 1 || ways !== 1)) || !propertyTypes.has(type)) throw invalid();
  const kind = kindOf(type);
  if (tag !== undefined) {
    const number = Number(tag);
    if (!Number.isInteger(number) || number < 1 || number >= 0x8000) throw invalid();
    const spelled = `0x${number.toString(16)}`;
    const echo = node('t:ExtendedFieldURI', { PropertyTag: spelled, PropertyType: type });
    return { identity: `tag:${spelled}:${type}`, uri: echo, kind };
  }
  const set = wellKnown === undefined ? guid?.replace(/[{}]/g, '').toLowerCase() : propertySets.get(wellKnown);
  if (set === undefined) throw invalid();
  const distinguished = [...propertySets].find(([, known]) => known === set)?.[0];
  const number = id === undefined ? undefined : Number(id);
  if (number !== undefined && !Number.isInteger(number)) throw invalid();
  // Names of Internet headers are the only ones that MAPI compares without case.
  const spelledName = set === propertySets.get('InternetHeaders') ? name?.toLowerCase() : name;
  return {
    identity: `{${set}}:${number === undefined ? `name:${spelledName}` : `id:${number}`}:${type}`,
    uri: node('t:ExtendedFieldURI', {
      DistinguishedPropertySetId: distinguished,
      PropertySetId: distinguished === undefined ? set : undefined,
      PropertyName: name,
      PropertyId: number === undefined ? undefined : String(number),
      PropertyType: type,
    }),
    kind,
  };
};

/** Values of an extended property: what the element carries as t:ExtendedProperty, or what follows from its other properties. Empty: it has none. */
export const extendedValues = (field: ExtendedField, carrier: Carrier): readonly string[] => {
  const explicit = carrier.element.children.find((property) => isProperty(property, field));
  const values = child(explicit, 't:Values');
  if (values !== undefined) return values.children.map((value) => value.text);
  const value = childText(explicit, 't:Value');
  if (value !== undefined) return [value];
  return computed[field.identity]?.(carrier) ?? [];
};

/** The t:ExtendedProperty of these values; undefined when there are none. */
export const extendedElement = (field: ExtendedField, values: readonly string[]): XmlNode | undefined => {
  const [first] = values;
  if (first === undefined) return undefined;
  const isList = field.uri.attributes['PropertyType']?.endsWith('Array') === true;
  const held = isList
    ? node(
        't:Values',
        values.map((value) => node('t:Value', value)),
      )
    : node('t:Value', first);
  return node('t:ExtendedProperty', [field.uri, held]);
};

const invalid = (): EmulatorError =>
  new EmulatorError('ErrorInvalidExtendedProperty', 'The extended property attribute combination is invalid.');

// https://learn.microsoft.com/office/client-developer/outlook/mapi/commonly-used-property-sets
const propertySets: ReadonlyMap<string, string> = new Map([
  ['Meeting', '6ed8da90-450b-101b-98da-00aa003f1305'],
  ['Appointment', '00062002-0000-0000-c000-000000000046'],
  ['Common', '00062008-0000-0000-c000-000000000046'],
  ['PublicStrings', '00020329-0000-0000-c000-000000000046'],
  ['Address', '00062004-0000-0000-c000-000000000046'],
  ['InternetHeaders', '00020386-0000-0000-c000-000000000046'],
  ['CalendarAssistant', '11000e07-b51b-40d6-af21-caa85edab1d0'],
  ['UnifiedMessaging', '4442858e-a9e3-4e80-b900-317a210cc15b'],
  ['Task', '00062003-0000-0000-c000-000000000046'],
]);

const scalarTypes = 'ApplicationTime Binary Boolean CLSID Currency Double Float Integer Long Short SystemTime String';
const propertyTypes = new Set(
  scalarTypes.split(' ').flatMap((type) => (type === 'Boolean' ? [type] : [type, `${type}Array`])),
);

const kindOf = (type: string): FieldKind => {
  const scalar = type.replace(/Array$/, '');
  if (scalar === 'String') return type === 'String' ? 'string' : 'strings';
  if (scalar === 'SystemTime') return 'instant';
  if (scalar === 'Boolean') return 'boolean';
  return scalar === 'Binary' || scalar === 'CLSID' ? 'binary' : 'integer';
};

const identities = new WeakMap<XmlNode, string>();

const isProperty = (property: XmlNode, field: ExtendedField): boolean => {
  if (property.name !== 't:ExtendedProperty') return false;
  const uri = child(property, 't:ExtendedFieldURI');
  if (uri === undefined) return false;
  const known = identities.get(uri) ?? extendedField(uri).identity;
  identities.set(uri, known);
  return known === field.identity;
};

type Compute = (carrier: Carrier) => readonly string[];

const textOf =
  (...names: readonly string[]): Compute =>
  ({ element }) => {
    const found = names.map((name) => childText(element, name)).find((text) => text !== undefined);
    return found === undefined ? [] : [found];
  };

const positionOf =
  (name: string, order: readonly string[]): Compute =>
  ({ element }) => {
    const position = order.indexOf(childText(element, name) ?? '');
    return position < 0 ? [] : [String(position)];
  };

const mailboxPart =
  (name: string, part: string): Compute =>
  ({ element }) => {
    const text = childText(child(child(element, name), 't:Mailbox'), part);
    return text === undefined ? [] : [text];
  };

const isFolder = (element: XmlNode): boolean => element.name.endsWith('Folder');

// https://learn.microsoft.com/office/client-developer/outlook/mapi/pidtagmessageflags-canonical-property
const messageFlags: Compute = ({ element }) => {
  if (isFolder(element)) return [];
  const bits: readonly (readonly [name: string, bit: number])[] = [
    ['t:IsRead', 0x01],
    ['t:IsUnmodified', 0x02],
    ['t:IsSubmitted', 0x04],
    ['t:IsDraft', 0x08],
    ['t:HasAttachments', 0x10],
    ['t:IsFromMe', 0x20],
    ['t:IsAssociated', 0x40],
    ['t:IsResend', 0x80],
  ];
  const flags = bits.reduce((sum, [name, bit]) => (isTrue(childText(element, name)) ? sum + bit : sum), 0);
  return [String(flags)];
};

const transportHeaders: Compute = ({ element }) => {
  const headers = child(element, 't:InternetMessageHeaders');
  if (headers === undefined) return [];
  return [headers.children.map((header) => `${header.attributes['HeaderName']}: ${header.text}\r\n`).join('')];
};

const displayBcc: Compute = ({ element }) => {
  const mailboxes = child(element, 't:BccRecipients')?.children ?? [];
  const names = mailboxes.map((mailbox) => childText(mailbox, 't:Name') ?? childText(mailbox, 't:EmailAddress') ?? '');
  return isFolder(element) ? [] : [names.join('; ')];
};

const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64');

/** PR_CONVERSATION_ID is 16 bytes: those of t:ConversationId when it holds no more, else 16 that follow from it. */
const conversationId: Compute = ({ element }) => {
  const id = child(element, 't:ConversationId')?.attributes['Id'];
  if (id === undefined) return [];
  return [Buffer.from(id, 'base64').length === 16 ? id : shortDigest(id)];
};

const recordKey: Compute = ({ element }) => {
  const id = (child(element, 't:ItemId') ?? child(element, 't:FolderId'))?.attributes['Id'];
  return id === undefined ? [] : [shortDigest(id)];
};

const wholeSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const mapiEntryId: Compute = ({ element }) => {
  const id = (child(element, 't:ItemId') ?? child(element, 't:FolderId'))?.attributes['Id'];
  return id === undefined ? [] : [writeAlternateId('EntryId', readEntryId(id))];
};

const isCalendarItem = (element: XmlNode): boolean => element.name === 't:CalendarItem';

const instanceTypes: readonly string[] = ['Single', 'RecurringMaster', 'Occurrence', 'Exception'];

const computed: Readonly<Record<string, Compute>> = {
  'tag:0xe07:Integer': messageFlags,
  'tag:0xe08:Integer': textOf('t:Size'),
  'tag:0xe06:SystemTime': textOf('t:DateTimeReceived'),
  'tag:0x39:SystemTime': textOf('t:DateTimeSent'),
  'tag:0xe23:Integer': ({ number }) => (number === undefined ? [] : [String(number)]),
  'tag:0x3007:SystemTime': textOf('t:DateTimeCreated'),
  // DavMail's CalDAV breaks down on an inbox that does not tell it.
  'tag:0x3008:SystemTime': (carrier) =>
    carrier.modifiedAt === undefined ? textOf('t:LastModifiedTime')(carrier) : [wholeSeconds(carrier.modifiedAt)],
  'tag:0xe1d:String': (carrier) =>
    textOf('t:Subject')(carrier).map((subject) => subject.replace(/^(?:[^\s:]{1,3}: )+/, '')),
  'tag:0x70:String': textOf('t:ConversationTopic'),
  'tag:0x37:String': textOf('t:Subject'),
  'tag:0x1a:String': textOf('t:ItemClass'),
  'tag:0x17:Integer': positionOf('t:Importance', ['Low', 'Normal', 'High']),
  'tag:0x36:Integer': positionOf('t:Sensitivity', ['Normal', 'Personal', 'Private', 'Confidential']),
  'tag:0xe1b:Boolean': textOf('t:HasAttachments'),
  'tag:0xe04:String': textOf('t:DisplayTo'),
  'tag:0xe03:String': textOf('t:DisplayCc'),
  'tag:0xe02:String': displayBcc,
  'tag:0xc1a:String': mailboxPart('t:Sender', 't:Name'),
  'tag:0x42:String': mailboxPart('t:From', 't:Name'),
  'tag:0x5d01:String': mailboxPart('t:Sender', 't:EmailAddress'),
  'tag:0x5d02:String': mailboxPart('t:From', 't:EmailAddress'),
  'tag:0x3013:Binary': conversationId,
  'tag:0xff9:Binary': recordKey,
  'tag:0xfff:Binary': mapiEntryId,
  'tag:0x1035:String': textOf('t:InternetMessageId'),
  'tag:0x7d:String': transportHeaders,
  'tag:0x10f4:Boolean': () => ['false'],
  // https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-notification-related-errors-in-ews-in-exchange
  'tag:0x670a:SystemTime': ({ contents }) =>
    contents?.committedAt === undefined ? [] : [wholeSeconds(contents.committedAt)],
  'tag:0x670b:Integer': ({ contents }) => (contents === undefined ? [] : [String(contents.deletedCount)]),
  'tag:0x3001:String': textOf('t:DisplayName'),
  'tag:0x3613:String': textOf('t:FolderClass'),
  'tag:0x3602:Integer': textOf('t:TotalCount'),
  'tag:0x3603:Integer': textOf('t:UnreadCount'),
  'tag:0x360a:Boolean': ({ element }) => {
    const count = childText(element, 't:ChildFolderCount');
    return count === undefined ? [] : [String(Number(count) > 0)];
  },
  [`{${propertySets.get('PublicStrings')}}:name:Keywords:StringArray`]: ({ element }) =>
    child(element, 't:Categories')?.children.map((category) => category.text) ?? [],
  [`{${propertySets.get('PublicStrings')}}:name:urn:schemas:calendar:instancetype:Integer`]: (carrier) =>
    isCalendarItem(carrier.element) ? positionOf('t:CalendarItemType', instanceTypes)(carrier) : [],
  [`{${propertySets.get('Appointment')}}:id:33315:Boolean`]: (carrier) =>
    isCalendarItem(carrier.element) ? textOf('t:IsRecurring')(carrier) : [],
  // MS-OXOCAL 2.2.1.10, 2.2.1.11 and 2.2.4.4.
  [`{${propertySets.get('Appointment')}}:id:33303:Integer`]: textOf('t:AppointmentState'),
  [`{${propertySets.get('Appointment')}}:id:33304:Integer`]: positionOf('t:MyResponseType', [
    'Unknown',
    'Organizer',
    'Tentative',
    'Accept',
    'Decline',
    'NoResponseReceived',
  ]),
  [`{${propertySets.get('Appointment')}}:id:33321:Boolean`]: textOf('t:MeetingRequestWasSent'),
};
