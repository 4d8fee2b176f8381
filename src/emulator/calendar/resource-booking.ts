import { eventsIn } from './calendar-view.ts';
import { isCancelled } from './meeting-event.ts';
import type { Answer } from './meeting-mail.ts';
import { answerInvitation, removeCancelled } from './meeting-response.ts';
import type { OperationContext } from '../operation.ts';
import { isSeries, occurrencesBetween } from './recurrence.ts';
import type { Mailbox, StoredItem } from '../store/store.ts';
import { childText, node } from '../xml/xml.ts';

/**
 * A room or a piece of equipment answers an invitation by itself: it accepts when it is free at every time within the next 180 days and declines
 * otherwise, as Exchange's AutoAccept does with its defaults. What it has answered already it does not answer again.
 * https://learn.microsoft.com/powershell/module/exchange/set-calendarprocessing
 */
export const bookResource = (
  context: OperationContext,
  resource: Mailbox,
  { request, event }: { readonly request: StoredItem; readonly event: StoredItem },
): void => {
  if (childText(request.element, 't:MyResponseType') !== 'NoResponseReceived') return;
  const isFree = timesOf(request, event, context.now()).every((time) => isFreeAt(event, time));
  const answer: Answer = isFree ? 'Accept' : 'Decline';
  const text = isFree ? 'Your request was accepted.' : 'Your request was declined because there are conflicts.';
  answerInvitation({ ...context, mailbox: resource }, { item: request, occurrence: undefined }, answer, {
    disposition: 'send',
    folder: undefined,
    comment: node('t:Body', { BodyType: 'Text' }, text),
  });
};

/** A room or a piece of equipment takes a cancelled meeting out of its calendar by itself. */
export const releaseResource = (context: OperationContext, resource: Mailbox, cancellation: StoredItem): void =>
  removeCancelled({ ...context, mailbox: resource }, { item: cancellation, occurrence: undefined });

interface Time {
  readonly from: number;
  readonly to: number;
}

/** BookingWindowInDays. */
const bookingWindowMs = 180 * 86_400_000;

/** When the meeting that a request speaks of takes place. */
const timesOf = ({ element }: StoredItem, event: StoredItem, now: number): readonly Time[] => {
  const start = Date.parse(childText(element, 't:Start') ?? '');
  const end = Date.parse(childText(element, 't:End') ?? '');
  const isWhole = childText(element, 't:RecurrenceId') === undefined;
  if (!isWhole || !isSeries(event.element)) return [{ from: start, to: end }];
  const last = Math.max(start, now) + bookingWindowMs;
  return occurrencesBetween(event, Math.min(start, now), last).map((one) => ({ from: one.start, to: one.end }));
};

const isFreeAt = (event: StoredItem, time: Time): boolean =>
  eventsIn(
    [...event.folder.items].filter((other) => other !== event),
    time,
  ).every(({ element }) => isCancelled(element) || childText(element, 't:LegacyFreeBusyStatus') === 'Free');
