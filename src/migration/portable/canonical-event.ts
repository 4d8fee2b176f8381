import type { Attendee, Recipient } from '../../ews/properties/recipient.ts';
import { canonicalContent, canonicalText, textOrNull, type Canonical } from './canonical-content.ts';
import type { EventContent, PortableEvent } from './portable-event.ts';
import type { PortableTimeZone } from './portable-time-zone.ts';

/**
 * An event as a text that is the same for every copy in which a user would miss nothing, on whatever server: no ids, no change keys, no times of
 * writing, people in one order and by their addresses.
 */
export const canonicalEvent = (event: PortableEvent): string =>
  canonicalText({
    ...canonicalOccurrence(event, event),
    uid: event.uid ?? null,
    recurrenceId: event.recurrenceId ?? null,
    // Whoever owns the copy organises what the original's owner organised, under whatever address.
    organizer: event.isOrganizer ? 'owner' : canonicalPerson(event.organizer),
    isMeeting: event.isMeeting,
    invitationsSent: event.invitationsSent,
    recurrence: event.recurrence === undefined ? null : canonicalRecurrence(event.recurrence),
    exceptions: event.exceptions.map((exception) => ({
      ...canonicalOccurrence(exception, event),
      originalStart: exception.originalStart,
    })),
    deletedOccurrences: event.deletedOccurrences,
  });

const canonicalOccurrence = (
  event: EventContent,
  { isOrganizer }: Pick<PortableEvent, 'isOrganizer'>,
): { readonly [name: string]: Canonical } => ({
  ...canonicalContent(event),
  start: event.start,
  end: event.end,
  isAllDay: event.isAllDay,
  startTimeZone: canonicalZone(event.startTimeZone),
  endTimeZone: canonicalZone(event.endTimeZone),
  location: textOrNull(event.location),
  showAs: event.showAs,
  reminderMinutes: event.reminderMinutes ?? null,
  requiredAttendees: canonicalPeople(event.requiredAttendees),
  optionalAttendees: canonicalPeople(event.optionalAttendees),
  resources: canonicalPeople(event.resources),
  // Nobody answers their own invitation; servers have several words for that.
  myResponse: isOrganizer ? null : event.myResponse,
  isCancelled: event.isCancelled,
});

/** Servers spell zones differently; what they mean is one IANA name, or else their rules, under whatever names these have. */
const canonicalZone = (zone: PortableTimeZone | undefined): Canonical => {
  if (zone === undefined) return null;
  if (zone.iana !== undefined) return zone.iana;
  const { definition } = zone;
  if (definition === undefined || definition.periods.length === 0) return zone.id ?? zone.name ?? null;
  const biasOf = new Map(definition.periods.map(({ id, bias }) => [id, bias]));
  return definition.groups.flatMap(({ transitions }) =>
    transitions.map(({ to, ...transition }) => ({ ...transition, bias: biasOf.get(to.id) ?? null })),
  );
};

const canonicalPerson = (person: Recipient | undefined): Canonical =>
  person?.address?.toLowerCase() ?? textOrNull(person?.name);

const canonicalPeople = (people: readonly Attendee[]): readonly Canonical[] =>
  people
    .map(({ mailbox, response }): { readonly [name: string]: Canonical } => ({
      who: canonicalPerson(mailbox),
      // Some servers say of those who have not answered that nothing came, others that they know nothing.
      response: response === 'NoResponseReceived' ? 'Unknown' : response,
    }))
    .toSorted((one, other) => (canonicalText(one) < canonicalText(other) ? -1 : 1));

const canonicalRecurrence = ({ pattern, range }: NonNullable<PortableEvent['recurrence']>): Canonical => ({
  pattern:
    pattern.type === 'Weekly'
      ? { ...pattern, daysOfWeek: pattern.daysOfWeek.toSorted(), firstDayOfWeek: pattern.firstDayOfWeek ?? 'Sunday' }
      : { ...pattern },
  range: { ...range },
});
