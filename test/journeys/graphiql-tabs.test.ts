import { afterAll, expect, it } from 'vitest';
import { mail } from '../emulator/small-organization.ts';
import { graphiqlTabs } from '../../src/graphql/graphiql-tabs.ts';
import { journeyDay, startJourney } from './start.ts';
import { subscribe } from './subscriptions/subscribing.ts';

const journey = await startJourney();
afterAll(() => journey.close());

/** Lists that are empty, anywhere in an answer. */
const listsIn = (value: unknown): readonly (readonly unknown[])[] => {
  if (Array.isArray(value)) return [value, ...value.flatMap(listsIn)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listsIn) : [];
};

const tabs = graphiqlTabs(journeyDay).map(({ query }) => query);

it.each(
  tabs
    .filter((query) => !query.includes('subscription '))
    .map((query) => [/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '', query]),
)('the tab %s works as it stands and shows something', async (_, query) => {
  const answer = await journey.query(query);
  expect(answer.errors).toBeUndefined();
  const rows = listsIn(answer.data);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows[0]?.length).toBeGreaterThan(0);
});

const tabNamed = (name: string): string => tabs.find((query) => query.includes(` ${name}(`)) ?? '';

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

it('the tab that listens tells where it begins, and then what comes', async () => {
  const { next } = subscribe<{ mailboxChanged: { change: { __typename: string; reason?: string } } }>(
    journey,
    tabNamed('Live'),
  );
  expect((await next()).data.mailboxChanged.change).toEqual({ __typename: 'ResyncRequired', reason: 'STARTED' });
  journey.emulator.deliver('alice@example.test', 'inbox', mail('For whoever listens'));
  const told: string[] = [];
  while (!told.includes('MessageChanged')) {
    const { data, errors } = await next();
    expect(errors).toBeUndefined();
    told.push(data.mailboxChanged.change.__typename);
  }
  expect(told).toEqual(['FolderChanged', 'MessageChanged']);
});
