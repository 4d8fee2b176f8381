import type { WorkMail } from '@aws-sdk/client-workmail';
import { awsFailure } from './aws-advice.ts';
import { defineCheck } from './check.ts';

/** Milliseconds; the SDK itself waits for ever. */
const awsTimeouts = { connectionTimeout: 3_000, requestTimeout: 10_000 };

/** Where the SDK has its credentials from, by the marks that its providers leave; never what they are. */
export const awsCredentials = defineCheck({
  name: 'aws-credentials',
  title: 'AWS credentials',
  needs: ['server'],
  teaches: ['aws'],
  run: async ({ server }, { onEnd, noteClock, now }) => {
    if (server.mode === 'ews') return { status: 'skipped', found: 'the mail server is no WorkMail' };
    const { workmail } = server;
    const { WorkMail } = await import('@aws-sdk/client-workmail');
    const { region, apiEndpoint, credentials } = workmail;
    const aws = new WorkMail({ region, endpoint: apiEndpoint?.href, credentials, requestHandler: awsTimeouts });
    onEnd(async () => aws.destroy());
    noteDates(aws, (date) => noteClock('AWS', date));
    const learnt = { aws };
    if (server.mode === 'embedded') return { status: 'ok', found: 'those of the embedded WorkMail', learnt };
    try {
      const identity = await aws.config.credentials();
      const { expiration } = identity;
      if (expiration !== undefined && expiration.getTime() <= now().getTime()) {
        return awsFailure(Object.assign(new Error(), { name: 'ExpiredToken' }), { action: 'Reading them', workmail });
      }
      const until = expiration === undefined ? '' : `, until ${expiration.toISOString()}`;
      return { status: 'ok', found: `from ${sourceOf(identity)}${until}`, learnt };
    } catch (error) {
      return awsFailure(error, { action: 'Looking for them', workmail });
    }
  },
});

/** https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html, the chain in its order. */
const sources: readonly (readonly [mark: string, source: string])[] = [
  ['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID', 'a web identity (the service account of a pod)'],
  ['CREDENTIALS_STS_ASSUME_ROLE', 'a role that a profile names'],
  ['CREDENTIALS_SSO', 'IAM Identity Center'],
  ['CREDENTIALS_SSO_LEGACY', 'IAM Identity Center'],
  ['CREDENTIALS_LOGIN', 'a console login'],
  ['CREDENTIALS_PROCESS', 'a process that a profile names'],
  ['CREDENTIALS_IMDS', 'the role of this instance'],
  ['CREDENTIALS_HTTP', 'the role of this container'],
  ['CREDENTIALS_ENV_VARS', 'environment variables'],
  ['CREDENTIALS_PROFILE', 'a profile in a file'],
];

const sourceOf = (identity: object): string => {
  const marks: unknown = Reflect.get(identity, '$source');
  const found = typeof marks === 'object' && marks !== null ? sources.find(([mark]) => mark in marks) : undefined;
  return found?.[1] ?? 'the default chain of the SDK';
};

/** Tells the Date header of every answer, of errors too. */
const noteDates = (aws: WorkMail, note: (date: string | undefined) => void): void => {
  aws.middlewareStack.add(
    (next) => async (given) => {
      const result = await next(given);
      const { response } = result;
      if (typeof response === 'object' && response !== null && 'headers' in response)
        note((response.headers as Readonly<Record<string, string>>)['date']);
      return result;
    },
    // Nearer to the wire than what reads the answer, and throws when it is an error.
    { name: 'doctorDates', step: 'deserialize', priority: 'low' },
  );
};
