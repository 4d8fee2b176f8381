import { EwsError } from './errors.ts';
import { responseError, responseMessages, soapBody } from './soap.ts';
import { createXmlReader, type XmlReader } from './strict-xml.ts';
import type { XmlElement } from './xml.ts';

/** A base64 element of an answer that is still arriving. */
export interface Base64Element {
  /** The element around it with all that stood before it: name, content type and size of an attachment. */
  readonly head: XmlElement;
  /**
   * The decoded bytes, to be read once; closing the iterator ends the call. Ends normally only after the whole answer was seen to be complete and
   * well-formed; throws EwsError otherwise, so a cut file is never taken for a short one.
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/** How much markup is read, and what more of it means. */
interface MarkupLimit {
  readonly maxBytes: number;
  readonly tooMuch: () => EwsError;
}

/** An answer without its content is small; more is not what was asked for. */
const besideContent: MarkupLimit = {
  maxBytes: 1024 * 1024,
  tooMuch: () => new EwsError('decode', 'the answer holds too much beside the content that was asked for'),
};

const lessThan = 0x3c;
const greaterThan = 0x3e;

/** Gives bytes back to whoever reads next. */
export interface AnswerBytes {
  /** The next bytes, never empty; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  unread(bytes: Uint8Array): void;
  close(): Promise<void>;
}

/** The bytes of an answer, to be read in turns by those who understand markup and those who understand content. */
export const answerBytes = (chunks: AsyncIterable<Uint8Array>): AnswerBytes => {
  const iterator = chunks[Symbol.asyncIterator]();
  let kept: Uint8Array | undefined;
  return {
    next: async () => {
      if (kept !== undefined) {
        const bytes = kept;
        kept = undefined;
        return bytes;
      }
      for (;;) {
        const step = await iterator.next();
        if (step.done === true) return undefined;
        if (step.value.byteLength > 0) return step.value;
      }
    },
    unread: (bytes) => {
      kept = bytes.byteLength > 0 ? bytes : undefined;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
};

/** Feeds markup to the strict reader tag by tag, so that it can be stopped behind any of them. */
export const markupFeeder = (source: AnswerBytes, reader: XmlReader, limit: MarkupLimit = besideContent) => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytesSeen = 0;
  let unfinished = '';
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new EwsError('decode', 'the answer is not UTF-8');
    }
  };
  return {
    /** Reads through the next `>`. False: the bytes have ended, and the document must have too. */
    nextTag: async (): Promise<boolean> => {
      for (;;) {
        const bytes = await source.next();
        if (bytes === undefined) {
          reader.write(unfinished + decode());
          return false;
        }
        const end = bytes.indexOf(greaterThan) + 1;
        const taken = end === 0 ? bytes : bytes.subarray(0, end);
        bytesSeen += taken.byteLength;
        if (bytesSeen > limit.maxBytes) throw limit.tooMuch();
        unfinished += decode(taken);
        if (end === 0) continue;
        source.unread(bytes.subarray(end));
        reader.write(unfinished);
        unfinished = '';
        return true;
      }
    },
  };
};

/** White space, also as a reference: writers in Java escape the carriage return that ends a line of MIME. */
const whiteSpace = /[ \t\r\n]+|&#(?:x0{0,8}[9aAdD]|0{0,8}(?:9|10|13));/g;
const longestReference = 16;

const digits = /^[A-Za-z0-9+/]*$/;

/**
 * The bytes of whole quads of strict base64; undefined for anything else. Node leaves out what is no digit, so that the bytes become fewer, and takes
 * the two digits of base64url; to look at each character would take three times as long as to decode them.
 */
const strictBytes = (quads: string): Buffer | undefined => {
  const padding = quads.endsWith('==') ? 2 : quads.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(quads, 'base64');
  const isStrict = bytes.byteLength === (quads.length / 4) * 3 - padding;
  return isStrict && !quads.includes('-') && !quads.includes('_') ? bytes : undefined;
};

/** Decodes base64 as it comes in any pieces, white space allowed. Throws EwsError `decode` for everything that is not strict base64. */
const base64Decoder = () => {
  let rest = '';
  /** The beginning of a reference that the next piece goes on with. */
  let cut = '';
  let isPadded = false;
  const malformed = (): EwsError => new EwsError('decode', 'the content is not base64');
  /** Takes text without white space; undefined, and nothing taken, when there is something else in it than base64. */
  const take = (text: string): Uint8Array | undefined => {
    const whole = text.length - (text.length % 4);
    const quads = text.slice(0, whole);
    const bytes = strictBytes(quads);
    const ends = quads.endsWith('=');
    if (bytes === undefined || (ends && text.length > whole)) return undefined;
    rest = text.slice(whole);
    isPadded = ends;
    return bytes;
  };
  return {
    /** `isLast`: markup follows, so nothing goes on behind this piece. */
    decode: (bytes: Uint8Array, isLast: boolean): Uint8Array => {
      let text = cut + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      // The usual piece is nothing but digits.
      const isPlain = !isPadded && digits.test(text.slice(-3)) && cut === '';
      const plain = isPlain ? take(rest + text) : undefined;
      if (plain !== undefined) return plain;
      cut = '';
      const reference = text.lastIndexOf('&');
      if (reference !== -1 && !text.includes(';', reference)) {
        cut = text.slice(reference);
        if (isLast || cut.length > longestReference) throw malformed();
        text = text.slice(0, reference);
      }
      text = text.replace(whiteSpace, '');
      if (text === '') return new Uint8Array();
      if (isPadded) throw malformed();
      const taken = take(rest + text);
      if (taken === undefined || !/^[A-Za-z0-9+/]*=?$/.test(rest)) throw malformed();
      return taken;
    },
    end: (): void => {
      if (rest !== '') throw malformed();
    },
  };
};

/** The element that the reader has just met, and the one around it; `<Content/>` is met when it is closed already. */
const metElement = (
  reader: XmlReader,
  name: string,
): { readonly around: XmlElement; readonly target: XmlElement } | undefined => {
  const [around, innermost] = [reader.open.at(-2), reader.open.at(-1)];
  if (innermost === undefined) return undefined;
  if (innermost.name === name && around !== undefined) return { around, target: innermost };
  const last = innermost.children.at(-1);
  return last?.name === name ? { around: innermost, target: last } : undefined;
};

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * What an answer that has ended without the element means: an empty content, where there is an element that may leave it out; else it is an error
 * answer, or one of another kind, which is thrown.
 */
const withoutElement = (reader: XmlReader, name: string, optionalIn: string | undefined): Base64Element => {
  const response = soapBody(reader.close());
  const messages = responseMessages(response);
  for (const message of messages) {
    const failure = responseError(message);
    if (failure !== undefined) throw failure;
  }
  const head = messages
    .flatMap(({ children }) => children.flatMap((list) => list.children))
    .find((candidate) => candidate.name === optionalIn);
  if (head === undefined) throw new EwsError('decode', `the ${response.name} holds no ${name}`);
  return { head, content: nothing() };
};

/** The decoded bytes of an element that has just been met; ends behind its closing tag. Throws EwsError. */
export async function* elementBytes(
  source: AnswerBytes,
  reader: XmlReader,
  target: XmlElement,
  nextTag: () => Promise<boolean>,
): AsyncGenerator<Uint8Array> {
  const base64 = base64Decoder();
  while (reader.open.includes(target)) {
    const bytes = await source.next();
    if (bytes === undefined) throw new EwsError('decode', `the answer ends inside ${target.name}`);
    const end = bytes.indexOf(lessThan);
    const decoded = base64.decode(end === -1 ? bytes : bytes.subarray(0, end), end !== -1);
    if (decoded.byteLength > 0) yield decoded;
    if (end === -1) continue;
    source.unread(bytes.subarray(end));
    // The closing tag or a comment; character data and child elements would be content that the decoder has not seen.
    await nextTag();
    if (target.children.length > 0 || target.text !== '')
      throw new EwsError('decode', `${target.name} holds more than base64`);
  }
  base64.end();
}

async function* contentBytes(
  source: AnswerBytes,
  reader: XmlReader,
  target: XmlElement,
  nextTag: () => Promise<boolean>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* elementBytes(source, reader, target, nextTag);
    while (await nextTag());
    reader.close();
  } finally {
    await source.close();
  }
}

/**
 * Reads an answer up to the first element of this local name and hands over its base64 content as it arrives, without ever holding it. Throws
 * EwsError: the answer's own error when it has no such element, `decode` when it is not well-formed; nothing is left open then. `optionalIn`: the
 * element in a response message's list that the schema lets do without; its content is empty then.
 */
export const base64Element = async (
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  { optionalIn }: { readonly optionalIn?: string } = {},
): Promise<Base64Element> => {
  const source = answerBytes(chunks);
  const reader = createXmlReader();
  const { nextTag } = markupFeeder(source, reader);
  try {
    for (;;) {
      const hasMore = await nextTag();
      const met = metElement(reader, name);
      if (met !== undefined) {
        const head = { ...met.around, children: met.around.children.filter((child) => child !== met.target) };
        return { head, content: closable(contentBytes(source, reader, met.target, nextTag), source) };
      }
      if (!hasMore) return withoutElement(reader, name, optionalIn);
    }
  } catch (error) {
    await source.close();
    throw error;
  }
};

/** A generator that was never started ignores `return`; the call behind it must end all the same. */
const closable = (content: AsyncGenerator<Uint8Array>, source: AnswerBytes): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({
    next: () => content.next(),
    return: async () => {
      await source.close();
      return content.return(undefined);
    },
  }),
});
