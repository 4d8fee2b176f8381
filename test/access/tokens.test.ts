import { createHmac, sign as signBytes, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTokens, type TokenConfig, type Tokens } from '../../src/access/tokens.ts';
import { issuerOfTest, startIssuer, type Claims, type Issuer } from './issuer.ts';

interface Examined extends Tokens {
  readonly failures: unknown[];
}

const tokensOf = (config: TokenConfig, now: () => number = () => Date.now()): Examined => {
  const failures: unknown[] = [];
  return { ...createTokens(config, { now, onFailure: (error) => void failures.push(error) }), failures };
};

const base64url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const seconds = (): number => Math.floor(Date.now() / 1_000);

const issuer = await startIssuer();
afterAll(() => issuer.close());
afterEach(() => {
  vi.useRealTimers();
});

describe('a good token', () => {
  it('says who calls, which mailbox is its own, and until when', async () => {
    const exp = seconds() + 600;
    const verdict = await tokensOf(issuer.config).verify(await issuer.token({ email: 'Ann@Example.test', exp }));
    expect(verdict).toMatchObject({ subject: 'ann', mailbox: 'ann@example.test', expiresAtMs: exp * 1_000 });
  });

  it('ends with the greatest age when its own end is later', async () => {
    const iat = seconds() - 60;
    const verdict = await tokensOf({ ...issuer.config, maxAgeSeconds: 100 }).verify(
      await issuer.token({ iat, exp: iat + 86_400 }),
    );
    expect(verdict).toMatchObject({ expiresAtMs: (iat + 100) * 1_000 });
  });

  it('may be made out to others too', async () => {
    const verdict = await tokensOf(issuer.config).verify(await issuer.token({ aud: ['other', 'workmail-graphql'] }));
    expect(verdict).toMatchObject({ subject: 'ann' });
  });

  it.each(['PS256', 'ES256', 'EdDSA'])('may be signed with %s', async (alg) => {
    const pair = await generateKeyPair(alg);
    const own = await issuerOfTest();
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: alg };
    own.answer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    const claims = { iss: own.config.issuer, aud: 'workmail-graphql', sub: 'ann', iat: seconds(), exp: seconds() + 60 };
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).sign(pair.privateKey);
    expect(await tokensOf(own.config).verify(token)).toMatchObject({ subject: 'ann' });
  });

  it('from a clock that is 4 seconds ahead is accepted, from one that is a minute ahead is not', async () => {
    const tokens = tokensOf(issuer.config);
    const { 0: near, 1: far } = [seconds() + 4, seconds() + 60];
    expect(await tokens.verify(await issuer.token({ iat: near, nbf: near }))).toMatchObject({ subject: 'ann' });
    expect(await tokens.verify(await issuer.token({ iat: far }))).toBe('badCredentials');
    expect(await tokens.verify(await issuer.token({ nbf: far }))).toBe('badCredentials');
  });
});

describe('the own mailbox', () => {
  it.each<[string, string, Claims, string | undefined]>([
    ['an address', 'email', { email: 'ann@example.test' }, 'ann@example.test'],
    [
      'a claim of an own name',
      'https://example.test/mail',
      { 'https://example.test/mail': 'ann@example.test' },
      'ann@example.test',
    ],
    ['a nested claim', 'mail.primary', { mail: { primary: 'ann@example.test' } }, 'ann@example.test'],
    ['a verified email', 'email', { email: 'ann@example.test', email_verified: true }, 'ann@example.test'],
    ['an email that was not verified', 'email', { email: 'ann@example.test', email_verified: false }, undefined],
    [
      'an email whose verification is a word',
      'email',
      { email: 'ann@example.test', email_verified: 'true' },
      undefined,
    ],
    [
      'another claim beside an unverified email',
      'upn',
      { upn: 'ann@example.test', email_verified: false },
      'ann@example.test',
    ],
    ['a list', 'email', { email: ['ann@example.test'] }, undefined],
    ['a text that is no address', 'email', { email: 'ann' }, undefined],
    ['an address with a space around it', 'email', { email: ' ann@example.test' }, undefined],
    ['an address whose capital K is a Kelvin sign', 'email', { email: '\u212Aate@example.test' }, undefined],
    ['nothing', 'email', {}, undefined],
    ['a claim that every object inherits', 'constructor.name', {}, undefined],
  ])('of %s', async (_name, mailboxClaim, claims, mailbox) => {
    const verdict = await tokensOf({ ...issuer.config, mailboxClaim }).verify(await issuer.token(claims));
    expect(verdict).toMatchObject({ subject: 'ann', mailbox });
  });

  it('is nobody’s when no claim is configured', async () => {
    const tokens = tokensOf({ ...issuer.config, mailboxClaim: undefined });
    expect(await tokens.verify(await issuer.token({ email: 'ann@example.test' }))).toMatchObject({
      mailbox: undefined,
    });
  });
});

const handKey = generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** Two parts signed by hand with the issuer's own key: what no library would write. */
const handMade = async (parts: {
  readonly header: string;
  readonly payload: string;
}): Promise<{ readonly own: Issuer; readonly token: string }> => {
  const own = await issuerOfTest();
  const keys = [{ ...handKey.publicKey.export({ format: 'jwk' }), kid: 'key-1' }];
  own.answer((_request, response) => response.end(JSON.stringify({ keys })));
  const signed = `${base64url(parts.header)}.${base64url(parts.payload)}`;
  return {
    own,
    token: `${signed}.${signBytes('sha256', Buffer.from(signed), handKey.privateKey).toString('base64url')}`,
  };
};

const goodClaims = (own: Pick<Issuer, 'config'>): Claims => ({
  iss: own.config.issuer,
  aud: 'workmail-graphql',
  sub: 'ann',
  iat: seconds(),
  exp: seconds() + 600,
});

describe('a bad token', () => {
  it.each<[string, Claims]>([
    ['of another issuer', { iss: 'https://other.example.test/' }],
    ['of an issuer whose name only begins the same', { iss: 'https://issuer.example.test/evil' }],
    ['made out to somebody else', { aud: 'other' }],
    ['made out to a longer name', { aud: 'workmail-graphql-2' }],
    ['without exp', { exp: undefined }],
    ['without iat', { iat: undefined }],
    ['without iss', { iss: undefined }],
    ['without aud', { aud: undefined }],
    ['without sub', { sub: undefined }],
    ['that has ended', { exp: seconds() - 1 }],
    ['that is older than an hour', { iat: seconds() - 3_601 }],
    ['whose exp is a text', { exp: '9999999999' }],
    ['whose sub is empty', { sub: '' }],
    ['whose sub is a number', { sub: 7 }],
    ['whose sub would break a line of the log', { sub: 'ann\n{"level":"info"}' }],
    ['whose sub is endless', { sub: 'a'.repeat(256) }],
  ])('%s is refused', async (_name, claims) => {
    const tokens = tokensOf(issuer.config);
    expect(await tokens.verify(await issuer.token())).toMatchObject({ subject: 'ann' });
    expect(await tokens.verify(await issuer.token(claims))).toBe('badCredentials');
    expect(tokens.failures).toEqual([]);
  });

  it('of a key that was never published is refused, wherever it says that its key is', async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'evil', use: 'sig' };
    let visits = 0;
    const evil = createServer((_request, response) => {
      visits += 1;
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void evil.close());
    const url = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/keys`;
    const tokens = tokensOf(issuer.config);
    const headers = [
      { kid: 'key-1' },
      { kid: 'evil', jwk },
      { kid: 'key-1', jwk },
      { kid: 'evil', jku: url },
      { kid: 'evil', x5u: url },
      { kid: 'evil', x5c: ['MIIB'] },
      { kid: url },
      { kid: '../../../dev/null' },
      { kid: "' OR 1=1 --" },
      { kid: '' },
      { kid: '__proto__' },
      {},
    ];
    for (const header of headers) {
      const token = await new SignJWT({ ...goodClaims(issuer) })
        .setProtectedHeader({ alg: 'RS256', ...header })
        .sign(pair.privateKey);
      expect([header, await tokens.verify(token)]).toEqual([header, 'badCredentials']);
    }
    expect(visits).toBe(0);
    expect(tokens.failures).toEqual([]);
  });

  it('without a signature, or with the public key for a shared secret, is refused', async () => {
    const tokens = tokensOf(issuer.config);
    const payload = base64url(goodClaims(issuer));
    const forgeries: string[] = [];
    for (const alg of ['none', 'None', 'NONE', 'nOnE', ''])
      forgeries.push(`${base64url({ alg, kid: 'key-1' })}.${payload}.`);
    for (const secret of [await issuer.publicPem(), JSON.stringify(issuer.published().keys[0]), '', 'secret']) {
      const signed = `${base64url({ alg: 'HS256', kid: 'key-1' })}.${payload}`;
      forgeries.push(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`);
    }
    for (const forgery of forgeries)
      expect([forgery, await tokens.verify(forgery)]).toEqual([forgery, 'badCredentials']);
  });

  it('that was changed anywhere is refused', async () => {
    const tokens = tokensOf(issuer.config);
    const [header = '', payload = '', signature = ''] = (await issuer.token()).split('.');
    const other = (await issuer.token({ sub: 'bob' })).split('.')[1] ?? '';
    const changed = [
      `${header}.${other}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${payload}.`,
      `${header}..${signature}`,
      `.${payload}.${signature}`,
      `${base64url({ alg: 'PS256', kid: 'key-1' })}.${payload}.${signature}`,
      `${base64url({ alg: 'RS256', kid: 'key-1', extra: 1 })}.${payload}.${signature}`,
      `${header}.${payload}.${signature}.`,
      '..',
      '',
      'a.b.c',
      `${base64url('[]')}.${payload}.${signature}`,
      `${base64url('null')}.${payload}.${signature}`,
      `${base64url('{"alg":"RS256"')}.${payload}.${signature}`,
    ];
    for (const token of changed) expect([token, await tokens.verify(token)]).toEqual([token, 'badCredentials']);
    expect(tokens.failures).toEqual([]);
  });

  it('of whatever kind is bad, and never an error of the issuer’s', async () => {
    const tokens = tokensOf(issuer.config);
    const [header = '', payload = '', signature = ''] = (await issuer.token()).split('.');
    const names = fc.constantFrom('alg', 'kid', 'typ', 'cty', 'crit', 'b64', 'jwk', 'zip', 'enc', 'epk', 'p2c');
    const values = fc.constantFrom(
      'RS256',
      'PS256',
      'ES256',
      'EdDSA',
      'ES256K',
      'HS256',
      'none',
      'dir',
      'A128KW',
      'key-1',
    );
    const headers = fc
      .dictionary(names, fc.oneof(values, fc.jsonValue()))
      .map((more) => base64url({ alg: 'RS256', kid: 'key-1', extra: 1, ...more }));
    const anything = fc.oneof(
      headers.map((part) => `${part}.${payload}.${signature}`),
      fc.string().map((part) => `${header}.${base64url(part)}.${signature}`),
      fc.tuple(fc.string(), fc.string(), fc.string()).map((parts) => parts.map(base64url).join('.')),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (token) => (await tokens.verify(token)) === 'badCredentials'),
      { numRuns: 2_000 },
    );
    expect(tokens.failures).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an extension that must be understood', { crit: ['exp'], exp: 1 }],
    [
      'an unknown extension that must be understood',
      { crit: ['http://example.test/x'], 'http://example.test/x': true },
    ],
    ['a payload that is not encoded', { b64: false, crit: ['b64'] }],
    ['an empty list of extensions', { crit: [] }],
  ])('with %s is refused although its signature is right', async (_name, more) => {
    const claims = JSON.stringify(goodClaims(issuer));
    const plain = await handMade({ header: JSON.stringify({ alg: 'RS256', kid: 'key-1' }), payload: claims });
    expect(await tokensOf(plain.own.config).verify(plain.token)).toMatchObject({ subject: 'ann' });
    const { own, token } = await handMade({
      header: JSON.stringify({ alg: 'RS256', kid: 'key-1', ...more }),
      payload: claims,
    });
    expect(await tokensOf(own.config).verify(token)).toBe('badCredentials');
  });

  it('that names a member twice means the last, for its signature as for what it says', async () => {
    const claims = JSON.stringify(goodClaims(issuer));
    const twice = `${claims.slice(0, -1)},"sub":"bob"}`;
    const last = await handMade({ header: '{"alg":"none","kid":"key-1","alg":"RS256"}', payload: twice });
    expect(await tokensOf(last.own.config).verify(last.token)).toMatchObject({ subject: 'bob' });
    const none = await handMade({ header: '{"alg":"RS256","kid":"key-1","alg":"none"}', payload: twice });
    expect(await tokensOf(none.own.config).verify(none.token)).toBe('badCredentials');
  });

  it.each(['[]', 'null', '"ann"', '{', '\u0000'])('whose claims are %j is refused', async (payload) => {
    const { own, token } = await handMade({ header: '{"alg":"RS256","kid":"key-1"}', payload });
    expect(await tokensOf(own.config).verify(token)).toBe('badCredentials');
  });
});

describe('algorithms', () => {
  it.each([['HS256'], ['none'], ['RS256', 'HS512'], ['dir'], ['rs256'], []])(
    '%j cannot be configured',
    (...algorithms) => {
      expect(() => tokensOf({ ...issuer.config, algorithms })).toThrow(RangeError);
    },
  );

  it('that are not configured are refused although the key is right', async () => {
    expect(await tokensOf({ ...issuer.config, algorithms: ['ES256'] }).verify(await issuer.token())).toBe(
      'badCredentials',
    );
  });
});

describe('the keys of the issuer', () => {
  it('are fetched once for requests that come together', async () => {
    const own = await issuerOfTest();
    const tokens = tokensOf(own.config);
    const many = await Promise.all(Array.from({ length: 50 }, (_, index) => own.token({ sub: `user-${index}` })));
    const verdicts = await Promise.all(many.map((token) => tokens.verify(token)));
    expect(verdicts.map((verdict) => (typeof verdict === 'string' ? verdict : verdict.subject))).toEqual(
      many.map((_, index) => `user-${index}`),
    );
    expect(own.fetches()).toBe(1);
  });

  it('are fetched at most twice in 30 seconds, whatever keys 1,000 tokens name', async () => {
    const own = await issuerOfTest();
    const tokens = tokensOf(own.config);
    vi.useFakeTimers({ toFake: ['Date'] });
    await tokens.verify(await own.token());
    const good = await own.forged();
    for (let index = 0; index < 1_000; index += 1) {
      vi.advanceTimersByTime(29);
      const header = base64url({ alg: 'RS256', kid: `kid-${index}` });
      expect(await tokens.verify(`${header}.${good.split('.').slice(1).join('.')}`)).toBe('badCredentials');
    }
    expect(own.fetches()).toBeLessThanOrEqual(2);
  });

  it('are fetched again for a new one when 30 seconds have passed, and the old one no longer counts', async () => {
    const own = await issuerOfTest();
    const tokens = tokensOf(own.config);
    vi.useFakeTimers({ toFake: ['Date'] });
    const old = await own.token();
    expect(await tokens.verify(old)).toMatchObject({ subject: 'ann' });
    await own.rotate();
    expect(await tokens.verify(await own.token())).toBe('badCredentials');
    vi.advanceTimersByTime(30_001);
    expect(await tokens.verify(await own.token())).toMatchObject({ subject: 'ann' });
    expect(await tokens.verify(old)).toBe('badCredentials');
    expect(own.fetches()).toBe(2);
  });

  it('are fetched again after 10 minutes, so that a withdrawn one does not live on', async () => {
    const own = await issuerOfTest();
    const tokens = tokensOf(own.config);
    vi.useFakeTimers({ toFake: ['Date'] });
    const old = await own.token({ exp: seconds() + 1_200 });
    expect(await tokens.verify(old)).toMatchObject({ subject: 'ann' });
    await own.rotate();
    vi.advanceTimersByTime(600_001);
    expect(await tokens.verify(old)).toBe('badCredentials');
  });

  it('are not looked for where they are said to have moved', async () => {
    const own = await issuerOfTest();
    const tokens = tokensOf(own.config);
    own.answer((request, response) => {
      if (request.url === '/keys') response.writeHead(302, { location: '/moved' }).end();
      else response.end(JSON.stringify(own.published()));
    });
    expect(await tokens.verify(await own.token())).toBe('unavailable');
    expect(own.fetches()).toBe(1);
    expect(tokens.failures).toHaveLength(1);
  });

  it.each<[string, (own: Issuer) => void]>([
    ['an error', (own) => own.answer((_request, response) => response.writeHead(500).end('{}'))],
    ['no JSON', (own) => own.answer((_request, response) => response.end('<html>'))],
    ['no key set', (own) => own.answer((_request, response) => response.end('{"keys":"none"}'))],
    ['a broken connection', (own) => own.answer((request) => request.socket.destroy())],
    [
      'half a key set',
      (own) =>
        own.answer((_request, response) =>
          response.writeHead(200, { 'content-length': 100 }).write('{"keys":[', () => response.socket?.destroy()),
        ),
    ],
    [
      'a key set without end',
      (own) => own.answer((_request, response) => response.end(`{"keys":[${' '.repeat(1_100_000)}]}`)),
    ],
    [
      'a key that is none',
      (own) =>
        own.answer((_request, response) => response.end('{"keys":[{"kty":"RSA","kid":"key-1","n":"!","e":"AQAB"}]}')),
    ],
  ])('that come as %s make a token neither good nor bad', async (_name, spoil) => {
    const own = await issuerOfTest();
    spoil(own);
    const token = await own.token();
    const tokens = tokensOf(own.config);
    expect(await tokens.verify(token)).toBe('unavailable');
    expect(tokens.failures).toHaveLength(1);
    expect(String((tokens.failures[0] as Error).stack)).not.toContain(token.split('.')[1]);
  });

  it('that are too short for their algorithm are reported, and no token is believed for them', async () => {
    const own = await issuerOfTest();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    own.answer((_request, response) =>
      response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'weak' }] })),
    );
    const signed = `${base64url({ alg: 'RS256', kid: 'weak' })}.${base64url(goodClaims(own))}`;
    const tokens = tokensOf(own.config);
    const token = `${signed}.${signBytes('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    expect(await tokens.verify(token)).toBe('unavailable');
    expect(tokens.failures).toHaveLength(1);
  });

  it('that nobody answers for are given up after 5 seconds', async () => {
    const own = await issuerOfTest();
    own.answer(() => undefined);
    const tokens = tokensOf(own.config);
    expect(await tokens.verify(await own.token())).toBe('unavailable');
    expect(tokens.failures).toMatchObject([{ code: 'ERR_JWKS_TIMEOUT' }]);
  });

  it('are asked for once in 5 seconds while they cannot be had, and then found again', async () => {
    const own = await issuerOfTest();
    own.answer((_request, response) => response.writeHead(503).end());
    let nowMs = Date.now();
    const tokens = tokensOf(own.config, () => nowMs);
    for (let index = 0; index < 100; index += 1)
      expect(await tokens.verify(await own.token({ sub: `user-${index}` }))).toBe('unavailable');
    expect([own.fetches(), tokens.failures.length]).toEqual([1, 1]);
    own.answer(undefined);
    nowMs += 5_000;
    expect(await tokens.verify(await own.token())).toMatchObject({ subject: 'ann' });
  });
});

describe('what is remembered of a token', () => {
  it('lasts 30 seconds, not longer', async () => {
    const own = await issuerOfTest();
    let nowMs = Date.now();
    const tokens = tokensOf(own.config, () => nowMs);
    const token = await own.token();
    const first = await tokens.verify(token);
    nowMs += 29_999;
    expect(await tokens.verify(token)).toBe(first);
    nowMs += 1;
    const second = await tokens.verify(token);
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
  });

  it('never lasts beyond its end', async () => {
    let nowMs = Date.now();
    const tokens = tokensOf(issuer.config, () => nowMs);
    const exp = Math.floor(nowMs / 1_000) + 10;
    const token = await issuer.token({ exp });
    expect(await tokens.verify(token)).toMatchObject({ subject: 'ann' });
    nowMs = exp * 1_000 - 1;
    expect(await tokens.verify(token)).toMatchObject({ subject: 'ann' });
    nowMs = exp * 1_000;
    expect(await tokens.verify(token)).toBe('badCredentials');
  });
});
