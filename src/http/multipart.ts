import { on } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';

/** A part of a form on its way in. */
export interface FormPart {
  /** Name of the field. */
  readonly name: string;
  /** Name of the file as the client wrote it; undefined for what is no file. */
  readonly fileName: string | undefined;
  /** MIME type as the client wrote it, without parameters; `text/plain` when it wrote none. https://www.rfc-editor.org/rfc/rfc7578#section-4.4 */
  readonly contentType: string;
  /** Its bytes as they arrive; to be read to their end before the next part. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The form is not written as RFC 7578 says, or ends too soon. The message quotes nothing of it. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

const maxHeaderBytes = 8 * 1024;
/** Twice what an operation may have; each costs more than its bytes. */
const maxParts = 1_000;

/** The boundary of a form by its Content-Type; undefined when that is no form, or names none. https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
export const boundaryOf = (contentType: string | null): string | undefined => {
  const match = /^multipart\/form-data\s*;\s*boundary=(?:"([^"]*)"|([^\s;"]*))\s*$/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  return boundary !== undefined && /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/.test(boundary) ? boundary : undefined;
};

/** What the library tells of a part; its types do not say that a name may be missing. */
type Arrived = readonly [
  name: string | undefined,
  stream: Readable,
  fileName: string | undefined,
  encoding: string,
  contentType: string,
];

/** What browsers write for characters that would end a name. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const unescaped = (value: string): string =>
  value.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

const partOf = ([name, , fileName, encoding, contentType]: Arrived): Omit<FormPart, 'content'> => {
  // https://www.rfc-editor.org/rfc/rfc7578#section-4.7 forbids the others for what comes over HTTP.
  if (!/^(?:binary|8bit|7bit)$/.test(encoding)) throw new MultipartError('A part is encoded.');
  if (name === undefined) throw new MultipartError('A part has no name.');
  return { name: unescaped(name), fileName: fileName === undefined ? undefined : unescaped(fileName), contentType };
};

/** Counts the delimiters in what passes, wherever it is cut. */
const delimiterCounter = (boundary: string): ((piece: Uint8Array) => number) => {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first one has no line before it.
  let rest = Buffer.from('\r\n');
  let count = 0;
  return (piece) => {
    const bytes = Buffer.concat([rest, piece]);
    for (let at = bytes.indexOf(delimiter); at !== -1; at = bytes.indexOf(delimiter, at + 1)) count += 1;
    rest = bytes.subarray(Math.max(bytes.length - delimiter.length + 1, 0));
    return count;
  };
};

/**
 * Reads a form part by part, without ever holding a part; every part has to be read. What stands before the first boundary and behind the last is passed
 * over. `read`: the next bytes, undefined at their end. Throws MultipartError, perhaps only behind the last part, and what `read` throws.
 */
export async function* formParts(
  read: () => Promise<Uint8Array | undefined>,
  boundary: string,
): AsyncGenerator<FormPart, void, undefined> {
  const countIn = delimiterCounter(boundary);
  let delimiters = 0;
  let parts = 0;
  let ended = false;
  const body = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for (let piece = await read(); piece !== undefined; piece = await read()) {
      delimiters = countIn(piece);
      if (delimiters > maxParts) throw new MultipartError(`The form has more than ${maxParts} parts.`);
      yield piece;
    }
    ended = true;
  };
  /** The library itself complains of nothing but a form that is at its end too soon. */
  const reason = (error: unknown): unknown =>
    ended ? new MultipartError('The form ends before its last boundary.', { cause: error }) : error;
  const contentOf = async function* (stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* stream;
    } catch (error) {
      throw reason(error);
    }
  };

  const form = new Busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    isPartAFile: () => true,
    preservePath: true,
    limits: { headerSize: maxHeaderBytes },
  });
  let last: Readable | undefined;
  // The library would let the reader of the last part wait for ever.
  form.on('error', (error) => last?.destroy(error as Error));
  form.on('file', (_, stream) => (last = stream.on('error', () => undefined)));
  const arriving = on(form, 'file', { close: ['finish'] }) as AsyncIterable<Arrived>;
  // Its failure is an error of the form.
  pipeline(body, form).catch(() => undefined);
  try {
    for await (const arrived of arriving) {
      parts += 1;
      yield { ...partOf(arrived), content: contentOf(arrived[1]) };
      if (!arrived[1].readableEnded) throw new MultipartError('A part was not read.');
    }
  } catch (error) {
    throw error instanceof MultipartError ? error : reason(error);
  } finally {
    form.destroy();
  }
  // The library passes over what it cannot read, and a content that holds the boundary would be cut without a word.
  if (delimiters !== parts + 1) throw new MultipartError('A part cannot be read, or its content holds the boundary.');
}
