import { createHeldBytes } from '../ews/held-bytes.ts';

/** A body that is too large is not read to its end. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** A body that ends before its end: its client has left. */
export class BodyCutError extends Error {
  override readonly name = 'BodyCutError';
}

/**
 * Reads a body piece by piece; undefined at its end. `maxBytes`: BodyTooLargeError is thrown for more, at once where the request says so itself;
 * BodyCutError for less than it said. Who stops reading leaves the rest where it is: to close the body of a node request would end its connection,
 * and nobody would see the answer.
 */
export const bodyReader = (
  { body, headers }: Pick<Request, 'body' | 'headers'>,
  maxBytes: number,
): (() => Promise<Uint8Array | undefined>) => {
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLargeError('The body is too large');
  const reader = body?.getReader();
  let bytes = 0;
  return async () => {
    const step = await reader?.read().catch((cause: unknown) => {
      throw new BodyCutError('The body was cut', { cause });
    });
    if (step === undefined || step.done) return undefined;
    bytes += step.value.byteLength;
    if (bytes > maxBytes) throw new BodyTooLargeError('The body is too large');
    return step.value;
  };
};

/** The whole body as a text, bytes that are no UTF-8 replaced. Throws BodyTooLargeError and BodyCutError. */
export const bodyText = async (request: Pick<Request, 'body' | 'headers'>, maxBytes: number): Promise<string> => {
  const read = bodyReader(request, maxBytes);
  const held = createHeldBytes();
  for (let piece = await read(); piece !== undefined; piece = await read()) held.add(piece);
  return heldText(held.source().stream());
};

/** Bytes as a text, those that are no UTF-8 replaced. */
export const heldText = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString('utf8');
};
