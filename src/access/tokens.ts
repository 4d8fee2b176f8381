import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { MailboxAddress } from '../ews/properties/id.ts';
import { claimedMailbox, type TokenClaims } from './claims.ts';

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

/** What a good token says. */
export interface VerifiedToken {
  /** `sub`: 1 to 255 characters, no control characters. */
  readonly subject: string;
  readonly mailbox: MailboxAddress | undefined;
  readonly claims: TokenClaims;
  /** The end of its life: `exp`, or `iat` and the greatest age, whichever is sooner. Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** What a token turned out to be; `unavailable`: the keys to examine it with cannot be had. */
export type TokenVerdict = VerifiedToken | 'badCredentials' | 'unavailable';

/** Examines JWTs. Never throws for what a token holds. */
export interface Tokens {
  verify(token: string): Promise<TokenVerdict>;
}

/** What `createTokens` cannot make itself. */
export interface TokensDependencies {
  /** The wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Told when the keys cannot be had, at most every 5 seconds; the error holds nothing of a token. */
  readonly onFailure: (error: unknown) => void;
}

/** Key pairs only: with a shared secret, and so with a public key taken for one, whoever can check a token can make one (RFC 8725, 2.1). */
const signatures = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** How far the issuer's clock may be ahead of ours, seconds. Never added to the end of a token's life. */
const clockToleranceSeconds = 5;

const requiredClaims = ['exp', 'iat', 'iss', 'aud', 'sub'];
/** Key sets: given up after, fetched again for an unknown key at most every, and anyway every; milliseconds. */
const keyTimes = { timeoutDuration: 5_000, cooldownDuration: 30_000, cacheMaxAge: 600_000 };
/** For so long after a failure the keys are not asked for again, milliseconds: an issuer that is down is not flooded, nor is the gateway slowed. */
const failurePauseMs = 5_000;
/** The largest key set that is read; real ones have a few KB. */
const maxKeySetBytes = 1_000_000;
const verdictLifeMs = 30_000;
const maxVerdicts = 5_000;

// oxlint-disable-next-line no-control-regex
const subjectPattern = /^[^\u0000-\u001F\u007F-\u009F]{1,255}$/;

/** The keys cannot be had, or are not ones that signatures can be checked with: nothing that a client sent. */
class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

/**
 * Examines tokens by the issuer's published keys (RFC 7519, RFC 8725). A good token is remembered for 30 seconds, by its SHA-256 and never past
 * its end; a bad one is not, so that bad ones cannot push good ones out. Throws RangeError for an algorithm that is not one of key pairs.
 */
export const createTokens = (config: TokenConfig, dependencies: TokensDependencies): Tokens => {
  const { issuer, mailboxClaim, maxAgeSeconds } = config;
  const { now } = dependencies;
  const algorithms = [...config.algorithms];
  const audience = [...config.audience];
  if (algorithms.length === 0 || !algorithms.every((algorithm) => signatures.test(algorithm)))
    throw new RangeError('Tokens are signed with key pairs: RS, PS or ES with 256, 384 or 512, EdDSA');
  const outage = createOutage(dependencies);
  const keyOf = createKeyOf(config.jwksUrl, dependencies.fetch ?? fetch, outage);
  const verdicts = new LRUCache<string, { readonly verified: VerifiedToken; readonly untilMs: number }>({
    max: maxVerdicts,
  });

  const verifiedToken = (claims: JWTPayload): VerifiedToken | undefined => {
    const { sub: subject, exp = 0, iat = 0 } = claims;
    if (typeof subject !== 'string' || !subjectPattern.test(subject)) return undefined;
    const expiresAtMs = Math.min(exp, iat + maxAgeSeconds) * 1_000;
    if (now() >= expiresAtMs) return undefined;
    const mailbox = mailboxClaim === undefined ? undefined : claimedMailbox(claims, mailboxClaim);
    return Object.freeze({ subject, mailbox, claims, expiresAtMs });
  };

  return {
    verify: async (token) => {
      const digest = createHash('sha256').update(token).digest('base64');
      const known = verdicts.get(digest);
      if (known !== undefined && now() < known.untilMs) return known.verified;
      let claims: JWTPayload;
      try {
        const options = { issuer, audience, algorithms, requiredClaims, maxTokenAge: maxAgeSeconds };
        const currentDate = new Date(now());
        const clockTolerance = clockToleranceSeconds;
        ({ payload: claims } = await jwtVerify(token, keyOf, { ...options, currentDate, clockTolerance }));
      } catch (error) {
        if (error instanceof errors.JOSEError) return 'badCredentials';
        // Also a key that the issuer should not have published: one that is too short makes jose throw a TypeError.
        outage.report(error instanceof KeysUnavailable ? error.cause : error);
        return 'unavailable';
      }
      const verified = verifiedToken(claims);
      if (verified === undefined) return 'badCredentials';
      verdicts.set(digest, { verified, untilMs: Math.min(now() + verdictLifeMs, verified.expiresAtMs) });
      return verified;
    },
  };
};

/** Failures that are nobody's fault who calls: told once in a while, and followed by a pause. */
interface Outage {
  report(error: unknown): void;
  /** Throws the last failure while its pause lasts. */
  throwWhilePausing(): void;
}

const createOutage = ({ now, onFailure }: TokensDependencies): Outage => {
  let last: { readonly error: unknown; readonly atMs: number } | undefined;
  const isPausing = (): boolean => last !== undefined && Math.abs(now() - last.atMs) < failurePauseMs;
  return {
    report: (error) => {
      if (isPausing()) return;
      last = { error, atMs: now() };
      onFailure(error);
    },
    throwWhilePausing: () => {
      if (isPausing()) throw last?.error;
    },
  };
};

/**
 * Finds the key by the `kid` and `alg` of a token among those of the issuer. A token without `kid` is examined only while there is but one key for
 * its algorithm. The set is fetched when it is first needed, and by one request however many wait for it.
 */
const createKeyOf = (jwksUrl: URL, fetchFrom: typeof fetch, outage: Outage): JWTVerifyGetKey => {
  const keys = createRemoteJWKSet(jwksUrl, {
    ...keyTimes,
    [customFetch]: async (url, options) => {
      outage.throwWhilePausing();
      const response = await fetchFrom(url, { ...options, redirect: 'manual' });
      if (response.status === 200) return new Response(await textOf(response));
      await response.body?.cancel();
      return response;
    },
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw new KeysUnavailable('The keys of the issuer cannot be had', { cause: error });
    }
  };
};

/** What was answered, as far as a key set may be long; throws RangeError beyond. */
const textOf = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxKeySetBytes) throw new RangeError(`A key set of more than ${maxKeySetBytes} bytes is not read`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};
