import { resolvedMailbox } from '../mail/addressee.ts';
import { extendedField } from '../item/extended-property.ts';
import type { Store } from './store.ts';
import { storedElement } from '../item/wire-element.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/**
 * A property in the form in which items are kept: people looked up in the directory, times in UTC. Throws EmulatorError:
 * ErrorInvalidNameForNameResolution, ErrorInvalidExtendedProperty, ErrorInvalidValueForProperty.
 */
export const storedProperty = (store: Store, property: XmlNode, zone: string): XmlNode => {
  if (mailboxLists.has(property.name)) {
    return { ...property, text: '', children: property.children.map((mailbox) => resolvedMailbox(store, mailbox)) };
  }
  if (attendeeLists.has(property.name)) {
    const attendees = property.children.map((attendee) => storedAttendee(store, attendee));
    return { ...property, text: '', children: attendees };
  }
  if (flags.has(property.name)) return node(property.name, String(isTrue(property.text)));
  const uri = child(property, 't:ExtendedFieldURI');
  const spelled = uri === undefined ? property : withUri(property, resolvedUri(uri));
  return storedElement(spelled, zone);
};

/** A t:ExtendedFieldURI in the spelling that Exchange answers with. Throws EmulatorError ErrorInvalidExtendedProperty. */
export const resolvedUri = (uri: XmlNode): XmlNode => extendedField(uri).uri;

const withUri = (property: XmlNode, uri: XmlNode): XmlNode => ({
  ...property,
  text: '',
  children: [uri, ...property.children.slice(1)],
});

const storedAttendee = (store: Store, attendee: XmlNode): XmlNode => {
  const mailbox = child(attendee, 't:Mailbox');
  return node('t:Attendee', [
    mailbox && resolvedMailbox(store, mailbox),
    node('t:ResponseType', childText(attendee, 't:ResponseType') ?? 'Unknown'),
  ]);
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' ').map((word) => `t:${word}`));
const mailboxLists = words('From Sender ToRecipients CcRecipients BccRecipients ReplyTo');
// The schema knows `0` and `1` too.
const flags = words(
  'IsRead ReminderIsSet IsReadReceiptRequested IsDeliveryReceiptRequested IsResponseRequested IsAllDayEvent AllowNewTimeProposal IsOnlineMeeting',
);
const attendeeLists = words('RequiredAttendees OptionalAttendees Resources');
