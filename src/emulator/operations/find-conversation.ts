import { answerOnce } from '../endpoint/answer-once.ts';
import { EmulatorError } from '../emulator-error.ts';
import type { OperationHandler } from '../operation.ts';
import { takePage } from '../search/paging.ts';
import type { Mailbox, StoredItem } from '../store/store.ts';
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
      const everywhere = conversationsOf(messagesOf(folder.mailbox));
      const inFolder = [...conversationsOf([...folder.items])];
      const sorted = inFolder.toSorted(([, one], [, other]) => direction * compareTexts(newest(one), newest(other)));
      const { rows } = takePage(sorted, child(request, 'm:IndexedPageItemView'));
      return [
        node(
          'm:Conversations',
          rows.map(([id, messages]) => conversationElement(id, messages, everywhere.get(id) ?? messages)),
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

/** All of the mailbox, without what only an administrator could recover. */
const messagesOf = (mailbox: Mailbox): Messages =>
  [...mailbox.items.values()].filter(({ folder }) => folder.distinguishedId?.startsWith('recoverable') !== true);

/** Messages by the ids of their conversations, the newest first. */
const conversationsOf = (items: Messages): ReadonlyMap<string, Messages> => {
  const found = new Map<string, StoredItem[]>();
  for (const item of items) {
    const id = child(item.element, 't:ConversationId')?.attributes['Id'];
    if (id === undefined || item.element.name === 't:CalendarItem') continue;
    const known = found.get(id);
    if (known === undefined) found.set(id, [item]);
    else known.push(item);
  }
  return new Map(
    [...found].map(([id, messages]) => [
      id,
      messages.toSorted((one, other) => compareTexts(receivedAt(other), receivedAt(one))),
    ]),
  );
};

const receivedAt = ({ element }: StoredItem): string => childText(element, 't:DateTimeReceived') ?? '';

const newest = ([first]: Messages): string => (first === undefined ? '' : receivedAt(first));

/** Everything stands twice: for the folder, and for the mailbox with `Global` before its name. */
const conversationElement = (Id: string, inFolder: Messages, everywhere: Messages): XmlNode => {
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
