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

const tabNamed = (name: string): string =>
  graphiqlTabs(journeyDay).find(({ query }) => query.includes(`mutation ${name}(`))?.query ?? '';

it('the tab that sends does so once, however often it is run', async () => {
  const tab = tabNamed('Send');
  const statusOf = async (): Promise<unknown> =>
    (await journey.query<{ sendMessage: { submission: { status: string } } }>(tab)).data.sendMessage.submission.status;
  await statusOf();
  expect(await statusOf()).toBe('REPLAYED');
});

it('the tab that books does so once, and the room takes it', async () => {
  const tab = tabNamed('Book');
  const responses = async (): Promise<readonly unknown[]> => {
    const { data } = await journey.query<{
      createEvent: { event: { attendees: readonly { role: string; response: string }[] }; userErrors: object[] };
    }>(tab);
    expect(data.createEvent.userErrors).toEqual([]);
    return data.createEvent.event.attendees.map(({ role, response }) => [role, response]);
  };
  await responses();
  expect(await responses()).toEqual([
    ['REQUIRED', 'NONE'],
    ['OPTIONAL', 'NONE'],
    ['RESOURCE', 'ACCEPTED'],
  ]);
  expect(journey.emulator.requests.filter(({ operation }) => operation === 'CreateItem').length).toBeLessThanOrEqual(2);
});
