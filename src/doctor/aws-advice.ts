import type { WorkmailBackend } from '../server-config.ts';
import type { Finding } from './check.ts';

/** What was attempted. */
export interface AwsAction {
  /** `GetImpersonationRole`. */
  readonly action: string;
  readonly workmail: Pick<WorkmailBackend, 'organizationId' | 'region' | 'apiEndpoint'>;
  /** The variable whose role it was about. */
  readonly variable?: string;
}

/**
 * What a failed call to AWS means for whoever configures the gateway. Only the error's name and status are told: AWS's messages hold ARNs.
 * https://docs.aws.amazon.com/workmail/latest/APIReference/CommonErrors.html
 */
export const awsFailure = (error: unknown, call: AwsAction): Finding & { readonly advice: readonly string[] } => {
  const name = nameOf(error);
  return { status: 'failed', found: `${call.action} failed: ${name}`, advice: adviceOf(name, call) };
};

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

const adviceOf = (name: string, { action, workmail, variable = 'the role' }: AwsAction): readonly string[] => {
  const { organizationId, region, apiEndpoint } = workmail;
  if (name === 'AccessDeniedException')
    return [
      `Allow this AWS identity the action workmail:${action} on arn:aws:workmail:${region}:<account>:organization/${organizationId}: add it to its IAM policy (docs/security.md has the whole of it).`,
      'A condition on workmail:ImpersonationRoleId must name the role, and a service control policy may forbid it too.',
    ];
  if (name === 'ResourceNotFoundException')
    return [
      `${variable} names no impersonation role of this organisation. List them: aws workmail list-impersonation-roles --organization-id ${organizationId} --region ${region}`,
    ];
  if (/^Organization(?:NotFound|State)Exception$/.test(name))
    return [
      `There is no active organisation ${organizationId} in ${region}: look at WORKMAIL_ORGANIZATION_ID and WORKMAIL_REGION. List them: aws workmail list-organizations --region ${region}`,
    ];
  if (/Unrecognized|InvalidClientToken|MissingAuthentication|InvalidSignature|IncompleteSignature/i.test(name))
    return [
      'AWS does not accept the credentials: the access key is wrong, deactivated, or of another partition; or the clock of this machine is wrong.',
    ];
  if (/Expired/i.test(name)) return ['The AWS credentials have ended: get new ones, or use a role that renews them.'];
  if (/credential/i.test(name))
    return [
      'No AWS credentials were found: use the role of the instance, task or pod, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.',
    ];
  if (/Throttl|TooManyRequests|LimitExceeded/i.test(name)) return ['AWS asks to be asked less often: try again.'];
  if (/certificate|CERT|altname|SELF_SIGNED|UNABLE_TO/i.test(name))
    return [
      'The certificate of the AWS endpoint is not trusted: is there a proxy that opens TLS? NODE_EXTRA_CA_CERTS names its authority.',
    ];
  if (/ENOTFOUND|EAI_AGAIN|ECONN|EHOST|ENET|ETIMEDOUT|Timeout|Abort/i.test(name))
    return [
      `${apiEndpoint?.host ?? `workmail.${region}.amazonaws.com`} cannot be reached from here: look at DNS, the firewall, the route to the internet, and WORKMAIL_API_ENDPOINT if it is set.`,
    ];
  return ['The name of the error is explained at https://docs.aws.amazon.com/workmail/latest/APIReference/'];
};
