import type { Access } from '../../src/access/access.ts';
import { readConfig, type EmbeddedConfig, type GatewayConfig } from '../../src/config.ts';
import { demoAccess, embeddedBackend } from '../../src/embedded.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';
import { createGateway } from '../../src/gateway.ts';
import { serve } from '../../src/http/serve.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

/** The day that journeys take place on: a Wednesday, eleven days before Europe's clocks go forward. */
export const journeyDay = new Date('2026-03-18T00:00:00Z');

/** What ids and cursors of a journey are sealed with. */
export const journeySecret = new Uint8Array(32).fill(7);

/** The demo's own configuration, on a port of the system's choice, as every journey has it unless it says otherwise. */
export const journeyConfig = readConfig({
  PORT: '0',
  LOG_LEVEL: 'info',
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
  readonly extensions?: { readonly upstream?: { readonly roundTrips: number; readonly calls: readonly TracedCall[] } };
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
  /** What the gateway logged, one JSON object a line. */
  readonly log: () => string;
  /** Posts an operation, as a client does. */
  query<Data = unknown>(
    document: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<Answer<Data>>;
  close(): Promise<void>;
}

/** What a journey may differ in. */
export interface JourneyOptions extends EmulatorOptions {
  readonly access?: Access;
  /** The longest wait for one EWS call, milliseconds. */
  readonly deadlineMs?: number;
  /** Another mail server than the emulator. */
  readonly ewsUrl?: URL;
  /** False: as in production, where callers see less. Default true. */
  readonly isEmbedded?: boolean;
  readonly config?: Partial<Omit<EmbeddedConfig, 'mode'>>;
}

/** Starts both; `close` ends both. Without options: the demo organisation around `journeyDay`, seen by the demo caller. */
export const startJourney = async ({
  access = demoAccess,
  config: differences,
  deadlineMs,
  ewsUrl,
  isEmbedded = true,
  ...options
}: JourneyOptions = {}): Promise<Journey> => {
  const emulator = createEmulator({ today: journeyDay, ...options });
  const addresses = await emulator.listen();
  const config = {
    ...embeddedBackend(
      journeyConfig,
      emulator,
      ewsUrl === undefined ? addresses : { ...addresses, ewsUrl: ewsUrl.href },
    ),
    ...(isEmbedded ? {} : { mode: 'workmail', corsOrigins: [], hasGraphiql: false, hasIntrospection: false }),
    ...differences,
  } as GatewayConfig;
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  let advancedMs = 0;
  const clock = { now: () => new Date(Date.now() + advancedMs), monotonicMs: () => performance.now() + advancedMs };
  const gateway = createGateway(config, { clock, random: () => 0.5, logger, access, deadlineMs });
  const serving = await serve(gateway.listener, config);

  return {
    emulator,
    origin: serving.origin,
    emulatorUrl: addresses.ewsUrl,
    clock: { advance: (ms) => void (advancedMs += ms) },
    log: () => lines.join(''),
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
    close: async () => {
      await serving.stop({ drainMs: 0, graceMs: 1_000 });
      await gateway.close();
      await emulator.close();
    },
  };
};

/** The names of the EWS operations that an answer cost, in the order in which they ended. */
export const operationsOf = (answer: Answer<unknown>): readonly string[] =>
  answer.extensions?.upstream?.calls.map(({ operation }) => operation) ?? [];
