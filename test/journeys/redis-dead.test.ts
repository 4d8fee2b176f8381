import { expect, it } from 'vitest';
import { describeWithRedis } from '../redis.ts';
import { replicasOfTest } from './replicas/replicas-of-test.ts';
import { sendMessage } from './sending.ts';

const alice = 'alice@example.test';

/** Everything that is read, each in a few words. */
const reads: readonly string[] = [
  '{ viewer { subject rateLimit { remaining } } }',
  `{ mailbox(address: "${alice}") { id displayName folders { id name unreadCount } } }`,
  `{ mailbox(address: "${alice}") { inbox { messages(first: 20) { totalCount nodes { id subject preview to { address } } } } } }`,
  `{ mailbox(address: "${alice}") { messages(first: 5) { nodes { body { html } attachments { id name } } } } }`,
  `{ mailbox(address: "${alice}") { messages(first: 5, filter: { subject: { contains: "a" } }) { nodes { id } } } }`,
  `{ mailbox(address: "${alice}") { conversations(first: 5) { nodes { id topic } } } }`,
  `{ mailbox(address: "${alice}") { agenda(window: { start: "2026-03-16T00:00:00Z", end: "2026-03-23T00:00:00Z" }) { nodes { id subject } } } }`,
  `{ mailbox(address: "${alice}") { contacts(first: 5) { nodes { id } } tasks(first: 5) { nodes { id } } } }`,
  `{ mailbox(address: "${alice}") { changes { token } } }`,
  '{ mailboxes { totalCount nodes { address } } }',
];
const rounds = 10;

describeWithRedis('without Redis', () => {
  it('a hundred of a hundred reads are answered, and what has to be remembered is refused', async () => {
    const { one, redis } = await replicasOfTest();
    for (const read of reads) expect((await one.query(read)).errors).toBeUndefined();
    await redis.kill();

    const answers = await Promise.all(
      Array.from({ length: rounds }, () => reads.map((read) => one.query(read))).flat(),
    );

    expect(answers).toHaveLength(100);
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    expect(answers.filter(({ data }) => data === null || data === undefined)).toEqual([]);
    const message = { to: [{ address: 'bob@example.test' }], subject: 'Kept in mind', body: { text: 'x' } };
    const { payload } = await sendMessage(one, { mailbox: alice, message, idempotencyKey: 'without-redis' });
    expect(payload.userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
  });
});
