import { addressee, isAddressOf, ownerMailbox } from './addressee.ts';
import { EmulatorError } from '../emulator-error.ts';
import { responseObjects } from '../store/item-defaults.ts';
import { flag, withoutProperties, withProperties } from '../item/item-properties.ts';
import { mimeContent } from './mime.ts';
import { withoutBcc } from './mime-message.ts';
import type { SeedItem } from '../store/model.ts';
import { newReport } from './non-delivery-report.ts';
import type { OperationContext } from '../operation.ts';
import { checkSize } from '../store/quota.ts';
import { distinguishedFolder, type Mailbox } from '../store/store.ts';
import { addItem, sized } from '../store/store-writes.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';

/**
 * What a message is once it is sent: the sender's copy. Refuses what cannot be sent. Throws EmulatorError: ErrorInvalidRecipients when there is nobody
 * to send it to or an address is none, ErrorSendAsDenied for somebody else's address in t:From, ErrorMessageSizeExceeded.
 */
export const sentMessage = (context: OperationContext, draft: SeedItem): SeedItem => {
  const { mailbox, now } = context;
  checkSize(draft);
  const addresses = addressesOf(draft.element);
  if (addresses.length === 0) {
    throw new EmulatorError('ErrorInvalidRecipients', `${invalidRecipients} The message has no recipients.`);
  }
  if (!addresses.every((address) => addressPattern.test(address))) {
    throw new EmulatorError('ErrorInvalidRecipients', invalidRecipients);
  }
  const from = childText(child(child(draft.element, 't:From'), 't:Mailbox'), 't:EmailAddress');
  if (from !== undefined && !isAddressOf(mailbox, from)) throw new EmulatorError('ErrorSendAsDenied');
  const at = new Date(now()).toISOString();
  const element = withProperties(draft.element, [
    flag('t:IsDraft', false),
    flag('t:IsSubmitted', true),
    flag('t:IsFromMe', true),
    flag('t:IsUnmodified', true),
    flag('t:IsRead', true),
    node('t:Sender', [ownerMailbox(mailbox)]),
    node('t:DateTimeSent', at),
    node('t:DateTimeReceived', at),
    node('t:LastModifiedTime', at),
    responseObjects(['ReplyToItem', 'ReplyAllToItem', 'ForwardItem']),
  ]);
  const { mime, ...composed } = draft;
  // A raw message that came without Message-ID is composed anew, so that sender and recipient see the same one.
  const messageId = childText(element, 't:InternetMessageId') ?? '';
  return mime !== undefined && Buffer.from(mime()).includes(messageId)
    ? { ...draft, element }
    : { ...composed, element };
};

/** Puts a message that arrives at somebody's mailbox where it belongs. */
export type Arrival = (reader: Mailbox, received: SeedItem) => void;

/** What arrives goes into the inbox. */
export const intoInbox: Arrival = (reader, received) => {
  const inbox = distinguishedFolder(reader, 'inbox');
  if (inbox !== undefined) addItem(reader, inbox, received);
};

/**
 * Delivers a message that sentMessage made: to the organisation's people, groups opened, everybody once; to the outbox for all others; a report to the
 * sender's inbox for addresses of the organisation that nobody has. `addresses`: whom it goes to, where that is not whom it names.
 */
export const deliver = (
  context: OperationContext,
  sent: SeedItem,
  arrive: Arrival,
  addresses: readonly string[] = addressesOf(sent.element),
): void => {
  const { store, mailbox, now } = context;
  const reached = reach(context, addresses);
  for (const address of reached.accounts) {
    const reader = store.accounts.get(address)?.open();
    if (reader !== undefined) arrive(reader, receivedCopy(context, sent, reader));
  }
  if (reached.external.size > 0) {
    const leaving = leavingCopy(sent);
    store.outbox.push({
      sender: mailbox.address,
      recipients: [...reached.external],
      messageId: childText(sent.element, 't:InternetMessageId') ?? '',
      sentAt: now(),
      mime: () => leaving.mime?.() ?? Buffer.from(mimeContent(leaving, leaving.element), 'base64'),
    });
  }
  const inbox = distinguishedFolder(mailbox, 'inbox');
  if (reached.unknown.size > 0 && inbox !== undefined) {
    addItem(mailbox, inbox, newReport(context, sent, [...reached.unknown]));
  }
};

const invalidRecipients = "At least one recipient isn't valid.";
const addressPattern = /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+$/u;

const recipientLists = ['t:ToRecipients', 't:CcRecipients', 't:BccRecipients'];

const addressesOf = (message: XmlNode): readonly string[] =>
  recipientLists
    .flatMap((list) => child(message, list)?.children ?? [])
    .map((mailbox) => childText(mailbox, 't:EmailAddress') ?? '');

/** Everybody whom addresses mean: primary addresses of accounts, and addresses of strangers and of nobody. */
interface Reached {
  readonly accounts: ReadonlySet<string>;
  readonly external: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

const reach = ({ store }: OperationContext, addresses: readonly string[]): Reached => {
  const accounts = new Set<string>();
  const external = new Set<string>();
  const unknown = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...addresses];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    // A group may have itself as a member.
    if (seen.has(address.toLowerCase())) continue;
    seen.add(address.toLowerCase());
    const found = addressee(store, address);
    if (found.kind === 'account') accounts.add(found.account.address);
    else if (found.kind === 'group') waiting.push(...found.members);
    else (found.kind === 'external' ? external : unknown).add(found.address);
  }
  return { accounts, external, unknown };
};

const receivedCopy = ({ mailbox, now }: OperationContext, sent: SeedItem, reader: Mailbox): SeedItem => {
  const received = withoutOwnNotes(sent);
  const at = new Date(now()).toISOString();
  const isOwn = reader === mailbox;
  const element = withProperties(received.element, [
    flag('t:IsRead', false),
    flag('t:IsFromMe', isOwn),
    flag('t:IsSubmitted', false),
    node('t:DateTimeReceived', at),
    node('t:DateTimeCreated', at),
    node('t:LastModifiedTime', at),
    node('t:LastModifiedName', reader.displayName),
    transportHeaders(sent.element, at),
    ...(isOwn
      ? []
      : [node('t:ReceivedBy', [ownerMailbox(reader)]), node('t:ReceivedRepresenting', [ownerMailbox(reader)])]),
  ]);
  return sized({ ...received, element });
};

/** What goes to strangers: header fields that the client set go along. */
const leavingCopy = (sent: SeedItem): SeedItem => {
  const leaving = withoutOwnNotes(sent);
  const headers = node('t:InternetMessageHeaders', clientHeaders(sent.element).map(headerElement));
  return { ...leaving, element: withProperties(leaving.element, [headers]) };
};

/** Without blind copies and without what the sender noted on the item for himself: such properties stay on his copy. */
const withoutOwnNotes = ({ mime, ...sent }: SeedItem): SeedItem => ({
  ...sent,
  element: withoutProperties(sent.element, ownNotes),
  ...(mime === undefined ? {} : { mime: () => withoutBcc(mime()) }),
});

const ownNotes = new Set(
  'BccRecipients Categories ExtendedProperty ReminderDueBy InternetMessageHeaders'
    .split(' ')
    .map((name) => `t:${name}`),
);

/** Header fields of the client's own: extended properties of the InternetHeaders set, and of MIME content what begins with X- or tells of lists and machines. */
const clientHeaders = (message: XmlNode): readonly (readonly [name: string, value: string])[] => [
  ...(child(message, 't:InternetMessageHeaders')?.children ?? [])
    .map(({ attributes, text }): [string, string] => [attributes['HeaderName'] ?? '', text])
    .filter(([name]) => /^(?:x-|auto-submitted$|precedence$|list-)/i.test(name)),
  ...childrenNamed(message, 't:ExtendedProperty').flatMap((property): [string, string][] => {
    const uri = child(property, 't:ExtendedFieldURI');
    const { DistinguishedPropertySetId: set, PropertyName: name } = uri?.attributes ?? {};
    return set === 'InternetHeaders' && name !== undefined ? [[name, childText(property, 't:Value') ?? '']] : [];
  }),
];

const headerElement = ([HeaderName, value]: readonly [name: string, value: string]): XmlNode =>
  node('t:InternetMessageHeader', { HeaderName }, value);

/** The header fields that a message arrives with. */
const transportHeaders = (message: XmlNode, at: string): XmlNode => {
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Received', `from outbound.example.test by inbound.example.test with ESMTPS; ${date}`],
    ['Message-ID', childText(message, 't:InternetMessageId')],
    ['Date', date],
    ['MIME-Version', '1.0'],
    ['In-Reply-To', childText(message, 't:InReplyTo')],
    ['References', childText(message, 't:References')],
    ...clientHeaders(message),
  ];
  return node(
    't:InternetMessageHeaders',
    fields.flatMap(([name, value]) => (value === undefined ? [] : [headerElement([name, value])])),
  );
};
