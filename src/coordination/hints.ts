/** What gateways tell each other of a mailbox: that something has happened, never what. */
export interface Hint {
  /** Of the lease under which it was noticed; 0: under none. */
  readonly fence: number;
  /** Which items have got which new ids, sealed; absent: nobody told. */
  readonly moves?: string | undefined;
}

/** Tells all gateways what one of them has noticed. Hints get lost, repeat and overtake each other: whoever needs the truth reads it. */
export interface Hints {
  /** To everybody who listens to the topic, here at once and elsewhere as soon as it can. Never throws. */
  tell(topic: string, hint: Hint): void;
  /**
   * Listens until the answer is called. Never throws; while Redis is away only what this process tells is heard. Each time that the others can be heard,
   * for the first time or again, it is told of a hint of fence 0: some may have been missed before. In memory none ever is.
   */
  listen(topic: string, onHint: (hint: Hint) => void): () => void;
  close(): Promise<void>;
}
