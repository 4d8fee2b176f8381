import type { Permission } from '../../../src/access/caller.ts';
import type { SeedItem, SeedMailbox, SeedOrganization } from '../../../src/emulator/store/model.ts';
import { mailboxRoot, type Contents } from '../../../src/emulator/seed/folders.ts';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { accessOf, address, callerNamed } from '../../access.ts';
import { element } from '../../emulator/elements.ts';
import { journeyOfTest } from '../journey-of-test.ts';
import type { Journey, JourneyOptions } from '../start.ts';

/** The morning on which everything in the office takes place. */
export const morning = { start: '2026-03-18T08:00:00Z', end: '2026-03-18T12:00:00Z' };

/** A stretch of time that is taken. */
interface Block {
  readonly start: string;
  readonly end: string;
  readonly status: string;
  readonly subject?: string | null;
  readonly location?: string | null;
  readonly isPrivate?: boolean | null;
}

/** When somebody has time, as an answer tells it. */
export interface MailboxAvailability {
  readonly address: string;
  readonly freeBusy: {
    readonly merged: readonly string[];
    readonly busy: readonly Block[];
    readonly workingHours: unknown;
  } | null;
  readonly error: { readonly __typename: string; readonly code: string; readonly [field: string]: unknown } | null;
}

/** An event in March 2026, its times written as day, hour and minute: `18T09:00`. */
export const event = (
  subject: string,
  start: string,
  end: string,
  more: Readonly<Record<string, string>> = {},
  parts: readonly XmlNode[] = [],
): SeedItem => ({
  element: element('t:CalendarItem', { 't:ItemClass': 'IPM.Appointment', 't:Subject': subject, ...more }, [
    node('t:Start', `2026-03-${start}:00.000Z`),
    node('t:End', `2026-03-${end}:00.000Z`),
    node('t:Location', 'Vault room'),
    node('t:CalendarItemType', 'Single'),
    ...parts,
  ]),
  attachments: [],
});

/** Somebody’s mailbox, with an alias. */
export const person = (name: string, contents: Contents, more: Partial<SeedMailbox> = {}): SeedMailbox => ({
  address: `${name}@example.test`,
  aliases: [`${name}.alias@example.test`],
  displayName: name,
  kind: 'USER',
  password: 'not used',
  root: () => mailboxRoot(contents),
  ...more,
});

const berlin = [
  { name: 'OWA.UserOptions', folder: 'root', dictionary: { timezone: 'W. Europe Standard Time' } },
] as const;

/** An event on the eighteenth that shows its owner so. */
export const busyAs = (status: string, start = '18T09:00', end = '18T10:00'): SeedItem =>
  event(`Secret ${status}`, start, end, { 't:LegacyFreeBusyStatus': status });

/** Alice and Bob, who shares his calendar with her; Carol, who does not; a room; and two groups. */
const office = (): SeedOrganization => ({
  organizationId: 'm-00112233445566778899aabbccddeeff',
  mailboxes: [
    person(
      'alice',
      { calendar: [busyAs('Tentative'), event('Doctor', '18T10:30', '18T10:45', { 't:Sensitivity': 'Private' })] },
      { configurations: berlin },
    ),
    person('bob', {
      calendar: [
        busyAs('OOF', '18T11:30', '18T13:00'),
        event('Hidden', '18T08:00', '18T08:30', { 't:Sensitivity': 'Private' }),
      ],
      sharedWith: { calendar: ['alice@example.test'] },
    }),
    person('carol', { calendar: [busyAs('Busy', '18T08:15', '18T09:05'), busyAs('Free', '18T11:00', '18T11:30')] }),
    person('room', { calendar: [busyAs('Busy', '18T08:00', '18T09:00')] }, { kind: 'ROOM', displayName: 'The Room' }),
    person('projector', {}, { kind: 'EQUIPMENT' }),
  ],
  groups: [
    { address: 'team@example.test', displayName: 'Team', members: ['alice@example.test', 'carol@example.test'] },
    { address: 'house@example.test', displayName: 'The House', members: ['room@example.test'] },
  ],
});

/** A journey in that office that ends with its test. */
export const startOffice = (options: JourneyOptions = {}): Promise<Journey> =>
  journeyOfTest({ seed: office(), ...options });

/** Somebody who holds these permissions on some mailboxes, and nothing on others. */
export const holding = (held: Readonly<Record<string, readonly Permission[]>>, own?: string) =>
  accessOf(callerNamed('ann', { mailbox: own === undefined ? undefined : address(own) }), {
    permissionsOn: (_caller, mailbox) => new Set(held[mailbox] ?? []),
    permissionsOf: () => new Set(Object.values(held).flat()),
  });
