import type { ByteSource } from '../../ews/byte-source.ts';
import type { Recipient } from '../../ews/properties/recipient.ts';

/** A flag for following up, as Outlook sets it. Instants; what is undefined nobody has set. */
export interface PortableFlag {
  readonly status: 'flagged' | 'complete';
  readonly startAt: string | undefined;
  readonly dueAt: string | undefined;
  readonly completedAt: string | undefined;
}

/** What a mailbox knows of a message beside the message itself. */
export interface MessageState {
  readonly isRead: boolean;
  /** It has not been sent yet. */
  readonly isDraft: boolean;
  /** Instant at which it came into the mailbox. */
  readonly receivedAt: string | undefined;
  /** Instant at which its sender sent it. */
  readonly sentAt: string | undefined;
  readonly flag: PortableFlag | undefined;
  /** In the order in which the server tells them. */
  readonly categories: readonly string[];
  /** What its owner did with it last, and when; undefined: neither answered nor forwarded. */
  readonly answered:
    | { readonly how: 'replied' | 'repliedToAll' | 'forwarded'; readonly at: string | undefined }
    | undefined;
}

/** A message of any class: mail, an invitation, a report, a note. */
export interface PortableMessage extends MessageState {
  readonly kind: 'message';
  /** `IPM.Note`, `IPM.Schedule.Meeting.Request`, `REPORT.IPM.Note.NDR` ... */
  readonly itemClass: string;
  /** RFC 5322, as its server writes it. Readable as often as needed, without the server. */
  readonly mime: ByteSource;
  /** SHA-256 of those bytes, hex. */
  readonly sha256: string;
  /** Recipients of blind copies whom the bytes do not name, though its server knows them: there are servers that leave them out. */
  readonly hiddenRecipients: readonly Recipient[];
}
