import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { AccessConfig } from './access/open-access.ts';
import { ConfigError } from './config-error.ts';
import { loopbackHosts, secretBytes, variables } from './config-variables.ts';
import type { MailboxAddress } from './ews/properties/id.ts';
import { pushOrigin } from './push-origin.ts';

/** How much the gateway logs. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What every mode has. */
interface Frame {
  readonly host: string;
  /** 0 to 65535; 0 lets the system choose. */
  readonly port: number;
  /** Origin that links are made with; undefined only in embedded mode: then the request's own. */
  readonly publicUrl: URL | undefined;
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
  /** What the operator should know although the gateway can run; logged at start. */
  readonly warnings: readonly string[];
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

/** RequestServerVersion values that Amazon WorkMail knows. https://docs.aws.amazon.com/workmail/latest/adminguide/using-ews.html */
const workmailVersions = ['Exchange2007', 'Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2'];
/** Regions that have WorkMail; others need their endpoint spelled out. https://docs.aws.amazon.com/general/latest/gr/workmail.html */
const workmailRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** Signatures by key pairs that identity providers use; with a shared secret whoever can check a token can make one. */
const defaultAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const defaultTokenAgeSeconds = 3_600;
const defaultCostLimit = 10_000;
const defaultCostPerMinute = 100_000;

type Variables = z.output<typeof variables>;
type Key = keyof Variables;

const workmailOnly: readonly Key[] = [
  'WORKMAIL_REGION',
  'WORKMAIL_EWS_URL',
  'WORKMAIL_API_ENDPOINT',
  'IMPERSONATION_ROLE_ID',
  'READ_ONLY_IMPERSONATION_ROLE_ID',
];
const ewsOnly: readonly Key[] = ['EWS_USERNAME', 'EWS_PASSWORD'];
const tokensNeed: readonly Key[] = ['AUTH_ISSUER', 'AUTH_AUDIENCE'];
const tokensOnly: readonly Key[] = [...tokensNeed, 'AUTH_ALGORITHMS', 'AUTH_MAILBOX_CLAIM', 'AUTH_MAX_TOKEN_AGE'];

/** What can be said from presence alone, so that it is reported even when a value is bad. */
const problemsOfPresence = (mode: Config['mode'], isSet: (key: Key) => boolean): readonly string[] => {
  const problems: string[] = [];
  const need = (key: Key, why: string): void => {
    if (!isSet(key)) problems.push(`${key}: ${why}`);
  };
  if (isSet('WORKMAIL_ORGANIZATION_ID') && isSet('EWS_URL'))
    problems.push('WORKMAIL_ORGANIZATION_ID, EWS_URL: set one of them, not both');
  if (mode === 'workmail') {
    need('WORKMAIL_REGION', 'required with WORKMAIL_ORGANIZATION_ID');
    if (!isSet('IMPERSONATION_ROLE_ID') && !isSet('READ_ONLY_IMPERSONATION_ROLE_ID')) {
      problems.push(
        'IMPERSONATION_ROLE_ID, READ_ONLY_IMPERSONATION_ROLE_ID: at least one is required with WORKMAIL_ORGANIZATION_ID',
      );
    }
  } else {
    for (const key of workmailOnly)
      if (isSet(key)) problems.push(`${key}: only has a meaning with WORKMAIL_ORGANIZATION_ID, which is not set`);
  }
  if (mode === 'ews') for (const key of ewsOnly) need(key, 'required with EWS_URL');
  else if (!isSet('EWS_URL'))
    for (const key of ewsOnly)
      if (isSet(key)) problems.push(`${key}: only has a meaning with EWS_URL, which is not set`);
  if (mode !== 'embedded') {
    need('GATEWAY_SECRET', `required unless the embedded WorkMail is used: base64 of ${secretBytes} bytes or more`);
    need('PUBLIC_URL', 'required unless the embedded WorkMail is used: the origin that clients see');
    need('POLICY_FILE', 'required unless the embedded WorkMail is used: who may open which mailbox');
  }
  if (isSet('AUTH_JWKS_URL')) {
    for (const key of tokensNeed) need(key, 'required with AUTH_JWKS_URL');
    need('POLICY_FILE', 'required with AUTH_JWKS_URL: who may open which mailbox');
  } else {
    for (const key of tokensOnly)
      if (isSet(key)) problems.push(`${key}: only has a meaning with AUTH_JWKS_URL, which is not set`);
  }
  if (isSet('GATEWAY_SECRET_PREVIOUS')) need('GATEWAY_SECRET', 'required with GATEWAY_SECRET_PREVIOUS');
  return problems;
};

/** What needs good values; a variable that was bad is undefined here and says nothing more. */
const problemsOfValues = (mode: Config['mode'], values: Partial<Variables>): readonly string[] => {
  const problems: string[] = [];
  if (mode === 'embedded') {
    if (values.NODE_ENV === 'production') {
      problems.push(
        'NODE_ENV: the embedded WorkMail is for trying out, not for production; set WORKMAIL_ORGANIZATION_ID or EWS_URL',
      );
    }
    if (values.HOST !== undefined && !loopbackHosts.test(values.HOST))
      problems.push('HOST: the embedded WorkMail lets everybody in, so it listens on loopback only');
  }
  if (
    mode === 'workmail' &&
    values.WORKMAIL_REGION !== undefined &&
    !workmailRegions.includes(values.WORKMAIL_REGION) &&
    values.WORKMAIL_EWS_URL === undefined
  ) {
    problems.push(
      `WORKMAIL_REGION: WorkMail is in ${workmailRegions.join(', ')}; elsewhere WORKMAIL_EWS_URL must name the endpoint`,
    );
  }
  if (
    mode !== 'ews' &&
    values.EWS_SERVER_VERSION !== undefined &&
    !workmailVersions.includes(values.EWS_SERVER_VERSION)
  ) {
    problems.push(`EWS_SERVER_VERSION: WorkMail knows ${workmailVersions.join(', ')}; newer ones only with EWS_URL`);
  }
  if ((values.PERSISTED_ONLY ?? 'false') !== 'false' && values.PERSISTED_OPERATIONS_FILE === undefined)
    problems.push('PERSISTED_ONLY: needs PERSISTED_OPERATIONS_FILE, or nobody could send anything');
  if (values.EWS_NOTIFICATIONS === 'push' && pushOrigin(values.PUBLIC_URL, ewsUrlOf(mode, values)) === undefined) {
    problems.push(
      'EWS_NOTIFICATIONS: with push the mail server sends to PUBLIC_URL, which must be https, or loopback where the mail server is on loopback too',
    );
  }
  if ((values.COST_PER_MINUTE ?? defaultCostPerMinute) < (values.COST_LIMIT ?? defaultCostLimit))
    problems.push('COST_LIMIT, COST_PER_MINUTE: an operation of the highest cost must fit into a minute');
  return problems;
};

/** As far as it was said; the embedded WorkMail is on loopback, Amazon's is not. */
const ewsUrlOf = (mode: Config['mode'], { EWS_URL, WORKMAIL_EWS_URL }: Partial<Variables>): URL =>
  EWS_URL ?? WORKMAIL_EWS_URL ?? new URL(mode === 'embedded' ? 'http://127.0.0.1' : 'https://ews.invalid');

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

const warningsOf = (mode: Config['mode'], values: Variables): readonly string[] => [
  ...(values.GRAPHIQL === true && mode !== 'embedded' && values.INTROSPECTION !== true
    ? ['GRAPHIQL is on and INTROSPECTION is not: GraphiQL will know no schema']
    : []),
  ...(mode !== 'embedded' && values.AUTH_JWKS_URL === undefined
    ? ['AUTH_JWKS_URL is not set: only the API keys of POLICY_FILE are accepted']
    : []),
  ...(mode !== 'embedded' && values.REDIS_URL === undefined
    ? [
        'REDIS_URL is not set: idempotency keys, budgets, live events and the watches behind them are looked after in this process alone, so run one of it only',
      ]
    : []),
  ...(values.REDIS_URL?.protocol === 'redis:' && !loopbackHosts.test(values.REDIS_URL.hostname)
    ? ['REDIS_URL is without TLS (rediss://): its password and what gateways tell each other can be read on the way']
    : []),
];

const persistedOperations = (values: Variables): PersistedOperationsConfig | undefined => {
  const { PERSISTED_OPERATIONS_FILE: path, PERSISTED_ONLY: only } = values;
  if (path === undefined) return undefined;
  return Object.freeze({ file: path, only: only === 'true' ? 'everybody' : only === 'tokens' ? 'tokens' : 'nobody' });
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
  const isSet = (key: Key): boolean => given[key] !== undefined;
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
    port: values.PORT ?? 4000,
    publicUrl: values.PUBLIC_URL,
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
