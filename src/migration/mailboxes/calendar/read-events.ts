import { EwsError } from '../../../ews/errors.ts';
import type { EwsSession } from '../../../ews/operation.ts';
import type { ItemId } from '../../../ews/properties/id.ts';
import type { ItemOf } from '../../../ews/properties/item-types.ts';
import { getItems } from '../get-items.ts';
import type { PortableAttachment } from '../../portable/portable-content.ts';
import type { PortableEvent, PortableException } from '../../portable/portable-event.ts';
import { readAttachments } from '../read-attachments.ts';
import { eventAttachments, eventRows, readEventContent, readMaster } from './event-rows.ts';

type CalendarItem = ItemOf<'CalendarItem'>;

/**
 * Reads events whole, series with every occurrence that was changed; one answer for each, in their order. Ids are those of single events and of series,
 * as an indexed view of a calendar has them. Throws EwsError for what fails as a whole.
 */
export const readEvents = async (
  session: EwsSession,
  ids: readonly ItemId[],
): Promise<readonly (PortableEvent | EwsError)[]> => {
  const items = await calendarItems(session, ids);
  const events: (PortableEvent | EwsError)[] = [];
  for (const item of items) events.push(item instanceof EwsError ? item : await wholeEvent(session, item));
  return events;
};

const calendarItems = async (
  session: EwsSession,
  ids: readonly ItemId[],
): Promise<readonly (CalendarItem | EwsError)[]> => {
  const items = await getItems(session, ids, eventRows);
  return items.map((item) =>
    item instanceof EwsError || item.type === 'CalendarItem'
      ? item
      : new EwsError('decode', `the item is a ${item.element} and no event`),
  );
};

const wholeEvent = async (session: EwsSession, item: CalendarItem): Promise<PortableEvent | EwsError> => {
  try {
    const changed = await changedOccurrences(session, item);
    const contents = await readAttachments(session, [item, ...changed].flatMap(eventAttachments));
    const attachmentsOf = (one: CalendarItem): readonly PortableAttachment[] =>
      eventAttachments(one).flatMap(({ id }) => contents.get(id) ?? []);
    return {
      ...readMaster(item, attachmentsOf(item)),
      exceptions: changed
        .map((one): PortableException => ({
          ...readEventContent(one, attachmentsOf(one)),
          originalStart: one.properties.originalStart ?? one.properties.recurrenceId ?? one.properties.start ?? '',
        }))
        .toSorted((one, other) => (one.originalStart < other.originalStart ? -1 : 1)),
    };
  } catch (error) {
    if (error instanceof EwsError && isOfItem(error)) return error;
    throw error;
  }
};

/** What belongs to this item alone, and does not mean that the next ones would fail as well. */
const isOfItem = ({ kind }: EwsError): boolean => kind === 'response' || kind === 'decode';

const changedOccurrences = async (session: EwsSession, item: CalendarItem): Promise<readonly CalendarItem[]> => {
  const { recurrence, modifiedOccurrences = [] } = item.properties;
  if (recurrence === undefined || modifiedOccurrences.length === 0) return [];
  const found = await calendarItems(
    session,
    modifiedOccurrences.map(({ id }) => id),
  );
  return found.map((one, position) => {
    // Half of a series is no series: the next run reads it again.
    if (one instanceof EwsError) throw one;
    const { id, element, type, changeKey, properties } = one;
    const originalStart = modifiedOccurrences[position]?.originalStart ?? properties.originalStart;
    return { id, element, type, changeKey, properties: { ...properties, originalStart } };
  });
};
