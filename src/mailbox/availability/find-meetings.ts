import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import type { MailboxAddress } from '../../ews/properties/id.ts';
import { readAvailability, type TimeSpan } from './read-availability.ts';
import { suggestMeetings, type Participant, type Suggestion } from './suggest-meetings.ts';

/** Who is to meet, and when. Whoever is named twice counts once: as a room, or as somebody who must come, before somebody who may. */
export interface MeetingPlan {
  /** Must come too, and gives the working hours. */
  readonly organizer: MailboxAddress;
  readonly attendees: readonly MailboxAddress[];
  readonly optionalAttendees: readonly MailboxAddress[];
  /** One of them is enough. All addresses together: at most 100. */
  readonly rooms: readonly MailboxAddress[];
  readonly window: TimeSpan;
  readonly minutes: number;
  /** IANA name for the zone of the working hours, where it fits, and of the clock where there are none. */
  readonly zone: string | undefined;
  readonly most: number;
}

/** Slots of people whose time is told in slots only. */
const slotMinutes = 15;

/**
 * Times for a meeting, the best first: one GetUserAvailability, and a look at everybody's time, which `inTurn` lets wait for others. Throws EwsError when
 * the call failed as a whole; whose time alone is not told is not known then.
 */
export const findMeetings = async (
  session: EwsSession,
  plan: MeetingPlan,
  inTurn: <Result>(work: () => Result) => Promise<Result>,
): Promise<readonly Suggestion[]> => {
  const { organizer, window, minutes, zone, most } = plan;
  const rooms = new Set(plan.rooms);
  const required = new Set([organizer, ...plan.attendees.filter((address) => !rooms.has(address))]);
  const isElsewhere = (address: MailboxAddress): boolean => rooms.has(address) || required.has(address);
  const optional = new Set(plan.optionalAttendees.filter((address) => !isElsewhere(address)));
  const addresses = [...required, ...optional, ...rooms];
  const asked = { addresses, window, slotMinutes, isDetailed: false, preferredZone: zone };
  const answers = await readAvailability(session, asked);
  const participants = addresses.map((address, index): Participant => {
    const times = answers[index] ?? new EwsError('decode', 'the answer leaves somebody out');
    return { address, times };
  });
  const among = (some: ReadonlySet<MailboxAddress>) => participants.filter(({ address }) => some.has(address));
  const [own] = answers;
  return inTurn(() =>
    suggestMeetings({
      window,
      minutes,
      required: among(required),
      optional: among(optional),
      rooms: among(rooms),
      hours: own === undefined || own instanceof EwsError ? undefined : own.workingHours(),
      zone,
      most,
    }),
  );
};
