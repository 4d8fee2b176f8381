import { isAddressOf } from './addressee.ts';
import { htmlOfText } from '../item/body-text.ts';
import { topicOf } from './conversation.ts';
import { EmulatorError } from '../emulator-error.ts';
import { lookUpItem } from '../store/lookup.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import { newItem } from '../store/new-item.ts';
import type { OperationContext } from '../operation.ts';
import { sized } from '../store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** Whether this is an answer to mail that CreateItem makes a message of. */
export const isMailResponse = ({ name }: XmlNode): boolean => kinds.has(name);

/**
 * The draft that a t:ReplyToItem, t:ReplyAllToItem or t:ForwardItem means: to whom it goes by itself, its subject, the text quoted, the files that go
 * along. Throws what newItem throws, and EmulatorError: ErrorMissingInformationReferenceItemId, ErrorInvalidReferenceItem when the item cannot be
 * answered this way, ErrorItemNotFound.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-respond-to-email-messages-by-using-ews-in-exchange
 */
export const responseDraft = (context: OperationContext, response: XmlNode): SeedItem => {
  const kind = kinds.get(response.name) ?? 'forward';
  const id = child(response, 't:ReferenceItemId')?.attributes['Id'];
  if (id === undefined) throw new EmulatorError('ErrorMissingInformationReferenceItemId');
  const { element: original, source } = lookUpItem(context, id);
  if (child(child(original, 't:ResponseObjects'), response.name) === undefined) {
    throw new EmulatorError('ErrorInvalidReferenceItem');
  }
  const draft = newItem(
    context,
    node('t:Message', [
      child(response, 't:Subject') ??
        node('t:Subject', `${kind === 'forward' ? 'FW' : 'RE'}: ${topicOfItem(original)}`),
      quotingBody(child(response, 't:NewBodyContent') ?? child(response, 't:Body'), original),
      ...threading(original),
      ...recipients(context, response, original, kind),
      child(response, 't:IsReadReceiptRequested'),
      child(response, 't:IsDeliveryReceiptRequested'),
      child(response, 't:From'),
    ]),
  );
  const added = child(response, 't:NewBodyContent')?.text ?? '';
  const attachments = kind === 'forward' ? source.attachments : inline(source.attachments);
  return sized({ ...draft, uniqueBody: added, attachments: attachments.map(withoutNumber) });
};

type Kind = 'reply' | 'replyAll' | 'forward';

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['t:ReplyToItem', 'reply'],
  ['t:ReplyAllToItem', 'replyAll'],
  ['t:ForwardItem', 'forward'],
]);

const topicOfItem = (original: XmlNode): string => topicOf(childText(original, 't:Subject') ?? '');

const threading = (original: XmlNode): readonly (XmlNode | undefined)[] => {
  const id = childText(original, 't:InternetMessageId');
  if (id === undefined) return [];
  const earlier = childText(original, 't:References');
  return [node('t:InReplyTo', id), node('t:References', earlier === undefined ? id : `${earlier} ${id}`)];
};

/** Lists that the request gives count; the others are filled in by the kind of answer, without whoever answers. */
const recipients = (
  { mailbox }: OperationContext,
  response: XmlNode,
  original: XmlNode,
  kind: Kind,
): readonly (XmlNode | undefined)[] => {
  const sender = child(original, 't:ReplyTo') ?? child(original, 't:From') ?? child(original, 't:Organizer');
  const isMine = (person: XmlNode): boolean => isAddressOf(mailbox, childText(person, 't:EmailAddress') ?? '');
  const others = (list: string): readonly XmlNode[] =>
    kind === 'replyAll' ? (child(original, list)?.children ?? []).filter((person) => !isMine(person)) : [];
  const filled: Readonly<Record<string, readonly XmlNode[]>> = {
    't:ToRecipients':
      kind === 'forward' ? [] : withoutTwins([...(sender?.children ?? []), ...others('t:ToRecipients')]),
    't:CcRecipients': others('t:CcRecipients'),
    't:BccRecipients': [],
  };
  return Object.entries(filled).map(([list, people]) => {
    const given = child(response, list);
    if (given !== undefined) return given;
    return people.length === 0 ? undefined : node(list, people);
  });
};

const withoutTwins = (people: readonly XmlNode[]): readonly XmlNode[] => [
  ...new Map(people.map((person) => [childText(person, 't:EmailAddress')?.toLowerCase(), person])).values(),
];

/** The new text above the original, in HTML as soon as one of them is. */
const quotingBody = (added: XmlNode | undefined, original: XmlNode): XmlNode => {
  const quoted = child(original, 't:Body');
  const lines = [
    ['From', people(child(original, 't:From'))],
    ['Sent', childText(original, 't:DateTimeSent') ?? ''],
    ['To', childText(original, 't:DisplayTo') ?? ''],
    ['Subject', childText(original, 't:Subject') ?? ''],
  ].map((parts) => parts.join(': '));
  if (![added, quoted].some((body) => body?.attributes['BodyType'] === 'HTML')) {
    const text = [added?.text ?? '', '', '-----Original Message-----', ...lines, '', quoted?.text ?? ''].join('\r\n');
    return node('t:Body', { BodyType: 'Text' }, text);
  }
  const head = htmlOfText(lines.join('\n'));
  return node('t:Body', { BodyType: 'HTML' }, `${htmlOf(added)}<hr>${head}${htmlOf(quoted)}`);
};

const htmlOf = (body: XmlNode | undefined): string =>
  body?.attributes['BodyType'] === 'HTML' ? body.text : htmlOfText(body?.text ?? '');

const people = (list: XmlNode | undefined): string =>
  (list?.children ?? [])
    .map((person) => `${childText(person, 't:Name') ?? ''} <${childText(person, 't:EmailAddress') ?? ''}>`)
    .join('; ');

const inline = (attachments: readonly SeedAttachment[]): readonly SeedAttachment[] =>
  attachments.filter((attachment) => attachment.kind === 'file' && attachment.isInline);

const withoutNumber = (attachment: SeedAttachment): SeedAttachment => {
  const { number: _, ...unnumbered } = attachment;
  return unnumbered;
};
