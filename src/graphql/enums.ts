import type { Permission as AccessPermission } from '../access/caller.ts';
import { builder } from './builder.ts';
import type { ErrorCode as Code } from './error-table.ts';

/*
 * Enums that more than one type uses. A value is the wire's own word where there is one, so that rows pass through unchanged.
 */

export const Permission = builder.enumType('Permission', {
  description: 'Something that a caller may do.',
  values: {
    READ_METADATA: {
      description:
        'See that a mailbox exists, its folders and their counts, who else gets into it, and what its messages, events and tasks are about, without their contents. Ask for free and busy times as it.',
    },
    READ_MESSAGES: { description: 'Read messages, attachments, conversations, automatic replies and inbox rules.' },
    READ_CALENDAR: {
      description: 'Read calendars, events and tasks. Ask for free and busy times as it, and for what takes the time.',
    },
    READ_CONTACTS: { description: 'Read contacts.' },
    WRITE_MESSAGES: { description: 'Change, move and draft messages.' },
    SEND: {
      description:
        'Send mail as the mailbox, beside what writes it: messages, invitations and what follows them, forwarding rules.',
    },
    WRITE_CALENDAR: {
      description: 'Create, change, answer, cancel and delete events; create, change and delete tasks.',
    },
    WRITE_CONTACTS: { description: 'Create, change and delete contacts.' },
    DELETE_PERMANENTLY: { description: 'Delete beyond recovery.' },
    MANAGE_SETTINGS: {
      description: 'Read and change automatic replies and inbox rules; see delegates and the permissions of folders.',
    },
    EXPORT: { description: 'Export whole mailboxes.' },
    ADMIN: { description: 'See how the gateway itself is doing.' },
  } satisfies Record<AccessPermission, { description: string }>,
});

export const MailboxKind = builder.enumType('MailboxKind', {
  description: 'What a mailbox stands for.',
  values: {
    USER: { description: 'A person.' },
    GROUP: { description: 'A group of people with one address.' },
    ROOM: { description: 'A room that can be booked.' },
    EQUIPMENT: { description: 'A thing that can be booked.' },
  },
});

export const Importance = builder.enumType('Importance', {
  description: 'How important the sender or organiser says it is.',
  values: {
    LOW: { value: 'Low', description: 'Can wait.' },
    NORMAL: { value: 'Normal', description: 'Nothing said.' },
    HIGH: { value: 'High', description: 'Marked with the exclamation mark.' },
  },
});

export const Sensitivity = builder.enumType('Sensitivity', {
  description: 'How the sender or organiser wants it to be treated. A request to people; it protects nothing.',
  values: {
    NORMAL: { value: 'Normal', description: 'Nothing said.' },
    PERSONAL: { value: 'Personal', description: 'Not about work.' },
    PRIVATE: { value: 'Private', description: 'Not to be shown to delegates.' },
    CONFIDENTIAL: { value: 'Confidential', description: 'Not to be passed on.' },
  },
});

export const FolderKind = builder.enumType('FolderKind', {
  description: 'What a folder holds.',
  values: {
    MAIL: { description: 'Messages.' },
    CALENDAR: { description: 'Events.' },
    CONTACTS: { description: 'Contacts.' },
    TASKS: { description: 'Tasks.' },
    NOTES: { description: 'Sticky notes.' },
    SEARCH: { description: 'A stored search: shows items of other folders.' },
    OTHER: { description: 'Something else, such as a journal.' },
  },
});

export const FolderRole = builder.enumType('FolderRole', {
  description:
    'A folder that every mailbox has, by what it is for, whatever it is called in the language of its owner.',
  values: {
    ROOT: { description: 'The top of the visible folder tree.' },
    INBOX: { description: 'Where new mail arrives.' },
    DRAFTS: { description: 'Messages that are being written.' },
    SENT_ITEMS: { description: 'Copies of what was sent.' },
    DELETED_ITEMS: { description: 'What was deleted and is still kept.' },
    JUNK_EMAIL: { description: 'What the server took for junk.' },
    OUTBOX: { description: 'What is on its way out.' },
    CALENDAR: { description: 'The default calendar.' },
    CONTACTS: { description: 'The default address book.' },
    TASKS: { description: 'The default task list.' },
    NOTES: { description: 'Sticky notes.' },
    RECOVERABLE_ITEMS: { description: 'What was deleted from the deleted items and can still be recovered.' },
  },
});

export const SortDirection = builder.enumType('SortDirection', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { description: 'Smallest, oldest or A first.' },
    DESC: { description: 'Largest, newest or Z first.' },
  },
});

export const DeleteMode = builder.enumType('DeleteMode', {
  description: 'Where deleted things go.',
  values: {
    MOVE_TO_DELETED_ITEMS: {
      value: 'MoveToDeletedItems',
      description: 'To Deleted Items, from where they can be taken back.',
    },
    SOFT_DELETE: {
      value: 'SoftDelete',
      description:
        'Out of sight, to what can still be recovered for as long as the mail server keeps it. Needs DELETE_PERMANENTLY.',
    },
    HARD_DELETE: { value: 'HardDelete', description: 'Gone for good. Needs DELETE_PERMANENTLY.' },
  },
});

export const ErrorCode = builder.enumType('ErrorCode', {
  description: 'Every kind of failure, the same in `UserError.code` and in `extensions.code` of an error.',
  values: {
    BAD_USER_INPUT: { description: 'The request cannot be: a value is missing, malformed or out of range.' },
    UNAUTHENTICATED: { description: 'The gateway does not know who you are.' },
    FORBIDDEN: { description: 'You may not do this to a mailbox that you may see.' },
    NOT_FOUND: { description: 'It does not exist, or is not yours.' },
    CONFLICT: { description: 'It has changed meanwhile, its name is taken, or it is being worked on.' },
    QUOTA_EXCEEDED: { description: 'A quota of the mailbox or a size limit is exceeded.' },
    RECIPIENT_REJECTED: { description: 'The mail server does not accept a recipient.' },
    IDEMPOTENCY_MISMATCH: { description: 'The idempotency key was used for something else.' },
    UNSUPPORTED: {
      description:
        'The mail server cannot do this. In `errors`, `extensions.operation` names what it lacks, as `gateway.capabilities` does.',
    },
    QUERY_TOO_EXPENSIVE: { description: 'The operation asks for too much at once.' },
    RATE_LIMITED: { description: 'You have spent your budget; see `retryAfter`.' },
    THROTTLED: {
      description: 'The mail server asks for a pause, or too many calls of the mailbox wait already; see `retryAfter`.',
    },
    MAILBOX_UNAVAILABLE: { description: 'The mailbox cannot be reached at the moment.' },
    DEADLINE_EXCEEDED: { description: 'The mail server did not answer in time.' },
    UPSTREAM_UNAVAILABLE: { description: 'The mail server, or something else that is needed, cannot be reached.' },
    UPSTREAM_ERROR: { description: 'The mail server failed.' },
    OUTCOME_UNKNOWN: { description: 'A write may have happened: the mail server did not say.' },
    OVERLOADED: { description: 'The gateway has too much to do.' },
    INTERNAL_SERVER_ERROR: { description: 'The gateway failed. The failure has been logged.' },
  } satisfies Record<Code, { description: string }>,
});
