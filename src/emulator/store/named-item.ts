import { EmulatorError } from '../emulator-error.ts';
import { readEntryId } from './entry-id.ts';
import { lookUpItem, type LookupScope } from './lookup.ts';
import { isSeries, type Occurrence, occurrenceAt, occurrenceNumber } from '../calendar/recurrence.ts';
import type { StoredItem } from './store.ts';
import type { XmlNode } from '../xml/xml.ts';

/** What an id in m:ItemIds names: an item, or one occurrence of a recurring event. */
export interface NamedItem {
  /** The item itself; of an occurrence, the recurring master. */
  readonly item: StoredItem;
  readonly occurrence: Occurrence | undefined;
}

/**
 * The item or occurrence that a t:ItemId, t:OccurrenceItemId or t:RecurringMasterItemId means. Throws what lookUpItem throws, and EmulatorError:
 * ErrorCalendarCannotUseIdForRecurringMasterId, ErrorCalendarCannotUseIdForOccurrenceId, ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange,
 * ErrorCalendarOccurrenceIsDeletedFromRecurrence.
 */
export const namedItem = (scope: LookupScope, id: XmlNode): NamedItem => {
  switch (id.name) {
    case 't:OccurrenceItemId': {
      const item = lookUpItem(scope, id.attributes['RecurringMasterId'] ?? '');
      if (!isSeries(item.element)) throw new EmulatorError('ErrorCalendarCannotUseIdForRecurringMasterId');
      return { item, occurrence: occurrenceNumber(item, Number(id.attributes['InstanceIndex'])) };
    }
    case 't:RecurringMasterItemId': {
      const occurrenceId = id.attributes['OccurrenceId'] ?? '';
      const item = lookUpItem(scope, occurrenceId);
      if (readEntryId(occurrenceId).occurrence === undefined) {
        throw new EmulatorError('ErrorCalendarCannotUseIdForOccurrenceId');
      }
      return { item, occurrence: undefined };
    }
    default: {
      const itemId = id.attributes['Id'] ?? '';
      const item = lookUpItem(scope, itemId);
      const start = readEntryId(itemId).occurrence;
      return { item, occurrence: start === undefined ? undefined : occurrenceAt(item, start) };
    }
  }
};
