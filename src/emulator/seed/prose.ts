import type { Body } from './item-properties.ts';

/** Paragraphs as a plain text body. Lines end in CR LF, as they do in mail. */
export const plainText = (paragraphs: readonly string[]): Body => ({
  type: 'Text',
  content: `${paragraphs.map((paragraph) => paragraph.replaceAll('\n', '\r\n')).join('\r\n\r\n')}\r\n`,
});

/** Paragraphs as a simple HTML body, the way a mail program writes it. */
export const simpleHtml = (paragraphs: readonly string[]): Body => ({
  type: 'HTML',
  content: htmlDocument(htmlParagraphs(paragraphs)),
});

/** Paragraphs as `<p>` elements, with what HTML reserves escaped. */
export const htmlParagraphs = (paragraphs: readonly string[]): string =>
  paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`).join('\r\n');

/** A whole document around the inside of a body. */
export const htmlDocument = (content: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="font-family:Calibri,Arial,sans-serif;font-size:11pt">\r\n${content}\r\n</body></html>`;

/** Text as it stands in HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
