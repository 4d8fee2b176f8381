import type { NewAttachment } from '../../../ews/properties/attachment.ts';
import type { calendarItemProperties } from '../../../ews/properties/calendar-item.ts';
import type { Settable } from '../../../ews/properties/property.ts';
import type { Recurrence } from '../../../ews/properties/recurrence.ts';
import { checkQuotas, sizesOf } from '../quotas.ts';
import { newAttendeeRows, type Invited } from './attendees.ts';
import { timingProperties, type EventTimes } from './event-times.ts';

type NewProperties = Settable<typeof calendarItemProperties, 'create'>;

/** What an event says, its times and its people aside. Only what was given is there; null clears. */
export type EventWords = Pick<
  NewProperties,
  | 'subject'
  | 'sensitivity'
  | 'bodyHtml'
  | 'bodyText'
  | 'categories'
  | 'importance'
  | 'reminderIsSet'
  | 'reminderMinutesBeforeStart'
  | 'showAs'
  | 'location'
>;

/** A whole event that is to be made. */
export interface EventContent {
  readonly words: EventWords;
  readonly times: EventTimes;
  /** Absent: it happens once. */
  readonly recurrence: Recurrence | undefined;
  readonly invited: readonly Invited[];
  readonly attachments: readonly NewAttachment[];
}

/** The rows of a new event. */
export const newEventProperties = ({
  words,
  times,
  recurrence,
  invited,
  attachments,
}: EventContent): NewProperties => ({
  ...words,
  ...timingProperties(times),
  ...newAttendeeRows(invited),
  ...(recurrence === undefined ? {} : { recurrence }),
  ...(attachments.length === 0 ? {} : { attachments }),
});

/** Throws WriteRefusal QUOTA for more than an event, and the invitation to it, may have. */
export const checkEventQuotas = ({
  words: { subject, bodyHtml, bodyText },
  invited,
  attachments,
}: Pick<EventContent, 'words' | 'invited' | 'attachments'>): void =>
  checkQuotas(
    sizesOf({
      properties: { subject, bodyHtml, bodyText, toRecipients: invited.map(({ attendee }) => attendee.mailbox) },
      named: [],
      attachments,
    }),
  );
