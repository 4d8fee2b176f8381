import type { GatewayConfig } from '../config.ts';
import { CredentialsError } from '../credentials/credentials-error.ts';
import { defineCheck, type Finding } from './check.ts';

/** How long an answer may take, milliseconds. */
const answerMs = 15_000;

/** Whether EWS is what answers there, turns strangers away, and lets us in. No mailbox is touched. */
export const ewsAnswer = defineCheck({
  name: 'ews-credentials',
  title: 'Answer of EWS',
  needs: ['server', 'access', 'reachable'],
  teaches: ['admitted'],
  run: async ({ server, access, reachable }, { noteClock }) => {
    try {
      const stranger = await statusOf(reachable, undefined, noteClock);
      const known = await statusOf(reachable, await access.tokens.read.authorization(), noteClock);
      const finding = judged(server, stranger, known);
      // Whatever else is odd, a mailbox shows best whether it hinders.
      return known === 401 ? finding : { ...finding, learnt: { admitted: true } };
    } catch (error) {
      if (error instanceof CredentialsError)
        return { status: 'failed', found: error.message, advice: ['Try again: a token was given a moment ago.'] };
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
      return {
        status: 'failed',
        found: `HTTP fails (${code})`,
        advice: ['A connection can be made, but nothing answers on it: is there a proxy, or another service?'],
      };
    }
  },
});

/** GET, which changes nothing and which a browser would send. */
const statusOf = async (
  url: URL,
  authorization: string | undefined,
  noteClock: (whose: string, date: string | null) => void,
): Promise<number> => {
  const response = await fetch(url, {
    ...(authorization === undefined ? {} : { headers: { authorization } }),
    redirect: 'manual',
    signal: AbortSignal.timeout(answerMs),
  });
  await response.body?.cancel();
  noteClock('the mail server', response.headers.get('date'));
  return response.status;
};

const judged = (server: GatewayConfig, stranger: number, known: number): Finding => {
  const details = [`without credentials HTTP ${stranger}, with them HTTP ${known}`];
  if (stranger === 404)
    return {
      status: 'failed',
      found: 'there is no EWS at this path',
      details,
      advice: ['The path is /EWS/Exchange.asmx on WorkMail and on Exchange Server.'],
    };
  if (known === 401)
    return { status: 'failed', found: 'the credentials are refused', details, advice: [refused(server)] };
  if (known === 403)
    return {
      status: 'failed',
      found: 'the credentials are known and not let in',
      details,
      advice: [
        server.mode === 'ews'
          ? 'EWS must be enabled for the service account (EWSEnabled, EwsApplicationAccessPolicy).'
          : 'An access control rule of the organisation forbids EWS, or this address: aws workmail list-access-control-rules',
      ],
    };
  if (known >= 500)
    return { status: 'warning', found: 'EWS answers with a failure of its own', details, advice: ['Try again later.'] };
  if (stranger !== 401)
    return {
      status: 'warning',
      found: 'what answers does not ask for credentials',
      details,
      advice: ['EWS answers HTTP 401 to a stranger: is this EWS?'],
    };
  return { status: 'ok', found: 'strangers are turned away, and the gateway is let in', details };
};

const refused = (server: GatewayConfig): string =>
  server.mode === 'ews'
    ? 'EWS_USERNAME or EWS_PASSWORD is wrong, or Basic authentication is off for EWS on the server (the name may need its domain: CORP\\gateway or gateway@corp.example).'
    : 'A token was given out and is refused here: WORKMAIL_EWS_URL must be the endpoint of the region and organisation that the token is of.';
