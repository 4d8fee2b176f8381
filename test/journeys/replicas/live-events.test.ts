import { expect, it } from 'vitest';
import { mail } from '../../emulator/small-organization.ts';
import { describeWithRedis, type RedisServer } from '../../redis.ts';
import { lastToken, newMail, subjectsTold, type MailListener, type NewMail } from '../new-mail.ts';
import { sendMessage } from '../sending.ts';
import { subscribe, type Subscribed } from '../subscriptions/subscribing.ts';
import { sealedId } from '../journey-of-test.ts';
import type { Answer } from '../start.ts';
import { replicasOfTest, type Replica, type Replicas } from './replicas-of-test.ts';

const alice = 'alice@example.test';

const listen = (replica: Replica, after?: string): Subscribed<NewMail> =>
  subscribe<NewMail>(replica, newMail, { mailbox: alice, after });

/** What a listener is told who wants to know all. */
interface Changed {
  readonly mailboxChanged: {
    readonly change: {
      readonly kind?: string;
      readonly previousId?: string | null;
      readonly message?: { readonly id: string } | null;
    };
  };
}

interface Moved {
  readonly moveMessages: { readonly results: readonly { readonly message: { readonly id: string } }[] };
}

/** Former and present ids of all that was told as moved. */
const movesTold = (answers: readonly Answer<Changed>[]): readonly (readonly [from: string, to: string])[] =>
  answers.flatMap(({ data }) => {
    const { kind, previousId, message } = data.mailboxChanged.change;
    return kind === 'MOVED' && typeof previousId === 'string' ? [[previousId, message?.id ?? 'gone'] as const] : [];
  });

/** How many subscriptions the mail server has for the mailbox. */
const watches = ({ emulator }: Replicas): number => emulator.notifications.open(alice).length;

/** How often it has been asked for one. */
const subscribed = ({ emulator }: Replicas): number =>
  emulator.requests.filter(({ operation }) => operation === 'Subscribe').length;

const deliver = ({ emulator }: Replicas, subject: string): void => void emulator.deliver(alice, 'inbox', mail(subject));

/** Waits until each of them has been told all of this, and nothing else. */
const expectTold = async (subjects: readonly string[], ...listeners: readonly MailListener[]): Promise<void> => {
  for (const listener of listeners)
    await expect.poll(() => subjectsTold(listener), { timeout: 30_000 }).toEqual(subjects);
};

/** Two gateways with a listener each, both of which know where they begin. */
const listening = async (
  replicas: Replicas,
): Promise<readonly [one: Subscribed<NewMail>, other: Subscribed<NewMail>]> => {
  const one = listen(replicas.one);
  await expect.poll(() => [watches(replicas), one.answers.length], { timeout: 30_000 }).toEqual([1, 1]);
  const other = listen(replicas.other);
  await expect.poll(() => other.answers.length, { timeout: 30_000 }).toBe(1);
  return [one, other];
};

describeWithRedis('two gateways with listeners on one mailbox', () => {
  it.each(['streaming', 'pull'] as const)('tell both of what only one of them watches, by %s', async (kind) => {
    const replicas = await replicasOfTest({ config: { notifications: kind }, liveTimes: { hub: { lingerMs: 50 } } });
    const [one, other] = await listening(replicas);
    const subjects = ['First', 'Second', 'Third'];
    for (const subject of subjects) deliver(replicas, subject);
    await expectTold(subjects, one, other);
    expect(replicas.emulator.notifications.open(alice)).toMatchObject([{ kind }]);
    expect(subscribed(replicas)).toBe(1);
    one.leave();
    other.leave();
    await expect.poll(() => watches(replicas), { timeout: 30_000 }).toBe(0);
  });

  it('tell the same event under a token that the other one goes on from', async () => {
    const replicas = await replicasOfTest();
    const [one, other] = await listening(replicas);
    deliver(replicas, 'Before');
    await expectTold(['Before'], one, other);
    one.leave();
    other.leave();
    deliver(replicas, 'Meanwhile');
    const [resumedThere, resumedHere] = [
      listen(replicas.other, lastToken(one)),
      listen(replicas.one, lastToken(other)),
    ];
    await expectTold(['Meanwhile'], resumedThere, resumedHere);
    expect(resumedThere.answers.some(({ data }) => data.newMessage.resyncRequired)).toBe(false);
  });

  it('lose nothing when the one that watches ends, and the other watches then', async () => {
    const replicas = await replicasOfTest();
    const [one, other] = await listening(replicas);
    deliver(replicas, 'Before');
    await expectTold(['Before'], one, other);
    const stopping = replicas.one.stop();
    deliver(replicas, 'During');
    await stopping;
    expect(await one.over).toBeUndefined();
    deliver(replicas, 'After');
    await expectTold(['Before', 'During', 'After'], other);
    const resumed = listen(replicas.other, lastToken(one));
    await expect.poll(() => watches(replicas), { timeout: 30_000 }).toBe(1);
    deliver(replicas, 'Last');
    await expectTold(['Before', 'During', 'After', 'Last'], other);
    await expect
      .poll(
        () =>
          [...subjectsTold(one), ...subjectsTold(resumed)].filter(
            (subject, index, all) => all.indexOf(subject) === index,
          ),
        { timeout: 30_000 },
      )
      .toEqual(['Before', 'During', 'After', 'Last']);
  });

  it('lose nothing when nobody listens any more to the one that watches', async () => {
    const replicas = await replicasOfTest({ liveTimes: { hub: { lingerMs: 50 } } });
    const [one, other] = await listening(replicas);
    one.leave();
    const delivered: string[] = [];
    // Mail comes all the time, also while nobody watches.
    const deliverAndLook = (): number => {
      delivered.push(`Mail ${delivered.length + 1}`);
      deliver(replicas, delivered.at(-1) ?? '');
      return subscribed(replicas);
    };
    await expect.poll(deliverAndLook, { timeout: 60_000, interval: 200 }).toBe(2);
    await expectTold(delivered, other);
  });

  it('tell both of a move by its former id, whoever made it', async () => {
    const replicas = await replicasOfTest();
    const { one, other, emulator } = replicas;
    const changed = `subscription ($mailbox: EmailAddress!) { mailboxChanged(mailbox: $mailbox) { token
      change { __typename ... on MessageChanged { kind previousId message { id subject } } ... on ItemRemoved { id } } } }`;
    const [here, there] = [one, other].map((replica) => subscribe<Changed>(replica, changed, { mailbox: alice }));
    for (const listener of [here, there])
      await expect.poll(() => listener?.answers.length, { timeout: 30_000 }).toBe(1);
    await expect.poll(() => watches(replicas), { timeout: 30_000 }).toBe(1);
    const subjects = ['Moved by the one', 'Moved by the other'];
    const movedTo: Record<string, string> = {};
    for (const [index, replica] of [one, other].entries()) {
      const subject = subjects[index] ?? '';
      const id = sealedId('Item', alice, emulator.deliver(alice, 'inbox', mail(subject)));
      for (const listener of [here, there])
        await expect.poll(() => JSON.stringify(listener?.answers), { timeout: 30_000 }).toContain(subject);
      const { data } = await replica.query<Moved>(
        'mutation ($input: MoveMessagesInput!) { moveMessages(input: $input) { results { message { id } } } }',
        { input: { mailbox: alice, ids: [id], to: { role: 'JUNK_EMAIL' } } },
      );
      movedTo[id] = data.moveMessages.results[0]?.message.id ?? '';
    }
    for (const listener of [here, there])
      await expect
        .poll(() => Object.fromEntries(movesTold(listener?.answers ?? [])), { timeout: 30_000 })
        .toEqual(movedTo);
  });

  it.each([
    ['is gone', async (redis: RedisServer) => redis.kill(), async (redis: RedisServer) => redis.start()],
    ['answers nobody', async (redis: RedisServer) => redis.pause(), async (redis: RedisServer) => redis.resume()],
  ])('go on each by itself while Redis %s, and share one watch again afterwards', async (_, takeAway, giveBack) => {
    // Soon over, and no harm done when a busy machine lets one lapse.
    const replicas = await replicasOfTest({ leaseMs: 1_500 });
    const [one, other] = await listening(replicas);
    await takeAway(replicas.redis);
    await expect.poll(() => watches(replicas), { timeout: 30_000 }).toBe(2);
    deliver(replicas, 'Delivered meanwhile');
    await expectTold(['Delivered meanwhile'], one, other);
    const { payload } = await sendMessage(replicas.other, {
      mailbox: alice,
      message: { to: [{ address: alice }], subject: 'Sent meanwhile' },
    });
    expect(payload.submission).toEqual({ status: 'SENT' });
    await expectTold(['Delivered meanwhile', 'Sent meanwhile'], one, other);
    await giveBack(replicas.redis);
    await expect.poll(() => watches(replicas), { timeout: 30_000 }).toBe(1);
    deliver(replicas, 'Delivered afterwards');
    await expectTold(['Delivered meanwhile', 'Sent meanwhile', 'Delivered afterwards'], one, other);
    expect([one, other].flatMap(({ answers }) => answers.flatMap(({ errors }) => errors ?? []))).toEqual([]);
  });
});
