import { getNamedType } from 'graphql';
import { permissions, type Permission } from '../../src/access/caller.ts';
import type { SeedItem } from '../../src/emulator/store/model.ts';
import { node, type XmlNode } from '../../src/emulator/xml/xml.ts';
import { schema } from '../../src/graphql/schema.ts';
import { accessOf, address, callerNamed } from '../access.ts';
import { element, mailbox, mailboxOnly, message } from '../emulator/elements.ts';
import { textFile } from '../emulator/small-organization.ts';
import { alice, organization } from '../emulator/writing-organization.ts';
import { childText } from '../../src/ews/xml.ts';
import { create, rulesOf, updateRules } from '../emulator/rules.ts';
import { exportPlace, startExport } from './export-jobs.ts';
import { ewsIdIn, sealedId } from './journey-of-test.ts';
import { serverCall } from './server-call.ts';
import { startJourney, type Answer, type Journey, type JourneyOptions } from './start.ts';

/** Things of one mailbox that mutations are about, as its client holds them. */
export interface Things {
  readonly mailbox: string;
  readonly message: string;
  /** Has a recipient. */
  readonly draft: string;
  readonly fileOnDraft: string;
  /** A folder of mail with a folder in it. */
  readonly folder: string;
  /** An appointment of her own. */
  readonly event: string;
  /** The second of four occurrences of a series of her own. */
  readonly occurrence: string;
  /** A meeting that somebody else has called, not answered yet. */
  readonly invitation: string;
  /** Of the inbox. */
  readonly rule: string;
  /** Has been cancelled: one that runs would be in the way of another. */
  readonly exportJob: string;
}

/** Variables of a mutation, by the names of its arguments. */
export type Variables = Readonly<Record<string, unknown>>;

/** A mutation as a client would send it, and what it takes. */
export interface MutationSample {
  readonly name: string;
  readonly variables: (things: Things) => Variables;
  /** The way from the payload to what it shows of the mailbox, and one plain field of that; undefined where it shows nothing. */
  readonly shows: readonly [...path: (string | number)[], selection: string] | undefined;
  /** EWS operations that do it. */
  readonly writes: readonly string[];
}

const shownMessage = ['message', 'subject'] as const;
const shownResult = ['results', 0, 'message', 'subject'] as const;
const shownFolder = ['folder', 'name'] as const;
const shownRule = ['rule', 'name'] as const;
const shownEvent = ['event', 'subject'] as const;
const shownJob = ['job', 'state'] as const;

const text = { to: [{ address: 'bob@example.test' }], subject: 'Sample', body: { text: 'Hello' } };
const mime = Buffer.from('From: bob@example.test\r\nSubject: Imported\r\n\r\nHello').toString('base64');
const inbox = { role: 'INBOX' };
const lesson = { start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z', timeZone: 'Europe/Paris' };

/** One sample of every mutation of the schema; test/journeys/mutations.test.ts sees to it that none is missing. */
export const mutationSamples: readonly MutationSample[] = [
  {
    name: 'sendMessage',
    variables: (things) => ({ input: { mailbox: things.mailbox, message: text } }),
    shows: shownMessage,
    writes: ['CreateItem'],
  },
  {
    name: 'createDraft',
    variables: (things) => ({ input: { mailbox: things.mailbox, message: text } }),
    shows: shownMessage,
    writes: ['CreateItem'],
  },
  {
    name: 'updateDraft',
    variables: ({ draft }) => ({ input: { id: draft, message: { subject: 'Changed' } } }),
    shows: shownMessage,
    writes: ['UpdateItem'],
  },
  {
    name: 'sendDraft',
    variables: ({ draft }) => ({ input: { id: draft } }),
    shows: shownMessage,
    // The marks by which its copy is found.
    writes: ['UpdateItem', 'SendItem'],
  },
  {
    name: 'replyToMessage',
    variables: ({ message: id }) => ({ input: { id, message: { body: { text: 'Yes' } } } }),
    shows: shownMessage,
    writes: ['CreateItem'],
  },
  {
    name: 'forwardMessage',
    variables: ({ message: id }) => ({ input: { id, message: text } }),
    shows: shownMessage,
    writes: ['CreateItem'],
  },
  {
    name: 'updateMessages',
    variables: (things) => ({ input: { mailbox: things.mailbox, ids: [things.message], patch: { isRead: true } } }),
    shows: shownResult,
    writes: ['UpdateItem'],
  },
  {
    name: 'moveMessages',
    variables: (things) => ({ input: { mailbox: things.mailbox, ids: [things.message], to: { id: things.folder } } }),
    shows: shownResult,
    writes: ['MoveItem'],
  },
  {
    name: 'copyMessages',
    variables: (things) => ({ input: { mailbox: things.mailbox, ids: [things.message], to: { id: things.folder } } }),
    shows: shownResult,
    writes: ['CopyItem'],
  },
  {
    name: 'deleteMessages',
    variables: (things) => ({ input: { mailbox: things.mailbox, ids: [things.message] } }),
    shows: shownResult,
    writes: ['MoveItem'],
  },
  {
    name: 'importMessage',
    variables: (things) => ({ input: { mailbox: things.mailbox, mime: { base64: mime }, to: inbox } }),
    shows: shownMessage,
    writes: ['CreateItem'],
  },
  {
    name: 'addAttachment',
    variables: ({ draft }) => ({
      input: { id: draft, attachments: [{ name: 'a.txt', source: { base64: 'YQ==' } }] },
    }),
    shows: shownMessage,
    writes: ['CreateAttachment'],
  },
  {
    name: 'removeAttachment',
    variables: ({ fileOnDraft }) => ({ input: { ids: [fileOnDraft] } }),
    shows: shownMessage,
    writes: ['DeleteAttachment'],
  },
  {
    name: 'setMessageMetadata',
    variables: (things) => ({
      input: {
        mailbox: things.mailbox,
        ids: [things.message],
        namespace: 'crm',
        entries: [{ key: 'customer', value: '42' }],
      },
    }),
    shows: shownResult,
    writes: ['UpdateItem'],
  },
  {
    name: 'createFolder',
    variables: (things) => ({ input: { mailbox: things.mailbox, parent: inbox, name: 'Made' } }),
    shows: shownFolder,
    writes: ['CreateFolder'],
  },
  {
    name: 'updateFolder',
    variables: ({ folder }) => ({ input: { id: folder, name: 'Changed', moveTo: { role: 'ROOT' } } }),
    shows: shownFolder,
    writes: ['UpdateFolder', 'MoveFolder'],
  },
  {
    name: 'deleteFolder',
    variables: (things) => ({
      input: { mailbox: things.mailbox, folder: { id: things.folder }, includeSubfolders: true },
    }),
    shows: undefined,
    writes: ['MoveFolder'],
  },
  {
    name: 'emptyFolder',
    variables: (things) => ({ input: { mailbox: things.mailbox, folder: inbox } }),
    shows: shownFolder,
    writes: ['EmptyFolder'],
  },
  {
    name: 'setAutomaticReplies',
    variables: (things) => ({ input: { mailbox: things.mailbox, status: 'ENABLED', internalReply: 'Away' } }),
    shows: ['automaticReplies', 'status'],
    writes: ['SetUserOofSettings'],
  },
  {
    name: 'saveInboxRule',
    variables: (things) => ({
      input: {
        mailbox: things.mailbox,
        name: 'Sample',
        conditions: { subjectContains: ['sample'] },
        actions: { moveTo: { id: things.folder } },
      },
    }),
    shows: shownRule,
    writes: ['UpdateInboxRules'],
  },
  {
    name: 'deleteInboxRule',
    variables: ({ mailbox: owner, rule }) => ({ mailbox: owner, id: rule }),
    shows: shownRule,
    writes: ['UpdateInboxRules'],
  },
  {
    name: 'markFolderRead',
    variables: (things) => ({ mailbox: things.mailbox, folder: inbox }),
    shows: shownFolder,
    writes: ['UpdateItem'],
  },
  {
    name: 'createEvent',
    variables: (things) => ({
      input: { mailbox: things.mailbox, notify: 'NONE', event: { subject: 'Review', timing: { timed: lesson } } },
    }),
    shows: shownEvent,
    writes: ['CreateItem'],
  },
  {
    name: 'updateEvent',
    variables: ({ event }) => ({ input: { id: event, notify: 'NONE', patch: { subject: 'Changed' } } }),
    shows: shownEvent,
    writes: ['UpdateItem'],
  },
  {
    name: 'cancelEvent',
    variables: ({ occurrence }) => ({ input: { id: occurrence, scope: 'THIS_AND_FOLLOWING', notify: 'NONE' } }),
    shows: shownEvent,
    // The series goes on before it.
    writes: ['UpdateItem'],
  },
  {
    name: 'respondToEvent',
    variables: ({ invitation }) => ({ input: { id: invitation, response: 'ACCEPT', sendResponse: false } }),
    shows: shownEvent,
    // The answer, and the removal of the mail that is not to be sent.
    writes: ['CreateItem', 'DeleteItem'],
  },
  {
    name: 'saveContact',
    variables: (things) => ({ input: { mailbox: things.mailbox, givenName: 'Ada', surname: 'Byron' } }),
    shows: ['contact', 'displayName'],
    writes: ['CreateItem'],
  },
  {
    name: 'saveTask',
    variables: (things) => ({ input: { mailbox: things.mailbox, subject: 'Sample' } }),
    shows: ['task', 'subject'],
    writes: ['CreateItem'],
  },
  {
    name: 'startMailboxExport',
    variables: (things) => ({ input: { mailbox: things.mailbox, ...exportPlace, idempotencyKey: 'sample' } }),
    shows: shownJob,
    // WorkMail does it: EWS is asked nothing.
    writes: [],
  },
  {
    name: 'cancelMailboxExport',
    variables: ({ exportJob }) => ({ jobId: exportJob }),
    shows: shownJob,
    writes: [],
  },
  {
    name: 'deleteItems',
    variables: (things) => ({ mailbox: things.mailbox, ids: [things.message], mode: 'MOVE_TO_DELETED_ITEMS' }),
    shows: undefined,
    writes: ['DeleteItem'],
  },
];

const failure = '{ __typename code detail retryable ... on NotFoundError { missingId } }';

const selected = (shows: MutationSample['shows']): string => {
  if (shows === undefined) return '';
  const [first = '', ...rest] = shows.filter((part) => typeof part === 'string');
  return rest.length === 0 ? first : `${first} { ${selected(rest as [string])} }`;
};

/** The mutation as a document; its field is called `done`. Asks for every failure, for what the sample shows, and for more of the payload. */
export const documentOf = (name: string, shows: MutationSample['shows'], more = ''): string => {
  const field = schema.getMutationType()?.getFields()[name];
  if (field === undefined) throw new Error(`there is no mutation ${name}`);
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const isBulk = getNamedType(field.type).name.startsWith('Bulk');
  const errors = `${isBulk ? `all: results { error ${failure} }` : ''} userErrors ${failure}`;
  return `mutation (${declared}) { done: ${name}(${given}) { ${selected(shows)} ${more} ${errors} } }`;
};

/** A failure as a payload tells it. */
export interface Told {
  readonly __typename: string;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly missingId?: string | null;
}

/** What every mutation answers. */
export interface Done {
  readonly done: {
    readonly userErrors: readonly Told[];
    /** Of bulk mutations. */
    readonly all?: readonly { readonly error: Told | null }[];
  };
}

/** Every failure that a payload tells, of the whole and of single messages. */
export const failuresIn = ({ data }: Answer<Done>): readonly Told[] => [
  ...data.done.userErrors,
  ...(data.done.all ?? []).flatMap(({ error }) => error ?? []),
];

/** What an answer shows at the sample's place; undefined where there is nothing. */
export const shownIn = ({ data }: Answer<Done>, shows: MutationSample['shows']): unknown =>
  shows?.reduce<unknown>(
    (value, part) => (value === null || value === undefined ? value : Reflect.get(value, part)),
    data.done,
  );

/** A gateway whose caller's permissions change while it runs, in an organisation in which alice and bob have mail. */
export interface MutationJourney extends Journey {
  /** On alice's mailbox; on all others there are none. */
  permit(...held: readonly Permission[]): void;
  readonly things: Things;
}

const letter = {
  element: message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': 'Letter',
      't:Body': 'Hello',
      't:DateTimeReceived': '2026-03-18T09:30:00Z',
    },
    [node('t:IsRead', 'false'), mailbox('t:From', 'Bob Jones', 'bob@example.test')],
  ),
  attachments: [],
};

const unsent = {
  element: message(
    {
      't:ItemClass': 'IPM.Note',
      't:Subject': 'Unsent',
      't:Body': 'Hello',
      't:DateTimeReceived': '2026-03-18T09:00:00Z',
    },
    [node('t:IsDraft', 'true'), node('t:ToRecipients', [mailboxOnly('Bob Jones', 'bob@example.test')])],
  ),
  attachments: [textFile('one.txt', 'one')],
};

const event = (
  subject: string,
  texts: Readonly<Record<string, string>>,
  children: readonly XmlNode[] = [],
): SeedItem => ({
  element: element(
    't:CalendarItem',
    {
      't:ItemClass': 'IPM.Appointment',
      't:Subject': subject,
      't:UID': `${subject}@example.test`,
      't:Start': '2026-03-20T09:00:00.000Z',
      't:End': '2026-03-20T10:00:00.000Z',
      't:LegacyFreeBusyStatus': 'Busy',
      't:CalendarItemType': 'Single',
      ...texts,
    },
    children,
  ),
  attachments: [],
});

const appointment = event('Appointment', { 't:IsMeeting': 'false', 't:MyResponseType': 'Organizer' });

const invitation = event(
  'Invitation',
  { 't:IsMeeting': 'true', 't:MyResponseType': 'NoResponseReceived', 't:AppointmentState': '3' },
  [
    mailbox('t:Organizer', 'Bob Jones', 'bob@example.test'),
    node('t:RequiredAttendees', [mailbox('t:Attendee', 'Alice Smith', alice)]),
  ],
);

/** As her own mail program does, because not every gateway here may write. */
const makeRule = async (journey: Journey): Promise<string> => {
  const call = serverCall(journey, alice, 'Alice Smith-secret');
  const conditions = '<t:ContainsSubjectStrings><t:String>canary of no mail</t:String></t:ContainsSubjectStrings>';
  await call(updateRules(create({ name: 'Mark as read', conditions })));
  const [rule] = await rulesOf({ call });
  return sealedId('InboxRule', alice, (rule && childText(rule, 'RuleId')) ?? '');
};

/** Starts it, with the samples' things in alice's mailbox, and with every permission. Requests that this took are forgotten. */
export const startMutations = async (options: JourneyOptions = {}): Promise<MutationJourney> => {
  let held: ReadonlySet<Permission> = new Set(permissions);
  const access = accessOf(callerNamed('ann', { mailbox: address(alice) }), {
    permissionsOn: (_caller, owner) => (owner === alice ? held : new Set()),
    permissionsOf: () => held,
  });
  const journey = await startJourney({ access, seed: organization(), ...options });
  const { emulator } = journey;
  const id = sealedId('Item', alice, emulator.deliver(alice, 'inbox', letter));
  const draft = sealedId('Item', alice, emulator.deliver(alice, 'drafts', unsent));
  const { data } = await journey.query<{
    mailbox: { folder: { id: string }; agenda: { nodes: readonly { id: string }[] } };
    node: { attachments: readonly { id: string }[] };
  }>(
    `query ($draft: ID!) { mailbox(address: "${alice}") { folder(where: { path: "/Inbox/Projects" }) { id }
         agenda(window: { start: "2026-01-12T00:00:00Z", end: "2026-01-13T00:00:00Z" }) { nodes { id } } }
       node(id: $draft) { ... on Message { attachments { id } } } }`,
    { draft },
  );
  const things: Things = {
    mailbox: alice,
    message: id,
    draft,
    fileOnDraft: data.node.attachments[0]?.id ?? '',
    folder: data.mailbox.folder.id,
    occurrence: data.mailbox.agenda.nodes[0]?.id ?? '',
    event: sealedId('Item', alice, emulator.deliver(alice, 'calendar', appointment)),
    invitation: sealedId('Item', alice, emulator.deliver(alice, 'calendar', invitation)),
    rule: await makeRule(journey),
    exportJob: await startExport(journey, alice, 'CANCELLED'),
  };
  for (const one of Object.values(things).slice(1)) ewsIdIn(one);
  emulator.requests.length = 0;
  emulator.apiRequests.length = 0;
  return { ...journey, things, permit: (...permitted) => void (held = new Set(permitted)) };
};
