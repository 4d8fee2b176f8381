import { loopbackHosts, secretBytes } from './config-values.ts';
import { defaultCostLimit, defaultCostPerMinute, defaultPort, type Variables } from './config-variables.ts';
import { pushOrigin } from './push-origin.ts';

type Mode = 'embedded' | 'workmail' | 'ews';
type Key = keyof Variables;

/** RequestServerVersion values that Amazon WorkMail knows. https://docs.aws.amazon.com/workmail/latest/adminguide/using-ews.html */
const workmailVersions = ['Exchange2007', 'Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2'];
/** Regions that have WorkMail; others need their endpoint spelled out. https://docs.aws.amazon.com/general/latest/gr/workmail.html */
const workmailRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];

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

/** What can be said of the mail server from presence alone. */
export const problemsOfServer = (mode: Mode, isSet: (key: Key) => boolean): readonly string[] => {
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
  return problems;
};

/** What can be said from presence alone, so that it is reported even when a value is bad. */
export const problemsOfPresence = (mode: Mode, isSet: (key: Key) => boolean): readonly string[] => {
  const problems = [...problemsOfServer(mode, isSet)];
  const need = (key: Key, why: string): void => {
    if (!isSet(key)) problems.push(`${key}: ${why}`);
  };
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

/** What needs good values of the mail server; a variable that was bad is undefined here and says nothing more. */
export const problemsOfServerValues = (mode: Mode, values: Partial<Variables>): readonly string[] => {
  const problems: string[] = [];
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

/** What needs good values, as `problemsOfServerValues`. */
export const problemsOfValues = (mode: Mode, values: Partial<Variables>): readonly string[] => {
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
  problems.push(...problemsOfServerValues(mode, values));
  if ((values.PERSISTED_ONLY ?? 'false') !== 'false' && values.PERSISTED_OPERATIONS_FILE === undefined)
    problems.push('PERSISTED_ONLY: needs PERSISTED_OPERATIONS_FILE, or nobody could send anything');
  if (values.EWS_NOTIFICATIONS === 'push' && pushOrigin(values.PUBLIC_URL, ewsUrlOf(mode, values)) === undefined) {
    problems.push(
      'EWS_NOTIFICATIONS: with push the mail server sends to PUBLIC_URL, which must be https, or loopback where the mail server is on loopback too',
    );
  }
  if (
    values.METRICS_PORT !== undefined &&
    values.METRICS_PORT !== 0 &&
    values.METRICS_PORT === (values.PORT ?? defaultPort)
  )
    problems.push('METRICS_PORT: must be another port than PORT');
  if ((values.COST_PER_MINUTE ?? defaultCostPerMinute) < (values.COST_LIMIT ?? defaultCostLimit))
    problems.push('COST_LIMIT, COST_PER_MINUTE: an operation of the highest cost must fit into a minute');
  return problems;
};

/** What the operator should know although the gateway can run. */
export const warningsOf = (mode: Mode, values: Variables): readonly string[] => [
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

/** As far as it was said; the embedded WorkMail is on loopback, Amazon's is not. */
const ewsUrlOf = (mode: Mode, { EWS_URL, WORKMAIL_EWS_URL }: Partial<Variables>): URL =>
  EWS_URL ?? WORKMAIL_EWS_URL ?? new URL(mode === 'embedded' ? 'http://127.0.0.1' : 'https://ews.invalid');
