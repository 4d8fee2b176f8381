import type { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { Decoded } from '../../ews/properties/property.ts';
import type { Attendee, Recipient, ResponseType } from '../../ews/properties/recipient.ts';
import type { Recurrence } from '../../ews/properties/recurrence.ts';
import type { PortableContent } from './portable-content.ts';
import type { PortableTimeZone } from './portable-time-zone.ts';

type CalendarRows = Decoded<typeof calendarItemProperties>;

/** What an event says, and what each occurrence of it that was changed says for itself. */
export interface EventContent extends PortableContent {
  /** Instants, the end exclusive. Of an all-day event: midnights of its zone. */
  readonly start: string;
  readonly end: string;
  readonly isAllDay: boolean;
  readonly startTimeZone: PortableTimeZone | undefined;
  readonly endTimeZone: PortableTimeZone | undefined;
  readonly location: string | undefined;
  readonly showAs: NonNullable<CalendarRows['showAs']>;
  /** Minutes before the start at which to remind; undefined: not at all. */
  readonly reminderMinutes: number | undefined;
  readonly requiredAttendees: readonly Attendee[];
  readonly optionalAttendees: readonly Attendee[];
  /** Rooms and equipment. */
  readonly resources: readonly Attendee[];
  /** The answer of the mailbox's owner to an invitation; Organizer: it is their own event. */
  readonly myResponse: ResponseType;
  readonly isMeeting: boolean;
  readonly isCancelled: boolean;
}

/** An occurrence of a series that was changed, whole: also what it has in common with the series. */
export interface PortableException extends EventContent {
  /** Instant at which the pattern had put it. */
  readonly originalStart: string;
}

/** An event of a calendar, or a series with everything that was changed in it. */
export interface PortableEvent extends EventContent {
  readonly kind: 'event';
  /** RFC 5545 UID, the same in every attendee's calendar. Undefined where the server tells none. */
  readonly uid: string | undefined;
  /**
   * Instant of the occurrence that this event stands for, where its owner was invited to single occurrences of a series and the series itself is not in
   * their calendar; several events then share one UID.
   */
  readonly recurrenceId: string | undefined;
  readonly organizer: Recipient | undefined;
  /** Whether the mailbox's owner organises it; true of appointments without attendees. */
  readonly isOrganizer: boolean;
  /** Whether its organiser has sent invitations: a copy that forgets it would not tell anybody when it is cancelled. */
  readonly invitationsSent: boolean;
  /** Undefined: it takes place once, and there are neither exceptions nor deleted occurrences. */
  readonly recurrence: Recurrence | undefined;
  /** By their original starts, earliest first. */
  readonly exceptions: readonly PortableException[];
  /** Instants at which deleted occurrences would have started, earliest first. */
  readonly deletedOccurrences: readonly string[];
}
