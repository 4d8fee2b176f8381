import { child, childText, type XmlElement } from '../../src/ews/xml.ts';
import { answered, rows } from './answered.ts';
import type { RunningEmulator, TextAnswer } from './running-emulator.ts';
import { createItem } from './writing.ts';

/** m:CreateItem of one event. */
export const createEvent = (properties: string, invitations = 'SendToNone'): string =>
  createItem(`<t:CalendarItem>${properties}</t:CalendarItem>`, `SendMeetingInvitations="${invitations}"`);

/** t:Start and t:End, both in UTC: `times('2026-12-01T09:00', '2026-12-01T10:00')`. */
export const times = (start: string, end: string): string => `<t:Start>${start}:00Z</t:Start><t:End>${end}:00Z</t:End>`;

/** t:RequiredAttendees and its like. */
export const attendees = (list: string, ...addresses: readonly string[]): string =>
  `<t:${list}>${addresses.map((address) => `<t:Attendee><t:Mailbox><t:EmailAddress>${address}</t:EmailAddress></t:Mailbox></t:Attendee>`).join('')}</t:${list}>`;

/** Every Tuesday, from a date on. */
export const tuesdays = (date: string, count: number): string =>
  `<t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Tuesday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>${date}</t:StartDate><t:NumberOfOccurrences>${count}</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>`;

/** t:SetItemField of a property of an event: `setEvent('calendar:Location', '<t:Location>Hall</t:Location>')`. */
export const setEvent = (uri: string, value: string): string =>
  `<t:SetItemField><t:FieldURI FieldURI="${uri}"/><t:CalendarItem>${value}</t:CalendarItem></t:SetItemField>`;

/** Both times of an event, for setEvent's place. */
export const setTimes = (start: string, end: string): string =>
  setEvent('calendar:Start', `<t:Start>${start}:00Z</t:Start>`) + setEvent('calendar:End', `<t:End>${end}:00Z</t:End>`);

/** m:UpdateItem of one event; `id` is any element that names it. */
export const updateEvent = (id: string, updates: string, notices = 'SendToNone', conflicts = 'AlwaysOverwrite') =>
  `<m:UpdateItem ConflictResolution="${conflicts}" SendMeetingInvitationsOrCancellations="${notices}"><m:ItemChanges><t:ItemChange>${id}<t:Updates>${updates}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;

/** m:DeleteItem of one event; `id` is any element that names it. */
export const deleteEvent = (id: string, cancellations = 'SendToNone', deleteType = 'MoveToDeletedItems'): string =>
  `<m:DeleteItem DeleteType="${deleteType}" SendMeetingCancellations="${cancellations}"><m:ItemIds>${id}</m:ItemIds></m:DeleteItem>`;

/** t:ItemId. */
export const itemId = (id: string, changeKey?: string): string =>
  `<t:ItemId Id="${id}"${changeKey === undefined ? '' : ` ChangeKey="${changeKey}"`}/>`;

/** The id of an item. */
export const idOf = (item: XmlElement | undefined): string =>
  (item && child(item, 'ItemId')?.attributes['Id']) ?? 'no item';

/** What takes place in December 2026 and January 2027 in somebody's calendar, by start. */
export const calendarView = async (
  { call }: Pick<RunningEmulator, 'call'>,
  person = 'alice',
): Promise<readonly XmlElement[]> => {
  const found = await call(
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-12-01T00:00:00Z" EndDate="2027-02-01T00:00:00Z"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>',
    `${person}@example.test`,
  );
  return rows(answered(found).body);
};

/** Texts of some properties of items. */
export const shown = (items: readonly XmlElement[], ...names: readonly string[]) =>
  items.map((item) => names.map((name) => childText(item, name)));

/** The items in an answer. */
export const itemsInAnswer = (answer: TextAnswer): readonly XmlElement[] => rows(answered(answer).body);
