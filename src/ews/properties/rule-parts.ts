import { childrenNamed, element, type XmlElement } from '../xml.ts';
import { boolean, instant, integer, listOf, oneOf, optional, optionalElement, string, type Codec } from './codec.ts';
import { folderReference, folderTarget, itemReference } from './id.ts';
import type { DistinguishedFolderId, FolderReference, FolderTarget, ItemReference } from './id.ts';
import { mailbox, type Recipient } from './recipient.ts';

/** The parts of a condition or an action by their names, in the schema's order; the element is the name with a capital. */
// Value and Input stand on both sides of an arrow, as in AnyProperty.
// oxlint-disable-next-line no-explicit-any
type Parts = Readonly<Record<string, Codec<any, any>>>;

type ReadParts<Table extends Parts> = { readonly [Name in keyof Table]?: ReturnType<Table[Name]['decode']> };
type WrittenParts<Table extends Parts> = { readonly [Name in keyof Table]?: Parameters<Table[Name]['encode']>[1] };

const texts: Codec<readonly string[]> = listOf('String', string);
const people: Codec<readonly Recipient[]> = {
  decode: (node) => childrenNamed(node, 'Address').map(mailbox.decode),
  encode: (name, values) =>
    element(
      name,
      values.map((value) => mailbox.encode('t:Address', value)),
    ),
};
const importance = oneOf(['Low', 'Normal', 'High'], 'Normal');

/** Between two instants, either of which may be missing. */
export interface DateRange {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

const dateRange: Codec<DateRange> = {
  decode: (node) => ({
    start: optional(node, 'StartDateTime', instant),
    end: optional(node, 'EndDateTime', instant),
  }),
  encode: (name, { start, end }) =>
    element(name, [optionalElement('t:StartDateTime', start, instant), optionalElement('t:EndDateTime', end, instant)]),
};

/** Between two sizes in kilobytes, either of which may be missing. */
export interface SizeRange {
  readonly smallest?: number | undefined;
  readonly largest?: number | undefined;
}

const sizeRange: Codec<SizeRange> = {
  decode: (node) => ({
    smallest: optional(node, 'MinimumSize', integer),
    largest: optional(node, 'MaximumSize', integer),
  }),
  encode: (name, { smallest, largest }) =>
    element(name, [
      optionalElement('t:MinimumSize', smallest, integer),
      optionalElement('t:MaximumSize', largest, integer),
    ]),
};

/** A folder that a rule puts mail into; undefined where the server tells none. */
export type RuleFolder = FolderReference | { readonly distinguished: DistinguishedFolderId } | undefined;

const folder: Codec<RuleFolder, FolderTarget> = {
  decode: (node) => {
    const [target] = node.children;
    if (target?.name === 'FolderId') return folderReference(target);
    // Which words there are the schema says; the gateway's list of them is all that it can ask for.
    const distinguished = target?.attributes['Id'] as DistinguishedFolderId | undefined;
    return distinguished === undefined ? undefined : { distinguished };
  },
  encode: (name, target) => element(name, [folderTarget(target)]),
};

const itemId: Codec<ItemReference> = {
  decode: itemReference,
  encode: (name, { id, changeKey }) => element(name, { Id: id, ChangeKey: changeKey }),
};

const flags = [
  'Any',
  'Call',
  'DoNotForward',
  'FollowUp',
  'FYI',
  'Forward',
  'NoResponseNecessary',
  'Read',
  'Reply',
  'ReplyToAll',
  'Review',
] as const;

const predicateParts = {
  categories: texts,
  containsBodyStrings: texts,
  containsHeaderStrings: texts,
  containsRecipientStrings: texts,
  containsSenderStrings: texts,
  containsSubjectOrBodyStrings: texts,
  containsSubjectStrings: texts,
  flaggedForAction: oneOf(flags, 'Any'),
  fromAddresses: people,
  fromConnectedAccounts: texts,
  hasAttachments: boolean,
  importance,
  isApprovalRequest: boolean,
  isAutomaticForward: boolean,
  isAutomaticReply: boolean,
  isEncrypted: boolean,
  isMeetingRequest: boolean,
  isMeetingResponse: boolean,
  isNDR: boolean,
  isPermissionControlled: boolean,
  isReadReceipt: boolean,
  isSigned: boolean,
  isVoicemail: boolean,
  itemClasses: texts,
  messageClassifications: texts,
  notSentToMe: boolean,
  sentCcMe: boolean,
  sentOnlyToMe: boolean,
  sentToAddresses: people,
  sentToMe: boolean,
  sentToOrCcMe: boolean,
  sensitivity: oneOf(['Normal', 'Personal', 'Private', 'Confidential'], 'Normal'),
  withinDateRange: dateRange,
  withinSizeRange: sizeRange,
} satisfies Parts;

const actionParts = {
  assignCategories: texts,
  copyToFolder: folder,
  delete: boolean,
  forwardAsAttachmentToRecipients: people,
  forwardToRecipients: people,
  markImportance: importance,
  markAsRead: boolean,
  moveToFolder: folder,
  permanentDelete: boolean,
  redirectToRecipients: people,
  sendSMSAlertToRecipients: people,
  serverReplyWithMessage: itemId,
  stopProcessingRules: boolean,
} satisfies Parts;

/** What a message must be like, all of it; of several texts or people one is enough. All that 2010_SP2 knows, in EWS's words. */
export type RulePredicates = ReadParts<typeof predicateParts>;
/** What happens to it, in EWS's words. */
export type RuleActions = ReadParts<typeof actionParts>;
/** The same as it is written: folders are targets. */
export type WrittenRuleActions = WrittenParts<typeof actionParts>;

const elementName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const partsCodec = <Table extends Parts>(table: Table): Codec<ReadParts<Table>, WrittenParts<Table>> => {
  const names = new Map(Object.keys(table).map((name) => [elementName(name), name]));
  return {
    decode: (node) => {
      const values: Record<string, unknown> = {};
      for (const part of node.children) {
        const name = names.get(part.name);
        if (name !== undefined) values[name] = table[name]?.decode(part);
      }
      // Keys and values come from the same table.
      return values as ReadParts<Table>;
    },
    encode: (tag, values) =>
      element(
        tag,
        Object.entries(table).map(([name, codec]) => {
          const value: unknown = values[name];
          return value === undefined ? undefined : codec.encode(`t:${elementName(name)}`, value);
        }),
      ),
  };
};

/** `t:Conditions` and `t:Exceptions`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/conditions */
export const rulePredicates: Codec<RulePredicates> = partsCodec(predicateParts);
/** `t:Actions`: https://learn.microsoft.com/exchange/client-developer/web-service-reference/actions */
export const ruleActions: Codec<RuleActions, WrittenRuleActions> = partsCodec(actionParts);

/** Whether every element below these is one that would be written back. */
export const knowsAllParts = (kind: 'predicates' | 'actions', node: XmlElement): boolean => {
  const table: Parts = kind === 'predicates' ? predicateParts : actionParts;
  const names = new Set(Object.keys(table).map(elementName));
  return node.children.every(({ name }) => names.has(name));
};
