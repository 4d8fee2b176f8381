import type { Attendee } from '../../../src/ews/properties/recipient.ts';
import type { PortableEvent, PortableException } from '../../../src/migration/portable/portable-event.ts';
import type { PortableTimeZone } from '../../../src/migration/portable/portable-time-zone.ts';

/** Berlin's zone as servers name it. */
export const berlin: PortableTimeZone = {
  id: 'W. Europe Standard Time',
  name: undefined,
  iana: 'Europe/Berlin',
  definition: undefined,
};

/** An appointment of one hour on a Monday morning in Berlin, and whatever else the test says of it. */
export const portableEvent = (differences: Partial<PortableEvent> = {}): PortableEvent => ({
  kind: 'event',
  itemClass: 'IPM.Appointment',
  subject: 'Weekly',
  body: undefined,
  sensitivity: 'Normal',
  importance: 'Normal',
  categories: [],
  attachments: [],
  createdAt: undefined,
  lastModifiedAt: undefined,
  start: '2026-03-02T09:00:00Z',
  end: '2026-03-02T10:00:00Z',
  isAllDay: false,
  startTimeZone: berlin,
  endTimeZone: berlin,
  location: undefined,
  showAs: 'Busy',
  reminderMinutes: 15,
  requiredAttendees: [],
  optionalAttendees: [],
  resources: [],
  myResponse: 'Organizer',
  isMeeting: false,
  isCancelled: false,
  uid: 'event-of-tests@example.test',
  recurrenceId: undefined,
  organizer: { name: 'Alice Smith', address: 'alice@example.test' },
  isOrganizer: true,
  invitationsSent: false,
  recurrence: undefined,
  exceptions: [],
  deletedOccurrences: [],
  ...differences,
});

/** The same, every day of ten. */
export const portableSeries = (differences: Partial<PortableEvent> = {}): PortableEvent =>
  portableEvent({
    recurrence: {
      pattern: { type: 'Daily', interval: 1 },
      range: { type: 'Numbered', startDate: '2026-03-02', count: 10 },
    },
    ...differences,
  });

/** The occurrence of a series on that day of March 2026, changed. */
export const portableException = (
  series: PortableEvent,
  day: number,
  differences: Partial<PortableException>,
): PortableException => {
  const on = (time: string): string => `2026-03-${String(day).padStart(2, '0')}T${time}:00Z`;
  const { kind: _kind, uid: _uid, recurrenceId: _id, organizer: _who, isOrganizer: _own, ...rest } = series;
  const { invitationsSent: _sent, recurrence: _rule, exceptions: _others, deletedOccurrences: _gone, ...own } = rest;
  return { ...own, start: on('09:00'), end: on('10:00'), originalStart: on('09:00'), ...differences };
};

/** Somebody who is invited. */
export const attendee = (address: string, response: Attendee['response'] = 'Unknown'): Attendee => ({
  mailbox: { name: address.split('@')[0] ?? '', address },
  response,
});
