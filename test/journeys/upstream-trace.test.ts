import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { operationsOf, startJourney } from './start.ts';
import { accessOf, callerNamed, rulesOf } from '../access.ts';

const journey = await startJourney();
afterAll(() => journey.close());
afterEach(() => journey.emulator.faults.clear());

const address = 'alice@example.test';
const inboxSubjects =
  'query Subjects($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 5) { nodes { id subject } } } } }';
const inboxPreviews =
  'query Previews($address: EmailAddress!) { mailbox(address: $address) { inbox { messages(first: 5) { nodes { preview } } } } }';

describe('extensions.upstream', () => {
  it('names every EWS call with its mailbox, keys, time and bytes', async () => {
    const { extensions } = await journey.query(inboxPreviews, { address });
    expect(extensions?.upstream?.roundTrips).toBe(2);
    expect(extensions?.upstream?.calls).toEqual([
      {
        operation: 'FindItem',
        mailbox: address,
        keys: 1,
        ms: expect.any(Number) as number,
        bytes: expect.any(Number) as number,
      },
      {
        operation: 'GetItem',
        mailbox: address,
        keys: 5,
        ms: expect.any(Number) as number,
        bytes: expect.any(Number) as number,
      },
    ]);
    for (const { bytes, ms } of extensions?.upstream?.calls ?? []) {
      expect(bytes).toBeGreaterThan(500);
      expect(ms).toBeGreaterThanOrEqual(0);
    }
  });

  it('counts calls that failed', async () => {
    journey.emulator.faults.add({ kind: 'status', operation: 'FindItem', status: 500 });
    expect(operationsOf(await journey.query(inboxSubjects, { address }))).toEqual(['FindItem']);
  });

  it('is there without any call, and knows nothing of the directory', async () => {
    const answer = await journey.query(
      '{ viewer { subject permissions mailbox { address } } mailboxes { totalCount } }',
    );
    expect(answer).toMatchObject({
      data: { viewer: { subject: 'demo', mailbox: { address } } },
      extensions: { upstream: { roundTrips: 0, calls: [] } },
    });
  });

  it('is outside the embedded mode for callers who ask and may', async () => {
    const caller = (isAdmin: boolean) =>
      accessOf(callerNamed('somebody'), rulesOf(isAdmin ? ['READ_MESSAGES', 'ADMIN'] : ['READ_MESSAGES']));
    for (const isAdmin of [true, false]) {
      const other = await startJourney({ access: caller(isAdmin), isEmbedded: false });
      try {
        expect((await other.query(inboxSubjects, { address })).extensions).not.toHaveProperty('upstream');
        const asked = await other.query(inboxSubjects, { address }, { headers: { 'x-upstream-trace': '1' } });
        expect(operationsOf(asked)).toEqual(isAdmin ? ['FindItem'] : []);
      } finally {
        await other.close();
      }
    }
  });
});
