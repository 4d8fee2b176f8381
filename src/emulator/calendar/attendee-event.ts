import { responseObjects } from '../store/item-defaults.ts';
import { flag, withoutProperties, withProperties } from '../item/item-properties.ts';
import { isCancelled, unanswered, withAttendees } from './meeting-event.ts';
import type { SeedAttachment, SeedItem } from '../store/model.ts';
import type { Mailbox } from '../store/store.ts';
import { child, childrenNamed, childText, node, type XmlNode } from '../xml/xml.ts';

/** What an event becomes in the calendar of somebody who is invited. */
export interface Invitee {
  readonly mailbox: Mailbox;
  /** When the invitation arrives, xs:dateTime. */
  readonly at: string;
}

/** The whole event as an invitee gets it, whose own notes on what he had before (`known`) stay. `keepsAnswer`: his answer stays too. */
export const attendeeSource = (
  { element, attachments, exceptions, deletedOccurrences }: SeedItem,
  invitee: Invitee,
  known: SeedItem | undefined,
  keepsAnswer: boolean,
): SeedItem => ({
  element: attendeeEvent(element, invitee, known?.element, keepsAnswer),
  attachments: attachments.map(withoutNumber),
  ...(exceptions === undefined
    ? {}
    : {
        exceptions: exceptions.map(({ originalStart, element: exception }) => {
          const own = known?.exceptions?.find((other) => other.originalStart === originalStart)?.element;
          const isKnown =
            own === undefined ? isInPlace(element, exception, originalStart) : isAtSameTime(own, exception);
          return {
            originalStart,
            element: attendeeEvent(exception, invitee, own ?? known?.element, keepsAnswer && isKnown),
          };
        }),
      }),
  // What he has declined stays away as long as the series takes place as before.
  deletedOccurrences: [
    ...new Set([...(deletedOccurrences ?? []), ...((keepsAnswer ? known?.deletedOccurrences : undefined) ?? [])]),
  ],
});

/**
 * An event as an invitee gets it: not answered yet, and tentative, as MS-OXOCAL 2.2.1.2 and 3.1.4.7.2.2 have it. What others answered is not told.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal
 */
export const attendeeEvent = (
  event: XmlNode,
  { mailbox, at }: Invitee,
  known: XmlNode | undefined,
  keepsAnswer: boolean,
): XmlNode => {
  const intended = childText(event, 't:LegacyFreeBusyStatus') ?? 'Busy';
  const shared = withAttendees(withoutProperties(event, organizersNotes), unanswered);
  const kept = keepsAnswer ? answerNames : [];
  const notes = (known?.children ?? []).filter(
    (property) => (ownNotes.has(property.name) || kept.includes(property.name)) && !isIntention(property),
  );
  const received = withProperties(shared, [
    node('t:MyResponseType', 'NoResponseReceived'),
    node('t:LegacyFreeBusyStatus', intended === 'Free' ? 'Free' : 'Tentative'),
    node('t:AppointmentState', '3'),
    flag('t:IsMeeting', true),
    flag('t:IsCancelled', false),
    flag('t:IsFromMe', false),
    flag('t:MeetingRequestWasSent', true),
    responseObjects(answers),
    node('t:DateTimeReceived', at),
    node('t:DateTimeCreated', at),
    node('t:LastModifiedTime', at),
    node('t:LastModifiedName', mailbox.displayName),
  ]);
  const own = new Set(notes.map(({ name }) => name));
  return {
    ...received,
    children: [...received.children.filter(({ name }) => !own.has(name)), ...notes, intention(intended)],
  };
};

/** How an invitee's event shows him once he has accepted: as the organizer means it. */
export const intendedStatus = (event: XmlNode): string => {
  const held = childrenNamed(event, 't:ExtendedProperty').find(isIntention);
  return statuses[Number(childText(held, 't:Value'))] ?? 'Busy';
};

/** An invitee's event that does not take place. `by` is the organizer's last sequence number. */
export const cancelledEvent = (event: XmlNode, by: string | undefined): XmlNode =>
  withProperties(event, [
    isCancelled(event) ? undefined : node('t:Subject', `Canceled: ${childText(event, 't:Subject') ?? ''}`),
    flag('t:IsCancelled', true),
    node('t:LegacyFreeBusyStatus', 'Free'),
    node('t:AppointmentState', '7'),
    responseObjects(['RemoveItem']),
    by === undefined ? undefined : node('t:AppointmentSequenceNumber', by),
  ]);

/** Whether an event takes place at the time at which the invitee knows it. */
export const isAtSameTime = (one: XmlNode, other: XmlNode): boolean =>
  ['t:Start', 't:End'].every((name) => instantIn(one, name) === instantIn(other, name)) &&
  ['t:Recurrence', 't:IsAllDayEvent'].every(
    (name) => JSON.stringify(child(one, name)) === JSON.stringify(child(other, name)),
  );

/** Whether an exception takes place when the pattern of its series has it. */
const isInPlace = (series: XmlNode, exception: XmlNode, originalStart: string): boolean => {
  const length = (event: XmlNode): number => instantIn(event, 't:End') - instantIn(event, 't:Start');
  return instantIn(exception, 't:Start') === Date.parse(originalStart) && length(exception) === length(series);
};

const instantIn = (event: XmlNode, name: string): number => Date.parse(childText(event, name) ?? '');

const answers = ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem'];
const words = (text: string): readonly string[] => text.split(' ').map((word) => `t:${word}`);
const ownNotes = new Set(words('Categories ExtendedProperty ReminderIsSet ReminderMinutesBeforeStart'));
const organizersNotes = new Set(words('Categories ExtendedProperty'));
const answerNames = words('MyResponseType LegacyFreeBusyStatus AppointmentReplyTime');
const statuses = ['Free', 'Tentative', 'Busy', 'OOF'];

/** PidLidIntendedBusyStatus, MS-OXOCAL 2.2.6.4. */
const intention = (status: string): XmlNode =>
  node('t:ExtendedProperty', [
    node('t:ExtendedFieldURI', {
      DistinguishedPropertySetId: 'Appointment',
      PropertyId: '33316',
      PropertyType: 'Integer',
    }),
    node('t:Value', String(Math.max(statuses.indexOf(status), 0))),
  ]);

const isIntention = (property: XmlNode): boolean =>
  child(property, 't:ExtendedFieldURI')?.attributes['PropertyId'] === '33316';

const withoutNumber = (attachment: SeedAttachment): SeedAttachment => {
  const { number: _, ...unnumbered } = attachment;
  return unnumbered;
};
