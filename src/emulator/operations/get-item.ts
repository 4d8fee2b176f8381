import { EmulatorError } from '../emulator-error.ts';
import { readEntryId } from '../entry-id.ts';
import { lookUpItem } from '../lookup.ts';
import { mimeContent } from '../mime.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { isSeries, occurrenceAt, occurrenceNumber, seriesElements } from '../recurrence.ts';
import { readShape, shapeItem, type ShownItem } from '../shape.ts';
import type { StoredItem } from '../store.ts';
import { child, node, type XmlNode } from '../xml.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation */
export const getItem: OperationHandler = (request, context) => {
  const shape = readShape(child(request, 'm:ItemShape'));
  return answerEach('GetItem', child(request, 'm:ItemIds')?.children ?? [], (id) =>
    success('GetItem', [node('m:Items', [shapeItem(shape, shownItem(id, context), context.timeZoneId)])]),
  );
};

const shownItem = (id: XmlNode, context: OperationContext): ShownItem => {
  switch (id.name) {
    case 't:OccurrenceItemId': {
      const master = lookUpItem(context, id.attributes['RecurringMasterId'] ?? '');
      if (!isSeries(master.element)) throw new EmulatorError('ErrorCalendarCannotUseIdForRecurringMasterId');
      return shown(master, occurrenceNumber(master, Number(id.attributes['InstanceIndex'])).element);
    }
    case 't:RecurringMasterItemId': {
      const occurrenceId = id.attributes['OccurrenceId'] ?? '';
      const master = lookUpItem(context, occurrenceId);
      if (readEntryId(occurrenceId).occurrence === undefined) {
        throw new EmulatorError('ErrorCalendarCannotUseIdForOccurrenceId');
      }
      return shown(master, wholeMaster(master));
    }
    default: {
      const itemId = id.attributes['Id'] ?? '';
      const item = lookUpItem(context, itemId);
      const { occurrence } = readEntryId(itemId);
      if (occurrence !== undefined) return shown(item, occurrenceAt(item, occurrence).element);
      return shown(item, isSeries(item.element) ? wholeMaster(item) : item.element);
    }
  }
};

const shown = ({ number, source }: StoredItem, element: XmlNode): ShownItem => ({
  element,
  number,
  mimeContent: () => mimeContent(source, element),
});

const wholeMaster = (master: StoredItem): XmlNode => ({
  ...master.element,
  children: [...master.element.children, ...seriesElements(master)],
});
