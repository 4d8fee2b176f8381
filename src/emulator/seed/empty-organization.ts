import type { SeedOrganization } from '../store/model.ts';
import { mailboxOf } from './mailbox.ts';
import { members, organizationId, team, vault } from './people.ts';

/** The people of the demo with nothing in their mailboxes but the folders that every mailbox has. For tests that bring their own mail. */
export const emptyOrganization = (): SeedOrganization => ({
  organizationId,
  mailboxes: members.map((member) => mailboxOf(member, () => ({}))),
  groups: [team],
  closedToRoles: [vault.address],
});
