import { childText, element, required } from '../xml.ts';
import { instant, listOf, oneOf, optional, optionalElement, optionalText, string, type Codec } from './codec.ts';
import { mailboxAddress } from './id.ts';

/** A sender or recipient as written on an item. Servers may tell only a name, or only an address. */
export interface Recipient {
  readonly name?: string;
  /** SMTP address, lower case when it is a plain one. Absent for addresses of Exchange's own kind (`/O=...`), which mean nothing outside. */
  readonly address?: string;
}

/** What an attendee answered, in EWS's words. */
export type ResponseType = 'Unknown' | 'Organizer' | 'Tentative' | 'Accept' | 'Decline' | 'NoResponseReceived';

/** An attendee, as the organiser's copy keeps them; other copies tell no responses. */
export interface Attendee {
  readonly mailbox: Recipient;
  readonly response: ResponseType;
  /** Instant of the last answer. */
  readonly respondedAt?: string;
}

const isForeign = (address: string, routingType: string | undefined): boolean => {
  const routing = routingType?.trim().toUpperCase() ?? '';
  return (routing !== '' && routing !== 'SMTP') || /^\/o=/i.test(address);
};

/** `t:Mailbox`: name and address of somebody. */
export const mailbox: Codec<Recipient> = {
  decode: (node) => {
    const written = optionalText(node, 'EmailAddress');
    const name = optionalText(node, 'Name');
    if (written === undefined || isForeign(written, childText(node, 'RoutingType'))) return { name };
    // Some servers put a bare name where the address belongs; it is all that is known, so it is kept, as what it is.
    if (!written.includes('@')) return { name: name ?? written };
    const address = mailboxAddress(written) ?? written;
    return { name, address };
  },
  encode: (tag, { name, address }) =>
    element(tag, [optionalElement('t:Name', name, string), optionalElement('t:EmailAddress', address, string)]),
};

/** One person in an element of their own: `t:From/t:Mailbox`. */
export const recipient: Codec<Recipient> = {
  decode: (node) => mailbox.decode(required(node, 'Mailbox')),
  encode: (name, value) => element(name, [mailbox.encode('t:Mailbox', value)]),
};

/** People side by side: `t:ToRecipients/t:Mailbox`. */
export const recipients: Codec<readonly Recipient[]> = listOf('Mailbox', mailbox);

/** What somebody answered to an invitation; servers' newer words count as Unknown. */
export const responseType: Codec<ResponseType> = oneOf(
  ['Unknown', 'Organizer', 'Tentative', 'Accept', 'Decline', 'NoResponseReceived'],
  'Unknown',
);

const attendee: Codec<Attendee> = {
  decode: (node) => ({
    mailbox: mailbox.decode(required(node, 'Mailbox')),
    response: optional(node, 'ResponseType', responseType) ?? 'Unknown',
    respondedAt: optional(node, 'LastResponseTime', instant),
  }),
  encode: (name, { mailbox: who, response, respondedAt }) =>
    element(name, [
      mailbox.encode('t:Mailbox', who),
      response === 'Unknown' ? undefined : responseType.encode('t:ResponseType', response),
      optionalElement('t:LastResponseTime', respondedAt, instant),
    ]),
};

/** Attendees side by side: `t:RequiredAttendees/t:Attendee`. */
export const attendees: Codec<readonly Attendee[]> = listOf('Attendee', attendee);
