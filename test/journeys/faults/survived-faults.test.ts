import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { FaultEffect } from '../../../src/emulator/faults/faults.ts';
import { mostRetries } from '../../../src/ews/traffic/retry-budget.ts';
import { alice, bulk, codesOf, deliverSealed, heldIn, subjectsIn } from '../bulk-mail.ts';
import { journeyOfTest, operationsAt } from '../journey-of-test.ts';
import { sendMessage } from '../sending.ts';
import { heldIn as heldBy } from '../server-mailbox.ts';
import type { Answer, Journey, JourneyOptions } from '../start.ts';

/** `ok`, or the code that the client is told. */
type Outcome = string;

/** What became of a read, of two writes that end in the same state when they are done twice, and of a send. */
interface Outcomes {
  readonly read: Outcome;
  readonly update: Outcome;
  readonly remove: Outcome;
  readonly send: Outcome;
  /** How often the send reached its recipient. */
  readonly delivered: number;
}

const codeIn = ({ errors }: Answer<unknown>): string | undefined => errors?.[0]?.extensions.code;

const write = async (journey: Journey, of: readonly [string, string], input: object): Promise<Outcome> => {
  const { bulk: payload } = await bulk(journey, of, { ...input }, '');
  return payload.userErrors[0]?.code ?? codesOf(payload)[0] ?? 'nothing';
};

/** What lies in the mailboxes is what was said: done, not done, or nobody knows. */
const expectHonest = (outcome: Outcome, isDone: boolean): void => {
  if (outcome === 'ok') expect(isDone).toBe(true);
  else if (outcome !== 'OUTCOME_UNKNOWN') expect(isDone).toBe(false);
};

/** Does one thing of each class, each while the fault lies in wait for it. */
const outcomesWith = async (journey: Journey, effect: FaultEffect | undefined, times: number): Promise<Outcomes> => {
  const [read, updated, removed] = deliverSealed(journey, 'Mail 1', 'Mail 2', 'Mail 3');
  const under = async (operation: string, act: () => Promise<Outcome>): Promise<Outcome> => {
    if (effect !== undefined) journey.emulator.faults.add({ ...effect, operation, times });
    const outcome = await act();
    journey.emulator.faults.clear();
    // Whatever time the server has asked for.
    journey.clock.advance(61_000);
    return outcome;
  };

  const outcomes = {
    read: await under('GetItem', async () => {
      const answer = await journey.query<{ readonly node: { readonly subject: string } | null }>(
        'query ($id: ID!) { node(id: $id) { ... on Message { subject } } }',
        { id: read },
      );
      const code = codeIn(answer);
      if (code === undefined) expect(answer.data.node).toEqual({ subject: 'Mail 1' });
      return code ?? 'ok';
    }),
    update: await under('UpdateItem', () =>
      write(journey, ['updateMessages', 'UpdateMessagesInput'], { ids: [updated], patch: { isRead: true } }),
    ),
    remove: await under('DeleteItem', () =>
      write(journey, ['deleteMessages', 'DeleteMessagesInput'], { ids: [removed], mode: 'HARD_DELETE' }),
    ),
    send: await under('CreateItem', async () => {
      const message = { to: [{ address: 'bob@example.test' }], subject: 'Mail 4' };
      const { payload } = await sendMessage(journey, { mailbox: alice, message });
      return payload.userErrors[0]?.code ?? (payload.submission?.status === 'SENT' ? 'ok' : 'nothing');
    }),
  };

  const [, second] = await heldIn(journey, 'inbox');
  expectHonest(outcomes.update, second?.isRead === 'true');
  expectHonest(outcomes.remove, !(await subjectsIn(journey, 'inbox')).includes('Mail 3'));
  const delivered = (await heldBy(journey, 'bob', 'inbox', 'Mail 4')).length;
  expectHonest(outcomes.send, delivered === 1);
  return { ...outcomes, delivered };
};

const unknown = 'OUTCOME_UNKNOWN';
const done: Outcomes = { read: 'ok', update: 'ok', remove: 'ok', send: 'ok', delivered: 1 };
const sendUnknown: Outcomes = { ...done, send: unknown, delivered: 0 };
const lost = (read: Outcome): Outcomes => ({ read, update: unknown, remove: unknown, send: 'ok', delivered: 1 });
const undone = (code: Outcome): Outcomes => ({ read: code, update: code, remove: code, send: code, delivered: 0 });
const neverAnswered = (read: Outcome): Outcomes => ({ ...undone(unknown), read });

/** A fault, what comes of it when it happens once, and when it happens always. */
const faults: readonly (readonly [name: string, effect: FaultEffect, once: Outcomes, always: Outcomes])[] = [
  ['a reset before the request is whole', { kind: 'breakOff' }, sendUnknown, neverAnswered('UPSTREAM_UNAVAILABLE')],
  ['a reset before anything is done', { kind: 'reset' }, sendUnknown, neverAnswered('UPSTREAM_UNAVAILABLE')],
  ['a reset after all is done', { kind: 'lose' }, done, lost('UPSTREAM_UNAVAILABLE')],
  ['a cut connection', { kind: 'breakAnswer', atByte: 300 }, done, lost('UPSTREAM_UNAVAILABLE')],
  ['a cut answer', { kind: 'cut', atByte: 300 }, done, lost('UPSTREAM_ERROR')],
  ['a stall', { kind: 'stall', atByte: 300 }, lost('DEADLINE_EXCEEDED'), lost('DEADLINE_EXCEEDED')],
  ['slow bytes', { kind: 'slow', bytes: 1, everyMs: 1_000 }, lost('DEADLINE_EXCEEDED'), lost('DEADLINE_EXCEEDED')],
  ['HTTP 503', { kind: 'unavailable' }, sendUnknown, neverAnswered('UPSTREAM_UNAVAILABLE')],
  ['HTTP 503 that asks to wait', { kind: 'unavailable', retryAfterSeconds: 1 }, done, undone('UPSTREAM_UNAVAILABLE')],
  ['HTTP 429', { kind: 'tooManyRequests' }, done, undone('THROTTLED')],
  ['a busy server', { kind: 'serverBusy', backOffMs: 100 }, done, undone('THROTTLED')],
  ['HTTP 401', { kind: 'unauthorized' }, done, undone('UPSTREAM_UNAVAILABLE')],
  ['HTTP 403', { kind: 'forbidden' }, undone('FORBIDDEN'), undone('FORBIDDEN')],
  ['garbage', { kind: 'garbage' }, sendUnknown, neverAnswered('UPSTREAM_ERROR')],
  ['a DOCTYPE', { kind: 'doctype', entities: 'expanding' }, done, lost('UPSTREAM_ERROR')],
];

/** A gateway that tries again as in production. */
const journeyWith = (options: JourneyOptions): Promise<Journey> =>
  journeyOfTest({ seed: 'empty', retries: mostRetries, ...options });

describe.each(faults)('%s', (_name, effect, once_, always) => {
  const deadline = effect.kind === 'stall' || effect.kind === 'slow' ? { deadlineMs: 1_500 } : {};

  test('that happens once is noticed by nobody whose call may be done twice, and sends nothing twice', async () => {
    const journey = await journeyWith(deadline);
    expect(await outcomesWith(journey, effect, 1)).toEqual(once_);
  });

  test('that goes on is told as what it is, in time, and sends nothing twice', async () => {
    const journey = await journeyWith(deadline);
    expect(await outcomesWith(journey, effect, Infinity)).toEqual(always);
    const sends = operationsAt(journey).filter((operation) => operation === 'CreateItem').length;
    // More than one only where each was surely not done.
    if (always.send === unknown || always.delivered > 0) expect(sends).toBe(1);
  });
});

test('a server that takes no connection is told as what it is, and nothing is unknown', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const journey = await journeyWith({ ewsUrl: new URL(`http://127.0.0.1:${port}/`) });
  expect(await outcomesWith(journey, undefined, 0)).toEqual(undone('UPSTREAM_UNAVAILABLE'));
});
