import { describe, expect, test } from 'vitest';
import { ConfigError } from '../src/config-error.ts';
import { readConfig, type Config } from '../src/config.ts';

const secret = Buffer.alloc(32, 7).toString('base64');
const tokens = {
  AUTH_JWKS_URL: 'https://login.example.com/keys',
  AUTH_ISSUER: 'https://login.example.com/',
  AUTH_AUDIENCE: 'mail, api://mail',
};
const workmail = {
  WORKMAIL_ORGANIZATION_ID: `m-${'0123456789abcdef'.repeat(2)}`,
  WORKMAIL_REGION: 'eu-west-1',
  IMPERSONATION_ROLE_ID: 'full-1',
  READ_ONLY_IMPERSONATION_ROLE_ID: 'read-1',
  GATEWAY_SECRET: secret,
  PUBLIC_URL: 'https://mail-api.example.com',
  POLICY_FILE: '/etc/workmail-graphql/policy.json',
  REDIS_URL: 'rediss://gateway:canary-Pass@redis.example.com:6380/2',
  ...tokens,
};
const ews = {
  EWS_URL: 'https://ews.example.com/EWS/Exchange.asmx',
  EWS_USERNAME: 'EXAMPLE\\gateway',
  EWS_PASSWORD: ' pass word ',
  GATEWAY_SECRET: secret,
  PUBLIC_URL: 'https://mail-api.example.com',
  POLICY_FILE: '/etc/workmail-graphql/policy.json',
  REDIS_URL: 'rediss://gateway:canary-Pass@redis.example.com:6380/2',
  ...tokens,
};

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const read = <Mode extends Config['mode']>(
  mode: Mode,
  environment: Record<string, string>,
): Extract<Config, { mode: Mode }> => {
  const config = readConfig(environment);
  expect(config.mode).toBe(mode);
  return config as Extract<Config, { mode: Mode }>;
};

describe('embedded mode', () => {
  test('an empty environment gives the embedded mode on loopback, with a secret of its own', () => {
    const config = read('embedded', {});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: undefined,
      serverVersion: 'Exchange2010_SP2',
      logLevel: 'warn',
      redisUrl: undefined,
      warnings: [],
    });
    expect(config.secret.length).toBeGreaterThanOrEqual(32);
    expect(read('embedded', {}).secret).not.toEqual(config.secret);
  });

  test('variables that are empty count as not set', () => {
    expect(read('embedded', { WORKMAIL_ORGANIZATION_ID: '', EWS_URL: '  ', PORT: '' }).port).toBe(4000);
  });

  test('a given secret is kept, so that ids survive a restart', () => {
    expect(read('embedded', { GATEWAY_SECRET: secret }).secret).toEqual(new Uint8Array(32).fill(7));
  });

  test('production refuses it', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([expect.stringMatching(/^NODE_ENV: /)]);
  });

  test.each(['0.0.0.0', '::', '192.168.1.2', 'mail-api.example.com', '127.0.0.1.example.com'])(
    'listening on %s is refused',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([expect.stringMatching(/^HOST: /)]);
    },
  );

  test.each(['127.0.0.1', '127.8.0.1', '::1', 'localhost'])('listening on %s is allowed', (host) => {
    expect(read('embedded', { HOST: host }).host).toBe(host);
  });

  test('WorkMail settings without an organisation are reported instead of being ignored', () => {
    expect(problemsOf({ IMPERSONATION_ROLE_ID: 'full-1', EWS_PASSWORD: 'x' })).toEqual([
      expect.stringMatching(/^IMPERSONATION_ROLE_ID: only has a meaning/),
      expect.stringMatching(/^EWS_PASSWORD: only has a meaning/),
    ]);
  });
});

describe('WorkMail mode', () => {
  test('the endpoint follows from the region', () => {
    const config = read('workmail', workmail);
    expect(config.workmail.ewsUrl.href).toBe('https://ews.mail.eu-west-1.awsapps.com/EWS/Exchange.asmx');
    expect(config.workmail).toMatchObject({
      region: 'eu-west-1',
      readRoleId: 'read-1',
      writeRoleId: 'full-1',
      apiEndpoint: undefined,
      credentials: undefined,
    });
    expect(config).toMatchObject({ host: '0.0.0.0', logLevel: 'info', warnings: [] });
    expect(config.publicUrl?.origin).toBe('https://mail-api.example.com');
  });

  test('the read-only role alone cannot write, and says so', () => {
    const { IMPERSONATION_ROLE_ID: _, ...readOnly } = workmail;
    const config = read('workmail', readOnly);
    expect(config.workmail).toMatchObject({ readRoleId: 'read-1', writeRoleId: undefined });
    expect(config.warnings).toEqual([expect.stringContaining('can read but not write')]);
  });

  test('the full-access role alone serves both, and warns', () => {
    const { READ_ONLY_IMPERSONATION_ROLE_ID: _, ...fullAccess } = workmail;
    const config = read('workmail', fullAccess);
    expect(config.workmail).toMatchObject({ readRoleId: 'full-1', writeRoleId: 'full-1' });
    expect(config.warnings).toEqual([expect.stringContaining('full-access role')]);
  });

  test('without any role it is refused', () => {
    const { IMPERSONATION_ROLE_ID: _full, READ_ONLY_IMPERSONATION_ROLE_ID: _read, ...none } = workmail;
    expect(problemsOf(none)).toEqual([expect.stringContaining('at least one is required')]);
  });

  test('a region without WorkMail needs the endpoint spelled out', () => {
    expect(problemsOf({ ...workmail, WORKMAIL_REGION: 'eu-central-1' })).toEqual([
      expect.stringMatching(/^WORKMAIL_REGION: /),
    ]);
    const config = read('workmail', {
      ...workmail,
      WORKMAIL_REGION: 'eu-central-1',
      WORKMAIL_EWS_URL: 'https://ews.example.com/EWS/Exchange.asmx',
    });
    expect(config.workmail.ewsUrl.host).toBe('ews.example.com');
  });

  test('a version that WorkMail does not know is refused', () => {
    expect(problemsOf({ ...workmail, EWS_SERVER_VERSION: 'Exchange2016' })).toEqual([
      expect.stringMatching(/^EWS_SERVER_VERSION: /),
    ]);
    expect(read('workmail', { ...workmail, EWS_SERVER_VERSION: 'Exchange2007_SP1' }).serverVersion).toBe(
      'Exchange2007_SP1',
    );
  });

  test('a secret, a public address and a policy are required', () => {
    const { GATEWAY_SECRET: _secret, PUBLIC_URL: _url, POLICY_FILE: _policy, ...rest } = workmail;
    expect(problemsOf(rest)).toEqual([
      expect.stringMatching(/^GATEWAY_SECRET: required/),
      expect.stringMatching(/^PUBLIC_URL: required/),
      expect.stringMatching(/^POLICY_FILE: required unless/),
      expect.stringMatching(/^POLICY_FILE: required with AUTH_JWKS_URL/),
    ]);
  });
});

describe('callers', () => {
  test('the demo caller is there with the embedded WorkMail alone', () => {
    expect(read('embedded', {}).access).toBeUndefined();
    expect(read('embedded', { POLICY_FILE: 'policy.json' }).access).toEqual({
      policyFile: 'policy.json',
      tokens: undefined,
    });
  });

  test('tokens are checked by key pairs, against one issuer and its audiences, for an hour', () => {
    expect(read('workmail', workmail).access?.tokens).toEqual({
      jwksUrl: new URL('https://login.example.com/keys'),
      issuer: 'https://login.example.com/',
      audience: ['mail', 'api://mail'],
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      mailboxClaim: undefined,
      maxAgeSeconds: 3600,
    });
  });

  test.each(['none', 'HS256', 'RS256,HS512', 'RS256,', ''.padEnd(3, ',')])('the algorithms %j are refused', (value) => {
    expect(problemsOf({ ...workmail, AUTH_ALGORITHMS: value })).toEqual([expect.stringMatching(/^AUTH_ALGORITHMS: /)]);
  });

  test.each(['http://login.example.com/keys', 'https://user@login.example.com/keys', 'file:///keys'])(
    'keys are not fetched from %s',
    (value) => {
      expect(problemsOf({ ...workmail, AUTH_JWKS_URL: value })).toEqual([expect.stringMatching(/^AUTH_JWKS_URL: /)]);
    },
  );

  test('an issuer or an audience without keys is reported', () => {
    const { AUTH_JWKS_URL: _, ...rest } = workmail;
    expect(problemsOf(rest)).toEqual([
      expect.stringMatching(/^AUTH_ISSUER: only has a meaning/),
      expect.stringMatching(/^AUTH_AUDIENCE: only has a meaning/),
    ]);
    expect(problemsOf({ ...workmail, AUTH_ISSUER: '' })).toEqual([expect.stringMatching(/^AUTH_ISSUER: required/)]);
  });

  test('API keys alone are enough, and the operator is told', () => {
    const { AUTH_JWKS_URL: _url, AUTH_ISSUER: _issuer, AUTH_AUDIENCE: _audience, ...keysOnly } = workmail;
    expect(read('workmail', keysOnly).warnings).toEqual([expect.stringContaining('only the API keys')]);
  });
});

describe('the edge', () => {
  test('production shows no page, no schema and no origin anything unless told to', () => {
    const closed = { corsOrigins: [], hasGraphiql: false, hasIntrospection: false, persistedOperations: undefined };
    expect(read('workmail', workmail)).toMatchObject({ ...closed, auditLog: 'stdout' });
    expect(read('ews', ews)).toMatchObject({ ...closed, auditLog: 'stdout' });
    expect(read('workmail', { ...workmail, GRAPHIQL: 'true', INTROSPECTION: 'true' })).toMatchObject({
      hasGraphiql: true,
      hasIntrospection: true,
      warnings: [],
    });
    expect(read('workmail', { ...workmail, GRAPHIQL: 'true' }).warnings).toEqual([
      expect.stringContaining('INTROSPECTION is not'),
    ]);
    expect(read('embedded', {})).toMatchObject({
      corsOrigins: '*',
      hasGraphiql: true,
      hasIntrospection: true,
      auditLog: 'none',
    });
  });

  test('origins are taken exactly as browsers name themselves', () => {
    const both = 'https://mail.example.com, http://localhost:5173';
    expect(read('workmail', { ...workmail, CORS_ORIGINS: both }).corsOrigins).toEqual([
      'https://mail.example.com',
      'http://localhost:5173',
    ]);
  });

  test.each([
    '*',
    'null',
    'https://mail.example.com/',
    'https://mail.example.com:443',
    'mail.example.com',
    'https://*.example.com',
  ])('the origin %s is refused', (value) => {
    expect(problemsOf({ ...workmail, CORS_ORIGINS: value })).toEqual([expect.stringMatching(/^CORS_ORIGINS: /)]);
  });

  test('persisted operations can be all that is taken, from browsers or from everybody', () => {
    const only = (value: string) =>
      read('workmail', { ...workmail, PERSISTED_OPERATIONS_FILE: 'ops.json', PERSISTED_ONLY: value });
    expect(only('').persistedOperations).toEqual({ file: 'ops.json', only: 'nobody' });
    expect(only('tokens').persistedOperations).toEqual({ file: 'ops.json', only: 'tokens' });
    expect(only('true').persistedOperations).toEqual({ file: 'ops.json', only: 'everybody' });
    expect(problemsOf({ ...workmail, PERSISTED_ONLY: 'true' })).toEqual([expect.stringMatching(/^PERSISTED_ONLY: /)]);
  });

  test('audit lines go to standard output or to a file', () => {
    expect(read('workmail', { ...workmail, AUDIT_LOG: '/var/log/audit.json' }).auditLog).toEqual({
      file: '/var/log/audit.json',
    });
    expect(problemsOf({ ...workmail, AUDIT_LOG: 'audit.json' })).toEqual([expect.stringMatching(/^AUDIT_LOG: /)]);
  });

  test('Redis is where its address says, and what may stand in it is known', () => {
    expect(read('workmail', workmail).redisUrl?.href).toBe('rediss://gateway:canary-Pass@redis.example.com:6380/2');
    for (const url of [
      'redis://localhost',
      'redis://10.0.0.7:6379',
      'rediss://:p%40ss@redis.example.com/',
      'redis://[::1]:1/15',
    ])
      expect(problemsOf({ ...workmail, REDIS_URL: url })).toEqual([]);
  });

  test.each([
    'localhost:6379',
    'https://:canary-Pass@redis.example.com',
    'redis://',
    'redis:///0',
    'redis://:canary-Pass@redis.example.com/zero',
    'redis://:canary-Pass@redis.example.com/0/1',
    'redis://:canary-Pass@redis.example.com?enableOfflineQueue=true',
    'redis://:canary-Pass@redis.example.com#0',
    'redis://:canary-Pass%@redis.example.com',
  ])('%s is no address of a Redis, and is not repeated', (url) => {
    expect(problemsOf({ ...workmail, REDIS_URL: url })).toEqual([expect.stringMatching(/^REDIS_URL: must be/)]);
    expect(problemsOf({ ...workmail, REDIS_URL: url }).join()).not.toContain('canary');
  });

  test('without Redis one is told what is this process’s alone, and with it to use TLS', () => {
    const { REDIS_URL: _, ...without } = workmail;
    expect(read('workmail', without).warnings).toEqual([
      expect.stringMatching(/^REDIS_URL is not set: idempotency keys, budgets, live events .* in this process alone/),
    ]);
    const { REDIS_URL: _ews, ...ewsWithout } = ews;
    expect(read('ews', ewsWithout).warnings).toEqual([expect.stringMatching(/^REDIS_URL is not set/)]);
    const { IMPERSONATION_ROLE_ID: _role, ...readOnly } = without;
    expect(read('workmail', readOnly).warnings).toEqual([
      expect.stringContaining('can read but not write'),
      expect.stringMatching(/^REDIS_URL is not set/),
    ]);
    expect(read('embedded', {}).warnings).toEqual([]);
    const plain = 'redis://:canary-Pass@redis.example.com';
    const { warnings } = read('workmail', { ...workmail, REDIS_URL: plain });
    expect(warnings).toEqual([expect.stringMatching(/^REDIS_URL is without TLS/)]);
    expect(warnings.join()).not.toContain('canary');
    expect(read('workmail', { ...workmail, REDIS_URL: 'redis://127.0.0.1' }).warnings).toEqual([]);
  });

  test('the mail server is asked in the one way that was said, or else in the best that it has', () => {
    expect(read('workmail', workmail).notifications).toBe('auto');
    for (const kind of ['auto', 'streaming', 'push', 'pull', 'polling'])
      expect(read('workmail', { ...workmail, EWS_NOTIFICATIONS: kind }).notifications).toBe(kind);
    expect(problemsOf({ ...workmail, EWS_NOTIFICATIONS: 'Push' })).toEqual([
      'EWS_NOTIFICATIONS: must be auto, streaming, push, pull or polling',
    ]);
  });

  test('push needs an address that the mail server reaches, and sends nothing over the network in clear', () => {
    const push = { EWS_NOTIFICATIONS: 'push' };
    const local = { ...ews, EWS_URL: 'http://127.0.0.1:8080/EWS/Exchange.asmx' };
    const refused = [expect.stringMatching(/^EWS_NOTIFICATIONS: with push the mail server sends to PUBLIC_URL/)];
    expect(read('ews', { ...ews, ...push }).notifications).toBe('push');
    expect(problemsOf({ ...workmail, ...push, PUBLIC_URL: 'http://mail-api.example.com' })).toEqual(refused);
    for (const PUBLIC_URL of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) {
      expect(read('ews', { ...local, ...push, PUBLIC_URL }).notifications).toBe('push');
      expect(read('embedded', { ...push, PUBLIC_URL }).notifications).toBe('push');
      expect(problemsOf({ ...ews, ...push, PUBLIC_URL })).toEqual(refused);
    }
    expect(problemsOf(push)).toEqual(refused);
    expect(read('workmail', { ...workmail, PUBLIC_URL: 'http://mail-api.example.com' }).notifications).toBe('auto');
  });

  test('so many requests may be in flight as the gateway can bear, or fewer, or more', () => {
    expect(read('workmail', workmail).maxInFlight).toBe(256);
    expect(read('workmail', { ...workmail, MAX_IN_FLIGHT: '64' }).maxInFlight).toBe(64);
    for (const MAX_IN_FLIGHT of ['63', '10001', '1e2', '-1'])
      expect(problemsOf({ ...workmail, MAX_IN_FLIGHT })).toEqual([
        'MAX_IN_FLIGHT: must be a whole number from 64 to 10000',
      ]);
  });

  test('metrics have a port of their own only where one is named, and it is another one', () => {
    expect(read('workmail', workmail).metricsPort).toBeUndefined();
    expect(read('workmail', { ...workmail, METRICS_PORT: '9464' }).metricsPort).toBe(9_464);
    expect(read('workmail', { ...workmail, PORT: '0', METRICS_PORT: '0' }).metricsPort).toBe(0);
    const same = ['METRICS_PORT: must be another port than PORT'];
    expect(problemsOf({ ...workmail, PORT: '9464', METRICS_PORT: '9464' })).toEqual(same);
    expect(problemsOf({ ...workmail, METRICS_PORT: '4000' })).toEqual(same);
  });

  test('spans are made where a collector is named, and not where the standard says no', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.monitoring:4318' };
    const tracingOf = (environment: Record<string, string>) =>
      read('workmail', { ...workmail, ...environment }).tracing;
    expect(tracingOf({})).toBeUndefined();
    expect(tracingOf({ OTEL_SERVICE_NAME: 'mail' })).toBeUndefined();
    expect(tracingOf(endpoint)).toEqual({ continues: true });
    expect(tracingOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example.com/v1/traces' })).toBeDefined();
    expect(tracingOf({ OTEL_TRACES_EXPORTER: 'otlp' })).toBeDefined();
    expect(tracingOf({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
    expect(tracingOf({ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' })).toBeUndefined();
    expect(tracingOf({ ...endpoint, OTEL_PROPAGATORS: 'tracecontext,baggage' })).toEqual({ continues: true });
    expect(tracingOf({ ...endpoint, OTEL_PROPAGATORS: 'none' })).toEqual({ continues: false });
  });

  test.each([
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ])('%s of %s is refused, before spans are sent where nobody takes them', (name, value) => {
    expect(problemsOf({ ...workmail, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  test('the dearest operation fits into a minute', () => {
    expect(read('workmail', workmail)).toMatchObject({ costLimit: 10_000, costPerMinute: 100_000 });
    expect(problemsOf({ ...workmail, COST_PER_MINUTE: '9999' })).toEqual([
      expect.stringMatching(/^COST_LIMIT, COST_PER_MINUTE: /),
    ]);
    expect(problemsOf({ ...workmail, COST_LIMIT: '1e9' })).toEqual([expect.stringMatching(/^COST_LIMIT: /)]);
  });
});

describe('other EWS servers', () => {
  test('a service account is taken as it is, white space included', () => {
    const config = read('ews', { ...ews, EWS_SERVER_VERSION: 'Exchange2016' });
    expect(config.ews).toEqual({ ewsUrl: new URL(ews.EWS_URL), username: 'EXAMPLE\\gateway', password: ' pass word ' });
    expect(config.serverVersion).toBe('Exchange2016');
  });

  test('user name and password are required', () => {
    expect(problemsOf({ ...ews, EWS_USERNAME: '', EWS_PASSWORD: '' })).toEqual([
      expect.stringMatching(/^EWS_USERNAME: /),
      expect.stringMatching(/^EWS_PASSWORD: /),
    ]);
  });

  test.each([
    'http://ews.example.com/EWS/Exchange.asmx',
    'ftp://ews.example.com/',
    'ews.example.com',
    'https://user:secret@ews.example.com/',
  ])('the endpoint %s is refused', (url) => {
    expect(problemsOf({ ...ews, EWS_URL: url })).toEqual([expect.stringMatching(/^EWS_URL: /)]);
  });

  test('plain http is allowed to loopback, for a server behind a tunnel', () => {
    expect(read('ews', { ...ews, EWS_URL: 'http://127.0.0.1:8080/EWS/Exchange.asmx' }).ews.ewsUrl.port).toBe('8080');
  });
});

describe('mistakes', () => {
  test('both WorkMail and EWS_URL is an error that names both', () => {
    expect(problemsOf({ ...ews, ...workmail })).toContainEqual(
      expect.stringMatching(/^WORKMAIL_ORGANIZATION_ID, EWS_URL: /),
    );
    // What belongs to the one or the other is not called meaningless: which of them goes is not ours to say.
    expect(problemsOf({ ...ews, ...workmail }).join()).not.toContain('which is not set');
  });

  test('every mistake is reported at once, with the variable named and no value shown', () => {
    const canary = 'CANARY-VALUE';
    const broken = Object.fromEntries(
      [
        'WORKMAIL_ORGANIZATION_ID',
        'WORKMAIL_REGION',
        'WORKMAIL_EWS_URL',
        'WORKMAIL_API_ENDPOINT',
        'DIRECTORY_MAILBOX',
        'PUBLIC_URL',
        'PORT',
        'LOG_LEVEL',
        'GATEWAY_SECRET',
        'GATEWAY_SECRET_PREVIOUS',
        'EWS_SERVER_VERSION',
      ].map((key) => [key, canary]),
    );
    const problems = problemsOf({ ...broken, IMPERSONATION_ROLE_ID: `${canary} with spaces`, HOST: `${canary}/` });
    for (const key of [...Object.keys(broken), 'IMPERSONATION_ROLE_ID', 'HOST'])
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${key}: `)));
    expect(problems.join('\n')).not.toContain(canary);
    expect(new ConfigError(problems).message).not.toContain(canary);
  });

  test.each([
    'AAAA',
    Buffer.alloc(31).toString('base64'),
    `${secret}!`,
    'not base64 but certainly more than thirty-two characters long',
  ])('the secret %s is too weak or no base64', (value) => {
    expect(problemsOf({ GATEWAY_SECRET: value })).toEqual([expect.stringMatching(/^GATEWAY_SECRET: /)]);
  });

  test('a previous secret without a present one is an error', () => {
    expect(problemsOf({ GATEWAY_SECRET_PREVIOUS: secret })).toEqual([
      expect.stringMatching(/^GATEWAY_SECRET: required/),
    ]);
  });

  test.each(['65536', '-1', '80.5', 'http'])('the port %s is refused', (port) => {
    expect(problemsOf({ PORT: port })).toEqual([expect.stringMatching(/^PORT: /)]);
  });

  test.each(['https://mail-api.example.com/graphql', 'mail-api.example.com', 'https://mail-api.example.com?x=1'])(
    'the public address %s is no origin',
    (url) => {
      expect(problemsOf({ ...workmail, PUBLIC_URL: url })).toEqual([expect.stringMatching(/^PUBLIC_URL: /)]);
    },
  );

  test('what was read cannot be changed', () => {
    const config = read('workmail', workmail);
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config.workmail, { readRoleId: 'full-1' })).toThrow(TypeError);
  });
});
