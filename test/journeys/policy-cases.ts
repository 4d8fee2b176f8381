import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { permissions } from '../../src/access/caller.ts';
import { policyOperations, type PolicyOperation } from './policy-operations.ts';
import type { Asker, WrittenPolicy } from './policy-oracle.ts';

/** A name that a client may use for a mailbox. */
export interface Target {
  /** In lower case. */
  readonly address: string;
  /** Undefined: there is no such mailbox, or none that the impersonation role may open. */
  readonly primary: string | undefined;
  readonly isAlias: boolean;
}

/** Mailboxes of the organisation that can be opened, with their aliases: also in other domains, and with a domain that ends like another. */
export const openMailboxes: Readonly<Record<string, readonly string[]>> = {
  'alice@example.test': ['alice.smith@example.test', 'alice@other.test'],
  'bob@example.test': [],
  'dora@other.test': ['dora@example.test'],
  'eve@sub.example.test': [],
};

/** Closed by a DENY rule of both roles; the emulator knows it by its name. */
export const closedMailbox = 'vault@example.test';

const targets: readonly Target[] = [
  ...Object.entries(openMailboxes).flatMap(([primary, aliases]) => [
    { address: primary, primary, isAlias: false },
    ...aliases.map((address) => ({ address, primary, isAlias: true })),
  ]),
  ...[closedMailbox, 'nobody@example.test', 'nobody@other.test', 'alice@example.test.test'].map((address) => ({
    address,
    primary: undefined,
    isAlias: false,
  })),
];

/** API keys by their names; `ended` is past its time. The policy file holds their hashes. */
export const apiKeys: Readonly<Record<'reports' | 'sync' | 'ended', string>> = {
  reports: 'key-of-reports-4711',
  sync: 'key-of-sync-4712',
  ended: 'key-that-has-ended-4713',
};

const writtenKeys = Object.fromEntries(
  Object.entries(apiKeys).map(([name, key]) => [
    name,
    {
      sha256: createHash('sha256').update(key).digest('hex'),
      ...(name === 'ended' ? { expires: '2020-01-01T00:00:00Z' } : {}),
    },
  ]),
);

/** As people write addresses: upper and lower case are the same. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    text,
    text,
    text.replace(/^./, (letter) => letter.toUpperCase()),
    text.toUpperCase(),
  );

/** `reports` is a subject as well as a key, and `audit` a subject as well as a group. */
const subjects = ['ann', 'audit', 'reports'];
const groups = ['audit', 'staff', 'ann'];

const grantee = fc.oneof(
  fc.record({ subject: fc.constantFrom(...subjects) }),
  fc.record({ apiKey: fc.constantFrom(...Object.keys(apiKeys)) }),
  fc.record({ claim: fc.constantFrom('groups', 'realm_access.roles', 'sub'), is: fc.constantFrom(...groups) }),
  fc.constant({ everyone: true } as const),
);

/** Whole domains often enough that most callers have something to see somewhere. */
const patterns = fc.uniqueArray(
  fc
    .oneof(
      fc.constantFrom(...targets.map(({ address }) => address)),
      fc.constantFrom('*@example.test', '*@example.test', '*@other.test', '*@sub.example.test', '*@test'),
    )
    .chain(spelled),
  { minLength: 1, maxLength: 5 },
);

const permitted = fc.oneof(
  fc.subarray([...permissions], { minLength: 1, maxLength: 3 }),
  fc.subarray([...permissions], { minLength: 1 }),
);

const grant = fc
  .record({ to: grantee, mailboxes: patterns, isOwn: fc.boolean(), permissions: permitted })
  .map(({ to, mailboxes, isOwn, permissions: allowed }): WrittenPolicy['grants'][number] => {
    if (allowed.length === 1 && allowed[0] === 'ADMIN' && isOwn) return { to, permissions: allowed };
    // A key has no mailbox of its own: the file would be refused.
    return {
      to,
      mailboxes: isOwn && !('apiKey' in to) ? ['own', ...mailboxes.slice(1)] : mailboxes,
      permissions: allowed,
    };
  });

const policy: fc.Arbitrary<WrittenPolicy> = fc
  .oneof(fc.array(grant, { minLength: 4, maxLength: 12 }), fc.array(grant, { maxLength: 2 }))
  .map((grants) => ({ apiKeys: writtenKeys, grants }));

const token = fc
  .record(
    {
      sub: fc.constantFrom(...subjects),
      email: fc.constantFrom(...targets.map(({ address }) => address)).chain(spelled),
      groups: fc.oneof(fc.subarray(groups), fc.constantFrom(...groups)),
      realm_access: fc.record({ roles: fc.subarray(groups) }),
    },
    { requiredKeys: ['sub'] },
  )
  .map((said): Asker => ({ token: said }));

const asker: fc.Arbitrary<Asker> = fc.oneof(
  { weight: 12, arbitrary: token },
  { weight: 4, arbitrary: fc.constantFrom('reports', 'sync').map((key): Asker => ({ key })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('nothing', 'unknown key', 'ended key', 'ended token', 'forged token')
      .map((stranger): Asker => ({ stranger })),
  },
);

/** One thing that is asked for in one mailbox. */
export interface PolicyCase {
  readonly target: Target;
  /** The target's address as this client writes it. */
  readonly written: string;
  readonly operation: PolicyOperation;
}

/** Ids are of mailboxes by their primary address, and so are lists. */
const takesAliases = ({ request, silence }: PolicyOperation): boolean =>
  !('sample' in request) && silence !== 'NOT_FOUND';

const target = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...targets.filter(({ primary, isAlias }) => primary !== undefined && !isAlias)),
  },
  { weight: 3, arbitrary: fc.constantFrom(...targets) },
);

const policyCase: fc.Arbitrary<PolicyCase> = target.chain((chosen) =>
  fc.record({
    target: fc.constant(chosen),
    written: spelled(chosen.address),
    operation: fc.constantFrom(...policyOperations.filter((operation) => !chosen.isAlias || takesAliases(operation))),
  }),
);

/** One caller under one policy, and what it asks for at once. */
export interface PolicyRound {
  readonly policy: WrittenPolicy;
  readonly asker: Asker;
  readonly cases: readonly PolicyCase[];
}

/** Rounds of this many cases. */
export const policyRounds = (casesPerRound: number): fc.Arbitrary<PolicyRound> =>
  fc.record({
    policy,
    asker,
    cases: fc.array(policyCase, { minLength: casesPerRound, maxLength: casesPerRound }),
  });
