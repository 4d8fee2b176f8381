import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openFeed } from '../../examples/change-feed/src/feed.ts';
import { mailboxAt, type Mailbox, type Message } from '../../examples/change-feed/src/gateway.ts';
import { openStore, type State, type Store } from '../../examples/change-feed/src/store.ts';
import { journeyOfTest } from '../journeys/journey-of-test.ts';
import { receive } from '../journeys/received-mail.ts';
import type { Journey } from '../journeys/start.ts';
import { compileExample, runExample } from './example-run.ts';

const alice = 'alice@example.test';

const folderOfTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'feed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const mailboxOf = ({ origin }: Pick<Journey, 'origin'>): Mailbox => mailboxAt(`${origin}/graphql`, alice);

/** What is in the mailbox now, read afresh. */
const truth = async (mailbox: Mailbox): Promise<ReadonlyMap<string, Message>> => {
  const messages = new Map<string, Message>();
  for await (const page of mailbox.messages()) for (const message of page) messages.set(message.id, message);
  return messages;
};

const sorted = (messages: ReadonlyMap<string, Message>): readonly Message[] =>
  [...messages.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));

const expectTrue = async (mailbox: Mailbox, { messages }: State): Promise<void> =>
  expect(sorted(messages)).toEqual(sorted(await truth(mailbox)));

/** Subjects of the arrivals that were told, in order of their telling. */
const toldIn = async (folder: string): Promise<readonly string[]> => {
  const text = await readFile(join(folder, 'arrivals.jsonl'), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { readonly subject: string }).subject);
};

const mutate = async (journey: Journey, mutation: string, input: object): Promise<void> => {
  const { errors } = await journey.query(mutation, { input: { mailbox: alice, ...input } });
  expect(errors).toBeUndefined();
};

describe('a copy of a mailbox', () => {
  test('stays true to what arrives, is read, moved and deleted', async () => {
    const journey = await journeyOfTest();
    const mailbox = mailboxOf(journey);
    const folder = await folderOfTest();
    const feed = await openFeed(mailbox, await openStore(folder));
    const first = await feed.catchUp();
    await expectTrue(mailbox, first);
    const { data } = await journey.query<{ readonly mailbox: { readonly inbox: { readonly id: string } } }>(
      `{ mailbox(address: "${alice}") { inbox { id } } }`,
    );
    const isUnread = ({ isRead, folder: place }: Message): boolean => !isRead && place?.id === data.mailbox.inbox.id;
    const [read, moved, deleted] = [...first.messages.values()].filter(isUnread).map(({ id }) => id);
    await mutate(journey, 'mutation ($input: UpdateMessagesInput!) { updateMessages(input: $input) { succeeded } }', {
      ids: [read],
      patch: { isRead: true },
    });
    await mutate(journey, 'mutation ($input: MoveMessagesInput!) { moveMessages(input: $input) { succeeded } }', {
      ids: [moved],
      to: { path: '/Inbox/Clients' },
    });
    await mutate(journey, 'mutation ($input: DeleteMessagesInput!) { deleteMessages(input: $input) { succeeded } }', {
      ids: [deleted],
    });
    receive(journey, { name: 'It has arrived' });
    const second = await feed.catchUp();
    await expectTrue(mailbox, second);
    expect(second.token).not.toBe(first.token);
    // What moved through the gateway is known under its old id; only the mail is new.
    expect(await toldIn(folder)).toEqual(['It has arrived']);
  });

  test('of which the server forgot how far it had come is read afresh, and what had come meanwhile is told', async () => {
    const journey = await journeyOfTest();
    const mailbox = mailboxOf(journey);
    const folder = await folderOfTest();
    const feed = await openFeed(mailbox, await openStore(folder));
    await feed.catchUp();
    receive(journey, { name: 'Came while all was forgotten' });
    journey.emulator.expireSyncStates(alice);
    await expectTrue(mailbox, await feed.catchUp());
    expect(await toldIn(folder)).toEqual(['Came while all was forgotten']);
  });

  test('waits for a gateway that cannot reach the mail server, and loses nothing', async () => {
    const journey = await journeyOfTest();
    const mailbox = mailboxOf(journey);
    const folder = await folderOfTest();
    const feed = await openFeed(mailbox, await openStore(folder));
    await feed.catchUp();
    receive(journey, { name: 'During the outage' });
    journey.emulator.faults.add({ kind: 'unavailable', times: Infinity });
    await expect(feed.catchUp()).rejects.toMatchObject({ name: 'GatewayError', isRetryable: true });
    journey.emulator.faults.clear();
    journey.clock.advance(60_000);
    await expectTrue(mailbox, await feed.catchUp());
    expect(await toldIn(folder)).toEqual(['During the outage']);
  });
});

/** The power goes at the n-th step: before or after something was asked or written. */
class PowerCut extends Error {}

const failingAt = (
  step: number,
  mailbox: Mailbox,
  store: Store,
): { readonly mailbox: Mailbox; readonly store: Store } => {
  let left = step;
  const around = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (left-- === 0) throw new PowerCut();
    const result = await act();
    if (left-- === 0) throw new PowerCut();
    return result;
  };
  return {
    mailbox: { ...mailbox, changes: (since) => around(() => mailbox.changes(since)) },
    store: {
      load: store.load,
      save: (state) => around(() => store.save(state)),
      tell: (arrivals) => around(() => store.tell(arrivals)),
    },
  };
};

describe('a consumer that dies', () => {
  test('at any step goes on with nothing missed and nothing told twice', async () => {
    const journey = await journeyOfTest();
    const folder = await folderOfTest();
    const mailbox = mailboxOf(journey);
    await (await openFeed(mailbox, await openStore(folder))).catchUp();
    const delivered: string[] = [];
    let cuts = 0;
    for (let step = 0; ; step += 1) {
      delivered.push(`Before step ${step}`);
      receive(journey, { name: `Before step ${step}` });
      const failing = failingAt(step, mailbox, await openStore(folder));
      const feed = await openFeed(failing.mailbox, failing.store);
      try {
        await expectTrue(mailbox, await feed.catchUp());
        break;
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
        cuts += 1;
      }
    }
    expect(cuts).toBeGreaterThanOrEqual(6);
    expect((await toldIn(folder)).toSorted()).toEqual(delivered.toSorted());
  });

  test('while it writes leaves half a line, which is not counted', async () => {
    const folder = await folderOfTest();
    const arrival = (id: string): Message => ({ id, subject: id, isRead: false, folder: null });
    await (await openStore(folder)).tell([arrival('one')]);
    await appendFile(join(folder, 'arrivals.jsonl'), '{"id":"tw');
    await (await openStore(folder)).tell([arrival('one'), arrival('two')]);
    expect(await toldIn(folder)).toEqual(['one', 'two']);
  });
});

describe('the consumer as its README runs it', () => {
  test('killed three times while mail arrives, has seen every message once, and is woken by the subscription', async () => {
    const journey = await journeyOfTest();
    const compiled = await compileExample('change-feed');
    const folder = await folderOfTest();
    const environment = { GATEWAY_URL: `${journey.origin}/graphql`, FEED_FOLDER: folder };
    const first = runExample(compiled, environment, ['--once']);
    expect(await first.ended).toBe(0);
    expect(first.output()).toMatch(/^alice@example\.test: \d+ messages\n$/);
    const delivered: string[] = [];
    const deliver = (subject: string): void => {
      delivered.push(subject);
      receive(journey, { name: subject });
    };
    for (let kill = 0; kill < 3; kill += 1) {
      // One while nobody follows, several while it does: it dies as soon as it has told one of them.
      deliver(`Before start ${kill}`);
      const run = runExample(compiled, environment);
      await vi.waitFor(async () => expect(await toldIn(folder)).toContain(`Before start ${kill}`), { timeout: 60_000 });
      for (const number of [1, 2, 3]) deliver(`Mail ${number} of ${kill}`);
      await vi.waitFor(async () => expect(await toldIn(folder)).toContain(`Mail 1 of ${kill}`), {
        timeout: 50_000,
        interval: 5,
      });
      run.kill('SIGKILL');
      expect(await run.ended).toBeNull();
    }
    const last = runExample(compiled, environment, ['--once']);
    expect(await last.ended).toBe(0);
    expect((await toldIn(folder)).toSorted()).toEqual(delivered.toSorted());
    const state = await (await openStore(folder)).load();
    if (state === undefined) throw new Error('there is no state');
    await expectTrue(mailboxOf(journey), state);
  });

  test('ends on SIGTERM with 0', async () => {
    const journey = await journeyOfTest();
    const environment = { GATEWAY_URL: `${journey.origin}/graphql`, FEED_FOLDER: await folderOfTest() };
    const run = runExample(await compileExample('change-feed'), environment);
    await vi.waitFor(() => expect(run.output()).toContain('messages'), { timeout: 60_000 });
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.errors()).toBe('');
  });
});
