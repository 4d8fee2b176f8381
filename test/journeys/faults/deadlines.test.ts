import { describe, expect, it, vi } from 'vitest';
import { freeTraffic } from '../../../src/ews/traffic/free-traffic.ts';
import { mostRetries } from '../../../src/ews/traffic/retry-budget.ts';
import type { Passage, Traffic } from '../../../src/ews/traffic/traffic.ts';
import { journeyOfTest, operationsAt, problemsOf } from '../journey-of-test.ts';
import { sendMessage } from '../sending.ts';
import { subscribe } from '../subscriptions/subscribing.ts';
import type { Journey } from '../start.ts';

const alice = 'alice@example.test';
const page = `{ mailbox(address: "${alice}") { inbox { messages(first: 3) { nodes { subject to { address } } } } } }`;

/** What a client is told that gives a request so long. */
const told = async ({ origin }: Journey, path: string, deadline: string, body?: object) => {
  const response = await fetch(origin + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'x-deadline-ms': deadline, origin: 'https://mail.example.test' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};

/** Traffic that stops nobody and remembers who came. */
const watchedTraffic = () => {
  const passages: Passage[] = [];
  const traffic: Traffic = {
    ...freeTraffic,
    pass: (passage, work) => {
      passages.push(passage);
      return freeTraffic.pass(passage, work);
    },
  };
  return { traffic, passages };
};

/** A journey whose clock tells how long its calls may take. */
const started = async () => {
  const { traffic, passages } = watchedTraffic();
  const journey = await journeyOfTest({ traffic, seed: 'empty' });
  return { journey, passages };
};

describe('the time that a client gives a request', () => {
  it.each(['4999', '60001', 'soon'])('of %s is refused before anything is done', async (deadline) => {
    const journey = await journeyOfTest();
    const { status, text } = await told(journey, '/graphql', deadline, { query: page });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }] });
    expect(text).toContain('from 5000 to 60000');
    expect(operationsAt(journey)).toEqual([]);
  });

  it('is the same for all its calls, and nothing is said where it is not', async () => {
    const { journey, passages } = await started();
    const before = performance.now();
    await journey.query(page, {}, { headers: { 'x-deadline-ms': '60000' } });
    const ofRequest = passages.splice(0);
    expect(new Set(ofRequest.map(({ dueMs }) => dueMs)).size).toBe(1);
    expect(ofRequest[0]?.dueMs).toBeGreaterThan(before + 60_000);
    await journey.query(page);
    expect(passages.every(({ dueMs }) => dueMs < performance.now() + 15_000)).toBe(true);
  });

  it('ends what waits for a server that says nothing', async () => {
    const journey = await journeyOfTest({ retries: mostRetries });
    journey.emulator.faults.add({ kind: 'hang', operation: 'FindItem', times: Infinity });
    const answer = await journey.query(page, {}, { headers: { 'x-deadline-ms': '5000' } });
    expect(problemsOf(answer)).toMatchObject([{ code: 'DEADLINE_EXCEEDED', retryable: true }]);
    expect(operationsAt(journey)).toEqual(['FindItem']);
  });

  it('ends a send that is under way, of which nobody knows then', async () => {
    const journey = await journeyOfTest({ seed: 'empty' });
    journey.emulator.faults.add({ kind: 'hang', operation: 'CreateItem' });
    const message = { to: [{ address: 'bob@example.test' }], subject: 'Late' };
    const { payload } = await sendMessage(journey, { mailbox: alice, message }, undefined, {
      headers: { 'x-deadline-ms': '5000' },
    });
    expect(payload.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    // What had become of it was looked for all the same.
    expect(operationsAt(journey)).toEqual(['CreateItem', 'FindItem']);
  });

  it('is not waited for when the server asks to wait longer than that', async () => {
    const journey = await journeyOfTest({ retries: mostRetries });
    journey.emulator.faults.add({ kind: 'serverBusy', backOffMs: 20_000, operation: 'FindItem' });
    for (let ask = 0; ask < 2; ask += 1) {
      const answer = await journey.query(page, {}, { headers: { 'x-deadline-ms': '5000' } });
      expect(problemsOf(answer)).toMatchObject([{ code: 'THROTTLED', retryable: true, retryAfter: 'PT20S' }]);
    }
    expect(operationsAt(journey)).toEqual(['FindItem']);
  });

  it('is that of a download with all its bytes too', async () => {
    const journey = await journeyOfTest();
    const { data } = await journey.query<{
      mailbox: { messages: { nodes: { attachments: { downloadUrl?: string }[] }[] } };
    }>(
      `{ mailbox(address: "${alice}") { messages(filter: { hasAttachments: true }, first: 1) { nodes { attachments { ... on FileAttachment { downloadUrl } } } } } }`,
    );
    const url = data.mailbox.messages.nodes[0]?.attachments[0]?.downloadUrl ?? '';
    const path = url.slice(journey.origin.length);
    expect((await told(journey, path, '1')).status).toBe(400);
    journey.emulator.faults.add({ kind: 'stall', atByte: 2_000, operation: 'GetAttachment' });
    await expect(told(journey, path, '5000')).rejects.toThrow();
    await vi.waitFor(
      () => expect(journey.emulator.requests.at(-1)).toMatchObject({ operation: 'GetAttachment', aborted: true }),
      { timeout: 10_000 },
    );
  });
});

describe('who waits for a request', () => {
  it('is a person, unless the client says that it has time', async () => {
    const { journey, passages } = await started();
    const urgencyWith = async (headers: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      passages.length = 0;
      await journey.query(page, {}, { headers });
      return [...new Set(passages.map(({ urgency }) => urgency))];
    };
    expect(await urgencyWith({})).toEqual(['interactive']);
    expect(await urgencyWith({ priority: 'u=2' })).toEqual(['interactive']);
    expect(await urgencyWith({ priority: 'u=6' })).toEqual(['bulk']);
    expect(await urgencyWith({ priority: 'u=6, nonsense=' })).toEqual(['interactive']);
  });

  it('is nobody where changes are read and events are told, nor do these have to come in the time of the request', async () => {
    const { journey, passages } = await started();
    await journey.query(`{ mailbox(address: "${alice}") { changes { token } } }`);
    expect(new Set(passages.splice(0).map(({ urgency }) => urgency))).toEqual(new Set(['interactive', 'bulk']));
    const stream = subscribe(
      journey,
      'subscription ($of: EmailAddress!) { newMessage(mailbox: $of) { message { subject } } }',
      { of: alice },
      { 'x-deadline-ms': '60000' },
    );
    // What is read before anybody listens is what the client waits for.
    const lasting = () => passages.filter(({ dueMs }) => dueMs !== passages[0]?.dueMs);
    await expect.poll(() => lasting().length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(lasting().every(({ urgency }) => urgency === 'bulk')).toBe(true);
    stream.leave();
    await stream.over;
  });
});
