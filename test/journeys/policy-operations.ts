import type { Samples } from './permission-samples.ts';
import type { Shown } from './policy-oracle.ts';

/** Things of a mailbox that a client may hold the id of. */
export type Sample =
  | keyof Samples
  | 'mailbox'
  | 'inbox'
  | 'calendar'
  | 'conversation'
  | 'rule'
  | 'exportJob'
  | 'position';

/** How something of one mailbox is asked for: in a field, by an id in a field, by a mutation, or by an id in an address. */
export type Request =
  /** `id`: that of the sample. The position is the one of the mailbox before it had any of them. */
  | { readonly sample?: Sample; readonly field: (address: string, id: string) => string }
  | { readonly sample: Sample; readonly selection: string }
  /** A field of a mutation, with the id of a sample where it takes one; its failures are in `userErrors`. */
  | { readonly sample?: Sample; readonly mutation: (address: string, id: string) => string }
  | { readonly sample: Sample; readonly route: 'attachments' | 'mime' };

/** One thing that a client may ask for. */
export interface PolicyOperation {
  readonly name: string;
  readonly request: Request;
  /** Everything that must be permitted; the mail server may be asked once the first is. */
  readonly shows: readonly Shown[];
  /** What stands in the answer when it is shown, and only then. */
  readonly tells: string;
  /** What it means when the answer tells neither this nor an error: some things are left out without a word. */
  readonly silence?: 'FORBIDDEN' | 'NOT_FOUND';
  /** Asks the mail server as this mailbox for whoever may know of it. */
  readonly asksAnyway?: true;
}

const window = 'window: { start: "2026-03-18T00:00:00Z", end: "2026-03-19T00:00:00Z" }';

const inMailbox = (selection: string, shows: readonly Shown[], tells: string): PolicyOperation => ({
  name: selection,
  request: { field: (address) => `mailbox(address: "${address}") { ${selection} }` },
  shows,
  tells,
});

/** Of what has come into the mailbox with the samples. */
const ofChanges = (selection: string, shows: readonly Shown[], tells: string): PolicyOperation => ({
  name: `changes ${selection}`,
  request: {
    sample: 'position',
    field: (address, token) =>
      `mailbox(address: "${address}") { changes(since: "${token}", first: 1000) { ${selection} } }`,
  },
  shows: ['aboutSomething', ...shows],
  tells,
  silence: 'FORBIDDEN',
});

const ofMessages = (selection: string, tells: string): PolicyOperation =>
  inMailbox(`inbox { messages(first: 1) { nodes { ${selection} } } }`, ['aboutMail', 'mail'], tells);
const ofEvents = (selection: string, tells: string): PolicyOperation =>
  inMailbox(`agenda(${window}, first: 1) { nodes { ${selection} } }`, ['aboutEvents', 'events'], tells);
const counted = '"totalCount":1';

const byId = (sample: Sample, selection: string, shows: readonly Shown[], tells: string): PolicyOperation => ({
  name: `node of ${sample} ${selection}`,
  request: { sample, selection },
  shows,
  tells,
});

const download = (
  route: 'attachments' | 'mime',
  sample: Sample,
  shows: readonly Shown[],
  tells: string,
): PolicyOperation => ({ name: `/${route}/ of ${sample}`, request: { sample, route }, shows, tells });

const errors = 'userErrors { code }';
const folderOf = (kind: string, shows: readonly Shown[]): PolicyOperation => ({
  name: `createFolder ${kind}`,
  request: {
    mutation: (address) =>
      `createFolder(input: { mailbox: "${address}", parent: { role: ROOT }, name: "Made ${kind}", kind: ${kind}, ifExists: RETURN_EXISTING }) { ${errors} }`,
  },
  shows,
  tells: done,
});
const done = '"userErrors":[]';

/** Mutations that can be done over and over, of each kind of permission; mutations.test.ts has all of them. */
const writes: readonly PolicyOperation[] = [
  folderOf('MAIL', ['writesMail']),
  folderOf('CALENDAR', ['writesEvents']),
  folderOf('TASKS', ['writesEvents']),
  folderOf('CONTACTS', ['writesContacts']),
  {
    name: 'markFolderRead',
    request: {
      mutation: (address) => `markFolderRead(mailbox: "${address}", folder: { role: JUNK_EMAIL }) { ${errors} }`,
    },
    shows: ['writesMail'],
    tells: done,
  },
  {
    name: 'emptyFolder for good',
    request: {
      mutation: (address) =>
        `emptyFolder(input: { mailbox: "${address}", folder: { role: JUNK_EMAIL }, mode: HARD_DELETE }) { ${errors} }`,
    },
    shows: ['deletesForGood', 'writesMail'],
    tells: done,
  },
  {
    name: 'updateMessages',
    request: {
      sample: 'message',
      mutation: (address, id) =>
        `updateMessages(input: { mailbox: "${address}", ids: ["${id}"], patch: { isRead: true } }) { succeeded ${errors} }`,
    },
    shows: ['writesMail'],
    tells: '"succeeded":1',
  },
  {
    name: 'saveContact',
    request: {
      sample: 'contact',
      mutation: (address, id) =>
        `saveContact(input: { mailbox: "${address}", id: "${id}", jobTitle: "Agent" }) { ${errors} }`,
    },
    shows: ['writesContacts'],
    tells: done,
  },
  {
    name: 'saveTask',
    request: {
      sample: 'task',
      mutation: (address, id) =>
        `saveTask(input: { mailbox: "${address}", id: "${id}", percentComplete: 10 }) { ${errors} }`,
    },
    shows: ['writesEvents'],
    tells: done,
  },
  {
    name: 'sendMessage',
    request: {
      mutation: (address) =>
        `sendMessage(input: { mailbox: "${address}", options: { skipSaveCopy: true }, message: { to: [{ address: "x@elsewhere.example" }], subject: "x" } }) { ${errors} }`,
    },
    shows: ['sends'],
    tells: done,
  },
];

const lesson = '{ timed: { start: "2026-12-01T10:00:00Z", end: "2026-12-01T11:00:00Z", timeZone: "Europe/Paris" } }';
/** Without a place to keep them, so that the samples stay the only ones. */
const eventFor = (people: string, notify: string): string =>
  `event: { subject: "Lesson", attendees: [${people}], timing: ${lesson} }, notify: ${notify}`;

/** Of calendars and settings; whatever sends mail takes SEND besides. */
const writesMore: readonly PolicyOperation[] = [
  ...(
    [
      ['createEvent for oneself', '', 'ALL', []],
      ['createEvent in silence', '{ address: "x@elsewhere.example" }', 'NONE', []],
      ['createEvent and invite', '{ address: "x@elsewhere.example" }', 'ALL', ['sends']],
    ] as const
  ).map(([name, people, notify, more]): PolicyOperation => ({
    name,
    request: {
      mutation: (address) => `createEvent(input: { mailbox: "${address}", ${eventFor(people, notify)} }) { ${errors} }`,
    },
    shows: ['writesEvents', ...more],
    tells: done,
  })),
  {
    name: 'updateEvent',
    request: {
      sample: 'event',
      mutation: (_address, id) =>
        `updateEvent(input: { id: "${id}", patch: { reminderBefore: "PT5M" }, notify: ALL }) { ${errors} }`,
    },
    shows: ['writesEvents'],
    tells: done,
  },
  {
    name: 'setAutomaticReplies',
    request: {
      mutation: (address) =>
        `setAutomaticReplies(input: { mailbox: "${address}", status: DISABLED, internalReply: "Out at sea" }) { ${errors} }`,
    },
    shows: ['writesSettings'],
    tells: done,
  },
];

const ofAvailability = (selection: string, more: string, shows: readonly Shown[], tells: string): PolicyOperation => ({
  name: `availability ${more} ${selection}`,
  request: {
    field: (address) =>
      `availability(input: { addresses: ["${address}"], asMailbox: "${address}", ${window}, ${more} }) { freeBusy { ${selection} } }`,
  },
  shows,
  tells,
});

/** Everything that tells something of a mailbox, in the words of the samples that lie in each of them. */
export const policyOperations: readonly PolicyOperation[] = [
  ...writes,
  {
    name: 'cancelMailboxExport',
    request: {
      sample: 'exportJob',
      mutation: (_address, id) => `cancelMailboxExport(jobId: "${id}") { ${errors} }`,
    },
    shows: ['exports'],
    tells: done,
  },
  ...writesMore,
  inMailbox('address displayName kind', [], '"displayName":'),
  inMailbox('aliases', [], '"aliases":'),
  // Whoever may open a mailbox may know its zone, and the mail server is asked for it.
  { ...inMailbox('timeZone', [], '"timeZone":'), asksAnyway: true },
  inMailbox('inbox { permissions { audience } }', ['aboutMail', 'aboutAccess'], '"ORGANIZATION"'),
  inMailbox('automaticReplies { status }', ['aboutSettings'], '"DISABLED"'),
  inMailbox('inboxRules { name }', ['aboutSettings'], 'Keep out'),
  inMailbox('inboxRules { conditions { subjectContains } }', ['aboutSettings'], 'takeover'),
  byId('rule', '... on InboxRule { name }', ['aboutSettings'], 'Keep out'),
  inMailbox('quota { maxRecipientsPerMessage }', [], '"maxRecipientsPerMessage":'),
  { ...inMailbox('workingHours { timeZone }', [], '"workingHours":'), asksAnyway: true },
  { ...inMailbox('categories', [], '"categories":'), asksAnyway: true },
  inMailbox('folders(kinds: null) { name }', ['aboutMail'], '"Inbox"'),
  inMailbox('folder(where: { role: CALENDAR }) { name }', ['aboutMail'], '"Calendar"'),
  inMailbox('inbox { unreadCount }', ['aboutMail'], '"unreadCount":'),
  inMailbox('messages(in: { role: INBOX }, first: 1) { nodes { subject } }', ['aboutMail'], 'Everything'),
  inMailbox('messages(filter: { subject: { contains: "Everything" } }) { totalCount }', ['aboutMail'], counted),
  inMailbox('messages(filter: { body: { contains: "nobody" } }) { totalCount }', ['mail'], counted),
  inMailbox('messages(search: "nobody") { totalCount }', ['mail'], counted),
  inMailbox('inbox { messages(search: "nobody") { totalCount } }', ['aboutMail', 'mail'], counted),
  inMailbox('conversations(first: 1) { nodes { topic } }', ['aboutMail'], 'A thread'),
  inMailbox('conversations(filter: { subject: { contains: "thread" } }) { totalCount }', ['aboutMail'], counted),
  inMailbox('conversations(filter: { body: { contains: "Of one" } }) { totalCount }', ['mail'], counted),
  inMailbox(
    'conversations(first: 1) { nodes { latestMessage { headers { name } } } }',
    ['aboutMail', 'mail'],
    'X-Thread',
  ),
  ofMessages('body { content }', 'The body nobody may see.'),
  ofMessages('preview', 'The body nobody may see.'),
  ofMessages('attachments { name }', 'plan.txt'),
  inMailbox(
    'inbox { messages(filter: { subject: { contains: "A thread" } }) { nodes { headers { name } } } }',
    ['aboutMail', 'mail'],
    'X-Thread',
  ),
  ofMessages('metadata(namespace: "crm") { key }', 'customer'),
  ofMessages('mime { downloadUrl }', '/mime/'),
  inMailbox('calendar { name }', ['aboutEvents'], '"Calendar"'),
  inMailbox(`agenda(${window}, first: 1) { nodes { subject } }`, ['aboutEvents'], 'Board'),
  inMailbox(`calendar { events(${window}, filter: { text: "vault" }) { totalCount } }`, ['events'], counted),
  ofEvents('location', 'Vault room'),
  ofEvents('body { content }', 'secret merger'),
  ofEvents('attachments { name }', 'plan.txt'),
  ofEvents('ics { downloadUrl }', '/mime/'),
  byId('mailbox', '... on Mailbox { displayName }', [], '"displayName":'),
  byId('inbox', '... on Folder { name }', ['aboutMail'], '"Inbox"'),
  inMailbox('contacts(filter: { text: "Zoltan" }) { nodes { displayName } }', ['contacts'], 'Zoltan Private'),
  inMailbox('contacts(filter: { email: "zoltan@private.example" }) { totalCount }', ['contacts'], counted),
  inMailbox('tasks(filter: { isComplete: false }) { nodes { subject } }', ['aboutEvents'], 'Call the lawyer'),
  inMailbox('tasks { nodes { body { content } } }', ['aboutEvents', 'events'], 'About the will.'),
  ofChanges('token', [], '"token":'),
  ofChanges('changes { ... on FolderChanged { folder { name } } }', ['aboutMail'], '"Inbox"'),
  ofChanges('changes { ... on MessageChanged { message { subject } } }', ['aboutMail'], 'Everything'),
  ofChanges('changes { ... on MessageChanged { message { body { content } } } }', ['mail'], 'nobody may see.'),
  ofChanges('changes { ... on CalendarEventChanged { event { subject } } }', ['aboutEvents'], 'Board'),
  ofChanges('changes { ... on CalendarEventChanged { event { location } } }', ['events'], 'Vault room'),
  ofChanges('changes { ... on ContactChanged { contact { displayName } } }', ['contacts'], 'Zoltan Private'),
  ofChanges('changes { ... on TaskChanged { task { subject } } }', ['aboutEvents'], 'Call the lawyer'),
  byId('calendar', '... on Calendar { name }', ['aboutEvents'], '"Calendar"'),
  byId('conversation', '... on Conversation { topic messageCount }', ['aboutMail'], '"messageCount":1'),
  byId('message', '... on Message { subject }', ['aboutSomething', 'aboutMail'], 'Everything'),
  byId('message', '... on Message { body { content } }', ['aboutSomething', 'mail'], 'The body nobody may see.'),
  byId('event', '... on CalendarEvent { subject }', ['aboutSomething', 'aboutEvents'], 'Board'),
  byId('event', '... on CalendarEvent { location }', ['aboutSomething', 'events'], 'Vault room'),
  byId('contact', '... on Contact { displayName notes }', ['aboutSomething', 'contacts'], 'Owes money.'),
  byId('contact', '__typename', ['aboutSomething', 'contacts'], '"Contact"'),
  byId('task', '... on TaskItem { subject }', ['aboutSomething', 'aboutEvents'], 'Call the lawyer'),
  byId('task', '... on TaskItem { body { content } }', ['aboutSomething', 'events'], 'About the will.'),
  byId('fileOnMessage', '... on FileAttachment { name }', ['mail'], 'plan.txt'),
  byId('fileOnEvent', '... on FileAttachment { name base64 }', ['events'], 'plan.txt'),
  byId('messageOnEvent', '... on ItemAttachment { sizeBytes }', ['events'], '"sizeBytes":'),
  byId('eventInMessage', '... on CalendarEvent { subject }', ['mail', 'aboutEvents'], 'Attached event'),
  byId('eventInMessage', '... on CalendarEvent { location }', ['mail', 'events'], 'Vault room'),
  byId('messageInEvent', '... on Message { preview }', ['events', 'mail'], 'Inside.'),
  download('attachments', 'fileOnMessage', ['mail'], 'the plan'),
  download('attachments', 'fileOnEvent', ['events'], 'the plan'),
  download('mime', 'message', ['something', 'mail'], 'Everything'),
  download('mime', 'event', ['something', 'events'], 'Board'),
  download('mime', 'contact', ['something', 'contacts'], 'Zoltan'),
  download('mime', 'task', ['something', 'events'], 'Call the lawyer'),
  download('mime', 'eventInMessage', ['mail', 'events'], 'Attached event'),
  ofAvailability('busy { start }', '', ['aboutEvents'], '"2026-03-18T10:00:00Z"'),
  ofAvailability('busy { subject }', 'detail: DETAILED', ['events'], 'Board'),
  {
    name: 'mailboxExports of it',
    request: { field: (address) => `mailboxExports(mailbox: "${address}") { s3Path }` },
    shows: ['exports'],
    tells: '.zip',
  },
  {
    name: 'mailboxExport',
    request: { sample: 'exportJob', field: (_address, id) => `mailboxExport(id: "${id}") { s3Path }` },
    shows: ['exports'],
    tells: '.zip',
  },
  byId('exportJob', '... on MailboxExportJob { state }', ['exports'], '"CANCELLED"'),
  {
    name: 'resolveNames in it',
    request: { field: (address) => `resolveNames(query: "Zoltan", in: "${address}") { address }` },
    shows: ['contacts'],
    tells: 'zoltan@private.example',
    silence: 'FORBIDDEN',
    asksAnyway: true,
  },
  {
    name: 'the list of mailboxes',
    request: {
      field: (address) => `mailboxes(first: 100, filter: { addressContains: "${address}" }) { nodes { displayName } }`,
    },
    shows: [],
    tells: '"displayName":',
    silence: 'NOT_FOUND',
  },
  {
    name: 'the organisations',
    request: { field: () => 'gateway { organizations { region } }' },
    shows: ['gateway'],
    tells: '"region":',
  },
];
