import { awsFailure } from './aws-advice.ts';
import { defineCheck, type Finding } from './check.ts';
import { rolesOf } from './roles.ts';
import { worstOf } from './worst-of.ts';

/** What the rules of each role say about the mailbox, and which of them decide. */
export const roleEffect = defineCheck({
  name: 'role-effect',
  title: 'Rules for the mailbox',
  needs: ['server', 'aws', 'mailbox'],
  run: async ({ server, aws, mailbox }, { signal }) => {
    if (server.mode === 'ews') return { status: 'skipped', found: 'the mail server is no WorkMail' };
    const { workmail } = server;
    const findings = await Promise.all(
      rolesOf(workmail).map(async ({ id, variable }): Promise<Finding> => {
        const input = { OrganizationId: workmail.organizationId, ImpersonationRoleId: id, TargetUser: mailbox };
        try {
          const { Effect, MatchedRules = [] } = await aws.getImpersonationRoleEffect(input, { abortSignal: signal });
          const names = MatchedRules.map(({ Name, ImpersonationRuleId }) => Name ?? ImpersonationRuleId ?? 'a rule');
          const found = `${variable}: ${Effect ?? 'no effect'} by ${names.length === 0 ? 'no rule' : names.join(', ')}`;
          if (Effect === 'ALLOW') return { status: 'ok', found };
          const advice = [`The role may not open ${mailbox}: change its rules if it should (DENY wins).`];
          return { status: 'failed', found, advice };
        } catch (error) {
          const failure = awsFailure(error, { action: 'GetImpersonationRoleEffect', workmail, variable });
          const isMissing = error instanceof Error && /^Entity(?:NotFound|State)Exception$/.test(error.name);
          const advice = [`The organisation has no active user or resource with the primary address ${mailbox}.`];
          return { ...failure, found: `${variable}: ${failure.found}`, ...(isMissing ? { advice } : {}) };
        }
      }),
    );
    return worstOf(findings);
  },
});
