import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CredentialsError } from '../../src/credentials/credentials-error.ts';
import type { TokenProvider } from '../../src/credentials/token-provider.ts';
import { createEwsClient } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { createItem, type CreateItemInput } from '../../src/ews/operations/create-item.ts';
import { deleteItem } from '../../src/ews/operations/delete-item.ts';
import { getItem } from '../../src/ews/operations/get-item.ts';
import { itemId } from '../../src/ews/properties/id.ts';
import { httpSend, type Send } from '../../src/ews/transport.ts';
import { address, grantFor } from '../access.ts';
import { describeWithWitness } from '../witness.ts';
import { recordedIn } from './recorded.ts';

/*
 * What a failed write means. "Done?" is the question whether it may have been: yes forbids to repeat it blindly, no allows it, and a wrong no is a
 * mail that is sent twice.
 */

const mail: CreateItemInput = {
  disposition: 'SendAndSaveCopy',
  saveIn: { distinguished: 'sentitems', mailbox: address('alice@example.test') },
  items: [{ type: 'Message', properties: { subject: 'Offer', toRecipients: [{ address: 'bob@example.test' }] } }],
};

interface Session {
  readonly send: Send;
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

const sessionOf = ({ send, signal = new AbortController().signal, deadlineMs = 5_000 }: Session) =>
  createEwsClient({ send, serverVersion: 'Exchange2010_SP2', deadlineMs, retries: 0 }).as(
    grantFor(address('alice@example.test')),
    {
      requestId: 'request-1',
      signal,
      onCall: () => undefined,
    },
  );

const failureOf = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EwsError)) throw error;
  return error;
};

const answering =
  (text: string, status = 200, headers: Readonly<Record<string, string>> = {}): Send =>
  async () => ({ status, headers, body: (async function* () {})(), text: async () => text });

const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Body>${body}</s:Body></s:Envelope>`;

const fault = (code: string, detail = ''): string =>
  soap(`<s:Fault><faultcode>${code}</faultcode><faultstring>No.</faultstring>${detail}</s:Fault>`);

const answer = (...messages: readonly string[]): string =>
  soap(`<m:CreateItemResponse><m:ResponseMessages>${messages.join('')}</m:ResponseMessages></m:CreateItemResponse>`);

const refused = (code: string, responseClass = 'Error'): string =>
  `<m:CreateItemResponseMessage ResponseClass="${responseClass}"><m:MessageText>No.</m:MessageText><m:ResponseCode>${code}</m:ResponseCode><m:Items/></m:CreateItemResponseMessage>`;

const made = (id: string): string =>
  `<m:CreateItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message><t:ItemId Id="${id}" ChangeKey="1"/></t:Message></m:Items></m:CreateItemResponseMessage>`;

const inner = '<detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">';
const busy = fault('a:ErrorServerBusy', `${inner}ErrorServerBusy</e:ResponseCode></detail>`);

describe('a write that was answered with an error', () => {
  it.each<readonly [string, boolean, Send]>([
    ['an item that is refused', false, answering(answer(refused('ErrorSendAsDenied')))],
    ['a quota', false, answering(answer(refused('ErrorQuotaExceeded')))],
    ['a batch that stopped before it', false, answering(answer(refused('ErrorBatchProcessingStopped', 'Warning')))],
    ['a code of which nobody has heard', false, answering(answer(refused('ErrorNotOnSundays')))],
    ['an item at which the server gave up', true, answering(answer(refused('ErrorInternalServerError')))],
    ['a timeout inside the server', true, answering(answer(refused('ErrorTimeoutExpired')))],
    ['a store that went away', true, answering(answer(refused('ErrorMailboxStoreUnavailable')))],
    ['a transient code that is new', true, answering(answer(refused('ErrorConnectionFailedTransientError')))],
    ['an answer that the server could not write', true, answering(fault('a:ErrorResponseSchemaValidation'), 500)],
    ['a server that is busy', false, answering(busy, 500)],
    ['a fault with a code', false, answering(fault('ErrorImpersonateUserDenied'))],
    ['a fault of the server without a code', true, answering(fault('soap:Server'), 500)],
    ['a fault of the client without a code', false, answering(fault('soap:Client'), 500)],
    ['a fault without a code that nobody was let in for', false, answering(fault('soap:Server'), 401)],
    ['an error class without a code', true, answering(answer('<m:CreateItemResponseMessage ResponseClass="Error"/>'))],
    ['HTTP 400', false, answering('', 400)],
    ['HTTP 401', false, answering('', 401)],
    ['HTTP 403', false, answering('', 403)],
    ['HTTP 404', false, answering('<html>not here</html>', 404)],
    ['HTTP 413', false, answering('', 413)],
    ['HTTP 429', false, answering('', 429)],
    ['HTTP 503 that asks to wait', false, answering('', 503, { 'retry-after': '7' })],
    ['HTTP 503 of whoever', true, answering('upstream connect error or disconnect/reset before headers', 503)],
    ['HTTP 500 without a fault', true, answering('<html>Runtime Error</html>', 500)],
    ['HTTP 502', true, answering('', 502)],
    ['HTTP 504', true, answering('', 504)],
    ['HTTP 302 to a page for logging in', true, answering('', 302)],
    ['an answer that was cut', true, answering(answer(made('a')).slice(0, -40))],
    ['an answer without messages', true, answering(answer())],
    ['more messages than items', true, answering(answer(made('a'), made('b')))],
    ['the answer to something else', true, answering(soap('<m:GetItemResponse/>'))],
    ['no XML at all', true, answering('<html>down</html')],
  ])('%s: done? %s', async (_name, mayBeDone, send) => {
    const error = await failureOf(sessionOf({ send }).call(createItem, mail));
    expect({
      mayBeDone: error.mayBeDone,
      named: error.message.startsWith('CreateItem as alice@example.test: '),
    }).toEqual({ mayBeDone, named: true });
  });

  it('is judged item by item: one was made, one refused, one given up, one not looked at, one not mentioned', async () => {
    const messages = [
      made('a'),
      refused('ErrorItemNotFound'),
      refused('ErrorInternalServerTransientError'),
      refused('ErrorBatchProcessingStopped', 'Warning'),
    ];
    const items = Array.from({ length: 5 }, () => mail.items[0]!);
    const outputs = await sessionOf({ send: answering(answer(...messages)) }).callEach(createItem, { ...mail, items });
    expect(outputs.map((output) => (output instanceof EwsError ? output.mayBeDone : 'made'))).toEqual([
      'made',
      false,
      true,
      false,
      true,
    ]);
  });

  it('is a question only of writes', async () => {
    const send = answering('', 502);
    const read = sessionOf({ send }).call(getItem, { ids: [{ id: itemId('a') }], wanted: [] });
    expect((await failureOf(read)).mayBeDone).toBe(false);
    const write = sessionOf({ send }).call(deleteItem, { ids: [{ id: itemId('a') }], deleteType: 'HardDelete' });
    expect((await failureOf(write)).mayBeDone).toBe(true);
  });
});

const steadyTokens: TokenProvider = { authorization: async () => 'Bearer token', reject: () => undefined };

/** Another token after each that is refused. */
const renewingTokens = (): TokenProvider => {
  let number = 0;
  return { authorization: async () => `Bearer token-${number}`, reject: () => void (number += 1) };
};

const sendTo = (port: number, tokens: TokenProvider = steadyTokens): Send => {
  const http = httpSend({ url: new URL(`http://127.0.0.1:${port}/`), tokens: { read: tokens, write: tokens } });
  onTestFinished(() => http.close());
  return http.send;
};

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

/** A server that does something with a request when it has read it, and how many requests it has read. */
const serverThat = async (act: (response: ServerResponse, request: IncomingMessage) => void) => {
  const read = { requests: 0 };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      read.requests += 1;
      act(response, request);
    });
  });
  onTestFinished(() => server.closeAllConnections());
  return { read, port: await listening(server) };
};

const endless: TokenProvider = { authorization: () => new Promise(() => undefined), reject: () => undefined };
const failing: TokenProvider = {
  authorization: () => Promise.reject(new CredentialsError('AWS is away')),
  reject: () => undefined,
};

describe('a write that was not answered', () => {
  it('was not done where nobody listens', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    const error = await failureOf(sessionOf({ send: sendTo(port) }).call(createItem, mail));
    expect([error.kind, error.mayBeDone]).toEqual(['unreachable', false]);
  });

  it('was not done without a token, nor when the deadline came before one', async () => {
    const { port, read } = await serverThat((response) => response.end());
    const refusedToken = await failureOf(sessionOf({ send: sendTo(port, failing) }).call(createItem, mail));
    expect([refusedToken.kind, refusedToken.mayBeDone]).toEqual(['credentials', false]);
    const late = await failureOf(sessionOf({ send: sendTo(port, endless), deadlineMs: 30 }).call(createItem, mail));
    expect([late.kind, late.mayBeDone]).toEqual(['timeout', false]);
    expect(read.requests).toBe(0);
  });

  it('was not done when no token was good enough, whatever hindered the second', async () => {
    const { port, read } = await serverThat((response) => response.writeHead(401).end());
    const twice = await failureOf(sessionOf({ send: sendTo(port, renewingTokens()) }).call(createItem, mail));
    expect([twice.kind, twice.status, twice.mayBeDone, read.requests]).toEqual(['http', 401, false, 2]);
    let asked = 0;
    const once401: TokenProvider = {
      authorization: () => ((asked += 1) === 1 ? steadyTokens.authorization() : failing.authorization()),
      reject: () => undefined,
    };
    const unrenewed = await failureOf(sessionOf({ send: sendTo(port, once401) }).call(createItem, mail));
    expect([unrenewed.kind, unrenewed.mayBeDone]).toEqual(['credentials', false]);
  });

  it('may have been done when the connection ended before the answer, in it, or while the request was on its way', async () => {
    const before = await serverThat((_response, request) => request.socket.destroy());
    const within = await serverThat((response, request) => {
      response.writeHead(200, { 'content-length': '1000' }).write('<s:Envelope', () => request.socket.destroy());
    });
    const unread = await listening(createTcpServer((socket) => void socket.once('data', () => socket.destroy())));
    for (const port of [before.port, within.port, unread]) {
      const error = await failureOf(sessionOf({ send: sendTo(port) }).call(createItem, mail));
      expect([error.kind, error.mayBeDone]).toEqual(['unreachable', true]);
    }
  });

  it('may have been done when the deadline came after it was sent, before the answer or in it', async () => {
    const silent = await serverThat(() => undefined);
    const slow = await serverThat((response) => void response.write('<s:Envelope'));
    for (const { port, read } of [silent, slow]) {
      const error = await failureOf(sessionOf({ send: sendTo(port), deadlineMs: 2_000 }).call(createItem, mail));
      expect([error.kind, error.mayBeDone, read.requests]).toEqual(['timeout', true, 1]);
    }
  });

  it('is not begun for a caller who has left, and was not done', async () => {
    const { port, read } = await serverThat((response) => response.end());
    const session = sessionOf({ send: sendTo(port), signal: AbortSignal.abort() });
    const error = await failureOf(session.call(createItem, mail));
    expect([error.kind, error.mayBeDone, read.requests]).toEqual(['aborted', false, 0]);
  });

  it('is finished for a caller who leaves while it is on its way: its outcome is known', async () => {
    const caller = new AbortController();
    const { port } = await serverThat((response) => {
      caller.abort();
      setTimeout(() => response.end(answer(made('a'))), 20);
    });
    const session = sessionOf({ send: sendTo(port), signal: caller.signal });
    expect(await session.call(createItem, mail)).toMatchObject([{ id: 'a', changeKey: '1' }]);
  });
});

describeWithWitness('a write as a real server answered it', (folder) => {
  const recorded = recordedIn(`${folder}/wire`);
  const replay = (name: string): Send => {
    const found = recorded.find((one) => one.name === `${name}.response.xml`);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return answering(found.text, found.status);
  };

  it('was done where it says so', async () => {
    const send = replay('065-CreateItem-SendAndSaveCopy');
    expect(await sessionOf({ send }).call(createItem, mail)).toMatchObject([{ changeKey: expect.any(String) }]);
  });

  it.each(['119-CreateItem-ReplyToItem', '130-CreateItem-two-items-one-bad'])(
    'was not done where it was formed wrongly: %s',
    async (name) => {
      const error = await failureOf(sessionOf({ send: replay(name) }).call(createItem, mail));
      expect([error.kind, error.status, error.mayBeDone]).toEqual(['fault', 200, false]);
    },
  );

  it('may have been done where the answer is to something else', async () => {
    for (const name of ['016-GetItem-batch-one-bad', '067-SendItem']) {
      const error = await failureOf(sessionOf({ send: replay(name) }).call(createItem, mail));
      expect([error.kind, error.mayBeDone]).toEqual(['decode', true]);
    }
  });
});
