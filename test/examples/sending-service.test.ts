import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isObjectType } from 'graphql';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { gatewayAt, type Try, type TrySend, type UserError } from '../../examples/sending-service/src/gateway.ts';
import { confirmationOf, type Order } from '../../examples/sending-service/src/order.ts';
import { sendOnce, type Outcome } from '../../examples/sending-service/src/send-once.ts';
import { schema } from '../../src/graphql/schema.ts';
import { journeyOfTest, operationsAt } from '../journeys/journey-of-test.ts';
import { heldIn } from '../journeys/server-mailbox.ts';
import type { Journey } from '../journeys/start.ts';
import { compileExample, runExample } from './example-run.ts';

const alice = 'alice@example.test';

const order = (id: string, differences: Partial<Order> = {}): Order => ({
  id,
  customer: { name: 'Bob', address: 'bob@example.test' },
  items: [{ name: 'pencils', count: 12 }],
  ...differences,
});

/** Sends as the service does; waiting moves the gateway's clock, and is told. */
const send = async (
  journey: Pick<Journey, 'clock'>,
  trySend: TrySend,
  what: Order,
): Promise<{ readonly outcome: Outcome; readonly waits: readonly number[] }> => {
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
    journey.clock.advance(ms);
  };
  const outcome = await sendOnce(trySend, confirmationOf(what, alice), { tries: 5, longestWaitMs: 150_000, wait });
  return { outcome, waits };
};

const gatewayOf = ({ origin }: Pick<Journey, 'origin'>): TrySend => gatewayAt(`${origin}/graphql`);

const expectOne = async (journey: Journey, id: string, recipient = 'bob'): Promise<void> => {
  expect(await heldIn(journey, recipient, 'inbox', `Your order ${id}`)).toHaveLength(1);
  expect(await heldIn(journey, 'alice', 'sentitems', `Your order ${id}`)).toHaveLength(1);
};

/** Something between the service and the gateway that lets requests through, and breaks the connection instead of answering the first ones. */
const breakingAnswers = async ({ origin }: Pick<Journey, 'origin'>, times: number): Promise<string> => {
  let broken = 0;
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(`${origin}${request.url ?? ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    });
    const text = await answer.text();
    broken += 1;
    if (broken > times) return void response.writeHead(answer.status).end(text);
    response.writeHead(answer.status, { 'content-length': text.length }).write(text.slice(0, 10));
    response.destroy();
  };
  const server = createServer((request, response) => void forward(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

describe('a confirmation', () => {
  test('is sent once, however often the service runs', async () => {
    const journey = await journeyOfTest();
    const trySend = gatewayOf(journey);
    expect((await send(journey, trySend, order('A-1'))).outcome).toEqual({ kind: 'sent', wasNew: true });
    for (let run = 0; run < 3; run += 1)
      expect((await send(journey, trySend, order('A-1'))).outcome).toEqual({ kind: 'sent', wasNew: false });
    await expectOne(journey, 'A-1');
  });

  test('whose answer is cut on the way to the service is not sent twice', async () => {
    const journey = await journeyOfTest();
    const trySend = gatewayAt(await breakingAnswers(journey, 2));
    const { outcome, waits } = await send(journey, trySend, order('A-2'));
    expect(outcome).toEqual({ kind: 'sent', wasNew: false });
    expect(waits).toEqual([1_000, 2_000]);
    await expectOne(journey, 'A-2');
  });

  test('whose answer is lost behind the gateway is not sent twice', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'lose', operation: 'CreateItem' });
    expect((await send(journey, gatewayOf(journey), order('A-3'))).outcome.kind).toBe('sent');
    await expectOne(journey, 'A-3');
  });

  test('of which nobody knows whether it was sent is asked for again when that can be known', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'reset', operation: 'CreateItem' });
    const { outcome, waits } = await send(journey, gatewayOf(journey), order('A-4'));
    expect(outcome).toEqual({ kind: 'sent', wasNew: true });
    expect(waits).toEqual([120_000]);
    await expectOne(journey, 'A-4');
  });

  test('waits as long as a mail server that is busy asks for', async () => {
    const journey = await journeyOfTest();
    journey.emulator.faults.add({ kind: 'serverBusy', backOffMs: 40_000, operation: 'CreateItem' });
    const { outcome, waits } = await send(journey, gatewayOf(journey), order('A-5'));
    expect(outcome).toEqual({ kind: 'sent', wasNew: true });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(1_000);
    await expectOne(journey, 'A-5');
  });

  test('is left for later while nobody answers', async () => {
    const journey = { clock: { advance: () => undefined } };
    const { outcome, waits } = await send(journey, gatewayAt('http://127.0.0.1:9/graphql'), order('A-6'));
    expect(outcome).toEqual({ kind: 'later', reason: 'NO_ANSWER' });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test('of an order that was changed afterwards is refused, and not sent as another mail', async () => {
    const journey = await journeyOfTest();
    await send(journey, gatewayOf(journey), order('A-7'));
    const changed = order('A-7', { items: [{ name: 'ink', count: 1 }] });
    expect((await send(journey, gatewayOf(journey), changed)).outcome).toMatchObject({
      kind: 'refused',
      whose: 'developer',
      reason: expect.stringContaining('IDEMPOTENCY_MISMATCH') as string,
    });
    await expectOne(journey, 'A-7');
  });

  test('to an address that is none is the customer’s to mend', async () => {
    const journey = await journeyOfTest();
    const wrong = order('A-8', { customer: { name: 'Bob', address: 'bob at example' } });
    expect((await send(journey, gatewayOf(journey), wrong)).outcome).toMatchObject({ kind: 'refused' });
    expect(operationsAt(journey)).not.toContain('CreateItem');
  });
});

/** A gateway that answers with these, one after the other. */
const answering = (...answers: readonly Try[]): TrySend => {
  const left = [...answers];
  return () => Promise.resolve(left.shift() ?? sent);
};
const sent: Try = { payload: { submission: { status: 'SENT' }, userErrors: [] } };
const userError = (__typename: string, differences: Partial<UserError>): Try => ({
  payload: {
    submission: null,
    userErrors: [{ __typename, code: 'CODE', detail: 'It.', retryable: false, retryAfter: null, ...differences }],
  },
});
const requestError = (code: string, retryable: boolean, retryAfter: string | null = null): Try => ({
  error: { code, retryable, retryAfter },
});

describe('what the gateway may answer', () => {
  test('every type of userError of the schema is decided about by name', async () => {
    const source = await readFile(new URL('../../examples/sending-service/src/send-once.ts', import.meta.url), 'utf8');
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'UserError'),
    );
    expect(types.length).toBeGreaterThan(5);
    for (const { name } of types) expect(source).toContain(`case '${name}':`);
  });

  test.each<[string, Try, object, readonly number[]]>([
    [
      'a recipient that is refused',
      userError('ValidationError', { code: 'RECIPIENT_REJECTED' }),
      { kind: 'refused', whose: 'customer' },
      [],
    ],
    [
      'a wrong field',
      userError('ValidationError', { fields: [{ path: ['message', 'subject'], message: 'is too long' }] }),
      { kind: 'refused', whose: 'developer', reason: 'CODE: It.; message.subject is too long' },
      [],
    ],
    ['a mailbox that is not there', userError('NotFoundError', {}), { kind: 'refused', whose: 'operator' }, []],
    ['what is not allowed', userError('AccessDeniedError', {}), { kind: 'refused', whose: 'operator' }, []],
    ['a full mailbox', userError('QuotaExceededError', { quota: 'mailbox' }), { kind: 'later' }, []],
    [
      'too much in a mail',
      userError('QuotaExceededError', { quota: 'contentBytes' }),
      { kind: 'refused', whose: 'developer' },
      [],
    ],
    [
      'another process at work',
      userError('ConflictError', { retryable: true, retryAfter: 'PT2S' }),
      { kind: 'sent' },
      [2_000],
    ],
    [
      'a key that was used for something else',
      userError('ConflictError', {}),
      { kind: 'refused', whose: 'developer' },
      [],
    ],
    ['a pause', userError('ThrottledError', { retryable: true, retryAfter: 'PT1M30S' }), { kind: 'sent' }, [90_000]],
    [
      'a pause that is too long for this run',
      userError('ThrottledError', { retryable: true, retryAfter: 'PT1H' }),
      { kind: 'later' },
      [],
    ],
    [
      'an outcome that will be known',
      userError('UpstreamError', { retryable: true, outcomeUnknown: true, retryAfter: 'PT120S' }),
      { kind: 'sent' },
      [120_000],
    ],
    [
      'an outcome that will never be known',
      userError('UpstreamError', { outcomeUnknown: true, requestId: 'r1' }),
      { kind: 'unclear', reason: 'CODE: It. (request r1)' },
      [],
    ],
    ['a failure of the mail server', userError('UpstreamError', { outcomeUnknown: false }), { kind: 'later' }, []],
    [
      'a type of tomorrow that says it can be repeated',
      userError('TomorrowError', { retryable: true }),
      { kind: 'sent' },
      [1_000],
    ],
    ['a type of tomorrow that says it cannot', userError('TomorrowError', {}), { kind: 'unclear' }, []],
    ['RATE_LIMITED', requestError('RATE_LIMITED', true, 'PT7S'), { kind: 'sent' }, [7_000]],
    ['OVERLOADED', requestError('OVERLOADED', true, 'PT0.5S'), { kind: 'sent' }, [500]],
    ['UPSTREAM_UNAVAILABLE', requestError('UPSTREAM_UNAVAILABLE', true), { kind: 'sent' }, [1_000]],
    ['UNAUTHENTICATED', requestError('UNAUTHENTICATED', false), { kind: 'refused', whose: 'operator' }, []],
    ['INTERNAL_SERVER_ERROR', requestError('INTERNAL_SERVER_ERROR', false), { kind: 'later' }, []],
    ['BAD_USER_INPUT', requestError('BAD_USER_INPUT', false), { kind: 'refused', whose: 'developer' }, []],
  ])('%s', async (_what, answer, expected, expectedWaits) => {
    const { outcome, waits } = await send({ clock: { advance: () => undefined } }, answering(answer), order('B-1'));
    expect(outcome).toMatchObject(expected);
    expect(waits).toEqual(expectedWaits);
  });
});

describe('the service as its README runs it', () => {
  test('killed while a mail is on its way, and started again, has sent every mail once', async () => {
    const journey = await journeyOfTest();
    const folder = await compileExample('sending-service');
    const orders = [order('C-1'), order('C-2', { customer: { name: 'Carol', address: 'carol@example.test' } })];
    await writeFile(join(folder, 'orders.json'), JSON.stringify(orders));
    // The second one is begun, and done when the service is long gone.
    journey.emulator.faults.add({ kind: 'late', ms: 1_500, operation: 'CreateItem', skip: 1 });
    const environment = { GATEWAY_URL: `${journey.origin}/graphql` };
    const killed = runExample(folder, environment);
    await vi.waitFor(
      () => expect(operationsAt(journey).filter((operation) => operation === 'CreateItem')).toHaveLength(2),
      { timeout: 60_000 },
    );
    killed.kill('SIGKILL');
    expect(await killed.ended).toBeNull();
    const again = runExample(folder, environment);
    expect(await again.ended).toBe(0);
    expect(again.output()).toBe('C-1: had been sent before\nC-2: had been sent before\n');
    await expectOne(journey, 'C-1');
    await expectOne(journey, 'C-2', 'carol');
  });
});
