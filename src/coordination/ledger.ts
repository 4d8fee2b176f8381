/** What is remembered of a write that came with a key: hashes, a time and an id, never what was written. */
export interface WriteRecord {
  /** Begun, done, or begun and never heard of again. */
  readonly state: 'running' | 'done' | 'unknown';
  /** Hash of what was asked for. */
  readonly content: string;
  /** When the mail server was asked, milliseconds since 1970. */
  readonly sinceMs: number;
  /** What it made, as the gateway seals ids; absent where the mail server does not tell. */
  readonly result?: string | undefined;
}

/** The right to work on a key, which nobody else has meanwhile. */
export interface Turn {
  /** What the turns before have left. */
  readonly record: WriteRecord | undefined;
  /** Leaves a record for the turns to come; it is kept for a day. Throws LedgerError, also when the turn has been lost by taking too long. */
  note(record: WriteRecord): Promise<void>;
  /** Takes the record away: nothing was done. Throws LedgerError. */
  forget(): Promise<void>;
  /** Lets the next one in. Never throws: a turn that nobody ends ends by itself. */
  end(): Promise<void>;
}

/** Who works on which key, and what came of it: in this process, or between all that share a Redis. */
export interface Ledger {
  /** Waits for the turn on a key, `waitMs` at most; undefined when somebody else still has it then. Throws LedgerError. */
  take(key: string, waitMs: number): Promise<Turn | undefined>;
  close(): Promise<void>;
}

/** The ledger cannot be reached. What needs it must not be done. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}
