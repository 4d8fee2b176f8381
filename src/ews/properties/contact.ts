import { dateAtMidnight, listOf, oneOf, string } from './codec.ts';
import { completeName, emailEntries, keyedEntries, physicalAddresses } from './contact-entries.ts';
import { itemProperties } from './item.ts';
import { extendedProperty, property, type PropertyTable } from './property.ts';

const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;

/**
 * Rows of t:Contact after those of every item, in the schema's order. Permissions after Microsoft's Managed API (ContactSchema). Its
 * dictionaries are written whole on creation and one entry at a time (IndexedFieldURI) afterwards, so they allow no update.
 */
export const contactProperties = {
  ...itemProperties,
  fileAs: property('contacts:FileAs', string, clearable),
  /** How the server makes that up, `LastCommaFirst`; `None` where somebody wrote it. */
  fileAsMapping: property('contacts:FileAsMapping', string, clearable),
  displayName: property('contacts:DisplayName', string, clearable),
  givenName: property('contacts:GivenName', string, clearable),
  initials: property('contacts:Initials', string, clearable),
  middleName: property('contacts:MiddleName', string, clearable),
  nickname: property('contacts:Nickname', string, clearable),
  completeName: property('contacts:CompleteName', completeName, { find: true }),
  companyName: property('contacts:CompanyName', string, clearable),
  emailAddresses: property('contacts:EmailAddresses', emailEntries, { create: true }),
  physicalAddresses: property('contacts:PhysicalAddresses', physicalAddresses, { create: true }),
  phoneNumbers: property('contacts:PhoneNumbers', keyedEntries, { create: true }),
  assistantName: property('contacts:AssistantName', string, clearable),
  /** yyyy-mm-dd. */
  birthday: property('contacts:Birthday', dateAtMidnight, clearable),
  businessHomePage: property('contacts:BusinessHomePage', string, clearable),
  children: property('contacts:Children', listOf('String', string), clearable),
  companies: property('contacts:Companies', listOf('String', string), clearable),
  department: property('contacts:Department', string, clearable),
  /** What stands behind the name: Jr. */
  generation: property('contacts:Generation', string, clearable),
  imAddresses: property('contacts:ImAddresses', keyedEntries, { create: true }),
  jobTitle: property('contacts:JobTitle', string, clearable),
  manager: property('contacts:Manager', string, clearable),
  mileage: property('contacts:Mileage', string, clearable),
  officeLocation: property('contacts:OfficeLocation', string, clearable),
  /** Which of the postal addresses is the one to write to. */
  postalAddressIndex: property(
    'contacts:PostalAddressIndex',
    oneOf(['None', 'Business', 'Home', 'Other'], 'None'),
    clearable,
  ),
  profession: property('contacts:Profession', string, clearable),
  spouseName: property('contacts:SpouseName', string, clearable),
  surname: property('contacts:Surname', string, clearable),
  /** yyyy-mm-dd. */
  weddingAnniversary: property('contacts:WeddingAnniversary', dateAtMidnight, clearable),
} satisfies PropertyTable;

/** PidTagDisplayNamePrefix, what stands before the name: Dr. EWS shows it in t:CompleteName and lets it be set by this name only. */
export const namePrefix = extendedProperty({ tag: 0x3a45 }, 'String', string, {
  create: true,
  update: true,
  clear: true,
});
