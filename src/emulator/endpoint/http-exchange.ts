import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { createGunzip, createGzip, constants } from 'node:zlib';
import type { PlainEffect } from '../faults/faults.ts';
import { faultySink } from '../faults/faulty-sink.ts';
import { garbage } from '../faults/garbage.ts';
import type { TextSink } from '../text-sink.ts';

/** What is sent back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is sent back piece by piece, never packed, for as long as there is something to say. */
export interface StreamedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Writes pieces until it ends, or until what it returns is called because the client is gone. */
  readonly stream: (sink: TextSink) => () => void;
}

/** A request whose body is not to be had: `status` is what HTTP says to that. */
export class UnreadableBody extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.name = 'UnreadableBody';
    this.status = status;
  }
}

/**
 * The body of a request, unpacked when it is gzip. Throws UnreadableBody: 413 for more than Exchange takes, unpacked 64 MB
 * (https://learn.microsoft.com/exchange/architecture/client-access/client-message-size-limits), 400 for what is said to be gzip and is not.
 */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBodyUnless(request, () => false)) ?? '';

/** The same, unless `leaves` says true to its beginning, at most 16 KB of which it is shown as they come in; from then on nothing is read. */
export const readBodyUnless = async (
  request: IncomingMessage,
  leaves: (beginning: string) => boolean,
): Promise<string | undefined> => {
  const isPacked = request.headers['content-encoding'] === 'gzip';
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of (isPacked ? unpacked(request) : request) as AsyncIterable<Buffer>) {
      const isBeginning = size < longestBeginning;
      size += part.length;
      if (size <= mostBytes) parts.push(part);
      else parts.length = 0;
      // What is too long is read to its end, since a connection that is closed before loses the answer; but what unpacks to gigabytes stays packed.
      if (size > mostBytes && isPacked) break;
      if (isBeginning && leaves(Buffer.concat(parts).toString('utf8', 0, longestBeginning))) return undefined;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    request.resume();
    throw new UnreadableBody(400, 'The body is not gzip, as it is said to be.');
  }
  request.resume();
  if (size > mostBytes) throw new UnreadableBody(413, `At most ${mostBytes} bytes are read.`);
  return Buffer.concat(parts).toString('utf8');
};

const longestBeginning = 16_384;
const mostBytes = 67_108_864;

const unpacked = (request: IncomingMessage): Readable => {
  const unpacker = createGunzip();
  // A pipe does not tell its end that the client has left.
  request.once('error', (error) => unpacker.destroy(error));
  return request.pipe(unpacker);
};

/** What is done about a request that could not be answered: a body that cannot be had is told of, and anything else ends the connection. */
export const answerFailure = (response: ServerResponse, error: unknown): void => {
  if (error instanceof UnreadableBody && !response.headersSent) response.writeHead(error.status).end();
  else response.destroy();
};

/**
 * Sends an answer, or what a fault makes of it. `makeAnswer` is not called when the fault answers instead, nor when the client is gone
 * before a delay is over.
 */
export const sendAnswer = async (
  request: IncomingMessage,
  response: ServerResponse,
  effect: PlainEffect | undefined,
  makeAnswer: () => HttpAnswer | StreamedAnswer,
): Promise<void> => {
  switch (effect?.kind) {
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'breakOff':
      request.socket.destroy();
      return;
    case 'lose':
      makeAnswer();
      request.socket.destroy();
      return;
    case 'withhold':
      makeAnswer();
      return;
    case 'late': {
      await setTimeout(effect.ms, undefined, { ref: false });
      const answer = makeAnswer();
      if (response.destroyed) return;
      return await send(request, response, answer);
    }
    case 'status': {
      const { status, headers = {}, body = '' } = effect;
      return await send(request, response, { status, headers, body });
    }
    case 'body': {
      const headers = { 'content-type': effect.contentType ?? 'text/xml; charset=utf-8' };
      return await send(request, response, { status: 200, headers, body: effect.body });
    }
    case 'delay':
      await setTimeout(effect.ms, undefined, { ref: false });
      if (response.destroyed) return;
      return await send(request, response, makeAnswer());
    case 'garbage': {
      const headers = { 'content-type': 'text/xml; charset=utf-8' };
      return await send(request, response, { status: 200, headers, body: garbage(effect.bytes) });
    }
    case 'cut':
    case 'breakAnswer':
    case 'stall':
    case 'slow': {
      const answer = makeAnswer();
      return sendStream(response, 'stream' in answer ? answer : inOnePiece(answer), effect);
    }
    case undefined:
    case 'fault':
    case 'itemError':
    case 'illegalReferences':
    case 'doctype':
    case 'poisonedItem':
    case 'expireToken':
    case 'expireTokenAfter':
    case 'loseSyncStates':
    case 'loseSubscriptions':
    case 'forgetEvents':
    case 'jumpClock':
    case 'breakStream':
    case 'muteStream':
    case 'endStream': {
      const answer = makeAnswer();
      return 'stream' in answer ? sendStream(response, answer, effect) : await send(request, response, answer);
    }
  }
};

const send = async (
  request: IncomingMessage,
  response: ServerResponse,
  answer: (Omit<HttpAnswer, 'body'> & { readonly body: string | Uint8Array }) | StreamedAnswer,
): Promise<void> => {
  if ('stream' in answer) return sendStream(response, answer, undefined);
  const bytes = Buffer.from(answer.body);
  const wantsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const isPacked = wantsGzip && bytes.length >= smallestWorthPacking;
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(isPacked ? { 'content-encoding': 'gzip' } : { 'content-length': String(bytes.length) }),
  });
  if (!isPacked && bytes.length <= longestPiece) {
    response.end(bytes);
    return;
  }
  // Piece by piece: a response that was given everything at once counts as finished although its client left in the middle.
  const pieces = Readable.from(slices(bytes));
  try {
    if (isPacked) await pipeline(pieces, createGzip({ level: constants.Z_BEST_SPEED }), response);
    else await pipeline(pieces, response);
  } catch (error) {
    // The client left: it is recorded where the response closes.
    if (!response.destroyed) throw error;
  }
};

const sendStream = (response: ServerResponse, answer: StreamedAnswer, effect: PlainEffect | undefined): void => {
  response.writeHead(answer.status, answer.headers);
  const leave = answer.stream(faultySink(responseSink(response), effect));
  if (response.destroyed) leave();
  else response.once('close', leave);
};

const inOnePiece = ({ body, ...answer }: HttpAnswer): StreamedAnswer => ({
  ...answer,
  stream: (sink) => {
    sink.write(body);
    sink.end();
    return () => undefined;
  },
});

const responseSink = (response: ServerResponse): TextSink => ({
  write: (text) => void response.write(text),
  end: () => void response.end(),
  // What was written before is out by the time that the half is.
  breakOff: (text) => void response.write(text.slice(0, text.length / 2), () => response.destroy()),
  destroy: () => {
    response.flushHeaders();
    response.socket?.destroySoon();
  },
  isClosed: () => response.destroyed,
});

const smallestWorthPacking = 1024;
const longestPiece = 65_536;

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += longestPiece) yield bytes.subarray(start, start + longestPiece);
}
