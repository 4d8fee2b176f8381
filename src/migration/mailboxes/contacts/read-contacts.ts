import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import { contactProperties, namePrefix } from '../../../ews/properties/contact.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import { looseValue } from '../../../ews/properties/item-element.ts';
import type { ItemOf } from '../../../ews/properties/item-types.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import { attachmentsOf, contentRows, readContent } from '../content-rows.ts';
import { getItems } from '../get-items.ts';
import type { PortableContact } from '../../portable/portable-contact.ts';
import { readAttachments } from '../read-attachments.ts';

const own = contactProperties;

const contactRows: readonly AnyProperty[] = [
  ...contentRows,
  own.fileAs,
  own.fileAsMapping,
  own.displayName,
  own.givenName,
  own.initials,
  own.middleName,
  own.nickname,
  own.completeName,
  own.companyName,
  own.emailAddresses,
  own.physicalAddresses,
  own.phoneNumbers,
  own.assistantName,
  own.birthday,
  own.businessHomePage,
  own.children,
  own.companies,
  own.department,
  own.generation,
  own.imAddresses,
  own.jobTitle,
  own.manager,
  own.mileage,
  own.officeLocation,
  own.postalAddressIndex,
  own.profession,
  own.spouseName,
  own.surname,
  own.weddingAnniversary,
  namePrefix,
];

/** Reads contacts whole, one answer for each, in their order. Throws EwsError for what fails as a whole. */
export const readContacts = async (
  session: EwsSession,
  ids: readonly ItemId[],
): Promise<readonly (PortableContact | EwsError)[]> => {
  const contacts: (PortableContact | EwsError)[] = [];
  for (const item of await getItems(session, ids, contactRows)) {
    if (item instanceof EwsError) contacts.push(item);
    else if (item.type !== 'Contact')
      contacts.push(new EwsError('decode', `the item is a ${item.element} and no contact`));
    else contacts.push(await wholeContact(session, item));
  }
  return contacts;
};

const wholeContact = async (session: EwsSession, item: ItemOf<'Contact'>): Promise<PortableContact> => {
  const { properties: rows } = item;
  const listed = attachmentsOf(rows);
  const contents = await readAttachments(session, listed);
  const photoId = listed.find(
    (attachment) => attachment.kind === 'file' && (attachment.isContactPhoto === true || isPhotoName(attachment.name)),
  )?.id;
  const photo = photoId === undefined ? undefined : contents.get(photoId);
  const attachments = listed.flatMap(({ id }) => (id === photoId ? [] : (contents.get(id) ?? [])));
  return {
    ...readContent(rows, 'IPM.Contact', attachments),
    kind: 'contact',
    fileAs: rows.fileAs,
    fileAsMapping: rows.fileAsMapping,
    displayName: rows.displayName,
    title: looseValue(item, namePrefix) ?? rows.completeName?.title,
    givenName: rows.givenName,
    middleName: rows.middleName,
    surname: rows.surname,
    suffix: rows.generation ?? rows.completeName?.suffix,
    initials: rows.initials,
    nickname: rows.nickname,
    companyName: rows.companyName,
    department: rows.department,
    jobTitle: rows.jobTitle,
    officeLocation: rows.officeLocation,
    manager: rows.manager,
    assistantName: rows.assistantName,
    profession: rows.profession,
    spouseName: rows.spouseName,
    children: rows.children ?? [],
    companies: rows.companies ?? [],
    mileage: rows.mileage,
    businessHomePage: rows.businessHomePage,
    birthday: rows.birthday,
    weddingAnniversary: rows.weddingAnniversary,
    emailAddresses: rows.emailAddresses ?? [],
    phoneNumbers: rows.phoneNumbers ?? [],
    imAddresses: rows.imAddresses ?? [],
    physicalAddresses: rows.physicalAddresses ?? [],
    mailingAddress: rows.postalAddressIndex,
    photo: photo?.kind === 'file' ? photo : undefined,
  };
};

/** What Outlook calls the picture of a contact, and what tells it where a server does not. */
const isPhotoName = (name: string): boolean => name.toLowerCase() === 'contactpicture.jpg';
