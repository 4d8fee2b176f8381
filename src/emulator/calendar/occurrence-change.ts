import { EmulatorError } from '../emulator-error.ts';
import { flag, withoutProperties, withProperties } from '../item/item-properties.ts';
import type { SeedItem } from '../store/model.ts';
import { neighboursOf, type Occurrence } from './recurrence.ts';
import type { StoredItem } from '../store/store.ts';
import { propertyLabel } from '../item/property-label.ts';
import { rewriteOccurrence, sourceOf } from '../store/store-writes.ts';
import { child, childText, node, type XmlNode } from '../xml/xml.ts';

/** One occurrence in the form in which it is kept as an exception of its series. */
export const occurrenceSource = ({ element }: Occurrence): XmlNode =>
  withProperties(withoutProperties(element, ofTheSeries), [
    node('t:CalendarItemType', 'Exception'),
    flag('t:IsRecurring', true),
  ]);

/**
 * Makes one occurrence what `changed` says: an exception of its series from now on. Throws EmulatorError: ErrorOccurrenceCrossingBoundary when it would
 * overlap or overtake a neighbour, ErrorCalendarEndDateIsEarlierThanStartDate.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
export const changeOccurrence = (
  master: StoredItem,
  occurrence: Occurrence,
  { changed, lastTold }: { readonly changed: XmlNode; readonly lastTold: XmlNode | undefined },
  labels: Iterable<string>,
): void => {
  checkPlace(master, occurrence, changed);
  const originalStart = new Date(occurrence.originalStart).toISOString();
  const element = withProperties(changed, [node('t:CalendarItemType', 'Exception'), flag('t:IsRecurring', true)]);
  const source = sourceOf(master);
  const attachments = attachmentsOf(source, occurrence.originalStart);
  const exception = {
    originalStart,
    element,
    ...(lastTold === undefined ? {} : { lastTold }),
    ...(attachments === undefined ? {} : { attachments }),
  };
  const exceptions = [...others(source, occurrence.originalStart), exception];
  rewriteOccurrence(master, { ...source, exceptions }, originalStart, labels);
};

/** Takes one occurrence out of its series, whose other ones stay. */
export const deleteOccurrence = (master: StoredItem, { originalStart }: Pick<Occurrence, 'originalStart'>): void => {
  const source = sourceOf(master);
  const start = new Date(originalStart).toISOString();
  const deletedOccurrences = [...(source.deletedOccurrences ?? []), start];
  rewriteOccurrence(master, { ...source, exceptions: others(source, originalStart), deletedOccurrences }, start, [
    't:DeletedOccurrences',
  ]);
};

/**
 * The exceptions of a series after a change of its master. What an exception has in common with the series follows it; as soon as the series takes place
 * at other times, all exceptions are gone, the deleted occurrences too.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal/4b92fb85-db55-4251-8e81-e319361218e1
 */
export const withExceptionsOf = (before: SeedItem, after: SeedItem): SeedItem => {
  const { exceptions, deletedOccurrences, ...rest } = after;
  if (exceptions === undefined && deletedOccurrences === undefined) return after;
  if (timing.some((name) => !isSame(child(before.element, name), child(after.element, name)))) return rest;
  const labels = new Set([before, after].flatMap(({ element }) => element.children.map(propertyLabel)));
  return {
    ...after,
    ...(exceptions === undefined
      ? {}
      : {
          exceptions: exceptions.map(({ element, ...exception }) => ({
            ...exception,
            element: [...labels].reduce(
              (whole, label) => following(whole, before.element, after.element, label),
              element,
            ),
          })),
        }),
  };
};

/** Properties that say when a series takes place. */
const timing = ['t:Recurrence', 't:Start', 't:End', 't:IsAllDayEvent', 't:StartTimeZone'];

const ofTheSeries = new Set(
  'ItemId ParentFolderId Attachments HasAttachments UniqueBody'.split(' ').map((name) => `t:${name}`),
);

const attachmentsOf = ({ exceptions = [] }: SeedItem, originalStart: number) =>
  exceptions.find((exception) => Date.parse(exception.originalStart) === originalStart)?.attachments;

const others = ({ exceptions = [] }: SeedItem, originalStart: number) =>
  exceptions.filter((exception) => Date.parse(exception.originalStart) !== originalStart);

const following = (exception: XmlNode, before: XmlNode, after: XmlNode, label: string): XmlNode => {
  const labelled = (item: XmlNode): XmlNode | undefined =>
    item.children.find((property) => propertyLabel(property) === label);
  if (!isSame(labelled(exception), labelled(before))) return exception;
  const own = exception.children.filter((property) => propertyLabel(property) !== label);
  const now = labelled(after);
  return { ...exception, children: now === undefined ? own : [...own, now] };
};

const isSame = (one: XmlNode | undefined, other: XmlNode | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const checkPlace = (master: StoredItem, occurrence: Occurrence, changed: XmlNode): void => {
  const start = Date.parse(childText(changed, 't:Start') ?? '');
  const end = Date.parse(childText(changed, 't:End') ?? '');
  if (end < start) throw new EmulatorError('ErrorCalendarEndDateIsEarlierThanStartDate');
  if (start === occurrence.start && end === occurrence.end) return;
  const { previous, next } = neighboursOf(master, occurrence.originalStart);
  const isCrossing = (previous !== undefined && start < previous.end) || (next !== undefined && end > next.start);
  if (isCrossing) throw new EmulatorError('ErrorOccurrenceCrossingBoundary');
};
