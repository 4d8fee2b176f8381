import { childrenNamed, element, type XmlElement } from '../xml.ts';
import { optionalText, string } from './codec.ts';
import { emailEntries, keyedEntries, type EmailEntry } from './contact-entries.ts';
import type { Property } from './property.ts';

/** Where a contact keeps e-mail addresses. */
export const emailKeys = ['EmailAddress1', 'EmailAddress2', 'EmailAddress3'] as const;
/** Where a contact keeps telephone numbers. */
export const phoneKeys = [
  'AssistantPhone',
  'BusinessFax',
  'BusinessPhone',
  'BusinessPhone2',
  'Callback',
  'CarPhone',
  'CompanyMainPhone',
  'HomeFax',
  'HomePhone',
  'HomePhone2',
  'Isdn',
  'MobilePhone',
  'OtherFax',
  'OtherTelephone',
  'Pager',
  'PrimaryPhone',
  'RadioPhone',
  'Telex',
  'TtyTddPhone',
] as const;
/** Where a contact keeps addresses for chats. */
export const imKeys = ['ImAddress1', 'ImAddress2', 'ImAddress3'] as const;
/** Where a contact keeps postal addresses. */
export const physicalAddressKeys = ['Business', 'Home', 'Other'] as const;

const addressParts = {
  street: 'Street',
  city: 'City',
  state: 'State',
  country: 'CountryOrRegion',
  postalCode: 'PostalCode',
} as const;

/** An entry may be searched, changed and cleared alone; on something new the whole dictionary is written. */
type EntryPermissions = { readonly filter: true; readonly update: true; readonly clear: true };
const permissions: EntryPermissions = { filter: true, update: true, clear: true };

type EntryRow<Value> = Property<Value, EntryPermissions>;

const indexedRow = <Value>(row: {
  readonly fieldUri: string;
  readonly index: string;
  readonly dictionary: string;
  readonly decode: (entry: XmlElement) => Value | undefined;
  readonly entry: (value: Value) => XmlElement;
}): EntryRow<Value> => ({
  key: `${row.fieldUri}/${row.index}`,
  allows: permissions,
  path: element('t:IndexedFieldURI', { FieldURI: row.fieldUri, FieldIndex: row.index }),
  bodyType: undefined,
  place: row.dictionary,
  decode: (dictionary) => {
    const found = childrenNamed(dictionary, 'Entry').find(({ attributes }) => attributes['Key'] === row.index);
    return found === undefined ? undefined : row.decode(found);
  },
  encode: (value) => element(`t:${row.dictionary}`, [row.entry(value)]),
});

const alone = (entry: XmlElement): XmlElement => element('Entries', [entry]);

/** One of a contact's e-mail addresses. Null in an update takes it away. */
export const emailEntry = (key: (typeof emailKeys)[number]): EntryRow<Omit<EmailEntry, 'key'>> =>
  indexedRow<Omit<EmailEntry, 'key'>>({
    fieldUri: 'contacts:EmailAddress',
    index: key,
    dictionary: 'EmailAddresses',
    decode: (entry) => {
      const [found] = emailEntries.decode(alone(entry));
      return found === undefined ? undefined : { address: found.address, name: found.name };
    },
    entry: ({ name, address }) => element('t:Entry', { Key: key, Name: name }, address),
  });

const keyedEntry = (fieldUri: string, dictionary: string, key: string): EntryRow<string> =>
  indexedRow({
    fieldUri,
    index: key,
    dictionary,
    decode: (entry) => keyedEntries.decode(alone(entry))[0]?.value,
    entry: (value) => element('t:Entry', { Key: key }, value),
  });

/** One of a contact's telephone numbers. Null in an update takes it away. */
export const phoneEntry = (key: (typeof phoneKeys)[number]): EntryRow<string> =>
  keyedEntry('contacts:PhoneNumber', 'PhoneNumbers', key);

/** One of a contact's addresses for chats. Null in an update takes it away. */
export const imEntry = (key: (typeof imKeys)[number]): EntryRow<string> =>
  keyedEntry('contacts:ImAddress', 'ImAddresses', key);

/** One line of a contact's postal address: EWS changes and clears each of them alone. */
export const physicalAddressPart = (
  key: (typeof physicalAddressKeys)[number],
  part: keyof typeof addressParts,
): EntryRow<string> => {
  const name = addressParts[part];
  return indexedRow({
    fieldUri: `contacts:PhysicalAddress:${name}`,
    index: key,
    dictionary: 'PhysicalAddresses',
    decode: (entry) => optionalText(entry, name),
    entry: (value) => element('t:Entry', { Key: key }, [string.encode(`t:${name}`, value)]),
  });
};
