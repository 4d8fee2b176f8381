/** What is remembered of a write that came with a key: hashes and an id, never what was written. */
export interface WriteRecord {
  /** Begun, done, or begun and never heard of again. */
  readonly state: 'running' | 'done' | 'unknown';
  /** Hash of what was asked for. */
  readonly content: string;
  /** What it made, as the gateway seals ids; absent where the mail server does not tell. */
  readonly result?: string | undefined;
}

/** A record that was found. */
export interface NotedRecord extends WriteRecord {
  /** How long ago it was noted when the turn began, milliseconds, by the one clock of the ledger: those of two machines may differ. */
  readonly ageMs: number;
}

/** The right to work on a key, which nobody else has meanwhile. */
export interface Turn {
  /** What the turns before have left. */
  readonly record: NotedRecord | undefined;
  /** Leaves a record for the turns to come; it is kept for a day. Throws CoordinationError, also when the turn is over or was lost. */
  note(record: WriteRecord): Promise<void>;
  /** Takes the record away: nothing was done. Throws CoordinationError, as `note`. */
  forget(): Promise<void>;
  /** Lets the next one in; the second time it does nothing. Never throws: a turn that nobody ends ends by itself. */
  end(): Promise<void>;
}

/** Who works on which key, and what came of it: in this process, or between all that share a Redis. */
export interface Ledger {
  /** Waits for the turn on a key, `waitMs` at most; undefined when somebody else still has it then. Throws CoordinationError. */
  take(key: string, waitMs: number): Promise<Turn | undefined>;
  /** Ends what it does by itself. Turns that have not ended are left as those of a process that died. */
  close(): Promise<void>;
}

/** How long a record is kept, seconds. Afterwards the mark on the item itself is all that is left. */
export const recordSeconds = 86_400;
