import type { SeedFolder, SeedItem } from '../store/model.ts';
import { contactItem, distributionListItem, type ContactCard } from './contact-item.ts';
import type { Moments } from './moments.ts';
import { alice, bob, carol, dave, partners } from './people.ts';

/** Alice's address book: a dozen people and firms, and a private list. */
export const aliceContacts = ({ at }: Moments): readonly SeedItem[] => [
  ...cards.map((card, index) => contactItem(card, alice, at(-380 + index * 20, '10:00:00.125'))),
  distributionListItem(
    'Suppliers',
    [partners.printer, partners.landlord, partners.accountant],
    alice,
    at(-210, '12:00:00'),
  ),
];

/** A folder of contacts within the contacts. */
export const aliceContactFolders = ({ at }: Moments): readonly SeedFolder[] => [
  {
    name: 'Family',
    folderClass: 'IPF.Contact',
    children: [],
    items: [
      contactItem(
        {
          givenName: 'Ruth',
          surname: 'Smith',
          nickname: 'Mum',
          phones: { HomePhone: '+49 30 5550 199', MobilePhone: '+49 151 5550 199' },
          addresses: [
            { key: 'Home', street: '3 Orchard Row', city: 'Potsdam', country: 'Germany', postalCode: '14467' },
          ],
          birthday: '1956-04-09',
        },
        alice,
        at(-370, '19:00:00'),
      ),
    ],
  },
];

const acmeAddress = {
  key: 'Business',
  street: '1 Foundry Road',
  city: 'Porto',
  country: 'Portugal',
  postalCode: '4000-001',
} as const;

const cards: readonly ContactCard[] = [
  {
    givenName: 'Bob',
    surname: 'Okafor',
    emails: [bob.address, 'bob.okafor@example.test'],
    phones: { BusinessPhone: '+49 30 5550 102', MobilePhone: '+49 151 5550 102' },
    jobTitle: 'Head of engineering',
    department: 'Engineering',
  },
  {
    givenName: 'Carol',
    surname: 'Núñez',
    emails: [carol.address],
    phones: { BusinessPhone: '+49 30 5550 103' },
    jobTitle: 'Finance and people',
    birthday: '1984-11-30',
  },
  {
    givenName: 'Dave',
    surname: 'Lindqvist',
    emails: [dave.address],
    phones: { MobilePhone: '+46 70 555 0104' },
    jobTitle: 'Sales',
  },
  {
    givenName: 'Ines',
    middleName: 'Luísa',
    surname: 'Moreau',
    title: 'Dr',
    company: 'Acme',
    department: 'Purchasing',
    jobTitle: 'Senior buyer',
    emails: [partners.acmeBuyer.address, 'purchasing@acme.example.com', 'ines@home.example.org'],
    phones: {
      BusinessPhone: '+351 555 0140',
      BusinessPhone2: '+351 555 0141',
      BusinessFax: '+351 555 0149',
      CompanyMainPhone: '+351 555 0100',
    },
    addresses: [
      acmeAddress,
      { key: 'Home', street: '12 Rua Nova', city: 'Porto', country: 'Portugal', postalCode: '4050-012' },
    ],
    homePage: 'https://acme.example.com/',
    notes: 'Prefers the telephone. Never on Fridays.',
    categories: ['Clients'],
  },
  {
    givenName: 'Tomás',
    surname: 'Ferreira',
    company: 'Acme',
    jobTitle: 'Plant engineer',
    emails: [partners.acmeEngineer.address],
    phones: { MobilePhone: '+351 555 0142' },
    addresses: [acmeAddress],
    categories: ['Clients'],
  },
  {
    givenName: 'Freya',
    surname: 'Halvorsen',
    company: 'Borealis',
    jobTitle: 'Project lead',
    emails: [partners.borealisLead.address],
    phones: { BusinessPhone: '+47 555 0130' },
    instantMessaging: 'freya@chat.borealis.example.org',
    categories: ['Clients'],
  },
  {
    givenName: 'Marcus',
    surname: 'Webb',
    company: 'Cinder Works',
    jobTitle: 'Director',
    emails: [partners.cinderManager.address],
    phones: { BusinessPhone: '+44 20 5550 0160', Pager: '0161' },
    addresses: [
      {
        key: 'Business',
        street: '7 Kiln Lane',
        city: 'Sheffield',
        state: 'South Yorkshire',
        country: 'United Kingdom',
        postalCode: 'S1 0AA',
      },
    ],
  },
  {
    givenName: '美咲',
    surname: '田中',
    displayName: '田中 美咲',
    company: '星計測',
    emails: [partners.tokyoPartner.address],
    phones: { BusinessPhone: '+81 3 5550 0170' },
  },
  {
    givenName: 'ليلى',
    surname: 'حسن',
    displayName: 'ليلى حسن',
    company: 'Nile Optics',
    emails: [partners.cairoPartner.address],
  },
  {
    givenName: 'Priya',
    surname: 'Raman',
    company: 'Ledger & Co',
    jobTitle: 'Accountant',
    emails: [partners.accountant.address],
    phones: { OtherTelephone: '+49 30 5550 180' },
  },
  {
    displayName: 'Quayside Properties',
    company: 'Quayside Properties',
    emails: [partners.landlord.address],
    phones: { CompanyMainPhone: '+49 30 5550 190' },
    addresses: [{ key: 'Other', street: '1 Quayside', city: 'Hamburg', country: 'Germany', postalCode: '20457' }],
  },
  {
    givenName: 'Only',
    surname: 'Telephone',
    phones: { HomePhone: '+49 30 5550 198' },
    notes: 'No e-mail address at all.',
  },
];
