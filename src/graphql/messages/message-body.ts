import type { Body } from '../../ews/properties/body.ts';
import { itemProperties } from '../../ews/properties/item.ts';
import type { AnyProperty, Decoded } from '../../ews/properties/property.ts';
import { cutUtf8 } from '../../mailbox/cut-utf8.ts';
import { badUserInput } from '../errors.ts';
import { htmlToText } from '../../mailbox/html/html-to-text.ts';
import type { MessageBodySource } from '../refs.ts';
import { sanitizeHtml, type SanitizeOptions } from '../html/sanitize-html.ts';

/** Which body, and how much of it. */
export interface BodyRequest {
  /** BEST: HTML where the item has it, else text. */
  readonly format: 'BEST' | 'HTML' | 'TEXT';
  /** UNIQUE: without the quoted history, where the server can tell it apart. */
  readonly part: 'FULL' | 'UNIQUE';
  /** 1 or more. */
  readonly maxBytes?: number | null | undefined;
}

const rowNames = {
  FULL: { BEST: 'bodyBest', HTML: 'bodyHtml', TEXT: 'bodyText' },
  UNIQUE: { BEST: 'uniqueBodyBest', HTML: 'uniqueBodyHtml', TEXT: 'uniqueBodyText' },
} as const;

/** The row that holds the body asked for. */
export const bodyRow = ({ format, part }: BodyRequest): AnyProperty => itemProperties[rowNames[part][format]];

/** The body asked for, as the server sent it; undefined when it was not read or there is none. */
export const bodyIn = (properties: Decoded<typeof itemProperties>, { format, part }: BodyRequest): Body | undefined =>
  properties[rowNames[part][format]];

/** Throws BAD_USER_INPUT for a size that nothing fits into. */
export const checkMaxBytes = (maxBytes: number | null | undefined): void => {
  if (typeof maxBytes === 'number' && maxBytes < 1) throw badUserInput('maxBytes must be 1 or more');
};

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Servers answer text when there is no HTML; its line breaks are all the layout it has. */
const textToHtml = (text: string): string =>
  `<div style="white-space:pre-wrap">${text.replace(/[&<>]/g, (character) => escapes[character] ?? character)}</div>`;

const texts = new WeakMap<Body, string>();

/** A body as plain text; worked out once for however many fields show a piece of it. */
export const textOf = (body: Body): string => {
  if (body.type === 'Text') return body.content;
  const text = texts.get(body) ?? htmlToText(body.content);
  texts.set(body, text);
  return text;
};

/** Makes a body ready to show: sanitised, without remote pictures, no longer than asked for. */
export const prepareBody = (
  body: Body,
  { format, maxBytes }: BodyRequest,
  inlineImage: SanitizeOptions['inlineImage'],
): MessageBodySource => {
  const { type, content, isTruncated } = body;
  // What the server cut is of unknown length.
  const originalBytes = isTruncated ? undefined : Buffer.byteLength(content);
  const limit = maxBytes ?? undefined;
  if (format === 'TEXT' || (format === 'BEST' && type === 'Text')) {
    const text = textOf(body);
    const shown = limit === undefined ? text : cutUtf8(text, limit);
    const truncated = isTruncated || shown.length < text.length;
    return { format: 'TEXT', content: shown, truncated, originalBytes, remoteImagesBlocked: 0 };
  }
  const { html, truncated, remoteImagesBlocked } = sanitizeHtml(type === 'HTML' ? content : textToHtml(content), {
    inlineImage,
    maxBytes: limit,
  });
  return { format: 'HTML', content: html, truncated: isTruncated || truncated, originalBytes, remoteImagesBlocked };
};
