import { defineOperation } from '../operation.ts';
import { oneOf, optional } from '../properties/codec.ts';
import { contactProperties } from '../properties/contact.ts';
import { mailbox, type Recipient } from '../properties/recipient.ts';
import type { Decoded } from '../properties/property.ts';
import { decodeWanted, entriesOf } from '../properties/shape.ts';
import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';
import { foundRange } from './found-range.ts';

/** Whom to look for, and where. */
export interface ResolveNamesInput {
  /** Part of a name, an alias, an address. Not empty. */
  readonly query: string;
  /** The directory, the impersonated user's contacts, or both in the order of the words. Default: both, the directory first. */
  readonly scope?: 'ActiveDirectory' | 'ActiveDirectoryContacts' | 'Contacts' | 'ContactsActiveDirectory';
}

const mailboxType = oneOf(
  ['Unknown', 'OneOff', 'Mailbox', 'PublicDL', 'PrivateDL', 'Contact', 'PublicFolder'],
  'Unknown',
);

/** Somebody whose name matched. */
export interface ResolvedName extends Recipient {
  /** Mailbox: a user or room. PublicDL: a group. PrivateDL: a list in the user's contacts. Unknown where the server does not say. */
  readonly mailboxType: ReturnType<typeof mailboxType.decode>;
  /** What the directory or the contact tells besides; undefined when nothing. */
  readonly contact: Decoded<typeof contactProperties> | undefined;
}

/** Who was found; nobody is an answer too. */
export interface ResolvedNames {
  /** At most 100, in the server's order. */
  readonly entries: readonly ResolvedName[];
  /** False: more matched than were told. */
  readonly isLast: boolean;
}

const contactRows = entriesOf(contactProperties, [
  contactProperties.displayName,
  contactProperties.givenName,
  contactProperties.surname,
  contactProperties.completeName,
  contactProperties.companyName,
  contactProperties.department,
  contactProperties.jobTitle,
  contactProperties.officeLocation,
  contactProperties.emailAddresses,
  contactProperties.phoneNumbers,
]);

const decodeResolution = (node: XmlElement): ResolvedName => {
  const who = required(node, 'Mailbox');
  const contact = child(node, 'Contact');
  return {
    ...mailbox.decode(who),
    mailboxType: optional(who, 'MailboxType', mailboxType) ?? 'Unknown',
    contact: contact === undefined ? undefined : decodeWanted<typeof contactProperties>(contactRows, contact),
  };
};

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation
 * Several hits come as a Warning with data; no hit is an error code that stands for an empty answer.
 */
export const resolveNames = defineOperation<ResolveNamesInput, ResolvedNames>({
  name: 'ResolveNames',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ query, scope = 'ActiveDirectoryContacts' }) =>
    element('m:ResolveNames', { ReturnFullContactData: 'true', SearchScope: scope }, [
      element('m:UnresolvedEntry', query),
    ]),
  answers: ['ErrorNameResolutionNoResults'],
  decode: (message) => {
    const set = child(message, 'ResolutionSet');
    if (set === undefined) return { entries: [], isLast: true };
    const entries = childrenNamed(set, 'Resolution').map(decodeResolution);
    return { entries, isLast: foundRange(set, entries.length).isLast };
  },
  rows: ({ entries }) => entries.length,
});
