/** Whose tokens are believed, and which of them. */
export interface TokenConfig {
  /** Where the issuer publishes its public keys: https, or http on loopback. No other key is ever used, whatever a token says. */
  readonly jwksUrl: URL;
  /** The `iss` that a token must have, to the letter. */
  readonly issuer: string;
  /** The gateway's names: a token must be made out to at least one of them. */
  readonly audience: readonly string[];
  /** Signature algorithms of key pairs (`RS256`, `ES256`, …); shared secrets and `none` are refused. */
  readonly algorithms: readonly string[];
  /** The claim with the address of the caller's own mailbox; undefined: callers own none. */
  readonly mailboxClaim: string | undefined;
  /** How long after its `iat` a token is accepted, whatever its `exp` says. */
  readonly maxAgeSeconds: number;
}
