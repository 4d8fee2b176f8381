import { z } from 'zod';
import { type AccessControl, type Role, roleEffect, type RoleRule, type WrittenRole } from './access.ts';
import { EmulatorError } from '../emulator-error.ts';
import { entityId } from '../store/directory.ts';
import type { Store } from '../store/store.ts';
import { type ApiAction, apiAction, type ApiObject, roleIdMember } from './api-action.ts';
import { describedAccount } from './directory-entries.ts';
import { page, pageMembers } from './page.ts';

/** At most so many roles: https://docs.aws.amazon.com/workmail/latest/APIReference/API_ListImpersonationRoles.html */
const mostRoles = 20;

/** The role of this id. Throws EmulatorError ResourceNotFoundException. */
export const describedRole = (id: string, access: AccessControl): Role => {
  const role = access.roles.find((candidate) => candidate.id === id);
  if (role === undefined) throw new EmulatorError('ResourceNotFoundException', 'The role could not be found.');
  return role;
};

const name = z.string().regex(/^[^\p{Cc}<>\\]{1,64}$/u);
const description = z.string().regex(/^(?:[^\p{Cc}<>\\]|[\n\r]){1,256}$/u);
const users = z
  .array(z.string().regex(/^[a-zA-Z0-9._%+@-]{1,256}$/))
  .min(1)
  .max(10);

const roleMembers = {
  Name: name,
  Type: z.enum(['FULL_ACCESS', 'READ_ONLY']),
  Description: description.optional(),
  Rules: z
    .array(
      z.object({
        ImpersonationRuleId: roleIdMember,
        Name: name.optional(),
        Description: description.optional(),
        Effect: z.enum(['ALLOW', 'DENY']),
        TargetUsers: users.optional(),
        NotTargetUsers: users.optional(),
      }),
    )
    .max(10)
    .refine(
      (rules) => new Set(rules.map((rule) => rule.ImpersonationRuleId)).size === rules.length,
      'two rules have one id',
    ),
};

/**
 * The life of impersonation roles, and the tokens for them. What is changed holds at once, also for tokens that were given out before; WorkMail takes
 * up to five minutes. https://docs.aws.amazon.com/workmail/latest/adminguide/impersonation-roles.html
 */
export const impersonationRoleActions: Readonly<Record<string, ApiAction>> = {
  AssumeImpersonationRole: apiAction(
    { ImpersonationRoleId: roleIdMember },
    ({ ImpersonationRoleId: id }, { access }) => {
      const { token, expiresInSeconds } = access.assume(describedRole(id, access));
      return { Token: token, ExpiresIn: expiresInSeconds };
    },
  ),
  CreateImpersonationRole: apiAction(
    {
      ...roleMembers,
      ClientToken: z
        .string()
        .regex(/^[\x21-\x7e]{1,128}$/)
        .optional(),
    },
    ({ ClientToken: clientToken, ...given }, { store, access }) => {
      // Whoever asks again with the same token has not got the answer, and gets the same role.
      const made = access.roles.find((role) => clientToken !== undefined && role.clientToken === clientToken);
      if (made !== undefined) return { ImpersonationRoleId: made.id };
      if (access.roles.length >= mostRoles) {
        throw new EmulatorError('LimitExceededException', `There are ${mostRoles} impersonation roles already.`);
      }
      return { ImpersonationRoleId: access.createRole(writtenRole(given, store), clientToken).id };
    },
  ),
  UpdateImpersonationRole: apiAction(
    { ...roleMembers, ImpersonationRoleId: roleIdMember },
    ({ ImpersonationRoleId: id, ...given }, { store, access }) => {
      access.updateRole(describedRole(id, access), writtenRole(given, store));
      return {};
    },
  ),
  // A role that is not there is as deleted as can be: the action has no error for it.
  DeleteImpersonationRole: apiAction(
    { ImpersonationRoleId: roleIdMember },
    ({ ImpersonationRoleId: id }, { access }) => {
      access.removeRole(id);
      return {};
    },
  ),
  GetImpersonationRole: apiAction({ ImpersonationRoleId: roleIdMember }, ({ ImpersonationRoleId: id }, { access }) => {
    const role = describedRole(id, access);
    return { ...roleSummary(role), Description: role.description, Rules: role.rules.map(ruleEntry) };
  }),
  ListImpersonationRoles: apiAction(pageMembers, (input, { access }) =>
    page(input, 'Roles', access.roles.map(roleSummary)),
  ),
  GetImpersonationRoleEffect: apiAction(
    { ImpersonationRoleId: roleIdMember, TargetUser: z.string().min(1).max(256) },
    ({ ImpersonationRoleId: id, TargetUser: user }, { access, store }) => {
      const role = describedRole(id, access);
      const { effect, matched } = roleEffect(role, describedAccount(user, store));
      const rules = matched.map((rule) => ({ ImpersonationRuleId: rule.id, Name: rule.name }));
      return { Type: role.type, Effect: effect, MatchedRules: rules };
    },
  ),
};

type GivenRole = z.infer<z.ZodObject<typeof roleMembers>>;

/** A role as it was given, its users by their ids. Throws EmulatorError EntityNotFoundException for a user that there is not. */
const writtenRole = (given: GivenRole, store: Store): WrittenRole => {
  const ids = (named: readonly string[] | undefined) => named?.map((user) => entityId(describedAccount(user, store)));
  const rules = given.Rules.map((rule): RoleRule => ({
    id: rule.ImpersonationRuleId,
    name: rule.Name,
    description: rule.Description,
    effect: rule.Effect,
    targetUsers: ids(rule.TargetUsers),
    notTargetUsers: ids(rule.NotTargetUsers),
  }));
  return { name: given.Name, type: given.Type, description: given.Description, rules };
};

const ruleEntry = (rule: RoleRule): ApiObject => ({
  ImpersonationRuleId: rule.id,
  Name: rule.name,
  Description: rule.description,
  Effect: rule.effect,
  TargetUsers: rule.targetUsers,
  NotTargetUsers: rule.notTargetUsers,
});

const roleSummary = (role: Role): ApiObject => ({
  ImpersonationRoleId: role.id,
  Name: role.name,
  Type: role.type,
  DateCreated: Math.floor(role.createdAt / 1000),
  DateModified: Math.floor(role.modifiedAt / 1000),
});
