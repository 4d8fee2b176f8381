import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEwsClient, type EwsCall } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { openEventStream, type StreamedEvents } from '../../src/ews/event-stream.ts';
import type { SoapRequest } from '../../src/ews/transport.ts';
import { address, grantFor } from '../access.ts';
import { describeWithWitness } from '../witness.ts';
import { recordedIn } from './recorded.ts';

const alice = address('alice@example.test');
const input = { subscriptionIds: ['s1', 's2'], connectionMinutes: 30, silenceMs: 60_000 };

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const envelope = (content: string): string =>
  `<s:Envelope xmlns:s="${soap}" xmlns:m="urn:m" xmlns:t="urn:t"><s:Body>${content}</s:Body></s:Envelope>\r\n`;
const streamed = (message: string): string =>
  envelope(
    `<m:GetStreamingEventsResponse><m:ResponseMessages>${message}</m:ResponseMessages></m:GetStreamingEventsResponse>`,
  );
const success = (content: string): string =>
  streamed(
    `<m:GetStreamingEventsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:GetStreamingEventsResponseMessage>`,
  );
const failed = (code: string, content = ''): string =>
  streamed(
    `<m:GetStreamingEventsResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode>${content}</m:GetStreamingEventsResponseMessage>`,
  );
const told = (subscription: string, event: string): string =>
  `<t:Notification><t:SubscriptionId>${subscription}</t:SubscriptionId>${event}</t:Notification>`;
const notifications = (...list: readonly string[]): string =>
  success(`<m:Notifications>${list.join('')}</m:Notifications>`);

const opened = `<?xml version="1.0" encoding="utf-8"?>${success('<m:ConnectionStatus>OK</m:ConnectionStatus>')}`;
const heartbeat = notifications(told('s1', '<t:StatusEvent/>'));
const newMail = notifications(told('s1', '<t:NewMailEvent><t:ItemId Id="i1"/></t:NewMailEvent>'));
const closed = success('<m:ConnectionStatus>Closed</m:ConnectionStatus>');

async function* pieces(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

/** A session whose server says this, whether its answer was closed, and what was reported of the call. */
const sessionOf = (body: AsyncIterable<Uint8Array>) => {
  const requests: SoapRequest[] = [];
  const calls: EwsCall[] = [];
  let isClosed = false;
  const watched: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => {
      const iterator = body[Symbol.asyncIterator]();
      return {
        next: () => iterator.next(),
        return: async () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      };
    },
  };
  const client = createEwsClient({
    send: async (request) => {
      requests.push(request);
      return { status: 200, headers: {}, body: watched, text: async () => '' };
    },
    serverVersion: 'Exchange2010_SP2',
  });
  const session = client.as(grantFor(alice), {
    requestId: 'request-1',
    signal: new AbortController().signal,
    onCall: (call) => calls.push(call),
  });
  return { session, requests, calls, isClosed: () => isClosed };
};

/** What is received until the stream ends, and how it ends. */
const received = async (
  body: AsyncIterable<Uint8Array>,
): Promise<{ readonly events: readonly StreamedEvents[]; readonly error: unknown; readonly isClosed: boolean }> => {
  const { session, isClosed } = sessionOf(body);
  const events: StreamedEvents[] = [];
  let error: unknown;
  try {
    for await (const event of await openEventStream(session, input)) events.push(event);
  } catch (reason) {
    error = reason;
  }
  return { events, error, isClosed: isClosed() };
};

const nothing = { notifications: [], failures: [] };

describe('a stream of events', () => {
  it('is asked for as a reader, on a connection that lasts', async () => {
    const { session, requests, calls } = sessionOf(pieces([opened, closed]));
    for await (const event of await openEventStream(session, input)) expect(event).toEqual(nothing);
    expect(requests).toMatchObject([{ operation: 'GetStreamingEvents', access: 'read', isLasting: true }]);
    expect(requests[0]?.body).toContain(
      '<t:SubscriptionId>s1</t:SubscriptionId><t:SubscriptionId>s2</t:SubscriptionId></m:SubscriptionIds><m:ConnectionTimeout>30</m:ConnectionTimeout>',
    );
    expect(calls).toMatchObject([{ operation: 'GetStreamingEvents', answered: undefined }]);
  });

  it('tells that it has begun, that it lives and what has happened, and ends when the server closes it', async () => {
    const after = 'never read';
    const { events, error, isClosed } = await received(pieces([opened, heartbeat, newMail + heartbeat, closed, after]));
    expect(events).toMatchObject([
      nothing,
      { notifications: [{ subscriptionId: 's1', events: [{ kind: 'status' }] }], failures: [] },
      { notifications: [{ subscriptionId: 's1', events: [{ kind: 'newMail', thing: { id: 'i1' } }] }] },
      { notifications: [{ events: [{ kind: 'status' }] }] },
    ]);
    expect([error, isClosed]).toEqual([undefined, true]);
  });

  it('brings what comes with the closing of the connection', async () => {
    const last = success(
      `<m:Notifications>${told('s2', '<t:DeletedEvent/>')}</m:Notifications><m:ConnectionStatus>Closed</m:ConnectionStatus>`,
    );
    const { events } = await received(pieces([last]));
    expect(events).toMatchObject([{ notifications: [{ subscriptionId: 's2', events: [{ kind: 'deleted' }] }] }]);
  });

  it('ends normally with an answer that ends between two envelopes', async () => {
    expect(await received(pieces([opened, newMail]))).toMatchObject({ events: [nothing, {}], error: undefined });
  });

  it('brings several notifications at once, in their order', async () => {
    const both = notifications(told('s2', '<t:CreatedEvent/>'), told('s1', '<t:ModifiedEvent/>'));
    const { events } = await received(pieces([both]));
    expect(events.flatMap((one) => one.notifications.map(({ subscriptionId }) => subscriptionId))).toEqual([
      's2',
      's1',
    ]);
  });

  it('names the subscriptions that have failed and goes on with the others', async () => {
    const ids =
      '<m:ErrorSubscriptionIds><t:SubscriptionId>s2</t:SubscriptionId><t:SubscriptionId>s3</t:SubscriptionId></m:ErrorSubscriptionIds>';
    const { events, error } = await received(pieces([opened, failed('ErrorSubscriptionNotFound', ids), newMail]));
    expect(error).toBeUndefined();
    expect(events).toMatchObject([
      nothing,
      {
        notifications: [],
        failures: [
          {
            subscriptionIds: ['s2', 's3'],
            error: {
              kind: 'response',
              responseCode: 'ErrorSubscriptionNotFound',
              operation: 'GetStreamingEvents',
              message: 'GetStreamingEvents as alice@example.test: the server answered ErrorSubscriptionNotFound: No.',
            },
          },
        ],
      },
      { notifications: [{ subscriptionId: 's1' }] },
    ]);
  });

  it.each([
    ['a failure of all of it', failed('ErrorServerBusy'), { kind: 'response', responseCode: 'ErrorServerBusy' }],
    [
      'a newer connection',
      failed('ErrorNewEventStreamConnectionOpened'),
      { responseCode: 'ErrorNewEventStreamConnectionOpened' },
    ],
    [
      'a fault',
      envelope('<s:Fault><faultcode>ErrorImpersonateUserDenied</faultcode><faultstring>No.</faultstring></s:Fault>'),
      { kind: 'fault', responseCode: 'ErrorImpersonateUserDenied' },
    ],
    [
      'an operation that the server does not know',
      envelope(
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>Unknown request 'GetStreamingEvents'.</faultstring></s:Fault>",
      ),
      { kind: 'fault', lacking: 'operation' },
    ],
    ['the answer to something else', envelope('<m:GetEventsResponse/>'), { kind: 'decode' }],
    ['a web page', '<html><br></html>', { kind: 'decode' }],
    ['half an envelope', newMail.slice(0, -20), { kind: 'decode' }],
    [
      'an event that cannot be read',
      notifications(told('s1', '<t:NewMailEvent><t:ItemId/></t:NewMailEvent>')),
      { kind: 'decode' },
    ],
  ])('with %s fails, and is closed', async (_what, text, expected) => {
    const { events, error, isClosed } = await received(pieces([opened, text]));
    expect(error).toBeInstanceOf(EwsError);
    expect(error).toMatchObject({ ...expected, operation: 'GetStreamingEvents' });
    expect((error as EwsError).message).toMatch(/^GetStreamingEvents as alice@example\.test: (?!GetStreamingEvents)/);
    expect([events, isClosed]).toEqual([[nothing], true]);
  });

  it('whose connection breaks says so once', async () => {
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(opened);
      throw new EwsError('unreachable', 'reset');
    })();
    expect((await received(broken)).error).toMatchObject({
      kind: 'unreachable',
      message: 'GetStreamingEvents as alice@example.test: reset',
    });
  });
});

describe('a stream that says nothing', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is taken for dead after its time', async () => {
    vi.useFakeTimers();
    const silent = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(opened);
      await new Promise(() => {});
    })();
    let isOver = false;
    const end = received(silent).finally(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await end).toMatchObject({
      events: [nothing],
      error: { kind: 'timeout', message: 'GetStreamingEvents as alice@example.test: no sign of life within 60000 ms' },
      isClosed: true,
    });
  });
});

describe('a listener who leaves', () => {
  it('ends the connection while waiting for an event', async () => {
    const silent = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(opened);
      await new Promise(() => {});
    })();
    const { session, calls, isClosed } = sessionOf(silent);
    const iterator = (await openEventStream(session, input))[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    await iterator.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect([isClosed(), calls.map(({ outcome }) => outcome)]).toEqual([true, ['aborted']]);
  });

  it('ends a connection that was never listened to', async () => {
    const { session, calls, isClosed } = sessionOf(pieces([opened]));
    await (await openEventStream(session, input))[Symbol.asyncIterator]().return?.();
    expect([isClosed(), calls.map(({ outcome }) => outcome)]).toEqual([true, ['aborted']]);
  });
});

describeWithWitness('the documented stream', (folder) => {
  it('is read as one answer, its failed subscription named', async () => {
    const texts = recordedIn(`${folder}/ews/samples`)
      .filter(({ name }) => name.startsWith('GetStreamingEvents-'))
      .map(({ text }) => text);
    expect(texts).toHaveLength(3);
    const { events, error } = await received(pieces(texts));
    expect(error).toBeUndefined();
    expect(events).toMatchObject([
      nothing,
      {
        notifications: [
          {
            subscriptionId: 'SUB1',
            events: [
              {
                kind: 'newMail',
                at: '2026-01-01T10:00:00Z',
                thing: { type: 'item', id: 'ITEM1', changeKey: 'CK1' },
                parent: 'FOLDER1',
              },
            ],
          },
        ],
      },
      { failures: [{ subscriptionIds: ['SUB9'], error: { responseCode: 'ErrorSubscriptionNotFound' } }] },
    ]);
  });
});
