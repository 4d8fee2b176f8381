import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWK } from 'jose';
import { onTestFinished } from 'vitest';
import type { TokenConfig } from '../../src/access/tokens.ts';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What a token of the issuer says unless a test says otherwise; undefined takes a claim away. */
export type Claims = Readonly<Record<string, unknown>>;

/** An identity provider on loopback. */
export interface Issuer {
  readonly config: TokenConfig;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  /** A good token for `ann`, issued now, for ten minutes; with these differences. */
  token(claims?: Claims, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The same signed by a key that the issuer never published. */
  forged(claims?: Claims, header?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Publishes another key instead of the one before, and signs with it from now on. */
  rotate(): Promise<void>;
  /** From now on the keys are answered like this; undefined: as they are. */
  answer(listener: RequestListener | undefined): void;
  /** What the issuer publishes. */
  readonly published: () => { readonly keys: readonly JWK[] };
  /** The published key as text: what a forger would take for a shared secret. */
  readonly publicPem: () => Promise<string>;
  close(): Promise<void>;
}

const pairs = new Map<number, Promise<KeyPair>>();
/** The n-th key of every issuer; making one takes a good part of a second. */
const pairOf = (generation: number): Promise<KeyPair> => {
  const pair = pairs.get(generation) ?? generateKeyPair('RS256');
  pairs.set(generation, pair);
  return pair;
};

/** Starts one that signs with RS256. */
export const startIssuer = async (): Promise<Issuer> => {
  let generation = 1;
  let pair = await pairOf(generation);
  const stranger = await pairOf(0);
  let published = { keys: [await publicKey(pair, 'key-1')] };
  let listener: RequestListener | undefined;
  let fetched = 0;
  const server = createServer((request, response) => {
    fetched += 1;
    if (listener === undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(published));
    else listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config: TokenConfig = {
    jwksUrl: new URL('/keys', origin),
    issuer: 'https://issuer.example.test/',
    audience: ['workmail-graphql'],
    algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    mailboxClaim: 'email',
    maxAgeSeconds: 3_600,
  };
  const signedBy =
    (key: () => KeyPair) =>
    (claims: Claims = {}, header: Readonly<Record<string, unknown>> = {}): Promise<string> => {
      const seconds = Math.floor(Date.now() / 1_000);
      const all = {
        iss: config.issuer,
        aud: 'workmail-graphql',
        sub: 'ann',
        iat: seconds,
        exp: seconds + 600,
        ...claims,
      };
      return new SignJWT(JSON.parse(JSON.stringify(all)) as Record<string, unknown>)
        .setProtectedHeader({ alg: 'RS256', kid: `key-${generation}`, ...header })
        .sign(key().privateKey);
    };
  return {
    config,
    fetches: () => fetched,
    token: signedBy(() => pair),
    forged: signedBy(() => stranger),
    rotate: async () => {
      generation += 1;
      pair = await pairOf(generation);
      published = { keys: [await publicKey(pair, `key-${generation}`)] };
    },
    answer: (next) => {
      listener = next;
    },
    published: () => published,
    publicPem: () => exportSPKI(pair.publicKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const publicKey = async ({ publicKey: key }: KeyPair, kid: string): Promise<JWK> => ({
  ...(await exportJWK(key)),
  kid,
  use: 'sig',
});

/** One that ends with the test that began it. */
export const issuerOfTest = async (): Promise<Issuer> => {
  const issuer = await startIssuer();
  onTestFinished(() => issuer.close());
  return issuer;
};
