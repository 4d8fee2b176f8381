import type { ByteSource } from '../../ews/byte-source.ts';
import type { Body } from '../../ews/properties/body.ts';
import type { ItemType } from '../../ews/properties/item-types.ts';

/** A file that hangs on an item, with its bytes. */
export interface PortableFile {
  readonly kind: 'file';
  /** As its author wrote it: untrusted, perhaps empty. */
  readonly name: string;
  /** MIME type as its author wrote it: untrusted. */
  readonly contentType: string | undefined;
  /** Without angle brackets, what `cid:` links of the body name. */
  readonly contentId: string | undefined;
  readonly isInline: boolean;
  /** Readable as often as needed, without the server. */
  readonly content: ByteSource;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/** An item that hangs on an item: a forwarded message, an appointment that somebody attached. */
export interface PortableAttachedItem {
  readonly kind: 'item';
  readonly name: string;
  /** What it is; posts, reports and meeting messages count as messages. */
  readonly itemType: ItemType;
  /** The whole of it as the server writes it: RFC 5322, iCalendar of an event, vCard of a contact. */
  readonly content: ByteSource;
  /** SHA-256 of those bytes, hex. Servers write one item differently, so canonical forms leave it out. */
  readonly sha256: string;
}

/** Anything that hangs on an item. */
export type PortableAttachment = PortableFile | PortableAttachedItem;

/** The body in the form in which its server keeps it. HTML is its author's own, unsanitised. */
export type PortableBody = Pick<Body, 'type' | 'content'>;

/** What events, contacts and tasks have alike. Nothing here names a server: no ids, no change keys. */
export interface PortableContent {
  /** `IPM.Appointment`, `IPM.Contact`, `IPM.Task`, or a class of somebody's own below one of them. */
  readonly itemClass: string;
  readonly subject: string | undefined;
  /** Undefined: it has none, or an empty one. */
  readonly body: PortableBody | undefined;
  readonly sensitivity: 'Normal' | 'Personal' | 'Private' | 'Confidential';
  readonly importance: 'Low' | 'Normal' | 'High';
  /** In the order in which the server tells them. */
  readonly categories: readonly string[];
  /** In the order in which the server tells them. A contact's photo is not among them. */
  readonly attachments: readonly PortableAttachment[];
  /** Instants. Servers do not let anybody set them, so a copy has its own and canonical forms leave them out. */
  readonly createdAt: string | undefined;
  readonly lastModifiedAt: string | undefined;
}
