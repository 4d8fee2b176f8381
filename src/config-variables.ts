import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { mailboxAddress } from './ews/properties/id.ts';

/** The shortest secret that seals ids, bytes. */
export const secretBytes = 32;

/** Host names that reach nobody but this machine. */
export const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

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

const file = text(/^[^\0]{1,4096}$/, 'must be the path of a file');

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .optional();

const whole = (min: number, max: number, message: string) =>
  checked(
    (value) => (/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined),
    message,
  ).optional();

const port = whole(0, 65_535, 'must be a whole number from 0 to 65535');

/** Where spans are sent: a collector beside the gateway speaks http. */
const collector = checked((value) => {
  const url = parseUrl(value);
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}, 'must be an http or https address').optional();

const otlpProtocol = z
  .literal('http/protobuf', { error: 'must be http/protobuf: the gateway speaks no other' })
  .optional();

/** What stands between commas, each part on its own. */
const list = (isPart: RegExp | ((part: string) => boolean), message: string) =>
  checked((value): readonly string[] | undefined => {
    const parts = value.split(',').map((part) => part.trim());
    return parts.every((part) => (isPart instanceof RegExp ? isPart.test(part) : isPart(part))) ? parts : undefined;
  }, message).optional();

/** As a browser writes it in the Origin header: no path, no slash at the end, no default port. */
const isOrigin = (part: string): boolean => {
  const url = parseUrl(part);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === part && !part.includes('*');
};

/** Without parameters, which would be settings of the library. */
const isRedisUrl = (value: string): boolean => {
  const url = parseUrl(value);
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false;
  return /^(\/\d{0,4})?$/.test(url.pathname) && url.search === '' && url.hash === '' && canDecode(url);
};

const canDecode = ({ username, password }: URL): boolean => {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
};

/** One variable at a time; what concerns several follows in `readConfig`. An object schema drops what it does not name. */
export const variables = z.object({
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
  PORT: port,
  METRICS_PORT: port,
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
  POLICY_FILE: file,
  AUTH_JWKS_URL: endpoint,
  AUTH_ISSUER: text(/^\S{1,500}$/, 'must be the issuer that tokens name, to the letter'),
  AUTH_AUDIENCE: list(/^[^\s,]{1,500}$/, 'must be one or more audiences with commas between them'),
  AUTH_ALGORITHMS: list(
    /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/,
    'must be signature algorithms with commas between them: RS256, PS256, ES256 and their 384 and 512, EdDSA; shared secrets are not accepted',
  ),
  AUTH_MAILBOX_CLAIM: text(/^\S{1,200}$/, 'must be the name of a claim'),
  AUTH_MAX_TOKEN_AGE: whole(60, 86_400, 'must be whole seconds, 60 to 86400'),
  CORS_ORIGINS: list(isOrigin, 'must be origins such as https://mail.example.com with commas between them'),
  GRAPHIQL: flag,
  INTROSPECTION: flag,
  PERSISTED_OPERATIONS_FILE: file,
  PERSISTED_ONLY: z.enum(['true', 'tokens', 'false'], { error: 'must be true, tokens or false' }).optional(),
  AUDIT_LOG: checked(
    (value) => (value === 'stdout' || isAbsolute(value) ? value : undefined),
    'must be stdout or the absolute path of a file',
  ).optional(),
  REDIS_URL: checked(
    (value) => (isRedisUrl(value) ? new URL(value) : undefined),
    'must be redis://host:port or rediss://host:port, with user:password@ before and /database behind where needed',
  ).optional(),
  EWS_NOTIFICATIONS: z
    .enum(['auto', 'streaming', 'push', 'pull', 'polling'], {
      error: 'must be auto, streaming, push, pull or polling',
    })
    .optional(),
  COST_LIMIT: whole(100, 1_000_000, 'must be a whole number from 100 to 1000000'),
  COST_PER_MINUTE: whole(100, 100_000_000, 'must be a whole number from 100 to 100000000'),
  MAX_IN_FLIGHT: whole(64, 10_000, 'must be a whole number from 64 to 10000'),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], { error: 'must be otlp or none' }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_PROTOCOL: otlpProtocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: otlpProtocol,
  OTEL_PROPAGATORS: list(/^[\w-]{1,50}$/, 'must be names of propagators with commas between them'),
  NODE_ENV: z.string().optional(),
});

/** What the environment says, each variable checked by itself. */
export type Variables = z.output<typeof variables>;

/** The most that one operation may cost, and what a caller may spend in a minute, where nothing is said. */
export const defaultCostLimit = 10_000;
export const defaultCostPerMinute = 100_000;

/** Requests that may be in flight, where nothing is said. */
export const defaultMaxInFlight = 256;

/** Where the gateway listens, where nothing is said. */
export const defaultPort = 4_000;
