import { randomBytes, randomUUID } from 'node:crypto';
import { entityId } from '../store/directory.ts';
import { derivedGuid } from '../store/entry-id.ts';
import type { Access } from '../operation.ts';
import type { Account, Owner, Store } from '../store/store.ts';

/** One rule of an impersonation role. A rule without TargetUsers is about everybody but those in NotTargetUsers. */
export interface RoleRule {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly effect: 'ALLOW' | 'DENY';
  /** WorkMail ids of users. */
  readonly targetUsers: readonly string[] | undefined;
  readonly notTargetUsers: readonly string[] | undefined;
}

/** What an administrator says of an impersonation role. */
export interface WrittenRole {
  readonly name: string;
  readonly type: 'READ_ONLY' | 'FULL_ACCESS';
  readonly description: string | undefined;
  readonly rules: readonly RoleRule[];
}

/** An impersonation role of the organisation. */
export interface Role extends WrittenRole {
  readonly id: string;
  /** What the one who made it called the request. */
  readonly clientToken: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
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
  /** The roles of now, in the order in which they were made. */
  readonly roles: readonly Role[];
  createRole(written: WrittenRole, clientToken: string | undefined): Role;
  /** Writes all of a role anew, which holds at once, also for tokens that were handed out before. */
  updateRole(role: Role, written: WrittenRole): void;
  /** Takes a role away, if there is one; its tokens are nobody's from then on. */
  removeRole(roleId: string): void;
  /** Makes a token for a role. */
  assume(role: Role): { readonly token: string; readonly expiresInSeconds: number };
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
  let roles: readonly Role[] = [role('READ_ONLY', store, denied, now()), role('FULL_ACCESS', store, denied, now())];
  const tokens = new Map<string, { readonly roleId: string; readonly expiresAt: number }>();

  const authenticateBasic = (credentials: string): Principal | undefined => {
    const text = Buffer.from(credentials, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon === -1) return undefined;
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
    get roles() {
      return roles;
    },
    createRole: (written, clientToken) => {
      const created = { ...written, id: randomUUID(), clientToken, createdAt: now(), modifiedAt: now() };
      roles = [...roles, created];
      return created;
    },
    updateRole: ({ id: roleId }, written) => {
      roles = roles.map((one) => (one.id === roleId ? { ...one, ...written, modifiedAt: now() } : one));
    },
    removeRole: (roleId) => void (roles = roles.filter(({ id }) => id !== roleId)),
    assume: ({ id: roleId }) => {
      const token = `${tokenPrefix}${randomBytes(48).toString('base64url')}`;
      tokens.set(token, { roleId, expiresAt: now() + tokenLifeSeconds * 1000 });
      return { token, expiresInSeconds: tokenLifeSeconds };
    },
    authenticate: (authorization) => {
      const [, scheme, credentials] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (scheme === undefined || credentials === undefined) return undefined;
      if (scheme.toLowerCase() === 'basic') return authenticateBasic(credentials);
      const issued = tokens.get(credentials);
      if (issued === undefined || issued.expiresAt <= now()) return undefined;
      const assumed = roles.find(({ id }) => id === issued.roleId);
      return assumed && { kind: 'role', role: assumed, token: credentials };
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
  const matched = rules.filter(
    ({ targetUsers, notTargetUsers }) => targetUsers?.includes(id) !== false && notTargetUsers?.includes(id) !== true,
  );
  const isAllowed = matched.length > 0 && matched.every(({ effect }) => effect === 'ALLOW');
  return { effect: isAllowed ? 'ALLOW' : 'DENY', matched };
};

/** What a principal's requests count as. */
export const accessOf = (principal: Principal): Access => (principal.kind === 'role' ? principal.role.type : 'USER');

const role = (type: Role['type'], store: Store, denied: readonly string[], now: number): Role => {
  const users = denied.flatMap((address) => store.accounts.get(address) ?? []).map(entityId);
  const rule = (name: string, effect: RoleRule['effect'], targetUsers: RoleRule['targetUsers']): RoleRule => ({
    id: derivedGuid(`${store.organizationId} ${type} ${effect}`),
    name,
    description: undefined,
    effect,
    targetUsers,
    notTargetUsers: undefined,
  });
  const everybody = rule('all users', 'ALLOW', undefined);
  return {
    id: derivedGuid(`${store.organizationId} ${type}`),
    name: type === 'READ_ONLY' ? 'gateway-read' : 'gateway-full',
    type,
    description: undefined,
    clientToken: undefined,
    createdAt: Math.min(madeAt, now),
    modifiedAt: now,
    rules: users.length === 0 ? [everybody] : [everybody, rule('protected mailboxes', 'DENY', users)],
  };
};

/** When the two roles were made that every organisation has: a day long ago. */
const madeAt = Date.UTC(2024, 0, 8);
