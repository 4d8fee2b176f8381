/** Where the pieces of a streamed answer go. */
export interface TextSink {
  readonly write: (text: string | Uint8Array) => void;
  readonly end: () => void;
  /** Writes the first half of a text and destroys the connection. */
  readonly breakOff: (text: string | Uint8Array) => void;
  /** Destroys the connection when all that was written is out. */
  readonly destroy: () => void;
  /** Whether nobody takes any more. */
  readonly isClosed: () => boolean;
}
