import type { EmailEntry, KeyedEntry, PhysicalAddress } from '../../ews/properties/contact-entries.ts';
import { htmlToText } from '../../mailbox/html/html-to-text.ts';
import type { PortableContact, PortableContactGroup } from '../portable/portable-contact.ts';
import type { PortableContent, PortableFile } from '../portable/portable-content.ts';
import { cardLine, cleanLine, cleanText, lineEnd, optionalText, type ContentProperty } from './content-line.ts';
import type { WriteAttachments } from './attachments.ts';
import { categoryProperties, instantProperty } from './item-properties.ts';

/** What names a card, and writes what hangs on it. */
export interface CardSurroundings {
  /** Names the contact for ever; its UID. */
  readonly mark: string;
  readonly attachments: WriteAttachments;
}

/** A contact as a vCard 3.0: https://www.rfc-editor.org/rfc/rfc2426. What it has no word for goes by Outlook's names (`X-MS-`), else by EWS's (`X-EWS-`). */
export const contactCard = async (contact: PortableContact, surroundings: CardSurroundings): Promise<string> => {
  const { title, givenName, middleName, surname, suffix, companyName, department, photo } = contact;
  const organization = [companyName ?? '', ...(department === undefined ? [] : [department])].map(cleanText);
  return card(contact, surroundings, [
    ['fn', {}, 'text', shownName(contact)],
    ['n', {}, 'text', [surname, givenName, middleName, title, suffix].map((part) => cleanText(part ?? ''))],
    ...optionalText('nickname', contact.nickname),
    ...(companyName === undefined && department === undefined ? [] : [['org', {}, 'text', organization] as const]),
    ...optionalText('title', contact.jobTitle),
    ...optionalText('role', contact.profession),
    ...contact.emailAddresses.flatMap(emailProperties),
    ...contact.phoneNumbers.map(phoneProperty),
    ...contact.imAddresses.map(imProperty),
    ...contact.physicalAddresses.map((address) => addressProperty(address, contact.mailingAddress)),
    ...(contact.businessHomePage === undefined
      ? []
      : [['url', {}, 'uri', cleanLine(contact.businessHomePage)] as const]),
    ...(contact.birthday === undefined ? [] : [['bday', {}, 'date', contact.birthday] as const]),
    ...optionalText('x-anniversary', contact.weddingAnniversary),
    ...optionalText('sort-string', contact.fileAs),
    ...optionalText('x-ews-file-as-mapping', contact.fileAsMapping),
    ...optionalText('x-ews-initials', contact.initials),
    ...optionalText('x-ews-office-location', contact.officeLocation),
    ...optionalText('x-ms-manager', contact.manager),
    ...optionalText('x-ms-assistant', contact.assistantName),
    ...optionalText('x-ms-spouse', contact.spouseName),
    ...contact.children.flatMap((child) => optionalText('x-ms-child', child)),
    ...contact.companies.flatMap((company) => optionalText('x-ews-company', company)),
    ...optionalText('x-ews-mileage', contact.mileage),
    ...(photo === undefined ? [] : [await photoProperty(photo)]),
  ]);
};

/**
 * A group as a card of its kind, in the way that Apple's address book began and others read; vCard 3.0 itself has no groups. Members are told by their
 * addresses.
 */
export const groupCard = (group: PortableContactGroup, surroundings: CardSurroundings): Promise<string> => {
  const name = cleanText(group.displayName ?? group.fileAs ?? group.subject ?? '');
  return card(group, surroundings, [
    ['fn', {}, 'text', name === '' ? 'Group' : name],
    ['n', {}, 'text', [name, '', '', '', '']],
    ['x-addressbookserver-kind', {}, 'text', 'group'],
    ...optionalText('sort-string', group.fileAs),
    ...group.members.map(({ name: called, address }): ContentProperty => [
      'x-addressbookserver-member',
      called === undefined ? {} : { 'x-cn': cleanLine(called) },
      'text',
      address === undefined ? 'invalid:nomail' : `mailto:${cleanLine(address)}`,
    ]),
  ]);
};

const classes = { Normal: 'PUBLIC', Personal: 'PRIVATE', Private: 'PRIVATE', Confidential: 'CONFIDENTIAL' } as const;

const card = async (
  content: PortableContent,
  { mark, attachments }: CardSurroundings,
  properties: readonly ContentProperty[],
): Promise<string> => {
  const { body, categories, importance, sensitivity, lastModifiedAt } = content;
  const all: readonly ContentProperty[] = [
    ['version', {}, 'text', '3.0'],
    ['uid', {}, 'text', mark],
    ...properties,
    ...optionalText('note', body === undefined || body.type === 'Text' ? body?.content : htmlToText(body.content)),
    ...(body?.type === 'HTML' ? optionalText('x-ews-html-body', body.content) : []),
    ...categoryProperties(categories),
    ['class', {}, 'text', classes[sensitivity]],
    ...(importance === 'Normal' ? [] : optionalText('x-ews-importance', importance)),
    ...(lastModifiedAt === undefined ? [] : [instantProperty('rev', lastModifiedAt)]),
    // vCard knows pictures, sounds and keys, but no files.
    ...(await attachments(content.attachments)).map(([, ...rest]): ContentProperty => ['x-ews-attachment', ...rest]),
  ];
  return [`BEGIN:VCARD${lineEnd}`, ...all.map(cardLine), `END:VCARD${lineEnd}`].join('');
};

/** A card has to have a name. */
const shownName = ({
  displayName,
  givenName,
  surname,
  fileAs,
  companyName,
  emailAddresses,
  subject,
}: PortableContact): string => {
  const whole = [givenName, surname].filter((part) => part !== undefined).join(' ');
  const names = [displayName, whole, fileAs, companyName, emailAddresses[0]?.address, subject];
  return cleanText(names.find((name) => name !== undefined && name.trim() !== '') ?? 'Unnamed');
};

const emailProperties = ({ key, address, name }: EmailEntry, index: number): readonly ContentProperty[] => [
  ['email', { type: index === 0 ? ['INTERNET', 'PREF'] : ['INTERNET'], 'x-ews-key': key }, 'text', cleanLine(address)],
  ...(name === undefined || name === address
    ? []
    : [['x-ews-email-name', { 'x-ews-key': key }, 'text', cleanText(name)] as const]),
];

/** Words of RFC 2426 for EWS's keys. What it has none for keeps the key alone. */
const phoneTypes: Readonly<Record<string, readonly string[]>> = {
  BusinessFax: ['WORK', 'FAX'],
  BusinessPhone: ['WORK', 'VOICE', 'PREF'],
  BusinessPhone2: ['WORK', 'VOICE'],
  CarPhone: ['CAR', 'VOICE'],
  CompanyMainPhone: ['WORK', 'VOICE'],
  HomeFax: ['HOME', 'FAX'],
  HomePhone: ['HOME', 'VOICE', 'PREF'],
  HomePhone2: ['HOME', 'VOICE'],
  Isdn: ['ISDN'],
  MobilePhone: ['CELL', 'VOICE'],
  OtherFax: ['FAX'],
  Pager: ['PAGER'],
  PrimaryPhone: ['VOICE', 'PREF'],
};

const phoneProperty = ({ key, value }: KeyedEntry): ContentProperty => [
  'tel',
  { type: phoneTypes[key] ?? ['VOICE'], 'x-ews-key': key },
  'text',
  cleanLine(value),
];

/** RFC 4770 wants a URI; `im:` is that of an address whose service nobody knows. */
const imProperty = ({ key, value }: KeyedEntry): ContentProperty => {
  const address = cleanLine(value);
  return ['impp', { 'x-ews-key': key }, 'text', /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `im:${address}`];
};

const addressTypes: Readonly<Record<string, string>> = { Business: 'WORK', Home: 'HOME' };

const addressProperty = (
  { key, street, city, state, postalCode, country }: PhysicalAddress,
  mailing: PortableContact['mailingAddress'],
): ContentProperty => [
  'adr',
  { type: [addressTypes[key] ?? 'POSTAL', ...(key === mailing ? ['PREF'] : [])], 'x-ews-key': key },
  'text',
  ['', '', street, city, state, postalCode, country].map((part) => cleanText(part ?? '')),
];

const photoProperty = async ({ content, contentType, name }: PortableFile): Promise<ContentProperty> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk);
  const told = /^image\/([\w.+-]+)/i.exec(contentType ?? '')?.[1] ?? /\.(png|gif|bmp|webp|tiff?)$/i.exec(name)?.[1];
  return [
    'photo',
    { encoding: 'b', type: (told ?? 'jpeg').toUpperCase() },
    'binary',
    Buffer.concat(chunks).toString('base64'),
  ];
};
