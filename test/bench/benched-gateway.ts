import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answering, answering } from './answering.ts';
import { type MeasuredProcess, startProcess } from './start-process.ts';

/** The gateway as it is installed, compiled and in a process of its own. */
export interface BenchedGateway extends Answering {
  readonly process: MeasuredProcess;
  readonly origin: string;
  stop(): Promise<void>;
}

/** How it is started. */
export interface GatewayStart {
  /** The mail server, reached by a service account; absent: the embedded WorkMail. */
  readonly ewsUrl?: string;
  /** Further options of Node, and further variables. */
  readonly nodeOptions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Whose mailbox is read. */
export const benchedMailbox = 'alice@example.test';

/**
 * Starts it as in production: callers with API keys, a policy, a line for every request and a line of audit for every call, both to standard
 * output, which this process reads. Resolves when it listens. Nobody's budget ends.
 */
export const startGateway = async ({
  ewsUrl,
  nodeOptions = [],
  variables = {},
}: GatewayStart): Promise<BenchedGateway> => {
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-bench-'));
  const key = randomBytes(32).toString('base64');
  const policyFile = join(folder, 'policy.json');
  const policy = {
    apiKeys: { bench: { sha256: createHash('sha256').update(key).digest('hex') } },
    grants: [{ to: { apiKey: 'bench' }, mailboxes: [benchedMailbox], permissions: ['READ_MESSAGES', 'READ_CALENDAR'] }],
  };
  await writeFile(policyFile, JSON.stringify(policy));
  const server: Readonly<Record<string, string>> =
    ewsUrl === undefined
      ? {}
      : {
          EWS_URL: ewsUrl,
          EWS_USERNAME: 'gateway',
          EWS_PASSWORD: 'a password',
          PUBLIC_URL: 'https://gateway.example.test',
          GATEWAY_SECRET: Buffer.alloc(32, 7).toString('base64'),
          POLICY_FILE: policyFile,
          AUDIT_LOG: 'stdout',
          EWS_NOTIFICATIONS: 'polling',
        };
  let announced: (origin: string) => void = () => undefined;
  const listening = new Promise<string>((resolve) => (announced = resolve));
  const process = startProcess({
    program: '../../src/main.js',
    nodeOptions,
    onOutput: (text) => {
      const found = /"origin":"([^"]+)"/.exec(text)?.[1];
      if (found !== undefined) announced(found);
    },
    variables: {
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      COST_LIMIT: '1000000',
      COST_PER_MINUTE: '100000000',
      NODE_ENV: ewsUrl === undefined ? 'development' : 'production',
      ...server,
      ...variables,
    },
  });
  const stop = async (): Promise<void> => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const origin = await Promise.race([listening, process.ended]);
    const ask = answering(`${origin}/graphql`, { authorization: `Bearer ${key}` });
    return {
      process,
      origin,
      ...ask,
      stop: async () => {
        await ask.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
