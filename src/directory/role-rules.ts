/** The parts of an impersonation rule that decide. https://docs.aws.amazon.com/workmail/latest/APIReference/API_ImpersonationRule.html */
export interface RoleRule {
  readonly Effect: 'ALLOW' | 'DENY' | undefined;
  readonly TargetUsers?: readonly string[] | undefined;
  readonly NotTargetUsers?: readonly string[] | undefined;
}

/**
 * What GetImpersonationRoleEffect would answer for a mailbox with these identifiers (WorkMail id, address): a DENY that matches wins, and where no
 * rule matches the answer is no.
 */
export const mayImpersonate = (rules: readonly RoleRule[], identifiers: readonly string[]): boolean => {
  const known = new Set(identifiers.map((identifier) => identifier.toLowerCase()));
  const names = (users: readonly string[] | undefined): boolean =>
    users?.some((user) => known.has(user.toLowerCase())) ?? false;
  const matched = rules.filter(
    ({ TargetUsers, NotTargetUsers }) =>
      (TargetUsers === undefined || TargetUsers.length === 0 || names(TargetUsers)) && !names(NotTargetUsers),
  );
  return matched.some(({ Effect }) => Effect === 'ALLOW') && !matched.some(({ Effect }) => Effect === 'DENY');
};
