/** A message that left the organisation: what an Internet mail server would have been given. */
export interface OutboxMessage {
  /** Address of the envelope's sender, lower case. */
  readonly sender: string;
  /** Addresses outside the organisation that it goes to, blind copies included, without repetition. */
  readonly recipients: readonly string[];
  /** Message-ID, in angle brackets. */
  readonly messageId: string;
  /** By the emulator's clock, milliseconds since 1970. */
  readonly sentAt: number;
  /** RFC 5322, without a Bcc header. Made when asked for. */
  readonly mime: () => Uint8Array;
}
