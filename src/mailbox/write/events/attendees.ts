import { calendarItemProperties as rows } from '../../../ews/properties/calendar-item.ts';
import type { AnyProperty } from '../../../ews/properties/property.ts';
import type { Attendee } from '../../../ews/properties/recipient.ts';
import type { Event } from './event-standing.ts';

/** How much somebody is needed; rooms and things are resources. */
export type AttendeeRole = 'REQUIRED' | 'OPTIONAL' | 'RESOURCE';

/** Somebody on the list of a meeting. */
export interface Invited {
  readonly attendee: Attendee;
  readonly role: AttendeeRole;
}

/** What changes of the list. `replacement` comes alone: a whole new list, on which those who stay keep what they answered. */
export interface AttendeeChange {
  readonly replacement?: readonly Invited[] | undefined;
  /** Whoever is there already takes this role. */
  readonly added: readonly Invited[];
  /** Addresses in lower case; one that is not invited changes nothing. */
  readonly removed: readonly string[];
}

/** The lists as they are written; an empty one as null, which clears it. */
export interface AttendeeRows {
  readonly requiredAttendees?: readonly Attendee[] | null;
  readonly optionalAttendees?: readonly Attendee[] | null;
  readonly resources?: readonly Attendee[] | null;
}

/** Rows that `invitedIn` reads. */
export const attendeeRows: readonly AnyProperty[] = [rows.requiredAttendees, rows.optionalAttendees, rows.resources];

const lists = [
  ['REQUIRED', 'requiredAttendees'],
  ['OPTIONAL', 'optionalAttendees'],
  ['RESOURCE', 'resources'],
] as const satisfies readonly (readonly [AttendeeRole, keyof AttendeeRows])[];

/** Everybody on the lists of an event. */
export const invitedIn = ({ properties }: Event): readonly Invited[] =>
  lists.flatMap(([role, list]) => (properties[list] ?? []).map((attendee) => ({ attendee, role })));

/** What tells one attendee from another: the address, or the name of who has none. */
const keyOf = ({ attendee: { mailbox } }: Invited): string =>
  mailbox.address === undefined ? `name ${mailbox.name ?? ''}` : mailbox.address.toLowerCase();

/** The list after a change. */
export const invitedAfter = (
  present: readonly Invited[],
  { replacement, added, removed }: AttendeeChange,
): readonly Invited[] => {
  const known = new Map(present.map((one) => [keyOf(one), one]));
  const asKnown = (one: Invited): Invited => {
    const before = known.get(keyOf(one));
    if (before === undefined) return one;
    const { mailbox } = one.attendee;
    return {
      role: one.role,
      attendee: mailbox.name === undefined ? before.attendee : { ...before.attendee, mailbox },
    };
  };
  if (replacement !== undefined) return replacement.map(asKnown);
  const changed = new Map(added.map((one) => [keyOf(one), asKnown(one)]));
  const gone = new Set(removed);
  const staying = present.filter((one) => !gone.has(keyOf(one)));
  const stayingKeys = new Set(staying.map(keyOf));
  return [
    ...staying.map((one) => changed.get(keyOf(one)) ?? one),
    ...[...changed].flatMap(([key, one]) => (stayingKeys.has(key) ? [] : [one])),
  ];
};

const listOf = (invited: readonly Invited[], role: AttendeeRole): readonly Attendee[] =>
  invited.filter((one) => one.role === role).map(({ attendee }) => attendee);

/** The lists of an event that is made; an empty one is left out. */
export const newAttendeeRows = (invited: readonly Invited[]): AttendeeRows =>
  Object.fromEntries(
    lists.flatMap(([role, list]) => {
      const people = listOf(invited, role);
      return people.length === 0 ? [] : [[list, people]];
    }),
  );

/** The lists that differ: a list is written whole. */
export const changedAttendeeRows = (before: readonly Invited[], after: readonly Invited[]): AttendeeRows =>
  Object.fromEntries(
    lists.flatMap(([role, list]) => {
      const people = listOf(after, role);
      if (JSON.stringify(listOf(before, role)) === JSON.stringify(people)) return [];
      return [[list, people.length === 0 ? null : people]];
    }),
  );

/** The same people, as they are invited to something new: nobody has answered yet. */
export const unanswered = (invited: readonly Invited[]): readonly Invited[] =>
  invited.map(({ attendee: { mailbox }, role }) => ({ attendee: { mailbox, response: 'Unknown' }, role }));
