import { deleteType, discardItem, discardOccurrence } from '../store/deletion.ts';
import { EmulatorError } from '../emulator-error.ts';
import { occurrenceOf } from '../calendar/meeting-event.ts';
import { cancellationNotice, noticesOf } from '../calendar/meeting-organizer.ts';
import { namedItem } from '../store/named-item.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { sourceOf } from '../store/store-writes.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/**
 * Deletes items, of a recurring event also one occurrence, and tells the people of an organizer's meeting when they shall know. Of recurring tasks only
 * all occurrences can be deleted.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation
 */
export const deleteItem: OperationHandler = (request, context) =>
  answerEach('DeleteItem', child(request, 'm:ItemIds')?.children ?? [], (id) => {
    const { item, occurrence } = namedItem(context, id);
    if (item.folder.mailbox !== context.mailbox) throw new EmulatorError('ErrorAccessDenied');
    checkAttributes(request, item.element);
    const notices = noticesOf(request.attributes['SendMeetingCancellations'] ?? 'SendToNone');
    const meeting =
      occurrence === undefined
        ? { source: sourceOf(item), occurrence: undefined }
        : occurrenceOf(sourceOf(item), occurrence);
    const { tell } = cancellationNotice(context, meeting, notices, undefined);
    if (occurrence === undefined) discardItem(item, deleteType(request));
    else discardOccurrence(item, occurrence);
    tell();
    return success('DeleteItem', []);
  });

const checkAttributes = ({ attributes }: XmlNode, item: XmlNode): void => {
  if (item.name === 't:CalendarItem') {
    const cancellations = attributes['SendMeetingCancellations'];
    if (cancellations === undefined) throw new EmulatorError('ErrorSendMeetingCancellationsRequired');
  }
  if (item.name === 't:Task') {
    const affected = attributes['AffectedTaskOccurrences'];
    if (affected === undefined) throw new EmulatorError('ErrorAffectedTaskOccurrencesRequired');
    if (affected === 'SpecifiedOccurrenceOnly') throw new EmulatorError(soleOccurrenceCode(item));
  }
};

/** A task that does not recur has no occurrences to choose from; one that does is not taken to its next occurrence here. */
const soleOccurrenceCode = (task: XmlNode): string =>
  child(task, 't:Recurrence') === undefined ? 'ErrorCannotDeleteTaskOccurrence' : 'ErrorInvalidOperation';
