import { EmulatorError } from '../emulator-error.ts';
import { answerOnce, type OperationHandler } from '../operation.ts';
import { takePage } from '../search/paging.ts';
import type { ItemOrder } from '../store/ordered-items.ts';
import type { Mailbox, StoredFolder, StoredItem } from '../store/store.ts';
import { lookUpHolder } from '../store/target-folder.ts';
import { child, childrenNamed, childText, isTrue, node, type XmlNode } from '../xml/xml.ts';

/**
 * Conversations with a message in the folder, those with the newest message there first, or last when conversation:LastDeliveryTime is asked for
 * ascending; any other order is refused, and so are saved searches.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/findconversation-operation, in the shape of Exchange2010_SP1
 */
export const findConversation: OperationHandler = (request, context) =>
  answerOnce(
    'FindConversation',
    () => {
      const direction = directionOf(child(request, 'm:SortOrder'));
      const folder = lookUpHolder(context, child(request, 'm:ParentFolderId'), 'ErrorFolderNotFound');
      if (folder.searchParameters !== undefined) throw new EmulatorError('ErrorInvalidFolderTypeForOperation');
      const view = child(request, 'm:IndexedPageItemView');
      const found = direction === 1 ? oldestFirst(folder) : newestFirst(folder, farthestRow(view));
      const { rows } = takePage(found, view);
      return [
        node(
          'm:Conversations',
          rows.map((id) => conversationElement(id, folder)),
        ),
      ];
    },
    () => node('m:Conversations'),
  );

/** 1 for ascending, -1 for descending, which is what nobody needs to ask for. */
const directionOf = (order: XmlNode | undefined): 1 | -1 => {
  const fields = order?.children ?? [];
  const isServed = fields.every(
    ({ children: [path] }) => path?.attributes['FieldURI'] === 'conversation:LastDeliveryTime',
  );
  if (!isServed) throw new EmulatorError('ErrorUnsupportedPathForSortGroup');
  return fields[0]?.attributes['Order'] === 'Ascending' ? 1 : -1;
};

/** Instants of one form. */
const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

type Messages = readonly StoredItem[];

/** How many rows a view can reach into: answers have 1,000 at most, and do not tell how many there are. */
const farthestRow = (view: XmlNode | undefined): number =>
  view?.attributes['BasePoint'] === 'End' ? Infinity : Number(view?.attributes['Offset'] ?? 0) + 1_000;

/** Ids of the conversations that have a message in a folder, those with the newest message there first; no more than `most`. */
const newestFirst = (folder: StoredFolder, most: number): readonly string[] => [...newestTimes(folder, most).keys()];

const oldestFirst = (folder: StoredFolder): readonly string[] =>
  [...newestTimes(folder, Infinity)].toSorted(([, one], [, other]) => compareTexts(one, other)).map(([id]) => id);

/** When the newest message of a conversation in a folder came, by the id of the conversation. */
const newestTimes = (folder: StoredFolder, most: number): ReadonlyMap<string, string> => {
  const times = new Map<string, string>();
  for (const [received, id] of folder.items.keysIn(byTime)) {
    if (typeof id === 'string' && !times.has(id)) times.set(id, String(received));
    if (times.size >= most) break;
  }
  return times;
};

/** Newest first. The conversation stands among the keys to be read there; it decides nothing. */
const byTime: ItemOrder = {
  identity: 'newest message first',
  keysOf: (item) => [receivedAt(item), isInConversation(item) ? conversationOf(item) : undefined],
  compare: ([one], [other]) => compareTexts(String(other), String(one)),
};

const isInConversation = ({ element }: StoredItem): boolean => element.name !== 't:CalendarItem';

const conversationOf = ({ element }: StoredItem): string | undefined =>
  child(element, 't:ConversationId')?.attributes['Id'];

/** The messages of a conversation in all of the mailbox, the newest first. */
const messagesOf = (mailbox: Mailbox, id: string): Messages =>
  mailbox.names
    .named('conversation', id)
    .filter(isInConversation)
    .toSorted((one, other) => compareTexts(receivedAt(other), receivedAt(one)));

/** What only an administrator could recover. */
const isRecoverable = ({ folder }: StoredItem): boolean => folder.distinguishedId?.startsWith('recoverable') === true;

const receivedAt = ({ element }: StoredItem): string => childText(element, 't:DateTimeReceived') ?? '';

const newest = ([first]: Messages): string => (first === undefined ? '' : receivedAt(first));

/** Everything stands twice: for the folder, and for the mailbox with `Global` before its name. */
const conversationElement = (Id: string, folder: StoredFolder): XmlNode => {
  const all = messagesOf(folder.mailbox, Id);
  const inFolder = all.filter((message) => message.folder === folder);
  const inReach = all.filter((message) => !isRecoverable(message));
  const everywhere = inReach.length === 0 ? inFolder : inReach;
  const topic = childText(inFolder[0]?.element, 't:ConversationTopic');
  const told = properties.flatMap(([name, tell]) => [tell(`t:${name}`, inFolder), tell(`t:Global${name}`, everywhere)]);
  return node('t:Conversation', [
    node('t:ConversationId', { Id }),
    topic === undefined ? undefined : node('t:ConversationTopic', topic),
    ...told,
  ]);
};

type Property = (name: string, messages: Messages) => XmlNode | undefined;

const isUnread = ({ element }: StoredItem): boolean => childText(element, 't:IsRead') === 'false';

/** Different texts, in the order of the messages; no element when there are none. */
const texts =
  (textsOf: (item: StoredItem) => readonly (string | undefined)[], part = 't:String'): Property =>
  (name, messages) => {
    const different = new Set(messages.flatMap(textsOf).filter((text) => text !== undefined && text !== ''));
    return different.size === 0
      ? undefined
      : node(
          name,
          [...different].map((text) => node(part, text ?? '')),
        );
  };

const value =
  (valueOf: (messages: Messages) => string | number | boolean): Property =>
  (name, messages) =>
    node(name, String(valueOf(messages)));

const namesIn = ({ element }: StoredItem, list: string): readonly (string | undefined)[] =>
  (child(element, list)?.children ?? []).map(
    (person) => childText(person, 't:Name') ?? childText(person, 't:EmailAddress'),
  );

/** PidTagFlagStatus: 2 is flagged, 1 complete. MS-OXOFLAG 2.2.1.1. */
const flagOf = ({ element }: StoredItem): string | undefined => {
  const property = childrenNamed(element, 't:ExtendedProperty').find(
    (one) => Number(child(one, 't:ExtendedFieldURI')?.attributes['PropertyTag']) === 0x10_90,
  );
  return childText(property, 't:Value');
};

/** In the order of t:ConversationType. */
const properties: readonly (readonly [name: string, tell: Property])[] = [
  ['UniqueRecipients', texts((item) => namesIn(item, 't:ToRecipients'))],
  ['UniqueUnreadSenders', texts((item) => (isUnread(item) ? namesIn(item, 't:From') : []))],
  ['UniqueSenders', texts((item) => namesIn(item, 't:From'))],
  ['LastDeliveryTime', value((messages) => newest(messages).replace(/\.\d+Z$/, 'Z'))],
  [
    'Categories',
    texts(({ element }) => (child(element, 't:Categories')?.children ?? []).map((category) => category.text)),
  ],
  [
    'FlagStatus',
    value((messages) => {
      const flags = messages.map(flagOf);
      if (flags.includes('2')) return 'Flagged';
      return flags.includes('1') ? 'Complete' : 'NotFlagged';
    }),
  ],
  [
    'HasAttachments',
    value((messages) => messages.some(({ element }) => isTrue(childText(element, 't:HasAttachments')))),
  ],
  ['MessageCount', value((messages) => messages.length)],
  ['UnreadCount', value((messages) => messages.filter(isUnread).length)],
  [
    'Size',
    value((messages) => messages.reduce((sum, { element }) => sum + Number(childText(element, 't:Size') ?? 0), 0)),
  ],
  ['ItemClasses', texts(({ element }) => [childText(element, 't:ItemClass')], 't:ItemClass')],
  [
    'Importance',
    value((messages) => {
      const all = new Set(messages.map(({ element }) => childText(element, 't:Importance')));
      return ['High', 'Normal'].find((importance) => all.has(importance)) ?? 'Low';
    }),
  ],
  [
    'ItemIds',
    (name, messages) =>
      node(
        name,
        messages.map(({ element }) => child(element, 't:ItemId')),
      ),
  ],
];
