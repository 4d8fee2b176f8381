import type { RecurrencePattern } from '../../ews/properties/recurrence.ts';
import { builder } from '../builder.ts';

/*
 * Enums of events and of mail about them. A value is the wire's own word where there is one, so that rows pass through unchanged.
 */

export const ResponseStatus = builder.enumType('ResponseStatus', {
  description: 'What somebody answered to an invitation.',
  values: {
    NONE: { value: 'Unknown', description: 'Nothing is known: no invitation, or somebody else’s answer.' },
    ORGANIZER: { value: 'Organizer', description: 'The one who invites.' },
    TENTATIVE: { value: 'Tentative', description: 'Perhaps.' },
    ACCEPTED: { value: 'Accept', description: 'Yes.' },
    DECLINED: { value: 'Decline', description: 'No.' },
    NOT_RESPONDED: { value: 'NoResponseReceived', description: 'Invited, without an answer yet.' },
  } as const,
});

export const FreeBusyStatus = builder.enumType('FreeBusyStatus', {
  description: 'How the time of an event is shown to others.',
  values: {
    FREE: { value: 'Free', description: 'Still free.' },
    TENTATIVE: { value: 'Tentative', description: 'Perhaps taken.' },
    BUSY: { value: 'Busy', description: 'Taken.' },
    OUT_OF_OFFICE: { value: 'OOF', description: 'Away.' },
    NO_DATA: { value: 'NoData', description: 'Nothing is known.' },
  } as const,
});

export const EventType = builder.enumType('EventType', {
  description: 'What an event is to a series.',
  values: {
    SINGLE: { value: 'Single', description: 'It happens once.' },
    OCCURRENCE: { value: 'Occurrence', description: 'One of a series, as its pattern has it.' },
    EXCEPTION: { value: 'Exception', description: 'One of a series that was moved or changed.' },
    SERIES_MASTER: { value: 'RecurringMaster', description: 'The series itself.' },
  } as const,
});

export const EventStatus = builder.enumType('EventStatus', {
  description: 'Whether an event takes place.',
  values: {
    CONFIRMED: { description: 'It does.' },
    CANCELLED: { description: 'The organiser called it off.' },
  },
});

export const AttendeeRole = builder.enumType('AttendeeRole', {
  description: 'How much an attendee is needed.',
  values: {
    REQUIRED: { description: 'Must come.' },
    OPTIONAL: { description: 'May come.' },
    RESOURCE: { description: 'A room or a thing that is booked.' },
  },
});

export const DayOfWeek = builder.enumType('DayOfWeek', {
  description: 'A day of the week.',
  values: {
    MONDAY: { value: 'Monday', description: 'Monday.' },
    TUESDAY: { value: 'Tuesday', description: 'Tuesday.' },
    WEDNESDAY: { value: 'Wednesday', description: 'Wednesday.' },
    THURSDAY: { value: 'Thursday', description: 'Thursday.' },
    FRIDAY: { value: 'Friday', description: 'Friday.' },
    SATURDAY: { value: 'Saturday', description: 'Saturday.' },
    SUNDAY: { value: 'Sunday', description: 'Sunday.' },
  } as const,
});

export const RecurrenceFrequency = builder.enumType('RecurrenceFrequency', {
  description: 'What a series counts by.',
  values: {
    DAILY: { value: 'Daily', description: 'Days.' },
    WEEKLY: { value: 'Weekly', description: 'Weeks, on days of the week.' },
    MONTHLY_BY_DAY: { value: 'AbsoluteMonthly', description: 'Months, on a day of the month.' },
    MONTHLY_BY_WEEKDAY: {
      value: 'RelativeMonthly',
      description: 'Months, on the first, second ... last of some days of the week.',
    },
    YEARLY_BY_DAY: { value: 'AbsoluteYearly', description: 'Years, on a date.' },
    YEARLY_BY_WEEKDAY: {
      value: 'RelativeYearly',
      description: 'Years, on the first, second ... last of some days of the week in a month.',
    },
  } as const satisfies Record<string, { value: RecurrencePattern['type']; description: string }>,
});

export const WeekIndex = builder.enumType('WeekIndex', {
  description: 'Which one of a kind of day in a month.',
  values: {
    FIRST: { value: 'First', description: 'The first.' },
    SECOND: { value: 'Second', description: 'The second.' },
    THIRD: { value: 'Third', description: 'The third.' },
    FOURTH: { value: 'Fourth', description: 'The fourth.' },
    LAST: { value: 'Last', description: 'The last, be it the fourth or the fifth.' },
  } as const,
});
