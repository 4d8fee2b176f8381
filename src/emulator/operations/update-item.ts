import { isAtSameTime } from '../calendar/attendee-event.ts';
import { topicOf } from '../mail/conversation.ts';
import { withDerived } from '../item/derived-properties.ts';
import { EmulatorError } from '../emulator-error.ts';
import { checkEventTimes } from '../calendar/event-check.ts';
import { changeVersion } from '../store/entry-id.ts';
import { type ItemChange, itemChange } from '../store/item-change.ts';
import { withProperties } from '../item/item-properties.ts';
import { isDeleted, isOwnMeeting } from '../calendar/meeting-event.ts';
import { unanswered, withAttendees } from '../calendar/meeting-event.ts';
import { type Notices, noticesOf, updateNotice } from '../calendar/meeting-organizer.ts';
import type { SeedException, SeedItem } from '../store/model.ts';
import { type NamedItem, namedItem } from '../store/named-item.ts';
import { inMime, writerOf } from '../store/new-item.ts';
import { changeOccurrence, occurrenceSource, withExceptionsOf } from '../calendar/occurrence-change.ts';
import { answerEach, type OperationContext, type OperationHandler, success } from '../operation.ts';
import { checkSize } from '../store/quota.ts';
import { occurrenceLabel } from '../item/property-label.ts';
import { type Occurrence, occurrenceAt } from '../calendar/recurrence.ts';
import { send } from '../mail/sending.ts';
import type { StoredItem } from '../store/store.ts';
import { addItem, removeItem, rewriteItem, sourceOf } from '../store/store-writes.ts';
import { doneOccurrence } from '../calendar/task-recurrence.ts';
import { isDone, withTaskState } from '../calendar/task-state.ts';
import { ianaZone } from '../calendar/time-zone.ts';
import { child, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';
import { defaultFolder, withIdOnly, writableFolder } from './create-item.ts';

/**
 * Changes properties of items, one message for each in order; an item is changed whole or not at all. With a disposition that sends, the draft is sent
 * as changed. https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation
 */
export const updateItem: OperationHandler = (request, context) => {
  const holder = child(request, 'm:SavedItemFolderId');
  const target = holder && writableFolder(context, holder);
  const { MessageDisposition: disposition } = request.attributes;
  return answerEach('UpdateItem', child(request, 'm:ItemChanges')?.children ?? [], (asked) => {
    const [id] = asked.children;
    const { item, occurrence } = ownItem(context, id);
    checkDispositions(item.element, request.attributes);
    const scope = { store: context.store, zone: ianaZone(context.timeZoneId) };
    const changes = (child(asked, 't:Updates')?.children ?? []).map((update) =>
      itemChange(scope, item.element, update),
    );
    const resolution = request.attributes['ConflictResolution'] ?? '';
    const resolved = settle({ item, occurrence }, id?.attributes['ChangeKey'], changes, resolution);
    const notices = noticesOf(request.attributes['SendMeetingInvitationsOrCancellations'] ?? 'SendToNone');
    // https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-deletion-related-errors-in-ews-in-exchange
    if (notices.to !== 'nobody' && isOwnMeeting(item.element) && isDeleted(item)) {
      throw new EmulatorError('ErrorCalendarCannotUpdateDeletedItem');
    }
    if (occurrence !== undefined) {
      updateOccurrence(context, item, occurrence, changes, notices);
      return updated(occurrenceAt(item, occurrence.originalStart), resolved);
    }
    const source = changedSource(context, item, changes);
    const isMail = item.element.name === 't:Message';
    if (isMail && disposition !== 'SaveOnly') {
      if (!isTrue(childText(item.element, 't:IsDraft')))
        throw new EmulatorError('ErrorInvalidItemForOperationSendItem');
      const copyFolder = disposition === 'SendOnly' ? undefined : (target ?? defaultFolder(context, 'sentitems'));
      send(context, source, copyFolder);
      removeItem(item.folder.mailbox, item);
    } else if (item.element.name === 't:CalendarItem') {
      updateEvent(context, item, source, notices);
    } else if (isDone(source.element) && !isDone(sourceOf(item).element)) {
      return updated(completeTask(context, item, source), resolved);
    } else {
      rewriteItem(item, source, changes.every(({ label }) => label === 't:IsRead') ? 'readFlag' : 'content');
    }
    return updated(isMail && disposition !== 'SaveOnly' ? undefined : item, resolved);
  });
};

/** `item` is what the answer tells of; nothing when it was sent. */
const updated = (item: Pick<StoredItem, 'element'> | undefined, resolved: number): XmlNode =>
  success('UpdateItem', [
    node('m:Items', item === undefined ? [] : [withIdOnly(item)]),
    node('m:ConflictResults', [node('t:Count', String(resolved))]),
  ]);

/** The item or occurrence to be changed. Throws what namedItem throws, and EmulatorError ErrorAccessDenied for another mailbox's. */
const ownItem = (context: OperationContext, id: XmlNode | undefined): NamedItem => {
  if (id === undefined) throw new EmulatorError('ErrorInvalidIdEmpty');
  const named = namedItem(context, id);
  if (named.item.folder.mailbox !== context.mailbox) throw new EmulatorError('ErrorAccessDenied');
  return named;
};

const updateOccurrence = (
  context: OperationContext,
  master: StoredItem,
  occurrence: Occurrence,
  changes: readonly ItemChange[],
  notices: Notices,
): void => {
  const labels = changes.map(({ label }) => label);
  // The pattern belongs to the series.
  if (labels.includes('t:Recurrence')) throw new EmulatorError('ErrorInvalidPropertySet');
  const before = occurrenceSource(occurrence);
  const changed = changes.reduce((whole, { apply }) => apply(whole), before);
  const element = withDerived(changed, writerOf(context));
  const meeting = { source: sourceOf(master), occurrence: { originalStart: occurrence.originalStart, element } };
  const known = meeting.source.exceptions?.find(
    ({ originalStart }) => Date.parse(originalStart) === occurrence.originalStart,
  );
  const { event, tell, lastTold } = updateNotice(context, before, meeting, notices, known?.lastTold);
  changeOccurrence(master, occurrence, { changed: event, lastTold }, labels);
  tell();
};

/** Completes a task, and tells what was done: of a recurring one a task of its own, while the task itself goes on to its next time. */
const completeTask = (context: OperationContext, item: StoredItem, source: SeedItem): StoredItem => {
  const parted = doneOccurrence(source.element);
  if (parted === undefined) {
    rewriteItem(item, source, 'content');
    return item;
  }
  const writer = writerOf(context);
  rewriteItem(item, { ...source, element: withDerived(parted.next, writer) }, 'content');
  return addItem(item.folder.mailbox, item.folder, { ...source, element: withDerived(parted.done, writer) });
};

const updateEvent = (context: OperationContext, item: StoredItem, source: SeedItem, notices: Notices): void => {
  checkEventTimes(source.element);
  const { lastTold: known, ...whole } = source;
  const meeting = { source: whole, occurrence: undefined };
  const { event, tell, asksAnew, lastTold } = updateNotice(context, sourceOf(item).element, meeting, notices, known);
  const exceptions = source.exceptions?.map((exception) => toldException(exception, asksAnew, notices));
  const changed = {
    ...whole,
    element: event,
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(lastTold === undefined ? {} : { lastTold }),
  };
  rewriteItem(item, changed, 'content');
  tell();
};

/** An exception after its whole series has been changed, and told of or not. */
const toldException = (
  { lastTold, ...exception }: SeedException,
  asksAnew: boolean,
  { to }: Notices,
): SeedException => {
  const { element } = exception;
  if (to !== 'all') return { ...exception, ...(lastTold === undefined ? {} : { lastTold }) };
  const isElsewhen = lastTold !== undefined && !isAtSameTime(lastTold, element);
  return { ...exception, element: asksAnew || isElsewhen ? withAttendees(element, unanswered) : element };
};

const checkDispositions = ({ name }: XmlNode, attributes: Readonly<Record<string, string>>): void => {
  const isMail = name === 't:Message' || name.startsWith('t:Meeting');
  if (isMail && attributes['MessageDisposition'] === undefined) {
    throw new EmulatorError('ErrorMessageDispositionRequired');
  }
  if (name !== 't:CalendarItem') return;
  const notices = attributes['SendMeetingInvitationsOrCancellations'];
  if (notices === undefined) throw new EmulatorError('ErrorSendMeetingInvitationsOrCancellationsRequired');
};

/**
 * Decides whether changes made to an older state of the item may be made to this one. Returns how many other properties had been changed meanwhile.
 * Throws EmulatorError: ErrorChangeKeyRequiredForWriteOperations, ErrorInvalidChangeKey, ErrorIrresolvableConflict.
 */
const settle = (
  { item, occurrence }: NamedItem,
  key: string | undefined,
  changes: readonly ItemChange[],
  resolution: string,
): number => {
  if (resolution === 'AlwaysOverwrite') return 0;
  if (key === undefined) throw new EmulatorError('ErrorChangeKeyRequiredForWriteOperations');
  const current = child(item.element, 't:ItemId')?.attributes['ChangeKey'];
  if (key === current) return 0;
  const version = changeVersion(item.folder.mailbox.directoryId, key);
  const meanwhile = [...item.propertyChanges].filter(([, at]) => at > version).map(([label]) => label);
  const own = occurrence && new Date(occurrence.originalStart).toISOString();
  const overlapping = changes.some(({ label }) =>
    meanwhile.some(
      (other) =>
        other === label ||
        label.startsWith(`${other} `) ||
        (own !== undefined && other === occurrenceLabel(own, label)),
    ),
  );
  if (resolution === 'NeverOverwrite' || overlapping) throw new EmulatorError('ErrorIrresolvableConflict');
  return meanwhile.length;
};

const changedSource = (context: OperationContext, item: StoredItem, changes: readonly ItemChange[]): SeedItem => {
  const before = sourceOf(item);
  const element = changes.reduce((whole, { apply }) => apply(whole), before.element);
  const labels = new Set(changes.map(({ label }) => label));
  const followed = withDerived(withTaskState(before.element, withTopic(element, labels), labels), writerOf(context));
  const { mime, uniqueBody, ...rest } = before;
  const source: SeedItem = {
    ...rest,
    element: followed,
    ...(mime === undefined || [...labels].some((label) => inMime.has(label)) ? {} : { mime }),
    ...(uniqueBody === undefined || labels.has('t:Body') ? {} : { uniqueBody }),
  };
  checkSize(source);
  return withExceptionsOf(before, source);
};

/** A draft that answers nothing takes its topic from its subject. */
const withTopic = (item: XmlNode, labels: ReadonlySet<string>): XmlNode => {
  const isOpen = isTrue(childText(item, 't:IsDraft')) && child(item, 't:InReplyTo') === undefined;
  if (!isOpen || !labels.has('t:Subject')) return item;
  return withProperties(item, [node('t:ConversationTopic', topicOf(childText(item, 't:Subject') ?? ''))]);
};
