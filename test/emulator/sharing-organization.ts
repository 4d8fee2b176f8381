import type { SeedItem, SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';
import { mailboxRoot, mailFolder, type Contents } from '../../src/emulator/seed/folders.ts';
import { node, type XmlNode } from '../../src/emulator/xml/xml.ts';
import { element, mailbox } from './elements.ts';
import { mail, textFile } from './small-organization.ts';

/** Who is in it. */
export const alice = 'alice@example.test';
export const bob = 'bob@example.test';

/**
 * Bob shares his calendar and one mail folder with alice, and nothing else. Alice is his delegate: in her inbox lies the request for an event of
 * his calendar, beside one for an event of her own.
 */
export const sharingOrganization = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    person(alice, 'Alice Smith', {
      inbox: [
        request('Invitation for Bob', 'board', { isDelegated: true, calendarOf: bob }),
        request('Invitation for Alice', 'lunch', { isDelegated: false }),
        mail('For Alice', [textFile('own.txt', 'alice’s own')]),
      ],
      calendar: [
        event('Lunch', 'lunch', '2026-03-18T11:00:00.000Z'),
        weekly('Alice’s week', 'week', '2026-03-16T08:00:00.000Z'),
      ],
    }),
    person(bob, 'Bob Jones', {
      inbox: [mail('Only for Bob', [textFile('secret.txt', 'bob’s secret')])],
      calendar: [
        event('Board meeting', 'board', '2026-03-18T14:00:00.000Z'),
        weekly('Bob’s week', 'week', '2026-03-16T09:00:00.000Z'),
      ],
      topLevel: [
        {
          ...mailFolder(
            'Projects',
            [
              mail('Shared by Bob', [
                textFile('shared.txt', 'bob’s file'),
                { kind: 'item', name: 'Letter', item: mail('Bob’s letter') },
              ]),
            ],
            [mailFolder('Below', [mail('Not shared')])],
          ),
          sharedWith: [alice],
        },
      ],
      sharedWith: { calendar: [alice] },
    }),
  ],
  groups: [],
});

const person = (address: string, displayName: string, contents: Contents): SeedMailbox => ({
  address,
  aliases: [],
  displayName,
  kind: 'USER',
  password: `${displayName}-secret`,
  root: () => mailboxRoot(contents),
});

const hourLater = (start: string): string => new Date(Date.parse(start) + 3_600_000).toISOString();

const times = (start: string): readonly XmlNode[] => [node('t:Start', start), node('t:End', hourLater(start))];

const event = (subject: string, key: string, start: string): SeedItem => ({
  key,
  element: element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:Subject': subject }, [
    ...times(start),
    node('t:CalendarItemType', 'Single'),
  ]),
  attachments: [],
});

const weekly = (subject: string, key: string, start: string): SeedItem => ({
  key,
  element: element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:Subject': subject }, [
    ...times(start),
    node('t:CalendarItemType', 'RecurringMaster'),
    node('t:StartTimeZone', { Id: 'UTC' }),
    node('t:Recurrence', [
      node('t:WeeklyRecurrence', [node('t:Interval', '1'), node('t:DaysOfWeek', 'Monday')]),
      node('t:NumberedRecurrence', [node('t:StartDate', start.slice(0, 10)), node('t:NumberOfOccurrences', '4')]),
    ]),
  ]),
  attachments: [],
});

const request = (
  subject: string,
  associatedKey: string,
  { isDelegated, calendarOf }: { readonly isDelegated: boolean; readonly calendarOf?: string },
): SeedItem => ({
  associatedKey,
  ...(calendarOf === undefined ? {} : { associatedMailbox: calendarOf }),
  element: element('t:MeetingRequest', { 't:ItemClass': 'IPM.Schedule.Meeting.Request', 't:Subject': subject }, [
    node('t:DateTimeReceived', '2026-03-17T10:00:00.000Z'),
    mailbox('t:From', 'Carol', 'carol@example.com'),
    node('t:IsRead', 'false'),
    node('t:IsDelegated', String(isDelegated)),
    node('t:ResponseType', 'NoResponseReceived'),
  ]),
  attachments: [],
});
