import type { SeedItem } from '../store/model.ts';
import { node, type XmlNode } from '../xml/xml.ts';
import { flag, itemElement, list, optional } from './item-properties.ts';
import type { Instant } from './moments.ts';
import type { Member } from './people.ts';
import { plainText } from './prose.ts';

type PhoneKey =
  | 'BusinessPhone'
  | 'BusinessPhone2'
  | 'MobilePhone'
  | 'HomePhone'
  | 'BusinessFax'
  | 'CompanyMainPhone'
  | 'Pager'
  | 'OtherTelephone';

/** A postal address. */
export interface PostalAddress {
  readonly key: 'Business' | 'Home' | 'Other';
  readonly street: string;
  readonly city: string;
  readonly state?: string;
  readonly country: string;
  readonly postalCode: string;
}

/** An entry of an address book, personal names in parts. */
export interface ContactCard {
  readonly givenName?: string;
  readonly middleName?: string;
  readonly surname?: string;
  readonly title?: string;
  readonly nickname?: string;
  /** Undefined: the parts of the name. */
  readonly displayName?: string;
  readonly company?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  /** At most three; the schema has no place for more. */
  readonly emails?: readonly string[];
  readonly phones?: Readonly<Partial<Record<PhoneKey, string>>>;
  readonly addresses?: readonly PostalAddress[];
  readonly instantMessaging?: string;
  /** yyyy-mm-dd. */
  readonly birthday?: string;
  readonly homePage?: string;
  readonly notes?: string;
  readonly categories?: readonly string[];
}

/** The item that `card` is in the contacts of `owner`. */
export const contactItem = (card: ContactCard, owner: Member, createdAt: Instant): SeedItem => {
  const fullName = card.displayName ?? [card.givenName, card.middleName, card.surname].filter(Boolean).join(' ');
  return {
    element: itemElement(
      't:Contact',
      {
        itemClass: 'IPM.Contact',
        subject: fullName,
        body: card.notes === undefined ? undefined : plainText([card.notes]),
        createdAt,
        receivedAt: createdAt,
        modifiedBy: owner,
        categories: card.categories,
        responses: ['ForwardItem'],
      },
      [
        node('t:FileAs', [card.surname, card.givenName].filter(Boolean).join(', ') || fullName),
        node('t:FileAsMapping', card.surname === undefined ? 'None' : 'LastCommaFirst'),
        node('t:DisplayName', fullName),
        optional('t:GivenName', card.givenName),
        optional('t:MiddleName', card.middleName),
        optional('t:Nickname', card.nickname),
        completeName(card, fullName),
        optional('t:CompanyName', card.company),
        list(
          't:EmailAddresses',
          card.emails?.map((email, index) =>
            node('t:Entry', { Key: `EmailAddress${index + 1}`, Name: fullName, RoutingType: 'SMTP' }, email),
          ),
        ),
        list('t:PhysicalAddresses', card.addresses?.map(postalAddress)),
        list(
          't:PhoneNumbers',
          Object.entries(card.phones ?? {}).map(([Key, phone]) => node('t:Entry', { Key }, phone)),
        ),
        optional('t:Birthday', card.birthday === undefined ? undefined : `${card.birthday}T00:00:00.000Z`),
        optional('t:BusinessHomePage', card.homePage),
        node('t:ContactSource', 'Store'),
        optional('t:Department', card.department),
        list(
          't:ImAddresses',
          card.instantMessaging === undefined ? [] : [node('t:Entry', { Key: 'ImAddress1' }, card.instantMessaging)],
        ),
        optional('t:JobTitle', card.jobTitle),
        optional('t:PostalAddressIndex', card.addresses?.[0]?.key),
        optional('t:Surname', card.surname),
        flag('t:HasPicture', false),
      ],
    ),
    attachments: [],
  };
};

/** A personal distribution list. */
export const distributionListItem = (
  name: string,
  members: readonly { readonly name: string; readonly address: string }[],
  owner: Member,
  createdAt: Instant,
): SeedItem => ({
  element: itemElement(
    't:DistributionList',
    {
      itemClass: 'IPM.DistList',
      subject: name,
      body: undefined,
      createdAt,
      receivedAt: createdAt,
      modifiedBy: owner,
      responses: ['ForwardItem'],
    },
    [
      node('t:DisplayName', name),
      node('t:FileAs', name),
      node('t:ContactSource', 'Store'),
      list(
        't:Members',
        members.map((member) =>
          node('t:Member', { Key: member.address }, [
            node('t:Mailbox', [
              node('t:Name', member.name),
              node('t:EmailAddress', member.address),
              node('t:RoutingType', 'SMTP'),
              node('t:MailboxType', 'OneOff'),
            ]),
            node('t:Status', 'Normal'),
          ]),
        ),
      ),
    ],
  ),
  attachments: [],
});

const completeName = (card: ContactCard, fullName: string): XmlNode =>
  node('t:CompleteName', [
    optional('t:Title', card.title),
    optional('t:FirstName', card.givenName),
    optional('t:MiddleName', card.middleName),
    optional('t:LastName', card.surname),
    node('t:FullName', fullName),
    optional('t:Nickname', card.nickname),
  ]);

const postalAddress = (address: PostalAddress): XmlNode =>
  node('t:Entry', { Key: address.key }, [
    node('t:Street', address.street),
    node('t:City', address.city),
    optional('t:State', address.state),
    node('t:CountryOrRegion', address.country),
    node('t:PostalCode', address.postalCode),
  ]);
