import type { WorkMail } from '@aws-sdk/client-workmail';
import type { GatewayConfig } from '../config.ts';
import { awsFailure } from './aws-advice.ts';
import { defineCheck, type Examination, type Facts, type Finding } from './check.ts';
import { commandAccess } from './command-access.ts';
import { rolesOf } from './roles.ts';
import { worstOf } from './worst-of.ts';

/** Whether WorkMail hands out a token for each role; elsewhere there is a password and nothing to ask for. */
export const tokens = defineCheck({
  name: 'tokens',
  title: 'Tokens',
  needs: ['server'],
  // With another server than WorkMail there is none.
  wants: ['aws'],
  teaches: ['access'],
  run: async ({ server, aws }, examination) => {
    const learnt = (): Partial<Facts> => ({ access: commandAccess(server, examination) });
    if (server.mode === 'ews')
      return { status: 'ok', found: 'none are needed: EWS_USERNAME and EWS_PASSWORD are sent', learnt: learnt() };
    if (aws === undefined) return { status: 'skipped', found: 'it needs what "AWS credentials" did not find' };
    const finding = worstOf(
      await Promise.all(rolesOf(server.workmail).map((role) => assumed(aws, server, role, examination))),
    );
    return finding.status === 'failed' ? finding : { ...finding, learnt: learnt() };
  },
});

const assumed = async (
  aws: WorkMail,
  { workmail }: Extract<GatewayConfig, { readonly workmail: unknown }>,
  { id, variable }: ReturnType<typeof rolesOf>[number],
  { signal }: Examination,
): Promise<Finding> => {
  const action = 'AssumeImpersonationRole';
  try {
    const input = { OrganizationId: workmail.organizationId, ImpersonationRoleId: id };
    const { Token, ExpiresIn } = await aws.assumeImpersonationRole(input, { abortSignal: signal });
    if (Token === undefined) return { status: 'failed', found: `${variable}: ${action} answered without a token` };
    return { status: 'ok', found: `${variable}: a token for ${ExpiresIn ?? 'an unknown number of'} seconds` };
  } catch (error) {
    const failure = awsFailure(error, { action, workmail, variable });
    return { ...failure, found: `${variable}: ${failure.found}` };
  }
};
