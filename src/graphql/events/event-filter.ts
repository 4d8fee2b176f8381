import { calendarItemProperties } from '../../ews/properties/calendar-item.ts';
import type { AnyProperty } from '../../ews/properties/property.ts';
import type { Event, FindEventsInput } from '../../mailbox/find-events.ts';
import { builder } from '../builder.ts';
import { badUserInput } from '../errors.ts';
import { StringListFilter, type StringListFilterInput } from '../messages/message-filter.ts';

/** Which events; all given fields must match. */
export interface EventFilterInput {
  readonly text?: string | null | undefined;
  readonly organizer?: string | null | undefined;
  readonly attendee?: string | null | undefined;
  readonly categories?: StringListFilterInput | null | undefined;
  readonly isCancelled?: boolean | null | undefined;
  readonly isRecurring?: boolean | null | undefined;
}

export const EventFilter = builder.inputRef<EventFilterInput>('EventFilter').implement({
  description: 'Which events. All given fields must match.',
  fields: (t) => ({
    text: t.string({
      permission: ['READ_CALENDAR'],
      description: 'Part of the subject or the location; upper and lower case are the same.',
    }),
    organizer: t.field({ type: 'EmailAddress', description: 'Who invites.' }),
    attendee: t.field({
      type: 'EmailAddress',
      description:
        'Who is invited, rooms included. Costs one GetItem for all events of the window; an event that it could not read stays in the list, and an error tells why.',
    }),
    categories: t.field({ type: StringListFilter, description: 'The categories it was put in.' }),
    isCancelled: t.boolean({ description: 'Whether the organiser called it off.' }),
    isRecurring: t.boolean({ description: 'Whether it belongs to a series, or is one.' }),
  }),
});

interface Condition {
  readonly wanted: readonly AnyProperty[];
  readonly matches: (event: Event) => boolean;
}

const rows = calendarItemProperties;

/** Characters and values: each event of the window is compared with all of them. */
const longestText = 2_000;
const mostValues = 200;

const checkSize = ({ text, categories }: EventFilterInput): void => {
  const values = [...(categories?.containsAny ?? []), ...(categories?.containsAll ?? [])];
  if (values.length > mostValues) throw badUserInput(`filter.categories may hold ${mostValues} values at most`);
  if ([text ?? '', ...values].some(({ length }) => length > longestText))
    throw badUserInput(`a text in filter may have ${longestText} characters at most`);
};

const lower = (text: string): string => text.toLowerCase();

const listMatches = (
  values: readonly string[],
  { containsAny, containsAll, isEmpty }: StringListFilterInput,
): boolean => {
  const present = new Set(values.map(lower));
  const has = (value: string): boolean => present.has(lower(value));
  return (
    (containsAny === null || containsAny === undefined || containsAny.some(has)) &&
    (containsAll === null || containsAll === undefined || containsAll.every(has)) &&
    (isEmpty === null || isEmpty === undefined || isEmpty === (values.length === 0))
  );
};

const conditions = (filter: EventFilterInput): readonly Condition[] => {
  const { text, organizer, attendee, categories, isCancelled, isRecurring } = filter;
  const found: Condition[] = [];
  if (typeof text === 'string') {
    found.push({
      wanted: [rows.subject, rows.location],
      matches: ({ properties: { subject = '', location = '' } }) =>
        [subject, location].some((value) => lower(value).includes(lower(text))),
    });
  }
  if (typeof organizer === 'string') {
    found.push({ wanted: [rows.organizer], matches: ({ properties }) => properties.organizer?.address === organizer });
  }
  if (typeof attendee === 'string') {
    found.push({
      wanted: [rows.requiredAttendees, rows.optionalAttendees, rows.resources],
      matches: ({ properties: { requiredAttendees = [], optionalAttendees = [], resources = [] } }) =>
        [requiredAttendees, optionalAttendees, resources].flat().some(({ mailbox }) => mailbox.address === attendee),
    });
  }
  if (categories !== null && categories !== undefined) {
    found.push({
      wanted: [rows.categories],
      matches: ({ properties }) => listMatches(properties.categories ?? [], categories),
    });
  }
  if (typeof isCancelled === 'boolean') {
    found.push({
      wanted: [rows.isCancelled],
      matches: ({ properties }) => (properties.isCancelled ?? false) === isCancelled,
    });
  }
  if (typeof isRecurring === 'boolean') {
    found.push({
      wanted: [rows.itemType],
      matches: ({ properties }) => ((properties.itemType ?? 'Single') !== 'Single') === isRecurring,
    });
  }
  return found;
};

/** A CalendarView takes no restriction, so events are looked at when they have been found. Undefined: every event matches. Throws BAD_USER_INPUT. */
export const eventFilter = (filter: EventFilterInput | null | undefined): FindEventsInput['filter'] => {
  checkSize(filter ?? {});
  const found = conditions(filter ?? {});
  if (found.length === 0) return undefined;
  return {
    wanted: found.flatMap(({ wanted }) => wanted),
    matches: (event) => found.every(({ matches }) => matches(event)),
  };
};
