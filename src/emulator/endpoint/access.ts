import { randomBytes } from 'node:crypto';
import { entityId } from '../store/directory.ts';
import { derivedGuid } from '../store/entry-id.ts';
import type { Access } from '../operation.ts';
import type { Account, Owner, Store } from '../store/store.ts';

/** One rule of an impersonation role. A rule without TargetUsers is about everybody. */
export interface RoleRule {
  readonly id: string;
  readonly name: string;
  readonly effect: 'ALLOW' | 'DENY';
  /** WorkMail ids of users. */
  readonly targetUsers?: readonly string[];
}

/** An impersonation role of the organisation. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly type: 'READ_ONLY' | 'FULL_ACCESS';
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  readonly rules: readonly RoleRule[];
}

/** Who sends an EWS request. */
export type Principal =
  | { readonly kind: 'role'; readonly role: Role; readonly token: string | undefined }
  | { readonly kind: 'user'; readonly account: Account };

/** An account that is no mail user and may impersonate like a full-access role: how other EWS servers are reached. */
export interface ServiceAccount {
  readonly username: string;
  readonly password: string;
}

/** Roles and the tokens that were handed out for them. */
export interface AccessControl {
  readonly roles: readonly Role[];
  /** Makes a token for a role; undefined when there is no such role. */
  assume(roleId: string): { readonly token: string; readonly expiresInSeconds: number } | undefined;
  /** Who an Authorization header stands for; undefined when it is missing, wrong or expired. */
  authenticate(authorization: string | undefined): Principal | undefined;
  expire(token: string): void;
  expireAll(): void;
}

/** Seconds that a token lives. https://docs.aws.amazon.com/workmail/latest/APIReference/API_AssumeImpersonationRole.html */
const tokenLifeSeconds = 900;

/** One role of each type; both may open every mailbox except those in `denied`. */
export const createAccessControl = (
  store: Store,
  now: () => number,
  denied: readonly string[],
  serviceAccount: ServiceAccount | undefined,
  tokenPrefix = '',
): AccessControl => {
  const roles = [role('READ_ONLY', store, denied, now()), role('FULL_ACCESS', store, denied, now())];
  const tokens = new Map<string, { readonly role: Role; readonly expiresAt: number }>();

  const authenticateBasic = (credentials: string): Principal | undefined => {
    const text = Buffer.from(credentials, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const username = text.slice(0, colon).toLowerCase();
    const password = text.slice(colon + 1);
    if (username === serviceAccount?.username.toLowerCase() && password === serviceAccount.password) {
      const fullAccess = roles.find(({ type }) => type === 'FULL_ACCESS');
      return fullAccess && { kind: 'role', role: fullAccess, token: undefined };
    }
    const account = store.accounts.get(username);
    return account?.kind === 'USER' && account.password === password ? { kind: 'user', account } : undefined;
  };

  return {
    roles,
    assume: (roleId) => {
      const assumed = roles.find(({ id }) => id === roleId);
      if (assumed === undefined) return undefined;
      const token = `${tokenPrefix}${randomBytes(48).toString('base64url')}`;
      tokens.set(token, { role: assumed, expiresAt: now() + tokenLifeSeconds * 1000 });
      return { token, expiresInSeconds: tokenLifeSeconds };
    },
    authenticate: (authorization) => {
      const [, scheme, credentials] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (scheme === undefined || credentials === undefined) return undefined;
      if (scheme.toLowerCase() === 'basic') return authenticateBasic(credentials);
      const issued = tokens.get(credentials);
      return issued !== undefined && issued.expiresAt > now()
        ? { kind: 'role', role: issued.role, token: credentials }
        : undefined;
    },
    expire: (token) => void tokens.delete(token),
    expireAll: () => tokens.clear(),
  };
};

/** What a role's rules say about a mailbox: a DENY that matches wins, and without a matching rule the answer is no. */
export const roleEffect = (
  { rules }: Role,
  owner: Owner,
): { readonly effect: 'ALLOW' | 'DENY'; readonly matched: readonly RoleRule[] } => {
  const id = entityId(owner);
  const matched = rules.filter(({ targetUsers }) => targetUsers === undefined || targetUsers.includes(id));
  const isAllowed = matched.length > 0 && matched.every(({ effect }) => effect === 'ALLOW');
  return { effect: isAllowed ? 'ALLOW' : 'DENY', matched };
};

/** What a principal's requests count as. */
export const accessOf = (principal: Principal): Access => (principal.kind === 'role' ? principal.role.type : 'USER');

const role = (type: Role['type'], store: Store, denied: readonly string[], modifiedAt: number): Role => {
  const users = denied.flatMap((address) => store.accounts.get(address) ?? []).map(entityId);
  const ruleId = (effect: string): string => derivedGuid(`${store.organizationId} ${type} ${effect}`);
  const deny: RoleRule = { id: ruleId('DENY'), name: 'protected mailboxes', effect: 'DENY', targetUsers: users };
  return {
    id: derivedGuid(`${store.organizationId} ${type}`),
    name: type === 'READ_ONLY' ? 'gateway-read' : 'gateway-full',
    type,
    modifiedAt,
    rules: [{ id: ruleId('ALLOW'), name: 'all users', effect: 'ALLOW' }, ...(users.length === 0 ? [] : [deny])],
  };
};
