import { afterAll, expect, it } from 'vitest';
import { startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

/** Lists that cannot share a call; so many cost nearly as much as one operation may. */
const lists = 49;

it('an operation that makes as many calls as it may is not refused for its own crowd', async () => {
  const list = (_: unknown, index: number): string =>
    `list${index}: messages(first: 1, filter: { subject: { contains: "${index}" } }) { totalCount }`;
  const { errors, extensions } = await journey.query(
    `{ mailbox(address: "alice@example.test") { inbox { ${Array.from({ length: lists }, list).join(' ')} } } }`,
  );
  expect(errors).toBeUndefined();
  expect(extensions?.upstream?.calls.filter(({ operation }) => operation === 'FindItem')).toHaveLength(lists);
});
