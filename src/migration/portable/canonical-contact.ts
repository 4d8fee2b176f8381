import type { PhysicalAddress } from '../../ews/properties/contact-entries.ts';
import { canonicalContent, canonicalText, sortedTexts, textOrNull, type Canonical } from './canonical-content.ts';
import type { PortableContact, PortableContactGroup } from './portable-contact.ts';

/** A contact as a text that is the same for every copy in which a user would miss nothing, on whatever server. */
export const canonicalContact = (contact: PortableContact): string =>
  canonicalText({
    // The subject of a contact is its name, which each server puts together for itself.
    ...canonicalContent({ ...contact, subject: undefined }),
    ...Object.fromEntries(texts.map((name) => [name, textOrNull(contact[name])])),
    children: sortedTexts(contact.children),
    companies: sortedTexts(contact.companies),
    photo: contact.photo?.sha256 ?? null,
    emailAddresses: byKey(contact.emailAddresses, ({ address, name }) => [address.toLowerCase(), name ?? address]),
    phoneNumbers: byKey(contact.phoneNumbers, ({ value }) => value),
    imAddresses: byKey(contact.imAddresses, ({ value }) => value),
    physicalAddresses: byKey(
      contact.physicalAddresses.filter((address) => lines(address).some((line) => line !== null)),
      lines,
    ),
    mailingAddress: contact.mailingAddress === 'None' ? null : (contact.mailingAddress ?? null),
  });

/** A group of contacts as such a text. */
export const canonicalContactGroup = (group: PortableContactGroup): string =>
  canonicalText({
    ...canonicalContent({ ...group, subject: undefined }),
    displayName: textOrNull(group.displayName),
    members: sortedTexts(group.members.map(({ address, name }) => address?.toLowerCase() ?? name ?? '')),
  });

const texts = [
  'fileAs',
  'displayName',
  'title',
  'givenName',
  'middleName',
  'surname',
  'suffix',
  'initials',
  'nickname',
  'companyName',
  'department',
  'jobTitle',
  'officeLocation',
  'manager',
  'assistantName',
  'profession',
  'spouseName',
  'mileage',
  'businessHomePage',
  'birthday',
  'weddingAnniversary',
] as const;

const lines = ({ street, city, state, country, postalCode }: PhysicalAddress): readonly (string | null)[] =>
  [street, city, state, country, postalCode].map(textOrNull);

const byKey = <Entry extends { readonly key: string }>(
  entries: readonly Entry[],
  value: (entry: Entry) => Canonical,
): Canonical => Object.fromEntries(entries.map((entry) => [entry.key, value(entry)]));
