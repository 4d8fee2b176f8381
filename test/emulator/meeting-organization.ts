import type { SeedMailbox, SeedOrganization } from '../../src/emulator/store/model.ts';
import { mailboxRoot } from '../../src/emulator/seed/folders.ts';
import { type RunningEmulator, startEmulator } from './running-emulator.ts';

const mailbox = (name: string, displayName: string, kind: SeedMailbox['kind'] = 'USER'): SeedMailbox => ({
  address: `${name}@example.test`,
  aliases: [],
  displayName,
  kind,
  password: `${name}-password`,
  root: () => mailboxRoot({}),
});

/** An emulator with them, on a day in November 2026. */
export const startMeetings = (): Promise<RunningEmulator> =>
  startEmulator({ seed: meetingOrganization, now: () => Date.parse('2026-11-20T10:00:00.250Z') });

/** Four people with empty mailboxes, a group of two of them, and a room. */
export const meetingOrganization: SeedOrganization = {
  organizationId: 'm-0123456789abcdef0123456789abcdef',
  mailboxes: [
    mailbox('alice', 'Alice Smith'),
    mailbox('bob', 'Bob Okafor'),
    mailbox('carol', 'Carol Núñez'),
    mailbox('dave', 'Dave Park'),
    mailbox('lighthouse', 'Lighthouse', 'ROOM'),
  ],
  groups: [{ address: 'team@example.test', displayName: 'Team', members: ['carol@example.test', 'dave@example.test'] }],
};

/** The iCalendar part of a message, its lines unfolded. */
export const calendarIn = (mime: string): string => {
  const [, encoded = ''] = /text\/calendar[^]*?\r\n\r\n([^]*?)\r\n--/.exec(mime) ?? [];
  return Buffer.from(encoded, 'base64').toString().replaceAll('\r\n ', '');
};
