import { problemsOfServer, problemsOfServerValues } from './config-checks.ts';
import { ConfigError } from './config-error.ts';
import { variables, type Variables } from './config-variables.ts';

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
  readonly credentials:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
}

/** Another EWS server, with a service account that may impersonate. */
export interface EwsBackend {
  readonly ewsUrl: URL;
  readonly username: string;
  readonly password: string;
}

/** Which mail server it is, and how to prove oneself there. */
export type Server =
  | { readonly mode: 'workmail'; readonly workmail: WorkmailBackend }
  | { readonly mode: 'ews'; readonly ews: EwsBackend };

/** A mail server for a command that needs nothing else of the configuration. */
export type ServerConfig = Server & {
  /** RequestServerVersion of every EWS request. */
  readonly serverVersion: string;
};

/** Where nothing is said. */
export const defaultServerVersion = 'Exchange2010_SP2';

/** What concerns the mail server. */
const serverVariables = [
  'WORKMAIL_ORGANIZATION_ID',
  'WORKMAIL_REGION',
  'WORKMAIL_EWS_URL',
  'WORKMAIL_API_ENDPOINT',
  'IMPERSONATION_ROLE_ID',
  'READ_ONLY_IMPERSONATION_ROLE_ID',
  'EWS_URL',
  'EWS_USERNAME',
  'EWS_PASSWORD',
  'EWS_SERVER_VERSION',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** What is set: an empty variable counts as not set. */
export const givenIn = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));

/** Each of these variables checked by itself; a bad one is a problem and no value. */
export const parseVariables = (
  given: Environment,
  keys: readonly (keyof Variables)[],
): { readonly values: Partial<Variables>; readonly problems: readonly string[] } => {
  const values: Partial<Variables> = {};
  const problems: string[] = [];
  for (const key of keys) {
    const parsed = variables.shape[key].safeParse(given[key]);
    if (parsed.success) Object.assign(values, { [key]: parsed.data });
    else for (const issue of parsed.error.issues) problems.push(`${key}: ${issue.message}`);
  }
  return { values, problems };
};

/** Which server checked values name; the embedded one when neither. */
export const modeOf = (given: Environment): 'workmail' | 'ews' | 'embedded' => {
  if (given['WORKMAIL_ORGANIZATION_ID'] !== undefined) return 'workmail';
  return given['EWS_URL'] === undefined ? 'embedded' : 'ews';
};

/** The server of checked values; undefined: the embedded one. */
export const serverOf = (values: Partial<Variables>): Server | undefined => {
  if (values.WORKMAIL_ORGANIZATION_ID !== undefined)
    return Object.freeze({ mode: 'workmail', workmail: workmailBackend(values.WORKMAIL_ORGANIZATION_ID, values) });
  if (values.EWS_URL === undefined) return undefined;
  const { EWS_URL: ewsUrl, EWS_USERNAME: username = '', EWS_PASSWORD: password = '' } = values;
  return Object.freeze({ mode: 'ews', ews: Object.freeze({ ewsUrl, username, password }) });
};

/**
 * The mail server that an environment names, for a command that is its operator's and no gateway: it needs no PUBLIC_URL, no POLICY_FILE and no
 * GATEWAY_SECRET, and they may be there. AWS credentials that stand in the environment count for this server; without them the SDK looks for its own.
 * Throws ConfigError with every problem at once, also when no server is named.
 */
export const readServer = (environment: Environment): ServerConfig => {
  const given = givenIn(environment);
  const { values, problems } = parseVariables(given, serverVariables);
  const mode = modeOf(given);
  const isSet = (key: keyof Variables): boolean => given[key] !== undefined;
  const server = serverOf(values);
  const all = [...problems, ...problemsOfServer(mode, isSet), ...problemsOfServerValues(mode, values)];
  if (mode === 'embedded') all.push('WORKMAIL_ORGANIZATION_ID, EWS_URL: one of them must name the mail server');
  if (all.length > 0 || server === undefined) throw new ConfigError(all);
  const serverVersion = values.EWS_SERVER_VERSION ?? defaultServerVersion;
  if (server.mode === 'ews') return Object.freeze({ ...server, serverVersion });
  const workmail = Object.freeze({ ...server.workmail, credentials: awsCredentials(given) });
  return Object.freeze({ mode: 'workmail', workmail, serverVersion });
};

const workmailBackend = (organizationId: string, values: Partial<Variables>): WorkmailBackend => {
  const {
    WORKMAIL_REGION: region = '',
    IMPERSONATION_ROLE_ID: fullAccess,
    READ_ONLY_IMPERSONATION_ROLE_ID: readOnly,
  } = values;
  return Object.freeze({
    organizationId,
    region,
    ewsUrl: values.WORKMAIL_EWS_URL ?? new URL(`https://ews.mail.${region}.awsapps.com/EWS/Exchange.asmx`),
    apiEndpoint: values.WORKMAIL_API_ENDPOINT,
    readRoleId: readOnly ?? fullAccess ?? '',
    writeRoleId: fullAccess,
    credentials: undefined,
  });
};

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html */
const awsCredentials = (given: Environment): WorkmailBackend['credentials'] => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = given;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  // Not frozen: the SDK notes in it where it has it from.
  return { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) };
};
