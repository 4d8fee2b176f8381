import { afterAll, expect, it } from 'vitest';
import { graphiqlTabs } from '../../src/graphql/graphiql-tabs.ts';
import { journeyDay, startJourney } from './start.ts';

const journey = await startJourney();
afterAll(() => journey.close());

/** Lists that are empty, anywhere in an answer. */
const listsIn = (value: unknown): readonly (readonly unknown[])[] => {
  if (Array.isArray(value)) return [value, ...value.flatMap(listsIn)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listsIn) : [];
};

it.each(graphiqlTabs(journeyDay).map(({ query }) => [/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '', query]))(
  'the tab %s works as it stands and shows something',
  async (_, query) => {
    const answer = await journey.query(query);
    expect(answer.errors).toBeUndefined();
    const rows = listsIn(answer.data);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]?.length).toBeGreaterThan(0);
  },
);

it('the tab that sends does so once, however often it is run', async () => {
  const tab = graphiqlTabs(journeyDay).at(-1)?.query ?? '';
  const statusOf = async (): Promise<unknown> =>
    (await journey.query<{ sendMessage: { submission: { status: string } } }>(tab)).data.sendMessage.submission.status;
  await statusOf();
  expect(await statusOf()).toBe('REPLAYED');
});
