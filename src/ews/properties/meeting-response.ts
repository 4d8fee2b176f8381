import { element, type XmlElement } from '../xml.ts';
import { body, type Body } from './body.ts';
import type { ItemId } from './id.ts';

/**
 * What an attendee answers to an invitation, or an organiser's end of a meeting. With CreateItem's SendAndSaveCopy the others get mail about it; with
 * SaveOnly an answer is only noted in the attendee's own calendar, as Microsoft's Managed API has it, and the t:MeetingResponse is kept as a draft.
 */
export interface MeetingResponse {
  readonly response: 'AcceptItem' | 'TentativelyAcceptItem' | 'DeclineItem' | 'CancelCalendarItem';
  /** The event, one of its occurrences, or (not to cancel) the meeting request. */
  readonly id: ItemId;
  readonly changeKey?: string | undefined;
  /** What the others read. */
  readonly comment?: Pick<Body, 'type' | 'content'> | undefined;
}

const responses: ReadonlySet<string> = new Set<MeetingResponse['response']>([
  'AcceptItem',
  'TentativelyAcceptItem',
  'DeclineItem',
  'CancelCalendarItem',
]);

/** Tells it from a reply or a forward. */
export const isMeetingResponse = (item: { readonly response: string }): item is MeetingResponse =>
  responses.has(item.response);

/**
 * A cancellation puts its text before the invitation's, after the reference; the others have a body of their own, before it.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/acceptitem (tentativelyacceptitem, declineitem, cancelcalendaritem)
 */
export const meetingResponse = ({ response, id, changeKey, comment }: MeetingResponse): XmlElement => {
  const reference = element('t:ReferenceItemId', { Id: id, ChangeKey: changeKey });
  if (comment === undefined) return element(`t:${response}`, [reference]);
  return element(
    `t:${response}`,
    response === 'CancelCalendarItem'
      ? [reference, body.encode('t:NewBodyContent', comment)]
      : [body.encode('t:Body', comment), reference],
  );
};
