import { Pool, type Dispatcher } from 'undici';
import { CredentialsError } from '../credentials/credentials-error.ts';
import type { TokenProvider } from '../credentials/token-provider.ts';
import { answerStream, answerText } from './answer-bytes.ts';
import type { ByteSource } from './byte-source.ts';
import { EwsError } from './errors.ts';
import { describeExchange, exchangeError, maxStreamBytes, signalError } from './exchange-error.ts';
import type { MailboxAddress } from './properties/id.ts';
import { startSending } from './sending.ts';
import { transferMs } from './transfer-time.ts';

/** One SOAP call, ready to be sent. */
export interface SoapRequest {
  /** EWS's own name: `FindItem`. */
  readonly operation: string;
  /** Decides which token it carries. */
  readonly access: 'read' | 'write';
  /** May be sent again when nobody knows whether it was done. */
  readonly idempotent: boolean;
  readonly mailbox: MailboxAddress;
  /** Of the HTTP request that this is sent for: visible ASCII. Goes to the server as `client-request-id` and in User-Agent. */
  readonly requestId: string;
  /** The whole envelope. Bytes are read while they are sent, from their beginning each time. */
  readonly body: string | ByteSource;
  /** How much longer than other requests it may leave its sender without an answer, milliseconds; absent: no longer. */
  readonly extraMs?: number;
  /**
   * Its answer goes on for as long as the connection does: uncompressed, of any length, with pauses of any length, and beside the connections that
   * other calls share. Absent: no.
   */
  readonly isLasting?: boolean;
  /** Ends waiting for a token, the exchange and the reading of the answer. */
  readonly signal: AbortSignal;
}

/** What came back, whatever its status. */
export interface SoapAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decompressed bytes, at most 64 MB, to be read once. Closing its iterator, started or not, ends the exchange. Throws EwsError. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole answer, at most 16 MB, instead of `body`. Throws EwsError; `tooLarge` for more, `decode` for what is not UTF-8. */
  text(): Promise<string>;
}

/** One exchange. Throws EwsError when there is no answer: credentials, unreachable, timeout, aborted. An HTTP error status is an answer. */
export type Send = (request: SoapRequest) => Promise<SoapAnswer>;

/** Tokens by what they may do. Without `write` the gateway can read only, and a write fails with EwsError `credentials`. */
export interface TokenProviders {
  readonly read: TokenProvider;
  readonly write: TokenProvider | undefined;
}

/** A way to one endpoint, and its end: exchanges that still run when it is closed fail as `unreachable`. */
export interface HttpSend {
  readonly send: Send;
  close(): Promise<void>;
}

const connectTimeoutMs = 3000;
const idleTimeoutMs = 20_000;
const maxRefusalBytes = 64 * 1024;

/** Waits for a value no longer than the request lives; the value itself is shared with others and goes on. */
const whileWanted = <Value>(request: SoapRequest, wait: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const leave = (): void => reject(signalError(request));
    if (request.signal.aborted) leave();
    request.signal.addEventListener('abort', leave, { once: true });
    void wait.then(resolve, reject).finally(() => request.signal.removeEventListener('abort', leave));
  });

const authorizationFor = async (request: SoapRequest, tokens: TokenProvider): Promise<string> => {
  try {
    return await whileWanted(request, tokens.authorization());
  } catch (error) {
    // Nothing has left yet.
    if (error instanceof EwsError) throw error.with({ isRefusal: true });
    if (!(error instanceof CredentialsError)) throw error;
    const { retryAfterMs } = error;
    throw new EwsError('credentials', `${describeExchange(request)}: no token could be had`, {
      cause: error,
      retryAfterMs,
    });
  }
};

const tokensFor = (request: SoapRequest, { read, write }: TokenProviders): TokenProvider => {
  if (request.access === 'read') return read;
  if (write !== undefined) return write;
  throw new EwsError(
    'credentials',
    `${describeExchange(request)}: writing needs the full-access impersonation role, which is not configured`,
  );
};

const flatHeaders = (headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
};

const soapAnswer = (request: SoapRequest, response: Dispatcher.ResponseData): SoapAnswer => {
  const headers = flatHeaders(response.headers);
  const gzip = /\bgzip\b/i.test(headers['content-encoding'] ?? '');
  const answer = { exchange: request, raw: response.body, gzip };
  return {
    status: response.statusCode,
    headers,
    body: answerStream(answer, request.isLasting === true ? Number.POSITIVE_INFINITY : maxStreamBytes),
    text: () => answerText(answer),
  };
};

/**
 * Sends over HTTP/1.1 to one endpoint: kept-alive connections without pipelining, gzip, no redirects. A 401 drops the token that it was answered
 * to and sends once more, if there is another one (writes too: a 401 proves that nothing ran); the second 401, like 403, is the answer.
 */
export const httpSend = (options: {
  readonly url: URL;
  readonly tokens: TokenProviders;
  /** Connections at the same time; further calls wait. Default 32. */
  readonly connections?: number;
  /** How long an answer that does not last may pause, milliseconds. Default 20,000. */
  readonly maxPauseMs?: number;
  /** Of the gateway, for User-Agent. */
  readonly version?: string;
}): HttpSend => {
  const { url, tokens, connections = 32, maxPauseMs = idleTimeoutMs, version } = options;
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: idleTimeoutMs,
    bodyTimeout: maxPauseMs,
    maxResponseSize: maxStreamBytes,
  });
  // Each has a connection to itself, as many as there are: those of the pool would all be held by them, and no other call came through.
  const lasting = new Pool(url.origin, {
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: idleTimeoutMs,
    bodyTimeout: 0,
  });
  const userAgent = version === undefined ? 'workmail-graphql' : `workmail-graphql/${version}`;

  const exchange = async (request: SoapRequest, authorization: string): Promise<Dispatcher.ResponseData> => {
    const sent = startSending(request.body);
    const { isLasting = false } = request;
    try {
      const response = await (isLasting ? lasting : pool).request({
        method: 'POST',
        path: url.pathname + url.search,
        body: sent.content,
        signal: request.signal,
        headersTimeout: idleTimeoutMs + transferMs(request.body) + (request.extraMs ?? 0),
        headers: {
          authorization,
          'content-type': 'text/xml; charset=utf-8',
          ...(typeof request.body === 'string' ? {} : { 'content-length': String(request.body.size) }),
          accept: 'text/xml',
          // A compressor may keep back what has been said until there is more of it; and files are packed already, mostly.
          'accept-encoding': isLasting || request.operation === 'GetAttachment' ? 'identity' : 'gzip',
          // WorkMail's own record of mailbox accesses names the User-Agent: that is how its lines are joined with those of the audit.
          'user-agent': `${userAgent} (request ${request.requestId})`,
          'client-request-id': request.requestId,
          // A routing hint only; a header cannot carry the address of an internationalised mailbox.
          ...(/^[\x21-\x7e]+$/.test(request.mailbox) ? { 'x-anchormailbox': request.mailbox } : {}),
        },
      });
      // A body that nobody reads any more must not end the process when its exchange is closed.
      response.body.on('error', () => undefined);
      return response;
    } catch (error) {
      if (sent.failure() !== undefined) throw sent.failure();
      throw exchangeError(request, error);
    }
  };

  const send: Send = async (request) => {
    const provider = tokensFor(request, tokens);
    const authorization = await authorizationFor(request, provider);
    const first = await exchange(request, authorization);
    if (first.statusCode !== 401) return soapAnswer(request, first);
    provider.reject(authorization);
    const renewed = await authorizationFor(request, provider).catch((error: unknown) => {
      first.body.destroy();
      throw error;
    });
    if (renewed === authorization) return soapAnswer(request, first);
    // Read to its end, so that the connection serves the next exchange; a refusal that cannot be read does not matter.
    await first.body.dump({ limit: maxRefusalBytes, signal: request.signal }).catch(() => undefined);
    return soapAnswer(request, await exchange(request, renewed));
  };
  const close = async (): Promise<void> => {
    await Promise.all([pool.destroy(), lasting.destroy()]);
  };
  return { send, close };
};
