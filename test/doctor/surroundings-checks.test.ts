import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defineCheck } from '../../src/doctor/check.ts';
import { examine, type Result } from '../../src/doctor/examine.ts';
import { issuerOfTest } from '../access/issuer.ts';
import { formIn, formsOf } from '../journeys/canaries.ts';
import { describeWithRedis, freePort, redisOfTest } from '../redis.ts';
import { examined, named, practiceOfTest } from './examination.ts';

describe('configuration', () => {
  test('every problem is told, and nothing is tried', async () => {
    const results = await examined({ PORT: 'CANARY', EWS_URL: 'http://mail.example.test', WORKMAIL_REGION: 'eu' });
    expect(results['configuration']).toMatchObject({ status: 'failed' });
    expect(results['configuration']?.details?.join('\n')).toMatch(
      /WORKMAIL_REGION: [^]*EWS_URL: [^]*PORT: [^]*GATEWAY_SECRET: /,
    );
    expect(JSON.stringify(results)).not.toContain('CANARY');
    expect(named(results, 'ok')).toEqual(['node']);
    expect(named(results, 'failed')).toEqual(['configuration']);
    expect(results['redis']?.found).toBe('it needs what "Configuration" did not find');
  });

  test.each([
    ['18.20.1', 'failed', /too old/],
    ['20.18.0', 'failed', /too old/],
    ['20.19.0', 'ok', /20\.19\.0/],
    ['24.4.1', 'ok', /24\.4\.1/],
    ['25.0.0', 'warning', /not been verified/],
  ])('Node.js %s: %s', async (nodeVersion, status, found) => {
    const results = await examined({ PORT: 'none' }, { nodeVersion });
    expect(results['node']).toMatchObject({ status, found: expect.stringMatching(found) as string });
  });

  test.each([
    ['http://mail-api.example.test', 'warning', /without TLS/],
    ['https://mail-api.example.test', 'ok', /^https:/],
    ['http://localhost:4000', 'ok', /^http:/],
  ])('PUBLIC_URL %s: %s', async (PUBLIC_URL, status, found) => {
    const { ews } = await practiceOfTest();
    const results = await examined({ ...ews, PUBLIC_URL });
    expect(results['public-url']).toMatchObject({ status, found: expect.stringMatching(found) as string });
  });
});

describe('a check', () => {
  const world = { environment: {}, monotonicMs: () => 0, now: () => new Date(), nodeVersion: '24.0.0' };

  test('that does not come to an end has failed, and the next one is made', async () => {
    const endless = defineCheck({ name: 'endless', title: 'Endless', needs: [], run: () => new Promise(() => {}) });
    const next = defineCheck({
      name: 'next',
      title: 'Next',
      needs: [],
      run: async () => ({ status: 'ok', found: 'yes' }),
    });
    const results = await examine([endless, next], { ...world, patienceMs: 20 });
    expect(results.map(({ status }) => status)).toEqual(['failed', 'ok']);
  });

  test('that throws has failed, and what it says is without credentials', async () => {
    const broken = defineCheck({
      name: 'broken',
      title: 'Broken',
      needs: [],
      run: () => Promise.reject(new TypeError('no Bearer CANARY-token here')),
    });
    expect(await examine([broken], world)).toEqual([
      { check: 'broken', title: 'Broken', status: 'failed', found: 'TypeError: no Bearer [redacted] here', ms: 0 },
    ]);
  });

  test('closes what it opened, the last first, when everything has been examined', async () => {
    const told: string[] = [];
    const opening = (name: string) =>
      defineCheck({
        name,
        title: name,
        needs: [],
        run: async (_facts, { onEnd }) => {
          onEnd(async () => void told.push(`${name} closed`));
          told.push(`${name} opened`);
          return { status: 'ok', found: '' };
        },
      });
    await examine([opening('a'), opening('b')], world);
    expect(told).toEqual(['a opened', 'b opened', 'b closed', 'a closed']);
  });
});

describe('files and ports', () => {
  test('a policy that cannot be used is told with its places', async () => {
    const { ews, file } = await practiceOfTest();
    const POLICY_FILE = await file('wrong.json', { grants: [{ to: { everyone: true }, permissions: ['CANARY'] }] });
    const results = await examined({ ...ews, POLICY_FILE });
    expect(results['policy']).toMatchObject({ status: 'failed' });
    expect(results['policy']?.details?.join('\n')).toContain('POLICY_FILE: grants[0].permissions[0]');
    expect(JSON.stringify(results)).not.toContain('CANARY');
    const absent = await examined({ ...ews, POLICY_FILE: 'absent.json' });
    expect(absent['policy']?.details).toEqual(['POLICY_FILE: cannot be read (ENOENT)']);
  });

  test('a mailbox that is granted to nobody is a warning', async () => {
    const { ews } = await practiceOfTest();
    const results = await examined(ews, { mailbox: 'bob@example.test' });
    expect(results['policy']).toMatchObject({ status: 'warning' });
    expect(results['policy']?.advice).toEqual([
      'bob@example.test is granted to nobody: add a grant if somebody is to open it.',
    ]);
  });

  test('persisted operations are held against the schema', async () => {
    const { ews, file } = await practiceOfTest();
    const wrong = await file('operations.json', { ['0'.repeat(64)]: '{ horoscope }' });
    const results = await examined({ ...ews, PERSISTED_OPERATIONS_FILE: wrong });
    expect(results['persisted-operations']).toMatchObject({ status: 'failed' });
    const empty = await examined({ ...ews, PERSISTED_OPERATIONS_FILE: await file('empty.json', {}) });
    expect(empty['persisted-operations']).toMatchObject({ status: 'ok', found: '0 operations; held to them: nobody' });
  });

  test('an audit log is tried without writing to it', async () => {
    const { ews, folder } = await practiceOfTest();
    const can = await examined({ ...ews, AUDIT_LOG: join(folder, 'audit.log') });
    expect(can['audit-log']?.status).toBe('ok');
    const cannot = await examined({ ...ews, AUDIT_LOG: join(folder, 'absent', 'audit.log') });
    expect(cannot['audit-log']).toMatchObject({ status: 'failed', found: expect.stringContaining('ENOENT') as string });
  });

  test('a port that is taken is a warning, and an address of another machine a failure', async () => {
    const { ews } = await practiceOfTest();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const METRICS_PORT = String((server.address() as AddressInfo).port);
    const taken = await examined({ ...ews, HOST: '127.0.0.1', METRICS_PORT });
    expect(taken['ports']).toMatchObject({ status: 'warning', details: ['PORT: any free one'] });
    // For documentation, so nobody's: RFC 5737.
    const foreign = await examined({ ...ews, HOST: '192.0.2.1', PORT: '4001' });
    expect(foreign['ports']).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('EADDRNOTAVAIL') as string,
    });
  });
});

describe('the keys of the identity provider', () => {
  const withKeys = async (
    differences: Readonly<Record<string, string>> = {},
    answer?: { readonly status: number; readonly body: unknown },
  ): Promise<Result | undefined> => {
    const { ews } = await practiceOfTest();
    const issuer = await issuerOfTest();
    if (answer !== undefined)
      issuer.answer((_request, response) => void response.writeHead(answer.status).end(JSON.stringify(answer.body)));
    const results = await examined({
      ...ews,
      AUTH_JWKS_URL: issuer.config.jwksUrl.href,
      AUTH_ISSUER: issuer.config.issuer,
      AUTH_AUDIENCE: 'workmail-graphql',
      ...differences,
    });
    return results['jwks'];
  };

  test('that fit are counted by algorithm', async () => {
    expect(await withKeys()).toMatchObject({ status: 'ok', found: '1 for RS256' });
  });

  test('that fit no algorithm are a failure', async () => {
    const finding = await withKeys({ AUTH_ALGORITHMS: 'ES256' });
    expect(finding).toMatchObject({ status: 'failed', found: 'no key fits an algorithm that is allowed' });
    expect(finding?.advice?.join()).toContain('AUTH_ALGORITHMS');
  });

  test('that are too short, or for encryption, do not count', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { n = '', ...rest } = await exportJWK(publicKey);
    const keys = [
      { ...rest, n: n.slice(0, 171) },
      { ...rest, n, use: 'enc' },
    ];
    expect(await withKeys({}, { status: 200, body: { keys } })).toMatchObject({ status: 'failed' });
  });

  test('that should be private are a warning', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = [await exportJWK(privateKey)];
    expect(await withKeys({}, { status: 200, body: { keys } })).toMatchObject({
      status: 'warning',
      found: '1 for ES256',
    });
  });

  test.each([
    [404, {}, /answers HTTP 404/],
    [302, {}, /answers HTTP 302/],
    [200, { issuer: 'x' }, /no key set/],
    [200, { keys: [] }, /key set is empty/],
  ])('HTTP %i with %j', async (status, body, found) => {
    expect(await withKeys({}, { status, body })).toMatchObject({
      status: 'failed',
      found: expect.stringMatching(found) as string,
    });
  });

  test('that come without end are not read to it', async () => {
    const { ews } = await practiceOfTest();
    const issuer = await issuerOfTest();
    let sent = 0;
    issuer.answer((_request, response) => {
      const more = (): void => {
        while (!response.destroyed) {
          sent += 65_536;
          if (!response.write(' '.repeat(65_536))) return;
        }
      };
      response.writeHead(200).on('drain', more);
      more();
    });
    const results = await examined({
      ...ews,
      AUTH_JWKS_URL: issuer.config.jwksUrl.href,
      AUTH_ISSUER: issuer.config.issuer,
      AUTH_AUDIENCE: 'workmail-graphql',
    });
    expect(results['jwks']).toMatchObject({ status: 'failed', found: 'what is answered is no key set' });
    // The machine's own buffers hold some megabytes.
    expect(sent).toBeLessThan(32_000_000);
  });

  test('that cannot be asked for are a failure', async () => {
    expect(await withKeys({ AUTH_JWKS_URL: `http://127.0.0.1:${await freePort()}/keys` })).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});

describeWithRedis('Redis', () => {
  const password = 'Canary-password:of/redis';
  const withRedis = async (url: URL): Promise<Result | undefined> => {
    const { ews } = await practiceOfTest();
    const results = await examined({ ...ews, REDIS_URL: url.href });
    expect(formIn(JSON.stringify(results), formsOf(password))).toBeUndefined();
    return results['redis'];
  };

  test('that is as it should be is found so, and left as it was', async () => {
    const { url, client } = await redisOfTest({ password });
    expect(await withRedis(url)).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^version \d+\.\d+\.\d+, everything is permitted$/) as string,
      details: ['maxmemory-policy noeviction', expect.stringMatching(/^a PING takes /)],
    });
    expect(await client.dbsize()).toBe(0);
  });

  test('that evicts keys is a warning', async () => {
    const { url, client } = await redisOfTest();
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const finding = await withRedis(url);
    expect(finding).toMatchObject({ status: 'warning' });
    expect(finding?.advice?.join()).toMatch(/allkeys-lru.*noeviction/);
  });

  test('that wants another password is a failure', async () => {
    const { url } = await redisOfTest({ password: 'another' });
    url.password = password;
    const finding = await withRedis(url);
    expect(finding).toMatchObject({ status: 'failed' });
    expect(finding?.advice?.join()).toContain('User or password in REDIS_URL is wrong');
  });

  test('that wants a password and got none is a failure', async () => {
    const { url } = await redisOfTest({ password });
    url.password = '';
    const finding = await withRedis(url);
    expect(finding).toMatchObject({ status: 'failed' });
    expect(finding?.advice?.join()).toContain('or one is missing');
  });

  test('whose user has the rights that are documented is as it should be', async () => {
    const { url, client } = await redisOfTest();
    const rights =
      '~workmail-graphql:* &workmail-graphql:* -@all +info +ping +select +eval +get +set +del +incrby +pexpire +pttl +time +publish +subscribe +unsubscribe';
    await client.call('ACL', 'SETUSER', 'gateway', 'on', `>${password}`, ...rights.split(' '));
    url.username = 'gateway';
    url.password = password;
    expect(await withRedis(url)).toMatchObject({ status: 'ok' });
  });

  test.each([
    ['no channels', '~workmail-graphql:* resetchannels +@all'],
    ['no keys', 'resetkeys &* +@all'],
    ['no scripts', '~* &* +@all -eval'],
    ['no expiry in scripts', '~* &* +@all -pexpire'],
  ])('whose user has %s is a failure that names the rights', async (_what, rights) => {
    const { url, client } = await redisOfTest();
    await client.call('ACL', 'SETUSER', 'gateway', 'on', `>${password}`, ...rights.split(' '));
    url.username = 'gateway';
    url.password = password;
    const finding = await withRedis(url);
    expect(finding).toMatchObject({ status: 'failed', found: expect.stringContaining('does not let') as string });
    expect(finding?.advice?.[0]).toContain('~workmail-graphql:* &workmail-graphql:*');
  });

  test('that is not there is a failure', async () => {
    expect(await withRedis(new URL('redis://127.0.0.1:1'))).toMatchObject({
      status: 'failed',
      found: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  test('that answers nobody is a failure', async () => {
    const server = await redisOfTest();
    server.pause();
    const finding = await withRedis(server.url);
    server.resume();
    expect(finding).toMatchObject({ status: 'failed', found: expect.stringContaining('cannot be used') as string });
  });
});
