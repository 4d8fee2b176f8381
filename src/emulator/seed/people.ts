import type { SeedGroup, SeedMailbox } from '../store/model.ts';

/** Someone who sends or receives mail. Without `address` the server knows only a name, as with old or imported mail. */
export interface Person {
  readonly name: string;
  readonly address?: string;
  /** A group of the organisation. */
  readonly isGroup?: true;
}

/** Someone with a mailbox in the organisation. */
export interface Member extends Person {
  readonly address: string;
  readonly kind: SeedMailbox['kind'];
  readonly aliases: readonly string[];
  readonly password: string;
}

/** WorkMail organisation id of the demo. */
export const organizationId = 'm-4f1d2c3b5a6978e0c1b2a3948576fedc';

/** Head of projects; hers is the mailbox that a newcomer opens first. */
export const alice: Member = {
  name: 'Alice Smith',
  address: 'alice@example.test',
  kind: 'USER',
  aliases: ['alice.smith@example.test', 'projects@example.test'],
  password: 'alice-demo-password',
};

/** Engineering. */
export const bob: Member = {
  name: 'Bob Okafor',
  address: 'bob@example.test',
  kind: 'USER',
  aliases: ['bob.okafor@example.test'],
  password: 'bob-demo-password',
};

/** Finance and people. */
export const carol: Member = {
  name: 'Carol Núñez',
  address: 'carol@example.test',
  kind: 'USER',
  aliases: ['carol.nunez@example.test', 'accounts@example.test'],
  password: 'carol-demo-password',
};

/** Sales. */
export const dave: Member = {
  name: 'Dave Lindqvist',
  address: 'dave@example.test',
  kind: 'USER',
  aliases: ['dave.lindqvist@example.test'],
  password: 'dave-demo-password',
};

/** A mailbox that the impersonation roles deny. */
export const vault: Member = {
  name: 'Vault',
  address: 'vault@example.test',
  kind: 'USER',
  aliases: ['board@example.test'],
  password: 'vault-demo-password',
};

/** The large meeting room. */
export const room1: Member = {
  name: 'Room 1 (Lighthouse)',
  address: 'room-1@example.test',
  kind: 'ROOM',
  aliases: ['lighthouse@example.test'],
  password: 'room-1-demo-password',
};

/** The small meeting room. */
export const room2: Member = {
  name: 'Room 2 (Harbour)',
  address: 'room-2@example.test',
  kind: 'ROOM',
  aliases: ['harbour@example.test'],
  password: 'room-2-demo-password',
};

/** Everyone who writes and reads mail, without rooms and the vault. */
export const colleagues: readonly Member[] = [alice, bob, carol, dave];

/** Every mailbox, in the order of the directory. */
export const members: readonly Member[] = [...colleagues, vault, room1, room2];

/** Everybody who writes and reads mail. */
export const team: SeedGroup = {
  address: 'team@example.test',
  displayName: 'Team',
  members: colleagues.map(({ address }) => address),
};

/** The meeting rooms: a group of rooms alone, which is how Exchange knows a list of rooms. */
export const meetingRooms: SeedGroup = {
  address: 'rooms@example.test',
  displayName: 'Meeting rooms',
  members: [room1, room2].map(({ address }) => address),
};

/** The group of colleagues as a recipient. */
export const teamList: Person = { name: team.displayName, address: team.address, isGroup: true };

/** People at clients and suppliers; the firms are invented. */
export const partners = {
  acmeBuyer: { name: 'Ines Moreau', address: 'ines.moreau@acme.example.com' },
  acmeEngineer: { name: 'Tomás Ferreira', address: 'tomas.ferreira@acme.example.com' },
  borealisLead: { name: 'Freya Halvorsen', address: 'freya@borealis.example.org' },
  cinderManager: { name: 'Marcus Webb', address: 'm.webb@cinder-works.example.com' },
  tokyoPartner: { name: '田中 美咲', address: 'misaki.tanaka@hoshi.example.org' },
  cairoPartner: { name: 'ليلى حسن', address: 'layla.hassan@nile-optics.example.org' },
  haifaPartner: { name: 'נועם לוי', address: 'noam.levi@carmel.example.org' },
  punePartner: { name: 'अनन्या शर्मा', address: 'ananya.sharma@sahyadri.example.org' },
  accountant: { name: 'Priya Raman', address: 'priya.raman@ledger-and-co.example.com' },
  lawyer: { name: 'Jonas Albrecht', address: 'albrecht@albrecht-legal.example.org' },
  printer: { name: 'Orla Brennan', address: 'orla@inkwell-print.example.com' },
  landlord: { name: 'Quayside Properties', address: 'office@quayside.example.com' },
} as const satisfies Readonly<Record<string, Person>>;

/** Machines that write mail. */
export const services = {
  builds: { name: 'Build Server', address: 'builds@ci.example.com' },
  monitoring: { name: 'Watchtower', address: 'alerts@watchtower.example.com' },
  expenses: { name: 'Expense Desk', address: 'no-reply@expenses.example.com' },
  billing: { name: 'Cloud Billing', address: 'billing@cloud.example.com' },
  travel: { name: 'Railway Bookings', address: 'tickets@rail.example.org' },
  tickets: { name: 'Help Desk', address: 'helpdesk@support.example.com' },
  newsletter: { name: 'The Weekly Sketch', address: 'hello@weekly-sketch.example.org' },
  shop: { name: 'Paper & Pixel', address: 'offers@paper-pixel.example.com' },
  postmaster: { name: 'Mail Delivery System', address: 'mailer-daemon@example.test' },
} as const satisfies Readonly<Record<string, Person>>;
