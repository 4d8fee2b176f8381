/** The callers of a target, by what they may do. */
export type CallerName = 'alice' | 'metadata' | 'bobKey';

/** Things of a mailbox, by their ids or links as the gateway gave them to somebody who may see them. */
export interface Belongings {
  readonly mailbox: string;
  readonly inbox: string;
  readonly calendar: string;
  readonly message: string;
  readonly conversation: string;
  readonly event: string;
  readonly attachment: string;
  /** endCursor of the first page of the inbox. */
  readonly cursor: string;
  /** Signed links, path and query. */
  readonly attachmentLink: string;
  readonly mimeLink: string;
}

/** A gateway as in production, and all that an attacker may have got hold of; plain data, so that it can be handed to another process. */
export interface Target {
  readonly origin: string;
  /** The same with the patience of a fraction of a second for slow clients. */
  readonly impatientOrigin: string;
  /** The embedded gateway of a developer's machine, who has a browser open. */
  readonly demoOrigin: string;
  /** What the callers show in the Authorization header, without `Bearer`. */
  readonly credentials: Readonly<Record<CallerName, string>>;
  /** Credentials that are none, by what is wrong with them. */
  readonly forged: Readonly<Record<string, string>>;
  readonly alice: Belongings;
  /** Of the mailbox that alice may not open. */
  readonly bob: Belongings;
  /** Ids that no gateway with this secret has made, or not as they are, by what is wrong with them. */
  readonly forgedIds: Readonly<Record<string, string>>;
  /** Links that must not open, path and query, by what is wrong with them. */
  readonly badLinks: Readonly<Record<string, string>>;
  /** alice's download that is larger than all buffers on the way, path and query. */
  readonly largeLink: string;
}
