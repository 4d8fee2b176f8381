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

/** Where WorkMail is and how the gateway acts there. */
export interface WorkmailBackend {
  readonly organizationId: string;
  readonly region: string;
  readonly ewsUrl: URL;
  /** Undefined: the AWS endpoint of the region. */
  readonly apiEndpoint: URL | undefined;
  /** Role that reads run under. */
  readonly readRoleId: string;
  /** Role that writes run under; undefined: the gateway cannot write. */
  readonly writeRoleId: string | undefined;
  /** Undefined: the SDK's default chain. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Another EWS server, with a service account that may impersonate. */
export interface EwsBackend {
  readonly ewsUrl: URL;
  readonly username: string;
  readonly password: string;
}

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

const workmailBackend = (
  values: Variables,
): { readonly backend: WorkmailBackend; readonly warnings: readonly string[] } => {
  const {
    WORKMAIL_REGION: region = '',
    IMPERSONATION_ROLE_ID: fullAccess,
    READ_ONLY_IMPERSONATION_ROLE_ID: readOnly,
  } = values;
  const warnings: string[] = [];
  if (readOnly === undefined)
    warnings.push('READ_ONLY_IMPERSONATION_ROLE_ID is not set: reads run under the full-access role too');
  if (fullAccess === undefined) warnings.push('IMPERSONATION_ROLE_ID is not set: this gateway can read but not write');
  return {
    backend: {
      organizationId: values.WORKMAIL_ORGANIZATION_ID ?? '',
      region,
      ewsUrl: values.WORKMAIL_EWS_URL ?? new URL(`https://ews.mail.${region}.awsapps.com/EWS/Exchange.asmx`),
      apiEndpoint: values.WORKMAIL_API_ENDPOINT,
      readRoleId: readOnly ?? fullAccess ?? '',
      writeRoleId: fullAccess,
      credentials: undefined,
    },
    warnings,
  };
};

/**
 * Reads the environment, once; nobody else does. An empty variable counts as not set. Without WORKMAIL_ORGANIZATION_ID and EWS_URL the mode is
 * `embedded`. Throws ConfigError with every problem at once.
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const isSet = (key: keyof Variables): boolean => given[key] !== undefined;
  const mode = isSet('WORKMAIL_ORGANIZATION_ID') ? 'workmail' : isSet('EWS_URL') ? 'ews' : 'embedded';

  const values: Partial<Variables> = {};
  const problems: string[] = [];
  for (const [key, schema] of Object.entries(variables.shape)) {
    const parsed = schema.safeParse(given[key]);
    if (parsed.success) Object.assign(values, { [key]: parsed.data });
    else for (const issue of parsed.error.issues) problems.push(`${key}: ${issue.message}`);
  }
  problems.push(...problemsOfPresence(mode, isSet), ...problemsOfValues(mode, values));
  if (problems.length > 0) throw new ConfigError(problems);

  const backend = mode === 'workmail' ? workmailBackend(values) : undefined;
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
    serverVersion: values.EWS_SERVER_VERSION ?? 'Exchange2010_SP2',
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
    warnings: [...(backend?.warnings ?? []), ...warningsOf(mode, values)],
  };
  if (backend !== undefined)
    return Object.freeze({ ...frame, mode: 'workmail', workmail: Object.freeze(backend.backend) });
  if (values.EWS_URL === undefined) return Object.freeze({ ...frame, mode: 'embedded' });
  return Object.freeze({
    ...frame,
    mode: 'ews',
    ews: Object.freeze({
      ewsUrl: values.EWS_URL,
      username: values.EWS_USERNAME ?? '',
      password: values.EWS_PASSWORD ?? '',
    }),
  });
};
