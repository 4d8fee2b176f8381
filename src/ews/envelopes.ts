import { EwsError } from './errors.ts';
import { answerBytes, markupFeeder, type AnswerBytes } from './stream.ts';
import { createXmlReader } from './strict-xml.ts';
import type { XmlElement } from './xml.ts';

/** Longest envelope, bytes: some thousands of events. */
const maxEnvelopeBytes = 4 * 1024 * 1024;

const limit = {
  maxBytes: maxEnvelopeBytes,
  tooMuch: () => new EwsError('tooLarge', `one envelope of the answer is longer than ${maxEnvelopeBytes} bytes`),
};

/**
 * Whole documents that come one behind the other in one answer, with or without XML declarations; never more than one is held. Ends with the answer.
 * Throws EwsError: `timeout` when none arrives within `silenceMs` after it was asked for, `decode` for what is not well-formed or cut, `tooLarge`.
 * Closing the iterator ends the call at once, whatever is being waited for.
 */
export const envelopes = (chunks: AsyncIterable<Uint8Array>, silenceMs: number): AsyncIterable<XmlElement> => ({
  [Symbol.asyncIterator]: () => {
    const source = answerBytes(chunks);
    let leave = (): void => undefined;
    let isSilent = false;
    /** Undefined also when its reader leaves meanwhile, who does not want to hear that the call was ended in the middle. */
    const next = async (): Promise<XmlElement | undefined> => {
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise((resolve, reject) => {
          timer = setTimeout(() => {
            isSilent = true;
            reject(new EwsError('timeout', `no sign of life within ${silenceMs} ms`));
          }, silenceMs);
          leave = () => resolve(undefined);
          nextRoot(source).then(resolve, reject);
        });
      } finally {
        clearTimeout(timer);
      }
    };
    const close = async (): Promise<void> => {
      const closing = source.close();
      // A connection that is half dead may not even close.
      if (isSilent) closing.catch(() => undefined);
      else await closing;
    };
    const read = async function* (): AsyncGenerator<XmlElement> {
      try {
        for (let root = await next(); root !== undefined; root = await next()) yield root;
      } finally {
        await close();
      }
    };
    const roots = read();
    return {
      next: () => roots.next(),
      return: async () => {
        leave();
        await close();
        return roots.return(undefined);
      },
    };
  },
});

/** Reads one document and not a byte more; undefined when there is none. */
const nextRoot = async (source: AnswerBytes): Promise<XmlElement | undefined> => {
  if (!(await hasMore(source))) return undefined;
  const reader = createXmlReader();
  const { nextTag } = markupFeeder(source, reader, limit);
  let hasBegun = false;
  while (await nextTag()) {
    if (reader.open.length > 0) hasBegun = true;
    else if (hasBegun) return reader.close();
  }
  return reader.close();
};

/** Goes to the first byte that is no white space, which must not stand before an XML declaration. */
const hasMore = async (source: AnswerBytes): Promise<boolean> => {
  for (let bytes = await source.next(); bytes !== undefined; bytes = await source.next()) {
    const start = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
    if (start === -1) continue;
    source.unread(bytes.subarray(start));
    return true;
  }
  return false;
};
