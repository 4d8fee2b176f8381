import type { GetImpersonationRoleResponse } from '@aws-sdk/client-workmail';
import type { WorkmailBackend } from '../server-config.ts';
import { awsFailure } from './aws-advice.ts';
import { defineCheck, type Finding } from './check.ts';
import { worstOf } from './worst-of.ts';

/** A role that the configuration names, and the variable that does. */
export interface NamedRole {
  readonly id: string;
  readonly variable: 'IMPERSONATION_ROLE_ID' | 'READ_ONLY_IMPERSONATION_ROLE_ID';
}

/** The roles of a configuration, one or two. */
export const rolesOf = ({ readRoleId, writeRoleId }: WorkmailBackend): readonly NamedRole[] => [
  ...(readRoleId === writeRoleId ? [] : [{ id: readRoleId, variable: 'READ_ONLY_IMPERSONATION_ROLE_ID' } as const]),
  ...(writeRoleId === undefined ? [] : [{ id: writeRoleId, variable: 'IMPERSONATION_ROLE_ID' } as const]),
];

/** Whether the roles exist, are of the type that their variables promise, and may open anything. */
export const roles = defineCheck({
  name: 'roles',
  title: 'Impersonation roles',
  needs: ['server', 'aws'],
  run: async ({ server, aws }, { signal }) => {
    if (server.mode === 'ews') return { status: 'skipped', found: 'the mail server is no WorkMail' };
    const { workmail } = server;
    const findings = await Promise.all(
      rolesOf(workmail).map(async (role): Promise<Finding> => {
        const input = { OrganizationId: workmail.organizationId, ImpersonationRoleId: role.id };
        try {
          return judged(role, await aws.getImpersonationRole(input, { abortSignal: signal }));
        } catch (error) {
          const failure = awsFailure(error, { action: 'GetImpersonationRole', workmail, variable: role.variable });
          return { ...failure, found: `${role.variable}: ${failure.found}` };
        }
      }),
    );
    return worstOf(findings);
  },
});

const judged = ({ variable }: NamedRole, { Name, Type, Rules = [] }: GetImpersonationRoleResponse): Finding => {
  const found = `${variable}: ${Name ?? 'a role'} is ${Type ?? 'of no type'} with ${Rules.length} ${Rules.length === 1 ? 'rule' : 'rules'}`;
  if (variable === 'IMPERSONATION_ROLE_ID' && Type === 'READ_ONLY')
    return {
      status: 'failed',
      found,
      advice: ['Writes need a role of type FULL_ACCESS; this one belongs into READ_ONLY_IMPERSONATION_ROLE_ID.'],
    };
  if (variable === 'READ_ONLY_IMPERSONATION_ROLE_ID' && Type === 'FULL_ACCESS')
    return {
      status: 'warning',
      found,
      advice: ['Reads run under a role that may write: a role of type READ_ONLY makes the second net whole.'],
    };
  if (!Rules.some(({ Effect }) => Effect === 'ALLOW'))
    return {
      status: 'failed',
      found: `${found}, which open no mailbox`,
      advice: ['Give the role a rule with the effect ALLOW: without one it may do nothing.'],
    };
  return { status: 'ok', found };
};
