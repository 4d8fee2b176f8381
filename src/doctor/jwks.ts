import { importJWK, type JWK } from 'jose';
import { defineCheck, type Finding } from './check.ts';

/** As the gateway fetches them. */
const fetchMs = 5_000;
const maxBytes = 1_000_000;

/** Whether the keys that tokens are examined with can be had, and fit the algorithms that are allowed. */
export const jwks = defineCheck({
  name: 'jwks',
  title: 'Keys of the identity provider',
  needs: ['config'],
  run: async ({ config }, { noteClock }) => {
    const { tokens } = config.access ?? {};
    if (tokens === undefined) return { status: 'skipped', found: 'AUTH_JWKS_URL is not set' };
    const { jwksUrl, algorithms } = tokens;
    let text: string;
    try {
      const response = await fetch(jwksUrl, { redirect: 'manual', signal: AbortSignal.timeout(fetchMs) });
      noteClock('the identity provider', response.headers.get('date'));
      if (response.status !== 200) {
        await response.body?.cancel();
        return unusable(
          `${jwksUrl.host} answers HTTP ${response.status}`,
          'AUTH_JWKS_URL must lead to the keys themselves: redirects are not followed.',
        );
      }
      text = await beginning(response, maxBytes);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const code = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'no answer';
      return unusable(
        `${jwksUrl.host} cannot be asked (${code})`,
        'Look at AUTH_JWKS_URL, DNS, the firewall, and the certificate.',
      );
    }
    const keys = text.length > maxBytes ? undefined : keysIn(text);
    if (keys === undefined)
      return unusable(
        'what is answered is no key set',
        'AUTH_JWKS_URL must lead to JSON with "keys": the jwks_uri of /.well-known/openid-configuration.',
      );
    return judged(keys, algorithms);
  },
});

/** No more of an answer than this and one piece of it: whoever sends without end is not listened to for long. */
const beginning = async ({ body }: Response, bytes: number): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let held = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    held += piece.byteLength;
    if (held > bytes) break;
  }
  return Buffer.concat(pieces).toString('utf8');
};

const unusable = (found: string, advice: string): Finding => ({ status: 'failed', found, advice: [advice] });

const keysIn = (text: string): readonly JWK[] | undefined => {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? (keys as readonly JWK[]) : undefined;
  } catch {
    return undefined;
  }
};

const judged = async (keys: readonly JWK[], algorithms: readonly string[]): Promise<Finding> => {
  const fitting = new Map<string, number>();
  let unfit = 0;
  for (const key of keys) {
    const algorithm = await algorithmOf(key, algorithms);
    if (algorithm === undefined) unfit += 1;
    else fitting.set(algorithm, (fitting.get(algorithm) ?? 0) + 1);
  }
  const details = unfit === 0 ? [] : [`${unfit} of ${keys.length} fit none of ${algorithms.join(', ')}`];
  if (fitting.size === 0)
    return {
      status: 'failed',
      found: keys.length === 0 ? 'the key set is empty' : 'no key fits an algorithm that is allowed',
      details,
      advice: ['AUTH_ALGORITHMS must name what the identity provider signs with: RS256 mostly.'],
    };
  const found = [...fitting].map(([algorithm, count]) => `${count} for ${algorithm}`).join(', ');
  if (keys.some((key) => key.d !== undefined || key.kty === 'oct'))
    return {
      status: 'warning',
      found,
      details,
      advice: [
        'Private or shared keys are published there: whoever reads them can make tokens. Tell the identity provider.',
      ],
    };
  return { status: 'ok', found, details };
};

/** The first allowed algorithm that signatures of this key are checked with; undefined: none. RFC 7518, 3.1 and 6. */
const algorithmOf = async (key: JWK, algorithms: readonly string[]): Promise<string | undefined> => {
  if (key.use !== undefined && key.use !== 'sig') return undefined;
  const algorithm = algorithms.find((one) => (key.alg ?? one) === one && suits(key, one));
  if (algorithm === undefined) return undefined;
  try {
    await importJWK({ ...key, d: undefined } as JWK, algorithm);
    return algorithm;
  } catch {
    return undefined;
  }
};

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
/** RFC 7518, 3.3: RSA keys are of 2048 bits or more. */
const leastModulusBytes = 256;

const suits = ({ kty, crv, n = '' }: JWK, algorithm: string): boolean => {
  if (/^[RP]S/.test(algorithm)) return kty === 'RSA' && Buffer.from(n, 'base64url').length >= leastModulusBytes;
  if (algorithm in curves) return kty === 'EC' && crv === curves[algorithm];
  return kty === 'OKP' && crv === 'Ed25519';
};
