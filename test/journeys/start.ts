import type { Access } from '../../src/access/access.ts';
import { readConfig, type EmbeddedConfig, type GatewayConfig } from '../../src/config.ts';
import { demoAccess, embeddedBackend } from '../../src/embedded.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { Traffic } from '../../src/ews/traffic/traffic.ts';
import { createGateway } from '../../src/gateway.ts';
import type { CostReport } from '../../src/graphql/guards/query-cost.ts';
import type { AdmissionLimits } from '../../src/http/admission.ts';
import { serve, type ConnectionTimes } from '../../src/http/serve.ts';
import type { LiveTimes } from '../../src/live.ts';
import { auditLogTo } from '../../src/telemetry/audit-log.ts';
import type { AuditLine } from '../../src/telemetry/audit.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import type { Tracing } from '../../src/telemetry/tracing.ts';
import { formIn, formsOf, secretCanary, vaultCanaries } from './canaries.ts';
import { watchAnswers } from './watched-answers.ts';

/** The day that journeys take place on: a Wednesday, eleven days before Europe's clocks go forward. */
export const journeyDay = new Date('2026-03-18T00:00:00Z');

/** What ids and cursors of a journey are sealed with. */
export const journeySecret = new Uint8Array(32).fill(7);

/** The demo's own configuration, on a port of the system's choice, as every journey has it unless it says otherwise. */
export const journeyConfig = readConfig({
  PORT: '0',
  LOG_LEVEL: 'info',
  // Nobody but the journey about budgets should come to the end of one.
  COST_PER_MINUTE: '100000000',
  GATEWAY_SECRET: Buffer.from(journeySecret).toString('base64'),
}) as EmbeddedConfig;

/** One call of `extensions.upstream`. */
export interface TracedCall {
  readonly operation: string;
  readonly mailbox: string;
  readonly keys: number;
  readonly ms: number;
  readonly bytes: number;
}

/** What a client gets. The caller says what the data look like; the test's assertions say whether that is so. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: {
      readonly code: string;
      readonly retryable: boolean;
      readonly retryAfter?: string;
      readonly upstreamCode?: string;
    };
  }[];
  readonly extensions?: {
    readonly cost?: CostReport;
    readonly upstream?: { readonly roundTrips: number; readonly calls: readonly TracedCall[] };
  };
}

/** A gateway on an emulator, both behind HTTP on loopback, and what a test does with them. */
export interface Journey {
  readonly emulator: Emulator;
  /** Where the gateway listens. */
  readonly origin: string;
  /** Where the emulator does; nobody outside may learn it. */
  readonly emulatorUrl: string;
  /** Monotonic time of the gateway, moved by hand on top of the machine's. */
  readonly clock: { advance(ms: number): void };
  /** What the gateway logged at level info and above, one JSON object a line. */
  readonly log: () => string;
  /** What the gateway recorded: accesses to mailboxes and refusals. */
  readonly audit: () => readonly AuditLine[];
  /** What a scraper gets from the port for it. */
  readonly metrics: () => Promise<string>;
  /** Posts an operation, as a client does. */
  query<Data = unknown>(
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<Answer<Data>>;
  /**
   * Ends everything. Throws when a secret or the content of a mail has shown where it may not, in any form, and when a request reached EWS of which
   * the audit knows nothing.
   */
  close(): Promise<void>;
}

/** What a journey may differ in; with a service account the gateway reaches the emulator as it does any other EWS server. */
export interface JourneyOptions extends EmulatorOptions {
  readonly access?: Access;
  /** What requests are named by; random UUIDs when absent. */
  readonly requestId?: () => string;
  /** The longest wait for one EWS call, milliseconds. */
  readonly deadlineMs?: number;
  /** Who may ask the mail server when, for tests that look at it. */
  readonly traffic?: Traffic;
  /** Failed calls that may be tried again. None where absent: a fault is to be seen; what is made of it by trying again is the subject of faults/. */
  readonly retries?: number;
  /** How long a write whose answer was lost stays open, and a turn whose gateway died stays taken, milliseconds. */
  readonly settleMs?: number;
  readonly leaseMs?: number;
  /** How long a caller's budget lasts, instead of a minute. */
  readonly budgetWindowSeconds?: number;
  /** How much is let in at a time; everything when absent, because a busy machine is slow and not wrong. */
  readonly admission?: Partial<AdmissionLimits>;
  /** How long live events take over things; the usual times when absent. */
  readonly liveTimes?: LiveTimes;
  /** Where the inbox has been built; nowhere when absent. */
  readonly inboxFolder?: URL;
  /** Takes the gateway's spans. */
  readonly tracing?: Tracing;
  /** False: the gateway has no role that may write. Default true. */
  readonly canWrite?: boolean;
  /** Another mail server than the emulator. */
  readonly ewsUrl?: URL;
  /** Where the audit goes: gateways that share a mail server share it too. */
  readonly audited?: AuditLine[];
  /** The gateway's patience with slow clients; its own when absent. */
  readonly connectionTimes?: ConnectionTimes;
  /** False: as in production, where callers see less. Default true. */
  readonly isEmbedded?: boolean;
  readonly config?: Partial<Omit<EmbeddedConfig, 'mode'>>;
}

/** Everywhere: what nobody outside may see, in all forms. */
const secretForms = [secretCanary, Buffer.from(journeySecret), ...vaultCanaries].flatMap(formsOf);

/** A line of a level that production does not write unless asked; it may hold no secret all the same. */
const isVerbose = (line: string): boolean => /^\{"level":"(?:trace|debug)"/.test(line);

/** Starts both; `close` ends both. Without options: the demo organisation around `journeyDay`, seen by the demo caller. */
export const startJourney = async ({
  access = demoAccess,
  config: differences,
  deadlineMs,
  traffic,
  retries = 0,
  settleMs,
  leaseMs,
  budgetWindowSeconds,
  admission = { maxInFlight: 100_000, leastInFlight: 100_000 },
  liveTimes,
  // What has been built on this machine is no matter of a test that does not name it.
  inboxFolder = new URL('no-inbox/', import.meta.url),
  tracing,
  canWrite = true,
  ewsUrl,
  audited = [],
  connectionTimes,
  isEmbedded = true,
  requestId,
  ...options
}: JourneyOptions = {}): Promise<Journey> => {
  const emulator = createEmulator({ today: journeyDay, tokenPrefix: `${secretCanary}.`, ...options });
  const addresses = await emulator.listen();
  const backend = embeddedBackend(
    journeyConfig,
    emulator,
    ewsUrl === undefined ? addresses : { ...addresses, ewsUrl: ewsUrl.href },
  );
  if (backend.mode !== 'embedded') throw new Error('the embedded backend is of another mode');
  const { serviceAccount } = options;
  const config = {
    ...backend,
    workmail: {
      ...backend.workmail,
      credentials: { accessKeyId: 'embedded', secretAccessKey: secretCanary },
      ...(canWrite ? {} : { writeRoleId: undefined }),
    },
    ...(isEmbedded ? {} : { mode: 'workmail', corsOrigins: [], hasGraphiql: false, hasIntrospection: false }),
    ...(serviceAccount === undefined
      ? {}
      : { mode: 'ews', ews: { ewsUrl: ewsUrl ?? new URL(addresses.ewsUrl), ...serviceAccount } }),
    ...differences,
  } as GatewayConfig;
  const lines: string[] = [];
  const verbose: string[] = [];
  const logger = createLogger('trace', { write: (line) => void (isVerbose(line) ? verbose : lines).push(line) });
  const auditLog = auditLogTo((line) => void audited.push(line));
  let advancedMs = 0;
  const clock = { now: () => new Date(Date.now() + advancedMs), monotonicMs: () => performance.now() + advancedMs };
  const gateway = createGateway(config, {
    clock,
    random: () => 0.5,
    logger,
    auditLog,
    access,
    requestId,
    deadlineMs,
    traffic,
    retries,
    settleMs,
    leaseMs,
    budgetWindowSeconds,
    admission,
    liveTimes,
    inboxFolder,
    tracing,
  });
  const watched = watchAnswers(gateway.listener, secretForms);
  const serving = await serve(watched.listener, config, connectionTimes);
  const scraped = await serve(gateway.metricsListener, config);
  const metrics = async (): Promise<string> => (await fetch(`${scraped.origin}/metrics`)).text();

  const end = async (): Promise<void> => {
    const figures = await metrics();
    await serving.stop({ drainMs: 0, graceMs: 1_000, endStreams: () => gateway.endStreams() });
    await scraped.stop({ drainMs: 0, graceMs: 0 });
    await gateway.close();
    await emulator.close();
    if (watched.findings.length > 0) throw new Error(`A secret was answered: ${watched.findings.join('; ')}`);
    const records = [...lines, ...verbose, ...audited.map((line) => JSON.stringify(line))].join('\n');
    const found = formIn(records, [...secretForms, ...watched.credentials, ...watched.content]);
    if (found !== undefined) throw new Error(`A log or the audit tells what it may not: ${found}`);
    const counted = formIn(figures, [...secretForms, ...watched.credentials, ...watched.content, '@']);
    if (counted !== undefined) throw new Error(`The metrics tell what they may not: ${counted}`);
    const recorded = new Set(audited.map(({ requestId: id, operation }) => `${String(operation)} for ${String(id)}`));
    for (const { clientRequestId, operation, access: accepted } of emulator.requests) {
      const isOurs = clientRequestId !== undefined && accepted !== undefined;
      if (isOurs && !recorded.has(`${operation} for ${clientRequestId}`))
        throw new Error(`The audit knows nothing of a ${operation}`);
    }
  };
  let ending: Promise<void> | undefined;

  return {
    emulator,
    origin: serving.origin,
    emulatorUrl: addresses.ewsUrl,
    clock: { advance: (ms) => void (advancedMs += ms) },
    log: () => lines.join(''),
    audit: () => audited,
    metrics,
    query: async <Data>(
      document: string,
      variables: Readonly<Record<string, unknown>> = {},
      {
        headers = {},
        signal,
      }: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal } = {},
    ) => {
      const response = await fetch(`${serving.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
        body: JSON.stringify({ query: document, variables }),
        ...(signal === undefined ? {} : { signal }),
      });
      return (await response.json()) as Answer<Data>;
    },
    close: () => (ending ??= end()),
  };
};

/** The names of the EWS operations that an answer cost, in the order in which they ended. */
export const operationsOf = (answer: Answer<unknown>): readonly string[] =>
  answer.extensions?.upstream?.calls.map(({ operation }) => operation) ?? [];
