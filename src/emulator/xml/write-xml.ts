import type { XmlNode } from './xml.ts';

/** What becomes of characters that XML 1.0 forbids: they are left out, or written as references, which no strict reader accepts. */
export type ForbiddenCharacters = 'strip' | 'reference';

/** Writes a document; namespaces are declared where the elements carry `xmlns:` attributes. Line ends and tabs survive reading. */
export const writeXml = (root: XmlNode, forbidden: ForbiddenCharacters = 'strip'): string => {
  const pieces = ['<?xml version="1.0" encoding="utf-8"?>\n'];
  writeElement(root, forbidden, pieces);
  return pieces.join('');
};

/** Writes an element that follows others on a connection: without the declaration that only a document's beginning has. */
export const writeXmlElement = (element: XmlNode): string => {
  const pieces: string[] = [];
  writeElement(element, 'strip', pieces);
  return pieces.join('');
};

const writeElement = (element: XmlNode, forbidden: ForbiddenCharacters, pieces: string[]): void => {
  pieces.push('<', element.name);
  for (const [name, value] of Object.entries(element.attributes)) {
    pieces.push(' ', name, '="', escaped(value, forbidden).replaceAll(/[\t\n]/g, asReference), '"');
  }
  if (element.text === '' && element.children.length === 0) {
    pieces.push('/>');
    return;
  }
  pieces.push('>', escaped(element.text, forbidden));
  for (const inner of element.children) writeElement(inner, forbidden, pieces);
  pieces.push('</', element.name, '>');
};

const escaped = (text: string, forbidden: ForbiddenCharacters): string => {
  // Most text, and all base64, is done after one cheap look: 25 MB of attachment take a fifth of the time.
  if (!needsCare.test(text)) return text;
  const marked = /[<>&"\r]/.test(text) ? text.replaceAll(/[<>&"\r]/g, escape) : text;
  if (!illegal.test(marked)) return marked;
  return marked.replaceAll(allIllegal, (character) => (forbidden === 'strip' ? '' : asReference(character)));
};

const needsCare = /[^\t\n !#-%'-;=?-~]/;

const escape = (character: string): string => escapes[character] ?? character;
const escapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  '\r': '&#xD;',
};

const asReference = (character: string): string => `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;

// Control characters, the two non-characters and surrogates without their other half: https://www.w3.org/TR/xml/#charsets
// oxlint-disable-next-line no-control-regex -- that is what they are
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const allIllegal = new RegExp(illegal, 'gu');
