import { getNamedType, getNullableType, isLeafType, isListType, type GraphQLField } from 'graphql';
import type { GlobalId } from '../../global-id.ts';
import { durationMs } from '../duration.ts';
import { mostGroups } from '../../mailbox/expand-group.ts';
import { mostMarked, mostMarkLooks } from '../../mailbox/write/mark-folder-read.ts';
import { mostInOneWrite } from '../../mailbox/write/write-each.ts';
import { isUploadedFile } from '../inputs/uploaded-file.ts';

/**
 * What one call to the mail server costs; a thing that is shown costs 1. So an operation of 10,000, the most that is accepted unless COST_LIMIT says
 * otherwise, makes about a hundred calls, or shows a page of 1,000 messages with their people and previews.
 */
export const callCost = 100;

type Arguments = Readonly<Record<string, unknown>>;

/** A number, or how it follows from the arguments of the field. */
type Amount = number | ((args: Arguments, open: OpenId) => number);

/** Reads an id of the gateway; undefined for any other text. */
type OpenId = (text: string) => GlobalId | undefined;

/** What a field costs. */
interface Price {
  /** What it takes to show one; default 1. */
  readonly shown?: Amount;
  /** Calls that each row makes for itself. */
  readonly calls?: Amount;
  /** Calls that all rows of a mailbox make together, because loaders gather what is asked for at the same time. */
  readonly sharedCalls?: Amount;
  /** How many there are, as far as the query tells: what is selected inside costs as often. */
  readonly rows?: Amount;
  /** In how many mailboxes these lie at most: calls inside are shared by the rows of one mailbox, never by two mailboxes. */
  readonly mailboxes?: Amount;
}

/** No page is larger; what asks for more is refused by the field itself or by its cost, and must not overflow here. */
const mostRows = 1_000_000;
const bounded = (size: number, most = mostRows): number => Math.min(Math.max(Math.ceil(size), 1), most);

const numberIn = (args: Arguments, name: string): number => {
  const value = args[name];
  return typeof value === 'number' ? value : 0;
};

/** The page that `first` or `last` asks for. */
const pageOf =
  (defaultSize: number) =>
  (args: Arguments): number =>
    bounded(Math.max(numberIn(args, 'first'), numberIn(args, 'last')) || defaultSize);

/** Calls that a list may make whose filter the mail server can only answer nearly: a FindItem and a GetItem each time that it looks for more. */
export const checkedListCalls = 12;

const isObject = (value: unknown): value is Arguments => typeof value === 'object' && value !== null;
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Conditions on recipients that the display text which the mail server keeps of them cannot settle: these lists are read on and checked row by row. */
const checkedConditions = (filter: unknown): readonly unknown[] => {
  if (!isObject(filter)) return [];
  const { to, cc, participants, and } = filter;
  const own = [to, cc, participants].flatMap((condition) =>
    isObject(condition) ? [condition['equals'], condition['startsWith'], condition['in']].filter(isGiven) : [],
  );
  const inside: readonly unknown[] = Array.isArray(and) ? and : [];
  return [...own, ...inside.flatMap(checkedConditions)];
};

/** The directory is asked for the name of each address in them, by calls to the WorkMail API, whose quota is small. */
const listCalls = ({ filter }: Arguments): number => {
  const conditions = checkedConditions(filter);
  if (conditions.length === 0) return 2;
  return checkedListCalls + conditions.flat().filter((text) => typeof text === 'string' && text.includes('@')).length;
};

const twoYearsMs = 2 * 365 * 86_400_000;
/** Ten years; a longer window is refused before any call. */
const mostViews = 6;

/** Exchange shows two years of a calendar in a call. */
const calendarViews = ({ window }: Arguments): number => {
  const { start, end } = window as { readonly start: string; readonly end: string };
  return bounded((Date.parse(end) - Date.parse(start)) / twoYearsMs || 1, mostViews);
};

/** As many as `limit` asks for. */
const namesOf = (args: Arguments): number => bounded(numberIn(args, 'limit') || 20);

/** Slots of free and busy times that cost as much as one thing shown. */
const slotsAShown = 50;
const halfHour = 1_800_000;
/** A longer window is refused before any call. */
const longestTimes = 42 * 86_400_000;

/** Addresses whose time is asked about; more than a hundred are refused before any call. */
const addressesOf = ({ input }: Arguments): number =>
  isObject(input) && Array.isArray(input['addresses']) ? bounded(input['addresses'].length, 100) : 1;

/** What it takes to tell everybody's slots: of `availability`, whose window and slots are in its input, or of a room. */
const slotsOf = (args: Arguments): number => {
  const asked = isObject(args['input']) ? args['input'] : args;
  const { start, end } = asked['window'] as { readonly start: string; readonly end: string };
  const length = Math.min(Math.max(Date.parse(end) - Date.parse(start) || 0, 0), longestTimes);
  const slotMs = typeof asked['slot'] === 'string' ? (durationMs(asked['slot']) ?? halfHour) : halfHour;
  return 1 + Math.ceil((addressesOf(args) * length) / Math.max(slotMs, 300_000) / slotsAShown);
};

/** As many as `maxResults` asks for. */
const suggestionsOf = ({ input }: Arguments): number =>
  isObject(input) ? bounded(numberIn(input, 'maxResults') || 10, 100) : 1;

const mebibyte = 1024 * 1024;
/** Mebibytes that base64 may hold in memory, up to the eight that it accepts. */
const mebibytes = (args: Arguments): number => bounded((numberIn(args, 'maxBytes') || mebibyte) / mebibyte, 8);

/** As many ids as `nodes` accepts; more are refused before any call. */
const mostIds = 1000;
const numberOfIds = ({ ids }: Arguments): number => (Array.isArray(ids) ? bounded(ids.length) : 1);
const idsOf = ({ ids }: Arguments, open: OpenId): readonly GlobalId[] =>
  Array.isArray(ids) ? ids.slice(0, mostIds).flatMap((id) => open(String(id)) ?? []) : [];

/** How many ids a mutation was given; more than it accepts are refused before any call. */
const mostWritten = ({ input }: Arguments): number => (isObject(input) ? numberOfIds(input) : 1);

/** Whether a draft quotes another message. */
const answersSomething = (input: unknown): boolean =>
  isObject(input) && (isGiven(input['replyTo']) || isGiven(input['forwardOf']));

/** Whether something in it is to be copied from the mailbox. */
const copiesSomething = (input: unknown): boolean => {
  if (Array.isArray(input)) return input.some(copiesSomething);
  return isObject(input) && Object.entries(input).some(([name, part]) => name === 'copyOf' || copiesSomething(part));
};

/** Attachments are copied by one call, messages by another. */
const copyCalls = ({ input }: Arguments): number => (copiesSomething(input) ? 2 : 0);

/** Bytes of the files in it that came with the request: each use of one goes to the mail server by itself. */
const uploadedBytes = (input: unknown): number => {
  if (isUploadedFile(input)) return input.size;
  return isObject(input) ? Object.values(input).reduce<number>((sum, part) => sum + uploadedBytes(part), 0) : 0;
};

/** A mebibyte keeps gateway and mail server as busy as a call. */
const uploadCalls = ({ input }: Arguments): number => Math.ceil(uploadedBytes(input) / mebibyte);

/** Calls that files of any source are counted as. */
const fileCalls = (args: Arguments): number => copyCalls(args) + uploadCalls(args);

/** Deliveries that keep the mail server as busy as a call. */
const deliveriesACall = 50;

/** What comes of the recipients of a message that is sent: one request may be five hundred deliveries. */
const deliveryCalls = ({ input }: Arguments): number => {
  const message = isObject(input) ? input['message'] : undefined;
  if (!isObject(message)) return 0;
  const lists = ['to', 'cc', 'bcc'].map((name) => message[name]);
  const people = lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  return Math.floor(people / deliveriesACall);
};

/** Invitations and updates to those whom the input of an event names: each a delivery, and an event in another calendar. */
const invitationCalls = ({ input }: Arguments): number => {
  if (!isObject(input) || input['notify'] === 'NONE') return 0;
  const contents = [input['event'], input['patch']].map((content) => (isObject(content) ? content['attendees'] : []));
  const people = [...contents, input['addAttendees'], input['removeAttendees']];
  return Math.floor(
    people.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0) / deliveriesACall,
  );
};

/** Whole days are those of the mailbox's zone, which is looked for once. */
const zoneCalls = ({ input }: Arguments): number => {
  if (!isObject(input)) return 0;
  const content = input['event'] ?? input['patch'];
  const timing = isObject(content) ? content['timing'] : undefined;
  return isObject(timing) && isGiven(timing['allDay']) ? 3 : 0;
};

/** A split takes a look, its files, a new series and what was deleted of it, the end of the old one and what was changed of that, and the mail of both. */
const updateCalls = ({ input }: Arguments): number =>
  isObject(input) && input['scope'] === 'THIS_AND_FOLLOWING' ? 10 : 5;

/** What each kind of field costs, and why. A field names its price: `complexity: cost('folder')`. */
const prices = {
  /** Pages are paid by their rows; where a page stands is known by then. */
  pageInfo: { shown: 0 },
  edges: { shown: 0, rows: 1 },
  nodes: { rows: 1 },

  /** The directory is asked, whose quota is small: twice for an address that it does not know. It remembers for minutes. */
  mailbox: { shown: 50 },
  mailboxPage: { shown: 10, rows: pageOf(50), mailboxes: pageOf(50) },
  /** A call to the WorkMail API, whose quota is small. */
  aliases: { calls: 1 },
  quota: { calls: 1 },
  /** The settings of the web client, free and busy times, and the settings of Outlook where those tell no hours. */
  ownTime: { calls: 3 },
  categories: { calls: 1, rows: 25 },
  delegates: { calls: 1, rows: 5 },
  /** GetFolder for all folders of a mailbox that are asked about. */
  folderPermissions: { sharedCalls: 1, rows: 5 },

  /** Alone, any id is one call. */
  node: { calls: 1 },
  /** One GetItem for the items of a mailbox, one look for its folders; but each attachment is described by a call of its own. */
  nodesByIds: {
    shown: numberOfIds,
    rows: numberOfIds,
    calls: (args, open) => idsOf(args, open).filter(({ type }) => type.endsWith('Attachment')).length,
    sharedCalls: (args, open) => new Set(idsOf(args, open).map(({ type, mailbox }) => `${type} ${mailbox}`)).size,
    mailboxes: (args, open) => new Set(idsOf(args, open).map(({ mailbox }) => mailbox)).size,
  },

  /** ResolveNames for one text. Everybody whom it finds may have another mailbox. */
  resolveNames: { calls: 1, rows: namesOf, mailboxes: namesOf },
  /** One GetUserAvailability for everybody, and a status for each slot of each. */
  availability: { shown: slotsOf, calls: 1, rows: addressesOf },
  /** What availability has told is known by then. */
  told: { shown: 0, rows: 1 },
  /** One GetUserAvailability for everybody, and a look at each time that they could meet. */
  meetingSuggestions: { shown: 50, calls: 1, rows: suggestionsOf },
  freeRooms: { rows: 5 },
  roomLists: { calls: 1, rows: 10 },
  roomsOfList: { calls: 1, rows: 20 },
  /** No call where the directory lists rooms; else the lists, of which few organisations have many, and a call for each. */
  rooms: { calls: ({ list }) => (isGiven(list) ? 1 : 5), rows: 20 },
  /** One GetUserAvailability for all rooms of the same window. */
  roomAvailability: { shown: slotsOf, sharedCalls: 1 },
  /** ExpandDL for the group, and where it is taken apart for each group in it, as many as may be. Groups of the usual size; as `directoryEntry` inside. */
  expandGroup: { calls: ({ recursive }) => (recursive === true ? mostGroups : 1), rows: 50, mailboxes: 30 },
  /** ResolveNames for each address. Calls inside, in mailboxes of these people, are taken to be for thirty of them. */
  directoryEntry: { calls: 1, mailboxes: 30 },

  /** The folder list, read once for a mailbox and request, and remembered for a minute as far as counts do not matter. */
  folder: { sharedCalls: 1 },
  /** With GetFolder for the roles. A mailbox has 15 to 50 mail folders. */
  folders: { sharedCalls: 2, rows: 50 },
  subfolders: { sharedCalls: 1, rows: 10 },
  calendars: { sharedCalls: 1, rows: 5 },

  /** FindItem, and GetItem for the rows that FindItem cannot return; more of both when the gateway must check what it found, and who is asked for. */
  messagePage: { sharedCalls: listCalls, rows: pageOf(50) },
  /** And before it, the list of the folders to look into. */
  mailboxMessagePage: { sharedCalls: (args) => 1 + listCalls(args), rows: pageOf(50) },
  unreadCount: { shown: 0, sharedCalls: 1 },
  message: { sharedCalls: 1 },
  messageByInternetMessageId: { sharedCalls: 3 },

  /** GetItem reads one form of body in a call. Sanitising takes most of the gateway's own time; pictures inside are read and held. */
  body: { shown: 5, sharedCalls: 1, calls: ({ inlineImages }) => (inlineImages === 'DATA_URI' ? 1 : 0) },
  /** Cut from a body that travels with its page. */
  preview: { shown: 1 },
  /** Few items have more. */
  attachments: { rows: 4 },
  /** Bytes in memory, by the mebibyte: ten thousand are about a hundred mebibytes. */
  bytes: { calls: mebibytes },
  /** Fifty attachments are read in a call. */
  attachedItem: { shown: 5, sharedCalls: 1 },

  /** One FindItem over all mail folders for a hundred conversations, and the whole of each passes through the gateway. */
  conversationFact: { shown: 2, sharedCalls: 1 },
  participants: { shown: 2, sharedCalls: 1, rows: 10 },
  latestMessage: { shown: 3, sharedCalls: 2 },
  /**
   * FindConversation and GetItem for the ids. On other servers, and for a filter, the folder's messages; more of them when the gateway must check what it
   * found, or when few conversations hold most of them.
   */
  conversationList: { calls: (args) => 2 + listCalls(args), rows: pageOf(25) },
  conversationPage: { shown: 2, sharedCalls: 2, rows: pageOf(50) },

  /** A CalendarView cannot be shared; GetItem for what it does not return can, and so can the list of the calendars. */
  eventPage: { calls: calendarViews, sharedCalls: 2, rows: pageOf(100) },
  /** Contacts or tasks: the folder list, FindItem, and GetItem for the rows that FindItem cannot return. */
  personalItemPage: { sharedCalls: 3, rows: pageOf(50) },

  /** Read with the items of its mailbox, in their GetItem where it can be foreseen. */
  series: { sharedCalls: 1 },
  conflicts: { sharedCalls: 1, rows: 5 },
  eventOfMeeting: { sharedCalls: 1 },

  /** A look at what is there, and the write; and the files. */
  write: { calls: (args) => 2 + fileCalls(args) },
  /** The same, and the deliveries. */
  send: { calls: (args) => 2 + fileCalls(args) + deliveryCalls(args) },
  /** The write, and a look for its key or for what an answer that was lost would have told. */
  createEvent: { calls: (args) => 2 + fileCalls(args) + invitationCalls(args), sharedCalls: zoneCalls },
  /** A look, the write, what was deleted, the mail, and a look for a conflict. */
  updateEvent: { calls: (args) => updateCalls(args) + invitationCalls(args), sharedCalls: zoneCalls },
  /** A look at the request or the event, one at its series, the answer, the removal of one that is not to be sent, and a look for what was made anew. */
  eventAnswer: { calls: 5 },
  /** A look at the event, one at its series, and the write; a series that goes on before it takes a look at what was changed of it, and three more writes. */
  eventCancellation: { calls: 7 },
  /** Something of one's own: a look at what is there and the write, both once more when it was changed meanwhile, and a look at it for a conflict. */
  save: { calls: 5 },
  /** A look at the message or for the folder (two at an event), the write, and a look for what became of it; and what is to be copied. */
  fileWrite: { calls: (args) => 4 + fileCalls(args) },
  /** The folder list, the roles and the top of the tree, and two writes or a write and another look. */
  folderWrite: { calls: 5 },
  /** A FindItem for a thousand messages and an UpdateItem for every two hundred of them, as often as it may go on. */
  folderMarks: { calls: mostMarkLooks + Math.ceil(mostMarked / mostInOneWrite) },
  /** GetUserOofSettings; two of them and the write between to change them. Sanitising the texts is as dear as for a body. */
  automaticReplies: { shown: 10, calls: 1 },
  /** The rules of a mailbox are read once for a request; a mailbox has few. A folder in one is looked up in the list of folders. */
  inboxRules: { sharedCalls: 1, rows: 10 },
  /** Reading what is there, the write and a look for what became of it; for a rule two folders may have to be looked up. */
  settingsWrite: { calls: 5 },
  /** The write; for a reply or a forward a look at the original, its files and what the mark finds besides. */
  createDraft: { calls: (args) => (answersSomething(args['input']) ? 5 : 2) + fileCalls(args) },
  /** The original, its text and its files, the mark, and the write: perhaps first as the mail server would compose it. */
  answer: { calls: (args) => 6 + fileCalls(args) + deliveryCalls(args) },
  /** Each thing that is written, of several in a call; a look at them before it, and both once more for those that changed meanwhile. */
  writeEach: {
    shown: mostWritten,
    calls: (args) => 3 + Math.ceil(mostWritten(args) / mostInOneWrite),
    rows: mostWritten,
  },
  /** Each thing that is deleted, of several in a call; and a look at what kind of thing each is, twice where a server was stopped. */
  deleteEach: {
    shown: numberOfIds,
    calls: (args) => 3 + Math.ceil(numberOfIds(args) / mostInOneWrite),
    rows: numberOfIds,
  },
  /** A look for its key, a look at it, the mark on it, the send, and what an answer that was lost takes. */
  sendDraft: { calls: 5 },
  /** As many as the mutation was given, which has counted them. */
  results: { shown: 0, rows: 1 },
  /** What went wrong is known by then, and a thousand results may each tell it. */
  failures: { shown: 0 },
  /** FindItem for what the mail server did not tell the id of, and GetItem for all of them. */
  writtenMessage: { sharedCalls: 2 },
  /** GetItem, after a look for what the mail server did not tell the id of. */
  writtenEvent: { sharedCalls: 2 },

  /** The gateway tries each read, when it does not know yet what the mail server can do. */
  capabilities: { calls: 18, rows: 33 },
} satisfies Readonly<Record<string, Price>>;

/** The name of a price. */
export type PriceName = keyof typeof prices;

/** Which of the two sums is made, and how ids are opened; the complexity plugin hands it to every field as its context. */
export interface CostReading {
  /**
   * The plugin multiplies what is inside a list by its rows. That is right for what is shown and for calls of a row's own, and wrong for calls that
   * rows share: those are added up by another reading, in which only mailboxes multiply.
   */
  readonly sum: 'rows' | 'sharedCalls';
  readonly open: OpenId;
}

/** What the plugin makes of a field: `field + multiplier × what is selected inside`. */
interface Complexity {
  readonly field: number;
  readonly multiplier: number;
}

const valueOf = (price: Price, args: Arguments, { sum, open }: CostReading): Complexity => {
  const read = (amount: Amount): number => (typeof amount === 'number' ? amount : amount(args, open));
  const { shown = 1, calls = 0, sharedCalls = 0, rows = 1, mailboxes = 1 } = price;
  return sum === 'rows'
    ? { field: read(shown) + callCost * read(calls), multiplier: Math.max(read(rows), 1) }
    : { field: callCost * read(sharedCalls), multiplier: Math.max(read(mailboxes), 1) };
};

/** `complexity` of a field that has a price of its own. */
export const cost =
  (name: PriceName) =>
  (args: object, reading: object): Complexity =>
    valueOf(prices[name], args as Arguments, reading as CostReading);

/** Things of an item, such as its recipients, attendees and attachments. */
const rowsOfPlainList = 10;

/** `complexity` of every other field: values are free, objects cost 1. */
export const plainCost = (args: object, reading: object, { type }: GraphQLField<unknown, never>): Complexity => {
  const isLeaf = isLeafType(getNamedType(type));
  const rows = isListType(getNullableType(type)) ? rowsOfPlainList : 1;
  return valueOf({ shown: isLeaf ? 0 : 1, rows }, args as Arguments, reading as CostReading);
};
