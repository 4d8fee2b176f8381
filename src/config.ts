import { isIP } from 'node:net';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { mailboxAddress, type MailboxAddress } from './ews/properties/id.ts';

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
  /** What the operator should know although the gateway can run; logged at start. */
  readonly warnings: readonly string[];
}

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

/** The environment cannot be used. `problems` names variables, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** RequestServerVersion values that Amazon WorkMail knows. https://docs.aws.amazon.com/workmail/latest/adminguide/using-ews.html */
const workmailVersions = ['Exchange2007', 'Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2'];
/** Regions that have WorkMail; others need their endpoint spelled out. https://docs.aws.amazon.com/general/latest/gr/workmail.html */
const workmailRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];
const secretBytes = 32;

const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

const parseUrl = (value: string): URL | undefined => (URL.canParse(value) ? new URL(value) : undefined);

const checked = <Value>(read: (value: string) => Value | undefined, message: string) =>
  z.string().transform((value, context) => {
    const result = read(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const text = (pattern: RegExp, message: string) =>
  checked((value) => (pattern.test(value) ? value : undefined), message).optional();

const endpoint = checked((value) => {
  const url = parseUrl(value);
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.test(url.hostname)) ? url : undefined;
}, 'must be an https address without user name (http only for loopback)').optional();

const secret = checked((value) => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length >= secretBytes && bytes.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, '')
    ? new Uint8Array(bytes)
    : undefined;
}, `must be base64 of ${secretBytes} bytes or more, e.g. from: openssl rand -base64 ${secretBytes}`).optional();

/** One variable at a time; what concerns several follows in `readConfig`. An object schema drops what it does not name. */
const variables = z.object({
  WORKMAIL_ORGANIZATION_ID: text(/^m-[0-9a-f]{32}$/, 'must look like m- and 32 hexadecimal digits'),
  WORKMAIL_REGION: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1'),
  WORKMAIL_EWS_URL: endpoint,
  WORKMAIL_API_ENDPOINT: endpoint,
  IMPERSONATION_ROLE_ID: text(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of an impersonation role'),
  READ_ONLY_IMPERSONATION_ROLE_ID: text(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of an impersonation role'),
  EWS_URL: endpoint,
  EWS_USERNAME: text(/^[^:\r\n]+$/, 'must not hold a colon or a line break'),
  EWS_PASSWORD: z.string().optional(),
  EWS_SERVER_VERSION: text(
    /^(Exchange20\d\d(_SP\d)?|V\d{4}_\d{2}_\d{2})$/,
    'must be a version of the EWS contract such as Exchange2010_SP2',
  ),
  DIRECTORY_MAILBOX: checked(mailboxAddress, 'must be an email address').optional(),
  PUBLIC_URL: checked((value) => {
    const url = parseUrl(value);
    return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/` ? url : undefined;
  }, 'must be an origin such as https://mail-api.example.com').optional(),
  PORT: checked(
    (value) => (/^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : undefined),
    'must be a whole number from 0 to 65535',
  ).optional(),
  HOST: checked(
    (value) => (isIP(value) !== 0 || /^[A-Za-z0-9.-]{1,253}$/.test(value) ? value : undefined),
    'must be an address or host name to listen on',
  ).optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .optional(),
  GATEWAY_SECRET: secret,
  GATEWAY_SECRET_PREVIOUS: secret,
  NODE_ENV: z.string().optional(),
});

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
  return problems;
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
    warnings: backend?.warnings ?? [],
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
