import type { SeedFolder, SeedMailbox, SeedOrganization } from '../../../src/emulator/store/model.ts';

/** Passwords of the mail users, by their addresses. */
export const capturePassword = (address: string): string => `password of ${address}`;

/** The organisation in which the captures were made, at their beginning: four people, no mail, and the folders of their server. */
export const captureOrganization = (): SeedOrganization => ({
  organizationId: 'm-0123456789abcdef0123456789abcdef',
  mailboxes: [
    person('alice@example.test', 'Alice Example'),
    person('bob@example.test', 'Bob Example'),
    person('carol@example.test', 'Carol Example'),
    person('svc@example.test', 'Svc Account'),
  ],
  groups: [],
});

const person = (address: string, displayName: string): SeedMailbox => ({
  address,
  aliases: [],
  displayName,
  kind: 'USER',
  password: capturePassword(address),
  root: () => folder('', 'IPF', 'root', [folder('Top of Information Store', 'IPF.Note', 'msgfolderroot', visible)]),
});

const folder = (
  name: string,
  folderClass: string,
  distinguishedId?: string,
  children: readonly SeedFolder[] = [],
): SeedFolder => ({
  name,
  folderClass,
  children,
  items: [],
  ...(distinguishedId === undefined ? {} : { distinguishedId }),
});

const visible: readonly SeedFolder[] = [
  folder('Sent Items', 'IPF.Note', 'sentitems'),
  folder('Deleted Items', 'IPF.Note', 'deleteditems'),
  folder('Outbox', 'IPF.Note', 'outbox'),
  folder('Inbox', 'IPF.Note', 'inbox'),
  folder('Drafts', 'IPF.Note', 'drafts'),
  folder('Calendar', 'IPF.Appointment', 'calendar'),
  folder('Journal', 'IPF.Journal', 'journal'),
  folder('Notes', 'IPF.StickyNote', 'notes'),
  folder('Tasks', 'IPF.Task', 'tasks'),
  folder('Contacts', 'IPF.Contact', 'contacts', [
    folder('Quick Contacts', 'IPF.Contact'),
    folder('IM Contacts List', 'IPF.Contact'),
    folder('GAL Contacts', 'IPF.Contact'),
  ]),
  folder('Junk Email', 'IPF.Note', 'junkemail'),
  folder('Sync Issues', 'IPF.Note', undefined, [
    folder('Conflicts', 'IPF.Note'),
    folder('Local Failures', 'IPF.Note'),
    folder('Server Failures', 'IPF.Note'),
  ]),
  folder('Conversation Action Settings', 'IPF.Configuration'),
];
