import { randomUUID } from 'node:crypto';

/** A document without its longest texts, and the way to get them back. */
export interface ShortenedDocument {
  readonly document: string;
  /** Text as it was, when it holds the place of one that was taken out. */
  readonly restore: (text: string) => string;
}

/**
 * Takes long base64 between two tags out of a document and leaves a mark: the content of a 25 MB file would go through the XML reader one
 * character at a time, for seconds. Base64 holds no markup, so the document means the same without it.
 */
export const withoutLongText = (document: string): ShortenedDocument => {
  if (document.length < longLength) return { document, restore: (text) => text };
  const mark = `[${randomUUID()}:`;
  const taken: string[] = [];
  const kept: string[] = [];
  let end = 0;
  for (let open = document.indexOf('<'); open !== -1; open = document.indexOf('<', open + 1)) {
    const start = open - longLength < end ? -1 : document.lastIndexOf('>', open) + 1;
    if (start < end || open - start < longLength || !isBase64(document, start, open)) continue;
    kept.push(document.slice(end, start), `${mark}${taken.length}]`);
    taken.push(document.slice(start, open));
    end = open;
  }
  const pattern = new RegExp(`${mark.replace('[', String.raw`\[`)}(\\d+)\\]`, 'g');
  return {
    document: [...kept, document.slice(end)].join(''),
    restore: (text) =>
      text.includes(mark) ? text.replaceAll(pattern, (_, at: string) => taken[Number(at)] ?? '') : text,
  };
};

const longLength = 65_536;

const isBase64 = (document: string, start: number, end: number): boolean => {
  if (document.slice(start, start + longLength).trim() === '') return false;
  for (let at = start; at < end; at += 1) if (base64Codes[document.charCodeAt(at)] !== 1) return false;
  return true;
};

/** 1 at the codes of the letters of base64 and of the spaces that may stand between them. A set would be asked 35 million times. */
const base64Codes = new Uint8Array(128);
for (const one of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t ') {
  base64Codes[one.charCodeAt(0)] = 1;
}
