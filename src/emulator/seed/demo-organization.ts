import type { SeedOrganization } from '../store/model.ts';
import { aliceMailbox } from './alice.ts';
import { colleagueMailboxes } from './colleague-mailboxes.ts';
import { sharedMeetings } from './meetings.ts';
import { createMoments } from './moments.ts';
import { meetingRooms, organizationId, team, vault } from './people.ts';

/**
 * A small company that makes measuring instruments, with a year of mail, calendars, contacts and tasks around `today`, and every special
 * case that a mail program stumbles over. Equal days give equal organisations. No firm or person in it exists.
 */
export const demoOrganization = (today: Date): SeedOrganization => {
  const moments = createMoments(today);
  const meetings = sharedMeetings(moments);
  return {
    organizationId,
    mailboxes: [aliceMailbox(moments, meetings), ...colleagueMailboxes(moments, meetings)],
    groups: [team, meetingRooms],
    closedToRoles: [vault.address],
  };
};
