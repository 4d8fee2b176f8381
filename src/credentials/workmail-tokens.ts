import type { AssumeImpersonationRoleResponse, WorkMail } from '@aws-sdk/client-workmail';
import {
  cachedTokens,
  type CachedTokenProvider,
  type Clock,
  type FetchToken,
  type TokenFetch,
} from './cached-tokens.ts';
import { CredentialsError } from './credentials-error.ts';

/** The longest wait for one token, the SDK's own retries included. */
const fetchTimeoutMs = 10_000;

/** Names and statuses of AWS errors; their messages may hold ARNs and are not kept. */
const describe = (error: unknown): { readonly name: string; readonly isPassing: boolean } => {
  if (!(error instanceof Error)) return { name: 'unknown error', isPassing: false };
  const metadata =
    '$metadata' in error ? (error.$metadata as { readonly httpStatusCode?: number; readonly requestId?: string }) : {};
  const { httpStatusCode: status, requestId } = metadata;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const name = code ?? error.name;
  const isThrottled = status === 429 || /thrott|TooManyRequests/i.test(name);
  return {
    name: requestId === undefined ? name : `${name}, request ${requestId}`,
    // No status: AWS was not reached at all.
    isPassing: isThrottled || status === undefined ? !/credential/i.test(name) : status >= 500,
  };
};

const retryAfterMs = 1000;

/** Says the action and the name of the error, and whether trying again can help (AWS down, throttled) or the configuration is wrong. */
const awsError = (action: string, error: unknown): CredentialsError => {
  const { name, isPassing } = describe(error);
  return new CredentialsError(`${action} failed (${name})`, { retryAfterMs: isPassing ? retryAfterMs : undefined });
};

/**
 * Tokens of WorkMail impersonation roles, cached by organisation and role. A token opens every mailbox that the role's rules allow and lives
 * 15 minutes. https://docs.aws.amazon.com/workmail/latest/APIReference/API_AssumeImpersonationRole.html
 */
export const workmailTokens = (options: {
  /** Called when a token is first needed, so that the AWS SDK need not be loaded before. */
  readonly connect: () => Promise<Pick<WorkMail, 'assumeImpersonationRole'>>;
  readonly organizationId: string;
  readonly clock: Clock;
  /** 0 to 1, like Math.random. */
  readonly random: () => number;
  /** Told of every call to AWS. */
  readonly onFetch?: (fetch: Omit<TokenFetch, 'key'> & { readonly roleId: string }) => void;
}): { role(roleId: string): CachedTokenProvider } => {
  const { connect, organizationId, clock, random, onFetch } = options;
  const roleOf = (key: string): string => key.slice(organizationId.length + 1);
  const assumeRole = async (roleId: string): Promise<AssumeImpersonationRoleResponse> => {
    try {
      const workmail = await connect();
      const input = { OrganizationId: organizationId, ImpersonationRoleId: roleId };
      return await workmail.assumeImpersonationRole(input, { abortSignal: AbortSignal.timeout(fetchTimeoutMs) });
    } catch (error) {
      throw awsError('AssumeImpersonationRole', error);
    }
  };
  const fetchToken: FetchToken = async (key) => {
    const answer = await assumeRole(roleOf(key));
    // A header carries it: anything else than visible ASCII would not arrive.
    if (answer.Token === undefined || !/^[\x21-\x7e]+$/.test(answer.Token)) {
      throw new CredentialsError('AssumeImpersonationRole answered without a usable token');
    }
    return { token: answer.Token, expiresInSeconds: answer.ExpiresIn };
  };
  const tokens = cachedTokens(fetchToken, {
    clock,
    random,
    onFetch: ({ key, ...fetch }) => onFetch?.({ roleId: roleOf(key), ...fetch }),
  });
  return { role: (roleId) => tokens.provider(`${organizationId}/${roleId}`) };
};
