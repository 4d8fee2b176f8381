import type { SeedItem, SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';
import { type Contents, mailboxRoot, mailFolder, unreadSearch } from '../../src/emulator/seed/folders.ts';
import { node } from '../../src/emulator/xml/xml.ts';
import { element, mailbox } from './elements.ts';
import { type RunningEmulator, startEmulator } from './running-emulator.ts';
import { inlinePicture, mail, textFile } from './small-organization.ts';

/** Who is in it. */
export const alice = 'alice@example.test';
export const bob = 'bob@example.test';

/**
 * Alice has mail, a folder `Projects` below her inbox with a folder `Old` in it, a weekly event, a meeting of her own and tasks. Bob shares his
 * folder `Team` with her, for reading.
 */
export const startWriting = (): Promise<RunningEmulator> => startEmulator({ seed: organization() });

export const organization = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    person(alice, 'Alice Smith', {
      inbox: [mail('First'), mail('Second', [textFile('one.txt', 'one'), textFile('two.txt', 'two')]), mail('Third')],
      belowInbox: [mailFolder('Projects', [mail('Plan')], [mailFolder('Old', [mail('Archive'), mail('Draft')])])],
      deleted: [mail('Deleted before')],
      calendar: [weekly, meeting],
      tasks: [task('Once'), task('Every day', true)],
      searches: [unreadSearch],
      topLevel: [mailFolder('Empty')],
    }),
    person(bob, 'Bob Jones', {
      inbox: [mail('Only for Bob')],
      topLevel: [{ ...mailFolder('Team', [mail('Shared', [inlinePicture('a.png', 'a')])]), sharedWith: [alice] }],
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

const recurrence = (pattern: string) =>
  node('t:Recurrence', [
    pattern === 'weekly'
      ? node('t:WeeklyRecurrence', [node('t:Interval', '1'), node('t:DaysOfWeek', 'Monday')])
      : node('t:DailyRecurrence', [node('t:Interval', '1')]),
    node('t:NumberedRecurrence', [node('t:StartDate', '2026-01-05'), node('t:NumberOfOccurrences', '4')]),
  ]);

const weekly: SeedItem = {
  element: element(
    't:CalendarItem',
    {
      't:ItemClass': 'IPM.Appointment',
      't:Subject': 'Weekly',
      't:Start': '2026-01-05T09:00:00.000Z',
      't:End': '2026-01-05T10:00:00.000Z',
      't:CalendarItemType': 'RecurringMaster',
    },
    [node('t:StartTimeZone', { Id: 'UTC' }), recurrence('weekly')],
  ),
  attachments: [],
};

const meeting: SeedItem = {
  element: element(
    't:CalendarItem',
    {
      't:ItemClass': 'IPM.Appointment',
      't:Subject': 'Meeting',
      't:Start': '2026-01-06T09:00:00.000Z',
      't:End': '2026-01-06T10:00:00.000Z',
      't:IsMeeting': 'true',
      't:CalendarItemType': 'Single',
      't:MyResponseType': 'Organizer',
    },
    [node('t:RequiredAttendees', [mailbox('t:Attendee', 'Bob Jones', bob)])],
  ),
  attachments: [],
};

const task = (subject: string, isRecurring = false): SeedItem => ({
  element: element(
    't:Task',
    { 't:ItemClass': 'IPM.Task', 't:Subject': subject, 't:Status': 'NotStarted' },
    isRecurring ? [recurrence('daily')] : [],
  ),
  attachments: [],
});
