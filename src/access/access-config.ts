/** How JWTs are checked; what follows from AUTH_ variables. */
export interface TokenConfig {
  /** Where the identity provider publishes its keys. https, or loopback. */
  readonly jwksUrl: URL;
  /** What `iss` must be, to the letter. */
  readonly issuer: string;
  /** One of these must be in `aud`. */
  readonly audience: readonly string[];
  /** Signature algorithms that are accepted, never one with a shared secret. */
  readonly algorithms: readonly string[];
  /** The claim that holds the address of the mailbox that a person owns. */
  readonly mailboxClaim: string | undefined;
  /** A token that was issued longer ago is refused, whatever its `exp` says; seconds. */
  readonly maxAgeSeconds: number;
}

/** How callers prove themselves and what they may do. */
export interface AccessConfig {
  /** Path of the policy file: grants and API keys. */
  readonly policyFile: string;
  /** Undefined: no JWT is accepted, only API keys. */
  readonly tokens: TokenConfig | undefined;
}
