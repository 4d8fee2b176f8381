import { EmulatorError } from '../emulator-error.ts';
import { readEntryId, writeEntryId } from '../store/entry-id.ts';
import { eventClock } from './event-clock.ts';
import { attachmentElement } from '../item/item-element.ts';
import type { SeedException, SeedItem } from '../store/model.ts';
import { recurrenceDays } from './recurrence-pattern.ts';
import { readInstant } from './time-zone.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';
import type { ZoneClock } from './zone-rules.ts';

/** A recurring calendar item as the store holds it: a StoredItem is one. */
export interface Series {
  readonly id: string;
  readonly element: XmlNode;
  readonly source: Pick<SeedItem, 'exceptions' | 'deletedOccurrences'>;
}

/** One occurrence, as it takes place. Instants are milliseconds since 1970. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  /** When the pattern puts it; what its id holds. */
  readonly originalStart: number;
  /** A whole t:CalendarItem with an id of its own, usable in GetItem; an Occurrence or an Exception, without t:Recurrence. */
  readonly element: XmlNode;
}

/** Whether an item is the master of a recurring event. */
export const isSeries = (element: XmlNode): boolean =>
  element.name === 't:CalendarItem' && child(element, 't:Recurrence') !== undefined;

/** Occurrences that overlap the time from `from` to `to`, both milliseconds since 1970, ordered by start. Moved ones count where they are now. */
export const occurrencesBetween = (series: Series, from: number, to: number): readonly Occurrence[] => {
  const plan = planOf(series);
  const found: Occurrence[] = [];
  for (const day of recurrenceDays(plan.recurrence)) {
    // A wall clock is never more than a day away from UTC.
    if (day * msPerDay > to + msPerDay) break;
    if ((day + 2) * msPerDay + plan.startOfDay + plan.wallLength < from) continue;
    if (plan.exceptions.has(day) || plan.deleted.has(day)) continue;
    const { start, end } = timesOn(plan, day);
    if (overlaps(start, end, from, to)) found.push(regular(series, plan, day));
  }
  for (const [day, one] of plan.exceptions) {
    const changed = exception(series, plan, day, one);
    if (!plan.deleted.has(day) && overlaps(changed.start, changed.end, from, to)) found.push(changed);
  }
  return found.toSorted((one, other) => one.start - other.start);
};

/** Whether an event takes place in a window; one without length does when it starts in it. Its end and the window's do not belong to them. */
export const overlaps = (start: number, end: number, from: number, to: number): boolean =>
  start < to && (end > from || (start === end && start >= from));

/**
 * The occurrence that an id names by its original start. Throws EmulatorError: ErrorItemNotFound when the pattern has none then,
 * ErrorCalendarOccurrenceIsDeletedFromRecurrence.
 */
export const occurrenceAt = (series: Series, originalStart: number): Occurrence => {
  const plan = planOf(series);
  const wanted = dayOf(originalStart, plan.clock);
  for (const day of recurrenceDays(plan.recurrence)) {
    if (day > wanted) break;
    if (day === wanted && timesOn(plan, day).start === originalStart) return existing(series, plan, day);
  }
  throw new EmulatorError('ErrorItemNotFound');
};

/**
 * The occurrence that a t:OccurrenceItemId counts to, from 1 on and with the deleted ones. Throws EmulatorError:
 * ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange, ErrorCalendarOccurrenceIsDeletedFromRecurrence.
 */
export const occurrenceNumber = (series: Series, instanceIndex: number): Occurrence => {
  const plan = planOf(series);
  let count = 0;
  for (const day of instanceIndex >= 1 ? recurrenceDays(plan.recurrence) : []) {
    count += 1;
    if (count === instanceIndex) return existing(series, plan, day);
  }
  throw new EmulatorError('ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange');
};

/** The occurrences before and after one, by the pattern's order and without deleted ones, as they take place now. */
export const neighboursOf = (
  series: Series,
  originalStart: number,
): { readonly previous: Occurrence | undefined; readonly next: Occurrence | undefined } => {
  const plan = planOf(series);
  const wanted = dayOf(originalStart, plan.clock);
  let previous: number | undefined;
  let next: number | undefined;
  for (const day of recurrenceDays(plan.recurrence)) {
    if (day === wanted || plan.deleted.has(day)) continue;
    if (day > wanted) {
      next = day;
      break;
    }
    previous = day;
  }
  const shown = (day: number | undefined): Occurrence | undefined =>
    day === undefined ? undefined : existing(series, plan, day);
  return { previous: shown(previous), next: shown(next) };
};

/** t:FirstOccurrence, t:LastOccurrence (when there is one), t:ModifiedOccurrences and t:DeletedOccurrences of a master, as GetItem shows them. */
export const seriesElements = (series: Series): readonly XmlNode[] => {
  const plan = planOf(series);
  const isEndless = child(plan.recurrence, 't:NoEndRecurrence') !== undefined;
  let first: number | undefined;
  let last: number | undefined;
  for (const day of recurrenceDays(plan.recurrence)) {
    if (plan.deleted.has(day)) continue;
    first ??= day;
    last = day;
    if (isEndless) break;
  }
  const modified = [...plan.exceptions.keys()].filter((day) => !plan.deleted.has(day)).toSorted((a, b) => a - b);
  const deleted = [...plan.deleted].toSorted((a, b) => a - b);
  const information = (name: string, day: number): XmlNode => occurrenceInfo(name, existing(series, plan, day));
  return [
    ...(first === undefined ? [] : [information('t:FirstOccurrence', first)]),
    ...(last === undefined || isEndless ? [] : [information('t:LastOccurrence', last)]),
    ...listOf('t:ModifiedOccurrences', modified, (day) => information('t:Occurrence', day)),
    ...listOf('t:DeletedOccurrences', deleted, (day) =>
      node('t:DeletedOccurrence', [node('t:Start', instantText(timesOn(plan, day).start))]),
    ),
  ];
};

const msPerDay = 86_400_000;

/** A master read once: wall clock times in its zone, exceptions and deletions by the day that the pattern puts them on. */
interface Plan {
  readonly recurrence: XmlNode;
  readonly clock: ZoneClock;
  /** Milliseconds from midnight to the start, on the wall clock. */
  readonly startOfDay: number;
  /** Milliseconds from start to end, on the wall clock: a meeting over the change of clocks ends at its usual hour. */
  readonly wallLength: number;
  readonly exceptions: ReadonlyMap<number, SeedException>;
  readonly deleted: ReadonlySet<number>;
}

const planOf = (series: Series): Plan => {
  const recurrence = child(series.element, 't:Recurrence');
  if (recurrence === undefined) throw new EmulatorError('ErrorCalendarCannotUseIdForRecurringMasterId');
  const clock = eventClock(series.element);
  const start = clock.wallOf(instantIn(series.element, 't:Start'));
  return {
    recurrence,
    clock,
    startOfDay: start - Math.floor(start / msPerDay) * msPerDay,
    wallLength: clock.wallOf(instantIn(series.element, 't:End')) - start,
    exceptions: new Map(
      series.source.exceptions?.map((one) => [dayOf(readInstant(one.originalStart, 'UTC'), clock), one]),
    ),
    deleted: new Set(series.source.deletedOccurrences?.map((one) => dayOf(readInstant(one, 'UTC'), clock))),
  };
};

const dayOf = (instant: number, clock: ZoneClock): number => Math.floor(clock.wallOf(instant) / msPerDay);

const timesOn = (plan: Plan, day: number): { readonly start: number; readonly end: number } => {
  const wall = day * msPerDay + plan.startOfDay;
  return { start: plan.clock.instantOf(wall), end: plan.clock.instantOf(wall + plan.wallLength) };
};

const existing = (series: Series, plan: Plan, day: number): Occurrence => {
  if (plan.deleted.has(day)) throw new EmulatorError('ErrorCalendarOccurrenceIsDeletedFromRecurrence');
  const changed = plan.exceptions.get(day);
  return changed === undefined ? regular(series, plan, day) : exception(series, plan, day, changed);
};

const regular = (series: Series, plan: Plan, day: number): Occurrence => {
  const { start, end } = timesOn(plan, day);
  const element = withProperties(withoutSeries(series.element), [
    ...identity(series, start),
    node('t:CalendarItemType', 'Occurrence'),
    node('t:Start', instantText(start)),
    node('t:End', instantText(end)),
    ...(child(series.element, 't:ReminderDueBy') === undefined ? [] : [node('t:ReminderDueBy', instantText(start))]),
  ]);
  return { start, end, originalStart: start, element };
};

const exception = (
  series: Series,
  plan: Plan,
  day: number,
  { element: changed, attachments }: SeedException,
): Occurrence => {
  const originalStart = timesOn(plan, day).start;
  const inherited = inheritedNames
    .filter((name) => child(changed, name) === undefined)
    .flatMap((name) => child(series.element, name) ?? []);
  const own = ownAttachments(series, originalStart, attachments);
  const body = child(changed, 't:Body');
  const element = withProperties(withoutSeries(changed), [
    ...inherited.filter(({ name }) => own.every((property) => property.name !== name)),
    ...identity(series, originalStart),
    node('t:CalendarItemType', 'Exception'),
    ...(body === undefined ? [] : [{ ...body, name: 't:UniqueBody' }]),
    ...own,
  ]);
  return { start: instantIn(element, 't:Start'), end: instantIn(element, 't:End'), originalStart, element };
};

/** What hangs on an exception, where that is not what hangs on its series. */
const ownAttachments = (
  series: Series,
  occurrence: number,
  attachments: SeedException['attachments'],
): readonly XmlNode[] => {
  if (attachments === undefined) return [];
  const entry = { ...readEntryId(series.id), occurrence };
  const modified = childText(series.element, 't:LastModifiedTime');
  const shown = attachments.map((attachment, index) =>
    attachmentElement(attachment, { ...entry, attachments: [attachment.number ?? index] }, modified),
  );
  const isTold = attachments.some((attachment) => attachment.kind === 'item' || !attachment.isInline);
  return [node('t:Attachments', shown), node('t:HasAttachments', String(isTold))];
};

const inheritedNames = [
  't:ParentFolderId',
  't:HasAttachments',
  't:Attachments',
  't:UID',
  't:StartTimeZone',
  't:EndTimeZone',
];

const seriesNames = new Set([
  't:Recurrence',
  't:FirstOccurrence',
  't:LastOccurrence',
  't:ModifiedOccurrences',
  't:DeletedOccurrences',
]);

const withoutSeries = (element: XmlNode): XmlNode => ({
  ...element,
  children: element.children.filter((property) => !seriesNames.has(property.name)),
});

const withProperties = (element: XmlNode, properties: readonly XmlNode[]): XmlNode => {
  const replaced = new Set(properties.map((property) => property.name));
  return { ...element, children: [...element.children.filter(({ name }) => !replaced.has(name)), ...properties] };
};

/** The id of an occurrence is its master's with the original start, so that it stays when the occurrence is moved. */
const identity = (series: Series, originalStart: number): readonly XmlNode[] => [
  node('t:ItemId', {
    Id: writeEntryId({ ...readEntryId(series.id), occurrence: originalStart }),
    ChangeKey: child(series.element, 't:ItemId')?.attributes['ChangeKey'],
  }),
  node('t:OriginalStart', instantText(originalStart)),
  node('t:RecurrenceId', instantText(originalStart)),
];

const occurrenceInfo = (name: string, { element }: Occurrence): XmlNode =>
  node(
    name,
    ['t:ItemId', 't:Start', 't:End', 't:OriginalStart'].map((part) => child(element, part)),
  );

const listOf = (name: string, days: readonly number[], entry: (day: number) => XmlNode): readonly XmlNode[] =>
  days.length === 0 ? [] : [node(name, days.map(entry))];

const instantIn = (element: XmlNode, name: string): number => readInstant(childText(element, name) ?? '', 'UTC');

const instantText = (instant: number): string => new Date(instant).toISOString();
