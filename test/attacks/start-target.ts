import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccess, type AccessConfig, type ReloadableAccess } from '../../src/access/open-access.ts';
import { demoOrganization } from '../../src/emulator/seed/demo-organization.ts';
import { startIssuer, type Issuer } from '../access/issuer.ts';
import { journeyDay, startJourney, type Journey } from '../journeys/start.ts';
import { belongingsOf, forgeIds, forgeLinks } from './forged-ids.ts';
import { forgeCredentials } from './forged-tokens.ts';
import { impatience } from './impatience.ts';
import type { Target } from './target.ts';

/** Keys of services, as they would stand in their configuration. */
export const apiKeys = {
  bobKey: 'wmk_0HnQ4b7Zs1uYt9RkXe2Lc6Vw3Jm8Pd5A',
  endedKey: 'wmk_9TzK2f6Qm4xVb8NcRe1Ly7Uw5Hs3Gj0D',
} as const;

/** Who may do what at a target. */
const policy = {
  apiKeys: {
    bobs: { sha256: createHash('sha256').update(apiKeys.bobKey).digest('hex') },
    ended: { sha256: createHash('sha256').update(apiKeys.endedKey).digest('hex'), expires: '2020-01-01T00:00:00Z' },
  },
  grants: [
    {
      to: { subject: 'alice' },
      mailboxes: ['own'],
      permissions: ['READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR', 'READ_CONTACTS'],
    },
    { to: { subject: 'metadata' }, mailboxes: ['alice@example.test'], permissions: ['READ_METADATA'] },
    {
      to: { apiKey: 'bobs' },
      mailboxes: ['bob@example.test'],
      permissions: ['READ_METADATA', 'READ_MESSAGES', 'READ_CALENDAR'],
    },
    { to: { apiKey: 'ended' }, mailboxes: ['*@example.test'], permissions: ['READ_MESSAGES'] },
  ],
} as const;

/** The identity provider and the policy file of a target. */
export interface TargetAccess {
  readonly issuer: Issuer;
  readonly config: AccessConfig;
  close(): Promise<void>;
}

export const startTargetAccess = async (): Promise<TargetAccess> => {
  const issuer = await startIssuer();
  const folder = await mkdtemp(join(tmpdir(), 'workmail-graphql-'));
  const policyFile = join(folder, 'policy.json');
  await writeFile(policyFile, JSON.stringify(policy));
  return {
    issuer,
    config: { policyFile, tokens: issuer.config },
    close: async () => {
      await issuer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Where the gateways of a target listen. */
type Origins = Pick<Target, 'origin' | 'impatientOrigin' | 'demoOrigin'>;

/** Gathers what an attacker may have got hold of: credentials of three callers, ids of two mailboxes, and forged ones of all kinds. */
export const reconnoitre = async (origins: Origins, { issuer }: TargetAccess): Promise<Target> => {
  const credentials = {
    alice: await issuer.token({ sub: 'alice', email: 'alice@example.test' }),
    metadata: await issuer.token({ sub: 'metadata' }),
    bobKey: apiKeys.bobKey,
  };
  const alice = await belongingsOf(origins.origin, credentials.alice, 'alice@example.test');
  const bob = await belongingsOf(origins.origin, credentials.bobKey, 'bob@example.test');
  return {
    ...origins,
    credentials,
    forged: await forgeCredentials(issuer, apiKeys),
    alice,
    bob,
    forgedIds: forgeIds(alice),
    badLinks: forgeLinks(alice),
    largeLink: alice.largeLink,
  };
};

/** A target and the three gateways that it consists of. */
export interface StartedTarget {
  readonly target: Target;
  readonly issuer: Issuer;
  readonly journeys: readonly Journey[];
  close(): Promise<void>;
}

/** Starts a gateway as in production, with tokens, API keys and a policy file; one like it with little patience; and the demo. */
export const startTarget = async (): Promise<StartedTarget> => {
  const access = await startTargetAccess();
  const open = (): Promise<ReloadableAccess> => openAccess(access.config, { now: Date.now, onEvent: () => undefined });
  const seed = demoOrganization(journeyDay);
  const config = { publicUrl: new URL('https://gateway.example.test'), corsOrigins: ['https://mail.example.test'] };
  const journeys = [
    await startJourney({ seed, isEmbedded: false, access: await open(), config }),
    await startJourney({ seed, isEmbedded: false, access: await open(), config, connectionTimes: impatience }),
    await startJourney({ seed }),
  ] as const;
  const [patient, impatient, demo] = journeys;
  const target = await reconnoitre(
    { origin: patient.origin, impatientOrigin: impatient.origin, demoOrigin: demo.origin },
    access,
  );
  return {
    target,
    issuer: access.issuer,
    journeys,
    close: async () => {
      await Promise.all(journeys.map((journey) => journey.close()));
      await access.close();
    },
  };
};
