import { expect, it, onTestFinished } from 'vitest';
import { permissions } from '../../src/access/caller.ts';
import type { SeedMailbox } from '../../src/emulator/store/model.ts';
import { mailboxRoot } from '../../src/emulator/seed/folders.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';
import { sealedId } from '../journeys/journey-of-test.ts';
import { startJourney } from '../journeys/start.ts';

/*
 * Can a caller find out by a watch which addresses exist? Missing and refused ones are asked about in turn, each address once. `missing` stands there
 * twice: how far two halves of the same kind lie apart is what the machine does by itself.
 */

const samples = 2_000;
const warmUp = 200;
/** Between medians. */
const mostDifferenceMs = 0.2;
const kinds = ['refused', 'missing', 'control'] as const;
type Kind = (typeof kinds)[number];

const addressOf = (kind: Kind, index: number): string => `${kind}-${String(index).padStart(5, '0')}@example.test`;

const own = 'own@example.test';
const mailboxAt = (address: string): SeedMailbox => ({
  address,
  aliases: [],
  displayName: address,
  kind: 'USER',
  password: 'not used',
  root: () => mailboxRoot({}),
});

const quantile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN;

const document = 'query ($address: EmailAddress!) { mailbox(address: $address) { address inbox { totalCount } } }';
const byId = 'query ($id: ID!) { node(id: $id) { id } }';
const posted = (origin: string, query: string, variables: object): Promise<Response> =>
  fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });

const ways: Readonly<Record<string, (origin: string, address: string) => Promise<Response>>> = {
  'mailbox(address:)': (origin, address) => posted(origin, document, { address }),
  'node(id:)': (origin, address) => posted(origin, byId, { id: sealedId('Item', address, 'AAAA') }),
  '/mime/': (origin, address) => fetch(`${origin}/mime/${sealedId('Item', address, 'AAAA')}`),
};

it.each(Object.entries(ways))('%s takes as long for a refused mailbox as for a missing one', async (way, ask) => {
  const journey = await startJourney({
    access: accessOf(
      callerNamed('ann'),
      rulesOf(permissions, (mailbox) => mailbox === own),
    ),
    isEmbedded: false,
    seed: {
      organizationId: 'm-00112233445566778899aabbccddeeff',
      mailboxes: [own, ...Array.from({ length: samples + warmUp }, (_, index) => addressOf('refused', index))].map(
        mailboxAt,
      ),
      groups: [],
    },
  });
  onTestFinished(() => journey.close());
  const times: Readonly<Record<Kind, number[]>> = { refused: [], missing: [], control: [] };
  const answers = new Set<string>();

  for (let index = 0; index < samples + warmUp; index += 1) {
    for (let turn = 0; turn < kinds.length; turn += 1) {
      const kind = kinds[(index + turn) % kinds.length]!;
      const address = addressOf(kind, index);
      const begun = performance.now();
      const response = await ask(journey.origin, address);
      const body = await response.text();
      const took = performance.now() - begun;
      if (index >= warmUp) times[kind].push(took);
      answers.add(`${response.status} ${body.replace(/"remaining":\d+/, '"remaining":0')}`);
    }
  }

  const medians = kinds.map((kind) => quantile(times[kind], 0.5));
  const [refused, missing, control] = medians as [number, number, number];
  const told = kinds.map(
    (kind) => `${kind} ${quantile(times[kind], 0.5).toFixed(3)} (p90 ${quantile(times[kind], 0.9).toFixed(3)})`,
  );
  console.log(`${way}: median ms of ${samples}: ${told.join(', ')}`);
  expect(answers.size).toBe(1);
  expect(journey.emulator.apiRequests).toEqual([]);
  expect(journey.emulator.requests).toEqual([]);
  expect(Math.abs(refused - missing)).toBeLessThan(mostDifferenceMs);
  expect(Math.abs(control - missing)).toBeLessThan(mostDifferenceMs);
});
