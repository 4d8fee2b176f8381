import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildClientSchema, lexicographicSortSchema, printSchema, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DoctorReport } from '../../src/cli/run-doctor.ts';
import { compileCommand, linesOf, type CompiledCommand, type Run } from './compiled-command.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let command: CompiledCommand;
beforeAll(async () => {
  command = await compileCommand();
});
afterAll(() => command.remove());

const file = async (name: string, content: string): Promise<string> => {
  await writeFile(join(command.folder, name), content);
  return name;
};

const committedSchema = (): Promise<string> =>
  readFile(fileURLToPath(new URL('../../schema.graphql', import.meta.url)), 'utf8');

/** The line with which a gateway started with --json tells that it listens. */
const started = async (run: Run): Promise<Readonly<Record<string, unknown>>> => {
  let hasEnded = false;
  void run.ended.then(() => (hasEnded = true));
  const found = (): string | undefined => linesOf(run).find((line) => line.includes('graphqlUrl'));
  await expect.poll(() => hasEnded || found() !== undefined, { timeout: 100_000 }).toBe(true);
  const line = found();
  if (line === undefined) throw new Error(`the gateway ended: ${run.errors()}`);
  return JSON.parse(line) as Readonly<Record<string, unknown>>;
};

describe('workmail-graphql start', () => {
  it('tells a script where it listens, and who has mail there', async () => {
    const run = command.run(['start', '--port', '0', '--json'], { PORT: '1', METRICS_PORT: '0' });
    const told = await started(run);
    expect(told).toMatchObject({ mode: 'embedded', mailboxes: expect.arrayContaining(['alice@example.test']) as [] });
    const answer = await fetch(String(told['graphqlUrl']), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(await answer.json()).toMatchObject({ data: { __typename: 'Query' } });
    expect((await fetch(`${String(told['metricsOrigin'])}/metrics`)).status).toBe(200);
    expect(run.output()).not.toContain('Ctrl-C');
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('takes variables from a file, and those of the environment before them', async () => {
    const path = await file('gateway.env', 'PORT=0\nHOST=127.0.0.2\nLOG_LEVEL=CANARY\n');
    const run = command.run(['start', '--env-file', path, '--json'], { LOG_LEVEL: 'error' });
    expect(await started(run)).toMatchObject({
      origin: expect.stringMatching(/^http:\/\/127\.0\.0\.2:\d+$/) as string,
    });
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['a port that is none', ['--port', '70000'], 64, /--port/],
    ['a host that is none', ['--host', 'no host'], 78, /HOST: /],
    ['what is no option', ['--prot', '1'], 64, /unknown option/],
    ['what is no parameter', ['8080'], 64, /too many arguments/],
  ])('refuses %s', async (_what, parameters, code, message) => {
    const run = command.run(['start', ...parameters]);
    expect(await run.ended).toBe(code);
    expect(run.errors()).toMatch(message);
    expect(run.output()).toBe('');
  });

  it('a file that is not there is named', async () => {
    const run = command.run(['start', '--env-file', 'absent.env']);
    // Node 20 takes --env-file for its own wherever it stands, and is the first to miss the file: https://github.com/nodejs/node/issues/54232
    expect([66, 9]).toContain(await run.ended);
    expect(run.errors()).toContain('absent.env: ');
  });

  it('ends with 1 where somebody else listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const run = command.run(['start', '--port', String((other.address() as AddressInfo).port)]);
    expect(await run.ended).toBe(1);
    expect(run.errors()).toContain('EADDRINUSE');
  });

  it('a file with a mistake is refused without telling what stands there', async () => {
    const run = command.run(['start', '--env-file', await file('broken.env', 'PORT=0\nCANARY\n')]);
    expect(await run.ended).toBe(65);
    expect(run.errors()).toBe('broken.env: line 2 is not NAME=value\n');
  });
});

describe('workmail-graphql schema', () => {
  it('prints the schema that is committed', async () => {
    const run = command.run(['schema']);
    expect(await run.ended).toBe(0);
    expect(run.output().trim()).toBe((await committedSchema()).trim());
  });

  it('writes the same as an introspection into a file', async () => {
    const run = command.run(['schema', '--json', '--output', 'introspection.json']);
    expect(await run.ended).toBe(0);
    expect(run.output()).toBe('');
    const { data } = JSON.parse(await readFile(join(command.folder, 'introspection.json'), 'utf8')) as {
      readonly data: IntrospectionQuery;
    };
    expect(printSchema(lexicographicSortSchema(buildClientSchema(data))).trim()).toBe((await committedSchema()).trim());
    const check = command.run(['schema', '--check', 'introspection.json']);
    expect(await check.ended).toBe(0);
  });

  it('says what clients of an earlier schema would miss, and ends with 1', async () => {
    const earlier = `${await committedSchema()}\nextend type Query { horoscope(sign: String): String }\n`;
    const path = await file('earlier.graphql', earlier);
    const run = command.run(['schema', '--check', path]);
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('Query.horoscope was removed.');
    expect(run.output()).toContain('1 breaking change.');
    const json = command.run(['schema', '--check', path, '--json']);
    expect(await json.ended).toBe(1);
    expect(JSON.parse(json.output())).toEqual({
      breaking: [{ type: 'FIELD_REMOVED', description: 'Query.horoscope was removed.' }],
      dangerous: [],
    });
  });

  it('tells what may surprise a client, and ends with 0', async () => {
    const earlier = (await committedSchema()).replace(/(enum MailboxKind \{[^}]*?)("""[^"]*"""\s+)?ROOM\n/, '$1');
    const run = command.run(['schema', '--check', await file('fewer.graphql', earlier)]);
    expect(await run.ended).toBe(0);
    expect(run.output()).toContain('ROOM was added to enum type MailboxKind.');
  });

  it.each<[readonly string[], number, RegExp]>([
    [['--check', 'package.json'], 65, /package\.json: holds no GraphQL schema/],
    [['--check', 'absent.graphql'], 66, /absent\.graphql: cannot be read/],
    [['--output', 'absent/schema.graphql'], 73, /cannot be written \(ENOENT\)/],
    [['--output', 'a', '--check', 'b'], 64, /give one of them/],
  ])('%j ends with %i', async (parameters, code, message) => {
    const run = command.run(['schema', ...parameters]);
    expect(await run.ended).toBe(code);
    expect(run.errors()).toMatch(message);
  });
});

describe('workmail-graphql doctor', () => {
  it('finds the demo well', async () => {
    const run = command.run(['doctor', '--json'], { PORT: '0' });
    expect(await run.ended).toBe(0);
    expect(run.errors()).toBe('');
    const { status, checks } = JSON.parse(run.output()) as DoctorReport;
    expect(status).toBe('ok');
    expect(checks.find(({ check }) => check === 'impersonation')?.found).toContain('alice@example.test');
    expect(checks.find(({ check }) => check === 'capabilities')?.found).toMatch(/^22 of \d+ operations answer$/);
  });

  it('tells people what failed, and what to do', async () => {
    const run = command.run(['doctor', '--mailbox', 'nobody@example.test'], { PORT: '0' });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/^ {2}ok {7}Node\.js: version /m);
    expect(run.output()).toMatch(/^ {2}failed {3}Rules for the mailbox: .*EntityNotFoundException$/m);
    expect(run.output()).toMatch(/^ {11}→ The organisation has no active user/m);
    expect(run.output()).toMatch(
      /^ {2}skipped {2}Operations of the server: it needs what "Impersonation" did not find$/m,
    );
    expect(run.output()).toContain('Something has to be done');
    // Nothing that only a terminal understands.
    expect(run.output()).not.toContain('\u001B');
  });

  it('reads its variables from a file, ends with 78 when they cannot be used, and shows none of them', async () => {
    const canary = 'CanaryOfTheDoctor/7d1+x';
    const path = await file(
      'doctor.env',
      `WORKMAIL_ORGANIZATION_ID=${canary}\nGATEWAY_SECRET=${canary}\nREDIS_URL="redis://:${canary}@:::"\n`,
    );
    const run = command.run(['doctor', '--env-file', path]);
    expect(await run.ended).toBe(78);
    expect(run.output()).toContain('GATEWAY_SECRET: must be base64');
    expect(run.output() + run.errors()).not.toContain('Canary');
  });

  it('tells how long a certificate lasts that is trusted here', async () => {
    const certificate = (name: string): string =>
      fileURLToPath(new URL(`../coordination/certificates/${name}`, import.meta.url));
    const [cert, key] = await Promise.all(['server.pem', 'server-key.pem'].map((name) => readFile(certificate(name))));
    const server = createTlsServer({ cert, key }, (_request, response) => void response.writeHead(401).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const run = command.run(['doctor', '--json'], {
      NODE_EXTRA_CA_CERTS: certificate('authority.pem'),
      EWS_URL: `https://localhost:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`,
      EWS_USERNAME: 'gateway',
      EWS_PASSWORD: 'Canary-password',
      GATEWAY_SECRET: Buffer.alloc(32, 'Canary').toString('base64'),
      PUBLIC_URL: 'https://mail-api.example.test',
      POLICY_FILE: await file('policy.json', '{ "grants": [] }'),
      PORT: '0',
    });
    expect(await run.ended).toBe(1);
    const { checks } = JSON.parse(run.output()) as DoctorReport;
    const found = (name: string): string | undefined => checks.find(({ check }) => check === name)?.found;
    expect(found('endpoint')).toMatch(/TLS is trusted, the certificate ends on \d{4}-\d\d-\d\d/);
    expect(found('ews-credentials')).toBe('the credentials are refused');
    expect(run.output() + run.errors()).not.toMatch(/Canary|Q2FuYXJ5/);
  });

  it.each<[readonly string[], RegExp]>([
    [['--mailbox', 'ann'], /must be an email address/],
    [['ann@example.test'], /too many arguments/],
  ])('refuses %j', async (parameters, message) => {
    const run = command.run(['doctor', ...parameters]);
    expect(await run.ended).toBe(64);
    expect(run.errors()).toMatch(message);
  });

  it.each(['start', 'doctor', 'schema'])('%s helps with examples and exit codes', async (name) => {
    const run = command.run([name, '--help']);
    expect(await run.ended).toBe(0);
    expect(run.output()).toContain('Exit codes: 0');
    expect(run.output()).toContain(`  $ workmail-graphql ${name}`);
  });
});
