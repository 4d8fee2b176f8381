import { randomBytes } from 'node:crypto';
import type { AccessConfig } from './access/open-access.ts';
import { problemsOfPresence, problemsOfValues, warningsOf } from './config-checks.ts';
import { ConfigError } from './config-error.ts';
import { secretBytes } from './config-values.ts';
import {
  defaultAlgorithms,
  defaultCostLimit,
  defaultCostPerMinute,
  defaultMaxInFlight,
  defaultPort,
  defaultTokenAgeSeconds,
  variables,
  type Variables,
} from './config-variables.ts';
import type { MailboxAddress } from './ews/properties/id.ts';
import {
  defaultServerVersion,
  givenIn,
  modeOf,
  parseVariables,
  serverOf,
  type EwsBackend,
  type WorkmailBackend,
} from './server-config.ts';

/** How much the gateway logs. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What every mode has. */
interface Frame {
  readonly host: string;
  /** 0 to 65535; 0 lets the system choose. */
  readonly port: number;
  /** Origin that links are made with; undefined only in embedded mode: then the request's own. */
  readonly publicUrl: URL | undefined;
  /** Where metrics and probes are served without credentials, as `port`; undefined: nowhere. */
  readonly metricsPort: number | undefined;
  /** Undefined: no spans are made. */
  readonly tracing: TracingConfig | undefined;
  readonly logLevel: LogLevel;
  /** Seals ids and signs links; at least 32 bytes. */
  readonly secret: Uint8Array;
  /** What this one sealed still opens. */
  readonly previousSecret: Uint8Array | undefined;
  /** RequestServerVersion of every EWS request. */
  readonly serverVersion: string;
  /** Impersonated for look-ups that concern no mailbox; undefined: the caller's own mailbox. */
  readonly directoryMailbox: MailboxAddress | undefined;
  /** How callers are told apart; undefined only in embedded mode: everybody is the demo caller. */
  readonly access: AccessConfig | undefined;
  /** Origins whose pages may call from a browser, exactly as browsers name themselves; `*`: any, only with demo data. */
  readonly corsOrigins: readonly string[] | '*';
  readonly hasGraphiql: boolean;
  readonly hasIntrospection: boolean;
  readonly persistedOperations: PersistedOperationsConfig | undefined;
  readonly auditLog: AuditLog;
  /** Where replicas agree on keyed writes, budgets and who watches which mailbox; holds a password perhaps. Undefined: there is one process. */
  readonly redisUrl: URL | undefined;
  readonly notifications: NotificationsConfig;
  /** The most that one operation may cost. */
  readonly costLimit: number;
  /** What one caller may spend in a minute. */
  readonly costPerMinute: number;
  /** Requests that this process answers or lets wait at a time; further ones are turned away. */
  readonly maxInFlight: number;
  /** What the operator should know although the gateway can run; logged at start. */
  readonly warnings: readonly string[];
}

/** What the gateway decides about spans; where they go and which of them, the library reads from the environment. */
export interface TracingConfig {
  /** The spans of a request are children of its client's, where it names one. */
  readonly continues: boolean;
}

/** Operations known beforehand, and who may send no others. */
export interface PersistedOperationsConfig {
  readonly file: string;
  readonly only: 'nobody' | 'tokens' | 'everybody';
}

/** The one way to learn what happens in mailboxes, or `auto` for the best that the mail server offers. */
export type NotificationsConfig = 'auto' | 'streaming' | 'push' | 'pull' | 'polling';

/** Where audit lines go. */
export type AuditLog = 'none' | 'stdout' | { readonly file: string };

/** The demo: `embedded.ts` adds the backend once the embedded WorkMail listens. */
export interface EmbeddedConfig extends Frame {
  readonly mode: 'embedded';
}

/** What the gateway runs with: a frame and a backend. The embedded WorkMail is reached exactly like the real one. */
export type GatewayConfig =
  | (Frame & { readonly mode: 'embedded'; readonly workmail: WorkmailBackend })
  | (Frame & { readonly mode: 'workmail'; readonly workmail: WorkmailBackend })
  | (Frame & { readonly mode: 'ews'; readonly ews: EwsBackend });

/** What the environment says. */
export type Config = EmbeddedConfig | Exclude<GatewayConfig, { mode: 'embedded' }>;

const accessConfig = (values: Variables): AccessConfig | undefined => {
  if (values.POLICY_FILE === undefined) return undefined;
  const { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = values;
  return Object.freeze({
    policyFile: values.POLICY_FILE,
    tokens:
      jwksUrl === undefined || issuer === undefined || audience === undefined
        ? undefined
        : Object.freeze({
            jwksUrl,
            issuer,
            audience,
            algorithms: values.AUTH_ALGORITHMS ?? defaultAlgorithms,
            mailboxClaim: values.AUTH_MAILBOX_CLAIM,
            maxAgeSeconds: values.AUTH_MAX_TOKEN_AGE ?? defaultTokenAgeSeconds,
          }),
  });
};

const persistedOperations = (values: Variables): PersistedOperationsConfig | undefined => {
  const { PERSISTED_OPERATIONS_FILE: path, PERSISTED_ONLY: only } = values;
  if (path === undefined) return undefined;
  return Object.freeze({ file: path, only: only === 'true' ? 'everybody' : only === 'tokens' ? 'tokens' : 'nobody' });
};

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
const tracing = (values: Variables): TracingConfig | undefined => {
  const endpoint = values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? values.OTEL_EXPORTER_OTLP_ENDPOINT;
  const exporter = values.OTEL_TRACES_EXPORTER ?? (endpoint === undefined ? 'none' : 'otlp');
  if (exporter === 'none' || values.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return undefined;
  return Object.freeze({ continues: values.OTEL_PROPAGATORS?.includes('tracecontext') ?? true });
};

const auditLog = (mode: Config['mode'], target: string | undefined): AuditLog => {
  // A person reads the terminal of the demo.
  if (target === undefined) return mode === 'embedded' ? 'none' : 'stdout';
  return target === 'stdout' ? 'stdout' : Object.freeze({ file: target });
};

const roleWarnings = ({ writeRoleId }: WorkmailBackend, values: Partial<Variables>): readonly string[] => [
  ...(values.READ_ONLY_IMPERSONATION_ROLE_ID === undefined
    ? ['READ_ONLY_IMPERSONATION_ROLE_ID is not set: reads run under the full-access role too']
    : []),
  ...(writeRoleId === undefined ? ['IMPERSONATION_ROLE_ID is not set: this gateway can read but not write'] : []),
];

/**
 * Reads the environment, once; nobody else does. An empty variable counts as not set. Without WORKMAIL_ORGANIZATION_ID and EWS_URL the mode is
 * `embedded`. Throws ConfigError with every problem at once.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = givenIn(environment);
  const isSet = (key: keyof Variables): boolean => given[key] !== undefined;
  const mode = modeOf(given);
  const { values, problems: bad } = parseVariables(given, variables.keyof().options);
  const problems = [...bad, ...problemsOfPresence(mode, isSet), ...problemsOfValues(mode, values)];
  if (problems.length > 0) throw new ConfigError(problems);

  const server = serverOf(values);
  const frame: Frame = {
    host: values.HOST ?? (mode === 'embedded' ? '127.0.0.1' : '0.0.0.0'),
    port: values.PORT ?? defaultPort,
    publicUrl: values.PUBLIC_URL,
    metricsPort: values.METRICS_PORT,
    tracing: tracing(values),
    // In embedded mode a person reads the terminal: the address of GraphiQL should not drown in request lines.
    logLevel: values.LOG_LEVEL ?? (mode === 'embedded' ? 'warn' : 'info'),
    secret: values.GATEWAY_SECRET ?? new Uint8Array(randomBytes(secretBytes)),
    previousSecret: values.GATEWAY_SECRET_PREVIOUS,
    serverVersion: values.EWS_SERVER_VERSION ?? defaultServerVersion,
    directoryMailbox: values.DIRECTORY_MAILBOX,
    access: accessConfig(values),
    corsOrigins: values.CORS_ORIGINS ?? (mode === 'embedded' ? '*' : []),
    hasGraphiql: values.GRAPHIQL ?? mode === 'embedded',
    hasIntrospection: values.INTROSPECTION ?? mode === 'embedded',
    persistedOperations: persistedOperations(values),
    auditLog: auditLog(mode, values.AUDIT_LOG),
    redisUrl: values.REDIS_URL,
    notifications: values.EWS_NOTIFICATIONS ?? 'auto',
    costLimit: values.COST_LIMIT ?? defaultCostLimit,
    costPerMinute: values.COST_PER_MINUTE ?? defaultCostPerMinute,
    maxInFlight: values.MAX_IN_FLIGHT ?? defaultMaxInFlight,
    warnings: [
      ...(server?.mode === 'workmail' ? roleWarnings(server.workmail, values) : []),
      ...warningsOf(mode, values),
    ],
  };
  return Object.freeze(server === undefined ? { ...frame, mode: 'embedded' } : { ...frame, ...server });
};
