import { emailEntry, emailKeys } from '../ews/properties/contact-entry.ts';
import { contactProperties } from '../ews/properties/contact.ts';
import type { FolderTarget, MailboxAddress } from '../ews/properties/id.ts';
import type { AnyProperty } from '../ews/properties/property.ts';
import { allOf, type Restriction } from '../ews/properties/restriction.ts';
import { findItems, type ItemPage } from './find-items.ts';
import type { OpenedMailbox } from './open-mailbox.ts';
import type { PageRequest } from './page.ts';

/** Which contacts. All that is given must hold. */
export interface ContactQuery {
  /** Each of these stands somewhere in a name, the company or an e-mail address; upper and lower case are the same. */
  readonly words: readonly string[];
  /** One of the e-mail addresses, whole. */
  readonly email: MailboxAddress | undefined;
}

/** A page of contacts to be found. */
export interface ContactsToFind {
  readonly folders: readonly FolderTarget[];
  readonly query: ContactQuery;
  readonly wanted: readonly AnyProperty[];
  readonly page: PageRequest;
}

const emails: readonly AnyProperty[] = emailKeys.map(emailEntry);

/** Where words are looked for. */
const searched: readonly AnyProperty[] = [
  contactProperties.displayName,
  contactProperties.fileAs,
  contactProperties.givenName,
  contactProperties.middleName,
  contactProperties.surname,
  contactProperties.nickname,
  contactProperties.companyName,
  ...emails,
];

/** Lists of people lie in the same folders. */
const isContact: Restriction = { property: contactProperties.itemClass, contains: 'IPM.Contact', mode: 'Prefixed' };

const conditions = ({ words, email }: ContactQuery): Restriction | undefined =>
  allOf([
    isContact,
    ...words.map((contains): Restriction => ({
      or: searched.map((property) => ({ property, contains, mode: 'Substring' })),
    })),
    email === undefined
      ? undefined
      : { or: emails.map((property) => ({ property, contains: email, mode: 'FullString' })) },
  ]);

/** Finds one page of contacts, by the name shown: FindItem over all folders at once, then at most one GetItem. Throws EwsError. */
export const findContacts = (
  mailbox: OpenedMailbox,
  { folders, query, wanted, page }: ContactsToFind,
): Promise<ItemPage> =>
  findItems(mailbox, {
    folders,
    wanted,
    restriction: conditions(query),
    order: [{ property: contactProperties.displayName, direction: 'ASC' }],
    page,
  });
