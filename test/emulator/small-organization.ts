import type { SeedAttachment, SeedFolder, SeedItem, SeedOrganization } from '../../src/emulator/store/model.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { element, mailbox, message } from './elements.ts';

/** alice with one of everything, bob, vault behind the DENY rule, a room and a group. */
export const smallOrganization = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    {
      address: 'alice@example.test',
      aliases: ['alice.smith@example.test'],
      displayName: 'Alice Smith',
      kind: 'USER',
      password: 'alice-secret',
      root: () => aliceRoot,
    },
    person('bob@example.test', 'Bob Jones', 'USER', [mail('For Bob')]),
    person('vault@example.test', 'Vault', 'USER', [mail('Secret')]),
    person('room-1@example.test', 'Room One', 'ROOM', []),
  ],
  groups: [{ address: 'team@example.test', displayName: 'Team', members: ['alice@example.test', 'bob@example.test'] }],
  closedToRoles: ['vault@example.test'],
});

/** A t:Message with a subject, unread, received at the beginning of 2026. */
export const mail = (subject: string, attachments: readonly SeedAttachment[] = []): SeedItem => ({
  element: message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': subject,
      't:Body': 'Hello',
      't:DateTimeReceived': '2026-01-05T08:30:15.789Z',
      't:Size': '1234',
    },
    [node('t:IsRead', 'false')],
  ),
  attachments,
});

/** A file of text. */
export const textFile = (name: string, content: string): SeedAttachment => ({
  kind: 'file',
  name,
  contentType: 'text/plain',
  isInline: false,
  size: Buffer.byteLength(content),
  content: () => Buffer.from(content),
});

/** A picture that an HTML body shows by `cid:`. */
export const inlinePicture = (name: string, contentId: string): SeedAttachment => ({
  kind: 'file',
  name,
  contentType: 'image/png',
  contentId,
  isInline: true,
  size: 20,
  content: () => Buffer.from('not really a picture'),
});

const folder = (
  name: string,
  folderClass: string,
  items: readonly SeedItem[],
  children: readonly SeedFolder[] = [],
  distinguishedId = name.toLowerCase().replaceAll(' ', ''),
): SeedFolder => ({ name, folderClass, distinguishedId, items, children });

const person = (
  address: string,
  displayName: string,
  kind: 'USER' | 'ROOM',
  inbox: readonly SeedItem[],
): SeedOrganization['mailboxes'][number] => ({
  address,
  aliases: [],
  displayName,
  kind,
  password: `${displayName}-secret`,
  root: () =>
    folder('root', 'IPF', [], [folder('Top', 'IPF.Note', [], [folder('Inbox', 'IPF.Note', inbox)], 'msgfolderroot')]),
});

const html = '<p>Hello <b>Alice</b></p><img src="cid:logo@example.test">';

const richMail: SeedItem = {
  key: 'rich',
  element: message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': 'Ünïcode and <angle brackets>',
      't:DateTimeReceived': '2026-01-06T09:00:00.001Z',
      't:Size': '4321',
    },
    [
      node('t:Body', { BodyType: 'HTML' }, html),
      node('t:DateTimeSent', '2026-01-06T08:59:58.500Z'),
      mailbox('t:From', 'Bob "the builder" Jones', 'bob@example.test'),
      mailbox('t:ToRecipients', 'Alice Smith', 'alice@example.test'),
      mailbox('t:CcRecipients', 'Zoë', 'zoe@example.com'),
      node('t:InternetMessageId', '<rich@example.test>'),
      node('t:IsRead', 'true'),
    ],
  ),
  attachments: [
    inlinePicture('logo.png', 'logo@example.test'),
    textFile('日本.txt', 'nihon'),
    { kind: 'item', name: 'Attached letter', item: mail('Attached letter', [textFile('inner.txt', 'inner text')]) },
  ],
};

const weekly: SeedItem = {
  key: 'weekly',
  element: element(
    't:CalendarItem',
    {
      't:ItemClass': 'IPM.Appointment',
      't:Subject': 'Weekly',
      't:Start': '2026-01-05T09:00:00.000Z',
      't:End': '2026-01-05T10:00:00.000Z',
    },
    [
      node('t:CalendarItemType', 'RecurringMaster'),
      node('t:StartTimeZone', { Id: 'UTC' }),
      node('t:Recurrence', [
        node('t:WeeklyRecurrence', [node('t:Interval', '1'), node('t:DaysOfWeek', 'Monday')]),
        node('t:NumberedRecurrence', [node('t:StartDate', '2026-01-05'), node('t:NumberOfOccurrences', '4')]),
      ]),
    ],
  ),
  attachments: [],
  deletedOccurrences: ['2026-01-12T09:00:00.000Z'],
};

const invitation: SeedItem = {
  associatedKey: 'weekly',
  element: element('t:MeetingRequest', { 't:ItemClass': 'IPM.Schedule.Meeting.Request', 't:Subject': 'Weekly' }, [
    node('t:IsRead', 'false'),
  ]),
  attachments: [],
};

const contact: SeedItem = {
  element: element(
    't:Contact',
    { 't:ItemClass': 'IPM.Contact', 't:FileAs': 'Brown, Bobby', 't:DisplayName': 'Bobby Brown' },
    [node('t:EmailAddresses', [node('t:Entry', { Key: 'EmailAddress1' }, 'bobby@example.com')])],
  ),
  attachments: [],
};

const unreadSearch: SeedFolder = {
  name: 'Unread Mail',
  folderClass: 'IPF.Note',
  items: [],
  children: [],
  searchParameters: node('t:SearchParameters', { Traversal: 'Deep' }, [
    node('t:Restriction', [
      node('t:IsEqualTo', [
        node('t:FieldURI', { FieldURI: 'message:IsRead' }),
        node('t:FieldURIOrConstant', [node('t:Constant', { Value: 'false' })]),
      ]),
    ]),
    node('t:BaseFolderIds', [node('t:DistinguishedFolderId', { Id: 'inbox' })]),
  ]),
};

const project: SeedFolder = {
  name: 'Project',
  folderClass: 'IPF.Note',
  items: [mail('In a folder of its own')],
  children: [],
};

const aliceRoot = folder(
  'root',
  'IPF',
  [],
  [
    folder(
      'Top of Information Store',
      'IPF.Note',
      [],
      [
        folder('Inbox', 'IPF.Note', [invitation, mail('First'), richMail, mail('Third')], [project]),
        folder('Calendar', 'IPF.Appointment', [weekly]),
        folder('Contacts', 'IPF.Contact', [contact]),
        folder('Tasks', 'IPF.Task', []),
      ],
      'msgfolderroot',
    ),
    folder('Search Folders', 'IPF.Note', [], [unreadSearch]),
  ],
);
