import { ownerMailbox } from './addressee.ts';
import { conversationProperties } from './conversation.ts';
import { withDerived } from '../item/derived-properties.ts';
import { defaultProperties, responseObjects } from '../store/item-defaults.ts';
import { flag, withDefaults, withProperties } from '../item/item-properties.ts';
import type { SeedItem } from '../store/model.ts';
import type { OperationContext } from '../operation.ts';
import { sized } from '../store/store-writes.ts';
import { child, childText, node } from '../xml/xml.ts';

/**
 * The mail that tells a sender whom a message did not reach, with the message attached. Exchange takes mail for an address that nobody has, and its
 * transport reports it afterwards. https://learn.microsoft.com/exchange/mail-flow/non-delivery-reports-and-bounce-messages
 */
export const newReport = (
  { mailbox, now }: OperationContext,
  lost: SeedItem,
  addresses: readonly string[],
): SeedItem => {
  const at = new Date(now()).toISOString();
  const subject = childText(lost.element, 't:Subject') ?? '';
  const messageId = childText(lost.element, 't:InternetMessageId') ?? '';
  const reasons = addresses.map((address) => `<p>${address}<br>550 5.1.10 RESOLVER.ADR.RecipientNotFound</p>`);
  const postmaster = node('t:Mailbox', [
    node('t:Name', 'Mail Delivery Subsystem'),
    node('t:EmailAddress', `postmaster@${mailbox.address.replace(/^.*@/, '')}`),
    node('t:RoutingType', 'SMTP'),
    node('t:MailboxType', 'OneOff'),
  ]);
  const given = node('t:Message', [
    node('t:ItemClass', 'REPORT.IPM.Note.NDR'),
    node('t:Subject', `Undeliverable: ${subject}`),
    node(
      't:Body',
      { BodyType: 'HTML' },
      `<html><body><p>Your message was not delivered.</p>${reasons.join('')}</body></html>`,
    ),
    node('t:InReplyTo', messageId),
    node('t:References', messageId),
    node('t:From', [postmaster]),
    node('t:ToRecipients', [ownerMailbox(mailbox)]),
    flag('t:IsRead', false),
    flag('t:IsDraft', false),
    responseObjects(['ReplyToItem', 'ReplyAllToItem', 'ForwardItem']),
  ]);
  const writer = { owner: mailbox, at };
  const report = withDerived(withDefaults(given, defaultProperties(given, writer) ?? []), writer);
  const conversation = [
    child(lost.element, 't:ConversationIndex'),
    child(lost.element, 't:ConversationTopic'),
    child(lost.element, 't:ConversationId'),
  ];
  return sized({
    element: withProperties(report, [...conversationProperties(mailbox, report, at), ...conversation]),
    attachments: [{ kind: 'item', name: subject, item: { element: lost.element, attachments: lost.attachments } }],
  });
};
