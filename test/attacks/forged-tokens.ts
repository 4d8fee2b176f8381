import { createHash, createHmac } from 'node:crypto';
import type { Issuer } from '../access/issuer.ts';
import type { Forgery } from './token-probes.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const day = 86_400;

/** Credentials that say that they are alice's, each wrong in one way. */
export const forgeCredentials = async (
  issuer: Issuer,
  { bobKey, endedKey }: { readonly bobKey: string; readonly endedKey: string },
): Promise<Readonly<Record<Forgery, string>>> => {
  const seconds = Math.floor(Date.now() / 1_000);
  const claims = { sub: 'alice', email: 'alice@example.test' };
  const token = (differences: object = {}, header: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    issuer.token({ ...claims, ...differences }, header);
  const good = await token();
  const [header = '', payload = '', signature = ''] = good.split('.');
  const other = await token({ sub: 'metadata' });
  const [, otherPayload = '', otherSignature = ''] = other.split('.');
  const kid = (JSON.parse(Buffer.from(header, 'base64url').toString()) as { readonly kid: string }).kid;
  const [publicKey] = issuer.published().keys;
  const shared = `${encoded({ alg: 'HS256', kid, typ: 'JWT' })}.${payload}`;
  const forged = (more: Readonly<Record<string, unknown>>): Promise<string> => issuer.forged(claims, more);

  return {
    'no signature, alg none': `${encoded({ alg: 'none', kid })}.${payload}.`,
    'no signature, alg None': `${encoded({ alg: 'nOnE', kid })}.${payload}.`,
    'no signature, the old algorithm': `${header}.${payload}.`,
    'an empty signature in another algorithm, all zero': `${encoded({ alg: 'ES256', kid })}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    'signed with the public key as a shared secret': `${shared}.${createHmac('sha256', await issuer.publicPem())
      .update(shared)
      .digest('base64url')}`,
    'signed by a key that nobody has published': await forged({}),
    'signed by a key that it brings along as jwk': await forged({ jwk: publicKey, kid: 'own' }),
    'signed by a key that it names by jku': await forged({ jku: 'http://127.0.0.1:9/keys', kid: 'own' }),
    'signed by a key that it names by x5u': await forged({ x5u: 'http://127.0.0.1:9/chain', kid: 'own' }),
    'signed by a key whose kid is a path': await forged({ kid: '../../../../dev/null' }),
    'signed by a key whose kid is a query': await forged({ kid: "key-1' UNION SELECT 'x" }),
    'signed by a key whose kid is __proto__': await forged({ kid: '__proto__' }),
    'of another issuer': await token({ iss: 'https://evil.test/' }),
    'of an issuer with a slash less': await token({ iss: issuer.config.issuer.slice(0, -1) }),
    'for another audience': await token({ aud: 'another-service' }),
    'for no audience': await token({ aud: undefined }),
    'over since a second': await token({ exp: seconds - 1, iat: seconds - 600 }),
    'over since a day': await token({ exp: seconds - day, iat: seconds - day - 600 }),
    'valid from tomorrow on': await token({ nbf: seconds + day }),
    'issued tomorrow': await token({ iat: seconds + day, exp: seconds + day + 600 }),
    'issued yesterday, and valid for a year': await token({ iat: seconds - day, exp: seconds + 365 * day }),
    'without an end': await token({ exp: undefined }),
    'with an end that is a text': await token({ exp: 'tomorrow' }),
    'without a beginning': await token({ iat: undefined }),
    'without a subject': await token({ sub: undefined }),
    'with a subject that is a list': await token({ sub: ['alice'] }),
    'with an empty subject': await token({ sub: '' }),
    'with a subject of two lines': await token({ sub: 'alice\nbob' }),
    'with another payload': `${header}.${encoded({ ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), sub: 'bob', email: 'bob@example.test' })}.${signature}`,
    'with the signature of another token': `${header}.${payload}.${otherSignature}`,
    'with a critical extension that nobody knows': await forged({ crit: ['evil'], evil: true }).catch(
      () => `${encoded({ alg: 'RS256', kid, crit: ['evil'], evil: true })}.${payload}.${signature}`,
    ),
    'with a payload that is not encoded': `${encoded({ alg: 'RS256', kid, b64: false, crit: ['b64'] })}.${otherPayload}.${signature}`,
    'with something behind it': `${good}.x`,
    'in five parts, encrypted': `${encoded({ alg: 'RSA-OAEP', enc: 'A256GCM', kid })}.AAAA.AAAA.AAAA.AAAA`,
    'in JSON': JSON.stringify({ protected: header, payload, signature }),
    'of no JSON': 'aGFsbG8.aGFsbG8.aGFsbG8',
    'longer than any token': `${header}.${payload}.${'A'.repeat(9_000)}`,
    'the hash of an API key': createHash('sha256').update(bobKey).digest('hex'),
    'the beginning of an API key': bobKey.slice(0, -1),
    'an API key in capitals': bobKey.toUpperCase(),
    'an API key with something behind it': `${bobKey}A`,
    'an API key whose time is over': endedKey,
    'the name of an API key': 'bobs',
  };
};
