import { createHash } from 'node:crypto';
import type { Caller } from './caller.ts';

/** A key of the policy file: never the key itself. */
export interface ApiKey {
  /** Unique in its file; the subject of whoever uses the key. */
  readonly name: string;
  /** SHA-256 of the key, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
  /** When it ends, milliseconds since 1970; undefined: when it is taken out of the file. */
  readonly expiresAtMs: number | undefined;
}

/** The keys of one policy file. */
export interface ApiKeys {
  /** Who uses this key; undefined when it is none, or has ended. */
  callerWith(key: string): Caller | undefined;
  /** Whether the key that this caller once used is still there, unchanged, and has not ended. */
  isLive(caller: Caller): boolean;
}

/** The claim that ties a caller to its key: whoever exchanges a key under the same name ends the links made with the old one. */
const fingerprintClaim = 'sha256';
/** Hexadecimal digits. Enough to tell a key from the one before. */
const fingerprintLength = 16;

/**
 * Keys are found by their hash, so that the time a look-up takes tells nothing about how much of a guess was right. `now`: the wall clock,
 * milliseconds since 1970.
 */
export const createApiKeys = (keys: readonly ApiKey[], now: () => number): ApiKeys => {
  const callers = new Map(keys.map((key) => [key.sha256, callerOf(key)]));
  const byName = new Map([...callers.values()].map((caller) => [caller.subject, caller]));
  const hasEnded = ({ expiresAtMs }: Caller): boolean => expiresAtMs !== undefined && now() >= expiresAtMs;
  return {
    callerWith: (key) => {
      const caller = callers.get(createHash('sha256').update(key).digest('hex'));
      return caller === undefined || hasEnded(caller) ? undefined : caller;
    },
    isLive: (caller) => {
      const current = byName.get(caller.subject);
      return current !== undefined && !hasEnded(current) && fingerprintOf(current) === fingerprintOf(caller);
    },
  };
};

const callerOf = ({ name, sha256, expiresAtMs }: ApiKey): Caller =>
  Object.freeze({
    kind: 'apiKey',
    subject: name,
    mailbox: undefined,
    claims: Object.freeze({ [fingerprintClaim]: Object.freeze([sha256.slice(0, fingerprintLength)]) }),
    expiresAtMs,
  });

const fingerprintOf = ({ claims }: Caller): string | undefined => claims[fingerprintClaim]?.[0];
