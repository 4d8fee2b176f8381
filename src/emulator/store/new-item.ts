import { aliasedProperty } from '../item/aliased-property.ts';
import { conversationProperties } from '../mail/conversation.ts';
import { withDerived, type Writer } from '../item/derived-properties.ts';
import { EmulatorError } from '../emulator-error.ts';
import { givenAttachment } from '../item/given-attachment.ts';
import { withImported } from '../item/imported-properties.ts';
import { defaultProperties, responseObjects } from './item-defaults.ts';
import { withDefaults, withoutProperties, withProperties } from '../item/item-properties.ts';
import { mimeBytes, readMimeMessage } from '../mail/mime-message.ts';
import type { SeedAttachment, SeedItem } from './model.ts';
import type { OperationContext } from '../operation.ts';
import { checkSize } from './quota.ts';
import { readIcalendar } from '../calendar/read-icalendar.ts';
import { sized } from './store-writes.ts';
import { hasZone, ianaZone } from '../calendar/time-zone.ts';
import { storedProperty } from './stored-property.ts';
import { checkWritable } from '../mail/write-rules.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** Who writes in a request: the owner of the mailbox acted on, by the emulator's clock. */
export const writerOf = ({ mailbox, now }: OperationContext): Writer => ({
  owner: mailbox,
  at: new Date(now()).toISOString(),
});

/**
 * A whole item of what a request gives of it: a draft, if it is a message. Throws EmulatorError: ErrorInvalidItemForOperationCreateItem for kinds
 * that clients do not create, ErrorInvalidPropertySet, ErrorInvalidExtendedProperty, ErrorInvalidNameForNameResolution, ErrorMessageSizeExceeded,
 * what is wrong with an attachment or with t:MimeContent.
 */
export const newItem = (context: OperationContext, given: XmlNode): SeedItem => {
  const item = attachedItem(context, given);
  checkSize(item);
  return item;
};

const attachedItem = (context: OperationContext, given: XmlNode): SeedItem => {
  const writer = writerOf(context);
  const kind = given.name === 't:Item' ? 't:Message' : given.name;
  const zone = ianaZone(context.timeZoneId);
  for (const { name } of given.children) checkWritable(name, 'create', true);
  const raw = rawMessage(given);
  const isEvent = kind === 't:CalendarItem';
  const read = raw && !isEvent ? readMimeMessage(raw) : undefined;
  const event = raw && isEvent ? readIcalendar(raw, context.timeZoneId) : undefined;
  const explicit = given.children
    .filter(({ name }) => name !== 't:MimeContent' && name !== 't:Attachments')
    .map((property) => storedProperty(context.store, aliasedProperty(property) ?? property, zone));
  const fromMime = (read?.properties ?? event?.properties ?? []).map((property) =>
    storedProperty(context.store, property, 'UTC'),
  );
  const named = new Set(explicit.map(({ name }) => name));
  const brought = [...fromMime.filter(({ name }) => !named.has(name)), ...explicit];
  const properties = [...brought, ...sessionZone(context, kind, brought)];
  // What is said under both of its names is taken once, the last time.
  const last = new Map(properties.map((property) => [property.name, property]));
  const told = properties.filter(
    (property) => property.name === 't:ExtendedProperty' || last.get(property.name) === property,
  );
  const element = withImported(node(kind, told));
  const defaults = defaultProperties(element, writer);
  if (defaults === undefined) throw new EmulatorError('ErrorInvalidItemForOperationCreateItem');
  const whole = withConversation(context, withDerived(withDefaults(element, defaults), writer));
  const attached = child(given, 't:Attachments')?.children ?? [];
  const attachments: readonly SeedAttachment[] = [
    ...(read?.attachments ?? []),
    ...attached.map((attachment) => givenAttachment(attachment, (inner) => attachedItem(context, inner))),
  ];
  // What was said beside the MIME content is not in it: such a message is composed anew.
  const isVerbatim =
    raw !== undefined && !isEvent && attached.length === 0 && !explicit.some(({ name }) => inMime.has(name));
  const left = event?.deletedOccurrences ?? [];
  return sized({
    element: whole,
    attachments,
    ...(isVerbatim ? { mime: () => raw } : {}),
    ...(left.length === 0 ? {} : { deletedOccurrences: left }),
  });
};

/**
 * An event that names no zone of its own is one of the zone in the request's header.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-create-appointments-in-a-specific-time-zone-by-using-ews-in-exchange
 */
const sessionZone = ({ timeZoneId }: OperationContext, kind: string, told: readonly XmlNode[]): readonly XmlNode[] => {
  const isTold = told.some(({ name }) => name === 't:StartTimeZone' || name === 't:MeetingTimeZone');
  if (kind !== 't:CalendarItem' || isTold || !hasZone(timeZoneId)) return [];
  return [node('t:StartTimeZone', { Id: timeZoneId ?? '' })];
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map((word) => `t:${word}`));
/** Properties whose values stand in the RFC 5322 form of a message too. */
export const inMime = words(
  'Subject Body From Sender ToRecipients CcRecipients BccRecipients ReplyTo InternetMessageId InReplyTo References Importance Sensitivity Attachments',
);

const rawMessage = (given: XmlNode): Buffer | undefined => {
  const content = child(given, 't:MimeContent');
  if (content === undefined) return undefined;
  if (!withMime.has(given.name)) throw new EmulatorError('ErrorUnsupportedMimeConversion');
  return mimeBytes(content.text);
};

const withMime = words('Message Item CalendarItem');

const withConversation = ({ mailbox, now }: OperationContext, item: XmlNode): XmlNode => {
  if (item.name !== 't:Message') return item;
  const brought = conversationProperties(mailbox, item, new Date(now()).toISOString());
  const isDraft = isTrue(childText(item, 't:IsDraft'));
  const answers = isDraft ? [] : [responseObjects(['ReplyToItem', 'ReplyAllToItem', 'ForwardItem'])];
  return withProperties(withoutProperties(item, conversationNames), [...brought, ...answers]);
};

const conversationNames = words('ConversationIndex ConversationTopic ConversationId');
