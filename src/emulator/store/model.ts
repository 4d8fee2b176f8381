import type { XmlNode } from '../xml/xml.ts';

/** What a seed hands to the store: an organisation with its mailboxes, already in EWS's own words. */
export interface SeedOrganization {
  /** WorkMail organisation id, `m-` and 32 hex digits. */
  readonly organizationId: string;
  readonly mailboxes: readonly SeedMailbox[];
  readonly groups: readonly SeedGroup[];
  /** Primary addresses of mailboxes that a DENY rule of both impersonation roles keeps closed; absent: none. */
  readonly closedToRoles?: readonly string[];
}

export interface SeedMailbox {
  /** Primary SMTP address, lower case. */
  readonly address: string;
  readonly aliases: readonly string[];
  readonly displayName: string;
  readonly kind: 'USER' | 'ROOM' | 'EQUIPMENT';
  /** Basic authentication password of the mail user. */
  readonly password: string;
  /** Settings that clients keep in its folders; absent: none. */
  readonly configurations?: readonly SeedConfiguration[];
  /**
   * Makes the folder whose well-known id is `root`; everything else hangs below it. Called when the mailbox is first opened; what it makes does
   * not depend on when that is, or on which other mailboxes have been opened.
   */
  readonly root: () => SeedFolder;
}

/** Settings of a client, a hidden item of a folder: a dictionary, a document, or both. MS-OXOCFG. */
export interface SeedConfiguration {
  /** `CategoryList`, `OWA.UserOptions` ... */
  readonly name: string;
  /** Well-known id of the folder. */
  readonly folder: string;
  readonly xml?: string;
  readonly dictionary?: Readonly<Record<string, string | number | boolean>>;
}

export interface SeedGroup {
  readonly address: string;
  readonly displayName: string;
  readonly members: readonly string[];
}

export interface SeedFolder {
  readonly name: string;
  /** IPF.Note, IPF.Appointment, IPF.Contact, IPF.Task, IPF.StickyNote ...; decides the element (t:Folder, t:CalendarFolder ...). */
  readonly folderClass: string;
  /** EWS's DistinguishedFolderId, e.g. `inbox`, when the folder has one. */
  readonly distinguishedId?: string;
  readonly children: readonly SeedFolder[];
  readonly items: readonly SeedItem[];
  /**
   * Primary addresses of the mailboxes that may read this folder as well: a folder permission of level Reviewer. Folders below it are shared by
   * themselves. What impersonates one of these mailboxes reaches the folder too, as on a real server.
   */
  readonly sharedWith?: readonly string[];
  /** t:SearchParameters (t:Restriction, t:BaseFolderIds with distinguished ids). Present: the folder is a t:SearchFolder and its own `items` are empty. */
  readonly searchParameters?: XmlNode;
}

/**
 * One item as EWS would write it whole: a t:Message, t:CalendarItem, t:MeetingRequest, t:Contact, t:Task ... with its children in schema
 * order, without t:ItemId, t:ParentFolderId, t:Attachments, t:MimeContent, t:HasAttachments and t:AssociatedCalendarItemId, which the store adds. t:Body holds the richest form (HTML when
 * there is one); the text form is derived. Recurring events are one master with t:Recurrence; `exceptions` are whole items whose t:OriginalStart
 * (not on the wire for masters) tells the occurrence they replace.
 */
export interface SeedItem {
  /** A name for this item that is unique in its mailbox, for others to point at; never on the wire. */
  readonly key?: string;
  /** The `key` of the calendar item a meeting message is about: the store adds t:AssociatedCalendarItemId with that item's id. */
  readonly associatedKey?: string;
  /**
   * The address of the mailbox that calendar item lies in, when it is another one: the message went to a delegate. No item of that mailbox may
   * point back to this one.
   */
  readonly associatedMailbox?: string;
  readonly element: XmlNode;
  readonly attachments: readonly SeedAttachment[];
  /** HTML or text of what this message added, quoted history removed; absent: the same as t:Body. */
  readonly uniqueBody?: string;
  /** Calendar masters only: occurrences that differ from the pattern. */
  readonly exceptions?: readonly SeedException[];
  /** Calendar masters only: starts (UTC, xs:dateTime) of occurrences that were deleted. */
  readonly deletedOccurrences?: readonly string[];
  /** Meetings of one's own that were moved without a word: the event as its people know it. */
  readonly lastTold?: XmlNode;
  /** A raw RFC 5322 message; absent: composed from the element. */
  readonly mime?: () => Uint8Array;
}

/** An occurrence that differs from the pattern of its series. */
export interface SeedException {
  /** Where the pattern has it; UTC, xs:dateTime. */
  readonly originalStart: string;
  readonly element: XmlNode;
  /** As that of SeedItem. */
  readonly lastTold?: XmlNode;
  /** All that hangs on it, where that is not what hangs on its series. */
  readonly attachments?: readonly SeedAttachment[];
}

/** `number`, the last part of the attachment's id, is its place among the attachments when absent. */
export type SeedAttachment =
  | {
      readonly number?: number;
      readonly kind: 'file';
      readonly name: string;
      readonly contentType: string;
      readonly contentId?: string;
      readonly isInline: boolean;
      /** The picture of the contact that it hangs on. Absent: it is none. */
      readonly isContactPhoto?: boolean;
      /** Bytes. */
      readonly size: number;
      /** Made when asked for, so that 25 MB are not held by an idle emulator; deterministic. */
      readonly content: () => Uint8Array;
    }
  | { readonly number?: number; readonly kind: 'item'; readonly name: string; readonly item: SeedItem };
