import { describe, expect, it, vi } from 'vitest';
import { describeWithRedis, redisOfTest, type RedisServer } from '../redis.ts';
import { formIn, formsOf } from './canaries.ts';
import { journeyOfTest, operationsAt } from './journey-of-test.ts';
import { sendMessage } from './sending.ts';
import { heldIn, marksOn } from './server-mailbox.ts';
import type { Journey, JourneyOptions } from './start.ts';

const alice = 'alice@example.test';
const bob = { address: 'bob@example.test' };
const serviceAccount = { username: 'service', password: 'a-password-of-tests' };

const redisPassword = 'Canary/of+the~Redis?';

const letter = (subject: string, idempotencyKey: string | null = `key of ${subject}`.replaceAll(' ', '-')): object => ({
  mailbox: alice,
  message: { to: [bob], subject },
  idempotencyKey,
});

const statusOf = async (journey: Journey, input: object): Promise<string> => {
  const { payload } = await sendMessage(journey, input, 'submission { status internetMessageId }');
  return payload.submission?.status ?? payload.userErrors.map(({ code }) => code).join();
};

const tally = (values: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

const created = (journey: Journey): number =>
  operationsAt(journey).filter((operation) => operation === 'CreateItem').length;

/** A gateway, and another one with the same secret on the same mail server. */
const replicas = async (options: JourneyOptions = {}): Promise<readonly [Journey, Journey]> => {
  const shared = { serviceAccount, audited: [], ...options };
  const one = await journeyOfTest(shared);
  return [one, await journeyOfTest({ ...shared, ewsUrl: new URL(one.emulatorUrl) })];
};

const expectOneOf = async (journey: Journey, subject: string): Promise<void> => {
  expect(await heldIn(journey, 'bob', 'inbox', subject)).toHaveLength(1);
  expect(await heldIn(journey, 'alice', 'sentitems', subject)).toHaveLength(1);
  expect(await heldIn(journey, 'alice', 'drafts', subject)).toEqual([]);
};

describe('one key', () => {
  it('asked for by a hundred at once is sent once, and all get the same message', async () => {
    const journey = await journeyOfTest();
    const input = letter('A hundred at once');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => sendMessage(journey, input, 'submission { status internetMessageId }')),
    );
    expect(tally(answers.map(({ payload }) => payload.submission?.status ?? 'none'))).toEqual({
      SENT: 1,
      REPLAYED: 99,
    });
    expect(new Set(answers.map(({ payload }) => payload.submission?.internetMessageId)).size).toBe(1);
    expect(created(journey)).toBe(1);
    await expectOneOf(journey, 'A hundred at once');
  });

  it('is known to a gateway that starts anew, by the copy that was sent', async () => {
    const [journey, restarted] = await replicas();
    const input = letter('Known after a restart');
    expect(await statusOf(journey, input)).toBe('SENT');
    expect(await statusOf(restarted, input)).toBe('REPLAYED');
    expect(await statusOf(restarted, { ...input, message: { to: [bob], subject: 'Something else' } })).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
    expect(created(journey)).toBe(1);
    await expectOneOf(journey, 'Known after a restart');
  });

  it('is known too when the sender has thrown the copy away', async () => {
    const [journey, restarted] = await replicas();
    const input = letter('Thrown away');
    const { payload } = await sendMessage(journey, input, 'message { id }');
    const thrownAway = await journey.query(
      'mutation ($input: DeleteMessagesInput!) { deleteMessages(input: $input) { succeeded } }',
      { input: { mailbox: alice, ids: [payload.message?.['id']] } },
    );
    expect(thrownAway.data).toEqual({ deleteMessages: { succeeded: 1 } });
    expect(await heldIn(journey, 'alice', 'sentitems', 'Thrown away')).toEqual([]);
    expect(await statusOf(restarted, input)).toBe('REPLAYED');
    expect(created(journey)).toBe(1);
  });

  it('leaves hashes on the copy of the sender, and nothing on that of the recipient', async () => {
    const journey = await journeyOfTest();
    await statusOf(journey, letter('Marked', 'canary-key'));
    const [copy] = await heldIn(journey, 'alice', 'sentitems', 'Marked');
    const marks = copy && marksOn(copy);
    expect(marks).toEqual({
      key: expect.stringMatching(/^[\w-]{43}$/),
      content: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(marks)).not.toContain('canary');
    const [received] = await heldIn(journey, 'bob', 'inbox', 'Marked');
    expect(received && marksOn(received)).toEqual({});
  });
});

describe('a send whose answer is lost', () => {
  it('after the server did it, is looked for and told as sent', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    expect(await statusOf(journey, letter('Answer lost'))).toBe('SENT');
    expect(await statusOf(journey, letter('Answer lost'))).toBe('REPLAYED');
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    expect(await statusOf(journey, letter('Answer lost, no key', null))).toBe('SENT');
    expect(created(journey)).toBe(2);
    await expectOneOf(journey, 'Answer lost');
    await expectOneOf(journey, 'Answer lost, no key');
  });

  it('and that is nowhere stays open for two minutes, and is sent when it is asked for after them', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    const input = letter('Nowhere at first');
    const unknown = { code: 'OUTCOME_UNKNOWN', retryable: true, outcomeUnknown: true };
    const first = await sendMessage(journey, input);
    expect(first.payload).toMatchObject({ submission: null, userErrors: [{ ...unknown, retryAfter: 'PT120S' }] });
    journey.clock.advance(100_000);
    const second = await sendMessage(journey, input);
    expect(second.payload).toMatchObject({ submission: null, userErrors: [unknown] });
    expect(await heldIn(journey, 'bob', 'inbox', 'Nowhere at first')).toEqual([]);
    journey.clock.advance(20_000);
    expect(await statusOf(journey, input)).toBe('SENT');
    expect(created(journey)).toBe(2);
    await expectOneOf(journey, 'Nowhere at first');
  });

  it('and that the server does later is found then', async () => {
    const journey = await journeyOfTest({ deadlineMs: 1_500 });
    await journey.query(`{ mailbox(address: "${alice}") { inbox { totalCount } } }`);
    journey.emulator.faults.add({ kind: 'late', ms: 3_000, operation: 'CreateItem' });
    const input = letter('Done late');
    expect(await statusOf(journey, input)).toBe('OUTCOME_UNKNOWN');
    await vi.waitFor(async () => expect(await statusOf(journey, input)).toBe('REPLAYED'), {
      timeout: 10_000,
      interval: 50,
    });
    expect(created(journey)).toBe(1);
    await expectOneOf(journey, 'Done late');
  });

  it('without a key is unknown for good, and nobody repeats it', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    const { payload } = await sendMessage(journey, letter('Without a key', null));
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [{ code: 'OUTCOME_UNKNOWN', retryable: false, retryAfter: null, outcomeUnknown: true }],
    });
    expect(created(journey)).toBe(1);
    expect(await heldIn(journey, 'bob', 'inbox', 'Without a key')).toEqual([]);
  });
});

describeWithRedis('gateways that share a Redis', () => {
  const sharing = async (
    options: JourneyOptions = {},
  ): Promise<{ readonly redis: RedisServer; readonly one: Journey; readonly other: Journey }> => {
    const redis = await redisOfTest({ password: redisPassword });
    const [one, other] = await replicas({ config: { redisUrl: redis.url }, ...options });
    return { redis, one, other };
  };

  it('send a key once when a hundred ask both of them at once', async () => {
    const { one, other } = await sharing();
    const input = letter('Both at once');
    const statuses = await Promise.all(
      Array.from({ length: 100 }, (_, index) => statusOf(index % 2 === 0 ? one : other, input)),
    );
    expect(tally(statuses)).toEqual({ SENT: 1, REPLAYED: 99 });
    expect(created(one)).toBe(1);
    await expectOneOf(one, 'Both at once');
    expect(await statusOf(other, { ...input, message: { to: [bob], subject: 'Other content' } })).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
  });

  it('tell each other what nobody knows the outcome of', async () => {
    const { one, other } = await sharing({ settleMs: 1_500 });
    one.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    const input = letter('Unknown to both');
    expect(await statusOf(one, input)).toBe('OUTCOME_UNKNOWN');
    expect(await statusOf(other, input)).toBe('OUTCOME_UNKNOWN');
    expect(created(one)).toBe(1);
    await vi.waitFor(async () => expect(await statusOf(other, input)).toBe('SENT'), { timeout: 10_000, interval: 100 });
    expect(await statusOf(one, input)).toBe('REPLAYED');
    await expectOneOf(one, 'Unknown to both');
  });

  it('leave hashes, times and sealed ids there, and nothing else', async () => {
    const { redis, one } = await sharing();
    const { payload } = await sendMessage(one, letter('Canary subject', 'canary-key'), 'message { id }');
    const texts: string[] = [];
    for (const key of await redis.client.keys('*')) {
      texts.push(key, (await redis.client.get(key)) ?? '');
      expect(key).toMatch(/^workmail-graphql:(epoch|[\w-]{43}:record|budget:[\w-]{43})$/);
    }
    const held = texts.join('\n');
    expect(held).toMatch(/^\d{13} \{"state":"done","content":"[0-9a-f]{64}"(,"result":"[\w-]+")?\}$/m);
    const canaries = ['Canary subject', 'canary-key', alice, bob.address, 'demo', serviceAccount.password];
    expect(formIn(held, canaries.flatMap(formsOf))).toBeUndefined();
    expect(held).not.toContain(String(payload.message?.['id']));
    // The scan would find it: what is there is whole.
    expect(formIn(`${held}\n${Buffer.from(alice).toString('base64')}`, formsOf(alice))).toBeDefined();
  });

  it('refuse keys when it is gone, do everything else, and go on when it is back', async () => {
    const { redis, one } = await sharing({ settleMs: 500 });
    expect(await statusOf(one, letter('Before'))).toBe('SENT');
    await redis.kill();
    const { payload } = await sendMessage(one, letter('Meanwhile'));
    expect(payload).toMatchObject({
      submission: null,
      userErrors: [
        { __typename: 'UpstreamError', code: 'UPSTREAM_UNAVAILABLE', retryable: true, outcomeUnknown: false },
      ],
    });
    expect(created(one)).toBe(1);
    const reads = await Promise.all(
      Array.from({ length: 100 }, () => one.query(`{ mailbox(address: "${alice}") { inbox { totalCount } } }`)),
    );
    expect(reads.filter(({ errors }) => errors !== undefined)).toEqual([]);
    expect(await statusOf(one, letter('Without a key', null))).toBe('SENT');
    await redis.start();
    await vi.waitFor(async () => expect(await statusOf(one, letter('Meanwhile'))).toMatch(/SENT|REPLAYED/), {
      timeout: 15_000,
      interval: 100,
    });
    expect(await statusOf(one, letter('Before'))).toBe('REPLAYED');
    for (const subject of ['Before', 'Meanwhile', 'Without a key']) await expectOneOf(one, subject);
    expect(one.log()).toContain('Redis cannot be reached');
    expect(formIn(one.log(), formsOf(redisPassword))).toBeUndefined();
  });
});
