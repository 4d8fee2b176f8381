import { capabilityProbes } from '../../mailbox/capability-probes.ts';
import { mostSyncCalls } from '../../mailbox/feed/read-folders.ts';
import { mostGroups } from '../../mailbox/expand-group.ts';
import { allUpstreamOperations } from '../../mailbox/upstream-operations.ts';
import type { GlobalIdType } from '../../global-id.ts';
import { mostMarked, mostMarkLooks } from '../../mailbox/write/mark-folder-read.ts';
import { mostInOneWrite } from '../../mailbox/write/write-each.ts';
import {
  pageOf,
  isGiven,
  listCalls,
  calendarViews,
  namesOf,
  slotsOf,
  detailOf,
  timesOf,
  suggestionsOf,
  mebibytes,
  numberOfIds,
  idsOf,
  mostWritten,
  answersSomething,
  fileCalls,
  deliveryCalls,
  invitationCalls,
  zoneCalls,
  updateCalls,
  type Amount,
} from './price-amounts.ts';

/** What a field costs. */
export interface Price {
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

/** What each kind of field costs, and why. A field names its price: `complexity: cost('folder')`. */
export const prices = {
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

  /** Alone, any id is one call; an attached item that is long takes another one. */
  node: { calls: ({ id }, open) => (open(String(id))?.type.endsWith('Attachment') === true ? 2 : 1) },
  /** One GetItem for the items of a mailbox, one look for its folders; but each attachment is described by calls of its own, two where it is a long item, and each export job by one. */
  nodesByIds: {
    shown: numberOfIds,
    rows: numberOfIds,
    calls: (args, open) => idsOf(args, open).reduce((sum, { type }) => sum + ownCalls(type), 0),
    sharedCalls: (args, open) => new Set(idsOf(args, open).map(({ type, mailbox }) => `${type} ${mailbox}`)).size,
    mailboxes: (args, open) => new Set(idsOf(args, open).map(({ mailbox }) => mailbox)).size,
  },

  /** ResolveNames for one text. Everybody whom it finds may have another mailbox. */
  resolveNames: { calls: 1, rows: namesOf, mailboxes: namesOf },
  /** One GetUserAvailability for everybody, and a status for each slot of each; and for details a look into the directory. */
  availability: { shown: (args) => slotsOf(args) + detailOf(args), calls: 1, rows: timesOf },
  /** What availability has told is known by then. */
  toldTimes: { shown: 0, rows: 1 },
  /** But there is a lot of it. */
  toldSlots: { shown: 1, rows: 1 },
  /** One GetUserAvailability for everybody, and a look at each time that they could meet. */
  meetingSuggestions: { shown: 50, calls: 1, rows: suggestionsOf },
  freeRooms: { rows: 5 },
  roomLists: { calls: 1, rows: 10 },
  roomsOfList: { calls: 1, rows: 20 },
  /** No call where the directory lists rooms; else the lists, of which few organisations have many, and a call for each. */
  rooms: { calls: ({ list }) => (isGiven(list) ? 1 : 5), rows: 20 },
  /** GetUserAvailability for a hundred rooms of the same window, two hundred being all that a request may ask about. */
  roomAvailability: { shown: slotsOf, sharedCalls: 2, rows: timesOf },
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
   * FindConversation and GetItem for the ids. On other servers, and for a filter, the folder's messages. Either is looked through in six steps at most, where
   * the place of a page has moved or few conversations hold most messages; and more of them when the gateway must check what it found.
   */
  conversationList: { calls: (args) => 6 + listCalls(args), rows: pageOf(25) },
  conversationPage: { shown: 2, sharedCalls: 2, rows: pageOf(50) },

  /** A CalendarView cannot be shared; GetItem for what it does not return can, and so can the list of the calendars. */
  eventPage: { calls: calendarViews, sharedCalls: 2, rows: pageOf(100) },
  /** Contacts or tasks: the folder list, FindItem, and GetItem for the rows that FindItem cannot return. */
  personalItemPage: { sharedCalls: 3, rows: pageOf(50) },

  /**
   * FindFolder and another look where some folders are foreign, and SyncFolderItems for each folder that may have changed, as often as it may go on. Not
   * counted is what happens once: to begin anew where a position is lost, and to look again at folders of which a stream told in part.
   */
  changes: { calls: 2 + mostSyncCalls, rows: pageOf(200) },
  /** One GetItem for everything of a page that has changed. */
  changedItem: { sharedCalls: 1 },
  /** To begin: the directory, the folders that are named, and a reading of what has changed; and one event. */
  mailboxChanged: { shown: 50, calls: 4 + mostSyncCalls },
  calendarChanged: { shown: 50, calls: 2 + mostSyncCalls },
  /** The same, and the directory for the name of each address that is filtered by; and the message of one event. */
  newMessage: { shown: 50, calls: (args) => 5 + mostSyncCalls + listCalls(args) },

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
  /** Each thing that is deleted, of several in a call; and a look at what kind of thing each is, twice where a server was stopped, and at the folders. */
  deleteEach: {
    shown: numberOfIds,
    calls: (args) => 5 + Math.ceil(numberOfIds(args) / mostInOneWrite),
    rows: numberOfIds,
  },
  /** A look for its key, a look at it, the mark on it, the send, and what an answer that was lost takes. */
  sendDraft: { calls: 5 },
  /** A list of a week's jobs, a hundred a call: hardly any organisation has more than ten lists full. And the directory, which remembers for minutes. */
  exportJobs: { shown: 50, calls: 10, rows: pageOf(50) },
  exportJob: { calls: 1 },
  /** A call for one that failed, and none for it later. */
  exportError: { shown: 50 },
  /** A look at the job, and what is done to it. */
  exportWrite: { calls: 2 },
  /** As many as the mutation was given, which has counted them. */
  results: { shown: 0, rows: 1 },
  /** What went wrong is known by then, and a thousand results may each tell it. */
  failures: { shown: 0 },
  /** FindItem for what the mail server did not tell the id of, and GetItem for all of them. */
  writtenItem: { sharedCalls: 2 },

  /** The gateway tries each read, when it does not know yet what the mail server can do. */
  capabilities: { calls: Object.keys(capabilityProbes).length, rows: allUpstreamOperations.length },
} satisfies Readonly<Record<string, Price>>;

const ownCalls = (type: GlobalIdType): number => {
  if (type.endsWith('Attachment')) return 2;
  return type === 'MailboxExportJob' ? 1 : 0;
};
