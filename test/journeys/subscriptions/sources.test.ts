import { describe, expect, it } from 'vitest';
import type { SourceKind } from '../../../src/notifications/event-source.ts';
import { mail } from '../../emulator/small-organization.ts';
import { journeyOfTest, operationsAt } from '../journey-of-test.ts';
import type { Journey } from '../start.ts';
import { listening, type Subscribed } from './subscribing.ts';

const alice = 'alice@example.test';

interface Told {
  readonly newMessage: { readonly message: { readonly subject: string } | null };
}

const newMessage = `subscription { newMessage(mailbox: "${alice}") { message { subject } } }`;

/** What a gateway says to the mail server about watching, in order. */
const watching = (journey: Journey): readonly string[] =>
  operationsAt(journey).filter((name) => /^(?:Subscribe|Unsubscribe|GetEvents|GetStreamingEvents)$/.test(name));

const patient = { timeout: 30_000, interval: 10 };

/** Waits until the mailbox is watched in this way, by as many subscriptions as were made. */
const watchedBy = (journey: Journey, kind: SourceKind | undefined): Promise<void> =>
  expect
    .poll(() => journey.emulator.notifications.open().map((one) => `${one.kind} of ${one.mailbox}`), patient)
    .toEqual(kind === undefined ? [] : [`${kind} of ${alice}`]);

const tellsNews = async (journey: Journey, subscribed: Subscribed<Told>, subject: string): Promise<void> => {
  journey.emulator.deliver(alice, 'inbox', mail(subject));
  const { data, errors } = await subscribed.next();
  expect(errors).toBeUndefined();
  expect(data.newMessage.message?.subject).toBe(subject);
};

describe('a mailbox that is listened to', () => {
  it.each(['streaming', 'pull'] as const)(
    'has one subscription (%s) however many listen, until the last one leaves',
    { timeout: 60_000 },
    async (kind) => {
      const journey = await journeyOfTest({ config: { notifications: kind }, liveTimes: { hub: { lingerMs: 50 } } });
      const first = await listening<Told>(journey, newMessage);
      const second = await listening<Told>(journey, newMessage);
      await watchedBy(journey, kind);
      journey.emulator.deliver(alice, 'inbox', mail('One'));
      for (const { next } of [first, second]) expect((await next()).data.newMessage.message?.subject).toBe('One');
      first.leave();
      await tellsNews(journey, second, 'Two');
      await watchedBy(journey, kind);
      second.leave();
      await watchedBy(journey, undefined);
      const said = watching(journey);
      expect(said.filter((name) => name === 'Subscribe')).toHaveLength(1);
      expect(said.at(-1)).toBe('Unsubscribe');
      expect(new Set(said.slice(1, -1))).toEqual(new Set([kind === 'pull' ? 'GetEvents' : 'GetStreamingEvents']));
    },
  );

  it('is asked for its changes where the mail server has no subscriptions', { timeout: 60_000 }, async () => {
    const journey = await journeyOfTest();
    journey.emulator.serverOptions.withoutOperations.push('Subscribe');
    const subscribed = await listening<Told>(journey, newMessage);
    await tellsNews(journey, subscribed, 'One');
    expect(watching(journey)).toEqual(['Subscribe', 'Subscribe']);
    expect(journey.log()).toContain('the mail server does not offer this kind of notifications');
  });

  it('tells what came while the subscription was lost', { timeout: 60_000 }, async () => {
    const journey = await journeyOfTest();
    const subscribed = await listening<Told>(journey, newMessage);
    await watchedBy(journey, 'streaming');
    journey.emulator.notifications.loseSubscriptions();
    await tellsNews(journey, subscribed, 'Between');
    await watchedBy(journey, 'streaming');
    await tellsNews(journey, subscribed, 'After');
  });

  it('is watched by nobody when the gateway has stopped', { timeout: 60_000 }, async () => {
    const journey = await journeyOfTest();
    const subscribed = await listening<Told>(journey, newMessage);
    await watchedBy(journey, 'streaming');
    const { emulator } = journey;
    await journey.close();
    expect(await subscribed.over).toBeUndefined();
    expect(emulator.requests.at(-1)?.operation).toBe('Unsubscribe');
  });
});
