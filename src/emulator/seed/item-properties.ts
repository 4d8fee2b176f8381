import { node, type XmlNode } from '../xml/xml.ts';
import type { Person } from './people.ts';
import type { Instant } from './moments.ts';

/** A body as it was written. */
export interface Body {
  readonly type: 'HTML' | 'Text';
  readonly content: string;
}

export type Sensitivity = 'Normal' | 'Personal' | 'Private' | 'Confidential';
export type Importance = 'Low' | 'Normal' | 'High';

/** What every kind of item has, in the words of the schema's ItemType. */
export interface ItemProperties {
  readonly itemClass: string;
  /** Undefined: the item has no t:Subject at all, which is not the same as an empty one. */
  readonly subject: string | undefined;
  readonly body: Body | undefined;
  readonly createdAt: Instant;
  readonly receivedAt?: Instant;
  readonly sentAt?: Instant;
  readonly modifiedAt?: Instant;
  readonly modifiedBy: Person;
  /** Bytes of the attachments; the size of the item counts them in. */
  readonly attachmentBytes?: number;
  readonly sensitivity?: Sensitivity;
  readonly importance?: Importance;
  readonly categories?: readonly string[];
  readonly inReplyTo?: string;
  readonly isDraft?: boolean;
  readonly isSubmitted?: boolean;
  readonly isFromMe?: boolean;
  readonly isUnmodified?: boolean;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Names of the response objects, e.g. `ReplyToItem`. */
  readonly responses?: readonly string[];
  readonly reminder?: { readonly dueAt: Instant; readonly minutesBefore: number };
  readonly to?: readonly Person[];
  readonly cc?: readonly Person[];
  readonly extended?: readonly XmlNode[];
  readonly culture?: string;
  readonly conversationId?: string;
}

/** An item with the properties of ItemType in schema order, followed by those of its own kind. */
export const itemElement = (name: string, item: ItemProperties, own: readonly (XmlNode | undefined)[]): XmlNode =>
  node(name, [
    leaf('t:ItemClass', item.itemClass),
    optional('t:Subject', item.subject),
    leaf('t:Sensitivity', item.sensitivity ?? 'Normal'),
    item.body && node('t:Body', { BodyType: item.body.type }, item.body.content),
    optional('t:DateTimeReceived', item.receivedAt),
    node('t:Size', String(sizeOf(item))),
    list(
      't:Categories',
      item.categories?.map((category) => node('t:String', category)),
    ),
    leaf('t:Importance', item.importance ?? 'Normal'),
    optional('t:InReplyTo', item.inReplyTo),
    flag('t:IsSubmitted', item.isSubmitted ?? false),
    flag('t:IsDraft', item.isDraft ?? false),
    flag('t:IsFromMe', item.isFromMe ?? false),
    flag('t:IsResend', false),
    flag('t:IsUnmodified', item.isUnmodified ?? false),
    list(
      't:InternetMessageHeaders',
      item.headers?.map(([HeaderName, value]) => node('t:InternetMessageHeader', { HeaderName }, value)),
    ),
    optional('t:DateTimeSent', item.sentAt),
    node('t:DateTimeCreated', item.createdAt),
    responseObjects(item.responses ?? []),
    optional('t:ReminderDueBy', item.reminder?.dueAt),
    flag('t:ReminderIsSet', item.reminder !== undefined),
    leaf('t:ReminderMinutesBeforeStart', String(item.reminder?.minutesBefore ?? 0)),
    node('t:DisplayCc', displayNames(item.cc)),
    node('t:DisplayTo', displayNames(item.to)),
    ...(item.extended ?? []),
    leaf('t:Culture', item.culture ?? 'en-GB'),
    effectiveRights,
    leaf('t:LastModifiedName', item.modifiedBy.name),
    node('t:LastModifiedTime', item.modifiedAt ?? item.receivedAt ?? item.createdAt),
    flag('t:IsAssociated', false),
    item.conversationId === undefined ? undefined : node('t:ConversationId', { Id: item.conversationId }),
    ...own,
  ]);

/** An element with text; nothing when there is no text to write. */
export const optional = (name: string, text: string | undefined): XmlNode | undefined =>
  text === undefined ? undefined : node(name, text);

/** An element around others; nothing when there are none, because most lists of the schema may not be empty. */
export const list = (name: string, children: readonly XmlNode[] | undefined): XmlNode | undefined =>
  children === undefined || children.length === 0 ? undefined : node(name, children);

/** An xs:boolean element. */
export const flag = (name: string, value: boolean): XmlNode => leaf(name, value ? 'true' : 'false');

/** An element with a text of which there are few, such as a boolean or an enum value: elements never change, so all that are equal are one. */
const leaf = (name: string, text: string): XmlNode => {
  const ofName = leaves.get(name) ?? new Map<string, XmlNode>();
  const known = ofName.get(text);
  if (known !== undefined) return known;
  const element = node(name, text);
  leaves.set(name, ofName.set(text, element));
  return element;
};

/** t:Mailbox as Exchange writes people: name, address, routing, and what kind of address it is. */
export const mailboxElement = (person: Person): XmlNode => {
  const known = mailboxElements.get(person);
  if (known !== undefined) return known;
  const element = node('t:Mailbox', [
    node('t:Name', person.name),
    optional('t:EmailAddress', person.address),
    person.address === undefined ? undefined : node('t:RoutingType', 'SMTP'),
    person.address === undefined ? undefined : node('t:MailboxType', mailboxType(person)),
  ]);
  mailboxElements.set(person, element);
  return element;
};

const leaves = new Map<string, Map<string, XmlNode>>();

const mailboxElements = new WeakMap<Person, XmlNode>();

const mailboxType = (person: Person): string => {
  if (person.isGroup === true) return 'PublicDL';
  const isInside = 'kind' in person || person.address?.endsWith('@example.test') === true;
  return isInside ? 'Mailbox' : 'OneOff';
};

const effectiveRights = node('t:EffectiveRights', [
  flag('t:CreateAssociated', false),
  flag('t:CreateContents', false),
  flag('t:CreateHierarchy', false),
  flag('t:Delete', true),
  flag('t:Modify', true),
  flag('t:Read', true),
]);

const displayNames = (people: readonly Person[] | undefined): string =>
  (people ?? []).map(({ name }) => name).join('; ');

const sizeOf = (item: ItemProperties): number =>
  2_048 + 2 * ((item.subject?.length ?? 0) + (item.body?.content.length ?? 0)) + (item.attachmentBytes ?? 0);

const responseObjects = (names: readonly string[]): XmlNode | undefined => {
  if (names.length === 0) return undefined;
  const key = names.join(' ');
  const known = responseLists.get(key);
  if (known !== undefined) return known;
  const element = node(
    't:ResponseObjects',
    names.map((name) => node(`t:${name}`)),
  );
  responseLists.set(key, element);
  return element;
};

const responseLists = new Map<string, XmlNode>();
