import { pipeline, type Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { EwsError } from './errors.ts';
import { describeExchange, type Exchange, exchangeError, tooLong } from './exchange-error.ts';
import { gatherBytes } from './gather-bytes.ts';

/** The most bytes of an answer that is read as a text, packed or not. */
const maxTextBytes = 16 * 1024 * 1024;

/** Packed bytes that are unpacked on the spot: they become 16 MB at the very most. */
const fewPackedBytes = 16 * 1024;

/** Bytes of an answer that are on their way. */
export interface ArrivingAnswer {
  readonly exchange: Exchange;
  readonly raw: Readable;
  /** Whether they are packed. */
  readonly gzip: boolean;
}

/** The answer's bytes, unpacked, at most as many. Can be closed before it was started, which a generator alone would ignore. Throws EwsError. */
export const answerStream = (answer: ArrivingAnswer, maxBytes: number): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = decoded(answer, maxBytes);
    return {
      next: () => iterator.next(),
      return: async () => {
        answer.raw.destroy();
        await iterator.return(undefined);
        return { done: true, value: undefined };
      },
    };
  },
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The whole answer as a text. One of usual size is gathered and unpacked at once, as streams that unpack have a price of their own. Throws EwsError:
 * `tooLarge` for more than 16 MB, `decode` for what is not UTF-8.
 */
export const answerText = async (answer: ArrivingAnswer): Promise<string> => {
  const bytes = await wholeBytes(answer);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new EwsError('decode', `${describeExchange(answer.exchange)}: the answer is not UTF-8`);
  }
};

const wholeBytes = async (answer: ArrivingAnswer): Promise<Uint8Array> => {
  const { exchange, raw, gzip } = answer;
  try {
    const { pieces, isWhole } = await gatherBytes(raw, gzip ? fewPackedBytes : maxTextBytes);
    if (isWhole && !gzip) return Buffer.concat(pieces);
    if (isWhole) return gunzipSync(Buffer.concat(pieces), { maxOutputLength: maxTextBytes, chunkSize: 64 * 1024 });
    const parts: Uint8Array[] = [];
    for await (const part of decoded(answer, maxTextBytes, pieces)) parts.push(part);
    return Buffer.concat(parts);
  } catch (error) {
    raw.destroy();
    const isTooLong = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLong ? tooLong(exchange, maxTextBytes) : exchangeError(exchange, error);
  }
};

/** The answer's bytes, decompressed; the limit holds before and after. `begun`: what has been read of them already. */
async function* decoded(
  { exchange, raw, gzip }: ArrivingAnswer,
  maxBytes: number,
  begun: readonly Uint8Array[] = [],
): AsyncGenerator<Uint8Array> {
  try {
    if (!gzip) {
      yield* limited(exchange, raw, maxBytes, begun);
      return;
    }
    const gunzip = createGunzip({ chunkSize: 64 * 1024 });
    // The iteration below reports the error; pipeline only carries it, and closes the exchange when the iteration ends early.
    pipeline(limited(exchange, raw, maxBytes, begun), gunzip, () => undefined);
    yield* limited(exchange, gunzip, maxBytes);
  } catch (error) {
    throw exchangeError(exchange, error);
  } finally {
    // Under Node 24 a pipeline that waits for a silent server keeps the connection until the server speaks.
    raw.destroy();
  }
}

async function* limited(
  exchange: Exchange,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
  begun: readonly Uint8Array[] = [],
): AsyncGenerator<Uint8Array> {
  let bytes = begun.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes > maxBytes) throw tooLong(exchange, maxBytes);
  yield* begun;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLong(exchange, maxBytes);
    yield chunk;
  }
}
