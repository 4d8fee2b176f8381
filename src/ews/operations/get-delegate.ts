import { EwsError } from '../errors.ts';
import { defineOperation } from '../operation.ts';
import { boolean, oneOf, optional } from '../properties/codec.ts';
import type { MailboxAddress } from '../properties/id.ts';
import type { Recipient } from '../properties/recipient.ts';
import { userId } from '../properties/user-id.ts';
import { child, element, required, type XmlElement } from '../xml.ts';

/** Whose delegates. */
export interface GetDelegateInput {
  /** The session's own; Exchange answers ErrorAccessDenied or ErrorNotDelegate for others. */
  readonly mailbox: MailboxAddress;
}

const levels = ['None', 'Reviewer', 'Author', 'Editor', 'Custom'] as const;

/** What a delegate may do in a folder, in EWS's words. */
export type DelegateLevel = (typeof levels)[number];

/** Somebody who acts for the mailbox's owner. */
export interface Delegate {
  readonly user: Recipient;
  /** None where the server does not tell. */
  readonly calendar: DelegateLevel;
  readonly tasks: DelegateLevel;
  readonly inbox: DelegateLevel;
  readonly contacts: DelegateLevel;
  readonly notes: DelegateLevel;
  readonly journal: DelegateLevel;
  readonly receivesMeetingMessages: boolean;
  readonly canSeePrivate: boolean;
}

/** The delegates of a mailbox. */
export interface Delegates {
  readonly delegates: readonly Delegate[];
  /** Delegates that the server knows of and cannot tell: accounts that are gone, permissions that it cannot read. */
  readonly untold: number;
  /** Who gets meeting requests; undefined where the server does not say. */
  readonly deliverMeetingRequests: MeetingDelivery | undefined;
}

const deliveries = ['DelegatesOnly', 'DelegatesAndMe', 'DelegatesAndSendInformationToMe', 'NoForward'] as const;

/** Who gets meeting requests, in EWS's words. */
export type MeetingDelivery = (typeof deliveries)[number];

// A word that is newer than our contract grants something, nobody knows what.
const level = oneOf(levels, 'Custom');
const delivery = oneOf(deliveries, 'NoForward');

const delegate = (node: XmlElement): Delegate => {
  const permissions = child(node, 'DelegatePermissions') ?? element('none');
  const levelOf = (folder: string): DelegateLevel =>
    optional(permissions, `${folder}FolderPermissionLevel`, level) ?? 'None';
  return {
    user: userId.decode(required(node, 'UserId')).user ?? {},
    calendar: levelOf('Calendar'),
    tasks: levelOf('Tasks'),
    inbox: levelOf('Inbox'),
    contacts: levelOf('Contacts'),
    notes: levelOf('Notes'),
    journal: levelOf('Journal'),
    receivesMeetingMessages: optional(node, 'ReceiveCopiesOfMeetingMessages', boolean) ?? false,
    canSeePrivate: optional(node, 'ViewPrivateItems', boolean) ?? false,
  };
};

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getdelegate-operation
 * The answer has a class for itself and one for each delegate; it is read as one message, so that one bad delegate hides none of the others.
 */
export const getDelegate = defineOperation<GetDelegateInput, Delegates>({
  name: 'GetDelegate',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ mailbox }) =>
    element('m:GetDelegate', { IncludePermissions: 'true' }, [
      element('m:Mailbox', [element('t:EmailAddress', mailbox)]),
    ]),
  messages: (response) => {
    if (response.attributes['ResponseClass'] === undefined)
      throw new EwsError('decode', 'the GetDelegateResponse has no ResponseClass');
    return [response];
  },
  decode: (message) => {
    const told = child(message, 'ResponseMessages')?.children ?? [];
    const users = told.flatMap((one) => child(one, 'DelegateUser') ?? []);
    return {
      delegates: users.map(delegate),
      untold: told.length - users.length,
      deliverMeetingRequests: optional(message, 'DeliverMeetingRequests', delivery),
    };
  },
  rows: ({ delegates }) => delegates.length,
});
