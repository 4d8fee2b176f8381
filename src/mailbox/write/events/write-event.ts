import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import { updateItem } from '../../../ews/operations/update-item.ts';
import type { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import type { Settable } from '../../../ews/properties/property.ts';
import type { OpenedMailbox } from '../../open-mailbox.ts';
import { checkQuotas } from '../quotas.ts';
import { changedAttendeeRows, invitedAfter, invitedIn, type AttendeeRows, type Invited } from './attendees.ts';
import { noticesFor, type Notices } from './event-notices.ts';
import type { Patching } from './event-patch.ts';
import { isOwnEvent, type Event } from './event-standing.ts';
import { seriesRows } from './series-place.ts';

/** Rows of an event, as they shall be; a value sets, null clears, undefined keeps. */
export type EventChanges = Settable<typeof calendarItemProperties, 'update'>;

/** The people of an event before and after a patch, and the lists that change. */
export interface PatchedPeople {
  readonly after: readonly Invited[];
  readonly changes: AttendeeRows;
  /** Whether it is a meeting of the owner's own, before or after. */
  readonly isMeeting: boolean;
}

/** What a patch does to the people of an event. Throws WriteRefusal QUOTA for too many. */
export const patchedPeople = (event: Event, { patch: { people } }: Pick<Patching, 'patch'>): PatchedPeople => {
  const before = invitedIn(event);
  const after = people === undefined ? before : invitedAfter(before, people);
  if (people !== undefined) checkQuotas({ recipients: after.length });
  return {
    after,
    changes: changedAttendeeRows(before, after),
    isMeeting: isOwnEvent(event) && before.length + after.length > 0,
  };
};

/** What is sent about a patch; asks whether it may be. */
export const noticesOf = (
  { notify, demandMail }: Patching,
  { isMeeting }: Pick<PatchedPeople, 'isMeeting'>,
  isMoved: boolean,
): Notices => {
  const notices = noticesFor(notify, { isMeeting, isMoved });
  if (notices !== 'SendToNone') demandMail();
  return notices;
};

/** Writes one event, over no other version than the one that was read; nothing when all is so already. Throws EwsError. */
export const writeEvent = async (
  session: EwsSession,
  { id, changeKey }: Pick<Event, 'id' | 'changeKey'>,
  changes: EventChanges,
  invitations: Notices,
): Promise<void> => {
  if (Object.values(changes).every((value) => value === undefined)) return;
  await session.call(updateItem, {
    changes: [{ id, changeKey, type: 'CalendarItem', changes }],
    conflictResolution: 'NeverOverwrite',
    disposition: 'SaveOnly',
    invitations,
  });
};

/**
 * As `writeEvent`, for a series that must be seen through: when nobody knows whether it was written it is read again, and was when it `isSo` by then.
 */
export const writeSeries = async (
  { session, items }: Pick<OpenedMailbox, 'session' | 'items'>,
  series: Event,
  changes: EventChanges,
  { invitations, isSo }: { readonly invitations: Notices; readonly isSo: (now: Event) => boolean },
): Promise<void> => {
  try {
    await writeEvent(session, series, changes, invitations);
  } catch (error) {
    if (!(error instanceof EwsError) || !error.mayBeDone) throw error;
    items.forgetAll();
    const now = await items.load(series.id, seriesRows).catch(() => undefined);
    if (now?.type !== 'CalendarItem' || !isSo(now)) throw error;
  }
};
