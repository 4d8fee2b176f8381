import { discardItem, discardOccurrence } from '../store/deletion.ts';
import { EmulatorError } from '../emulator-error.ts';
import { isOwnMeeting, occurrenceOf } from './meeting-event.ts';
import type { Answer } from './meeting-mail.ts';
import { cancellationNotice } from './meeting-organizer.ts';
import { answerInvitation, type Answered, removeCancelled } from './meeting-response.ts';
import { type NamedItem, namedItem } from '../store/named-item.ts';
import type { OperationContext } from '../operation.ts';
import { distinguishedFolder, type StoredFolder } from '../store/store.ts';
import { sourceOf } from '../store/store-writes.ts';
import { child, type XmlNode } from '../xml/xml.ts';

/** Whether CreateItem is asked to answer an invitation, to cancel a meeting or to remove one that was cancelled. */
export const isMeetingAct = ({ name }: XmlNode): boolean =>
  answers.has(name) || name === 't:CancelCalendarItem' || name === 't:RemoveItem';

/**
 * Does what a t:AcceptItem, t:TentativelyAcceptItem, t:DeclineItem, t:CancelCalendarItem or t:RemoveItem means. With SaveOnly the answer to an invitation
 * counts and stays as a draft, as the EWS Managed API relies on; a cancellation cannot be a draft here: ErrorInvalidOperation. Throws EmulatorError:
 * ErrorMissingInformationReferenceItemId, ErrorMessageDispositionRequired, ErrorCalendarIsNotOrganizer, ErrorInvalidItemForOperationCancelItem, and what
 * namedItem, answerInvitation and removeCancelled throw.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation-meeting-request
 */
export const actOnMeeting = (
  context: OperationContext,
  given: XmlNode,
  disposition: string | undefined,
  target: StoredFolder | undefined,
): Answered => {
  const reference = child(given, 't:ReferenceItemId');
  if (reference === undefined) throw new EmulatorError('ErrorMissingInformationReferenceItemId');
  if (disposition === undefined && given.name !== 't:RemoveItem') {
    throw new EmulatorError('ErrorMessageDispositionRequired');
  }
  const named = namedItem(context, reference);
  const { mailbox } = context;
  if (named.item.folder.mailbox !== mailbox) throw new EmulatorError('ErrorAccessDenied');
  const answer = answers.get(given.name);
  if (answer !== undefined) {
    const own = distinguishedFolder(mailbox, disposition === 'SaveOnly' ? 'drafts' : 'sentitems');
    return answerInvitation(context, named, answer, {
      disposition: disposition === 'SaveOnly' ? 'draft' : 'send',
      folder: disposition === 'SendOnly' ? undefined : (target ?? own),
      comment: child(given, 't:Body'),
    });
  }
  if (given.name !== 't:RemoveItem') return cancel(context, named, given, disposition);
  removeCancelled(context, named);
  return [];
};

const answers: ReadonlyMap<string, Answer> = new Map([
  ['t:AcceptItem', 'Accept'],
  ['t:TentativelyAcceptItem', 'Tentative'],
  ['t:DeclineItem', 'Decline'],
]);

/** Tells the copy that was kept of the cancellation, where the EWS Managed API looks for it: CalendarActionResults.MeetingCancellation. */
const cancel = (
  context: OperationContext,
  { item, occurrence }: NamedItem,
  given: XmlNode,
  disposition: string | undefined,
): Answered => {
  const event = occurrence?.element ?? item.element;
  if (event.name !== 't:CalendarItem') throw new EmulatorError('ErrorInvalidItemForOperationCancelItem');
  if (!isOwnMeeting(event)) throw new EmulatorError('ErrorCalendarIsNotOrganizer');
  if (disposition === 'SaveOnly') throw new EmulatorError('ErrorInvalidOperation');
  const source = sourceOf(item);
  const meeting = occurrence === undefined ? { source, occurrence } : occurrenceOf(source, occurrence);
  const notices = { to: 'all', savesCopy: disposition === 'SendAndSaveCopy' } as const;
  const comment = child(given, 't:NewBodyContent') ?? child(given, 't:Body');
  const { tell } = cancellationNotice(context, meeting, notices, comment);
  if (occurrence === undefined) discardItem(item, 'MoveToDeletedItems');
  else discardOccurrence(item, occurrence);
  const copy = tell();
  return copy === undefined ? [] : [copy];
};
