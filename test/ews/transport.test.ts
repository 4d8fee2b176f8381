import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CredentialsError } from '../../src/credentials/credentials-error.ts';
import type { TokenProvider } from '../../src/credentials/token-provider.ts';
import type { ByteSource } from '../../src/ews/byte-source.ts';
import { createEwsClient } from '../../src/ews/client.ts';
import { EwsError } from '../../src/ews/errors.ts';
import { openEventStream } from '../../src/ews/event-stream.ts';
import { mailboxAddress, type MailboxAddress } from '../../src/ews/properties/id.ts';
import { httpSend, type SoapAnswer, type SoapRequest } from '../../src/ews/transport.ts';
import { grantFor } from '../access.ts';

const alice = mailboxAddress('alice@example.test') as MailboxAddress;

const request = (changes: Partial<SoapRequest> = {}): SoapRequest => ({
  operation: 'GetFolder',
  access: 'read',
  idempotent: true,
  mailbox: alice,
  requestId: 'request-1',
  body: '<Envelope>ü</Envelope>',
  signal: new AbortController().signal,
  ...changes,
});

/** Gives `Bearer token-1`, and the next one after each rejection. */
const renewingTokens = (): TokenProvider & { readonly rejected: readonly string[] } => {
  let number = 1;
  const rejected: string[] = [];
  return {
    rejected,
    authorization: async () => `Bearer token-${number}`,
    reject: (authorization) => {
      rejected.push(authorization);
      number += 1;
    },
  };
};

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server on a loopback port that answers as told, and a Send that talks to it. */
const endpoint = async (
  answer: (response: ServerResponse, received: Received, call: number) => void,
  options: { readonly tokens?: TokenProvider; readonly connections?: number; readonly maxPauseMs?: number } = {},
) => {
  const received: Received[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method, url, headers } = incoming;
      const entry = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(entry);
      answer(response, entry, received.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const tokens = options.tokens ?? renewingTokens();
  const http = httpSend({
    url: new URL(`http://127.0.0.1:${port}/EWS/Exchange.asmx`),
    tokens: { read: tokens, write: undefined },
    version: '1.2.3',
    ...(options.connections === undefined ? {} : { connections: options.connections }),
    ...(options.maxPauseMs === undefined ? {} : { maxPauseMs: options.maxPauseMs }),
  });
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { send: http.send, close: http.close, received, server };
};

const failure = async (act: Promise<unknown>): Promise<EwsError> => {
  const error: unknown = await act.then(
    () => new Error('no error'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EwsError);
  return error as EwsError;
};

const bytesOf = async (answer: SoapAnswer): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of answer.body) parts.push(part);
  return Buffer.concat(parts);
};

describe('a request', () => {
  it('carries what EWS needs and nothing that WorkMail dislikes', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    expect(await (await send(request())).text()).toBe('<ok/>');
    const [{ method, path, headers, body }] = received as [Received];
    expect({ method, path, body }).toEqual({
      method: 'POST',
      path: '/EWS/Exchange.asmx',
      body: '<Envelope>ü</Envelope>',
    });
    expect(headers).toMatchObject({
      authorization: 'Bearer token-1',
      'content-type': 'text/xml; charset=utf-8',
      'content-length': '23',
      'accept-encoding': 'gzip',
      'x-anchormailbox': 'alice@example.test',
      'user-agent': 'workmail-graphql/1.2.3 (request request-1)',
      'client-request-id': 'request-1',
    });
    expect(headers).not.toHaveProperty('soapaction');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it('for a file asks for its answer uncompressed: most files are packed already', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    await (await send(request({ operation: 'GetAttachment' }))).text();
    expect(received[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('goes without the routing hint for an address that no header can carry', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    await (await send(request({ mailbox: mailboxAddress('jürgen@exämple.test') as MailboxAddress }))).text();
    expect(received[0]?.headers).not.toHaveProperty('x-anchormailbox');
  });

  it('uses the token for writing only when it writes, and says when there is none', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    const error = await failure(send(request({ access: 'write', operation: 'CreateItem' })));
    expect(error.kind).toBe('credentials');
    expect(error.message).toContain('CreateItem as alice@example.test');
    expect(received).toHaveLength(0);
  });

  it('shares kept-alive connections', async () => {
    const { send, server } = await endpoint((response) => response.end('<ok/>'), { connections: 2 });
    let connections = 0;
    server.on('connection', () => (connections += 1));
    await Promise.all(Array.from({ length: 20 }, async () => (await send(request())).text()));
    expect(connections).toBe(2);
  });
});

describe('a 401', () => {
  it('drops its token and is tried once more with the next', async () => {
    const tokens = renewingTokens();
    const { send, received } = await endpoint(
      (response, { headers }) => {
        response.statusCode = headers.authorization === 'Bearer token-1' ? 401 : 200;
        response.end('<ok/>');
      },
      { tokens },
    );
    const answer = await send(request());
    expect([answer.status, await answer.text()]).toEqual([200, '<ok/>']);
    expect(tokens.rejected).toEqual(['Bearer token-1']);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is the answer the second time, and drops nothing more', async () => {
    const tokens = renewingTokens();
    const { send, received } = await endpoint((response) => response.writeHead(401).end('Unauthorized'), { tokens });
    const answer = await send(request());
    expect([answer.status, await answer.text()]).toEqual([401, 'Unauthorized']);
    expect(received).toHaveLength(2);
    expect(tokens.rejected).toEqual(['Bearer token-1']);
  });

  it('is not repeated when there is no other token', async () => {
    const tokens: TokenProvider = { authorization: async () => 'Basic YTpi', reject: () => undefined };
    const { send, received } = await endpoint((response) => response.writeHead(401).end('Unauthorized'), { tokens });
    expect((await send(request())).status).toBe(401);
    expect(received).toHaveLength(1);
  });

  it('whose next token cannot be had, fails for want of credentials', async () => {
    let calls = 0;
    const tokens: TokenProvider = {
      authorization: async () => {
        calls += 1;
        if (calls > 1) throw new CredentialsError('AWS is down', { retryAfterMs: 1000 });
        return 'Bearer token-1';
      },
      reject: () => undefined,
    };
    const { send } = await endpoint((response) => response.writeHead(401).end(), { tokens });
    expect(await failure(send(request()))).toMatchObject({ kind: 'credentials', retryAfterMs: 1000 });
  });
});

describe('an answer', () => {
  it.each([403, 503, 429, 500, 302])('of status %i is handed over as it is, and drops no token', async (status) => {
    const tokens = renewingTokens();
    const { send, received } = await endpoint(
      (response) => response.writeHead(status, { 'Retry-After': '7', Location: 'http://127.0.0.1:1/' }).end('page'),
      { tokens },
    );
    const answer = await send(request());
    expect(answer.status).toBe(status);
    expect(answer.headers['retry-after']).toBe('7');
    expect(await answer.text()).toBe('page');
    expect(tokens.rejected).toEqual([]);
    expect(received).toHaveLength(1);
  });

  it('is decompressed', async () => {
    const text = 'ü€😀'.repeat(50_000);
    const { send } = await endpoint((response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(text)),
    );
    expect(await (await send(request())).text()).toBe(text);
    expect((await bytesOf(await send(request()))).toString('utf8')).toBe(text);
  });

  it('is decompressed however many pieces it comes in', async () => {
    const text = randomBytes(150_000).toString('hex');
    const { send } = await endpoint((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const packed = gzipSync(text);
      for (let at = 0; at < packed.length; at += 9_000) response.write(packed.subarray(at, at + 9_000));
      response.end();
    });
    expect(await (await send(request())).text()).toBe(text);
  });

  it('that is not gzip although it says so, is refused', async () => {
    const { send } = await endpoint((response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('<plain/>'),
    );
    expect((await failure((await send(request())).text())).kind).toBe('decode');
  });

  it('that is not UTF-8, is refused', async () => {
    const { send } = await endpoint((response) => response.end(Buffer.from([0x3c, 0x61, 0xe9, 0x3e])));
    expect((await failure((await send(request())).text())).kind).toBe('decode');
  });

  it('that unpacks to more than 16 MB, is refused before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const { send } = await endpoint((response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    const error = await failure((await send(request())).text());
    expect(error.kind).toBe('tooLarge');
    expect(error.message).toContain('16 MB');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('as a stream may be larger, but not without end', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const { send } = await endpoint((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    let bytes = 0;
    const error = await failure(
      (async () => {
        for await (const part of (await send(request())).body) bytes += part.byteLength;
      })(),
    );
    expect(error.kind).toBe('tooLarge');
    expect(bytes).toBeGreaterThan(16 * 1024 * 1024);
    expect(bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it.each([
    ['plain', {}],
    ['compressed', { 'Content-Encoding': 'gzip' }],
  ])('cut before its end is no answer (%s)', async (_name, headers) => {
    const full = 'Content-Encoding' in headers ? gzipSync('x'.repeat(1000)) : Buffer.from('x'.repeat(1000));
    const { send } = await endpoint((response) => {
      response.writeHead(200, { ...headers, 'Content-Length': String(full.length) });
      response.write(full.subarray(0, full.length - 5));
      setImmediate(() => response.destroy());
    });
    expect((await failure((async () => (await send(request())).text())())).kind).toBe('unreachable');
  });
});

describe('an exchange', () => {
  it('with a closed port is unreachable', async () => {
    const { send, server } = await endpoint((response) => response.end('<ok/>'));
    server.close();
    await once(server, 'close');
    closers.length = 0;
    const error = await failure(send(request()));
    expect(error.kind).toBe('unreachable');
    expect(error.message).toBe('GetFolder as alice@example.test: the connection failed (ECONNREFUSED)');
  });

  it('ends with its signal, and so does its connection: a deadline is a timeout, anything else the caller', async () => {
    let closed = 0;
    const { send, server } = await endpoint(() => undefined);
    server.on('connection', (socket) => socket.on('close', () => (closed += 1)));
    expect((await failure(send(request({ signal: AbortSignal.timeout(50) })))).kind).toBe('timeout');
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 50);
    expect((await failure(send(request({ signal: caller.signal })))).kind).toBe('aborted');
    await expect.poll(() => closed).toBe(2);
  });

  it('ends in the middle of the body too', async () => {
    const { send } = await endpoint((response) => {
      response.write('<begun>');
    });
    const caller = new AbortController();
    const answer = await send(request({ signal: caller.signal }));
    const text = failure(answer.text());
    caller.abort();
    expect((await text).kind).toBe('aborted');
  });

  it('does not wait for a token longer than its caller', async () => {
    const never: TokenProvider = { authorization: () => new Promise(() => undefined), reject: () => undefined };
    const { send } = await endpoint((response) => response.end('<ok/>'), { tokens: never });
    expect((await failure(send(request({ signal: AbortSignal.timeout(20) })))).kind).toBe('timeout');
    expect((await failure(send(request({ signal: AbortSignal.abort() })))).kind).toBe('aborted');
  });

  it.each([
    ['plain', false],
    ['compressed', true],
  ])('closes its connection when the reader leaves, before the first byte or after it (%s)', async (_name, gzip) => {
    let closed = 0;
    const { send, server } = await endpoint((response) => {
      if (gzip) response.setHeader('Content-Encoding', 'gzip');
      // Half an answer, then silence.
      const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 7919) % 251));
      response.write((gzip ? gzipSync(bytes) : bytes).subarray(0, 200_000));
    });
    server.on('connection', (socket) => socket.on('close', () => (closed += 1)));
    await (await send(request())).body[Symbol.asyncIterator]().return?.();
    await expect.poll(() => closed).toBe(1);
    for await (const part of (await send(request())).body) {
      expect(part.byteLength).toBeGreaterThan(0);
      break;
    }
    await expect.poll(() => closed).toBe(2);
  });

  it('closes its connection when the answer turns out too long, though the server has gone silent', async () => {
    let closed = 0;
    const { send, server } = await endpoint((response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).write(gzipSync(Buffer.alloc(20 * 1024 * 1024)));
    });
    server.on('connection', (socket) => socket.on('close', () => (closed += 1)));
    expect((await failure((await send(request())).text())).kind).toBe('tooLarge');
    await expect.poll(() => closed).toBe(1);
  });

  it('never shows its token in an error, however it is printed', async () => {
    const secret = 'Bearer canary-5d1f';
    const tokens: TokenProvider = { authorization: async () => secret, reject: () => undefined };
    const { send } = await endpoint((response) => response.destroy(), { tokens });
    const errors = [await failure(send(request())), await failure(send(request({ signal: AbortSignal.abort() })))];
    const invalid: TokenProvider = { authorization: async () => 'Bearer canary-5d1f\nX', reject: () => undefined };
    errors.push(await failure((await endpoint((response) => response.end(), { tokens: invalid })).send(request())));
    for (const error of errors) expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
  });

  it('that still runs when the way is closed, fails', async () => {
    const { send, close } = await endpoint(() => undefined);
    const running = failure(send(request()));
    await close();
    expect((await running).kind).toBe('unreachable');
  });
});

describe('an answer that lasts', () => {
  const begun = (response: ServerResponse): void => {
    response.write('begun');
  };
  const lasting = request({ operation: 'GetStreamingEvents', isLasting: true });
  const open = async (answer: SoapAnswer): Promise<AsyncIterator<Uint8Array>> => {
    const bytes = answer.body[Symbol.asyncIterator]();
    expect((await bytes.next()).done).toBe(false);
    return bytes;
  };

  it('keeps no other call waiting, however many there are', async () => {
    const { send } = await endpoint(
      (response, { body }) => {
        if (body.includes('stream')) begun(response);
        else response.end('<ok/>');
      },
      { connections: 1 },
    );
    const streams = await Promise.all(
      Array.from({ length: 5 }, async () => open(await send({ ...lasting, body: '<stream/>' }))),
    );
    expect(await (await send(request())).text()).toBe('<ok/>');
    for (const stream of streams) await stream.return?.();
  });

  it('is asked for uncompressed, as a compressor holds back what is said', async () => {
    const { send, received } = await endpoint(begun);
    await (await open(await send(lasting))).return?.();
    expect(received[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('may be longer than any other', async () => {
    const megabytes = 65;
    const { send } = await endpoint((response) => {
      let written = 0;
      const more = (): void => {
        written += 1;
        if (written > megabytes) response.end();
        else response.write(Buffer.alloc(1024 * 1024), more);
      };
      more();
    });
    let bytes = 0;
    for await (const part of (await send(lasting)).body) bytes += part.byteLength;
    expect(bytes).toBe(megabytes * 1024 * 1024);
  });

  it('may pause where another is given up', async () => {
    const responses: ServerResponse[] = [];
    const { send } = await endpoint(
      (response) => {
        responses.push(response);
        begun(response);
      },
      { maxPauseMs: 200 },
    );
    const kept = await open(await send(lasting));
    const going = kept.next();
    // Begun later, and over before the other says a word.
    expect((await failure((await send(request())).text())).kind).toBe('timeout');
    responses[0]?.write('more');
    expect(Buffer.from((await going).value as Uint8Array).toString()).toBe('more');
    await kept.return?.();
  });

  it('ends with its signal, with its reader and with the way', async () => {
    let closed = 0;
    const { send, close } = await endpoint((response) => {
      response.on('close', () => (closed += 1));
      begun(response);
    });
    const caller = new AbortController();
    const aborted = failure((await open(await send({ ...lasting, signal: caller.signal }))).next());
    caller.abort();
    expect((await aborted).kind).toBe('aborted');
    await expect.poll(() => closed).toBe(1);
    await (await open(await send(lasting))).return?.();
    await expect.poll(() => closed).toBe(2);
    const cut = failure((await open(await send(lasting))).next());
    await close();
    expect((await cut).kind).toBe('unreachable');
    await expect.poll(() => closed).toBe(3);
  });

  it('that goes silent is ended by who reads its events, and so is its connection', async () => {
    let closed = 0;
    const { send } = await endpoint((response) => {
      response.on('close', () => (closed += 1));
      response.write(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m"><s:Body><m:GetStreamingEventsResponse>' +
          '<m:ResponseMessages><m:GetStreamingEventsResponseMessage ResponseClass="Success"><m:ConnectionStatus>OK</m:ConnectionStatus>' +
          '</m:GetStreamingEventsResponseMessage></m:ResponseMessages></m:GetStreamingEventsResponse></s:Body></s:Envelope><s:Env',
      );
    });
    const session = createEwsClient({ send, serverVersion: 'Exchange2010_SP2' }).as(grantFor(alice), {
      requestId: 'request-1',
      signal: new AbortController().signal,
      onCall: () => undefined,
    });
    const events = await openEventStream(session, { subscriptionIds: ['s1'], connectionMinutes: 30, silenceMs: 200 });
    const read = (async () => {
      for await (const event of events) expect(event).toEqual({ notifications: [], failures: [] });
    })();
    expect((await failure(read)).kind).toBe('timeout');
    await expect.poll(() => closed).toBe(1);
  });
});

describe('an envelope of bytes', () => {
  /** Announces `announced` bytes and gives those of `chunks`; counts how often it is read, and how often to an end of whatever kind. */
  const source = (chunks: readonly string[], announced = chunks.join('').length) => {
    const reads = { begun: 0, ended: 0 };
    const body: ByteSource = {
      size: announced,
      async *stream() {
        reads.begun += 1;
        try {
          for (const chunk of chunks) yield Buffer.from(chunk);
        } finally {
          reads.ended += 1;
        }
      },
    };
    return { body, reads };
  };

  it('is sent with its length, as EWS servers want it', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    const { body } = source(['<Envelope>', 'bytes', '</Envelope>']);
    expect(await (await send(request({ body }))).text()).toBe('<ok/>');
    expect(received[0]).toMatchObject({ body: '<Envelope>bytes</Envelope>', headers: { 'content-length': '26' } });
    expect(received[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  it('is read from its beginning again after a 401', async () => {
    const { send, received } = await endpoint((response, _received, call) => {
      response.statusCode = call === 1 ? 401 : 200;
      response.end('<ok/>');
    });
    const { body, reads } = source(['<a>', '</a>']);
    expect((await send(request({ body }))).status).toBe(200);
    expect(received.map((one) => one.body)).toEqual(['<a></a>', '<a></a>']);
    expect(reads).toEqual({ begun: 2, ended: 2 });
  });

  it('is sent again when the server refuses the token before it has read everything', async () => {
    const bodies: number[] = [];
    const server = createServer((incoming, response) => {
      if (incoming.headers.authorization === 'Bearer token-1') {
        response.writeHead(401).end('no');
        return;
      }
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      incoming.on('end', () => {
        bodies.push(bytes);
        response.end('<ok/>');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { send, close } = httpSend({
      url: new URL(`http://127.0.0.1:${port}/`),
      tokens: { read: renewingTokens(), write: undefined },
    });
    closers.push(async () => {
      await close();
      server.closeAllConnections();
      server.close();
    });
    const chunk = 'x'.repeat(64 * 1024);
    const { body, reads } = source(Array.from({ length: 128 }, () => chunk));
    expect((await send(request({ body }))).status).toBe(200);
    expect(bodies).toEqual([body.size]);
    await vi.waitFor(() => expect(reads).toEqual({ begun: 2, ended: 2 }), { timeout: 10_000 });
  });

  it('that ends too soon is no request: its connection ends, and the caller learns why', async () => {
    const { send, received } = await endpoint((response) => response.end('<ok/>'));
    const failing: ByteSource = {
      size: 100,
      async *stream() {
        yield Buffer.from('<Envelope>');
        throw new RangeError('the upload broke off');
      },
    };
    await expect(send(request({ body: failing }))).rejects.toThrow(RangeError);
    expect(received).toEqual([]);
    const { body } = source(['<short/>'], 100);
    expect((await failure(send(request({ body })))).kind).toBe('unreachable');
    expect(received).toEqual([]);
  });

  it('is read no faster than the server takes it', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer({ pauseOnConnect: true }, (socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { send, close } = httpSend({
      url: new URL(`http://127.0.0.1:${port}/`),
      tokens: { read: renewingTokens(), write: undefined },
    });
    closers.push(async () => {
      await close();
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const caller = new AbortController();
    const megabyte = Buffer.alloc(1024 * 1024);
    let taken = 0;
    const body: ByteSource = {
      size: 512 * megabyte.length,
      async *stream() {
        for (; taken < 512; taken += 1) yield megabyte;
      },
    };
    const sent = failure(send(request({ body, signal: caller.signal })));
    let before = -1;
    // The system's own buffers fill first.
    await vi.waitFor(
      () => {
        const now = taken;
        const rests = now > 0 && now === before;
        before = now;
        expect(rests).toBe(true);
      },
      { interval: 200, timeout: 10_000 },
    );
    expect(taken).toBeLessThan(64);
    caller.abort();
    expect((await sent).kind).toBe('aborted');
  });

  it('is let go of when the server breaks off, which is the failure of the exchange', async () => {
    const { send, server } = await endpoint(() => undefined);
    server.prependListener('request', (incoming) => incoming.once('data', () => incoming.destroy()));
    const { body, reads } = source(Array.from({ length: 100 }, () => 'x'.repeat(100_000)));
    expect((await failure(send(request({ body })))).kind).toBe('unreachable');
    await vi.waitFor(() => expect(reads).toEqual({ begun: 1, ended: 1 }), { timeout: 10_000 });
  });

  it('is let go of when the caller leaves', async () => {
    const { send } = await endpoint(() => undefined);
    const caller = new AbortController();
    const { body, reads } = source(Array.from({ length: 1000 }, () => 'x'.repeat(100_000)));
    const sent = failure(send(request({ body, signal: caller.signal })));
    await vi.waitFor(() => expect(reads.begun).toBe(1), { timeout: 10_000 });
    caller.abort();
    expect((await sent).kind).toBe('aborted');
    await vi.waitFor(() => expect(reads.ended).toBe(1), { timeout: 10_000 });
  });
});
