import type { SeedItem } from '../store/model.ts';
import { occurrenceSource } from './occurrence-change.ts';
import { isSeries, type Occurrence } from './recurrence.ts';
import { distinguishedFolder, type Mailbox, type StoredItem } from '../store/store.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** A meeting, or one occurrence of it, as its organizer holds it. */
export interface Meeting {
  /** The whole event: of a series the master with its exceptions. */
  readonly source: SeedItem;
  /** The one occurrence that is spoken of; undefined: all of it. */
  readonly occurrence: { readonly originalStart: number; readonly element: XmlNode } | undefined;
}

/** A meeting of which only this occurrence is spoken. */
export const occurrenceOf = (source: SeedItem, occurrence: Occurrence): Meeting => ({
  source,
  occurrence: { originalStart: occurrence.originalStart, element: occurrenceSource(occurrence) },
});

/** The event that is spoken of. */
export const eventOf = ({ source, occurrence }: Meeting): XmlNode => occurrence?.element ?? source.element;

/** The lists of the people of a meeting. */
export const attendeeLists = ['t:RequiredAttendees', 't:OptionalAttendees', 't:Resources'] as const;

/** All t:Attendee elements of an event. */
export const attendeesOf = (event: XmlNode): readonly XmlNode[] =>
  attendeeLists.flatMap((list) => child(event, list)?.children ?? []);

/** The address of a t:Attendee, lower case. */
export const addressOf = (attendee: XmlNode): string =>
  (childText(child(attendee, 't:Mailbox'), 't:EmailAddress') ?? '').toLowerCase();

/** The same event with other t:Attendee elements in the place of its own; undefined takes one away. */
export const withAttendees = (event: XmlNode, change: (attendee: XmlNode) => XmlNode | undefined): XmlNode => ({
  ...event,
  children: event.children.flatMap((property) => {
    if (!attendeeLists.some((list) => list === property.name)) return [property];
    const people = property.children.flatMap((attendee) => change(attendee) ?? []);
    return people.length === 0 ? [] : [node(property.name, people)];
  }),
});

/** An attendee of whom no answer is known. */
export const unanswered = (attendee: XmlNode): XmlNode =>
  node('t:Attendee', [child(attendee, 't:Mailbox'), node('t:ResponseType', 'Unknown')]);

/** Whoever stays on the lists of an event keeps his answer: a client cannot write it. */
export const withKnownAnswers = (before: XmlNode, after: XmlNode): XmlNode => {
  const known = new Map(attendeesOf(before).map((attendee) => [addressOf(attendee), attendee]));
  return withAttendees(after, (attendee) => known.get(addressOf(attendee)) ?? attendee);
};

/** The same meeting with another event in the place of the one that is spoken of. */
export const withEvent = ({ source, occurrence }: Meeting, event: XmlNode): Meeting =>
  occurrence === undefined
    ? { source: { ...source, element: event }, occurrence }
    : { source, occurrence: { ...occurrence, element: event } };

/** Whether this is a meeting that the owner of its calendar invites to. */
export const isOwnMeeting = (event: XmlNode): boolean =>
  event.name === 't:CalendarItem' &&
  (childText(event, 't:MyResponseType') ?? 'Organizer') === 'Organizer' &&
  attendeesOf(event).length > 0;

/** Whether the meeting has been cancelled. */
export const isCancelled = (event: XmlNode): boolean => isTrue(childText(event, 't:IsCancelled'));

/**
 * The event of this UID in somebody's calendars: the series or single event, or, when there is only that, the one occurrence that starts originally
 * at `recurrenceId` (xs:dateTime) and to which alone he was invited.
 */
export const findEvent = (
  mailbox: Mailbox,
  uid: string | undefined,
  recurrenceId: string | undefined,
): StoredItem | undefined => {
  const found = eventsNamed(mailbox, uid);
  return (
    found.find(({ element }) => childText(element, 't:RecurrenceId') === undefined) ??
    found.find(({ element }) => isSameInstant(childText(element, 't:RecurrenceId'), recurrenceId))
  );
};

/** Occurrences to which alone somebody was invited: events of their own, which give way to the whole series. */
export const partsOf = (mailbox: Mailbox, uid: string | undefined): readonly StoredItem[] =>
  eventsNamed(mailbox, uid).filter(({ element }) => childText(element, 't:RecurrenceId') !== undefined);

/** Whether an item of the calendar holds this occurrence among others. */
export const isPartOf = (event: StoredItem, recurrenceId: string | undefined): recurrenceId is string =>
  recurrenceId !== undefined && isSeries(event.element);

/** The meeting messages in a mailbox about an event or one occurrence of it; about the whole series: all of them. */
export const messagesAbout = (
  mailbox: Mailbox,
  uid: string | undefined,
  recurrenceId: string | undefined,
): readonly StoredItem[] =>
  (uid === undefined ? [...mailbox.items.values()] : mailbox.names.named('uid', uid)).filter(
    ({ element }) =>
      element.name.startsWith('t:Meeting') &&
      childText(element, 't:UID') === uid &&
      (recurrenceId === undefined || isSameInstant(childText(element, 't:RecurrenceId'), recurrenceId)),
  );

/** Whether an item lies in the folder of deleted ones. */
export const isDeleted = ({ folder }: StoredItem): boolean =>
  folder === distinguishedFolder(folder.mailbox, 'deleteditems');

const eventsNamed = (mailbox: Mailbox, uid: string | undefined): readonly StoredItem[] =>
  uid === undefined
    ? []
    : mailbox.names
        .named('uid', uid)
        .filter(
          ({ element, folder }) =>
            element.name === 't:CalendarItem' && folder.folderClass.startsWith('IPF.Appointment'),
        );

const isSameInstant = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && Date.parse(one) === Date.parse(other);
