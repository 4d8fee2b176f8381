import { addressee, isAddressOf } from './addressee.ts';
import { type Arrival, deliver, intoInbox, sentMessage } from './delivery.ts';
import { headerProperty } from '../item/item-properties.ts';
import type { SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import { automaticReply, type OofSettings, oofSettings } from './oof-settings.ts';
import type { OperationContext } from '../operation.ts';
import type { Mailbox } from '../store/store.ts';
import { ruled } from './rule-actions.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** The same arrival, after which the reader's automatic reply goes out, if one is due. */
export const answering =
  (context: OperationContext, arrive: Arrival): Arrival =>
  (reader, received) => {
    arrive(reader, received);
    answerAutomatically({ ...context, mailbox: reader }, received.element);
  };

/**
 * Sends what the owner of the mailbox acted on answers automatically to a message that has arrived there: once to each sender, until the settings
 * are written anew. Reports, lists and what is itself automatic get no answer, nor does mail that does not name the owner. RFC 3834, section 2;
 * X-Auto-Response-Suppress: MS-OXCMAIL 2.1.3.2.20.
 */
export const answerAutomatically = (context: OperationContext, received: XmlNode): void => {
  const { mailbox, store, now } = context;
  const sender =
    childText(child(child(received, 't:From'), 't:Mailbox'), 't:EmailAddress')
      ?.trim()
      .toLowerCase() ?? '';
  if (!sender.includes('@') || isAddressOf(mailbox, sender)) return;
  if (isAutomatic(received, sender) || !isNamed(context, received)) return;
  const isInside = addressee(store, sender).kind !== 'external';
  const text = automaticReply(
    mailbox,
    now(),
    isInside ? 'inside' : isContact(mailbox, sender) ? 'contact' : 'stranger',
  );
  if (text === undefined) return;
  const settings = oofSettings(mailbox);
  const answeredSenders = answered.get(settings) ?? new Set();
  if (answeredSenders.has(sender)) return;
  answered.set(settings, answeredSenders.add(sender));
  deliver(context, sentReply(context, received, text), ruled(context, intoInbox));
};

/** Whether an address stands among the contacts of the mailbox, in whichever folder they lie. */
const isContact = (mailbox: Mailbox, address: string): boolean =>
  [...mailbox.items.values()].some(
    ({ element }) =>
      element.name === 't:Contact' &&
      (child(element, 't:EmailAddresses')?.children ?? []).some(({ text }) => text.trim().toLowerCase() === address),
  );

/** Who has had a reply already. Settings are replaced whenever they are written, and whoever it is gets the new text then. */
const answered = new WeakMap<OofSettings, Set<string>>();

const isAutomatic = (received: XmlNode, sender: string): boolean => {
  const itemClass = childText(received, 't:ItemClass') ?? '';
  const headers = child(received, 't:InternetMessageHeaders')?.children ?? [];
  return (
    /^(?:REPORT\.|IPM\.Note\.Rules\.)/i.test(itemClass) ||
    /^(?:mailer-daemon|postmaster|owner-[^@]*|[^@]*-request|no-?reply)@/.test(sender) ||
    headers.some(({ attributes, text }) =>
      automaticHeaders[attributes['HeaderName']?.toLowerCase() ?? '']?.test(text.trim()),
    )
  );
};

/** Values of header fields, lower case names, with which a message wants no automatic answer. */
const automaticHeaders: Readonly<Record<string, RegExp>> = {
  'auto-submitted': /^(?!no\b)/i,
  precedence: /^(?:bulk|junk|list)$/i,
  'list-id': /^/,
  'list-unsubscribe': /^/,
  'return-path': /^<>$/,
  'x-auto-response-suppress': /\b(?:all|oof|autoreply)\b/i,
};

const isNamed = ({ mailbox }: OperationContext, received: XmlNode): boolean =>
  ['t:ToRecipients', 't:CcRecipients', 't:RequiredAttendees', 't:OptionalAttendees']
    .flatMap((list) => child(received, list)?.children ?? [])
    .map((one) => (one.name === 't:Attendee' ? child(one, 't:Mailbox') : one))
    .some((person) => isAddressOf(mailbox, childText(person, 't:EmailAddress') ?? ''));

const sentReply = (context: OperationContext, received: XmlNode, text: string): SeedItem => {
  const messageId = childText(received, 't:InternetMessageId');
  const threading = messageId === undefined ? [] : [node('t:InReplyTo', messageId), node('t:References', messageId)];
  const draft = newItem(
    context,
    node('t:Message', [
      node('t:ItemClass', 'IPM.Note.Rules.OofTemplate.Microsoft'),
      node('t:Subject', `Automatic reply: ${childText(received, 't:Subject') ?? ''}`),
      node('t:Body', { BodyType: /<[a-z!]/i.test(text) ? 'HTML' : 'Text' }, text),
      ...threading,
      headerProperty('Auto-Submitted', 'auto-replied'),
      headerProperty('X-Auto-Response-Suppress', 'All'),
      node('t:ToRecipients', child(received, 't:From')?.children ?? []),
    ]),
  );
  return sentMessage(context, draft);
};
