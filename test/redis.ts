import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { describeNeeding } from './witness.ts';

const executablePath = process.env['REDIS_SERVER_PATH'] ?? '/usr/bin/redis-server';

/** A suite that needs redis-server. */
export const describeWithRedis = (name: string, suite: () => void): void =>
  describeNeeding(`there is no redis-server at ${executablePath}`, existsSync(executablePath), name, suite);

/** A real redis-server on loopback that keeps nothing on disk. */
export interface RedisServer {
  readonly url: URL;
  /** A client of the test's own. */
  readonly client: Redis;
  /** Ends it as a machine that loses power. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It accepts connections and answers nobody, until `resume`. */
  pause(): void;
  resume(): void;
}

/** A loopback port where nobody listens, at this moment. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** How a server of a test differs from one that lets everybody in. */
export interface RedisServerOptions {
  /** It wants that of everybody. */
  readonly password?: string;
  /** It speaks nothing but TLS, with the certificate in these files (PEM), which `authority` has signed. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly authority: string };
}

/** A fresh one that ends with the test. */
export const redisOfTest = async ({ password, tls }: RedisServerOptions = {}): Promise<RedisServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const url = new URL(
    `${tls === undefined ? 'redis' : 'rediss'}://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
  );
  const client = new Redis({
    host: '127.0.0.1',
    port,
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls: { ca: await readFile(tls.authority) } }),
    lazyConnect: true,
  });
  client.on('error', () => undefined);
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = spawn(
      executablePath,
      [
        ...(tls === undefined
          ? [['--port', String(port)]]
          : [
              ['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
              ['--tls-cert-file', tls.certificate, '--tls-key-file', tls.key, '--tls-ca-cert-file', tls.authority],
            ]),
        `--bind 127.0.0.1 --dir ${folder} --appendonly no --daemonize no`.split(' '),
        ['--save', ''],
        password === undefined ? [] : ['--requirepass', password],
      ].flat(),
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    server.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    while (!output.includes('Ready to accept connections')) {
      if (server.exitCode !== null) throw new Error(`redis-server ended: ${output}`);
      await sleep(10);
    }
  };
  const kill = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  onTestFinished(async () => {
    client.disconnect();
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  await start();
  await client.connect();
  return {
    url,
    client,
    kill,
    start,
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
  };
};
