/** A part of a form on its way in. */
export interface FormPart {
  /** Name of the field. */
  readonly name: string;
  /** Name of the file as the client wrote it; undefined for what is no file. */
  readonly fileName: string | undefined;
  /** Content-Type as the client wrote it, perhaps empty. */
  readonly contentType: string;
  /** Its bytes as they arrive; to be read to their end before the next part. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** The form is not written as RFC 7578 says, or ends too soon. The message quotes nothing of it. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

const longestHead = 8 * 1024;
const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

/** The boundary of a form by its Content-Type; undefined when that is no form, or names none. https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
export const boundaryOf = (contentType: string | null): string | undefined => {
  const match = /^multipart\/form-data\s*;\s*boundary=(?:"([^"]*)"|([^\s;"]*))\s*$/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  return boundary !== undefined && /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/.test(boundary) ? boundary : undefined;
};

/** Reads a form part by part, without ever holding a part. `read`: the next bytes, undefined at their end. Throws MultipartError and what `read` throws. */
export async function* formParts(
  read: () => Promise<Uint8Array | undefined>,
  boundary: string,
): AsyncGenerator<FormPart, void, undefined> {
  // The first boundary has no line before it.
  let bytes: Buffer = lineEnd;

  const more = async (): Promise<void> => {
    const next = await read();
    if (next === undefined) throw new MultipartError('The form ends before its last boundary.');
    bytes =
      bytes.length === 0 ? Buffer.from(next.buffer, next.byteOffset, next.byteLength) : Buffer.concat([bytes, next]);
  };
  /** What stands before the mark, as it arrives; goes on behind the mark. */
  const until = async function* (mark: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const end = bytes.indexOf(mark);
      // The end of what is there may be the beginning of the mark.
      const sure = end === -1 ? bytes.length - mark.length + 1 : end;
      const piece = bytes.subarray(0, Math.max(sure, 0));
      bytes = bytes.subarray(piece.length + (end === -1 ? 0 : mark.length));
      if (piece.length > 0) yield piece;
      if (end !== -1) return;
      await more();
    }
  };
  const head = async (): Promise<string> => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of until(headEnd)) {
      length += piece.length;
      if (length > longestHead) throw new MultipartError(`A part has more than ${longestHead} bytes of headers.`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  };

  const mark = Buffer.from(`\r\n--${boundary}`);
  for await (const _ of until(mark)) throw new MultipartError('The form does not begin with its boundary.');
  for (;;) {
    while (bytes.length < 2) await more();
    const sign = bytes.toString('latin1', 0, 2);
    bytes = bytes.subarray(2);
    if (sign === '--') break;
    if (sign !== '\r\n') throw new MultipartError('A boundary is followed by something else than a line end.');
    const content = until(mark);
    yield { ...partHead(await head()), content };
    // Nothing, when it was read to its end.
    for await (const _ of content) throw new MultipartError('A part was not read.');
  }
  for (let rest: Uint8Array | undefined = bytes; rest !== undefined; rest = await read())
    if (!/^\s*$/.test(Buffer.from(rest).toString('latin1')))
      throw new MultipartError('Something follows the last boundary.');
}

/** `; name="value"`; a quotation mark inside comes as `\"` from some clients. */
const parameter = /\s*;\s*([\w*-]+)=(?:"((?:\\"|[^"])*)"|([^\s;"]*))/y;

/** What browsers write for characters that would end a name. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const unescaped = (value: string): string =>
  value
    .replaceAll('\\"', '"')
    .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

const parametersOf = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    parameter.lastIndex = at;
    const match = parameter.exec(text);
    if (match === null) break;
    const name = (match[1] ?? '').toLowerCase();
    if (found.has(name)) throw new MultipartError('A part names itself twice.');
    found.set(name, unescaped(match[2] ?? match[3] ?? ''));
    at = parameter.lastIndex;
  }
  if (text.slice(at).trim() !== '') throw new MultipartError('The Content-Disposition of a part cannot be read.');
  return found;
};

const partHead = (text: string): Omit<FormPart, 'content'> => {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const match = /^([\w-]+):[ \t]*(.*)$/s.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || headers.has(name)) throw new MultipartError('The headers of a part cannot be read.');
    headers.set(name, match?.[2]?.trim() ?? '');
  }
  // https://www.rfc-editor.org/rfc/rfc7578#section-4.7 forbids the others for what comes over HTTP.
  if (!/^(?:binary|8bit|7bit)?$/i.test(headers.get('content-transfer-encoding') ?? ''))
    throw new MultipartError('A part is encoded.');
  const [, rest] = /^form-data(.*)$/is.exec(headers.get('content-disposition') ?? '') ?? [];
  if (rest === undefined) throw new MultipartError('A part does not say that it is form-data.');
  const parameters = parametersOf(rest);
  const name = parameters.get('name');
  if (name === undefined) throw new MultipartError('A part has no name.');
  return { name, fileName: parameters.get('filename'), contentType: headers.get('content-type') ?? '' };
};
