import { dateAtMidnight, string } from './codec.ts';
import { completeName, emailEntries, keyedEntries, physicalAddresses } from './contact-entries.ts';
import { itemProperties } from './item.ts';
import { property, type PropertyTable } from './property.ts';

const clearable = { find: true, filter: true, create: true, update: true, clear: true } as const;

/**
 * Rows of t:Contact after those of every item, in the schema's order. Permissions after Microsoft's Managed API (ContactSchema). Its
 * dictionaries are written whole on creation and one entry at a time (IndexedFieldURI) afterwards, so they allow no update.
 */
export const contactProperties = {
  ...itemProperties,
  fileAs: property('contacts:FileAs', string, clearable),
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
  /** yyyy-mm-dd. */
  birthday: property('contacts:Birthday', dateAtMidnight, clearable),
  department: property('contacts:Department', string, clearable),
  imAddresses: property('contacts:ImAddresses', keyedEntries, { create: true }),
  jobTitle: property('contacts:JobTitle', string, clearable),
  officeLocation: property('contacts:OfficeLocation', string, clearable),
  surname: property('contacts:Surname', string, clearable),
} satisfies PropertyTable;
