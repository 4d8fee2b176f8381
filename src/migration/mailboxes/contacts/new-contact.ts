import type { NewItem } from '../../../ews/operations/create-item.ts';
import { namePrefix } from '../../../ews/properties/contact.ts';
import type { NewContactGroup } from '../../../ews/properties/contact-group.ts';
import { assign, type Assignment } from '../../../ews/properties/written-rows.ts';
import { newContentProperties } from '../new-content-properties.ts';
import type { PortableContact, PortableContactGroup } from '../../portable/portable-contact.ts';
import type { PlainItem } from '../write-plain-items.ts';

/** A contact as CreateItem takes it, with what is hung on it afterwards. */
export const newContact = (contact: PortableContact, marks: readonly Assignment[]): PlainItem => ({
  item: {
    type: 'Contact',
    properties: contactProperties(contact),
    named: contact.title === undefined ? [] : [assign(namePrefix, contact.title)],
  },
  marks,
  attachments: contact.attachments,
  photo: contact.photo,
  losses: [],
});

/** A group of contacts as CreateItem takes it. Members without an address cannot be kept: servers refuse them. */
export const newContactGroup = (group: PortableContactGroup, marks: readonly Assignment[]): PlainItem => {
  const members = group.members.filter(({ address }) => address !== undefined);
  const item: NewContactGroup = {
    type: 'DistributionList',
    properties: {
      ...newContentProperties(group),
      displayName: group.displayName,
      fileAs: group.fileAs,
      members,
    },
  };
  return {
    item,
    marks,
    attachments: group.attachments,
    losses: members.length < group.members.length ? ['a member without an address was left out of the group'] : [],
  };
};

type NewContact = Extract<NewItem, { readonly type: 'Contact' }>['properties'];

const contactProperties = (contact: PortableContact): NewContact => ({
  ...newContentProperties(contact),
  fileAs: contact.fileAs,
  // Where somebody wrote the name to sort by, nothing is to make it up.
  fileAsMapping: contact.fileAsMapping === 'None' ? undefined : contact.fileAsMapping,
  displayName: contact.displayName,
  givenName: contact.givenName,
  initials: contact.initials,
  middleName: contact.middleName,
  nickname: contact.nickname,
  companyName: contact.companyName,
  emailAddresses: contact.emailAddresses,
  physicalAddresses: contact.physicalAddresses,
  phoneNumbers: contact.phoneNumbers,
  assistantName: contact.assistantName,
  birthday: contact.birthday,
  businessHomePage: contact.businessHomePage,
  children: contact.children,
  companies: contact.companies,
  department: contact.department,
  generation: contact.suffix,
  imAddresses: contact.imAddresses,
  jobTitle: contact.jobTitle,
  manager: contact.manager,
  mileage: contact.mileage,
  officeLocation: contact.officeLocation,
  postalAddressIndex: contact.mailingAddress,
  profession: contact.profession,
  spouseName: contact.spouseName,
  surname: contact.surname,
  weddingAnniversary: contact.weddingAnniversary,
});
