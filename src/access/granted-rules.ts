import type { MailboxAddress } from '../ews/properties/id.ts';
import type { ApiKeys } from './api-keys.ts';
import { permissions, type Caller, type Permission } from './caller.ts';
import { claimValues, type TokenClaims } from './claims.ts';
import type { AccessRules } from './policy.ts';
import type { Grant, PolicyFile } from './policy-file.ts';

/** The rules of one policy file. */
export interface GrantedRules extends AccessRules {
  /** Those claims of a token, and those of their values, that some grant asks for: all that a policy needs to know, and little enough to be sealed into links. */
  claimsOf(claims: TokenClaims): Caller['claims'];
}

/**
 * Makes the grants quick to ask: what concerns a caller is gathered once per caller, an answer then takes two look-ups, whether it is yes or no.
 * A caller with an API key is asked about at its word only as long as `keys` has that key.
 */
export const createGrantedRules = (
  { grants }: Pick<PolicyFile, 'grants'>,
  keys: Pick<ApiKeys, 'isLive'>,
): GrantedRules => {
  const grantsTo = byGrantee(grants);
  const gathered = new WeakMap<Caller, Rights>();
  const rightsOf = (caller: Caller): Rights => {
    if (caller.kind === 'apiKey' && !keys.isLive(caller)) return noRights;
    const known = gathered.get(caller);
    if (known !== undefined) return known;
    const rights = rightsFrom(grantsTo.caller(caller), caller.mailbox);
    gathered.set(caller, rights);
    return rights;
  };
  return {
    permissionsOn: (caller, mailbox) => {
      const { addresses, domains } = rightsOf(caller);
      return setOf((addresses.get(mailbox) ?? 0) | (domains.get(domainOf(mailbox)) ?? 0));
    },
    permissionsOf: (caller) => setOf(rightsOf(caller).anywhere),
    claimsOf: (claims) =>
      Object.freeze(
        Object.fromEntries(
          [...grantsTo.claims].flatMap(([name, values]) => {
            const asked = claimValues(claims, name).filter((value) => values.has(value));
            return asked.length === 0 ? [] : [[name, Object.freeze([...new Set(asked)])]];
          }),
        ),
      ),
  };
};

/** Permissions as bits, in the order of `permissions`. */
type Bits = number;

/** What one caller may do. */
interface Rights {
  readonly addresses: ReadonlyMap<MailboxAddress, Bits>;
  readonly domains: ReadonlyMap<string, Bits>;
  /** On at least one mailbox, and ADMIN. */
  readonly anywhere: Bits;
}

const noRights: Rights = { addresses: new Map(), domains: new Map(), anywhere: 0 };

const bitOf = (permission: Permission): Bits => 1 << permissions.indexOf(permission);
const bitsOf = (allowed: readonly Permission[]): Bits =>
  allowed.reduce((bits, permission) => bits | bitOf(permission), 0);
const adminBit = bitOf('ADMIN');

/** At most one set for each of the 4,096 combinations; the same combination is always the same set. */
const sets = new Map<Bits, ReadonlySet<Permission>>();
const setOf = (bits: Bits): ReadonlySet<Permission> => {
  const known = sets.get(bits);
  if (known !== undefined) return known;
  const set = new Set(permissions.filter((permission) => (bits & bitOf(permission)) !== 0));
  sets.set(bits, set);
  return set;
};

const domainOf = (address: MailboxAddress): string => address.slice(address.lastIndexOf('@') + 1);

const rightsFrom = (grants: readonly Grant[], own: MailboxAddress | undefined): Rights => {
  const addresses = new Map<MailboxAddress, Bits>();
  const domains = new Map<string, Bits>();
  let anywhere = 0;
  for (const { mailboxes, permissions: allowed } of grants) {
    const granted = bitsOf(allowed);
    const onMailboxes = granted & ~adminBit;
    anywhere |= granted & adminBit;
    for (const pattern of mailboxes) {
      if (pattern === 'own') {
        if (own === undefined) continue;
        addresses.set(own, (addresses.get(own) ?? 0) | onMailboxes);
      } else if ('address' in pattern) {
        addresses.set(pattern.address, (addresses.get(pattern.address) ?? 0) | onMailboxes);
      } else {
        domains.set(pattern.domain, (domains.get(pattern.domain) ?? 0) | onMailboxes);
      }
      anywhere |= onMailboxes;
    }
  }
  return { addresses, domains, anywhere };
};

interface GrantsTo {
  /** Claim names and the values that grants ask for. */
  readonly claims: ReadonlyMap<string, ReadonlyMap<string, readonly Grant[]>>;
  caller(caller: Caller): readonly Grant[];
}

const byGrantee = (grants: readonly Grant[]): GrantsTo => {
  const subjects = new Map<string, Grant[]>();
  const apiKeys = new Map<string, Grant[]>();
  const claims = new Map<string, Map<string, Grant[]>>();
  const everyone: Grant[] = [];
  for (const grant of grants) {
    const { to } = grant;
    if ('subject' in to) listIn(subjects, to.subject).push(grant);
    else if ('apiKey' in to) listIn(apiKeys, to.apiKey).push(grant);
    else if ('everyone' in to) everyone.push(grant);
    else {
      const values = claims.get(to.claim) ?? new Map<string, Grant[]>();
      claims.set(to.claim, values);
      listIn(values, to.is).push(grant);
    }
  }
  const byClaims = (caller: Caller): readonly Grant[] =>
    [...claims].flatMap(([name, values]) => {
      const has = Object.hasOwn(caller.claims, name) ? (caller.claims[name] ?? []) : [];
      return [...new Set(has)].flatMap((value) => values.get(value) ?? []);
    });
  return {
    claims,
    caller: (caller) => {
      if (caller.kind === 'apiKey') return apiKeys.get(caller.subject) ?? [];
      if (caller.kind === 'token') return [...everyone, ...(subjects.get(caller.subject) ?? []), ...byClaims(caller)];
      return [];
    },
  };
};

const listIn = (lists: Map<string, Grant[]>, key: string): Grant[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};
