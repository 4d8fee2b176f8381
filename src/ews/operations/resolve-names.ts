import { defineOperation } from '../operation.ts';
import { contactProperties } from '../properties/contact.ts';
import { mailboxEntry, type MailboxEntry } from '../properties/mailbox-entry.ts';
import type { Decoded } from '../properties/property.ts';
import { decodeWanted, wantedRows } from '../properties/shape.ts';
import { child, childrenNamed, element, required, type XmlElement } from '../xml.ts';
import { foundRange } from './found-range.ts';

/** Whom to look for, and where. */
export interface ResolveNamesInput {
  /** Part of a name, an alias, an address. Not empty. */
  readonly query: string;
  /** The directory, the impersonated user's contacts, or both in the order of the words. Default: both, the directory first. */
  readonly scope?: 'ActiveDirectory' | 'ActiveDirectoryContacts' | 'Contacts' | 'ContactsActiveDirectory';
}

/** Somebody whose name matched. */
export interface ResolvedName extends MailboxEntry {
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

const contactRows = wantedRows(contactProperties, [
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
  const contact = child(node, 'Contact');
  return {
    ...mailboxEntry(required(node, 'Mailbox')),
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
