import type { SeedFolder, SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';

const folder = (
  name: string,
  folderClass: string,
  distinguishedId: string,
  children: readonly SeedFolder[] = [],
): SeedFolder => ({ name, folderClass, distinguishedId, children, items: [] });

const emptyRoot = (): SeedFolder =>
  folder('root', 'IPF', 'root', [
    folder('Top of Information Store', 'IPF.Note', 'msgfolderroot', [
      folder('Inbox', 'IPF.Note', 'inbox'),
      folder('Drafts', 'IPF.Note', 'drafts'),
      folder('Sent Items', 'IPF.Note', 'sentitems'),
      folder('Deleted Items', 'IPF.Note', 'deleteditems'),
      folder('Calendar', 'IPF.Appointment', 'calendar'),
      folder('Contacts', 'IPF.Contact', 'contacts'),
      folder('Tasks', 'IPF.Task', 'tasks'),
    ]),
  ]);

const mailbox = (name: string, displayName: string, aliases: readonly string[] = []): SeedMailbox => ({
  address: `${name}@example.test`,
  aliases,
  displayName,
  kind: 'USER',
  password: `${name}-password`,
  root: emptyRoot,
});

/** Three people with empty mailboxes and two groups, one of which lies in the other and holds somebody outside. */
export const mailOrganization = (): SeedOrganization => ({
  organizationId: 'm-0123456789abcdef0123456789abcdef',
  mailboxes: [
    mailbox('alice', 'Alice Smith', ['alice.smith@example.test']),
    mailbox('bob', 'Bob Okafor', ['builder@example.test']),
    mailbox('carol', 'Carol Núñez'),
  ],
  groups: [
    { address: 'team@example.test', displayName: 'Team', members: ['bob@example.test', 'all@example.test'] },
    {
      address: 'all@example.test',
      displayName: 'Everybody',
      members: ['team@example.test', 'alice@example.test', 'carol@example.test', 'partner@example.org'],
    },
  ],
});
