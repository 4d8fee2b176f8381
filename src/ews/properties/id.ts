import { element, requiredAttribute, type XmlElement } from '../xml.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A syntactically valid SMTP address, lower case. Only `mailboxAddress` makes one. */
export type MailboxAddress = Branded<'MailboxAddress'>;
/** An opaque, case-sensitive EWS item id; dies when the item moves. */
export type ItemId = Branded<'ItemId'>;
/** An opaque, case-sensitive EWS folder id; survives moves. */
export type FolderId = Branded<'FolderId'>;
/** An opaque, case-sensitive EWS attachment id. */
export type AttachmentId = Branded<'AttachmentId'>;

/**
 * Local part, @, domain; at most 254 characters (RFC 5321 4.5.3.1.3). No white space, quotes or brackets; no control, invisible or direction
 * character, which would make two addresses look alike; no half of a surrogate pair and no code that is no character, which XML cannot hold. Nor
 * `=?`, which begins an encoded word: RFC 2047 section 5 forbids one in an address, but readers of mail decode it, to other addresses even. Nor the
 * Kelvin sign, whose lower case is the letter k of another address.
 */
const addressPattern =
  /^(?!.*=\?)[^\s\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u212A"<>(),:;\\[\]@]{1,64}@[^\s\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u212A"<>(),:;\\[\]@]{1,253}$/u;

/** An address in lower case of which everything is known at a glance: nearly all that servers write. */
const plainAddress = /^[a-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[a-z0-9.-]{1,189}$/;

/** Reads an address as somebody wrote it; undefined when it is none. */
export const mailboxAddress = (value: string): MailboxAddress | undefined => {
  if (plainAddress.test(value)) return value as MailboxAddress;
  const written = value.trim();
  const address = written.toLowerCase();
  // Before lower-casing, which would hide the Kelvin sign; it may also make the address longer.
  return address.length <= 254 && addressPattern.test(written) ? (address as MailboxAddress) : undefined;
};

/** A string that is known to be an EWS item id (it came from the server or out of a sealed id). */
export const itemId = (id: string): ItemId => id as ItemId;
/** A string that is known to be an EWS folder id. */
export const folderId = (id: string): FolderId => id as FolderId;
/** A string that is known to be an EWS attachment id. */
export const attachmentId = (id: string): AttachmentId => id as AttachmentId;

/** Identity and version of an item. The change key is absent where a server leaves it out (WorkMail's notifications). */
export interface ItemReference {
  readonly id: ItemId;
  readonly changeKey: string | undefined;
}

/** Reads `t:ItemId` or any element with the same attributes (ReferenceItemId, AssociatedCalendarItemId). */
export const itemReference = (node: XmlElement): ItemReference => ({
  id: itemId(requiredAttribute(node, 'Id')),
  changeKey: node.attributes['ChangeKey'],
});

/** Identity and version of a folder. WorkMail may leave the change key out. */
export interface FolderReference {
  readonly id: FolderId;
  readonly changeKey: string | undefined;
}

/** Reads `t:FolderId`. */
export const folderReference = (node: XmlElement): FolderReference => ({
  id: folderId(requiredAttribute(node, 'Id')),
  changeKey: node.attributes['ChangeKey'],
});

/** EWS names for folders that every mailbox has; all of 2010_SP2 that the gateway uses. Others fail the whole call. */
export type DistinguishedFolderId =
  | 'msgfolderroot'
  | 'root'
  | 'inbox'
  | 'drafts'
  | 'sentitems'
  | 'deleteditems'
  | 'junkemail'
  | 'outbox'
  | 'calendar'
  | 'contacts'
  | 'tasks'
  | 'notes'
  | 'journal'
  | 'searchfolders'
  | 'recoverableitemsroot'
  | 'recoverableitemsdeletions';

/** A folder by its id or by its well-known name. */
export type FolderTarget =
  | { readonly id: FolderId; readonly changeKey?: string | undefined }
  | { readonly distinguished: DistinguishedFolderId; readonly mailbox: MailboxAddress };

/**
 * Writes a folder reference. A well-known name always says whose folder it means, so that a token that may open any mailbox cannot answer for
 * another one.
 */
export const folderTarget = (target: FolderTarget): XmlElement =>
  'id' in target
    ? element('t:FolderId', { Id: target.id, ChangeKey: target.changeKey })
    : element('t:DistinguishedFolderId', { Id: target.distinguished }, [
        element('t:Mailbox', [element('t:EmailAddress', target.mailbox)]),
      ]);

/** Writes a list of folder references under the given name (`m:FolderIds`, `m:ParentFolderIds`). */
export const folderTargets = (name: string, targets: readonly FolderTarget[]): XmlElement =>
  element(name, targets.map(folderTarget));

/** An item by its id, as the n-th occurrence of a series, or as the series an occurrence belongs to. */
export type ItemTarget =
  | { readonly id: ItemId; readonly changeKey?: string | undefined }
  | { readonly masterOf: ItemId }
  | { readonly occurrenceOf: ItemId; readonly index: number };

/** Writes `t:ItemId`, `t:OccurrenceItemId` or `t:RecurringMasterItemId`. */
export const itemTarget = (target: ItemTarget): XmlElement => {
  if ('masterOf' in target) return element('t:RecurringMasterItemId', { OccurrenceId: target.masterOf });
  if ('occurrenceOf' in target)
    return element('t:OccurrenceItemId', {
      RecurringMasterId: target.occurrenceOf,
      InstanceIndex: String(target.index),
    });
  return element('t:ItemId', { Id: target.id, ChangeKey: target.changeKey });
};

/** Writes `m:ItemIds`. */
export const itemTargets = (targets: readonly ItemTarget[]): XmlElement =>
  element('m:ItemIds', targets.map(itemTarget));
