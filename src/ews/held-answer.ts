import type { ByteSource } from './byte-source.ts';
import { createHeldBytes } from './held-bytes.ts';
import { answerBytes, elementBytes, markupFeeder } from './stream.ts';
import { createXmlReader } from './strict-xml.ts';
import type { XmlElement } from './xml.ts';

/** A whole answer; what is base64 in it is held as bytes. */
export interface HeldAnswer {
  readonly root: XmlElement;
  /** The content of an element that was to be held; without bytes where the answer leaves it out. */
  readonly content: (element: XmlElement | undefined) => ByteSource;
}

/**
 * Reads an answer to its end. `names`: local names of elements that hold base64, which is decoded as it arrives and never held as text. `onBytes` is told
 * how many bytes are held by then; what it throws ends the call. Throws EwsError.
 */
export const holdAnswer = async (
  chunks: AsyncIterable<Uint8Array>,
  names: ReadonlySet<string>,
  onBytes: (bytes: number) => void,
): Promise<HeldAnswer> => {
  const source = answerBytes(chunks);
  const reader = createXmlReader();
  const { nextTag } = markupFeeder(source, reader);
  const contents = new Map<XmlElement, ByteSource>();
  let bytes = 0;
  try {
    while (await nextTag()) {
      const met = reader.open.at(-1);
      if (met === undefined || !names.has(met.name)) continue;
      const held = createHeldBytes();
      for await (const piece of elementBytes(source, reader, met, nextTag)) {
        held.add(piece);
        bytes += piece.byteLength;
        onBytes(bytes);
      }
      contents.set(met, held.source());
    }
    const nothing = createHeldBytes().source();
    const content = (element: XmlElement | undefined): ByteSource =>
      (element === undefined ? undefined : contents.get(element)) ?? nothing;
    return { root: reader.close(), content };
  } finally {
    await source.close();
  }
};
