import { EwsError } from '../ews/errors.ts';
import type { GatewayConfig } from '../config.ts';
import type { Finding } from './check.ts';

/**
 * What a call that failed means for whoever configures the gateway. The server's texts are not told, its codes are.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
export const ewsFailure = (error: unknown, server: GatewayConfig, what: string): Finding => {
  if (!(error instanceof EwsError)) throw error;
  const code = error.responseCode ?? (error.status === undefined ? error.kind : `HTTP ${error.status}`);
  return { status: 'failed', found: `${what} failed: ${code}`, advice: [adviceOf(error, server)] };
};

const adviceOf = ({ kind, responseCode = '', status, details }: EwsError, server: GatewayConfig): string => {
  const isWorkmail = server.mode !== 'ews';
  if (/Impersonat/.test(responseCode))
    return isWorkmail
      ? 'The rules of the impersonation role do not let it open this mailbox: aws workmail get-impersonation-role-effect tells which rule decides. Changes take up to five minutes.'
      : 'The service account may not impersonate this mailbox: give it the management role ApplicationImpersonation over it (New-ManagementRoleAssignment -Role ApplicationImpersonation).';
  if (responseCode === 'ErrorNonPrimarySmtpAddress') {
    const primary = Object.values(details).find((value) => value.includes('@'));
    return `This is another address of the mailbox; only the primary one can be impersonated${primary === undefined ? '' : `: ${primary}`}.`;
  }
  if (/NonExistentMailbox|NoMailbox|MailboxNotFound|InvalidUserPrincipal|UserNotFound/.test(responseCode))
    return 'The mail server has no such mailbox: look for a typing mistake, and whether the user is enabled for mail.';
  if (/Version/.test(responseCode))
    return `The server does not take EWS_SERVER_VERSION (${server.serverVersion}): leave it out, or name a version that the server knows.`;
  if (responseCode === 'ErrorAccessDenied') return 'The account is known and may not do this: look at its rights.';
  if (/Busy|Timeout|Connection|Transient|MailboxStoreUnavailable|InternalServer/.test(responseCode) || status === 503)
    return 'The mail server is busy or not well: try again later.';
  if (status === 401)
    return 'The credentials are refused for this mailbox: try again, and look at the role or the account.';
  if (kind === 'timeout' || kind === 'unreachable') return 'The mail server did not answer in time: try again later.';
  if (kind === 'decode') return 'What answers is no EWS: look at the address.';
  return 'The code is explained at https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode';
};
