import { setImmediate } from 'node:timers/promises';
import { InvalidInputError } from './errors.ts';

/**
 * Bytes that a request carries and that are never held as text: 25 MB would be 33 MB of base64 and as much again in the envelope around it. A
 * `Blob` or `File` is one.
 */
export interface ByteSource {
  /** Exact number of bytes. */
  readonly size: number;
  /** The bytes from their beginning; called once for every time that the request is sent (again after a 401). */
  stream(): AsyncIterable<Uint8Array>;
}

/** A piece of a document being written: text as it stands, or bytes that go out as base64. */
export type Piece = string | ByteSource;

/** Length of the base64 of so many bytes, padding included. */
const base64Length = (size: number): number => Math.ceil(size / 3) * 4;

/** Bytes encoded at a time: a multiple of three, so that only the end is padded. */
const encodedAtOnce = 48 * 1024;

/** Chunks encoded before other callers have their turn. Bytes that lie in memory would else keep the process until all of them are sent. */
const chunksATurn = 8;

/** Base64 as ASCII bytes. Throws InvalidInputError when the source holds not as many bytes as it says: the request stays incomplete. */
async function* base64(source: ByteSource): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let rest = Buffer.alloc(0);
  let chunks = 0;
  for await (const chunk of source.stream()) {
    bytes += chunk.byteLength;
    if (bytes > source.size) break;
    const whole =
      rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([rest, chunk]);
    const end = whole.length - (whole.length % 3);
    for (let start = 0; start < end; start += encodedAtOnce) {
      yield Buffer.from(whole.toString('base64', start, Math.min(end, start + encodedAtOnce)), 'latin1');
      chunks += 1;
      if (chunks % chunksATurn === 0) await setImmediate();
    }
    rest = Buffer.from(whole.subarray(end));
  }
  if (bytes !== source.size)
    throw new InvalidInputError(`A content of ${source.size} bytes holds another number of them`);
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}

async function* written(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (typeof piece === 'string') yield Buffer.from(piece, 'utf8');
    else yield* base64(piece);
  }
}

/** Pieces as one document: a text when there are only texts, else UTF-8 bytes that are made while they are read. */
export const joined = (pieces: readonly Piece[]): string | ByteSource => {
  const texts = pieces.filter((piece) => typeof piece === 'string');
  if (texts.length === pieces.length) return texts.join('');
  const sizes = pieces.map((piece) =>
    typeof piece === 'string' ? Buffer.byteLength(piece) : base64Length(piece.size),
  );
  return { size: sizes.reduce((sum, size) => sum + size, 0), stream: () => written(pieces) };
};
