import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { describeWithRedis, redisOfTest } from '../redis.ts';
import { coordinationOfTest } from './coordination-of-test.ts';
import { relayOfTest } from './relay-of-test.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sooner = { timeout: 20_000, interval: 20 };

describeWithRedis('a user of Redis with the rights that are needed, and no others', () => {
  test('can do everything', async () => {
    const { url, client } = await redisOfTest();
    const rights = [
      '~workmail-graphql:* &workmail-graphql:* -@all +info +ping +select +eval +get +set +del +incrby +pexpire +pttl +time',
      '+publish +subscribe +unsubscribe',
    ].flatMap((line) => line.split(' '));
    await client.call('ACL', 'SETUSER', 'gateway', 'on', '>p@ss/word:of Redis', ...rights);
    const limited = new URL('/2', url);
    limited.username = 'gateway';
    limited.password = encodeURIComponent('p@ss/word:of Redis');
    const coordination = coordinationOfTest(limited);
    const { ledger, leases, hints, budgets, events } = coordination;

    const turn = await ledger.take('key', 0);
    await turn?.note({ state: 'running', content: 'hash' });
    await turn?.forget();
    await turn?.note({ state: 'done', content: 'hash' });
    await turn?.end();
    const lease = await leases.take('alice@example.test');
    if (typeof lease === 'string') throw new Error(`not taken: ${lease}`);
    await lease.release();
    for (const remaining of [99, 98]) expect(await budgets.spend('ann', 1)).toMatchObject({ isSpent: true, remaining });
    expect(await coordinationOfTest(limited).budgets.status('ann')).toMatchObject({ remaining: 98 });

    const heard: number[] = [];
    const stop = hints.listen('alice@example.test', ({ fence }) => void heard.push(fence));
    await vi.waitFor(() => expect(heard).toEqual([0]), sooner);
    coordinationOfTest(limited).hints.tell('alice@example.test', { fence: 4 });
    await vi.waitFor(() => expect(heard).toEqual([0, 4]), sooner);
    stop();
    await vi.waitFor(async () => expect(await client.call('PUBSUB', 'CHANNELS')).toEqual([]), sooner);
    expect(events).toEqual(['reached']);
    expect(await client.call('ACL', 'LOG')).toEqual([]);
  });
});

const certificate = (name: string): string => join(root, 'test/coordination/certificates', name);
const tls = {
  certificate: certificate('server.pem'),
  key: certificate('server-key.pem'),
  authority: certificate('authority.pem'),
};

/** A process that takes a lease and hears a hint of its own other half over Redis, and tells how that went. */
const program = `
import { openCoordination } from './dist/coordination/open-coordination.js';
const events = [];
const open = () => openCoordination({
  url: new URL(process.env.REDIS_URL), secret: new Uint8Array(32), settleMs: 0, budget: { limit: 1, windowSeconds: 60 },
  now: () => performance.now(), random: Math.random,
  onEvent: (event) => events.push(event.kind + ' ' + (event.reason ?? '')),
});
const [one, other] = [open(), open()];
const lease = await one.leases.take('key');
const heard = lease === 'unknown' ? undefined : await new Promise((resolve) => {
  one.hints.listen('topic', ({ fence }) => fence === 0 ? other.hints.tell('topic', { fence: 5 }) : resolve(fence));
});
await one.close();
await other.close();
console.log(JSON.stringify({ lease: typeof lease === 'string' ? lease : 'taken', heard, events }));
`;

describeWithRedis('a Redis with TLS whose certificate is of a private authority', () => {
  let folder: string;
  const run = async (environment: Readonly<Record<string, string>>, ...parameters: readonly string[]) => {
    const child = spawn(process.execPath, parameters, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    return output;
  };

  // Which authorities node trusts is settled when a process starts.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coordination-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'program.js'), program);
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          rootDir: join(root, 'src'),
          outDir: join(folder, 'dist'),
          typeRoots: [join(root, 'node_modules/@types')],
        },
        files: [join(root, 'src/coordination/open-coordination.ts')],
        include: [],
      }),
    );
    const compiler = spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      stdio: 'inherit',
    });
    const [code] = (await once(compiler, 'close')) as [number | null];
    if (code !== 0) throw new Error('the coordination does not compile');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is used by a gateway that was told of the authority, with the password, and nothing is readable on the way', async () => {
    const { url, client } = await redisOfTest({ tls, password: 'canary-Pass' });
    const told = await run({ REDIS_URL: url.href, NODE_EXTRA_CA_CERTS: tls.authority }, 'program.js');
    expect(JSON.parse(told)).toEqual({ lease: 'taken', heard: 5, events: ['reached ', 'reached '] });
    expect(await client.keys('*')).toContain('workmail-graphql:fence');
    // Whoever speaks without TLS is not answered: there is no other way in.
    const plain = connect(Number(url.port), url.hostname).on('error', () => undefined);
    plain.write('AUTH canary-Pass\r\nKEYS *\r\n');
    let answered = '';
    plain.on('data', (chunk: Buffer) => (answered += chunk.toString()));
    await new Promise((resolve) => plain.on('close', resolve));
    expect(answered).not.toMatch(/OK|workmail/);
  });

  test('is told nothing by one that was not, which says why and goes on alone', async () => {
    const { url, client } = await redisOfTest({ tls, password: 'canary-Pass' });
    const told = await run({ REDIS_URL: url.href }, 'program.js');
    const { lease, events } = JSON.parse(told) as { readonly lease: string; readonly events: readonly string[] };
    expect(lease).toBe('unknown');
    expect(events[0]).toMatch(/^unreachable .*certificate/);
    expect(told).not.toContain('canary');
    expect(await client.keys('*')).toEqual([]);
  });

  test('is told nothing under a name that its certificate does not have', async () => {
    const { url, client } = await redisOfTest({ tls });
    const { url: other } = await relayOfTest(url, '127.0.0.2');
    const told = await run({ REDIS_URL: other.href, NODE_EXTRA_CA_CERTS: tls.authority }, 'program.js');
    const { lease, events } = JSON.parse(told) as { readonly lease: string; readonly events: readonly string[] };
    expect(lease).toBe('unknown');
    expect(events[0]).toMatch(/^unreachable .*does not match certificate/);
    expect(await client.keys('*')).toEqual([]);
  });
});
