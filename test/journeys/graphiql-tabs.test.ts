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

it.each(graphiqlTabs(journeyDay).map(({ query }) => [/query (\w+)/.exec(query)?.[1] ?? '', query]))(
  'the tab %s works as it stands and shows something',
  async (_, query) => {
    const answer = await journey.query(query);
    expect(answer.errors).toBeUndefined();
    const rows = listsIn(answer.data);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]?.length).toBeGreaterThan(0);
  },
);
