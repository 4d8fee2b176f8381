import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openAccess } from '../../src/access/open-access.ts';
import { permissions } from '../../src/access/caller.ts';
import { startIssuer } from '../access/issuer.ts';
import { askCases, type SamplesByMailbox } from './ask-cases.ts';
import { apiKeys, openMailboxes, policyRounds, type PolicyCase, type PolicyRound } from './policy-cases.ts';
import { mayKnow, verdictOn, type Asker, type WrittenPolicy } from './policy-oracle.ts';
import { deliverPolicySamples, policyOrganization } from './policy-organization.ts';
import { startJourney } from './start.ts';

const casesPerRound = 40;
const rounds = 300;
const seed = 20_260_318;

const issuer = await startIssuer();
afterAll(() => issuer.close());

/** For delivering the samples; every round writes its own. */
let policy: WrittenPolicy = {
  apiKeys: {},
  grants: [{ to: { everyone: true }, mailboxes: Object.keys(openMailboxes), permissions }],
};
const refusedFiles: unknown[] = [];
const access = await openAccess(
  { policyFile: 'policy.json', tokens: issuer.config },
  {
    now: Date.now,
    readFile: () => Promise.resolve(JSON.stringify(policy)),
    onEvent: (event) => void (event.kind === 'policyRead' || refusedFiles.push(event)),
  },
);
const journey = await startJourney({
  access,
  isEmbedded: false,
  config: { costLimit: 1_000_000, costPerMinute: Number.MAX_SAFE_INTEGER },
  seed: policyOrganization(),
});
afterAll(() => journey.close());

type Headers = Readonly<Record<string, string>>;

const bearer = (credential: string): Headers => ({ authorization: `Bearer ${credential}` });
const ann = { sub: 'ann', email: 'alice@example.test', groups: ['audit'] };
const strangers: Readonly<Record<string, () => Promise<Headers> | Headers>> = {
  nothing: () => ({}),
  'unknown key': () => bearer('key-that-nobody-knows'),
  'ended key': () => bearer(apiKeys.ended),
  'ended token': async () => bearer(await issuer.token({ ...ann, exp: 1 })),
  'forged token': async () => bearer(await issuer.forged(ann)),
};
const headersOf = async (asker: Asker): Promise<Headers> => {
  if ('token' in asker) return bearer(await issuer.token(asker.token));
  return 'key' in asker ? bearer(apiKeys[asker.key as keyof typeof apiKeys]) : await strangers[asker.stranger]!();
};

const samplesByMailbox = async (): Promise<SamplesByMailbox> => {
  const headers = await headersOf({ token: ann });
  const query: typeof journey.query = (document, variables) => journey.query(document, variables, { headers });
  const samples = new Map();
  for (const owner of Object.keys(openMailboxes))
    samples.set(owner, await deliverPolicySamples({ ...journey, query }, owner));
  return samples;
};
const samples = await samplesByMailbox();

const rowOf = ({ written, operation }: PolicyCase, outcome: string): string =>
  `${operation.name}, ${written}: ${outcome}`;

/** Mailboxes that the mail server may be asked about: those of which something is permitted that is asked for. */
const askedAbout = ({ policy: file, asker, cases }: PolicyRound): ReadonlySet<string | undefined> =>
  new Set(
    cases.flatMap(({ target, operation: { shows, asksAnyway } }) => {
      if (shows.includes('gateway') || (shows.length === 0 && !asksAnyway)) return [];
      const first = asksAnyway ? [] : shows.slice(0, 1);
      return verdictOn(file, asker, target, first) === 'visible' ? [target.primary] : [];
    }),
  );

test(
  `ten thousand random requests are answered as docs/security.md says (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(policyRounds(casesPerRound), async (round) => {
        ({ policy } = round);
        await access.reload();
        expect(refusedFiles).toEqual([]);
        const { requests, apiRequests } = journey.emulator;
        requests.length = 0;
        apiRequests.length = 0;

        const answered = await askCases(journey, samples, round.cases, await headersOf(round.asker));

        const expected = round.cases.map(({ target, operation: { shows } }) =>
          verdictOn(policy, round.asker, target, shows),
        );
        expect(round.cases.map((one, index) => rowOf(one, answered[index]!))).toEqual(
          round.cases.map((one, index) => rowOf(one, expected[index]!)),
        );
        const permitted = askedAbout(round);
        expect(requests.map(({ mailbox }) => mailbox).filter((mailbox) => !permitted.has(mailbox))).toEqual([]);
        // The directory is not asked about mailboxes either that the caller may not know of.
        const looked = apiRequests.flatMap(({ input }) => [input['UserId'], input['Email']].map(String));
        const addresses = looked.filter((name) => name.includes('@'));
        expect(addresses.filter((name) => !mayKnow(policy, round.asker, name))).toEqual([]);
        for (const outcome of answered) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
      { seed, numRuns: rounds },
    );
    // Each verdict often enough to mean something.
    for (const verdict of ['visible', 'FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED'])
      expect(outcomes.get(verdict)).toBeGreaterThan(200);
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(10_000);
  },
);
