/** What every mail client is tried with against the emulator, in the order of docs/interop.md: the rows of its table. */
export const mailTasks = [
  'list folders',
  'page through 1,200 messages',
  'read bodies',
  'read attachments',
  'search',
  'send to another mailbox',
  'send attachments',
  'reply',
  'move',
  'delete',
  'flag and mark as read',
  'create a recurring meeting',
  'update a recurring meeting',
  'cancel a recurring meeting',
  'answer an invitation',
  'read the calendar',
  'free/busy',
  'out-of-office',
  'synchronise',
  'subscribe and receive: streaming',
  'subscribe and receive: push',
  'subscribe and receive: pull',
  'GraphQL reads what it wrote',
  'it reads what GraphQL wrote',
] as const;

/** What every client of the WorkMail API is tried with. */
export const apiTasks = [
  'assume an impersonation role',
  'use the token with EWS',
  'roles and their effect on a user',
  'list and page users',
  'describe a user',
  'groups, resources and aliases',
  'mailbox size and quota',
  'export a mailbox',
  'errors have the types that the SDK knows',
] as const;

export type MailTask = (typeof mailTasks)[number];
export type ApiTask = (typeof apiTasks)[number];
