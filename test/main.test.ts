import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEmulator } from '../src/emulator/emulator.ts';
import { issuerOfTest } from './access/issuer.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly ended: Promise<number | null>;
}

/** A started process; its environment is only what is given, so that nothing of the tester's leaks in. */
const run = (command: string, parameters: readonly string[], environment: Readonly<Record<string, string>>): Run => {
  const process = spawn(command, parameters, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  process.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  process.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(process, 'close').then(([code]) => code as number | null);
  return { process, output: () => output, errors: () => errors, ended };
};

let folder: string;
const start = (environment: Readonly<Record<string, string>> = {}): Run =>
  run(process.execPath, [join(folder, 'dist/main.js')], { PORT: '0', ...environment });

/** Waits until the gateway has written something, and tells what of it matches. */
const written = async (gateway: Run, pattern: RegExp): Promise<string> => {
  for (;;) {
    const found = pattern.exec(gateway.output())?.[0];
    if (found !== undefined) return found;
    if (gateway.process.exitCode !== null) throw new Error(`the gateway ended: ${gateway.errors()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const address = (gateway: Run): Promise<string> => written(gateway, /http:\/\/127\.0\.0\.1:\d+/);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = run(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--outDir', join(folder, 'dist')],
    {},
  );
  if ((await compiler.ended) !== 0) throw new Error(compiler.output());
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the compiled gateway', () => {
  test('says where GraphiQL is, serves demo mail there, and ends with 0 on SIGTERM', async () => {
    const gateway = start();
    const origin = await address(gateway);
    expect(gateway.output()).toContain(`${origin}/graphql`);
    expect(gateway.output()).toContain('alice@example.test');
    expect((await fetch(`${origin}/health`)).status).toBe(200);
    expect((await fetch(`${origin}/ready`)).status).toBe(200);

    const query =
      '{ mailbox(address: "alice@example.test") { inbox { messages(first: 2) { totalCount nodes { subject } } } } }';
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(await answer.json()).toMatchObject({
      data: {
        mailbox: {
          inbox: {
            messages: { totalCount: 1200, nodes: [{ subject: expect.any(String) }, { subject: expect.any(String) }] },
          },
        },
      },
      extensions: { upstream: { roundTrips: 1 } },
    });

    gateway.process.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.errors()).toBe('');
  });

  test('completes subscriptions on SIGTERM, and does not wait for their clients to leave', async () => {
    const gateway = start();
    const origin = await address(gateway);
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { mailboxChanged(mailbox: "alice@example.test") { token } }' }),
    });
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      if (!text.includes('"token"') && chunk.includes('"token"')) gateway.process.kill('SIGTERM');
      text += chunk;
    }
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
    expect(await gateway.ended).toBe(0);
    expect(gateway.errors()).toBe('');
  });

  test('a page for people is served to browsers, without scripts of other servers', async () => {
    const gateway = start();
    const page = await (await fetch(`${await address(gateway)}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('workmail-graphql');
    expect(page).toContain('MailScreen');
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
    gateway.process.kill('SIGINT');
    expect(await gateway.ended).toBe(0);
  });

  test('requests that have begun are answered when it is told to stop', async () => {
    const gateway = start();
    const origin = await address(gateway);
    const body = JSON.stringify({
      query: '{ mailbox(address: "alice@example.test") { messages(first: 50) { nodes { preview } } } }',
    });
    const begun = Array.from({ length: 20 }, () =>
      fetch(`${origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
        (answer) => answer.json(),
      ),
    );
    await Promise.race(begun);
    gateway.process.kill('SIGTERM');
    const answers = await Promise.all(begun);
    for (const answer of answers)
      expect(answer).toMatchObject({ data: { mailbox: { messages: { nodes: expect.any(Array) } } } });
    expect(await gateway.ended).toBe(0);
  });

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'mistakes',
      { PORT: 'CANARY', LOG_LEVEL: 'CANARY', GATEWAY_SECRET: 'CANARY' },
      ['PORT', 'LOG_LEVEL', 'GATEWAY_SECRET'],
    ],
    ['the demo in production', { NODE_ENV: 'production' }, ['NODE_ENV']],
    [
      'a backend without a policy',
      {
        EWS_URL: 'https://ews.example.com/EWS/Exchange.asmx',
        EWS_USERNAME: 'CANARY',
        EWS_PASSWORD: 'CANARY',
        PUBLIC_URL: 'https://mail-api.example.com',
        GATEWAY_SECRET: Buffer.alloc(32, 1).toString('base64'),
      },
      ['POLICY_FILE'],
    ],
    [
      'a policy that cannot be read',
      {
        EWS_URL: 'https://ews.example.com/EWS/Exchange.asmx',
        EWS_USERNAME: 'CANARY',
        EWS_PASSWORD: 'CANARY',
        PUBLIC_URL: 'https://mail-api.example.com',
        GATEWAY_SECRET: Buffer.alloc(32, 1).toString('base64'),
        POLICY_FILE: '/CANARY/policy.json',
      },
      ['POLICY_FILE'],
    ],
  ])('%s: exit code 78, every variable named and no value shown', async (_name, environment, named) => {
    const gateway = start(environment);
    expect(await gateway.ended).toBe(78);
    for (const key of named) expect(gateway.errors()).toContain(`  ${key}: `);
    expect(gateway.output() + gateway.errors()).not.toContain('CANARY');
  });

  test('a port that is taken is an error that says so', async () => {
    const first = start();
    const taken = new URL(await address(first)).port;
    const second = start({ PORT: taken });
    expect(await second.ended).toBe(1);
    expect(second.errors()).toBe('HOST, PORT, METRICS_PORT: cannot listen there (EADDRINUSE)\n');
    first.process.kill('SIGTERM');
    await first.ended;
  });
});

describe('the compiled gateway on a WorkMail organisation', () => {
  const policyOf = (permissions: readonly string[]): string =>
    JSON.stringify({ grants: [{ to: { subject: 'ann' }, mailboxes: ['alice@example.test'], permissions }] });

  test('serves whom the policy names, takes a new policy on SIGHUP, and ends with 0', async () => {
    const emulator = createEmulator();
    const { ewsUrl, apiEndpoint } = await emulator.listen();
    onTestFinished(() => emulator.close());
    const issuer = await issuerOfTest();
    const policyFile = join(folder, 'policy.json');
    const auditFile = join(folder, 'audit.json');
    await writeFile(policyFile, policyOf(['READ_MESSAGES']));
    const gateway = start({
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
      WORKMAIL_ORGANIZATION_ID: emulator.organizationId,
      WORKMAIL_REGION: 'eu-west-1',
      WORKMAIL_EWS_URL: ewsUrl,
      WORKMAIL_API_ENDPOINT: apiEndpoint,
      IMPERSONATION_ROLE_ID: emulator.roles.fullAccess,
      READ_ONLY_IMPERSONATION_ROLE_ID: emulator.roles.readOnly,
      AWS_ACCESS_KEY_ID: 'AKIACANARY',
      AWS_SECRET_ACCESS_KEY: 'CANARY',
      GATEWAY_SECRET: Buffer.alloc(32, 1).toString('base64'),
      PUBLIC_URL: 'https://mail-api.example.com',
      POLICY_FILE: policyFile,
      AUTH_JWKS_URL: issuer.config.jwksUrl.href,
      AUTH_ISSUER: issuer.config.issuer,
      AUTH_AUDIENCE: 'workmail-graphql',
      AUDIT_LOG: auditFile,
    });
    const origin = await address(gateway);
    const authorization = `Bearer ${await issuer.token()}`;
    const ask = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
      const query =
        '{ viewer { subject permissions } mailbox(address: "alice@example.test") { inbox { unreadCount } } }';
      const answer = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return answer.json();
    };

    expect(await ask({})).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await ask({ authorization })).toMatchObject({
      data: {
        viewer: { subject: 'ann', permissions: ['READ_MESSAGES'] },
        mailbox: { inbox: { unreadCount: expect.any(Number) } },
      },
    });
    expect((await fetch(`${origin}/graphql`)).status).toBe(405);

    await writeFile(policyFile, '{ "grants": CANARY }');
    gateway.process.kill('SIGHUP');
    await written(gateway, /the policy of before goes on/);
    expect(await ask({ authorization })).toMatchObject({ data: { viewer: { permissions: ['READ_MESSAGES'] } } });

    await writeFile(policyFile, policyOf(['READ_CONTACTS']));
    gateway.process.kill('SIGHUP');
    await written(gateway, /policy file read[^]*policy file read/);
    expect(await ask({ authorization })).toMatchObject({
      data: { viewer: { permissions: ['READ_CONTACTS'] } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });

    gateway.process.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.errors()).toBe('');
    const audit = (await readFile(auditFile, 'utf8')).trimEnd().split('\n');
    expect(audit.map((line) => (JSON.parse(line) as { audit: string }).audit)).toContain('access');
    for (const text of [gateway.output(), ...audit]) expect(text).not.toMatch(/CANARY|eyJ/);
  }, 30_000);
});
