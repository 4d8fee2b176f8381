import type { XmlElement } from './xml.ts';

/** How a request has mail sent. */
export interface RequestSending {
  /** MessageDisposition, in EWS's words: SaveOnly, SendOnly or SendAndSaveCopy. Undefined for operations without one; SendItem always sends. */
  readonly disposition?: string;
  /**
   * Who is told of a write to a calendar, in EWS's words (SendToNone, SendToAllAndSaveCopy, …): invitations, updates and cancellations go out whatever the
   * disposition says. Undefined for requests that name none.
   */
  readonly notices?: string;
  /** The address that mail is to come from, where the request says one. */
  readonly from?: string;
  /** It makes or changes a rule by which mail that arrives will be sent on. */
  readonly forwards?: true;
}

const textAt = ({ children, text }: XmlElement, [first, ...rest]: readonly string[]): string | undefined => {
  if (first === undefined) return text;
  const inner = children.find(({ name }) => name === first);
  return inner && textAt(inner, rest);
};

const firstFrom = (element: XmlElement): string | undefined => {
  if (element.name === 't:From') return textAt(element, ['t:Mailbox', 't:EmailAddress']);
  for (const inner of element.children) {
    const found = firstFrom(inner);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Actions of inbox rules; the gateway writes the first alone. */
const forwarding: ReadonlySet<string> = new Set([
  't:ForwardToRecipients',
  't:ForwardAsAttachmentToRecipients',
  't:RedirectToRecipients',
]);

const isForwarding = ({ name, children }: XmlElement): boolean => forwarding.has(name) || children.some(isForwarding);

/** CreateItem, UpdateItem and DeleteItem have a name for it each. */
const noticeAttributes = [
  'SendMeetingInvitations',
  'SendMeetingInvitationsOrCancellations',
  'SendMeetingCancellations',
] as const;

/** Whether a request has anything sent to anybody, now or later. `operation`: EWS's name of it. */
export const sendsMail = (operation: string, { disposition, notices, forwards }: RequestSending): boolean =>
  operation === 'SendItem' ||
  (disposition !== undefined && disposition !== 'SaveOnly') ||
  (notices !== undefined && notices !== 'SendToNone') ||
  forwards === true;

/** Read from the element that is sent, as its subjects are: no operation can forget to tell under whose name it writes. */
export const requestSending = (request: XmlElement): RequestSending => {
  const disposition = request.attributes['MessageDisposition'];
  const notices = noticeAttributes.map((name) => request.attributes[name]).find((value) => value !== undefined);
  const from = firstFrom(request);
  return {
    ...(disposition === undefined ? {} : { disposition }),
    ...(notices === undefined ? {} : { notices }),
    ...(from === undefined ? {} : { from }),
    ...(isForwarding(request) ? { forwards: true } : {}),
  };
};
