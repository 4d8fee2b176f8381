import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Access } from './access/access.ts';
import type { Caller } from './access/caller.ts';
import { openRules } from './access/policy.ts';
import { loopbackHosts } from './config-values.ts';
import type { EmbeddedConfig, GatewayConfig } from './config.ts';
import type { Emulator, EmulatorAddresses } from './emulator/emulator.ts';
import { mailboxAddress } from './ews/properties/id.ts';

/** The mailboxes of the demo organisation that a person may want to open. */
export const demoMailboxes = [
  'alice@example.test',
  'bob@example.test',
  'carol@example.test',
  'dave@example.test',
] as const;

const demoCaller: Caller = Object.freeze({
  kind: 'demo',
  subject: 'demo',
  mailbox: mailboxAddress(demoMailboxes[0]),
  claims: {},
  expiresAtMs: undefined,
});

/**
 * Everybody who reaches the loopback port by a loopback name is the demo caller, who owns alice's mailbox and may open every other one. A page of
 * the internet whose own name was made to lead to 127.0.0.1 (DNS rebinding) is nobody.
 */
export const demoAccess: Access = {
  authenticate: (request) =>
    Promise.resolve(
      loopbackHosts.test(new URL(request.url).hostname) ? { caller: demoCaller } : { failure: 'noCredentials' },
    ),
  rules: openRules,
};

/** The configuration of a gateway on an embedded WorkMail that listens there. Its AWS credentials are its own, so that nothing leaves loopback. */
export const embeddedBackend = (
  config: EmbeddedConfig,
  emulator: Pick<Emulator, 'organizationId' | 'roles'>,
  { ewsUrl, apiEndpoint }: EmulatorAddresses,
): GatewayConfig =>
  Object.freeze({
    ...config,
    workmail: Object.freeze({
      organizationId: emulator.organizationId,
      region: 'eu-west-1',
      ewsUrl: new URL(ewsUrl),
      apiEndpoint: new URL(apiEndpoint),
      readRoleId: emulator.roles.readOnly,
      writeRoleId: emulator.roles.fullAccess,
      credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    }),
  });

/** The embedded WorkMail, listening on a loopback port of its own. */
export interface EmbeddedWorkmail {
  readonly config: GatewayConfig;
  close(): Promise<void>;
}

/** What the thread tells when it listens. */
interface Listening {
  readonly emulator: Pick<Emulator, 'organizationId' | 'roles'>;
  readonly addresses: EmulatorAddresses;
}

const threadName = 'embedded WorkMail';

/**
 * Starts the embedded WorkMail with its demo organisation, dated around today, in a thread of its own: it makes the first mailbox while the
 * gateway's libraries are being loaded, and does not hold up the gateway's event loop later. Rejects when it cannot listen.
 */
export const startEmbedded = async (config: EmbeddedConfig): Promise<EmbeddedWorkmail> => {
  const thread = new Worker(new URL(import.meta.url), { name: threadName, workerData: threadName });
  const [{ emulator, addresses }] = (await once(thread, 'message')) as [Listening];
  return {
    config: embeddedBackend(config, emulator, addresses),
    close: async () => {
      await thread.terminate();
    },
  };
};

if (!isMainThread && workerData === threadName) {
  const { createEmulator } = await import('./emulator/emulator.ts');
  const { listen, open, organizationId, roles, requests, apiRequests, outbox } = createEmulator();
  // Nobody looks at what was asked and sent here, and a demo may run for weeks.
  setInterval(() => {
    for (const record of [requests, apiRequests, outbox]) record.length = 0;
  }, 60_000);
  const listening: Listening = { emulator: { organizationId, roles }, addresses: await listen() };
  parentPort?.postMessage(listening);
  open(demoMailboxes[0]);
}
