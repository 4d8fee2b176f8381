import { displayNames } from '../mail/addressee.ts';
import { flag, withDefaults, withProperties } from './item-properties.ts';
import type { Owner } from '../store/store.ts';
import { child, childrenNamed, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/** Who writes an item, and when: xs:dateTime with milliseconds. */
export interface Writer {
  readonly owner: Owner;
  readonly at: string;
}

/** The item with what follows from its other properties made to agree with them, written by somebody at some time. */
export const withDerived = (item: XmlNode, { owner, at }: Writer): XmlNode =>
  withProperties(byKind[item.name]?.(item, at) ?? item, [
    node('t:DisplayTo', displayNames(mailboxesIn(item, ['t:ToRecipients', 't:RequiredAttendees']))),
    node('t:DisplayCc', displayNames(mailboxesIn(item, ['t:CcRecipients', 't:OptionalAttendees']))),
    node('t:LastModifiedName', owner.displayName),
    node('t:LastModifiedTime', at),
  ]);

const mailboxesIn = (item: XmlNode, lists: readonly string[]): readonly XmlNode[] =>
  lists
    .flatMap((name) => child(item, name)?.children ?? [])
    .map((entry) => (entry.name === 't:Attendee' ? (child(entry, 't:Mailbox') ?? entry) : entry));

const event = (item: XmlNode): XmlNode => {
  const isSeries = child(item, 't:Recurrence') !== undefined;
  const people = ['t:RequiredAttendees', 't:OptionalAttendees', 't:Resources'];
  const isMeeting = isReceived(item) || people.some((name) => child(item, name) !== undefined);
  const minutes = (Date.parse(childText(item, 't:End') ?? '') - Date.parse(childText(item, 't:Start') ?? '')) / 60_000;
  const reminds = isTrue(childText(item, 't:ReminderIsSet'));
  return withProperties(item, [
    node('t:CalendarItemType', isSeries ? 'RecurringMaster' : 'Single'),
    flag('t:IsRecurring', isSeries),
    flag('t:IsMeeting', isMeeting),
    node('t:AppointmentState', String(isMeeting ? appointmentState(item) : 0)),
    Number.isNaN(minutes) ? undefined : node('t:Duration', `PT${Math.round(minutes)}M`),
    reminds ? node('t:ReminderDueBy', childText(item, 't:Start') ?? '') : undefined,
  ]);
};

/** Whether somebody else organises it. */
const isReceived = (meeting: XmlNode): boolean =>
  (childText(meeting, 't:MyResponseType') ?? 'Organizer') !== 'Organizer';

/** asfMeeting 1, asfReceived 2, asfCanceled 4: MS-OXOCAL 2.2.1.10. */
const appointmentState = (meeting: XmlNode): number => {
  return 1 + (isReceived(meeting) ? 2 : 0) + (isTrue(childText(meeting, 't:IsCancelled')) ? 4 : 0);
};

const contact = (item: XmlNode): XmlNode => {
  const parts = ['t:GivenName', 't:MiddleName', 't:Surname'].map((name) => childText(item, name));
  const fullName = parts.filter(Boolean).join(' ') || (childText(item, 't:CompanyName') ?? '');
  const surnameFirst = [parts[2], parts[0]].filter(Boolean).join(', ');
  const named = withDefaults(item, [
    node('t:DisplayName', fullName),
    node('t:FileAs', surnameFirst === '' ? fullName : surnameFirst),
    node('t:Subject', childText(item, 't:DisplayName') ?? fullName),
  ]);
  const completeName = [
    ['t:Title', namePrefix(item)],
    ['t:FirstName', parts[0]],
    ['t:MiddleName', parts[1]],
    ['t:LastName', parts[2]],
    ['t:Suffix', childText(item, 't:Generation')],
    ['t:FullName', childText(named, 't:DisplayName')],
  ] as const;
  return withProperties(named, [
    node(
      't:CompleteName',
      completeName.map(([name, text]) => (text === undefined || text === '' ? undefined : node(name, text))),
    ),
  ]);
};

/** PidTagDisplayNamePrefix, the only name under which a client can write what stands before a name. */
const namePrefix = (item: XmlNode): string | undefined =>
  childText(
    item.children.find(
      (property) =>
        Number(child(property, 't:ExtendedFieldURI')?.attributes['PropertyTag']) === namePrefixTag &&
        property.name === 't:ExtendedProperty',
    ),
    't:Value',
  );
const namePrefixTag = 0x3a45;

const task = (item: XmlNode, at: string): XmlNode => {
  const isDone = childText(item, 't:Status') === 'Completed' || childText(item, 't:PercentComplete') === '100';
  const status = isDone ? 'Completed' : (childText(item, 't:Status') ?? 'NotStarted');
  const done = withProperties(item, [
    node('t:Status', status),
    node('t:StatusDescription', statusDescriptions[status] ?? status),
    flag('t:IsComplete', isDone),
    flag('t:IsRecurring', childrenNamed(item, 't:Recurrence').length > 0),
    isDone ? node('t:PercentComplete', '100') : undefined,
  ]);
  return isDone ? withDefaults(done, [node('t:CompleteDate', at)]) : done;
};

const statusDescriptions: Readonly<Record<string, string>> = {
  NotStarted: 'Not Started',
  InProgress: 'In Progress',
  Completed: 'Completed',
  WaitingOnOthers: 'Waiting on someone else',
  Deferred: 'Deferred',
};

const byKind: Readonly<Record<string, (item: XmlNode, at: string) => XmlNode>> = {
  't:CalendarItem': event,
  't:Contact': contact,
  't:Task': task,
};
