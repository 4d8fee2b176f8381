import type { SeedMailbox } from '../store/model.ts';
import { clientSettings } from './client-settings.ts';
import { mailboxRoot, type Contents } from './folders.ts';
import type { Member } from './people.ts';

/**
 * The mailbox of a member of the organisation; `contents` is called for its folders and items when they are needed. `zone`: Windows id of the time zone
 * that its owner has chosen, Berlin's when absent.
 */
export const mailboxOf = (member: Member, contents: () => Contents, zone?: string): SeedMailbox => ({
  address: member.address,
  aliases: member.aliases,
  displayName: member.name,
  kind: member.kind,
  password: member.password,
  configurations: member.kind === 'USER' ? clientSettings(zone) : [],
  root: () => mailboxRoot(contents()),
});
