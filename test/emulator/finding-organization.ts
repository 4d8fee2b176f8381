import type { SeedFolder, SeedItem, SeedOrganization } from '../../src/emulator/store/model.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { element, mailbox, mailboxOnly, message } from './elements.ts';

/** alice with a handful of items to find: mail within one second, a series with a moved and a deleted occurrence, contacts, a folder tree. */
export const findingOrganization = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    {
      address: 'alice@example.test',
      aliases: [],
      displayName: 'Alice Smith',
      kind: 'USER',
      password: 'alice-secret',
      root: () => folder('root', 'IPF', [], [folder('msgfolderroot', 'IPF.Note', [], topFolders())]),
    },
  ],
  groups: [],
});

/** A message of one conversation. Received in the second after 2026-03-02T10:00:00, at that millisecond. */
export const dated = (subject: string, millisecond: string, from: string, topic = subject): SeedItem => ({
  element: message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': subject,
      't:DateTimeReceived': `2026-03-02T10:00:00.${millisecond}Z`,
      't:Size': '1000',
      't:Importance': 'Normal',
    },
    [
      node('t:Body', { BodyType: 'HTML' }, `<p>About ${subject}</p>`),
      mailbox('t:From', from, `${from.toLowerCase()}@example.test`),
      node('t:ToRecipients', [mailboxOnly('Alice Smith', 'alice@example.test')]),
      node('t:ConversationTopic', topic),
      node('t:IsRead', 'false'),
    ],
  ),
  attachments: [],
});

const folder = (
  distinguishedId: string,
  folderClass: string,
  items: readonly SeedItem[],
  children: readonly SeedFolder[] = [],
): SeedFolder => ({ name: distinguishedId, distinguishedId, folderClass, items, children });

const plainFolder = (name: string, children: readonly SeedFolder[] = []): SeedFolder => ({
  name,
  folderClass: 'IPF.Note',
  items: [],
  children,
});

const topFolders = (): readonly SeedFolder[] => [
  folder(
    'inbox',
    'IPF.Note',
    [dated('Middle', '500', 'Bob', 'Plan'), dated('Latest', '900', 'Carol'), dated('Earliest', '100', 'Bob', 'Plan')],
    [plainFolder('Clients', [plainFolder('Acme', [plainFolder('2026')])]), plainFolder('Later')],
  ),
  folder('drafts', 'IPF.Note', [dated('Draft', '000', 'Alice')]),
  folder('calendar', 'IPF.Appointment', [single, series]),
  folder('contacts', 'IPF.Contact', ['Dora', 'Anna', 'Carla'].map(contact)),
];

const event = (
  texts: Readonly<Record<string, string>>,
  more: Parameters<typeof element>[2] = [],
): SeedItem['element'] =>
  element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:CalendarItemType': 'Single', ...texts }, more);

const single: SeedItem = {
  element: event({
    't:Subject': 'Lunch',
    't:Start': '2026-03-28T11:00:00.000Z',
    't:End': '2026-03-28T12:00:00.000Z',
  }),
  attachments: [],
};

const series: SeedItem = {
  element: event(
    {
      't:Subject': 'Round table',
      't:UID': 'uid-1',
      't:Start': '2026-03-20T09:00:00.000Z',
      't:End': '2026-03-20T10:00:00.000Z',
      't:CalendarItemType': 'RecurringMaster',
    },
    [
      node('t:Recurrence', [
        element('t:WeeklyRecurrence', { 't:Interval': '1', 't:DaysOfWeek': 'Friday' }),
        element('t:NoEndRecurrence', { 't:StartDate': '2026-03-20' }),
      ]),
      node('t:StartTimeZone', { Id: 'W. Europe Standard Time' }),
      node('t:EndTimeZone', { Id: 'W. Europe Standard Time' }),
    ],
  ),
  attachments: [],
  exceptions: [
    {
      originalStart: '2026-04-03T08:00:00.000Z',
      element: event({
        't:Subject': 'Round table, moved',
        't:Start': '2026-04-06T08:00:00.000Z',
        't:End': '2026-04-06T09:00:00.000Z',
        't:OriginalStart': '2026-04-03T08:00:00.000Z',
        't:CalendarItemType': 'Exception',
      }),
    },
  ],
  deletedOccurrences: ['2026-04-10T08:00:00.000Z'],
};

const contact = (name: string): SeedItem => ({
  element: element('t:Contact', { 't:ItemClass': 'IPM.Contact', 't:DisplayName': name }),
  attachments: [],
});
