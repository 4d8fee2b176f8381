/** An RFC 5322 message or a part of one, taken apart. */
export interface MimePart {
  /** Unfolded header fields in their order, encoded words not yet read. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly contentType: ParameterizedValue;
  readonly disposition: ParameterizedValue;
  /** Content with its transfer encoding undone; empty for a multipart. */
  readonly content: Buffer;
  readonly parts: readonly MimePart[];
}

/** `text/plain; charset=utf-8`: value in lower case, parameters by lower-case name, RFC 2231 undone. */
export interface ParameterizedValue {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads a message. What is not well-formed is read as far as it goes, as mail servers do; without any header it is one text. */
export const readMimePart = (bytes: Buffer): MimePart => readPart(bytes.toString('latin1'), 0);

/** The first header field of that name, in any case; undefined when there is none. */
export const header = (part: MimePart, name: string): string | undefined =>
  part.headers.find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];

/** Text of a part in its character set; unknown ones are read as Latin-1. */
export const partText = ({ contentType, content }: MimePart): string =>
  decode(content, contentType.parameters.get('charset') ?? 'utf-8');

/** A header field with its encoded words read. RFC 2047; blanks between two words are not part of the text. */
export const decodedWords = (text: string): string =>
  Buffer.from(text, 'latin1')
    .toString('utf8')
    .replaceAll(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, '$1')
    .replaceAll(/=\?([^?\s*]+)(?:\*[^?]*)?\?([bq])\?([^?\s]*)\?=/gi, (_, charset: string, kind: string, word: string) =>
      decode(
        kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : quotedPrintable(word.replaceAll('_', ' ')),
        charset,
      ),
    );

const deepestNesting = 30;

/** Bytes are carried as Latin-1 characters until their character set is known. */
const readPart = (text: string, depth: number): MimePart => {
  const separator = /^\r?\n|\r?\n\r?\n/.exec(text);
  const head = text.slice(0, separator?.index);
  const body = separator === null ? '' : text.slice(separator.index + separator[0].length);
  const headers = [...head.replaceAll(/\r?\n[ \t]+/g, ' ').matchAll(/^([!-9;-~]+):[ \t]*(.*?)[ \t]*\r?$/gm)].map(
    ([, name = '', value = '']): readonly [string, string] => [name, value],
  );
  const valueOf = (name: string): string | undefined =>
    headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
  const contentType = parameterized(valueOf('content-type') ?? 'text/plain');
  const disposition = parameterized(valueOf('content-disposition') ?? '');
  const boundary = contentType.parameters.get('boundary');
  if (contentType.value.startsWith('multipart/') && boundary !== undefined && depth < deepestNesting) {
    const parts = split(body, boundary).map((part) => readPart(part, depth + 1));
    return { headers, contentType, disposition, content: Buffer.alloc(0), parts };
  }
  const content = transferDecoded(body, valueOf('content-transfer-encoding')?.trim().toLowerCase() ?? '');
  return { headers, contentType, disposition, content, parts: [] };
};

const split = (body: string, boundary: string): readonly string[] => {
  const escaped = boundary.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const [inside = ''] = body.split(new RegExp(`(?:^|\\r?\\n)--${escaped}--[ \\t]*(?:\\r?\\n|$)`));
  return inside.split(new RegExp(`(?:^|\\r?\\n)--${escaped}[ \\t]*\\r?\\n`)).slice(1);
};

const transferDecoded = (body: string, encoding: string): Buffer => {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  return encoding === 'quoted-printable' ? quotedPrintable(body) : Buffer.from(body, 'latin1');
};

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll(/[ \t]*=[ \t]*\r?\n/g, '')
      .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const decode = (bytes: Buffer, charset: string): string => {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
};

const parameterized = (field: string): ParameterizedValue => {
  const [value = ''] = field.split(';');
  const parameters = new Map<string, string>();
  for (const [, name = '', star, quoted, plain] of field.matchAll(
    /;\s*([^\s=;*]+)((?:\*\d+)?\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    const given = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '';
    const read = star?.endsWith('*') === true ? percentDecoded(given) : decodedWords(given);
    parameters.set(name.toLowerCase(), (parameters.get(name.toLowerCase()) ?? '') + read);
  }
  return { value: value.trim().toLowerCase(), parameters };
};

/** RFC 2231: `utf-8''%e6%97%a5`; the character set is taken for UTF-8. */
const percentDecoded = (value: string): string => {
  const bytes = value
    .replace(/^[^']*'[^']*'/, '')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};
