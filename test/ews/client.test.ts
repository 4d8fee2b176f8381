import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEwsClient, type EwsCall } from '../../src/ews/client.ts';
import { EwsError, InvalidInputError } from '../../src/ews/errors.ts';
import { defineOperation, type EwsSession } from '../../src/ews/operation.ts';
import { createAttachment } from '../../src/ews/operations/create-attachment.ts';
import { itemId, mailboxAddress, type MailboxAddress } from '../../src/ews/properties/id.ts';
import type { Send, SoapAnswer, SoapRequest } from '../../src/ews/transport.ts';
import { element, required } from '../../src/ews/xml.ts';
import { grantFor } from '../access.ts';

const alice = mailboxAddress('alice@example.test') as MailboxAddress;

/** Reads a name per id; small enough to see through. */
const getNames = defineOperation<{ readonly ids: readonly string[] }, string>({
  name: 'GetNames',
  access: 'read',
  names: undefined,
  idempotent: true,
  encode: ({ ids }) => {
    if (ids.includes('')) throw new InvalidInputError('an id is empty');
    return element(
      'm:GetNames',
      ids.map((Id) => element('t:ItemId', { Id })),
    );
  },
  decode: (message, { ids }) => `${required(message, 'Name').text} of ${ids.length}`,
  keys: ({ ids }) => ids.length,
  answers: ['ErrorNoName'],
});

const ping = defineOperation<void, void>({
  name: 'Ping',
  access: 'write',
  names: undefined,
  idempotent: false,
  encode: () => element('m:Ping'),
  decode: () => undefined,
});

const pong = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:PingResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><m:ResponseMessages><m:PingResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:PingResponseMessage></m:ResponseMessages></m:PingResponse></s:Body></s:Envelope>`;

const success = (name: string): string =>
  `<m:GetNamesResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Name>${name}</m:Name></m:GetNamesResponseMessage>`;

const failed = (code: string): string =>
  `<m:GetNamesResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode></m:GetNamesResponseMessage>`;

const namesAnswer = (...messages: readonly string[]): string =>
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
  `<m:GetNamesResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><m:ResponseMessages>${messages.join('')}` +
  '</m:ResponseMessages></m:GetNamesResponse></s:Body></s:Envelope>';

const fault = (code: string, detail = ''): string =>
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>' +
  `<faultcode>${code}</faultcode><faultstring>Refused.</faultstring>${detail}</s:Fault></s:Body></s:Envelope>`;

const answerOf = (text: string, status = 200, headers: Readonly<Record<string, string>> = {}): SoapAnswer => ({
  status,
  headers,
  body: (async function* () {
    yield Buffer.from(text.slice(0, 10));
    yield Buffer.from(text.slice(10));
  })(),
  text: async () => text,
});

/** A session whose server answers with this, and what it was asked and told. */
const sessionWith = (
  answer: string | SoapAnswer | Send,
  options: { readonly signal?: AbortSignal; readonly deadlineMs?: number } = {},
) => {
  const requests: SoapRequest[] = [];
  const calls: EwsCall[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    if (typeof answer === 'function') return answer(request);
    return typeof answer === 'string' ? answerOf(answer) : answer;
  };
  const client = createEwsClient({
    send,
    serverVersion: 'Exchange2010_SP2',
    // What is tried again is the subject of client-retries.test.ts.
    retries: 0,
    ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
  });
  const session: EwsSession = client.as(grantFor(alice), {
    requestId: 'request-1',
    signal: options.signal ?? new AbortController().signal,
    onCall: (call) => calls.push(call),
  });
  return { session, requests, calls };
};

const failure = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EwsError);
  return error as EwsError;
};

describe('a call', () => {
  it('sends the envelope under the operation and the mailbox, and reads the answer', async () => {
    const { session, requests, calls } = sessionWith(namesAnswer(success('Ann')));
    expect(await session.call(getNames, { ids: ['a'] })).toBe('Ann of 1');
    expect(requests[0]).toMatchObject({ operation: 'GetNames', access: 'read', idempotent: true, mailbox: alice });
    expect(requests[0]?.body).toContain('<t:SmtpAddress>alice@example.test</t:SmtpAddress>');
    expect(requests[0]?.body).toContain('<soap:Body><m:GetNames><t:ItemId Id="a"/></m:GetNames></soap:Body>');
    expect(calls).toEqual([
      {
        operation: 'GetNames',
        mailbox: alice,
        access: 'read',
        keys: 1,
        subjects: [{ kind: 'Item', id: 'a' }],
        answered: 1,
        ms: expect.any(Number),
        waitedMs: expect.any(Number),
        attempts: 1,
        bytes: namesAnswer(success('Ann')).length,
        outcome: 'ok',
      },
    ]);
  });

  it('may have nothing to say', async () => {
    const answer =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><PingResponse><ResponseMessages>' +
      '<M ResponseClass="Success"/></ResponseMessages></PingResponse></s:Body></s:Envelope>';
    const { session, requests } = sessionWith(answer);
    expect(await session.call(ping, undefined)).toBeUndefined();
    expect(requests[0]).toMatchObject({ access: 'write', idempotent: false });
  });

  it('may be repeatable for some inputs only', async () => {
    const { session, requests } = sessionWith(namesAnswer(success('Ann')));
    const careful = { ...getNames, idempotent: ({ ids }: { readonly ids: readonly string[] }) => ids[0] === 'a' };
    await session.call(careful, { ids: ['a'] });
    await session.call(careful, { ids: ['b'] });
    expect(requests.map(({ idempotent }) => idempotent)).toEqual([true, false]);
  });

  it('throws the error of its message, saying what was attempted and as whom', async () => {
    const { session, calls } = sessionWith(namesAnswer(failed('ErrorItemNotFound')));
    const error = await failure(session.call(getNames, { ids: ['a'] }));
    expect(error).toMatchObject({ kind: 'response', responseCode: 'ErrorItemNotFound' });
    expect(error.message).toBe('GetNames as alice@example.test: the server answered ErrorItemNotFound: No.');
    expect(calls[0]?.outcome).toBe('ErrorItemNotFound');
  });

  it('that asks for the impossible is neither sent nor counted', async () => {
    const { session, requests, calls } = sessionWith(namesAnswer(success('Ann')));
    await expect(session.call(getNames, { ids: [''] })).rejects.toBeInstanceOf(InvalidInputError);
    expect([requests, calls]).toEqual([[], []]);
  });
});

describe('a batch', () => {
  it('keeps one bad id, one unreadable message and one stopped message to themselves', async () => {
    const unreadable =
      '<m:GetNamesResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:GetNamesResponseMessage>';
    const stopped =
      '<m:GetNamesResponseMessage ResponseClass="Warning"><m:ResponseCode>ErrorBatchProcessingStopped</m:ResponseCode></m:GetNamesResponseMessage>';
    const { session, calls } = sessionWith(
      namesAnswer(success('Ann'), failed('ErrorItemNotFound'), unreadable, success('Bob'), stopped),
    );
    const outputs = await session.callEach(getNames, { ids: ['a', 'b', 'c', 'd', 'e'] });
    expect(outputs).toMatchObject([
      'Ann of 5',
      { kind: 'response', responseCode: 'ErrorItemNotFound' },
      { kind: 'decode', message: 'GetNames as alice@example.test: GetNamesResponseMessage has no Name' },
      'Bob of 5',
      { kind: 'response', responseCode: 'ErrorBatchProcessingStopped' },
    ]);
    expect(calls).toMatchObject([{ keys: 5, outcome: 'partial' }]);
  });

  it('answered short leaves an error for every id that was left out', async () => {
    const { session } = sessionWith(namesAnswer(success('Ann')));
    expect(await session.callEach(getNames, { ids: ['a', 'b', 'c'] })).toMatchObject([
      'Ann of 3',
      { kind: 'decode' },
      { kind: 'decode' },
    ]);
  });

  it('answered with more messages than ids is not believed', async () => {
    const { session } = sessionWith(namesAnswer(success('Ann'), success('Bob')));
    expect((await failure(session.callEach(getNames, { ids: ['a'] }))).kind).toBe('decode');
  });

  it('of nothing but errors is known by the first', async () => {
    const { session, calls } = sessionWith(namesAnswer(failed('ErrorItemNotFound'), failed('ErrorAccessDenied')));
    await session.callEach(getNames, { ids: ['a', 'b'] });
    expect(calls[0]?.outcome).toBe('ErrorItemNotFound');
  });

  it('hands an error that the operation calls an answer to its decoder', async () => {
    const none =
      '<m:GetNamesResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorNoName</m:ResponseCode><m:Name>nobody</m:Name></m:GetNamesResponseMessage>';
    const { session } = sessionWith(namesAnswer(none));
    expect(await session.call(getNames, { ids: ['a'] })).toBe('nobody of 1');
  });
});

describe('a failed call', () => {
  it.each([200, 400, 500, 401, 403])('with a SOAP fault is a fault, at HTTP status %i too', async (status) => {
    const { session, calls } = sessionWith(answerOf(fault('ErrorImpersonateUserDenied'), status));
    expect(await failure(session.call(getNames, { ids: ['a'] }))).toMatchObject({
      kind: 'fault',
      responseCode: 'ErrorImpersonateUserDenied',
      status,
    });
    expect(calls[0]?.outcome).toBe('ErrorImpersonateUserDenied');
  });

  it.each([
    ['an HTML page', '<html><body>Down<br></body></html>'],
    ['nothing', ''],
    ['a success that does not go with the status', namesAnswer(success('Ann'))],
  ])('with HTTP 503 and %s is that status', async (_what, text) => {
    const { session, calls } = sessionWith(answerOf(text, 503, { 'retry-after': '7' }));
    const error = await failure(session.call(getNames, { ids: ['a'] }));
    expect(error).toMatchObject({ kind: 'http', status: 503, retryAfterMs: 7000 });
    expect(error.message).toBe('GetNames as alice@example.test: the server answered HTTP 503');
    expect(calls[0]?.outcome).toBe('http');
  });

  it('with HTTP 501 says that the server lacks the operation, and what it was', async () => {
    const of = (status: number): Promise<EwsError> =>
      failure(sessionWith(answerOf('', status)).session.call(getNames, { ids: ['a'] }));
    expect(await of(501)).toMatchObject({ kind: 'http', lacking: 'operation', operation: 'GetNames', isRefusal: true });
    expect(await of(500)).toMatchObject({ kind: 'http', lacking: undefined, operation: 'GetNames', isRefusal: false });
  });

  it('with an error page that cannot be read is its status', async () => {
    const unreadable = { ...answerOf('', 502), text: () => Promise.reject(new EwsError('decode', 'not UTF-8')) };
    expect(await failure(sessionWith(unreadable).session.call(getNames, { ids: ['a'] }))).toMatchObject({
      kind: 'http',
      status: 502,
    });
  });

  it('knows the pause from the fault first, then from Retry-After, as seconds or as a date', async () => {
    const busy = fault(
      'ErrorServerBusy',
      '<detail><MessageXml><Value Name="BackOffMilliseconds">300</Value></MessageXml></detail>',
    );
    const retryAfterMs = async (answer: SoapAnswer): Promise<number | undefined> =>
      (await failure(sessionWith(answer).session.call(getNames, { ids: ['a'] }))).retryAfterMs;
    expect(await retryAfterMs(answerOf(busy, 500, { 'retry-after': '9' }))).toBe(300);
    expect(await retryAfterMs(answerOf(fault('ErrorServerBusy'), 500, { 'retry-after': '9' }))).toBe(9000);
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    expect(await retryAfterMs(answerOf('', 503, { date, 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }))).toBe(
      30_000,
    );
    expect(await retryAfterMs(answerOf('', 503, { 'retry-after': 'soon' }))).toBeUndefined();
    expect(await retryAfterMs(answerOf('', 503))).toBeUndefined();
  });

  it.each([
    ['garbage', 'garbage'],
    ['nothing', ''],
    ['an empty body', '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'],
    ['the answer to something else', namesAnswer(success('Ann')).replaceAll('GetNames', 'GetItem')],
    ['no messages', namesAnswer()],
  ])('with HTTP 200 and %s is never an empty success', async (_what, text) => {
    expect((await failure(sessionWith(text).session.callEach(getNames, { ids: [] }))).kind).toBe('decode');
  });

  it('without credentials was never sent, and is not counted', async () => {
    const { session, calls } = sessionWith(() => Promise.reject(new EwsError('credentials', 'no token')));
    expect((await failure(session.call(getNames, { ids: ['a'] }))).kind).toBe('credentials');
    expect(calls).toEqual([]);
  });

  it('is counted once, whatever failed', async () => {
    const { session, calls } = sessionWith(() => Promise.reject(new EwsError('unreachable', 'reset')));
    await failure(session.call(getNames, { ids: ['a', 'b'] }));
    expect(calls).toMatchObject([{ keys: 2, bytes: 0, outcome: 'unreachable' }]);
  });
});

describe('a deadline', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Answers when its signal says stop. */
  const untilStopped: Send = ({ signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        const { reason } = signal as { readonly reason: Error };
        reject(new EwsError(reason.name === 'TimeoutError' ? 'timeout' : 'aborted', reason.name));
      });
    });

  it('of 15 seconds ends a call, and not before', async () => {
    vi.useFakeTimers();
    const { session } = sessionWith(untilStopped);
    let isOver = false;
    const ended = failure(session.call(getNames, { ids: ['a'] })).finally(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(14_999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await ended).kind).toBe('timeout');
  });

  it('leaves an operation that says so more time', async () => {
    vi.useFakeTimers();
    const { session } = sessionWith(untilStopped, { deadlineMs: 100 });
    let isOver = false;
    const slow = { ...getNames, extraMs: 25_000 };
    const ended = failure(session.call(slow, { ids: ['a'] })).finally(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(25_099);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await ended).kind).toBe('timeout');
  });

  it('gives files a second more for each megabyte that is sent, base64 and all', async () => {
    vi.useFakeTimers();
    const { session } = sessionWith(untilStopped);
    let isOver = false;
    const attachments = [{ kind: 'file', name: 'a', content: new Blob([new Uint8Array(3 * 1024 * 1024)]) }] as const;
    const ended = failure(session.callEach(createAttachment, { parent: { id: itemId('x') }, attachments })).finally(
      () => (isOver = true),
    );
    await vi.advanceTimersByTimeAsync(19_000);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect((await ended).kind).toBe('timeout');
  });

  it('is not waited for when the caller leaves', async () => {
    const caller = new AbortController();
    const { session } = sessionWith(untilStopped, { signal: caller.signal });
    const ended = failure(session.call(getNames, { ids: ['a'] }));
    caller.abort();
    expect((await ended).kind).toBe('aborted');
  });

  it('goes on for what follows a write when the caller has left, and begins nothing for one who left before', async () => {
    const caller = new AbortController();
    const { session, requests } = sessionWith(pong, { signal: caller.signal });
    const other = sessionWith(pong, { signal: caller.signal });
    await session.call(ping, undefined);
    caller.abort();
    await session.call(ping, undefined);
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    expect((await failure(other.session.call(ping, undefined))).kind).toBe('aborted');
    expect(other.requests).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers();
    await sessionWith(namesAnswer(success('Ann'))).session.call(getNames, { ids: ['a'] });
    await failure(sessionWith('garbage').session.call(getNames, { ids: ['a'] }));
    await sessionWith('bytes').session.open(getNames, { ids: ['a'] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not cut a stream that has begun, but the caller still does', async () => {
    vi.useFakeTimers();
    const caller = new AbortController();
    const { session, requests } = sessionWith('bytes', { signal: caller.signal, deadlineMs: 100 });
    await session.open(getNames, { ids: ['a'] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests[0]?.signal.aborted).toBe(false);
    caller.abort();
    expect(requests[0]?.signal.aborted).toBe(true);
  });
});

describe('an open call', () => {
  it('hands over the bytes and is counted when they end', async () => {
    const { session, calls } = sessionWith('0123456789abcdef');
    let text = '';
    for await (const part of await session.open(getNames, { ids: ['a'] })) text += Buffer.from(part).toString();
    expect(text).toBe('0123456789abcdef');
    expect(calls).toMatchObject([{ operation: 'GetNames', keys: 1, bytes: 16, outcome: 'ok' }]);
  });

  it('ends the exchange when its reader leaves before the first byte', async () => {
    let isClosed = false;
    const body: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: true, value: undefined }),
        return: async () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const { session, calls } = sessionWith({ ...answerOf(''), body });
    await (await session.open(getNames, { ids: ['a'] }))[Symbol.asyncIterator]().return?.();
    expect(isClosed).toBe(true);
    expect(calls).toMatchObject([{ outcome: 'aborted' }]);
  });

  it('is reported when its scope ends, although nobody looks at the stream again', async () => {
    const caller = new AbortController();
    const { session, calls } = sessionWith('bytes', { signal: caller.signal });
    const stream = (await session.open(getNames, { ids: ['a'] }))[Symbol.asyncIterator]();
    await stream.next();
    expect(calls).toEqual([]);
    caller.abort();
    expect(calls).toMatchObject([{ operation: 'GetNames', outcome: 'aborted' }]);
    await stream.return?.();
    expect(calls).toHaveLength(1);
  });

  it('that has ended leaves nothing behind in a scope that goes on', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const { session } = sessionWith('0123456789abcdef', { signal });
    for await (const part of await session.open(getNames, { ids: ['a'] })) expect(part.byteLength).toBeGreaterThan(0);
    await (await session.open(getNames, { ids: ['a'] }))[Symbol.asyncIterator]().return?.();
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
  });

  it('with an error status fails before there is a stream', async () => {
    const { session, calls } = sessionWith(answerOf(fault('ErrorServerBusy'), 500));
    expect(await failure(session.open(getNames, { ids: ['a'] }))).toMatchObject({
      kind: 'fault',
      responseCode: 'ErrorServerBusy',
    });
    expect(calls).toMatchObject([{ outcome: 'ErrorServerBusy' }]);
  });

  it('tells in its bytes what was attempted when the connection breaks', async () => {
    const body = (async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('begun');
      throw new EwsError('unreachable', 'reset');
    })();
    const { session, calls } = sessionWith({ ...answerOf(''), body });
    const stream = await session.open(getNames, { ids: ['a'] });
    const error = await failure(
      (async () => {
        for await (const part of stream) expect(part.byteLength).toBe(5);
      })(),
    );
    expect(error).toMatchObject({ kind: 'unreachable', message: 'GetNames as alice@example.test: reset' });
    expect(calls).toMatchObject([{ bytes: 5, outcome: 'unreachable' }]);
  });
});

it('makes no session of what merely looks like a grant of the policy', () => {
  const client = createEwsClient({ send: () => Promise.reject(new Error('sent')), serverVersion: 'Exchange2010_SP2' });
  const scope = { requestId: 'request-1', signal: new AbortController().signal, onCall: () => undefined };
  const real = grantFor(alice);
  expect(client.as(real, scope).mailbox).toBe(alice);
  for (const forged of [{ ...real }, { mailbox: alice } as const, Object.create(real)])
    expect(() => client.as(forged, scope)).toThrow(TypeError);
});

it('tells of a call whoever asked for it, also when who looks on fails', async () => {
  const calls: EwsCall[] = [];
  const client = createEwsClient({
    send: async () => answerOf(pong),
    serverVersion: 'Exchange2010_SP2',
    watch: () => () => {
      throw new Error('not counted');
    },
  });
  const scope = {
    requestId: 'request-1',
    signal: new AbortController().signal,
    onCall: (call: EwsCall) => calls.push(call),
  };
  await expect(client.as(grantFor(alice), scope).call(ping, undefined)).rejects.toThrow('not counted');
  expect(calls).toMatchObject([{ operation: 'Ping', attempts: 1, outcome: 'ok' }]);
});
