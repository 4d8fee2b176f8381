import { EwsError } from '../../ews/errors.ts';
import type { EwsSession } from '../../ews/operation.ts';
import { getUserAvailability } from '../../ews/operations/get-user-availability.ts';
import { getUserConfiguration } from '../../ews/operations/get-user-configuration.ts';
import type { TimeZoneRules } from '../../ews/properties/time-zone-rules.ts';
import { windowsToIana } from '../../ews/properties/time-zone.ts';
import { workHours } from '../../ews/properties/work-hours.ts';
import type { WorkingHours, WorkingPeriod } from '../../ews/properties/working-hours.ts';

/** When the owner of a mailbox works. */
export interface MailboxHours {
  /** IANA name for the zone of the hours, `preferred` where that may be it. Undefined: no zone is like it. */
  readonly zone: (preferred?: string) => string | undefined;
  readonly periods: readonly WorkingPeriod[];
}

/** What it takes to read hours. */
export interface HoursReading {
  /** The time of day. */
  readonly now: () => Date;
  /** As zoneByRules in the present year. */
  readonly zoneByRules: (rules: TimeZoneRules, preferred: string | undefined) => string | undefined;
}

const day = 86_400_000;

/** Of a mailbox itself, everybody's free and busy times tell the hours too. Undefined where the server leaves them out, as gromox (2026) does. */
const fromAvailability = async (session: EwsSession, now: Date): Promise<WorkingHours | undefined> => {
  const midnight = Math.floor(now.getTime() / day) * day;
  const view = await session.call(getUserAvailability, {
    mailboxes: [session.mailbox],
    start: new Date(midnight).toISOString(),
    end: new Date(midnight + day).toISOString(),
    slotMinutes: 1440,
    isDetailed: false,
  });
  return view.workingHours;
};

/** What Outlook has kept; undefined where nobody has set any hours. */
const fromDocument = async (session: EwsSession): Promise<MailboxHours | undefined> => {
  const kept = await session.call(getUserConfiguration, {
    name: 'WorkHours',
    folder: { distinguished: 'calendar', mailbox: session.mailbox },
    part: 'XmlData',
  });
  if (kept?.xml === undefined) return undefined;
  const { timeZoneId, startMinute, endMinute, days } = workHours(kept.xml);
  return {
    zone: (preferred) => (timeZoneId === undefined ? undefined : windowsToIana(timeZoneId)) ?? preferred,
    periods: [{ days, startMinute, endMinute }],
  };
};

/**
 * The working hours of a mailbox: those that its free and busy times go by, or else those that Outlook keeps. One call, two where the first tells
 * none. Undefined where the server tells of no hours; throws EwsError when it could not be asked.
 */
export const readWorkingHours = async (
  session: EwsSession,
  { now, zoneByRules }: HoursReading,
): Promise<MailboxHours | undefined> => {
  const told = await fromAvailability(session, now()).catch((error: unknown) => {
    if (error instanceof EwsError && error.kind !== 'aborted') return error;
    throw error;
  });
  if (told !== undefined && !(told instanceof EwsError))
    return { zone: (preferred) => zoneByRules(told.zone, preferred), periods: told.periods };
  const kept = await fromDocument(session).catch((error: unknown) => {
    // The first failure says more about why there are no hours.
    if (told !== undefined && error instanceof EwsError && error.kind !== 'aborted') return undefined;
    throw error;
  });
  if (kept === undefined && told !== undefined) throw told;
  return kept;
};
