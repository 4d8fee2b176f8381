import { describe, expect, it } from 'vitest';
import { createEwsClient, type CallScope, type EwsCall, type EwsClientOptions } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { createItem, type CreateItemInput } from '../../src/ews/operations/create-item.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { getEvents } from '../../src/ews/operations/get-events.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { updateItem, type UpdateItemInput } from '../../src/ews/operations/update-item.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import type { ExchangeEnd, Passage, Traffic } from '../../src/ews/traffic/traffic.ts';
import type { Send, SoapAnswer } from '../../src/ews/transport.ts';
import { address, grantFor } from '../access.ts';

/*
 * What is tried again, and what comes of it. `reads`, `deletes` ... stand for their class: anything that only looks, a write that ends in the same state
 * when it is done twice, and everything else.
 */

const alice = address('alice@example.test');
const mail: CreateItemInput = {
  disposition: 'SendAndSaveCopy',
  saveIn: { distinguished: 'sentitems', mailbox: alice },
  items: [{ type: 'Message', properties: { subject: 'Offer', toRecipients: [{ address: 'bob@example.test' }] } }],
};
const update: UpdateItemInput = {
  changes: [{ id: itemId('a'), changeKey: '1', type: 'Message', changes: { subject: 'New' } }],
  conflictResolution: 'NeverOverwrite',
  disposition: 'SaveOnly',
};

const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>${body}</s:Body></s:Envelope>`;

const messagesOf = (operation: string, ...codes: readonly string[]): string =>
  soap(
    `<m:${operation}Response><m:ResponseMessages>${codes
      .map((code) =>
        code === 'NoError'
          ? `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message><t:ItemId Id="a" ChangeKey="2"/></t:Message></m:Items></m:${operation}ResponseMessage>`
          : `<m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode></m:${operation}ResponseMessage>`,
      )
      .join('')}</m:ResponseMessages></m:${operation}Response>`,
  );

/** How an exchange goes: an answer, a status, or no answer. */
type Fate = { readonly text: string; readonly status?: number; readonly headers?: Record<string, string> } | EwsError;

const faultOf = (code: string, backOffMs?: number): Fate => ({
  status: 500,
  text: soap(
    `<s:Fault><faultcode>a:${code}</faultcode><faultstring>No.</faultstring><detail>${
      backOffMs === undefined
        ? ''
        : `<t:MessageXml><t:Value Name="BackOffMilliseconds">${backOffMs}</t:Value></t:MessageXml>`
    }</detail></s:Fault>`,
  ),
});

const reset = new EwsError('unreachable', 'the connection failed (ECONNRESET)');
const refused = new EwsError('unreachable', 'the connection failed (ECONNREFUSED)', { isRefusal: true });
const silent = new EwsError('timeout', 'the server did not answer in time');
const busy = faultOf('ErrorServerBusy', 1);
const waitPlease: Fate = { status: 503, text: '', headers: { 'retry-after': '0' } };

/** A session whose exchanges go one after the other as told, the last one again and again, and what is seen of them. */
const sessionWith = (
  fates: readonly Fate[],
  options: Partial<EwsClientOptions> = {},
  scope: Partial<CallScope> = {},
) => {
  const calls: EwsCall[] = [];
  let sent = 0;
  const send: Send = async (): Promise<SoapAnswer> => {
    const fate = fates[Math.min(sent, fates.length - 1)];
    sent += 1;
    if (fate === undefined || fate instanceof EwsError) throw fate;
    const { text, status = 200, headers = {} } = fate;
    return { status, headers, text: async () => text, body: (async function* () {})() };
  };
  const client = createEwsClient({ send, serverVersion: 'Exchange2010_SP2', random: () => 0, ...options });
  const session = client.as(grantFor(alice), {
    requestId: 'request-1',
    signal: new AbortController().signal,
    onCall: (call) => calls.push(call),
    ...scope,
  });
  return { session, client, calls, sent: () => sent };
};

type Session = ReturnType<typeof sessionWith>['session'];

const acts = {
  reads: (session: Session) => session.call(getItem, { ids: [{ id: itemId('a') }], wanted: [] }),
  deletes: (session: Session) => session.call(deleteItem, { ids: [{ id: itemId('a') }], deleteType: 'HardDelete' }),
  updates: (session: Session) => session.call(updateItem, update),
  sends: (session: Session) => session.call(createItem, mail),
} as const;

const operationOf = { reads: 'GetItem', deletes: 'DeleteItem', updates: 'UpdateItem', sends: 'CreateItem' } as const;

const failureOf = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EwsError)) throw error;
  return error;
};

/** How often each is sent when the server goes on like this. */
const persistent: readonly (readonly [name: string, fate: Fate, reads: number, writes: number, sends: number])[] = [
  ['a connection that nobody takes', refused, 3, 2, 2],
  ['a connection that is reset', reset, 3, 2, 1],
  ['an answer that is cut', { text: messagesOf('GetItem', 'NoError').slice(0, -20) }, 3, 2, 1],
  ['a page that is no XML', { text: '<html>Sorry<br></html>' }, 3, 2, 1],
  ['silence', silent, 1, 1, 1],
  ['HTTP 429', { text: '', status: 429 }, 3, 2, 2],
  ['HTTP 503 that asks to wait', waitPlease, 3, 2, 2],
  ['HTTP 503 of whoever', { text: '', status: 503 }, 3, 2, 1],
  ['HTTP 502', { text: '', status: 502 }, 3, 2, 1],
  ['HTTP 501', { text: '', status: 501 }, 1, 1, 1],
  ['HTTP 401', { text: '', status: 401 }, 1, 1, 1],
  ['HTTP 403', { text: '', status: 403 }, 1, 1, 1],
  ['a server that is busy', busy, 3, 2, 2],
  ['a timeout inside the server', faultOf('ErrorTimeoutExpired'), 3, 2, 1],
  ['a store that went away', faultOf('ErrorMailboxStoreUnavailable'), 3, 2, 1],
  ['a connection behind the server', faultOf('ErrorConnectionFailed'), 3, 2, 1],
  ['a transient code', faultOf('ErrorInternalServerTransientError'), 3, 2, 1],
  ['a code of which nobody has heard', faultOf('ErrorOfTheYear2031'), 1, 1, 1],
  ['a mailbox that may not be impersonated', faultOf('ErrorImpersonateUserDenied'), 1, 1, 1],
];

describe('a failure that goes on', () => {
  it.each(persistent)('is tried again as far as the call may be: %s', async (_name, fate, reads, writes, sends) => {
    const counts: Record<string, number> = {};
    for (const [name, act] of Object.entries(acts)) {
      const { session, calls, sent } = sessionWith([fate]);
      await failureOf(act(session));
      counts[name] = sent();
      expect(calls).toMatchObject([{ attempts: sent() }]);
    }
    expect(counts).toEqual({ reads, deletes: writes, updates: writes, sends });
  });

  it.each(['ErrorServerBusy', 'ErrorMailboxStoreUnavailable'])('is seen in the only message too: %s', async (code) => {
    const { session, sent } = sessionWith([{ text: messagesOf('GetItem', code) }]);
    expect((await failureOf(acts.reads(session))).responseCode).toBe(code);
    expect(sent()).toBe(3);
  });

  it('in every message of a batch is one of the whole; in one of them, or of another kind, it is not', async () => {
    const sentFor = async (...codes: readonly string[]): Promise<number> => {
      const { session, sent } = sessionWith([{ text: messagesOf('GetItem', ...codes) }]);
      await session.callEach(getItem, { ids: codes.map((_, at) => ({ id: itemId(`a${at}`) })), wanted: [] });
      return sent();
    };
    expect(await sentFor('ErrorServerBusy', 'ErrorTimeoutExpired')).toBe(3);
    expect(await sentFor('ErrorServerBusy', 'ErrorItemNotFound')).toBe(1);
    expect(await sentFor('ErrorServerBusy', 'NoError')).toBe(1);
  });

  it('is tried again only where the operation says that it may be for this input', async () => {
    const fetched = async (watermark: string | undefined): Promise<number> => {
      const { session, sent } = sessionWith([reset]);
      await failureOf(session.call(getEvents, { subscriptionId: 's', watermark }));
      return sent();
    };
    expect([await fetched('w'), await fetched(undefined)]).toEqual([3, 1]);
  });
});

describe('a failure that passes', () => {
  it.each(['reads', 'deletes', 'updates'] as const)('is noticed by nobody who %s', async (name) => {
    const { session, calls, sent } = sessionWith([reset, { text: messagesOf(operationOf[name], 'NoError') }]);
    await acts[name](session);
    expect(sent()).toBe(2);
    expect(calls).toMatchObject([{ attempts: 2, outcome: 'ok', answered: 1 }]);
    expect(calls[0]?.waitedMs).toBeGreaterThan(0);
  });

  it('before a send was begun is noticed by nobody either', async () => {
    for (const fate of [refused, busy, waitPlease]) {
      const { session, sent } = sessionWith([fate, { text: messagesOf('CreateItem', 'NoError') }]);
      await acts.sends(session);
      expect(sent()).toBe(2);
    }
  });
});

describe('a write whose first answer was lost', () => {
  it('is done when its repetition finds it done', async () => {
    const { session, calls } = sessionWith([reset, { text: messagesOf('DeleteItem', 'ErrorItemNotFound') }]);
    expect(await acts.deletes(session)).toBeUndefined();
    expect(calls).toMatchObject([{ outcome: 'ok', attempts: 2 }]);
  });

  it('is not done because something is missing that it was never asked to do', async () => {
    const missing = { text: messagesOf('DeleteItem', 'ErrorItemNotFound') };
    expect((await failureOf(acts.deletes(sessionWith([missing]).session))).responseCode).toBe('ErrorItemNotFound');
    // Not begun the first time, so it is told of what was so before.
    const again = sessionWith([busy, missing]).session;
    expect(await failureOf(acts.deletes(again))).toMatchObject({ responseCode: 'ErrorItemNotFound', mayBeDone: false });
  });

  it.each(['ErrorIrresolvableConflict', 'ErrorStaleObject', 'ErrorItemNotFound', 'ErrorAccessDenied'])(
    'is as unknown as before when its repetition fails: %s',
    async (code) => {
      const { session } = sessionWith([reset, { text: messagesOf('UpdateItem', code) }]);
      const error = await failureOf(acts.updates(session));
      expect([error.kind, error.mayBeDone, error.operation]).toEqual(['unreachable', true, 'UpdateItem']);
      expect(error.message).toBe(`UpdateItem as ${alice}: ${reset.message}`);
    },
  );

  it('is as unknown as before when its repetition is lost or refused as a whole', async () => {
    for (const fate of [reset, busy, faultOf('ErrorImpersonateUserDenied'), refused]) {
      const { session } = sessionWith([{ text: '', status: 502 }, fate]);
      expect(await failureOf(acts.deletes(session))).toMatchObject({ kind: 'http', status: 502, mayBeDone: true });
    }
  });

  it('is judged thing by thing in a batch', async () => {
    const { session } = sessionWith([
      reset,
      { text: messagesOf('DeleteItem', 'NoError', 'ErrorItemNotFound', 'ErrorAccessDenied') },
    ]);
    const ids = ['a', 'b', 'c'].map((id) => ({ id: itemId(id) }));
    const outputs = await session.callEach(deleteItem, { ids, deleteType: 'HardDelete' });
    expect(outputs).toMatchObject([undefined, undefined, { kind: 'unreachable', mayBeDone: true }]);
  });
});

describe('what may be tried again', () => {
  it('is a tenth of all calls, after the first few', async () => {
    const { client, sent } = sessionWith([reset], { retries: 1 });
    const readOnce = async (): Promise<number> => {
      const before = sent();
      const scope = { requestId: 'r', signal: new AbortController().signal, onCall: () => undefined };
      await failureOf(acts.reads(client.as(grantFor(alice), scope)));
      return sent() - before;
    };
    const counts: number[] = [];
    for (let call = 0; call < 31; call += 1) counts.push(await readOnce());
    expect(counts).toEqual(Array.from({ length: 31 }, (_, at) => (at % 10 === 0 ? 2 : 1)));
  });

  it('is not tried where the wait would outlast the deadline: the failure is told as it is, and at once', async () => {
    for (const fate of [
      faultOf('ErrorServerBusy', 4_001),
      { text: '', status: 503, headers: { 'retry-after': '5' } },
    ]) {
      const { session, sent } = sessionWith([fate], { deadlineMs: 4_000 });
      expect((await failureOf(acts.reads(session))).retryAfterMs).toBeGreaterThan(4_000);
      expect(sent()).toBe(1);
    }
  });

  it('is not tried for a caller who has left meanwhile', async () => {
    const caller = new AbortController();
    const { session, sent } = sessionWith([faultOf('ErrorServerBusy', 10_000)], {}, { signal: caller.signal });
    const ended = failureOf(acts.reads(session));
    await expect.poll(sent).toBe(1);
    caller.abort();
    expect((await ended).responseCode).toBe('ErrorServerBusy');
    expect(sent()).toBe(1);
  });

  it('has the time of its scope together: a call that comes too late is not sent', async () => {
    let nowMs = 0;
    const { session, sent, calls } = sessionWith(
      [{ text: messagesOf('GetItem', 'NoError') }],
      { now: () => nowMs },
      { dueMs: 5_000 },
    );
    await acts.reads(session);
    nowMs = 5_000;
    expect(await failureOf(acts.reads(session))).toMatchObject({ kind: 'timeout', mayBeDone: false });
    expect(await failureOf(acts.sends(session))).toMatchObject({ kind: 'timeout', mayBeDone: false });
    expect([sent(), calls.length]).toEqual([1, 1]);
  });

  it('leaves what follows a write a moment to find out what became of it', async () => {
    let nowMs = 0;
    const { session, sent } = sessionWith(
      [{ text: messagesOf('CreateItem', 'NoError') }, { text: messagesOf('GetItem', 'NoError') }],
      { now: () => nowMs },
      { dueMs: 5_000 },
    );
    await acts.sends(session);
    nowMs = 6_000;
    await acts.reads(session);
    expect(sent()).toBe(2);
  });
});

/** Traffic that lets everybody pass and writes down what it is told. */
const recordingTraffic = () => {
  const [passages, ends, over]: [Passage[], ExchangeEnd[], string[]] = [[], [], []];
  const traffic: Traffic = {
    pass: async (passage, work) => {
      passages.push(passage);
      try {
        return await work({ waitedMs: 7, ready: async () => undefined, ended: (end) => void ends.push(end) });
      } finally {
        over.push(passage.urgency);
      }
    },
    stats: () => {
      throw new Error('nobody asks');
    },
  };
  return { traffic, passages, ends, over };
};

describe('the traffic', () => {
  it.each<readonly [string, Fate, ExchangeEnd['kind']]>([
    ['an answer', { text: messagesOf('GetItem', 'NoError') }, 'answered'],
    ['an item that is not there', { text: messagesOf('GetItem', 'ErrorItemNotFound') }, 'answered'],
    ['a refusal', faultOf('ErrorImpersonateUserDenied'), 'answered'],
    ['HTTP 403', { text: '', status: 403 }, 'answered'],
    ['an item for which it was too busy', { text: messagesOf('GetItem', 'ErrorServerBusy') }, 'throttled'],
    ['a server that is busy', busy, 'throttled'],
    ['HTTP 429', { text: '', status: 429 }, 'throttled'],
    ['HTTP 503 that asks to wait', waitPlease, 'throttled'],
    ['HTTP 503 of whoever', { text: '', status: 503 }, 'failed'],
    ['a reset connection', reset, 'failed'],
    ['garbage', { text: 'garbage' }, 'failed'],
    ['no token', new EwsError('credentials', 'no token'), 'unknown'],
    ['a caller who left', new EwsError('aborted', 'the caller left'), 'unknown'],
    ['hardly any time for an answer', silent, 'unknown'],
  ])('is told of each exchange: %s', async (_name, fate, kind) => {
    const { traffic, ends } = recordingTraffic();
    const { session } = sessionWith([fate], { traffic, retries: 0 });
    await acts.reads(session).catch(() => undefined);
    expect(ends.map((end) => end.kind)).toEqual([kind]);
  });

  it('is told how long the server asked to be left alone, and of each attempt', async () => {
    const { traffic, ends } = recordingTraffic();
    const { session, calls } = sessionWith([busy, reset, { text: messagesOf('GetItem', 'NoError') }], { traffic });
    await acts.reads(session);
    expect(ends).toMatchObject([{ kind: 'throttled', pauseMs: 1 }, { kind: 'failed' }, { kind: 'answered' }]);
    expect(calls[0]?.waitedMs).toBeGreaterThanOrEqual(7);
  });

  it('knows who waits for what', async () => {
    const { traffic, passages } = recordingTraffic();
    const { session } = sessionWith([reset], { traffic, retries: 0 });
    const bulk = sessionWith([reset], { traffic, retries: 0 }, { urgency: 'bulk', dueMs: 12_345_678 }).session;
    await failureOf(acts.reads(session));
    await failureOf(acts.reads(bulk));
    await failureOf(session.open(getItem, { ids: [{ id: itemId('a') }], wanted: [] }));
    expect(passages.map(({ urgency }) => urgency)).toEqual(['interactive', 'bulk', 'bulk']);
    expect(passages[1]).toMatchObject({ mailbox: alice, dueMs: 12_345_678 });
  });

  it('keeps the turn of a file until its bytes have ended, or nobody wants them', async () => {
    const { traffic, over } = recordingTraffic();
    const caller = new AbortController();
    const open = (scope: Partial<CallScope> = {}) =>
      sessionWith([{ text: '' }], { traffic }, scope).session.open(getItem, {
        ids: [{ id: itemId('a') }],
        wanted: [],
      });
    const read = (await open())[Symbol.asyncIterator]();
    const closed = (await open())[Symbol.asyncIterator]();
    await open({ signal: caller.signal });
    expect(over).toEqual([]);
    expect(await read.next()).toMatchObject({ done: true });
    await expect.poll(() => over.length).toBe(1);
    await closed.return?.();
    await expect.poll(() => over.length).toBe(2);
    caller.abort();
    await expect.poll(() => over.length).toBe(3);
  });

  it('gets the turn of an endless stream back when it has begun', async () => {
    const { traffic, over } = recordingTraffic();
    const { session } = sessionWith([{ text: '' }], { traffic });
    await session.open({ ...getItem, isLasting: true }, { ids: [{ id: itemId('a') }], wanted: [] });
    await expect.poll(() => over.length).toBe(1);
  });

  it('may refuse a call: nothing was sent, nothing done, and nothing is counted', async () => {
    const full = new EwsError('throttled', 'too many calls of the mailbox wait already', { retryAfterMs: 1_000 });
    const traffic: Traffic = { ...recordingTraffic().traffic, pass: () => Promise.reject(full) };
    const { session, calls, sent } = sessionWith([reset], { traffic });
    const error = await failureOf(acts.sends(session));
    expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: 1_000, mayBeDone: false, operation: 'CreateItem' });
    expect([sent(), calls]).toEqual([0, []]);
  });

  it('may leave a call waiting until its caller has left', async () => {
    const caller = new AbortController();
    const traffic: Traffic = {
      ...recordingTraffic().traffic,
      pass: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
    };
    const { session } = sessionWith([reset], { traffic }, { signal: caller.signal });
    const ended = failureOf(acts.sends(session));
    caller.abort();
    expect(await ended).toMatchObject({ kind: 'aborted', mayBeDone: false });
    const late = sessionWith([reset], { traffic, deadlineMs: 20 }).session;
    expect(await failureOf(acts.sends(late))).toMatchObject({ kind: 'timeout', mayBeDone: false });
  });
});
