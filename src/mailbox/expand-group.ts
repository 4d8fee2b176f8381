import { EwsError } from '../ews/errors.ts';
import type { EwsSession } from '../ews/operation.ts';
import { expandDl, type GroupMembers } from '../ews/operations/expand-dl.ts';
import { mailboxAddress, type MailboxAddress } from '../ews/properties/id.ts';
import type { MailboxEntry } from '../ews/properties/mailbox-entry.ts';

/** Groups that are taken apart at most: each is a call. */
export const mostGroups = 30;
/** Groups in groups in groups: levels that are gone down, one call's time each. */
const mostLevels = 10;

/** A group to be taken apart. */
export interface GroupToExpand {
  readonly group: MailboxAddress;
  /** Groups among the members are taken apart too. */
  readonly isRecursive: boolean;
  /** Whether a member is a group: servers do not always say so. */
  readonly isGroup: (member: MailboxEntry) => boolean;
}

/** Who is in a group. */
export interface ExpandedGroup {
  /** Each once, those of the group itself first; members without an address, and the group itself, are none. */
  readonly members: readonly MailboxEntry[];
  /** The server did not tell all members of some group. */
  readonly isCut: boolean;
  /** There are more groups among the members than are taken apart. */
  readonly isTooDeep: boolean;
  /** Why some groups among the members could not be taken apart; these stand among the members all the same. */
  readonly failures: readonly EwsError[];
}

/** Lists in somebody's contacts have no address of their own that ExpandDL knows. */
const addressToExpand = (member: MailboxEntry, isGroup: GroupToExpand['isGroup']): MailboxAddress | undefined =>
  member.mailboxType !== 'PrivateDL' && member.address !== undefined && isGroup(member)
    ? mailboxAddress(member.address)
    : undefined;

/**
 * Takes a group apart: one ExpandDL, or level by level one for each group among the members, none twice, so that groups that are in each other come to an
 * end. Throws EwsError when the group itself cannot be taken apart (ErrorNameResolutionNoResults: it is none).
 */
export const expandGroup = async (
  session: EwsSession,
  { group, isRecursive, isGroup }: GroupToExpand,
): Promise<ExpandedGroup> => {
  const members = new Map<string, MailboxEntry>();
  const failures: EwsError[] = [];
  let isCut = false;
  const take = ({ members: told, isLast }: GroupMembers): readonly MailboxEntry[] => {
    isCut ||= !isLast;
    const added = told.filter(({ address }) => address !== undefined && address !== group && !members.has(address));
    for (const member of added) members.set(member.address ?? '', member);
    return added;
  };

  const asked = new Set<MailboxAddress>([group]);
  const groupsAmong = (added: readonly MailboxEntry[]): readonly MailboxAddress[] => [
    ...new Set(added.flatMap((member) => addressToExpand(member, isGroup) ?? [])),
  ];
  let open = groupsAmong(take(await session.call(expandDl, { group })));
  for (let level = 1; isRecursive && open.length > 0 && level < mostLevels; level += 1) {
    const now = open.slice(0, mostGroups - asked.size);
    if (now.length === 0) break;
    for (const address of now) asked.add(address);
    const answers = await Promise.all(
      now.map((address) =>
        session.call(expandDl, { group: address }).catch((error: unknown) => {
          if (error instanceof EwsError) return error;
          throw error;
        }),
      ),
    );
    const next: MailboxEntry[] = [];
    for (const answer of answers) {
      if (answer instanceof EwsError) failures.push(answer);
      else next.push(...take(answer));
    }
    open = [...open.slice(now.length), ...groupsAmong(next)];
  }
  return { members: [...members.values()], isCut, isTooDeep: isRecursive && open.length > 0, failures };
};
