import type { MailboxAddress } from './properties/id.ts';
import type { EwsError } from './errors.ts';
import type { Urgency } from './traffic/traffic.ts';
import type { XmlElement } from './xml.ts';

/** A field of an operation's input that names folders, or items and attachments: one, or a list of them. */
export interface NamingField<Input> {
  readonly field: keyof Input & string;
  readonly kind: 'folder' | 'content';
}

/** What an operation's input names. */
export interface RequestNames<Input> extends NamingField<Input> {
  /** The place that the whole of it goes to, for what has one answer for each thing that it names. */
  readonly place?: NamingField<Input>;
}

/** One EWS operation: everything the gateway knows about its request and its answer. */
export interface Operation<Input, Output> {
  /** Name in the contract, also SOAPAction and metric label: `FindItem`. */
  readonly name: string;
  /** Decides the impersonation role that the call runs under; nobody above may name a role. */
  readonly access: 'read' | 'write';
  /** What its input names, so that a mailbox can be kept to what is its own; undefined: nothing of any mailbox. */
  readonly names: RequestNames<Input> | undefined;
  /** May be sent again when we cannot know whether it was done; a function where that depends on what is asked for. */
  readonly idempotent: boolean | ((input: Input) => boolean);
  /** The request element, `m:` prefixed. */
  readonly encode: (input: Input) => XmlElement;
  /**
   * Reads one response message that is not an error (`Success`, or a `Warning` that carries data). Gets the input too, so that it reads exactly
   * what was asked for: an item asked for as text must not tell its body as HTML because some server sent that.
   */
  readonly decode: (message: XmlElement, input: Input) => Output;
  /** Response codes of class `Error` that are an answer of this operation and not a failure: they reach `decode`. Absent: none. */
  readonly answers?: readonly string[];
  /**
   * Response codes of class `Error` that mean success when the call is repeated because nobody knows whether it was done: there is nothing left to do.
   * Absent: none. They reach `decode`.
   */
  readonly doneWhen?: readonly string[];
  /** The messages of a response element; only where EWS has no m:ResponseMessages. */
  readonly messages?: (response: XmlElement) => readonly XmlElement[];
  /** How much longer than others it may take, milliseconds; absent: no longer. */
  readonly extraMs?: number;
  /** Whether people wait for it, whoever asks; absent: as the one who asks says. */
  readonly urgency?: Urgency;
  /**
   * Its answer goes on for as long as the connection does, and pauses as long as it likes: who opens it watches over its silence. Absent: no.
   */
  readonly isLasting?: boolean;
  /** How many ids the input holds, which is how many response messages the answer must have; absent: 1. */
  readonly keys?: (input: Input) => number;
  /** How many items, folders or names an output tells, for the audit; absent: 1. */
  readonly rows?: (output: Output) => number;
}

/** Declares an operation; exists so that input and output types are stated once, at the top of its file. */
export const defineOperation = <Input, Output>(operation: Operation<Input, Output>): Operation<Input, Output> =>
  operation;

/** An endpoint that already speaks as one mailbox. Made only by `mailbox/open-mailbox.ts`. */
export interface EwsSession {
  readonly mailbox: MailboxAddress;
  /** Sends and returns the first message's output; throws EwsError when that message is an error, and for everything that fails the whole call. */
  call<Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<Output>;
  /** Sends and returns one output or error per response message, in order: exactly a DataLoader batch. Throws EwsError when the call failed as a whole. */
  callEach<Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<readonly (Output | EwsError)[]>;
  /** Sends and hands over the answer's bytes as they arrive (attachments, MIME, streaming events). Closing the iterator ends the call. */
  open<Input, Output>(operation: Operation<Input, Output>, input: Input): Promise<AsyncIterable<Uint8Array>>;
}
