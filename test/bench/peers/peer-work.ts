/** What a peer is asked to do. */
export interface PeerWork {
  /** A list of 50 messages, or 50 messages with all of their text. */
  readonly work: 'list' | 'full';
  readonly times: number;
}

/** What it says then. */
export interface PeerAnswer {
  /** How many there were, and what the last one was: a peer that reads nothing is fast. */
  readonly shown: string;
  /** Milliseconds of CPU that its process has used since it began, where it says so itself. */
  readonly cpuMs?: number;
}
