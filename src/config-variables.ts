import { isIP } from 'node:net';
import { z } from 'zod';
import { variable } from './config-manual.ts';
import { telemetryVariables } from './config-telemetry.ts';
import {
  checked,
  endpoint,
  file,
  flag,
  list,
  origin,
  origins,
  port,
  redisUrl,
  secret,
  text,
  whole,
} from './config-values.ts';
import { mailboxAddress } from './ews/properties/id.ts';

/** The most that one operation may cost, and what a caller may spend in a minute, where nothing is said. */
export const defaultCostLimit = 10_000;
export const defaultCostPerMinute = 100_000;

/** Requests that may be in flight, where nothing is said. */
export const defaultMaxInFlight = 256;

/** Where the gateway listens, where nothing is said. */
export const defaultPort = 4_000;

/** Signatures by key pairs that identity providers use, where nothing is said; with a shared secret whoever can check a token can make one. */
export const defaultAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** How old a token may be, where nothing is said. */
export const defaultTokenAgeSeconds = 3_600;

const role = text(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of an impersonation role');

const workmailVariables = {
  WORKMAIL_ORGANIZATION_ID: variable(text(/^m-[0-9a-f]{32}$/, 'must look like m- and 32 hexadecimal digits'), {
    description:
      'The WorkMail organisation to serve. Setting it chooses WorkMail; AWS credentials come from the default chain of the AWS SDK.',
    default: 'not set',
    example: 'm-0123456789abcdef0123456789abcdef',
  }),
  WORKMAIL_REGION: variable(text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1'), {
    description:
      'The region of the organisation: us-east-1, us-west-2 or eu-west-1, from which the endpoints follow. For another one `WORKMAIL_EWS_URL` must name the endpoint.',
    default: 'required with `WORKMAIL_ORGANIZATION_ID`',
    example: 'eu-west-1',
  }),
  READ_ONLY_IMPERSONATION_ROLE_ID: variable(role, {
    description:
      'The impersonation role that reads run under. With this one alone the gateway cannot write, which it says at start.',
    default: '`IMPERSONATION_ROLE_ID`; one of the two is required with `WORKMAIL_ORGANIZATION_ID`',
    example: '1d3f0c54-2b7a-4b0f-9a55-8c1f0e7d6a21',
  }),
  IMPERSONATION_ROLE_ID: variable(role, {
    description:
      'The impersonation role, of type FULL_ACCESS, that writes run under. With this one alone it serves reads as well, which the gateway says at start.',
    default: 'not set: the gateway cannot write',
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  }),
  WORKMAIL_EWS_URL: variable(endpoint, {
    description: 'The EWS endpoint, where it is not the one of the region.',
    default: 'follows from `WORKMAIL_REGION`',
    example: 'https://ews.mail.eu-west-1.awsapps.com/EWS/Exchange.asmx',
  }),
  WORKMAIL_API_ENDPOINT: variable(endpoint, {
    description:
      'The endpoint of the WorkMail API, where it is not the one of the region: a VPC endpoint, an emulator.',
    default: 'the AWS endpoint of the region',
    example: 'https://workmail.eu-west-1.amazonaws.com',
  }),
};

const ewsVariables = {
  EWS_URL: variable(endpoint, {
    description:
      'Another EWS server, Exchange Server for instance. Setting it chooses that server instead of WorkMail.',
    default: 'not set',
    example: 'https://mail.example.com/EWS/Exchange.asmx',
  }),
  EWS_USERNAME: variable(text(/^[^:\r\n]+$/, 'must not hold a colon or a line break'), {
    description: 'The service account that may impersonate. It is sent as Basic credentials.',
    default: 'required with `EWS_URL`',
    example: 'gateway@example.com',
  }),
  EWS_PASSWORD: variable(z.string(), {
    description: 'Its password.',
    default: 'required with `EWS_URL`',
    example: 'from-your-secret-store',
  }),
};

const serverVariables = {
  EWS_SERVER_VERSION: variable(
    text(
      /^(Exchange20\d\d(_SP\d)?|V\d{4}_\d{2}_\d{2})$/,
      'must be a version of the EWS contract such as Exchange2010_SP2',
    ),
    {
      description:
        'The version of the EWS contract that requests ask for (RequestServerVersion). WorkMail knows none newer than Exchange2010_SP2; newer ones can be set with `EWS_URL` only.',
      default: '`Exchange2010_SP2`',
      example: 'Exchange2013_SP1',
    },
  ),
  EWS_NOTIFICATIONS: variable(
    z.enum(['auto', 'streaming', 'push', 'pull', 'polling'], {
      error: 'must be auto, streaming, push, pull or polling',
    }),
    {
      description:
        'How the mail server tells what happens: `streaming`, `push` (it sends to `PUBLIC_URL`, which has to be https, or loopback where both are), `pull`, `polling`, or `auto`: the first of them that works.',
      default: '`auto`',
      example: 'push',
    },
  ),
  DIRECTORY_MAILBOX: variable(checked(mailboxAddress, 'must be an email address'), {
    description: 'The mailbox that is impersonated for look-ups that concern no mailbox.',
    default: "the caller's own mailbox",
    example: 'directory@example.com',
  }),
};

const addressVariables = {
  HOST: variable(
    checked(
      (value) => (isIP(value) !== 0 || /^[A-Za-z0-9.-]{1,253}$/.test(value) ? value : undefined),
      'must be an address or host name to listen on',
    ),
    {
      description: 'The address to listen on. With the embedded WorkMail only a loopback address is accepted.',
      default: '`0.0.0.0`; with the embedded WorkMail `127.0.0.1`',
      example: '127.0.0.1',
    },
  ),
  PORT: variable(port, {
    description: 'The port to listen on; 0 takes any free one.',
    default: `\`${defaultPort}\``,
    example: '8080',
  }),
  PUBLIC_URL: variable(origin, {
    description:
      'The origin that clients see. Download links are made with it, and the mail server can push to it where it is https.',
    default: "required; with the embedded WorkMail the request's own",
    example: 'https://mail-api.example.com',
  }),
  NODE_ENV: variable(z.string(), {
    description: 'With `production` the embedded WorkMail refuses to start. The container image sets it.',
    default: 'not set',
    example: 'production',
  }),
};

const secretVariables = {
  GATEWAY_SECRET: variable(secret, {
    description:
      'Seals ids, cursors and tokens, and signs download links: base64 of 32 bytes or more (`openssl rand -base64 32`). All replicas have the same one.',
    default: 'required; the embedded WorkMail makes one for each run',
    example: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  }),
  GATEWAY_SECRET_PREVIOUS: variable(secret, {
    description: 'The secret of before: what it sealed still opens. Set it while you replace the secret.',
    default: 'not set',
    example: 'ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=',
  }),
};

const callerVariables = {
  POLICY_FILE: variable(file, {
    description:
      'The JSON file that says who may open which mailbox, and which API keys there are. SIGHUP reads it again.',
    default: 'required; with the embedded WorkMail everybody is the demo caller without it',
    example: '/etc/workmail-graphql/policy.json',
  }),
  AUTH_JWKS_URL: variable(endpoint, {
    description: 'The keys of the identity provider whose JWTs are believed.',
    default: 'not set: only the API keys of the policy file are accepted',
    example: 'https://login.example.com/.well-known/jwks.json',
  }),
  AUTH_ISSUER: variable(text(/^\S{1,500}$/, 'must be the issuer that tokens name, to the letter'), {
    description: 'The issuer (`iss`) that tokens must name, to the letter.',
    default: 'required with `AUTH_JWKS_URL`',
    example: 'https://login.example.com/',
  }),
  AUTH_AUDIENCE: variable(list(/^[^\s,]{1,500}$/, 'must be one or more audiences with commas between them'), {
    description: 'The audience (`aud`) that tokens must name; several with commas between them.',
    default: 'required with `AUTH_JWKS_URL`',
    example: 'mail-api,mail-frontend',
  }),
  AUTH_ALGORITHMS: variable(
    list(
      /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/,
      'must be signature algorithms with commas between them: RS256, PS256, ES256 and their 384 and 512, EdDSA; shared secrets are not accepted',
    ),
    {
      description: 'The signature algorithms that are accepted. Algorithms with a shared secret are not offered.',
      default: `\`${defaultAlgorithms.join()}\``,
      example: 'ES256',
    },
  ),
  AUTH_MAX_TOKEN_AGE: variable(whole(60, 86_400, 'must be whole seconds, 60 to 86400'), {
    description:
      'Seconds after which a token is refused, counted from its `iat`, whatever its `exp` says: 60 to 86400.',
    default: `\`${defaultTokenAgeSeconds}\``,
    example: '900',
  }),
  AUTH_MAILBOX_CLAIM: variable(text(/^\S{1,200}$/, 'must be the name of a claim'), {
    description:
      "The claim with the primary address of the caller's own mailbox. Choose one that people cannot edit themselves.",
    default: 'not set: nobody owns a mailbox',
    example: 'email',
  }),
};

const edgeVariables = {
  CORS_ORIGINS: variable(origins, {
    description: 'The origins whose pages may call from a browser, exactly as browsers name them, with commas between.',
    default: 'none; with the embedded WorkMail any',
    example: 'https://mail.example.com,https://crm.example.com',
  }),
  GRAPHIQL: variable(flag, {
    description: 'Whether `GET /graphql` shows GraphiQL in a browser.',
    default: '`false`; with the embedded WorkMail `true`',
    example: 'true',
  }),
  INTROSPECTION: variable(flag, {
    description: 'Whether callers may ask for the schema. Without it errors suggest no names.',
    default: '`false`; with the embedded WorkMail `true`',
    example: 'true',
  }),
  PERSISTED_OPERATIONS_FILE: variable(file, {
    description:
      "Operations that are known beforehand: Apollo's manifest, or an object of SHA-256 and document. A hash or a document that does not fit ends the start with code 78.",
    default: 'none',
    example: '/etc/workmail-graphql/operations.json',
  }),
  PERSISTED_ONLY: variable(z.enum(['true', 'tokens', 'false'], { error: 'must be true, tokens or false' }), {
    description:
      'Whether other operations are refused: `true` from everybody, `tokens` from callers with a JWT. Needs `PERSISTED_OPERATIONS_FILE`.',
    default: '`false`',
    example: 'tokens',
  }),
};

const limitVariables = {
  COST_LIMIT: variable(whole(100, 1_000_000, 'must be a whole number from 100 to 1000000'), {
    description: 'The most that one operation may cost, 100 to 1000000.',
    default: `\`${defaultCostLimit}\``,
    example: '20000',
  }),
  COST_PER_MINUTE: variable(whole(100, 100_000_000, 'must be a whole number from 100 to 100000000'), {
    description: 'What one caller may spend in a minute, 100 to 100000000; not less than `COST_LIMIT`.',
    default: `\`${defaultCostPerMinute}\``,
    example: '500000',
  }),
  MAX_IN_FLIGHT: variable(whole(64, 10_000, 'must be a whole number from 64 to 10000'), {
    description: 'Requests that a process answers or lets wait at a time, 64 to 10000; further ones are turned away.',
    default: `\`${defaultMaxInFlight}\``,
    example: '512',
  }),
  REDIS_URL: variable(redisUrl, {
    description:
      'Where replicas agree on keyed writes, budgets and who watches which mailbox: `rediss://user:password@host:6379`, Redis 7, or Valkey, which speaks the same; no cluster.',
    default: 'none, which is right for one process',
    example: 'rediss://gateway:password@redis.example.com:6379',
  }),
};

/** The variables by what they are about, in the order of the manual. Several that must fit together are looked at in `config-checks.ts`. */
export const variableSections = {
  'Amazon WorkMail': workmailVariables,
  'Another EWS server': ewsVariables,
  'Either server': serverVariables,
  'Where the gateway listens': addressVariables,
  Secrets: secretVariables,
  'Who may call': callerVariables,
  'What may be asked': edgeVariables,
  'Limits and replicas': limitVariables,
  'Logs, metrics and traces': telemetryVariables,
} as const;

/** One variable at a time; what concerns several follows in `readConfig`. An object schema drops what it does not name. */
export const variables = z.object({
  ...workmailVariables,
  ...ewsVariables,
  ...serverVariables,
  ...addressVariables,
  ...secretVariables,
  ...callerVariables,
  ...edgeVariables,
  ...limitVariables,
  ...telemetryVariables,
});

/** What the environment says, each variable checked by itself. */
export type Variables = z.output<typeof variables>;
