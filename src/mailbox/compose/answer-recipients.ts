import { mailboxAddress } from '../../ews/properties/id.ts';
import type { ItemOf } from '../../ews/properties/item-types.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';
import { plainLine } from './plain-line.ts';

/** Whom an answer goes to. */
export interface AnswerRecipients {
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
}

/**
 * Whom a reply goes to when nobody says: where answers are wanted, or else to the author; to all also to the other recipients. Everybody once, and
 * not to oneself unless nobody else is left. What one has sent oneself is answered to those who got it. `own`: addresses of the mailbox, lower case.
 * People without an address that could be written to are left out, and names are cleaned: strangers wrote them.
 */
export const answerRecipients = (
  original: ItemOf<'Message'>,
  { toAll, own }: { readonly toAll: boolean; readonly own: ReadonlySet<string> },
): AnswerRecipients => {
  const { from, replyTo = [], toRecipients = [], ccRecipients = [], isFromMe } = original.properties;
  const isOwn = ({ address = '' }: Recipient): boolean => own.has(address.toLowerCase());
  const author = from === undefined ? [] : [from];
  const senders = replyTo.length > 0 ? replyTo : author;
  const isFromOneself = isFromMe === true || author.some(isOwn);
  const seen = new Set<string>();
  const once = (people: readonly Recipient[]): readonly Recipient[] =>
    people.flatMap(({ name: written = '', address: text = '' }) => {
      const address = mailboxAddress(text);
      if (address === undefined || seen.has(address)) return [];
      seen.add(address);
      const name = plainLine(written);
      return name === '' ? [{ address }] : [{ name, address }];
    });
  const others = (people: readonly Recipient[]): readonly Recipient[] => once(people.filter((one) => !isOwn(one)));
  const first = isFromOneself ? others(toRecipients) : once(senders);
  const to = toAll && !isFromOneself ? [...first, ...others(toRecipients)] : first;
  const cc = toAll ? others(ccRecipients) : [];
  return to.length + cc.length > 0 ? { to, cc } : { to: once(senders), cc };
};
